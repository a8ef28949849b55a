"""Reading photos: every format, every orientation, every kind of damage."""

from __future__ import annotations

import io
from contextlib import contextmanager
from functools import cache

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from evidence_qc.media.formats.jpeg_header import read_header, read_scans
from evidence_qc.media.formats.other_decoders import Elsewhere
from evidence_qc.media.formats.pillow import open_image
from evidence_qc.media.photo.colour import to_display
from evidence_qc.media.photo.decode import (
    decoded_pixels,
    pixel_count,
    planes_from_image,
    planes_from_rgb,
    read_planes,
    read_rgb,
)
from evidence_qc.media.photo.jpeg import _decode_elsewhere, _pixels
from evidence_qc.media.photo.jpeg_loss import _progressive_loss, unreadable
from evidence_qc.media.photo.planes import FINE_LONG_SIDE_PX, fine_shrink
from evidence_qc.media.photo.source import Source
from evidence_qc.media.photo.stored_pixels import read_stored
from evidence_qc.model import Damage, DamageKind
from tests.media.encoded import ADOBE_RGB, SRGB, corner_marked, encode, exif_bytes, matrix_profile

RGB = corner_marked()
FORMATS = ("jpeg", "png", "webp", "avif", "heif", "tiff", "bmp", "gif")


def bright_corner(luma: np.ndarray) -> tuple[str, str]:
    """Which corner holds the bright ninth."""
    rows, columns = luma.shape[0] // 4, luma.shape[1] // 4
    means = {
        ("top", "left"): luma[:rows, :columns].mean(),
        ("top", "right"): luma[:rows, -columns:].mean(),
        ("bottom", "left"): luma[-rows:, :columns].mean(),
        ("bottom", "right"): luma[-rows:, -columns:].mean(),
    }
    return max(means, key=lambda corner: means[corner])


@pytest.mark.parametrize("format", FORMATS)
def test_every_format_gives_the_same_picture(format: str) -> None:
    """Luma, size and orientation do not depend on the container."""
    photo = read_planes(encode(RGB, format), format)

    assert photo.damage == ()
    assert photo.planes is not None
    assert (photo.planes.width_px, photo.planes.height_px) == (240, 160)
    assert bright_corner(photo.planes.working) == ("top", "left")
    assert abs(float(photo.planes.fine.mean()) - planes_from_rgb(RGB).fine.mean()) < 2.0


@pytest.mark.parametrize("format", FORMATS)
def test_colours_survive(format: str) -> None:
    """RGB comes back as RGB, upright, whole."""
    rgb = read_rgb(encode(RGB, format), format)

    assert rgb.shape == RGB.shape
    assert np.abs(rgb.astype(int) - RGB).mean() < 8


@pytest.mark.parametrize(
    ("orientation", "corner"),
    [
        (1, ("top", "left")),
        (2, ("top", "right")),
        (3, ("bottom", "right")),
        (4, ("bottom", "left")),
        (5, ("top", "left")),
        (6, ("top", "right")),
        (7, ("bottom", "right")),
        (8, ("bottom", "left")),
    ],
)
@pytest.mark.parametrize("format", ["jpeg", "png", "webp", "tiff"])
def test_every_orientation_is_applied(
    format: str, orientation: int, corner: tuple[str, str]
) -> None:
    """EXIF orientations 1–8 turn the picture as the standard says, in planes and in RGB."""
    data = encode(RGB, format, exif=exif_bytes(t274=orientation))
    photo = read_planes(data, format)
    rgb = read_rgb(data, format)

    assert photo.planes is not None
    assert bright_corner(photo.planes.working) == corner
    assert bright_corner(rgb[:, :, 0]) == corner
    turned = orientation >= 5
    assert (photo.planes.width_px, photo.planes.height_px) == ((160, 240) if turned else (240, 160))


def test_libheif_turns_by_itself() -> None:
    """A HEIC is turned once, not twice, although its EXIF still names the orientation."""
    image = Image.fromarray(RGB)
    image.info["exif"] = exif_bytes(t274=6)
    out = io.BytesIO()
    import pillow_heif

    pillow_heif.from_pillow(image).save(out, quality=90, exif=exif_bytes(t274=6))
    photo = read_planes(out.getvalue(), "heif")
    assert photo.planes is not None
    native = bright_corner(photo.planes.working)
    rgb = read_rgb(out.getvalue(), "heif")

    assert bright_corner(rgb[:, :, 0]) == native
    assert photo.planes.fine.shape == rgb.shape[:2]


