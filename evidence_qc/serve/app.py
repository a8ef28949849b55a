"""The application: addresses, guard, and the one place where exceptions become answers."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Match, Route

from evidence_qc.errors import EvidenceQcError
from evidence_qc.serve import api, events, monitor, page, phone
from evidence_qc.serve.cases import routes as cases
from evidence_qc.serve.error_responses import (
    BUG,
    BusyError,
    MethodError,
    NotFoundError,
    as_json,
    status_of,
)
from evidence_qc.serve.live import routes as live
from evidence_qc.serve.middleware import SafetyMiddleware
from evidence_qc.serve.openapi import document as openapi
from evidence_qc.serve.parameters import asked_language
from evidence_qc.serve.settings import Settings
from evidence_qc.serve.state import open_app_state


def make_app(settings: Settings | None = None) -> Starlette:
    """The ASGI application; its temporary files live from its start-up to its shutdown."""
    chosen = settings or Settings()

    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        with open_app_state(chosen) as app_state:
            app.state.app_state = app_state
            yield

    known = [
        *page.routes(), *api.routes(), *cases.routes(), *phone.routes(), *monitor.routes(),
        *openapi.routes(), *events.routes(), *live.routes(),
    ]  # fmt: skip
    metrics = monitor.Metrics()
    middleware = [
        Middleware(monitor.MonitorMiddleware, metrics=metrics, known=known),
        Middleware(SafetyMiddleware, settings=chosen),
    ]
    if chosen.allow_origins:
        middleware.append(
            Middleware(
                CORSMiddleware,
                allow_origins=chosen.allow_origins,
                allow_methods=["GET", "POST", "PATCH", "DELETE"],
                allow_headers=[
                    "Authorization",
                    "X-Filename",
                    "Content-Disposition",
                    "Content-Type",
                    "If-Match",
                    "If-None-Match",
                    "X-Request-ID",
                ],
                expose_headers=[
                    "ETag",
                    "Evidence-QC-Headline",
                    "Evidence-QC-Bundle",
                    "Retry-After",
                    "X-Request-ID",
                ],
            )
        )
    app = Starlette(
        routes=known,
        middleware=middleware,
        exception_handlers={
            EvidenceQcError: _format_result,
            ClientDisconnect: _gone,
            HTTPException: _not_there,
            Exception: _bug,
        },
        lifespan=lifespan,
    )
    app.router.redirect_slashes = False  # an address is as it is described, or it is not there
    app.state.metrics = metrics
    return app


async def _format_result(request: Request, error: Exception) -> Response:
    assert isinstance(error, EvidenceQcError)
    status, code = status_of(error)
    headers = {"retry-after": str(error.retry_after_s)} if isinstance(error, BusyError) else {}
    return JSONResponse(as_json(code, error, asked_language(request)), status, headers)


async def _gone(request: Request, error: Exception) -> Response:
    return Response(status_code=499)  # nobody hears it; nginx's number for it


async def _not_there(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    if error.status_code == 405:
        allowed = ", ".join(_methods(request))
        method = MethodError(
            "error.method", method=request.method, path=request.url.path, allowed=allowed
        )
        answer = await _format_result(request, method)
        answer.headers["allow"] = allowed
        return answer
    return await _format_result(request, NotFoundError("error.address-missing"))


def _methods(request: Request) -> list[str]:
    """All methods of the address, whichever of its routes they belong to."""
    scope = request.scope
    return sorted(
        {
            method
            for route in request.app.routes
            if isinstance(route, Route) and route.matches(scope)[0] is not Match.NONE
            for method in route.methods or ()
        }
    )


async def _bug(request: Request, error: Exception) -> Response:
    """The server's log has the traceback; the client has a sentence."""
    status, code = BUG
    said = as_json(code, EvidenceQcError("error.bug"), asked_language(request))
    return JSONResponse(said, status)
