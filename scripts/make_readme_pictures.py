"""Draw the pictures of the README from sample_media/: the page, a focus map, the submission.

    python scripts/make_readme_pictures.py [FOLDER]

Needs Chromium for the page (without one only the submission is drawn) and the test extra.
Writes scripts/readme/*.webp, each at most 250 kB.
"""

from __future__ import annotations

import argparse
import io
import os
import sys
import tempfile
from pathlib import Path

from PIL import Image

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from evidence_qc import build_bundle, scan  # noqa: E402 - the checkout, not an installed copy
from evidence_qc.stages.page import write_page  # noqa: E402
from scripts.browser import Browser, find  # noqa: E402

OUT = Path(__file__).parent / "readme"
MOST_BYTES = 250_000
GAP_PX = 24


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", nargs="?", type=Path, default=ROOT / "sample_media")
    named = parser.parse_args().folder.resolve()
    OUT.mkdir(exist_ok=True)
    os.chdir(named.parent)  # the pages show paths as typed
    folder = Path(named.name)
    with tempfile.TemporaryDirectory() as name:
        work = Path(name)
        build_bundle(folder, work / "bundle")
        save(submission(work / "bundle" / "submit"), "submission")
        program = find()
        if program is None:
            print("No Chromium here: the pictures of the page stay as they are.", file=sys.stderr)
            return 0
        page = work / "report.html"
        with page.open("w", encoding="utf-8") as stream:
            write_page(scan(folder), stream)
        with Browser(program, work / "chromium") as browser:
            save(desktop(browser, page), "report")
            save(phone(browser, work / "bundle" / "report.html"), "phone")
            save(focus_map(browser, page), "focus-map")
    return 0


def save(picture: Image.Image, name: str) -> None:
    """As WebP, with less quality until it is small enough."""
    for quality in range(84, 20, -6):
        buffer = io.BytesIO()
        picture.save(buffer, "WEBP", quality=quality, method=6)
        if buffer.tell() <= MOST_BYTES:
            break
    (OUT / f"{name}.webp").write_bytes(buffer.getvalue())
    print(f"{name}.webp: {picture.width} × {picture.height}, {buffer.tell() // 1000} kB")


def submission(folder: Path, height_px: int = 900) -> Image.Image:
    """The photos to upload side by side, each whole."""
    photos = [Image.open(path).convert("RGB") for path in sorted(folder.glob("[0-9]*.jpg"))]
    displayed = [photo.resize((round(photo.width * height_px / photo.height), height_px),
                          Image.Resampling.LANCZOS) for photo in photos]  # fmt: skip
    width = sum(photo.width for photo in displayed) + GAP_PX * (len(displayed) + 1)
    board = Image.new("RGB", (width, height_px + 2 * GAP_PX), (236, 236, 236))
    left = GAP_PX
    for photo in displayed:
        board.paste(photo, (left, GAP_PX))
        left += photo.width + GAP_PX
    return board


def desktop(browser: Browser, page: Path) -> Image.Image:
    """The first screen of a desktop, in light."""
    browser.size(1280, 1480)
    browser.prefer("light")
    browser.open(page)
    return shot(browser)


def phone(browser: Browser, page: Path) -> Image.Image:
    """The first screen of a phone, in the dark."""
    browser.size(390, 844, phone=True)
    browser.prefer("dark")
    browser.open(page)
    return shot(browser)


def focus_map(browser: Browser, page: Path) -> Image.Image:
    """A sharp photo, one with the focus in the wrong place, and a blurred one, with their maps."""
    browser.size(1280, 900)
    browser.prefer("light")
    browser.open(page)
    box = browser.evaluate(
        "(() => { const all = [...document.querySelectorAll('.card')]"
        ".filter(card => card.querySelector('.heat'));"
        " const of = rule => all.find(card => card.querySelector(`a[href='#rule-${rule}']`));"
        " const cards = [all.find(card => card.classList.contains('is-good')"
        " && !card.querySelector(\"a[href^='#rule-']\")),"
        " of('focus-behind-subject') || of('motion-blur'), of('out-of-focus'), ...all]"
        ".filter((card, at, list) => card && list.indexOf(card) === at).slice(0, 3);"
        " const shown = document.querySelector('.cards'); shown.replaceChildren(...cards);"
        " for (const card of cards) card.querySelector('.heat-toggle').checked = true;"
        " shown.scrollIntoView({block: 'center'});"
        " const box = shown.getBoundingClientRect();"
        " return [box.x, box.y, box.right, box.bottom]; })()"
    )
    x, y, right, bottom = (round(value) for value in box)
    return shot(browser).crop((x - 12, y - 4, right + 12, bottom + 12))


def shot(browser: Browser) -> Image.Image:
    browser.evaluate("Promise.all([...document.images].map(each => each.decode()))")
    browser.evaluate("new Promise(done => setTimeout(done, 600))")
    return Image.open(io.BytesIO(browser.screenshot())).convert("RGB")


if __name__ == "__main__":
    sys.exit(main())
