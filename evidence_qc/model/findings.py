"""Severity, verdict and finding: what a rule says about a file."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from evidence_qc.language import Sentence, Value
from evidence_qc.language.durations import Span

__all__ = ["SCORE_BORDER", "Finding", "Severity", "Span", "Verdict"]

SCORE_BORDER = 50.0
"""Points: a reject scores below, whatever can be used scores this or more."""


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
    message_id: str
    """What is wrong; in the catalogues of ``language``, or a sentence itself."""
    advice_id: str = ""
    """One concrete action, likewise; empty where nothing needs doing."""
    measured: float | str | None = None
    limit: float | str | None = None
    unit: str = ""
    spans_s: tuple[Span, ...] | None = None
    """For videos: the passages that the finding is about."""
    related: tuple[str, ...] = ()
    """Paths of other files that the finding speaks of (duplicates)."""
    values: Mapping[str, Value] = field(default_factory=dict, hash=False)
    """What both sentences speak of."""

    @property
    def message(self) -> Sentence:
        """One kind English sentence: what is wrong."""
        return Sentence(self.message_id, **self.values)

    @property
    def advice(self) -> Sentence:
        """One concrete action, in English; empty where nothing needs doing."""
        return Sentence(self.advice_id, **self.values)
