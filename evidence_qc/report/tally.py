"""How many disputes of a batch stand how: what a person is told at the end."""

from __future__ import annotations

from collections import Counter
from enum import StrEnum

from evidence_qc.errors import ExitCode
from evidence_qc.language import NOTHING, Sentence
from evidence_qc.model import CaseSummary, DisputeError, DisputeResult, Verdict
from evidence_qc.model.batch import BUG
from evidence_qc.report.phrases import is_unnamed
from evidence_qc.report.text import printable


class Standing(StrEnum):
    """Where one dispute stands; the first that fits."""

    NOT_READ = "not-read"
    READY = "ready"
    RETAKE = "retake"
    MISSING = "missing"
    UNNAMED = "unnamed"
    OTHER = "other"


def standing(case: CaseSummary | None) -> Standing:
    """The same order as the headline of one report has (``report.phrases``)."""
    if case is None:
        return Standing.OTHER
    if case.ready:
        return Standing.READY
    if case.retake_first:
        return Standing.RETAKE
    if case.missing:
        return Standing.MISSING
    return Standing.UNNAMED if is_unnamed(case) else Standing.OTHER


class Tally:
    """Counts disputes as their results come."""

    def __init__(self) -> None:
        self._counts: Counter[Standing] = Counter()
        self._first_error: Sentence | None = None
        self._reused = 0
        self.exit_code = ExitCode.OK

    def add(self, result: DisputeResult) -> None:
        """One result more."""
        report = result.report
        rejects = report.count(Verdict.REJECT) if report else 0
        self._reused += bool(result.reused)
        self.count(result.dispute, report.case if report else None, rejects, result.error)

    def count(
        self, dispute: str, case: CaseSummary | None, rejects: int, error: DisputeError | None
    ) -> None:
        """The same from what matters of a result."""
        self._counts[Standing.NOT_READ if error else standing(case)] += 1
        if error and self._first_error is None:
            named = printable(dispute)
            self._first_error = Sentence(
                "batch.first-error", dispute=named, fault=printable(error.message)
            )
        if error and error.kind == BUG:
            self.exit_code = ExitCode.BUG
        elif (error or rejects) and self.exit_code is ExitCode.OK:
            self.exit_code = ExitCode.FINDINGS

    @property
    def disputes(self) -> int:
        """How many there are so far."""
        return self._counts.total()

    def headline(self) -> Sentence:
        """For example "3 disputes: 2 can be submitted now, 1 needs retakes."."""
        parts = [
            Sentence(f"standing.{each.value}", disputes=number)
            for each in (*list(Standing)[1:], Standing.NOT_READ)
            if (number := self._counts[each])
        ]
        return Sentence(
            "batch.tally",
            disputes=self.disputes,
            parts=parts,
            first=self._first_error or NOTHING,
            reused=Sentence("batch.reused", disputes=self._reused) if self._reused else NOTHING,
        )
