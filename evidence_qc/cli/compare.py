"""``evidence-qc compare``: whose verdict changed between two reports, and why."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import click

from evidence_qc.cli.common import format_option, in_their_language, language_option, say
from evidence_qc.cli.paths import named_path
from evidence_qc.errors import ExitCode, UsageError
from evidence_qc.language import Sentence

if TYPE_CHECKING:
    from evidence_qc.model import Report
    from evidence_qc.report.compare import Comparison, FileChange

SCHEMA = "evidence-qc/compare/1"


@click.command("compare")
@click.argument("old", type=named_path, metavar="OLD.json")
@click.argument("new", type=named_path, metavar="NEW.json")
@format_option("text", "json")
@language_option
def command(old: str, new: str, form: str) -> int:
    """Say whose verdict changed from one saved report to another, and which findings came or went.

    Reports are what ``scan --format json`` or ``check --format json`` writes, of any version. Files
    are the same if their content is. Exits 0 when every file has its verdict still, else 6.
    """
    import json

    from evidence_qc.report.compare import compare_reports

    compared = compare_reports(_read(old), _read(new))
    if form == "json":
        say(json.dumps(_as_json(compared), indent=2, ensure_ascii=False))
    else:
        for line in _lines(compared):
            say(line)
    return int(ExitCode.OK if compared.is_same else ExitCode.MISMATCH)


def _read(path: str) -> Report:
    """The saved report; UsageError or NoInputError naming the file if it is none."""
    import json
    from pathlib import Path

    from evidence_qc.errors import NoInputError
    from evidence_qc.report.decode import report_from_dict

    try:
        data = json.loads(Path(path).read_bytes())
    except OSError as error:
        raise NoInputError(
            "error.report-unreadable", path=path, reason=error.strerror or error
        ) from None
    except (ValueError, RecursionError) as error:
        raise UsageError("error.report-not-json", path=path, reason=error) from None
    try:
        return report_from_dict(data)
    except UsageError as error:
        raise UsageError(
            "error.in-file", error.remedy_id, path=path, fault=error.message_id, **error.values
        ) from None


def _lines(compared: Comparison) -> Iterator[str]:
    """The headline, what decides verdicts, then changed verdicts, then other findings."""
    changed = [file for file in compared.files if file.has_new_verdict]
    others = [file for file in compared.files if not file.has_new_verdict]
    unchanged = compared.unchanged
    yield Sentence("compared.all", verdicts=len(changed), others=len(others), unchanged=unchanged)
    none = in_their_language(Sentence("compared.none"))
    for each in compared.tools:
        yield f"{each.name}: {each.old or none} → {each.new or none}"
    for file in [*changed, *others]:
        yield from _file_lines(file)
    yield from (Sentence("compared.added", path=path) for path in compared.added)
    yield from (Sentence("compared.removed", path=path) for path in compared.removed)


def _file_lines(file: FileChange) -> Iterator[str]:
    from evidence_qc.report.phrases import verdict_word

    old, new = (in_their_language(verdict_word(each)) for each in (file.old, file.new))
    verdict = f"{old} → {new}" if file.has_new_verdict else new
    changed = in_their_language(Sentence("compared.other-content"))
    other = f" ({changed})" if file.is_other_content else ""
    yield f"{file.path}: {verdict}{other}"
    yield from (f"  + {finding.message}" for finding in file.gained)
    yield from (f"  - {finding.message}" for finding in file.lost)


def _as_json(compared: Comparison) -> dict[str, Any]:
    from dataclasses import asdict

    from evidence_qc.report.encode import finding_to_dict

    return {
        "schema": SCHEMA,
        "same": compared.is_same,
        "tools": [asdict(each) for each in compared.tools],
        "files": [
            {
                "path": file.path,
                "old": file.old.value,
                "new": file.new.value,
                "other_content": file.is_other_content,
                "gained": [finding_to_dict(finding) for finding in file.gained],
                "lost": [finding_to_dict(finding) for finding in file.lost],
            }
            for file in compared.files
        ],
        "added": list(compared.added),
        "removed": list(compared.removed),
        "unchanged": compared.unchanged,
    }
