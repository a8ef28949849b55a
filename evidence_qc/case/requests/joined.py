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
    joins = sorted(
        {
            match.span()
            for pattern, where in ((words.joins, low), (_ARABIC_AND, text))
            for match in pattern.finditer(where)
        }
    )
    for number, (start, end) in enumerate(joins):
        nearest = bisect_left(inside, (end, 0)) - 1
        if nearest >= 0 and start < inside[nearest][1]:
            continue
        edge = bisect_left(edges, start)
        before = max(edges[max(0, edge - 1)], last)
        behind = edges[min(edge, len(edges) - 1)]
        if number + 1 < len(joins):
            behind = min(behind, joins[number + 1][0])
        after = seen[end:behind]
        both = _holds(keys, before, start) and _holds(keys, end, end + len(after))
        both = both and not words.displays.search(seen[before:start])
        begins = (
            words.shows.match(after.lstrip())
            or words.another.match(after.lstrip())
            or words.opens_medium(after)
        )
        is_new = bool(begins) and not CHINESE.search(after)
        if both or is_new or _are_things(text, seen[:start], before, (start, end), after, words):
            found[start] = last = end
    return found


def _are_things(
    text: str, seen: str, piece: int, join: tuple[int, int], after: str, words: RequestWords
) -> bool:
    """Whether "the sole" and "the lid" stand beside the "and", and no more is said of the first.

    Of "the tag with the name and the size" the size is said of the tag; "of the tag and of the
    lid" are two, whatever is said of the first.
    """
    start, end = join
    before, after = _BRACKET.sub(" ", seen[piece:]), _BRACKET.sub(" ", after)
    is_video = medium_of(before, words) == "video"
    if is_video or not before.strip() or not after.strip() or words.together.search(before + after):
        return False
    of = words.parts.match(after.lstrip())
    if of:
        is_articled = _ARTICLED.match(after.lstrip()) is not None
        count = len(words.parts.findall(before))
        return count == 1 or (count > 1 and is_articled)
    if words.within.search(before) or _are_faces(before.rstrip(), after.strip(), words):
        return False
    if words.determiners.match(after.lstrip()):
        return bool(_WORD.search(words.determiners.sub(" ", after)))
    where = f"{seen} {after}" if CHINESE.search(after) else seen
    if not medium_of(where, words) and not words.shows.search(before):
        return False
    if _CYRILLIC.search(after):
        if _VERB.match(after.lstrip()):
            return False
        sides = (_WORD.findall(before)[-1:], _WORD.findall(after)[:1])
        return not all(side and _ADJECTIVE.fullmatch(side[0]) for side in sides)
    if _GERMAN.fullmatch(text, start, end):
        return bool(_CAPITAL.match(text, end)) and not before.rstrip().endswith("-")
    return bool(CHINESE.search(after) or _ARABIC_AND.match(text, start))


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
