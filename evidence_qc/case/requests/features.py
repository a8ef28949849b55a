"""What is known of each word of a request by itself: its letters, its lists, its place."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence

from evidence_qc.case.requests.letters import CHINESE, small
from evidence_qc.case.requests.read import RequestWords, classes_in
from evidence_qc.case.requests.tokens import Token, is_chinese

_LINES_MAX = 12
"""A list is led to from no further above."""
_EDGES_CHARS = (3, 4, 5)
_LONG_CHARS = 6


def features(text: str, parts: Sequence[Token], words: RequestWords) -> list[list[str]]:
    """Names of what holds of each token, in the tokens' order; the first is its form.

    Args:
        text: that is ``clean``.
        parts: its tokens.
        words: the lists.
    """
    classes = _classes(text, parts, words)
    lines = _Lines(parts)
    return [
        [
            *_letters(parts, at),
            *(f"l={name}" for name in sorted(classes[at])),
            f"k={_kind(part.form)}",
            f"u={text[part.start].isupper():d}",
            f"g={at > 0 and parts[at - 1].end < part.start:d}",
            *lines.of(at),
            *(["s"] if at and parts[at - 1].sentence != part.sentence else []),
        ]
        for at, part in enumerate(parts)
    ]


def _letters(parts: Sequence[Token], at: int) -> Iterator[str]:
    """The word and its ends; of Chinese each pair of signs."""
    form = parts[at].form
    yield f"w={form}"
    if is_chinese(parts[at]):
        yield f"c+={form}{parts[at + 1].form if at + 1 < len(parts) else ''}"
        yield f"c-={parts[at - 1].form if at else ''}{form}"
    elif form[:1].isalpha():
        whole = f"<{form}>"
        for chars in _EDGES_CHARS:
            if len(whole) > chars:
                yield f"a{chars}={whole[:chars]}"
                yield f"z{chars}={whole[-chars:]}"
        if len(form) > _LONG_CHARS:
            yield f"a={form[:_LONG_CHARS]}"
        if form[0] in "وبلفك" and len(form) > 3:
            yield f"w={form[1:]}"  # Arabic writes "and", "in" and "to" together with the word


def _kind(form: str) -> str:
    """A number, a word, a Chinese sign, or the mark that it is."""
    if not form[0].isalnum():
        return form
    return "0" if form[0].isdecimal() else "c" if CHINESE.match(form) else "w"


def _classes(text: str, parts: Sequence[Token], words: RequestWords) -> list[set[str]]:
    """Of each token the lists in one of whose expressions it stands; "^" where one begins."""
    found: list[set[str]] = [set() for _ in parts]
    starts = [part.start for part in parts]
    for name, start, end in classes_in(small(text), words):
        at = max(0, bisect_right(starts, start) - 1)
        is_first = True
        while at < len(parts) and parts[at].start < end:
            if parts[at].end > start:
                found[at] |= {name, name + "^"} if is_first else {name}
                is_first = False
            at += 1
    return found


class _Lines:
    """Which lines begin as items of a list, and what leads to them."""

    def __init__(self, parts: Sequence[Token]) -> None:
        self._parts = parts
        self._spans: list[tuple[int, int]] = []
        for at, part in enumerate(parts):
            if part.line == len(self._spans):
                self._spans.append((at, at))
            self._spans[part.line] = (self._spans[part.line][0], at + 1)
        self._signs = [self._sign(*span) for span in self._spans]
        self._leads = [self._lead(number) for number in range(len(self._spans))]

    def of(self, at: int) -> Iterator[str]:
        """What a token's line says of it."""
        number = self._parts[at].line
        yield f"i={self._signs[number]}"
        yield f"id={self._leads[number]}"
        if at == self._spans[number][0]:
            yield "first"

    def _sign(self, start: int, end: int) -> str:
        """What a line begins with: "•", "0" for a number, "a" for a letter, or nothing."""
        forms = [part.form for part in self._parts[start : min(end, start + 2)]]
        if forms[0] in {"•", "("}:
            return forms[0]
        if len(forms) == 2 and forms[1] in {".", ")", "、", "/", "-"} and len(forms[0]) == 1:
            return "0" if forms[0] == "0" else "a"
        return ""

    def _lead(self, number: int) -> str:
        """How far above a line the one is that leads to it with a colon."""
        for other in range(number - 1, max(-1, number - _LINES_MAX), -1):
            start, end = self._spans[other]
            forms = [part.form for part in self._parts[start:end] if part.form != "\n"]
            if forms and forms[-1] == ":":
                return f":{min(number - other, 2)}"
            if not self._signs[other]:
                break
        return ""
