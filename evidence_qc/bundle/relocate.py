"""The report of a bundle: the same, with every path as it is inside the bundle."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from evidence_qc.model import FileReport, Finding, Plan, Report


def relocate(report: Report, names: Mapping[str, str]) -> Report:
    """Paths replaced by ``names`` (files, duplicates, plan); what has no new name keeps its own."""
    return replace(
        report,
        files=tuple(_file(file, names) for file in report.files),
        findings=tuple(_finding(finding, names) for finding in report.findings),
        plan=relocate_plan(report.plan, names) if report.plan else None,
        case=replace(
            report.case, not_shown=tuple(names.get(path, path) for path in report.case.not_shown)
        )
        if report.case
        else None,
    )


def relocate_plan(plan: Plan, names: Mapping[str, str]) -> Plan:
    """The plan with paths as they are inside the bundle."""
    return replace(
        plan,
        slots=tuple(
            replace(
                slot,
                tiles=tuple(replace(t, path=names.get(t.path, t.path)) for t in slot.tiles),
            )
            for slot in plan.slots
        ),
        video=replace(plan.video, path=names.get(plan.video.path, plan.video.path))
        if plan.video
        else None,
        left_out=tuple(replace(out, path=names.get(out.path, out.path)) for out in plan.left_out),
    )


def _file(file: FileReport, names: Mapping[str, str]) -> FileReport:
    facts = file.facts
    companion = names.get(facts.companion, facts.companion) if facts.companion else None
    return replace(
        file,
        facts=replace(
            facts, path=names.get(facts.path, facts.path), path_b64=None, companion=companion
        ),
        findings=tuple(_finding(finding, names) for finding in file.findings),
    )


def _finding(finding: Finding, names: Mapping[str, str]) -> Finding:
    return replace(finding, related=tuple(names.get(path, path) for path in finding.related))
