"""A date is right or absent."""

from __future__ import annotations

from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidence_qc.media.photo.dates import moment_of, zone_of


@given(st.datetimes(datetime(1900, 1, 1), datetime(2099, 12, 31, 23, 59, 59)))
def test_every_moment_of_the_calendar_survives(moment: datetime) -> None:
    """As EXIF and as XMP write it, by the Thai calendar, in Arabic and Devanagari digits."""
    moment = moment.replace(microsecond=0)
    exif = moment.strftime(f"{moment.year:04}:%m:%d %H:%M:%S")
    thai = exif.replace(str(moment.year), str(moment.year + 543), 1)
    arabic = exif.translate({48 + n: 0x660 + n for n in range(10)})
    devanagari = exif.translate({48 + n: 0x966 + n for n in range(10)})
    half = moment.strftime(f"{moment.year:04}:%m:%d %I:%M:%S %p")

    for text in (exif, moment.isoformat(), thai, arabic, devanagari, half):
        assert moment_of(text) == moment.isoformat()


@pytest.mark.parametrize(
    "text",
    [
        "2024:02:31 10:11:12", "2023:02:29 10:11:12", "2024:04:31 10:11:12", "2024:13:01 10:11:12",
        "2024:00:10 10:11:12", "0000:00:00 00:00:00", "    :  :     :  :  ", "2024:05:14 25:11:12",
        "2024:05:14 10:60:12", "2024:05:14 10:11:60", "1403:02:25 10:11:12", "0006:05:14 10:11:12",
        "2024:05:14 13:11:12 AM", "2024-05-14", "yesterday", "", None,
    ],
)  # fmt: skip
def test_what_is_no_moment_is_absent(text: str | None) -> None:
    """Days, hours and seconds that do not exist, and clocks that were never set."""
    assert moment_of(text) is None


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2019:01:01 24:04:20", "2019-01-01T00:04:20"),
        ("2024:05:14 09:04:20 PM", "2024-05-14T21:04:20"),
        ("2024:05:14 12:04:20 AM", "2024-05-14T00:04:20"),
        ("2024:05:14 下午 09:04:20", "2024-05-14T21:04:20"),
        ("2024:05:14 오전 09:04:20", "2024-05-14T09:04:20"),
        ("2024: 5: 4  9: 1: 2", "2024-05-04T09:01:02"),
        ("2024-05-14T10:11:12.5+05:45", "2024-05-14T10:11:12.5+05:45"),
        ("2024-05-14T10:11:12Z", "2024-05-14T10:11:12Z"),
        ("2024:05:14 10:11:12\0", "2024-05-14T10:11:12"),
    ],
)
def test_other_ways_of_writing(text: str, moment: str) -> None:
    """Cameras that count hours to 24, AM and PM in several languages, padding, fractions."""
    assert moment_of(text.strip("\0")) == moment


@pytest.mark.parametrize("zone", ["+99:99", "-13:00", "+15:00", "+02:61", "+02:07", "CEST", ""])
def test_a_zone_that_is_not_in_use_is_left_out(zone: str) -> None:
    """The moment is kept: the clock on the wall was right."""
    assert zone_of(zone) is None
    assert moment_of("2024:05:14 10:11:12", zone) == "2024-05-14T10:11:12"


@pytest.mark.parametrize("zone", ["Z", "+00:00", "-12:00", "+14:00", "+05:45", "-03:30"])
def test_a_zone_that_is_in_use_is_kept(zone: str) -> None:
    """From the date line to the date line."""
    assert moment_of("2024:05:14 10:11:12", zone) == "2024-05-14T10:11:12" + zone
