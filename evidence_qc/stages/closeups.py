"""Which submitted photo shows a part of which: proposed, never drawn before the buyer agrees."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import islice
from typing import TYPE_CHECKING

from evidence_qc.case.lookup import typed
from evidence_qc.language import Sentence
from evidence_qc.model import Case, FileFacts, Mark, Plan, Profile, Report, Role
from evidence_qc.plan.weak_points import not_pointed_at
from evidence_qc.stages.context import ScanContext
from evidence_qc.stages.small_picture import small_picture

if TYPE_CHECKING:
    from evidence_qc.measures.content.closeups import Features

PAIRS_MAX = 24
"""Comparing two photos takes 30 ms; the likeliest come first."""
ADVICE_MAX = 2
"""The case file has them all."""
NO_CLOSE_UP = frozenset({Role.OVERVIEW, Role.LABEL, Role.PACKAGING, Role.LISTING})

Rings = Mapping[str, Mapping[str, Mark]]
"""Path of a photo → path of what shows a part of it → where it lies."""


def closeup_rings(report: Report, case: Case, plan: Plan, context: ScanContext) -> Rings:
    """Where submitted close-ups lie in other submitted photos, each in the one that is surest.

    Only those of a problem that the buyer named, and nothing is looked for in a photo that is
    marked: it says already what it shows.
    """
    facts = {file.facts.path: file.facts for file in report.files}
    displayed = {
        tile.path: tile.claims
        for slot in plan.slots
        for tile in slot.tiles
        if tile.time_s is None and not tile.detail_of
    }
    photos = [p for p in displayed if not facts[p].is_screen and not facts[p].is_printed_page]
    wholes = [p for p in photos if not case.marks.get(p) and case.roles.get(p) is not Role.LISTING]
    wholes.sort(key=lambda p: (case.roles.get(p) is not Role.OVERVIEW, bool(displayed[p])))
    named = {number for number, each in enumerate(case.claims, 1) if not each.is_proposed}
    closes = [p for p in photos if named & {*displayed[p]} and case.roles.get(p) not in NO_CLOSE_UP]
    pairs = [(whole, close) for whole in wholes for close in closes if whole != close]
    best = _surest(pairs[:PAIRS_MAX], facts, context) if pairs else {}
    rings: dict[str, dict[str, Mark]] = {}
    for close, (_, whole, mark) in best.items():
        rings.setdefault(whole, {})[close] = mark
    return rings


def _surest(
    pairs: Sequence[tuple[str, str]], facts: Mapping[str, FileFacts], context: ScanContext
) -> dict[str, tuple[int, str, Mark]]:
    """Close-up → how many features agree, in which photo, where."""
    from evidence_qc.measures.content.closeups import placed

    known = {
        path: _features(facts[path], context)
        for path in dict.fromkeys(p for pair in pairs for p in pair)
    }
    best: dict[str, tuple[int, str, Mark]] = {}
    for whole, close in pairs:
        ours, theirs = known[close], known[whole]
        found = placed(ours, theirs) if ours is not None and theirs is not None else None
        if found is not None and found.agreeing > best.get(close, (0,))[0]:
            x, y, size = (
                round(each, 3) for each in (found.x_ratio, found.y_ratio, found.size_ratio)
            )
            best[close] = (found.agreeing, whole, Mark(x, y, size))
    return best


def _features(facts: FileFacts, context: ScanContext) -> Features | None:
    import cv2
    import numpy as np

    from evidence_qc.measures.content.closeups import LONG_SIDE_PX, features

    rgb = small_picture(facts, context, LONG_SIDE_PX)
    if rgb is None:
        return None  # it was drawn a moment ago; then no ring is proposed
    return features(np.asarray(cv2.cvtColor(rgb, cv2.COLOR_RGB2GRAY), np.uint8))


def ring_advice(rings: Rings) -> tuple[Sentence, ...]:
    """What to type to agree, for the first of them."""
    every = ((whole, close, mark) for whole, each in rings.items() for close, mark in each.items())
    return tuple(
        Sentence(
            "ring.proposed",
            close=close,
            whole=whole,
            mark=typed(f"{whole}:{mark.x_ratio},{mark.y_ratio},{mark.size_ratio}"),
        )
        for whole, close, mark in islice(every, ADVICE_MAX)
    )


def beside_rings(
    advice: Sequence[Sentence], rings: Rings, case: Case, plan: Plan, profile: Profile
) -> tuple[Sentence, ...]:
    """The advice without "nothing points at the defect" where a ring is proposed beside it.

    ``case`` is what ``plan`` was made of.
    """
    proposed = {close for each in rings.values() for close in each}
    tiles = [tile for slot in plan.slots for tile in slot.tiles]
    said = tuple(not_pointed_at(case, profile, tiles))
    left = tuple(not_pointed_at(case, profile, tiles, proposed))
    return tuple(each for old in advice for each in (left if old in said else (old,)))
