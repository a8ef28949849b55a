"""The spreadsheet: one row a file, nothing that runs."""

from __future__ import annotations

import csv
import io
from base64 import b64decode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidence_qc.report.csv import COLUMNS, iter_csv
from evidence_qc.report.text import printable
from tests.report.reports import SHAKEN, TWIN, photo, report


def read(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline="")))


def test_one_row_a_file_in_the_order_of_the_report() -> None:
    """Header first; every row has every column."""
    rows = read("".join(iter_csv(report())))

    assert [row["path"] for row in rows] == [file.facts.path for file in report().files]
    assert all(tuple(row) == COLUMNS for row in rows)


def test_the_first_finding_speaks_for_the_file() -> None:
    """Its message and advice; the other rules by name."""
    row = read("".join(iter_csv(report(photo(findings=[SHAKEN, TWIN])))))[0]

    assert (row["rule"], row["message"]) == ("motion-blur", "The camera moved.")
    assert row["other_rules"] == "near-duplicate"
    assert row["blur_permille"] == "6.1"


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", " =", "＝"])
def test_no_name_is_a_formula(start: str) -> None:
    """A spreadsheet shows the name; it never runs it."""
    text = "".join(iter_csv(report(photo(start + 'cmd|"/c calc"!A1.jpg'))))

    assert read(text)[0]["path"] == "'" + printable(start) + 'cmd|"/c calc"!A1.jpg'


def test_a_negative_number_stays_a_number() -> None:
    """Only texts are guarded."""
    row = next(line for line in iter_csv(report(photo(size_bytes=-1))) if "box" in line)

    assert ",-1," in row


@given(st.text())
def test_any_name_is_one_cell(name: str) -> None:
    """Quotes, commas and line breaks in a name do not break the row; its bytes are never lost."""
    rows = read("".join(iter_csv(report(photo(name)))))

    assert len(rows) == 1
    assert rows[0]["path"].removeprefix("'") == printable(name).removeprefix("'")
    if printable(name) != name:
        assert b64decode(rows[0]["path_b64"]).decode() == name


def test_excel_reads_it_as_utf8() -> None:
    """A byte order mark first, CR LF at every end."""
    pieces = list(iter_csv(report()))

    assert pieces[0].startswith("\ufeff")
    assert all(piece.endswith("\r\n") for piece in pieces)
