"""Copies of the originals, byte for byte, proven while they are written."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable
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
    """
    digest = hashlib.sha256()
    target.parent.mkdir(parents=True, exist_ok=True)
    try:
        source = open_original(facts)
    except OSError as error:
        raise CannotWriteError(
            f"{facts.path} cannot be read any more: {error.strerror}."
        ) from error
    with source, target.open("xb") as sink:
        while block := source.read(_BLOCK_BYTES):
            digest.update(block)
            sink.write(block)
    if digest.hexdigest() != facts.sha256:
        raise CannotWriteError(
            f"{facts.path} has changed since it was scanned.",
            "Scan it again (--no-cache), then make the bundle.",
        )


def source_path(facts: FileFacts, root: Path | None = None) -> str:
    """The name to open: names that are no valid Unicode come back from their bytes.

    Relative ones are below ``root``; None: below the working directory.
    """
    name = facts.path
    if facts.path_b64:
        import base64

        name = os.fsdecode(base64.b64decode(facts.path_b64))
    return name if root is None else os.path.join(root, name)  # noqa: PTH118 - surrogate names


def open_file(facts: FileFacts, root: Path | None = None) -> BinaryIO:
    """The original as it stands on the disk, read-only."""
    return open(source_path(facts, root), "rb")  # noqa: PTH123 - surrogate names; the caller closes
