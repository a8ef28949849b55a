"""Speed, memory and start-up of ``evidence-qc scan`` against their bars.

    python scripts/benchmarks/benchmark_scan.py [--photos 100] [--many 1000] [--full] [--work DIR]

Makes its own inputs: 12-megapixel JPEGs of 3–4 MB with the entropy of photos, and 48-megapixel
HEICs in tiles, as phones write them. Times are wall-clock with two workers, files in the page
cache; the yardstick is decoding the same files to half-size grey with OpenCV in the same way.
Memory is the peak resident size of the scanning process and its children.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

BASES = 10
WORKERS = 2


@dataclass(frozen=True)
class Run:
    """One finished child process."""

    wall_s: float
    cpu_s: float
    peak_mb: float
    code: int


def run(*arguments: str, cache: Path | None = None) -> Run:
    """Run Python with these arguments and measure the process alone (peak: 0 on Windows)."""
    environment = os.environ | ({"EVIDENCE_QC_CACHE": str(cache)} if cache else {})
    # Installed modules are compiled ones: without them each process would compile its own.
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    start = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, *arguments], stdout=subprocess.DEVNULL, env=environment
    )
    if not hasattr(os, "wait4"):
        return Run(time.perf_counter() - start, 0.0, 0.0, process.wait())
    _, status, usage = os.wait4(process.pid, 0)
    wall = time.perf_counter() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    unit = 1 if sys.platform == "darwin" else 1024
    cpu = usage.ru_utime + usage.ru_stime
    return Run(wall, cpu, usage.ru_maxrss * unit / 1e6, process.returncode)


def scan(*paths: Path, page: Path | None = None, cache: Path | None = None) -> Run:
    """One whole scan, written as JSON or as a page; without a cache, or with the one given."""
    answer = ("--format", "json") if page is None else ("--format", "html", "--output", str(page))
    how = ("--no-progress", "--jobs", str(WORKERS), *(() if cache else ("--no-cache",)))
    result = run("-m", "evidence_qc", "scan", *map(str, paths), *answer, *how, cache=cache)
    if result.code not in {0, 1}:
        raise SystemExit(f"The scan ended with exit code {result.code}.")
    return result


def half_size_grey(folder: Path) -> None:
    """The yardstick, in a process of its own: decode every file to half-size grey."""
    import cv2
    import numpy as np

    cv2.setNumThreads(1)

    def decode(path: Path) -> tuple[int, ...]:
        data = np.frombuffer(path.read_bytes(), np.uint8)
        return cv2.imdecode(data, cv2.IMREAD_REDUCED_GRAYSCALE_2).shape

    with ThreadPoolExecutor(WORKERS) as pool:
        list(pool.map(decode, sorted(folder.iterdir())))


def make_jpegs(folder: Path, count: int) -> None:
    """``count`` files: hard links to a few distinct ones (copies where links do not work)."""
    from photographic import jpeg, scene, with_comment

    folder.mkdir(parents=True, exist_ok=True)
    kept = [folder.parent / "bases" / f"{n}.jpg" for n in range(BASES)]
    kept[0].parent.mkdir(exist_ok=True)
    for number, path in enumerate(kept):
        if not path.exists():
            path.write_bytes(jpeg(scene(4032, 3024, seed=number), 95))
    bases = [path.read_bytes() for path in kept]
    pool = folder.parent / "distinct"
    pool.mkdir(exist_ok=True)
    for number in range(count):
        target = folder / f"{number:05d}.jpg"
        if target.exists():
            continue
        source = pool / f"{number % 100:05d}.jpg"
        if not source.exists():
            source.write_bytes(with_comment(bases[number % len(bases)], str(number).encode()))
        try:
            target.hardlink_to(source)
        except OSError:
            target.write_bytes(source.read_bytes())


def make_heics(folder: Path, count: int) -> None:
    """48-megapixel HEICs in tiles of 512 pixels."""
    import pillow_heif
    from photographic import scene
    from PIL import Image

    folder.mkdir(parents=True, exist_ok=True)
    first = folder / "0.heic"
    if not first.exists():
        image = Image.fromarray(scene(8064, 6048, seed=48))
        pillow_heif.from_pillow(image).save(first, quality=60, tile_size=512)
    for number in range(1, count):
        target = folder / f"{number}.heic"
        if not target.exists():
            target.write_bytes(first.read_bytes())


def made(kind: str, folder: Path, count: int) -> Path:
    """Inputs, made by a process of their own: a child's peak starts at its parent's size."""
    if run(__file__, "--make", kind, "--work", str(folder), "--many", str(count)).code:
        raise SystemExit("The inputs could not be made.")
    return folder


def tell(name: str, measured: float, bar: float, unit: str) -> bool:
    """Print one line; True when the bar is met."""
    met = measured <= bar
    print(
        f"{'ok  ' if met else 'OVER'}  {name:58} {measured:8.2f} {unit:4} (bar {bar:g})", flush=True
    )
    return met


def page_of(folder: Path, page: Path) -> list[bool]:
    """What a page takes beyond the scan, and how large it is."""
    plain, whole = scan(folder).wall_s, scan(folder, page=page).wall_s
    return [
        tell("page of 1,000 JPEGs, beyond the scan", whole - plain, 10, "s"),
        tell("its size", page.stat().st_size / 1e6, 25, "MB"),
    ]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--photos", type=int, default=100, help="12-MP JPEGs for the speed bar")
    parser.add_argument("--many", type=int, default=1000, help="12-MP JPEGs for the memory bar")
    parser.add_argument("--full", action="store_true", help="--many 10000")
    parser.add_argument("--work", type=Path, help="where inputs are made and kept")
    parser.add_argument("--rounds", type=int, default=3, help="the best of so many rounds counts")
    parser.add_argument("--skip-heic", action="store_true")
    parser.add_argument("--skip-page", action="store_true", help="no page of 1,000 photos")
    parser.add_argument("--yardstick", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--make", choices=["jpeg", "heic"], help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.make:
        (make_jpegs if args.make == "jpeg" else make_heics)(args.work, args.many)
        return 0
    if args.yardstick:
        half_size_grey(args.yardstick)
        return 0
    with tempfile.TemporaryDirectory() as temporary:
        return measure(args, args.work or Path(temporary))


def measure(args: argparse.Namespace, work: Path) -> int:
    many = 10_000 if args.full else args.many
    print("Making inputs …", file=sys.stderr, flush=True)
    few = made("jpeg", work / f"few-{args.photos}", args.photos)
    size = sum(path.stat().st_size for path in few.iterdir()) / args.photos / 1e6
    print(f"{args.photos} JPEGs of 12 MP, {size:.1f} MB on average", flush=True)

    bare = [run(__file__, "--yardstick", str(few)) for _ in range(args.rounds)]
    runs = [scan(few) for _ in range(args.rounds)]
    yardstick, whole = (min(r.wall_s for r in group) for group in (bare, runs))
    peak_few = max(r.peak_mb for r in runs)
    per_photo = 1e3 * WORKERS / args.photos
    cpu = min(r.cpu_s for r in runs) / max(1e-9, min(r.cpu_s for r in bare))
    print(f"half-size grey {per_photo * yardstick:.1f} ms, whole scan {per_photo * whole:.1f} ms "
          "a photo and core; "
        f"processor time {cpu:.2f} x", flush=True)  # fmt: skip
    results = [
        tell("12-MP JPEG, whole scan / half-size grey", whole / yardstick, 2.0, "x"),
        tell(f"peak memory, {args.photos} JPEGs", peak_few, 400, "MB"),
    ]
    with tempfile.TemporaryDirectory() as cache:
        folder = made("jpeg", work / f"many-{many}", many)
        peak_many = scan(folder, cache=Path(cache)).peak_mb
        again = scan(folder, cache=Path(cache)).wall_s
    results.append(tell(f"second scan of {many} unchanged JPEGs", again, 2 + many / 1000, "s"))
    results.append(tell(f"peak memory, {many} JPEGs", peak_many, 400, "MB"))
    results.append(tell(f"peak memory, {many} / {args.photos}", peak_many / peak_few, 1.1, "x"))
    if not args.skip_heic:
        heics = scan(few, made("heic", work / "heic", 8))
        results.append(tell("peak memory with eight 48-MP HEICs", heics.peak_mb, 1200, "MB"))
    if not args.skip_page:
        results += page_of(made("jpeg", work / "many-1000", 1000), work / "page.html")
    one = str(few / "00000.jpg")
    start = min(run("-m", "evidence_qc", "--help").wall_s for _ in range(5))
    check = min(run("-m", "evidence_qc", "check", one, "--no-cache").wall_s for _ in range(5))
    results.append(tell("--help", start, 0.25, "s"))
    results.append(tell("check of one 12-MP photo, new process", check, 1.0, "s"))
    return 0 if all(results) else 1


if __name__ == "__main__":
    sys.exit(main())
