"""Reads the words in which platforms ask for evidence."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources

Patterns = tuple[tuple[str, re.Pattern[str]], ...]
_ESCAPED = re.compile(r"\\[a-z]")
_SCRIPTS = {
    "latin": re.compile(r"[a-z]"),
    "cyrillic": re.compile(r"[\u0400-\u04ff]"),
    "chinese": re.compile(r"[\u3400-\u9fff]"),
}


@dataclass(frozen=True, slots=True)
class RequestWords:
    """Of seven languages together; what is asked for seldom reads differently in another."""

    media: Patterns
    """``photo`` or ``video``."""
    not_asked: re.Pattern[str]
    known: re.Pattern[str]
    passing: re.Pattern[str]
    of: re.Pattern[str]
    asks: re.Pattern[str]
    turns: re.Pattern[str]
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
    return RequestWords(
        media=_patterns(data["media"]),
        not_asked=_whole(words["not_asked"]),
        known=_whole(words["known"]),
        passing=_whole(words["passing"]),
        of=_whole(words["of"]),
        asks=_whole(words["asks"]),
        turns=_whole(words["turns"]),
        fillers=re.compile(words["fillers"]),
        chinese_fillers=re.compile(words["chinese_fillers"]),
    )


@lru_cache(maxsize=8)
def shots_in(scripts: frozenset[str]) -> Patterns:
    """Key of a shot and one way to ask for it, of the languages that are written so.

    Args:
        scripts: of ``latin``, ``cyrillic``, ``chinese``; the others are not compiled.
    """
    return tuple(pattern for script in sorted(scripts) for pattern in _compiled_shots(script))


@lru_cache(maxsize=3)
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


def _whole(text: str) -> re.Pattern[str]:
    """Whole words, with any space between; Chinese does not part them."""
    text = text.replace(" ?", r"\s*").replace(" ", r"\s+")
    return re.compile(rf"(?<![^\W\d_\u3400-\u9fff])(?:{text})(?![^\W\d_\u3400-\u9fff])")
