"""Groups that nobody named: what nothing usable shows is not put before an adjudicator."""

from __future__ import annotations

from dataclasses import replace

from evidence_qc.case.proposed import (
    unnamed_title,
    usable_first,
    without_excluded,
    without_unusable,
)
from evidence_qc.case.summary import summarise
from evidence_qc.model import Case, Claim, FileReport, Verdict
from evidence_qc.plan.plan import make_plan
from evidence_qc.profiles import load_profile
from tests.case.factory import photo


def _proposed(number: int, *files: FileReport) -> Claim:
    media = tuple(file.facts.path for file in files)
    return Claim(unnamed_title(number, media), media=media, is_proposed=True)


DARK = photo("dark.jpg", scene="dark", verdict=Verdict.REJECT)
HOLE = photo("hole.jpg", scene="hole")
SEAM = photo("seam.jpg", scene="seam")
CASE = Case((_proposed(1, HOLE), _proposed(2, DARK), _proposed(3, SEAM)))
FILES = [HOLE, DARK, SEAM]


def test_what_nothing_usable_shows_comes_last_and_numbers_follow() -> None:
    """The report and the plan call the others by the same numbers."""
    case = usable_first(CASE, FILES)

    assert [(c.title, c.media[0]) for c in case.claims] == [
        ("Group 1, not named: hole.jpg", "hole.jpg"),
        ("Group 2, not named: seam.jpg", "seam.jpg"),
        ("Group 3, not named: dark.jpg", "dark.jpg"),
    ]
    assert usable_first(case, FILES) == case


def test_a_group_is_called_by_its_files_and_never_a_problem() -> None:
    """Whatever the program assumed is not put into the buyer's mouth."""
    title = unnamed_title(2, ("p/one.jpg", "p/two.jpg", "p/three.jpg"))

    assert title == "Group 2, not named: one.jpg and 2 more"
    assert "roblem" not in title


def test_beside_a_named_problem_unnamed_photos_follow_without_a_number() -> None:
    """Naming one problem keeps the rest, as far as there is room, and the text has no gap."""
    named = replace(CASE.claims[0], title="hole in the sleeve", is_proposed=False)
    case = without_unusable(replace(CASE, claims=(named, *CASE.claims[1:])), FILES)
    plan = make_plan(case, FILES, load_profile("aliexpress"))
    tiles = {t.path: t for slot in plan.slots for t in slot.tiles}

    assert [claim.title for claim in case.claims] == ["hole in the sleeve"]
    assert tiles.keys() == {"hole.jpg", "seam.jpg"}
    assert not tiles["seam.jpg"].claims
    assert not tiles["seam.jpg"].caption_en
    assert [out.path for out in plan.left_out] == ["dark.jpg"]


def test_a_title_that_the_page_gave_a_group_is_kept() -> None:
    """It finds its group by it."""
    case = replace(CASE, claims=(replace(CASE.claims[1], title="key"), CASE.claims[0]))

    assert "key" in {claim.title for claim in usable_first(case, FILES).claims}


def test_a_stray_dark_photo_takes_no_room_and_is_named_to_retake() -> None:
    """It is left out with its reason."""
    case = without_unusable(usable_first(CASE, FILES), FILES)
    profile = load_profile("aliexpress")
    plan = make_plan(case, FILES, profile)

    assert {t.path for slot in plan.slots for t in slot.tiles} == {"hole.jpg", "seam.jpg"}
    assert [out.path for out in plan.left_out] == ["dark.jpg"]
    assert any("dark.jpg" in line for line in summarise(case, FILES, profile).retake_first)


def test_what_the_user_named_stays_however_weak() -> None:
    """A claim is the user's word."""
    said = Case(tuple(replace(claim, is_proposed=False) for claim in CASE.claims))

    assert without_unusable(usable_first(said, FILES), FILES) == said


def test_where_nothing_is_usable_all_stays() -> None:
    """Something weak is better than nothing."""
    case = Case((_proposed(1, DARK),))

    assert without_unusable(case, [DARK]) == case


def test_a_reject_that_the_user_includes_is_usable() -> None:
    """``--include`` says so."""
    case = replace(CASE, included=("dark.jpg",))

    assert without_unusable(usable_first(case, FILES), FILES) == case


def test_what_is_left_out_is_in_no_group_that_nobody_named() -> None:
    """A group of nothing else is gone and asks for no retake; titles that were given stay."""
    given = replace(_proposed(3, SEAM), title="as the file has it")
    named = Claim("stain", media=(DARK.facts.path,))
    claims = (_proposed(1, HOLE), _proposed(2, DARK, SEAM), given, named)
    hole, dark, seam = (file.facts.path for file in (HOLE, DARK, SEAM))

    assert without_excluded(claims, frozenset()) == claims
    assert without_excluded(claims, {hole, dark}) == (_proposed(1, SEAM), given, named)
    assert without_excluded(claims, {hole, dark, seam}) == (named,)
