"""What cameras and editors write, and that nonsense is left out."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from evidence_qc.media.formats.exif import Exif, read_exif
from evidence_qc.media.photo.decode import read_planes
from evidence_qc.media.photo.metadata import Texts, _comment, capture_metadata, companions
from evidence_qc.media.photo.screenshots import names_a_screenshot
from evidence_qc.model import CaptureMetadata
from tests.media.encoded import corner_marked, encode


def metadata(exif: Image.Exif) -> CaptureMetadata:
    data = encode(corner_marked(32, 24), "jpeg", exif=exif.tobytes())
    return read_planes(data, "jpeg").metadata


def camera() -> Image.Exif:
    exif = Image.Exif()
    exif[0x010F] = "Acme"
    exif[0x0110] = "Phone 7"
    exif[0x0131] = "7.1"
    details = exif.get_ifd(0x8769)
    details[0x9003] = "2026:11:02 13:14:15"
    details[0x9011] = "+03:00"
    details[0x829A] = 0.02
    details[0x8827] = 320
    return exif


def test_what_a_camera_writes_is_read() -> None:
    """Moment with offset, make, model, exposure and ISO speed."""
    found = metadata(camera())

    assert found.captured_at == "2026-11-02T13:14:15+03:00"
    assert (found.camera_make, found.camera_model, found.software) == ("Acme", "Phone 7", "7.1")
    assert found.exposure_time_s == pytest.approx(0.02)
    assert found.iso_speed == 320
    assert not found.has_location
    assert not found.has_personal
    assert not found.is_edited


def test_places_and_persons_are_noticed() -> None:
    """Coordinates and serial numbers are there or not; their values go nowhere."""
    exif = camera()
    position = exif.get_ifd(0x8825)
    position[1], position[2], position[3], position[4] = (
        "N",
        (52.0, 30.0, 0.0),
        "E",
        (13.0, 24.0, 0.0),
    )
    exif.get_ifd(0x8769)[0xA431] = "SN-123"
    found = metadata(exif)

    assert found.has_location
    assert found.has_personal


@pytest.mark.parametrize("date", ["0000:00:00 00:00:00", "    :  :     :  :  ", "yesterday", ""])
def test_a_camera_without_a_clock_has_no_date(date: str) -> None:
    """Zeros and blanks are no moment."""
    exif = camera()
    exif.get_ifd(0x8769)[0x9003] = date

    assert metadata(exif).captured_at is None


def test_an_offset_is_optional() -> None:
    """Without one the moment is local time."""
    exif = camera()
    del exif.get_ifd(0x8769)[0x9011]

    assert metadata(exif).captured_at == "2026-11-02T13:14:15"


def test_editors_and_screenshots_are_named() -> None:
    """By what they write, never by the picture."""
    edited = camera()
    edited[0x0131] = "Adobe Photoshop 25.0"
    screenshot = Image.Exif()
    screenshot.get_ifd(0x8769)[0x9286] = b"ASCII\0\0\0Screenshot"

    assert metadata(edited).is_edited
    assert not metadata(edited).is_screenshot
    assert metadata(screenshot).is_screenshot
    assert not metadata(camera()).is_screenshot


def test_xmp_stands_in_for_exif() -> None:
    """A file without EXIF may carry its date and tool as XMP."""
    xmp = (
        b'<rdf:Description xmp:CreatorTool="Snapseed 2.0" '
        b'exif:DateTimeOriginal="2026-11-02T13:14:15" exif:GPSLatitude="52,30N"/>'
    )
    found = capture_metadata(read_exif(None), xmp, Texts("jpeg"))

    assert found.captured_at == "2026-11-02T13:14:15"
    assert found.is_edited
    assert found.has_location


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Screenshot_20261102-131415.png", True),
        ("Screen Shot 2026-11-02 at 13.14.15.png", True),
        ("Снимок.png", False),
        ("IMG_0001.jpg", False),
        ("sunscreen.jpg", False),
    ],
)
def test_names_of_screenshots(name: str, expected: bool) -> None:
    """What phones and computers call them."""
    assert names_a_screenshot(name) is expected


def test_live_photos_are_pairs() -> None:
    """A still and a clip of one name in one folder belong together; others do not."""
    pairs = companions(
        [("a/1.HEIC", "heif"), ("a/1.MOV", "mov"), ("b/1.MOV", "mov"), ("a/2.jpg", "jpeg"),
         ("a/2.mp4", "mp4")]
    )  # fmt: skip

    assert pairs == {"a/1.HEIC": "a/1.MOV", "a/1.MOV": "a/1.HEIC"}


@given(st.binary(max_size=200))
def test_malformed_exif_is_left_out(data: bytes) -> None:
    """Pointers into nowhere, endless counts and unknown types are skipped."""
    for order in (b"II*\0", b"MM\0*", b""):
        capture_metadata(read_exif(order + data), data, Texts("jpeg"))


@pytest.mark.parametrize(
    "tag", ["artist", "copyright", "owner", "body serial", "lens serial", "author of Windows"]
)
def test_each_name_and_number_alone_is_personal(tag: str) -> None:
    """Whichever program wrote it; and without any of them nothing is."""
    exif = Image.Exif()
    detail = exif.get_ifd(0x8769)
    if tag == "author of Windows":
        exif[0x9C9D] = "Ann\0".encode("utf-16-le")
    elif tag in {"artist", "copyright"}:
        exif[{"artist": 0x013B, "copyright": 0x8298}[tag]] = "Ann"
    else:
        detail[{"owner": 0xA430, "body serial": 0xA431, "lens serial": 0xA435}[tag]] = "Ann"

    assert metadata(exif).has_personal
    assert not metadata(camera()).has_personal


@pytest.mark.parametrize(
    ("stored", "read"),
    [
        (b"ASCII\0\0\0Screenshot", "Screenshot"), (bytes(8) + b"Screenshot", "Screenshot"),
        (b"Screenshot taken", "Screenshot taken"), (b"JIS\0\0\0\0\0Screenshot", "Screenshot"),
        (b"UNICODE\0" + "Screenshot".encode("utf-16-le"), "Screenshot"),
        (b"UNICODE\0" + "Screenshot".encode("utf-16-be"), "Screenshot"),
        (b"UNICODE\0", ""), (b"\0\0Screenshot", "Screenshot"), (b"", ""),
    ],
)  # fmt: skip
def test_a_comment_is_read_without_its_code(stored: bytes, read: str) -> None:
    """Eight bytes say how it is written; where they do not, they are part of it."""
    assert _comment(Exif({0x9286: stored})) == read


@pytest.mark.parametrize(
    ("found", "iso"), [(0, None), (1, 1), (100, 100), (9_999_999, 9_999_999), (10_000_000, None)]
)
def test_a_sensitivity_is_a_number_that_can_be(found: int, iso: int | None) -> None:
    """Cameras write nought, or all ones, where they do not know."""
    assert capture_metadata(Exif({0x8827: found}), b"", Texts("jpeg")).iso_speed == iso
    exposed = capture_metadata(Exif({0x829A: float(found)}), b"", Texts("jpeg")).exposure_time_s
    assert (exposed is None) is (found == 0)


@pytest.mark.parametrize("odd", [math.inf, -math.inf, math.nan])
@pytest.mark.parametrize("tag", [0x829A, 0x8827, 0x0112])
def test_a_number_that_is_none_is_left_out(tag: int, odd: float) -> None:
    """EXIF may hold doubles, and these any value; a report holds finite ones alone."""
    found = capture_metadata(Exif({tag: odd}), b"", Texts("jpeg"))

    assert (found.exposure_time_s, found.iso_speed) == (None, None)
    assert Exif({tag: odd}).orientation == 1
