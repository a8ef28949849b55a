"""Many disputes as JSON Lines: one line a dispute, its report or why there is none.

A line's report is the document of ``scan --format json``. An error stands beside the tool and the
profile that it was met with, as a report names its own: any line says who made it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from evidence_qc.model import DisputeResult, Report, ReusedPhoto
from evidence_qc.model.batch import BATCH_SCHEMA
from evidence_qc.report.encode import file_to_dict, head, profile_to_dict, tail, tool_to_dict
from evidence_qc.report.json import compact
from evidence_qc.report.text import message_to_dict, raw_base64, to_unicode


def iter_line(result: DisputeResult) -> Iterator[str]:
    """One dispute in pieces, the last of which ends in a newline; equal results, equal bytes."""
    opening: dict[str, Any] = {"schema": BATCH_SCHEMA, **name_to_dict(result.dispute)}
    if result.report is not None:
        yield f"{compact(opening)[:-1]}, {compact('report')}: "
        yield from _report(result.report)
        if result.reused:
            yield f", {compact('reused')}: {compact([_reused(each) for each in result.reused])}"
        yield "}\n"
        return
    assert result.error is not None
    opening["tool"] = tool_to_dict(result.tool)
    opening["profile"] = profile_to_dict(result.profile)
    opening["error"] = {
        "kind": result.error.kind,
        "message": to_unicode(result.error.message),
        "remedy": to_unicode(result.error.remedy),
        **message_to_dict(result.error.message_id, result.error.values),
    }
    yield compact(opening) + "\n"


def name_to_dict(dispute: str, key: str = "dispute") -> dict[str, str]:
    """How a line names a dispute."""
    raw = raw_base64(dispute)
    return {key: to_unicode(dispute), **({f"{key}_b64": raw} if raw else {})}


def _reused(photo: ReusedPhoto) -> dict[str, Any]:
    return {
        "path": to_unicode(photo.path),
        **name_to_dict(photo.other_dispute, "other_dispute"),
        "other_path": to_unicode(photo.other_path),
        "distance_bits": photo.distance_bits,
        "more": photo.more,
    }


def _report(report: Report) -> Iterator[str]:
    """The document on one line, about a piece a file."""
    yield compact(head(report))[:-1]
    yield f", {compact('files')}: ["
    yield from _separated(compact(file_to_dict(file)) for file in report.files)
    yield f"], {compact(tail(report))[1:]}"


def _separated(items: Iterable[str]) -> Iterator[str]:
    for number, item in enumerate(items):
        yield f", {item}" if number else item
