"""The server behind its certificate: a real handshake, and a token that goes by no other way."""

from __future__ import annotations

import json
import os
import re
import socket
import ssl
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from starlette.testclient import TestClient

from evidence_qc.serve.app import make_app
from evidence_qc.serve.settings import Settings, Tls
from evidence_qc.serve.tls.store import NAME
from tests.serve.conftest import HOME

TOKEN = "a-token-that-nobody-guesses"
PRINT = "AB:" * 31 + "CD"

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="ended by POSIX signals")


@pytest.fixture
def encrypted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[TestClient]:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    settings = Settings(host="0.0.0.0", jobs=1, token=TOKEN, tls=Tls(tmp_path / NAME, PRINT))
    with TestClient(make_app(settings), base_url=HOME.replace("http:", "https:")) as made:
        made.headers["authorization"] = f"Bearer {TOKEN}"
        yield made


def test_the_code_of_an_encrypted_server_leads_to_it(encrypted: TestClient) -> None:
    answer = encrypted.get("/v1/phone", headers={"host": "192.168.0.7:8470"}).json()

    assert answer["address"].startswith("https://192.168.0.7:8470/#token=")
    assert answer["fingerprint"] == PRINT


def test_its_cookie_goes_by_no_other_way(encrypted: TestClient) -> None:
    cookie = encrypted.post("/v1/session").headers["set-cookie"]

    assert {"HttpOnly", "SameSite=Strict", "Secure"} <= set(cookie.split("; "))


@pytest.mark.slow
def test_browsers_are_answered_behind_a_handshake(tmp_path: Path) -> None:
    """Who trusts the kept certificate is answered; the printed fingerprint is that of the wire."""
    environment = os.environ | {
        "TMPDIR": str(tmp_path),
        "PYTHONUNBUFFERED": "1",
        "EVIDENCE_QC_DATA": str(tmp_path / "data"),
    }
    with subprocess.Popen(
        [sys.executable, "-m", "evidence_qc", "serve", "--port", "0", "--phone", "--tls"],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment,
    ) as process:  # fmt: skip
        try:
            assert process.stdout
            assert process.stderr
            address = urlsplit(process.stdout.readline().strip())
            said = process.stderr.readline()
            token = parse_qs(address.fragment)["token"][0]
            assert address.scheme == "https"
            trusting = ssl.create_default_context(cafile=str(tmp_path / "data" / NAME))
            at = ("127.0.0.1", address.port)
            for name in ("127.0.0.1", "localhost"):
                with (
                    socket.create_connection(at, timeout=60) as plain,
                    trusting.wrap_socket(plain, server_hostname=name) as connection,
                ):
                    shown = connection.getpeercert(binary_form=True)
                    connection.sendall(
                        b"GET /v1/health HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
                        b"Authorization: Bearer " + token.encode() + b"\r\n\r\n"
                    )
                    answer = b"".join(iter(lambda: connection.recv(4096), b""))
                assert json.loads(answer.partition(b"\r\n\r\n")[2])["status"] == "ok"
                assert shown
                assert _fingerprint(shown) in said
            with (
                socket.create_connection(at, timeout=60) as plain,
                pytest.raises(ssl.SSLCertVerificationError),
            ):
                ssl.create_default_context().wrap_socket(plain, server_hostname="localhost")
            with socket.create_connection(at, timeout=60) as plain:
                plain.sendall(b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n")
                assert b"200" not in plain.recv(4096)
        finally:
            process.kill()


def _fingerprint(der: bytes) -> str:
    import hashlib

    return ":".join(re.findall("..", hashlib.sha256(der).hexdigest().upper()))
