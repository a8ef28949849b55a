"""Which photos came by before, in other disputes: found by hash, kept on the disk, memory is flat.

Four sixteenths of a fingerprint are four bands of 16 bits. Two fingerprints that differ in at most
three bits have at least one band in common, so looking among those that share a band finds every
pair (pigeonhole principle; M. Norouzi et al., "Fast Search in Hamming Space with Multi-Index
Hashing", 2012).
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import wraps
from types import TracebackType
from typing import ParamSpec, TypeVar

from evidence_qc.errors import CannotWriteError

DISTANCE_BITS_MAX = 3
"""Bits of 64 in which a photo that was saved again or made smaller differs. Within one dispute 10
are taken; here each photo is compared with all of all disputes, so chance has far more goes: of
450,000 pairs of 956 photos from 80 public repositories, none of two repositories differ in fewer
than 5 bits, and 52 in at most 10 (2026-11)."""

_BANDS = 4
_BAND_BITS = 16
_CACHE_KB = 8_000

_TABLES = """
CREATE TABLE photos (id INTEGER PRIMARY KEY, dispute BLOB, path BLOB, sha256 TEXT, hash BLOB);
CREATE INDEX by_sha256 ON photos (sha256);
CREATE TABLE bands (band INTEGER, bits INTEGER, id INTEGER, PRIMARY KEY (band, bits, id))
WITHOUT ROWID;
"""


P = ParamSpec("P")
R = TypeVar("R")


def _needing_room(function: Callable[P, R]) -> Callable[P, R]:
    """A full disk is said in a sentence."""

    @wraps(function)
    def said(*args: P.args, **options: P.kwargs) -> R:
        try:
            return function(*args, **options)
        except sqlite3.OperationalError as error:
            raise CannotWriteError("error.seen-photos-not-kept", reason=error) from error

    return said


@dataclass(frozen=True, slots=True)
class SeenPhoto:
    """One photo, by what it is found again."""

    path: str
    sha256: str
    fingerprint: int | None = None
    """64 bits of the picture as it is; None: found by its bytes alone."""


@dataclass(frozen=True, slots=True)
class Match:
    """A photo of another dispute that is the same, or looks it."""

    dispute: str
    path: str
    distance_bits: int | None
    """None: the very same file."""


class SeenPhotos:
    """All photos so far; a private file of SQLite that goes when it is closed.

    Not for several threads.
    """

    def __init__(self) -> None:
        self._store = sqlite3.connect("", check_same_thread=False)
        self._store.executescript(f"PRAGMA cache_size = -{_CACHE_KB}; PRAGMA journal_mode = OFF;")
        self._store.executescript(_TABLES)

    def __enter__(self) -> SeenPhotos:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Forget everything."""
        self._store.close()

    @_needing_room
    def matches(self, dispute: str, photo: SeenPhoto) -> list[Match]:
        """The same in other disputes: equal files first, then what looks it, in order of coming."""
        found: dict[int, Match] = {}
        name = _stored(dispute)
        same = "SELECT id, dispute, path FROM photos WHERE sha256 = ? AND dispute != ? ORDER BY id"
        for key, other, path in self._store.execute(same, (photo.sha256, name)):
            found[key] = Match(_read(other), _read(path), None)
        for key, bits in self._near(photo.fingerprint):
            where = "SELECT dispute, path FROM photos WHERE id = ? AND dispute != ?"
            for other, path in self._store.execute(where, (key, name)):
                found.setdefault(key, Match(_read(other), _read(path), bits))
        return list(found.values())

    @_needing_room
    def add(self, dispute: str, photos: Iterable[SeenPhoto]) -> None:
        """Remember the photos of a dispute."""
        for photo in photos:
            bits = photo.fingerprint
            row = (
                _stored(dispute),
                _stored(photo.path),
                photo.sha256,
                None if bits is None else bits.to_bytes(8, "big"),
            )
            insert = "INSERT INTO photos (dispute, path, sha256, hash) VALUES (?, ?, ?, ?)"
            key = self._store.execute(insert, row).lastrowid
            if bits is not None:
                rows = [(band, value, key) for band, value in enumerate(_bands(bits))]
                self._store.executemany("INSERT INTO bands VALUES (?, ?, ?)", rows)

    def _near(self, fingerprint: int | None) -> list[tuple[int, int]]:
        """(id, distance) of those within the limit, in order of coming."""
        if fingerprint is None:
            return []
        found: dict[int, int] = {}
        query = (
            "SELECT photos.id, hash FROM bands JOIN photos USING (id) WHERE band = ? AND bits = ?"
        )
        for band in enumerate(_bands(fingerprint)):
            for key, other in self._store.execute(query, band):
                distance = (int.from_bytes(other, "big") ^ fingerprint).bit_count()
                if distance <= DISTANCE_BITS_MAX:
                    found[key] = distance
        return sorted(found.items())


def _bands(fingerprint: int) -> list[int]:
    mask = (1 << _BAND_BITS) - 1
    return [fingerprint >> _BAND_BITS * band & mask for band in range(_BANDS)]


def _stored(name: str) -> bytes:
    """Names may hold bytes that are no Unicode (surrogates, PEP 383)."""
    return name.encode("utf-8", "surrogatepass")


def _read(name: bytes) -> str:
    return name.decode("utf-8", "surrogatepass")
