"""Groups that nobody named: what nothing usable shows is not put before an adjudicator."""

from __future__ import annotations

from dataclasses import replace

from evidence_qc.case.proposed import usable_first, without_unusable
from evidence_qc.case.summary import summarise
from evidence_qc.model import Case, Claim, FileReport, Verdict
from evidence_qc.plan.plan import make_plan
from evidence_qc.profiles import load_profile
from tests.case.factory import photo


def _proposed(number: int, *files: FileReport) -> Claim:
    media = tuple(file.facts.path for file in files)
    return Claim(f"Problem {number}", media=media, is_proposed=True)


DARK = photo("dark.jpg", scene="dark", verdict=Verdict.REJECT)
HOLE = photo("hole.jpg", scene="hole")
SEAM = photo("seam.jpg", scene="seam")
CASE = Case((_proposed(1, HOLE), _proposed(2, DARK), _proposed(3, SEAM)))
FILES = [HOLE, DARK, SEAM]


def test_what_nothing_usable_shows_comes_last_and_numbers_follow() -> None:
    """The report and the plan call the others by the same numbers."""
    case = usable_first(CASE, FILES)

    assert [(c.title, c.media[0]) for c in case.claims] == [
        ("Problem 1", "hole.jpg"),
        ("Problem 2", "seam.jpg"),
        ("Problem 3", "dark.jpg"),
    ]
    assert usable_first(case, FILES) == case


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
