"""A report whose findings speak another language; for people, never for programs.

What JSON, CSV and lines say stays English: they carry ids and values, from which any language can
be made again; ``json_in_language`` does so for a page that shows them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

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


def json_in_language(data: Any, language: str) -> Any:
    """JSON that was made of a report or of an error, its English said in a language.

    Ids and values stay; what has none stays as it is. ``message`` and ``advice`` go by
    ``message_id`` and ``advice_id``, ``NAME`` by ``NAME_message``, a list by ``NAME_messages``.
    """
    if language == ENGLISH:
        return data
    if isinstance(data, list):
        return [json_in_language(each, language) for each in data]
    if not isinstance(data, Mapping):
        return data
    said = {
        key: value if key == "values" else json_in_language(value, language)
        for key, value in data.items()
    }
    if "message_id" in data:
        for name in {"message", "advice"} & data.keys():
            message_id = data.get(f"{name}_id") or data[name]
            said[name] = render(message_id, data["values"], language=language)
    for key, message in data.items():
        name = key.removesuffix("s").removesuffix("_message")
        if name == key.removesuffix("s") or name not in data:
            continue
        if isinstance(message, list):
            said[name] = [
                _say(each, language) if each else text
                for each, text in zip(message, data[name], strict=True)
            ]
        else:
            said[name] = _say(message, language)
    return said


def _say(message: Mapping[str, Any], language: str) -> str:
    return render(message["message_id"], message["values"], language=language)


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
