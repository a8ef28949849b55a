"""A step is damage only where the file's own thumbnail denies it; a stale one denies nothing."""

from __future__ import annotations

import struct
from collections.abc import Callable

import cv2
import numpy as np
import pytest

from evidence_qc.media.formats.exif import embedded_thumbnail
from evidence_qc.media.formats.jpeg_header import JpegHeader, read_header
from evidence_qc.media.integrity.jpeg_strips import DOUBTFUL, find_strip
from evidence_qc.media.integrity.thumbnail_witness import (
    Preview,
    Step,
    ask_thumbnail,
    read_thumbnail,
    without_bars,
)
from evidence_qc.media.photo.decode import read_planes

WIDTH, HEIGHT, UNIT = 640, 480, 16
Picture = np.ndarray


def photo(seed: int = 1) -> Picture:
    """Soft colours with grain, uint8 BGR."""
    rng = np.random.default_rng(seed)
    small = rng.uniform(70, 180, (12, 16, 3)).astype(np.float32)
    plane = cv2.resize(small, (WIDTH, HEIGHT), interpolation=cv2.INTER_CUBIC)
    return np.clip(plane + rng.normal(0, 3, (HEIGHT, WIDTH, 1)), 0, 255).astype(np.uint8)


def with_strip(bgr: Picture, row: int, column: int, step: int) -> Picture:
    out = bgr.astype(int)
    out[row * UNIT : (row + 1) * UNIT, column * UNIT :] += step
    return np.clip(out, 0, 255).astype(np.uint8)


def with_shift(bgr: Picture, row: int, column: int, step: int) -> Picture:
    out = with_strip(bgr, row, column, step).astype(int)
    out[(row + 1) * UNIT :] += step
    return np.clip(out, 0, 255).astype(np.uint8)


def jpeg(bgr: Picture, *flags: int) -> bytes:
    return cv2.imencode(".jpg", bgr, [cv2.IMWRITE_JPEG_QUALITY, 92, *flags])[1].tobytes()


def thumbnail_of(bgr: Picture, size: tuple[int, int] = (160, 120)) -> bytes:
    return jpeg(cv2.resize(bgr, size, interpolation=cv2.INTER_AREA))


def exif_with(thumbnail: bytes, order: str = "<") -> bytes:
    """A main directory without entries, and one that holds the thumbnail."""
    mark = b"II*\0" if order == "<" else b"MM\0*"
    entries = struct.pack(order + "HHIIHHII", 0x0201, 4, 1, 44, 0x0202, 4, 1, len(thumbnail))
    second = struct.pack(order + "H", 2) + entries + bytes(4)
    return mark + struct.pack(order + "IHI", 8, 0, 14) + second + thumbnail


def with_thumbnail(data: bytes, thumbnail: bytes) -> bytes:
    body = b"Exif\0\0" + exif_with(thumbnail)
    return data[:2] + b"\xff\xe1" + struct.pack(">H", len(body) + 2) + body + data[2:]


def message(bgr: Picture, thumbnail: bytes, *, at_every_row: bool) -> str | None:
    units = WIDTH // UNIT if at_every_row else 0
    data = jpeg(bgr, cv2.IMWRITE_JPEG_RST_INTERVAL, units)
    damage = read_planes(with_thumbnail(data, thumbnail), "jpeg").damage
    return damage[0].message_id if damage else None


@pytest.mark.parametrize(("row", "column", "step"), [(7, 12, 9), (20, 22, -14), (1, 5, 30)])
def test_a_strip_that_the_thumbnail_lacks_may_be_damage(row: int, column: int, step: int) -> None:
    """Markers at every row end a shift there; the picture alone never tells of it."""
    spoiled = with_strip(photo(), row, column, step)
    said = message(spoiled, thumbnail_of(photo()), at_every_row=True)
    assert said == "damage.thumbnail-strip"


