"""The only writers of reports: one file a format, one door for all of them.

Every format is made from the same tree (``model.Report``) and says nothing that JSON does not.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from evidence_qc.model import Report

MACHINE_FORMATS = ("json", "jsonl", "csv")


def iter_bytes(report: Report, format_name: str) -> Iterator[bytes]:
    """A report for a program, in UTF-8 pieces of about one file each.

    Args:
        report: what a scan found.
        format_name: one of ``MACHINE_FORMATS``; the table and the page have doors of their own
            (``report.table.render_table``, ``report.html.write_html``).
    """
    from evidence_qc.report.csv import iter_csv
    from evidence_qc.report.json import iter_json
    from evidence_qc.report.jsonl import iter_jsonl

    writers = {"json": iter_json, "jsonl": iter_jsonl, "csv": iter_csv}
    return (piece.encode("utf-8") for piece in writers[format_name](report))
