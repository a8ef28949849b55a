"""Names and sentences as text that every output can carry."""

from __future__ import annotations

import base64
import math
import re
from collections.abc import Callable, Mapping
from typing import Any

from evidence_qc.language import Sentence, Values, is_known

_SURROGATES = re.compile("[\ud800-\udfff]")


def to_unicode(text: str) -> str:
    """The text with every byte that is no Unicode replaced by U+FFFD."""
    return _SURROGATES.sub("\ufffd", text)


def message_to_dict(
    message_id: str, values: Values, clean: Callable[[str], str] = to_unicode
) -> dict[str, Any]:
    """What programs and translations go by: nothing where the id is a sentence of its own."""
    if not is_known(message_id):
        return {}
    return {"message_id": message_id, "values": values_to_dict(values, clean)}


def said(
    name: str, value: object, clean: Callable[[str], str] = to_unicode
) -> dict[str, dict[str, Any] | list[dict[str, Any] | None]]:
    """What programs go by beside English: ``NAME_message``, or ``NAME_messages`` beside a list.

    Nothing for what is text alone; in a list null stands for it.
    """
    if isinstance(value, Sentence):
        message = message_to_dict(value.message_id, value.values, clean)
        return {f"{name}_message": message} if message else {}
    if not isinstance(value, tuple | list):
        return {}
    messages = [
        message_to_dict(each.message_id, each.values, clean) or None
        if isinstance(each, Sentence)
        else None
        for each in value
    ]
    return {f"{name}_messages": messages} if any(messages) else {}


def values_to_dict(values: Values, clean: Callable[[str], str] = to_unicode) -> dict[str, Any]:
    """The values of a message as JSON holds them; ``clean`` is done to every text."""
    return {name: _spoken(value, clean) for name, value in values.items()}


def _spoken(value: object, clean: Callable[[str], str]) -> Any:
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, float):  # what somebody typed may be no number of JSON
        return round(value, 6) if math.isfinite(value) else str(value)
    if isinstance(value, Mapping):
        return {clean(str(key)): _spoken(each, clean) for key, each in value.items()}
    return [_spoken(each, clean) for each in value] if isinstance(value, list | tuple) else value


def raw_base64(path: str) -> str | None:
    """The bytes of a path that is not valid Unicode, base64; None for any other path.

    Python shows such bytes as lone surrogates (PEP 383); on Windows a lone surrogate is part of
    the name itself.
    """
    if not _SURROGATES.search(path):
        return None
    try:
        raw = path.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:
        raw = path.encode("utf-8", "surrogatepass")
    return base64.b64encode(raw).decode("ascii")


_UNPRINTABLE = re.compile(
    "[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\ud800-\udfff]"
)


_BEFORE_UNIT = re.compile(r"(?<=\d) (?=(?:%|‰|°|(?:mm|cm|m|s|px|MP|kB|MB|GB)\b))")


def unbroken(text: str) -> str:
    """Printable, and no line ends between a number and its unit."""
    return _BEFORE_UNIT.sub("\u00a0", printable(text))


def printable(text: str) -> str:
    """The text without what would steer a terminal or turn the reading order around.

    A file name may hold escape sequences, line breaks and bidirectional overrides; each such
    character becomes U+FFFD.
    """
    return _UNPRINTABLE.sub("\ufffd", text)


def printable_lines(text: str) -> str:
    """``printable`` for text of several lines: its line breaks stay."""
    return "\n".join(printable(line) for line in text.split("\n"))


_STEERING_IN_JSON = re.compile("[\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]")


def printable_json(text: str) -> str:
    r"""JSON with what would steer a terminal written as ``\uXXXX``: the same values, no steering.

    Such characters stand only inside strings; JSON itself escapes those below U+0020.
    """
    return _STEERING_IN_JSON.sub(lambda found: f"\\u{ord(found[0]):04x}", text)