def test_a_faint_shift_that_the_thumbnail_lacks_may_be_damage() -> None:
    """Of 9 values in coarse grain: the picture alone would not be sure."""
    rng = np.random.default_rng(5)
    coarse = rng.normal(0, 6, (HEIGHT // 4, WIDTH // 4, 1)).repeat(4, 0).repeat(4, 1)
    whole = np.clip(photo() + coarse, 0, 255).astype(np.uint8)
    spoiled = with_shift(whole, 14, 17, 9)
    assert message(spoiled, thumbnail_of(spoiled), at_every_row=False) is None
    said = message(spoiled, thumbnail_of(whole), at_every_row=False)
    assert said == "damage.thumbnail-brightness"


@pytest.mark.parametrize("spoil", [with_strip, with_shift])
def test_what_the_thumbnail_shows_too_was_in_the_scene(
    spoil: Callable[[Picture, int, int, int], Picture],
) -> None:
    step = Step(14, 17, 0, 20.0, is_strip=spoil is with_strip)
    spoiled = spoil(photo(), 14, 17, 20)
    header = JpegHeader(width_px=WIDTH, height_px=HEIGHT, exif=exif_with(thumbnail_of(spoiled)))
    luma = cv2.cvtColor(spoiled, cv2.COLOR_BGR2GRAY)
    assert ask_thumbnail([luma], header, (UNIT, UNIT), step) is Preview.SHOWS


def edits() -> dict[str, Callable[[Picture], Picture]]:
    """What people do to photos in programs that keep the old thumbnail."""

    def box(bgr: Picture) -> Picture:
        return cv2.rectangle(bgr.copy(), (0, 400), (WIDTH, HEIGHT), (20, 20, 20), -1)

    def glass(bgr: Picture) -> Picture:
        out = bgr.copy()
        out[320:] = out[320:] // 2
        return out

    def line(bgr: Picture) -> Picture:
        return cv2.line(bgr.copy(), (200, 232), (WIDTH, 232), (0, 0, 220), 16)

    def marker(bgr: Picture) -> Picture:
        """Translucent, and along the units, where only a machine would draw."""
        out = bgr.copy()
        out[224:240, 192:] = out[224:240, 192:] * 0.6 + 0.4 * np.array([0, 220, 255])
        return out

    return {
        "marker along the units": marker,
        "circle": lambda bgr: cv2.circle(bgr.copy(), (400, 240), 90, (0, 0, 255), 8),
        "caption": box,
        "darkened end": glass,
        "line to the right border": line,
        "brighter": lambda bgr: cv2.convertScaleAbs(bgr, alpha=1.2, beta=20),
        "turned": lambda bgr: np.ascontiguousarray(bgr[::-1, ::-1]),
        "cropped": lambda bgr: cv2.resize(bgr[60:300, 80:400], (WIDTH, HEIGHT)),
        "another photo": lambda bgr: photo(9),
    }


@pytest.mark.parametrize("name", edits())
@pytest.mark.parametrize("at_every_row", [False, True])
def test_an_edit_with_a_stale_thumbnail_is_no_damage(name: str, at_every_row: bool) -> None:
    edited = edits()[name](photo())
    assert message(edited, thumbnail_of(photo()), at_every_row=at_every_row) is None


def test_a_thumbnail_of_something_else_says_nothing() -> None:
    spoiled = with_strip(photo(), 12, 10, 25)
    assert message(spoiled, thumbnail_of(photo(3)), at_every_row=True) is None
    assert message(spoiled, thumbnail_of(photo()[::-1]), at_every_row=True) is None


def test_bars_beside_a_photo_of_another_shape_are_left_out() -> None:
    """As cameras fit 16:9 into 160×120 px; what is no bar is no reason to guess."""
    wide = cv2.resize(photo(), (160, 90), interpolation=cv2.INTER_AREA)
    barred = np.zeros((120, 160, 3), np.uint8)
    barred[15:105] = wide
    assert np.array_equal(without_bars(barred, 16 / 9), wide)
    assert np.array_equal(without_bars(barred.transpose(1, 0, 2), 9 / 16), wide.transpose(1, 0, 2))
    assert without_bars(barred + 90, 16 / 9) is None
    assert without_bars(barred, 4 / 3) is barred


@pytest.mark.parametrize("order", ["<", ">"])
def test_a_thumbnail_is_found_in_both_byte_orders(order: str) -> None:
    small = thumbnail_of(photo())
    assert embedded_thumbnail(exif_with(small, order)) == small
    assert embedded_thumbnail(b"Exif\0\0" + exif_with(small, order)) == small


def test_a_broken_thumbnail_accuses_nobody() -> None:
    """Cut off at any place, or noise: no thumbnail, no complaint."""
    whole = exif_with(thumbnail_of(photo()))
    for size in (0, 3, 9, 12, 16, 30, 43, 60, len(whole) - 1):
        assert embedded_thumbnail(whole[:size]) is None
    noise = np.random.default_rng(2).integers(0, 256, 3000, np.uint8).tobytes()
    header = JpegHeader(width_px=WIDTH, height_px=HEIGHT, exif=exif_with(b"\xff\xd8" + noise))
    assert read_thumbnail(header) is None
    assert message(photo(), b"\xff\xd8" + noise, at_every_row=True) is None


@pytest.mark.parametrize("channel", [0, 1, 2])
def test_a_strip_is_found_in_any_channel_with_its_place(channel: int) -> None:
    ycc = cv2.cvtColor(photo(), cv2.COLOR_BGR2YCrCb)[:, :, [0, 2, 1]]
    spoiled = ycc.copy()
    spoiled[160:176, 240:, channel] += 12
    luma, *chroma = cv2.split(spoiled)
    halves = [cv2.resize(plane, (WIDTH // 2, HEIGHT // 2), interpolation=3) for plane in chroma]
    for planes in ([luma, *chroma], [luma, *halves]):
        strip = find_strip(planes, UNIT, UNIT)
        assert strip is not None
        assert (strip.row, strip.column, strip.channel) == (10, 15, channel)
        assert strip.step_dn == pytest.approx(12, abs=3)
        assert strip.evidence >= DOUBTFUL


@pytest.mark.parametrize(
    "spoil",
    [
        lambda y: y,
        lambda y: cv2.rectangle(y.copy(), (240, 168), (WIDTH, 183), 200, -1),  # off the units' grid
        lambda y: cv2.rectangle(y.copy(), (0, 160), (WIDTH, 175), 200, -1),  # a line across all
        lambda y: cv2.rectangle(
            y.copy(), (240, 160), (400, 175), 200, -1
        ),  # ends before the border
    ],
)
def test_what_markers_do_not_draw_is_no_strip(spoil: Callable[[Picture], Picture]) -> None:
    luma = spoil(cv2.cvtColor(photo(), cv2.COLOR_BGR2GRAY))
    strip = find_strip([luma], UNIT, UNIT)
    assert strip is None or strip.evidence < DOUBTFUL


def test_small_and_odd_pictures_hold_no_strip() -> None:
    for size in ((8, 8), (64, 640), (480, 100), (480, 640)):
        assert find_strip([np.zeros(size, np.uint8)], UNIT, UNIT) is None
    assert find_strip([np.zeros((480, 640), np.uint8)], UNIT, 1) is None
    assert read_header(b"").exif is None
