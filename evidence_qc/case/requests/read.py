"""Reads the words in which platforms ask for evidence."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources

Patterns = tuple[tuple[str, re.Pattern[str]], ...]


@dataclass(frozen=True, slots=True)
class RequestWords:
    """Of seven languages together; what is asked for seldom reads differently in another."""

    shots: Patterns
    """Key of a shot and one way to ask for it."""
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
        shots=_patterns(data["shots"]),
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


def _patterns(table: dict[str, list[str]]) -> Patterns:
    return tuple((key, _whole(text)) for key, texts in table.items() for text in texts)


def _whole(text: str) -> re.Pattern[str]:
    """Whole words, with any space between; Chinese does not part them."""
    text = text.replace(" ?", r"\s*").replace(" ", r"\s+")
    return re.compile(rf"(?<![^\W\d_\u3400-\u9fff])(?:{text})(?![^\W\d_\u3400-\u9fff])")
