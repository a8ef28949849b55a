"""Fills the placeholders of a sentence: ``{duration_s:clock}``, ``{size_bytes:megabytes}``.

Besides Python's own format specifications there are those of ``SPECIFICATIONS`` and, for values
that are messages themselves, of ``SENTENCES``. What stands in ``[[ ]]`` is left out where one of
its values is missing or rounds to nothing.

A sentence that agrees with a number has one form for each category of the Unicode CLDR (``one``,
``few``, ``many``, ``other``), each a whole sentence; ``{files:n}`` is that number
(``n_grouped``, ``n_g`` write it otherwise), and ``{names:n_list}`` (``n_and_list``, ``n_two``) a
list whose length is.
"""

from __future__ import annotations

import re
import string
from collections.abc import Callable, Mapping, Sequence
from functools import reduce
from typing import Any

from evidence_qc.language.durations import clock, moment, spans_words
from evidence_qc.language.words import ENGLISH_WORDS, Words

_OPTIONAL = re.compile(r"\[\[([^\[\]{}]*\{.*?)\]\]")
"""Only what speaks of a value: ``[[claims]]`` is TOML, and stays."""
_NAME = re.compile(r"\{(\w+)")


def _percent(ratio: float) -> str:
    """Whole per cents; one decimal below 1.5 %."""
    percent = 100.0 * ratio
    return f"{percent:.0f}" if percent >= 1.5 else f"{percent:.1f}"


def _first_two(names: Sequence[object], words: Words = ENGLISH_WORDS) -> str:
    """The first two and how many more."""
    listed, more = ", ".join(str(name) for name in names[:2]), len(names) - 2
    if more <= 0:
        return listed
    return words.list_more.format(listed=listed, count=words.number(f"{more:,}"))


def _and_list(names: Sequence[object], words: Words = ENGLISH_WORDS) -> str:
    """As a person lists things: ``a, b and c``."""
    return words.joined([str(name) for name in names], 0)


def _and_between(names: Sequence[object], words: Words = ENGLISH_WORDS) -> str:
    """``a and b and c``."""
    return reduce(lambda first, last: words.list_and.format(first=first, last=last),
                  [str(name) for name in names] or [""])  # fmt: skip


LISTS: Mapping[str, Callable[[Sequence[Any], Words], str]] = {
    "spans": spans_words,
    "n_two": _first_two,
    "n_and_list": _and_list,
    "and_list": _and_between,
}
"""They put a word of the language between the items."""

SPECIFICATIONS: Mapping[str, Callable[..., str]] = {
    **LISTS,
    "percent": _percent,
    "whole_percent": lambda ratio: f"{100.0 * ratio:.0f}",
    "clock": clock,
    "moment": moment,
    "n": str,
    "n_grouped": lambda number: f"{number:,}",
    "n_g": lambda number: f"{number:g}",
    "n_list": lambda names: ", ".join(str(name) for name in names),
    "list": lambda names: ", ".join(str(name) for name in names),
    "upper": lambda text: str(text).upper(),
    "upper_list": lambda names: ", ".join(str(name).upper() for name in names),
    "megabytes": lambda size_bytes: f"{size_bytes / 1e6:.1f}",
    "fine_megabytes": lambda size_bytes: f"{size_bytes / 1e6:.2f}",
    "mega": lambda number: f"{number / 1e6:g}",
    "whole_mega": lambda number: f"{number / 1e6:.0f}",
    "megapixels": lambda pixels: str(pixels // 1_000_000),
}


SENTENCES: Mapping[str, Callable[[Sequence[str], Words], str]] = {
    "sentences": lambda said, _: " ".join(said),
    "list_sentences": lambda said, _: ", ".join(said),
    "and_sentences": lambda said, words: words.joined(said, 0),
    "clauses": lambda said, _: "; ".join(said),
    "capital_clauses": lambda said, _: _capital("; ".join(said)),
}
"""Of lists whose items are messages or words: each is said, then they are joined."""


def small(text: str) -> str:
    """As it stands within a sentence; ``IMEI`` stays."""
    return text if text[1:2].isupper() else text[:1].lower() + text[1:]


TEXTS: Mapping[str, Callable[[str], str]] = {
    "text": lambda said: said,
    "small_text": small,
}
"""Of texts of the profiles that ship, which are their own ids; any other stands as it is."""


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def fill(
    template: str,
    values: Mapping[str, object],
    nested: Callable[[object], str],
    words: Words = ENGLISH_WORDS,
) -> str:
    """The sentence with its values.

    Args:
        template: as in a catalogue.
        values: by name.
        nested: renders a value that is a message itself, without its stop (``{fault:message}``)
            or whole (``{fault:sentence}``).
        words: how the language joins lists and writes numbers.

    Raises:
        KeyError: a placeholder outside ``[[ ]]`` has no value.
    """
    chosen = _OPTIONAL.sub(lambda part: part[1] if _has_all(part[1], values) else "", template)
    return _Filler(nested, words).vformat(chosen, (), values)


def _has_all(part: str, values: Mapping[str, object]) -> bool:
    return all(values.get(name) not in (None, "", (), []) for name in _NAME.findall(part))


class _Filler(string.Formatter):
    def __init__(self, nested: Callable[[object], str], words: Words) -> None:
        self._nested = nested
        self._words = words

    def get_value(self, key: int | str, args: Sequence[Any], kwargs: Mapping[str, Any]) -> Any:
        return kwargs[str(key)]

    def _said(self, value: object) -> str:
        """Of a message its sentence; words stay as they are, whatever id they look like.

        Unless they are words that every language has its own for.
        """
        if isinstance(value, Mapping):
            return self._nested(value)
        return self._words.values.get(str(value), str(value))

    def format_field(self, value: Any, format_spec: str) -> str:
        if format_spec == "message":
            return self._nested(value).rstrip(".。")
        if format_spec == "sentence":
            return self._said(value)
        if format_spec in TEXTS:
            message_id = _capital(value) if format_spec == "small_text" else value
            return TEXTS[format_spec](self._nested({"message_id": message_id, "values": {}}))
        if join := SENTENCES.get(format_spec):
            return join([self._said(each) for each in value], self._words)
        if listed := LISTS.get(format_spec):
            return listed(value, self._words)
        try:
            if specification := SPECIFICATIONS.get(format_spec):
                text = specification(value)
            else:
                text = str(super().format_field(value, format_spec))
        except OverflowError:  # a number that was typed, of hundreds of digits
            text = str(value)
        if isinstance(value, str):
            return self._words.values.get(text, text)
        return self._words.number(text) if isinstance(value, int | float) else text
