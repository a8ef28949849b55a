"""The plan: every claim shown, few and large tiles, nothing lost without a word."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evidence_qc.case.load import load_case
from evidence_qc.case.options import CaseOptions
from evidence_qc.model import (
    Case,
    Claim,
    FileReport,
    Finding,
    Mark,
    Plan,
    Profile,
    Role,
    Severity,
    Shows,
    SlotKind,
    Sourced,
    Subject,
    TextFacts,
    Verdict,
)
from evidence_qc.plan.candidates import candidates
from evidence_qc.plan.plan import PlanOptions, make_plan
from evidence_qc.plan.weak_points import NAMED_MAX, weak_points
from evidence_qc.profiles import with_limits
from tests.case.factory import clip, photo

PROFILE = Profile(
    name="x",
    title="X",
    photos_max=Sourced(3, confidence="O"),
    videos_max=Sourced(1, confidence="O"),
)


def plan_of(
    files: list[FileReport], profile: Profile = PROFILE, **said: object
) -> tuple[Case, Plan]:
    case = load_case(["p"], files, options=CaseOptions(**said))  # type: ignore[arg-type]
    return case, make_plan(case, files, profile)


def labels(plan: Plan) -> list[list[str]]:
    return [[t.label for t in slot.tiles] for slot in plan.slots]


def displayed(plan: Plan) -> set[str]:
    return {t.path for slot in plan.slots for t in slot.tiles}


JACKET = [
    photo("p/1_hole/a.jpg", scene="h"),
    photo("p/2_seam/a.jpg", scene="s"),
    photo("p/3_stain/a.jpg", scene="t"),
    photo("p/overview.jpg"),
    photo("p/label.jpg"),
    photo("p/packaging.jpg"),
]


def test_the_first_slot_shows_the_whole_and_the_main_problem() -> None:
    """Then the other problems, then label and packaging."""
    _, plan = plan_of(JACKET, item="Jacket", reason="damaged")

    assert labels(plan) == [["A", "1a"], ["2a", "3a"], ["B", "C"]]
    assert plan.slots[0].title == "Jacket"
    assert [s.total for s in plan.slots] == [3, 3, 3]


def test_what_was_promised_stands_beside_what_came() -> None:
    """Not as described: listing beside received."""
    files = [*JACKET[:1], photo("p/overview.jpg"), photo("p/s.png", screenshot=True)]
    _, plan = plan_of(files, reason="not-as-described")
    pair = next(s for s in plan.slots if s.kind is SlotKind.COMPARISON)

    assert [t.caption_en for t in pair.tiles] == ["as advertised", "as received"]


def test_no_rejected_photo_where_a_usable_one_exists() -> None:
    """Only a claim that has nothing better shows one, and says so."""
    files = [
        photo("p/1_hole/bad.jpg", verdict=Verdict.REJECT, score=49),
        photo("p/1_hole/soso.jpg", verdict=Verdict.BORDERLINE, score=51),
        photo("p/2_seam/bad.jpg", verdict=Verdict.REJECT),
    ]
    case, plan = plan_of(files)

    assert displayed(plan) == {"p/1_hole/soso.jpg", "p/2_seam/bad.jpg"}
    assert [t.is_weak for s in plan.slots for t in s.tiles] == [False, True]
    assert weak_points(case, files, plan, PROFILE)[0].startswith("2a (seam) is weak")
    assert next(o for o in plan.left_out if "hole" in o.path).reason == "The camera moved."


def test_of_two_rejected_photos_the_one_that_shows_something_is_used() -> None:
    """A black photo may score better than a shaken one; nobody sees anything on it."""
    black = Finding("too-dark", Severity.REJECT, "It is too dark.")
    files = [
        replace(photo("p/hole/a.jpg", verdict=Verdict.REJECT, score=40), findings=(black,)),
        photo("p/hole/b.jpg", verdict=Verdict.REJECT, score=20),
    ]

    assert displayed(plan_of(files)[1]) == {"p/hole/b.jpg"}


def test_a_video_frame_stands_in_for_a_rejected_photo() -> None:
    """A clear frame is better than a shaken photo."""
    files = [photo("p/hole/bad.jpg", verdict=Verdict.REJECT), clip("p/hole/v.mp4")]
    _, plan = plan_of(files)
    tile = plan.slots[0].tiles[0]

    assert (tile.path, tile.time_s) == ("p/hole/v.mp4", 2.0)
    assert "video, 0:02" in tile.caption_en


def test_a_frame_is_called_by_its_time_in_what_is_submitted() -> None:
    """A time that nobody can look up helps nobody: cut off, or of a clip that is left out."""
    files = [clip("p/lid/v.mp4"), clip("p/wheel/w.mp4")]
    case = load_case(["p"], files)

    def captions(cut: tuple[float, float] | None) -> list[str]:
        plan = make_plan(case, files, PROFILE, PlanOptions(cut_s=cut))
        return [tile.caption_en for slot in plan.slots for tile in slot.tiles][:2]

    assert captions(None) == ["lid (video, 0:02)", "wheel (from a video)"]
    assert captions((1.0, 4.0)) == ["lid (video, 0:01)", "wheel (from a video)"]
    assert captions((3.0, 6.0)) == ["lid (from a video)", "wheel (from a video)"]


def test_include_exclude_and_pin_are_obeyed() -> None:
    """What the user says counts."""
    files = [
        photo("p/hole/a.jpg", scene=1),
        photo("p/hole/b.jpg", scene=1, flips=2, score=70),
        photo("p/hole/c.jpg", verdict=Verdict.REJECT),
    ]
    _, pinned = plan_of(files, pin=("b.jpg",))
    _, without = plan_of(files, exclude=("a.jpg",))
    _, wanted = plan_of(files, include=("c.jpg",), exclude=("a.jpg", "b.jpg"))

    assert "p/hole/b.jpg" in displayed(pinned)
    assert displayed(without) == {"p/hole/b.jpg"}
    assert displayed(wanted) == {"p/hole/c.jpg"}
    assert not wanted.slots[0].tiles[0].is_weak


def test_repeats_yield_to_different_views() -> None:
    """A second view of a claim is a different one, not the next of the burst."""
    files = [photo(f"p/hole/{n}.jpg", scene="same", flips=n, score=90 - n) for n in range(5)]
    files.append(photo("p/hole/other.jpg", score=60))
    _, plan = plan_of(files)

    assert displayed(plan) == {"p/hole/0.jpg", "p/hole/other.jpg"}
    assert {o.reason for o in plan.left_out} == {"It repeats 1a, which is at least as clear."}


def test_a_close_up_or_a_marked_photo_shows_a_claim_best() -> None:
    """Role and mark weigh more than a few points of score."""
    files = [photo("p/hole/a.jpg", score=90), photo("p/hole/b.jpg", score=70)]
    case = load_case(["p"], files)
    marked = replace(case, marks={"p/hole/b.jpg": (Mark(0.5, 0.5, 0.1),)})
    near = replace(case, roles={"p/hole/b.jpg": Role.CLOSE_UP})

    assert make_plan(case, files, PROFILE).slots[0].tiles[0].path == "p/hole/a.jpg"
    assert make_plan(marked, files, PROFILE).slots[0].tiles[0].path == "p/hole/b.jpg"
    assert make_plan(near, files, PROFILE).slots[0].tiles[0].path == "p/hole/b.jpg"


def test_of_two_marked_photos_the_one_that_shows_the_defect_larger_is_shown() -> None:
    """Unless it is far worse: where the defect is, the whole item tells."""
    files = [photo("p/hole/wide.jpg", score=70), photo("p/hole/near.jpg", score=60)]
    case = load_case(["p"], files)

    def first(near_score: float) -> str:
        marks = {
            "p/hole/wide.jpg": (Mark(0.5, 0.5, 0.12),),
            "p/hole/near.jpg": (Mark(0.5, 0.5, 0.25),),
        }
        scored = [files[0], replace(files[1], score=near_score)]
        return make_plan(replace(case, marks=marks), scored, PROFILE).slots[0].tiles[0].path

    assert first(60) == "p/hole/near.jpg"
    assert first(50) == "p/hole/wide.jpg"


def test_the_original_comes_before_a_messengers_copy() -> None:
    """A small copy scores well, but a tile of it is soft."""
    files = [
        photo("p/hole/copy.jpg", scene="h", score=75, size=(320, 240)),
        photo("p/hole/IMG_1.jpg", scene="h", flips=2, score=62),
    ]

    assert displayed(plan_of(files)[1]) == {"p/hole/IMG_1.jpg"}


def test_marks_on_the_whole_item_carry_the_numbers_of_the_claims() -> None:
    """By the words of their labels, so that they match the statement."""
    files = [photo("p/hole/a.jpg"), photo("p/stain/b.jpg"), photo("p/overview.jpg")]
    case = load_case(["p"], files)
    marks = (Mark(0.1, 0.1, 0.1, "stain on the pocket"), Mark(0.5, 0.5, 0.1, "hole"))
    plan = make_plan(replace(case, marks={"p/overview.jpg": marks}), files, PROFILE)
    whole = plan.slots[0].tiles[0]

    assert [m.label for m in whole.marks] == ["2", "1"]
    assert whole.claims == (1, 2)


def test_damage_that_nothing_points_at_asks_for_a_mark() -> None:
    """A ring on the close-up or on the whole item is enough; what is compared needs none."""
    files = [photo("p/hole/a.jpg"), photo("p/scratch/b.jpg"), photo("p/overview.jpg")]

    def asked(**said: object) -> str:
        return next((n for n in plan_of(files, **said)[1].notes if "--mark" in n), "")

    assert "in 1a, 2a," in asked(reason="damaged")
    assert "in 2a," in asked(marks=("p/hole/a.jpg:0.5,0.5",))
    assert not asked(reason="wrong-size")
    case = load_case(["p"], files)
    both = (Mark(0.2, 0.2, 0.1, "1"), Mark(0.6, 0.6, 0.1, "2"))
    plan = make_plan(replace(case, marks={"p/overview.jpg": both}), files, PROFILE)
    assert not any("--mark" in note for note in plan.notes)


@pytest.mark.parametrize("over", [0, 1, 3])
def test_many_places_without_a_ring_are_counted(over: int) -> None:
    """The first ones are named; the rest is a number, where there is a rest."""
    count = NAMED_MAX + over
    files = [photo(f"p/{n}_problem {n}/a.jpg") for n in range(1, count + 1)]
    roomy = replace(PROFILE, photos_max=Sourced(9, confidence="O"))
    (said,) = (n for n in plan_of(files, roomy, reason="damaged")[1].notes if "--mark" in n)

    assert "1a, 2a, 3a, 4a" in said
    assert (f"and {over} more" in said) is (over > 0)
    assert (" more," in said) is (over > 0)


def test_a_photo_that_is_only_taken_for_the_whole_item_is_said() -> None:
    """Its caption is a claim to whoever decides; what the user said needs no question."""
    files = [photo("p/hole/a b.jpg"), photo("p/my lamp.jpg")]
    guessed = plan_of(files)[1].notes
    said = plan_of(files, roles=("p/my lamp.jpg=overview",))[1].notes

    assert any('use --exclude "p/my lamp.jpg"' in note for note in guessed)
    assert not any("--exclude" in note for note in said)
    assert any('--mark "p/hole/a b.jpg:0.5,0.4"' in note for note in said)


def test_one_photo_may_show_two_claims() -> None:
    """It is one tile, called after the first."""
    files = [photo("p/both.jpg")]
    both = ("p/both.jpg",)
    case = Case(claims=(Claim("hole", media=both), Claim("stain", media=both)))
    plan = make_plan(case, files, PROFILE)

    assert labels(plan) == [["1a"]]
    assert plan.slots[0].tiles[0].claims == (1, 2)


def test_too_many_claims_are_named_not_squeezed() -> None:
    """What does not fit at a legible size is left out and said."""
    files = [photo(f"p/c{n:02d} x/a.jpg", size=(4000, 3000)) for n in range(15)]
    case, plan = plan_of(files)

    assert max(len(s.tiles) for s in plan.slots) <= 4
    assert len(plan.left_out) == 15 - len(displayed(plan)) > 0
    assert "no room" in plan.left_out[0].reason
    assert len(weak_points(case, files, plan, PROFILE)) == len(plan.left_out)


def test_a_problem_without_a_photo_and_one_without_room_are_told_apart() -> None:
    """One asks for a photo, the other for fewer; what was left out has photos."""
    files = [photo(f"p/c{n:02d} x/a.jpg", size=(4000, 3000)) for n in range(15)]
    case, plan = plan_of(files)
    more = replace(case, claims=(*case.claims, Claim("y", media=("p/gone.jpg",)), Claim("z")))
    said = [point.message_id for point in weak_points(more, files, plan, PROFILE)]

    assert said == ["weak.no-room"] * len(plan.left_out) + ["weak.not-shown"] * 2


@pytest.mark.parametrize(("worse", "better"), [(0.0, 0.1), (None, 0.1), (0.1, 0.2), (60.0, 60.1)])
@pytest.mark.parametrize("names", [("a.mp4", "b.mp4"), ("b.mp4", "a.mp4")])
def test_of_two_clips_of_one_problem_the_better_is_submitted(
    worse: float | None, better: float, names: tuple[str, str]
) -> None:
    """Whatever they are called, and though one has no score."""
    made = [clip(f"p/hole/{name}") for name in names]
    files = [replace(each, score=score) for each, score in zip(made, (worse, better), strict=True)]
    _, plan = plan_of(files)

    assert plan.video is not None
    assert plan.video.path == f"p/hole/{names[1]}"


def test_a_screenshot_shows_a_problem_worse_than_a_photo_unless_its_role_was_said() -> None:
    """As good as it is otherwise, and whatever it is called."""
    shot, taken = photo("p/hole/a.png", screenshot=True), photo("p/hole/b.jpg")
    case = load_case(["p"], [shot, taken], options=CaseOptions())
    worth = {c.path: c.worth for c in candidates(case, [shot, taken])}
    roles = dict.fromkeys(worth, Role.LISTING)
    said = {c.path: c.worth for c in candidates(replace(case, roles=roles), [shot, taken])}

    assert worth[shot.facts.path] < worth[taken.facts.path]
    assert said[shot.facts.path] == said[taken.facts.path]


@pytest.mark.parametrize("policy", ["allowed", "avoid", "forbidden"])
def test_collages_only_as_the_platform_allows(policy: str) -> None:
    """Avoided: one photo a slot while the claims fit; forbidden: always."""
    profile = replace(PROFILE, collages=Sourced(policy, confidence="O"))
    few = JACKET[:3]
    many = [photo(f"p/c{n}/a.jpg") for n in range(5)]
    counts = [max(len(s.tiles) for s in plan_of(files, profile)[1].slots) for files in (few, many)]

    assert counts == {"allowed": [1, 2], "avoid": [1, 2], "forbidden": [1, 1]}[policy]


def test_a_platform_that_asks_for_more_photos_gets_them() -> None:
    """At least as many as asked for, while there are different ones."""
    profile = replace(
        PROFILE, photos_max=Sourced(8, confidence="O"), photos_min=Sourced(4, confidence="O")
    )
    files = [photo(f"p/hole/{n}.jpg") for n in range(6)]

    assert len(plan_of(files, profile)[1].slots) >= 4


@pytest.mark.parametrize(
    ("reason", "chosen"), [("damaged", "p/fail.mp4"), ("missing-parts", "p/unboxing.mp4")]
)
def test_the_clip_is_chosen_by_what_the_reason_asks_for(reason: str, chosen: str) -> None:
    """Failure for most reasons, unboxing for what is missing."""
    files = [clip("p/unboxing.mp4"), clip("p/fail.mp4"), photo("p/a.jpg")]
    _, plan = plan_of(files, reason=reason, roles=("fail.mp4=failure",))

    assert plan.video is not None
    assert plan.video.path == chosen
    assert plan.video.is_whole


def test_a_clip_that_begins_with_nothing_yields_unless_the_reason_asks_for_it() -> None:
    """Three seconds of darkness lose whoever decides; a missing part needs the unboxing."""
    dark = ((0.0, 10.0), (3.0, 20.0), (5.0, 80.0))
    files = [clip("p/unboxing.mp4", scores=dark), clip("p/hole/v.mp4"), photo("p/hole/a.jpg")]
    chosen = [plan_of(files, reason=r)[1].video for r in ("damaged", "missing-parts")]

    assert [c.path if c else "" for c in chosen] == ["p/hole/v.mp4", "p/unboxing.mp4"]


def test_a_clip_is_cut_only_for_a_sourced_limit_and_never_an_unboxing() -> None:
    """An assumed limit is said; a sourced one gives one continuous part."""
    assumed = replace(PROFILE, video_seconds_max=Sourced(10.0, confidence="I"))
    sourced = replace(PROFILE, video_seconds_max=Sourced(10.0, confidence="O"))
    plain, unboxing = [clip("p/a.mp4", duration_s=30)], [clip("p/unboxing.mp4", duration_s=30)]
    plans = [
        plan_of(plain, assumed)[1],
        plan_of(plain, sourced)[1],
        plan_of(unboxing, sourced)[1],
    ]

    assert [p.video.is_whole if p.video else None for p in plans] == [True, False, True]
    assert all(plan.notes for plan in plans)


def test_a_platform_without_videos_gets_frames() -> None:
    """The clip is left out with a reason; its frame shows the claim."""
    profile = replace(PROFILE, videos_max=Sourced(0, confidence="O"))
    _, plan = plan_of([clip("p/hole/v.mp4")], profile)

    assert plan.video is None
    assert displayed(plan) == {"p/hole/v.mp4"}
    assert "no video" in plan.left_out[0].reason


def test_loose_photos_make_a_sensible_plan_without_a_word() -> None:
    """35 photos of nine subjects and 3 clips: few large tiles, all different, a clip."""
    rng = random.Random(3)
    files = [
        photo(f"p/IMG_{n}.jpg", at_s=n * 6 + n // 4 * 90, scene=n // 4, flips=rng.randint(0, 20))
        for n in range(35)
    ]
    files += [clip(f"p/VID_{n}.mp4", at_s=n * 300) for n in range(3)]
    _, plan = plan_of(files)

    assert len(plan.slots) == 3
    assert all(1 <= len(s.tiles) <= 2 for s in plan.slots)
    assert plan.video is not None
    assert len(plan.left_out) == 38 - len(displayed(plan)) - 1
    assert any("Nobody said what is wrong" in note for note in plan.notes)


def test_an_earlier_round_is_not_repeated() -> None:
    """Files that were shown come after files that were not."""
    files = [photo("p/hole/a.jpg", score=95), photo("p/hole/b.jpg", score=70)]
    case = load_case(["p"], files)
    earlier = PlanOptions(earlier=frozenset({files[0].facts.sha256}))

    assert make_plan(case, files, PROFILE).slots[0].tiles[0].path == "p/hole/a.jpg"
    assert make_plan(case, files, PROFILE, earlier).slots[0].tiles[0].path == "p/hole/b.jpg"


sets = st.lists(
    st.tuples(
        st.integers(0, 6),
        st.integers(0, 5),
        st.integers(0, 25),
        st.sampled_from(list(Verdict)),
        st.sampled_from([(4032, 3024), (3024, 4032), (1080, 1920), (5000, 1000), (1000, 5000)]),
        st.sampled_from([None, *Role]),
    ),
    min_size=1,
    max_size=25,
)


@settings(max_examples=60, deadline=None)
@given(sets, st.integers(1, 5), st.sampled_from(["damaged", "not-as-described", ""]))
def test_any_set_keeps_the_promises(
    shots: list[tuple[int, int, int, Verdict, tuple[int, int], Role | None]],
    slots: int,
    reason: str,
) -> None:
    """Counts, names, verdicts and explanations hold for every set; the order given is no matter."""
    files, roles = [], {}
    for n, (folder, scene, flips, verdict, size, role) in enumerate(shots):
        path = f"p/c{folder}/{n}.jpg"
        files.append(photo(path, scene=scene, flips=flips, verdict=verdict, size=size))
        if role:
            roles[path] = role
    profile = replace(PROFILE, photos_max=Sourced(slots, confidence="O"))
    case = replace(load_case(["p"], files), roles=roles, reason=reason)
    plan = make_plan(case, files, profile)
    tiles = [t for slot in plan.slots for t in slot.tiles]
    usable = {f.facts.path for f in files if f.verdict is not Verdict.REJECT}

    assert len(plan.slots) <= slots
    assert all(1 <= len(slot.tiles) <= 4 for slot in plan.slots)
    assert len({t.label for t in tiles}) == len({(t.path, t.time_s) for t in tiles})
    assert {t.path for t in tiles} | {o.path for o in plan.left_out} == {
        f.facts.path for f in files
    }
    for number, claim in enumerate(case.claims, 1):
        mine = [t for t in tiles if number in t.claims and t.label[0].isdigit()]
        if any(t.is_weak for t in mine):
            assert not usable & set(claim.media)

    shuffled = list(files)
    random.Random(0).shuffle(shuffled)

    assert make_plan(case, shuffled, profile).slots == plan.slots


def test_a_claim_of_two_parts_gets_two_views() -> None:
    """Stains and rust are told apart by the labels of the marks, else by the title's "and"."""
    files = [photo(f"p/stains and rust/{n}.jpg", score=90 - n) for n in range(4)]
    marked = replace(
        load_case(["p"], files),
        marks={
            "p/stains and rust/0.jpg": (Mark(0.5, 0.5, 0.1, "stains"),),
            "p/stains and rust/3.jpg": (Mark(0.5, 0.5, 0.1, "rust"),),
        },
    )
    one_slot = replace(PROFILE, photos_max=Sourced(1, confidence="O"))
    by_marks = displayed(make_plan(marked, files, one_slot))
    by_title = displayed(plan_of(files, one_slot)[1])

    assert {"p/stains and rust/0.jpg", "p/stains and rust/3.jpg"} <= by_marks
    assert len(by_title) == 2


