"""How long somebody waits who sits before the page, on this computer and over a slow line.

    python scripts/benchmarks/page_waits.py PHOTOS [--shot PHOTO] [--rounds 3]

Gives the photos of a folder (35 of them say something) to the page of a server in a real Chromium,
waits until all is judged and shown, then changes one thing after the other – a mark, a role, a
name, one left out, one pinned – and measures on the wall how long each takes until what will be
seen is made, looked at and can be saved. Then Chromium throttles the line to 60 kB/s with 300 ms
on the way: how long a photo that is just taken waits for its verdict, a mark until it is kept, and
what will be seen until its pictures stand there. Prints every figure, in seconds.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parents[1])]

from scripts.browser import Browser, find  # noqa: E402 - the checkout
from tests.chromium import served, until  # noqa: E402

LINE = {"offline": False, "latency": 300, "downloadThroughput": 60e3, "uploadThroughput": 60e3}
FREE = {"offline": False, "latency": 0, "downloadThroughput": -1, "uploadThroughput": -1}
STARTED = "document.body?.classList.contains('is-started')"
READY = (
    "document.getElementById('busy').hidden && !document.getElementById('preview').hidden"
    " && document.getElementById('making').textContent === ''"
    " && !document.getElementById('save-pictures').disabled"
)
OPEN = (
    "[...document.querySelectorAll('.problem:not(.is-open) .toggle')].slice(0, 1)"
    ".forEach(each => each.click())"
)
TIMED = """
(async () => {
  const at = (id) => document.getElementById(id);
  const isOld = () => at("preview").classList.contains("is-old");
  const pictures = () => [...document.querySelectorAll(".seen img")];
  const isSeen = () => !isOld() && pictures().every((each) => each.complete);
  const isReady = () => %s;
  const wait = (is) => new Promise((done) => {
    const look = () => (is() ? done() : setTimeout(look, 10));
    look();
  });
  const started = performance.now();
  %s;
  await wait(isOld);
  const kept = performance.now() - started;
  await wait(isSeen);
  const seen = performance.now() - started;
  await wait(isReady);
  return [kept, seen, performance.now() - started];
})()
"""
"""When a change is kept, its pictures are seen, and can be saved, in milliseconds."""
CHANGES = {
    "mark": (
        "{ const frame = document.querySelectorAll('.card .frame')[%(n)d], box ="
        " frame.getBoundingClientRect(); frame.dispatchEvent(new MouseEvent('click', {bubbles:"
        " true, clientX: box.x + box.width * (0.3 + 0.1 * %(n)d),"
        " clientY: box.y + box.height / 2})); }"
    ),
    "role": (
        "{ const list = document.querySelectorAll('.card .shows select')[%(n)d + 2];"
        " list.value = list.value.endsWith('ruler') ? '' : '\\u0000ruler';"
        " list.dispatchEvent(new Event('change')); }"
    ),
    "rename": (
        "{ const field = document.querySelector('.claim-title');"
        " field.value = 'hole in the sleeve %(n)d'; field.dispatchEvent(new Event('change')); }"
    ),
    "leave out": "document.querySelector('.seen-slot .act').click()",
    "pin": "document.querySelectorAll('#left-out .act')[%(n)d].click()",
}
VERDICT = """
(async () => {
  const started = performance.now();
  const transfer = new DataTransfer();
  transfer.items.add(window.__shot);
  const camera = document.getElementById("camera");
  camera.files = transfer.files;
  camera.dispatchEvent(new Event("change"));
  const pause = () => new Promise((done) => setTimeout(done, 10));
  while (!document.querySelector("#verdict[open]:not(.is-waiting)")) await pause();
  return performance.now() - started;
})()
"""


def give(browser: Browser, selector: str, paths: list[Path]) -> None:
    """Choose files as the dialog would."""
    root = browser("DOM.getDocument")["root"]["nodeId"]
    node = browser("DOM.querySelector", nodeId=root, selector=selector)["nodeId"]
    browser("DOM.setFileInputFiles", files=[str(path) for path in paths], nodeId=node)


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("photos", type=Path)
    parser.add_argument("--shot", type=Path, help="the photo that is just taken, about 3 MB")
    parser.add_argument("--rounds", type=int, default=3)
    args = parser.parse_args()
    program = find()
    if program is None:
        raise SystemExit("There is no Chromium here.")
    photos = sorted(path for path in args.photos.iterdir() if path.is_file())
    with (
        tempfile.TemporaryDirectory() as folder,
        served(Path(folder)) as address,
        Browser(program, Path(folder) / "profile") as browser,
    ):
        browser.size(1280, 900)
        browser("Page.navigate", url=address)
        until(browser, STARTED)
        give(browser, "#files-input", photos)
        until(browser, READY, 600)
        browser.evaluate(OPEN)
        print(f"{len(photos)} photos, {sum(p.stat().st_size for p in photos) / 1e6:.0f} MB")
        for name, script in CHANGES.items():
            measure(browser, f"{name}:", script, args.rounds)
        browser("Network.emulateNetworkConditions", **LINE)
        print("over 60 kB/s and 300 ms:")
        if args.shot:
            shoot(browser, args.shot, args.rounds)
        for name in ("mark", "rename"):
            measure(browser, f"{name}:", CHANGES[name], args.rounds)
        browser("Network.emulateNetworkConditions", **FREE)
    return 0


def measure(browser: Browser, name: str, script: str, rounds: int) -> None:
    """Make a change so many times, and print what its user waits."""
    waits = []
    for number in range(rounds):
        timed = browser.evaluate(TIMED % (READY, script % {"n": number}))
        waits.append([value / 1000 for value in timed])
    kept, seen, ready = (statistics.median(column) for column in zip(*waits, strict=True))
    worst = max(column[2] for column in waits)
    print(
        f"  {name:11} kept {kept:.2f} s, seen {seen:.2f} s, can be saved {ready:.2f} s"
        f" (medians of {rounds}; slowest {worst:.2f} s)",
        flush=True,
    )


def shoot(browser: Browser, photo: Path, rounds: int) -> None:
    """A photo comes out of the camera: when is its verdict read?"""
    browser.evaluate("document.getElementById('open-shots').click()")
    until(browser, "document.querySelectorAll('.shot').length > 0")
    browser.evaluate("HTMLInputElement.prototype.click = function () {}")  # opens no dialog
    browser.evaluate("document.querySelector('#viewfinder-wanted:checked')?.click()")
    browser.evaluate("document.querySelector('.shot').click()")
    give(browser, "#files-input", [])
    root = browser("DOM.getDocument")["root"]["nodeId"]
    browser.evaluate(
        "document.body.append(Object.assign(document.createElement('input'),"
        " {type: 'file', id: 'taken'}))"
    )
    node = browser("DOM.querySelector", nodeId=root, selector="#taken")["nodeId"]
    browser("DOM.setFileInputFiles", files=[str(photo)], nodeId=node)
    browser.evaluate("window.__shot = document.getElementById('taken').files[0]")
    waits = []
    for _ in range(rounds):
        waits.append(browser.evaluate(VERDICT) / 1000)
        browser.evaluate("document.getElementById('verdict').close()")
    browser.evaluate("document.getElementById('shots').close()")
    size = photo.stat().st_size / 1e6
    print(f"  verdict of a photo of {size:.1f} MB: {statistics.median(waits):.2f} s"
          f" (median of {rounds}; slowest {max(waits):.2f} s)", flush=True)  # fmt: skip


if __name__ == "__main__":
    sys.exit(main())
