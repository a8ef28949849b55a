"""Names inside a bundle: safe everywhere, close to what the user called the file."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Sequence

from evidence_qc.bundle.types import ORIGINALS
from evidence_qc.media.files.safe_names import SafeNames
from evidence_qc.report.text import printable


def original_names(paths: Sequence[str]) -> dict[str, str]:
    """Report path → path in the bundle, below ``originals/``.

    Unique, also where case and the way in which accents are written make no difference. The
    longest folder that all share goes; what no Windows, macOS or Linux can write becomes ``_``,
    and so does what would steer a terminal; no name can climb out of the folder.
    """
    parts = {path: _parts(path) for path in paths}
    shared = posixpath.commonprefix([p[:-1] for p in parts.values()]) if parts else []
    safe, names = SafeNames(), {}
    for path, pieces in parts.items():
        inside = [printable(piece).replace("\\", "_") for piece in pieces[len(shared) :]]
        names[path] = posixpath.join(ORIGINALS, safe.take("/".join(inside)))
    return names


def is_safe(name: str) -> bool:
    """True for a relative path with ``/`` that stays inside its folder on every system."""
    parts = name.split("/")
    return (
        bool(name)
        and not any(part in {"", ".", ".."} for part in parts)
        and "\\" not in name
        and "\x00" not in name
        and not re.match(r"^[A-Za-z]:", name)
    )


def _parts(path: str) -> list[str]:
    return [part for part in path.split("/") if part not in {"", ".", ".."}] or ["file"]
