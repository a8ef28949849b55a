"""Reload, back, kill -9 and a new start at ten moments: no photo, mark or word is lost.

Each moment begins with the case as the one before left it, in a real Chromium and a real server
that keeps its cases in a folder; what counts is what that server holds in the end.
"""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.request import Request, urlopen

import pytest

from scripts.browser import Browser
from tests.chromium import IN_BROWSER, PROGRAM, until
from tests.pictures import jpeg, scene
from tests.serve.test_page_in_browser import CHECKED, OPEN_ALL, visit

pytestmark = IN_BROWSER
SLOW_BYTES_S = 150_000


class Kept:
    """A server on one port that can be killed and started again."""

    def __init__(self, folder: Path) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.folder = folder
        self.address = f"http://127.0.0.1:{self.port}/"
        self._process: subprocess.Popen[str] | None = None

    def start(self, *options: str) -> None:
        (self.folder / "t").mkdir(exist_ok=True)
        command = [sys.executable, "-m", "evidence_qc", "serve", "--quiet", "--keep",
                   str(self.folder / "cases"), "--port", str(self.port), *options]  # fmt: skip
        environment = os.environ | {"TMPDIR": str(self.folder / "t")}
        self._process = subprocess.Popen(
            command, stdout=subprocess.PIPE, text=True, env=environment
        )
        assert self._process.stdout
        assert self._process.stdout.readline()

    def kill(self, number: int = signal.SIGKILL) -> None:
        assert self._process
        self._process.send_signal(number)
        self._process.wait()
        assert self._process.stdout
        self._process.stdout.close()

    def case(self) -> dict[str, Any]:
        """What it holds of its one case, which may not have begun."""
        found = list((self.folder / "cases").glob("*/case.json"))
        assert len(found) < 2
        return json.loads(found[0].read_text()) if found else {"files": {}}


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Kept]:
    kept = Kept(tmp_path)
    kept.start()
    yield kept
    kept.kill(signal.SIGINT)


@pytest.fixture
def browser(tmp_path: Path) -> Iterator[Browser]:
    assert PROGRAM
    with Browser(PROGRAM, tmp_path / "chromium") as made:
        made.size(1280, 900)
        yield made


def photos(folder: Path, first: int, number: int) -> list[str]:
    """Of about 150 kB each: at the speed of a slow line the first takes a second."""
    paths = [folder / f"{each}.jpg" for each in range(first, first + number)]
    for path in paths:
        path.write_bytes(jpeg(scene(seed=int(path.stem))))
    return [str(path) for path in paths]


def choose(browser: Browser, files: list[str]) -> None:
    root = browser("DOM.getDocument")["root"]["nodeId"]
    node = browser("DOM.querySelector", nodeId=root, selector="#files-input")["nodeId"]
    browser("DOM.setFileInputFiles", files=files, nodeId=node)


def line(browser: Browser, bytes_s: int) -> None:
    """How fast the line is; -1: as fast as it goes."""
    browser("Network.emulateNetworkConditions", offline=False, latency=0, downloadThroughput=-1,
            uploadThroughput=bytes_s)  # fmt: skip


def held(server: Kept, wanted: Any, patience_s: float = 60) -> None:
    """Wait until the case is as it should be."""
    end = time.monotonic() + patience_s
    while not wanted(server.case()):
        assert time.monotonic() < end, server.case()
        time.sleep(0.1)


def names(document: dict[str, Any]) -> set[str]:
    return {file["name"] for file in document["files"].values()}


def types(browser: Browser, selector: str, words: str, *, finished: bool) -> None:
    """Typed, and where ``finished`` the field was left."""
    events = ["input", "change"] if finished else ["input"]
    browser.evaluate(
        f"{{ const field = document.querySelector({json.dumps(selector)}); field.focus();"
        f" field.value = {json.dumps(words)};"
        f" for (const kind of {json.dumps(events)})"
        " field.dispatchEvent(new Event(kind, { bubbles: true })); }"
    )


def opened(browser: Browser) -> None:
    until(browser, CHECKED)
    browser.evaluate(OPEN_ALL)


