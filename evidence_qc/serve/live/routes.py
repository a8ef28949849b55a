"""Frames of a viewfinder in, one word each out; nothing of them is kept, in memory or on disk."""

from __future__ import annotations

from functools import lru_cache, partial

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from evidence_qc.errors import NoInputError, UsageError
from evidence_qc.examine.isolated import examine_frame
from evidence_qc.model import Aim
from evidence_qc.rules.judge import Judge
from evidence_qc.rules.viewfinder import aim_of
from evidence_qc.serve.error_responses import TooLargeError
from evidence_qc.serve.jobs import Watch
from evidence_qc.serve.parameters import shipped_profile
from evidence_qc.serve.state import AppState

BYTES_MAX = 2_000_000
"""Two reduced frames take a tenth of it."""


def routes() -> list[Route]:
    """The one address."""
    return [Route("/v1/live", _live, methods=["POST"])]


async def _live(request: Request) -> Response:
    """The body is a JPEG, or two: of ``before_bytes`` bytes the earlier, ``step_ms`` before."""
    app_state: AppState = request.app.state.app_state
    before_bytes, step_ms = (_number(request, name) for name in ("before_bytes", "step_ms"))
    judge = _judge(request.query_params.get("profile", "aliexpress"))
    with app_state.jobs.admitted(None) as watch:
        body = await _body(request)
        before, frame = body[:before_bytes], body[before_bytes:]
        if not frame:
            raise NoInputError("error.live-frame")
        work = partial(_aim, app_state, frame, before or None, step_ms / 1000, judge, watch)
        aim = await app_state.jobs.run(request, watch, work, is_short=True)
    return JSONResponse({"aim": aim})


def _aim(
    app_state: AppState, frame: bytes, before: bytes | None, step_s: float, judge: Judge,
    watch: Watch,
) -> Aim:  # fmt: skip
    workers = app_state.resources.workers
    assert workers is not None
    try:
        seen = examine_frame(workers, frame, before, step_s, stop=watch.stopped)
    except ValueError as error:
        raise NoInputError("error.live-frame") from error
    return aim_of(seen, judge)


async def _body(request: Request) -> bytes:
    body = b""
    async for piece in request.stream():
        body += piece
        if len(body) > BYTES_MAX:
            raise TooLargeError(  # no option makes it larger
                "error.upload-too-large", "error.live-frame-remedy", limit_bytes=BYTES_MAX
            )
    return body


def _number(request: Request, name: str) -> int:
    text = request.query_params.get(name, "0")
    if not (text.isascii() and text.isdigit() and len(text) < 9):
        raise UsageError("error.live-number", name=name, value=text)
    return int(text)


@lru_cache(maxsize=16)
def _judge(name: str) -> Judge:
    return Judge.for_profile(shipped_profile(name))
