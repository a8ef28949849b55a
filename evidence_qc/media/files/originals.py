"""Where an original stands on the disk, and opening it: read-only, whatever its name."""

from __future__ import annotations

import os
from pathlib import Path
from typing import BinaryIO

from evidence_qc.errors import CannotWriteError
from evidence_qc.media.formats.identify import HEAD_BYTES, identify
from evidence_qc.model import FileFacts, Media


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


def refuse_media(target: Path) -> None:
    """Keep a report from being written over a photo or a video, looked at or not.

    Raises:
        CannotWriteError: one stands there, by its content or by its name.
    """
    try:
        if not target.is_file():
            return
        with target.open("rb") as stream:
            head = stream.read(HEAD_BYTES)
        identity = identify(head, target.name, target.stat().st_size)
    except (OSError, ValueError):  # whoever writes there says what is wrong with it
        return
    if identity.media is not Media.UNKNOWN or identity.is_candidate:
        raise CannotWriteError("error.output-is-media", path=target)
