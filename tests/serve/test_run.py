"""The command as it runs: its address, its end, and what it says when it cannot begin."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack, nullcontext
from pathlib import Path
from types import SimpleNamespace

import pytest

from evidence_qc.cli.main import run
from evidence_qc.errors import UsageError
from evidence_qc.runtime.owned import sweep
from evidence_qc.serve.addresses import address_of
from evidence_qc.serve.run import listen
from evidence_qc.serve.run import run as serve
from evidence_qc.serve.settings import Settings
from tests.clips import film

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="ended by POSIX signals")


@pytest.fixture
def _ended_by_all_signals() -> Iterator[None]:
    """Whoever started these tests may ignore some, which a child inherits."""
    names = (signal.SIGINT, signal.SIGTERM, getattr(signal, "SIGHUP", signal.SIGTERM))
    before = {name: signal.getsignal(name) for name in names}
    for name, handler in before.items():
        if handler is signal.SIG_IGN:
            signal.signal(name, signal.SIG_DFL)
    yield
    for name, handler in before.items():
        signal.signal(name, handler)


@pytest.fixture
def server(
    _ended_by_all_signals: None, tmp_path: Path
) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """A real one on any free port; its address."""
    environment = os.environ | {"TMPDIR": str(tmp_path), "PYTHONUNBUFFERED": "1"}
    with subprocess.Popen(
        [sys.executable, "-m", "evidence_qc", "serve", "--port", "0", "--quiet"],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment,
    ) as process:  # fmt: skip
        assert process.stdout
        yield process, process.stdout.readline().strip()
        process.kill()


@pytest.fixture
def connections() -> Iterator[ExitStack]:
    """Closed when the test has ended."""
    with ExitStack() as made:
        yield made


def health(address: str) -> dict[str, object]:
    with urllib.request.urlopen(f"{address}v1/health", timeout=60) as answer:
        found: dict[str, object] = json.load(answer)
    return found


@pytest.mark.parametrize(("sign", "code"), [("SIGINT", 130), ("SIGTERM", -15), ("SIGHUP", -1)])
def test_it_answers_and_ends_cleanly(
    server: tuple[subprocess.Popen[str], str],
    tmp_path: Path,
    connections: ExitStack,
    sign: str,
    code: int,
) -> None:
    """Ctrl-C is 130, and the temporary folder is gone; so where the terminal was closed.

    Whoever has sent half a file, or was refused and still sends, is not waited for.
    """
    process, address = server
    assert health(address)["status"] == "ok"
    port = int(address.rsplit(":", 1)[1].strip("/"))
    half = b"Host: localhost\r\nContent-Type: image/jpeg\r\nContent-Length: 9\r\n\r\n1"
    for head in (b"POST /v1/check", b"POST /none", b"nothing"):
        connection = connections.enter_context(socket.create_connection(("127.0.0.1", port)))
        connection.sendall(head + b" HTTP/1.1\r\n" + half)
    time.sleep(0.5)
    assert list(tmp_path.glob(".serve.evidence-qc-*"))
    process.send_signal(signal.Signals[sign])
    _, said = process.communicate(timeout=60)

    assert process.returncode == code
    assert said in {"", "\nevidence-qc: Interrupted; nothing was left behind.\n"}
    assert list(tmp_path.glob(".serve.evidence-qc-*")) == []


def test_a_client_that_leaves_in_the_middle_leaves_nothing(
    server: tuple[subprocess.Popen[str], str], tmp_path: Path
) -> None:
    """Of half an upload, and of an upload that is being looked at."""
    _, address = server
    health(address)
    port = int(address.rsplit(":", 1)[1].strip("/"))
    clip = film(tmp_path / "clip.mp4", 6).read_bytes()
    head = (
        f"POST /v1/scan HTTP/1.1\r\nHost: localhost\r\nContent-Type: video/mp4\r\n"
        f"Content-Length: {len(clip)}\r\n\r\n"
    )
    for body in (clip[: len(clip) // 2], clip):
        with socket.create_connection(("127.0.0.1", port)) as connection:
            connection.sendall(head.encode() + body)
            time.sleep(0.3)
    until = time.monotonic() + 60
    while list(tmp_path.glob(".serve.evidence-qc-*/request-*")) and time.monotonic() < until:
        time.sleep(0.1)

    assert list(tmp_path.glob(".serve.evidence-qc-*/request-*")) == []
    assert health(address)["status"] == "ok"


def test_what_a_killed_server_left_goes_at_the_next_start(
    server: tuple[subprocess.Popen[str], str], tmp_path: Path
) -> None:
    """Nobody can end a server that is killed; while it lives its folder is its own."""
    process, address = server
    health(address)
    (mine,) = tmp_path.glob(".serve.evidence-qc-*")
    (mine / "request-1").mkdir()
    (mine / "request-1/photo.jpg").write_bytes(b"x")
    sweep(tmp_path, "serve")
    assert (mine / "request-1/photo.jpg").is_file()
    process.kill()
    process.wait()
    for name in ("serve", "workers"):  # as the next one does
        sweep(tmp_path, name)

    assert list(tmp_path.iterdir()) == []


def test_a_port_in_use_is_said_in_a_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    """With what to do; exit code 2."""
    with listen("127.0.0.1", 0) as taken:
        port = taken.getsockname()[1]
        assert run(["serve", "--port", str(port)]) == 2
    said = capsys.readouterr().err

    assert f"Port {port} is in use" in said
    assert "--port 0" in said


@pytest.mark.parametrize("host", ["no.such.host.invalid", "203.0.113.1", "a" * 70])
def test_a_host_that_is_not_ours(host: str) -> None:
    """One sentence, no traceback."""
    with pytest.raises(UsageError, match=r"host|listened"):
        listen(host, 0)


@pytest.mark.parametrize(
    ("host", "address"),
    [
        ("127.0.0.1", "http://127.0.0.1:80/"),
        ("0.0.0.0", "http://127.0.0.1:80/"),
        ("::1", "http://[::1]:80/"),
        ("localhost", "http://localhost:80/"),
    ],
)
def test_the_address_can_be_typed_into_a_browser(host: str, address: str) -> None:
    """Also where it listens everywhere."""
    assert address_of(host, 80) == address


def test_addresses_of_either_kind_are_listened_on(monkeypatch: pytest.MonkeyPatch) -> None:
    """The system tells two things of an address of IPv4, and four of IPv6."""
    monkeypatch.setattr("uvicorn.Server.run", lambda *args, **options: None)
    for told, address in (
        (("127.0.0.1", 8470), "http://127.0.0.1:8470/"),
        (("::1", 8470, 0, 0), "http://[::1]:8470/"),
    ):
        ready: list[tuple[str, ...]] = []
        bound = SimpleNamespace(getsockname=lambda told=told: told)
        monkeypatch.setattr(
            "evidence_qc.serve.run.listen", lambda *_, bound=bound: nullcontext(bound)
        )
        serve(Settings(host=told[0]), ready=lambda found, _: ready.append(found))  # noqa: B023

        assert ready == [(address,)]


def test_the_browser_is_opened_where_asked(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """With the address that is printed."""
    opened: list[str] = []
    monkeypatch.setattr("webbrowser.open", opened.append)
    monkeypatch.setattr("uvicorn.Server.run", lambda *args, **options: None)

    assert run(["serve", "--port", "0", "--open"]) == 0
    assert opened == [capsys.readouterr().out.strip()]


def test_an_upload_that_stalls_does_not_hold_the_server(
    server: tuple[subprocess.Popen[str], str], tmp_path: Path
) -> None:
    """Ctrl-C ends it all the same, and its folder goes."""
    process, address = server
    health(address)
    port = int(address.rsplit(":", 1)[1].strip("/"))
    head = "POST /v1/scan HTTP/1.1\r\nHost: localhost\r\nContent-Length: 900\r\n\r\nhalf"
    with socket.create_connection(("127.0.0.1", port)) as connection:
        connection.sendall(head.encode())
        time.sleep(0.5)
        process.send_signal(signal.SIGINT)
        _, said = process.communicate(timeout=60)

    assert process.returncode == 130
    assert list(tmp_path.glob(".serve.evidence-qc-*")) == []
    assert "Traceback" not in said


def test_without_the_extra(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Exit code 4, and how to install it."""
    monkeypatch.setattr("evidence_qc.cli.serve.NEEDED", ("starlette", "no_such_module"))

    assert run(["serve"]) == 4
    said = capsys.readouterr().err
    assert "no-such-module, which is not installed" in said
    assert "pip install starlette uvicorn python-multipart" in said