def test_a_part_that_only_a_rejected_photo_shows_is_said() -> None:
    """The claim is shown, but its rusty button is not: that is weak, and how to retake it."""
    files = [photo("p/x/a.jpg"), photo("p/x/b.jpg", verdict=Verdict.REJECT)]
    marks = {
        "p/x/a.jpg": (Mark(0.5, 0.5, 0.1, "stain"),),
        "p/x/b.jpg": (Mark(0.5, 0.5, 0.1, "rust"),),
    }
    case = replace(load_case(["p"], files), marks=marks)
    points = weak_points(case, files, make_plan(case, files, PROFILE), PROFILE)

    assert len(points) == 1
    assert points[0].startswith("Problem 1:")  # as the statement numbers it
    assert "“rust”" in points[0]
    assert "both hands" in points[0]


def test_a_crushed_parcel_stands_with_its_label() -> None:
    """A claim about the parcel belongs to label and packaging, and is not shown twice."""
    files = [
        photo("p/1_hole/a.jpg"),
        photo("p/2_seam/a.jpg"),
        photo("p/3_crushed parcel/box.jpg"),
        photo("p/3_crushed parcel/label.jpg"),
        photo("p/overview.jpg"),
        photo("p/listing.jpg"),
    ]
    _, plan = plan_of(files, reason="damaged")

    assert labels(plan) == [["A", "1a"], ["2a"], ["3a", "B"]]
    assert "p/listing.jpg" not in displayed(plan)


