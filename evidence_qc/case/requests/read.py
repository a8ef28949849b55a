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
    "arabic": re.compile(r"[\u0620-\u064a]"),
}
_LETTER = r"[^\W\d_\u3400-\u9fff]"
_BEGIN = rf"(?:(?<!{_LETTER})|(?<=(?<!{_LETTER})[وفبلك]))"
"""Arabic writes "and", "in" and "to" together with the word."""
_CHINESE = r"[\u3400-\u9fff]"
_ENDLESS = re.compile(r"(\\[wd])(?:\+|\*|\{(\d+),\})")
_ENDS = {r"\w": (r"[^\W\u3400-\u9fff]", 30), r"\d": (r"\d", 9)}
"""So long may words and numbers be: in a text without a space each place may begin one."""
_ARABIC_AND = rf"(?<!{_LETTER})و(?=(?:صور|فيديو|مقطع|لقط))"
_ARTICLE = re.compile(r"an?|uma?|une?|una|eine?n?")
"""Behind it a word may stand that no list holds: "a daylight photo", not "the cover photo"."""
_CHINESE_MEDIUM = re.compile(r"(照片|图片|视频|截图)[的\s]*$")


@dataclass(frozen=True, slots=True, eq=False)
class RequestWords:
    """Of eight languages together; what is asked for seldom reads differently in another."""

    media: Patterns
    """``photo``, ``video``, or ``picture``, which is either."""
    shows: re.Pattern[str]
    sends: re.Pattern[str]
    opens: re.Pattern[str]
    limits: re.Pattern[str]
    only: re.Pattern[str]
    reason: re.Pattern[str]
    aside: re.Pattern[str]
    relative: re.Pattern[str]
    clause: re.Pattern[str]
    follows: re.Pattern[str]
    nominal: re.Pattern[str]
    also: re.Pattern[str]
    views: re.Pattern[str]
    private: re.Pattern[str]
    joins: re.Pattern[str]
    determiners: re.Pattern[str]
    parts: re.Pattern[str]
    within: re.Pattern[str]
    together: re.Pattern[str]
    qualifies: re.Pattern[str]
    examples: re.Pattern[str]
    adds: re.Pattern[str]
    rules: re.Pattern[str]
    evidence: re.Pattern[str]
    offers: re.Pattern[str]
    states: re.Pattern[str]
    then: re.Pattern[str]
    goods: re.Pattern[str]
    negates: re.Pattern[str]
    instead: re.Pattern[str]
    displays: re.Pattern[str]
    faces: re.Pattern[str]
    manner: re.Pattern[str]
    generic: re.Pattern[str]
    more: re.Pattern[str]
    tells: re.Pattern[str]
    polite: re.Pattern[str]
    beside: re.Pattern[str]
    not_asked: re.Pattern[str]
    known: re.Pattern[str]
    passing: re.Pattern[str]
    of: re.Pattern[str]
    asks: re.Pattern[str]
    turns: re.Pattern[str]
    depends: re.Pattern[str]
    either: re.Pattern[str]
    pronouns: re.Pattern[str]
    redo: re.Pattern[str]
    another: re.Pattern[str]
    acts: re.Pattern[str]
    fillers: re.Pattern[str]
    chinese_fillers: re.Pattern[str]

    def opens_medium(self, low: str) -> bool:
        """Whether a piece begins with "photo" or "video", or in Chinese ends with it."""
        found = [match for _, pattern in self.media if (match := pattern.search(low))]
        begin = min((match.start() for match in found), default=None)
        if begin is None:
            return False
        if _CHINESE_MEDIUM.search(low):
            return True
        before = re.findall(r"[^\W\d_]+", low[:begin])
        strange = [word for word in before if not self.opens.fullmatch(word)]
        is_described = len(strange) == 1 and _ARTICLE.fullmatch(before[0]) is not None
        return not strange or is_described


@lru_cache(maxsize=1)
def request_words() -> RequestWords:
    """All of them."""
    file = resources.files(__package__ or "").joinpath("words.toml")
    data = tomllib.loads(file.read_text(encoding="utf-8"))
    words = {
        name: "|".join(f"(?:{text})" for text in texts) for name, texts in data["words"].items()
    }
    whole = {
        name: _whole(words[name])
        for name in ("shows", "sends", "aside", "relative", "private", "not_asked", "known",
                     "passing", "of", "asks", "turns", "limits", "only", "reason", "clause",
                     "follows", "nominal", "also", "views", "depends", "either", "pronouns",
                     "redo", "acts", "another", "determiners", "parts", "within", "together",
                     "qualifies", "examples", "adds", "rules", "evidence", "offers", "states",
                     "then", "goods", "negates", "instead", "displays", "faces", "manner",
                     "generic", "more", "tells", "beside", "polite")
    }  # fmt: skip
    return RequestWords(
        media=_patterns(data["media"]),
        opens=re.compile(words["opens"]),
        fillers=re.compile(words["fillers"]),
        chinese_fillers=_longest_first(data["words"]["chinese_fillers"]),
        joins=re.compile(f"{_whole(words['joins']).pattern}|{_ARABIC_AND}"),
        **whole,
    )


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
