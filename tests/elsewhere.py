"""Systems that are not here, as far as they can be pretended: what they lack, what they refuse."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

LACKING = """
import os, signal, sys
for name in ("killpg", "fork", "forkpty", "setsid", "getpgrp", "getpgid", "setpgid", "link"):
    if hasattr(os, name):
        delattr(os, name)
for name in ("SIGSTOP", "SIGXFSZ", "SIGHUP"):
    if hasattr(signal, name):
        delattr(signal, name)
for name in ("fcntl", "resource", "termios", "pwd", "grp"):
    sys.modules[name] = None
_open = os.open
def opened(path, *args, **more):
    if str(path).startswith("/proc/"):
        raise FileNotFoundError(2, "No such file or directory", path)
    return _open(path, *args, **more)
os.open = opened
"""
"""A ``sitecustomize`` without what Windows has not: groups of processes, forks, limits, /proc."""


class _Proxy(ModuleType):
    """``os`` as a module of ours sees it, with another name of the system."""

    name = "nt"

    def __getattr__(self, name: str) -> Any:
        return getattr(os, name)


def _open_here(path: Path) -> bool:
    """Whether this process has the file open."""
    real = os.path.realpath(path)
    found = []
    for link in Path("/proc/self/fd").iterdir():
        with suppress(OSError):
            found.append(str(link.readlink()))
    return real in found or any(each.startswith(real + os.sep) for each in found)


@contextmanager
def windows(monkeypatch: pytest.MonkeyPatch, *modules: str) -> Iterator[list[str]]:
    """Windows for these modules: no ``fcntl``, and what is open is neither renamed nor removed.

    Yields:
        What was refused.
    """
    refused: list[str] = []

    def refusing(real: Callable[..., Any]) -> Callable[..., Any]:
        def call(path: Any, *rest: Any, **more: Any) -> Any:
            there = [Path(each) for each in (path, *rest) if isinstance(each, str | os.PathLike)]
            if "dir_fd" not in more or more["dir_fd"] is None:
                for each in there:
                    if _open_here(each):
                        refused.append(f"{real.__name__} {each}")
                        raise PermissionError(13, "The file is used by another process", str(each))
            return real(path, *rest, **more)

        return call

    with monkeypatch.context() as patch:
        for module in modules:
            patch.setattr(sys.modules[module], "os", _Proxy("os"))
        patch.setitem(sys.modules, "fcntl", None)
        for name in ("rename", "replace", "unlink", "remove", "rmdir"):
            patch.setattr(os, name, refusing(getattr(os, name)))
        patch.setattr("shutil._use_fd_functions", False)
        yield refused
