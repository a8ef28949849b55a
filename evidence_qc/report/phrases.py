"""The words that the table and the page share: headline, passages, sizes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from evidence_qc.language import NOTHING, Sentence
from evidence_qc.language.durations import span_words
from evidence_qc.model import CaseSummary, FileReport, Finding, Report, Severity, Span, Verdict
from evidence_qc.report.text import printable
from evidence_qc.rules.base import About
from evidence_qc.rules.registry import rules_about

_UNNAMED = re.compile(r"Group (\d+), not named(?:: (.+?)(?: and (\d+) more)?)?")
"""What ``case.proposed.unnamed_title`` makes: a name, which the next round goes by, in English."""
_NAMES_TIME = re.compile(r"\d:\d\d|all through")


def verdict_word(verdict: Verdict) -> Sentence:
    """What people read; programs go by the verdict itself."""
    return Sentence(f"verdict.{verdict.value}")


def clear_word() -> Sentence:
    """Said of a good file: the picture is clear; whether the defect is in it, nobody has looked."""
    return Sentence("table.clear")


@dataclass(frozen=True, slots=True)
class Headline:
    """The one thing to know, and the sentence behind it."""

    ready: bool
    text: Sentence
    detail: Sentence


def headline(report: Report) -> Headline:
    """Ready to submit, or what stands in the way."""
    if not report.files:
        return Headline(False, Sentence("headline.nothing"), Sentence("headline.nothing-detail"))
    is_ready = report.case.ready if report.case else not report.count(Verdict.REJECT)
    return Headline(is_ready, _standing(report, is_ready=is_ready), tally(report))


def standing(report: Report) -> Sentence:
    """The headline of a set whose left-out files are counted elsewhere, beside why each is."""
    head = headline(report).text
    if "left_out" not in head.values:
        return head
    return Sentence(head.message_id, **{**head.values, "left_out": NOTHING})


def _standing(report: Report, *, is_ready: bool) -> Sentence:
    retake, missing = _obstacles(report)
    case, left_out = report.case, _left_out(report)
    if is_ready:
        return Sentence("headline.ready", left_out=left_out)
    if case and case.not_found:
        return Sentence("headline.not-found", names=[printable(name) for name in case.not_found])
    if case and "nothing-usable" in case.blocked_by and _only_screens(report):
        return Sentence("headline.only-screens")
    if case and is_unnamed(case) and not (retake or missing):
        return Sentence("headline.unnamed", left_out=left_out)
    if retake:
        return Sentence("headline.retake", shots=retake, left_out=left_out)
    if missing:
        return Sentence("headline.missing", shots=missing)
    return Sentence("headline.not-ready")


def is_unnamed(case: CaseSummary) -> bool:
    """Whether nobody has said yet what is wrong with the goods."""
    return "problem-not-named" in case.blocked_by


def group_words(title: str) -> Sentence:
    """A group that was guessed: by its own name, or by its files where the program named it."""
    if not title:
        return Sentence("table.group-unnamed")
    ours = _UNNAMED.fullmatch(title)
    if ours is None:
        return Sentence("table.group", title=title)
    number, first, more = ours.groups()
    return Sentence("table.group-guessed", number=number, first=first, more=more and int(more))


def _left_out(report: Report) -> Sentence:
    """How many files are not submitted, to be joined to the headline; empty where all are."""
    out = len(report.case.not_shown) if report.case else 0
    if report.case and report.plan:
        paths = {file.facts.path for file in report.files}
        out = sum(each.path in paths for each in report.plan.left_out)
    if not out:
        return NOTHING
    return Sentence("headline.left-out", out=out, files=count("files", len(report.files)))


def _only_screens(report: Report) -> bool:
    return all(file.facts.is_screen for file in report.files)


def _obstacles(report: Report) -> tuple[int, int]:
    if report.case is None:
        return report.count(Verdict.REJECT), 0
    return len(report.case.retake_first), len(report.case.missing)


def tally(report: Report) -> Sentence:
    """For example "7 good, 2 usable, 3 to retake"."""
    parts = [
        Sentence(f"tally.{verdict.value}", files=number)
        for verdict in Verdict
        if (number := report.count(verdict))
    ]
    return Sentence("table.tally", parts=parts)


def count(what: str, number: int) -> Sentence:
    """``1 file``, ``2 files``; ``what`` as in the catalogue's ``count``."""
    return Sentence(f"count.{what}", number=number)


def main_finding(file: FileReport) -> Finding | None:
    """The one fault that matters: the first of the worst severity.

    None for a good file, whose notes are asides; but a picture whose focus cannot be judged is
    not called clear.
    """
    worst = max(file.findings, key=lambda finding: finding.severity.rank, default=None)
    if worst is not None and worst.severity is Severity.NOTE:
        unknown = rules_about(About.FOCUS_UNKNOWN)
        return next((each for each in file.findings if each.rule in unknown), None)
    return worst


def other_faults(file: FileReport) -> tuple[str, ...]:
    """What else is wrong, notes apart, in sentences."""
    main = main_finding(file)
    return tuple(
        finding.message
        for finding in file.findings
        if finding is not main and finding.severity is not Severity.NOTE
    )


def when(finding: Finding, at_most: int = 3) -> Sentence:
    """The passages of a finding, unless its message names them already."""
    if _NAMES_TIME.search(finding.message):
        return NOTHING
    return passages(finding.spans_s, at_most)


def passages(spans: Sequence[Span] | None, at_most: int = 3) -> Sentence:
    """For example "0:12–0:18, 0:20–0:21 and 2 more"; empty without spans."""
    if not spans:
        return NOTHING
    return _some([span_words(span) for span in spans], at_most)


def size(size_bytes: int) -> Sentence:
    """Bytes as people say them, decimal: ``2.8 MB``."""
    for unit, factor in (("gigabytes", 10**9), ("megabytes", 10**6), ("kilobytes", 10**3)):
        if size_bytes >= factor:
            return Sentence(f"size.{unit}", size=size_bytes / factor)
    return count("bytes", size_bytes)


def listed(names: Iterable[str], at_most: int) -> Sentence:
    """The first names, and how many more."""
    return _some(list(names), at_most)


def _some(names: Sequence[str], at_most: int) -> Sentence:
    first, more = ", ".join(names[:at_most]), len(names) - at_most
    return (
        Sentence("list.more", listed=first, count=f"{more:,}")
        if more > 0
        else Sentence.verbatim(first)
    )


def whole_points(score: float) -> str:
    """A score without decimals, rounded down: a reject's 49.8 must not read as 50."""
    return str(int(score))
