"""To which of the things that a clause names a side, an adjective or a place belongs."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from evidence_qc.case.lexicon.read import Entry, Lexicon
from evidence_qc.case.wording import CONTAINERS, SINGLE

_ASIDE_WORDS_MAX = 4
"""The longest way in which the lists say "on the left"."""


def index_of(entry: Entry, tokens: Sequence[str]) -> int:
    """Where its word stands; -1 for nowhere, or for more words than one."""
    if len(entry.pattern) != 1:
        return -1
    return next((i for i, token in enumerate(tokens) if entry.pattern[0].fullmatch(token)), -1)


def owner_of_side(found: Mapping[str, Entry], tokens: Sequence[str], lexicon: Lexicon) -> str:
    """``place`` or ``item``, whichever the side belongs to; empty where nobody knows.

    The sole of the right shoe, the left leg of the chair: behind two nouns it is of the one that
    it agrees with; otherwise of the one that it stands beside, and between the two of the first
    where adjectives stand behind their noun.
    """
    if not {"side", "place", "item"} <= found.keys():
        return "place"
    at = {kind: index_of(found[kind], tokens) for kind in ("side", "place", "item")}
    if min(at.values()) < 0:
        return "place"
    if at["side"] < max(at["place"], at["item"]):
        is_beside = {kind: abs(at[kind] - at["side"]) == 1 for kind in at}
        is_behind_item = bool(lexicon.agreement) and at["item"] < at["side"]
        is_items = is_beside["item"] and (is_behind_item or not is_beside["place"])
        return "item" if is_items else "place"
    side, part, item = (tokens[at[kind]] for kind in ("side", "place", "item"))
    of_part, of_item = _agree(side, part, lexicon), _agree(side, item, lexicon)
    if at["item"] < at["place"] or lexicon.nominative.fullmatch(side):
        return "" if of_part is False else "place"
    if found["item"].english in {*SINGLE, *SINGLE.values()}:
        return "place" if of_item is False else "item"  # a shoe has one sole
    if None in {of_part, of_item} or of_part == of_item:
        return ""
    return "place" if of_part else "item"


def is_of_another_noun(
    fault: Entry, found: Mapping[str, Entry], tokens: Sequence[str], lexicon: Lexicon
) -> bool:
    """Whether an adjective is the item's by its ending, though a part stands there, too.

    "caja del reloj roto" is the box of a broken watch; "reloj roto en la correa" says where.
    """
    if fault.kind != "adj" or not {"place", "item"} <= found.keys():
        return False
    at = [index_of(entry, tokens) for entry in (fault, found["place"], found["item"])]
    if min(at) < 0 or _follows(lexicon.placing.fullmatch, at[1], tokens, lexicon):
        return False
    said, part, item = (tokens[each] for each in at)
    is_no_part = _agree(said, part, lexicon) is False
    return is_no_part and _agree(said, item, lexicon) is True


def describes_fault(
    fault: Entry, adjective: Entry, things: Sequence[Entry], tokens: Sequence[str], lexicon: Lexicon
) -> bool:
    """Whether a colour or a size is the fault's: a black stain, not a stain on black trousers."""
    at, of = index_of(adjective, tokens), index_of(fault, tokens)
    if not things or min(at, of) < 0:
        return True
    places = {index_of(thing, tokens) for thing in things}
    behind = [i for i, t in enumerate(tokens) if i > at and not lexicon.fillers.fullmatch(t)]
    if not lexicon.agreement:
        return behind[:1] == [of] or (at - 1 == of and lexicon.has_spaces and at + 1 not in places)
    if at - 1 == of or (at + 1 == of and at - 1 not in places):
        return True
    word = tokens[at]
    others = [_agree(word, tokens[index], lexicon) for index in places if index >= 0]
    return _agree(word, tokens[of], lexicon) is True and all(each is False for each in others)


