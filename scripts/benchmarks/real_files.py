"""Every damage that is claimed of the photos in a folder, each with a picture of the place.

Called by ``damage.py --real DIR``. The files are real and mostly whole, so a person looks at the
pictures and sees in a minute which claims are false. Where ``DIR/collections.csv`` or the one
beside DIR names public collections (columns repo and commit; a folder ``owner__name`` each), they
are told with their commit, so that others can measure the same.
"""

from __future__ import annotations

import csv
import re
import sys
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from evidence_qc.media.files.discover import discover
from evidence_qc.media.photo.decode import read_rgb
from evidence_qc.model import DamageKind, Finding, Media, Severity

LONG_SIDE_PX = 720
"""Of the whole picture; the crop of the place beside it is as high and is not enlarged."""

_POSITION = re.compile(r"(\d+) % down")

Find = Callable[[bytes, str], Finding | None]
_NOT_DAMAGE = {DamageKind.UNSUPPORTED, DamageKind.TOO_LARGE, DamageKind.TOO_SLOW}
"""What cannot be opened here is told, and not counted as damage."""


@dataclass(frozen=True)
class Claim:
    """One file that is said to be damaged."""

    path: Path
    format: str
    severity: Severity
    message: str


def run(folder: Path, pictures: Path | None, find: Find) -> list[Claim]:
    """Judge every photo below a folder, print the claims of damage, and draw each.

    Photos that cannot be opened here although nothing is known to be wrong are told apart from
    them and not returned.

    Args:
        folder: with real files.
        pictures: where to write the pictures; None for none.
        find: the gravest finding by a file's bytes and name.
    """
    files = [f for f in discover([str(folder)]).files if f.identity.media is Media.PHOTO]
    claims: list[Claim] = []
    not_opened = 0
    slowest = (0.0, "")
    for found in files:
        path = Path(found.path_fs)
        data = path.read_bytes()
        started = time.perf_counter()
        found_here = find(data, path.name)
        slowest = max(slowest, (time.perf_counter() - started, str(path)))
        if found_here is None:
            continue
        is_damage = found_here.measured not in _NOT_DAMAGE
        word = found_here.severity.value if is_damage else "other"
        print(f"{word:7} {path.relative_to(folder)}: {found_here.message}", flush=True)
        not_opened += not is_damage
        if is_damage:
            claims.append(Claim(path, found.identity.format, found_here.severity,
                                found_here.message))  # fmt: skip
            if pictures is not None:
                _draw(data, claims[-1], pictures / f"{len(claims):04}.jpg")
    counts = Counter(claim.severity.value for claim in claims)
    print(f"\n{len(files)} photos, {counts['reject']} rejected and {counts['warn']} warned of for "
          f"damage, {not_opened} cannot be opened here; "
          f"the slowest took {slowest[0]:.1f} s ({slowest[1]})")  # fmt: skip
    _name_collections(folder)
    return claims


def _draw(data: bytes, claim: Claim, target: Path) -> None:
    """The whole picture, and beside it the place at full size where the sentence names one."""
    target.parent.mkdir(parents=True, exist_ok=True)
    try:
        rgb = read_rgb(data, claim.format)
    except ValueError:
        target.with_suffix(".txt").write_text(f"{claim.path}\n{claim.message}\n")
        return
    scale = min(1.0, LONG_SIDE_PX / max(rgb.shape[:2]))
    size = max(1, round(rgb.shape[1] * scale)), max(1, round(rgb.shape[0] * scale))
    whole = np.asarray(cv2.resize(rgb, size, interpolation=cv2.INTER_AREA))
    position = _POSITION.search(claim.message)
    row = int(rgb.shape[0] * int(position[1]) / 100) if position else rgb.shape[0] // 2
    top = max(0, min(row - size[1] // 2, rgb.shape[0] - size[1]))
    crop = rgb[top : top + size[1], : 2 * LONG_SIDE_PX]
    sheet: NDArray[np.uint8] = np.full((size[1], size[0] + 8 + crop.shape[1], 3), 255, np.uint8)
    sheet[:, : size[0]] = whole
    sheet[: crop.shape[0], size[0] + 8 :] = crop
    cv2.imwrite(str(target), cv2.cvtColor(sheet, cv2.COLOR_RGB2BGR))


def _name_collections(folder: Path) -> None:
    """Public collections among the folders, with the commit they were taken from."""
    table = next(
        (p for p in (folder / "collections.csv", folder.parent / "collections.csv") if p.exists()),
        None,
    )
    if table is None:
        return
    present = {path.name for path in folder.iterdir() if path.is_dir()}
    with table.open(encoding="utf-8") as stream:
        for row in csv.DictReader(stream):
            if row["repo"].replace("/", "__") in present:
                print(f"  {row['repo']}@{row['commit'][:12]}", file=sys.stdout)
