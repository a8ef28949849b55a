"""The addresses of kept cases: each reads its request, asks the store or the stages, answers."""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

from anyio import to_thread
from starlette.requests import Request
from starlette.responses import FileResponse, Response
from starlette.routing import Route

from evidence_qc.case.folders import claim_folder, folder_role, title_of
from evidence_qc.case.lookup import one_of
from evidence_qc.errors import UsageError
from evidence_qc.model import Role
from evidence_qc.report.text import printable
from evidence_qc.serve.api import page_policy
from evidence_qc.serve.cases.document import Document
from evidence_qc.serve.cases.judged import as_bytes, report_answer
from evidence_qc.serve.cases.pictures import small_picture
from evidence_qc.serve.cases.preview import BUNDLE, made_file, preview, small_slot
from evidence_qc.serve.cases.store import CaseStore, Received
from evidence_qc.serve.error_responses import CaseFilesError, TooLargeError, VersionError
from evidence_qc.serve.jobs import Watch
from evidence_qc.serve.parameters import asked_language
from evidence_qc.serve.state import AppState
from evidence_qc.serve.upload import Upload, receive

PATCH_BYTES_MAX = 1_000_000
PACKED_BYTES_MIN, PACKED_LEVEL = 2_000, 4
"""Of 35 photos: 144 kB become 52 in 3 ms, and 60 kB/s take 0.9 s for them instead of 2.4."""
_SAME_FOR_EVER = {"cache-control": "private, max-age=3600, immutable"}
"""Of a preview: its key tells its bytes."""
T = TypeVar("T")

_FORMS = {"json": "application/json", "html": "text/html; charset=utf-8"}


def routes() -> list[Route]:
    """All addresses of cases."""
    return [
        Route("/v1/cases", _create, methods=["POST"]),
        Route("/v1/cases/{case}", _read, methods=["GET"]),
        Route("/v1/cases/{case}", _change, methods=["PATCH"]),
        Route("/v1/cases/{case}", _clear, methods=["DELETE"]),
        Route("/v1/cases/{case}/files", _take, methods=["POST"]),
        Route("/v1/cases/{case}/files/{sha256}/picture", _picture, methods=["GET"]),
        Route("/v1/cases/{case}/report", _report, methods=["GET"]),
        Route("/v1/cases/{case}/preview", _preview, methods=["POST"]),
        Route("/v1/cases/{case}/made/{key}/{name}", _made, methods=["GET"]),
    ]


def _state(request: Request) -> tuple[AppState, CaseStore]:
    app_state: AppState = request.app.state.app_state
    return app_state, app_state.cases


async def _create(request: Request) -> Response:
    _, store = _state(request)
    return _document(await to_thread.run_sync(store.create), 201)


async def _read(request: Request) -> Response:
    _, store = _state(request)
    document = await to_thread.run_sync(store.read, request.path_params["case"])
    if request.headers.get("if-none-match", "").removeprefix("W/") == f'"{document["version"]}"':
        return Response(status_code=304, headers={"etag": f'"{document["version"]}"'})
    return _document(document)


async def _change(request: Request) -> Response:
    _, store = _state(request)
    version = _version(request.headers.get("if-match"))
    body = b""
    async for piece in request.stream():
        body += piece
        if len(body) > PATCH_BYTES_MAX:
            raise TooLargeError("error.patch-too-large", limit_bytes=PATCH_BYTES_MAX)
    try:
        patch = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise UsageError("error.patch-syntax") from error
    change = partial(store.change, request.path_params["case"], version, patch)
    return _document(await to_thread.run_sync(change))


async def _clear(request: Request) -> Response:
    app_state, store = _state(request)
    digests = await to_thread.run_sync(store.clear, request.path_params["case"])
    await to_thread.run_sync(app_state.forget, digests)
    return Response(status_code=204)


async def _take(request: Request) -> Response:
    """Files as in ``/v1/check``; the fields ``group`` and ``role`` speak of all of them."""
    app_state, store = _state(request)
    case = request.path_params["case"]
    with (
        app_state.jobs.admitted(request.query_params.get("ticket")) as watch,
        store.work(case) as folder,
    ):
        upload = await receive(request, folder, app_state.settings, watch)
        take = partial(store.take, case, _received(request, upload))
        document, fresh = await to_thread.run_sync(take)
    return _document(document, fresh=fresh, taken=list(upload.digests.values()))


