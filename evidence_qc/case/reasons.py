"""The reasons a dispute is opened for, and what may be asked for each."""

from __future__ import annotations

from evidence_qc.case.lookup import nearest
from evidence_qc.errors import UsageError
from evidence_qc.model import REASONS, reason_key


def known_reason(words: str, where: str) -> str:
    """The reason that the words mean; UsageError with the nearest one when none does."""
    key = reason_key(words)
    if words and not key:
        raise UsageError(
            "error.reason-unknown", where=where, words=words, **nearest(words, REASONS)
        )
    return key


def ask_note(reason: str, ask: str, claims: int) -> str:
    """One sentence where an ask looks out of proportion to the reason; empty otherwise.

    An excessive claim is one of the reasons disputes are lost (buyers' guide, 2019). Never a
    change of what the user asks for.
    """
    words = ask.casefold()
    full = "full" in words or "100" in words or "all of" in words
    if not ask:
        return "Nobody said what you ask for: add --ask, such as a part of the price or a return."
    if reason == "missing-parts" and full:
        return (
            "You ask for everything back because something is missing: a refund of the missing "
            "part is granted more easily, unless the item is of no use without it."
        )
    if reason == "damaged" and full and claims == 1:
        return (
            "You ask for a full refund for one defect: be ready to return the item, or ask for a "
            "part of the price."
        )
    if reason in {"not-as-described", "wrong-size", "wrong-item", "counterfeit"} and (
        "repair" in words
    ):
        return "A repair does not cure an item that is the wrong one: ask for a refund instead."
    return ""
