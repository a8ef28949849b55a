"""Progress as a stream: begun before its request, told when it changes, ended with it."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator

import pytest

from evidence_qc.language import Sentence
from evidence_qc.serve import events as room
from evidence_qc.serve.events import events
from evidence_qc.serve.jobs import Jobs


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(room, "POLL_S", 0.001)
    monkeypatch.setattr(room, "BEGIN_S", 0.05)


def parsed(event: str) -> tuple[str, dict[str, object]]:
    kind, data = event.strip().split("\n")
    return kind.removeprefix("event: "), json.loads(data.removeprefix("data: "))


async def following(stream: AsyncIterator[str], most: int = 9) -> list[tuple[str, object]]:
    return [parsed(event) async for event in stream][:most]


def test_what_changes_is_told_once() -> None:
    """In the language that is asked for; what comes after the request is the end."""
    jobs = Jobs(1, 1)

    async def ask() -> list[tuple[str, object]]:
        stream = asyncio.create_task(following(events(jobs, "t", "ru")))
        await asyncio.sleep(0.01)
        with jobs.admitted("t") as watch:
            for done in range(3):
                if not done:
                    watch.start(Sentence("progress.files"), 3)
                await asyncio.sleep(0.02)
                watch.advance()
            await asyncio.sleep(0.02)
        return await stream

    heard = asyncio.run(ask())
    jobs.close()
    steps = [said for kind, said in heard if kind == "progress" and said["what"]]  # type: ignore[index]

    assert heard[-1] == ("end", {})
    assert [said["done"] for said in steps] == [0, 1, 2, 3]  # type: ignore[index]
    assert {said["of"] for said in steps} == {3}  # type: ignore[index]
    assert all(any("а" <= sign <= "я" for sign in said["what"]) for said in steps)  # type: ignore[index]


@pytest.mark.parametrize("is_stopped", [False, True])
def test_a_ticket_that_nobody_has_is_not_waited_for(is_stopped: bool) -> None:
    """Nor any when the server is to end."""
    jobs = Jobs(1, 1)
    if is_stopped:
        jobs.stop()

    assert asyncio.run(following(events(jobs, "none"))) == [("end", {})]
    jobs.close()