@pytest.mark.parametrize("reason", ["", "damaged", "not-working"])
def test_a_shop_page_is_left_out_where_nothing_is_compared(reason: str) -> None:
    """Neither a problem nor the whole item nor "as advertised", and the list says why."""
    shot = photo("p/Screenshot_AliExpress.png", screenshot=True)
    files = [photo("p/hole/a.jpg"), photo("p/b.jpg"), shot]
    case, plan = plan_of(files, reason=reason)

    assert shot.facts.path not in displayed(plan)
    assert all(shot.facts.path not in claim.media for claim in case.claims)
    assert "screenshot" in next(o.reason for o in plan.left_out if o.path == shot.facts.path)
    assert "advertised" not in str(plan.slots)


def test_a_chat_is_no_listing() -> None:
    """What somebody wrote is not what the shop promised; of two screenshots the shop's is."""
    chat = photo("p/1_WhatsApp.png", screenshot=True)
    chat = replace(chat, facts=replace(chat.facts, shows=Shows(Subject.CHAT, 0.99, "")))
    shop = photo("p/2_AliExpress.png", screenshot=True)
    shop = replace(shop, facts=replace(shop.facts, shows=Shows(Subject.SHOP_PAGE, 0.99, "")))
    files = [*JACKET[:1], photo("p/overview.jpg"), chat, photo("p/1_a.png", screenshot=True), shop]

    assert chat.facts.path not in displayed(plan_of(files[:3], reason="not-as-described")[1])
    assert shop.facts.path in displayed(plan_of(files, reason="not-as-described")[1])


