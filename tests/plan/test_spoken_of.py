"""What nobody spoke of is never put first, and a printed page is put nowhere."""

from __future__ import annotations

from dataclasses import replace

import pytest

from evidence_qc.case.load import load_case
from evidence_qc.case.options import CaseOptions
from evidence_qc.model import FileReport, Plan, Shows, Subject
from evidence_qc.plan.plan import make_plan
from tests.case.factory import photo
from tests.plan.test_plan import PROFILE


def plan_of(files: list[FileReport], **said: object) -> Plan:
    case = load_case(["p"], files, options=CaseOptions(**said))  # type: ignore[arg-type]
    return make_plan(case, files, PROFILE)


def tiles(plan: Plan) -> list[str]:
    return [tile.path for slot in plan.slots for tile in slot.tiles]


def test_a_loose_photo_stands_behind_the_problem_that_was_named() -> None:
    """It may be a stranger's: it follows where there is room, and is not the first thing seen."""
    files = [photo("p/a.jpg", scene="a", score=99.0), photo("p/hole.jpg", scene="h", score=70.0)]

    assert tiles(plan_of(files, claims=("hole=hole.jpg",))) == ["p/hole.jpg", "p/a.jpg"]


@pytest.mark.parametrize("option", [{"roles": ("a.jpg=overview",)}, {"marks": ("a.jpg:.5,.5,.1",)}])
def test_a_loose_photo_that_is_spoken_of_may_stand_first(option: dict[str, object]) -> None:
    """A role says so; a mark points at the problem in it."""
    files = [photo("p/a.jpg", scene="a"), photo("p/hole.jpg", scene="h")]

    assert tiles(plan_of(files, claims=("hole=hole.jpg",), **option))[0] == "p/a.jpg"


def test_a_photo_beside_the_folders_of_the_problems_still_stands_first() -> None:
    """Whoever sorts photos into folders leaves the whole item beside them."""
    files = [photo("p/a.jpg", scene="a"), photo("p/hole/b.jpg", scene="h")]

    assert tiles(plan_of(files))[0] == "p/a.jpg"


def test_a_printed_page_that_nobody_spoke_of_is_left_out_and_said() -> None:
    """A receipt beside a named hole: with its reason, and how to use it all the same."""
    page = photo("p/receipt.jpg", scene="r")
    seen = Shows(Subject.PRINTED_PAGE, 0.95, "shows.printed-page")
    page = replace(page, facts=replace(page.facts, shows=seen))
    files = [page, photo("p/hole.jpg", scene="h")]
    plan = plan_of(files, claims=("hole=hole.jpg",))
    (out,) = plan.left_out

    assert tiles(plan) == ["p/hole.jpg"]
    assert out.path == "p/receipt.jpg"
    assert "printed page" in out.reason
    assert "receipt.jpg" in out.what_would_change_it
    assert tiles(plan_of(files, claims=("hole=hole.jpg", "price=receipt.jpg"))) == [
        "p/hole.jpg", "p/receipt.jpg",
    ]  # fmt: skip


def test_what_follows_unasked_is_said_to_the_buyer() -> None:
    """By name, with how to say what it is and how to leave it out; nothing stands first."""
    files = [photo(f"p/{name}.jpg", scene=name) for name in ("hole", "a", "b")]
    notes = " ".join(plan_of(files, claims=("hole=hole.jpg",)).notes)

    assert "p/a.jpg and p/b.jpg are shown, too" in notes
    assert "--exclude p/a.jpg" in notes
    assert "stands first" not in notes
