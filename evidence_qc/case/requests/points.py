"""The points of a request, out of what each of its words was taken for."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import groupby

from evidence_qc.case.requests.letters import small
from evidence_qc.case.requests.named import HOW, blanked, heads, named
from evidence_qc.case.requests.read import RequestWords
from evidence_qc.case.requests.tagger import MEDIA, Tagged
from evidence_qc.case.requests.tokens import Token
from evidence_qc.case.requests.wanted import VIDEO_ONLY, Request, Wanted

CERTAIN = 0.9
"""A stretch that is less likely, on average, to be something to show is never checked off …"""
SURE = 0.7
"""… or not on the list at all: its sentence is quoted …"""
LIKELY = 0.02
"""… as is one in which nothing is to be shown, if one word is as likely as this …"""
LEFT = 0.1
"""… and what stands between two commas beside something that is on the list."""
_UNKNOWN_MAX = 2
"""Words beside a shot's name that may say how it is shown; more may ask for something else."""
_SAYS_MORE = frozenset({"defect", "tag", "failure", "other-device", "weight"})
"""Whose names say less than any words that ask for them: "the damaged corner"."""
_EDGES = " \t\n,;:.،؛。、•"
_NEXT_NUMBER = re.compile(r"[\s,;]+\(?(\d{1,2})$")
"""Of the next item of a list within a line: "1. the latch 2."."""
_REST = re.compile(
    r"(?:(?<=\d)[.,:/]\d+|(?<=\d[.,:/])\d+|(?<=[^\W\d_])[-'][^\W\d_\u3400-\u9fff]+)+"
)
"""Of a date, a number or a compound that began."""
_NEAR_WORDS = 25
_ARABIC_OF, _ARABIC_AND_OF = "لل", "ولل"
_JOIN = re.compile(r"^(?:(?:and|y|e|et|und|и)\s+|و(?=صور|فيديو|مقطع|لقط|نسخ|تسجيل))", re.IGNORECASE)
_WORDS = re.compile(r"[^\W\d_]{2}|[\u3400-\u9fff]")
_OPEN = re.compile(r"\([^()]*\Z")
_CLAUSE_SIGNS = ",،、:"
_CLAUSE = re.compile(r"\s*[,،、]\s*")
_DETAIL, _RULE = "D", "R"


@dataclass(frozen=True, slots=True)
class _Stretch:
    """Words that belong together."""

    kind: str
    """A key of ``MEDIA``, or ``D`` or ``R``."""
    first: int
    end: int
    """Numbers of its first word and of the one behind it."""
    likelihood: float


def points(
    text: str, parts: Sequence[Token], tags: Sequence[Tagged], words: RequestWords
) -> Request:
    """What a request asks for.

    Args:
        text: that is ``clean``.
        parts: its words.
        tags: what each was taken for.
        words: the lists.
    """
    wanted: list[Wanted] = []
    unclear: list[tuple[int, str]] = []
    covered: set[int] = set()
    heard: set[int] = set()
    whole = _stretches(text, parts, tags, words)
    for merge in (_with_its_bracket, _with_its_condition):
        whole = _merged(whole, partial(merge, text, parts, words))
    for stretch in whole:
        own = _own_words(text, parts, stretch)
        sentence = parts[stretch.first].sentence
        covered.update(part.sentence for part in parts[stretch.first : stretch.end])
        heard.update(part.clause for part in parts[stretch.first : stretch.end])
        if not own:
            continue
        if stretch.kind in MEDIA and _is_bare_condition(own, words):
            wanted.append(Wanted("", "", _sentence(text, parts, sentence), is_quoted=True))
        elif stretch.kind in MEDIA and stretch.likelihood >= SURE:
            medium = MEDIA[stretch.kind]
            for part in _clauses_of_film(own, words) if medium == "video" else [own]:
                point = _wanted(part, medium, words)
                is_sure = stretch.likelihood >= CERTAIN and not _is_several(part, words)
                if not is_sure or _is_conditional(part, words):
                    point = replace(point, words=part, is_quoted=True)
                wanted.append(point)
        elif stretch.kind == _DETAIL and wanted:
            last = wanted[-1]
            wanted[-1] = replace(last, words=f"{last.words}. {own}" if last.words else own)
        elif stretch.kind == _RULE:
            unclear.append((sentence, own))
        else:
            unclear.append((sentence, _sentence(text, parts, sentence)))
    for number, those in groupby(zip(parts, tags, strict=True), lambda pair: pair[0].sentence):
        likely = [(part, tag) for part, tag in those if tag.likelihood >= LIKELY]
        if number not in covered and likely:
            unclear.append((number, _sentence(text, parts, number)))
        left = {part.clause for part, tag in likely if tag.likelihood >= LEFT} - heard
        if number in covered:
            unclear += [(number, _clause(text, parts, each)) for each in sorted(left)]
    quotes = dict.fromkeys(words for _, words in sorted(unclear, key=lambda each: each[0]))
    return Request(_once(wanted), tuple(quote for quote in quotes if _WORDS.search(quote)))


def _stretches(
    text: str, parts: Sequence[Token], tags: Sequence[Tagged], words: RequestWords
) -> Iterator[_Stretch]:
    forms = [text[part.start : part.end].lower() for part in parts]
    first = 0
    for at in range(1, len(tags) + 1):
        goes_on = at < len(tags) and tags[at].tag[0] == "I"
        start = max(first, at - _NEAR_WORDS)
        if goes_on and not _is_another(forms[start : at + 2], at - start, words):
            continue
        if tags[first].tag[0] != "O":
            likely = sum(each.likelihood for each in tags[first:at]) / (at - first)
            yield _Stretch(tags[first].tag[1], first, at, likely)
        first = at


