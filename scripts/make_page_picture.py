"""Draw the README's picture of the local page: serve, drop the sample dispute, wait, take a shot.

    python scripts/make_page_picture.py [FOLDER]

Needs Chromium and the test extra. Writes scripts/readme/page.webp, at most 250 kB.
"""

from __future__ import annotations

import argparse
import io
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from PIL import Image

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from make_readme_pictures import save  # noqa: E402 - beside this script

from scripts.browser import Browser, find  # noqa: E402

T = TypeVar("T")
READY = "document.getElementById('busy').hidden && !document.getElementById('tally').hidden"
MOST_S = 180
LOADED = "document.querySelectorAll('#profile option').length > 3"


def main() -> int:
    save(on_page(__doc__, shot), "page")
    return 0


def on_page(doc: str | None, work: Callable[[Browser, str, Path], T]) -> T:
    """What ``work`` makes of a browser, the address of the page, and the folder asked for."""
    parser = argparse.ArgumentParser(description=(doc or "").splitlines()[0])
    parser.add_argument("folder", nargs="?", type=Path, default=ROOT / "sample_media")
    folder = parser.parse_args().folder.resolve()
    program = find()
    if program is None:
        sys.exit("There is no Chromium here; what there is stays as it is.")
    command = [sys.executable, "-m", "evidence_qc", "serve", "--port", "0", "--quiet"]
    with (
        tempfile.TemporaryDirectory() as profile,
        subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT) as server,
    ):
        assert server.stdout
        address = server.stdout.readline().strip()
        try:
            with Browser(program, Path(profile)) as browser:
                return work(browser, address, folder)
        finally:
            server.send_signal(signal.SIGINT)


def shot(browser: Browser, address: str, folder: Path) -> Image.Image:
    """The page with its verdicts, as a desktop shows it."""
    browser.size(1280, 1180)
    browser.prefer("light")
    browser("Page.navigate", url=address)
    until(browser, LOADED)
    root = browser("DOM.getDocument")["root"]["nodeId"]
    node = browser("DOM.querySelector", nodeId=root, selector="#folder-input")["nodeId"]
    browser("DOM.setFileInputFiles", files=[str(folder)], nodeId=node)
    until(browser, READY)
    time.sleep(1)
    return Image.open(io.BytesIO(browser.screenshot())).convert("RGB")


def until(browser: Browser, expression: str) -> None:
    """Wait for it, at most three minutes: a page that has changed ends the script."""
    limit_s = time.monotonic() + MOST_S
    while not browser.evaluate(expression):
        if time.monotonic() > limit_s:
            sys.exit(f"The page does not get there: {expression}")
        time.sleep(0.1)


if __name__ == "__main__":
    sys.exit(main())
