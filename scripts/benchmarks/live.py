#!/usr/bin/env python3
"""How often the viewfinder shows the right word, in a real Chromium whose camera plays a clip.

python scripts/benchmarks/live.py            the scenes that took no part in choosing
python scripts/benchmarks/live.py --chosen   those that limits and hysteresis were chosen on
python scripts/benchmarks/live.py --frames   what single frames are called, without a browser

Each clip is made of a photo of sample_media by the camera of scripts/samples: two seconds each of
sharp, dark, shaken and blurred, in a hand that is calm but for the shaken ones. A grey square in a
corner of each frame tells which. A moment counts once its state has stood for a second.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT)]

from scripts.browser import Browser, find  # noqa: E402
from scripts.samples.camera import film, kernels  # noqa: E402
from scripts.samples.camera.sensor import Phone, develop, linear, meter  # noqa: E402

Rgb = NDArray[np.uint8]

CHOSEN = ("hole in the left sleeve/IMG_2031.jpg", "seam come apart/IMG_2041.jpg",
          "seam come apart/IMG_2043.jpg")  # fmt: skip
REPORTED = ("IMG_2018.jpg", "IMG_2019.jpg", "crushed parcel/IMG_2011.jpg",
            "crushed parcel/IMG_2012.jpg", "stains and rusty buttons/IMG_2051.jpg",
            "stains and rusty buttons/IMG_2053.jpg")  # fmt: skip
STATES = ("clear", "dark", "shaken", "blurred")
LEVELS = (40, 100, 160, 220)
"""Of the square that tells the state."""
SQUARE_PX = 24
SIZE, RATE, FRAMES = (960, 720), 30, 30
"""Frames of a state; they run to and fro, so that nothing jumps."""
SETTLED_MS = 1000
PIECE_S = 2 * FRAMES / RATE
SEEN_S = 2 * 4 * PIECE_S + 12.0


def clip(photo: Path, seed: int) -> Iterator[tuple[str, Rgb]]:
    """(state, frame), RGB uint8 of ``SIZE``: all states of one scene, each a little different."""
    rng = np.random.default_rng(seed)
    still = linear(cv2.cvtColor(cv2.imread(str(photo)), cv2.COLOR_BGR2RGB))
    blur_px = rng.uniform(3.5, 7.0) / 1000 * SIZE[0]
    soft = kernels.blur(still, kernels.disc(2 * blur_px))
    gain = meter(still)
    for number, state in enumerate(STATES):
        hand = rng.uniform(0.03, 0.05) if state == "shaken" else rng.uniform(0.0008, 0.0016)
        dark_ev = rng.uniform(-5.5, -4.3) if state == "dark" else rng.uniform(-0.3, 0.2)
        light = (soft if state == "blurred" else still) * gain
        frames = [
            _squared(each, LEVELS[number])
            for each in _filmed(light, float(hand), float(dark_ev), seed + 100 * number)
        ]
        for each in (*frames, *frames[::-1]):
            yield state, each


def _filmed(light: NDArray[np.float32], hand: float, ev: float, seed: int) -> Iterator[Rgb]:
    height, width = light.shape[:2]
    t = np.arange(FRAMES + 1) / RATE
    sway = film.tremor(t, np.full(len(t), hand * width), seed)
    zoom = np.full(len(t), 0.9 * width / SIZE[0])
    roll = film.tremor(t, np.full(len(t), 0.15 * hand), seed + 7)[:, 0]
    track = np.column_stack([width / 2 + sway[:, 0], height / 2 + sway[:, 1], zoom, roll])
    phone = Phone(metered=False, well_e=4200, smear=0.5, sharpen=0.5, exposure_ev=ev)
    phone = phone.with_(well_e=phone.well_e * 2.0 ** (min(0.0, ev) / 2))
    for k in range(FRAMES):
        steps = film.steps_for(track, k)
        view = film.exposed(light, track, k, SIZE, 0.9 if ev < -1 else 0.45, steps)
        yield develop(view, phone.with_(seed=seed + k))


def _squared(frame: Rgb, level: int) -> Rgb:
    frame[:SQUARE_PX, :SQUARE_PX] = level
    return frame


def write(photo: Path, seed: int, target: Path) -> None:
    """The clip as a stream of JPEGs, which Chromium plays at 30 frames a second, over and over."""
    if target.exists():
        return
    with target.open("wb") as stream:
        for _, frame in clip(photo, seed):
            data = cv2.imencode(".jpg", frame[..., ::-1], [cv2.IMWRITE_JPEG_QUALITY, 92])[1]
            stream.write(data.tobytes())


WATCH = """
(async () => {
  const video = document.querySelector('#viewfinder video'), finder = document.getElementById('viewfinder');
  const canvas = document.createElement('canvas'), context = canvas.getContext('2d', { willReadFrequently: true });
  canvas.width = canvas.height = 8;
  const seen = [], start = performance.now();
  let from = Number(finder.dataset.answers ?? 0);
  while (performance.now() - start < %d) {
    context.drawImage(video, 4, 4, 16, 16, 0, 0, 8, 8);
    seen.push([performance.now(), context.getImageData(4, 4, 1, 1).data[0], finder.dataset.aim ?? '']);
    await new Promise(done => setTimeout(done, 100));
  }
  return { seen, answers: Number(finder.dataset.answers ?? 0) - from, seconds: (performance.now() - start) / 1000 };
})()
"""  # noqa: E501


def watch(source: Path, work: Path) -> tuple[list[tuple[str, str]], float]:
    """(state, word shown) of each settled moment, and answers a second."""
    program = find()
    assert program, "no Chromium"
    further = [
        "--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream",
        f"--use-file-for-fake-video-capture={source}",
    ]  # fmt: skip
    server = subprocess.Popen(
        [sys.executable, "-m", "evidence_qc", "serve", "--port", "0", "--quiet"],
        stdout=subprocess.PIPE, text=True, env=os.environ | {"PYTHONPATH": str(ROOT)},
    )  # fmt: skip
    try:
        assert server.stdout
        address = server.stdout.readline().strip()
        with (
            tempfile.TemporaryDirectory(dir=work) as profile,
            Browser(program, Path(profile), further) as browser,
        ):
            browser.size(390, 844)
            browser.events.clear()
            browser("Page.navigate", url=address)
            browser.wait_for("Page.loadEventFired")
            _until(browser, "document.body.classList.contains('is-started')")
            browser.evaluate("document.getElementById('open-shots').click()")
            _until(browser, "document.querySelector('.shot')")
            browser.evaluate("document.querySelector('.shot').click()")
            _until(browser, "document.getElementById('viewfinder')?.dataset.answers > 3")
            found = browser.evaluate(WATCH % (1000 * SEEN_S))
    finally:
        server.terminate()
        server.wait(30)
    return settled(found["seen"]), found["answers"] / found["seconds"]


def _until(browser: Browser, condition: str) -> None:
    end = time.monotonic() + 30
    while not browser.evaluate(f"Boolean({condition})"):
        if time.monotonic() > end:
            raise TimeoutError(condition)
        time.sleep(0.1)


def settled(seen: list[tuple[float, int, str]]) -> list[tuple[str, str]]:
    """(state, word) of the moments whose state has stood for ``SETTLED_MS``."""
    found, since, before = [], float("-inf"), None
    for at, level, word in seen:
        state = STATES[int(np.argmin([abs(level - each) for each in LEVELS]))]
        if state != before:
            since, before = at, state
        if at - since >= SETTLED_MS:
            found.append((state, word))
    return found


def of_frames(scenes: list[tuple[Path, int]]) -> Counter[tuple[str, str]]:
    """(state, word) of pairs of frames, six a second, without hysteresis."""
    from evidence_qc.examine.viewfinder import LONG_SIDE_PX, examine_viewfinder
    from evidence_qc.focus import FocusModel
    from evidence_qc.profiles import load_profile
    from evidence_qc.rules.judge import Judge
    from evidence_qc.rules.viewfinder import aim_of

    focus, judge = FocusModel(), Judge.for_profile(load_profile("aliexpress"))
    found: Counter[tuple[str, str]] = Counter()
    for photo, seed in scenes:
        before = b""
        for number, (state, frame) in enumerate(clip(photo, seed)):
            if number % (2 * FRAMES) < FRAMES and number % 5 in {0, 1}:
                scale = LONG_SIDE_PX / SIZE[0]
                small = cv2.resize(
                    frame[..., ::-1], None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA
                )
                now = cv2.imencode(".jpg", small, [cv2.IMWRITE_JPEG_QUALITY, 80])[1].tobytes()
                if number % 5 == 1:
                    seen = examine_viewfinder(now, before, 1 / RATE, focus)
                    found[state, aim_of(seen, judge)] += 1
                before = now
    return found


def main() -> int:
    """Print the shares; 1 where a bar is missed."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--chosen", action="store_true")
    parser.add_argument("--frames", action="store_true")
    parser.add_argument("--limit", type=int, default=99, help="scenes")
    parser.add_argument("--keep", type=Path, help="a folder for the clips, to be found again")
    options = parser.parse_args()
    names = (CHOSEN if options.chosen else REPORTED)[: options.limit]
    scenes = [(ROOT / "sample_media" / name, 1000 + n) for n, name in enumerate(names)]
    if options.frames:
        print_table(of_frames(scenes))
        return 0
    moments: Counter[tuple[str, str]] = Counter()
    rates = []
    with tempfile.TemporaryDirectory() as folder:
        for photo, seed in scenes:
            source = (options.keep or Path(folder)) / f"{photo.stem}-{seed}.mjpeg"
            write(photo, seed, source)
            found, rate = watch(source, Path(folder))
            moments.update(found)
            rates.append(rate)
            right = sum(state == word for state, word in found)
            print(
                f"{photo.name}: {right} of {len(found)} moments, {rate:.1f} answers a second",
                flush=True,
            )
    print_table(moments)
    total = sum(moments.values())
    right = sum(count for (state, word), count in moments.items() if state == word)
    wrong = sum(count for (state, word), count in moments.items() if word and state != word)
    print(f"right {right / total:.1%} (bar 95 %), wrong {wrong / total:.1%} (bar 2 %), "
          f"{min(rates):.1f} answers a second at least (bar 5)")  # fmt: skip
    return 0 if right >= 0.95 * total and wrong <= 0.02 * total and min(rates) >= 5 else 1


def print_table(found: Counter[tuple[str, str]]) -> None:
    for (state, word), count in sorted(found.items()):
        print(f"  {state:8} shown as {word or '–':8} {count}")


if __name__ == "__main__":
    raise SystemExit(main())
