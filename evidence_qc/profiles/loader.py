"""Reading a profile: the TOML of a platform or of the user, with what it extends."""

from __future__ import annotations

import os
import stat
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from evidence_qc.errors import ProfileError
from evidence_qc.model import (
    CONFIDENCE,
    EVENTS,
    REASONS,
    DisputeWindow,
    Profile,
    Role,
    Shot,
    Sourced,
)
from evidence_qc.profiles.fields import FIELDS, UnfitError, checked
from evidence_qc.profiles.overrides import checked_limit, nearest, sealed, with_limits
from evidence_qc.profiles.releases import with_release

DEFAULT_PROFILE = "aliexpress"
PROFILE_BYTES_MAX = 2_000_000
"""Those that ship have 10 kB; more is no profile, and would be read for minutes."""
PLATFORMS = Path(__file__).parent / "platforms"

_SHAPES: dict[str, tuple[type[Any], str]] = {
    "title": (str, "text"),
    "extends": (str, "name"),
    "values": (dict, "table"),
    "limits": (dict, "rules"),
    "windows": (list, "tables"),
    "shots": (dict, "reasons"),
    "advice": (list, "list"),
    "refunds": (list, "list"),
}
_SOURCED = ("value", "source", "date", "confidence")
_ORIGIN = ("source", "date", "confidence")


def profile_names() -> tuple[str, ...]:
    """The profiles that ship, the default first, then by name."""
    names = sorted(path.stem for path in PLATFORMS.glob("*.toml"))
    return tuple(sorted(names, key=lambda name: name != DEFAULT_PROFILE))


def load_profile(
    name_or_path: str = DEFAULT_PROFILE,
    overrides: Mapping[str, object] | Sequence[str] = (),
    rules: str | None = None,
) -> Profile:
    """Read a profile by name, or a TOML file of the user's.

    Args:
        name_or_path: a name of ``profile_names()``, or a path (with a separator or ``.toml``).
        overrides: as in ``with_limits``.
        rules: a release (``2026-11``) whose limits are kept where neither the profile nor
            ``overrides`` sets one; None: those of the running version.

    Raises:
        ProfileError: no such profile or release; the file is not TOML; an unknown key, rule or
            limit (the nearest name is given); a value out of range; a circle of ``extends``.
    """
    path = _find(name_or_path, Path())
    merged = _merged(path, ())
    profile = sealed(_build(path.stem, merged, path.name))
    if rules is not None:
        profile = with_release(profile, rules)
    return with_limits(profile, overrides) if overrides else profile


def profile_files(name_or_path: str) -> Iterator[Path]:
    """The file of a profile and those that it extends, each before it is read.

    Raises:
        ProfileError: as ``load_profile``, as far as finding them goes.
    """
    path, seen = _find(name_or_path, Path()), set[str]()
    while True:
        yield path
        parent = _read(path).get("extends")
        if not isinstance(parent, str) or (real := os.path.realpath(path)) in seen:
            return
        seen.add(real)
        path = _find(parent, path.parent)


def _find(name_or_path: str, beside: Path) -> Path:
    if "/" in name_or_path or "\\" in name_or_path or name_or_path.endswith(".toml"):
        return beside / name_or_path
    if name_or_path not in profile_names():
        raise ProfileError(
            "error.profile-missing",
            name=name_or_path,
            nearest=nearest(name_or_path, profile_names()),
            known=profile_names(),
        )
    return PLATFORMS / f"{name_or_path}.toml"


def _merged(path: Path, seen: tuple[str, ...]) -> dict[str, Any]:
    """The file's tables over those of the profile that it extends."""
    table = _read(path)
    if (real := os.path.realpath(path)) in seen:
        raise ProfileError("error.profile-circle", profile=path.name)
    limits = table.get("limits")
    given = (*table, *limits) if isinstance(limits, dict) else tuple(table)
    if misplaced := next((name for name in given if name in FIELDS), None):
        raise ProfileError("error.profile-key-misplaced", where=path.name, name=misplaced)
    _known(table, tuple(_SHAPES), path.name, "key")
    _check_shape(table, path.name)
    for name, entry in table.get("values", {}).items():
        if not isinstance(entry, dict):
            origin = {"source": path.name, "confidence": "given"}
            table["values"][name] = {"value": entry, **origin}
    if "extends" not in table:
        return table
    parent = _merged(_find(table["extends"], path.parent), (*seen, real))
    merged = {**parent, **table}
    for name in ("values", "shots"):
        merged[name] = {**parent.get(name, {}), **table.get(name, {})}
    merged_limits = {rule: dict(of_rule) for rule, of_rule in parent.get("limits", {}).items()}
    for rule, of_rule in table.get("limits", {}).items():
        merged_limits.setdefault(rule, {}).update(of_rule)
    merged["limits"] = merged_limits
    return merged


