"""Noise, blocks and effective resolution against pictures made with known amounts of each."""

import cv2
import numpy as np
import pytest

from evidence_qc.measures.acutance import acutance_dn
from evidence_qc.measures.blockiness import blockiness_ratio
from evidence_qc.measures.effective_resolution import (
    STRONGEST,
    _reaches,
    _strongest,
    effective_resolution_ratio,
)
from evidence_qc.measures.noise import crops, noise
from tests.measures.scenes import Luma, blocks, grey, noisy


def jpeg(luma: Luma, quality: int) -> Luma:
    """The plane after JPEG at a quality."""
    coded = cv2.imencode(".jpg", luma, [cv2.IMWRITE_JPEG_QUALITY, quality])[1]
    return np.asarray(cv2.imdecode(coded, cv2.IMREAD_GRAYSCALE), np.uint8)


def texture(size: int = 512) -> Luma:
    """Smooth random structure with some fine detail, as in photos."""
    rng = np.random.default_rng(3)
    plane = sum(
        cv2.resize(rng.normal(0, 10 * scale**0.5, (size // scale, size // scale)), (size, size))
        for scale in (1, 2, 4, 16, 64)
    )
    return np.clip(128 + np.asarray(plane), 0, 255).astype(np.uint8)


@pytest.mark.parametrize("sigma", [2.0, 5.0, 10.0])
def test_white_noise_is_measured_within_a_quarter(sigma: float) -> None:
    """On an even wall the estimate is the noise that was put in."""
    measured = noise(noisy(grey(128, 512, 512), sigma))

    assert measured is not None
    assert measured.noise_dn == pytest.approx(sigma, rel=0.25)
    assert measured.noise_spread_ratio > 0.8


def test_more_noise_measures_more_and_detail_alone_is_quiet() -> None:
    """Hard-edged blocks have flat insides: no noise there, and a low spread."""
    scene = blocks(cell=64)
    levels = [noise(noisy(scene, sigma)) for sigma in (0.0, 3.0, 9.0)]

    strengths = [level.noise_dn for level in levels if level is not None]
    assert strengths == sorted(strengths)
    assert strengths[0] < 0.3


def test_the_same_grain_shows_more_in_the_dark() -> None:
    """Noise over light is larger on a dark wall than on a bright one."""
    dark, bright = (noise(noisy(grey(level, 256, 256), 3.0)) for level in (30, 180))

    assert dark is not None
    assert bright is not None
    assert dark.noise_contrast_ratio > 2 * bright.noise_contrast_ratio


@pytest.mark.parametrize("plane", [grey(0), grey(255), grey(128, 3, 3), grey(128, 1, 900)])
def test_noise_cannot_be_told_from_black_white_or_a_few_pixels(plane: Luma) -> None:
    """Crushed, clipped and tiny planes give no answer instead of a wrong one."""
    assert noise(plane) is None


def test_stronger_compression_shows_stronger_blocks() -> None:
    """The ratio grows as quality falls, wherever the grid begins."""
    scene = texture()
    ratios = [blockiness_ratio(jpeg(scene, quality), 1.0) for quality in (95, 30, 8)]
    shifted = blockiness_ratio(jpeg(scene, 8)[3:, 5:], 1.0)

    assert None not in (*ratios, shifted)
    assert ratios == sorted(ratios, key=float)  # type: ignore[arg-type]
    assert shifted == pytest.approx(ratios[2], rel=0.25)


def test_blocks_are_not_looked_for_where_they_cannot_be_seen() -> None:
    """A quarter-scale plane has 2-px blocks; a flat picture has none."""
    assert blockiness_ratio(texture(), 0.25) is None
    assert blockiness_ratio(grey(10, 8, 8), 1.0) is None
    assert blockiness_ratio(grey(10), 1.0) == 1.0


@pytest.mark.parametrize("factor", [2, 4])
def test_enlarging_lowers_effective_resolution(factor: int) -> None:
    """A picture enlarged n-fold holds about 1/n of its width in detail, JPEG or not."""
    sharp = blocks(512, 512, cell=29)
    small = cv2.resize(sharp, None, fx=1 / factor, fy=1 / factor, interpolation=cv2.INTER_AREA)
    large = np.asarray(cv2.resize(small, (512, 512), interpolation=cv2.INTER_CUBIC), np.uint8)
    before = effective_resolution_ratio(sharp, 1.0)
    after = effective_resolution_ratio(jpeg(large, 85), 1.0)

    assert before is not None
    assert after is not None
    assert before > 0.9
    assert after < 1.6 / factor


def test_effective_resolution_is_unknown_without_edges_or_after_reduction() -> None:
    """No edges: no answer. A reduced plane that is sharp hides what was lost."""
    sharp = blocks(512, 512, cell=29)

    assert effective_resolution_ratio(grey(77, 300, 300), 1.0) is None
    assert effective_resolution_ratio(grey(77, 1, 1), 1.0) is None
    assert effective_resolution_ratio(sharp, 0.5) is None


def test_a_reduced_plane_that_is_soft_tells_all_the_same() -> None:
    """Softness left after halving means even less detail in the stored pixels."""
    soft = np.asarray(cv2.GaussianBlur(blocks(512, 512, cell=29), (0, 0), 3.0), np.uint8)
    native, reduced = (effective_resolution_ratio(soft, scale) for scale in (1.0, 0.5))

    assert native is not None
    assert reduced == pytest.approx(native / 2)


def test_crops_cover_small_planes_whole_and_large_ones_evenly() -> None:
    """A small plane is one crop; a large one gives nine inside its borders."""
    assert [crop.shape for crop in crops(grey(0, 100, 300), 128)] == [(100, 300)]
    assert [crop.shape for crop in crops(grey(0, 1000, 2000), 128)] == [(128, 128)] * 9
    assert [crop.shape for crop in crops(grey(0, 60, 20000), 128)] == [(60, 128)] * 9


def test_acutance_falls_with_blur_and_with_contrast_but_not_with_size() -> None:
    """Blur and haze both take crispness; the same scene twice as large has as much of it."""
    scene = blocks(512, 512, cell=32)
    blurred = np.asarray(cv2.GaussianBlur(scene, (0, 0), 2.0), np.uint8)
    hazy = (128 + (scene.astype(float) - 128) / 3).astype(np.uint8)
    large = np.asarray(cv2.resize(scene, (1024, 1024), interpolation=cv2.INTER_NEAREST), np.uint8)

    assert acutance_dn(scene) > 3 * acutance_dn(blurred)
    assert acutance_dn(scene) > 2 * acutance_dn(hazy)
    assert acutance_dn(large) == pytest.approx(acutance_dn(scene), rel=0.01)


@pytest.mark.parametrize("shape", [(1, 1), (1, 40), (5, 3), (20, 3000)])
def test_a_constant_plane_of_any_size_has_no_acutance(shape: tuple[int, int]) -> None:
    """Defined, and nought."""
    assert acutance_dn(np.full(shape, 99, np.uint8)) == 0.0


@pytest.mark.parametrize("size", [(40, 40), (480, 481), (700, 500), (900, 1200)])
def test_crops_are_measured_apart(size: tuple[int, int]) -> None:
    """Laid side by side to be counted at once, no crop borrows an edge from its neighbour."""
    rng = np.random.default_rng(4)
    luma = cv2.GaussianBlur(rng.integers(0, 256, size).astype(np.uint8), (0, 0), 2.5)
    counts = np.zeros(256, int)
    for crop in crops(luma, 160):
        for far, near in ((crop[:, 4:], crop[:, :-4]), (crop[4:], crop[:-4])):
            counts += np.bincount(cv2.absdiff(far, near).ravel(), minlength=256)
    above = counts[::-1].cumsum()[::-1]
    strongest = int(np.flatnonzero(above >= STRONGEST * above[0])[-1])
    parts = crops(luma, 160)

    assert _strongest(np.vstack(parts), np.hstack(parts), 4) == strongest
    for step in (strongest, strongest + 1):
        reached = _reaches(np.vstack(parts), np.hstack(parts), 4, step)
        assert reached == (step <= strongest)
