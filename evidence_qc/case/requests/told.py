"""What a piece or a sentence of a request is for, beside asking."""

from __future__ import annotations

from evidence_qc.case.requests.letters import small
from evidence_qc.case.requests.medium import kind, medium_of
from evidence_qc.case.requests.named import blanked, count_unknown, named
from evidence_qc.case.requests.read import RequestWords

_ADDED_MAX = 3


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
    return text.strip(" \t\n,:–-'•")


def lead(seen: str, words: RequestWords) -> str:
    """A piece from its first word, but for an "and"."""
    low = seen.strip()
    join = words.joins.match(low)
    return low[join.end() :].strip() if join else low


def names(seen: str, words: RequestWords) -> bool:
    """Whether it names a shot."""
    return any(key for _, _, key in named(seen, words))


def says_more(seen: str, words: RequestWords) -> bool:
    """Whether it has words that nothing stands for."""
    found = named(seen, words)
    return count_unknown(blanked(seen, ((start, end) for start, end, _ in found)), words) > 0


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


def is_lost(low: str, words: RequestWords) -> bool:
    """Whether a sentence of which nothing was taken in may ask for a picture all the same."""
    if words.not_asked.search(low) or words.limits.search(low):
        return False
    asks = words.shows.search(low) or words.sends.search(low) or words.asks.search(low)
    is_told = words.known.match(low) is not None
    return bool(medium_of(low, words)) and count_unknown(low, words) > 0 and (not is_told or bool(asks))


def is_offered(low: str, words: RequestWords) -> bool:
    """Of "if you have a video of it, even better" the video is asked for, where there is one."""
    if words.not_asked.search(low) or not words.depends.search(low):
        return False
    asks = words.shows.search(low) or words.sends.search(low)
    is_offer = words.offers.search(low) is not None
    if not medium_of(low, words) and (words.private.search(low) or not says_more(low, words)):
        return False
    if asks and not words.negates.search(low):
        return True
    return bool(medium_of(low, words) or asks) and is_offer


def adds_only(low: str, words: RequestWords) -> bool:
    """Whether it only says how what was asked for has to be: "make sure the number is sharp"."""
    is_brief = count_unknown(low, words) <= _ADDED_MAX and not names(low, words)
    return words.adds.match(low) is not None and is_brief and not medium_of(low, words)


def only_medium(low: str, words: RequestWords) -> str:
    """``photo`` or ``video`` where nothing else is named; of two nobody knows which."""
    media = {medium for medium, pattern in words.media if pattern.search(low)}
    return kind(media.pop()) if len(media) == 1 else ""
