"""What a platform asks to be shown, as a list; what is not understood is quoted, nothing invented.

A request is parted into sentences and at words such as "but" and "only". Of a part that says that
something is not needed, or was received already, nothing is asked. In the others every expression
of the word lists counts once, the longest where they overlap.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from evidence_qc.case.requests.read import RequestWords, request_words, scripts_of, shots_in

CHARS_MAX = 10_000
"""A platform's longest request has some paragraphs; reading takes time with its length."""
_NEAR = 12
"""So few characters lie between a denial and the request that it denies."""
REST_CHARS = 80
BESIDE_MAX = 2
"""Beside a shot that is understood so many unknown words are how it is to be shown."""
VIDEO_ONLY = frozenset({"failure", "charging", "other-device", "unboxing", "uncut"})
"""What a photo cannot show."""
_ON_SOMETHING = frozenset(
    {"label", "any-label", "tag", "serial", "measure", "weight", "receipt", "note"}
)
"""What is shown for itself, whatever it stands on or beside."""
_SENTENCE = re.compile(r"[.;!?\n。；！？]+(?:\s|$)|[;\n。；！？]|(?<!\w)\d+[.)]\s")
_PIECE = re.compile(r",|、|，|:|：|\s(?:and|plus|или|и|y|e|et|und|ou|o|oder|or)\s|以及|和|并")
_CLAUSE = re.compile(r"[,:、]")
_PLURAL = re.compile(r"(?<=\w)\((e?s)\)")
_OR = re.compile(r"[(,/]|or|o|ou|oder|или|或")
_CHINESE = re.compile(r"[\u3400-\u9fff]")


@dataclass(frozen=True, slots=True)
class Wanted:
    """One thing to show."""

    shot: str
    """A key of ``words.toml``; its sentence is the message ``shot.KEY``."""
    medium: str = ""
    """``photo`` or ``video``; empty where either will do, or none was said."""


@dataclass(frozen=True, slots=True)
class Request:
    """What was understood, and what was not."""

    wanted: tuple[Wanted, ...] = ()
    """In the order in which they were asked for, each shot once."""
    unclear: tuple[str, ...] = ()
    """In the platform's own words."""


def parse_request(text: str) -> Request:
    """The shots that a request names; any text, in any of the seven languages of the lists.

    Of more than ``CHARS_MAX`` characters the rest is quoted by its beginning, as not understood.
    """
    words = request_words()
    text = re.sub(r"[^\S\n]+", " ", unicodedata.normalize("NFKC", text).replace("’", "'"))
    text, rest = text[:CHARS_MAX], text[CHARS_MAX : CHARS_MAX + REST_CHARS].strip()
    wanted: dict[str, Wanted] = {}
    unclear: list[str] = []
    for sentence in _parted(text, _SENTENCE):
        medium = ""
        for whole in _parts(sentence, words):
            part = _asked(whole, words)
            small = _small(part)
            found = _named(small, words)
            media = _media(small, words)
            for start, _, shot in found:
                if shot:
                    medium = _medium(media, start) or medium
                    said = "video" if shot in VIDEO_ONLY else medium
                    wanted.setdefault(shot, Wanted(shot, said))
            unclear += _unclear(part, found, words)
    if rest:
        unclear.append(f"{rest} …")
    return Request(tuple(wanted.values()), tuple(dict.fromkeys(unclear)))


def _small(text: str) -> str:
    """In small letters, each in its place; "photo(s)" becomes "photos  "."""
    text = "".join(low if len(low := letter.lower()) == 1 else letter for letter in text)
    return _PLURAL.sub(lambda match: match[1].ljust(len(match[0])), text)


def _parted(text: str, at: re.Pattern[str]) -> Iterator[str]:
    yield from (piece for piece in at.split(text) if piece.strip())


def _parts(sentence: str, words: RequestWords) -> Iterator[str]:
    """A sentence, parted where another thought begins."""
    start = 0
    small = _small(sentence)
    denials = [(match.start(), match.end()) for match in words.not_asked.finditer(small)]
    for turn in words.turns.finditer(small):
        nearest = bisect_left(denials, (turn.start(), 0)) - 1
        if nearest >= 0:  # "there is no need to send": what asks is denied itself
            between = small[denials[nearest][1] : turn.start()]
            if len(between) < _NEAR and not _CLAUSE.search(between):
                continue
        yield sentence[start : turn.start()]
        start = turn.start()
    yield sentence[start:]


