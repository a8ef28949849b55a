"""One row a file, for a spreadsheet.

Decided so:

* UTF-8 with a byte order mark, because Excel reads a file without one as the local code page and
  garbles every name outside it. In Python read it with ``encoding="utf-8-sig"``.
* Rows end in CR LF (RFC 4180). The text already holds them: write it without newline translation.
* No cell steers the terminal or turns the reading order: such characters become U+FFFD, and the
  bytes of a path that had some are in ``path_b64``.
* A text that a spreadsheet would run as a formula (it begins with ``= + - @``, a tab or a line
  break, also in full width) gets an apostrophe in front. Numbers are never touched.
"""

from __future__ import annotations

import csv
import io
from base64 import b64encode
from collections.abc import Iterator
from dataclasses import fields
from typing import Any

from evidence_qc.model import PictureMeasurements, Report
from evidence_qc.report.encode import JsonObject, file_to_dict
from evidence_qc.report.text import printable

BYTE_ORDER_MARK = "\ufeff"

FACTS = (
    "path", "media", "format", "verdict", "score", "rule", "message", "advice", "other_rules",
    "size_bytes", "width_px", "height_px", "captured_at", "duration_s", "frame_rate",
    "best_frames_s",
)  # fmt: skip
MEASUREMENTS = tuple(
    item.name for item in fields(PictureMeasurements) if item.name != "luma_histogram"
)
COLUMNS = (*FACTS, *MEASUREMENTS, "sha256", "path_b64")

_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def iter_csv(report: Report) -> Iterator[str]:
    """The header (with the byte order mark), then one row a file."""
    yield BYTE_ORDER_MARK + _row(COLUMNS)
    for file in report.files:
        cells = _cells(file_to_dict(file))
        yield _row(tuple(cells.get(column) for column in COLUMNS))


def _cells(file: JsonObject) -> JsonObject:
    findings = file["findings"]
    first = findings[0] if findings else {}
    return {
        **file,
        **file["measurements"],
        "rule": first.get("rule"),
        "message": first.get("message"),
        "advice": first.get("advice"),
        "other_rules": " ".join(finding["rule"] for finding in findings[1:]),
        "path_b64": file.get("path_b64") or _hidden(file["path"]),
        "best_frames_s": " ".join(str(each["time_s"]) for each in file.get("best_frames", ())),
    }


def _row(cells: tuple[Any, ...]) -> str:
    buffer = io.StringIO(newline="")
    csv.writer(buffer, lineterminator="\r\n").writerow([_safe(cell) for cell in cells])
    return buffer.getvalue()


def _hidden(path: str) -> str | None:
    """The bytes of a path that is not shown as it is, base64."""
    return None if printable(path) == path else b64encode(path.encode()).decode("ascii")


def _safe(cell: Any) -> Any:
    if not isinstance(cell, str):
        return cell
    is_formula = cell.lstrip(" \u00a0").startswith(_FORMULA_STARTS)
    return "'" + printable(cell) if is_formula else printable(cell)
