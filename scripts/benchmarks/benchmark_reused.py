#!/usr/bin/env python3
"""Photos of many disputes found again: ``benchmark_reused.py [--photos 12]``.

Made fingerprints: random ones, a quarter of them copies of an earlier one with 0 to 7 bits changed,
one in ten of those the same file. Prints whether all pairs of 2,000 disputes are those that a
comparison of all with all finds, and the time and the peak of memory for 1,000 to 10,000.
"""

from __future__ import annotations

import argparse
import multiprocessing
import random
import resource
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT)]

from evidence_qc.runtime.seen_photos import (  # noqa: E402
    DISTANCE_BITS_MAX,
    SeenPhoto,
    SeenPhotos,
)

POOL = 5_000
"""Earlier photos that are copied from: so many are kept, which says nothing of the program."""


def main() -> int:
    """Compare, then measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--photos", type=int, default=12, help="photos of a dispute")
    each = parser.parse_args().photos
    found, wanted = pairs_found(2_000, each), pairs_by_brute_force(2_000, each)
    print(f"2,000 disputes of {each}: {len(found):,} pairs, brute force {len(wanted):,}, ", end="")
    print("the same" if found == wanted else "NOT THE SAME")
    for count in (1_000, 3_000, 10_000):
        with multiprocessing.get_context("spawn").Pool(1) as pool:
            seconds, peak_mb = pool.apply(measured, (count, each))
        print(f"{count:6,} disputes: {seconds:6.1f} s, peak {peak_mb:.0f} MB")
    return 0 if found == wanted else 1


def disputes(count: int, each: int) -> Iterator[tuple[str, list[SeenPhoto]]]:
    """The same for the same numbers."""
    rng = random.Random(1)
    pool: list[SeenPhoto] = []
    for number in range(count):
        photos = []
        for shot in range(each):
            bits, digest = rng.getrandbits(64), f"{rng.getrandbits(256):064x}"
            if pool and rng.random() < 0.25:
                old = rng.choice(pool)
                bits = old.fingerprint or 0
                for position in rng.sample(range(64), rng.randrange(8)):
                    bits ^= 1 << position
                digest = old.sha256 if rng.random() < 0.1 else digest
            photos.append(SeenPhoto(f"{number}/{shot}.jpg", digest, bits))
        pool = (pool + photos)[-POOL:]
        yield f"d{number}", photos


def pairs_found(count: int, each: int) -> set[tuple[str, str]]:
    """What the program finds."""
    pairs = set()
    with SeenPhotos() as seen:
        for dispute, photos in disputes(count, each):
            for photo in photos:
                pairs |= {(match.path, photo.path) for match in seen.matches(dispute, photo)}
            seen.add(dispute, photos)
    return pairs


def pairs_by_brute_force(count: int, each: int) -> set[tuple[str, str]]:
    """All with all."""
    rows = [(name, photo) for name, photos in disputes(count, each) for photo in photos]
    prints = np.array([photo.fingerprint for _, photo in rows], np.uint64)
    by_bytes: dict[str, list[int]] = {}
    pairs = set()
    for index, (name, photo) in enumerate(rows):
        near = np.bitwise_count(prints[:index] ^ prints[index]) <= DISTANCE_BITS_MAX
        others = {*np.flatnonzero(near).tolist(), *by_bytes.get(photo.sha256, ())}
        by_bytes.setdefault(photo.sha256, []).append(index)
        pairs |= {(rows[k][1].path, photo.path) for k in others if rows[k][0] != name}
    return pairs


def measured(count: int, each: int) -> tuple[float, float]:
    """Seconds and the peak of this process's memory, MB."""
    started = time.perf_counter()
    with SeenPhotos() as seen:
        for dispute, photos in disputes(count, each):
            for photo in photos:
                seen.matches(dispute, photo)
            seen.add(dispute, photos)
    peak_kb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return time.perf_counter() - started, peak_kb / 1024


if __name__ == "__main__":
    sys.exit(main())
