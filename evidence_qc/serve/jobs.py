"""Work for requests: so much at once, so much in line, and none for clients that have left."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, nullcontext, suppress
from typing import TypeVar

from starlette.requests import Request

from evidence_qc.runtime.progress import Silent
from evidence_qc.runtime.stop import StoppedError
from evidence_qc.serve.error_responses import BusyError, GoneError
from evidence_qc.serve.line import Line

T = TypeVar("T")

SHORT_AT_ONCE = 4
"""Short requests that are worked on at the same time; the workers bound what is decoded at once."""


class Watch(Silent):
    """Progress of one request (``runtime.progress.Progress``): asked about, and a way to stop it.

    The stages tell it how far they are; once it is told to stop, it stops them there.
    """

    def __init__(self) -> None:
        self.what = ""
        self.done = 0.0
        self.total: int | None = None
        self.stopped = threading.Event()
        """Is heard by worker processes too, which end at once."""

    def stop(self) -> None:
        """Nobody waits any more."""
        self.stopped.set()

    def start(self, what: str, total: int | None) -> None:
        """A step begins; raises GoneError once stopped."""
        self.what, self.done, self.total = what, 0.0, total
        self.advance(0)

    def advance(self, by: float = 1) -> None:
        """Some pieces are done; raises GoneError once stopped."""
        self.done += by
        if self.stopped.is_set():
            raise GoneError("error.stopped")


class Jobs:
    """Lets requests in, works for them in threads, and stops when nobody waits.

    Args:
        at_once: requests that are worked on at the same time.
        waiting_max: further requests that may upload or wait for their turn.
    """

    def __init__(self, at_once: int, waiting_max: int) -> None:
        self._pool = ThreadPoolExecutor(at_once, thread_name_prefix="evidence-qc-serve")
        self._short_pool = ThreadPoolExecutor(SHORT_AT_ONCE, thread_name_prefix="evidence-qc-short")
        self._free = at_once + waiting_max
        self.short_line = Line()
        """Short requests whose files have come."""
        self._watches: dict[object, Watch] = {}
        self._is_stopped = False

    @contextmanager
    def admitted(self, ticket: str | None) -> Iterator[Watch]:
        """A place in the line for the length of the block; BusyError when there is none."""
        if self._is_stopped:
            raise GoneError("error.server-ends")
        if self._free <= 0:
            raise BusyError("error.busy")
        self._free -= 1
        key = ticket or object()
        watch = self._watches[key] = Watch()
        try:
            yield watch
        finally:
            self._free += 1
            if self._watches.get(key) is watch:
                del self._watches[key]

    @property
    def is_stopped(self) -> bool:
        """True once the server is to end."""
        return self._is_stopped

    @property
    def free(self) -> int:
        """So many more requests are let in."""
        return 0 if self._is_stopped else max(0, self._free)

    @property
    def takes_more(self) -> bool:
        """False while all places are taken or the wait is long, and once the server is to end."""
        return self.free > 0 and self.short_line.takes_more

    def watch_of(self, ticket: str) -> Watch | None:
        """The progress of the request with this ticket."""
        return self._watches.get(ticket)

    async def run(
        self, request: Request, watch: Watch, work: Callable[[], T], *, is_short: bool = False
    ) -> T:
        """The result of ``work``, which runs in a thread as soon as one is free.

        What is short has threads of its own, so that it never waits for what is long; where it
        would wait too long for its like, it is sent away.

        When the client leaves, or the task is cancelled, ``watch`` stops the work; in any case it
        has ended when this returns, so that its files can go.

        Raises:
            GoneError: the work was stopped.
            BusyError: it is short, and too many of its like wait.
        """
        with self.short_line.joined() if is_short else nullcontext():
            return await self._run(request, watch, work, is_short=is_short)

    async def _run(
        self, request: Request, watch: Watch, work: Callable[[], T], *, is_short: bool
    ) -> T:
        leaving = asyncio.create_task(_stop_when_gone(request, watch))
        pool = self._short_pool if is_short else self._pool
        future = asyncio.wrap_future(pool.submit(work))
        try:
            return await asyncio.shield(future)
        except StoppedError:
            raise GoneError("error.stopped") from None
        except asyncio.CancelledError:
            watch.stop()
            with suppress(Exception):
                await future
            raise GoneError("error.server-ends") from None
        finally:
            leaving.cancel()

    def stop(self) -> None:
        """Take nothing more and stop what runs at its next step."""
        self._is_stopped = True
        for watch in list(self._watches.values()):
            watch.stop()

    def close(self) -> None:
        """Stop, and wait until nothing runs."""
        self.stop()
        for pool in (self._pool, self._short_pool):
            pool.shutdown(wait=True, cancel_futures=True)


async def _stop_when_gone(request: Request, watch: Watch) -> None:
    while (await request.receive())["type"] != "http.disconnect":
        pass
    watch.stop()
