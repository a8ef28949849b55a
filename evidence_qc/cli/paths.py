"""Paths as they are typed after an option, or alone."""

from __future__ import annotations

from evidence_qc.errors import UsageError


def named_path(typed: str) -> str:
    """Any path but the empty one.

    A script writes that where a variable is unset, and systems take it for the folder one stands
    in: that would be opened to an assistant, or written into.

    Raises:
        UsageError: it is empty.
    """
    if not typed:
        raise UsageError("error.path-empty")
    return typed
