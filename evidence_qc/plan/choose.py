"""Which photo shows each claim: the clearest, and none that repeats another."""

from __future__ import annotations

import itertools
import math
import re
from collections.abc import Mapping, Sequence

from evidence_qc.plan.candidates import Candidate, best_first, likeness

SHORTLIST = 8
"""Different pictures of one claim that are weighed against those of the others."""
EXACT_MAX = 20_000
"""Up to this many combinations all are tried (about 0.1 s); beyond, one claim after another is
improved until nothing changes."""
PARTS_MAX = 3
"""More parts than this are claims of their own."""
_AND = re.compile(r"(?i)\s(and|und|y|e|et|и|і|та|oraz)\s|&|\+|和|[,;、，；]\s?\w")
VIEWS_MAX = 4
"""a to d: more views of one claim tell an adjudicator nothing new."""


def shortlist(number: int, pool: Sequence[Candidate]) -> list[Candidate]:
    """The best candidates of a claim, no two of them repeats; usable ones only if there are any.

    Photos that can be used come before frames, frames before rejected photos.
    """
    mine = best_first(c for c in pool if number in c.claims)
    if any(not c.is_weak for c in mine):
        mine = [c for c in mine if not c.is_weak or c.is_pinned]
    kept: list[Candidate] = []
    for candidate in mine:
        if all(likeness(candidate, other) < 1 for other in kept) or candidate.is_pinned:
            kept.append(candidate)
        if len(kept) == SHORTLIST:
            break
    return kept


def first_views(
    lists: Mapping[int, Sequence[Candidate]], displayed: Sequence[Candidate] = ()
) -> dict[int, Candidate]:
    """One candidate for each claim: together of the highest worth, repeats counted against.

    Exact while the combinations are few; deterministic always.

    Args:
        lists: Claim number → shortlist; an empty one gets no entry in the answer.
        displayed: What is shown anyway (the whole item): a repeat of it counts less.
    """
    numbers = [number for number, items in lists.items() if items]
    if not numbers:
        return {}
    if math.prod(len(lists[number]) for number in numbers) <= EXACT_MAX:
        best = max(
            itertools.product(*(lists[number] for number in numbers)),
            key=lambda combination: _together(combination, displayed),
        )
        return dict(zip(numbers, best, strict=True))
    chosen = {number: lists[number][0] for number in numbers}
    for _ in range(10):
        before = dict(chosen)
        for number in numbers:
            others = [c for n, c in chosen.items() if n != number]
            chosen[number] = max(
                lists[number],
                key=lambda c, o=others: _together([c, *o], displayed),  # type: ignore[misc]
            )
        if chosen == before:
            break
    return chosen


def _together(combination: Sequence[Candidate], displayed: Sequence[Candidate]) -> float:
    worth = sum(c.worth + 10.0 * c.is_pinned for c in combination)
    repeats = sum(_repeat(a, b) for a, b in itertools.combinations(combination, 2))
    repeats += sum(_repeat(a, b) for a in combination for b in displayed)
    return worth - repeats


def _repeat(a: Candidate, b: Candidate) -> float:
    """One photo may show two claims (then it is one tile); two like photos may not."""
    if (a.path, a.time_s) == (b.path, b.time_s):
        return 0.4
    return likeness(a, b)


def needed_views(
    lists: Mapping[int, Sequence[Candidate]],
    first: Mapping[int, Candidate],
    titles: Mapping[int, str],
) -> dict[int, list[Candidate]]:
    """Views that a claim cannot do without: first the one chosen, then one for each further part.

    "Stains and rusty buttons" is shown by two pictures: its parts are told by the labels of the
    marks, or by an "and" in the title; at most ``PARTS_MAX``.
    """
    views: dict[int, list[Candidate]] = {}
    for number, main in first.items():
        mine = views[number] = [main]
        others = [c for c in lists[number] if not c.is_weak and c.time_s is None]
        others = [c for c in others if all(likeness(c, m) == 0 for m in mine) and c is not main]
        seen = _labels(main)
        for other in others:
            if len(mine) < PARTS_MAX and seen and _labels(other) - seen:
                mine.append(other)
                seen |= _labels(other)
        if len(mine) == 1 and not seen and others and _AND.search(titles.get(number, "")):
            mine.append(others[0])
    return views


def _good_first(items: Sequence[Candidate], displayed: Sequence[Candidate]) -> list[Candidate]:
    """The good ones alone, while one is left that would show something more."""
    good = [
        c
        for c in items
        if c.is_good and c.time_s is None and all(likeness(c, other) < 1 for other in displayed)
    ]
    return good or list(items)


def _labels(candidate: Candidate) -> frozenset[str]:
    return frozenset(m.label.strip().casefold() for m in candidate.marks if m.label.strip())


def different(items: Sequence[Candidate], displayed: Sequence[Candidate]) -> list[Candidate]:
    """Best first, without what looks like something that is shown or stands before it."""
    kept: list[Candidate] = []
    for candidate in best_first(items):
        if all(likeness(candidate, other) == 0 for other in (*displayed, *kept)):
            kept.append(candidate)
    return kept


def next_view(
    lists: Mapping[int, Sequence[Candidate]],
    views: Mapping[int, Sequence[Candidate]],
    *,
    alike_too: bool = False,
) -> tuple[int, Candidate] | None:
    """The further view that adds most, or None: usable, different, at most ``VIEWS_MAX`` a claim.

    Claims with fewer views come first, then the worth of the picture. A view that is not good
    waits until every good one of its claim that is no repeat is shown. To fill a slot that would
    stay empty, views that are alike (but no repeats) do, too, and as many as there are.
    """
    most = SHORTLIST if alike_too else VIEWS_MAX
    limit = 1.0 if alike_too else 0.3
    displayed = [c for items in views.values() for c in items]
    options = [
        (number, candidate)
        for number, items in lists.items()
        if len(views.get(number, ())) < most
        for candidate in _good_first(items, displayed)
        if not candidate.is_weak
        and candidate.time_s is None
        and all((candidate.path, candidate.time_s) != (c.path, c.time_s) for c in displayed)
        and all(likeness(candidate, c) < limit for c in displayed)
    ]
    if not options:
        return None
    return max(
        options,
        key=lambda option: (-len(views.get(option[0], ())), option[1].worth, -option[0]),
    )
