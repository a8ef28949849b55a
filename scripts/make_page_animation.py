"""Film the local page on a phone: photos in, what to retake, the three slots to upload.

    python scripts/make_page_animation.py [FOLDER]

Needs Chromium and the test extra. Writes scripts/readme/phone-page.webp, at most 600 kB. Every
picture is the real page in a window of 390 px; only the waiting is shortened.
"""

from __future__ import annotations

import io
import json
import sys
import time
from pathlib import Path

from PIL import Image

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from make_page_picture import LOADED, READY, on_page, until  # noqa: E402 - beside this script

from scripts.browser import Browser  # noqa: E402

OUT = Path(__file__).parent / "readme" / "phone-page.webp"
MOST_BYTES = 600_000
WIDTH_PX, HEIGHT_PX = 390, 780
SCROLL_STEPS, SCROLL_MS = 4, 70
UPLOADING = "!document.body.classList.contains('is-empty')"
MADE = (
    f"{READY} && !document.getElementById('preview').hidden"
    " && document.getElementById('making').textContent === ''"
    " && [...document.querySelectorAll('#slots img')].every(each => each.naturalWidth)"
)
PROBLEM = "document.querySelectorAll('.problem')[2]"
OPENED = f"{PROBLEM}.querySelector('.card')"
PHOTO = (
    f"[...{PROBLEM}.querySelectorAll('.card')]"
    ".find(each => each.querySelector('.verdict').textContent === 'Retake')"
)
ITEM = "document.getElementById('item')"
SLOT = "document.querySelectorAll('#slots img')[{}]"
SAVE = "document.getElementById('save-pictures')"
HALF_MS, HOLD_MS, LONG_MS = 600, 1900, 2600

Frame = tuple[Image.Image, int]
"""A picture and how long it stands, in milliseconds."""


def main() -> int:
    save(on_page(__doc__, film))
    return 0


def film(browser: Browser, address: str, folder: Path) -> list[Frame]:
    """From the empty page to the three pictures."""
    browser.size(WIDTH_PX, HEIGHT_PX, phone=True)
    browser.prefer("light")
    browser("Page.navigate", url=address)
    until(browser, LOADED)
    frames = [(shot(browser), HOLD_MS)]
    root = browser("DOM.getDocument")["root"]["nodeId"]
    node = browser("DOM.querySelector", nodeId=root, selector="#folder-input")["nodeId"]
    browser("DOM.setFileInputFiles", files=[str(folder)], nodeId=node)
    until(browser, UPLOADING)
    frames.append((shot(browser), HALF_MS))
    until(browser, MADE)
    time.sleep(1)
    browser.evaluate("scrollTo(0, 0)")
    frames.append((shot(browser), HOLD_MS))
    frames += scrolled(browser, PROBLEM, HOLD_MS)
    browser.evaluate(f"{PROBLEM}.querySelector('.toggle').click()")
    until(browser, f"{OPENED} && [...{PROBLEM}.querySelectorAll('img')].every(e => e.naturalWidth)")
    frames += scrolled(browser, PHOTO, LONG_MS)
    frames += scrolled(browser, ITEM, HALF_MS)
    browser.evaluate(f"{ITEM}.value = 'Down jacket'; {ITEM}.dispatchEvent(new Event('change'))")
    until(browser, MADE)
    frames.append((shot(browser), HOLD_MS))
    for element in (*(SLOT.format(number) for number in range(3)), SAVE):
        frames += scrolled(browser, element, HOLD_MS)
    return frames


def scrolled(browser: Browser, element: str, hold_ms: int) -> list[Frame]:
    """The way to an element, slowing down, and a look at it; none if the page lacks it."""
    if not browser.evaluate(f"Boolean({element})"):
        raise SystemExit(f"The page has changed; nothing is at {element}.")
    goal, now = browser.evaluate(
        f"(() => {{ const box = ({element}).getBoundingClientRect();"
        f" const goal = box.height < {HEIGHT_PX} * 0.9"
        f" ? scrollY + box.top - ({HEIGHT_PX} - box.height) / 2 : scrollY + box.top - 12;"
        f" return [Math.max(0, goal), scrollY]; }})()"
    )
    frames = []
    for step in range(1, SCROLL_STEPS + 1):
        share = 1 - (1 - step / SCROLL_STEPS) ** 2
        browser.evaluate(f"scrollTo({json.dumps({'top': now + (goal - now) * share})})")
        frames.append((shot(browser), SCROLL_MS if step < SCROLL_STEPS else hold_ms))
    return frames


def shot(browser: Browser) -> Image.Image:
    return Image.open(io.BytesIO(browser.screenshot())).convert("RGB")


def save(frames: list[Frame]) -> None:
    """As one WebP that plays for ever, with less quality until it is small enough."""
    pictures, durations = [frame for frame, _ in frames], [duration for _, duration in frames]
    for quality in range(80, 10, -6):
        buffer = io.BytesIO()
        pictures[0].save(
            buffer, "WEBP", save_all=True, append_images=pictures[1:], duration=durations,
            loop=0, quality=quality, method=6, minimize_size=True,
        )  # fmt: skip
        if buffer.tell() <= MOST_BYTES:
            break
    OUT.write_bytes(buffer.getvalue())
    print(f"{OUT.name}: {len(frames)} pictures, {sum(durations) / 1000:.0f} s,"
          f" {buffer.tell() // 1000} kB, quality {quality}")  # fmt: skip


if __name__ == "__main__":
    sys.exit(main())
