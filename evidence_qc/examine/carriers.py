"""Whether a code that was read is a carrier's number: by its form and by its check digit.

A number of goods (EAN), a serial number and a shop's own order number are none.
"""

from __future__ import annotations

import re

_S10 = re.compile(r"[A-Z]{2}(\d{8})(\d)[A-Z]{2}")
_UPS = re.compile(r"1Z([0-9A-Z]{15})(\d)")
_SSCC = re.compile(r"\(?00\)?(\d{17})(\d)")
_USPS = re.compile(r"(?:420\d{5}(?:\d{4})?)?(9[1-5]\d{19})(\d)")
_S10_WEIGHTS = (8, 6, 4, 2, 3, 5, 9, 7)


def is_parcel_number(text: str) -> bool:
    """True for a number of the posts of the world, UPS, USPS, or a shipping unit (GS1).

    Sources: UPU S10-12; UPS Guide to Labeling, appendix on 1Z numbers; USPS Publication 199; GS1
    General Specifications, 3.3.1 (SSCC) and 7.9 (check digits).
    """
    plain = re.sub(r"[\s\x1d]", "", text).upper()
    if found := _S10.fullmatch(plain):
        return _s10_check(found[1]) == int(found[2])
    if found := _UPS.fullmatch(plain):
        values = [int(c) if c.isdigit() else (ord(c) - 63) % 10 for c in found[1]]
        return -(sum(values) + sum(values[1::2])) % 10 == int(found[2])
    if found := _SSCC.fullmatch(plain) or _USPS.fullmatch(plain):
        return _gs1_check(found[1]) == int(found[2])
    return False


def _s10_check(digits: str) -> int:
    rest = 11 - sum(w * int(d) for w, d in zip(_S10_WEIGHTS, digits, strict=True)) % 11
    return {10: 0, 11: 5}.get(rest, rest)


def _gs1_check(digits: str) -> int:
    """Every second digit from the right counts three times."""
    return -sum(int(d) * (3 if n % 2 == 0 else 1) for n, d in enumerate(reversed(digits))) % 10