def held_in(named: Sequence[Entry], tokens: Sequence[str], lexicon: Lexicon) -> Entry | None:
    """The box, the parcel or the set that something is in, or is not in."""
    for entry in named:
        at = index_of(entry, tokens)
        if entry.english not in CONTAINERS or at < 0:
            continue
        if not lexicon.has_spaces:
            if any(map(lexicon.within.fullmatch, tokens[at + 1 : at + 2])):
                return entry
        elif _follows(lexicon.within.fullmatch, at, tokens, lexicon):
            return entry
    return None


def placed(
    places: tuple[Entry, Entry], tokens: Sequence[str], clause: Sequence[str], lexicon: Lexicon
) -> tuple[str, str] | None:
    """Of two places which is on which: "screen broken at the right corner".

    A preposition stands before the one, and a side beside it; otherwise nobody knows.

    Args:
        places: both.
        tokens: the clause less its fault.
        clause: all of its words.
        lexicon: its language.
    """
    at = {index_of(entry, tokens): entry for entry in places}
    if len(at) != 2 or min(at) < 0:
        return None
    here, there = sorted(at)
    sides = {
        index_of(entry, tokens): entry.english for entry in lexicon.entries if entry.kind == "side"
    }
    sides.pop(-1, None)
    named = {here: at[here].english, there: at[there].english}
    for index, side in sides.items():
        near = [each for each in (there, here) if abs(each - index) == 1]
        if len(sides) > 1 or not near:
            return None
        named[near[0]] = f"{side} {named[near[0]]}"
    words = [token for index, token in enumerate(tokens) if index not in sides or index > there]
    first = here - sum(side < here for side in sides)
    then = there - sum(side < there for side in sides)
    if _follows(lexicon.placing.fullmatch, then, words, lexicon):
        return named[here], named[there]
    ends = [index_of(at[each], clause) for each in (here, there)]
    is_between = ends[1] - ends[0] > there - here
    if is_between and _follows(lexicon.placing.fullmatch, first, words, lexicon):
        return named[there], named[here]
    return None


def is_placed(tokens: Sequence[str], lexicon: Lexicon) -> bool:
    """Whether a preposition says on which part something is."""
    places = (index_of(entry, tokens) for entry in lexicon.entries if entry.kind == "place")
    return any(at > 0 and _follows(lexicon.placing.fullmatch, at, tokens, lexicon) for at in places)


def goes_onto(entry: Entry, tokens: Sequence[str], lexicon: Lexicon) -> bool:
    """Whether it is what another thing should fit."""
    at = index_of(entry, tokens)
    return at > 0 and _follows(lexicon.onto.fullmatch, at, tokens, lexicon)


def lies_on_a_side(tokens: Sequence[str], lexicon: Lexicon) -> bool:
    """Of "glass scratched on the right" the right is where on the glass, not which of two."""
    for start in range(len(tokens)):
        for end in range(start + 1, min(start + _ASIDE_WORDS_MAX, len(tokens)) + 1):
            is_aside = lexicon.aside.fullmatch(" ".join(tokens[start:end])) is not None
            if is_aside and not _begins_a_name("".join(tokens[end : end + 1]), lexicon):
                return True
    return False


def _begins_a_name(token: str, lexicon: Lexicon) -> bool:
    named = (entry for entry in lexicon.entries if entry.kind in {"place", "item"})
    return any(entry.pattern[0].fullmatch(token) for entry in named)


def _follows(
    is_meant: Callable[[str], object], at: int, tokens: Sequence[str], lexicon: Lexicon
) -> bool:
    """Whether a word of that sort stands before; an article may be between."""
    before = tokens[max(at - 2, 0) : at]
    if before and is_meant(before[-1]):
        return True
    is_article = bool(before) and lexicon.fillers.fullmatch(before[-1]) is not None
    return is_article and len(before) == 2 and bool(is_meant(before[0]))


def _agree(one: str, other: str, lexicon: Lexicon) -> bool | None:
    """Whether two words are of one gender and number; None where a list does not tell."""
    kinds = [
        {name for name, words in lexicon.agreement.items() if words.fullmatch(word)}
        for word in (one, other)
    ]
    return bool(kinds[0] & kinds[1]) if all(kinds) else None
