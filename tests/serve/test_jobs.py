"""Work for requests: bounded, told of, and stopped when nobody waits."""

from __future__ import annotations

import asyncio
import threading
from typing import Any

import pytest
from starlette.requests import Request
from starlette.types import Message

from evidence_qc.serve.error_responses import BusyError, GoneError
from evidence_qc.serve.jobs import Jobs, Watch


def request(*messages: str) -> Request:
    """A client that says so much, and then nothing more."""
    waiting = [{"type": kind} for kind in messages]

    async def receive() -> Message:
        if waiting:
            return waiting.pop(0)
        await asyncio.sleep(3600)
        raise AssertionError

    return Request({"type": "http"}, receive)


def work_until(event: threading.Event, watch: Watch) -> Any:
    """Work in small steps, as a stage does."""

    def work() -> str:
        watch.start("Looking", 1000)
        while not event.wait(0.01):
            watch.advance()
        return "done"

    return work


def test_a_result_comes_back() -> None:
    """From the thread, while the watch tells how far it is."""
    jobs = Jobs(1, 0)
    event = threading.Event()
    event.set()

    async def ask() -> str:
        with jobs.admitted("t") as watch:
            assert jobs.watch_of("t") is watch
            return await jobs.run(request(), watch, work_until(event, watch))

    assert asyncio.run(ask()) == "done"
    assert jobs.watch_of("t") is None
    jobs.close()


def test_a_client_that_leaves_stops_its_work() -> None:
    """At the next step."""
    jobs = Jobs(1, 0)

    async def ask() -> None:
        with jobs.admitted(None) as watch:
            client = request("http.request", "http.disconnect")
            await jobs.run(client, watch, work_until(threading.Event(), watch))

    with pytest.raises(GoneError):
        asyncio.run(ask())
    jobs.close()


def test_a_cancelled_task_ends_its_work_first() -> None:
    """When ``run`` returns, nothing uses the files any more."""
    jobs = Jobs(1, 0)
    ended = threading.Event()

    async def ask() -> None:
        with jobs.admitted(None) as watch:
            work = work_until(threading.Event(), watch)

            def noting() -> None:
                try:
                    work()
                finally:
                    ended.set()

            task = asyncio.create_task(jobs.run(request(), watch, noting))
            await asyncio.sleep(0.05)
            task.cancel()
            with pytest.raises(GoneError):
                await task
            assert ended.is_set()

    asyncio.run(ask())
    jobs.close()


def test_so_many_and_no_more() -> None:
    """The next one is told to come back; a place that was left is free."""
    jobs = Jobs(1, 1)
    with jobs.admitted(None):
        with jobs.admitted(None), pytest.raises(BusyError), jobs.admitted(None):
            pass
        with jobs.admitted(None):
            pass
    jobs.close()


def test_an_ending_server_stops_everything() -> None:
    """What runs, and what would come."""
    jobs = Jobs(1, 1)
    with jobs.admitted(None) as watch:
        jobs.stop()
        with pytest.raises(GoneError):
            watch.advance()
    with pytest.raises(GoneError), jobs.admitted(None):
        pass
    jobs.close()
