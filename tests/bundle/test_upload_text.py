"""UPLOAD.txt: everything to do, in order, readable in any editor."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from evidence_qc.bundle.upload_text import WIDTH, ToRead, upload_text
from evidence_qc.language import Sentence
from evidence_qc.language.catalogue import messages_below
from evidence_qc.language.languages import LANGUAGES
from evidence_qc.language.wrapping import display_width
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


SAID = "Coat: hole.\n1. hole: photo 1, 1a.\n"


def text(language: str = "en", **more: object) -> str:
    given = ToRead(SAID, ["1.jpg", "video.mp4"], **more)  # type: ignore[arg-type]
    return upload_text(PLAN, PROFILE, given, language)


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
    result = text(events={"receipt": date(2026, 11, 20)})

    assert "2026-12-05" in result
    assert "0.5 days from the day you are asked" in result
    assert result.index("The seller answers") > result.index("HOW LONG THE REST TAKES")


@pytest.mark.parametrize(
    ("tile", "said"),
    [
        (Tile("2a", "b.jpg", caption_en="torn seam"), "2a torn seam"),
        (Tile("2a", "b.jpg", caption="шов", caption_en="torn seam"), "2a torn seam"),
        (Tile("2a", "b.jpg", caption="шов"), "2a шов"),
        (Tile("2a", "b.jpg"), "2a: not named"),
    ],
)
def test_each_photo_is_told_by_what_it_shows(tile: Tile, said: str) -> None:
    """In English where there is English, else in the buyer's words."""
    plan = replace(PLAN, slots=(SlotPlan(1, 1, (Tile("1a", "a.jpg", caption="x"), tile)),))
    lines = upload_text(plan, PROFILE, ToRead("x", ["1.jpg"])).splitlines()

    assert any(line.endswith(f"1a x; {said}") for line in lines)


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
    given = ToRead("x", [], events={"receipt": date(2026, 11, 20)})
    result = upload_text(PLAN, replace(PROFILE, windows=(window,)), given)

    assert f"Last day to open: {last} " in result


LINES = (Sentence("statement.ask", ask="Full refund"),)


@pytest.mark.parametrize("language", LANGUAGES[1:])
def test_the_buyer_reads_it_in_their_language(language: str) -> None:
    """The text to paste is what it is, its meaning stands below; no line is too wide."""
    weak = [Sentence("weak.text-gaps"), Sentence("too-dark.advice"), Sentence("note.no-whole")]
    result = text(language, weak_points=weak, lines=LINES, events={"receipt": date(2026, 11, 20)})
    english = text(weak_points=weak, lines=LINES, events={"receipt": date(2026, 11, 20)})

    assert "   Coat: hole.\n   1. hole: photo 1, 1a.\n" in result
    assert LINES[0].in_language(language) in result and LINES[0] not in english
    whole = messages_below(("upload", "event"))
    ours = {text for text in whole.values() if isinstance(text, str) and "{" not in text}
    said = {words for words in ours if words in english}
    assert len(said) > 5 and not {words for words in said if words in result}
    assert max(map(display_width, result.splitlines())) <= WIDTH


def test_own_words_stand_beside_what_is_drawn() -> None:
    """For who wrote them; English alone where English is read."""
    tile = Tile("1a", "a.jpg", caption="дыра", caption_en="hole")
    plan = replace(PLAN, slots=(SlotPlan(1, 1, (tile,)),))
    said = [upload_text(plan, PROFILE, ToRead("x", ["1.jpg"]), each) for each in ("en", "ru")]

    assert ["1a hole (дыра)" in each for each in said] == [False, True]
