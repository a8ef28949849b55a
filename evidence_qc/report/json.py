"""The report as JSON: one line a key, one line a finding; written file by file.

Text is UTF-8 and never holds a lone surrogate. Equal reports give equal bytes.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

from evidence_qc.errors import UsageError
from evidence_qc.model import Report
from evidence_qc.report.decode import report_from_dict
from evidence_qc.report.encode import JsonObject, file_to_dict, head, report_to_dict, tail
from evidence_qc.report.text import printable_json

__all__ = ["compact", "dumps", "iter_json", "loads", "report_from_dict", "report_to_dict"]


def iter_json(report: Report) -> Iterator[str]:
    """The document in pieces, about one a file: memory does not grow with their number."""
    yield "{\n"
    for key, value in head(report).items():
        yield f" {compact(key)}: {compact(value)},\n"
    yield ' "files": '
    yield from _listed((_object(file_to_dict(file)) for file in report.files), indent=1)
    for key, value in tail(report).items():
        yield f",\n {compact(key)}: "
        if isinstance(value, list):
            yield from _listed((compact(item) for item in value), indent=1)
        else:
            yield compact(value)
    yield "\n}\n"


def dumps(report: Report) -> str:
    """The whole document as one string, ending in a newline."""
    return "".join(iter_json(report))


def loads(text: str | bytes) -> Report:
    """A saved report.

    Raises:
        UsageError: not JSON, or not a report.
    """
    try:
        data = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise UsageError("error.report-syntax", reason=error) from error
    return report_from_dict(data)


def compact(value: Any) -> str:
    """One value on one line; nothing in it steers the terminal that it may be shown on."""
    text = json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(", ", ": "))
    return printable_json(text)


def _object(data: JsonObject) -> str:
    lines = []
    for key, value in data.items():
        if key == "findings":
            text = "".join(_listed((compact(finding) for finding in value), indent=3))
        else:
            text = compact(value)
        lines.append(f"   {compact(key)}: {text}")
    return "{\n" + ",\n".join(lines) + "\n  }"


def _listed(items: Iterable[str], indent: int) -> Iterator[str]:
    """A list with one item a line (an item may itself hold lines)."""
    empty = True
    for item in items:
        yield ("[\n" if empty else ",\n") + " " * (indent + 1) + item
        empty = False
    yield "[]" if empty else "\n" + " " * indent + "]"
