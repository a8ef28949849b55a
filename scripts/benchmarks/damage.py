"""Damages pictures in many ways and checks that none of it passes for good.

    python scripts/benchmarks/damage.py [DATA] [--originals 20] [--seed 1]
    python scripts/benchmarks/damage.py --real DIR [--pictures OUT]

Makes its own originals (JPEG baseline and progressive, PNG, WebP, HEIC, AVIF, TIFF); with a
folder DATA, photos found there are used too. For every kind of damage it prints how many files
were rejected, warned of, look the same as before, or passed although they do not: the last column
must be zero, and so must the complaints about intact files. ``--again N`` asks the harder question
of N photos in every format: how many wrong bits and bytes in their code are found?

``--real DIR`` damages nothing: it lists every damage that is claimed of the real photos in a folder
(``real_files.py``), which must be none of the whole ones.

A damaged file is one that looks different if 0.2 % of its 8×8 blocks differ by 6 code values on
average in any channel: seen when the two pictures are flipped at full size, as a reviewer would.
"""

from __future__ import annotations

import argparse
import io
import random
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
import real_files
from numpy.typing import NDArray
from photographic import jpeg, scene
from PIL import Image

from evidence_qc.media.files.discover import discover
from evidence_qc.media.formats.identify import HEAD_BYTES, identify
from evidence_qc.media.formats.jpeg_header import read_header
from evidence_qc.media.photo.decode import read_planes, read_rgb
from evidence_qc.model import FileFacts, Finding, Media, Severity
from evidence_qc.rules import RULES, FileRule

VISIBLE_DN = 6.0
"""Mean difference of an 8×8 block that an eye finds when it flips between two pictures."""
VISIBLE_AREA = 0.002

Damager = Callable[[bytes, random.Random], bytes]


@dataclass(frozen=True)
class Original:
    name: str
    format: str
    data: bytes


