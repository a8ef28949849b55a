"""Server-sent events: how far a request is, told as it changes instead of asked again and again."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import AsyncIterator
from typing import Any

from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import Route

from evidence_qc.language.catalogue import ENGLISH
from evidence_qc.report.localise import json_in_language
from evidence_qc.report.text import said
from evidence_qc.serve.jobs import Jobs
from evidence_qc.serve.parameters import asked_language
from evidence_qc.serve.state import AppState

POLL_S = 0.2
BEGIN_S = 3.0
"""A ticket may be asked about before the request that has it is here."""
ALIVE_S = 15.0
"""A comment is sent so often, so that nobody in between closes a connection that is silent."""
KIND = "text/event-stream"


def routes() -> list[Route]:
    """The stream of a ticket."""
    return [Route("/v1/progress/{ticket}/events", _events, methods=["GET"])]


def progress_of(jobs: Jobs, ticket: str, language: str) -> dict[str, Any]:
    """How far the request with this ticket is; ``what`` is empty when none has it."""
    watch = jobs.watch_of(ticket)
    if watch is None:
        return {"what": "", "done": 0, "of": None}
    step = json_in_language({"what": watch.what, **said("what", watch.what)}, language)
    return {**step, "done": watch.done, "of": watch.total}


async def events(jobs: Jobs, ticket: str, language: str = ENGLISH) -> AsyncIterator[str]:
    """``progress`` whenever it is another, ``end`` once there is nothing more to tell."""
    begun = sent_at = time.monotonic()
    last = ""
    while not jobs.is_stopped:
        now = time.monotonic()
        if jobs.watch_of(ticket) is None and (last or now - begun > BEGIN_S):
            break
        text = json.dumps(progress_of(jobs, ticket, language))
        if text != last and jobs.watch_of(ticket) is not None:
            yield f"event: progress\ndata: {text}\n\n"
            last, sent_at = text, now
        elif now - sent_at > ALIVE_S:
            yield ": \n\n"
            sent_at = now
        await asyncio.sleep(POLL_S)
    yield "event: end\ndata: {}\n\n"


async def _events(request: Request) -> Response:
    app_state: AppState = request.app.state.app_state
    stream = events(app_state.jobs, request.path_params["ticket"], asked_language(request))
    return StreamingResponse(stream, media_type=KIND)
