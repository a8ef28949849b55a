"""What is remembered of photos is theirs, bounded, and gone when they are."""

from __future__ import annotations

import pytest

from evidence_qc.stages import appearances
from evidence_qc.stages.appearances import Appearances
from tests.stages.test_strangers import BLUE, GREEN, RED


def test_a_pair_is_counted_once_and_each_way_for_itself() -> None:
    memory, counted = Appearances(), []

    def count() -> int:
        counted.append(1)
        return len(counted)

    found = [memory.places(*pair, count) for pair in (("a", "b"), ("a", "b"), ("b", "a"))]

    assert found == [1, 1, 2]


def test_what_is_dropped_is_gone_with_its_pairs() -> None:
    """And nothing else; what is unknown is no error."""
    memory = Appearances()
    for name, seen in (("a", RED), ("b", GREEN), ("c", BLUE)):
        memory.put(name, seen)
    for pair in (("a", "b"), ("b", "c"), ("c", "c")):
        memory.places(*pair, lambda: 7)
    for digests in (("clip", "a"), ("clip", "c")):
        assert memory.moment(digests, lambda: None) is None
    memory.drop(["a", "b", "unknown"])

    assert [memory.get(name) for name in "abc"] == [None, None, BLUE]
    assert [memory.places(*pair, lambda: 0) for pair in (("a", "b"), ("b", "c"), ("c", "c"))] == [
        0, 0, 7,
    ]  # fmt: skip
    assert memory.moment(("clip", "a"), lambda: 2.5) == 2.5
    assert memory.moment(("clip", "c"), lambda: 2.5) is None  # nothing was found, and that is known


def test_it_holds_so_many_and_the_longest_unused_goes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(appearances, "PHOTOS_MAX", 2)
    monkeypatch.setattr(appearances, "PAIRS_MAX", 1)
    memory = Appearances()
    memory.put("a", RED)
    memory.put("b", GREEN)
    assert memory.get("a") is RED
    memory.put("c", BLUE)
    memory.places("a", "b", lambda: 1)
    memory.places("b", "a", lambda: 2)

    assert [memory.get(name) for name in "abc"] == [RED, None, BLUE]
    assert memory.places("a", "b", lambda: 3) == 3
