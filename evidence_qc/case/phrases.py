"""English for what buyers write about goods, in ten languages: the whole of it or nothing.

A title is parted into clauses, and every word of every clause has to be known in one language:
"порвана куртка на рукаве, молния не работает" → "jacket torn on the sleeve, zip does not work".
One word that no list holds, a number, a negation that belongs to nothing, or two languages that
read it differently, and the title stays in the buyer's words; then it is asked about.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import lru_cache

from evidence_qc.case.arrival import arrived, is_one_for_many, said_last
from evidence_qc.case.clause_parser import meant, parsed
from evidence_qc.case.clauses import Clause, needs_sentence, said
from evidence_qc.case.lexicon.arabic import apart
from evidence_qc.case.lexicon.read import Lexicon, english_says, english_words, lexicons
from evidence_qc.case.wording import counted

_PARTICIPLE = re.compile(r"[a-z]{3,}[b-df-hj-np-tv-z]ed|[a-z]{4,}(?:yed|wed)")
"""What was done to it, whatever it was: gouged, shredded. No other language of buyers ends so."""
READ_CHARS_MAX = 300
"""A longer title is a story: it is not translated, and its language is that of its beginning."""
_CJK = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]")
_WORD = re.compile(r"[^\W\d_]+(?:[/'’][^\W\d_]+)*")
_ELIDED = re.compile(r"(?<![^\W\d_])([^\W\d_]|qu)['’](?=[^\W\d_])")
"""l'écran, s'allume: two words."""
_TOKEN = re.compile(rf"\d{{1,3}}(?![\d%°.,/])|{_WORD.pattern}")
"""A word, or a number that may be a count."""
_PARTS = re.compile(r"\|| \+ ")
_STOPS = re.compile(r"[,;:.!?、，；。！&+/]\s|[,;、，；。！&+،؛]|\s[-–—]\s|\n")


def english_title(title: str) -> str:
    """English for the whole title; empty when it is English, or not understood as a whole."""
    if len(title) > READ_CHARS_MAX:
        return ""
    text = _plain(title)
    if not _words(text) or not (_is_other(text) or _is_unknown(text)):
        return ""
    found = {english for lexicon in lexicons() if (english := _translated(text, lexicon))}
    if len(found) != 1 or any(_is_denied(text, lexicon) for lexicon in lexicons()):
        return ""
    return found.pop()


def is_foreign(title: str) -> bool:
    """Whether to ask if it is English: a clause is of another language, or nothing says it is.

    The statement is in English, so an English title stands as it is and need not be understood.
    It is one where what is wrong is said in English: a fretboard and a gasket may be in no list,
    but gouged and missing are English. A title of numbers and signs alone is neither.
    """
    text = _plain(title[:READ_CHARS_MAX])
    return _is_other(text) or _is_unknown(text)


def is_surely_foreign(title: str) -> bool:
    """True only where letters or a word are of another language, not where words are unknown."""
    return _is_other(_plain(title[:READ_CHARS_MAX]))


def names_in_another_language(item: str) -> bool:
    """Whether a thing is called by words of another language; "eau de toilette" is English, too."""
    words = _words(_plain(item[:READ_CHARS_MAX]))
    return any(map(is_of_another_list, words)) and english_words().isdisjoint(words)


def _is_other(text: str) -> bool:
    """Whether one of its clauses is of another language."""
    return any(map(_is_other_clause, map(_words, _STOPS.split(text))))


def _is_other_clause(words: Sequence[str]) -> bool:
    """By its letters, or by words of another language that are more than those of English alone.

    An accent alone is none: a café table is scratched in English, too.
    """
    if any(c.isalpha() and "LATIN" not in unicodedata.name(c, "") for c in "".join(words)):
        return True
    foreign = sum(map(_is_foreign_word, words))
    return foreign > sum(map(_says_in_english, words))


def _is_unknown(text: str) -> bool:
    """Whether nothing in it is said in English, and English words are no more than half of it."""
    words = _words(text)
    if not words or len(max(words, key=len)) < 3 or any(map(_says_in_english, words)):
        return False
    known = english_words()
    ours = sum(not known.isdisjoint(_stems(re.split("['’]", word)[0])) for word in words)
    return 2 * ours <= len(words)


def _says_in_english(word: str) -> bool:
    return not english_says().isdisjoint(re.split("['’]", word)[:1]) or (
        _PARTICIPLE.fullmatch(word) is not None
    )


@lru_cache(maxsize=4096)
def _is_foreign_word(word: str) -> bool:
    """Whether a list of another language holds it, and English does not."""
    if len(word) < 2 or word in english_words():
        return False
    little = (w for lexicon in lexicons() for w in (lexicon.fillers, lexicon.negations))
    return any(part.fullmatch(word) for part in little) or is_of_another_list(word)


def is_of_another_list(word: str) -> bool:
    """Whether a list of another language holds it for a part, a fault or a thing."""
    return (
        len(word) > 3
        and word not in english_words()
        and any(
            part.fullmatch(word)
            for lexicon in lexicons()
            if lexicon.has_spaces
            for entry in lexicon.entries
            for part in entry.pattern
        )
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
    text = apart(unicodedata.normalize("NFKC", title).casefold().strip())
    return _ELIDED.sub(r"\1 ", text)


def _words(text: str) -> list[str]:
    return _WORD.findall(text)


def _translated(text: str, lexicon: Lexicon) -> str:
    """The English of all clauses; empty where one word is not understood."""
    if lexicon.has_spaces is (_CJK.search(text) is not None):
        return ""
    found: list[tuple[str, list[Clause]]] = []
    for stretch in _STOPS.split(text):
        for number, part in enumerate(lexicon.buts.split(f" {stretch} ")):
            if not part.strip(" .!?;:"):
                continue
            exchanged = _exchanged(part, lexicon)
            clauses = [] if exchanged else _clauses(part, lexicon)
            if not exchanged and not clauses:
                return ""
            is_turn = number > 0 or lexicon.buts.match(f" {stretch.strip()} ") is not None
            found.append((exchanged or ("but" if is_turn else ""), clauses))
    kinds = [{c.fault.kind for c in clauses if c.fault is not None} for _, clauses in found]
    if set().union(*kinds) == {"state"} and all(clauses for _, clauses in found):
        return ""  # nothing is wrong, or nobody says what
    is_sentence = any(each & {"verb", "state"} for each in kinds) or any(
        needs_sentence(clause) for _, clauses in found for clause in clauses
    )
    spoken = ""
    for (word, clauses), each in zip(found, kinds, strict=True):
        own = said(clauses, is_sentence=is_sentence) if clauses else word
        is_but = word == "but" and "state" in set().union(*kinds) and bool(each)
        spoken += f"{', ' if spoken else ''}{'but ' if is_but and spoken else ''}{own}"
    return spoken


def _clauses(text: str, lexicon: Lexicon) -> list[Clause]:
    """What stands between two stops; empty where one word is not understood."""
    tokens = _TOKEN.findall(text) if lexicon.has_spaces else _pieces(text, lexicon)
    if not tokens or "".join(tokens) != re.sub(r"[\s.!?؟;:\"'()«»“”]", "", text):
        return []
    parts = list(_joined(tokens, lexicon))
    clauses = [(parsed(part, lexicon), part) for part in parts]
    known = said_last([arrived(c, part, lexicon) for c, part in clauses if c is not None])
    if is_one_for_many(known, tokens, lexicon):
        return []
    if any(clause.near for clause in known) and any(clause.fault is None for clause in known):
        return []  # near which of the two, or near both
    return known if len(known) == len(clauses) else []


def _exchanged(text: str, lexicon: Lexicon) -> str:
    """One colour, number or thing instead of another of its kind; empty where it says more."""
    sides = lexicon.instead.split(text)
    if len(sides) != 2:
        return ""
    came, ordered = (_thing(side, lexicon) for side in sides)
    if came is None or ordered is None:
        return ""
    if came[0] != ordered[0] and not (came[0] == "counted" and ordered[0] == "number"):
        return ""
    return f"{came[1]} instead of {ordered[1]}"


def _thing(text: str, lexicon: Lexicon) -> tuple[str, str] | None:
    """Its kind and its English: ``number``, ``size``, ``counted``, or a kind of the lists."""
    tokens = [t for t in _TOKEN.findall(text) if not lexicon.fillers.fullmatch(t)]
    if "".join(_TOKEN.findall(text)) != re.sub(r"[\s.!?؟;:\"'()«»“”]", "", text):
        return None
    if len(tokens) == 1:
        if tokens[0].isdigit():
            return "number", tokens[0]
        if re.fullmatch(r"xs|s|m|l|x{1,3}l", tokens[0]):
            return "size", tokens[0].upper()
    count = tokens.pop(0) if len(tokens) > 1 and tokens[0].isdigit() else ""
    for entry in lexicon.entries:
        if entry.kind in {"colour", "item", "place"} and meant(tokens, entry, tokens) == []:
            if not count:
                return entry.kind, entry.english
            return None if entry.kind == "colour" else ("counted", counted(count, entry.english))
    return None


def _pieces(text: str, lexicon: Lexicon) -> list[str]:
    """Text without spaces, taken apart from the left, longest piece first; empty if it fails."""
    known = {piece for entry in lexicon.entries for piece in _PARTS.split(entry.text)}
    known |= {
        piece
        for each in (lexicon.fillers, lexicon.joins, lexicon.near)
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
