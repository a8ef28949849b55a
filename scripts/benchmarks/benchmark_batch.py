"""Speed and memory of ``evidence-qc batch``, against one ``scan`` a dispute and on a small cluster.

    python scripts/benchmarks/benchmark_batch.py WORK [--disputes 40] [--photos 12] [--many 2000]

Makes its own inputs below WORK: disputes of 12-megapixel JPEGs with the entropy of photos. Times
are wall-clock with two workers and without a cache, files in the page cache; the cluster is one of
two processes with a thread each on this computer. Memory is the peak resident size of the
process, and has to be the same for few disputes and for many.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from benchmark_scan import WORKERS, Run, run

BASES = 10
SIZE_PX = (4032, 3024)


def make(folder: Path, disputes: int, photos: int) -> None:
    """So many disputes of so many photos: hard links to a few (copies where links do not work)."""
    from photographic import jpeg, scene, with_comment

    bases = [folder.parent / "bases" / f"{number}.jpg" for number in range(BASES)]
    bases[0].parent.mkdir(parents=True, exist_ok=True)
    for number, base in enumerate(bases):
        if not base.exists():
            base.write_bytes(with_comment(jpeg(scene(*SIZE_PX, number), 90), b"%d" % number))
    for dispute in range(disputes):
        position = folder / f"{dispute:06}"
        position.mkdir(parents=True, exist_ok=True)
        for photo in range(photos):
            target, source = position / f"{photo:03}.jpg", bases[(dispute + photo) % BASES]
            if target.exists():
                continue
            try:
                target.hardlink_to(source)
            except OSError:
                target.write_bytes(source.read_bytes())


def made(folder: Path, disputes: int, photos: int) -> Path:
    """The same by a process of its own: a child's peak starts at its parent's size."""
    numbers = ("--disputes", str(disputes), "--photos", str(photos))
    if run(__file__, str(folder), "--make", *numbers).code:
        raise SystemExit("The inputs could not be made.")
    return folder


def batch(root: Path, *more: str, cache: Path | None = None) -> Run:
    """One whole batch, written to nowhere."""
    how = ("--no-progress", "--quiet", *(() if cache else ("--no-cache",)), *more)
    return checked(run("-m", "evidence_qc", "batch", str(root), *how, cache=cache))


def scans(root: Path) -> float:
    """Seconds of one ``scan`` a dispute, one after the other, as a shell's loop would."""
    start = time.perf_counter()
    how = ("--format", "json", "--no-progress", "--no-cache", "--jobs", str(WORKERS))
    for folder in sorted(root.iterdir()):
        checked(run("-m", "evidence_qc", "scan", str(folder), *how))
    return time.perf_counter() - start


def checked(result: Run) -> Run:
    """The run, if it did its work."""
    if result.code not in {0, 1}:
        raise SystemExit(f"evidence-qc ended with exit code {result.code}.")
    return result


@contextmanager
def cluster() -> Iterator[str]:
    """The address of a scheduler with two workers."""
    from distributed import LocalCluster

    with LocalCluster(n_workers=WORKERS, threads_per_worker=1, dashboard_address=":0") as local:
        yield local.scheduler_address


def tell(name: str, seconds: float, disputes: int, photos: int) -> None:
    """How many disputes and photos a second."""
    print(
        f"{name:52} {seconds:7.1f} s  {disputes / seconds:6.2f} disputes/s "
        f"{disputes * photos / seconds:6.1f} photos/s",
        flush=True,
    )


def measure(args: argparse.Namespace) -> None:
    print("Making inputs …", file=sys.stderr, flush=True)
    disputes, photos = args.disputes, args.photos
    few = made(args.work / f"few-{disputes}-{photos}", disputes, photos)
    jobs = ("--jobs", str(WORKERS))

    tell(f"one scan a dispute, {disputes} disputes of {photos}", scans(few), disputes, photos)
    tell("batch", batch(few, *jobs).wall_s, disputes, photos)
    with tempfile.TemporaryDirectory() as cache:
        batch(few, *jobs, cache=Path(cache))
        tell("batch again, nothing changed", batch(few, *jobs, cache=Path(cache)).wall_s,
             disputes, photos)  # fmt: skip
    with cluster() as address:
        tell("cluster of two processes", batch(few, "--cluster", address).wall_s, disputes, photos)
    for number in (100, args.many):
        root = made(args.work / f"many-{number}", number, 2)
        result = batch(root, *jobs)
        tell(f"batch, {number} disputes of 2", result.wall_s, number, 2)
        print(f"  peak memory {result.peak_mb:.0f} MB", flush=True)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("work", type=Path, help="where inputs are made and kept")
    parser.add_argument("--disputes", type=int, default=40, help="for the speed")
    parser.add_argument("--photos", type=int, default=12, help="of each of these")
    parser.add_argument("--many", type=int, default=2000, help="disputes of two, for the memory")
    parser.add_argument("--make", action="store_true", help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.make:
        make(args.work, args.disputes, args.photos)
    else:
        measure(args)
    return 0


if __name__ == "__main__":
    sys.exit(main())
