"""Photos that nobody spoke of and that look like none of the others: asked about, not submitted.

People's folders hold photos of other things. Which of them belong to the dispute is the user's to
say; until then a photo that shares neither colours nor details with the rest is left out and named.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import TYPE_CHECKING

from evidence_qc.language import Sentence
from evidence_qc.model import Case, FileFacts, FileReport, Media, Report, Verdict
from evidence_qc.plan.candidates import is_decodable
from evidence_qc.stages.context import ScanContext
from evidence_qc.stages.small_picture import small_picture

if TYPE_CHECKING:
    from evidence_qc.measures.content.likeness import Appearance

COLOURS_ALIKE = 0.7
"""Colours in common from which a photo counts as one of the same thing. Chosen on 93 photos of 18
things and 54 of 8 other people's repositories (2026-11)."""
PLACES_ALIKE = 6
"""Of 10,872 pairs of photos of different things none had so many."""
COMPARED_MAX = 12
"""Details are likeness for in the photos whose colours come nearest, 7 ms each."""
FEWEST = 3
"""Of two photos that differ nobody can say which is the stranger."""


@dataclass(frozen=True, slots=True)
class Compared:
    """What likeness says of the loose photos."""

    alone: frozenset[str] = frozenset()
    """Paths of those that are like none of the rest."""
    things: tuple[tuple[str, ...], ...] = ()
    """Where nothing was said: photos that are alike, where there is more than one such group; each
    in the files' order."""


def compared(report: Report, case: Case, context: ScanContext) -> Compared:
    """Loose photos beside the rest: what was spoken of, else one another.

    Spoken of is a photo of a named problem, with a role, a mark, a pin or ``include``. A photo
    that cannot be read any more is no stranger; the bundle says what is wrong with it.
    """
    spoken = _spoken_of(case)
    loose = [f.facts for f in report.files if _is_loose(f, case) and f.facts.path not in spoken]
    known = [f.facts for f in report.files if f.facts.path in spoken and _is_photo(f)]
    if not loose or len(loose) + len(known) < FEWEST:
        return Compared()
    appearances = {
        facts.path: found
        for facts in (*known, *loose)
        if (found := _appearance(facts, context)) is not None
    }
    return apart(appearances, [facts.path for facts in known if facts.path in appearances])


def apart(appearances: Mapping[str, Appearance], spoken: Sequence[str] = ()) -> Compared:
    """Those that no chain of likeness joins to what was spoken of; else those like no other.

    If nothing was spoken of and more than half are like no other, likeness tells nothing.
    """
    joined = _joined(appearances)
    if spoken:
        theirs = [group for group in joined if not group.isdisjoint(spoken)]
        return Compared(frozenset(appearances).difference(*theirs))
    alone: frozenset[str] = frozenset().union(*(each for each in joined if len(each) == 1))
    if 2 * len(alone) > len(appearances):
        return Compared()
    things = [tuple(p for p in appearances if p in each) for each in joined if len(each) > 1]
    return Compared(alone, tuple(things) if len(things) > 1 else ())


def things_note(likeness: Compared) -> tuple[Sentence, ...]:
    """The first photo of each thing, where there are several."""
    if not likeness.things:
        return ()
    return (Sentence("note.different-things", paths=[each[0] for each in likeness.things]),)


def _joined(appearances: Mapping[str, Appearance]) -> list[frozenset[str]]:
    """Photos that likeness joins, one to the next; each photo is in one group."""
    left = dict.fromkeys(appearances)
    groups: list[frozenset[str]] = []
    while left:
        reached, waiting = {next(iter(left))}, [next(iter(left))]
        while waiting:
            left.pop(path := waiting.pop(), None)
            new = _like(path, [other for other in left if other not in reached], appearances)
            reached.update(new)
            waiting += new
        groups.append(frozenset(reached))
    return groups


def _like(path: str, others: Sequence[str], appearances: Mapping[str, Appearance]) -> list[str]:
    from evidence_qc.measures.content.likeness import colour_likeness, matching_places

    mine = appearances[path]
    by_colour = {other: colour_likeness(mine, appearances[other]) for other in others}
    nearest = sorted(others, key=lambda other: -by_colour[other])[:COMPARED_MAX]
    return [
        other
        for other, likeness in by_colour.items()
        if likeness >= COLOURS_ALIKE
        or (other in nearest and matching_places(mine, appearances[other]) >= PLACES_ALIKE)
    ]


def _spoken_of(case: Case) -> AbstractSet[str]:
    named = {path for claim in case.claims if not claim.is_proposed for path in claim.media}
    said = case.roles.keys() - case.recognised
    return named | said | case.marks.keys() | {*case.pinned, *case.included}


def _is_photo(file: FileReport) -> bool:
    facts = file.facts
    return facts.media is Media.PHOTO and is_decodable(facts) and not facts.is_screen


def _is_loose(file: FileReport, case: Case) -> bool:
    """A photo that could follow unasked: clear, no screen, no page, and left out by nobody."""
    path = file.facts.path
    return (
        _is_photo(file)
        and file.verdict is not Verdict.REJECT
        and not file.facts.is_printed_page
        and path not in case.roles
        and path not in case.excluded
    )


def _appearance(facts: FileFacts, context: ScanContext) -> Appearance | None:
    from evidence_qc.measures.content.likeness import LONG_SIDE_PX, appearance

    rgb = small_picture(facts, context, LONG_SIDE_PX)
    # Without one it is no stranger, only unreadable by now; the bundle says so.
    return None if rgb is None else appearance(rgb)
