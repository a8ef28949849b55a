"""What came so: that it was broken on arrival is what the two sides argue about."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from evidence_qc.case.clauses import Clause
from evidence_qc.case.lexicon.read import Lexicon
from evidence_qc.case.wording import is_many

_SAY_WHAT_CAME = frozenset({"is missing", "missing part", "missing parts"})
"""With them, and with a wrong colour, nothing is lost where nobody says that it came."""
_STATES = {
    "came unglued": "unglued", "came unstitched": "unstitched", "came off": "detached",
    "came loose": "loose", "came open": "open", "broke off": "broken off", "broke": "broken",
    "is torn off": "torn off",
}  # fmt: skip
"""What came unglued on arrival was whole before."""


def arrived(clause: Clause, tokens: Sequence[str], lexicon: Lexicon) -> Clause:
    """The clause, as one of what came so where a word of it says so."""
    fault = clause.fault
    if fault is None or fault.kind == "whole" or fault.english in _SAY_WHAT_CAME:
        return clause
    if not any(map(lexicon.arrived.fullmatch, tokens)):
        return clause
    if fault.english in _STATES:
        fault = replace(fault, kind="adj", english=_STATES[fault.english])
    return replace(clause, fault=fault, on_arrival=True)


def said_last(clauses: Sequence[Clause]) -> list[Clause]:
    """As they are, where "came torn and dirty" is "torn and dirty on arrival"."""
    moved = list(clauses)
    for index, (first, then) in enumerate(pairwise(clauses)):
        if moved[index].on_arrival and _is_so_too(first, then):
            moved[index] = replace(moved[index], on_arrival=False)
            moved[index + 1] = replace(then, on_arrival=True)
    return moved


def _is_so_too(first: Clause, then: Clause) -> bool:
    """Came with a hole and a stain; came torn and dirty."""
    kinds = {clause.fault.kind if clause.fault else "" for clause in (first, then)}
    is_bare = not (then.places or then.item or first.places or first.item)
    return kinds == {"noun"} or (kinds == {"adj"} and is_bare)


def is_one_for_many(clauses: Sequence[Clause], tokens: Sequence[str], lexicon: Lexicon) -> bool:
    """Whether several are missing, and the English that is known for them is of one."""
    if len(clauses) != 1 or clauses[0].fault is None or clauses[0].count:
        return False
    if clauses[0].fault.english != "is missing":
        return False
    names = (*clauses[0].places, clauses[0].item)
    are_many = any(map(lexicon.lacking.fullmatch, tokens))
    return are_many and any(names) and not any(map(is_many, names))
