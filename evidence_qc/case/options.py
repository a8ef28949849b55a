"""What the user may say about a case on the command line, and how it is read."""

from __future__ import annotations

from dataclasses import dataclass

from evidence_qc.errors import UsageError
from evidence_qc.model import Mark

DEFAULT_MARK_SIZE_RATIO = 0.1
"""Diameter of a mark without a size: a tenth of the long side, a palm on a jacket."""


@dataclass(frozen=True, slots=True)
class CaseOptions:
    """Options as typed; files may be paths, names below the folder, or patterns."""

    claims: tuple[str, ...] = ()
    """``TITLE=FILE[,FILE…]``; ``TITLE=`` is a claim that nothing shows yet."""
    item: str | None = None
    reason: str | None = None
    ask: str | None = None
    usable: str | None = None
    """One of ``USABLE``."""
    marks: tuple[str, ...] = ()
    """``FILE:x,y[,size]``, shares of the upright picture."""
    roles: tuple[str, ...] = ()
    """``FILE=ROLE``."""
    include: tuple[str, ...] = ()
    """Rejected files to use all the same."""
    exclude: tuple[str, ...] = ()
    pin: tuple[str, ...] = ()


def parse_claim(text: str) -> tuple[str, str]:
    """``TITLE=FILES`` → (title, files as typed); UsageError without title or ``=``."""
    title, separator, files = text.partition("=")
    if not separator or not title.strip():
        raise UsageError("error.claim-form", text=text)
    return title.strip(), files.strip()


def parse_mark(text: str) -> tuple[str, Mark]:
    """``FILE:x,y[,size]`` → (file as typed, mark); UsageError unless all lie in 0–1."""
    name, _, point = text.rpartition(":")
    try:
        numbers = [float(part) for part in point.split(",")]
    except ValueError:
        numbers = []
    if not name or len(numbers) not in {2, 3}:
        raise UsageError("error.mark-form", text=text)
    x, y, size = [*numbers, DEFAULT_MARK_SIZE_RATIO][:3]
    return name, checked_mark(x, y, size, "", f"--mark {text!r}")


def checked_mark(x: float, y: float, size: float, label: str, where: str) -> Mark:
    """A mark whose numbers are shares; UsageError naming ``where`` otherwise."""
    for key, value in (("x", x), ("y", y), ("size", size)):
        if not 0 <= value <= 1 or (key == "size" and value == 0):
            raise UsageError("error.mark-not-share", where=where, key=key, value=value)
    return Mark(x_ratio=float(x), y_ratio=float(y), size_ratio=float(size), label=label)


def parse_role(text: str) -> tuple[str, str]:
    """``FILE=ROLE`` → (file as typed, role as typed)."""
    name, separator, role = text.rpartition("=")
    if not separator or not name or not role:
        raise UsageError("error.role-form", text=text)
    return name, role
