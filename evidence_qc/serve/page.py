"""The local page: three files of the package and the report's own style sheet."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from evidence_qc.report.html.environment import asset, render_part

_STYLE, _SCRIPT = "text/css; charset=utf-8", "text/javascript; charset=utf-8"


def routes() -> list[Route]:
    """The page and what it loads."""
    return [
        Route("/", _page),
        Route("/assets/report.css", _report_style),
        Route("/assets/page.css", _page_style),
        Route("/assets/{name:str}.js", _script),
    ]


SCRIPTS = (
    "actions",
    "arrange",
    "cards",
    "elements",
    "files",
    "focus",
    "groups",
    "kept",
    "marks",
    "outbox",
    "page",
    "phone",
    "preview",
    "server",
    "shots",
    "summary",
)


@cache
def own_asset(name: str) -> str:
    """A file of the page."""
    return files(__package__).joinpath("assets", name).read_text(encoding="utf-8")


async def _page(request: Request) -> Response:
    text = own_asset("page.html").replace("<!-- icons -->", str(render_part("sprite")))
    return Response(text, media_type="text/html; charset=utf-8")


async def _report_style(request: Request) -> Response:
    return Response(asset("report.css"), media_type=_STYLE)


async def _page_style(request: Request) -> Response:
    return Response(own_asset("page.css"), media_type=_STYLE)


async def _script(request: Request) -> Response:
    name = request.path_params["name"]
    if name not in SCRIPTS:
        from evidence_qc.serve.error_responses import NotFoundError

        raise NotFoundError("error.asset-missing")
    return Response(own_asset(f"{name}.js"), media_type=_SCRIPT)