def test_ten_moments(server: Kept, browser: Browser, tmp_path: Path) -> None:
    visit(browser, server.address)

    # 1: a reload while photos are on their way.
    line(browser, SLOW_BYTES_S)
    choose(browser, photos(tmp_path, 0, 5))
    until(browser, "!document.getElementById('busy').hidden")
    time.sleep(1)
    assert len(names(server.case())) < 5
    line(browser, -1)
    visit(browser, server.address)
    held(server, lambda case: len(names(case)) == 5)

    # 2: back and forward while more are.
    line(browser, SLOW_BYTES_S)
    choose(browser, photos(tmp_path, 5, 4))
    time.sleep(1)
    line(browser, -1)
    browser("Page.navigate", url="about:blank")
    time.sleep(0.3)
    visit(browser, server.address)
    held(server, lambda case: len(names(case)) == 9)

    # 3: others are chosen before the first have arrived.
    line(browser, SLOW_BYTES_S)
    choose(browser, photos(tmp_path, 9, 3))
    time.sleep(0.5)
    choose(browser, photos(tmp_path, 12, 2))
    time.sleep(0.5)
    line(browser, -1)
    held(server, lambda case: len(names(case)) == 14)

    # 4: the server is killed in the middle; what is left is sent again when it is there.
    line(browser, SLOW_BYTES_S)
    choose(browser, photos(tmp_path, 14, 4))
    time.sleep(1)
    server.kill()
    line(browser, -1)
    until(browser, "!document.getElementById('problem').hidden")
    server.start()
    browser.evaluate("document.getElementById('again').click()")
    held(server, lambda case: len(names(case)) == 18)

    # 5: the same, and the page is loaded anew instead.
    line(browser, SLOW_BYTES_S)
    choose(browser, photos(tmp_path, 18, 4))
    time.sleep(1)
    server.kill()
    server.start()
    line(browser, -1)
    visit(browser, server.address)
    held(server, lambda case: names(case) == {f"{each}.jpg" for each in range(22)})

    # 6: a reload at once after a mark.
    opened(browser)
    browser.evaluate("document.querySelector('.mark-button').click()")
    visit(browser, server.address)
    held(server, lambda case: any(file["mark"] for file in case["files"].values()))

    # 7: a mark for a server that is not there, then a new start and a reload.
    opened(browser)
    server.kill()
    browser.evaluate("document.querySelector('.mark-button').click()")
    until(browser, "!document.getElementById('problem').hidden")
    server.start()
    visit(browser, server.address)
    held(server, lambda case: sum(bool(f["mark"]) for f in case["files"].values()) == 2)

    # 8: a reload in the middle of a word, of the item and of what is wrong.
    opened(browser)
    types(browser, "#item", "Down jack", finished=False)
    types(browser, ".claim-title", "ho", finished=False)
    visit(browser, server.address)
    held(server, lambda case: case["item"] == "Down jack")
    held(server, lambda case: "ho" in [group["title"] for group in case["groups"].values()])

    # 9: words are said while the server is gone, which comes back before anybody reloads.
    opened(browser)
    server.kill()
    types(browser, "#ask", "Full refund", finished=True)
    until(browser, "!document.getElementById('problem').hidden")
    server.start()
    visit(browser, server.address)
    held(server, lambda case: case["ask"] == "Full refund")

    # 10: killed while it makes what they will see.
    opened(browser)
    types(browser, "#statement", "My own words.", finished=True)
    time.sleep(0.7)
    server.kill()
    server.start()
    visit(browser, server.address)
    held(server, lambda case: case["statement"] == "My own words.")

    case = server.case()
    assert names(case) == {f"{each}.jpg" for each in range(22)}
    assert (case["item"], case["ask"]) == ("Down jack", "Full refund")
    assert sum(bool(file["mark"]) for file in case["files"].values()) == 2
    assert browser.evaluate("sessionStorage.getItem('evidence-qc-pending')") in {
        None,
        '{"patches":[],"words":[]}',
    }


def test_two_windows_and_a_phone_lose_no_update(
    server: Kept, browser: Browser, tmp_path: Path
) -> None:
    """All three change things at once, some of them the same file: each change is in the case."""
    visit(browser, server.address)
    choose(browser, photos(tmp_path, 0, 6))
    held(server, lambda case: len(names(case)) == 6)
    opened(browser)
    where = f"{server.address}v1/cases/{server.case()['id']}"
    phone = _Phone(where)
    for number, sha256 in enumerate(sorted(server.case()["files"])):
        button = f"document.querySelector('[data-id=\"{sha256}\"] .mark-button')"
        until(browser, f"{button} ? ({button}.click(), true) : ({OPEN_ALL}, false)")
        phone.says({"files": {sha256: {"use": "pin"}}})
        phone.says({"groups": {f"g{number}": {"title": f"fault {number}"}}})
        browser.evaluate(OPEN_ALL)
    types(browser, "#item", "Jacket", finished=True)
    phone.says({"ask": "Full refund"})
    held(server, lambda case: case["item"] == "Jacket")
    case = server.case()

    assert [file["use"] for file in case["files"].values()] == ["pin"] * 6
    assert all(file["mark"] for file in case["files"].values())
    assert {f"fault {n}" for n in range(6)} <= {g["title"] for g in case["groups"].values()}
    assert (case["item"], case["ask"]) == ("Jacket", "Full refund")


class _Phone:
    """Another client that does as the page does: read, change, and again where it was too late."""

    def __init__(self, where: str) -> None:
        self._where = where

    def says(self, patch: dict[str, Any]) -> None:
        while True:
            with urlopen(self._where) as answer:
                etag = answer.headers["etag"]
            body = json.dumps(patch).encode()
            request = Request(self._where, body, {"If-Match": etag}, method="PATCH")
            try:
                with urlopen(request):
                    return
            except OSError as error:
                assert getattr(error, "code", 0) == 412, error
