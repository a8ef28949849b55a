"""Everything about a bundle that is decided before anything is written."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from evidence_qc.bundle.earlier import Earlier
from evidence_qc.bundle.types import BundleOptions
from evidence_qc.case.summary import summarise
from evidence_qc.errors import NoInputError
from evidence_qc.language import Sentence
from evidence_qc.model import Case, FileFacts, Plan, Profile, Report, Severity
from evidence_qc.plan.asked import Checklist, checked_off
from evidence_qc.plan.numbers import numbers_by_tile
from evidence_qc.plan.plan import PlanOptions, make_plan
from evidence_qc.plan.statement import Recognised, Statement, in_own_words
from evidence_qc.plan.statement import write_statement as words_for
from evidence_qc.plan.weak_points import weak_points
from evidence_qc.report.text import printable_lines
from evidence_qc.rules.base import About
from evidence_qc.rules.registry import rules_about


@dataclass(frozen=True, slots=True)
class Decisions:
    """Everything that is decided before anything is written."""

    report: Report
    case: Case
    profile: Profile
    options: BundleOptions
    earlier: Earlier
    plan: Plan
    statement: Statement
    weak: tuple[Sentence, ...]
    retake_first: tuple[Sentence, ...]
    day: date | None
    checklist: Checklist

    @property
    def facts(self) -> Mapping[str, FileFacts]:
        """Facts by path as in the report."""
        return {f.facts.path: f.facts for f in self.report.files}


def decide(
    report: Report, case: Case, profile: Profile, options: BundleOptions, earlier: Earlier
) -> Decisions:
    """Plan, words and weak points; NoInputError when nothing can be shown."""
    plan = make_plan(
        case,
        report.files,
        profile,
        PlanOptions(
            slots=options.slots,
            cut_s=options.cut_s,
            moments_s=options.moments_s,
            earlier=earlier.used,
            numbering=earlier.numbering,
        ),
    )
    if not plan.slots and plan.video is None:
        raise NoInputError("error.nothing-to-submit")
    statement = words_for(
        case,
        plan,
        profile,
        report.files,
        request=options.request,
        numbering=earlier.numbering,
        recognised=Recognised(
            numbers_by_tile((options.tracking, options.order), report.files, plan, options.printed),
            options.moments_s,
        ),
    )
    if options.statement.strip():
        statement = in_own_words(options.statement, case, profile)
    # What is pasted into a form, and shown on a terminal, holds nothing that steers either.
    statement = replace(statement, text=printable_lines(statement.text))
    weak = weak_points(case, report.files, plan, profile)
    weak += tuple(
        Sentence("weak.finding", fault=finding.message, advice=finding.advice or "")
        for finding in report.findings
        if finding.rule in rules_about(About.SHOT_LIST) and finding.severity is not Severity.NOTE
    )
    weak += _nothing_new(report, plan, earlier)
    if not statement.is_complete:
        weak += (Sentence("weak.text-gaps"),)
    summary = report.case or summarise(case, report.files, profile)
    return Decisions(
        report=report,
        case=case,
        profile=profile,
        options=options,
        earlier=earlier,
        plan=plan,
        statement=statement,
        weak=weak,
        retake_first=summary.retake_first,
        day=options.day or newest_capture(f.facts for f in report.files),
        checklist=checked_off(options.request, case, plan),
    )


def _nothing_new(report: Report, plan: Plan, earlier: Earlier) -> tuple[Sentence, ...]:
    """A second round that shows what the first one showed answers nothing."""
    used = {tile.path for slot in plan.slots for tile in slot.tiles}
    used |= {plan.video.path} if plan.video else set()
    displayed = {f.facts.sha256 for f in report.files if f.facts.path in used}
    if not displayed <= earlier.used:
        return ()
    return (Sentence("weak.nothing-new"),)


def newest_capture(files: Iterable[FileFacts]) -> date | None:
    """The day of the newest photo or clip, as its camera wrote it; None when none has a date."""
    days = []
    for facts in files:
        try:
            days.append(datetime.fromisoformat(facts.metadata.captured_at or "").date())
        except ValueError:
            continue
    return max(days, default=None)
