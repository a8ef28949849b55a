"""Colours are shown as their file means them, whatever it is called."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from PIL import ImageCms

from evidence_qc.media.photo.cicp import cicp_to_srgb, is_hdr
from evidence_qc.media.photo.colour import to_display, to_srgb, with_half_chroma
from tests.media.encoded import ADOBE_RGB, SRGB, matrix_profile

COLOURS = np.array([[[234, 51, 35], [117, 251, 76], [200, 80, 60], [128, 128, 128]]], np.uint8)


def renamed(profile: bytes, name: bytes) -> bytes:
    """The same profile under another name of the same length."""
    assert profile.count(b"wide") >= 1
    return profile.replace(b"wide", name)


def test_a_profile_is_judged_by_what_it_does() -> None:
    """A wide one that has sRGB in its name is converted; an sRGB one changes nothing."""
    wide = matrix_profile(ADOBE_RGB)

    converted = to_srgb(COLOURS, wide)
    assert np.abs(converted.astype(int) - COLOURS).max() > 10
    assert np.array_equal(to_srgb(COLOURS, renamed(wide, b"sRGB")), converted)
    built = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    assert to_srgb(COLOURS, built) is COLOURS
    assert np.abs(to_srgb(COLOURS, matrix_profile(SRGB)).astype(int) - COLOURS).max() <= 12


@pytest.mark.parametrize("cicp", [None, (1, 13, 6), (2, 2, 2), (1, 1, 1), (22, 99, 0)])
def test_srgb_and_unknown_numbers_change_nothing(cicp: tuple[int, int, int] | None) -> None:
    """Nothing is said, sRGB or BT.709 is said, or something nobody knows."""
    assert cicp_to_srgb(COLOURS, cicp) is COLOURS


def test_p3_by_number_grows_more_saturated() -> None:
    """The red of P3 lies beyond that of sRGB; greys stay."""
    displayed = cicp_to_srgb(COLOURS, (12, 13, 6))

    assert displayed[0, 0, 0] > COLOURS[0, 0, 0]
    assert displayed[0, 0, 1] < COLOURS[0, 0, 1]
    assert np.abs(displayed[0, 3].astype(int) - 128).max() <= 1


@pytest.mark.parametrize("transfer", [16, 18])
def test_hdr_is_shown_with_its_contrast(transfer: int) -> None:
    """Reference white is nearly white, black is black, and brightness never turns around."""
    ramp = np.repeat(np.arange(256, dtype=np.uint8)[None, :, None], 3, axis=2)
    displayed = cicp_to_srgb(ramp, (9, transfer, 9))[0, :, 0].astype(int)
    white = round(255 * (0.58 if transfer == 16 else 0.75))

    assert is_hdr((9, transfer, 9))
    assert displayed[0] == 0
    assert (np.diff(displayed) >= 0).all()
    assert 215 <= displayed[white] <= 250
    assert displayed[255] >= 245


@pytest.mark.parametrize(("height", "width"), [(97, 131), (64, 256), (1, 40), (300, 3), (12, 12)])
@pytest.mark.parametrize("orientation", [1, 6])
@pytest.mark.parametrize("long_side_px", [None, 16, 33])
def test_luma_and_chroma_one_by_one_give_the_colours_that_they_give_together(
    height: int, width: int, orientation: int, long_side_px: int | None
) -> None:
    """Each plane is reduced as it would be beside the others, to the last bit."""
    ycc = np.random.default_rng(1).integers(0, 256, (height, width, 3), np.uint8)
    luma, blue, red = (np.ascontiguousarray(ycc[..., n]) for n in range(3))

    together = to_display(ycc, None, orientation, long_side_px)
    expected = cv2.cvtColor(together[..., [0, 2, 1]], cv2.COLOR_YCrCb2RGB)
    assert np.array_equal(to_display((luma, blue, red), None, orientation, long_side_px), expected)


@pytest.mark.parametrize("size", [(2, 2), (3, 5), (127, 64), (129, 66), (256, 30), (259, 31)])
@pytest.mark.parametrize("long_side_px", [None, 2, 20])
def test_chroma_that_is_halved_at_once_shows_the_same(
    size: tuple[int, int], long_side_px: int | None
) -> None:
    """Luma is what it was, and so is whatever is reduced to half the size or less."""
    ycc = np.random.default_rng(3).integers(0, 256, (*size, 3), np.uint8)
    ycc = np.ascontiguousarray(cv2.blur(ycc, (5, 5)))
    luma, blue, red = cv2.split(ycc)

    halved = with_half_chroma(ycc)

    assert np.array_equal(halved[0], luma)
    whole = to_display((luma, blue, red), None, long_side_px=long_side_px)
    shown = to_display(halved, None, long_side_px=long_side_px)
    assert shown.shape == whole.shape
    if long_side_px and 2 * long_side_px <= max(size) and min(size) >= 2 * min(shown.shape[:2]):
        assert np.array_equal(shown, whole)
