"""Whether a piece of a request asks for something, and for which shots."""

from __future__ import annotations

import re
from dataclasses import dataclass

from evidence_qc.case.requests.letters import BRACKET
from evidence_qc.case.requests.medium import leads_on, medium_of
from evidence_qc.case.requests.named import blanked, heads, named
from evidence_qc.case.requests.read import RequestWords

PAPERS = frozenset({"receipt", "report", "order-page", "chat"})
"""What is sent as it is, unless a picture of it is named."""
_SENDABLE = PAPERS | {"unboxing", "uncut", "serial", "note", "label", "any-label", "tag"}
"""What "send" asks to be shown; a parcel or a charger that is to be sent is no picture."""
_UNKNOWN_MAX = 2
"""Words beside a shot's name that may say how it is shown; more may ask for something else."""
_SAYS_MORE = frozenset({"defect", "tag", "failure", "other-device", "weight"})
"""Whose names say less than any words that ask for them: "the damaged corner"."""
_SUBJECT = re.compile(
    r"(?<!can )(?<!could )(?<!may )(?<!should )\b(?:we|i|they|he|she|it|who|wir|ich|er)\s+"
    r"(?:(?:\w+ly|also|always|do|will|have|had|already|then)\s+)*\Z|(?:我们?|卖家|他们?)(?:都|已|已经|会|也)?\Z"
)
"""Whoever does it; the reader is not asked to."""
_NEEDS = re.compile(
    r"(?:also |still |just )?(?:need|want|like|love|wish|ask|requ|miss|lack|appreciat|would|"
    r"will|'|brauch|benötig|bräucht|hätt|möcht|bitt|erbitt|woll|müss|würd|需要|想|要)"
)
"""What whoever asks says of himself."""
_WONDERS = re.compile(
    r"(?:also )?(?:is|are|was|were|do|does|did|has|have) (?:the|it|there|you|this|that|your|they)\b"
)
"""A question that "yes" or "no" answers."""
NEEDS = re.compile(
    r"(?:need|require|besoin|necesit\w*|precis\w*|bräuchte|brauche|benötige)n?"
    r"(?: (?:de|d'|from (?:you|your side)|von ihnen|noch|also|to see))*\s*\Z"
    r"|(?:нужн\w+|необходимо|понадоб\w+)\s*\Z|需要\s*\Z"
)
"""What leads over to a list of things without a picture's name."""
WAS = re.compile(
    r"\b(?:was|were|had|has been|war|waren|hatten?|hab(?:e)? ich|fue|era|estaba|tenía|foi|estava"
    r"|était|avait|был[аои]?)\b"
)
"""What has been so."""
_AIMS = (
    r"\bto (?:make sure|be|check|confirm|verify|thank|apolog\w+|inform|know|help|resolve|refund|"
    r"say|understand|compare|ensure|remind|let|offer|clarify|point|tell|replace|find|process|file|claim)\b"
)
_INTENDS = re.compile(_AIMS)
_PLANS = re.compile(r"(?:we|i)\b.{0,12}\b(?:want|need|like|wish|love) " + _AIMS)
"""What whoever asks wants to do himself."""


@dataclass(frozen=True, slots=True)
class Shots:
    """What a piece asks for."""

    keys: tuple[str, ...]
    """Of the shots that it asks for by name."""
    is_more: bool
    """Whether it says more than their names do."""
    is_visible: bool
    """Whether it is known to be something to show."""
    names_any: bool
    """Whether a shot is named at all, if only in passing."""
    unknown: int
    """Words that nothing stands for."""


def shots_of(low: str, medium: str, words: RequestWords) -> Shots:
    """What a piece in small letters asks for where a medium ("" for none) is asked for."""
    found, unknown = heads(low, words)
    every = [key for _, _, key in named(low, words)]
    keys = tuple(
        key
        for key in found
        if (medium or key in _SENDABLE)
        and (key != "uncut" or medium != "photo")
        and unknown <= _UNKNOWN_MAX
    )
    is_together = len(keys) > 1  # "the box with the label", "unpacking it without cuts"
    bare = blanked(low, ((start, end) for start, end, _ in named(low, words)))
    return Shots(
        keys=keys,
        is_more=unknown > 0
        or len(every) > len(keys)
        or is_together
        or bool(keys and words.tells.search(bare))
        or not _SAYS_MORE.isdisjoint(keys),
        is_visible=bool(medium) or not _SENDABLE.isdisjoint(every),
        names_any=any(every),
        unknown=unknown,
    )


def asks_itself(lead: str, words: RequestWords, *, is_question: bool) -> bool | None:
    """Whether a piece asks by its own words; None where that depends on what stood before it.

    Args:
        lead: in small letters, without an "and" before it.
        words: the lists.
        is_question: whether its sentence is one.
    """
    bare = BRACKET.sub(" ", lead)
    is_limit = words.limits.search(lead if not medium_of(bare, words) else bare)
    if is_limit or words.clause.match(lead):
        return False
    if _WONDERS.match(lead) and not medium_of(lead, words):
        return False
    if words.manner.search(lead) or _states(lead, words) or _PLANS.match(lead):
        return False
    medium = medium_of(lead, words)
    shows = is_told_to(words.shows, lead) or is_told_to(words.sends, lead)
    if words.opens_medium(lead) or (leads_on(lead, words) and (medium or shows)):
        return True
    if is_question and medium and not words.private.search(lead):
        return True
    if not lead or words.aside.match(lead):
        return False
    if shows or (medium and is_told_to(words.asks, lead)):
        return True
    return None


def is_told_to(pattern: re.Pattern[str], lead: str) -> bool:
    """Whether the reader is asked to do it, not "we record all incidents"."""
    return any(
        not _INTENDS.search(lead, match.start())
        if _NEEDS.match(match[0])
        else not _SUBJECT.search(lead, 0, match.start())
        for match in pattern.finditer(lead)
    )


def _states(lead: str, words: RequestWords) -> bool:
    """Whether it says something of a picture, as "the photos show nothing", and does not ask."""
    stated = words.states.search(lead)
    return stated is not None and not any(
        (asks := pattern.search(lead)) and asks.start() < stated.start()
        for pattern in (words.shows, words.sends, words.asks)
    )
