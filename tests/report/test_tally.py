"""What a person is told of many disputes, and the exit code that goes with it."""

from __future__ import annotations

import pytest

from evidence_qc.errors import ExitCode
from evidence_qc.model import CaseSummary, DisputeResult
from evidence_qc.report.tally import Tally
from tests.report.batches import READY, RETAKE, failed, result
from tests.report.reports import photo, report

LACKS = report(photo("a.jpg"), case=CaseSummary(ready=False, missing=("A label.",)))
OTHER = report(photo("a.jpg"), case=CaseSummary(ready=False))


def tally(*results: DisputeResult) -> Tally:
    made = Tally()
    for each in results:
        made.add(each)
    return made


@pytest.mark.parametrize(
    ("results", "answer"),
    [
        ([result(report=READY)], "1 dispute: 1 can be submitted now."),
        ([result(report=RETAKE)], "1 dispute: 1 needs retakes."),
        ([result(report=LACKS)], "1 dispute: 1 lacks a shot."),
        ([result(report=OTHER)], "1 dispute: 1 is not ready for another reason."),
        ([failed("d9")], "1 dispute: 1 could not be read (first: d9: Nothing)."),
        (
            [*[result(report=READY)] * 1000, *[result(report=RETAKE)] * 2, failed("b"), failed()],
            "1,004 disputes: 1,000 can be submitted now, 2 need retakes, "
            "2 could not be read (first: b: Nothing).",
        ),
    ],
)
def test_the_headline_counts_each_dispute_once(results: list[DisputeResult], answer: str) -> None:
    """Good news first, and of the errors the first."""
    assert tally(*results).headline() == answer


@pytest.mark.parametrize(
    ("results", "code"),
    [
        ([], ExitCode.OK),
        ([result(report=READY), result(report=LACKS)], ExitCode.OK),
        ([result(report=RETAKE), result(report=READY)], ExitCode.FINDINGS),
        ([result(report=READY), failed()], ExitCode.FINDINGS),
        ([failed(kind="crash")], ExitCode.FINDINGS),
        ([failed(kind="bug"), result(report=RETAKE), failed()], ExitCode.BUG),
    ],
)
def test_the_exit_code_is_that_of_the_worst(results: list[DisputeResult], code: ExitCode) -> None:
    """A reject or an error: 1; a bug never looks like a finding."""
    assert tally(*results).exit_code is code


def test_a_name_cannot_steer_the_terminal() -> None:
    """An escape sequence in a folder's name is shown, not sent."""
    assert "\x1b" not in tally(failed("\x1b[2J")).headline()
