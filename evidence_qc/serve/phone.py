"""A phone joins: the address on this network, as text and as a code to scan."""

from __future__ import annotations

import io
from functools import partial
from typing import Any
from urllib.parse import urlsplit

from anyio import to_thread
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from evidence_qc.serve.addresses import address_of, own_addresses, with_fragment, with_token
from evidence_qc.serve.error_responses import NotFoundError
from evidence_qc.serve.settings import Settings
from evidence_qc.serve.state import AppState
from evidence_qc.serve.token import cookie_of, is_loopback


def routes() -> list[Route]:
    """What a phone scans, and how it stays."""
    return [
        Route("/v1/phone", _phone, methods=["GET"]),
        Route("/v1/session", _session, methods=["POST"]),
    ]


def with_case(address: str, case: str | None) -> str:
    """The page's address with the case to join in its fragment, which is sent to nobody."""
    return with_fragment(address, case=case)


def for_phone(addresses: tuple[str, ...]) -> str:
    """The first of the page's addresses that leads here from another device, else the first."""
    return next(
        (each for each in addresses if not is_loopback(urlsplit(each).hostname or "")), addresses[0]
    )


def code_for_terminal(address: str) -> str:
    """A QR code out of letters, to be scanned from the screen."""
    import segno

    text = io.StringIO()
    segno.make(address, error="m", micro=False).terminal(out=text, compact=True)
    return text.getvalue()


def code_for_page(address: str) -> str:
    """A QR code as an SVG in a ``data:`` address, dark on light in any scheme."""
    import segno

    made: Any = segno.make(address, error="m", micro=False)
    return str(made.svg_data_uri(scale=6, border=4, dark="#000", light="#fff"))


async def _phone(request: Request) -> Response:
    """The address and the code of a case: of that name, else the newest, else a new one."""
    app_state: AppState = request.app.state.app_state
    settings = app_state.settings
    if not settings.token:
        raise NotFoundError("error.phone-off")
    named = request.query_params.get("case") or None
    case = await to_thread.run_sync(partial(_case_of, app_state, named))
    address = with_case(with_token(_reached(request, settings), settings.token), case)
    said = {"address": address, "code": code_for_page(address), "case": case}
    fingerprint = settings.tls.fingerprint if settings.tls else None
    return JSONResponse({**said, "fingerprint": fingerprint})


async def _session(request: Request) -> Response:
    """A cookie for who came with the token: no script reads it, and it goes with the browser."""
    settings: Settings = request.app.state.app_state.settings
    cookie = cookie_of(settings.token, request.url)
    headers = {"set-cookie": cookie} if settings.token else None
    return Response(status_code=204, headers=headers)


def _case_of(app_state: AppState, named: str | None) -> str:
    if named:
        app_state.cases.folder_of(named)
        return named
    return app_state.cases.newest() or str(app_state.cases.create()["id"])


def _reached(request: Request, settings: Settings) -> str:
    """The address that this was asked at, unless only this computer knows it by that."""
    url = request.base_url
    if not is_loopback(url.hostname or "") and url.hostname != "localhost":
        return str(url)
    others = own_addresses(settings.host)
    port = url.port or (443 if url.scheme == "https" else 80)
    return address_of(others[0], port, scheme=url.scheme) if others else str(url)
