"""A report whose findings speak another language; for people, never for programs.

What JSON, CSV and lines say stays English: they carry ids and values, from which any language can
be made again.
"""

from __future__ import annotations

from dataclasses import replace

from evidence_qc.language import render
from evidence_qc.language.catalogue import ENGLISH
from evidence_qc.model import Damage, FileReport, Finding, Report


def localised(report: Report, language: str) -> Report:
    """The same report with sentences of a language in place of the ids of its findings and damage.

    A sentence that no catalogue holds is its own id, so whoever draws the report needs not know.
    """
    if language == ENGLISH:
        return report
    return replace(
        report,
        files=tuple(_file(file, language) for file in report.files),
        findings=tuple(_finding(finding, language) for finding in report.findings),
    )


def _file(file: FileReport, language: str) -> FileReport:
    damage = tuple(_damage(each, language) for each in file.facts.damage)
    findings = tuple(_finding(finding, language) for finding in file.findings)
    return replace(file, facts=replace(file.facts, damage=damage), findings=findings)


def _finding(finding: Finding, language: str) -> Finding:
    return replace(
        finding,
        message_id=render(finding.message_id, finding.values, language=language),
        advice_id=render(finding.advice_id, finding.values, language=language),
        values={},
    )


def _damage(damage: Damage, language: str) -> Damage:
    said = render(damage.message_id, damage.values, language=language)
    return replace(damage, message_id=said, values={})
