"""Parts a request into sentences and pieces, and blanks what is said not to be needed."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import takewhile

from evidence_qc.case.requests.joined import parted
from evidence_qc.case.requests.letters import BRACKET, small
from evidence_qc.case.requests.named import named
from evidence_qc.case.requests.read import RequestWords

_STOP = re.compile(
    r"(?<!\.\d\d)[.!?؟。…]+(?=[\s\u3400-\u9fff]|$)"
    r"|(?<=\.\d\d)\.(?=\s(?-i:[^a-zа-яё])|\s?$)"
    r"|[;؛。]|\n\s*•?|(?<![\w.])\(?\d{1,2}(?:[.)](?=\s|[^\W\d_])|/(?=\s))|(?<=[:;,])\s?\d(?:[.)、]|\s?[-–](?=\s))"
    r"|(?:(?<=[\s:;,])|^)\(?[a-hа-зآ-ي]\)|(?:(?<=[:;,。\n])|^)\s?[一二三四五六七八九十]{1,2}、"
    r"|\([一二三四五六七八九十]{1,2}\)",
    re.IGNORECASE,
)
_SHORT = re.compile(
    r"(?:^|[^\w])(?:n[ro]|max|máx|mín|min|aprox|ca|ref|exmo|sra?|dra?|mr|mrs|nº|tel|vs|cm|seg|sek|сек|мин"
    r"|макс|напр|см|шт|стр|т\.\s?[екдп]|p\.?\s?ej|p\.?\s?ex|ex|e\.g|i\.e|z\.\s?b|bzw|ggf|evtl|inkl|usw)\Z",
    re.IGNORECASE,
)
"""What a full stop stands behind that ends no sentence."""
_SHORT_CHARS = 8
_LISTED = re.compile(r"[;؛)、•]|\d\s?[./\-–]")
_SPACE = re.compile(r"[\s,،]*")
_MONTH = re.compile(r"\s+(?:jan|feb|mär|apr|ma[iy]|jun|jul|aug|sep|okt|nov|dez)", re.IGNORECASE)
_COUNT = re.compile(r"\s?\(?(\d{1,2})(?:[.)、/]|\s?[-–])")
_NUMBER = re.compile(r"[)、•]|\d\s?[./\-–]")
_QUESTION = re.compile("[?؟]")
_BULLET = re.compile(r"\s*[-–•*·]\s")
_CUT = re.compile(r"(?<!\d),|,(?!\d)|[、،]|:(?!\d)|\s[-–—]+\s")
_CLAUSE = re.compile(r"[,:、،]")
_HEAD_CHARS = 80
_THANKS = re.compile("than|dan[kc]|grac|obrig|merci|спас|شكر|谢")
_EDITED = re.compile(
    r"edit|crop|cut|retouch|filter|recort|cort[ae]|recadr|bearbeit|schneid|обрез|редакт|монт|剪|修|美颜|قص|عدل|تعديل"
)
"""How a picture is not to be changed denies nothing that is asked for behind it."""
_NEAR = 12
"""So few characters lie between a denial and the request that it denies."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of a request."""

    text: str
    is_question: bool
    is_listed: bool
    """Whether it goes on with a list: what is asked before, is asked here, too."""
    is_within: bool
    """Whether it stands behind another on the line of an item."""
    is_leading: bool
    """Whether a list follows, to which it leads."""
    is_pictured: bool
    """Whether an item of that list begins with "photo" or "video"."""
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Piece:
    """What stands between two commas, or where another request begins."""

    start: int
    end: int
    seen: str
    """In small letters; spaces for what is not needed or there already."""
    is_cut: bool
    """Whether anything of it was blanked."""
    is_joined: bool
    """Whether an "and" leads over to it."""
    is_heading: bool
    """Whether a colon follows: what it asks for, is named behind it."""


