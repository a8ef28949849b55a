"""What a piece or a sentence of a request is for, beside asking."""

from __future__ import annotations

import re

from evidence_qc.case.requests.asked import PAPERS, is_told_to
from evidence_qc.case.requests.letters import CHINESE, LATIN, small
from evidence_qc.case.requests.medium import kind, medium_of
from evidence_qc.case.requests.named import blanked, count_unknown, named
from evidence_qc.case.requests.pieces import Sentence
from evidence_qc.case.requests.read import RequestWords
from evidence_qc.case.requests.wanted import Wanted

_ADDED_MAX = 5
_THEN = re.compile(r"[,،]|\b(?:then|dann|entonces|então|alors|тогда|то)\b")
"""Behind it stands what is asked for on a condition."""
_THE = re.compile(r"\b(?:the|l[ae]|el|l'|das|die|den|[oa]) ?\w+\Z")
_QUANTITY = re.compile(r"(?:all|both|each|every|any|tod[oa]s|amb[oa]s|tou(?:te)?s|alle|beide)\b")


def own_words(text: str, words: RequestWords) -> str:
    """The platform's words, without an "and" that leads over to what follows."""
    low = small(text)
    leads = [
        match.start()
        for match in words.joins.finditer(low)
        if not low[match.end() :].strip(" \t\n,:–-'•")
    ]
    if leads:
        text = text[: leads[0]]
    text = text.strip(" \t\n,:–-'•")
    leads_over = words.joins.match(small(text))
    return text[leads_over.end() :].lstrip(" ,") if leads_over else text


def lead(seen: str, words: RequestWords) -> str:
    """A piece from its first word, but for an "and" and an "if possible"."""
    low = seen.strip()
    for pattern in (words.joins, words.polite):
        first = pattern.match(low)
        low = low[first.end() :].strip() if first else low
    return low


def names(seen: str, words: RequestWords) -> bool:
    """Whether it names a shot."""
    return any(key for _, _, key in named(seen, words))


def says_more(seen: str, words: RequestWords) -> bool:
    """Whether it has words that nothing stands for."""
    found = named(seen, words)
    return count_unknown(blanked(seen, ((start, end) for start, end, _ in found)), words) > 0


def is_bare(low: str, words: RequestWords) -> bool:
    """Whether it begins no new thing: "the plate where the make, model and year stand"."""
    asks = any(pattern.match(low) for pattern in (words.shows, words.sends))
    if CHINESE.search(low):
        asks = words.shows.search(low) is not None
    asks = asks or words.opens_medium(low)
    return not asks and (words.determiners.match(low) is None or bool(_QUANTITY.match(low)))


def is_thing(low: str, words: RequestWords) -> bool:
    """Whether it is no more than "the case" or "the case back"."""
    start = words.determiners.match(low.strip())
    return start is not None and bool(
        re.fullmatch(r"(?:\s+[^\W\d_]{2,}){0,2}\s+[^\W\d_]{3,}\s*", low.strip()[start.end() :])
    )


def is_generic(low: str, words: RequestWords) -> bool:
    """Whether it asks for evidence of any kind, not for the evidence of something."""
    generic = words.generic.search(low)
    return generic is not None and not words.parts.search(low, 0, generic.start())


def is_asking(low: str, words: RequestWords) -> bool:
    """Whether a sentence of which nothing was taken in asks for a picture by a verb."""
    if words.negates.search(low) or words.not_asked.search(low) or words.limits.search(low):
        return False
    asks = is_told_to(words.shows, low) or is_told_to(words.sends, low)
    is_stated = words.known.match(low) or words.states.search(low) or words.manner.search(low)
    medium_end = max((m.end() for _, each in words.media for m in each.finditer(low)), default=0)
    rest = low[medium_end:] if LATIN.search(low) else low  # which in other scripts may stand last
    is_of = _THE.search(low, 0, medium_end) is not None  # "print a page and send us the photo"
    return asks and not is_stated and medium_end > 0 and (is_of or says_more(rest, words))


def is_rule(sentence: Sentence, words: RequestWords) -> bool:
    """Whether it begins with "please note:", and what follows asks for nothing."""
    if len(sentence.pieces) < 2 or not sentence.pieces[0].is_heading or sentence.is_leading:
        return False
    low = lead(sentence.pieces[1].seen, words)
    asks = any(pattern.match(low) for pattern in (words.asks, words.shows, words.sends))
    return words.rules.search(sentence.pieces[0].seen) is not None and not asks


def is_label(seen: str, words: RequestWords) -> bool:
    """Whether it is no more than "documents", with a colon behind it."""
    return words.evidence.search(seen) is not None and count_unknown(seen, words) <= 1


