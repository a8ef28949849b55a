"""Photos of one thing share colours or details, photos of different things neither."""

import cv2
import numpy as np
import pytest

from evidence_qc.measures.content.likeness import (
    Appearance,
    ColourTable,
    appearance,
    matching_places,
)


def colour_likeness(one: Appearance, other: Appearance) -> float:
    """Of the one to the other; to itself it is whole, and back it is the same."""
    table = ColourTable([one, other])
    there, back = table.likeness_to(0), table.likeness_to(1)
    assert (there[0], back[1], back[0]) == pytest.approx((1, 1, there[1]))
    return float(there[1])


def scene(seed: int, hue: int) -> np.ndarray:
    """Patches and rings in shades of one hue, RGB 384×512."""
    random = np.random.default_rng(seed)
    hsv = np.full((384, 512, 3), (hue, 120, 150), np.uint8)
    for _ in range(120):
        x, y, size = (int(random.integers(0, most)) for most in (512, 384, 40))
        shade = (hue, int(random.integers(60, 200)), int(random.integers(30, 255)))
        cv2.rectangle(hsv, (x, y), (x + size, y + size // 2), shade, -1)
    return np.asarray(cv2.cvtColor(hsv, cv2.COLOR_HSV2RGB), np.uint8)


def test_a_picture_is_like_itself_and_the_same_from_elsewhere() -> None:
    """Turned a little: the colours stay, and details are found again."""
    picture = scene(1, 20)
    lens = cv2.getRotationMatrix2D((256, 192), 12, 1.2)
    moved = cv2.warpAffine(picture, lens, (512, 384), borderMode=cv2.BORDER_REFLECT)
    one, other = appearance(picture), appearance(np.asarray(moved, np.uint8))

    assert colour_likeness(one, one) == pytest.approx(1)
    assert colour_likeness(one, other) > 0.8
    assert matching_places(other, one) > 20


def test_other_colours_are_unlike_and_other_details_do_not_match() -> None:
    """Orange and blue; and what is only of the same colour."""
    one, blue, orange = (appearance(scene(seed, hue)) for seed, hue in ((1, 20), (2, 110), (3, 20)))

    assert colour_likeness(one, blue) < 0.3
    assert colour_likeness(one, orange) > 0.8
    assert matching_places(one, orange) < 6


def test_the_same_in_other_colours_matches_by_its_details() -> None:
    """A lamp that is lit, a thing in the evening: colours say no, details yes."""
    one, lit = appearance(scene(1, 20)), appearance(scene(1, 110))

    assert colour_likeness(one, lit) < 0.3
    assert matching_places(lit, one) > 20


@pytest.mark.parametrize("shape", [(1, 1), (3, 900), (40, 40), (1200, 1600)])
def test_any_size_and_nothing_to_see(shape: tuple[int, int]) -> None:
    """A grey picture has colours and no details."""
    grey = appearance(np.full((*shape, 3), 128, np.uint8))

    assert len(grey.points) == 0
    assert matching_places(grey, grey) == 0
    assert colour_likeness(grey, grey) == pytest.approx(1)
    assert colour_likeness(grey, appearance(scene(1, 20))) < 0.3
