"""Print: seen where it is, and the harder to read the smaller and the more blurred it is."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

import evidence_qc
from evidence_qc.measures.content.text import measure_text
from evidence_qc.measures.planes import Planes
from tests.pictures import scene

FONT = Path(evidence_qc.__file__).parent / "collage/fonts/NotoSans-Regular.ttf"
WORDS = (
    "shipment 4071 9924 to",
    "order of the sender",
    "weight 2.4 kg parcel",
    "received unopened",
)


def page(size_px: int = 30, blur_px: float = 0.6, *, ink: int = 40, paper: int = 225) -> np.ndarray:
    """Lines of print from top to bottom; an x is half as tall as ``size_px``."""
    image = Image.new("L", (768, 1024), paper)
    pen, font = ImageDraw.Draw(image), ImageFont.truetype(str(FONT), size_px)
    for number, top in enumerate(range(8, 1024 - size_px, round(1.4 * size_px))):
        text = " ".join(WORDS[(number + k) % 4] for k in range(8))
        pen.text((12, top), text[: round(1300 / size_px)], ink, font)
    return cv2.GaussianBlur(np.asarray(image), (0, 0), blur_px)


def planes(luma: np.ndarray, scale: float = 1.0) -> Planes:
    size = (round(luma.shape[1] / scale), round(luma.shape[0] / scale))
    return Planes(luma, luma, scale, *size)


def legible(luma: np.ndarray) -> float:
    found = measure_text(planes(luma), is_expected=True)
    assert found is not None
    return found.legible_ratio


@pytest.mark.parametrize(("ink", "paper"), [(40, 225), (20, 120), (230, 30)])
def test_clear_print_is_seen_and_legible(ink: int, paper: int) -> None:
    """Dark on light, on grey, or light on dark."""
    found = measure_text(planes(page(ink=ink, paper=paper)))

    assert found is not None
    assert found.letters > 50
    assert 11 <= found.letter_height_px <= 22
    assert found.small_letter_height_px <= found.letter_height_px
    assert found.legible_ratio > 0.7
    assert found.contrast_ratio > 0.3


def test_blur_takes_legibility_step_by_step() -> None:
    ratios = [legible(page(20, blur_px)) for blur_px in (0.6, 2.0, 3.5)]

    assert ratios == sorted(ratios, reverse=True)
    assert ratios[0] - ratios[-1] > 0.1


def test_small_print_is_harder_to_read() -> None:
    ratios = [legible(page(size)) for size in (30, 17, 10)]

    assert ratios == sorted(ratios, reverse=True)
    assert ratios[-1] < 0.6


def test_heights_are_those_of_the_stored_picture() -> None:
    """A decoder that halves a picture halves its letters."""
    whole, halved = measure_text(planes(page())), measure_text(planes(page(), 0.5))

    assert whole is not None
    assert halved is not None
    assert halved.letter_height_px == pytest.approx(2 * whole.letter_height_px)
    assert halved.legible_ratio == whole.legible_ratio


def test_what_is_no_print_is_none() -> None:
    """Nothing, noise, a photo of things, a weave, stripes."""
    random = np.random.default_rng(5)
    rows, columns = np.mgrid[0:768, 0:1024]
    weave = (128 + 60 * np.sin(rows / 2.3) * np.sin(columns / 2.9)).astype(np.uint8)
    stripes = np.where(columns % 24 < 12, 60, 200).astype(np.uint8)
    things = cv2.cvtColor(scene(1024, 768), cv2.COLOR_RGB2GRAY)
    for luma in (
        np.full((768, 1024), 128, np.uint8),
        random.integers(0, 255, (768, 1024), np.uint8),
        cv2.GaussianBlur(random.integers(0, 255, (768, 1024), np.uint8), (0, 0), 3),
        weave,
        stripes,
        things,
    ):
        assert measure_text(planes(luma)) is None


@pytest.mark.parametrize("shape", [(1, 1), (1, 900), (900, 1), (7, 9), (255, 257)])
def test_any_size_will_do(shape: tuple[int, int]) -> None:
    random = np.random.default_rng(1)

    measure_text(planes(random.integers(0, 255, shape, np.uint8)), is_expected=True)
