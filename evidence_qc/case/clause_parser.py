"""Understands one clause of a title: what is wrong, where, with how many of what."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from evidence_qc.case.clauses import SINGLE, Clause
from evidence_qc.case.lexicon.read import SAID, Entry, Lexicon

_DEGREES = frozenset({"very", "slightly", "badly", "completely", "utterly", "at all", "properly"})
"""Of an adjective or a verb; a size is of a noun. Neither is ever left out."""
_DEGREES_OF_VERBS = frozenset({"slightly", "badly", "completely"})
_IN_PART = frozenset({"does not close", "does not open", "does not charge"})
"""What may be done by half: a lid that does not close completely is no lid that does not close."""
_ASIDE_WORDS_MAX = 4
"""The longest way in which the lists say "on the left"."""


def parsed(tokens: list[str], lexicon: Lexicon) -> Clause | None:
    """What one clause says, if all of its words are understood."""
    if any(token.isdigit() for token in tokens):
        return _parsed_count(tokens, lexicon)
    meanings = [*_readings(tokens, lexicon), _about(None, tokens, lexicon)]
    return next((clause for clause in meanings if clause is not None), None)


def _parsed_count(tokens: list[str], lexicon: Lexicon) -> Clause | None:
    """Things that are counted: the number stands right before them, or "of 6" right behind."""
    at = [index for index, token in enumerate(tokens) if token.isdigit()]
    if len(at) > 2 or (len(at) == 2 and not lexicon.out_of.fullmatch(tokens[at[1] - 1])):
        return None
    drop = {*at, *(index - 1 for index in at[1:])}
    numbers = [int(tokens[index]) for index in at]
    behind = {tokens[index + 1] for index in at if index + 1 < len(tokens)}
    if numbers != sorted(set(numbers)) or 0 in numbers:
        return None
    clause = parsed([t for index, t in enumerate(tokens) if index not in drop], lexicon)
    if clause is None or clause.fault is None or clause.fault.kind not in {"verb", "adj"}:
        return None
    name = (*clause.places, clause.item)[0]
    if clause.size or clause.spot or len(clause.places) > 1:
        return None
    if not any(_is_called(name, token, lexicon) for token in behind):
        return None
    return replace(clause, count=" of ".join(map(str, numbers)), leads=False)


def _is_called(name: str, token: str, lexicon: Lexicon) -> bool:
    """Whether a word means the thing of that English name."""
    return any(
        entry.kind in {"place", "item"}
        and entry.english == name
        and len(entry.pattern) == 1
        and entry.pattern[0].fullmatch(token)
        for entry in lexicon.entries
    )


def _readings(tokens: list[str], lexicon: Lexicon) -> Iterator[Clause | None]:
    for entry in lexicon.entries:
        if entry.kind in SAID and (rest := _without(tokens, entry, tokens)) is not None:
            clause = _about(entry, rest, lexicon)
            spoken = (token for token in tokens if not lexicon.fillers.fullmatch(token))
            yield clause and replace(
                clause,
                leads=bool(clause.places) and next(spoken, "") in rest,
                is_of_part=_stands_beside(entry, "place", tokens, lexicon)
                and not _stands_beside(entry, "item", tokens, lexicon),
            )


def _stands_beside(fault: Entry, kind: str, tokens: list[str], lexicon: Lexicon) -> bool:
    """Whether a word of that kind is the fault's next."""
    at = _index(fault, tokens)
    others = [_index(each, tokens) for each in lexicon.entries if each.kind == kind]
    return at >= 0 and any(other >= 0 and abs(other - at) == 1 for other in others)


def _about(fault: Entry | None, rest: list[str], lexicon: Lexicon) -> Clause | None:
    """Place, item, side and size in what is left; None where a word is left over or doubled."""
    if _lies_on_a_side(rest, lexicon):
        return None
    found: dict[str, str] = {}
    entries: dict[str, Entry] = {}
    tokens, first, spot = rest, None, None
    for entry in lexicon.entries:
        if entry.kind in SAID or (less := _without(rest, entry, tokens)) is None:
            continue
        if entry.kind == "place" and "place" in found and not spot:
            spot = entry
        elif entry.kind in found:
            return None
        else:
            found[entry.kind], entries[entry.kind] = entry.english, entry
            first = entry if entry.kind == "place" else first
        rest = less
    if any(not lexicon.fillers.fullmatch(token) for token in rest):
        return None
    if fault is None and (not found.keys() & {"place", "item"} or _is_there(rest, lexicon)):
        return None
    if _is_of_one_of_them(fault, found, rest, lexicon):
        return None
    if "size" in found and "colour" in found:
        return None
    size = found.get("size", "") or found.get("colour", "")
    if size and not _fits(size, fault):
        return None
    if size == "utterly" and fault is not None:
        size = "at all" if fault.english.startswith("does not ") else "completely"
    if spot is not None and first is not None:
        return _placed(fault, (first, spot), tokens, size, lexicon) if "item" not in found else None
    if _is_of_the_item(entries, tokens):
        thing = SINGLE.get(found["item"], found["item"])
        return Clause(fault, (found["place"],), f"{found['side']} {thing}", size)
    where_said = " ".join(found[kind] for kind in ("side", "place") if kind in found)
    return Clause(fault, (where_said,) if where_said else (), found.get("item", ""), size)