def test_whole_item_is_written_only_where_it_was_said() -> None:
    """A photo of no problem may stand first, without a word; the role makes it the whole item."""
    files = [photo("p/hole/a.jpg"), photo("p/IMG_1.jpg")]
    _, guessed = plan_of(files)
    _, said = plan_of(files, roles=("IMG_1.jpg=overview",))

    assert "whole" not in str(guessed.slots)
    assert any("--role p/IMG_1.jpg=overview" in note for note in guessed.notes)
    assert said.slots[0].tiles[0].caption_en == "whole item"


@pytest.mark.parametrize(
    ("item", "caption"),
    [
        ("set of six cups", "whole set"),
        ("Набор ножей", "whole set"),
        ("茶具套装", "whole set"),
        ("headset", "whole item"),
        ("set-top box", "whole item"),
        ("羊毛手套", "whole item"),
    ],
)
def test_all_of_a_set_is_no_whole_item(item: str, caption: str) -> None:
    files = [photo("p/all.jpg"), photo("p/rip/1.jpg")]
    plan = plan_of(files, item=item, roles=("p/all.jpg=overview",))[1]

    assert [t.caption_en for t in plan.slots[0].tiles if t.label == "A"] == [caption]


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.sampled_from(["hole", "seam"]),
            st.sampled_from(list(Verdict)),
            st.integers(0, 100),
            st.integers(0, 5),
            st.sampled_from([Role.CLOSE_UP, Role.RULER, None]),
        ),
        min_size=1,
        max_size=9,
    )
)
def test_nothing_worse_is_shown_while_a_good_photo_of_its_problem_is_left_out(
    drawn: list[tuple[str, Verdict, int, int, Role | None]],
) -> None:
    """Whatever the scores, roles and likenesses; a repeat of a shown one is not missed."""
    files = [
        photo(f"p/{folder}/{n}.jpg", verdict=verdict, score=score, scene=(folder, scene))
        for n, (folder, verdict, score, scene, _) in enumerate(drawn)
    ]
    roles = [
        f"{file.facts.path}={role.value}"
        for file, (*_, role) in zip(files, drawn, strict=True)
        if role
    ]
    case, plan = plan_of(files, roles=tuple(roles))
    by_path = {file.facts.path: file for file in files}
    for claim in case.claims:
        mine = [by_path[path] for path in claim.media]
        worse = [
            f for f in mine if f.facts.path in displayed(plan) and f.verdict is not Verdict.GOOD
        ]
        scenes = {f.facts.fingerprint for f in mine if f.facts.path in displayed(plan)}
        missed = [
            f
            for f in mine
            if f.verdict is Verdict.GOOD
            and f.facts.path not in displayed(plan)
            and f.facts.fingerprint not in scenes
        ]
        assert not (worse and missed)


