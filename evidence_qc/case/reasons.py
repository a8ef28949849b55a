"""The reasons a dispute is opened for, and what may be asked for each."""

from __future__ import annotations

import re

from evidence_qc.case.lookup import nearest
from evidence_qc.errors import UsageError
from evidence_qc.language import NOTHING, Sentence
from evidence_qc.model import REASONS, Case, Profile, reason_key


def known_reason(words: str, where: str) -> str:
    """The reason that the words mean; UsageError with the nearest one when none does."""
    key = reason_key(words)
    if words and not key:
        raise UsageError(
            "error.reason-unknown", where=where, words=words, **nearest(words, REASONS)
        )
    return key


_PART = re.compile(r"\d\s*%|\bpart|\bhalf\b|\bthird\b|\bdiscount|\bcompensat")
_ALL = re.compile(r"\bfull|\b100\b|\ball of|\bwhole (?:price|amount)|\bentire")
_RETURN = re.compile(r"\breturn|\bsend (?:it )?back")
_NOT_AS_ORDERED = {"not-as-described", "wrong-size", "wrong-item", "counterfeit"}


def ask_note(case: Case, profile: Profile) -> Sentence:
    """One sentence where an ask does not suit the reason and what can still be used.

    An excessive claim is one of the reasons disputes are lost (buyers' guide, 2019). Behind it
    stand the platform's own words on refunds, where a source has them. Never a change of what the
    user asks for.
    """
    found = _unfit(case)
    if not found or not case.ask or not profile.refunds:
        return found
    words = [said.value or "" for said in profile.refunds]
    return Sentence("ask.and-platform", note=found, platform=profile.title, words=words[0])


def _unfit(case: Case) -> Sentence:
    words = case.ask.casefold()
    if not case.ask:
        return Sentence("ask.missing")
    is_part, returns = bool(_PART.search(words)), bool(_RETURN.search(words))
    is_all = bool(_ALL.search(words)) and not is_part
    if is_all and not returns:
        if case.reason == "missing-parts" and case.usable != "nothing":
            return Sentence("ask.all-for-a-part")
        if case.usable in {"all", "part"} and case.reason not in {"wrong-item", "counterfeit"}:
            return Sentence("ask.all-though-usable")
        if case.reason == "damaged" and len(case.claims) == 1 and case.usable != "nothing":
            return Sentence("ask.all-for-one-defect")
    if is_part and case.usable == "nothing":
        return Sentence("ask.part-though-useless")
    if case.reason in _NOT_AS_ORDERED and "repair" in words:
        return Sentence("ask.repair-of-the-wrong-one")
    return NOTHING
