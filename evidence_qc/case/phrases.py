"""English for what buyers write about goods, in nine languages: the whole of it or nothing.

A title is parted into clauses, and every word of every clause has to be known in one language:
"порвана куртка на рукаве, молния не работает" → "jacket torn on the sleeve, zip does not work".
One word that no list holds, a number, a negation that belongs to nothing, or two languages that
read it differently, and the title stays in the buyer's words; then it is asked about.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import replace

from evidence_qc.case.clauses import Clause, said
from evidence_qc.case.lexicon.read import FAULTS, Entry, Lexicon, english_words, lexicons

_ENGLISH = re.compile(
    r"the|of|with|and|is|are|not|does|doesn|has|holes?|stains?|broken|seams?|scratch(es)?|"
    r"crack(s|ed)?|wrong|size|working|works?|missing|parts?|torn|tears?|left|right|dents?|rust|"
    r"rusty|damaged?|bent|loose|came|apart|dirty|faulty|leaks?|smell|colour|different"
)
READ_CHARS_MAX = 300
"""A longer title is a story: it is not translated, and its language is that of its beginning."""
_CJK = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]")
_WORD = re.compile(r"[^\W\d_]+(?:[/'’][^\W\d_]+)*")
_ELIDED = re.compile(r"(?<![^\W\d_])([^\W\d_]|qu)['’](?=[^\W\d_])")
"""l'écran, s'allume: two words."""
_STOPS = re.compile(r"[,;:.!?、，；。！&+/]\s|[,;、，；。！&+]|\s[-–—]\s|\n")
_DEGREES = frozenset({"very", "slightly"})
"""Of an adjective; a size is of a noun. Neither is ever left out."""


def english_title(title: str) -> str:
    """English for the whole title; empty when it is English, or not understood as a whole."""
    if len(title) > READ_CHARS_MAX:
        return ""
    text = _plain(title)
    words = _words(text)
    if not words or any(map(_ENGLISH.fullmatch, words)) or re.search(r"\d", text):
        return ""
    found = {english for lexicon in lexicons() if (english := _translated(text, lexicon))}
    if len(found) != 1 or any(_is_denied(text, lexicon) for lexicon in lexicons()):
        return ""
    return found.pop()


def is_foreign(title: str) -> bool:
    """True unless most of a title's words are English ones, or some that only English has.

    Also where a word is one of another language. A title of numbers and signs alone is neither.
    """
    text = _plain(title[:READ_CHARS_MAX])
    words = _words(text)
    if not words or any(map(_ENGLISH.fullmatch, words)):
        return False
    if not text.isascii() and any(c.isalpha() and not c.isascii() for c in text):
        return True
    known = english_words()
    ours = sum(not known.isdisjoint(_stems(re.split("['’]", word)[0])) for word in words)
    if len(max(words, key=len)) > 2 and 2 * ours <= len(words):
        return True
    return _has_foreign_word(words)


def is_surely_foreign(title: str) -> bool:
    """True only where letters or a word are of another language, not where words are unknown."""
    text = _plain(title[:READ_CHARS_MAX])
    words = _words(text)
    if not words or any(map(_ENGLISH.fullmatch, words)):
        return False
    return any(c.isalpha() and not c.isascii() for c in text) or _has_foreign_word(words)


def _has_foreign_word(words: Sequence[str]) -> bool:
    known = english_words()
    return any(
        part.fullmatch(word)
        for lexicon in lexicons()
        if lexicon.has_spaces
        for entry in lexicon.entries
        for part in entry.pattern
        for word in words
        if len(word) > 3 and word not in known
    )


def _stems(word: str) -> set[str]:
    """The word, and what it may be an English form of."""
    cut = {word.removesuffix(ending) for ending in ("s", "d", "es", "ed", "er", "ly", "ing", "y")}
    bare = word.removesuffix("ing")
    return {word, *cut} | ({f"{bare}e"} if bare != word else set())


def _is_denied(text: str, lexicon: Lexicon) -> bool:
    """Whether a language reads it as the opposite: "no" is "not" in Spanish, "in" in Portuguese."""
    kept = _WORD.sub(lambda m: "" if lexicon.negations.fullmatch(m[0]) else m[0], text)
    return kept != text and not _translated(text, lexicon) and bool(_translated(kept, lexicon))


def _plain(title: str) -> str:
    text = unicodedata.normalize("NFKC", title).casefold().strip()
    return _ELIDED.sub(r"\1 ", text)


def _words(text: str) -> list[str]:
    return _WORD.findall(text)


def _translated(text: str, lexicon: Lexicon) -> str:
    """The English of all clauses; empty where one word is not understood."""
    if lexicon.has_spaces is (_CJK.search(text) is not None):
        return ""
    parts: list[str] = []
    for stretch in _STOPS.split(text):
        if not stretch.strip(" .!?;:"):
            continue
        tokens = _WORD.findall(stretch) if lexicon.has_spaces else _pieces(stretch, lexicon)
        if not tokens or "".join(tokens) != re.sub(r"[\s.!?;:\"'()«»“”]", "", stretch):
            return ""
        clauses = [_parsed(clause, lexicon) for clause in _joined(tokens, lexicon)]
        if any(clause is None for clause in clauses):
            return ""
        parts.append(said([clause for clause in clauses if clause is not None]))
    return ", ".join(parts)


def _pieces(text: str, lexicon: Lexicon) -> list[str]:
    """Text without spaces, taken apart from the left, longest piece first; empty if it fails."""
    known = {piece for entry in lexicon.entries for piece in entry.text.split("|")}
    known |= {
        piece
        for each in (lexicon.fillers, lexicon.joins)
        for piece in each.pattern[3:-1].split("|")
    }
    longest = sorted(known, key=len, reverse=True)
    pieces: list[str] = []
    rest = re.sub(r"\s", "", text)
    while rest:
        piece = next((piece for piece in longest if rest.startswith(piece)), "")
        if not piece:
            return []
        pieces.append(piece)
        rest = rest[len(piece) :]
    return pieces


def _joined(tokens: Sequence[str], lexicon: Lexicon) -> Iterator[list[str]]:
    """Tokens parted at each "and"."""
    clause: list[str] = []
    for token in tokens:
        if lexicon.joins.fullmatch(token):
            yield clause
            clause = []
        else:
            clause.append(token)
    yield clause


def _parsed(tokens: list[str], lexicon: Lexicon) -> Clause | None:
    """What one clause says, if all of its words are understood."""
    meanings = [*_readings(tokens, lexicon), _about(None, tokens, lexicon)]
    return next((clause for clause in meanings if clause is not None), None)


def _readings(tokens: list[str], lexicon: Lexicon) -> Iterator[Clause | None]:
    for entry in lexicon.entries:
        if entry.kind in FAULTS and (rest := _without(tokens, entry)) is not None:
            clause = _about(entry, rest, lexicon)
            spoken = (token for token in tokens if not lexicon.fillers.fullmatch(token))
            yield clause and replace(clause, leads=bool(clause.places) and next(spoken, "") in rest)


def _about(fault: Entry | None, rest: list[str], lexicon: Lexicon) -> Clause | None:
    """Place, item, side and size in what is left; None where a word is left over or doubled."""
    found: dict[str, str] = {}
    for entry in lexicon.entries:
        if entry.kind in FAULTS or (less := _without(rest, entry)) is None:
            continue
        if entry.kind in found:
            return None
        found[entry.kind], rest = entry.english, less
    if any(not lexicon.fillers.fullmatch(token) for token in rest):
        return None
    if fault is None and (not found.keys() & {"place", "item"} or _is_there(rest, lexicon)):
        return None
    size = found.get("size", "")
    if size and (fault is None or fault.kind != ("adj" if size in _DEGREES else "noun")):
        return None
    where_said = " ".join(found[kind] for kind in ("side", "place") if kind in found)
    return Clause(fault, (where_said,) if where_said else (), found.get("item", ""), size)


def _is_there(rest: list[str], lexicon: Lexicon) -> bool:
    """What came, or is there, is no part of what is missing: "manual came, charger is missing"."""
    return any(lexicon.verbs.fullmatch(token) for token in rest)


def _without(tokens: list[str], entry: Entry) -> list[str] | None:
    """The tokens less those that the entry's words are; None where one is not there."""
    rest = list(tokens)
    for part in entry.pattern:
        token = next((token for token in rest if part.fullmatch(token)), None)
        if token is None:
            return None
        rest.remove(token)
    return rest