def test_no_slot_is_empty_while_a_usable_photo_of_the_problem_is_left() -> None:
    """Views that look alike fill it rather than nothing; repeats do not."""
    files = [photo(f"p/crack/{n}.jpg", scene="crack", flips=13 * (n > 0) + n) for n in range(4)]
    _, plan = plan_of(files)

    assert len(plan.slots) == 3


def test_more_photos_than_the_platform_takes_are_said() -> None:
    """Asked for six, three are made, and not in silence."""
    files = [photo(f"p/{n}/a.jpg") for n in range(6)]
    case = load_case(["p"], files)
    plan = make_plan(case, files, PROFILE, PlanOptions(slots=6))

    assert len(plan.slots) <= 3
    assert "You asked for 6 photos; the platform takes 3." in plan.notes


@pytest.mark.parametrize(
    ("cut", "submitted"),
    [((4.0, 99.0), (4.0, 12.0)), ((0.0, 99.0), (0.0, 12.0)), ((50.0, 99.0), (0.0, None))],
)
def test_a_cut_past_the_end_is_said(
    cut: tuple[float, float], submitted: tuple[float, float | None]
) -> None:
    """It ends where the video does; one that begins after it is no cut."""
    files = [clip("p/hole/v.mp4", duration_s=12.0)]
    plan = make_plan(load_case(["p"], files), files, PROFILE, PlanOptions(cut_s=cut))

    assert plan.video is not None
    assert (plan.video.start_s, plan.video.end_s) == submitted
    assert any("ends at 0:12" in note for note in plan.notes)


