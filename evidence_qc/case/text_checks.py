"""Advice on what the user wrote: alphabet, language, shouting, length, a list without numbers."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from evidence_qc.case.phrases import english_title, is_foreign
from evidence_qc.model import Profile

TITLE_MAX = 60
"""A title beyond this is a story; a caption of a tile holds about 45 characters on a phone."""
_RUDE = re.compile(
    r"(?i)\b(scam\w*|thie(f|ves)|fraud\w*|crook\w*|liars?|idiots?|bastards?|fuck\w*|shit\w*|"
    r"мошенник\w*|воры?|обманщик\w*|сволоч\w*|estafador\w*|ladr[oó]n\w*|betrüger\w*)\b"
)


def is_written_in(text: str, alphabet: str) -> bool:
    """True when every character belongs to the profile's alphabet (``ascii``, or any)."""
    return alphabet != "ascii" or text.isascii()


def needs_english(text: str, alphabet: str) -> bool:
    """True for words in other letters than the profile takes.

    An accent, a long dash or an emoji is advised on: it does not make a text foreign.
    """
    return alphabet == "ascii" and any(c.isalpha() and not _is_latin(c) for c in text)


def check_text(what: str, text: str, profile: Profile) -> Iterator[str]:
    """Sentences of advice on one piece of text; nothing is ever rewritten.

    Args:
        what: How to call it: "item", "ask", "claim 2".
        text: As the user wrote it.
        profile: Alphabet of the platform.
    """
    if not text.strip():
        return
    alphabet = profile.statement_alphabet
    name = what.capitalize() if what.startswith("claim") else f"The {what}"
    if alphabet.value == "ascii" and not text.isascii():
        foreign = sorted({c for c in text if not c.isascii()})
        if needs_english(text, "ascii"):
            remedy = "Add title_en or write" if what.startswith("claim") else "Write"
            english = english_title(text)
            yield (
                f"{name} is not in English: adjudicators read English, and the platform takes "
                f"only its letters{alphabet.remark}. "
                + (f'Perhaps "{english}".' if english else f"{remedy} it in English.")
            )
        else:
            yield (
                f"{name} has characters that the platform may not take{alphabet.remark}: "
                f"{' '.join(foreign[:8])}"
            )
    elif english := english_title(text):
        yield f'{name} is not in English: perhaps "{english}".'
    elif what.startswith("claim") and is_foreign(text):
        yield (
            f"{name} seems not to be in English, which whoever decides reads: add title_en, or "
            "write it in English."
        )
    letters = [c for c in text if c.isalpha()]
    if len(letters) >= 8 and sum(c.isupper() for c in letters) > 0.8 * len(letters):
        yield f"{name} is all in capitals: that reads as shouting."
    if what.startswith("claim") and len(text) > TITLE_MAX:
        yield f"{name} has {len(text)} characters: say it in {TITLE_MAX}, the rest is seen."
    if len(re.findall(r"(?:^|[,;\n])\s*(?:and|also|-|•)\s", text)) >= 2 or text.count(";") >= 2:
        yield f"{name} lists several problems without numbers: make each one a claim."
    if "!!" in text or _RUDE.search(text):
        yield f"{name} sounds angry: facts alone convince."


def _is_latin(character: str) -> bool:
    return "LATIN" in unicodedata.name(character, "")
