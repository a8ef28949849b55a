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
from dataclasses import dataclass, replace

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
_PREPOSITION = {
    "hole": "in", "crack": "in", "tear": "in", "dent": "in", "defect": "in", "crack or tear": "in",
    "smell": "from",
}  # fmt: skip
"""Others are on something."""
_IN_PLACES = frozenset({"torn", "dirty", "wet", "stained", "rusty"})
"""The item is so in a place; of others the place itself is: "broken screen of the phone"."""
_CLOTH = frozenset({
    "sleeve", "collar", "pocket", "lining", "hem", "cuff", "jacket", "coat", "dress", "shirt",
    "skirt", "trousers", "sweater", "fabric",
})  # fmt: skip
_SINGLE = {"headphones": "headphone", "shoes": "shoe"}
_NO_NOUN = frozenset({"left", "right", "upper", "lower"})


@dataclass(frozen=True, slots=True)
class _Clause:
    """One understood clause; a fault, or only what it is about."""

    fault: Entry | None
    places: tuple[str, ...] = ()
    item: str = ""
    size: str = ""
    leads: bool = False
    """The place stands before the fault, so that it may be the next one's, too."""


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
        parts.append(_said([clause for clause in clauses if clause is not None]))
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


def _parsed(tokens: list[str], lexicon: Lexicon) -> _Clause | None:
    """What one clause says, if all of its words are understood."""
    meanings = [*_readings(tokens, lexicon), _about(None, tokens, lexicon)]
    return next((clause for clause in meanings if clause is not None), None)


def _readings(tokens: list[str], lexicon: Lexicon) -> Iterator[_Clause | None]:
    for entry in lexicon.entries:
        if entry.kind in FAULTS and (rest := _without(tokens, entry)) is not None:
            clause = _about(entry, rest, lexicon)
            said = (token for token in tokens if not lexicon.fillers.fullmatch(token))
            yield clause and replace(clause, leads=bool(clause.places) and next(said, "") in rest)


def _about(fault: Entry | None, rest: list[str], lexicon: Lexicon) -> _Clause | None:
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
    if fault is None and not found.keys() & {"place", "item"}:
        return None
    where_said = " ".join(found[kind] for kind in ("side", "place") if kind in found)
    return _Clause(
        fault, (where_said,) if where_said else (), found.get("item", ""), found.get("size", "")
    )


def _without(tokens: list[str], entry: Entry) -> list[str] | None:
    """The tokens less those that the entry's words are; None where one is not there."""
    rest = list(tokens)
    for part in entry.pattern:
        token = next((token for token in rest if part.fullmatch(token)), None)
        if token is None:
            return None
        rest.remove(token)
    return rest


def _said(clauses: list[_Clause]) -> str:
    """Clauses between two stops; what has no fault of its own shares its neighbour's."""
    whole: list[_Clause] = []
    waiting: list[_Clause] = []
    for clause in clauses:
        if clause.fault is None and whole and not waiting:
            whole[-1] = replace(whole[-1], places=(*whole[-1].places, *_names(clause)))
        elif clause.fault is None:
            waiting.append(clause)
        elif not waiting and whole and _is_also(whole[-1], clause):
            assert whole[-1].fault is not None
            both = f"{whole[-1].fault.english} and {clause.fault.english}"
            whole[-1] = replace(whole[-1], fault=replace(whole[-1].fault, english=both))
        elif not waiting and whole and _shares(whole[-1], clause):
            whole[-1:] = [replace(whole[-1], places=()), replace(clause, places=whole[-1].places)]
        else:
            before = tuple(name for each in waiting for name in _names(each))
            names = _names(clause) if before else clause.places
            item = "" if before else clause.item
            whole.append(replace(clause, places=(*before, *names), item=item))
            waiting = []
    spoken = [_clause_english(clause) for clause in whole]
    spoken += [" ".join(_names(each)) for each in waiting]
    return _and(spoken)


def _shares(first: _Clause, then: _Clause) -> bool:
    """Both are there: on the screen a crack and a stain."""
    is_bare = not then.places and not then.item
    both = {each.fault.kind for each in (first, then) if each.fault is not None}
    return first.leads and not first.item and is_bare and both == {"noun"}


def _is_also(first: _Clause, then: _Clause) -> bool:
    """Both are of one thing: the lid is broken and dirty."""
    both = {each.fault.kind for each in (first, then) if each.fault is not None}
    return bool(_names(first)) and not _names(then) and not then.size and both == {"adj"}


def _names(clause: _Clause) -> tuple[str, ...]:
    return clause.places or ((clause.item,) if clause.item else ())


def _clause_english(clause: _Clause) -> str:
    assert clause.fault is not None
    fault, kind = clause.fault.english, clause.fault.kind
    if clause.item and kind in {"verb", "adj"} and clause.places in {("left",), ("right",)}:
        # "links" of a pair is one of it; the upper of a phone would be a part that nobody named.
        one = _SINGLE.get(clause.item, clause.item)
        clause = replace(clause, places=(), item=f"{clause.places[0]} {one}")
    where_said = _and(clause.places)
    where = where_said + (" side" if where_said in {"upper", "lower"} else "")
    if fault == "broken" and {*clause.places, clause.item} & _CLOTH:
        fault = "torn"  # "roto" is either
    if kind == "verb":
        subject = where or clause.item
        if where and clause.item:
            subject = f"{where} of the {clause.item}"
        is_many = len(clause.places) > 1 or subject in {"headphones", "shoes", "trousers"}
        return f"{subject} {_plural(fault) if is_many else fault}".strip()
    if kind == "adj":
        if where and clause.item:
            is_worn = fault in _IN_PLACES
            return (
                f"{clause.item} {fault} {_at('on', where)}"
                if is_worn
                else f"{fault} {where} of the {clause.item}"
            )
        return f"{fault} {where or clause.item}".strip()
    sized = f"{clause.size} {fault}".strip()
    preposition = _PREPOSITION.get(fault, "on")
    if kind == "whole":
        return f"{sized} of the {where or clause.item}" if where or clause.item else sized
    if where:
        of_item = f" of the {clause.item}" if clause.item else ""
        return f"{sized} {_at(preposition, where)}{of_item}"
    return f"{sized} {preposition} the {clause.item}" if clause.item else sized


def _at(preposition: str, where: str) -> str:
    return f"on the {where}" if where in _NO_NOUN else f"{preposition} the {where}"


def _plural(fault: str) -> str:
    return re.sub(r"^leaks", "leak", re.sub(r"^is\b", "are", re.sub(r"^does\b", "do", fault)))


def _and(words: Sequence[str]) -> str:
    return " and ".join(filter(None, (", ".join(words[:-1]), *words[-1:])))
