"""A point of a request is checked off by the user's word alone."""

from __future__ import annotations

from dataclasses import replace

from evidence_qc.case.load import load_case
from evidence_qc.case.options import CaseOptions
from evidence_qc.model import Case, Plan
from evidence_qc.plan.asked import Checklist, checked_off
from evidence_qc.plan.plan import make_plan
from tests.case.factory import clip, photo
from tests.plan.test_plan import PROFILE

FILES = [
    photo("p/hole.jpg", scene="h"),
    photo("p/b.jpg", scene="b"),
    photo("p/plate.jpg", scene="s"),
    clip("p/clip.mp4"),
]


def checklist(request: str, **options: tuple[str, ...]) -> Checklist:
    given = CaseOptions(**{"claims": ("hole=hole.jpg",), **options})  # type: ignore[arg-type]
    case = load_case(["p"], FILES, options=given)
    return checked_off(request, case, make_plan(case, FILES, PROFILE))


def test_a_role_or_a_title_says_that_it_is_shown() -> None:
    """The packaging by its role, the serial number by the title of a problem."""
    asked = checklist(
        "Photos of the damage, the packaging and the serial number, please.",
        claims=("hole=hole.jpg", "serial number=plate.jpg"),
        roles=("b.jpg=packaging",),
    )

    assert [line[:3] for line in asked.lines] == ["[x]"] * 3
    assert asked.open == ()


def test_what_nobody_spoke_of_stays_open() -> None:
    """A photo that lies there is no proof that it shows what was asked for."""
    asked = checklist("Photos of the damage, the packaging and the serial number, please.")

    assert [line[:3] for line in asked.lines] == ["[x]", "[ ]", "[ ]"]
    assert list(asked.open) == ["the packaging", "the serial number or the model plate"]


def test_a_video_is_no_photo_and_a_photo_no_video() -> None:
    """That it does not work is open while no clip is said to show it."""
    request = "A video showing that it does not turn on."

    assert checklist(request).open
    assert not checklist(request, roles=("clip.mp4=failure",)).open
    assert checklist("A video of the damage.").open
    assert not checklist("A video of the damage.", claims=("hole=hole.jpg,clip.mp4",)).open


def test_where_both_will_do_the_photo_is_named() -> None:
    """It can be looked at longer."""
    asked = checklist("Please show the damage.", claims=("hole=hole.jpg,clip.mp4",))

    assert "photo 1" in asked.lines[0]


def test_what_is_not_understood_stands_in_the_list() -> None:
    """In the platform's words; without a request there is no list."""
    asked = checklist("Please upload a police report.")

    assert "“a police report”" in asked.lines[-1]
    assert checklist("") == Checklist()


def test_a_weak_picture_shows_nothing() -> None:
    """It is there, and an adjudicator sees nothing in it."""
    plan_of = make_plan(
        case := load_case(["p"], FILES, options=CaseOptions(claims=("hole=hole.jpg",))),
        FILES,
        PROFILE,
    )
    weak = replace(
        plan_of,
        video=None,
        slots=tuple(
            replace(slot, tiles=tuple(replace(tile, is_weak=True) for tile in slot.tiles))
            for slot in plan_of.slots
        ),
    )

    assert checked_off("A photo of the damage.", case, weak).open


def test_what_a_point_says_reads_as_words() -> None:
    """By its name, in the platform's words, or both; no name of a message is shown."""
    request = "A photo of the receipt, a photo of the crack in the hinge and a photo of the spring"
    lines = checked_off(request, Case(), Plan()).lines

    assert list(lines) == [
        "[ ] Photo: the receipt or the invoice",
        "[ ] Photo: what is wrong: “a photo of the crack in the hinge”",
        "[ ] Photo: “a photo of the spring”",
    ]


def test_of_a_longer_request_nothing_is_missed() -> None:
    """What no point says, a limit or a reason, stands in it; a brief one is its points."""
    brief = "Photos of the damage and the packaging, please."
    longer = (
        f"{brief} Take them before you\n  wash it, and do not mail us anything. " + "Thanks. " * 10
    )

    assert all(" ".join(longer.split()) in line for line in checklist(longer).lines[-1:])
    assert not any(brief in line for line in checklist(brief).lines)
    assert checklist(longer).open == checklist(brief).open
