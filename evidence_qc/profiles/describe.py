"""A profile as rows that a person can read: what, how much, says who, when, how sure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from evidence_qc.model import CONFIDENCE, Profile, Sourced
from evidence_qc.profiles.fields import FIELDS, Kind


@dataclass(frozen=True, slots=True)
class Row:
    """One line of ``evidence-qc profiles NAME``."""

    group: str
    """values, limits, windows, shots, refunds or advice."""
    name: str
    value: str
    source: str
    date: str
    confidence: str
    """In words."""
    is_assumed: bool


def describe(profile: Profile) -> list[Row]:
    """Everything the profile says, in a stable order; unknown values are said to be unknown."""
    rows = [
        _row("values", field.words, _words(name, getattr(profile, name)), getattr(profile, name))
        for name, field in FIELDS.items()
    ]
    for rule, limits in sorted(profile.limits.items()):
        for limit, number in sorted(limits.items()):
            given = Sourced(number, "the profile or the user", "", "given")
            rows.append(_row("limits", f"{rule}.{limit}", f"{number:g}", given))
    for window in profile.windows:
        days = _days(window.days)
        origin = Sourced(days, window.source, window.date, window.confidence)
        rows.append(_row("windows", window.name, f"{days}: {window.description}", origin))
    for reason, shots in profile.shots.items():
        for shot in shots:
            origin = Sourced(shot.name, shot.source, shot.date, shot.confidence)
            value = f"{shot.description}{' (required)' if shot.required else ''}"
            rows.append(_row("shots", f"{reason}: {shot.name}", value, origin))
    rows += [_row("refunds", "refunds", said.value or "", said) for said in profile.refunds]
    rows += [_row("advice", "advice", tip.value or "", tip) for tip in profile.advice_sources]
    return rows


def in_words(name: str, value: object) -> str:
    """A value as a person says it: bytes as MB, seconds as minutes, formats as a list."""
    kind = FIELDS[name].kind
    if isinstance(value, tuple):
        return ", ".join(str(item).upper() for item in value)
    if kind is Kind.BYTES and isinstance(value, int):
        return f"{value / 1e6:.3g} MB" if value >= 10**6 else f"{value / 1e3:.3g} kB"
    if kind is Kind.SECONDS and isinstance(value, float):
        return f"{value / 60:g} min" if value >= 120 else f"{value:g} s"
    if kind is Kind.PIXELS and isinstance(value, int):
        return f"{value / 1e6:g} megapixels" if name == "photo_pixels_max" else f"{value:,} px"
    return f"{value:,}" if isinstance(value, int) else str(value)


def _words(name: str, sourced: Sourced[Any]) -> str:
    return "unknown" if sourced.value is None else in_words(name, sourced.value)


def _row(group: str, name: str, value: str, origin: Sourced[Any]) -> Row:
    words = CONFIDENCE[origin.confidence]
    return Row(group, name, value, origin.source, origin.date, words, origin.is_assumed)


def _days(days: float) -> str:
    if days < 3 and days * 24 == int(days * 24):
        return f"{days * 24:g} hours"
    return f"{days:g} days"
