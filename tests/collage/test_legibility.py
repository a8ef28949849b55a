"""Legibility falls with what makes a slot harder to read, and the floors are said."""

from dataclasses import replace

import numpy as np
import pytest

from evidence_qc.collage import (
    CanvasLimits,
    TileImage,
    as_phone_shows,
    as_platform_shows,
    make_collage,
)
from evidence_qc.collage.legibility import _kept, view_scale
from evidence_qc.collage.types import Rect
from evidence_qc.model import Mark

LIMITS = CanvasLimits()


def texture(width: int, height: int) -> np.ndarray:
    y, x = np.mgrid[:height, :width].astype(np.float32)
    luma = 128 + 40 * np.sin(x / 3) * np.sin(y / 4) + 30 * np.sin(x / 50)
    return np.repeat(luma[..., None], 3, axis=-1).astype(np.uint8)


def test_a_phone_shows_the_whole_slot() -> None:
    """Fitted into the viewport, never enlarged."""
    displayed = as_phone_shows(texture(1200, 2400), LIMITS)

    assert displayed.shape[:2] == (700, 350)
    assert as_phone_shows(texture(100, 80), LIMITS).shape[:2] == (80, 100)
    assert view_scale(390, 100, LIMITS) == 1.0


def test_the_platform_reduces_to_its_long_side() -> None:
    """And compresses: the pixels change."""
    rgb = texture(2000, 1000)
    displayed = as_platform_shows(rgb, LIMITS)

    assert displayed.shape == (800, 1600, 3)
    assert not np.array_equal(as_platform_shows(displayed, LIMITS), rgb[:800, :1600])


def test_harder_compression_keeps_less_detail() -> None:
    """Faint structure, as of cloth, at the same size."""
    faint = np.random.default_rng(2).normal(128, 6, (1200, 1600, 1)).clip(0, 255)
    tile = TileImage.of(np.repeat(faint.astype(np.uint8), 3, axis=-1), label="1a")
    kept = [
        make_collage([tile], limits=replace(LIMITS, recompression_quality=quality))
        .legibility.tiles[0]
        .detail_kept_ratio
        for quality in (95, 60, 5)
    ]

    assert kept == sorted(kept, reverse=True)
    assert kept[0] > 0.8 > kept[-1] + 0.3


def test_sizes_are_those_on_the_phone() -> None:
    """One landscape photo at full width; its mark in proportion; badge and caption above floors."""
    tile = TileImage.of(texture(1600, 1200), label="1a", caption="Hole", marks=(Mark(0.5, 0.5, 0.2),))  # fmt: skip  # noqa: E501
    found = make_collage([tile], slot_label="1/3").legibility

    assert found.tiles[0].short_side_px == pytest.approx(366 * 0.75, abs=1.5)
    assert found.tiles[0].marks_px[0] == pytest.approx(366 * 0.2, abs=1)
    assert found.badge_px is not None and found.badge_px >= 18
    assert found.caption_px is not None and found.caption_px >= 12
    assert found.is_legible


def test_a_thumbnail_is_said_to_be_too_small() -> None:
    """Its pixels are all there is."""
    found = make_collage([TileImage.of(texture(160, 120), label="2b")]).legibility

    assert not found.is_legible
    assert found.weak_points[0].startswith("Tile 2b is only")
    assert found.smallest_tile_px < 150


def test_an_unshown_small_mark_is_said() -> None:
    """Where details are switched off."""
    tile = TileImage.of(texture(1600, 1200), label="1a", marks=(Mark(0.5, 0.5, 0.02),))
    found = make_collage([tile], limits=replace(LIMITS, details=False)).legibility

    assert found.weak_points == ("The marked spot in tile 1a is only 7 px on a phone.",)


def test_a_photo_without_structure_loses_none() -> None:
    """A blank wall keeps all of nothing."""
    found = make_collage([TileImage.of(np.full((600, 800, 3), 90, np.uint8))]).legibility

    assert found.tiles[0].detail_kept_ratio == 1.0


@pytest.mark.parametrize(("dots", "kept"), [(0, 1.0), (10, 1.0), (16, 0.0), (28, 0.0), (200, 0.0)])
def test_faint_structure_is_structure_from_one_value_on(dots: int, kept: float) -> None:
    """By the scatter of its Laplacian; below there is nothing to lose."""
    before = np.full((64, 64, 3), 128, np.uint8)
    for dot in range(dots):
        before[3 * (dot // 20) + 2, 3 * (dot % 20) + 2] += 4
    # One dot is 4 and four times 1 in the Laplacian: their squares add up to 20.
    assert (4 * (dots * 20 / 64**2) ** 0.5 >= 1) is (kept < 1)
    flat = np.full((64, 64, 3), 128, np.uint8)

    assert _kept(before, flat, Rect(0, 0, 64, 64), 1.0) == kept
    assert _kept(before, before, Rect(0, 0, 64, 64), 1.0) == 1.0
