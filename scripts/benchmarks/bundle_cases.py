"""Cases for the benchmark of bundles: a mixed one, random ones, facts without files."""

from __future__ import annotations

import csv
import hashlib
import random
import shutil
import subprocess
from collections import defaultdict
from datetime import datetime, timedelta
from io import BytesIO
from pathlib import Path

from photographic import jpeg, scene
from PIL import Image

from evidence_qc.model import CaptureMetadata, FileFacts, FileReport, Media, Verdict

SHAPES = ((4032, 3024), (3024, 4032), (1080, 1920), (2000, 2000), (4000, 800), (700, 3400),
          (640, 480), (2268, 4032))  # fmt: skip


def make_mixed(source: Path, data: Path | None) -> set[str]:
    """Write the case; returns the names of the bad photos."""
    folders = ["1_дыра на левом рукаве", "2_broken seam", "3_stain"]
    for folder in folders:
        (source / folder).mkdir(parents=True)
    good, bad, clips = material(data)
    for number, content in enumerate(good[:13]):
        (source / folders[number % 3] / f"IMG_{2000 + number}.jpg").write_bytes(content)
    names = set()
    for number, content in enumerate(bad[:4]):
        name = f"IMG_{3000 + number}.jpg"
        (source / folders[number % 3] / name).write_bytes(content)
        names.add(name)
    for number, clip in enumerate(clips[:2]):
        name = ("unboxing", "VID_1")[number] + clip.suffix
        shutil.copy(clip, source / ("" if number == 0 else folders[1]) / name)
    if data:
        shutil.copy(data / "cameras/iphone_13_pro_max.HEIC", source / "overview.HEIC")
    return names


def material(data: Path | None) -> tuple[list[bytes], list[bytes], list[Path]]:
    """Good photos, bad photos, clips: labelled ones, or procedural ones without data."""
    if data is None:
        good = [jpeg(scene(2000, 1500, seed), 90) for seed in range(13)]
        dark = [jpeg((scene(2000, 1500, 50 + seed) // 12).astype("uint8"), 90) for seed in range(4)]
        return good, dark, []
    rows = list(csv.DictReader((data / "photos.csv").open(encoding="utf-8")))
    by_verdict: dict[str, list[bytes]] = defaultdict(list)
    scenes: set[tuple[str, str]] = set()
    for row in rows:
        key = (row["verdict"], row["scene"])
        if row["verdict"] and key not in scenes:
            scenes.add(key)
            by_verdict[row["verdict"]].append((data / "photos" / row["file"]).read_bytes())
    clips = [data / "videos" / name for name in ("with-gps.mov", "box.mp4", "1724.mp4")]
    return by_verdict["good"], by_verdict["reject"], clips


def with_time(content: bytes, moment: datetime) -> bytes:
    """The same photo with a capture time in its EXIF, as a phone writes it."""
    image = Image.open(BytesIO(content))
    exif = Image.Exif()
    exif.get_ifd(0x8769)[0x9003] = moment.strftime("%Y:%m:%d %H:%M:%S")
    buffer = BytesIO()
    image.convert("RGB").save(buffer, "JPEG", quality=92, exif=exif.tobytes())
    return buffer.getvalue()


def photo_pool(folder: Path) -> list[Path]:
    folder.mkdir(parents=True, exist_ok=True)
    for number, (width, height) in enumerate(SHAPES):
        path = folder / f"p{number}.{'png' if number == 6 else 'jpg'}"
        if not path.exists():
            rgb = scene(width, height, number)
            if path.suffix == ".png":
                Image.fromarray(rgb).save(path)
            else:
                path.write_bytes(jpeg(rgb, 93))
    return sorted(folder.iterdir())


def test_clip(path: Path) -> Path:
    """Eight seconds of a moving pattern, made by the ffmpeg that is installed with the project."""
    import imageio_ffmpeg

    if not path.exists():
        command = [
            imageio_ffmpeg.get_ffmpeg_exe(), "-loglevel", "error", "-f", "lavfi", "-i",
            "testsrc2=size=1280x720:rate=30:duration=8", "-c:v", "libx264", "-pix_fmt", "yuv420p",
            str(path),
        ]  # fmt: skip
        subprocess.run(command, check=True)
    return path


def random_case(source: Path, pool: list[Path], clip: Path, rng: random.Random) -> dict[Path, Path]:
    """Write a case below ``source``; returns what each of its files is a copy of."""
    shutil.rmtree(source, ignore_errors=True)
    copies: dict[Path, Path] = {}
    for claim in range(rng.randint(1, 6)):
        folder = source / f"{claim + 1}_{rng.choice(['hole', 'дыра', '划痕', 'crack in lid'])}"
        folder.mkdir(parents=True, exist_ok=True)
        for number, path in enumerate(rng.sample(pool, rng.randint(1, 3))):
            copies[folder / f"{claim}_{number}{path.suffix}"] = path
    for name in ("overview", "label", "packaging"):
        if rng.random() < 0.5:
            path = rng.choice(pool)
            copies[source / f"{name}{path.suffix}"] = path
    if rng.random() < 0.3:
        copies[source / "VID_1.mp4"] = clip
    for copy, original in copies.items():
        shutil.copy(original, copy)
    return copies


def facts_of(path: str, number: int, rng: random.Random) -> FileReport:
    like = random.Random(number // 5)
    moment = datetime(2026, 11, 1, 12) + timedelta(seconds=number * 7 + number // 5 * 100)
    facts = FileFacts(
        path=path,
        media=Media.PHOTO,
        format="jpeg",
        sha256=hashlib.sha256(path.encode()).hexdigest(),
        width_px=4032,
        height_px=3024,
        metadata=CaptureMetadata(captured_at=moment.isoformat()),
        fingerprint=tuple(
            like.getrandbits(64) ^ rng.getrandbits(64) & rng.getrandbits(64) & rng.getrandbits(64)
            for _ in range(4)
        ),
    )
    verdict = rng.choice([Verdict.GOOD, Verdict.GOOD, Verdict.BORDERLINE, Verdict.REJECT])
    score = {Verdict.GOOD: 80.0, Verdict.BORDERLINE: 60.0}.get(verdict, 30.0)
    return FileReport(facts, verdict, score + rng.uniform(0, 15))