def sentences(text: str, words: RequestWords) -> tuple[Sentence, ...]:
    """The sentences of a text that is ``clean``, in order."""
    found: list[Sentence] = []
    at, is_listed, is_within = 0, False, False
    marks = list(_marks(text))
    for start, end in sorted([*marks, *_conditions(text, words), (len(text), len(text))]):
        if text[at:start].strip():
            whole = text[at:start]
            is_question = bool(_QUESTION.search(text[start:end]))
            is_item = is_listed or bool(_BULLET.match(whole))
            pieces = _pieces(whole, words)
            found.append(Sentence(whole, is_question, is_item, is_within, False, False, pieces))
            is_within, is_listed = is_item or is_within, False
        mark = text[start:end]
        is_listed = is_listed or bool(_LISTED.search(mark))
        is_within = is_within and not mark.startswith("\n")
        if found and _NUMBER.search(mark) and not (found[-1].is_listed or found[-1].is_within):
            found[-1] = replace(found[-1], is_leading=True)
        at = end
    for number, sentence in enumerate(found):
        if sentence.is_leading:
            items = takewhile(lambda each: each.is_listed or each.is_within, found[number + 1 :])
            is_pictured = any(words.opens_medium(small(each.text)) for each in items)
            found[number] = replace(sentence, is_pictured=is_pictured)
    return tuple(found)


def _marks(text: str) -> Iterator[tuple[int, int]]:
    """Where sentences end; a number is of a list where it is the next one: not "photos 2 to 4."."""
    inside = _inside(text)
    last = 0
    for mark in _STOP.finditer(text):
        number = _COUNT.fullmatch(mark[0])
        if number and int(number[1]) not in {1, last + 1}:
            if mark[0].endswith(".") and not _MONTH.match(text, mark.end()):
                yield mark.end() - 1, mark.end()
        elif _ends(mark, text, inside):
            last = int(number[1]) if number else last
            yield mark.span()


def _conditions(text: str, words: RequestWords) -> Iterator[tuple[int, int]]:
    """Where "and if" begins: the condition is of what follows, not of what stood before."""
    low = small(text)
    for join in words.joins.finditer(low):
        space = _SPACE.match(low, join.end())
        condition = words.depends.match(low, space.end() if space else join.end())
        if condition and not words.polite.match(low, condition.start()):
            yield join.start(), join.start()


def _inside(text: str) -> bytearray:
    """1 for each character that stands in brackets."""
    inside = bytearray(len(text))
    for pair in BRACKET.finditer(text):
        inside[pair.start() + 1 : pair.end() - 1] = b"\1" * (len(pair[0]) - 2)
    return inside


def _ends(mark: re.Match[str], text: str, inside: bytearray) -> bool:
    """Whether a mark ends a sentence: not in brackets, nor behind a short form."""
    if mark[0][0] in "\n(" or mark[0][-1] == ")":
        return True
    is_short = mark[0] == "." and _SHORT.search(
        text, max(0, mark.start() - _SHORT_CHARS), mark.start()
    )
    return not inside[mark.start()] and not is_short


def _pieces(text: str, words: RequestWords) -> tuple[Piece, ...]:
    low = small(text)
    closed = BRACKET.sub(lambda match: "x" * len(match[0]), text)
    seen = "".join(_asked(part, words) for part in _parts(small(closed), words))
    seen = "".join(seen[at] if closed[at] == text[at] else low[at] for at in range(len(low)))
    cuts = {match.start(): match.end() for match in _CUT.finditer(closed)}
    cuts |= {start: start for start in _turns(small(closed), words)}
    joined = parted(closed, small(closed), seen, cuts, words)
    ands = frozenset(joined.values())
    cuts |= joined
    found: list[Piece] = []
    at = 0
    for start in [*sorted(cuts), len(text)]:
        if start >= at:
            if text[at:start].strip():
                own = seen[at:start]
                is_heading = text[start : cuts.get(start, start)].startswith(":")
                is_joined = at in ands or words.joins.match(own.lstrip()) is not None
                found.append(Piece(at, start, own, own != low[at:start], is_joined, is_heading))
            at = cuts.get(start, start)
    return tuple(found)


