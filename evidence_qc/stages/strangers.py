"""Photos that nobody spoke of and that look like none of the others: asked about, not submitted.

People's folders hold photos of other things. Which of them belong to the dispute is the user's to
say; until then a photo that shares neither colours nor details with the rest is left out and named.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

from evidence_qc.case.proposed import without_unlike, without_unusable
from evidence_qc.language import Sentence
from evidence_qc.model import Case, FileFacts, FileReport, Media, Report, Verdict
from evidence_qc.plan.candidates import is_decodable
from evidence_qc.runtime.executor import default_jobs, run_ordered
from evidence_qc.stages.appearances import Appearances
from evidence_qc.stages.context import ScanContext
from evidence_qc.stages.moments import Moments, problem_moments
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


@dataclass(frozen=True, slots=True)
class PutForward:
    """What of a case is put before whoever decides."""

    case: Case
    """As it was said, with the strangers named."""
    submitted: Case
    """Without them, and without groups that nobody named and nothing usable shows."""
    likeness: Compared
    moments_s: Moments
    """When a clip of the main problem shows what its photos show."""


def put_forward(report: Report, case: Case, context: ScanContext) -> PutForward:
    """What may be submitted of a scanned case: one way for all doors."""
    likeness = compared(report, case, context)
    case = replace(case, unlike=likeness.alone)
    submitted = without_unusable(without_unlike(case), report.files)
    return PutForward(case, submitted, likeness, problem_moments(report, case, context))


def compared(report: Report, case: Case, context: ScanContext) -> Compared:
    """Loose photos beside the rest: what was spoken of, else one another.

    Spoken of is a photo of a named problem. One with a role, a mark, a pin or ``include`` is no
    stranger either, but that it belongs says nothing against the others: a label is like none of
    them. A photo that cannot be read any more is no stranger; the bundle says what is wrong.
    """
    named = {path for claim in case.claims if not claim.is_proposed for path in claim.media}
    roles = case.roles.keys() - case.recognised
    taken = roles | case.marks.keys() | {*case.pinned, *case.included}
    spoken = named | taken
    loose = [f.facts for f in report.files if _is_loose(f, case) and f.facts.path not in spoken]
    known = [f.facts for f in report.files if f.facts.path in spoken and _is_photo(f)]
    if not loose or len(loose) + len(known) < FEWEST:
        return Compared()
    memory = (context.resources and context.resources.appearances) or Appearances()
    remembered = partial(_appearance, context=context, memory=memory)
    found = run_ordered(remembered, (*known, *loose), jobs=context.jobs or default_jobs())
    every = {facts.path: each for facts, each in zip((*known, *loose), found, strict=True)}
    appearances = {path: each for path, each in every.items() if each is not None}
    digests = {facts.path: facts.sha256 for facts in (*known, *loose)}

    def places(one: str, other: str) -> int:
        count = partial(_places, appearances, one, other)
        return memory.places(digests[one], digests[other], count)

    return apart(appearances, named & appearances.keys(), taken & appearances.keys(), places)


def apart(
    appearances: Mapping[str, Appearance],
    spoken: Collection[str] = (),
    taken: Collection[str] = (),
    places: Callable[[str, str], int] | None = None,
) -> Compared:
    """Those that no chain of likeness joins to what was spoken of; else those like no other.

    If nothing was spoken of and more than half are like no other, likeness tells nothing.

    Args:
        appearances: of every photo, by its path.
        spoken: paths of those that were spoken of.
        taken: paths of those that are to be there whatever they are like.
        places: counts the matching places of two; by default, anew.
    """
    joined = _joined(appearances, places or partial(_places, appearances))
    if spoken:
        theirs = [group for group in joined if not group.isdisjoint({*spoken, *taken})]
        return Compared(frozenset(appearances).difference(*theirs))
    alone: frozenset[str] = frozenset().union(*(each for each in joined if len(each) == 1))
    if 2 * len(alone) > len(appearances):
        return Compared()
    things = [tuple(p for p in appearances if p in each) for each in joined if len(each) > 1]
    return Compared(alone.difference(taken), tuple(things) if len(things) > 1 else ())


def things_note(likeness: Compared) -> tuple[Sentence, ...]:
    """The first photo of each thing, where there are several."""
    if not likeness.things:
        return ()
    return (Sentence("note.different-things", paths=[each[0] for each in likeness.things]),)


def _joined(
    appearances: Mapping[str, Appearance], places: Callable[[str, str], int]
) -> list[frozenset[str]]:
    """Photos that likeness joins, one to the next; each photo is in one group."""
    left = dict.fromkeys(appearances)
    groups: list[frozenset[str]] = []
    while left:
        reached, waiting = {next(iter(left))}, [next(iter(left))]
        while waiting:
            left.pop(path := waiting.pop(), None)
            new = _like(
                path, [other for other in left if other not in reached], appearances, places
            )
            reached.update(new)
            waiting += new
        groups.append(frozenset(reached))
    return groups


def _like(
    path: str,
    others: Sequence[str],
    appearances: Mapping[str, Appearance],
    places: Callable[[str, str], int],
) -> list[str]:
    from evidence_qc.measures.content.likeness import colour_likeness

    mine = appearances[path]
    by_colour = {other: colour_likeness(mine, appearances[other]) for other in others}
    nearest = sorted(others, key=lambda other: -by_colour[other])[:COMPARED_MAX]
    return [
        other
        for other, likeness in by_colour.items()
        if likeness >= COLOURS_ALIKE or (other in nearest and places(path, other) >= PLACES_ALIKE)
    ]


def _places(appearances: Mapping[str, Appearance], one: str, other: str) -> int:
    from evidence_qc.measures.content.likeness import matching_places

    return matching_places(appearances[one], appearances[other])


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


def _appearance(
    facts: FileFacts, *, context: ScanContext, memory: Appearances
) -> Appearance | None:
    from evidence_qc.measures.content.likeness import LONG_SIDE_PX, appearance

    if (known := memory.get(facts.sha256)) is not None:
        return known
    rgb = small_picture(facts, context, LONG_SIDE_PX)
    if rgb is None:  # without one it is no stranger, only unreadable by now; the bundle says so
        return None
    memory.put(facts.sha256, found := appearance(rgb))
    return found
