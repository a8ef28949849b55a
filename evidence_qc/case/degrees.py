"""What can be said of which fault: how badly, how completely, and of which thing."""

from __future__ import annotations

from collections.abc import Sequence

from evidence_qc.case.lexicon.read import Entry
from evidence_qc.case.wording import CLOTH

DEGREES = frozenset({"very", "slightly", "badly", "completely", "utterly", "at all", "properly"})
"""Of an adjective or a verb; a size is of a noun. Neither is ever left out."""
_DEGREES_OF_VERBS = frozenset({"slightly", "badly", "completely"})
_IN_PART = frozenset({"does not close", "does not open", "does not charge"})
"""What may be done by half: a lid that does not close completely is no lid that does not close."""

_ELSEWHERE = (
    (frozenset({"bent", "dented", "cracked", "chipped"}), CLOTH | {"seam", "seams", "hem"}),
    (frozenset({"came unstitched"}), frozenset({"button", "buttons"})),
    (
        frozenset({"sticks", "is stuck"}),
        frozenset({"phone", "tablet", "laptop", "computer", "TV", "screen", "touchscreen"}),
    ),
)
"""Faults whose word means another thing of such a thing."""


def fits(size: str, fault: Entry | None) -> bool:
    """Whether the English has a place for it."""
    if fault is None or size not in DEGREES:
        return fault is not None and fault.kind == "noun"
    if fault.english.startswith("does not "):
        if size == "properly":
            return fault.english != "does not work"  # which of its works is not said
        return size in {"at all", "utterly"} or (size == "completely" and fault.english in _IN_PART)
    if size in {"at all", "properly"}:
        return False
    size = "completely" if size == "utterly" else size
    return fault.kind == "adj" or (fault.kind == "verb" and size in _DEGREES_OF_VERBS)


def is_unlikely(fault: Entry, named: Sequence[Entry]) -> bool:
    """A bent shirt is folded, a phone that sticks has frozen: the word is another one there."""
    names = {entry.english for entry in named}
    return any(fault.english in faults and names & things for faults, things in _ELSEWHERE)
