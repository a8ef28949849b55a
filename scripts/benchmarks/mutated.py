"""Mutated photos and clips in one ``scan``: nothing dies, nothing takes long or much memory.

    python scripts/benchmarks/mutated.py WORK [--photos 3000] [--clips 200] [--seed 1]

Small pictures of nine formats and short clips are spoiled: bytes changed, cut out, doubled, zeroed,
or the end missing. Told: files that are in the report, the longest time of one (``--debug``), the
largest resident size of a worker with its ffmpeg (Linux), and what was said of how many.
"""

from __future__ import annotations

import argparse
import io
import json
import random
import re
import shutil
import subprocess
import sys
import threading
import time
from collections import Counter
from pathlib import Path

FORMATS = ("jpeg", "progressive", "png", "webp", "gif", "tiff", "bmp", "heif", "avif")
SLOWEST_S, LARGEST_MB = 20.0, 1200.0
_TOOK = re.compile(r"'([^']*)': examined in (\d+) ms")


def whole_photos() -> dict[str, bytes]:
    """One small picture in every format."""
    import pillow_heif
    from photographic import scene
    from PIL import Image

    pillow_heif.register_heif_opener()
    image = Image.fromarray(scene(640, 480, seed=3))
    found = {}
    for name in FORMATS:
        file = io.BytesIO()
        if name == "progressive":
            image.save(file, "JPEG", quality=85, progressive=True)
        else:
            image.save(file, name.upper())
        found[name] = file.getvalue()
    return found


def whole_clips() -> list[bytes]:
    """Short clips in two containers, by the ffmpeg that ships."""
    import imageio_ffmpeg

    found = []
    for form, codec in (("mp4", "libx264"), ("matroska", "libx264"), ("mpegts", "mpeg4")):
        flags = ("-movflags", "frag_keyframe+empty_moov") if form == "mp4" else ()
        command = [
            imageio_ffmpeg.get_ffmpeg_exe(), "-v", "error", "-f", "lavfi",
            "-i", "testsrc2=size=320x240:rate=15:duration=2", "-pix_fmt", "yuv420p",
            "-c:v", codec, *flags, "-f", form, "-",
        ]  # fmt: skip
        found.append(subprocess.run(command, capture_output=True, check=True).stdout)
    return found


def mutated(data: bytes, rng: random.Random) -> bytes:
    """One to eight faults of five kinds, nearly always behind the first bytes."""
    spoiled = bytearray(data)
    for _ in range(rng.choice((1, 1, 2, 4, 8))):
        at = rng.randrange(4 if rng.random() < 0.05 else 12, len(spoiled))
        size = min(rng.choice((1, 1, 4, 64, 1024)), len(spoiled) - at)
        kind = rng.randrange(5)
        if kind == 0:
            spoiled[at : at + size] = rng.randbytes(size)
        elif kind == 1:
            spoiled[at] ^= 1 << rng.randrange(8)
        elif kind == 2:
            del spoiled[at : at + size]
        elif kind == 3:
            spoiled[at:at] = spoiled[at : at + size]
        else:
            spoiled[at : at + size] = bytes(size)
        if len(spoiled) < 32:
            break
    if rng.random() < 0.15:
        del spoiled[rng.randrange(32, max(33, len(spoiled))) :]
    return bytes(spoiled)


def make(folder: Path, photos: int, clips: int, seed: int) -> None:
    """The files; the same seed makes the same."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    rng = random.Random(seed)
    if photos:
        whole = whole_photos()
        for number in range(photos):
            name = FORMATS[number % len(FORMATS)]
            suffix = "jpg" if name == "progressive" else name
            data = mutated(whole[name], rng)
            (folder / f"{number:05}-{name}.{suffix}").write_bytes(data)
    if clips:
        moving = whole_clips()
        for number in range(clips):
            suffix = ("mp4", "mkv", "ts")[number % 3]
            data = mutated(moving[number % 3], rng)
            (folder / f"{number:05}-clip.{suffix}").write_bytes(data)


def largest_mb(parent: int) -> float:
    """What the largest worker and what it started hold together; 0 where it cannot be told."""
    below: dict[int, list[int]] = {}
    sizes: dict[int, float] = {}
    for status in Path("/proc").glob("[0-9]*/status"):
        try:
            text = status.read_text()
        except OSError:
            continue
        above = re.search(r"^PPid:\s+(\d+)", text, re.MULTILINE)
        size = re.search(r"^VmRSS:\s+(\d+)", text, re.MULTILINE)
        if above and size:
            pid = int(status.parent.name)
            below.setdefault(int(above[1]), []).append(pid)
            sizes[pid] = int(size[1]) / 1e3

    def whole(pid: int) -> float:
        return sizes.get(pid, 0.0) + sum(map(whole, below.get(pid, ())))

    return max(map(whole, below.get(parent, ())), default=0.0)


def main() -> int:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("work", type=Path)
    parser.add_argument("--photos", type=int, default=3000)
    parser.add_argument("--clips", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    folder = args.work / "mutated-files"
    make(folder, args.photos, args.clips, args.seed)
    log, report = args.work / "mutated.log", args.work / "mutated.json"
    command = [sys.executable, "-m", "evidence_qc", "--debug", "scan", str(folder), "--no-cache",
               "--no-progress", "--format", "json", "--output", str(report)]  # fmt: skip
    began, largest = time.monotonic(), 0.0
    with log.open("wb") as stderr, subprocess.Popen(command, stderr=stderr) as process:
        ended = threading.Event()
        threading.Thread(target=lambda: (process.wait(), ended.set()), daemon=True).start()
        while not ended.wait(0.1):
            largest = max(largest, largest_mb(process.pid))
    code = process.returncode
    files = json.loads(report.read_text())["files"] if code in {0, 1} else []
    took = {name: int(ms) / 1e3 for name, ms in _TOOK.findall(log.read_text(errors="replace"))}
    slowest = max(took, key=lambda name: took[name], default="none")
    said = Counter(
        finding["message"] for file in files for finding in file["findings"]
        if finding["rule"] == "unreadable-file"
    )  # fmt: skip
    print(f"exit code {code}, {len(files)} of {args.photos + args.clips} files in the report, "
          f"{time.monotonic() - began:.0f} s")  # fmt: skip
    print(f"slowest {took.get(slowest, 0):.1f} s: {slowest}; largest worker {largest:.0f} MB")
    for message, count in said.most_common(12):
        print(f"{count:6}  {message}")
    is_fine = len(files) == args.photos + args.clips and largest <= LARGEST_MB
    return 0 if is_fine and max(took.values(), default=0.0) <= SLOWEST_S else 1


if __name__ == "__main__":
    sys.exit(main())