def _turns(low: str, words: RequestWords) -> list[int]:
    """Where another thought begins."""
    denials = [(match.start(), match.end()) for match in words.not_asked.finditer(low)]
    verbs = [
        match.span()
        for pattern in (words.shows, words.sends, words.states)
        for match in pattern.finditer(low)
    ]
    ends = {end for _, end in verbs}
    found = []
    for turn in words.turns.finditer(low):
        if low[turn.end() :].lstrip()[:1] in {"", ",", ")"}:
            continue  # "the slip, front only"
        nearest = bisect_left(denials, (turn.start(), 0)) - 1
        if nearest >= 0:  # "there is no need to send": what asks is denied itself
            between = low[denials[nearest][1] : turn.start()]
            if len(between) < _NEAR and not _CLAUSE.search(between):
                continue
        if any(0 <= start - turn.end() < _NEAR for start, _ in denials):
            continue  # "X would help but is not required"
        is_polite = len(low[: turn.start()].rstrip()) in ends  # "film, please, the lamp"
        if not is_polite and not any(start < turn.start() < end for start, end in verbs):
            found.append(turn.start())
    return found


def _parts(low: str, words: RequestWords) -> Iterator[str]:
    start = 0
    for turn in _turns(low, words):
        yield low[start:turn]
        start = turn
    yield low[start:]


def _asked(part: str, words: RequestWords) -> str:
    """A part less what it says not to be needed or to be there; spaces stand for it.

    "No need to send X, Y": nothing that follows. "X is not needed": its own piece, and the pieces
    before it, too, unless they ask for something ("please send X, Y is not needed").
    """
    denials = sorted(
        (match.start(), match.end(), pattern is words.known)
        for pattern in (words.not_asked, words.known)
        for match in pattern.finditer(part)
    )
    cuts = [match.start() for match in _CLAUSE.finditer(part)]
    asked: list[str] = []
    at = 0
    for begin, end, is_known in denials:
        if begin < at:
            continue
        before, behind = bisect_left(cuts, begin), bisect_left(cuts, end)
        start = max(at, cuts[before - 1] + 1 if before else 0)
        stop = cuts[behind] if behind < len(cuts) else len(part)
        asks = any(
            pattern.search(part, at, begin) for pattern in (words.asks, words.shows, words.sends)
        ) or bool(words.nominal.match(part[at:begin].lstrip()))
        if is_known and not asks and not part[start:begin].strip():  # "a photo of it, thanks"
            asks = words.opens_medium(part[at:start][:_HEAD_CHARS])
        own = words.joins.sub(" ", part[start:begin], count=1).lstrip()
        is_own = start > at and not is_known and _THANKS.search(part, begin, end)
        if is_own and words.opens_medium(own):
            asks = True  # "a photo of it, and a photo worn, no thanks"
        if _EDITED.search(part, begin, stop):
            start = max(start, begin) if asks else start
        elif not any(key for _, _, key in named(part[start:begin], words)):
            later = (cut for cut in cuts[behind:] if _asks_anew(part[cut + 1 :], words, is_known))
            stop = next(later, len(part))
        elif is_known and asks:
            start = begin
        if is_known and any(
            pattern.search(part, start, begin) for pattern in (words.shows, words.sends)
        ):
            start = begin  # "could you show the sole thanks"
        if not asks:
            start = at
        asked += (part[at:start], " " * (stop - start))
        at = stop
    return "".join((*asked, part[at:]))


def _asks_anew(behind: str, words: RequestWords, is_known: bool) -> bool:
    """Whether what stands behind a comma asks, whatever was denied or told before it."""
    behind = behind[:_HEAD_CHARS].lstrip()
    join = words.joins.match(behind)
    behind = behind[join.end() :].lstrip() if join else behind
    asks = any(pattern.match(behind) for pattern in (words.shows, words.sends, words.asks))
    return asks or (is_known and words.opens_medium(_CLAUSE.split(behind)[0]))
