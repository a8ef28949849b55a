"""Loose files become groups by time and likeness."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidence_qc.case.grouping import (
    ALIKE_BITS,
    CLAIMS_MAX,
    PAUSE_MIN_S,
    _split,
    _with_photos,
    group,
    natural,
)
from evidence_qc.case.load import load_case
from tests.case.factory import clip, photo


def names(groups: object) -> list[list[str]]:
    return [[f.path for f in members] for members in groups]  # type: ignore[attr-defined]


def test_a_pause_begins_a_new_subject() -> None:
    """Three subjects, minutes apart, are three groups."""
    files = [
        photo(f"{s}{i}.jpg", at_s=start + 4 * i, scene=s, flips=4 * i).facts
        for s, start in (("a", 0), ("b", 300), ("c", 700))
        for i in range(4)
    ]

    assert [sorted(g) for g in names(group(files))] == [
        [f"{s}{i}.jpg" for i in range(4)] for s in "abc"
    ]


def test_without_times_likeness_decides() -> None:
    """Messenger copies have no time: neighbours by name that look alike belong together."""
    files = [photo(f"IMG-{n}.jpg", scene=n // 3, flips=3).facts for n in range(9)]

    assert [len(g) for g in group(files)] == [3, 3, 3]


def test_coming_back_to_a_subject_is_found() -> None:
    """A second try ten minutes later joins the first."""
    files = [
        photo("a1.jpg", at_s=0, scene="a").facts,
        photo("b1.jpg", at_s=200, scene="b").facts,
        photo("a2.jpg", at_s=800, scene="a", flips=5).facts,
    ]

    assert names(group(files)) == [["a1.jpg", "a2.jpg"], ["b1.jpg"]]


def test_thirty_five_loose_photos_and_three_clips_make_few_proposals() -> None:
    """Few enough to show, each proposed, every file in exactly one."""
    rng = random.Random(5)
    files = []
    at = 0.0
    for scene in range(9):
        at += rng.uniform(60, 400)
        for shot in range(rng.randint(3, 5)):
            at += rng.uniform(2, 9)
            files.append(
                photo(f"p/IMG_{len(files)}.jpg", at_s=at, scene=scene, flips=6 * (shot % 3))
            )
    files = [*files[:35], *(clip(f"p/VID_{n}.mp4", at_s=at * n / 3) for n in range(3))]
    case = load_case(["p"], files)
    members = [path for c in case.claims for path in c.media]

    assert 2 <= len(case.claims) <= CLAIMS_MAX
    assert all(c.is_proposed for c in case.claims)
    assert sorted(members) == sorted(f.facts.path for f in files)


def test_screenshots_and_labels_are_no_problem_of_their_own() -> None:
    """They are shown where they belong, not proposed as claims."""
    case = load_case(
        ["p"], [photo("p/a.jpg"), photo("p/s.png", screenshot=True), photo("p/label.jpg")]
    )

    assert [c.media for c in case.claims] == [("p/a.jpg",)]


def test_a_clip_goes_with_the_photos_around_it() -> None:
    """It is no subject of its own while there are photos."""
    files = [
        photo("a.jpg", at_s=0).facts,
        clip("v.mp4", at_s=500).facts,
        photo("b.jpg", at_s=700).facts,
        clip("w.mp4", at_s=5000).facts,
    ]

    assert names(group(files)) == [["a.jpg"], ["v.mp4", "b.jpg", "w.mp4"]]


@given(
    st.lists(
        st.tuples(st.none() | st.floats(0, 5000), st.integers(0, 6), st.integers(0, 30)),
        max_size=40,
    )
)
def test_groups_partition_and_do_not_depend_on_the_order_given(
    shots: list[tuple[float | None, int, int]],
) -> None:
    """Every file once, at most the allowed number of groups, the same for any input order."""
    files = [
        photo(f"f{n}.jpg", at_s=at, scene=s, flips=f).facts for n, (at, s, f) in enumerate(shots)
    ]
    groups = names(group(files))
    shuffled = list(files)
    random.Random(1).shuffle(shuffled)

    assert sorted(p for g in groups for p in g) == sorted(f.path for f in files)
    assert len(groups) <= CLAIMS_MAX
    assert groups == names(group(shuffled))


def test_names_are_ordered_as_people_count() -> None:
    """IMG_9 comes before IMG_10."""
    assert natural("IMG_9.jpg") < natural("IMG_10.jpg")


@pytest.mark.parametrize(("flips", "together"), [(ALIKE_BITS, True), (ALIKE_BITS + 1, False)])
def test_likeness_has_a_border(flips: int, together: bool) -> None:
    """To the bit, for pictures without a time."""
    files = [photo("a.jpg", scene="s").facts, photo("b.jpg", scene="s", flips=flips).facts]

    assert (len(_split(files)) == 1) is together


@pytest.mark.parametrize(("gap_s", "together"), [(PAUSE_MIN_S, True), (PAUSE_MIN_S + 1, False)])
def test_a_pause_has_a_border(gap_s: float, together: bool) -> None:
    """To the second, for other views that come quickly one after the other."""
    times = (0.0, 1.0, 2.0, 2.0 + gap_s)
    files = [photo(f"{n}.jpg", at_s=at, scene=n).facts for n, at in enumerate(times)]

    assert (len(_split(files)) == 1) is together


@pytest.mark.parametrize(("before_s", "home"), [(9, 0), (10, 0), (11, 1)])
def test_a_clip_goes_to_whom_it_is_nearer(before_s: int, home: int) -> None:
    """In time; as near to both, to those before it."""
    groups = [
        [photo("a.jpg", at_s=0).facts],
        [clip("v.mp4", at_s=before_s).facts],
        [photo("b.jpg", at_s=before_s + 10).facts],
    ]
    joined = _with_photos(groups)

    assert ["v.mp4" in [f.path for f in members] for members in joined].index(True) == home
    assert [len(members) for members in joined] == [2 - home, 1 + home]


def test_likeness_outweighs_a_longer_pause() -> None:
    """Where there are too many groups, those that look alike a little are joined first."""
    first, second = photo("a.jpg", at_s=0, scene="x"), photo("b.jpg", at_s=2000, scene="y")
    third = photo("c.jpg", at_s=4000, scene="y", flips=20)
    later = photo("c.jpg", at_s=8000, scene="y", flips=20)

    for last in (third, later):  # after the same pause, and after three times the pause
        files = [file.facts for file in (first, second, last)]
        assert len(group(files, 3)) == 3
        assert names(group(files, 2)) == [["a.jpg"], ["b.jpg", "c.jpg"]]


def test_a_pause_outweighs_little_likeness() -> None:
    """The same scene from another side an hour later is no reason to tear a series apart."""
    first, second = photo("a.jpg", at_s=0, scene="x"), photo("b.jpg", at_s=700, scene="y")
    third = photo("c.jpg", at_s=4 * 3600, scene="y", flips=26)

    assert names(group([file.facts for file in (first, second, third)], 2))[0] == ["a.jpg", "b.jpg"]
