"""Does a page of many cards scroll smoothly? Measured in a real Chromium.

    python scripts/benchmarks/benchmark_page.py PAGE.html [--step 100]

Scrolls 240 frames at two widths, ``--step`` pixels a frame (100 is 6,000 pixels a second), and
prints what the main thread did for it: processor time a frame, and how many tasks took longer
than a frame of 16.7 ms. Processor time, because a busy computer drops frames by itself.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from scripts.browser import Browser, find

FRAMES = 240
FRAME_MS = 1000 / 60

SCROLL = """
new Promise(done => {
  let frames = 0;
  const step = () => {
    scrollBy(0, %d);
    if (++frames < %d) requestAnimationFrame(step); else setTimeout(done, 200);
  };
  requestAnimationFrame(step);
})
"""


def main_tasks_ms(browser: Browser, step_px: int) -> list[float]:
    """Processor time of every task of the page's main thread while it is scrolled."""
    browser.events.clear()
    categories = {"includedCategories": ["disabled-by-default-devtools.timeline"]}
    browser("Tracing.start", transferMode="ReportEvents", traceConfig=categories)
    browser.evaluate(SCROLL % (step_px, FRAMES))
    browser("Tracing.end")
    browser.wait_for("Tracing.tracingComplete")
    traced: list[dict[str, Any]] = [
        event
        for message in browser.events
        if message.get("method") == "Tracing.dataCollected"
        for event in message["params"]["value"]
    ]
    names = {(e["pid"], e["tid"]): e["args"]["name"] for e in traced if e["name"] == "thread_name"}
    return [
        event["tdur"] / 1000
        for event in traced
        if event["name"] == "RunTask"
        and "tdur" in event
        and names.get((event["pid"], event["tid"])) == "CrRendererMain"
    ]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("page", type=Path)
    parser.add_argument("--step", type=int, default=100, help="pixels a frame")
    args = parser.parse_args()
    program = find()
    if program is None:
        raise SystemExit("There is no Chromium here.")
    with tempfile.TemporaryDirectory() as folder, Browser(program, Path(folder)) as browser:
        for width, height, phone in ((1280, 900, False), (390, 844, True)):
            browser.size(width, height, phone=phone)
            browser.open(args.page)
            painted = browser.evaluate(
                "performance.getEntriesByName('first-contentful-paint')[0].startTime"
            )
            browser.evaluate("new Promise(done => setTimeout(done, 1000))")
            tasks = main_tasks_ms(browser, args.step)
            long = [task for task in tasks if task > FRAME_MS]
            print(
                f"{width} px: first paint after {painted / 1000:.2f} s; "
                f"{sum(tasks) / FRAMES:.1f} ms a frame, {len(long)} tasks longer than a frame, "
                f"the longest {max(tasks):.0f} ms",
                flush=True,
            )
    return 0


if __name__ == "__main__":
    sys.exit(main())
