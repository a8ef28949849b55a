"""How many digits of a number are kept: by the unit in its name, once, before anyone judges it.

Digits beyond these are noise of the decoder. A number that is settled here is written to the
cache and to the report as it is, so a saved report judged again gives the same verdict.
"""

from __future__ import annotations

import math
from dataclasses import fields, replace
from functools import cache
from typing import Any, TypeVar

from evidence_qc.model.facts import TextFacts
from evidence_qc.model.measurements import PictureMeasurements

DECIMALS = {
    "ratio": 5,
    "permille": 4,
    "dn": 3,
    "deg": 1,
    "s": 3,
    "score": 1,
    "quality": 1,
    "pixel": 4,
}
"""Last word of a field name → decimals kept."""

OTHER_DECIMALS = 4

Value = TypeVar("Value")
Measured = TypeVar("Measured", PictureMeasurements, TextFacts)


def rounded(name: str, value: Value) -> Value | float | None:
    """A float with the digits that its name allows; None for NaN and infinity; others as is."""
    if not isinstance(value, float):
        return value
    if not math.isfinite(value):
        return None
    return round(value, _decimals(name)) + 0.0  # no negative zero


@cache
def _decimals(name: str) -> int:
    return DECIMALS.get(name.rsplit("_", 1)[-1], OTHER_DECIMALS)


def round_all(measured: Measured) -> Measured:
    """The same measurements with every float settled."""
    changes: dict[str, Any] = {
        item.name: rounded(item.name, getattr(measured, item.name)) for item in fields(measured)
    }
    return replace(measured, **changes)
