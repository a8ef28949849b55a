"""The result of a scan: one immutable tree that every format is written from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from evidence_qc.language import Sentence
from evidence_qc.model.case import CaseSummary
from evidence_qc.model.facts import FileFacts, Skipped
from evidence_qc.model.findings import Finding, Verdict
from evidence_qc.model.plan import Plan
from evidence_qc.model.profile import Profile

REPORT_SCHEMA = "evidence-qc/report/1"


@dataclass(frozen=True, slots=True)
class ToolInfo:
    """Who made the report: versions of everything that can change a verdict."""

    name: str
    version: str
    components: Mapping[str, str] = field(default_factory=dict)
    """focus model, OpenCV, Pillow, NumPy, ffmpeg."""


@dataclass(frozen=True, slots=True)
class ProfileRef:
    """Which profile the report was judged by."""

    name: str
    sha256: str

    @classmethod
    def of(cls, profile: Profile) -> ProfileRef:
        """The profile by its name and what it holds."""
        return cls(profile.name, profile.sha256)


@dataclass(frozen=True, slots=True)
class FileReport:
    """One file with its verdict."""

    facts: FileFacts
    verdict: Verdict
    score: float | None
    """0–100, one decimal; None where nothing could be measured."""
    findings: tuple[Finding, ...] = ()
    """Worst first."""


@dataclass(frozen=True, slots=True)
class Report:
    """Everything that a scan found."""

    tool: ToolInfo
    profile: ProfileRef
    files: tuple[FileReport, ...]
    findings: tuple[Finding, ...] = ()
    """Findings about the whole set."""
    skipped: tuple[Skipped, ...] = ()
    case: CaseSummary | None = None
    plan: Plan | None = None
    """What is submitted and what is left out, once a bundle is planned."""
    statement: str = ""
    """The text to submit with it; empty before a bundle is planned."""
    statement_lines: tuple[Sentence, ...] = ()
    """What the text was made of, line by line; empty for the user's own words."""

    def count(self, verdict: Verdict) -> int:
        """Number of files with this verdict."""
        return sum(file.verdict is verdict for file in self.files)
