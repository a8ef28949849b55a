"""Says in English what the clauses of a title were understood to say."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from evidence_qc.case.lexicon.read import Entry

_PREPOSITION = {
    "hole": "in", "crack": "in", "tear": "in", "dent": "in", "defect": "in", "crack or tear": "in",
    "chip": "in", "holes": "in", "cracks": "in", "tears": "in", "dents": "in", "defects": "in",
    "chips": "in", "smell": "from", "bad smell": "from", "strong smell": "from",
    "strange noise": "from", "loud noise": "from", "no sound": "in", "leak": "from",
    "typing error": "in", "loose contact": "in", "no sound any more": "in", "musty smell": "from",
    "missing part": "from", "missing parts": "from",
}  # fmt: skip
"""Others are on something."""
_SPOT = {"corner": "at", "edge": "at", "hem": "at", "shoulder": "at", "bottom": "at", "seam": "at"}
_ONE = re.compile(r"(glass|dress|chess|canvas|brass)$")
"""End like many and are one."""
CONTAINERS = frozenset({"box", "packaging", "parcel", "set"})
"""What goods come in: a thing is missing from it, and is no part of it."""
_IN_WHICH = {
    "wrong colour": "in the wrong colour", "different colour": "in a different colour",
    "wrong size": "in the wrong size", "different size": "in a different size",
}  # fmt: skip
_IN_PLACES = frozenset({"torn", "dirty", "wet", "stained", "rusty"})
"""The item is so in a place; of others the place itself is: "broken screen of the phone"."""
_CLOTH = frozenset({
    "sleeve", "collar", "pocket", "lining", "hem", "cuff", "jacket", "coat", "dress", "shirt",
    "skirt", "trousers", "sweater", "fabric", "clothes", "socks", "gloves", "hat", "blanket",
    "pillow", "towel", "hood", "blouse", "T-shirt",
})  # fmt: skip
_FITTINGS = frozenset({
    "zip", "button", "buttons", "buckle", "clasp", "fastening", "lock", "hook", "chain",
})  # fmt: skip
"""Of cloth things what breaks and does not tear."""
_HARD = frozenset({
    "screen", "glass", "case", "lid", "cup", "mug", "plate", "bowl", "vase", "mirror", "tabletop",
    "leg", "wheel", "lens", "frame", "bottle", "lamp", "jug", "teapot", "door", "drawer", "chair",
    "table", "phone", "tablet", "laptop", "TV", "watch", "keyboard", "handle", "heel", "shelf",
})  # fmt: skip
"""What cracks, as cloth tears: a German "Riss" is either."""
_SEWN = frozenset({"seam", "seams", "hem", *_CLOTH})
SINGLE = {
    "headphones": "headphone", "shoes": "shoe", "boots": "boot", "sandals": "sandal",
    "gloves": "glove", "socks": "sock", "earrings": "earring", "slippers": "slipper",
    "trainers": "trainer",
}  # fmt: skip
"""What one of a pair is called."""
_NO_NOUN = frozenset({"left", "right", "upper", "lower"})


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
    is_of_part: bool = False
    """The fault stands beside the place, not the item: a bag whose lining is torn."""
    leads: bool = False
    """The place stands before the fault, so that it may be the next one's, too."""
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
    spoken += [" ".join(_names(each)) for each in waiting]
    return _and(spoken)


def _shares(first: Clause, then: Clause) -> bool:
    """Both are there: on the screen a crack and a stain."""
    is_bare = not then.places and not then.item
    both = {each.fault.kind for each in (first, then) if each.fault is not None}
    return first.leads and not first.item and is_bare and both == {"noun"}


def _is_also(first: Clause, then: Clause) -> bool:
    """Both are of one thing: the lid is broken and dirty."""
    both = {each.fault.kind for each in (first, then) if each.fault is not None}
    is_plain = not then.size and not first.count
    return bool(_names(first)) and not _names(then) and is_plain and both == {"adj"}


def _is_of_the_last(last: Clause, then: Clause) -> bool:
    """An adjective behind a sentence is of its subject: the sole came off and is dirty."""
    if last.fault is None or then.fault is None or not _names(last):
        return False
    return last.fault.kind == "verb" and then.fault.kind == "adj" and not _names(then)


def _goes_on(last: Clause, then: Clause) -> str:
    assert then.fault is not None
    names = _names(last)
    verb = "are" if len(names) > 1 or _is_many(names[0]) else "is"
    return " ".join(filter(None, (verb, then.size, then.fault.english)))


def _names(clause: Clause) -> tuple[str, ...]:
    return clause.places or ((clause.item,) if clause.item else ())