def _read(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(_written(path).decode("utf-8-sig"))  # as Windows may begin a text
    except FileNotFoundError:
        raise ProfileError(
            "error.profile-file-missing", path=path, known=tuple(profile_names())
        ) from None
    except OSError as error:
        raise ProfileError(
            "error.profile-unreadable", path=path, reason=error.strerror or error
        ) from None
    except RecursionError:
        raise ProfileError("error.profile-nested", path=path) from None
    except ValueError as error:  # syntax, encoding, a number of thousands of digits
        raise ProfileError("error.profile-syntax", path=path, reason=error) from None


def _written(path: Path) -> bytes:
    if not stat.S_ISREG(path.stat().st_mode):  # of a pipe or a device there may be no end
        raise OSError("it is no file")
    with path.open("rb") as stream:
        written = stream.read(PROFILE_BYTES_MAX + 1)
    if len(written) > PROFILE_BYTES_MAX:
        raise OSError(f"it has more than {PROFILE_BYTES_MAX:,} bytes")
    return written


def _check_shape(table: dict[str, Any], where: str) -> None:
    for key, value in table.items():
        shape, form = _SHAPES[key]
        if not isinstance(value, shape):
            raise ProfileError(f"error.profile-must-be-{form}", where=where, key=key)
    for rule, of_rule in table.get("limits", {}).items():
        if not isinstance(of_rule, dict):
            raise ProfileError("error.profile-limits-form", where=where, rule=rule)


def _build(name: str, table: dict[str, Any], where: str) -> Profile:
    advice = tuple(_advice(entry, where) for entry in table.get("advice", []))
    return Profile(
        name=name,
        title=table.get("title", name),
        windows=tuple(_window(entry, where) for entry in table.get("windows", [])),
        shots=_shots(table.get("shots", {}), where),
        advice=tuple(entry.value or "" for entry in advice),
        advice_sources=advice,
        refunds=tuple(_advice(entry, where, "refunds") for entry in table.get("refunds", [])),
        limits=_limits(table.get("limits", {}), where),
        **_values(table.get("values", {}), where),
    )


def _values(table: dict[str, Any], where: str) -> dict[str, Any]:
    _known(table, tuple(FIELDS), where, "value")
    found: dict[str, Any] = {}
    for name, entry in table.items():
        _known(entry, _SOURCED, f"{where}, {name}", "key")
        confidence = _confidence(entry, f"{where}, {name}")
        value = entry.get("value")
        if value is None and confidence != "unknown":
            raise ProfileError("error.profile-value-missing", where=where, name=name)
        try:
            value = None if value is None else checked(name, value)
        except UnfitError as error:
            raise error.of(value, name, f"Profile {where}") from None
        found[name] = Sourced(value, _text(entry, "source"), _text(entry, "date"), confidence)
    return found


def _limits(table: dict[str, Any], where: str) -> dict[str, dict[str, float]]:
    found: dict[str, dict[str, float]] = {}
    for rule, of_rule in table.items():
        for limit, entry in of_rule.items():
            value = entry.get("value") if isinstance(entry, dict) else entry
            if isinstance(entry, dict):
                _known(entry, _SOURCED, f"{where}, {rule}.{limit}", "key")
                _confidence(entry, f"{where}, {rule}.{limit}")
            number = checked_limit(rule, limit, value, f"Profile {where}")
            found.setdefault(rule, {})[limit] = number
    return found


def _window(entry: object, where: str) -> DisputeWindow:
    location = f"{where}, windows"
    table = _table(
        entry, location, ("name", "starts", "days", "description", "is_deadline", *_ORIGIN)
    )
    days = table.get("days")
    if isinstance(days, bool) or not isinstance(days, int | float) or not 0 < days <= 3660:
        raise ProfileError("error.profile-days", where=location, days=days)
    if table.get("starts") not in EVENTS:
        raise ProfileError("error.profile-starts", where=location, known=EVENTS)
    return DisputeWindow(
        name=_text(table, "name"),
        starts=table["starts"],
        days=float(days),
        description=_text(table, "description"),
        is_deadline=bool(table.get("is_deadline", True)),
        source=_text(table, "source"),
        date=_text(table, "date"),
        confidence=_confidence(table, location),
    )


def _shots(table: dict[str, Any], where: str) -> dict[str, tuple[Shot, ...]]:
    _known(table, (*REASONS, "any"), where, "reason")
    for reason, entries in table.items():
        if not isinstance(entries, list):
            raise ProfileError("error.profile-shots-form", where=where, dispute_reason=reason)
    return {
        reason: tuple(_shot(entry, f"{where}, shots.{reason}") for entry in entries)
        for reason, entries in table.items()
    }


def _shot(entry: object, where: str) -> Shot:
    table = _table(entry, where, ("name", "role", "description", "required", *_ORIGIN))
    if table.get("role") not in tuple(Role):
        raise ProfileError("error.profile-role", where=where, known=tuple(Role))
    return Shot(
        name=_text(table, "name"),
        role=str(table["role"]),
        description=_text(table, "description"),
        required=bool(table.get("required", False)),
        source=_text(table, "source"),
        date=_text(table, "date"),
        confidence=_confidence(table, where),
    )


def _advice(entry: object, where: str, key: str = "advice") -> Sourced[str]:
    if isinstance(entry, str):
        return Sourced(entry, where, "", "given")
    table = _table(entry, f"{where}, {key}", ("text", *_ORIGIN))
    return Sourced(
        _text(table, "text"),
        _text(table, "source"),
        _text(table, "date"),
        _confidence(table, f"{where}, {key}"),
    )


def _table(entry: object, where: str, known: tuple[str, ...]) -> dict[str, Any]:
    if not isinstance(entry, dict):
        raise ProfileError("error.profile-entry", where=where)
    _known(entry, known, where, "key")
    return entry


def _known(table: Mapping[str, object], known: tuple[str, ...], where: str, what: str) -> None:
    for name in table:
        if name not in known:
            raise ProfileError(
                "error.profile-key", where=where, what=what, name=name, nearest=nearest(name, known)
            )


def _confidence(entry: Mapping[str, Any], where: str) -> str:
    default = "unknown" if entry.get("value") is None else "given"
    confidence = entry.get("confidence", default)
    if not isinstance(confidence, str) or confidence not in CONFIDENCE:
        raise ProfileError(
            "error.profile-confidence", where=where, known=tuple(CONFIDENCE), confidence=confidence
        )
    return str(confidence)


def _text(entry: Mapping[str, Any], key: str) -> str:
    value = entry.get(key, "")
    return value if isinstance(value, str) else str(value)
