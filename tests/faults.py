"""A system that refuses the n-th of the calls that make, name or open something.

For writing, or, where that is asked, for reading.
"""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

_CALLS = {"os.mkdir", "os.rename", "os.chmod", "os.utime", "os.link", "os.symlink"}
_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT


class Fault:
    """Refuses one call below a folder; tells how many there were."""

    def __init__(
        self, root: Path, at: int, code: int = errno.ENOSPC, *, reading: bool = False
    ) -> None:
        self._root, self._at, self._code = str(root), at, code
        self._reading = reading
        self.calls = 0

    @property
    def met(self) -> bool:
        """Whether the call that is refused came."""
        return self.calls >= self._at

    def hear(self, event: str, args: tuple[Any, ...]) -> None:
        """Raise for the n-th call (``sys.addaudithook`` hears of each before it is done)."""
        if event == "open":
            path, mode, flags = args
            is_writing = (mode and mode[0] in "wax") or (flags or 0) & _WRITING
            if bool(is_writing) is self._reading:
                return
        elif event in _CALLS and not self._reading:
            path = args[0]
            if event == "os.mkdir" and Path(path).is_dir():
                return  # "is there" is its answer in any case
        else:
            return
        if isinstance(path, str | os.PathLike) and os.fspath(path).startswith(
            (self._root + os.sep, self._root) if self._reading else self._root + os.sep
        ):
            self.calls += 1
            if self.calls == self._at:
                raise OSError(self._code, os.strerror(self._code), os.fspath(path))


_active: list[Fault] = []
_is_hooked: list[bool] = []


def _hook(event: str, args: tuple[Any, ...]) -> None:
    for fault in _active:
        fault.hear(event, args)


@contextmanager
def fault(
    root: Path, at: int, code: int = errno.ENOSPC, *, reading: bool = False
) -> Iterator[Fault]:
    """Refuse the ``at``-th call below ``root`` while the block runs."""
    if not _is_hooked:
        sys.addaudithook(_hook)  # stays for good; hears nothing when no fault is active
        _is_hooked.append(True)
    made = Fault(root, at, code, reading=reading)
    _active.append(made)
    try:
        yield made
    finally:
        _active.remove(made)
