"""Writes a report in one of the formats: the one place that knows all writers."""

from __future__ import annotations

import shutil
from typing import TextIO

from evidence_qc.model import Report


def write_report(
    report: Report,
    stream: TextIO,
    *,
    form: str,
    colour: bool = False,
    verbose: bool = False,
    language: str = "en",
) -> None:
    """Write the report as ``table``, ``json``, ``jsonl`` or ``csv`` to a text stream.

    Only a table is for people: what programs read is the same in every language.

    Raises:
        ValueError: the format is none of these (a page needs pictures: ``report.html``).
    """
    if form == "table":
        from evidence_qc.report.localise import localised
        from evidence_qc.report.table import render_table

        # A pipe has no width of its own; a page of a terminal is what people paste into mails.
        width = shutil.get_terminal_size((100, 24)).columns
        table = render_table(
            localised(report, language),
            width=width,
            colour=colour,
            verbose=verbose,
            language=language,
        )
        stream.write(table)
        return
    if form == "json":
        from evidence_qc.report.json import iter_json as pieces
    elif form == "jsonl":
        from evidence_qc.report.jsonl import iter_jsonl as pieces
    elif form == "csv":
        from evidence_qc.report.csv import iter_csv as pieces
    else:
        raise ValueError(f"no such report format: {form}")
    for piece in pieces(report):
        stream.write(piece)
