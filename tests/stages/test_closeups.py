"""A ring is proposed where a close-up lies, and drawn only when the buyer has agreed."""

from __future__ import annotations

import tomllib
from pathlib import Path

import cv2
import pytest

from evidence_qc.bundle.types import BundleResult
from evidence_qc.case.options import CaseOptions
from evidence_qc.stages.bundle import build_bundle
from tests.measures.content.test_closeups import close_up, goods

pytestmark = pytest.mark.slow


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The whole thing, a part of it, and another thing."""
    source = tmp_path / "in"
    source.mkdir()
    whole = goods(1)
    cv2.imwrite(str(source / "whole.jpg"), whole)
    cv2.imwrite(str(source / "part.jpg"), close_up(whole, (900, 300, 400, 300), turn_deg=8))
    cv2.imwrite(str(source / "other.jpg"), goods(2))
    return source


def made(folder: Path, name: str, **options: tuple[str, ...]) -> BundleResult:
    given = CaseOptions(claims=("stain=part.jpg",), roles=("whole.jpg=overview",), **options)  # type: ignore[arg-type]
    return build_bundle([folder], folder.parent / name, case_options=given, use_cache=False)


def test_it_is_proposed_in_a_sentence_and_in_the_case_file_and_not_drawn(folder: Path) -> None:
    """What to type, and a comment to take the # away from."""
    result = made(folder, "out")

    said = [each for each in result.advice if "seems to show a part" in each]
    assert len(said) == 1
    assert "part.jpg" in said[0]
    assert "whole.jpg:0.68" in said[0]
    assert not any(tile.marks for slot in result.plan.slots for tile in slot.tiles)
    comment = next(line for line in result.case_toml.splitlines() if line.startswith("# marks"))
    (mark,) = tomllib.loads(comment.removeprefix("# "))["marks"]
    assert (mark["x"], mark["y"]) == pytest.approx((0.6875, 0.375), abs=0.02)
    assert "marks" not in str(tomllib.loads(result.case_toml))


def test_agreed_to_it_is_drawn_and_no_longer_proposed(folder: Path) -> None:
    """By the option; the case file's comment is the same mark."""
    result = made(folder, "out", marks=("whole.jpg:0.688,0.376,0.26",))
    whole = [t for slot in result.plan.slots for t in slot.tiles if t.path.endswith("whole.jpg")]

    assert [mark.size_ratio for mark in whole[0].marks] == [0.26]
    assert not any("seems to show a part" in each for each in result.advice)


def test_nothing_is_proposed_of_what_nobody_named(folder: Path) -> None:
    """A ring would point at what the buyer never spoke of."""
    result = build_bundle([folder], folder.parent / "out", use_cache=False)

    assert not any("seems to show" in each for each in result.advice)
    assert "# marks" not in result.case_toml


def test_nothing_is_proposed_between_different_things(folder: Path) -> None:
    (folder / "part.jpg").unlink()
    given = CaseOptions(claims=("stain=other.jpg",), roles=("whole.jpg=overview",))
    result = build_bundle([folder], folder.parent / "out", case_options=given, use_cache=False)

    assert not result.case_toml
    assert not any("seems to show" in each for each in result.advice)


def test_beside_a_proposed_ring_nobody_is_told_that_nothing_points_there(folder: Path) -> None:
    """Of a problem without one it is still said, and of that alone."""
    result = made(folder, "out", reason="damaged")  # type: ignore[arg-type]
    other = CaseOptions(
        claims=("stain=part.jpg", "hole=other.jpg"), roles=("whole.jpg=overview",), reason="damaged"
    )
    both = build_bundle([folder], folder.parent / "out2", case_options=other, use_cache=False)

    assert any("seems to show a part" in each for each in result.advice)
    assert not any("Nothing points at" in each for each in result.advice)
    assert [each for each in both.advice if "Nothing points at the defect in 2a," in each]
