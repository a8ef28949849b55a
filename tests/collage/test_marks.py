"""What rings are called, and which need no detail."""

from dataclasses import replace

import numpy as np
import pytest

from evidence_qc.collage.marks import appears_elsewhere, claim_of, numbers
from evidence_qc.collage.types import TileImage
from evidence_qc.model import Mark


def tile(label: str, *marks: str) -> TileImage:
    rgb = np.zeros((8, 8, 3), np.uint8)
    return TileImage.of(rgb, label=label, marks=tuple(Mark(0.5, 0.5, 0.1, m) for m in marks))


@pytest.mark.parametrize(
    ("label", "marks", "expected"),
    [
        ("1a", ("",), ()),
        ("1a", ("1",), ()),
        ("A", ("1",), ("1",)),
        ("A", ("1", "2"), ("1", "2")),
        ("A", ("", ""), ("i", "ii")),
        ("A", ("3", "", "left seam"), ("3", "i", "ii")),
    ],
)
def test_rings_carry_the_claims_that_they_point_at(
    label: str, marks: tuple[str, ...], expected: tuple[str, ...]
) -> None:
    """A lone ring on the claim's own photo needs no number; others never look like claims."""
    assert numbers(tile(label, *marks)) == expected


def test_only_claims_have_numbers() -> None:
    """Context tiles are called A, B, C."""
    assert [claim_of(tile(label)) for label in ("12b", "A", "")] == ["12", "", ""]


def test_a_claim_with_its_own_photo_is_shown_elsewhere() -> None:
    """Ring 1 is; ring 2 is not; a ring on the claim's own photo is not."""
    whole, own = tile("A", "1", "2"), tile("1a", "1")

    assert appears_elsewhere(whole, 0, [whole, own])
    assert not appears_elsewhere(whole, 1, [whole, own])
    assert not appears_elsewhere(own, 0, [whole, own])
    assert appears_elsewhere(replace(whole, pointers=(1,)), 1, [whole, own])
