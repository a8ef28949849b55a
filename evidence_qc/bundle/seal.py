"""SHA256SUMS and the seal: what makes a later change visible.

The format is that of GNU coreutils, so ``sha256sum -c SHA256SUMS`` checks a bundle without this
program. The seal is the SHA-256 of that file: one line to send to oneself.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from pathlib import Path

from evidence_qc.bundle.original_names import is_safe
from evidence_qc.bundle.types import SUMS
from evidence_qc.errors import VerifyError
from evidence_qc.media.files.digest import sha256, sha256_file

_LINE = re.compile(r"([0-9a-f]{64}) [ *](.+)")


def files_below(folder: Path) -> tuple[str, ...]:
    """Every file in a folder, relative with ``/``, in order of code points; links count as files.

    Folders that are links are named too, never entered.
    """
    found: list[str] = []
    waiting = [folder]
    while waiting:
        for entry in os.scandir(waiting.pop()):
            if entry.is_dir(follow_symlinks=False):
                waiting.append(Path(entry.path))
            else:
                found.append(Path(entry.path).relative_to(folder).as_posix())
    return tuple(sorted(found))


def folders_below(folder: Path) -> tuple[str, ...]:
    """Every folder in a folder, relative, with ``/`` between and at the end; links are files."""
    found: list[str] = []
    waiting = [folder]
    while waiting:
        for entry in os.scandir(waiting.pop()):
            if entry.is_dir(follow_symlinks=False):
                waiting.append(Path(entry.path))
                found.append(f"{Path(entry.path).relative_to(folder).as_posix()}/")
    return tuple(sorted(found))


def write_sums(folder: Path, known: Mapping[str, str] | None = None) -> str:
    """Write SHA256SUMS over all files of a folder but itself; returns the seal.

    Args:
        folder: The finished bundle.
        known: Digests that were taken while the files were written.
    """
    known = known or {}
    lines = [
        f"{known.get(name) or sha256_file(str(folder / name))}  {name}\n"
        for name in files_below(folder)
        if name != SUMS
    ]
    data = "".join(lines).encode()
    (folder / SUMS).write_bytes(data)
    return sha256(data)


def parse_sums(data: bytes) -> dict[str, str]:
    """Name → digest; VerifyError for a line that is no digest or a name that leaves the folder."""
    if not data:
        raise VerifyError("error.sums-empty")
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise VerifyError("error.sums-not-text") from error
    found: dict[str, str] = {}
    if not text.endswith("\n"):
        raise VerifyError("error.sums-cut-off")
    for number, line in enumerate(text.removesuffix("\n").split("\n"), 1):
        match = _LINE.fullmatch(line)
        if match is None:
            raise VerifyError("error.sums-line", line=number)
        digest, name = match.groups()
        if not is_safe(name):
            raise VerifyError("error.sums-outside", line=number, name=name)
        if name in found:
            raise VerifyError("error.sums-twice", name=name)
        found[name] = digest
    return found