def is_idle(own: str, words: RequestWords) -> bool:
    """Whether it only says why, when or whether, and names nothing that could be shown."""
    low = small(own)
    is_aside = any(pattern.match(low) for pattern in (words.aside, words.reason, words.clause))
    is_bare = is_aside and not medium_of(low, words) and not named(low, words)
    return is_bare and not words.shows.search(low)


def points_back(low: str, seen: str, words: RequestWords) -> bool:
    """Of "photo 3 is too dark, please retake it": what is asked for stood before."""
    if words.redo.search(low) and not words.not_asked.search(low):
        return bool(words.shows.search(low) or words.sends.search(low))
    asks = words.shows.search(seen) or words.sends.search(seen)
    return asks is not None and words.pronouns.search(seen) is not None


def threatens(low: str, words: RequestWords, *, is_unclear: bool) -> bool:
    """Of "if we get no photo of the lid, the case is closed" the photo is asked for."""
    if not words.depends.search(low) or words.not_asked.search(low):
        return False
    return is_unclear or (bool(medium_of(low, words)) and count_unknown(low, words) > 1)


def is_lost(low: str, words: RequestWords, *, is_last: bool) -> bool:
    """Whether a sentence of which nothing was taken in may ask for a picture all the same.

    Args:
        low: in small letters.
        words: the lists.
        is_last: whether one before it asked, and an "and" may go on with that.
    """
    if words.not_asked.search(low) or words.limits.search(low):
        return False
    is_pictured = words.shows.match(low) or words.sends.search(low) or words.asks.search(low)
    is_stated = words.known.match(low) is not None and not is_pictured
    goes_on = is_last and words.joins.match(low) is not None and names(low, words)
    is_seen = bool(medium_of(low, words)) or words.shows.search(low) is not None or goes_on
    return is_seen and count_unknown(low, words) > 0 and (goes_on or not is_stated)


def is_offered(low: str, words: RequestWords) -> bool:
    """Of "if you have a video of it, even better" the video is asked for, where there is one."""
    if words.not_asked.search(low) or not words.depends.search(low):
        return False
    condition, rest = _condition(low, words)
    asks = is_told_to(words.shows, rest) or is_told_to(words.sends, rest)
    if words.negates.search(condition) and not (asks or medium_of(rest, words)):
        return False  # "if you do not send it in time, the case is closed"
    is_offer = words.offers.search(low) is not None
    is_paper = not PAPERS.isdisjoint(key for _, _, key in named(low, words))
    if (
        not medium_of(low, words)
        and not is_paper
        and (words.private.search(low) or not says_more(low, words))
    ):
        return False
    if asks and not words.negates.search(low):
        return True
    is_named = any(
        words.opens_medium(part) and not words.negates.search(part) for part in _THEN.split(low)[1:]
    )
    return is_named or (bool(medium_of(low, words) or asks or is_paper) and is_offer)


def _condition(low: str, words: RequestWords) -> tuple[str, str]:
    """A condition that begins a sentence, and what stands behind it."""
    if not words.depends.match(low):
        return "", low
    parts = _THEN.split(low, maxsplit=1)
    return parts[0], parts[1] if len(parts) > 1 else ""


def is_denied_beside(sentence: Sentence, words: RequestWords) -> bool:
    """Whether a piece that names a picture was left out for what only its neighbour denies."""
    for piece in sentence.pieces:
        own = small(sentence.text[piece.start : piece.end])
        is_left_out = piece.is_cut and not piece.seen.strip()
        asks = words.shows.search(own) or words.sends.search(own)
        is_asked = words.opens_medium(lead(own, words)) or (bool(asks) and medium_of(own, words))
        if is_left_out and is_asked and says_more(own, words):
            is_own = any(each.search(own) for each in (words.not_asked, words.known, words.limits))
            if not is_own:
                return True
    return False


def is_shot(wanted: Wanted, words: RequestWords) -> bool:
    """Whether what leads to a list names a thing, as "photos of the lid", not a medium alone."""
    low = small(wanted.words)
    ends = [match.end() for _, medium in words.media for match in medium.finditer(low)]
    is_of = any(words.parts.match(low[end:].lstrip()) for end in ends)
    return bool(wanted.shot) or (is_of and count_unknown(low, words) > 1)


def adds_only(low: str, words: RequestWords) -> bool:
    """Whether it only says how what was asked for has to be: "make sure the number is sharp"."""
    if words.instead.match(low):
        return True
    if medium_of(low, words):
        return False
    is_brief = count_unknown(low, words) <= _ADDED_MAX and not names(low, words)
    is_added = is_brief and words.adds.match(low) is not None
    return is_added or words.beside.match(low) is not None


def only_medium(low: str, words: RequestWords) -> str:
    """``photo`` or ``video`` where nothing else is named; of two nobody knows which."""
    media = {medium for medium, pattern in words.media if pattern.search(low)}
    return kind(media.pop()) if len(media) == 1 else ""
