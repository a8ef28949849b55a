"""Which tiles share a slot: few and large, things that belong together side by side."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

TILES_MAX = 4
"""Design: at most four tiles a slot; a spot of 6 % of a photo's width is gone among nine."""

CROWDING = {1: 0.0, 2: 1.0, 3: 5.0, 4: 10.0}
"""Two stacked landscape photos still fill a phone's width; from three on each gets smaller."""
WHOLE_APART = 3.0
"""The whole item belongs beside the main problem: a lone close-up looks deceitful."""
FIRST_CROWDED = 1.5
"""The first slot is the one that is looked at longest: it stays large."""
CLAIM_SPLIT = 0.6
MIXED = 1.5
"""Label or packaging among problems."""
PAIR_APART = 4.0
"""Listing and received are compared side by side."""


@dataclass(frozen=True, slots=True)
class Unit:
    """What the arrangement knows of a tile."""

    claim: int
    """0 for the whole item, -1 for context."""
    pair: bool = False
    """Half of a comparison."""
    around: bool = False
    """Shows what stands around the item: label, packaging, listing; also as a claim's view."""


Cost = Callable[[Sequence[int]], float]
"""Indices of units that share a slot → extra cost; infinite when they are not legible."""


def arrange(
    units: Sequence[Unit],
    slots_max: int,
    *,
    slots_min: int = 1,
    tiles_max: int = TILES_MAX,
    cost: Cost | None = None,
) -> list[range] | None:
    """Split the units, in order, into slots; None when they do not fit.

    Exact: dynamic programming over all contiguous splits into at most ``slots_max`` parts.
    """
    count = len(units)
    if not count or count > slots_max * tiles_max:
        return [] if not count else None
    infinity = float("inf")
    best: list[list[tuple[float, int]]] = [
        [(infinity, -1)] * (count + 1) for _ in range(slots_max + 1)
    ]
    best[0][0] = (0.0, -1)
    for slots in range(1, slots_max + 1):
        for end in range(slots, count + 1):
            for start in range(max(slots - 1, end - tiles_max), end):
                before = best[slots - 1][start][0]
                if before == infinity:
                    continue
                here = before + _slot_cost(units, start, end)
                if cost is not None:
                    here += cost(range(start, end))
                if here < best[slots][end][0]:
                    best[slots][end] = (here, start)
    ends = [(best[slots][count][0], slots) for slots in range(1, slots_max + 1)]
    enough = [item for item in ends if item[1] >= min(slots_min, count)] or ends
    total, slots = min(enough)
    if total == infinity:
        return None
    parts: list[range] = []
    end = count
    for used in range(slots, 0, -1):
        start = best[used][end][1]
        parts.append(range(start, end))
        end = start
    return parts[::-1]


def _slot_cost(units: Sequence[Unit], start: int, end: int) -> float:
    part = units[start:end]
    total = CROWDING[min(len(part), TILES_MAX)] + (10.0 if len(part) > TILES_MAX else 0.0)
    if start == 0 and part[-1].claim == 0 and end < len(units):
        total += WHOLE_APART
    if start == 0 and len(part) > 2:
        total += FIRST_CROWDED
    if start > 0 and part[0].claim > 0 and units[start - 1].claim == part[0].claim:
        total += CLAIM_SPLIT
    if start > 0 and part[0].pair and units[start - 1].pair:
        total += PAIR_APART
    kinds = {unit.claim == -1 or unit.around for unit in part}
    return total + (MIXED if len(kinds) == 2 else 0.0)


def largest(parts: Sequence[range]) -> int:
    """Tiles in the fullest slot."""
    return max((len(part) for part in parts), default=0)


def disorder(units: Sequence[Unit], parts: Sequence[range]) -> int:
    """How often a slot mixes problems with context, or a claim runs on into the next slot.

    Views of the only claim may run on: there is nothing else to separate them from.
    """
    several = len({unit.claim for unit in units if unit.claim > 0}) > 1
    mixed = sum(len({units[i].claim == -1 or units[i].around for i in part}) == 2 for part in parts)
    runs_on = sum(
        units[part[0]].claim > 0 and units[part[0]].claim == units[part[0] - 1].claim
        for part in parts
        if part[0] > 0
    )
    return mixed + (runs_on if several else 0)
