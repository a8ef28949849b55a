"""Photos fit bytes and pixels, are the same each time, and carry only what was put into them."""

import io
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from evidence_qc.bundle.exif import PhotoMetadata, Source
from evidence_qc.bundle.photos import LADDER, EncodedPhoto, _tries, encode_photo
from evidence_qc.errors import CannotFitError

WORDS = PhotoMetadata(
    "Composite 1/3: two whole photos",
    "evidence-qc test",
    (Source("1a", "ab" * 32), Source("2a", "cd" * 32, 8.033, is_detail=True)),
)


def noise(width: int, height: int) -> np.ndarray:
    """The hardest picture to compress."""
    return np.random.default_rng(7).integers(0, 256, (height, width, 3), dtype=np.uint8)


def photo(width: int, height: int) -> np.ndarray:
    """Smooth shapes with some texture, about as hard as a photo."""
    y, x = np.mgrid[:height, :width].astype(np.float32)
    waves = 120 + 60 * np.sin(x / 37) * np.cos(y / 23) + 20 * np.sin(x * y / 997)
    return np.stack([waves, waves * 0.8, 255 - waves], axis=-1).astype(np.uint8)


def opened(encoded: EncodedPhoto) -> Image.Image:
    return Image.open(io.BytesIO(encoded.data))


@settings(max_examples=12, deadline=None)
@given(
    width=st.integers(60, 1500),
    height=st.integers(60, 1500),
    max_bytes=st.sampled_from([60_000, 150_000, 400_000, None]),
    max_pixels=st.sampled_from([300_000, None]),
    max_long_side_px=st.sampled_from([500, 1200, None]),
)
def test_every_limit_is_kept(
    width: int,
    height: int,
    max_bytes: int | None,
    max_pixels: int | None,
    max_long_side_px: int | None,
) -> None:
    """Whatever is asked for together; the aspect ratio stays within a pixel."""
    encoded = encode_photo(
        photo(width, height),
        max_bytes=max_bytes,
        max_pixels=max_pixels,
        max_long_side_px=max_long_side_px,
        metadata=WORDS,
    )

    image = opened(encoded)
    assert image.size == (encoded.width_px, encoded.height_px)
    assert max_bytes is None or len(encoded.data) <= max_bytes
    assert max_pixels is None or image.width * image.height <= max_pixels
    assert max_long_side_px is None or max(image.size) <= max_long_side_px
    assert abs(image.height - image.width * height / width) <= max(1, height / width)
    assert image.width <= width and image.height <= height


def test_a_photo_that_fits_is_not_reduced() -> None:
    """Best quality, full size, full colour."""
    encoded = encode_photo(photo(1200, 900), max_bytes=5_000_000)

    assert (encoded.width_px, encoded.height_px, encoded.scale) == (1200, 900, 1.0)
    assert encoded.quality >= 92
    assert encode_photo(photo(700, 500)).quality >= 92


def test_less_room_never_gives_a_better_photo() -> None:
    """Bytes fall, and pixels or quality with them."""
    steps = [
        encode_photo(noise(1600, 1200), max_bytes=limit)
        for limit in (4_000_000, 1_500_000, 700_000, 300_000)
    ]

    sizes = [len(step.data) for step in steps]
    assert sizes == sorted(sizes, reverse=True)
    assert steps[0].scale == 1.0 > steps[-1].scale


def test_the_file_is_a_baseline_srgb_jpeg_without_a_past() -> None:
    """No thumbnail, no place, no owner; upright; not progressive."""
    image = opened(encode_photo(photo(300, 200), metadata=WORDS))

    assert image.format == "JPEG"
    assert image.mode == "RGB"
    assert not image.info.get("progressive")
    assert set(image.getexif()) <= {270, 305, 34665}
    assert image.getexif().get_ifd(34853) == {}
    assert image.getexif().get_ifd(34665) == {0xA001: 1}


def test_the_file_says_what_it_was_made_of() -> None:
    """Each source by its SHA-256 and tile, and that this is a composite."""
    data = encode_photo(photo(300, 200), metadata=WORDS).data
    xmp = data[data.index(b"<?xpacket") : data.index(b"<?xpacket end")].decode()

    assert "compositeCapture" in xmp
    assert f"sha256:{'ab' * 32}" in xmp
    assert "tile 2a, detail, frame at 8.033 s" in xmp
    assert "Composite 1/3: two whole photos" in xmp


def test_without_metadata_nothing_is_written() -> None:
    """Only the picture."""
    encoded = encode_photo(photo(300, 200))

    assert len(opened(encoded).getexif()) == 0
    assert b"xpacket" not in encoded.data