def test_a_large_jpeg_is_reduced_while_decoding() -> None:
    """Planes stay near the working size; the stored size is still told."""
    data = encode(np.tile(corner_marked(1008, 756), (4, 4, 1)), "jpeg", quality=85)
    photo = read_planes(data, "jpeg")

    assert photo.planes is not None
    assert photo.planes.fine.shape == (1512, 2016)
    assert max(photo.planes.working.shape) <= 1024
    assert photo.planes.fine_scale == 0.5
    assert (photo.planes.width_px, photo.planes.height_px) == (4032, 3024)


def test_a_small_picture_is_never_enlarged() -> None:
    """The working plane of a small picture is the picture."""
    photo = read_planes(encode(RGB, "png"), "png")

    assert photo.planes is not None
    assert photo.planes.working is photo.planes.fine or np.array_equal(
        photo.planes.working, photo.planes.fine
    )
    assert photo.planes.fine_scale == 1.0


def test_cmyk_and_progressive_jpegs_are_read() -> None:
    """Four inks and several scans give the same picture, near enough."""
    cmyk = io.BytesIO()
    Image.fromarray(RGB).convert("CMYK").save(cmyk, "JPEG", quality=95)
    progressive = encode(RGB, "jpeg", quality=95, progressive=True)
    expected = planes_from_rgb(RGB).fine.astype(int)

    for data in (cmyk.getvalue(), progressive):
        photo = read_planes(data, "jpeg")
        assert photo.damage == ()
        assert photo.planes is not None
        assert np.abs(photo.planes.fine - expected).mean() < 6


@pytest.mark.parametrize("kept", [0.4, 0.8])
def test_a_cmyk_jpeg_is_as_honest(kept: float) -> None:
    """Zeros at the end of four inks are told as they are of three colours."""
    out = io.BytesIO()
    Image.fromarray(corner_marked(640, 480)).convert("CMYK").save(out, "JPEG", quality=95)
    size = int(kept * len(out.getvalue()))
    photo = read_planes(out.getvalue()[:size] + bytes(len(out.getvalue()) - size), "jpeg")

    assert photo.damage[0].kind is DamageKind.TRUNCATED
    assert photo.damage[0].lost_ratio == pytest.approx(1 - kept, abs=0.2)


def test_wide_palette_and_transparent_pngs_are_read() -> None:
    """16 bits are reduced, palettes are resolved, and what is transparent lies on white."""
    deep = io.BytesIO()
    Image.fromarray(RGB[:, :, 0].astype(np.uint16) * 257).save(deep, "PNG")
    palette = io.BytesIO()
    Image.fromarray(RGB).quantize(64).save(palette, "PNG")
    clear = io.BytesIO()
    Image.fromarray(np.dstack([RGB, np.zeros(RGB.shape[:2], np.uint8)])).save(clear, "PNG")

    wide = read_planes(deep.getvalue(), "png")
    assert wide.planes is not None
    assert wide.bit_depth == 16
    assert np.abs(wide.planes.fine.astype(int) - RGB[:, :, 0]).max() <= 1
    assert read_rgb(palette.getvalue(), "png").shape == RGB.shape
    assert read_rgb(clear.getvalue(), "png").min() == 255


@pytest.mark.parametrize("format", ["jpeg", "png", "webp", "tiff", "heif"])
def test_a_wide_gamut_profile_is_converted(format: str) -> None:
    """A green of Adobe RGB is a stronger green of sRGB; greys and sRGB itself stay."""
    green = np.full((32, 32, 3), (80, 170, 90), np.uint8)
    grey = np.full((32, 32, 3), 128, np.uint8)
    wide = matrix_profile(ADOBE_RGB)

    displayed = read_rgb(encode(green, format, icc_profile=wide), format)[16, 16].astype(int)
    plain = read_rgb(encode(green, format, icc_profile=matrix_profile(SRGB)), format)[16, 16]
    neutral = read_rgb(encode(grey, format, icc_profile=wide), format)[16, 16].astype(int)

    assert displayed[0] < 65
    assert displayed[1] > 167
    assert np.abs(plain.astype(int) - (80, 170, 90)).max() <= 6
    assert np.abs(neutral - 128).max() <= 4


