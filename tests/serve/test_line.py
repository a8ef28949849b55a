"""Whoever would wait in vain is told at once; nobody is sent away for a guess."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack

import pytest

from evidence_qc.serve.error_responses import BusyError
from evidence_qc.serve.line import COMING_S, MEASURED, PROMISED_MAX_S, WAIT_MAX_S, Line


class Clock:
    """Seconds that pass when told."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Iterator[Clock]:
    return Clock()


def served(line: Line, clock: Clock, each_s: float, number: int = MEASURED) -> None:
    """So many are answered one after the other, while the next already waits."""
    places = [ExitStack() for _ in range(number)]
    for place in places:
        place.enter_context(line.joined())
    for place in places:
        clock.now += each_s
        place.close()


def inside(line: Line, most: int) -> tuple[ExitStack, int]:
    """As many as are let in, up to ``most``."""
    taken = ExitStack()
    for number in range(most):
        try:
            with line.announced():
                pass
            taken.enter_context(line.joined())
        except BusyError:
            return taken, number
    return taken, most


@pytest.mark.parametrize("each_s", [0.05, 0.25, 1.0])
def test_so_many_are_let_in_as_can_be_answered_in_time(clock: Clock, each_s: float) -> None:
    line = Line(clock)
    served(line, clock, each_s)
    taken, number = inside(line, 1000)

    assert number == pytest.approx(WAIT_MAX_S / each_s, abs=1)
    with pytest.raises(BusyError) as refused, line.announced():
        pass
    assert WAIT_MAX_S < refused.value.retry_after_s <= WAIT_MAX_S + each_s + 1
    taken.close()
    assert line.takes_more


def test_nobody_is_sent_away_while_the_pace_is_unknown(clock: Clock) -> None:
    """Neither at first nor after a few answers, of which the first is slow: it starts things."""
    line = Line(clock)
    served(line, clock, 30.0, number=3)

    assert inside(line, 500)[1] == 500


def test_a_pause_is_no_slow_answer(clock: Clock) -> None:
    """Requests that come one by one, minutes apart, tell nothing of how fast many are served."""
    line = Line(clock)
    served(line, clock, 0.1)
    for _ in range(2 * MEASURED):
        clock.now += 300
        with line.joined():
            clock.now += 0.1

    assert inside(line, 60)[1] == 60


def test_who_breaks_off_leaves_the_line_and_is_no_answer(clock: Clock) -> None:
    """Clients that hang up make the line shorter, not the pace better."""
    line = Line(clock)
    served(line, clock, 1.0)
    for _ in range(100):
        with pytest.raises(KeyError), line.joined():
            raise KeyError

    assert inside(line, 100)[1] == pytest.approx(WAIT_MAX_S, abs=1)


def test_the_pace_follows_what_is_asked(clock: Clock) -> None:
    """Known photos are answered faster than new ones: more of them may wait."""
    line = Line(clock)
    served(line, clock, 1.0, number=8)
    slow = inside(line, 1000)
    slow[0].close()
    served(line, clock, 0.01, number=int(WAIT_MAX_S) - 1)
    served(line, clock, 0.01, number=MEASURED)

    assert inside(line, 1000)[1] > 10 * slow[1]


def retry_after_s(line: Line) -> int:
    """What one who comes now is told, who is sent away."""
    with pytest.raises(BusyError) as refused, line.announced():
        pass
    return refused.value.retry_after_s


def test_who_uploads_is_counted_before_they_join(clock: Clock) -> None:
    """No more are asked for their files than can be answered; slow uploads hold up nobody."""
    line = Line(clock)
    served(line, clock, 0.5)
    joined, _ = inside(line, 5)
    uploads = ExitStack()
    for _ in range(5):
        uploads.enter_context(line.announced())

    assert line.expected_s == pytest.approx(11 * 0.5)
    clock.now += COMING_S + 0.1
    assert line.expected_s == pytest.approx(6 * 0.5)
    uploads.close()
    joined.close()


def test_who_was_let_in_to_upload_is_not_sent_away_for_a_little(clock: Clock) -> None:
    line = Line(clock)
    served(line, clock, 0.1)
    first, number = inside(line, 1000)
    late = ExitStack()
    while line.expected_s <= PROMISED_MAX_S:
        late.enter_context(line.joined())
        number += 1

    assert number * 0.1 > WAIT_MAX_S
    with pytest.raises(BusyError), line.joined():
        pass
    late.close()
    first.close()


def test_who_is_sent_away_comes_back_after_those_who_were_sent_away_before(clock: Clock) -> None:
    """All at once they would find the line full again; and nobody is sent away for long."""
    line = Line(clock)
    served(line, clock, 1.0)
    taken, _ = inside(line, 1000)

    told = [retry_after_s(line) for _ in range(30)]
    assert told[:4] == list(range(told[0], told[0] + 4))
    assert max(told) <= 2 * told[0]
    clock.now += max(told)
    assert retry_after_s(line) <= told[0]
    taken.close()
