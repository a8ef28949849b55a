"""One upload takes nothing down, holds nothing up, and ends with its client."""

from __future__ import annotations

import asyncio
import socket
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from evidence_qc.runtime.stop import StoppedError
from evidence_qc.serve import headers
from evidence_qc.serve.app import make_app
from evidence_qc.serve.error_responses import GoneError
from evidence_qc.serve.jobs import Jobs, Watch
from evidence_qc.serve.parameters import RequestParameters
from evidence_qc.serve.settings import Settings
from evidence_qc.serve.state import AppState
from evidence_qc.serve.upload import Upload
from evidence_qc.serve.work import is_short, report_on
from tests.pictures import jpeg, scene, write
from tests.serve.conftest import HOME, parts
from tests.serve.test_headers import served
from tests.serve.test_jobs import request

SITE = Path(__file__).parents[2] / "scripts/benchmarks/crashing_decoder"
PHOTO = jpeg(scene(480, 360))


@pytest.fixture
def client(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[TestClient]:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    monkeypatch.setenv("PYTHONPATH", str(SITE))
    monkeypatch.setenv("CRASHING_DECODER", "1")
    with TestClient(make_app(Settings(jobs=1)), base_url=HOME) as made:
        yield made


def test_a_crash_is_a_finding_and_the_server_goes_on(client: TestClient) -> None:
    """The other file of the request, and the next request, are judged as ever."""
    files = {"a.jpg": PHOTO, "bad.jpg": PHOTO + b"ABORTS-HERE"}

    answer = client.post("/v1/scan", files=parts(files))
    later = client.post("/v1/check", files=parts({"a.jpg": PHOTO}))

    reported = {each["path"]: each for each in answer.json()["files"]}
    assert reported["bad.jpg"]["findings"][0]["message"] == "This file crashes its reader."
    assert reported["a.jpg"] == later.json()["files"][0]


@pytest.mark.skipif(sys.platform != "linux", reason="processes are looked up in /proc")
def test_work_that_is_stopped_ends_at_once(client: TestClient, tmp_path: Path) -> None:
    """Its process too, whatever it does; nobody has to wait for its limits."""
    app: Any = client.app
    state: AppState = app.state.app_state
    write(tmp_path / "files", late=PHOTO + b"SPINS-HERE")
    upload = Upload(tmp_path / "files", {"late.jpg": "0" * 64})
    watch = Watch()
    parameters = RequestParameters.of("check", {})
    with ThreadPoolExecutor(1) as pool:
        future = pool.submit(report_on, state, upload, parameters, watch, verb="check", form="json")
        time.sleep(1.0)
        assert not future.done()
        began = time.monotonic()
        watch.stop()
        with pytest.raises((StoppedError, GoneError)):
            future.result(timeout=5)

    assert time.monotonic() - began < 2.0


def test_short_requests_do_not_wait_for_long_ones() -> None:
    """However many of those there are."""
    jobs = Jobs(1, 4)
    release = threading.Event()

    async def ask() -> str:
        with jobs.admitted(None) as long, jobs.admitted(None) as short:
            waiting = asyncio.create_task(jobs.run(request(), long, release.wait))
            answer = await asyncio.wait_for(
                jobs.run(request(), short, lambda: "done", is_short=True), 5
            )
            release.set()
            await waiting
            return answer

    assert asyncio.run(ask()) == "done"
    jobs.close()


def test_a_few_photos_are_short(tmp_path: Path) -> None:
    """Many are not, nor is a clip, whatever its name says."""
    clip = b"\0\0\0\x18ftypisom" + bytes(200)
    write(tmp_path, a=PHOTO, clip=clip, **{f"n{n}": PHOTO for n in range(4)})
    few, many = ["a.jpg", "n0.jpg"], ["a.jpg", *(f"n{n}.jpg" for n in range(4))]

    shorts = [
        is_short(Upload(tmp_path, dict.fromkeys(names, ""))) for names in (few, many, ["clip.jpg"])
    ]

    assert shorts == [True, False, False]


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """The address of a server that waits 0.3 s for headers."""
    monkeypatch.setattr(headers, "HEADERS_S", 0.3)
    with served() as address:
        yield address


def test_half_sent_headers_are_not_waited_for(impatient: Any) -> None:
    """Neither is a connection that says nothing; one that asks is answered."""
    heard = [_answer(impatient, said) for said in (b"", b"GET / HTTP/1.1\r\nHost: x\r\n")]
    whole = _answer(impatient, b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")

    assert heard == [b"", b""]
    assert whole.startswith(b"HTTP/1.1 404")


def test_who_is_answered_before_all_is_sent_hears_the_answer(impatient: Any) -> None:
    """However long the rest takes: a connection that is closed in between says nothing."""
    with socket.create_connection(impatient, timeout=10) as client:
        client.sendall(b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\n")
        for _ in range(5):
            time.sleep(0.1)
            client.sendall(b"x")
        heard = client.recv(4096)

    assert heard.startswith(b"HTTP/1.1 404")


def _answer(address: tuple[str, int], said: bytes) -> bytes:
    with socket.create_connection(address, timeout=10) as client:
        client.sendall(said)
        return client.recv(4096)