@pytest.mark.parametrize("start_s", [0.0, 0.05, 3.0])
def test_a_cut_begins_where_it_was_asked_to(start_s: float) -> None:
    """With the first picture, too: what happens at once is often what counts."""
    files = [clip("p/hole/v.mp4", duration_s=12.0)]
    plan = make_plan(load_case(["p"], files), files, PROFILE, PlanOptions(cut_s=(start_s, 9.0)))

    assert plan.video is not None
    assert (plan.video.start_s, plan.video.end_s) == (start_s, 9.0)


def test_naming_one_problem_keeps_the_rest() -> None:
    """What nobody named follows without a word, as far as there is room; the rest has reasons."""
    files = [photo(f"p/{n}.jpg") for n in range(12)]
    _, plan = plan_of(files, claims=("hole=0.jpg",))

    assert len(plan.slots) == 3
    assert len(displayed(plan)) >= 5
    assert {*displayed(plan), *(out.path for out in plan.left_out)} == {f.facts.path for f in files}
    assert all(out.reason for out in plan.left_out)


@pytest.mark.parametrize(("legible_ratio", "is_said"), [(0.2, True), (0.8, False), (None, False)])
def test_a_label_that_cannot_be_read_is_a_weak_point(
    legible_ratio: float | None, is_said: bool
) -> None:
    """Whether it was recognised as a label or named one."""
    label = photo("p/label/l.jpg")
    text = None if legible_ratio is None else TextFacts(90, 9.0, 7.0, 0.4, 0.5, legible_ratio)
    label = replace(label, facts=replace(label.facts, text=text))
    plan = plan_of([photo("p/hole/a.jpg"), label], roles=("p/label/l.jpg=label",))[1]

    assert any("is hard to read" in note for note in plan.notes) is is_said


