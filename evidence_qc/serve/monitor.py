"""For whoever runs the server: is it there, can it take more, what has it done, who asked what.

``/metrics`` speaks Prometheus' text format 0.0.4; the log is one JSON object a line, without names
of files, addresses of clients or anything from a body.
"""

from __future__ import annotations

import json
import logging
import re
import secrets
import threading
import time
from collections import defaultdict
from collections.abc import Sequence

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import BaseRoute, Match, Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from evidence_qc.serve.state import AppState
from evidence_qc.version import VERSION

LOG = logging.getLogger("evidence_qc.serve.requests")
REQUEST_ID = "x-request-id"
BUCKETS_S = (0.01, 0.05, 0.1, 0.5, 1.0, 5.0, 30.0)
"""Upper ends of the buckets of the histogram; the last one is +Inf."""

_ID = re.compile(r"[A-Za-z0-9._-]{1,64}")
_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})


def routes() -> list[Route]:
    """The addresses for those who run it; none tells anything of anybody's files."""
    return [
        Route("/healthz", _is_there, methods=["GET"]),
        Route("/readyz", _takes_more, methods=["GET"]),
        Route("/metrics", _metrics, methods=["GET"]),
    ]


class Metrics:
    """Counts of requests by method, address and status; safe to use from several threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._counts: dict[tuple[str, str, int], int] = defaultdict(int)
        self._buckets = [0] * (len(BUCKETS_S) + 1)
        self._seconds = 0.0

    def count(self, method: str, route: str, status: int, seconds: float) -> None:
        """One request has ended."""
        bucket = next((n for n, most in enumerate(BUCKETS_S) if seconds <= most), len(BUCKETS_S))
        with self._lock:
            self._counts[method, route, status] += 1
            self._buckets[bucket] += 1
            self._seconds += seconds

    def text(self, free: int, wait_s: float) -> str:
        """All of it as Prometheus reads it.

        Args:
            free: how many more requests are let in.
            wait_s: how long a short check that came now would wait.
        """
        with self._lock:
            counts, buckets = dict(self._counts), list(self._buckets)
            seconds = self._seconds
        lines = ["# TYPE evidence_qc_requests_total counter"]
        lines += [
            f'evidence_qc_requests_total{{method="{method}",route="{route}",status="{status}"}} {n}'
            for (method, route, status), n in sorted(counts.items())
        ]
        lines.append("# TYPE evidence_qc_request_seconds histogram")
        below = 0
        for most, n in zip((*map(str, BUCKETS_S), "+Inf"), buckets, strict=True):
            below += n
            lines.append(f'evidence_qc_request_seconds_bucket{{le="{most}"}} {below}')
        lines += [
            f"evidence_qc_request_seconds_sum {seconds:.6f}",
            f"evidence_qc_request_seconds_count {below}",
            "# TYPE evidence_qc_free_places gauge",
            f"evidence_qc_free_places {free}",
            "# TYPE evidence_qc_check_wait_seconds gauge",
            f"evidence_qc_check_wait_seconds {wait_s:.3f}",
            "# TYPE evidence_qc_info gauge",
            f'evidence_qc_info{{version="{VERSION}"}} 1',
        ]
        return "\n".join(lines) + "\n"


class MonitorMiddleware:
    """Gives every request an id, counts it, and writes a line of the log when it has ended."""

    def __init__(self, app: ASGIApp, metrics: Metrics, known: Sequence[BaseRoute]) -> None:
        self._app = app
        self._metrics = metrics
        self._known = known

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        given = Headers(scope=scope).get(REQUEST_ID, "")
        request_id = given if _ID.fullmatch(given) else secrets.token_hex(8)
        status = 500  # until it is answered: what breaks off here is a bug

        async def noted(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                MutableHeaders(scope=message)[REQUEST_ID] = request_id
            await send(message)

        start = time.perf_counter()
        try:
            await self._app(scope, receive, noted)
        finally:
            seconds = time.perf_counter() - start
            method = scope["method"] if scope["method"] in _METHODS else "other"
            route = self._route(scope)
            self._metrics.count(method, route, status, seconds)
            line = {"id": request_id, "method": method, "route": route, "status": status}
            LOG.info("%s", json.dumps({**line, "seconds": round(seconds, 4)}))

    def _route(self, scope: Scope) -> str:
        """The address as it is declared: so many series as addresses, and no id in the log."""
        bare = {**scope, "path_params": {}}
        for route in self._known:
            if isinstance(route, Route) and route.matches(bare)[0] is not Match.NONE:
                return route.path
        return "none"


async def _is_there(request: Request) -> Response:
    return PlainTextResponse("ok\n")


async def _takes_more(request: Request) -> Response:
    app_state: AppState = request.app.state.app_state
    is_ready = app_state.jobs.takes_more
    return JSONResponse({"ready": is_ready}, 200 if is_ready else 503)


async def _metrics(request: Request) -> Response:
    app_state: AppState = request.app.state.app_state
    jobs = app_state.jobs
    text = request.app.state.metrics.text(jobs.free, jobs.short_line.expected_s)
    return PlainTextResponse(text, media_type="text/plain; version=0.0.4; charset=utf-8")
