"""Copies of the originals, byte for byte, proven while they are written."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Generator
from contextlib import closing
from pathlib import Path
from typing import BinaryIO

from evidence_qc.errors import CannotWriteError
from evidence_qc.model import FileFacts

_BLOCK_BYTES = 1 << 20


def copy_original(
    facts: FileFacts, open_original: Callable[[FileFacts], BinaryIO], target: Path
) -> None:
    """Stream one original to ``target``; its digest must be the one that was scanned.

    Raises:
        CannotWriteError: The file changed since the scan, or cannot be read any more.
        OSError: ``target`` cannot be written.
    """
    digest = hashlib.sha256()
    target.parent.mkdir(parents=True, exist_ok=True)
    with target.open("xb") as sink, closing(_blocks(facts, open_original)) as blocks:
        for block in blocks:
            digest.update(block)
            sink.write(block)
    if digest.hexdigest() != facts.sha256:
        raise CannotWriteError("error.original-changed", path=facts.path)


def _blocks(
    facts: FileFacts, open_original: Callable[[FileFacts], BinaryIO]
) -> Generator[bytes, None, None]:
    """The file piece by piece; what goes wrong in reading is told from what does in writing."""
    try:
        with open_original(facts) as source:
            while block := source.read(_BLOCK_BYTES):
                yield block
    except OSError as error:
        raise CannotWriteError(
            "error.original-unreadable", path=facts.path, reason=error.strerror or error
        ) from error
