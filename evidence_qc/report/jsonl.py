"""One JSON object a line, one line a file: for pipes, and for results that arrive one by one.

A line is an entry of ``files`` of the JSON report. What concerns the whole set (its findings,
what was skipped, the case) is in the JSON report alone.
"""

from __future__ import annotations

from collections.abc import Iterator

from evidence_qc.model import FileReport, Report
from evidence_qc.report.encode import file_to_dict
from evidence_qc.report.json import compact


def line(file: FileReport) -> str:
    """One file, ending in a newline."""
    return compact(file_to_dict(file)) + "\n"


def iter_jsonl(report: Report) -> Iterator[str]:
    """All files in the order of the report."""
    return (line(file) for file in report.files)
