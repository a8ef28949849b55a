"""Time limits of a procedure as days of the calendar, from the events they are counted from."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from evidence_qc.case.lookup import one_of
from evidence_qc.errors import UsageError
from evidence_qc.language import Sentence
from evidence_qc.model import EVENTS, DisputeWindow, Profile


@dataclass(frozen=True, slots=True)
class Deadline:
    """A time limit whose event has happened on a known day."""

    window: DisputeWindow
    began: date
    ends: date
    """Its last day; of an earliest day, the first. Part of a day more is no day more."""

    def is_passed(self, day: date | None) -> bool:
        """Whether the last day lay before ``day``; never so for what is no deadline."""
        return self.window.is_deadline and day is not None and self.ends < day


def deadlines(profile: Profile, events: Mapping[str, date]) -> tuple[Deadline, ...]:
    """Those of a profile whose event is known, in its order."""
    return tuple(
        Deadline(window, began, _after(began, math.floor(window.days)))
        for window in profile.windows
        if (began := events.get(window.starts)) is not None
    )


def _after(day: date, days: int) -> date:
    """So many days later; the calendar's last day where it ends before."""
    return day + timedelta(days=min(days, (date.max - day).days))


def passed_notes(
    profile: Profile, events: Mapping[str, date], day: date | None
) -> tuple[Sentence, ...]:
    """What to say of last days that lay before the day of the bundle.

    No clock is read: the day is what was given, else that of the newest photo, and it is not later
    than the real one, so what is called passed has passed.
    """
    return tuple(
        Sentence(
            "note.last-day-passed",
            window=found.window.name,
            date=found.ends.isoformat(),
            day=day.isoformat() if day else "",
        )
        for found in deadlines(profile, events)
        if found.is_passed(day)
    )


def parse_events(given: Sequence[str], where: str) -> tuple[tuple[str, date], ...]:
    """``EVENT=YYYY-MM-DD`` each; UsageError for another event or no day."""
    found = []
    for text in given:
        event, equals, day = text.partition("=")
        try:
            when = date.fromisoformat(day.strip())
        except ValueError:
            when = None
        if not equals or when is None:
            raise UsageError("error.event-form", where=where, text=text)
        found.append((one_of(event.strip(), EVENTS, "event", where), when))
    return tuple(found)
