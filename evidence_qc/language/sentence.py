"""English text that still knows its message: for programs, and to be said in another language."""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import Any

from evidence_qc.language.catalogue import Value, Values, is_known, render


class Sentence(str):
    """One sentence in English; whoever expects a text need not know that it is more.

    What is put together from it (``f"{a} {b}"``) is text alone: a sentence that holds another
    takes it as a value, ``Sentence("check.file", path=path, fault=other)``.

    Args:
        message_id: as in the catalogues; anything else is taken for the sentence itself.
        values: what it speaks of, by name.

    Raises:
        KeyError: it speaks of a value that is not among these.
    """

    __slots__ = ("message_id", "values")

    message_id: str
    values: Values

    def __new__(cls, message_id: str = "", /, **values: object) -> Sentence:
        """The sentence in English, which is what the text is."""
        kept = {name: plain(value) for name, value in values.items()}
        self = super().__new__(cls, render(message_id, kept) if message_id else "")
        self.message_id, self.values = str(message_id), kept
        return self

    def __reduce__(self) -> tuple[Any, ...]:
        """For copies and other processes."""
        return _again, (str(self), self.message_id, self.values)

    @classmethod
    def verbatim(cls, words: str) -> Sentence:
        """Somebody's own words, such as a file's name, though they may look like an id."""
        return _again(words, "" if is_known(words) else words, {})

    @classmethod
    def of(cls, said: str | Mapping[str, Any]) -> Sentence:
        """A sentence from its words, or from what :func:`plain` made of one."""
        if isinstance(said, Sentence):
            return said
        if isinstance(said, str):
            return cls.verbatim(said)
        return cls(said["message_id"], **said["values"])

    def in_language(self, language: str) -> Sentence:
        """The same in the words of a language of the catalogues; they are then all that it is."""
        if not self.message_id:
            return self
        try:
            return Sentence.verbatim(render(self.message_id, self.values, language=language))
        except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError):
            return self  # what it speaks of came from elsewhere, and English alone can say it


def _again(words: str, message_id: str, values: Values) -> Sentence:
    """A sentence as it was made, without rendering it."""
    sentence = str.__new__(Sentence, words)
    sentence.message_id, sentence.values = message_id, values
    return sentence


NOTHING = Sentence()
"""Where there is nothing to say."""


def plain(value: object) -> Value:
    """As JSON can hold it: a sentence as its id and values; paths and foreign errors as text."""
    if isinstance(value, Sentence) and is_known(value.message_id):
        return {"message_id": value.message_id, "values": value.values}
    if isinstance(value, os.PathLike):
        return os.fsdecode(value)
    if isinstance(value, list | tuple):
        return [plain(each) for each in value]
    if isinstance(value, Mapping):
        return {str(key): plain(each) for key, each in value.items()}
    if isinstance(value, str):
        return str(value)  # of an enum, its value
    return value if value is None or isinstance(value, int | float) else str(value)
