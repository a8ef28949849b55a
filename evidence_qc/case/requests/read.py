"""Reads the words in which platforms ask for evidence."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources

Patterns = tuple[tuple[str, re.Pattern[str]], ...]
_ESCAPED = re.compile(r"\\[a-z]")
_SCRIPTS = {
    "latin": re.compile(r"[a-z]"),
    "cyrillic": re.compile(r"[\u0400-\u04ff]"),
    "chinese": re.compile(r"[\u3400-\u9fff]"),
    "arabic": re.compile(r"[\u0620-\u064a]"),
}
_LETTER = r"[^\W\d_\u3400-\u9fff]"
_BEGIN = rf"(?:(?<!{_LETTER})|(?<=(?<!{_LETTER})[وفبلك]))"
"""Arabic writes "and", "in" and "to" together with the word."""
_CHINESE = r"[\u3400-\u9fff]"
_ENDLESS = re.compile(r"(\\[wd])(?:\+|\*|\{(\d+),\})")
_ENDS = {r"\w": (r"[^\W\u3400-\u9fff]", 30), r"\d": (r"\d", 9)}
"""So long may words and numbers be: in a text without a space each place may begin one."""


@dataclass(frozen=True, slots=True, eq=False)
class RequestWords:
    """Of eight languages together; what is asked for seldom reads differently in another."""

    media: Patterns
    """``photo``, ``video``, or ``picture``, which is either."""
    lists: Patterns
    """Of words that say something of what stands beside them."""
    shows: re.Pattern[str]
    sends: re.Pattern[str]
    asks: re.Pattern[str]
    passing: re.Pattern[str]
    of: re.Pattern[str]
    tells: re.Pattern[str]
    depends: re.Pattern[str]
    either: re.Pattern[str]
    polite: re.Pattern[str]
    together: re.Pattern[str]
    joins: re.Pattern[str]
    parts: re.Pattern[str]
    fillers: re.Pattern[str]
    chinese_fillers: re.Pattern[str]


@lru_cache(maxsize=1)
def request_words() -> RequestWords:
    """All of them."""
    file = resources.files(__package__ or "").joinpath("words.toml")
    data = tomllib.loads(file.read_text(encoding="utf-8"))
    words = {
        name: "|".join(f"(?:{text})" for text in texts) for name, texts in data["words"].items()
    }
    unlike = {"fillers", "chinese_fillers"}
    whole = {name: _whole(text) for name, text in words.items() if name not in unlike}
    own = {
        name: whole[name]
        for name in (
            "shows", "sends", "asks", "passing", "of", "tells", "depends", "either", "polite",
            "together", "joins", "parts",
        )
    }  # fmt: skip
    return RequestWords(
        media=_patterns(data["media"]),
        lists=tuple(whole.items()),
        fillers=re.compile(words["fillers"]),
        chinese_fillers=_longest_first(data["words"]["chinese_fillers"]),
        **own,
    )


def classes_in(low: str, words: RequestWords) -> Iterator[tuple[str, int, int]]:
    """Name of a list, start and end of each of its expressions in a text in small letters."""
    shots = [("shot", pattern) for _, pattern in shots_in(scripts_of(low))]
    for name, pattern in (*words.media, *words.lists, *shots):
        for match in pattern.finditer(low):
            if match.end() > match.start():
                yield name, match.start(), match.end()


@lru_cache(maxsize=16)
def shots_in(scripts: frozenset[str]) -> Patterns:
    """Key of a shot and one way to ask for it, of the languages that are written so.

    Args:
        scripts: of ``latin``, ``cyrillic``, ``chinese``, ``arabic``; others are not compiled.
    """
    return tuple(pattern for script in sorted(scripts) for pattern in _compiled_shots(script))


@lru_cache(maxsize=4)
def _compiled_shots(script: str) -> Patterns:
    file = resources.files(__package__ or "").joinpath("words.toml")
    shots = tomllib.loads(file.read_text(encoding="utf-8"))["shots"]
    found = []
    for key, texts in shots.items():
        for text in texts:
            mine = [each for each in _alternatives(text) if script in _languages_of(each)]
            if mine:
                found.append((key, _whole("|".join(mine))))
    return tuple(found)


def scripts_of(text: str) -> frozenset[str]:
    """In which scripts its small letters are."""
    return frozenset(name for name, pattern in _SCRIPTS.items() if pattern.search(text))


def _languages_of(expression: str) -> frozenset[str]:
    """By its letters; one of signs alone is of the Latin ones."""
    return scripts_of(_ESCAPED.sub("", expression)) or frozenset({"latin"})


def _alternatives(text: str) -> list[str]:
    """An expression, parted at each bar that stands in no bracket."""
    parts, depth, start = [], 0, 0
    for at, sign in enumerate(text):
        depth += (sign in "([") - (sign in ")]")
        if sign == "|" and depth == 0:
            parts.append(text[start:at])
            start = at + 1
    return [*parts, text[start:]]


def _patterns(table: dict[str, list[str]]) -> Patterns:
    return tuple((key, _whole(text)) for key, texts in table.items() for text in texts)


def _longest_first(texts: list[str]) -> re.Pattern[str]:
    parts = [part for text in texts for part in text.split("|")]
    return re.compile("|".join(sorted(parts, key=len, reverse=True)))


def _bounded(match: re.Match[str]) -> str:
    """A word or a number of any length as one that has an end."""
    sign, most = _ENDS[match[1]]
    least = match[2] or str(int(match[0].endswith("+")))
    return f"{sign}{{{least},{most}}}"


def _whole(text: str) -> re.Pattern[str]:
    """Whole words, with any space between; Chinese does not part them."""
    text = text.replace(" ?", r"\s*").replace(" ", r"\s+")
    text = _ENDLESS.sub(_bounded, text)
    return re.compile(rf"{_BEGIN}(?:{text})(?!(?<!{_CHINESE}){_LETTER})")