def test_a_broken_profile_is_left_out() -> None:
    """Colours as stored are better than none."""
    data = encode(RGB, "jpeg", quality=95, icc_profile=b"no profile at all" * 20)

    assert np.abs(read_rgb(data, "jpeg").astype(int) - RGB).mean() < 8


def test_the_first_picture_of_an_mpo_is_read() -> None:
    """A multi-picture file shows its first picture, without complaint."""
    out = io.BytesIO()
    Image.fromarray(RGB).save(out, "MPO", save_all=True, append_images=[Image.fromarray(255 - RGB)])
    photo = read_planes(out.getvalue(), "mpo")

    assert photo.damage == ()
    assert photo.planes is not None
    assert bright_corner(photo.planes.working) == ("top", "left")


def test_size_is_known_before_decoding() -> None:
    """The header alone tells what a picture will cost."""
    assert pixel_count(encode(RGB, "png"), "png") == 240 * 160
    assert pixel_count(b"\xff\xd8\xff\xe0 nonsense", "jpeg") == 0
    big = encode(np.tile(corner_marked(1008, 756), (4, 4, 1)), "jpeg")
    assert pixel_count(big, "jpeg") == 4032 * 3024
    assert decoded_pixels(big, "jpeg") == 2016 * 1512


def test_a_budget_is_held_while_decoding() -> None:
    """What is taken is what decoding holds, and it is given back."""
    taken: list[int] = []

    class Budget:
        @contextmanager
        def take(self, pixels: int):  # type: ignore[no-untyped-def]
            taken.append(pixels)
            yield
            taken.append(-pixels)

    read_planes(encode(RGB, "png"), "png", budget=Budget())

    assert taken == [240 * 160, -240 * 160]


def test_rgb_is_reduced_to_the_size_asked_for() -> None:
    """The long side is exact, and nothing is enlarged."""
    data = encode(corner_marked(1000, 700), "jpeg")

    assert read_rgb(data, "jpeg", max_long_side_px=300).shape == (210, 300, 3)
    assert read_rgb(data, "jpeg", max_long_side_px=5000).shape == (700, 1000, 3)


def test_a_pillow_image_and_an_array_are_planes_too() -> None:
    """What is in memory already is measured like a file."""
    image = Image.fromarray(RGB)

    assert np.array_equal(planes_from_image(image).fine, planes_from_rgb(RGB).fine)
    with pytest.raises(ValueError, match="uint8"):
        planes_from_rgb(np.zeros((4, 4, 3), np.float32))  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="height"):
        planes_from_rgb(np.zeros((4, 4, 2), np.uint8))


def bomb_png() -> bytes:
    """A PNG header that states 60,000 × 60,000 pixels."""
    import struct
    import zlib

    body = b"IHDR" + struct.pack(">IIBBBBB", 60_000, 60_000, 8, 2, 0, 0, 0)
    rest = b"IDAT" + zlib.compress(b"")
    chunks = b"".join(
        struct.pack(">I", len(c) - 4) + c + struct.pack(">I", zlib.crc32(c))
        for c in (body, rest, b"IEND")
    )
    return b"\x89PNG\r\n\x1a\n" + chunks


def test_a_bomb_is_named_and_not_decoded() -> None:
    """60,000 × 60,000 pixels are damage, whatever the format."""
    jpeg = encode(RGB, "jpeg")
    at = jpeg.find(b"\xff\xc0")
    side = (60_000).to_bytes(2, "big")
    bombs = {"png": bomb_png(), "jpeg": jpeg[: at + 5] + side + side + jpeg[at + 9 :]}

    for format, data in bombs.items():
        photo = read_planes(data, format)
        assert photo.planes is None
        assert [damage.kind for damage in photo.damage] == [DamageKind.TOO_LARGE]
        with pytest.raises(ValueError, match="60,000"):
            read_rgb(data, format)


@pytest.mark.parametrize("format", FORMATS)
@pytest.mark.parametrize("share", [0.03, 0.5, 0.9])
def test_a_cut_file_is_never_whole(format: str, share: float) -> None:
    """Whatever the format, a file that breaks off has damage and nothing raises."""
    data = encode(RGB, format)
    photo = read_planes(data[: int(share * len(data))], format)

    assert photo.damage
    assert all(damage.message.endswith((".", ":")) for damage in photo.damage)


