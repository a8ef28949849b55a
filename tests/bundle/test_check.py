"""What was built is looked at as the platform shows it, and what speaks against it is said."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from evidence_qc.bundle.check import check_built
from evidence_qc.bundle.manifest import Output
from evidence_qc.collage.legibility import as_platform_shows
from evidence_qc.collage.types import CanvasLimits
from evidence_qc.model import Finding, Profile, Report, Severity, Sourced
from evidence_qc.runtime.progress import Silent
from tests.bundle.fakes import report_of
from tests.case.factory import photo
from tests.pictures import jpeg, scene

OUTPUT = Output("submit/1.jpg", "0" * 64, 1000)
REJECT, WARN = Severity.REJECT, Severity.WARN


@pytest.mark.parametrize(
    ("rule", "severity", "is_said"),
    [
        ("too-dark", REJECT, True),
        ("too-dark", WARN, False),
        ("exact-duplicate", REJECT, False),
        ("exact-duplicate", WARN, False),
    ],
)
def test_only_rejects_of_what_it_shows_are_weak_points(
    rule: str, severity: Severity, is_said: bool, tmp_path: Path
) -> None:
    """Slots may repeat each other and be a little dark; they may not be unusable."""
    found = replace(photo("1.jpg"), findings=(Finding(rule, severity, "It is so."),))

    weak = _check(tmp_path, Profile("p", "P"), lambda paths: report_of([found]))

    assert bool(weak) is is_said


@pytest.mark.parametrize("known", [None, (400, 20)], ids=["unknown platform", "a known one"])
def test_it_is_looked_at_as_slots_were_planned_for(
    known: tuple[int, int] | None, tmp_path: Path
) -> None:
    """What is not known of a platform is assumed here and in the layout alike."""
    profile, limits = Profile("p", "P"), CanvasLimits()
    if known is not None:
        side, quality = known
        profile = replace(
            profile,
            recompression_long_side_px=Sourced(side),
            recompression_quality=Sourced(quality),
        )
        limits = CanvasLimits(recompression_long_side_px=side, recompression_quality=quality)
    seen: list[np.ndarray] = []

    def rescan(paths: Sequence[Path]) -> Report:
        seen.extend(np.asarray(Image.open(path), np.int16) for path in paths)
        return report_of([])

    _check(tmp_path, profile, rescan)

    built = np.asarray(Image.open(tmp_path / "b" / OUTPUT.path))
    harder = replace(limits, recompression_quality=limits.recompression_quality + 1)
    meant, other = (as_platform_shows(built, each) for each in (limits, harder))
    assert seen[0].shape == meant.shape
    # Saved once more for the look, so not the very pixels; but they are nearest to these.
    assert np.abs(seen[0] - meant).mean() < np.abs(seen[0] - other).mean()


def _check(tmp_path: Path, profile: Profile, rescan: object) -> tuple[str, ...]:
    folder = tmp_path / "b"
    (folder / "submit").mkdir(parents=True)
    (folder / OUTPUT.path).write_bytes(jpeg(scene(320, 240)))
    return check_built(folder, [OUTPUT], profile, rescan, Silent())  # type: ignore[arg-type]
