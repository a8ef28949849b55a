"""Whether a photo or a video is named, and what leads to a list of them."""

from __future__ import annotations

import re
from functools import lru_cache

from evidence_qc.case.requests.read import RequestWords

_EITHER = re.compile(r"\W*(?:or|and|o|u|y|e|ou|et|oder|und|или|либо|и|[/,])\W*(?:\w+\W+){0,2}")
_WESTERN = re.compile(r"[a-zа-я]")
_TAIL_CHARS = 60


def leads_on(low: str, words: RequestWords) -> bool:
    """Whether it ends with "the following pictures"."""
    tail = low.rstrip(" \n:,–-")[-_TAIL_CHARS:]
    return any(match.end() == len(tail) for match in words.follows.finditer(tail))


def ends_with_medium(low: str, words: RequestWords) -> bool:
    """Whether it ends with a verb of asking and the medium alone: "to check it, we need photos"."""
    low = low.rstrip()
    starts = [
        match.start()
        for _, pattern in words.media
        for match in pattern.finditer(low)
        if match.end() == len(low)
    ]
    before = low[: min(starts)].rstrip() if starts else ""
    verbs = (words.asks, words.sends, words.shows)
    return any(
        match.end() == len(before) for pattern in verbs for match in pattern.finditer(before)
    )


def kind(medium: str) -> str:
    """As ``Wanted.medium`` has it."""
    return "" if medium == "picture" else medium


@lru_cache(maxsize=64)
def medium_of(low: str, words: RequestWords) -> str:
    """The kind of recording that is named; ``picture`` where either will do.

    Of two kinds far apart it is the first: "film the laptop that shows no picture". Arabic has
    one word for a picture and for taking one, also with a film.
    """
    found = sorted(
        (match.start(), match.end(), medium)
        for medium, pattern in words.media
        if (match := pattern.search(low))
    )
    kinds = {medium for _, _, medium in found}
    if kinds == {"photo", "picture"}:
        return "photo"
    if len(kinds) < 2:
        return kinds.pop() if kinds else ""
    first = found[0]
    second = next(each for each in found if each[2] != first[2])
    is_either = _EITHER.fullmatch(low[first[1] : second[0]]) or not _WESTERN.search(low)
    return "picture" if is_either else first[2]