@pytest.mark.parametrize(
    ("option", "text"),
    [
        ("--allow-host", "http://box.lan"), ("--allow-host", "box.lan:8470"),
        ("--allow-host", "*.lan"), ("--allow-host", ""), ("--allow-host", "my box"),
        ("--allow-origin", "shop.example"), ("--allow-origin", "*"), ("--allow-origin", ""),
        ("--allow-origin", "https://shop.example/cart"), ("--allow-origin", "https://*.example"),
    ],
)  # fmt: skip
def test_a_name_that_no_browser_would_send_is_said(
    option: str, text: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """Else all is refused that it was meant for, and nobody knows why."""
    assert run(["serve", option, text, "--port", "0"]) == 2
    assert f"{option} takes" in capsys.readouterr().err


def test_names_are_taken_as_browsers_send_them(monkeypatch: pytest.MonkeyPatch) -> None:
    taken: list[Settings] = []
    monkeypatch.setattr("evidence_qc.serve.run.run", lambda found, **_: taken.append(found))
    typed = ["--allow-host", "[fd00::2]", "--allow-host", "Box.lan"]
    typed += ["--allow-origin", "https://Shop.example/", "--allow-origin", "http://[::1]:8080"]

    assert run(["serve", *typed]) == 0
    assert taken[0].allow_hosts == ("fd00::2", "Box.lan")
    assert taken[0].allow_origins == ("https://shop.example", "http://[::1]:8080")
