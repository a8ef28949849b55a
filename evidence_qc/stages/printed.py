"""Which print of a case is read: only where a number is looked for that no code holds."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from evidence_qc.examine.isolated import read_print
from evidence_qc.measures.content.printed_lines import can_read
from evidence_qc.media.files.originals import open_file
from evidence_qc.model import Case, FileFacts, Media, Report, Role
from evidence_qc.plan.numbers import Printed, in_codes
from evidence_qc.stages.context import ScanContext

PHOTOS_MAX = 8
"""Reading one takes 3 s; the likeliest come first."""


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
    return {facts.path: _lines(facts, context) for facts in _likely(report, case)}


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


def _lines(facts: FileFacts, context: ScanContext) -> tuple[str, ...]:
    try:
        with open_file(facts, context.root) as file:
            data = file.read()
        return read_print(data, facts.format, workers=context.workers, stop=context.stop)
    except (OSError, ValueError):
        return ()  # it was drawn a moment ago; then it is not read