def _is_of_one_of_them(
    fault: Entry | None, found: Mapping[str, str], rest: list[str], lexicon: Lexicon
) -> bool:
    """Whether an article is "one": with no thing behind it, and no fault that is a thing."""
    if fault is None or fault.kind == "noun" or found.keys() & {"place", "item"}:
        return False
    return any(lexicon.ones.fullmatch(token) for token in rest)


def _is_of_the_item(found: Mapping[str, Entry], tokens: list[str]) -> bool:
    """Whether the side stands beside the thing, not its part: the sole of the right shoe."""
    if not {"side", "place", "item"} <= found.keys():
        return False
    at = {kind: _index(found[kind], tokens) for kind in ("side", "place", "item")}
    is_beside = {kind: abs(at[kind] - at["side"]) == 1 for kind in at}
    return min(at.values()) >= 0 and is_beside["item"] and not is_beside["place"]


def _lies_on_a_side(tokens: list[str], lexicon: Lexicon) -> bool:
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


def _placed(
    fault: Entry | None, places: tuple[Entry, Entry], tokens: list[str], size: str, lexicon: Lexicon
) -> Clause | None:
    """Of two places the second says where on the first: "screen broken at the right corner".

    A preposition stands before it, and a side beside it; otherwise nobody knows which is which.
    """
    at = {_index(entry, tokens): entry for entry in places}
    if fault is None or fault.kind not in {"adj", "verb"} or len(at) != 2 or min(at) < 0:
        return None
    if fault.english == "does not respond":
        return None  # to what is pressed: no place
    here, there = sorted(at)
    sides = {
        _index(entry, tokens): entry.english for entry in lexicon.entries if entry.kind == "side"
    }
    sides.pop(-1, None)
    named = {here: at[here].english, there: at[there].english}
    for index, side in sides.items():
        near = [each for each in (there, here) if abs(each - index) == 1]
        if len(sides) > 1 or not near:
            return None
        named[near[0]] = f"{side} {named[near[0]]}"
    before = [token for index, token in enumerate(tokens[:there]) if index not in sides]
    prepositions = before[-1:] if lexicon.placing.fullmatch(before[-1]) else before[-2:-1]
    if not prepositions or not lexicon.placing.fullmatch(prepositions[0]):
        return None
    return Clause(fault, (named[here],), size=size, spot=named[there])


def _index(entry: Entry, tokens: list[str]) -> int:
    """Where its word stands; -1 for nowhere, or for more words than one."""
    if len(entry.pattern) != 1:
        return -1
    return next((i for i, token in enumerate(tokens) if entry.pattern[0].fullmatch(token)), -1)


def _fits(size: str, fault: Entry | None) -> bool:
    """Whether the English has a place for it."""
    if fault is None or size not in _DEGREES:
        return fault is not None and fault.kind == "noun"
    if fault.english.startswith("does not "):
        if size == "properly":
            return fault.english != "does not work"  # which of its works is not said
        return size in {"at all", "utterly"} or (size == "completely" and fault.english in _IN_PART)
    if size in {"at all", "properly"}:
        return False
    size = "completely" if size == "utterly" else size
    return fault.kind == "adj" or (fault.kind == "verb" and size in _DEGREES_OF_VERBS)


def _is_there(rest: list[str], lexicon: Lexicon) -> bool:
    """What came, or is there, is no part of what is missing: "manual came, charger is missing"."""
    return any(lexicon.verbs.fullmatch(token) for token in rest)


def _without(rest: list[str], entry: Entry, tokens: list[str]) -> list[str] | None:
    """As ``without``, where the word that it has to stand beside is among the tokens."""
    is_meant = entry.beside is None or any(map(entry.beside.fullmatch, tokens))
    return without(rest, entry) if is_meant else None


def without(tokens: list[str], entry: Entry) -> list[str] | None:
    """The tokens less those that the entry's words are; None where one is not there."""
    rest = list(tokens)
    for part in entry.pattern:
        token = next((token for token in rest if part.fullmatch(token)), None)
        if token is None:
            return None
        rest.remove(token)
    return rest
