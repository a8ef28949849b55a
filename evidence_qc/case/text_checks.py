"""Advice on what the user wrote: alphabet, language, shouting, length, a list without numbers."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from evidence_qc.case.phrases import (
    english_title,
    is_foreign,
    is_surely_foreign,
    names_in_another_language,
)
from evidence_qc.language import Sentence
from evidence_qc.model import Profile, Sourced

TITLE_MAX = 60
"""A title beyond this is a story; a caption of a tile holds about 45 characters on a phone."""
_RUDE = re.compile(
    r"(?i)\b(scam\w*|thie(f|ves)|fraud\w*|crook\w*|liars?|idiots?|bastards?|fuck\w*|shit\w*|"
    r"мошенник\w*|воры?|обманщик\w*|сволоч\w*|estafador\w*|ladr[oó]n\w*|betrüger\w*)\b"
)


def needs_english(text: str, alphabet: str) -> bool:
    """True for words in other letters than the profile takes.

    An accent, a long dash or an emoji is advised on: it does not make a text foreign.
    """
    return alphabet == "ascii" and any(c.isalpha() and not _is_latin(c) for c in text)


def check_text(
    name: Sentence, text: str, profile: Profile, *, is_title: bool = False
) -> Iterator[Sentence]:
    """Sentences of advice on one piece of text; nothing is ever rewritten.

    Args:
        name: How to call it: "The item", "The ask", "Claim 2".
        text: As the user wrote it.
        profile: Alphabet of the platform.
        is_title: Of a claim: it is drawn in the margin.
    """
    if not text.strip():
        return
    yield from _about_language(name, text, profile.statement_alphabet, is_title=is_title)
    letters = [c for c in text if c.isalpha()]
    if len(letters) >= 8 and sum(c.isupper() for c in letters) > 0.8 * len(letters):
        yield Sentence("text.capitals", name=name)
    if is_title and len(text) > TITLE_MAX:
        yield Sentence("text.long-title", name=name, characters=len(text), limit=TITLE_MAX)
    if len(re.findall(r"(?:^|[,;\n])\s*(?:and|also|-|•)\s", text)) >= 2 or text.count(";") >= 2:
        yield Sentence("text.several-problems", name=name)
    if "!!" in text or _RUDE.search(text):
        yield Sentence("text.angry", name=name)


def _about_language(
    name: Sentence, text: str, alphabet: Sourced[str], *, is_title: bool
) -> Iterator[Sentence]:
    english, remark = english_title(text), alphabet.remark
    is_outside = alphabet.value == "ascii" and not text.isascii()
    if is_outside and english:
        yield Sentence("text.foreign-known", name=name, remark=remark, english=english)
    elif is_outside and (needs_english(text, "ascii") or (is_title and is_surely_foreign(text))):
        foreign_id = "text.foreign-title" if is_title else "text.foreign"
        yield Sentence(foreign_id, name=name, remark=remark)
    elif english:
        yield Sentence("text.perhaps", name=name, english=english)
    elif is_title and is_foreign(text):
        foreign_id = "text.foreign-sure" if is_surely_foreign(text) else "text.foreign-unsure"
        yield Sentence(foreign_id, name=name)
    elif not is_title and (needs_english(text, "ascii") or names_in_another_language(text)):
        yield Sentence("text.foreign-words", name=name)
    elif is_outside:
        foreign = " ".join(sorted({c for c in text if not c.isascii()})[:8])
        yield Sentence(
            "text.characters", name=name, remark=remark, characters=foreign, plain=in_plain(text)
        )


_PLAIN = str.maketrans({
    "ß": "ss", "æ": "ae", "Æ": "Ae", "œ": "oe", "Œ": "Oe", "ø": "o", "Ø": "O", "ł": "l", "Ł": "L",
    "ı": "i", "đ": "d", "–": "-", "—": "-", "‘": "'", "’": "'", "“": '"', "”": '"', "„": '"',
    "«": '"', "»": '"', "×": "x", "€": " EUR", "£": " GBP",
})  # fmt: skip


def in_plain(text: str) -> str:
    """The text in ASCII as its writer would type it without accents; an emoji goes."""
    bare = unicodedata.normalize("NFKD", text.translate(_PLAIN))
    return " ".join(bare.encode("ascii", "ignore").decode("ascii").split())


def _is_latin(character: str) -> bool:
    return "LATIN" in unicodedata.name(character, "")
