"""A photo that may show another thing is asked about and left out, unless it is named."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType

import numpy as np
import pytest
from PIL import Image

from evidence_qc.bundle.types import BundleResult
from evidence_qc.case.options import CaseOptions
from evidence_qc.measures.content.likeness import Appearance
from evidence_qc.model import Case, Mark, ProfileRef, Report, ToolInfo
from evidence_qc.runtime.cache import FactsCache
from evidence_qc.stages import strangers
from evidence_qc.stages.appearances import Appearances
from evidence_qc.stages.bundle import build_bundle
from evidence_qc.stages.context import ScanContext
from evidence_qc.stages.resources import SharedResources
from evidence_qc.stages.strangers import (
    DAYS_APART_MAX,
    DAYS_TOGETHER_MAX,
    Compared,
    Likeness,
    things_note,
)
from tests.case.factory import photo
from tests.measures.content.test_likeness import scene


def seen(*colours: float) -> Appearance:
    """A look of a few colours and no details."""
    spread = np.sqrt(np.array(colours) / sum(colours))
    nothing = np.zeros((0, 2), np.float32)
    return Appearance(spread, spread, nothing, np.zeros((0, 128), np.uint8))


def apart(
    appearances: Mapping[str, Appearance],
    spoken: Collection[str] = (),
    taken: Collection[str] = (),
    places: Mapping[tuple[str, str], int] = MappingProxyType({}),
    days: Mapping[str, float] = MappingProxyType({}),
) -> Compared:
    """What is apart of photos of which so many places match, and that were taken on these days."""

    def count(one: str, other: str) -> int:
        return max(places.get((one, other), 0), places.get((other, one), 0))

    likeness = Likeness(appearances, count, {path: 86_400 * day for path, day in days.items()})
    return strangers.apart(likeness, spoken, taken)


RED, REDDISH, MAROON = seen(1, 0, 0), seen(0.8, 0.2, 0), seen(0.5, 0.5, 0)
GREEN, BLUE = seen(0, 1, 0), seen(0, 0, 1)


def test_what_is_like_no_other_is_apart() -> None:
    """By itself, however many the others are."""
    assert apart({"a": RED, "b": REDDISH, "c": BLUE}).alone == {"c"}
    assert apart({"a": RED, "b": REDDISH, "c": MAROON}) == Compared()


def test_where_most_are_alone_likeness_tells_nothing() -> None:
    """Three photos of three looks: none of them is the stranger."""
    assert apart({"a": RED, "b": GREEN, "c": BLUE}) == Compared()


def test_what_was_spoken_of_is_the_rest() -> None:
    """Beside it even two that are alike are strangers; likeness goes from photo to photo."""
    appearances = {"a": RED, "b": BLUE, "c": BLUE, "d": REDDISH}

    assert apart(appearances, ["a"]).alone == {"b", "c"}
    assert apart(appearances, ["a", "b"]).alone == frozenset()


def test_colours_do_not_lead_from_one_stranger_to_the_next() -> None:
    """What is like a photo that is like the named one may be the room; details are the thing."""
    appearances = {"a": RED, "b": REDDISH, "c": MAROON, "d": GREEN, "e": BLUE}

    assert apart(appearances, ["a"]).alone == {"c", "d", "e"}
    assert apart(appearances, ["a"], places={("a", "d"): 9, ("d", "e"): 9}).alone == {"c"}
    assert apart(appearances).alone == {"e"}


@pytest.mark.parametrize(
    ("spoken", "far", "near"),
    [((), DAYS_APART_MAX + 2, DAYS_APART_MAX - 2), (("a", "b"), DAYS_TOGETHER_MAX + 2, 1.5)],
)
def test_of_one_room_at_another_time_is_not_of_one_thing(
    spoken: tuple[str, ...], far: float, near: float
) -> None:
    """In another season, and beside what was named on another day; details join all the same."""
    appearances = {"a": RED, "b": RED, "c": RED}
    late = {"a": 0.0, "b": 1.0, "c": far}

    assert apart(appearances, spoken, days=late).alone == {"c"}
    assert apart(appearances, spoken, days=late, places={("b", "c"): 9}).alone == frozenset()
    assert apart(appearances, spoken, days={**late, "c": near}).alone == frozenset()
    assert apart(appearances, spoken, days={"a": 0.0, "b": 1.0}).alone == frozenset()


def test_of_an_unknown_day_only_the_same_colours_are_of_what_was_named() -> None:
    """Most colours are those of the room; within a day of the named photo they are enough."""
    appearances = {"a": RED, "b": REDDISH, "c": MAROON, "d": BLUE}
    one_day = dict.fromkeys(appearances, 0.0)

    assert apart(appearances, ["a"]).alone == {"c", "d"}
    assert apart(appearances, ["a"], days={"c": 0.0}).alone == {"c", "d"}
    assert apart(appearances, ["a"], days=one_day).alone == {"d"}
    assert apart(appearances, ["a"], days={**one_day, "b": 2.5}).alone == {"b", "d"}


def test_who_is_taken_in_drives_nobody_out() -> None:
    """To say that one belongs says nothing against the rest; what is like it belongs, too."""
    appearances = {"a": RED, "b": REDDISH, "c": BLUE}
    assert apart(appearances).alone == {"c"}
    assert apart(appearances, taken=["c"]).alone == frozenset()
    assert apart({**appearances, "d": GREEN}, taken=["c"]).alone == {"d"}
    assert apart({**appearances, "d": BLUE, "e": GREEN}, ["a"], ["c"]).alone == {"e"}


def test_two_that_share_but_some_colours_are_no_group() -> None:
    """Two in a hundred photos of other things do; nearly all colours, or details, are another."""
    thing = dict.fromkeys("abcde", RED)
    chance = {**thing, "x": GREEN, "y": seen(0, 0.55, 0.45)}
    found = apart(chance)
    details = apart(chance, places={("x", "y"): strangers.PLACES_ALIKE})
    alike = apart({**thing, "x": GREEN, "y": seen(0, 0.8, 0.2)})

    assert found == Compared(frozenset({"x", "y"}))
    assert details.alone == alike.alone == frozenset()
    assert details.things == alike.things == (tuple("abcde"), ("x", "y"))


def test_two_things_are_said_where_nothing_was() -> None:
    """Each by its first photo; one thing needs no words."""
    found = apart({"a": RED, "b": BLUE, "c": REDDISH, "d": BLUE})

    assert found.things == (("a", "c"), ("b", "d"))
    assert "a, b" in things_note(found)[0]
    assert things_note(apart({"a": RED, "b": RED, "c": REDDISH})) == ()


def test_the_way_from_photo_to_photo_is_the_same_each_time() -> None:
    """Whatever order sets of names have: another way would compare others, and find others."""
    names = [f"{number}.jpg" for number in range(30)]
    ways = []
    for spoken in (names[:20], frozenset(names[:20]), names[19::-1]):
        way: list[str] = []

        def count(one: str, other: str, way: list[str] = way) -> int:
            way.append(f"{one} {other}")
            return 9

        strangers.apart(Likeness(dict.fromkeys(names, RED), count), spoken)
        strangers.apart(Likeness(dict.fromkeys(names, RED), count), (), spoken)
        ways.append(way)

    assert ways[0] == ways[1] == ways[2]
    seen_at: list[str] = []

    def like(path: str, others: list[str]) -> list[str]:
        seen_at.append(path)
        return others

    strangers._reached(names[:1], names, like)  # type: ignore[arg-type]
    assert seen_at == [names[0], *names[:0:-1]]


def test_what_is_said_of_a_photo_compares_nothing_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    """A mark, a pin, a role: what the photos look like is the same as before."""
    photos = [photo(f"{number}.jpg") for number in range(12)]
    looks = {
        each.facts.path: look for each, look in zip(photos, [RED, GREEN, BLUE] * 4, strict=True)
    }
    counted: list[tuple[str, str]] = []

    def count(_: object, one: str, other: str) -> int:
        counted.append((one, other))
        return 0

    monkeypatch.setattr(strangers, "_appearance", lambda facts, **_: looks[facts.path])
    monkeypatch.setattr(strangers, "_places", count)
    context = ScanContext.of("generic")
    facts = SharedResources(FactsCache(None), appearances=Appearances())
    context = replace(context, resources=facts)
    report = Report(ToolInfo("evidence-qc", "0"), ProfileRef("x", "0" * 64), tuple(photos))

    strangers.compared(report, Case(), context)
    assert counted
    counted.clear()
    for case in (
        Case(marks={"7.jpg": (Mark(0.5, 0.5, 0.1),)}),
        Case(pinned=("3.jpg", "5.jpg")),
        Case(included=("11.jpg",)),
    ):
        strangers.compared(report, case, context)

    assert counted == []


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three photos of one thing and one of another."""
    source = tmp_path_factory.mktemp("loose")
    for name, seed, hue in (("a", 1, 20), ("b", 4, 20), ("c", 5, 20), ("other", 2, 110)):
        picture = Image.fromarray(scene(seed, hue)).resize((1600, 1200))
        picture.save(source / f"{name}.jpg", quality=92)
    return source


