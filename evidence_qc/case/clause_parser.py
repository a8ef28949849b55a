"""Understands one clause of a title: what is wrong, where, with how many of what."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from evidence_qc.case.belonging import (
    describes_fault,
    goes_onto,
    held_in,
    index_of,
    is_of_another_noun,
    is_placed,
    lies_on_a_side,
    owner_of_side,
    placed,
)
from evidence_qc.case.clauses import Clause
from evidence_qc.case.degrees import DEGREES, fits, is_unlikely
from evidence_qc.case.lexicon.read import SAID, Entry, Lexicon
from evidence_qc.case.nearness import Nearness, nearness
from evidence_qc.case.wording import CONTAINERS, SINGLE


def parsed(tokens: list[str], lexicon: Lexicon) -> Clause | None:
    """What one clause says, if all of its words are understood."""
    if any(token.isdigit() for token in tokens):
        return _parsed_count(tokens, lexicon)
    beside = nearness(tokens, lexicon)
    if beside is not None and (beside.is_sure or _names_a_part(beside.named, tokens, lexicon)):
        return _parsed_near(beside, tokens, lexicon)
    return _parsed_plain(tokens, tokens, lexicon)


def _parsed_plain(tokens: list[str], clause: list[str], lexicon: Lexicon) -> Clause | None:
    meanings = [*_readings(tokens, clause, lexicon), _about(None, tokens, clause, lexicon)]
    return next((meaning for meaning in meanings if meaning is not None), None)


def _names_a_part(named: list[str], clause: list[str], lexicon: Lexicon) -> bool:
    meaning = _about(None, named, clause, lexicon)
    return meaning is None or bool(meaning.places)


def _parsed_near(beside: Nearness, tokens: list[str], lexicon: Lexicon) -> Clause | None:
    """What is wrong and what it is near; a word that may be "of" has to stand right behind it."""
    clause = _parsed_plain(beside.rest, tokens, lexicon)
    named = _about(None, beside.named, tokens, lexicon)
    if clause is None or named is None or clause.fault is None or clause.fault.kind == "whole":
        return None
    if not beside.is_sure:
        at = index_of(clause.fault, tokens)
        is_behind = (
            0 <= at < beside.start if clause.fault.kind == "noun" else at == beside.start - 1
        )
        if not is_behind or not (clause.places or clause.item):
            return None
    things = " of the ".join(filter(None, (*named.places, named.item)))
    return replace(clause, near=f"near the {things}")


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
    if clause.size or clause.spot not in {"", *CONTAINERS} or len(clause.places) > 1:
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


def _readings(tokens: list[str], words: list[str], lexicon: Lexicon) -> Iterator[Clause | None]:
    for entry in lexicon.entries:
        if entry.kind in SAID and (rest := meant(tokens, entry, words)) is not None:
            no_longer = entry.english.startswith("does not ") and any(
                map(lexicon.no_longer.fullmatch, tokens)
            )
            if no_longer:
                rest = [token for token in rest if not _only_says_no_longer(token, lexicon)]
            clause = _about(entry, rest, words, lexicon)
            is_of_part = bool(lexicon.agreement) and _stands_beside(entry, tokens, lexicon)
            spoken = (token for token in tokens if not lexicon.fillers.fullmatch(token))
            yield clause and replace(
                clause,
                no_longer=no_longer,
                leads=bool(clause.places) and next(spoken, "") in rest,
                is_of_item=not is_of_part and is_placed(tokens, lexicon),
            )


def _only_says_no_longer(token: str, lexicon: Lexicon) -> bool:
    """As "mehr" of "nicht mehr"; the "plus" of "ne marche plus" is its "not", too."""
    is_said = lexicon.no_longer.fullmatch(token) is not None
    return is_said and lexicon.negations.fullmatch(token) is None


def _stands_beside(fault: Entry, tokens: list[str], lexicon: Lexicon) -> bool:
    """Whether a part is the fault's next: "taza con asa rota"."""
    at = index_of(fault, tokens)
    others = [index_of(each, tokens) for each in lexicon.entries if each.kind == "place"]
    return at >= 0 and any(other >= 0 and abs(other - at) == 1 for other in others)


@dataclass(frozen=True, slots=True)
class _Found:
    """What the words of a clause name, by kind."""

    entries: Mapping[str, Entry]
    spot: Entry | None
    """A second place."""
    rest: list[str]
    """Words that are nothing of it."""

    @property
    def things(self) -> list[Entry]:
        """Places and items."""
        named = (self.entries.get("place"), self.spot, self.entries.get("item"))
        return [entry for entry in named if entry is not None]

    def english(self, kind: str) -> str:
        """Empty where nothing is of that kind."""
        return self.entries[kind].english if kind in self.entries else ""


def _about(
    fault: Entry | None, tokens: list[str], clause: list[str], lexicon: Lexicon
) -> Clause | None:
    """Place, item, side and size in what is left; None where a word is left over or doubled."""
    found = None if lies_on_a_side(tokens, lexicon) else _found(tokens, clause, lexicon)
    if found is not None and fault is not None and fault.english == "does not fit":
        targets = [entry for entry in found.things if goes_onto(entry, tokens, lexicon)]
        if targets:
            return _not_fitting(fault, targets, found, lexicon)
    if found is None or any(not lexicon.fillers.fullmatch(token) for token in found.rest):
        return None
    if fault is None and (not found.things or _is_there(found.rest, lexicon)):
        return None
    if fault is not None and is_unlikely(fault, found.things):
        return None
    if (
        _is_of_one_of_them(fault, found, clause, lexicon)
        or {"size", "colour"} <= found.entries.keys()
    ):
        return None
    size = found.english("size") or found.english("colour")
    if size and not (fits(size, fault) and _is_the_faults(fault, found, clause, lexicon)):
        return None
    if size == "utterly" and fault is not None:
        size = "at all" if fault.english.startswith("does not ") else "completely"
    holder = held_in(found.things, tokens, lexicon)
    if holder is not None and (fault is None or fault.kind == "verb" or len(found.things) > 1):
        return _missing_from(fault, holder, found, tokens, size)
    if found.spot is not None:
        return _placed(fault, found, tokens, clause, size, lexicon)
    if fault is not None and is_of_another_noun(fault, found.entries, clause, lexicon):
        return None
    owner = owner_of_side(found.entries, tokens, lexicon)
    item, part, side = (found.english(kind) for kind in ("item", "place", "side"))
    if owner == "item":
        return Clause(fault, (part,), f"{side} {SINGLE.get(item, item)}", size)
    where_said = " ".join(filter(None, (side, part)))
    return Clause(fault, (where_said,) if where_said else (), item, size) if owner else None


