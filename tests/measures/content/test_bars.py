"""A bar code among what looks like one: stripes, print, noise; at any angle, unevenly lit."""

import cv2
import numpy as np
import pytest

from evidence_qc.examine.shows import shows
from evidence_qc.measures.content.bars import TURN_MAX_DEG, _longer_by, find_bars, stretches
from evidence_qc.measures.planes import Planes
from evidence_qc.model import CaptureMetadata, Subject


def label(angle_deg: float = 0.0, modules: int = 190, seed: int = 0, light: float = 0.0):  # type: ignore[no-untyped-def]
    """White paper on brown card with bars of one to four modules, and grain."""
    random = np.random.default_rng(seed)
    luma = np.full((768, 1024), 105.0, np.float32)
    luma[150:620, 200:830] = 225
    x, dark = 240.0, True
    while x < 240 + modules * 3:
        width = 3 * float(random.choice([1, 2, 3, 4], p=[0.5, 0.25, 0.15, 0.1]))
        if dark:
            luma[300:450, round(x) : round(x + width)] = 35
        x, dark = x + width, not dark
    turn = cv2.getRotationMatrix2D((512, 384), angle_deg, 1.0)
    luma = cv2.warpAffine(luma, turn, (1024, 768), flags=cv2.INTER_AREA, borderValue=105)
    luma *= np.linspace(1 - light, 1, 1024, dtype=np.float32)
    luma = cv2.GaussianBlur(luma, (0, 0), 0.7) + random.normal(0, 3, luma.shape)
    return np.clip(luma, 0, 255).astype(np.uint8)


def seen(luma: np.ndarray) -> Subject | None:
    planes = Planes(luma, luma, 1.0, luma.shape[1], luma.shape[0])
    places = stretches(luma)
    found = shows("IMG_1.jpg", "jpeg", CaptureMetadata(exposure_time_s=0.01), planes, places)
    return found.what if found else None


@pytest.mark.parametrize("angle_deg", [0, 7, 15, 30, 52, 90, 143])
@pytest.mark.parametrize("light", [0.0, 0.5])
def test_a_code_is_found_at_any_angle_and_light(angle_deg: float, light: float) -> None:
    """People hold the phone as they hold it."""
    assert seen(label(angle_deg, seed=int(angle_deg), light=light)) is Subject.LABEL


def stripes(period_px: float) -> np.ndarray:
    x = np.arange(1024) / period_px
    luma = 130 + 90 * np.sign(np.sin(2 * np.pi * x))[None, :] * np.ones((768, 1))
    return cv2.GaussianBlur(luma, (0, 0), 1.0).astype(np.uint8)


@pytest.mark.parametrize("period_px", [6, 9, 14, 30, 80])
def test_even_stripes_are_cloth(period_px: float) -> None:
    """However sharp and however many."""
    assert seen(stripes(period_px)) is None


def test_noise_print_and_nothing_are_no_code() -> None:
    """Text has bars, too, but none that runs straight through all its lines."""
    random = np.random.default_rng(3)
    page = np.full((768, 1024), 230, np.uint8)
    for row in range(20):
        text = "".join(random.choice(list("HILTNMEF10"), 44))
        cv2.putText(page, text, (20, 30 + 37 * row), cv2.FONT_HERSHEY_SIMPLEX, 1, 20, 2)

    assert seen(page) is None
    assert seen(random.integers(0, 255, (768, 1024)).astype(np.uint8)) is None
    for nothing in (np.full((768, 1024), 200, np.uint8), np.zeros((5, 3), np.uint8)):
        assert find_bars(nothing, stretches(nothing)) is None


def test_a_small_label_beside_what_is_meant_is_left_alone() -> None:
    """A crushed corner with the label in view shows the corner."""
    whole = np.full((768, 1024), 105, np.uint8)
    whole[300:492, 300:556] = cv2.resize(label(), (256, 192), interpolation=cv2.INTER_AREA)

    assert seen(whole) is None


def row_of(widths: list[float], contrast: tuple[int, int] = (225, 35)) -> np.ndarray:
    """Bars and gaps of these widths in px, over half the height of a card."""
    luma = np.full((768, 1024), 150.0, np.float32)
    luma[150:620, 90:930] = contrast[0]
    x, dark = 110.0, True
    for width in widths:
        if x + width > 910:
            break
        if dark:
            luma[250:520, round(x) : round(x + width)] = contrast[1]
        x, dark = x + width, not dark
    return cv2.GaussianBlur(luma, (0, 0), 0.7).astype(np.uint8)


@pytest.mark.parametrize("seed", range(4))
def test_a_row_of_things_is_no_code(seed: int) -> None:
    """Pins have two widths, needles about one: only a code is ruled in modules."""
    random = np.random.default_rng(seed)
    pins = [4.0, 9.0] * 60
    mixed = random.choice([5.0, 15.0], 120).tolist()
    needles = np.clip(random.normal(7, 1.5, 120), 3, 11).tolist()

    assert seen(row_of(pins)) is None
    assert seen(row_of(mixed)) is None
    assert seen(row_of(needles)) is None


def test_a_code_is_one_at_any_size_of_its_modules() -> None:
    """Also where a module is no whole number of pixels."""
    random = np.random.default_rng(2)
    modules = random.choice([1, 2, 3, 4], 180, p=[0.5, 0.25, 0.15, 0.1])
    for module_px in (2.4, 3.0, 3.7):
        assert seen(row_of([float(m) * module_px for m in modules])) is Subject.LABEL


@pytest.mark.parametrize("middle_deg", range(0, 180, 15))
def test_nothing_is_longer_than_its_box_allows(middle_deg: int) -> None:
    """Else a code would be passed over that lies a little beside the direction looked at."""
    right, down = _longer_by(np.radians(middle_deg))
    turns = np.radians(middle_deg + np.linspace(-TURN_MAX_DEG, TURN_MAX_DEG, 49))

    assert np.abs(np.cos(turns)).max() <= right + 1e-12 < 1.03
    assert np.abs(np.sin(turns)).max() <= down + 1e-12 < 1.03


@pytest.mark.parametrize("angle_deg", range(0, 180, 4))
def test_short_bars_are_a_stretch_at_any_angle(angle_deg: int) -> None:
    """A seventh of the long side, a little more than the shortest that is looked at."""
    luma = np.full((768, 1024), 225, np.uint8)
    luma[344:424, 440:584:9] = luma[344:424, 441:584:9] = luma[344:424, 442:584:9] = 35
    turn = cv2.getRotationMatrix2D((512, 384), angle_deg, 1.0)
    turned = np.asarray(cv2.warpAffine(luma, turn, (1024, 768), borderValue=225), np.uint8)
    found = stretches(turned)

    assert any(100 <= each.length_px <= 200 for each in found)
