"""A real Chromium for tests of pages: whether there is one, a server for it, and waiting."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from scripts.browser import Browser, find

PROGRAM = find()

IN_BROWSER = [
    pytest.mark.slow,  # a browser takes seconds to start
    pytest.mark.skipif(PROGRAM is None, reason="no Chromium here (Debian: apt install chromium)"),
    pytest.mark.skipif(sys.platform == "win32", reason="the browser is driven over POSIX pipes"),
    pytest.mark.xdist_group("browser"),
]
"""For ``pytestmark``."""


def in_browser(test: Callable[..., None]) -> Callable[..., None]:
    """The same for one test of a file."""
    for mark in IN_BROWSER:
        test = mark(test)
    return test


@contextmanager
def served(temporary: Path, *options: str, **environment: str) -> Iterator[str]:
    """A real server on a free port: the address that it prints."""
    with subprocess.Popen(
        [sys.executable, "-m", "evidence_qc", "serve", "--port", "0", "--quiet", *options],
        stdout=subprocess.PIPE,
        text=True,
        env=os.environ | {"TMPDIR": str(temporary), **environment},
    ) as process:
        assert process.stdout
        try:
            yield process.stdout.readline().strip()
        finally:
            process.send_signal(signal.SIGINT)


def until(browser: Browser, expression: str, patience_s: float = 120) -> None:
    """Wait until the expression is true; of a page that is just left it is not."""
    end = time.monotonic() + patience_s
    while not _is_true(browser, expression):
        assert time.monotonic() < end, expression
        time.sleep(0.05)


def _is_true(browser: Browser, expression: str) -> bool:
    try:
        return bool(browser.evaluate(expression))
    except RuntimeError as error:
        if "navigated" in str(error):
            return False
        raise