def test_the_same_input_gives_the_same_bytes() -> None:
    """No clock, no random number."""
    first, second = (encode_photo(photo(640, 480), max_bytes=40_000) for _ in range(2))

    assert first == second


def test_what_cannot_fit_is_said() -> None:
    """Rather than written too large."""
    with pytest.raises(CannotFitError, match="does not fit into 1,000 bytes"):
        encode_photo(noise(800, 600), max_bytes=1_000)


@given(st.integers(1, 8000), st.floats(0.05, 1.0))
def test_the_ladder_only_leads_down(long_side: int, most: float) -> None:
    """The largest that is allowed first, then less; at each size the best quality first."""
    tries = list(_tries(long_side, most))
    sides = [scale * long_side for scale, _ in tries]

    assert tries[0][0] == most
    assert sides == sorted(set(sides), reverse=True)
    assert all(list(q) == sorted(set(q), reverse=True) for _, q in tries)
    assert sides[1:] == pytest.approx([s for s, _ in LADDER if s < int(long_side * most)])
    assert [q for _, q in tries[1:]] == [q for s, q in LADDER if s < int(long_side * most)]


def test_no_size_is_tried_twice() -> None:
    """A photo as long as a rung, or longer by less than a pixel, does not stand on it again."""
    for rung, _ in LADDER:
        for long_side, most in ((rung, 1.0), (2 * rung + 1, 0.5), (rung * 10 + 9, 0.1)):
            pixels = [int(scale * long_side + 1e-6) for scale, _ in _tries(long_side, most)]

            assert pixels == sorted(set(pixels), reverse=True)


def test_every_rung_is_tried_before_a_smaller_one(monkeypatch: pytest.MonkeyPatch) -> None:
    """Room for one byte less than a photo took gives the next rung, down to the last."""
    taken: list[tuple[int, int]] = []

    def encoded(rgb: np.ndarray, quality: int, full: bool, segments: bytes) -> bytes:
        return bytes(max(rgb.shape[:2]) * 100 + quality)

    monkeypatch.setattr("evidence_qc.bundle.photos._jpeg", encoded)
    rgb, room = photo(1000, 750), None
    while True:
        try:
            made = encode_photo(rgb, max_bytes=room)
        except CannotFitError:
            break
        taken.append((made.width_px, made.quality))
        room = len(made.data) - 1
    first = [(1000, quality) for quality in (92, 90, 88, 86, 74, 66, 58, 50, 42)]

    assert taken == first + [(s, q) for s, qualities in LADDER if s < 1000 for q in qualities]


def test_limits_of_pixels_and_sides_are_used_up() -> None:
    """As large as they let it be, to the rounding; without them it stays as it is."""
    given = photo(400, 300)
    few = encode_photo(given, max_pixels=30_000)
    thin = encode_photo(given, max_long_side_px=200, max_pixels=1_000_000)
    both = encode_photo(given, max_long_side_px=300, max_pixels=30_000)

    assert 29_500 <= few.width_px * few.height_px <= 30_000
    assert few.scale == pytest.approx(0.5, abs=0.003)
    assert (thin.width_px, thin.height_px, thin.scale) == (200, 150, 0.5)
    assert (both.width_px, both.height_px) == (few.width_px, few.height_px)
    assert encode_photo(given).scale == 1.0
    assert encode_photo(given, max_long_side_px=400, max_pixels=120_000).scale == 1.0


def test_the_best_that_fits_is_taken() -> None:
    """A byte less than a try needs is the next try; all that come before it are larger."""
    given = noise(700, 500)
    first = encode_photo(given)
    second = encode_photo(given, max_bytes=len(first.data) - 1)
    third = encode_photo(given, max_bytes=len(second.data) - 1)

    assert encode_photo(given, max_bytes=len(first.data)) == first
    assert (first.scale, first.quality, first.subsampling) == (1.0, LADDER[0][1][0], "4:4:4")
    assert (second.scale, second.quality) == (1.0, LADDER[0][1][1])
    assert (third.scale, third.quality) == (1.0, LADDER[0][1][2])


def test_the_ladder_goes_down_only() -> None:
    """From any side: sides fall from step to step, and so does the quality at each."""
    for side in (4000, 2001, 2000, 1999, 1000, 480, 300):
        tries = list(_tries(side, 1.0))
        scales = [scale for scale, _ in tries]

        assert scales[0] == 1.0
        assert all(later < earlier for earlier, later in pairwise(scales))
        assert [round(scale * side) for scale in scales[1:]] == [s for s, _ in LADDER if s < side]
        assert all(list(q) == sorted(q, reverse=True) for _, q in tries)