def made(folder: Path, out: Path, **options: tuple[str, ...]) -> BundleResult:
    given = CaseOptions(**options)  # type: ignore[arg-type]
    return build_bundle([folder], out, case_options=given, use_cache=False)


def shown(result: BundleResult) -> set[str]:
    return {Path(tile.path).name for slot in result.plan.slots for tile in slot.tiles}


@pytest.mark.slow
@pytest.mark.parametrize("options", [{}, {"claims": ("scratch=a.jpg",)}])
def test_a_stranger_is_asked_about_and_not_shown(
    folder: Path, tmp_path: Path, options: dict[str, tuple[str, ...]]
) -> None:
    """Whether a problem was named or not; the case file says how to have it used."""
    result = made(folder, tmp_path / "out", **options)

    assert "other.jpg" not in shown(result)
    assert any("other.jpg" in each and "--include" in each for each in result.advice)
    assert "# include = true" in result.case_toml
    reasons = [str(out.reason) for out in result.plan.left_out if out.path.endswith("other.jpg")]
    assert reasons == ["It may show another thing, and nobody said what it shows."]


@pytest.mark.slow
@pytest.mark.parametrize(
    "options",
    [
        {"include": ("other.jpg",)},
        {"pin": ("other.jpg",)},
        {"roles": ("other.jpg=label",)},
        {"marks": ("other.jpg:0.5,0.5",)},
        {"claims": ("scratch=a.jpg", "stain=other.jpg")},
        {"claims": ("scratch=a.jpg",), "roles": ("other.jpg=overview",)},
    ],
)
def test_what_was_spoken_of_is_never_left_out_as_a_stranger(
    folder: Path, tmp_path: Path, options: dict[str, tuple[str, ...]]
) -> None:
    """The user's word stands above likeness, and drives none of the others out."""
    displayed = shown(made(folder, tmp_path / "out", **options))

    assert "other.jpg" in displayed
    assert len(displayed) > 1
