"""The reasons a dispute is opened for, and what may be asked for each."""

from __future__ import annotations

from evidence_qc.case.lookup import nearest
from evidence_qc.errors import UsageError
from evidence_qc.language import NOTHING, Sentence
from evidence_qc.model import REASONS, reason_key


def known_reason(words: str, where: str) -> str:
    """The reason that the words mean; UsageError with the nearest one when none does."""
    key = reason_key(words)
    if words and not key:
        raise UsageError(
            "error.reason-unknown", where=where, words=words, **nearest(words, REASONS)
        )
    return key


def ask_note(reason: str, ask: str, claims: int) -> Sentence:
    """One sentence where an ask looks out of proportion to the reason; empty otherwise.

    An excessive claim is one of the reasons disputes are lost (buyers' guide, 2019). Never a
    change of what the user asks for.
    """
    words = ask.casefold()
    full = "full" in words or "100" in words or "all of" in words
    if not ask:
        return Sentence("ask.missing")
    if reason == "missing-parts" and full:
        return Sentence("ask.all-for-a-part")
    if reason == "damaged" and full and claims == 1:
        return Sentence("ask.all-for-one-defect")
    if reason in {"not-as-described", "wrong-size", "wrong-item", "counterfeit"} and (
        "repair" in words
    ):
        return Sentence("ask.repair-of-the-wrong-one")
    return NOTHING
