"""A close-up is found in the photo that shows it, where it lies, and in no other."""

import cv2
import numpy as np
import pytest

from evidence_qc.measures.content.closeups import Features, Placed, features, placed


def goods(seed: int) -> np.ndarray:
    """A thing with texture, patches and print: uint8 luma 1200×1600."""
    random = np.random.default_rng(seed)
    luma = cv2.resize(random.integers(60, 200, (75, 100)).astype(np.uint8), (1600, 1200))
    for _ in range(260):
        x, y = random.integers(0, 1600), random.integers(0, 1200)
        size, level = int(random.integers(6, 60)), int(random.integers(0, 255))
        cv2.rectangle(luma, (x, y), (x + size, y + size // 2), level, -1)
        cv2.circle(luma, (y, x), size // 3, 255 - level, 3)
    return luma


def close_up(
    luma: np.ndarray, box: tuple[int, int, int, int], *, turn_deg: float = 0, light: float = 1.0
) -> np.ndarray:
    """The window left, top, width, height, turned about its middle, as if taken from nearer."""
    left, top, wide, high = box
    middle = (left + wide / 2, top + high / 2)
    turn = cv2.getRotationMatrix2D(middle, turn_deg, 2.0)
    turn[:, 2] += (wide - middle[0], high - middle[1])
    seen = cv2.warpAffine(luma, turn, (2 * wide, 2 * high), borderMode=cv2.BORDER_REFLECT)
    noise = np.random.default_rng(1).normal(0, 4, seen.shape)
    return np.clip(seen * light + noise, 0, 255).astype(np.uint8)


def found(close: np.ndarray, whole: np.ndarray) -> Placed | None:
    ours, theirs = features(close), features(whole)
    assert isinstance(ours, Features)
    assert isinstance(theirs, Features)
    return placed(ours, theirs)


@pytest.mark.parametrize(("turn_deg", "light"), [(0, 1.0), (20, 0.7), (-90, 1.2), (180, 0.7)])
def test_it_lies_where_it_was_taken(turn_deg: float, light: float) -> None:
    """Turned, and in other light: within a tenth of its side."""
    luma = goods(1)
    place = found(close_up(luma, (900, 300, 400, 300), turn_deg=turn_deg, light=light), luma)

    assert place is not None
    assert place.x_ratio == pytest.approx(1100 / 1600, abs=0.02)
    assert place.y_ratio == pytest.approx(450 / 1200, abs=0.02)
    assert place.size_ratio == pytest.approx(400 / 1600, rel=0.1)
    if turn_deg == 0:
        corners = np.array(place.corners) * (1600, 1200)
        true = [(900, 300), (1300, 300), (1300, 600), (900, 600)]
        assert np.abs(corners - true).max() < 30


def test_another_thing_and_the_same_thing_mirrored_are_no_match() -> None:
    """A jacket's left sleeve is not its right one."""
    luma = goods(1)
    part = close_up(luma, (900, 300, 400, 300))

    assert found(part, goods(2)) is None
    assert found(part[:, ::-1].copy(), luma) is None


def test_the_whole_lies_in_no_close_up_and_a_second_view_is_none() -> None:
    """Only a part is ringed."""
    luma = goods(1)
    part = close_up(luma, (900, 300, 400, 300))

    assert found(luma, part) is None
    assert found(luma, luma) is None


def test_matches_within_one_detail_are_not_enough() -> None:
    """A logo on two different things, and nothing else in common."""
    ours, theirs = goods(3), goods(4)
    theirs[500:540, 700:760] = ours[100:140, 200:260]

    assert found(ours[:600, :800].copy(), theirs) is None


def test_a_blank_picture_has_no_features() -> None:
    assert features(np.full((600, 800), 128, np.uint8)) is None


def test_the_same_twice_gives_the_same() -> None:
    """Where chance is used, its seed is fixed."""
    luma = goods(5)
    part = close_up(luma, (200, 200, 500, 400), turn_deg=11)

    assert found(part, luma) == found(part, luma)
