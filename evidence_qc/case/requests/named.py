"""Which shots a piece of a request names, and how many of its words say something else."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from evidence_qc.case.requests.letters import CHINESE
from evidence_qc.case.requests.read import RequestWords, scripts_of, shots_in

_ON_SOMETHING = frozenset(
    {"label", "any-label", "tag", "serial", "measure", "weight", "receipt", "note"}
)
"""What is shown for itself, whatever it stands on or beside."""
HOW = frozenset({"uncut", "measure", "charging", "failure", "weight"})
"""How something is shown; what stands right before it is shown so."""
_OR = re.compile(r"[(,/]|or|o|ou|oder|или|或|او")
_WORD = re.compile(r"[^\W\d_]{2,}")
_NEXT = re.compile(r"[\s\-]*([^\W\d_]{2,})")

Named = tuple[tuple[int, int, str], ...]
"""Start, end, and the key of a shot; empty for what is named in passing."""


@lru_cache(maxsize=64)
def named(low: str, words: RequestWords) -> Named:
    """What a text in small letters names, in order; of expressions that overlap the longest."""
    found = [
        (match.start(), match.end(), key)
        for key, pattern in (("", words.passing), *shots_in(scripts_of(low)))
        for match in pattern.finditer(low)
        if match.end() > match.start()
    ]
    kept: list[tuple[int, int, str]] = []
    taken = bytearray(len(low))
    for start, end, key in sorted(found, key=lambda each: (each[0] - each[1], each[0])):
        if not any(taken[start:end]):
            taken[start:end] = b"\1" * (end - start)
            kept.append((start, end, key))
    return _without_passing(sorted(kept), low, words)


@lru_cache(maxsize=64)
def heads(low: str, words: RequestWords) -> tuple[tuple[str, ...], int]:
    """The shots that a piece asks for, and how many words say more than they do.

    A shot is asked for where nothing unknown stands before it, or right behind it: of "the slip
    of the parcel", "the box lid" and "the weight label" parcel, box and weight are not. In Chinese
    what is asked for stands last.
    """
    found = named(low, words)
    asking = [
        match.span()
        for pattern in (
            words.shows,
            words.sends,
            words.asks,
            *(pattern for _, pattern in words.media),
        )
        for match in pattern.finditer(low)
    ]
    left = blanked(low, [*asking, *((start, end) for start, end, _ in found)])
    unknown = count_unknown(left, words)
    is_chinese = CHINESE.search(low) is not None
    keys: list[str] = []
    for number, (start, end, key) in enumerate(found):
        behind = found[number + 1][0] if number + 1 < len(found) else len(low)
        next_key = found[number + 1][2] if behind < len(low) else ""
        is_compound = bool(next_key) and next_key not in HOW and not low[end:behind].strip(" -的")
        if not key or key in keys or is_compound:
            continue
        if is_chinese:
            is_head = not count_unknown(left[end:behind], words)
        else:
            is_bound = key != "defect" and _is_bound(left, end, words)
            is_head = not count_unknown(left[:start], words) and not is_bound
        if is_head:
            keys.append(key)
    return tuple(keys), unknown


def blanked(low: str, spans: Iterable[tuple[int, int]]) -> str:
    """The text with spaces for what is understood."""
    rest = list(low)
    for start, end in spans:
        rest[start:end] = " " * (end - start)
    return "".join(rest)


def _is_bound(left: str, end: int, words: RequestWords) -> bool:
    """Whether an unknown word follows at once: "weight label", "box lid"."""
    after = _NEXT.match(left, end)
    return after is not None and not words.fillers.fullmatch(after[1])


def _without_passing(found: Iterable[tuple[int, int, str]], low: str, words: RequestWords) -> Named:
    """Of "the label on the package (box or bag)" package and box are only named in passing."""
    plain: list[tuple[int, int, str]] = []
    subject = passed = ""
    for start, end, key in found:
        between = low[plain[-1][1] : start].strip() if plain else ""
        on_it = subject in _ON_SOMETHING and words.of.fullmatch(between)
        is_passing = on_it or (passed == key and bool(_OR.fullmatch(between)))
        passed = key if is_passing else ""
        subject = subject if is_passing else key
        if key == "weight" and plain and plain[-1][2] == "packaging" and _is_brief(between):
            plain[-1] = (*plain[-1][:2], "")  # "the parcel on a scale"
        plain.append((start, end, "" if is_passing else key))
    return tuple(plain)


def _is_brief(between: str) -> bool:
    """At most two words, and no sign that parts them."""
    return re.fullmatch(r"(?:\w+\s?){0,2}", between) is not None


def count_unknown(low: str, words: RequestWords) -> int:
    """How many words say something that nothing stands for; of Chinese two signs are one."""
    if CHINESE.search(low):
        return -(-len(CHINESE.findall(words.chinese_fillers.sub("", low))) // 2)
    return sum(not words.fillers.fullmatch(word) for word in _WORD.findall(low))
