"""The labelled photos: what each table of DATA says of each file."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path
from zlib import crc32


@dataclass(frozen=True, slots=True)
class Labelled:
    """One photo with what people said of it; empty where nobody looked."""

    path: Path
    scene: str = ""
    mos: float = float("nan")
    focus: str = ""
    cause: str = ""
    exposure: str = ""
    verdict: str = ""
    is_bokeh: bool = False

    @property
    def half(self) -> int:
        """0 or 1: photos of one scene always fall into the same half."""
        return crc32(self.scene.encode()) % 2


@dataclass(frozen=True, slots=True)
class Patch:
    """A square of a photo, labelled sharp, defocus or motion."""

    path: Path
    label: str
    x: int
    y: int
    width: int
    height: int
    second_label: str
    """What another observer saw who judged all squares blind and in random order: sharp, defocus,
    motion, both, or "cannot tell"."""
    second_blur: float
    """How blurred it seemed to that observer, 0 (pin sharp) to 5 (nothing recognisable)."""


def photos(data: Path) -> list[Labelled]:
    """Phone photos of goods with opinions of 30 people; part of them judged by an annotator."""
    return [
        Labelled(
            path=data / "photos" / row["file"],
            scene=row["scene"],
            mos=float(row["mos"]),
            focus=row["focus"],
            cause=row["cause"],
            exposure=row["exposure"],
            verdict=row["verdict"],
        )
        for row in _table(data / "photos.csv")
    ]


def brackets(data: Path) -> list[Labelled]:
    """Bracketed exposures of real scenes: under, normal, over."""
    return [
        Labelled(path=data / "exposure" / row["file"], scene=row["scene"], exposure=row["label"])
        for row in _table(data / "exposure.csv")
    ]


def cameras(data: Path) -> list[Labelled]:
    """Photos as cameras wrote them."""
    return [
        Labelled(
            path=data / "cameras" / row["file"],
            scene=row["file"],
            focus=row["focus"],
            cause=row["cause"],
            exposure=row["exposure"],
            verdict=row["verdict"],
            is_bokeh=row["bokeh"] == "True",
        )
        for row in _table(data / "cameras.csv")
    ]


def bokeh(data: Path) -> list[Labelled]:
    """Photos whose photographers blurred the background on purpose."""
    return [
        Labelled(path=data / "partial_blur" / "images" / row["image"], cause=row["blur_kind"])
        for row in _table(data / "partial_blur.csv")
    ]


def patches(data: Path) -> list[Patch]:
    """Squares of those photos, labelled by kind of blur."""
    folder = data / "partial_blur" / "images"
    again = {
        (row["image"], row["x"], row["y"]): row
        for row in _table(Path(__file__).with_name("second_look.csv"))
    }
    return [
        Patch(
            folder / row["image"],
            row["label"],
            *(int(row[key]) for key in ("x", "y", "w", "h")),
            second_label=second["label"],
            second_blur=float(second["blur"]),
        )
        for row in _table(data / "partial_blur_patches.csv")
        for second in [again[row["image"], row["x"], row["y"]]]
    ]


def _table(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))
