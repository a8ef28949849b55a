"""HEIF decoded part by part: libheif's own pixels, and what its decoder keeps to itself."""

from __future__ import annotations

import io
from collections.abc import Iterable

import numpy as np
import pillow_heif
import pytest
from PIL import Image

from evidence_qc.media.formats import libde265, pillow
from evidence_qc.media.formats.coded import Coded, CodedStream
from evidence_qc.media.formats.coded_files import read_coded
from evidence_qc.media.formats.heif_once import HeifRead, find_odd, read_heif
from evidence_qc.media.integrity import silent_corruption
from evidence_qc.media.photo import stored_pixels
from evidence_qc.media.photo.decode import read_planes
from tests.media.encoded import corner_marked, exif_bytes

HAS_TILES = tuple(int(part) for part in pillow_heif.__version__.split(".")[:2]) >= (1, 8)
WAYS = [{}, {"tile_size": 64}] if HAS_TILES else [{}]


def saved(rgb: np.ndarray, orientation: int = 1, **options: object) -> bytes:
    image = Image.fromarray(rgb)
    image.info["exif"] = exif_bytes(t274=orientation)
    out = io.BytesIO()
    pillow_heif.from_pillow(image).save(out, **{"quality": 90, **options})
    return out.getvalue()


def coded_of(data: bytes) -> Coded:
    coded = read_coded(data, "heif")
    assert coded is not None
    return coded


def both(data: bytes) -> tuple[HeifRead | None, np.ndarray]:
    opened = pillow.open_image(data, "heif")
    read = read_heif(data, coded_of(data), (opened.width_px, opened.height_px))
    return read, pillow.load_pixels(opened)


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("orientation", range(1, 9))
def test_turned_and_mirrored_as_libheif_does(orientation: int, way: dict[str, int]) -> None:
    """In one part and in a grid, whose right and lower parts are cut off by the edge."""
    read, wanted = both(saved(corner_marked(240, 160), orientation, **way))

    assert read is not None
    assert read.pixels is not None
    assert read.odd == ()
    np.testing.assert_array_equal(read.pixels, wanted)


@pytest.mark.parametrize("matrix", [1, 5, 6, 9])
@pytest.mark.parametrize("size", [(240, 160), (130, 98)])
def test_mixed_as_libheif_does(size: tuple[int, int], matrix: int) -> None:
    """By each matrix, of bright colours."""
    rgb = np.random.default_rng(1).integers(0, 256, (size[1], size[0], 3), dtype=np.uint8)
    read, wanted = both(saved(rgb, matrix_coefficients=matrix))

    assert read is not None
    assert read.pixels is not None
    np.testing.assert_array_equal(read.pixels, wanted)


@pytest.mark.parametrize(
    "options",
    [{"chroma": 444}, {"chroma": 422}, {"full_range_flag": 0}, {"matrix_coefficients": 7}],
)
def test_another_kind_is_left_to_libheif(options: dict[str, object]) -> None:
    """Its damage is still looked for."""
    data = saved(corner_marked(), **options)
    read, _ = both(data)
    cut, _ = both(saved(corner_marked(241, 161)))

    assert cut is None or cut.pixels is not None  # newer encoders cut odd sides off
    assert read is None or read.pixels is None
    assert find_odd(data, coded_of(data), 10**6) == ()
    assert read_planes(data, "heif").damage == ()


@pytest.mark.parametrize("way", WAYS)
def test_the_part_that_is_odd_is_told(way: dict[str, int]) -> None:
    """Wrong bytes in one part are told of that part, and the pixels are left to libheif."""
    data = saved(corner_marked(240, 160), **way)
    number = len(coded_of(data).streams) // 2
    ((start, end),) = coded_of(data).streams[number].pieces
    odd = []
    for seed in range(8):
        rng = np.random.default_rng(seed)
        changed = bytearray(data)
        changed[(start * 3 + end) // 4] ^= 1 << int(rng.integers(8))
        changed[(start + end) // 2] ^= 1 << int(rng.integers(8))
        read, _ = both(bytes(changed))
        if read is not None and read.odd:
            assert read.pixels is None
            odd.append(read.odd)

    assert len(odd) >= 4
    assert set(odd) == {(number,)}


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("colour", [(0, 255, 0), (255, 0, 255), (90, 90, 90)])
def test_an_intact_photo_is_decoded_once(
    monkeypatch: pytest.MonkeyPatch, colour: tuple[int, int, int], way: dict[str, int]
) -> None:
    """Each part by one decoder, however glaring its colours are."""
    rgb = corner_marked(240, 160)
    rgb[40:90, 100:180] = colour
    data = saved(rgb, **way)
    decoded: list[CodedStream] = []
    first = libde265.decode

    def count(data: bytes, stream: CodedStream, pixels_max: int) -> libde265.Heard | None:
        decoded.append(stream)
        return first(data, stream, pixels_max)

    def never(*arguments: object) -> None:
        raise AssertionError("decoded again")

    monkeypatch.setattr(libde265, "decode", count)
    monkeypatch.setattr(pillow, "load_pixels", never)
    monkeypatch.setattr(silent_corruption, "ask_hevc", never)
    photo = read_planes(data, "heif")

    assert photo.damage == ()
    assert photo.decoder == "libheif"
    assert sorted(decoded, key=repr) == sorted(coded_of(data).streams, key=repr)


def test_without_the_library_libheif_reads(monkeypatch: pytest.MonkeyPatch) -> None:
    """As with a build against the system's."""
    data = saved(corner_marked())
    monkeypatch.setattr(libde265, "_library", lambda: None)

    assert both(data)[0] is None
    assert find_odd(data, coded_of(data), 10**6) is None
    assert read_planes(data, "heif").damage == ()


def test_scraps_are_no_pictures(monkeypatch: pytest.MonkeyPatch) -> None:
    """Code that is not cut into units, a part larger than it may be, a picture of another size."""
    data = saved(corner_marked())
    coded = coded_of(data)
    (stream,) = coded.streams

    assert libde265.decode(data, CodedStream(b"", stream.pieces), 10**6) is None
    cut = libde265.decode(data[: stream.pieces[0][1] - 40], stream, 10**6)
    assert cut is not None
    assert cut.picture is None
    assert cut.said
    refused = libde265.decode(data, stream, 100)
    assert refused is not None
    assert refused.picture is None
    for size in ((2400, 1600), (300, 100)):
        read = read_heif(data, coded, size)
        assert read is not None
        assert read.pixels is None
    monkeypatch.setattr(stored_pixels, "read_heif", lambda *_: HeifRead(None, ()))
    assert read_planes(data, "heif").damage == ()


def units_of(parts: Iterable[bytes]) -> bytes:
    return b"".join(len(part).to_bytes(4, "big") + part for part in parts)


def test_units_are_read_behind_the_parameter_sets() -> None:
    """As ISO/IEC 14496-15 has it; a length that leads beyond the end is an error."""
    sets = b"\x21\0\1\0\3abc\x22\0\2\0\1d\0\1e"
    stream = CodedStream(bytes(21) + b"\3\2" + sets, ((2, 2 + 15),))
    code = b"??" + units_of([b"first", b"se"])

    assert libde265.units(code, stream) == [b"abc", b"d", b"e", b"first", b"se"]
    with pytest.raises(ValueError, match="beyond the end"):
        libde265.units(code[:-1], stream)
