"""Parts a request into words, sentences, lines and clauses."""

from __future__ import annotations

import re
from dataclasses import dataclass

from evidence_qc.case.requests.letters import CHINESE, small

_TOKEN = re.compile(r"\n+|[\u3400-\u9fff]|\d+|[^\W\d_]+(?:'[^\W\d_]+)*|\S")
_ENDS = frozenset(".!?。;؟؛…\n")
_SHORT = re.compile(
    r"(?:^|[^\w])(?:n[ro]|max|máx|mín|min|approx|aprox|ca|ref|incl|sra?|dra?|mr|mrs|nº|tel|vs|cm|seg|sek"
    r"|сек|мин|макс|напр|см|шт|стр|т\.\s?[екдп]|p\.?\s?ej|p\.?\s?ex|ex|e\.g|i\.e|z\.\s?b|bzw|ggf|evtl"
    r"|inkl|usw)\Z",
    re.IGNORECASE,
)
"""What a full stop stands behind that ends no sentence."""
_SHORT_CHARS = 8
_CLAUSE_ENDS = frozenset(",:،、()—–")


@dataclass(frozen=True, slots=True)
class Token:
    """A word, a Chinese sign, a number, a mark or a line's end."""

    start: int
    end: int
    form: str
    """In small letters; ``0`` for a number, ``00`` for one of three digits and more."""
    sentence: int
    line: int
    clause: int
    """Each counted from 0 through the whole text."""


def tokens(text: str) -> tuple[Token, ...]:
    """The tokens of a text that is ``clean``, in order."""
    low = small(text)
    found: list[Token] = []
    sentence = line = clause = 0
    matches = list(_TOKEN.finditer(text))
    for number, match in enumerate(matches):
        form = _form(low[match.start() : match.end()], match[0])
        found.append(Token(match.start(), match.end(), form, sentence, line, clause))
        if form in _CLAUSE_ENDS:
            clause += 1
        elif form in _ENDS and _is_end(form, number, matches, text):
            sentence += 1
            clause += 1
        line += form == "\n"
    return tuple(found)


def _form(low: str, text: str) -> str:
    if text[0] == "\n":
        return "\n"
    if text.isdecimal():
        return "0" if len(text) < 3 else "00"
    return low.strip() or text


def _is_end(form: str, number: int, matches: list[re.Match[str]], text: str) -> bool:
    """A full stop within a number or a name ends nothing, nor does one behind a short form."""
    if form != "." or number + 1 == len(matches):
        return True
    at = matches[number].start()
    if _SHORT.search(text, max(0, at - _SHORT_CHARS), at):
        return False
    behind = matches[number + 1]
    return behind.start() > matches[number].end() or not behind[0][0].isalnum()


def is_chinese(token: Token) -> bool:
    """Whether it is one Chinese sign."""
    return CHINESE.match(token.form) is not None
