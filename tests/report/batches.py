"""Results of disputes for the tests of this room, and the check that every line has to pass."""

from __future__ import annotations

import json
from typing import Any

import jsonschema
from referencing import Registry, Resource

from evidence_qc.model import CaseSummary, DisputeError, DisputeResult
from evidence_qc.report.batch import iter_line
from evidence_qc.report.schema import batch_schema, report_schema
from tests.report.reports import SHAKEN, photo, report

REPORT = report()
READY = report(photo("a.jpg"), case=CaseSummary(ready=True))
RETAKE = report(photo("a.jpg", [SHAKEN]), case=CaseSummary(ready=False, retake_first=("a.jpg",)))

_REGISTRY: Registry[Any] = Registry().with_resource(
    "report.schema.json", Resource.from_contents(report_schema())
)


def result(name: str = "d1", report: Any = REPORT) -> DisputeResult:
    """A dispute with its report."""
    return DisputeResult(name, REPORT.tool, REPORT.profile, report=report)


def failed(name: str = "d2", kind: str = "no-input", message: str = "Nothing.") -> DisputeResult:
    """A dispute that could not be looked at."""
    error = DisputeError(kind, message, "Name another folder.")
    return DisputeResult(name, REPORT.tool, REPORT.profile, error=error)


def line(of: DisputeResult) -> str:
    """The line, once it is known to be one that the schema allows."""
    text = "".join(iter_line(of))
    checked(text)
    return text


def checked(text: str) -> dict[str, Any]:
    """The object on a line; fails unless it is exactly one line that the schema allows."""
    assert text.endswith("\n")
    assert text.count("\n") == 1
    data: dict[str, Any] = json.loads(text)
    jsonschema.Draft202012Validator(batch_schema(), registry=_REGISTRY).validate(data)
    return data