def _asked(part: str, words: RequestWords) -> str:
    """A part less what it says not to be needed or to be there; spaces stand for it.

    "No need to send X, Y": nothing that follows. "X is not needed": its own piece, and the pieces
    before it, too, unless they ask for something ("please send X, Y is not needed").
    """
    small = _small(part)
    denials = sorted(
        (match.start(), match.end(), pattern is words.known)
        for pattern in (words.not_asked, words.known)
        for match in pattern.finditer(small)
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
        asks = words.asks.search(small, at, begin) is not None
        if not any(key for _, _, key in _named(small[start:begin], words)):
            stop = len(part)
        elif is_known and asks:
            start = begin
        if not asks:
            start = at
        asked += (part[at:start], " " * (stop - start))
        at = stop
    return "".join((*asked, part[at:]))


Named = list[tuple[int, int, str]]
"""Start, end, and the key of a shot; empty for what is named in passing."""


def _named(small: str, words: RequestWords) -> Named:
    """What a part names, in order; of expressions that overlap the longest."""
    found = [
        (match.start(), match.end(), key)
        for key, pattern in (("", words.passing), *shots_in(scripts_of(small)))
        for match in pattern.finditer(small)
        if match.end() > match.start()
    ]
    kept: Named = []
    taken = bytearray(len(small))
    for start, end, key in sorted(found, key=lambda each: (each[0] - each[1], each[0])):
        if not any(taken[start:end]):
            taken[start:end] = b"\1" * (end - start)
            kept.append((start, end, key))
    return _without_passing(sorted(kept), small, words)


def _without_passing(found: Named, small: str, words: RequestWords) -> Named:
    """Of "the label on the package (box or bag)" package and box are only named in passing."""
    plain: Named = []
    subject = passed = ""
    for start, end, key in found:
        between = small[plain[-1][1] : start].strip() if plain else ""
        on_it = subject in _ON_SOMETHING and words.of.fullmatch(between)
        is_passing = on_it or (passed == key and bool(_OR.fullmatch(between)))
        passed = key if is_passing else ""
        subject = subject if is_passing else key
        if key == "weight" and plain and plain[-1][2] == "packaging" and _is_brief(between):
            plain[-1] = (*plain[-1][:2], "")  # "the parcel on a scale"
        plain.append((start, end, "" if is_passing else key))
    return plain


def _is_brief(between: str) -> bool:
    """At most two words, and no sign or "and" that parts them."""
    return re.fullmatch(r"(?:\w+\s?){0,2}", between) is not None and not _PIECE.search(
        f" {between} "
    )


def _media(small: str, words: RequestWords) -> list[tuple[int, int, str]]:
    """Where a part names a kind of recording: start, end, kind."""
    return sorted(
        (match.start(), match.end(), medium)
        for medium, pattern in words.media
        for match in pattern.finditer(small)
    )


def _medium(media: Sequence[tuple[int, int, str]], before: int) -> str:
    """The last kind of recording that is named before; else it is that of the shot before."""
    last = bisect_left(media, (before, 0, "")) - 1
    while last >= 0 and media[last][1] > before:
        last -= 1
    return media[last][2] if last >= 0 else ""


def _unclear(part: str, found: Named, words: RequestWords) -> Iterator[str]:
    """Pieces of a part with words that name nothing and do not stand in every request."""
    small = _small(part)
    rest = list(small)
    for start, end, _ in found:
        rest[start:end] = " " * (end - start)
    left = "".join(rest)
    ends = [(cut.start(), cut.end()) for cut in _PIECE.finditer(part)]
    starts = [0, *(end for _, end in ends)]
    for start, end in zip(starts, [*(start for start, _ in ends), len(part)], strict=True):
        is_named = left[start:end] != small[start:end]
        if _unknown(left[start:end], words) > (BESIDE_MAX if is_named else 0):
            yield part[start:end].strip()


def _unknown(small: str, words: RequestWords) -> int:
    """How many words say something that nothing stands for; of Chinese two signs are one."""
    if _CHINESE.search(small):
        return -(-len(_CHINESE.findall(words.chinese_fillers.sub("", small))) // 2)
    spoken = re.findall(r"[^\W\d_]{2,}", small)
    return sum(not words.fillers.fullmatch(word) for word in spoken)
