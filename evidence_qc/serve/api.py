"""The addresses under ``/v1``: each reads its request, asks the stages, writes the answer."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from functools import partial
from typing import Any

from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, Response
from starlette.routing import Route
from starlette.types import Receive, Scope, Send

from evidence_qc.case.lookup import nearest
from evidence_qc.language import render
from evidence_qc.model.serial import to_plain
from evidence_qc.profiles import load_profile, profile_names
from evidence_qc.profiles.texts import in_language
from evidence_qc.report.html.environment import asset, content_security_policy
from evidence_qc.report.schema import report_schema
from evidence_qc.report.text import printable_json
from evidence_qc.rules import RULES
from evidence_qc.rules.manual import as_plain
from evidence_qc.rules.registry import find_rule
from evidence_qc.serve.error_responses import NotFoundError
from evidence_qc.serve.events import progress_of
from evidence_qc.serve.parameters import RequestParameters, asked_language, shipped_profile
from evidence_qc.serve.state import FILES, AppState
from evidence_qc.serve.upload import receive
from evidence_qc.serve.work import bundle_header, bundle_of, is_short, report_on
from evidence_qc.stages.about import tool_info

TYPES = {
    "json": "application/json",
    "jsonl": "application/x-ndjson",
    "csv": "text/csv; charset=utf-8",
    "html": "text/html; charset=utf-8",
}


def routes() -> list[Route]:
    """All addresses."""
    return [
        Route("/v1/check", partial(_report, verb="check"), methods=["POST"]),
        Route("/v1/scan", partial(_report, verb="scan"), methods=["POST"]),
        Route("/v1/bundle", _bundle, methods=["POST"]),
        Route("/v1/profiles", _profiles),
        Route("/v1/profiles/{name}", _profile),
        Route("/v1/rules", _rules),
        Route("/v1/rules/{name}", _rule),
        Route("/v1/schema", _schema),
        Route("/v1/health", _health),
        Route("/v1/progress/{ticket}", _progress),
        Route("/v1/thumbnail/{sha256}", _thumbnail),
    ]


def app_state_of(request: Request) -> AppState:
    """What the application was started with."""
    app_state: AppState = request.app.state.app_state
    return app_state


async def _report(request: Request, *, verb: str) -> Response:
    app_state = app_state_of(request)
    query = _query(request)
    RequestParameters.of(verb, query).form("")  # a misspelt one is said before anything is uploaded
    with ExitStack() as until_written:
        coming = until_written.enter_context(ExitStack())
        if verb == "check":  # most are short: who would wait too long is told before the upload
            coming.enter_context(app_state.jobs.short_line.announced())
        watch = until_written.enter_context(
            app_state.jobs.admitted(request.query_params.get("ticket"))
        )
        source_root = until_written.enter_context(app_state.staging())
        upload = await receive(request, source_root / FILES, app_state.settings, watch)
        coming.close()
        parameters = RequestParameters.of(verb, query, upload.fields)
        form = parameters.form(request.headers.get("accept", ""))
        work = partial(report_on, app_state, upload, parameters, watch, verb=verb, form=form)
        short = verb == "check" and is_short(upload)
        written = await app_state.jobs.run(request, watch, work, is_short=short)
    headers = {"evidence-qc-headline": written.headline}
    if form == "html":
        headers["content-security-policy"] = page_policy()
    return Response(written.body, headers=headers, media_type=TYPES[form])


async def _bundle(request: Request) -> Response:
    app_state = app_state_of(request)
    query = _query(request)
    RequestParameters.of("bundle", query)
    with ExitStack() as until_sent:
        with app_state.jobs.admitted(request.query_params.get("ticket")) as watch:
            root = until_sent.enter_context(app_state.staging()) / FILES
            upload = await receive(request, root, app_state.settings, watch)
            parameters = RequestParameters.of("bundle", query, upload.fields)
            work = partial(bundle_of, app_state, upload, parameters, watch)
            result = await app_state.jobs.run(request, watch, work)
        clean_up = until_sent.pop_all().close
    return _Passing(
        result.path,
        then=clean_up,
        headers={"evidence-qc-bundle": bundle_header(result)},
        media_type="application/zip",
        filename="evidence-bundle.zip",
    )


class _Passing(FileResponse):
    """A file that goes once it has been sent, or once the client has left."""

    def __init__(self, path: Any, *, then: Callable[[], object], **options: Any) -> None:
        super().__init__(path, **options)
        self._then = then

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            await super().__call__(scope, receive, send)
        finally:
            self._then()


def _query(request: Request) -> Mapping[str, Sequence[str]]:
    params = request.query_params
    return {name: params.getlist(name) for name in params}


def page_policy() -> str:
    """What a report's page may load: nothing but its own style and script."""
    policy = content_security_policy(asset("report.css"), asset("report.js"))
    return f"{policy}; frame-ancestors 'none'"


async def _profiles(request: Request) -> Response:
    loaded = [load_profile(name) for name in profile_names()]
    language = asked_language(request)
    return _json(
        [{"name": each.name, "title": render(each.title, language=language)} for each in loaded]
    )


async def _profile(request: Request) -> Response:
    name = request.path_params["name"]
    if name not in profile_names():
        raise NotFoundError("error.no-profile", name=name, **nearest(name, profile_names()))
    return _json(in_language(to_plain(shipped_profile(name)), asked_language(request)))


async def _rules(request: Request) -> Response:
    return _json([as_plain(rule) for rule in RULES])


async def _rule(request: Request) -> Response:
    name = request.path_params["name"]
    found = find_rule(name)
    if found is None:
        raise NotFoundError(
            "error.no-rule", name=name, **nearest(name, [rule.name for rule in RULES])
        )
    return _json(as_plain(found))


async def _schema(request: Request) -> Response:
    return _json(report_schema())


async def _health(request: Request) -> Response:
    tool, settings = tool_info(), app_state_of(request).settings
    return _json(
        {
            "status": "ok",
            "name": tool.name,
            "version": tool.version,
            "components": dict(tool.components),
            "upload_bytes_max": settings.upload_bytes_max,
            "upload_files_max": settings.upload_files_max,
            "for_phones": bool(settings.token),
        }
    )


async def _progress(request: Request) -> Response:
    jobs, ticket = app_state_of(request).jobs, request.path_params["ticket"]
    return _json(progress_of(jobs, ticket, asked_language(request)))


async def _thumbnail(request: Request) -> Response:
    picture = app_state_of(request).thumbnail_cache.get(request.path_params["sha256"])
    if picture is None:
        raise NotFoundError("error.thumbnail-missing")
    forever = {"cache-control": "private, max-age=86400, immutable"}
    return Response(picture.data, headers=forever, media_type=picture.mime)


def _json(value: Any) -> Response:
    """As the command line writes it."""
    text = printable_json(json.dumps(value, ensure_ascii=False, indent=2)) + "\n"
    return Response(text.encode("utf-8"), media_type=JSONResponse.media_type)
