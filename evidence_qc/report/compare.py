"""Two reports side by side: whose verdict changed, and which findings came or went."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from evidence_qc.model import FileReport, Finding, Report, Verdict


@dataclass(frozen=True, slots=True)
class ValueChange:
    """One thing that decides verdicts, as it was and as it is; empty where it was not."""

    name: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class FileChange:
    """A file whose verdict or findings changed."""

    path: str
    """As the newer report names it."""
    old: Verdict
    new: Verdict
    gained: tuple[Finding, ...]
    """Findings that only the newer report has."""
    lost: tuple[Finding, ...]
    """Findings that only the older one has."""
    is_other_content: bool = False
    """True where the file itself changed in between: no verdict was changed, but the photo."""

    @property
    def has_new_verdict(self) -> bool:
        """Whether more than a note came or went."""
        return self.old is not self.new


@dataclass(frozen=True, slots=True)
class Comparison:
    """What lies between two reports."""

    tools: tuple[ValueChange, ...]
    """Versions that changed: of this program, of its decoders, the profile and its digest."""
    files: tuple[FileChange, ...]
    """Files with other findings, in the order of the newer report."""
    added: tuple[str, ...]
    """Paths that only the newer report has."""
    removed: tuple[str, ...]
    """Paths that only the older report has."""
    unchanged: int
    """Files with the same verdict and the same findings."""

    @property
    def is_same(self) -> bool:
        """Whether every file stands in both reports with the same verdict."""
        return not (self.added or self.removed or any(f.has_new_verdict for f in self.files))


def compare_reports(old: Report, new: Report) -> Comparison:
    """What changed from one report to the other.

    Files are the same if their content is (SHA-256), whatever they are called now; files of other
    content are compared where their path is the same. A finding is the same if its rule and its
    severity are: numbers and sentences may change with a version.
    """
    partner = _partners(old.files, new.files)
    changes, unchanged = [], 0
    for file in new.files:
        before = partner.get(file.facts.path)
        if before is None:
            continue
        change = _change(before, file)
        if change.has_new_verdict or change.gained or change.lost:
            changes.append(change)
        else:
            unchanged += 1
    met = {before.facts.path for before in partner.values()}
    return Comparison(
        tools=tuple(_tools(old, new)),
        files=tuple(changes),
        added=tuple(f.facts.path for f in new.files if f.facts.path not in partner),
        removed=tuple(f.facts.path for f in old.files if f.facts.path not in met),
        unchanged=unchanged,
    )


def _partners(old: Sequence[FileReport], new: Sequence[FileReport]) -> dict[str, FileReport]:
    """Path in the newer report → the same file in the older one; each is used once."""
    by_path = {file.facts.path: file for file in old}
    found = {
        path: before
        for path, file in ((file.facts.path, file) for file in new)
        if (before := by_path.get(path)) and before.facts.sha256 == file.facts.sha256
    }
    renamed: dict[str, list[FileReport]] = {}
    for path, before in by_path.items():
        if path not in found and before.facts.sha256:
            renamed.setdefault(before.facts.sha256, []).append(before)
    moved = set()
    for file in new:
        candidates = renamed.get(file.facts.sha256)
        if file.facts.path not in found and candidates:
            found[file.facts.path] = candidates.pop(0)
            moved.add(found[file.facts.path].facts.path)
    for file in new:
        path = file.facts.path
        if path not in found and path in by_path and path not in moved:
            found[path] = by_path[path]
    return found


def _change(old: FileReport, new: FileReport) -> FileChange:
    had = {(finding.rule, finding.severity) for finding in old.findings}
    has = {(finding.rule, finding.severity) for finding in new.findings}
    return FileChange(
        path=new.facts.path,
        old=old.verdict,
        new=new.verdict,
        gained=tuple(f for f in new.findings if (f.rule, f.severity) not in had),
        lost=tuple(f for f in old.findings if (f.rule, f.severity) not in has),
        is_other_content=old.facts.sha256 != new.facts.sha256,
    )


def _tools(old: Report, new: Report) -> Iterator[ValueChange]:
    before, after = _versions(old), _versions(new)
    for name in [*after, *(name for name in before if name not in after)]:
        if before.get(name) != after.get(name):
            yield ValueChange(name, before.get(name, ""), after.get(name, ""))


def _versions(report: Report) -> dict[str, str]:
    return {
        report.tool.name: report.tool.version,
        **report.tool.components,
        "profile": report.profile.name,
        "profile's digest": report.profile.sha256[:12],
    }
