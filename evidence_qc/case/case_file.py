"""Reads ``case.toml``: the item, the claims, and what each file shows.

Every complaint names the file, the key and the nearest right name.
"""

from __future__ import annotations

import os
import stat
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from evidence_qc.case.lookup import nearest, one_of
from evidence_qc.case.options import DEFAULT_MARK_SIZE_RATIO, checked_mark
from evidence_qc.case.reasons import known_reason
from evidence_qc.errors import UsageError
from evidence_qc.language import Sentence
from evidence_qc.media.files.discover import special
from evidence_qc.model import USABLE, Mark, Role

CASE_FILE = "case.toml"
CASE_BYTES_MAX = 2_000_000
"""Some thousand files by name, with marks; more is no case, and would be read for minutes."""
TOP_KEYS = ("item", "reason", "ask", "usable", "claims", "media")
CLAIM_KEYS = ("title", "title_en", "folder", "media", "named")
MEDIA_KEYS = ("role", "marks", "pin", "exclude", "include")
MARK_KEYS = ("x", "y", "size", "label")


@dataclass(frozen=True, slots=True)
class ClaimEntry:
    """One ``[[claims]]`` table."""

    title: str
    title_en: str = ""
    folder: str = ""
    media: tuple[str, ...] = ()
    named: bool = True
    """False: a group that the program made and nobody named yet, as ``bundle`` writes it."""


@dataclass(frozen=True, slots=True)
class MediaEntry:
    """One ``[media."FILE"]`` table."""

    role: Role | None = None
    marks: tuple[Mark, ...] = ()
    pin: bool = False
    exclude: bool = False
    include: bool = False


@dataclass(frozen=True, slots=True)
class CaseFile:
    """A case file, checked for form; its file names are not looked up yet."""

    path: str = ""
    item: str = ""
    reason: str = ""
    ask: str = ""
    usable: str = ""
    claims: tuple[ClaimEntry, ...] = ()
    media: tuple[tuple[str, MediaEntry], ...] = ()


def find_case_file(paths: tuple[str, ...] | list[str]) -> Path | None:
    """The ``case.toml`` in the first folder among the arguments that has one, whatever it is."""
    for path in paths:
        candidate = Path(path) / CASE_FILE
        if os.path.lexists(candidate):  # no where pathlib raises
            return candidate
    return None


def read_case_file(path: Path) -> CaseFile:
    """Read and check a case file; UsageError with file, key and nearest name."""
    if kind := _no_file(path):
        raise UsageError("error.case-file-kind", path=path, what=Sentence(kind))
    try:
        data = tomllib.loads(_written(path).decode("utf-8-sig"))
    except OSError as error:
        raise UsageError(
            "error.case-file-unreadable", path=path, reason=error.strerror or error
        ) from error
    except RecursionError as error:
        raise UsageError("error.case-file-nested", path=path) from error
    except ValueError as error:  # syntax, encoding, a number of thousands of digits
        raise UsageError("error.case-file-syntax", path=path, reason=error) from error
    return parse_case(data, str(path))


def _no_file(path: Path) -> str:
    """What else it is, as whoever lists files says it; a pipe would be waited for without end."""
    try:
        return "" if stat.S_ISREG(mode := path.stat().st_mode) else special(mode)
    except (OSError, ValueError):  # why is said when it is read, but for a link
        return "skipped.broken-link" if os.path.islink(path) else ""  # noqa: PTH114


def _written(path: Path) -> bytes:
    with path.open("rb") as stream:
        written = stream.read(CASE_BYTES_MAX + 1)
    if len(written) > CASE_BYTES_MAX:
        raise ValueError(f"it has more than {CASE_BYTES_MAX:,} bytes")
    return written


def parse_case(data: Mapping[str, Any], path: str) -> CaseFile:
    """The checked content of a parsed TOML document; ``path`` is for messages only."""
    _known(data, TOP_KEYS, path)
    reason = _text(data, "reason", path)
    usable = _text(data, "usable", path)
    claims = data.get("claims", [])
    media = data.get("media", {})
    if not isinstance(claims, list) or not all(isinstance(claim, dict) for claim in claims):
        raise UsageError("error.case-claims-form", path=path)
    if not isinstance(media, dict):
        raise UsageError("error.case-media-form", path=path)
    return CaseFile(
        path=path,
        item=_text(data, "item", path),
        reason=known_reason(reason, path),
        ask=_text(data, "ask", path),
        usable=usable and one_of(usable, USABLE, "usable", path),
        claims=tuple(
            _claim(claim, f"{path}: claim {number}") for number, claim in enumerate(claims, 1)
        ),
        media=tuple((name, _media(entry, f"{path}: {name!r}")) for name, entry in media.items()),
    )


def _claim(data: Mapping[str, Any], where: str) -> ClaimEntry:
    _known(data, CLAIM_KEYS, where)
    title = _text(data, "title", where) or _text(data, "folder", where)
    named = _flag(data, "named", where) if "named" in data else True
    if named and not title:
        raise UsageError("error.claim-without-title", where=where)
    media = data.get("media", [])
    if not isinstance(media, list) or not all(isinstance(name, str) for name in media):
        raise UsageError("error.claim-media-form", where=where)
    return ClaimEntry(
        title=title,
        title_en=_text(data, "title_en", where),
        folder=_text(data, "folder", where),
        media=tuple(media),
        named=named,
    )


def _media(data: object, where: str) -> MediaEntry:
    if not isinstance(data, dict):
        raise UsageError("error.media-form", where=where)
    _known(data, MEDIA_KEYS, where)
    role = _text(data, "role", where)
    marks = data.get("marks", [])
    if not isinstance(marks, list):
        raise UsageError("error.marks-form", where=where)
    return MediaEntry(
        role=Role(one_of(role, tuple(Role), "role", where)) if role else None,
        marks=tuple(_mark(mark, where) for mark in marks),
        pin=_flag(data, "pin", where),
        exclude=_flag(data, "exclude", where),
        include=_flag(data, "include", where),
    )


def _mark(data: object, where: str) -> Mark:
    if not isinstance(data, dict):
        raise UsageError("error.case-mark-form", where=where)
    _known(data, MARK_KEYS, f"{where}: mark")
    missing = [key for key in ("x", "y") if key not in data]
    if missing:
        raise UsageError("error.mark-incomplete", where=where, missing=tuple(missing))
    numbers = {key: data.get(key, DEFAULT_MARK_SIZE_RATIO) for key in ("x", "y", "size")}
    for key, value in numbers.items():
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise UsageError("error.mark-number", where=where, key=key)
    return checked_mark(
        numbers["x"],
        numbers["y"],
        numbers["size"],
        _text(data, "label", where),
        f"{where}: mark",
    )


def _known(data: Mapping[str, Any], keys: tuple[str, ...], where: str) -> None:
    for key in data:
        if key not in keys:
            raise UsageError("error.key-unknown", where=where, key=key, **nearest(key, keys))


def _text(data: Mapping[str, Any], key: str, where: str) -> str:
    value = data.get(key, "")
    if not isinstance(value, str):
        raise UsageError("error.key-not-text", where=where, key=key)
    return " ".join(value.split())


def _flag(data: Mapping[str, Any], key: str, where: str) -> bool:
    value = data.get(key, False)
    if not isinstance(value, bool):
        raise UsageError("error.key-not-flag", where=where, key=key)
    return value