def _is_another(forms: Sequence[str], at: int, words: RequestWords) -> bool:
    """Whether "of" begins here once more: "a photo of the hinge and of the latch" is two."""
    if forms[at].startswith(_ARABIC_AND_OF):
        return any(form.startswith(_ARABIC_OF) for form in forms[:at])
    behind = forms[at + 1] if at + 1 < len(forms) else ""
    is_of = words.joins.fullmatch(forms[at]) and words.parts.fullmatch(behind)
    return bool(is_of) and any(words.parts.fullmatch(form) for form in forms[:at])


def _merged(
    stretches: Iterable[_Stretch], merge: Callable[[_Stretch, _Stretch], _Stretch | None]
) -> Iterator[_Stretch]:
    """The same, each with those before it that ``merge`` makes one with it."""
    before: _Stretch | None = None
    for stretch in stretches:
        both = merge(before, stretch) if before is not None else None
        if before is not None and both is None:
            yield before
        before = both or stretch
    if before is not None:
        yield before


def _with_its_bracket(
    text: str, parts: Sequence[Token], words: RequestWords, before: _Stretch, stretch: _Stretch
) -> _Stretch | None:
    """A bracket behind a thing is a part of it; what stands side by side is in one picture."""
    start, end = parts[before.first].start, parts[before.end - 1].end
    begin = parts[stretch.first].start
    between = text[end:begin]
    opens = text[begin] == "(" and not between.strip()
    goes_on = _OPEN.search(text[start:end] + between) is not None
    own = small(text[begin : parts[stretch.end - 1].end])
    is_beside = words.together.search(own) and words.joins.fullmatch(between.strip())
    is_one = before.kind in MEDIA and (opens or goes_on or is_beside)
    return replace(before, end=stretch.end) if is_one else None


def _with_its_condition(
    text: str, parts: Sequence[Token], words: RequestWords, before: _Stretch, stretch: _Stretch
) -> _Stretch | None:
    """A condition that stands alone is of what follows it in its sentence."""
    is_one = parts[before.first].sentence == parts[stretch.first].sentence
    if is_one and _is_bare_condition(_own_words(text, parts, before), words):
        return replace(stretch, first=before.first)
    return None


def _own_words(text: str, parts: Sequence[Token], stretch: _Stretch) -> str:
    end = parts[stretch.end - 1].end
    rest = _REST.match(text, end)
    end = rest.end() if rest else end
    own = _JOIN.sub("", text[parts[stretch.first].start : end].strip(_EDGES))
    number = _NEXT_NUMBER.search(own) if text[end : end + 1] in {".", ")", "、"} else None
    if number and re.search(rf"(?<!\d){int(number[1]) - 1}[.)、]", text[:end]):
        own = own[: number.start()]
    return own + ")" if _OPEN.search(own) else own


def _sentence(text: str, parts: Sequence[Token], number: int) -> str:
    return _quote(text, [part for part in parts if part.sentence == number])


def _clause(text: str, parts: Sequence[Token], number: int) -> str:
    return _quote(text, [part for part in parts if part.clause == number])


def _quote(text: str, those: Sequence[Token]) -> str:
    return text[those[0].start : those[-1].end].strip(_EDGES)


def _once(wanted: Sequence[Wanted]) -> tuple[Wanted, ...]:
    """Each once; what only its words say, not where its name stands there already."""
    first: dict[tuple[str, str], Wanted] = {}
    for each in wanted:
        if not (each.is_quoted and (each.shot, "") in first and each.shot):
            first.setdefault((each.shot, each.words.lower()), each)
    return tuple(first.values())


def _is_several(own: str, words: RequestWords) -> bool:
    """Whether it names more than one shot: none of them shows all of it."""
    return len({key for _, _, key in named(small(own), words) if key}) > 1


def _clauses_of_film(own: str, words: RequestWords) -> list[str]:
    """Those that each name a shot of their own, not how it is shown; else all as one."""
    clauses = _CLAUSE.split(own)
    keys = [heads(small(clause), words)[0][:1] for clause in clauses]
    is_apart = all(keys) and len(set(keys)) == len(keys) and HOW.isdisjoint(sum(keys[1:], ()))
    return clauses if is_apart else [own]


def _is_conditional(own: str, words: RequestWords) -> bool:
    """Whether it says when it is asked for, or what may stand in for it; not "if possible"."""
    low = small(own)
    polite = {match.start() for match in words.polite.finditer(low)}
    return words.either.search(low) is not None or any(
        match.start() not in polite for match in words.depends.finditer(low)
    )


def _is_bare_condition(own: str, words: RequestWords) -> bool:
    """Whether it says only when something is asked for: "if the lid is still there"."""
    low = small(own)
    is_condition = words.depends.match(low) and not words.polite.match(low)
    return bool(is_condition) and not set(_CLAUSE_SIGNS) & set(own)


def _wanted(own: str, medium: str, words: RequestWords) -> Wanted:
    """A shot of the lists by its name, with the platform's words where they say more."""
    low = small(own)
    found, unknown = heads(low, words)
    keys = [key for key in found if key != "uncut" or medium != "photo"]
    if not keys or unknown > _UNKNOWN_MAX:
        return Wanted("", medium, own)
    spans = named(low, words)
    bare = blanked(low, ((start, end) for start, end, _ in spans))
    says_more = (
        unknown > 0
        or len(spans) > 1
        or keys[0] in _SAYS_MORE
        or words.tells.search(bare) is not None
    )
    medium = medium or ("video" if keys[0] in VIDEO_ONLY else "")
    return Wanted(keys[0], medium, own if says_more else "")
