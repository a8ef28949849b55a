"""When a photo was taken, as cameras and programs write it: right, or absent.

EXIF (CIPA DC-008) wants ``2024:05:14 10:11:12``, XMP wants ISO 8601. Telephones write them in the
digits and by the calendar of their owner, with AM and PM, and with hour 24 for midnight; clocks
that were never set write zeros. What is no moment of the calendar is left out.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import datetime

_YEARS = range(1900, 2100)
_BUDDHIST = 543
"""Years of the Thai calendar are ahead by so many; no camera was sold before 1900 by either."""

_MOMENT = re.compile(
    r"\s*(?P<year>\d{4})[:.\-/ ]\s?(?P<month>\d{1,2})[:.\-/ ]\s?(?P<day>\d{1,2})(?:\s+|T)"
    r"(?P<before>[^\W\d]\S*\s+)?(?P<hour>\d{1,2}):\s?(?P<minute>\d{1,2}):\s?(?P<second>\d{1,2})"
    r"(?P<fraction>\.\d{1,9})?\s*(?P<rest>\S.*)?$"
)
_ZONE = re.compile(r"(?P<sign>[+\-])(?P<hours>\d\d):?(?P<minutes>[0-5]\d)$")
_ZONE_HOURS = {"-": 12, "+": 14}
_ZONE_MINUTES = {0, 15, 30, 45}

_MORNING = {"am", "a.m.", "上午", "午前", "오전", "ص", "vorm."}
_EVENING = {"pm", "p.m.", "下午", "午後", "오후", "م", "nachm."}


def moment_of(text: str | None, zone: str | None = None) -> str | None:
    """ISO 8601 to the second (with its fraction where there is one); None where it is no moment.

    Args:
        text: a date and time in one of the ways above; an ISO zone may follow.
        zone: ``+02:00`` or ``Z``, where it is written apart; one that cannot be is left out.
    """
    found = _MOMENT.match(_ascii_digits(text or ""))
    if found is None:
        return None
    year, month, day, hour, minute, second = (
        int(found[name]) for name in ("year", "month", "day", "hour", "minute", "second")
    )
    if year - _BUDDHIST in _YEARS:
        year -= _BUDDHIST
    rest = (found["rest"] or "").strip()
    half = (found["before"] or "").strip().casefold() or _half_of(rest)
    if half:
        if half not in _MORNING | _EVENING or hour > (23 if half in _EVENING else 12):
            return None
        hour = hour % 12 + (12 if half in _EVENING else 0)
        rest = "" if half == rest.casefold() else rest
    if hour == 24:
        hour = 0  # of the same day: cameras count from 1 to 24
    if year not in _YEARS:
        return None
    try:
        moment = datetime(year, month, day, hour, minute, second)
    except ValueError:
        return None
    return moment.isoformat() + (found["fraction"] or "") + (zone_of(rest) or zone_of(zone) or "")


def zone_of(text: str | None) -> str | None:
    """``Z`` or ``+02:00`` of an offset that is in use on Earth; None for anything else."""
    text = _ascii_digits(text or "").strip().replace("\N{MINUS SIGN}", "-")
    if text.upper() in {"Z", "UTC", "GMT"}:
        return "Z"
    found = _ZONE.match(text)
    if found is None:
        return None
    hours, minutes = int(found["hours"]), int(found["minutes"])
    if minutes not in _ZONE_MINUTES or hours + minutes / 60 > _ZONE_HOURS[found["sign"]]:
        return None
    return f"{found['sign']}{hours:02}:{minutes:02}"


def _half_of(rest: str) -> str:
    """Morning or evening where it stands behind the time."""
    half = rest.casefold()
    return half if half in _MORNING | _EVENING else ""


def _ascii_digits(text: str) -> str:
    """Digits of any script as 0–9; the rest as it is, in composed form, without invisible marks."""
    plain = (
        str(unicodedata.decimal(sign)) if unicodedata.decimal(sign, None) is not None else sign
        for sign in unicodedata.normalize("NFC", text)
        if unicodedata.category(sign) != "Cf"
    )
    return "".join(plain)
