"""Wrong bits that no decoder complains of are found by what was left unread."""

from __future__ import annotations

import errno
import io
import subprocess

import numpy as np
import pillow_heif
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from evidence_qc.media.formats import pillow
from evidence_qc.media.formats.coded import CodedExtents
from evidence_qc.media.formats.coded_files import coded_extents
from evidence_qc.media.integrity import silent_corruption as module
from evidence_qc.media.integrity.silent_corruption import (
    _CELL,
    _UNLIKE_DN,
    is_another_picture,
    is_in_doubt,
    is_silent_corruption,
    silent_corruption,
    with_changed_end,
)
from evidence_qc.media.integrity.verdicts import corrupt
from evidence_qc.media.photo.decode import read_planes
from evidence_qc.model import DamageKind
from tests.media.encoded import corner_marked

SAVED = {
    "avif": [{"quality": 40, "speed": 9}, {"quality": 80, "speed": 9}],
    "heif": [{"quality": 30}, {"quality": 80}],
}
WAYS = [(format, way) for format, ways in SAVED.items() for way in ways]
PICTURES = {
    "grain": corner_marked(400, 300),
    "black": np.zeros((300, 400, 3), np.uint8),
    "white": np.full((301, 403, 3), 255, np.uint8),
    "a dark slope": np.dstack([np.tile(np.arange(400, dtype=np.uint8) // 12, (300, 1))] * 3),
}


def saved(rgb: np.ndarray, format: str, **way: object) -> bytes:
    out = io.BytesIO()
    if format == "heif":
        pillow_heif.from_pillow(Image.fromarray(rgb)).save(out, **way)
    else:
        Image.fromarray(rgb).save(out, format.upper(), **way)
    return out.getvalue()


def pixels_of(data: bytes, format: str) -> np.ndarray:
    return pillow.load_pixels(pillow.open_image(data, format))


@pytest.mark.parametrize("name", PICTURES)
@pytest.mark.parametrize(("format", "way"), WAYS)
def test_an_intact_file_is_read_to_its_end(format: str, way: dict[str, object], name: str) -> None:
    """Whatever it shows, and however it was saved."""
    data = saved(PICTURES[name], format, **way)
    parts = coded_extents(data, format)

    assert parts is not None
    changed = with_changed_end(data, parts)
    assert len(changed) == len(data)
    try:
        after = pixels_of(changed, format)
    except Exception:  # an answer as good as another picture
        return
    assert not is_silent_corruption(pixels_of(data, format), after, parts)


@pytest.mark.parametrize("format", ["webp", "avif"])
@pytest.mark.parametrize("share", [0.3, 0.5, 0.7])
def test_a_wrong_byte_is_found(format: str, share: float) -> None:
    """The picture decodes without a complaint, or with one: it is never called whole."""
    data = bytearray(saved(PICTURES["grain"], format, quality=80))
    data[int(share * len(data))] ^= 0x24

    assert [each.kind for each in read_planes(bytes(data), format).damage] == [
        DamageKind.CORRUPT
    ] or read_planes(bytes(data), format).damage


@pytest.mark.skipif(
    tuple(int(part) for part in pillow_heif.__version__.split(".")[:2]) < (1, 8),
    reason="the encoder of an older pillow-heif makes no tiles",
)
def test_every_tile_is_looked_at() -> None:
    """A HEIF of tiles has one code each; tiles that are cut off at the edge are left out."""
    data = saved(corner_marked(750, 550), "heif", quality=60, tile_size=256)
    parts = coded_extents(data, "heif")

    assert parts is not None
    assert len(parts.areas) == 4
    before, after = pixels_of(data, "heif"), pixels_of(with_changed_end(data, parts), "heif")
    assert not is_silent_corruption(before, after, parts)
    healed = after.copy()
    healed[parts.areas[2]] = before[parts.areas[2]]
    assert is_silent_corruption(before, healed, parts)


@pytest.mark.parametrize("turns", [0, 1, 2, 3])
def test_tiles_are_followed_through_quarter_turns(turns: int) -> None:
    """A telephone held upright writes its tiles lying, and says how to turn the picture."""
    upper_right = slice(0, 512), slice(512, 1024)
    before = np.zeros((1024, 1536, 3), np.uint8)
    after = before + np.uint8(9)
    healed = after.copy()
    healed[upper_right] = before[upper_right]
    parts = CodedExtents((upper_right,), (), turns)

    assert not is_silent_corruption(np.rot90(before, turns), np.rot90(after, turns), parts)
    assert is_silent_corruption(np.rot90(before, turns), np.rot90(healed, turns), parts)


def test_a_picture_of_ordinary_colours_is_not_decoded_twice() -> None:
    """HEIF is what telephones write; doubt costs as much as the photo."""
    plain = corner_marked()
    glaring = plain.copy()
    glaring[40:60, 40:60] = (0, 200, 0)
    tinted = plain.copy()
    tinted[40:60, 40:60] = (100, 150, 100)

    assert not is_in_doubt(plain, "heif")
    assert is_in_doubt(glaring, "heif")
    assert is_in_doubt(tinted, "heif")
    assert not is_in_doubt(glaring, "png")
    assert silent_corruption(b"", "heif", plain) is None


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(["avif", "heif"]), st.data())
def test_no_structure_is_too_broken(format: str, data: st.DataObject) -> None:
    """Cut or changed anywhere, the answer is a file to compare with, or none."""
    whole = saved(corner_marked(96, 64), format, quality=60)
    part = bytearray(whole[: data.draw(st.integers(0, len(whole)))])
    for position in data.draw(st.lists(st.integers(0, max(0, len(part) - 1)), max_size=6)):
        if part:
            part[position] = data.draw(st.integers(0, 255))

    found = coded_extents(bytes(part), format)
    assert found is None or len(with_changed_end(bytes(part), found)) == len(part)


@pytest.mark.parametrize("cause", ["full disk", "no start", "no end"])
def test_whoever_cannot_be_asked_accuses_nobody(
    cause: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A second opinion that the machine could not give is not one against the file."""
    data = saved(corner_marked(), "heif", quality=80)
    glaring = pixels_of(data, "heif").copy()
    glaring[40:60, 40:60] = (0, 200, 0)

    def ends_so(*args: object, **options: object) -> None:
        if cause == "no end":
            raise subprocess.TimeoutExpired("ffmpeg", 1)
        raise OSError(errno.ENOSPC if cause == "full disk" else errno.EACCES, cause)

    monkeypatch.setattr(module, "_leftover", lambda *args: "silent")
    assert module.silent_corruption(data, "heif", glaring, None) == corrupt("damage.silent")
    target = "pathlib.Path.mkdir" if cause == "full disk" else "subprocess.run"
    monkeypatch.setattr(target, ends_so)
    said = module.silent_corruption(data, "heif", glaring, None)

    assert said is not None
    assert said.lost_ratio == 0.0  # nothing is known to be lost


@pytest.mark.parametrize("more", [-1, 0, 1])
def test_a_part_is_another_picture_beyond_a_limit(more: int) -> None:
    """To the code value, in one cell of many."""
    one = np.full((8 * _CELL, 8 * _CELL, 3), 100, np.uint8)
    other = one.copy()
    other[:_CELL, :_CELL] = 100 + round(_UNLIKE_DN) + more

    assert is_another_picture(one, other) is (more > 0)
