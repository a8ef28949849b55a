"""Keys and what belongs to them in one SQLite file: bounded, shared by threads, never fatal.

What is kept here can be made again. So a damaged or foreign file is replaced, never trusted, a row
that does not fit its checksum is not there, and a disk that is full or locked is one that remembers
nothing.
"""

from __future__ import annotations

import os
import sqlite3
import threading
import zlib
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import Self

import platformdirs

_WRITE_EVERY = 200
"""Rows; they wait in memory, so that the file is locked for a moment, not while work goes on."""


def cache_folder() -> Path:
    """The platform's cache folder for this program; ``EVIDENCE_QC_CACHE`` overrides it."""
    if override := os.environ.get("EVIDENCE_QC_CACHE"):
        return Path(override)
    return platformdirs.user_cache_path("evidence-qc", appauthor=False, opinion=False)


class Store:
    """A mapping from text to text or bytes; a context manager.

    Args:
        path: the file; None: a private one among the temporary files, gone when closed.
        table: its name counts the layouts of what is stored.
        keep_rows: when it is closed, the oldest rows beyond so many are dropped.
    """

    def __init__(self, path: Path | None, *, table: str, keep_rows: int) -> None:
        self._lock = threading.Lock()
        self._pending: dict[str, str | bytes] = {}
        self._has_written = False
        self._table = table
        self._keep_rows = keep_rows
        self._connection = _open(path, table)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exc: object) -> None:
        self.close()

    def get(self, key: str) -> str | bytes | None:
        """What is stored under this key, or None."""
        if self._connection is None:
            return None
        try:
            with self._lock:
                if key in self._pending:
                    return self._pending[key]
                row = self._connection.execute(
                    f"SELECT value, crc32 FROM {self._table} WHERE key = ?", (key,)
                ).fetchone()
        except sqlite3.Error:
            return None
        # Bits that turned may leave another type in either column.
        return row[0] if row and row[1] == _checksum(key, row[0]) >= 0 else None

    def put(self, key: str, value: str | bytes) -> None:
        """Remember it; what was there under this key is replaced."""
        if self._connection is None:
            return
        with self._lock:
            self._pending[key] = value
            if len(self._pending) >= _WRITE_EVERY:
                self._write()

    def drop(self, keys: Iterable[str]) -> None:
        """Forget what is stored under these keys, and under them with ``@`` and more behind."""
        if self._connection is None:
            return
        with self._lock, suppress(sqlite3.Error):
            self._write()
            with self._connection:
                self._connection.executemany(
                    f"DELETE FROM {self._table} WHERE key = ? OR key >= ? AND key < ?",
                    [(key, f"{key}@", f"{key}A") for key in keys],
                )

    def close(self) -> None:
        """Write what is pending and drop the oldest rows beyond the bound."""
        if self._connection is None:
            return
        with self._lock:
            connection = self._connection
            self._write()
            try:
                if self._has_written:
                    connection.execute(
                        f"DELETE FROM {self._table} WHERE rowid <= "
                        f"(SELECT max(rowid) FROM {self._table}) - ?",
                        (self._keep_rows,),
                    )
                    connection.commit()
                connection.close()
            except sqlite3.Error:
                pass
            self._connection = None

    def _write(self) -> None:
        """What is pending, in one short transaction; lost if another process holds the file."""
        rows = [(key, value, _checksum(key, value)) for key, value in self._pending.items()]
        self._pending.clear()
        if self._connection is None or not rows:
            return
        try:
            with self._connection:
                self._connection.executemany(
                    f"INSERT OR REPLACE INTO {self._table} (key, value, crc32) VALUES (?, ?, ?)",
                    rows,
                )
            self._has_written = True
        except sqlite3.Error:
            return


def _checksum(key: str, value: object) -> int:
    """Of a row; none that was written has a number below zero."""
    if isinstance(value, str):
        return zlib.crc32(value.encode(), zlib.crc32(key.encode()))
    return zlib.crc32(value, zlib.crc32(b"\0" + key.encode())) if isinstance(value, bytes) else -1


def _open(path: Path | None, table: str) -> sqlite3.Connection | None:
    for _ in range(2):
        try:
            if path is not None:
                path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            # An empty name is SQLite's own temporary file, which no one else can open.
            connection = sqlite3.connect(path or "", check_same_thread=False, timeout=5)
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("PRAGMA synchronous = OFF")
            connection.execute(
                f"CREATE TABLE IF NOT EXISTS {table} "
                "(key TEXT PRIMARY KEY, value NOT NULL, crc32 INTEGER NOT NULL)"
            )
            connection.execute(f"SELECT key, value, crc32 FROM {table} LIMIT 0")  # is it ours?
            connection.commit()
        except sqlite3.DatabaseError as error:
            if path is None or isinstance(error, sqlite3.OperationalError):
                return None
            path.unlink(missing_ok=True)
        except OSError:
            return None
        else:
            return connection
    return None