def test_the_users_limit_of_legible_print_holds_for_named_labels_too() -> None:
    label = photo("p/label/l.jpg")
    text = TextFacts(90, 9.0, 7.0, 0.4, 0.5, 0.2)
    label = replace(label, facts=replace(label.facts, text=text))
    lenient = with_limits(PROFILE, ["text-unreadable.warn_legible_ratio=0.1"])
    files = [photo("p/hole/a.jpg"), label]
    plan = plan_of(files, lenient, roles=("p/label/l.jpg=label",))[1]

    assert not any("is hard to read" in note for note in plan.notes)


def test_a_clip_of_a_group_that_nobody_named_shows_no_problem() -> None:
    """Chosen as the clearest; a problem with a number is said by the buyer alone."""
    dim, clear = (
        clip("p/a/dim.mp4", frames=((1.0, 60.0),)),
        clip("p/b/v.mp4", frames=((1.0, 90.0),)),
    )
    files = [photo("p/a.jpg"), replace(dim, score=60.0), replace(clear, score=90.0)]
    case = load_case(["p"], files, options=CaseOptions(claims=("x=a.jpg,dim.mp4", "y=v.mp4")))
    unnamed = replace(case, claims=tuple(replace(c, is_proposed=True) for c in case.claims))
    plan = make_plan(unnamed, files, PROFILE)

    assert plan.video is not None
    assert plan.video.path == "p/b/v.mp4"
    assert plan.video.reason == "the clearest of your videos"
    assert not any("problem" in out.reason for out in plan.left_out)