def _received(request: Request, upload: Upload) -> list[Received]:
    """Files with what is said of them, else with what their folders say."""
    said = {
        name: (upload.fields.get(name) or [request.query_params.get(name, "")])[0]
        for name in ("group", "role")
    }
    role = said["role"] and one_of(said["role"], tuple(Role), "role", "the upload")
    received = []
    for path, sha256 in upload.digests.items():
        folders = () if said["group"] else claim_folder(path)
        by_folder = folder_role(folders[0]) if folders else None
        received.append(
            Received(
                upload.root / path,
                sha256,
                printable(Path(path).name),
                group=said["group"][:32],
                title=printable(title_of(folders[0])) if folders and by_folder is None else "",
                role=role or (by_folder or ""),
            )
        )
    return received


async def _picture(request: Request) -> Response:
    app_state, store = _state(request)
    case, sha256 = request.path_params["case"], request.path_params["sha256"]
    make = partial(small_picture, app_state, store, case, sha256)
    picture = await to_thread.run_sync(make, limiter=app_state.decoders)
    headers = {"cache-control": "private, max-age=3600"}
    return Response(picture.data, headers=headers, media_type=picture.mime)


async def _report(request: Request) -> Response:
    form = request.query_params.get("format", "json")
    if form not in _FORMS:
        raise UsageError("error.case-format", format=form, known=tuple(_FORMS))
    language = asked_language(request)
    body = await _worked(request, partial(report_answer, form=form, language=language))
    headers = {"content-security-policy": page_policy()} if form == "html" else {}
    return await _packed(request, body, _FORMS[form], headers)


async def _preview(request: Request) -> Response:
    """With ``draft`` the pictures alone, which are there sooner."""
    language = asked_language(request)
    work = partial(preview, is_draft="draft" in request.query_params, language=language)
    return await _packed(request, as_bytes(await _worked(request, work)), _FORMS["json"])


async def _packed(
    request: Request, body: bytes, media_type: str, headers: Mapping[str, str] | None = None
) -> Response:
    """A long text takes a third of the time over a slow line, where the client can unpack it."""
    more = {**(headers or {}), "vary": "accept-encoding"}
    if len(body) > PACKED_BYTES_MIN and "gzip" in request.headers.get("accept-encoding", ""):
        body = await to_thread.run_sync(partial(gzip.compress, body, PACKED_LEVEL, mtime=0))
        more["content-encoding"] = "gzip"
    return Response(body, headers=more, media_type=media_type)


async def _worked(request: Request, work: Callable[[AppState, CaseStore, Document, Watch], T]) -> T:
    """The result of work on a case, which waits for its turn and stops when the client leaves.

    A file that another window took off meanwhile is not gone: the case as it is now is worked on.
    """
    app_state, store = _state(request)
    case = request.path_params["case"]
    document = await to_thread.run_sync(store.read, case)
    with app_state.jobs.admitted(request.query_params.get("ticket")) as watch:
        while True:
            try:
                done = partial(work, app_state, store, document, watch)
                return await app_state.jobs.run(request, watch, done)
            except CaseFilesError:
                newest = await to_thread.run_sync(store.read, case)
                if newest["version"] == document["version"]:
                    raise
                document = newest


async def _made(request: Request) -> Response:
    """With ``small`` a photo at the size of a phone."""
    _, store = _state(request)
    where = (request.path_params[part] for part in ("case", "key", "name"))
    if "small" in request.query_params:
        path = await to_thread.run_sync(small_slot, store, *where)
        return FileResponse(path, media_type="image/webp", headers=_SAME_FOR_EVER)
    found = await to_thread.run_sync(made_file, store, *where)
    if isinstance(found, bytes):
        kind = _kind(request.path_params["name"])
        return Response(found, media_type=kind, headers=_SAME_FOR_EVER)
    if found.name == BUNDLE:
        return FileResponse(found, media_type="application/zip", filename=BUNDLE)
    return FileResponse(found, media_type=_kind(found.name), headers=_SAME_FOR_EVER)


def _kind(name: str) -> str:
    kinds = {".jpg": "image/jpeg", ".webp": "image/webp", ".mp4": "video/mp4", ".txt": "text/plain"}
    return kinds.get(Path(name).suffix, "application/octet-stream")


def _version(if_match: str | None) -> int:
    """The version that a change was made on, from its ``If-Match``.

    A proxy that compresses answers makes their ETags weak; the version is the same.
    """
    found = re.fullmatch(r'(?:W/)?"?(\d{1,18})"?', (if_match or "").strip())
    if not found:
        raise VersionError("error.version-missing")
    return int(found[1])


def _document(document: Document, status: int = 200, **more: Any) -> Response:
    headers = {"etag": f'"{document["version"]}"'}
    body = as_bytes({**document, **more})
    return Response(body, status, headers, media_type=_FORMS["json"])
