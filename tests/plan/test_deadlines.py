"""Last days are counted from the event that the platform counts from, and called passed then."""

from __future__ import annotations

from datetime import date

import pytest

from evidence_qc.bundle.upload_text import ToRead, upload_text
from evidence_qc.errors import UsageError
from evidence_qc.language import is_known
from evidence_qc.model import EVENTS, DisputeWindow, Plan, Profile
from evidence_qc.plan.deadlines import deadlines, parse_events, passed_notes

CAME, ASKED = date(2026, 11, 1), date(2026, 11, 20)
PROFILE = Profile(
    "p",
    "P",
    windows=(
        DisputeWindow("Last day to open", "receipt", 15, "open it"),
        DisputeWindow("Answer", "requested", 3, "answer"),
        DisputeWindow("Half a day", "requested", 0.5, "hurry"),
        DisputeWindow("The seller answers", "opened", 5, "wait", is_deadline=False),
    ),
)


def test_each_is_counted_from_its_own_event() -> None:
    """What has not happened, or is not known, has no day."""
    found = deadlines(PROFILE, {"receipt": CAME, "requested": ASKED})

    assert [(each.window.name, each.ends.isoformat()) for each in found] == [
        ("Last day to open", "2026-11-16"),
        ("Answer", "2026-11-23"),
        ("Half a day", "2026-11-20"),
    ]
    assert deadlines(PROFILE, {}) == ()


@pytest.mark.parametrize(
    ("day", "passed"),
    [(None, []), (date(2026, 11, 16), []), (date(2026, 11, 17), ["Last day to open"]),
     (date(2026, 11, 24), ["Last day to open", "Answer", "Half a day"])],
)  # fmt: skip
def test_a_last_day_is_passed_the_day_after(day: date | None, passed: list[str]) -> None:
    """Said in UPLOAD.txt and among the notes; on the day itself there is still time."""
    events = {"receipt": CAME, "requested": ASKED, "opened": CAME}
    notes = passed_notes(PROFILE, events, day)
    text = upload_text(Plan(), PROFILE, ToRead("x", [], events=events, day=day))

    assert [note.values["window"] for note in notes] == passed
    assert text.count(": PASSED on ") == len(passed)
    assert "The seller answers: 2026-11-06 (" in text, "others' time never passes for the buyer"


def test_events_are_read_as_they_are_written() -> None:
    assert parse_events(["opened=2026-11-14", "sale = 2026-10-01"], "--when") == (
        ("opened", date(2026, 11, 14)),
        ("sale", date(2026, 10, 1)),
    )


@pytest.mark.parametrize("text", ["opened", "opened=14.11", "opened=", "lost=2026-11-14", "=x"])
def test_what_is_no_event_is_said(text: str) -> None:
    with pytest.raises(UsageError):
        parse_events([text], "--when")


def test_every_event_has_its_words() -> None:
    """Dispatch and sale were said in their bare names."""
    assert all(is_known(f"event.{event}") for event in EVENTS)


def test_a_limit_that_ends_behind_the_calendar_never_passes() -> None:
    """Whatever day is typed: the calendar ends with the year 9999."""
    events = dict(parse_events([f"{event}=9999-12-31" for event in EVENTS], "--when"))
    found = deadlines(PROFILE, events)

    assert found
    assert {each.ends for each in found} == {date.max}
    assert not any(each.is_passed(date.max) for each in found)
