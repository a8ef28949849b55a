"""Severity, verdict and finding: what a rule says about a file."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

Span = tuple[float, float]
"""Start and end of a passage of a video, in seconds of presentation time."""


class Severity(StrEnum):
    """How much a finding matters: ``reject > warn > note``."""

    NOTE = "note"
    WARN = "warn"
    REJECT = "reject"

    @property
    def rank(self) -> int:
        """0 for a note, 1 for a warning, 2 for a reject."""
        return (Severity.NOTE, Severity.WARN, Severity.REJECT).index(self)


class Verdict(StrEnum):
    """What to do with a file: submit it, use it if you must, or retake it."""

    GOOD = "good"
    BORDERLINE = "borderline"
    REJECT = "reject"

    @classmethod
    def of(cls, findings: Iterable[Finding]) -> Verdict:
        """The verdict is the worst severity: reject, warn → borderline, else good."""
        worst = max((finding.severity.rank for finding in findings), default=0)
        return (cls.GOOD, cls.BORDERLINE, cls.REJECT)[worst]


@dataclass(frozen=True, slots=True)
class Finding:
    """One fault: the rule that saw it, what was measured, and one thing to do about it."""

    rule: str
    severity: Severity
    message: str
    """One kind sentence: what is wrong."""
    advice: str = ""
    """One concrete action; empty where nothing needs doing."""
    measured: float | str | None = None
    limit: float | str | None = None
    unit: str = ""
    spans_s: tuple[Span, ...] | None = None
    """For videos: the passages that the finding is about."""
    related: tuple[str, ...] = ()
    """Paths of other files that the finding speaks of (duplicates)."""
