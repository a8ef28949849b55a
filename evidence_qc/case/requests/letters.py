"""Brings a request to the letters in which the word lists are written, each in its place."""

from __future__ import annotations

import re
import unicodedata

_PLURAL = re.compile(r"(?<=\w)\((e?s)\)")
_CIRCLED = re.compile("[\u2460-\u2473]")
"""A number in a circle, as lists have it."""
_MARKS = re.compile("[\u0640\u064b-\u0652\u0670]")
"""Vowels of Arabic, and what only stretches a word."""
_ALIKE = str.maketrans("أإآٱىةؤئ", "اااايهوي")
"""Forms of one Arabic letter, which people write for each other."""
_ARTICLE = re.compile(r"(?<![^\W\d_])(?:[وف]?[بك]?ال|[وف]?لل)(?=[^\W\d_]{3})")
BRACKET = re.compile(r"\([^()]*\)")
_SMILEY = re.compile(r"(?<=[^\W\d_]{3})(?: ?[()]{2,}|[()])(?=\s|$)")
"""A bracket that closes or opens nothing, behind a word: "hello) we need"."""
_ITEM = re.compile(
    r"^[^\S\n]*(?:[-–—•*·‣⁃∙●○▪][^\S\n]*|[\u2190-\u21ff\u2460-\u27bf\u2b00-\u2bff"
    r"\U0001f300-\U0001f5ff\U0001f680-\U0001faff]\ufe0f?[^\S\n]*"
    r"|\(?\d{1,2}(?:[.)、:：]|[^\S\n]?[-–—](?![\d\w]))[^\S\n]*(?!\d)|\d[\ufe0f\u20e3]+[^\S\n]*)+(?=\S)",
    re.MULTILINE,
)
"""What begins a line that is an item of a list: dashes, numbers, small pictures."""
_BLOCK = re.compile(r":[^\S\n]*\n(?:\s*\n)?(?:(?!•)[^\n]*[^\s.!?:,;。！？][^\S\n]*(?:\n|\Z)){2,}")
"""Lines under a colon, none of which ends as a sentence does: a list without signs."""
_TYPED_FACE = re.compile(r"\s[:;]-?[()D](?=\s+\w)")
_FACE = re.compile("\\s*(?:[\U0001f600-\U0001f64f\u2764\U0001f495\U0001f970]\ufe0f?)+\\s*(?=\\w)")
"""A face between two words stands for a full stop."""
_SIGN = re.compile(
    "\\s*[\u2600-\u27bf\u2b00-\u2bff\U0001f300-\U0001f5ff\U0001f680-\U0001f6ff]\ufe0f?\\s*(?=\\w)"
)
"""A small picture before a word."""
_KEYCAP = re.compile("(\\d)[\ufe0f\u20e3]+")
CHINESE = re.compile(r"[\u3400-\u9fff]")


def clean(text: str) -> str:
    """One form for each sign, one space for many, "• " before an item; line feeds stay."""
    text = _KEYCAP.sub("\n• ", _CIRCLED.sub("\n• ", text))
    text = unicodedata.normalize("NFKC", _FACE.sub(lambda face: f"{face[0].rstrip()}. ", text))
    text = _TYPED_FACE.sub(".", text.replace("’", "'"))
    text = "\n".join(map(_itemised, text.split("\n")))
    text = _ITEM.sub("• ", text)
    text = _BLOCK.sub(lambda block: re.sub(r"\n(?=\S)(?!•)", "\n• ", block[0]), text)
    return re.sub(r"[^\S\n]+", " ", _without_smileys(_MARKS.sub("", text)))


def _itemised(line: str) -> str:
    """A line in which small pictures stand before each item, as a list."""
    return _SIGN.sub("\n• ", line) if len(_SIGN.findall(line)) > 1 else line


def _without_smileys(text: str) -> str:
    """A smiley ends a sentence, as a full stop does."""
    inside = {at for pair in BRACKET.finditer(text) for at in range(*pair.span())}
    return _SMILEY.sub(lambda sign: sign[0] if sign.start() in inside else ".", text)


def small(text: str) -> str:
    """In small letters; "photo(s)" becomes "photos  ", and Arabic loses its articles."""
    text = "".join(low if len(low := letter.lower()) == 1 else letter for letter in text)
    text = _PLURAL.sub(lambda match: match[1].ljust(len(match[0])), text)
    return _ARTICLE.sub(lambda match: " " * len(match[0]), text.translate(_ALIKE))
