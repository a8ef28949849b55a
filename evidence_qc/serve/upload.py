"""The body of a request becomes files in a folder: streamed, counted, never held in memory."""

from __future__ import annotations

import asyncio
import errno
import hashlib
from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import unquote_to_bytes

from starlette.datastructures import Headers
from starlette.requests import Request

from evidence_qc.errors import CannotWriteError, NoInputError, UsageError
from evidence_qc.media.files.safe_names import SafeNames
from evidence_qc.media.formats.identify import HEAD_BYTES, identify
from evidence_qc.serve.error_responses import MediaTypeError, TooLargeError, TooSlowError
from evidence_qc.serve.jobs import Watch
from evidence_qc.serve.multipart import FormReader, file_name_of
from evidence_qc.serve.settings import Settings

TIMEOUT_S = 20.0
"""Longest silence in the middle of a body."""
POLL_S = 0.5
"""While nothing comes, it is looked so often whether anybody still waits."""

FORM = "multipart/form-data"
_FILE_TYPES = ("image/", "video/", "application/octet-stream", "application/mp4")


@dataclass(frozen=True, slots=True)
class Upload:
    """What a client sent, as it stands on the disk until the answer is made."""

    root: Path
    digests: Mapping[str, str]
    """Path below ``root`` → SHA-256."""
    fields: Mapping[str, Sequence[str]] = field(default_factory=dict)
    """Texts of the form."""


async def receive(request: Request, root: Path, settings: Settings, watch: Watch) -> Upload:
    """Write the files of a request below ``root``, which is empty.

    Raises:
        TooLargeError: more bytes or files than the server takes.
        MediaTypeError: the body is neither a form nor a file.
        TooSlowError: nothing came for ``TIMEOUT_S``.
        UsageError: the form is damaged or broke off.
        NoInputError: there is no file in it.
        CannotWriteError: the disk is full.
        GoneError: ``watch`` was stopped.
        starlette.requests.ClientDisconnect: the client left.
    """
    kind = _kind(request.headers)
    body = _limited(_patient(request, watch), request.headers, settings.upload_bytes_max)
    try:
        upload = await (_form if kind == FORM else _raw)(request, body, root, settings)
    except OSError as error:
        full = error.errno in {errno.ENOSPC, errno.EDQUOT}
        if full:
            raise CannotWriteError("error.upload-disk-full") from error
        reason = error.strerror or type(error).__name__
        raise CannotWriteError("error.upload-not-kept", reason=reason) from error
    if not upload.digests:
        raise NoInputError("error.upload-empty")
    return upload


def _kind(headers: Headers) -> str:
    """The content type without its options."""
    kind = headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind and kind != FORM and not kind.startswith(_FILE_TYPES):
        raise MediaTypeError("error.upload-type", kind=kind, form=FORM)
    if headers.get("content-encoding", "identity").lower() != "identity":
        raise MediaTypeError("error.upload-compressed")
    return kind


async def _patient(request: Request, watch: Watch) -> AsyncIterator[bytes]:
    """The pieces of the body, as long as some come and the server goes on."""
    pieces = aiter(request.stream())
    while True:
        step = asyncio.ensure_future(anext(pieces))
        try:
            silent_s = 0.0
            await asyncio.sleep(0)  # what is here already needs no clock
            while not step.done() and not (await asyncio.wait({step}, timeout=POLL_S))[0]:
                watch.advance(0)
                silent_s += POLL_S
                if silent_s >= TIMEOUT_S:
                    raise TooSlowError("error.upload-too-slow", limit_s=TIMEOUT_S)
            yield step.result()
        except StopAsyncIteration:
            return
        finally:
            step.cancel()


async def _limited(
    pieces: AsyncIterator[bytes], headers: Headers, bytes_max: int
) -> AsyncIterator[bytes]:
    """The pieces of the body; TooLargeError before the first if its length is stated."""
    error = TooLargeError("error.upload-too-large", limit_bytes=bytes_max)
    stated = headers.get("content-length", "")
    if stated.isdecimal() and int(stated) > bytes_max:
        raise error
    taken = 0
    async for piece in pieces:
        taken += len(piece)
        if taken > bytes_max:
            raise error
        if piece:
            yield piece


async def _form(
    request: Request, body: AsyncIterator[bytes], root: Path, settings: Settings
) -> Upload:
    reader = FormReader(request.headers["content-type"], root, settings.upload_files_max)
    try:
        async for piece in body:
            reader.write(piece)
        reader.finish()
    finally:
        reader.close()
    return Upload(root, reader.digests, reader.fields)


async def _raw(
    request: Request, body: AsyncIterator[bytes], root: Path, settings: Settings
) -> Upload:
    digest = hashlib.sha256()
    head = b""
    size = 0
    target = root / "body"
    with target.open("xb") as sink:
        async for piece in body:
            head += piece[: HEAD_BYTES - len(head)]
            size += len(piece)
            digest.update(piece)
            sink.write(piece)
    stated = request.headers.get("content-length", "")
    if stated.isdecimal() and int(stated) != size:
        raise UsageError("error.upload-broke-off")
    typed = _stated_name(request.headers)
    if not typed and not size:
        return Upload(root, {})
    name = SafeNames().take(typed or _own_name(head, size))
    (root / name).parent.mkdir(parents=True, exist_ok=True)
    if name != "body":
        target.rename(root / name)
    return Upload(root, {name: digest.hexdigest()})


def _stated_name(headers: Headers) -> str:
    """``X-Filename`` (UTF-8, may be percent-encoded), else that of Content-Disposition."""
    if typed := headers.get("x-filename"):
        return unquote_to_bytes(typed.encode("latin-1")).decode("utf-8", "replace")
    return file_name_of(headers.get("content-disposition", "").encode("latin-1")) or ""


def _own_name(head: bytes, size: int) -> str:
    """A name that fits the content."""
    extensions = identify(head, "", size).expected_extensions
    return f"upload.{extensions[0]}" if extensions else "upload"
