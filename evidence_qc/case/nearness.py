"""Beside what something is: a chip near the handle is not one in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from evidence_qc.case.lexicon.read import Entry, Lexicon

_WORDS_MAX = 4
"""The longest way in which the lists say "near"."""


@dataclass(frozen=True, slots=True)
class Nearness:
    """A clause without the words that say near what, and those words."""

    rest: list[str]
    named: list[str]
    start: int
    """Where "near" stands in the clause."""
    is_sure: bool
    """Otherwise it may be "of", as the Russian "у" is."""


def nearness(tokens: Sequence[str], lexicon: Lexicon) -> Nearness | None:
    """The first that the clause says; None where it says none."""
    for start in range(len(tokens)):
        for end in range(min(start + _WORDS_MAX, len(tokens)), start, -1):
            phrase = " ".join(tokens[start:end])
            is_sure = lexicon.near.fullmatch(phrase) is not None
            if is_sure or lexicon.at.fullmatch(phrase):
                return _parted(tokens, start, end, is_sure, lexicon)
    return None


def _parted(
    tokens: Sequence[str], start: int, end: int, is_sure: bool, lexicon: Lexicon
) -> Nearness:
    """Chinese says behind the thing that it is near."""
    if not lexicon.has_spaces:
        first = start - _run(tokens[:start][::-1], lexicon)
        rest = [*tokens[:first], *tokens[end:]]
        return Nearness(rest, list(tokens[first:start]), start, is_sure)
    last = end + _run(tokens[end:], lexicon)
    return Nearness([*tokens[:start], *tokens[last:]], list(tokens[end:last]), start, is_sure)


def _run(tokens: Sequence[str], lexicon: Lexicon) -> int:
    """How many of the first words name things, with what stands between them."""
    length = 0
    for number, token in enumerate(tokens, 1):
        if _names(token, lexicon):
            length = number
        elif lexicon.verbs.fullmatch(token) or not lexicon.fillers.fullmatch(token):
            break
    return length


def _names(token: str, lexicon: Lexicon) -> bool:
    named = (entry for entry in lexicon.entries if _is_of_a_thing(entry))
    return any(part.fullmatch(token) for entry in named for part in entry.pattern)


def _is_of_a_thing(entry: Entry) -> bool:
    return entry.kind in {"place", "item", "side"}
