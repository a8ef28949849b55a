"""Work is done in order, lazily, and its errors arrive where its result would have."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import nullcontext

import cv2
import pytest

from evidence_qc.runtime.executor import (
    AHEAD,
    _OpenCvThreads,
    default_jobs,
    one_thread_per_worker,
    run_ordered,
)


@pytest.mark.parametrize("jobs", [1, 2, 7])
def test_results_come_in_the_order_given(jobs: int) -> None:
    """The same for one worker and for many."""
    assert list(run_ordered(lambda n: n * n, range(50), jobs=jobs)) == [n * n for n in range(50)]


@pytest.mark.parametrize("jobs", [1, 3])
def test_an_error_is_raised_in_its_place(jobs: int) -> None:
    """Results before it arrive; the error follows."""

    def work(n: int) -> int:
        if n == 5:
            raise ValueError("five")
        return n

    got = []
    with pytest.raises(ValueError, match="five"):
        for result in run_ordered(work, range(100), jobs=jobs):
            got.append(result)

    assert got == [0, 1, 2, 3, 4]


def test_pieces_are_taken_as_they_are_needed() -> None:
    """A long list is not read ahead of the work: memory stays bounded."""
    taken = 0

    def pieces():  # type: ignore[no-untyped-def]
        nonlocal taken
        for n in range(1000):
            taken += 1
            yield n

    results = run_ordered(lambda n: n, pieces(), jobs=2)
    next(results)

    assert taken <= 2 * (1 + AHEAD)
    results.close()  # type: ignore[attr-defined]


def test_there_is_at_least_one_worker() -> None:
    """Whatever the machine says."""
    assert default_jobs() >= 1


def test_runs_may_share_their_threads() -> None:
    """The pool is the caller's: it goes on afterwards, and one job uses it too."""
    with ThreadPoolExecutor(2, thread_name_prefix="shared") as pool:

        def name(_: int) -> str:
            return threading.current_thread().name

        for jobs in (1, 2):
            used = list(run_ordered(name, range(9), jobs=jobs, pool=pool))

            assert all(each.startswith("shared") for each in used)
        assert pool.submit(int).result() == 0


@pytest.mark.parametrize("shared", [False, True])
def test_nothing_runs_on_when_it_has_ended(shared: bool) -> None:
    """Pieces under way are told to stop and waited for, the others never begin."""
    stop = threading.Event()
    begun: list[int] = []
    ended: list[int] = []

    def work(n: int) -> int:
        begun.append(n)
        if n:
            stop.wait()
            time.sleep(0.01)
        ended.append(n)
        return n

    with ThreadPoolExecutor(2) if shared else nullcontext() as pool:
        results = run_ordered(work, range(100), jobs=2, pool=pool, stop=stop)
        next(results)
        results.close()

        assert stop.is_set()
        assert sorted(begun) == sorted(ended)
        assert len(begun) <= 10


@pytest.mark.parametrize("ending", [(0, 1, 2), (2, 1, 0), (1, 0, 2)])
def test_blocks_that_overlap_give_opencv_its_threads_back(ending: tuple[int, ...]) -> None:
    """In whatever order they end: one thread until the last has, then as many as before."""
    before = cv2.getNumThreads()
    cv2.setNumThreads(3)
    blocks = [one_thread_per_worker(2) for _ in ending]
    try:
        for block in blocks:
            block.__enter__()
            assert cv2.getNumThreads() == 1
        left = len(blocks)
        for index in ending:
            blocks[index].__exit__(None, None, None)
            left -= 1

            assert cv2.getNumThreads() == (1 if left else 3)
    finally:
        cv2.setNumThreads(before)


def test_a_worker_by_itself_leaves_opencv_alone() -> None:
    """Also while others have taken its threads."""
    before = cv2.getNumThreads()
    with one_thread_per_worker(2):
        with one_thread_per_worker(1):
            assert cv2.getNumThreads() == 1
        assert cv2.getNumThreads() == 1

    assert cv2.getNumThreads() == before


def test_opencv_has_one_thread_inside_and_its_own_afterwards() -> None:
    """However often the blocks come one behind the other or lie in each other."""
    before = cv2.getNumThreads()
    try:
        cv2.setNumThreads(3)
        for _ in range(2):
            with one_thread_per_worker(2):
                assert cv2.getNumThreads() == 1
                with one_thread_per_worker(2):
                    assert cv2.getNumThreads() == 1
                assert cv2.getNumThreads() == 1
            assert cv2.getNumThreads() == 3
    finally:
        cv2.setNumThreads(before)


@pytest.mark.parametrize("jobs", [1, 2])
def test_one_job_starts_no_thread_and_two_do(jobs: int) -> None:
    """A single worker is the caller itself."""
    found = set(run_ordered(lambda _: threading.current_thread(), range(5), jobs=jobs))

    assert (found == {threading.current_thread()}) is (jobs == 1)
    assert threading.current_thread() not in found or jobs == 1


def test_the_first_block_takes_the_threads_and_the_last_gives_them_back() -> None:
    """From a fresh start, and again after all have ended."""
    before = cv2.getNumThreads()
    threads = _OpenCvThreads()
    try:
        for _ in range(2):
            cv2.setNumThreads(3)
            threads.take()
            threads.take()
            assert cv2.getNumThreads() == 1
            threads.give_back()
            assert cv2.getNumThreads() == 1
            threads.give_back()
            assert cv2.getNumThreads() == 3
    finally:
        cv2.setNumThreads(before)