@pytest.mark.parametrize(
    ("moment_s", "limit_s", "submitted"),
    [
        (20.0, 10, (19.0, 29.0)),
        (0.4, 10, (0.0, 10.0)),
        (58.0, 10, (50.0, 60.0)),
        (20.0, None, (0.0, None)),
    ],
)
def test_where_a_clip_must_be_cut_it_begins_at_the_main_problem(
    moment_s: float, limit_s: int | None, submitted: tuple[float, float | None]
) -> None:
    """A second before it was recognised, as long as the platform takes; else it is whole."""
    profile = replace(PROFILE, video_seconds_max=Sourced(limit_s, confidence="O"))
    files = [clip("p/hole/v.mp4", duration_s=60.0)]
    options = PlanOptions(moments_s={"p/hole/v.mp4": moment_s})
    plan = make_plan(load_case(["p"], files), files, profile, options)

    assert plan.video is not None
    assert (plan.video.start_s, plan.video.end_s) == submitted


@pytest.mark.parametrize(
    ("moment_s", "role", "cut_s", "is_said"),
    [
        (12.4, (), None, True),
        (2.0, (), None, False),
        (12.4, ("v.mp4=unboxing",), None, False),
        (12.4, (), (11.0, float("inf")), False),
    ],
)
def test_a_main_problem_that_comes_late_is_said_and_the_clip_is_not_cut(
    moment_s: float, role: tuple[str, ...], cut_s: tuple[float, float] | None, is_said: bool
) -> None:
    """What was filmed before may count, too: the buyer decides, with what to type."""
    files = [clip("p/hole/v.mp4", duration_s=60.0)]
    case = load_case(["p"], files, options=CaseOptions(roles=role))
    options = PlanOptions(moments_s={"p/hole/v.mp4": moment_s}, cut_s=cut_s)
    plan = make_plan(case, files, PROFILE, options)

    assert any("--cut 11-inf" in note for note in plan.notes) is is_said
    assert not any("ends at" in note for note in plan.notes)


@pytest.mark.parametrize(
    ("said", "asks"),
    [({}, True), ({"claims": ("hole=0.jpg",)}, False), ({"exclude": ("1.jpg", "2.jpg")}, False)],
)
def test_whether_loose_photos_show_one_thing_is_asked_once(
    said: dict[str, object], asks: bool
) -> None:
    """Of photos that nobody spoke of; not where something was said, nor of a single photo."""
    files = [photo(f"p/{n}.jpg", scene=f"s{n}", at_s=86_400.0 * n) for n in range(3)]
    case, plan = plan_of(files, **said)
    points = [p for p in weak_points(case, files, plan, PROFILE) if "what you bought" in p]

    assert len(points) == asks
    if asks:
        assert all(label in points[0] for slot in labels(plan) for label in slot)
