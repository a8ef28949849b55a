"""The local page in the language of who reads it, its scripts, and the report's style sheet."""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from evidence_qc.language import Sentence
from evidence_qc.language.catalogue import messages_below
from evidence_qc.language.languages import NAMES, RIGHT_TO_LEFT, language_accepted
from evidence_qc.profiles import DEFAULT_PROFILE, load_profile, profile_names
from evidence_qc.report.html.environment import asset, environment, render_part
from evidence_qc.serve.error_responses import NotFoundError, UnauthorizedError
from evidence_qc.serve.token import is_loopback

_STYLE, _SCRIPT = "text/css; charset=utf-8", "text/javascript; charset=utf-8"


def routes() -> list[Route]:
    """The page and what it loads."""
    return [
        Route("/", _page),
        Route("/assets/report.css", _report_style),
        Route("/assets/page.css", _page_style),
        Route("/assets/live.css", _live_style),
        Route("/assets/{name:path}.js", _script),
    ]


SCRIPTS = (
    "actions",
    "arrange",
    "cards",
    "case/fields",
    "case/kept",
    "case/memory",
    "case/outbox",
    "case/pending",
    "case/resumed",
    "case/trouble",
    "case/uploads",
    "case/wording",
    "door",
    "elements",
    "files",
    "focus",
    "groups",
    "live/camera",
    "live/reduced",
    "live/steady",
    "live/viewfinder",
    "marks",
    "page",
    "phone",
    "preview",
    "progressed",
    "saving",
    "say",
    "server",
    "shots",
    "summary",
    "undo",
    "unlike",
)


@cache
def own_asset(name: str) -> str:
    """A file of the page."""
    return files(__package__).joinpath("assets", name).read_text(encoding="utf-8")


COOKIE = "evidence-qc-language"
"""What the page's switch keeps."""
SPOKEN = ("page", "progress", "verdict", "list", "number")
"""Parts of the catalogue that the scripts speak of."""


def language_of_page(request: Request) -> str:
    """``lang`` of the address, else what the switch said, else what the browser asks for."""
    said = (request.query_params.get("lang", ""), request.cookies.get(COOKIE, ""))
    wanted = request.headers.get("accept-language", "")
    return next((each for each in said if each in NAMES), language_accepted(wanted))


async def _page(request: Request) -> Response:
    headers = {"vary": "accept-language, cookie"}
    host = request.url.hostname or ""
    is_here = host == "localhost" or is_loopback(host)
    text = page_in(language_of_page(request), is_here=is_here)
    return Response(text, headers=headers, media_type="text/html; charset=utf-8")


@cache
def page_in(language: str, *, is_here: bool) -> str:
    """The page in one of the languages; ``is_here``: asked for by the computer that it runs on."""
    messages = {
        "language": language,
        "is_rtl": language in RIGHT_TO_LEFT,
        "messages": messages_below(SPOKEN, language),
    }
    faults, demands = (
        [(str(said), said) for said in map(Sentence, messages_below((part,)))]
        for part in ("fault", "demand")
    )
    template = environment(language).from_string(own_asset("page.html"))
    return template.render(
        icons=render_part("sprite"),
        messages=json.dumps(messages, ensure_ascii=False, separators=(",", ":")),
        faults=faults,
        demands=demands,
        is_here=is_here,
        languages=NAMES,
        default_profile=DEFAULT_PROFILE,
        profiles=[load_profile(name) for name in profile_names()],
    )


def door_for(accept_language: str) -> str:
    """The page for a browser that has no token yet: it brings the one of its address."""
    return _door_in(language_accepted(accept_language))


@cache
def _door_in(language: str) -> str:
    error = UnauthorizedError("error.token-asked")
    template = environment(language).from_string(own_asset("door.html"))
    return template.render(
        message=error.message_in(language), remedy=error.remedy_in(language) or ""
    )


async def _report_style(request: Request) -> Response:
    return Response(asset("report.css"), media_type=_STYLE)


async def _page_style(request: Request) -> Response:
    return Response(own_asset("page.css"), media_type=_STYLE)


async def _live_style(request: Request) -> Response:
    return Response(own_asset("live/live.css"), media_type=_STYLE)


async def _script(request: Request) -> Response:
    name = request.path_params["name"]
    if name not in SCRIPTS:
        raise NotFoundError("error.asset-missing")
    return Response(own_asset(f"{name}.js"), media_type=_SCRIPT)
