"""Check: is this ready to be submitted as it is? The gate that other programs call."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from evidence_qc.case.summary import FILE_NOT_FOUND
from evidence_qc.errors import NoInputError
from evidence_qc.examine.isolated import Isolation
from evidence_qc.language import Sentence
from evidence_qc.model import (
    FileReport,
    Profile,
    ProfileRef,
    Report,
    Severity,
    Verdict,
)
from evidence_qc.rules import RULES
from evidence_qc.rules.judge import Judge
from evidence_qc.stages.about import tool_info
from evidence_qc.stages.context import ScanContext
from evidence_qc.stages.scan import Paths, as_arguments, scan_case

Subject = str | os.PathLike[str] | bytes | Any
"""A path, the bytes of a file, a Pillow image, or an RGB array (uint8 H×W×3)."""


@dataclass(frozen=True, slots=True)
class CheckResult:
    """Ready or not, why not, and the whole report behind it."""

    ready: bool
    reasons: tuple[Sentence, ...]
    """One sentence each, worst first; empty when ready."""
    report: Report
    blocked_by: tuple[str, ...] = ()
    """The same for programs: names of rules, or ``file-not-found``, ``only-screenshots``."""
    warned_by: tuple[str, ...] = ()
    """Names of the rules that warn of a file without standing in the way."""


def check(
    subject: Subject | Sequence[Subject],
    *,
    profile: str | Profile = "aliexpress",
    jobs: int | None = None,
    use_cache: bool = False,
    isolation: Isolation = "thread",
) -> CheckResult:
    """Judge one or several photos or videos as they would be submitted.

    Args:
        subject: a path (file or folder), the bytes of a photo, a Pillow image, an upright RGB
            array (uint8 H×W×3), or a sequence of these.
        profile: name, path of a TOML file, or a loaded profile.
        jobs: workers for paths; by default one a processor.
        use_cache: take the facts of unchanged files from the user's cache.
        isolation: of paths, as in ``scan``; what is in memory is read in this process.

    Raises:
        NoInputError: a path does not exist or holds no photo or video.
        ProfileError: the profile is unknown or wrong.
        TypeError, ValueError: the subject is none of these.
    """
    subjects = _as_list(subject)
    if not subjects:
        raise NoInputError("error.nothing-to-check")
    context = ScanContext.of(profile, jobs=jobs, use_cache=use_cache, isolation=isolation)
    if all(isinstance(each, str | os.PathLike) for each in subjects):
        return check_paths(subjects, context)
    chosen = context.profile
    judge = Judge.for_profile(chosen)
    from evidence_qc.examine.in_memory import examine_in_memory  # OpenCV only where it is needed
    from evidence_qc.focus import FocusModel

    focus = FocusModel()
    files: list[FileReport] = []
    for number, each in enumerate(subjects, start=1):
        if isinstance(each, str | os.PathLike):
            of_path, _ = scan_case(each, context)
            files += of_path.files
        else:
            files.append(judge.file(examine_in_memory(each, focus, f"picture {number}")))
    judged, of_set = judge.whole_set(files, None)
    report = Report(
        tool=tool_info(),
        profile=ProfileRef.of(chosen),
        files=judged,
        findings=of_set,
    )
    return _result(report, chosen)


def check_paths(paths: Paths, context: ScanContext) -> CheckResult:
    """The same for files and folders."""
    report, _ = scan_case(as_arguments(paths), context)
    return _result(report, context.profile)


def _result(report: Report, profile: Profile) -> CheckResult:
    blocking = {
        rule.name
        for rule in RULES
        if (fields := rule.stops_upload_by) is not None
        and not (fields and all(getattr(profile, name).is_assumed for name in fields))
    }
    blocks = [*_not_found(report), *_rejected(report), *_only_screens(report)]
    blocks += [
        (finding.rule, Sentence("check.file", path=file.facts.path, fault=finding.message))
        for file in report.files
        for finding in file.findings
        if finding.rule in blocking
    ]
    blocks += [
        (finding.rule, finding.message)
        for finding in report.findings
        if finding.rule in blocking or finding.severity is Severity.REJECT
    ]
    ready = not blocks
    blocked_by = tuple(dict.fromkeys(rule for rule, _ in blocks))
    warned_by = tuple(
        dict.fromkeys(
            finding.rule
            for file in report.files
            for finding in file.findings
            if finding.severity is Severity.WARN
        )
    )
    case = report.case and replace(
        report.case, ready=ready, blocked_by=blocked_by, warned_by=warned_by
    )
    return CheckResult(
        ready=ready,
        reasons=tuple(sentence for _, sentence in blocks),
        report=replace(report, case=case),
        blocked_by=blocked_by,
        warned_by=warned_by,
    )


Block = tuple[str, Sentence]
"""Name for programs, sentence for people."""


def _not_found(report: Report) -> list[Block]:
    return [
        (FILE_NOT_FOUND, Sentence("check.not-there", path=name))
        for name in (report.case.not_found if report.case else ())
    ]


def _rejected(report: Report) -> list[Block]:
    return [
        (finding.rule, Sentence("check.file", path=file.facts.path, fault=finding.message))
        for file in report.files
        if file.verdict is Verdict.REJECT
        for finding in file.findings[:1]
    ]


def _only_screens(report: Report) -> list[Block]:
    """A picture of a screen shows what was promised or written, not what came."""
    if not report.files or not all(file.facts.is_screen for file in report.files):
        return []
    paths = [file.facts.path for file in report.files[:2]]
    more = max(0, len(report.files) - 2) or ""
    return [("only-screenshots", Sentence("check.only-screens", paths=paths, more=more))]


def _as_list(subject: Any) -> list[Any]:
    if isinstance(subject, list | tuple):
        return list(subject)
    return [subject]
