"""Borders of planning, to the unit: what just counts, what just does not, and in which order."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest

from evidence_qc.case.grouping import ALIKE_BITS, SAME_BITS
from evidence_qc.collage.arrange import smallest_tile_px
from evidence_qc.model import Case, Claim, Mark
from evidence_qc.plan.candidates import Candidate, best_first, likeness
from evidence_qc.plan.choose import _repeat, different
from evidence_qc.plan.cut import _seconds
from evidence_qc.plan.opening import FIRST_LINE_MAX
from evidence_qc.plan.plan import _fit, _Room, _size
from evidence_qc.plan.slots import Unit, _slot_cost, arrange, disorder, largest
from evidence_qc.plan.tiles import CAPTIONS, Entry, Numbering, _letter, tile_of
from tests.case.factory import photo
from tests.plan.test_statement import statement_of


def candidate(path: str = "a.jpg", bits: int | None = 0, **changed: object) -> Candidate:
    """A photo whose fingerprint is so many bits from nothing, the same however it is turned."""
    made = Candidate(
        path=path, time_s=None, claims=frozenset({1}), worth=50.0, quality=0.5, role=None,
        marks=(), width_px=400, height_px=300,
        fingerprint=None if bits is None else ((1 << bits) - 1,) * 4,
        is_weak=False, is_pinned=False,
    )  # fmt: skip
    return replace(made, **changed)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("bits", "like"),
    [(0, 1.0), (SAME_BITS, 1.0), (SAME_BITS + 1, 0.3), (ALIKE_BITS, 0.3), (ALIKE_BITS + 1, 0.0)],
)
def test_likeness_has_two_borders(bits: int, like: float) -> None:
    """A repeat, the same view, another view: to the bit, whoever is asked first."""
    one, other = candidate(), candidate("b.jpg", bits)

    assert likeness(one, other) == likeness(other, one) == like
    assert [c.path for c in different([one, other], [])] == ["a.jpg"] + ["b.jpg"] * (like == 0)
    assert different([one], [other]) == ([one] if like == 0 else [])


def test_another_thing_before_the_same_ground_is_another_view() -> None:
    """Hashes that are near and layouts that are not: it is worth a tile of its own."""
    one, other = candidate("a"), candidate("b")
    hashed = replace(one, fingerprint=(5,) * 4), replace(other, fingerprint=(5,) * 4)
    rising, falling = bytes(range(256)) * 3, bytes(range(255, -1, -1)) * 3

    def like(of_one: bytes | None, of_other: bytes | None) -> float:
        return likeness(replace(hashed[0], layout=of_one), replace(hashed[1], layout=of_other))

    assert like(rising, falling) == like(falling, rising) == 0.0
    assert like(rising, rising) == like(rising, None) == like(None, None) == 1.0


def test_the_best_come_first() -> None:
    """Pinned, then by worth, pixels, name and time: each decides only where those before tie."""
    order = [
        candidate("z.jpg", worth=1.0, is_pinned=True),
        candidate("z.jpg", worth=9.0),
        candidate("z.jpg", worth=5.0, width_px=401),
        candidate("a.jpg", worth=5.0),
        candidate("b.mp4", worth=5.0, time_s=0.5),
        candidate("b.mp4", worth=5.0, time_s=2.5),
        candidate("c.jpg", worth=5.0),
    ]
    mixed = order.copy()
    random.Random(1).shuffle(mixed)

    assert best_first(mixed) == order


def test_one_photo_for_two_claims_costs_less_than_two_that_are_alike() -> None:
    """It is one tile; it is no repeat, and not for nothing either: the same view costs least."""
    one, again, same = candidate(), candidate("b.jpg"), candidate("c.jpg", ALIKE_BITS)

    assert _repeat(one, same) < _repeat(one, one) < _repeat(one, again)
    assert _repeat(one, one) < 0.5
    assert _repeat(one, candidate("a.jpg", time_s=1.0)) == 1.0


@pytest.mark.parametrize(
    ("text", "seconds"),
    [("0", 0), ("80", 80), ("1:20", 80), ("0:01:20", 80), ("1:00:00", 3600), ("2:03:04.5", 7384.5)],
)
def test_minutes_and_hours_are_added_up(text: str, seconds: float) -> None:
    assert _seconds(text) == seconds


def test_four_parts_are_no_time() -> None:
    with pytest.raises(ValueError, match="1:2:3:4"):
        _seconds("1:2:3:4")


def test_letters_go_on_after_z() -> None:
    """As columns of a sheet do: z, aa, ab, …, az, ba, …, zz, aaa; none twice."""
    letters = [_letter(n) for n in range(26 * 27 + 1)]

    assert letters[:2] == ["a", "b"]
    assert letters[25:28] == ["z", "aa", "ab"]
    assert letters[51:53] == ["az", "ba"]
    assert letters[-2:] == ["zz", "aaa"]
    assert len(set(letters)) == len(letters)


def cost(*units: Unit, start: int = 0, end: int | None = None) -> float:
    return _slot_cost(units, start, len(units) if end is None else end)


def test_each_thing_in_a_slot_has_its_price() -> None:
    """Crowding by number; the whole alone only where more follows; a split claim; mixing."""
    whole, one, two, context = Unit(0), Unit(1), Unit(2), Unit(-1)

    assert cost(one) < cost(one, two) < cost(whole, one, two) < cost(whole, one, two, Unit(3))
    assert cost(whole, one, end=1) > cost(whole) == cost(one)
    assert cost(one, one, start=1) > cost(one, two, start=1) == cost(one)
    assert cost(whole, whole, start=1) == cost(context, context, start=1) == cost(one)
    assert cost(one, context) > cost(one, two) == cost(context, context)
    assert cost(one, Unit(2, around=True)) == cost(one, context)
    assert cost(Unit(1, pair=True), Unit(2, pair=True), start=1) > cost(one, two, start=1)
    assert cost(Unit(1), Unit(2, pair=True), start=1) == cost(one, two, start=1)
    more = [Unit(n) for n in range(1, 6)]
    assert cost(*more) - cost(*more, end=4) == pytest.approx(10.0)  # too full for any slot


def test_nothing_to_arrange_and_too_much() -> None:
    """No slot, and none that would hold it; as many tiles as fit are arranged."""
    units = [Unit(n) for n in range(1, 13)]

    assert arrange([], 3) == []
    assert largest([]) == 0
    assert [len(part) for part in arrange(units, 3) or []] == [4, 4, 4]
    assert arrange([*units, Unit(13)], 3) is None
    assert len(arrange(units[:1], 3) or []) == 1
    assert disorder([Unit(0), Unit(0), Unit(2)], [range(1), range(1, 3)]) == 0
    assert disorder([Unit(1), Unit(1), Unit(2)], [range(1), range(1, 3)]) == 1


def test_the_first_line_is_ninety_characters_at_most() -> None:
    """At the limit it is whole; a character more, and what is asked has its own line."""
    assert FIRST_LINE_MAX == 90
    for extra in range(-2, 3):
        ask = "A" * (FIRST_LINE_MAX - len("Coat, blue: hole. Requested: .") + extra)
        files = [photo("p/hole/a.jpg")]
        first, second = statement_of(files, item="Coat, blue", ask=ask).text.splitlines()[:2]

        asked = f"Requested: {ask}."
        assert first == "Coat, blue: hole." + (f" {asked}" if extra <= 0 else "")
        assert len(first) <= FIRST_LINE_MAX
        assert (second == asked) is (extra > 0)


def test_a_further_part_is_called_by_what_is_marked_in_it() -> None:
    """Not by its claim once more; context keeps its own word, whatever is marked in it."""
    case = Case(claims=(Claim("worn coat", title_en="worn coat"),))
    marked = candidate(marks=(Mark(0.5, 0.5, 0.1, "rust"),))

    def caption(**changed: object) -> str:
        entry = Entry(marked, **changed)  # type: ignore[arg-type]
        return tile_of(case, entry, "1b", Numbering()).caption_en

    assert caption(claims=(1,), is_required=True) == "rust"
    assert caption(claims=(1,)) == "worn coat"
    assert caption(kind="label", is_required=True) == CAPTIONS["label"]


def test_each_kind_of_tile_gives_way_before_the_next() -> None:
    """What else there is first, then further views, context, what is asked for, first views."""
    one = candidate()
    order = [
        Entry(one, kind="also"),
        Entry(one, (1,)),
        Entry(one, kind="label"),
        Entry(one, (1,), is_required=True),
        Entry(one, (1,), is_first=True),
        Entry(one, kind="whole"),
        Entry(candidate(is_pinned=True), kind="also"),
    ]
    given_up = [entry.dispensable for entry in order]

    assert given_up == sorted(set(given_up), reverse=True)
    assert Entry(one, (1,), is_pair=True).dispensable == order[3].dispensable
    assert Entry(one, kind="beside").dispensable == order[5].dispensable


def test_those_share_a_photo_that_are_shown_larger_together() -> None:
    """Of three, two: the two wide ones, which stack well, wherever the tall one stands."""
    one, two = (candidate(f"{n}.jpg", n, width_px=4000, height_px=3000) for n in (1, 2))
    tall = candidate("3.jpg", 3, width_px=1600, height_px=3200)
    room = _Room(slots=2, slots_min=1, tiles_max=4, comfort=4, tiles=12, avoid=False)
    for order, shared in (((one, two, tall), (0, 2)), ((tall, one, two), (1, 3))):
        views = {n: [each] for n, each in enumerate(order, 1)}
        fitted = _fit(None, views, [], room, dict.fromkeys(views, 1))

        assert range(*shared) in fitted.parts
        assert not fitted.dropped
    pairs = [smallest_tile_px((_size(one), _size(each))) for each in (two, tall)]
    assert pairs[1] < pairs[0]
