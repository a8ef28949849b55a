"""Says in English what the clauses of a title were understood to say."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from operator import itemgetter

from evidence_qc.case.lexicon.read import Entry
from evidence_qc.case.wording import (
    CLOTH,
    FITTINGS,
    HARD,
    IN_WHICH,
    LOCATIONS,
    NO_NOUN,
    PREPOSITION,
    SINGLE,
    SPOT,
    counted,
    is_many,
    is_supplied,
    missing_of,
    part_of,
    plural,
    so_at,
)

_OF_SIZE = ("too ", "not ", "a little ", "very ")
"""Of a thing they are said in a sentence."""
_HOLLOW = frozenset({"casing", "box", "pocket", "drawer", "bag", "backpack", "socket", "suitcase"})
"""Things fit in them; others they fit."""
_OF_THE_PART = frozenset({"loose", "crooked", "open", "opened", "uneven", "sticky"})
"""A loose corner of a table is no table that is loose at the corner."""
_LIDS = frozenset({"lid", "cover", "handle", "lock"})


@dataclass(frozen=True, slots=True)
class Clause:
    """One understood clause; a fault, or only what it is about."""

    fault: Entry | None
    places: tuple[str, ...] = ()
    item: str = ""
    size: str = ""
    count: str = ""
    """How many of the things: ``2``, ``2 of 6``; of a verb or an adjective."""
    spot: str = ""
    """Where on the place: "fabric faded on the right armrest"."""
    near: str = ""
    """Beside what the fault is: "near the handle"."""
    is_of_item: bool = False
    """A preposition says where the item is so: a cup that is chipped on the handle."""
    leads: bool = False
    """The place stands before the fault, so that it may be the next one's, too."""
    on_arrival: bool = False
    """It came so."""
    no_longer: bool = False
    """It did once what it does not do now."""


def said(clauses: list[Clause], *, is_sentence: bool = False) -> str:
    """Clauses between two stops; what has no fault of its own shares its neighbour's.

    Args:
        clauses: in the order of the title.
        is_sentence: "lid is broken" for "broken lid", beside another that is a sentence.
    """
    whole: list[Clause] = []
    waiting: list[Clause] = []
    for clause in clauses:
        if clause.fault is None and whole and not waiting:
            whole[-1] = replace(whole[-1], places=(*whole[-1].places, *_names(clause)))
        elif clause.fault is None:
            waiting.append(clause)
        elif not waiting and whole and _lack_both(whole[-1], clause):
            whole[-1] = replace(whole[-1], places=(*_names(whole[-1]), *_names(clause)), item="")
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
    spoken = [
        _goes_on(last, clause)
        if last is not None and _is_of_the_last(last, clause)
        else _clause_english(clause, is_sentence=is_sentence)
        for last, clause in zip([None, *whole], whole, strict=False)
    ]
    sentences = [_is_sentence(clause, is_sentence=is_sentence) for clause in whole]
    runs = [
        _and([text for text, _ in run])
        for _, run in groupby(zip(spoken, sentences, strict=True), key=itemgetter(1))
    ]
    return ", ".join([*runs, *(" ".join(_names(each)) for each in waiting)])


def needs_sentence(clause: Clause) -> bool:
    """Whether only a sentence says it well: the bag strap is loose."""
    is_adjective = clause.fault is not None and clause.fault.kind == "adj" and not clause.count
    is_of_both = bool(clause.places and clause.item) and not _says_where(clause)
    return is_adjective and (is_of_both or bool(clause.spot) or bool(clause.near))


def _is_sentence(clause: Clause, *, is_sentence: bool) -> bool:
    """Beside a noun phrase it stands behind a comma, not behind "and"."""
    assert clause.fault is not None
    fault = clause.fault
    return (
        fault.kind in {"verb", "state"}
        or (fault.kind == "adj" and is_sentence)
        or (fault.kind == "whole" and fault.english.startswith(_OF_SIZE))
    )


def _lack_both(first: Clause, then: Clause) -> bool:
    """Manual and batteries are missing, each said with its own verb."""
    is_bare = all(not (each.spot or each.near or each.size) for each in (first, then))
    are_named = all(_names(each) and not (each.places and each.item) for each in (first, then))
    both = {each.fault.english for each in (first, then) if each.fault is not None}
    return is_bare and are_named and both == {"is missing"} and not then.count


