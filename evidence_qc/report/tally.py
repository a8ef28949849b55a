"""How many disputes of a batch stand how: what a person is told at the end."""

from __future__ import annotations

from collections import Counter
from enum import StrEnum

from evidence_qc.errors import ExitCode
from evidence_qc.model import CaseSummary, DisputeError, DisputeResult, Verdict
from evidence_qc.model.batch import BUG
from evidence_qc.report.phrases import is_unnamed, plural
from evidence_qc.report.text import printable


class Standing(StrEnum):
    """Where one dispute stands; the first that fits."""

    NOT_READ = "could not be read"
    READY = "can be submitted now"
    RETAKE = "need retakes"
    MISSING = "lack a shot"
    UNNAMED = "do not say what is wrong"
    OTHER = "are not ready for another reason"


_ONE = {
    Standing.RETAKE: "needs retakes",
    Standing.MISSING: "lacks a shot",
    Standing.UNNAMED: "does not say what is wrong",
    Standing.OTHER: "is not ready for another reason",
}
"""The same of a single dispute."""


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
        self._first_error = ""
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
        if error and not self._first_error:
            self._first_error = f"first: {dispute}: {error.message.rstrip('.')}"
        if error and error.kind == BUG:
            self.exit_code = ExitCode.BUG
        elif (error or rejects) and self.exit_code is ExitCode.OK:
            self.exit_code = ExitCode.FINDINGS

    @property
    def disputes(self) -> int:
        """How many there are so far."""
        return self._counts.total()

    def headline(self) -> str:
        """For example "3 disputes: 2 can be submitted now, 1 needs retakes."."""
        parts = []
        for each in (*list(Standing)[1:], Standing.NOT_READ):
            if number := self._counts[each]:
                words = _ONE.get(each, each.value) if number == 1 else each.value
                parts.append(f"{number:,} {words}")
        if self._first_error:
            parts[-1] += f" ({printable(self._first_error)})"
        whole = f"{plural(self.disputes, 'dispute')}: {', '.join(parts)}."
        if self._reused:
            has = "has" if self._reused == 1 else "have"
            whole += f" {self._reused:,} {has} photos that another one has, too (key reused)."
        return whole
