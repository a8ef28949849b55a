"""The order's and the parcel's number of a kept case: looked for in its photos, and said where."""

from __future__ import annotations

from evidence_qc.language import Sentence
from evidence_qc.model import Plan
from evidence_qc.plan.numbers import Printed, where_read
from evidence_qc.serve.cases.document import Document
from evidence_qc.serve.cases.judged import Judged
from evidence_qc.stages.context import ScanContext
from evidence_qc.stages.printed import printed_numbers

_ON_THE_PAGE = {
    "tracking.shown": "page.number-shown",
    "tracking.printed": "page.number-shown",
    "tracking.left-out": "page.number-left-out",
    "tracking.printed-left-out": "page.number-left-out",
    "tracking.not-read": "page.number-not-read",
    "tracking.not-printed": "page.number-not-read",
}
"""What the command says with its options, in the words of the page."""


def numbers_of(document: Document) -> list[str]:
    """Those that were given, the order's first."""
    given = (document["order"].strip(), document["tracking"].strip())
    return list(dict.fromkeys(number for number in given if number))


def print_of(document: Document, judged: Judged, context: ScanContext) -> Printed | None:
    """The print that was read for them; nothing is read where none was given."""
    numbers = numbers_of(document)
    return printed_numbers(numbers, judged.report, judged.case, context) if numbers else None


def where(
    document: Document, judged: Judged, plan: Plan, printed: Printed | None
) -> tuple[Sentence, ...]:
    """One sentence for each number: in which photo it can be read, if in any."""
    found = (where_read(each, judged.report.files, plan, printed) for each in numbers_of(document))
    return tuple(
        Sentence(_ON_THE_PAGE.get(each.message_id, each.message_id), **dict(each.values))
        for each in found
    )
