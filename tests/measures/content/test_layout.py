"""Layouts: one thing under other light is alike, another thing before the same ground is not."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from evidence_qc.measures.content.layout import is_same_thing, layout, likeness
from evidence_qc.measures.fingerprint import dhash4, distance

SIZE = (120, 160)
Picture = np.ndarray


def wall(seed: int = 0) -> Picture:
    """A white wall that the light leaves towards one corner, with a sensor's noise."""
    rows, columns = np.mgrid[: SIZE[0], : SIZE[1]]
    light = 225 - 0.4 * columns - 0.3 * rows + np.random.default_rng(seed).normal(0, 1, SIZE)
    return np.clip(light, 0, 255)[..., None].repeat(3, axis=2)


def thing(seed: int, shift_px: tuple[int, int] = (0, 0)) -> Picture:
    """A painting of coloured patches in the middle of the wall, uint8 RGB."""
    rng = np.random.default_rng(seed)
    patches = rng.uniform(20, 220, (2, 2, 3)).astype(np.float32)
    picture = wall(seed)
    top, left = 40 + shift_px[0], 60 + shift_px[1]
    picture[top : top + 42, left : left + 42] = cv2.resize(
        patches, (42, 42), interpolation=cv2.INTER_NEAREST
    )
    return picture.astype(np.uint8)


def in_light(picture: Picture, gains: tuple[float, float, float]) -> Picture:
    return np.clip(picture * np.array(gains), 0, 255).astype(np.uint8)


def recompressed(picture: Picture) -> Picture:
    _, data = cv2.imencode(".jpg", picture, [cv2.IMWRITE_JPEG_QUALITY, 60])
    return np.asarray(cv2.imdecode(data, cv2.IMREAD_COLOR))


def prints(*pictures: Picture) -> tuple[tuple[int, ...], tuple[int, ...]]:
    one, other = (dhash4(cv2.cvtColor(each, cv2.COLOR_RGB2GRAY)) for each in pictures)
    assert one is not None
    assert other is not None
    return one, other


def are_one(one: Picture, other: Picture) -> bool:
    return is_same_thing(prints(one, other), (layout(one), layout(other)))


@pytest.mark.parametrize("seed", range(6))
def test_a_burst_is_one_thing_whatever_the_light(seed: int) -> None:
    """A step aside, less light, a warm lamp, another size and a recompression change nothing."""
    once = thing(seed)
    for again in (
        thing(seed, (2, -3)),
        in_light(once, (0.7, 0.7, 0.7)),
        in_light(once, (1.0, 0.9, 0.8)),
        recompressed(once),
        cv2.resize(once, (400, 300), interpolation=cv2.INTER_LINEAR),
    ):
        assert are_one(once, again)
        assert are_one(again, once)


def test_other_things_before_one_wall_are_not_one_though_their_hashes_are_near() -> None:
    """The hash sees the wall; what hangs on it tells them apart, for nearly every pair."""
    things = [thing(seed) for seed in range(8)]
    pairs = [(a, b) for index, a in enumerate(things) for b in things[:index]]
    near = [pair for pair in pairs if distance(*prints(*pair)) <= 10]

    assert len(near) >= 8
    assert sum(are_one(*pair) for pair in near) <= len(near) // 8


def test_one_form_in_two_colours_is_not_one_thing() -> None:
    """Luma alone may be the same to a code value."""
    red, blue = wall(), wall()
    red[40:82, 60:102] = (150, 60, 60)
    blue[40:82, 60:102] = (60, 72, 210)
    one, other = red.astype(np.uint8), blue.astype(np.uint8)

    assert likeness(layout(one), layout(other)).structure > 0.9
    assert not are_one(one, other)


@pytest.mark.parametrize("turns", [1, 2, 3])
def test_a_turned_copy_is_one_thing(turns: int) -> None:
    """Whichever way round it is asked."""
    once = thing(3)
    turned = np.rot90(once, turns).copy()

    assert are_one(once, turned)
    assert are_one(turned, once)


def test_grey_things_are_told_by_their_shape_alone() -> None:
    """Noise in what has no colour says nothing."""
    once, again = (cv2.cvtColor(thing(1, (0, step)), cv2.COLOR_RGB2GRAY) for step in (0, 3))

    found = likeness(*(layout(cv2.cvtColor(each, cv2.COLOR_GRAY2RGB)) for each in (once, again)))

    assert found.colour == 1.0
    assert found.structure > 0.65


def test_what_is_not_known_parts_nothing_and_other_bytes_are_no_layout() -> None:
    """A photo without colours keeps the answer of its hash."""
    once, other = thing(1), thing(2)

    for unknown in (None, b"", b"123"):
        assert is_same_thing(prints(once, other), (layout(once), unknown))
        assert is_same_thing(prints(once, other), (unknown, layout(other)))
    with pytest.raises(ValueError, match="768 bytes, not 3"):
        likeness(b"123", b"123")