def _clause_english(clause: Clause, *, is_sentence: bool) -> str:
    assert clause.fault is not None
    fault, kind = clause.fault.english, clause.fault.kind
    if clause.item and clause.places in {("left",), ("right",)} and _is_of_one(clause):
        # "links" of a pair is one of it; the upper of a phone would be a part that nobody named.
        one = SINGLE.get(clause.item, clause.item)
        clause = replace(clause, places=(), item=f"{clause.places[0]} {one}")
    where_said = _and(clause.places)
    where = where_said + (" side" if where_said in {"upper", "lower"} else "")
    is_cloth = bool({*clause.places, clause.item} & _CLOTH) and _FITTINGS.isdisjoint(clause.places)
    if fault == "broken" and is_cloth:
        fault = "torn"  # "roto" is either
    if fault == "crack or tear" and {*clause.places, clause.item} & (_CLOTH | _HARD):
        fault = "tear" if {*clause.places, clause.item} & _CLOTH else "crack"
    if fault == "bent" and {*clause.places, clause.item} & _SEWN:
        fault = "crooked"  # as is "torcido"
    if clause.count:
        return _counted(clause, fault)
    if kind == "adj":
        fault = f"{clause.size} {fault}".strip()
    if kind in {"verb", "state"}:
        fault = f"{fault} {clause.size}".strip()
        return _sentence(clause, where, fault)
    if kind == "adj":
        if clause.spot or (is_sentence and bool(where) != bool(clause.item)):
            return _sentence(clause, where, f"is {fault}")
        if where and clause.item:
            is_worn = fault in _IN_PLACES and not clause.is_of_part
            return (
                f"{clause.item} {fault} {_at('on', where)}"
                if is_worn
                else f"{fault} {where} of the {clause.item}"
            )
        return f"{fault} {where or clause.item}".strip()
    sized = f"{clause.size} {fault}".strip()
    preposition = _PREPOSITION.get(fault.partition(" of ")[0], "on")
    if fault.startswith("broken seam") and where:
        preposition = _SPOT.get(where.split()[-1], "on")
    if kind == "whole" and fault.startswith(("too ", "not ")):
        subject = where or clause.item
        if not subject:
            return fault
        subject = f"{where} of the {clause.item}" if where and clause.item else subject
        return f"{subject} {'are' if _is_many(where or clause.item) else 'is'} {fault}"
    if fault in _IN_WHICH and (where or clause.item):
        of_item = f" of the {clause.item}" if where and clause.item else ""
        return f"{where or clause.item}{of_item} {_IN_WHICH[fault]}"
    if kind == "whole":
        return f"{sized} of the {where or clause.item}" if where or clause.item else sized
    if where:
        of_item = f" of the {clause.item}" if clause.item else ""
        return f"{sized} {_at(preposition, where)}{of_item}"
    return f"{sized} {preposition} the {clause.item}" if clause.item else sized


def _sentence(clause: Clause, where: str, fault: str) -> str:
    subject = where or clause.item
    is_many = len(clause.places) > 1 or _is_many(subject)
    if where and clause.item:
        subject = f"{where} of the {clause.item}"
    return f"{subject} {_done(clause, fault, is_many=is_many)}{_spot(clause)}".strip()


def _spot(clause: Clause) -> str:
    """Where on the place, with its preposition: "at the corner", "from the box"."""
    assert clause.fault is not None
    on = {"does not fit": "in", "is missing": "from"}.get(clause.fault.english, "on")
    return f" {_SPOT.get(clause.spot.split()[-1], on)} the {clause.spot}" if clause.spot else ""


def _done(clause: Clause, fault: str, *, is_many: bool) -> str:
    """What it does, or they do: does not close; no longer close."""
    if not clause.no_longer:
        return _plural(fault) if is_many else fault
    verb, _, more = fault.removeprefix("does not ").partition(" ")
    one = f"{verb}es" if verb.endswith("ch") else f"{verb}s"
    return f"no longer {verb if is_many else one} {more}".strip()


def _counted(clause: Clause, fault: str) -> str:
    """2 of 6 plates chipped; 2 screws of the table are missing."""
    assert clause.fault is not None
    is_one = clause.count.split()[0] == "1"
    first, *others = _names(clause)
    things = _and([counted(clause.count, first), *others])
    is_one = is_one and not others
    if clause.places and clause.item:
        things = f"{things} of the {clause.item}"
    if clause.fault.kind == "adj":
        return f"{things} {fault}"
    return f"{things} {_done(clause, fault, is_many=not is_one)}{_spot(clause)}"


def counted(count: str, name: str) -> str:
    """3 screws; 1 of 3 screws."""
    return f"{count} {name if count == '1' or _is_many(name) else _plural_of(name)}"


def _plural_of(name: str) -> str:
    if name.endswith("f"):
        return f"{name.removesuffix('f')}ves"
    return f"{name}es" if name.endswith(("s", "x", "ch", "sh")) else f"{name}s"


def _is_of_one(clause: Clause) -> bool:
    assert clause.fault is not None
    is_pair = clause.item in SINGLE or clause.item in SINGLE.values()
    return is_pair or clause.fault.kind in {"verb", "adj"}


def _at(preposition: str, where: str) -> str:
    return f"on the {where}" if where in _NO_NOUN else f"{preposition} the {where}"


def _is_many(thing: str) -> bool:
    return thing.endswith("s") and not _ONE.search(thing)


def _plural(fault: str) -> str:
    first, _, rest = fault.partition(" ")
    many = {"does": "do", "is": "are", "has": "have", "was": "were"}.get(
        first, first.removesuffix("s")
    )
    return f"{many} {rest}".strip()


def _and(words: Sequence[str]) -> str:
    return " and ".join(filter(None, (", ".join(words[:-1]), *words[-1:])))
