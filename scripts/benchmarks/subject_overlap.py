#!/usr/bin/env python3
"""How well maps of the subject agree with a person: ``subject_overlap.py MAPS OUTLINES.csv``.

MAPS holds a map for each photo, ``<owner>__<name>/<path>.png``: grey, of any size, squashed or not,
0 to 255 for how likely a place belongs to the thing.  OUTLINES.csv has the columns repo, path and
outline (``x,y x,y …`` in shares of the picture, ``|`` between pieces; empty: no thing);
``native_outlines.csv`` beside this script names 212 photos of 43 repositories, 165 of them with a
thing, outlined by an observer who saw only the photo and said of which outlines they were sure;
``native_labels.csv`` has 288 more.

Overlap is intersection over union at even odds.  A map's own confidence is the overlap that its
probabilities expect: what is inside for certain over all that is inside or may be.  Intervals of
90 % are bootstrapped by repository, as photos of one are alike.
"""

from __future__ import annotations

import argparse
import csv
import sys
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT)]

from judgement import statistics  # noqa: E402

SIDE_PX = 256
WANTED = 0.7
CONFIDENCES = (0.0, 0.7, 0.75, 0.8, 0.9)

Mask = NDArray[np.bool_]


@dataclass(frozen=True)
class Seen:
    """One photo: its repository, the overlap (None: it has no thing), the map's confidence."""

    repo: str
    overlap: float | None
    confidence: float
    is_sure: bool


def main() -> None:
    """One line for each confidence."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("maps", type=Path)
    parser.add_argument("outlines", type=Path)
    args = parser.parse_args()
    with args.outlines.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    seen = [found for row in rows if (found := overlap_of(args.maps, row)) is not None]
    print(f"{len(seen)} of {len(rows)} photos have a map")
    with_thing = [each for each in seen if each.overlap is not None]
    for least in CONFIDENCES:
        kept = [each for each in with_thing if each.confidence >= least]
        print_row(f"confidence {least:.2f} and more", kept)
        empty = [each.confidence >= least for each in seen if each.overlap is None]
        print(f"{'':28s} of {len(empty)} without a thing {statistics.share(empty):.0%}")
    print_row("outline sure", [each for each in with_thing if each.is_sure])


def overlap_of(maps: Path, row: dict[str, str]) -> Seen | None:
    """The map of one photo against its outline; None without a map."""
    path = maps / row["repo"].replace("/", "__") / f"{row['path']}.png"
    drawn = cv2.imread(str(path), cv2.IMREAD_GRAYSCALE)
    if drawn is None:
        return None
    odds = cv2.resize(drawn, (SIDE_PX, SIDE_PX), interpolation=cv2.INTER_LINEAR) / 255.0
    truth = outlined(row["outline"])
    return Seen(
        row["repo"],
        overlap(odds > 0.5, truth) if truth.any() else None,
        confidence(odds),
        row.get("sure") == "1",
    )


def outlined(outline: str) -> Mask:
    """The outline as a mask (256, 256)."""
    mask = np.zeros((SIDE_PX, SIDE_PX), np.uint8)
    for piece in filter(None, outline.split("|")):
        corners = [[float(v) for v in corner.split(",")] for corner in piece.split()]
        cv2.fillPoly(mask, [np.rint(np.array(corners) * SIDE_PX).astype(np.int32)], 1)
    return mask > 0


def overlap(first: Mask, second: Mask) -> float:
    """Intersection over union."""
    return float((first & second).sum() / (first | second).sum())


def confidence(odds: NDArray[np.float64]) -> float:
    """The overlap that probabilities expect of themselves; 0 where none is above one half."""
    inside = odds > 0.5
    if not inside.any():
        return 0.0
    return float(odds[inside].sum() / (inside.sum() + odds[~inside].sum()))


def print_row(name: str, seen: list[Seen]) -> None:
    """Photos, mean overlap, share of good overlaps with its interval."""
    overlaps = [each.overlap for each in seen if each.overlap is not None]
    good = [each >= WANTED for each in overlaps]
    low, high = statistics.interval_by_group([each.repo for each in seen], good)
    mean = statistics.share(overlaps)
    print(f"{name:28s} {len(seen):4d} photos, mean {mean:.2f}, {WANTED} and more: "
          f"{statistics.share(good):.0%} ({low:.0%} to {high:.0%})")  # fmt: skip


if __name__ == "__main__":
    main()
