"""Photos that nobody spoke of and that may show another thing: asked about, not submitted.

People's folders hold photos of other things. Which of them belong to the dispute is the user's to
say. Until then a photo stays out, and is named, if details of what was spoken of are not found
again in it and it was not taken with that, in the same colours; where nothing was spoken of, if it
is like none of the rest. A stranger's photo among the evidence costs more than a photo that has to
be asked for.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property, partial
from typing import TYPE_CHECKING

from evidence_qc.case.grouping import capture_s
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
    from evidence_qc.measures.content.likeness import Appearance, ColourTable

COLOURS_ALIKE = 0.7
"""Colours in common from which a photo counts as one of the same thing. Chosen on 93 photos of 18
things and 54 of 8 other people's repositories (2026-11)."""
PLACES_ALIKE = 6
"""Of 10,872 pairs of photos of different things none had so many."""
COLOURS_THE_SAME = 0.85
"""Colours in common from which a photo counts as one of what was spoken of where nobody knows when
one of the two was taken. Of 206 photos beside the named one of twenty disputes, 0.7 was reached by
35 of the same thing and 41 of other things, 0.85 by 17 and 5 (2026-11)."""
DAYS_TOGETHER_MAX = 1.0
"""What is wrong with a thing is photographed in one go. In the same disputes 27 of 42 photos of the
same thing were taken within a day of the named one, and 2 of 64 of other things."""
COMPARED_MAX = 12
"""Details are likeness for in the photos whose colours come nearest, 7 ms each."""
DAYS_APART_MAX = 90
"""Photos of one dispute are taken within the time that platforms give; beyond it two that have but
their colours in common are of one home, not of one thing."""
PAIR = 2
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
    # In the files' order, whatever is said of them: so the same pairs are compared again.
    taking_part = {facts.path for facts in (*known, *loose)}
    photos = [file.facts for file in report.files if file.facts.path in taking_part]
    found = run_ordered(remembered, photos, jobs=context.jobs or default_jobs())
    every = {facts.path: each for facts, each in zip(photos, found, strict=True)}
    appearances = {path: each for path, each in every.items() if each is not None}
    digests = {facts.path: facts.sha256 for facts in photos}

    def places(one: str, other: str) -> int:
        count = partial(_places, appearances, one, other)
        return memory.places(digests[one], digests[other], count)

    times_s = {facts.path: capture_s(facts) for facts in photos}
    likeness = Likeness(appearances, places, times_s)
    return apart(likeness, named & appearances.keys(), taken & appearances.keys())


@dataclass(frozen=True)
class Likeness:
    """Which of some photos are like one of them."""

    appearances: Mapping[str, Appearance]
    places: Callable[[str, str], int]
    times_s: Mapping[str, float | None] = field(default_factory=dict)
    """When each was taken, in seconds since 1970, where that is known."""

    def by_colour(self, path: str, others: Sequence[str]) -> list[str]:
        """Those that share most colours with it, and were not taken in another season."""
        colours = self._colours(path)
        near = [other for other in others if colours[other] >= COLOURS_ALIKE]
        return [other for other in near if not self._are_far_apart(path, other)]

    def by_colour_and_time(self, path: str, others: Sequence[str]) -> list[str]:
        """Those of the same day that share most colours with it; of an unknown one, nearly all."""
        colours = self._colours(path)
        near = [other for other in others if colours[other] >= COLOURS_ALIKE]
        return [other for other in near if self._are_of_one_go(path, other, colours[other])]

    def by_detail(self, path: str, others: Sequence[str], sure: Collection[str] = ()) -> list[str]:
        """Those in which details of it are found again; ``sure`` ones need not be looked at."""
        colours, known = self._colours(path), frozenset(sure)
        nearest = sorted(others, key=lambda other: -colours[other])[:COMPARED_MAX]
        unsure = [other for other in nearest if other not in known]
        return [other for other in unsure if self.places(path, other) >= PLACES_ALIKE]

    def is_chance(self, group: Collection[str]) -> bool:
        """Two photos that have some colours in common and nothing else.

        So do two in a hundred photos of other things. Of 94 photos of the same thing in twenty
        disputes none is lost by it (2026-11).
        """
        if len(group) != PAIR:
            return False
        one, other = sorted(group)
        return self._colours(one)[other] < COLOURS_THE_SAME and not (
            self.by_detail(one, [other]) or self.by_detail(other, [one])
        )

    @cached_property
    def _table(self) -> ColourTable:
        from evidence_qc.measures.content.likeness import ColourTable

        return ColourTable(list(self.appearances.values()))

    @cached_property
    def _numbers(self) -> dict[str, int]:
        return {path: number for number, path in enumerate(self.appearances)}

    def _colours(self, path: str) -> dict[str, float]:
        """Path → the colours in common with it."""
        shares = self._table.likeness_to(self._numbers[path])
        return dict(zip(self.appearances, shares.tolist(), strict=True))

    def _are_of_one_go(self, one: str, other: str, colours: float) -> bool:
        days = self._days_apart(one, other)
        return colours >= COLOURS_THE_SAME if days is None else days <= DAYS_TOGETHER_MAX

    def _are_far_apart(self, one: str, other: str) -> bool:
        days = self._days_apart(one, other)
        return days is not None and days > DAYS_APART_MAX

    def _days_apart(self, one: str, other: str) -> float | None:
        a, b = self.times_s.get(one), self.times_s.get(other)
        return None if a is None or b is None else abs(a - b) / 86_400


