"""The pixel budget bounds what is decoded at once and starves nobody."""

import threading
import time
from contextlib import ExitStack
from threading import Event

import pytest

from evidence_qc.runtime.budget import PixelBudget
from evidence_qc.runtime.stop import StoppedError


def test_never_more_than_the_budget_at_once() -> None:
    """However many workers ask, the sum held stays within the total."""
    budget = PixelBudget(100)
    lock = threading.Lock()
    held = peak = 0

    def work(pixels: int) -> None:
        nonlocal held, peak
        with budget.take(pixels):
            with lock:
                held += min(pixels, 100)
                peak = max(peak, held)
            with lock:
                held -= min(pixels, 100)

    threads = [threading.Thread(target=work, args=(pixels,)) for pixels in [60, 60, 30, 500] * 10]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=10)

    assert not any(thread.is_alive() for thread in threads)
    assert peak <= 100


def test_larger_than_the_budget_goes_in_alone() -> None:
    """One huge picture is let in when nothing else is, instead of never."""
    budget = PixelBudget(10)

    with budget.take(10_000):
        pass
    with budget.take(1):
        pass


def test_released_when_the_work_fails() -> None:
    """An exception gives the pixels back."""
    budget = PixelBudget(10)
    try:
        with budget.take(10):
            raise RuntimeError  # noqa: TRY301 - the point of the test
    except RuntimeError:
        pass

    with budget.take(10):
        pass


def test_who_came_first_goes_first() -> None:
    """A huge picture that waits is not overtaken by small ones that would fit beside what is in."""
    budget = PixelBudget(10)
    order: list[str] = []

    def work(name: str, pixels: int) -> threading.Thread:
        waiting = len(budget._queue)

        def hold() -> None:
            with budget.take(pixels):
                order.append(name)

        thread = threading.Thread(target=hold)
        thread.start()
        deadline = time.monotonic() + 10
        while len(budget._queue) == waiting and time.monotonic() < deadline:
            time.sleep(0.001)
        return thread

    with budget.take(5):
        threads = [work("huge", 10), work("small", 1), work("huge again", 10), work("last", 1)]
        time.sleep(0.02)
        assert order == []
    for thread in threads:
        thread.join(timeout=10)

    assert order == ["huge", "small", "huge again", "last"]


def test_the_smallest_work_takes_one_pixel_and_the_largest_all() -> None:
    """A budget of three lets three of nothing in, and one that is larger than it alone."""
    budget = PixelBudget(3)
    with ExitStack() as held:
        for wanted in (0, -5, 1):
            held.enter_context(budget.take(wanted))
        stop = Event()
        stop.set()
        with pytest.raises(StoppedError), budget.take(1, stop=stop):
            pass
    with budget.take(10**9), pytest.raises(StoppedError), budget.take(1, stop=stop):
        pass
    with budget.take_all():
        pass
