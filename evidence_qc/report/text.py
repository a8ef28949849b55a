"""Names and sentences as text that every output can carry."""

from __future__ import annotations

import base64
import re

_SURROGATES = re.compile("[\ud800-\udfff]")


def shown(text: str) -> str:
    """The text with every byte that is no Unicode replaced by U+FFFD."""
    return _SURROGATES.sub("\ufffd", text)


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
