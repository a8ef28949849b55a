"""Every call by which the server writes is refused once: a status, a sentence, nothing left."""

from __future__ import annotations

import errno
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx2
import pytest
from starlette.testclient import TestClient

from tests.faults import fault
from tests.pictures import jpeg, scene
from tests.serve.conftest import left, parts

Ask = Callable[[TestClient], httpx2.Response]
PHOTOS = {"hole/a.jpg": jpeg(scene(300, 200)), "b.jpg": jpeg(scene(300, 200, seed=2))}


def scan_form(client: TestClient) -> httpx2.Response:
    return client.post("/v1/scan", files=parts(PHOTOS))


def scan_body(client: TestClient) -> httpx2.Response:
    headers = {"content-type": "image/jpeg", "x-filename": "in/a.jpg"}
    return client.post("/v1/check", content=PHOTOS["b.jpg"], headers=headers)


def bundle(client: TestClient) -> httpx2.Response:
    return client.post("/v1/bundle", files=parts(PHOTOS))


def case_made(client: TestClient) -> httpx2.Response:
    return client.post("/v1/cases")


def case_filled(client: TestClient) -> httpx2.Response:
    made = case_made(client)
    if made.status_code >= 300:
        return made
    return client.post(f"/v1/cases/{made.json()['id']}/files", files=parts(PHOTOS))


def case_changed(client: TestClient) -> httpx2.Response:
    made = case_made(client)
    if made.status_code >= 300:
        return made
    case, headers = made.json(), {"if-match": made.headers["etag"]}
    return client.patch(f"/v1/cases/{case['id']}", json={"item": "Coat"}, headers=headers)


def case_previewed(client: TestClient) -> httpx2.Response:
    filled = case_filled(client)
    if filled.status_code >= 300:
        return filled
    return client.post(f"/v1/cases/{filled.json()['id']}/preview?draft=1")


UPLOADS: dict[str, Ask] = {
    "scan, a form": scan_form,
    "check, a body": scan_body,
    "bundle": bundle,
    "a case is made": case_made,
    "a case is filled": case_filled,
    "a case is changed": case_changed,
    "a case is previewed": case_previewed,
}
LONG, SLOW = {"bundle", "a case is previewed"}, [pytest.mark.slow]


@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EIO], ids=lambda code: errno.errorcode[code])
@pytest.mark.parametrize(
    "name", [pytest.param(name, marks=SLOW) if name in LONG else name for name in UPLOADS]
)
def test_every_call_may_be_refused(
    name: str, code: int, client: TestClient, tmp_path: Path
) -> None:
    """507 and a sentence without the server's folders; the next request is as if nothing was."""
    ask = UPLOADS[name]
    whole = ask(client)
    assert whole.status_code < 300, whole.text
    at, met, said = 0, True, 0
    while met:
        at += 1
        with fault(tmp_path, at, code) as refused:
            answer = _without_a_traceback(client, ask)
        met = refused.met
        if answer.status_code >= 300:
            said += 1
            error: dict[str, Any] = answer.json()["error"]
            assert (answer.status_code, error["code"]) == (507, "cannot-write"), (at, answer.text)
            assert str(tmp_path) not in answer.text
            assert error["message"].endswith(".")
        assert left(tmp_path) == [], at
        assert list(tmp_path.rglob("work-*")) == [], at

    assert said >= 2
    assert ask(client).status_code == whole.status_code


def _without_a_traceback(client: TestClient, ask: Ask) -> httpx2.Response:
    """A bug is an answer too, as it is for a client."""
    transport: Any = client._transport
    transport.raise_server_exceptions = False
    try:
        return ask(client)
    finally:
        transport.raise_server_exceptions = True
