"""Which print of a case is read: only where a number is looked for that no code holds."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from evidence_qc.examine.isolated import read_print
from evidence_qc.measures.content.printed_lines import QUARTER_TURNS, can_read
from evidence_qc.media.files.originals import open_file
from evidence_qc.model import Case, FileFacts, Media, Report, Role
from evidence_qc.plan.numbers import Printed, in_codes, stands_in
from evidence_qc.stages.context import ScanContext

PHOTOS_MAX = 8
"""Reading one takes 3 s; the likeliest come first."""
TURNED_MAX = 3
"""So many of them are read turned as well, until every number was found."""


def printed_numbers(
    numbers: Iterable[str], report: Report, case: Case, context: ScanContext
) -> Printed | None:
    """Path of a photo → its lines of print; None where nothing can read them.

    Nothing is read where bar codes hold every number already.
    """
    wanted = [number for number in numbers if number.strip()]
    if all(in_codes(number, report.files) for number in wanted):
        return {}
    if not can_read():
        return None
    likely = _likely(report, case)
    printed = {facts.path: _lines(facts, context) for facts in likely}
    for turns in QUARTER_TURNS[1:]:
        for facts in likely[:TURNED_MAX]:
            if all(_is_found(number, report, printed) for number in wanted):
                return printed
            printed[facts.path] += _lines(facts, context, turns)
    return printed


def _is_found(number: str, report: Report, printed: Printed) -> bool:
    lines = (line for lines in printed.values() for line in lines)
    return in_codes(number, report.files) or any(stands_in(number, line) for line in lines)


def _likely(report: Report, case: Case) -> Sequence[FileFacts]:
    """Labels, pages and screens, then what shows most print."""
    photos = [
        file.facts
        for file in report.files
        if file.facts.media is Media.PHOTO and file.facts.path not in case.excluded
    ]
    with_print = [facts for facts in photos if _rank(facts, case) < _NO_PRINT]
    with_print.sort(
        key=lambda facts: (_rank(facts, case), -(facts.text.letters if facts.text else 0))
    )
    return with_print[:PHOTOS_MAX]


_NO_PRINT = 3


def _rank(facts: FileFacts, case: Case) -> int:
    if case.roles.get(facts.path) is Role.LABEL:
        return 0
    if facts.is_screen or facts.is_printed_page or facts.codes:
        return 1
    return 2 if facts.text is not None else _NO_PRINT


def _lines(facts: FileFacts, context: ScanContext, quarter_turns: int = 0) -> tuple[str, ...]:
    try:
        with open_file(facts, context.root) as file:
            data = file.read()
        return read_print(
            data,
            facts.format,
            workers=context.workers,
            stop=context.stop,
            quarter_turns=quarter_turns,
        )
    except (OSError, ValueError):
        return ()  # it was drawn a moment ago; then it is not read
