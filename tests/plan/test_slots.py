"""Splitting tiles into slots: exact, in order, within bounds."""

from __future__ import annotations

from itertools import combinations, pairwise

from hypothesis import given
from hypothesis import strategies as st

from evidence_qc.plan.slots import TILES_MAX, Unit, arrange, disorder, largest
from evidence_qc.plan.slots import _slot_cost as slot_cost

units = st.lists(st.sampled_from([0, 1, 1, 2, 2, 3, -1]), max_size=9).map(
    lambda claims: [Unit(claim) for claim in sorted(claims, key=lambda c: (c == -1, c))]
)


def all_splits(count: int, slots: int) -> list[list[range]]:
    """Every way to cut a sequence into at most so many parts."""
    found = []
    for parts in range(1, slots + 1):
        for cuts in combinations(range(1, count), parts - 1):
            found.append([range(a, b) for a, b in pairwise((0, *cuts, count))])
    return [split for split in found if all(0 < len(part) <= TILES_MAX for part in split)]


@given(units, st.integers(1, 4))
def test_no_other_split_is_better(items: list[Unit], slots: int) -> None:
    """Against every split there is."""
    found = arrange(items, slots)
    others = all_splits(len(items), slots) if items else []
    if not items:
        assert found == []
        return
    if not others:
        assert found is None
        return

    def cost(split: list[range]) -> float:
        return sum(slot_cost(items, part.start, part.stop) for part in split)

    assert found is not None
    assert [i for part in found for i in part] == list(range(len(items)))
    assert abs(cost(found) - min(map(cost, others))) < 1e-9


def test_what_is_not_legible_is_not_taken() -> None:
    """An infinite cost rules a slot out; where all are ruled out there is no split."""
    items = [Unit(1), Unit(2), Unit(3)]

    def pairs_only(indices: object) -> float:
        return float("inf") if len(indices) > 2 else 0.0  # type: ignore[arg-type]

    assert largest(arrange(items, 2, cost=pairs_only) or []) == 2
    assert arrange(items, 1, cost=pairs_only) is None


def test_a_minimum_of_slots_is_kept_where_tiles_suffice() -> None:
    """A platform that asks for four photos gets four of four tiles."""
    items = [Unit(0), Unit(1), Unit(1), Unit(2)]

    assert len(arrange(items, 6, slots_min=4) or []) == 4


def test_disorder_counts_mixing_and_running_on() -> None:
    """Label among problems, a claim over two slots; the only claim may run on."""
    mixed = [Unit(1), Unit(2), Unit(2), Unit(-1)]

    assert disorder(mixed, [range(2), range(2, 4)]) == 2
    assert disorder(mixed, [range(3), range(3, 4)]) == 0
    assert disorder([Unit(1), Unit(1)], [range(1), range(1, 2)]) == 0
