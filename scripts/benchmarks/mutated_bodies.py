"""Of photos whose code was spoiled so that it shows: how many pass as good, by format?

    python scripts/benchmarks/mutated_bodies.py DIR [--each 60] [--seed 1] [--keep OUT]

Photos of the folder are saved in every format and spoiled behind their headers as ``mutated.py``
spoils whole files: bytes changed, cut out, doubled, zeroed, one bit flipped, the end missing, one
to eight times. JPEGs as cameras wrote them (``camera``) are spoiled as they are. Counted is what
looks different (``damage.visible``), of pictures of 300 px and more. Raw rows (BMP, TIFF without
compression) carry nothing that could tell and are not asked.
"""

from __future__ import annotations

import argparse
import random
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from damage import Original, body, encode, judge, visible
from mutated import mutated

from evidence_qc.media.files.discover import discover
from evidence_qc.media.formats.exif import embedded_thumbnail
from evidence_qc.media.formats.jpeg_header import read_header
from evidence_qc.media.photo.decode import read_rgb
from evidence_qc.model import Media

FORMATS = {
    "jpeg": "jpeg", "progressive": "jpeg", "restart": "jpeg", "png": "png", "gif": "gif",
    "webp": "webp", "lossless": "webp", "heif": "heif", "avif": "avif",
}  # fmt: skip
"""How ``damage.encode`` names them, and the format of the file."""
CAMERA = "camera"
SIDE_MIN_PX = 300


def originals(
    folder: Path, kinds: list[str], long_side_px: int, rng: random.Random
) -> Iterator[tuple[str, Original]]:
    """Photos of the folder without end, each in one of the formats; camera files as they are."""
    found = [f for f in discover([str(folder)]).files if f.identity.media is Media.PHOTO]
    found = [f for f in found if f.identity.damage is None]
    cameras = [f for f in found if f.identity.format == "jpeg" and _has_thumbnail(f.path_fs)]
    if not cameras:
        kinds = [kind for kind in kinds if kind != CAMERA]
    for number in range(sys.maxsize):
        kind = kinds[number % len(kinds)]
        file = rng.choice(cameras if kind == CAMERA else found)
        data = Path(file.path_fs).read_bytes()
        try:
            rgb = read_rgb(data, file.identity.format, max_long_side_px=long_side_px)
        except ValueError:
            continue
        if min(rgb.shape[:2]) < SIDE_MIN_PX:
            continue
        if kind == CAMERA:
            yield kind, Original(file.path, "jpeg", data)
            continue
        coded = encode(rgb, kind, rng.choice((50, 75, 90)))
        yield kind, Original(file.path, FORMATS[kind], coded)


def _has_thumbnail(path: str | bytes) -> bool:
    header = read_header(Path(path).read_bytes())
    return header.is_ycc and embedded_thumbnail(header.exif) is not None


def main() -> int:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--each", type=int, default=60, help="files that differ, of each format")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--long-side", type=int, default=1200, metavar="PX")
    parser.add_argument("--formats", default=",".join((*FORMATS, CAMERA)))
    parser.add_argument(
        "--keep", type=Path, metavar="OUT", help="write what passed, and its original"
    )
    args = parser.parse_args()
    rng = random.Random(args.seed)
    seen: Counter[str] = Counter()
    passed: Counter[str] = Counter()
    kinds = args.formats.split(",")
    for kind, original in originals(args.folder, kinds, args.long_side, rng):
        if all(seen[each] >= args.each for each in kinds):
            break
        if seen[kind] >= args.each:
            continue
        start = body(original.data)
        spoiled = original.data[:start] + mutated(original.data[start:], rng)
        if not visible(original, spoiled):
            continue
        seen[kind] += 1
        if judge(spoiled, original.name)[0] is None:
            passed[kind] += 1
            if args.keep:
                args.keep.mkdir(parents=True, exist_ok=True)
                name = f"{kind}-{seen[kind]:03}"
                (args.keep / f"{name}.{original.format}").write_bytes(spoiled)
                (args.keep / f"{name}-original.{original.format}").write_bytes(original.data)
    for kind in kinds:
        share = 100 * passed[kind] / max(1, seen[kind])
        print(f"{kind:12} {seen[kind]:5} differ {passed[kind]:4} pass {share:6.1f} %")
    total, good = sum(seen.values()), sum(passed.values())
    print(f"{'all':12} {total:5} differ {good:4} pass {100 * good / max(1, total):6.1f} %")
    return 0


if __name__ == "__main__":
    sys.exit(main())
