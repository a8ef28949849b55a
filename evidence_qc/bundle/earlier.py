"""What an earlier bundle of the same dispute used, so that a second round goes on from there."""

from __future__ import annotations

import json
import string
import zipfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

from evidence_qc.bundle.archive import UNZIPPABLE, prefix_of
from evidence_qc.bundle.types import (
    MANIFEST,
    MANIFEST_BYTES_MAX,
    MANIFEST_SCHEMA,
    SUMS,
    SUMS_BYTES_MAX,
)
from evidence_qc.errors import UsageError
from evidence_qc.media.files.digest import sha256
from evidence_qc.model.serial import DAMAGED
from evidence_qc.plan.tiles import Numbering


@dataclass(frozen=True, slots=True)
class Earlier:
    """Used files and the last numbers of an earlier bundle."""

    seal: str = ""
    used: frozenset[str] = frozenset()
    """SHA-256 of the originals that were shown."""
    numbering: Numbering = field(default_factory=Numbering)


def read_earlier(path: Path) -> Earlier:
    """Read an earlier bundle, folder or zip.

    Raises:
        UsageError: There is no bundle, or its manifest is not one.
    """
    try:
        data, sums = _read(path)
        document: Any = json.loads(data)
        if document["schema"] != MANIFEST_SCHEMA:
            raise UsageError("error.bundle-schema", path=path, schema=document["schema"])
        return Earlier(sha256(sums), _used(document), _numbering(document))
    except (*DAMAGED, *UNZIPPABLE, OSError) as error:
        raise UsageError("error.no-earlier-bundle", path=path) from error


def _read(path: Path) -> tuple[bytes, bytes]:
    if path.is_dir():
        with (path / MANIFEST).open("rb") as manifest, (path / SUMS).open("rb") as sums:
            return _within(manifest, MANIFEST_BYTES_MAX), _within(sums, SUMS_BYTES_MAX)
    with zipfile.ZipFile(path) as archive:
        prefix = prefix_of(archive) or ""
        with archive.open(prefix + MANIFEST) as manifest, archive.open(prefix + SUMS) as sums:
            return _within(manifest, MANIFEST_BYTES_MAX), _within(sums, SUMS_BYTES_MAX)


def _within(stream: IO[bytes], most_bytes: int) -> bytes:
    """All of a list; ValueError when it is longer than that of any bundle."""
    data = stream.read(most_bytes + 1)
    if len(data) > most_bytes:
        raise ValueError("too long")
    return data


def _used(document: Any) -> frozenset[str]:
    """What it showed, and what the one before it had shown."""
    used_paths = (
        str(source["sha256"])
        for output in document["outputs"]
        for source in output["sources"]
        if source["sha256"]
    )
    return frozenset([*used_paths, *map(str, document.get("used_before", []))])


def _numbering(document: Any) -> Numbering:
    labels = {label for slot in document["slots"] for label in slot["tiles"]}
    views: dict[int, int] = {}
    for label in labels:
        number = label.rstrip(string.ascii_lowercase)
        if number.isdecimal():
            last = _column(label.removeprefix(number))
            views[int(number)] = max(views.get(int(number), 0), last)
    letters = [label.lower() for label in labels if label.isalpha() and label.isupper()]
    return Numbering(
        claims={c["title"]: int(c["number"]) for c in document["case"]["claims"]},
        views=views,
        context=max(map(_column, letters), default=0),
        slots=max((int(slot["number"]) for slot in document["slots"]), default=0),
        labels={
            str(source["sha256"]): str(source["tile"])
            for output in document["outputs"]
            for source in output["sources"]
            if source["tile"] and source["time_s"] is None
        },
    )


def _column(letters: str) -> int:
    """Place in a … z, aa …: 1 for a."""
    column = 0
    for letter in letters:
        column = 26 * column + string.ascii_lowercase.index(letter) + 1
    return column
