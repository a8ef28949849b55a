"""Where an "and" stands between two things that are asked for each by itself."""

from __future__ import annotations

import re
from bisect import bisect_left

from evidence_qc.case.requests.letters import CHINESE
from evidence_qc.case.requests.medium import medium_of
from evidence_qc.case.requests.named import named
from evidence_qc.case.requests.read import RequestWords

_WORD = re.compile(r"[^\W\d_]+")
_ADJECTIVE = re.compile(r"\w+(?:[ыиоу]й|ая|яя|ое|ее|ые|ие|ого|его|[ыи]х|[ыи]м|[ыи]ми|ую|юю)")
"""Of Russian; two of them beside an "and" are said of one thing."""
_VERB = re.compile(r"\w+(?:[иеь]те|[аеи]ть|[еи]шь|ся|[аеи]ет|[ую]т|ят)\b")
_CYRILLIC = re.compile(r"[\u0400-\u04ff]")
_CAPITAL = re.compile(r"\s*[A-ZÄÖÜ][a-zäöüß]+")
_GERMAN = re.compile(r"\s*und\s*")
_ARABIC_AND = re.compile(r"(?<=\s)و(?=(?:ال|لل|ل)[^\W\d_]{2})")
_STRONG = re.compile(r"\s*(?:as well as|ainsi qu|así como|bem como|assim como|sowie)")
_BEFORE_CHARS = 200
"""So far back is looked for what stands beside an "and"."""
_BRACKET = re.compile(r"\([^()]*\)?")
_ARTICLED = re.compile(
    r"of (the|your)|de(l| l[ao]s?| l'| votre| tu| su)\b|d[oa]s?\b|d(u|es)\b|vom\b"
    r"|von (der|den|dem)\b"
)


def parted(
    text: str, low: str, seen: str, cuts: dict[int, int], words: RequestWords
) -> dict[int, int]:
    """Start and end of each "and" that parts two things.

    Args:
        text: a sentence as it was written.
        low: the same in small letters.
        seen: with spaces for what is not asked for.
        cuts: where it is parted already.
        words: the lists.
    """
    found: dict[int, int] = {}
    last = 0
    edges = sorted({0, len(low), *cuts})
    keys = [(start, end) for start, end, key in named(seen, words) if key]
    inside = [(start, end) for start, end, _ in named(low, words)]
    media = [match.start() for _, medium in words.media for match in medium.finditer(seen)]
    pictured = min(media, default=len(seen))
    spans = {match.span() for match in words.joins.finditer(low)}
    joins = sorted(spans | {match.span() for match in _ARABIC_AND.finditer(text)})
    for number, (start, end) in enumerate(joins):
        nearest = bisect_left(inside, (end, 0)) - 1
        if nearest >= 0 and start < inside[nearest][1]:
            continue
        edge = bisect_left(edges, start)
        begin = max(edges[max(0, edge - 1)], last, start - _BEFORE_CHARS)
        behind = edges[min(edge, len(edges) - 1)]
        if number + 1 < len(joins):
            behind = min(behind, joins[number + 1][0])
        before, after = seen[begin:start], seen[end:behind]
        is_pictured = pictured < start or (CHINESE.search(after) and medium_of(after, words))
        both = _holds(keys, begin, start) and _holds(keys, end, behind)
        is_with = words.within.search(_BRACKET.sub(" ", before)) is not None
        is_named = both and not is_with and not words.displays.search(before)
        if (
            is_named
            or _begins(after.lstrip(), words)
            or _are_things(before, after, words, is_strong=bool(_STRONG.match(low, start)))
            or (
                (is_pictured or words.shows.search(before))
                and _are_bare_things(text, (start, end), before, after, words)
            )
        ):
            found[start] = last = end
    return found


def _begins(after: str, words: RequestWords) -> bool:
    """Whether what stands behind asks by itself."""
    patterns = (words.shows, words.another)
    begins = any(pattern.match(after) for pattern in patterns) or words.opens_medium(after)
    return begins and not CHINESE.search(after)


def _are_things(before: str, after: str, words: RequestWords, *, is_strong: bool) -> bool:
    """Whether "the sole" and "the lid" stand beside the "and", and no more is said of the first.

    Of "the tag with the name and the size" the size is said of the tag; "of the tag and of the
    lid" are two, whatever is said of the first, as is what stands behind "as well as".
    """
    if _is_one(before, after, words):
        return False
    before, after = _BRACKET.sub(" ", before), _BRACKET.sub(" ", after).lstrip()
    if words.parts.match(after):
        count = len(words.parts.findall(before))
        return count == 1 or (count > 1 and _ARTICLED.match(after) is not None)
    is_more = not is_strong and words.within.search(before) is not None
    is_more = is_more or not words.determiners.match(after)
    return not is_more and _WORD.search(words.determiners.sub(" ", after)) is not None


def _are_bare_things(
    text: str, join: tuple[int, int], before: str, after: str, words: RequestWords
) -> bool:
    """The same in languages whose things have no article, or a capital letter."""
    if _is_one(before, after, words) or words.within.search(_BRACKET.sub(" ", before)):
        return False
    start, end = join
    sides = (_WORD.findall(before)[-1:], _WORD.findall(after)[:1])
    if _CYRILLIC.search(after):
        is_verb = _VERB.match(after.lstrip()) is not None
        return not is_verb and not all(side and _ADJECTIVE.fullmatch(side[0]) for side in sides)
    if _GERMAN.fullmatch(text, start, end):
        return bool(_CAPITAL.match(text, end)) and not before.rstrip().endswith("-")
    if _ARABIC_AND.match(text, start):
        return not all(side and side[0].endswith(("ي", "يه")) for side in sides)
    return CHINESE.search(after) is not None


def _is_one(before: str, after: str, words: RequestWords) -> bool:
    """Whether both are in one video or one picture, or are sides of one thing."""
    before, after = _BRACKET.sub(" ", before).rstrip(), _BRACKET.sub(" ", after).strip()
    is_video = medium_of(before, words) == "video"
    is_together = words.together.search(before) or words.together.search(after)
    is_empty = not before.strip() or not after
    return is_video or is_empty or bool(is_together) or _are_faces(before, after, words)


def _are_faces(before: str, after: str, words: RequestWords) -> bool:
    """Whether two sides of one thing stand beside the "and"."""
    is_face = any(match.end() == len(before) for match in words.faces.finditer(before))
    return words.faces.fullmatch(after) is not None or (
        is_face and words.faces.match(after) is not None
    )


def _holds(spans: list[tuple[int, int]], start: int, end: int) -> bool:
    """Whether one of the spans, which are in order, lies between two places."""
    first = bisect_left(spans, (start, 0))
    return first < len(spans) and spans[first][1] <= end
