"""The pixel budget bounds what is decoded at once and starves nobody."""

import threading

from evidence_qc.runtime.budget import PixelBudget


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