@pytest.mark.parametrize("kept", [0.3, 0.6, 0.9])
def test_a_zero_filled_tail_is_measured(kept: float) -> None:
    """The zeros of an interrupted download decode quietly; the loss is told all the same."""
    data = encode(corner_marked(800, 600), "jpeg", quality=90)
    size = int(kept * len(data))
    photo = read_planes(data[:size] + bytes(len(data) - size), "jpeg")

    assert photo.damage[0].kind is DamageKind.TRUNCATED
    lost = photo.damage[0].lost_ratio
    assert lost is not None
    assert abs(lost - (1 - kept)) < 0.15
    assert photo.planes is not None


def test_zeros_in_the_header_are_no_hole() -> None:
    """Maker notes are full of zeros; what is measured is the picture."""
    exif = exif_bytes(t270="x" + "\0" * 2000)
    data = encode(corner_marked(800, 600), "jpeg", quality=90, exif=exif)
    photo = read_planes(data[: len(data) // 2], "jpeg")

    assert bytes(600) in data
    assert photo.planes is not None
    assert photo.damage[0].lost_ratio == pytest.approx(0.5, abs=0.15)


@pytest.mark.parametrize("padding", [b"\0" * 4096, b"\xff" * 64, b"MakerPadding" * 30])
def test_padding_after_the_end_is_no_damage(padding: bytes) -> None:
    """Some cameras pad their files; the picture is whole."""
    assert read_planes(encode(RGB, "jpeg") + padding, "jpeg").damage == ()


def test_a_missing_end_mark_loses_nothing() -> None:
    """The picture is whole, to the last bit; every viewer shows it."""
    data = encode(RGB, "jpeg")
    photo = read_planes(data[:-2], "jpeg")

    assert photo.damage == ()
    assert photo.planes is not None
    assert np.array_equal(photo.planes.fine, read_planes(data, "jpeg").planes.fine)  # type: ignore[union-attr]


@settings(max_examples=60, deadline=None)
@given(st.binary(min_size=0, max_size=400), st.sampled_from(FORMATS))
def test_nonsense_is_damage_and_never_an_exception(data: bytes, format: str) -> None:
    """Any bytes under any format come back as damage."""
    photo = read_planes(data, format)

    assert photo.planes is None
    assert photo.damage


@cache
def intact(format: str) -> bytes:
    return encode(RGB, format)


@settings(max_examples=60, deadline=None)
@given(
    st.sampled_from(FORMATS),
    st.lists(st.tuples(st.floats(0, 1), st.integers(0, 255)), min_size=1, max_size=8),
)
def test_overwritten_bytes_never_raise(format: str, changes: list[tuple[float, int]]) -> None:
    """A corrupt file comes back with or without planes, but it comes back."""
    data = bytearray(intact(format))
    for position, value in changes:
        data[min(len(data) - 1, int(position * len(data)))] = value

    read_planes(bytes(data), format)


BIG = corner_marked(3208, 2408)
"""Large enough to be reduced while it is decoded, and of no whole number of blocks."""


def inked(rgb: np.ndarray) -> bytes:
    """As CMYK."""
    out = io.BytesIO()
    Image.fromarray(rgb).convert("CMYK").save(out, "JPEG")
    return out.getvalue()


def jpeg_of(kind: str) -> bytes:
    """A JPEG that holds its colours in one of many ways."""
    plain = encode(BIG, "jpeg", quality=90)
    adobe = b"\xff\xee\x00\x0eAdobe\x00\x64\0\0\0\0"
    rest = plain[20:]  # behind the JFIF segment
    wide = matrix_profile(ADOBE_RGB)
    made = {
        "4:2:0": lambda: plain,
        "4:2:2": lambda: encode(BIG, "jpeg", subsampling=1),
        "4:4:4": lambda: encode(BIG, "jpeg", subsampling=0, quality=95),
        "progressive": lambda: encode(BIG, "jpeg", progressive=True),
        "grey": lambda: encode(np.ascontiguousarray(BIG[:, :, 0]), "jpeg"),
        "channels as they are": lambda: encode(BIG, "jpeg", keep_rgb=True),
        "CMYK": lambda: inked(BIG),
        "turned": lambda: encode(BIG, "jpeg", exif=exif_bytes(t274=6), icc_profile=wide),
        "no JFIF": lambda: plain[:2] + rest,
        "Adobe, luma and chroma": lambda: plain[:2] + adobe + b"\x01" + rest,
        "cut off": lambda: plain[: len(plain) * 2 // 3],
        "a fill byte in the header": lambda: plain[:20] + b"\xff" + rest,
    }
    return made[kind]()


WITH_COLOUR = (
    "4:2:0", "4:2:2", "4:4:4", "progressive", "grey", "CMYK", "turned", "no JFIF",
    "Adobe, luma and chroma", "a fill byte in the header",
)  # fmt: skip
WITHOUT = ("channels as they are", "cut off")


@pytest.mark.parametrize("kind", WITH_COLOUR + WITHOUT)
def test_a_thumbnail_changes_nothing_that_is_measured(kind: str) -> None:
    """The planes are the same to the last bit; the thumbnail looks like the photo."""
    data = jpeg_of(kind)
    bare = read_planes(data, "jpeg")
    both = read_planes(data, "jpeg", thumbnail_px=400)

    assert bare.planes is not None
    assert both.planes is not None
    assert np.array_equal(bare.planes.fine, both.planes.fine)
    assert np.array_equal(bare.planes.working, both.planes.working)
    for name in ("damage", "metadata", "orientation", "header", "stored_width_px"):
        assert getattr(both, name) == getattr(bare, name)
    assert (both.thumbnail is not None) == (kind in WITH_COLOUR)
    if both.thumbnail is not None:
        whole = read_rgb(data, "jpeg", max_long_side_px=400)
        assert both.thumbnail.shape == whole.shape
        assert np.abs(both.thumbnail.astype(int) - whole).mean() < 1.5


@pytest.mark.parametrize("format", [each for each in FORMATS if each != "jpeg"])
def test_other_formats_give_a_thumbnail_too(format: str) -> None:
    """They are decoded with their colours anyway."""
    data = encode(RGB, format)
    photo = read_planes(data, format, thumbnail_px=100)

    assert photo.thumbnail is not None
    assert np.array_equal(photo.thumbnail, read_rgb(data, format, max_long_side_px=100))


def test_a_wrong_bit_in_the_colours_alone_is_found() -> None:
    """Brightness is whole and no decoder complains, but from some block on all is tinted."""
    rng = np.random.default_rng(5)
    small = rng.uniform(60, 190, (6, 8, 3)).astype(np.float32)
    rgb = np.clip(cv2.resize(small, (256, 192), interpolation=cv2.INTER_CUBIC), 0, 255)
    whole = encode(rgb.astype(np.uint8), "jpeg", quality=85)
    start = whole.rindex(b"\xff\xda") + 14
    before = np.asarray(Image.open(io.BytesIO(whole)).convert("YCbCr")).astype(int)

    tinted = found = 0
    for bit in range(8 * start + 4 * (len(whole) - start), 8 * len(whole) - 16, 7):
        if tinted == 6:
            break
        changed = bytearray(whole)
        changed[bit // 8] ^= 0x80 >> bit % 8
        try:
            after = np.asarray(Image.open(io.BytesIO(changed)).convert("YCbCr")).astype(int)
        except OSError:
            continue
        change = np.abs(after - before).reshape(-1, 3)
        if change[:, 0].max() > 4 or (change[:, 1:].max(axis=1) > 7).mean() < 0.2:
            continue
        tinted += 1
        found += bool(read_planes(bytes(changed), "jpeg").damage)

    assert tinted == 6
    assert found >= 4
    assert read_planes(whole, "jpeg").damage == ()


@pytest.mark.parametrize("size", [(400, 300), (401, 7), (399, 1), (1, 399), (63, 64)])
@pytest.mark.parametrize("shrink", [1, 2, 4, 8])
def test_a_reduced_jpeg_is_reduced_on_both_sides(size: tuple[int, int], shrink: int) -> None:
    """A strip of few rows as well: rounded up, as libjpeg does it."""
    buffer = io.BytesIO()
    Image.new("RGB", size, (200, 90, 40)).save(buffer, "JPEG")
    data = buffer.getvalue()

    decoded = _pixels(data, read_header(data), shrink, "GRAY", strict=True)

    assert decoded.shape[:2] == tuple(-(-side // shrink) for side in reversed(size))


def test_a_large_picture_of_any_format_is_measured_at_half_its_size() -> None:
    """What no decoder reduces by itself is averaged: planes are of one scale for all formats."""
    side = 2 * FINE_LONG_SIDE_PX
    luma = np.tile(np.array([[20, 40], [60, 80]], np.uint8), (40, side // 2))
    buffer = io.BytesIO()
    Image.fromarray(luma).save(buffer, "PNG")

    planes = read_planes(buffer.getvalue(), "png").planes

    assert fine_shrink(side, 80) == 2
    assert planes is not None
    assert planes.fine.shape == (40, FINE_LONG_SIDE_PX)
    assert np.ptp(planes.fine) == 0


@pytest.mark.parametrize(("lost", "is_open"), [(0.4, False), (1.0, True), (1.0, False)])
def test_a_file_that_no_reader_opened_is_lost_whole(lost: float, is_open: bool) -> None:
    """Whatever share its container misses; and what is lost whole is decoded by nobody."""
    opened = open_image(encode(corner_marked(8, 8), "png"), "png") if is_open else None
    damage = Damage(DamageKind.TRUNCATED, "damage.cut-off", lost)

    read = read_stored(Source(b"x", "png", opened=opened, damage=damage), "RGB", None)

    assert read.pixels is None
    assert [found.lost_ratio for found in read.photo.damage] == [1.0]


def test_less_than_a_half_is_averaged_once() -> None:
    """Never below the size that is wanted, to be enlarged again."""
    pixels = np.random.default_rng(1).integers(0, 255, (751, 1000), np.uint8)
    small = to_display(pixels, None, 1, 500)[..., 0]

    assert small.shape == (376, 500)
    assert np.array_equal(small, cv2.resize(pixels, (500, 376), interpolation=cv2.INTER_AREA))


def test_halves_are_of_whole_pairs() -> None:
    """A last row or column that is alone belongs to none of them."""
    pixels = np.random.default_rng(1).integers(0, 255, (401, 801), np.uint8)

    assert np.array_equal(
        to_display(pixels, None, 1, 200), to_display(pixels[:400, :800], None, 1, 200)
    )


@pytest.mark.parametrize("shape", [(6, 8), (6, 8, 3), (6, 8, 4), (6, 9, 3), (3, 4)])
def test_another_decoders_picture_is_taken_as_it_is(
    shape: tuple[int, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Grey has one channel; what has another size than the file says is no picture of it."""
    pixels = np.random.default_rng(1).integers(0, 256, shape, np.uint8)
    monkeypatch.setattr(
        "evidence_qc.media.photo.jpeg.decode_elsewhere", lambda *_: Elsewhere("x", pixels)
    )
    header = read_header(encode(corner_marked(8, 6), "jpeg"))
    made = _decode_elsewhere(b"", header, "")

    if shape[:2] != (6, 8):
        assert made.pixels is None
        return
    assert made.pixels is not None
    assert made.decoder == "x"
    assert np.array_equal(made.pixels, pixels.reshape(6, 8, -1))


def test_of_a_photo_that_breaks_off_the_rest_is_seen() -> None:
    """Damage to a part leaves the others; all of it lost is said as all."""
    data = encode(corner_marked(64, 48), "bmp")
    half = read_planes(data[: len(data) // 2], "bmp")

    assert half.planes is not None
    assert half.damage
    for complaint in ("premature end of jpeg file", "eof"):
        assert unreadable(b"", complaint).lost_ratio == 1.0


def test_a_progressive_photo_lacks_detail_alone_once_all_of_it_was_begun() -> None:
    """Before every coefficient has come nobody can say how much is missing."""
    out = io.BytesIO()
    Image.fromarray(corner_marked(64, 48)).save(out, "JPEG", progressive=True)
    data = out.getvalue()
    header = read_header(data)
    scans = read_scans(data, header.first_scan)
    told = []
    for number, scan in enumerate(scans):
        seen = set[int]()
        for before in scans[:number]:
            seen |= set(range(before.first_coefficient, before.last_coefficient + 1))
        told.append(_progressive_loss(data[: scan.offset + 1], header))

        assert told[-1] == (0.01 if len(seen) == 64 else None)
    assert {None, 0.01} == set(told)


@pytest.mark.parametrize("more", [(0, 0), (1, 0), (0, 1), (1, 1)])
def test_a_picture_twice_as_large_is_averaged_by_two_and_two(more: tuple[int, int]) -> None:
    """Pixel by pixel; a row or a column that has no partner is left out."""
    rgb = np.random.default_rng(1).integers(0, 256, (20 + more[0], 40 + more[1], 3), np.uint8)
    parts = rgb[:20, :40].reshape(10, 2, 20, 2, 3).astype(float).mean(axis=(1, 3))

    assert np.abs(to_display(rgb, None, 1, 20) - parts).max() <= 0.5