def apart(
    likeness: Likeness, spoken: Collection[str] = (), taken: Collection[str] = ()
) -> Compared:
    """Those that are not like what was spoken of; else those like no other.

    Details join photo to photo. Colours join only those that were spoken of and what was taken with
    them: from one to the next they lead out of the room, and rooms and benches are seen again with
    other things. If nothing was spoken of they join all the same, and if more than half are like
    no other then, likeness tells nothing.

    Args:
        likeness: of every photo.
        spoken: paths of those that were spoken of.
        taken: paths of those that are to be there whatever they are like.
    """
    appearances = likeness.appearances
    if spoken:
        theirs = [p for p in appearances if p in spoken or p in taken]
        found = set(theirs)
        for path in theirs:
            unknown = [p for p in appearances if p not in found]
            found.update(likeness.by_colour_and_time(path, unknown))
        found |= _reached(theirs, appearances, likeness.by_detail)
        return Compared(frozenset(appearances).difference(found))
    joined = _joined(likeness)
    alone: frozenset[str] = frozenset().union(
        *(each for each in joined if len(each) == 1 or likeness.is_chance(each))
    )
    if 2 * len(alone) > len(appearances):
        return Compared()
    things = [
        tuple(p for p in appearances if p in each) for each in joined if not each.issubset(alone)
    ]
    return Compared(alone.difference(taken), tuple(things) if len(things) > 1 else ())


def things_note(likeness: Compared) -> tuple[Sentence, ...]:
    """The first photo of each thing, where there are several."""
    if not likeness.things:
        return ()
    return (Sentence("note.different-things", paths=[each[0] for each in likeness.things]),)


def _joined(likeness: Likeness) -> list[frozenset[str]]:
    """Photos that likeness joins, one to the next; each photo is in one group."""

    def like(path: str, others: Sequence[str]) -> list[str]:
        by_colour = likeness.by_colour(path, others)
        return [*by_colour, *likeness.by_detail(path, others, by_colour)]

    left = dict.fromkeys(likeness.appearances)
    groups: list[frozenset[str]] = []
    while left:
        groups.append(frozenset(_reached([next(iter(left))], left, like)))
        for path in groups[-1]:
            del left[path]
    return groups


def _reached(
    start: Sequence[str],
    paths: Collection[str],
    like: Callable[[str, Sequence[str]], Sequence[str]],
) -> set[str]:
    """Those at the start, and all that likeness leads to from there.

    The way is the same each time: which are compared, and so what is found, depends on it.
    """
    reached, waiting = set(start), list(start)
    while waiting:
        path = waiting.pop()
        new = dict.fromkeys(like(path, [other for other in paths if other not in reached]))
        reached.update(new)
        waiting += new
    return reached


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
