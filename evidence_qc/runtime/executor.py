"""How many pieces of work are done: one by one, or by threads; results in the order given.

Threads, not processes: decoding, resizing and the network release the interpreter lock, and
nothing has to be copied between processes.
"""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator
from concurrent.futures import Executor, Future, ThreadPoolExecutor, wait
from contextlib import contextmanager, nullcontext
from threading import Event, Lock
from typing import TypeVar

A = TypeVar("A")
B = TypeVar("B")

AHEAD = 2
"""Pieces per worker that may wait finished or unfinished: bounds memory, hides uneven work."""


class _OpenCvThreads:
    """OpenCV's one number of threads for the whole process, and who keeps it at 1 just now.

    Blocks of several threads overlap without being nested: only the first may note the number,
    and only the last to leave may bring it back.
    """

    def __init__(self) -> None:
        self._lock = Lock()
        self._users = 0
        self._before = 0

    def take(self) -> None:
        """One more block wants a single thread."""
        import cv2

        with self._lock:
            if self._users == 0:
                self._before = cv2.getNumThreads()
                cv2.setNumThreads(1)
            self._users += 1

    def give_back(self) -> None:
        """One block has ended."""
        import cv2

        with self._lock:
            self._users -= 1
            if self._users == 0:
                cv2.setNumThreads(self._before)


_OPENCV_THREADS = _OpenCvThreads()


def default_jobs() -> int:
    """One worker per processor that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def run_ordered(
    work: Callable[[A], B],
    pieces: Iterable[A],
    *,
    jobs: int,
    pool: Executor | None = None,
    stop: Event | None = None,
) -> Generator[B, None, None]:
    """Yield ``work(piece)`` for every piece, in order, holding at most a few results.

    An exception of a piece is raised where its result would have come; work that has not begun
    is dropped then, and what runs has ended when this does.

    Args:
        work: is called by several threads at once.
        pieces: are taken as they are needed.
        jobs: pieces that are worked on at once; 1 without a pool: no thread is started.
        pool: threads that several such runs share; by default, ``jobs`` of its own.
        stop: is set when nothing more is wanted, for pieces that can end early.
    """
    if pool is None and jobs <= 1:
        yield from map(work, pieces)
        return
    with nullcontext(pool) if pool else ThreadPoolExecutor(jobs, "evidence-qc") as hands:
        waiting: deque[Future[B]] = deque()
        try:
            for piece in pieces:
                waiting.append(hands.submit(work, piece))
                if len(waiting) >= jobs * (1 + AHEAD):
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()
        finally:
            if stop:
                stop.set()
            wait([future for future in waiting if not future.cancel()])


@contextmanager
def one_thread_per_worker(jobs: int) -> Iterator[None]:
    """While several workers run, OpenCV keeps to one thread in each; restored after the last."""
    if jobs <= 1:
        yield
        return
    _OPENCV_THREADS.take()
    try:
        yield
    finally:
        _OPENCV_THREADS.give_back()
