"""A real Chromium, driven over a pipe with its DevTools protocol: no driver, no package.

``find()`` gives the path of an installed browser, or None. Chromium needs no sandbox where the
tests run as root in a container.
"""

from __future__ import annotations

import base64
import itertools
import json
import os
import select
import shutil
import subprocess
import time
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, Self

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
TIMEOUT_S = 180.0
VIRTUAL_KEYS = {"Tab": 9, "Enter": 13, "Escape": 27, "ArrowUp": 38, "ArrowDown": 40}
"""What makes the browser do what a key does, beside telling the page of it."""


def find() -> str | None:
    """The browser named in CHROMIUM, else the first that is installed."""
    if named := os.environ.get("CHROMIUM"):
        return named
    return next((path for name in NAMES if (path := shutil.which(name))), None)


class Browser:
    """One headless browser with one page; a context manager.

    ``further`` are options of Chromium's, as of a camera that plays a file.
    """

    def __init__(self, program: str, profile: Path, further: Sequence[str] = ()) -> None:
        self._to, ours_write = os.pipe()
        ours_read, self._from = os.pipe()
        self._read, self._write = ours_read, ours_write
        self._numbers = itertools.count(1)
        self._buffer = b""
        self._session = ""
        self.events: list[dict[str, Any]] = []
        self._process = subprocess.Popen(
            [
                program, "--headless=new", "--no-sandbox", "--disable-gpu", "--hide-scrollbars",
                "--remote-debugging-pipe", f"--user-data-dir={profile}", "--no-first-run",
                "--disable-dev-shm-usage", "--disable-extensions",
                "--disable-background-networking", "--force-device-scale-factor=1",
                "--blink-settings=primaryHoverType=2,availableHoverTypes=2",  # there is a mouse
                *further,
            ],
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            preexec_fn=self._connect, pass_fds=(3, 4),  # noqa: PLW1509 - started from one thread
        )  # fmt: skip
        os.close(self._to)
        os.close(self._from)
        target = self("Target.createTarget", url="about:blank")["targetId"]
        self._session = self("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        for domain in ("Page", "Runtime", "Network", "Log", "DOM"):
            self(f"{domain}.enable")

    def _connect(self) -> None:
        """In the child: the protocol is spoken on descriptors 3 (commands) and 4 (answers)."""
        read, write = os.dup(self._to), os.dup(self._from)
        os.dup2(read, 3)
        os.dup2(write, 4)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        try:
            self("Browser.close")
        except (OSError, EOFError, TimeoutError):
            self._process.kill()
        self._process.wait(TIMEOUT_S)
        os.close(self._read)
        os.close(self._write)

    def __call__(self, method: str, **parameters: Any) -> dict[str, Any]:
        """Send one command and wait for its answer; events are gathered on the way."""
        number = next(self._numbers)
        message: dict[str, Any] = {"id": number, "method": method, "params": parameters}
        if self._session:
            message["sessionId"] = self._session
        self._send(message)
        while True:
            answer = self._receive()
            if answer.get("id") == number:
                if "error" in answer:
                    raise RuntimeError(f"{method}: {answer['error']['message']}")
                result: dict[str, Any] = answer["result"]
                return result
            self.events.append(answer)

    def _send(self, message: dict[str, Any]) -> None:
        data = json.dumps(message).encode() + b"\0"
        while data:
            data = data[os.write(self._write, data) :]

    def _receive(self) -> dict[str, Any]:
        until = time.monotonic() + TIMEOUT_S
        while b"\0" not in self._buffer:
            ready, _, _ = select.select([self._read], [], [], max(0.0, until - time.monotonic()))
            if not ready:
                raise TimeoutError("the browser does not answer")
            piece = os.read(self._read, 1 << 20)
            if not piece:
                raise EOFError("the browser has ended")
            self._buffer += piece
        line, _, self._buffer = self._buffer.partition(b"\0")
        message: dict[str, Any] = json.loads(line)
        return message

    def wait_for(self, event: str) -> dict[str, Any]:
        """The first event of that name since ``events`` was last cleared."""
        seen = 0
        while True:
            for message in self.events[seen:]:
                if message.get("method") == event:
                    return message
            seen = len(self.events)
            self.events.append(self._receive())

    def open(self, page: Path) -> None:
        """Open a file and wait until it is loaded."""
        self.events.clear()
        self("Page.navigate", url=page.resolve().as_uri())
        self.wait_for("Page.loadEventFired")

    def evaluate(self, expression: str) -> Any:
        """The value of a JavaScript expression (promises are awaited)."""
        answer = self(
            "Runtime.evaluate", expression=expression, returnByValue=True, awaitPromise=True
        )
        if "exceptionDetails" in answer:
            raise RuntimeError(answer["exceptionDetails"]["exception"]["description"])
        return answer["result"].get("value")

    def size(self, width: int, height: int, *, phone: bool = False) -> None:
        """The size of the window, in CSS pixels."""
        self(
            "Emulation.setDeviceMetricsOverride",
            width=width, height=height, deviceScaleFactor=1, mobile=phone,
        )  # fmt: skip

    def prefer(self, scheme: str) -> None:
        """``light`` or ``dark``."""
        feature = {"name": "prefers-color-scheme", "value": scheme}
        self("Emulation.setEmulatedMedia", features=[feature])

    def press(
        self, key: str, code: str | None = None, text: str = "", *, shift: bool = False
    ) -> None:
        """One key, down and up; Tab moves the focus, Enter presses what has it."""
        text = text or ("\r" if key == "Enter" else "")
        for kind in ("keyDown", "keyUp"):
            typed = {"text": text} if kind == "keyDown" and text else {}
            self(
                "Input.dispatchKeyEvent", type=kind, key=key, code=code or key,
                windowsVirtualKeyCode=VIRTUAL_KEYS.get(key, 0), modifiers=8 * shift, **typed,
            )  # fmt: skip

    def move(self, x: float, y: float) -> None:
        """The mouse, to a place of the window."""
        self("Input.dispatchMouseEvent", type="mouseMoved", x=x, y=y)

    def click(self, x: float, y: float) -> None:
        """A click of the left button."""
        for kind in ("mousePressed", "mouseReleased"):
            self("Input.dispatchMouseEvent", type=kind, x=x, y=y, button="left", clickCount=1)

    def screenshot(self, *, whole: bool = False) -> bytes:
        """PNG of the window, or of the whole page."""
        answer = self("Page.captureScreenshot", format="png", captureBeyondViewport=whole)
        return base64.b64decode(answer["data"])

    def pdf(self) -> bytes:
        """The page as it prints on A4."""
        answer = self(
            "Page.printToPDF", paperWidth=8.27, paperHeight=11.69, printBackground=True,
            preferCSSPageSize=True,
        )  # fmt: skip
        return base64.b64decode(answer["data"])
