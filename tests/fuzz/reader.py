"""What a reader under test is."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from tests.fuzz.mutations import Near, near

Read = Callable[[bytes], object]


@dataclass(frozen=True, slots=True)
class Reader:
    """A reader under test."""

    read: Read
    seeds: Callable[[], list[bytes]]
    modules: tuple[str, ...]
    """Whose lines are counted."""
    may_raise: tuple[type[Exception], ...] = ()
    near: Near = near
    """Draws what is near to the seeds."""


@cache
def room() -> Path:
    """One folder for what readers want as files; goes with the process's temporary files."""
    return Path(tempfile.mkdtemp(prefix="fuzz-"))


def as_file(name: str, read: Callable[[Path], object]) -> Read:
    """A reader of bytes that hands them on as a file of that name."""

    def write_and_read(data: bytes) -> object:
        path = room() / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
        return read(path)

    return write_and_read