def _not_fitting(
    fault: Entry, targets: list[Entry], found: _Found, lexicon: Lexicon
) -> Clause | None:
    """The cover does not fit the phone: neither is a part of the other."""
    others = [entry for entry in found.things if entry not in targets]
    is_known = all(
        lexicon.fillers.fullmatch(token) or lexicon.onto.fullmatch(token) for token in found.rest
    )
    is_bare = found.entries.keys() <= {"place", "item", "size"}
    size = found.english("size")
    if len(targets) > 1 or len(others) > 1 or not (is_known and is_bare):
        return None
    if size and not fits(size, fault):
        return None
    size = "at all" if size == "utterly" else size
    return Clause(fault, tuple(e.english for e in others), size=size, spot=targets[0].english)


def _found(tokens: list[str], clause: list[str], lexicon: Lexicon) -> _Found | None:
    """None where two things of a kind are named that cannot be told apart."""
    entries: dict[str, Entry] = {}
    rest, spot = tokens, None
    for entry in lexicon.entries:
        if entry.kind in SAID or (less := meant(rest, entry, clause)) is None:
            continue
        if entry.kind == "place" and "place" in entries and not spot:
            spot = entry
        elif entry.kind in entries:
            return None
        else:
            entries[entry.kind] = entry
        rest = less
    return _Found(entries, spot, rest)


def _is_the_faults(fault: Entry | None, found: _Found, clause: list[str], lexicon: Lexicon) -> bool:
    """Whether a size or a colour is of what is wrong, not of the thing."""
    described = found.entries.get("size") or found.entries.get("colour")
    if fault is None or described is None or described.english in DEGREES:
        return True
    return describes_fault(fault, described, found.things, clause, lexicon)


def _missing_from(
    fault: Entry | None, holder: Entry, found: _Found, tokens: list[str], size: str
) -> Clause | None:
    """Of what is in a box only that it is missing is understood; the box itself is not."""
    others = [entry for entry in found.things if entry is not holder]
    if fault is None or fault.english != "is missing" or len(others) > 1:
        return None
    side = found.entries.get("side")
    if side is not None:
        at = {index_of(side, tokens) - index_of(entry, tokens) for entry in others}
        if at not in ({1}, {-1}):
            return None
    names = tuple(
        " ".join(filter(None, (found.english("side"), entry.english))) for entry in others
    )
    return Clause(fault, names, size=size, spot=holder.english)


def _placed(
    fault: Entry | None,
    found: _Found,
    tokens: list[str],
    clause: list[str],
    size: str,
    lexicon: Lexicon,
) -> Clause | None:
    """Of two places one says where on the other."""
    if fault is None or fault.kind not in {"adj", "verb"} or "item" in found.entries:
        return None
    if fault.english == "does not respond" or found.spot is None:
        return None  # to what is pressed: no place
    both = placed((found.entries["place"], found.spot), tokens, clause, lexicon)
    return both and Clause(fault, (both[0],), size=size, spot=both[1])


def _is_of_one_of_them(
    fault: Entry | None, found: _Found, clause: list[str], lexicon: Lexicon
) -> bool:
    """Whether an article is "one": with no thing behind it, and no fault that is a thing."""
    if fault is None or not any(map(lexicon.ones.fullmatch, found.rest)):
        return False
    named = [*found.things, *([fault] if fault.kind == "noun" else [])]
    return any(
        not _begins_a_thing(clause[index + 1 :], named, lexicon)
        for index, token in enumerate(clause)
        if lexicon.ones.fullmatch(token)
    )


def _begins_a_thing(behind: list[str], named: list[Entry], lexicon: Lexicon) -> bool:
    """A cup, a broken cup; not one of the cups."""
    is_next = bool(behind) and not lexicon.fillers.fullmatch(behind[0])
    words = [part for entry in named for part in entry.pattern]
    return is_next and any(part.fullmatch(token) for token in behind for part in words)


def _is_there(rest: list[str], lexicon: Lexicon) -> bool:
    """What came, or is there, is no part of what is missing: "manual came, charger is missing"."""
    return any(lexicon.verbs.fullmatch(token) for token in rest)


def meant(rest: list[str], entry: Entry, tokens: list[str]) -> list[str] | None:
    """As ``_without``, where the word that it has to stand beside is among the tokens."""
    is_meant = entry.beside is None or any(map(entry.beside.fullmatch, tokens))
    return _without(rest, entry) if is_meant else None


def _without(tokens: list[str], entry: Entry) -> list[str] | None:
    """The tokens less those that the entry's words are; None where one is not there."""
    rest = list(tokens)
    for part in entry.pattern:
        token = next((token for token in rest if part.fullmatch(token)), None)
        if token is None:
            return None
        rest.remove(token)
    return rest
