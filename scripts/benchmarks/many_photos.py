"""Is the page light with 500 photos of 12 MP, and the server behind it?

    python scripts/benchmarks/many_photos.py WORK [--photos 500] [--keep]

Makes the photos below WORK (about 1.2 MB each), starts a server, gives them to its page in a real
Chromium, waits for verdicts and for what will be seen, then opens every row, goes through all
cards and scrolls, at the width of a phone and of a desktop. Prints the most cards that stood in
the page, the longest tasks of its main thread while it was scrolled (processor time, because a
busy computer drops frames by itself), and the most memory that all processes of the server held
together (PSS: what they share counts once).
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parents[1]), str(HERE)]

from benchmark_page import main_tasks_ms  # noqa: E402 - the checkout

from scripts.browser import Browser, find  # noqa: E402

WIDTH_PX, HEIGHT_PX = 4000, 3000
BASES = 10
TIMEOUT_S = 1800.0
CARDS = "document.querySelectorAll('.card').length"
VERDICTS = "document.getElementById('busy').hidden && !document.getElementById('tally').hidden"
SEEN = (
    f"{VERDICTS} && !document.getElementById('preview').hidden"
    " && document.getElementById('making').textContent === ''"
)


def make(folder: Path, photos: int) -> list[Path]:
    """Different 12-MP photos: few scenes, each cut, turned and coloured in many ways."""
    import numpy as np
    from photographic import jpeg, scene

    folder.mkdir(parents=True, exist_ok=True)
    paths = [folder / f"IMG_{number:04}.jpg" for number in range(photos)]
    missing = [number for number, path in enumerate(paths) if not path.exists()]
    rng = np.random.default_rng(20)
    for base in sorted({number % BASES for number in missing}):
        whole = scene(WIDTH_PX + 1000, HEIGHT_PX + 750, seed=base)
        for number in range(base, photos, BASES):
            x, y = int(rng.integers(0, 1000)), int(rng.integers(0, 750))
            picture = whole[y : y + HEIGHT_PX, x : x + WIDTH_PX, rng.permutation(3)]
            picture = picture[:: rng.choice((-1, 1)), :: rng.choice((-1, 1))]
            paths[number].write_bytes(jpeg(np.ascontiguousarray(picture), 60))
    return paths


class Memory(threading.Thread):
    """The most that a process and all its descendants held together, in MB."""

    def __init__(self, pid: int) -> None:
        super().__init__(daemon=True)
        self.pid, self.peak_mb, self.parts = pid, 0.0, ""
        self.done = threading.Event()

    def run(self) -> None:
        while not self.done.wait(0.5):
            found = {pid: pss_mb(pid) for pid in (self.pid, *descendants(self.pid))}
            if sum(found.values()) > self.peak_mb:
                self.peak_mb = sum(found.values())
                self.parts = " + ".join(f"{each:.0f}" for each in found.values())


def descendants(pid: int) -> list[int]:
    """Whichever thread started them."""
    found: list[int] = []
    for listed in Path(f"/proc/{pid}/task").glob("*/children"):
        try:
            found += map(int, listed.read_text().split())
        except OSError:
            continue
    return found + [each for inner in found for each in descendants(inner)]


def pss_mb(pid: int) -> float:
    try:
        text = Path(f"/proc/{pid}/smaps_rollup").read_text()
    except OSError:
        return 0.0
    return next(int(line.split()[1]) for line in text.splitlines() if line.startswith("Pss:")) / 1e3


def until(browser: Browser, expression: str) -> float:
    """Seconds until it is true."""
    start = time.monotonic()
    while not browser.evaluate(expression):
        if time.monotonic() - start > TIMEOUT_S:
            browser_says = browser.evaluate("document.body.innerText.slice(0, 600)")
            raise SystemExit(f"not within {TIMEOUT_S:.0f} s: {expression}\n{browser_says}")
        time.sleep(0.5)
    return time.monotonic() - start


def give(browser: Browser, paths: list[Path]) -> None:
    root = browser("DOM.getDocument")["root"]["nodeId"]
    node = browser("DOM.querySelector", nodeId=root, selector="#files-input")["nodeId"]
    browser("DOM.setFileInputFiles", files=[str(path) for path in paths], nodeId=node)


def through_all(browser: Browser) -> tuple[int, list[float]]:
    """Opens every row and turns every page of it; the most cards, and all tasks while scrolling."""
    most, tasks = 0, []
    rows = browser.evaluate("document.querySelectorAll('.problem').length")
    for row in range(rows):
        at = f"document.querySelectorAll('.problem')[{row}]"
        browser.evaluate(
            f"{at}.classList.contains('is-open') || {at}.querySelector('.toggle').click()"
        )
        for _ in range(40):
            most = max(most, browser.evaluate(CARDS))
            browser.evaluate(f"{at}.scrollIntoView()")
            tasks += main_tasks_ms(browser, 100)
            more = f"{at}.querySelector('.turn.is-more')"
            if not browser.evaluate(f"Boolean({more})"):
                break
            browser.evaluate(f"{more}.click()")
        browser.evaluate(f"{at}.querySelector('.toggle').click()")
    return most, tasks


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("work", type=Path)
    parser.add_argument("--photos", type=int, default=500)
    parser.add_argument("--keep", action="store_true", help="leave the photos for another time")
    args = parser.parse_args()
    program = find()
    if program is None:
        raise SystemExit("There is no Chromium here.")
    paths = make(args.work / "photos", args.photos)
    scratch = args.work / "server"
    scratch.mkdir(exist_ok=True)
    command = [sys.executable, "-m", "evidence_qc", "serve", "--port", "0", "--quiet"]
    server = subprocess.Popen(
        command, stdout=subprocess.PIPE, text=True, env=os.environ | {"TMPDIR": str(scratch)}
    )
    assert server.stdout
    address = server.stdout.readline().strip()
    memory = Memory(server.pid)
    memory.start()
    found: dict[str, object] = {"photos": len(paths)}
    try:
        with Browser(program, args.work / "chromium") as browser:
            browser.size(1280, 900)
            browser("Page.navigate", url=address)
            until(browser, "document.body?.classList.contains('is-started')")
            give(browser, paths)
            found["verdicts after s"] = round(until(browser, VERDICTS))
            found["seen after s more"] = round(until(browser, SEEN))
            print(json.dumps(found), flush=True)
            for width, height, phone in ((1280, 900, False), (390, 844, True)):
                browser.size(width, height, phone=phone)
                browser.evaluate("new Promise(done => setTimeout(done, 1500))")
                most, tasks = through_all(browser)
                found[f"{width} px"] = {
                    "cards at most": most,
                    "tasks": len(tasks),
                    "longest tasks ms": [round(each) for each in sorted(tasks)[-3:]],
                }
    finally:
        memory.done.set()
        server.send_signal(signal.SIGINT)
        server.wait(60)
        shutil.rmtree(scratch, ignore_errors=True)
        shutil.rmtree(args.work / "chromium", ignore_errors=True)
        if not args.keep:
            shutil.rmtree(args.work, ignore_errors=True)
    found |= {"server PSS MB": round(memory.peak_mb), "its processes MB": memory.parts}
    print(json.dumps(found, indent=1))
    return 0


if __name__ == "__main__":
    sys.exit(main())
