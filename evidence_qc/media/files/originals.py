"""Where an original stands on the disk, and opening it: read-only, whatever its name."""

from __future__ import annotations

import os
from pathlib import Path
from typing import BinaryIO

from evidence_qc.model import FileFacts


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
