"""When a video first shows the main problem: by what its photo shows, or not at all."""

from __future__ import annotations

from pathlib import Path

import cv2
import pytest

from evidence_qc.case.options import CaseOptions
from evidence_qc.stages.context import CaseInput, ScanContext
from evidence_qc.stages.moments import problem_moments
from evidence_qc.stages.scan import scan_case
from tests.clips import encode
from tests.measures.content.test_closeups import close_up, goods

pytestmark = pytest.mark.slow
SECONDS, RATE = 6, 10
SEEN_S = 3.0


def make_dispute(source: Path) -> Path:
    """Six seconds: another thing, then the part that the photo shows, and two photos."""
    whole = goods(1)
    frames = source.parent / "frames"
    frames.mkdir(exist_ok=True)
    for number in range(SECONDS * RATE):
        step = number % 30
        if number < SEEN_S * RATE:
            view = goods(3)[100 + step : 640 + step, 200 + step : 1160 + step]
        else:
            view = whole[150 + step : 690 + step, 640 + step : 1600]
        cv2.imwrite(str(frames / f"{number:03}.png"), cv2.resize(view, (960, 540)))
    encode(
        ["-framerate", str(RATE), "-i", str(frames / "%03d.png"), "-pix_fmt", "yuv420p"],
        source / "v.mp4",
    )
    cv2.imwrite(str(source / "part.jpg"), close_up(whole, (780, 250, 640, 400), turn_deg=5))
    cv2.imwrite(str(source / "other.jpg"), close_up(goods(2), (780, 250, 640, 400)))
    return source


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same for all tests."""
    return make_dispute(tmp_path_factory.mktemp("in"))


def moments(folder: Path, *claims: str, **options: tuple[str, ...]) -> dict[str, float]:
    context = ScanContext.of("aliexpress", use_cache=False)
    given = CaseInput(CaseOptions(claims=claims, **options))  # type: ignore[arg-type]
    report, case = scan_case([folder], context, given)
    found = problem_moments(report, case, context)
    return {path.rpartition("/")[2]: time_s for path, time_s in found.items()}


def test_it_is_the_first_moment_that_shows_what_the_photo_shows(folder: Path) -> None:
    found = moments(folder, "stain=part.jpg,v.mp4")

    assert found == {"v.mp4": pytest.approx(SEEN_S, abs=0.5)}


def test_a_photo_of_something_else_gives_no_moment(folder: Path) -> None:
    """Nor does one of a problem that is not the main one, nor one of the whole item."""
    assert moments(folder, "stain=other.jpg,v.mp4") == {}
    assert moments(folder, "hole=other.jpg", "stain=part.jpg,v.mp4") == {}
    assert moments(folder, "stain=part.jpg,v.mp4", roles=("part.jpg=overview",)) == {}


def test_what_nobody_named_has_no_moment(folder: Path) -> None:
    assert moments(folder) == {}