def _says_where(clause: Clause) -> bool:
    """Whether the item is so, and the place says where."""
    assert clause.fault is not None
    if len(clause.places) != 1 or not clause.item:
        return False
    where = clause.places[0].split()[-1]
    is_location = where in LOCATIONS or where in {"upper", "lower", *NO_NOUN}
    is_the_parts = clause.fault.english in _OF_THE_PART
    return clause.is_of_item or (is_location and not is_the_parts)


def _is_torn(clause: Clause) -> bool:
    """Of cloth "roto" is torn; the fittings of it break."""
    assert clause.fault is not None
    is_cloth = bool({*clause.places, clause.item} & CLOTH) and FITTINGS.isdisjoint(clause.places)
    return clause.fault.english == "broken" and is_cloth


def _shares(first: Clause, then: Clause) -> bool:
    """Both are there: on the screen a crack and a stain."""
    is_bare = not then.places and not then.item
    both = {each.fault.kind for each in (first, then) if each.fault is not None}
    return first.leads and not first.item and is_bare and both == {"noun"}


def _is_also(first: Clause, then: Clause) -> bool:
    """Both are of one thing: the lid is broken and dirty."""
    both = {each.fault.kind for each in (first, then) if each.fault is not None}
    is_plain = not (then.size or then.on_arrival or first.count or first.near or then.near)
    return bool(_names(first)) and not _names(then) and is_plain and both == {"adj"}


def _is_of_the_last(last: Clause, then: Clause) -> bool:
    """An adjective behind a sentence is of its subject: the sole came off and is dirty."""
    if last.fault is None or then.fault is None or not _names(last):
        return False
    return last.fault.kind == "verb" and then.fault.kind == "adj" and not _names(then)


def _goes_on(last: Clause, then: Clause) -> str:
    assert then.fault is not None
    names = _names(last)
    verb = "are" if len(names) > 1 or is_many(names[0]) else "is"
    return f"{' '.join(filter(None, (verb, then.size, then.fault.english)))}{_ending(then)}"


def _names(clause: Clause) -> tuple[str, ...]:
    return clause.places or ((clause.item,) if clause.item else ())


def _clause_english(clause: Clause, *, is_sentence: bool) -> str:
    spoken = _without_nearness(clause, is_sentence=is_sentence)
    return f"{spoken}{_ending(clause)}"


def _ending(clause: Clause) -> str:
    """Near what, and whether it came so."""
    near = f" {clause.near}" if clause.near else ""
    return f"{near} on arrival" if clause.on_arrival else near