def body(data: bytes) -> int:
    """Where the pixels start, near enough."""
    return read_header(data).first_scan if data[:2] == b"\xff\xd8" else min(600, len(data) // 4)


def cut(share: float) -> Damager:
    return lambda data, rng: data[: body(data) + int(share * (len(data) - body(data)))]


def fill(share: float, value: bytes) -> Damager:
    def damage(data: bytes, rng: random.Random) -> bytes:
        kept = body(data) + int(share * (len(data) - body(data)))
        return data[:kept] + value * (len(data) - kept)

    return damage


def hole(size: int, make: Callable[[random.Random, int], bytes]) -> Damager:
    def damage(data: bytes, rng: random.Random) -> bytes:
        size_here = min(size, (len(data) - body(data)) // 4)
        start = rng.randrange(body(data), max(body(data) + 1, len(data) - 2 * size_here))
        return data[:start] + make(rng, size_here) + data[start + size_here :]

    return damage


def zeros(rng: random.Random, size: int) -> bytes:
    return bytes(size)


def noise(rng: random.Random, size: int) -> bytes:
    return rng.randbytes(size)


def nothing(rng: random.Random, size: int) -> bytes:
    return b""


def flips(count: int) -> Damager:
    def damage(data: bytes, rng: random.Random) -> bytes:
        changed = bytearray(data)
        for _ in range(count):
            changed[rng.randrange(body(data), len(data) - 2)] ^= 1 << rng.randrange(8)
        return bytes(changed)

    return damage


def header_zeroed(data: bytes, rng: random.Random) -> bytes:
    start = body(data)
    return data[: start // 3] + bytes(start - start // 3) + data[start:]


def bomb(data: bytes, rng: random.Random) -> bytes:
    """States 60,000 × 60,000 pixels."""
    for marker in (b"\xff\xc0", b"\xff\xc2") if data[:2] == b"\xff\xd8" else ():
        at = data.find(marker, 0, body(data))
        if at > 0:
            side = (60_000).to_bytes(2, "big")
            return data[: at + 5] + side + side + data[at + 9 :]
    return data


def taller(data: bytes, rng: random.Random) -> bytes:
    """States twice the height that it holds."""
    for marker in (b"\xff\xc0", b"\xff\xc2") if data[:2] == b"\xff\xd8" else ():
        at = data.find(marker, 0, body(data))
        if at > 0:
            height = min(65_000, 2 * int.from_bytes(data[at + 5 : at + 7], "big"))
            return data[: at + 5] + height.to_bytes(2, "big") + data[at + 7 :]
    return data


KINDS: dict[str, Damager] = {
    "cut at 95 %": cut(0.95),
    "cut at 50 %": cut(0.5),
    "cut at 5 %": cut(0.05),
    "cut in the header": lambda data, rng: data[: body(data) // 2],
    "last two bytes missing": lambda data, rng: data[:-2],
    "zeros from 98 %": fill(0.98, b"\0"),
    "zeros from 50 %": fill(0.5, b"\0"),
    "zeros from 10 %": fill(0.1, b"\0"),
    "0xFF from 60 % (erased flash)": fill(0.6, b"\xff"),
    "hole of 4 KB zeros": hole(4096, zeros),
    "hole of 64 KB zeros": hole(65536, zeros),
    "4 KB of noise inside": hole(4096, noise),
    "4 KB missing inside": hole(4096, nothing),
    "50 bits flipped": flips(50),
    "5 bits flipped": flips(5),
    "1 bit flipped": flips(1),
    "header zeroed": header_zeroed,
    "states 60,000 × 60,000": bomb,
    "states twice the height": taller,
    "line ends translated": lambda data, rng: data.replace(b"\n", b"\r\n"),
    "empty": lambda data, rng: b"",
    "only zeros": lambda data, rng: bytes(len(data)),
    "a web page instead": lambda data, rng: b"<!DOCTYPE html><html>Sign in</html>",
    "second half of another file": lambda data, rng: (
        data[: len(data) // 2] + rng.randbytes(len(data) // 2)
    ),
}


def originals(count: int, data: Path | None, rng: random.Random) -> Iterator[Original]:
    made = count if data is None else (count + 1) // 2
    for number in range(made):
        size = [(1600, 1200), (1200, 1600), (2016, 1512), (900, 675)][number % 4]
        rgb = scene(*size, seed=number)
        kind = ("jpeg", "jpeg", "progressive", "jpeg", "png", "webp", "heif", "avif", "tiff")[
            number % 9
        ]
        yield Original(f"made-{number}.{kind}", kind.replace("progressive", "jpeg"),
                       encode(rgb, kind, 80 + number % 16))  # fmt: skip
    if data is not None:
        photos = [f for f in discover([str(data)]).files if f.identity.media is Media.PHOTO]
        for found in rng.sample(photos, min(count - made, len(photos))):
            yield Original(found.path, found.identity.format, Path(found.path_fs).read_bytes())


def encode(rgb: NDArray[np.uint8], kind: str, quality: int) -> bytes:
    if kind in {"jpeg", "progressive"}:
        return jpeg(rgb, quality, progressive=kind == "progressive")
    out = io.BytesIO()
    image = Image.fromarray(rgb)
    if kind == "heif":
        import pillow_heif

        pillow_heif.from_pillow(image).save(out, quality=quality)
    elif kind == "restart":
        every_row = [cv2.IMWRITE_JPEG_RST_INTERVAL, -(-rgb.shape[1] // 16)]
        bgr = cv2.cvtColor(rgb, cv2.COLOR_RGB2BGR)
        return cv2.imencode(".jpg", bgr, [cv2.IMWRITE_JPEG_QUALITY, quality, *every_row])[
            1
        ].tobytes()
    elif kind == "lossless":
        image.save(out, "WEBP", lossless=True)
    else:
        image.save(out, kind.upper())
    return out.getvalue()


def judge(data: bytes, name: str) -> tuple[Severity | None, str]:
    """Worst severity of the file rules, and their sentence."""
    worst = find(data, name)
    return (None, "") if worst is None else (worst.severity, worst.message)


def find(data: bytes, name: str) -> Finding | None:
    """The gravest finding of the rules that speak of damage."""
    identity = identify(data[:HEAD_BYTES], name, len(data))
    damage = (identity.damage,) if identity.damage else ()
    if identity.media is Media.PHOTO:
        damage += read_planes(data, identity.format).damage
    facts = FileFacts(name, identity.media, identity.format, len(data), damage=damage)
    findings = [
        finding
        for rule in RULES
        if isinstance(rule, FileRule) and rule.name in {"unreadable-file", "truncated-file"}
        if (finding := rule.check(facts, {limit.name: limit.default for limit in rule.limits}))
    ]
    return max(findings, key=lambda finding: finding.severity.rank, default=None)


def visible(original: Original, data: bytes) -> bool:
    """Does the damaged file look different from its original?"""
    try:
        before = read_rgb(original.data, original.format).astype(np.float32)
        after = read_rgb(data, original.format).astype(np.float32)
    except ValueError:
        return True
    if before.shape != after.shape:
        return True
    height, width = (side // 8 * 8 for side in before.shape[:2])
    change = np.abs(before - after)[:height, :width].max(axis=2)
    blocks = change.reshape(height // 8, 8, width // 8, 8).mean(axis=(1, 3))
    return bool((blocks > VISIBLE_DN).mean() > VISIBLE_AREA)


def wrong_bits(count: int, data: Path | None, rng: random.Random) -> None:
    """Of files with visibly wrong bits, in formats that cannot tell: how many are found."""
    jpegs = [o for o in originals(2 * count, data, rng) if o.format == "jpeg"][-count:]
    print(f"\n{'visible, of these found':32}" + "".join(f"{kind:>24}" for kind in _BITS))
    formats = {"progressive": "jpeg", "restart": "jpeg", "lossless": "webp"}
    for kind_of_file in ("jpeg", *formats, "png", "webp", "heif", "avif"):
        line = f"{kind_of_file:32}"
        for damager in _BITS.values():
            seen = found = 0
            for original in jpegs:
                rgb = read_rgb(original.data, original.format, max_long_side_px=800)
                data_here = encode(rgb, kind_of_file, rng.choice([50, 75, 90]))
                good = Original("x", formats.get(kind_of_file, kind_of_file), data_here)
                bad = damager(good.data, rng)
                if visible(good, bad):
                    seen += 1
                    found += judge(bad, "x")[0] is not None
            line += f"{seen:>16}{found:>8}"
        print(line, flush=True)


_BITS: dict[str, Damager] = {
    "1 bit flipped": flips(1),
    "5 bits flipped": flips(5),
    "16 bytes of noise": hole(16, noise),
    "4 KB of noise": hole(4096, noise),
}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("data", nargs="?", type=Path, help="a folder with photos")
    parser.add_argument("--originals", type=int, default=20)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--again", type=int, default=0, metavar="N",
                        help="also count wrong bits that are found in N photos of each format "
                        "without checksums")  # fmt: skip
    parser.add_argument("--real", type=Path, metavar="DIR", help="list the damage that is claimed "
                        "of the real photos in this folder, and do nothing else")  # fmt: skip
    parser.add_argument("--pictures", type=Path, metavar="OUT",
                        help="where --real draws each claim's place")  # fmt: skip
    parser.add_argument("--verbose", action="store_true", help="name every file that passed")
    args = parser.parse_args()
    if args.real is not None:
        return 1 if real_files.run(args.real, args.pictures, find) else 0
    rng = random.Random(args.seed)
    sources = list(originals(args.originals, args.data, rng))
    complaints = [(o.name, judge(o.data, o.name)) for o in sources if judge(o.data, o.name)[0]]
    padded = [judge(o.data + bytes(4096), o.name)[0] for o in sources if o.format == "jpeg"]
    print(f"{len(sources)} originals, {len(complaints)} complaints; "
          f"{sum(p is not None for p in padded)} of {len(padded)} padded JPEGs blamed")  # fmt: skip
    for name, (_, message) in complaints:
        print(f"  FALSE ALARM {name}: {message}")
    print(f"\n{'damage':32}{'reject':>8}{'warn':>6}{'unseen':>8}{'PASSED':>8}")
    totals: Counter[str] = Counter()
    for kind, damager in KINDS.items():
        counts: Counter[str] = Counter()
        for original in sources:
            data = damager(original.data, rng)
            if data == original.data:
                continue
            severity, _ = judge(data, original.name)
            outcome = severity.value if severity else "unseen"
            if severity is None and visible(original, data):
                outcome = "passed"
                if args.verbose:
                    print(f"  passed: {kind}: {original.name}")
            counts[outcome] += 1
        totals += counts
        print(f"{kind:32}{counts['reject']:8}{counts['warn']:6}{counts['unseen']:8}"
              f"{counts['passed']:8}", flush=True)  # fmt: skip
    print(f"\nOf {totals.total()} damaged files {totals['reject']} were rejected, "
          f"{totals['warn']} warned of, {totals['unseen']} look the same as before, "
          f"{totals['passed']} passed although the damage shows.")  # fmt: skip
    if args.again:
        wrong_bits(args.again, args.data, rng)
    return 1 if totals["passed"] or complaints else 0


if __name__ == "__main__":
    sys.exit(main())
