"""Arabic as the list holds it: its spellings in one letter, "and" apart, articles gone."""

from __future__ import annotations

import re

_FOLDED = str.maketrans("أإآٱىة", "ااااي" + "ه")
_MARKS = re.compile("[\u0640\u064b-\u0652\u0670]")
"""Vowels and the stroke that makes a word longer; a phone leaves them out."""
_ARABIC = re.compile("[\u0621-\u064a]+")
_JOINED = re.compile(r"(و?)(بال|كال|فال|لل|ال)?(.+)")
_BEGIN_WITH_AND = frozenset({
    "وسخ", "وسخه", "وساده", "ورق", "ورقه", "ورده", "وصل", "وصلت", "وصلني", "وصلتني", "وصله",
    "واسع", "واسعه", "وعاء", "واجهه", "واحد", "واحده", "وجه", "وحده", "واقي", "وزن", "وقت",
})  # fmt: skip
_LEFT_MIN = 2
"""A word of fewer letters is no word: what looked like an article was a part of it."""


def folded(text: str) -> str:
    """The letters that people write for one another as one; a pattern stays a pattern."""
    return _MARKS.sub("", text.translate(_FOLDED))


def apart(text: str) -> str:
    """``والشاشة مكسورة`` → ``و شاشه مكسوره``; any other script is kept."""
    return _ARABIC.sub(lambda found: _word(found[0]), folded(text))


def _word(word: str) -> str:
    found = None if word in _BEGIN_WITH_AND else _JOINED.fullmatch(word)
    if found is None or len(found[3]) < _LEFT_MIN:
        return word
    if found[1] and not found[2] and len(found[3]) <= _LEFT_MIN:
        return word
    return f"{'و ' if found[1] else ''}{found[3]}"
