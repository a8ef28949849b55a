"""UPLOAD.txt: everything to do, in order, readable in any editor."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from evidence_qc.bundle.upload_text import WIDTH, upload_text
from evidence_qc.model import DisputeWindow, Plan, Profile, SlotPlan, Tile, VideoPlan

PROFILE = Profile(
    name="x",
    title="Some Market",
    windows=(
        DisputeWindow("Last day to open", "receipt", 15.0, "open it within 15 days"),
        DisputeWindow("Answer", "requested", 0.5, "send what is asked for"),
        DisputeWindow("The seller answers", "opened", 5.0, "wait for it", is_deadline=False),
    ),
    advice=("Say the main problem first.", "Keep the parcel and its label."),
)
PLAN = Plan(
    slots=(SlotPlan(1, 1, (Tile("A", "a.jpg", caption_en="whole item"), Tile("1a", "b.jpg"))),),
    video=VideoPlan("v.mp4", reason="shows the unboxing"),
)


def text(**more: object) -> str:
    return upload_text(
        PLAN,
        PROFILE,
        "Coat: hole.\n1. hole: photo 1, 1a.\n",
        outputs=["1.jpg", "video.mp4"],
        **more,  # type: ignore[arg-type]
    )


def test_it_says_what_to_do_in_order() -> None:
    """Files, text, last days, what to keep."""
    result = text()
    order = [
        result.index(word) for word in ("1.jpg", "video.mp4", "Coat: hole.", "LAST DAYS", "KEEP")
    ]

    assert order == sorted(order)
    assert "shows the unboxing" in result
    assert result.count("Keep the") == 1


def test_dates_only_where_the_day_is_known() -> None:
    """Days from receipt become a date; others stay days; what is no deadline stands apart."""
    result = text(received=date(2026, 11, 20))

    assert "2026-12-05" in result
    assert "0.5 days from the day you are asked" in result
    assert result.index("The seller answers") > result.index("HOW LONG THE REST TAKES")


def test_weak_points_come_first() -> None:
    """Before anything is uploaded."""
    result = text(weak_points=("1a is weak.",), retake_first=("hole: take it again.",))

    assert (
        result.index("1a is weak.") < result.index("hole: take it again.") < result.index("1.jpg")
    )


def test_lines_fit_any_editor() -> None:
    """Wrapped, except the text to paste."""
    assert max(map(len, text().splitlines())) <= WIDTH


@pytest.mark.parametrize(
    ("days", "last"),
    [(15.0, "2026-12-05"), (15.9, "2026-12-05"), (16.0, "2026-12-06"), (0.5, "2026-11-20")],
)
def test_the_last_day_is_never_a_day_too_late(days: float, last: str) -> None:
    """Part of a day more is no day more."""
    window = DisputeWindow("Last day to open", "receipt", days, "open it")
    result = upload_text(
        PLAN, replace(PROFILE, windows=(window,)), "x", outputs=[], received=date(2026, 11, 20)
    )

    assert f"Last day to open: {last} " in result