def _without_nearness(clause: Clause, *, is_sentence: bool) -> str:
    assert clause.fault is not None
    fault, kind = clause.fault.english, clause.fault.kind
    if clause.item and clause.places in {("left",), ("right",)} and _is_of_one(clause):
        # "links" of a pair is one of it; the upper of a phone would be a part that nobody named.
        one = SINGLE.get(clause.item, clause.item)
        clause = replace(clause, places=(), item=f"{clause.places[0]} {one}")
    where_said = _and(clause.places)
    where = where_said + (" side" if where_said in {"upper", "lower"} else "")
    if _is_torn(clause):
        fault = "torn"
    if fault == "crack or tear" and {*clause.places, clause.item} & (CLOTH | HARD):
        fault = "tear" if {*clause.places, clause.item} & CLOTH else "crack"
    if fault == "does not fit" and clause.spot:
        is_lid = not _LIDS.isdisjoint(clause.places)
        where_to = "in the" if clause.spot in _HOLLOW and not is_lid else "the"
        fault = f"{fault} {where_to} {clause.spot}"
        clause = replace(clause, spot="")
    if clause.count:
        return _counted(clause, fault)
    if kind == "adj":
        fault = f"{clause.size} {fault}".strip()
    if kind in {"verb", "state"}:
        fault = f"{fault} {clause.size}".strip()
        return _sentence(clause, where, fault)
    if kind == "adj":
        if where and clause.item and _says_where(clause):
            verb = "are" if is_many(clause.item) else "is"
            return so_at(clause.item, f"{verb} {fault}" if is_sentence else fault, where)
        if where and clause.is_of_item and not (clause.item or clause.spot or clause.near):
            return so_at("", fault, where).strip()
        if clause.spot or needs_sentence(clause) or (is_sentence and (where or clause.item)):
            return _sentence(clause, where, f"is {fault}" if where or clause.item else fault)
        return f"{fault} {where or clause.item}".strip()
    sized = f"{clause.size} {fault}".strip()
    preposition = PREPOSITION.get(fault.partition(" of ")[0], "on")
    if fault.startswith("split seam") and where:
        preposition = SPOT.get(where.split()[-1], "on")
    if kind == "whole" and fault.startswith(_OF_SIZE):
        subject = where or clause.item
        if not subject:
            return fault
        subject = f"{where} of the {clause.item}" if where and clause.item else subject
        return f"{subject} {'are' if is_many(where or clause.item) else 'is'} {fault}"
    if fault in IN_WHICH and (where or clause.item):
        of_item = f" of the {clause.item}" if where and clause.item else ""
        return f"{where or clause.item}{of_item} {IN_WHICH[fault]}"
    if kind == "whole":
        return f"{sized} of the {where or clause.item}" if where or clause.item else sized
    if where:
        of_item = f" of the {clause.item}" if clause.item else ""
        return f"{sized} {_at(preposition, where)}{of_item}"
    return f"{sized} {preposition} the {clause.item}" if clause.item else sized


def _sentence(clause: Clause, where: str, fault: str) -> str:
    subject = where or clause.item
    is_plural = len(clause.places) > 1 or is_many(subject)
    verb = _done(clause, fault, is_plural=is_plural)
    if where and clause.item and fault.startswith("is missing"):
        return missing_of(where, clause.item, verb)
    if clause.spot == "set" and fault == "is missing" and all(map(is_supplied, clause.places)):
        return f"{subject} {'are' if is_plural else 'is'} not included".strip()
    if where and clause.item:
        is_one = len(clause.places) == 1
        subject = part_of(where, clause.item) if is_one else f"{where} of the {clause.item}"
    return f"{subject} {verb}{_spot(clause)}".strip()


def _spot(clause: Clause) -> str:
    """Where on the place, with its preposition: "at the corner", "from the box"."""
    assert clause.fault is not None
    on = "from" if clause.fault.english == "is missing" else "on"
    return f" {SPOT.get(clause.spot.split()[-1], on)} the {clause.spot}" if clause.spot else ""


def _done(clause: Clause, fault: str, *, is_plural: bool) -> str:
    """What it does, or they do: does not close; no longer close."""
    if not clause.no_longer:
        return plural(fault) if is_plural else fault
    verb, _, more = fault.removeprefix("does not ").partition(" ")
    one = f"{verb}es" if verb.endswith("ch") else f"{verb}s"
    return f"no longer {verb if is_plural else one} {more}".strip()


def _counted(clause: Clause, fault: str) -> str:
    """2 of 6 plates chipped; 2 screws of the table are missing."""
    assert clause.fault is not None
    is_one = clause.count.split()[0] == "1"
    first, *others = _names(clause)
    things = _and([counted(clause.count, first), *others])
    is_one = is_one and not others
    if clause.places and clause.item and clause.fault.english == "is missing":
        return missing_of(things, clause.item, _done(clause, fault, is_plural=not is_one))
    if clause.places and clause.item:
        things = f"{things} of the {clause.item}"
    if clause.fault.kind == "adj":
        return f"{things} {fault}"
    return f"{things} {_done(clause, fault, is_plural=not is_one)}{_spot(clause)}"


def _is_of_one(clause: Clause) -> bool:
    assert clause.fault is not None
    is_pair = clause.item in SINGLE or clause.item in SINGLE.values()
    return is_pair or clause.fault.kind in {"verb", "adj"}


def _at(preposition: str, where: str) -> str:
    return f"on the {where}" if where in NO_NOUN else f"{preposition} the {where}"


def _and(words: Sequence[str]) -> str:
    return " and ".join(filter(None, (", ".join(words[:-1]), *words[-1:])))
