"""The inputs of the golden corpus: a few small disputes and a profile that never changes.

Photos of the first dispute are shrunk from ``sample_media``, all others are drawn. They are kept
as files, because another encoder would write other bytes.
"""

from __future__ import annotations

import io
import subprocess
from pathlib import Path

import imageio_ffmpeg
from PIL import Image

from tests.pictures import RGB, blurred, dimmed, jpeg, scene

SAMPLES = Path(__file__).parents[2] / "sample_media"
SIZE_PX = (400, 300)
"""Of what is drawn: it is kept several times over."""

TYPICAL = "disputes/1 typical"
EVERY_KEY = "disputes/2 every key"
SCRIPTS = "disputes/3 other scripts"
LOOSE = "disputes/4 loose"
BROKEN = "disputes/5 broken"
WORDS = "disputes/6 words only"
WRONG = "disputes/7 wrong case file"

CASES = {
    TYPICAL: """\
item = "Down jacket, navy, size M"
reason = "damaged"
ask = "Full refund"

[[claims]]
title = "дыра на левом рукаве"
title_en = "hole in the left sleeve"
folder = "hole in the left sleeve"

[[claims]]
title = "seam come apart"
folder = "seam come apart"

[media."IMG_2018.jpg"]
role = "overview"
marks = [{x = 0.7919, y = 0.6486, size = 0.05, label = "hole"}]

[media."hole in the left sleeve/IMG_2031.jpg"]
role = "close-up"
marks = [{x = 0.5, y = 0.5, size = 0.2, label = "hole"}]

[media."clip.mp4"]
role = "unboxing"
""",
    EVERY_KEY: """\
# Every key that a case file may hold.
item = "Teapot,   0.8 l"
reason = "Not as described"
ask = "Half of the price"

[[claims]]
title = "Deckel angeschlagen"
title_en = "chipped lid"
folder = "lid"

[[claims]]
title = "cracked glaze"
media = ["glaze-*.jpg"]

[[claims]]
title = "handle is loose"

[[claims]]
folder = "spout"

[media."whole.jpg"]
role = "overview"
marks = [{x = 0.3, y = 0.4, size = 0.12, label = "chip"}, {x = 0.7, y = 0.6}]

[media."lid/b.jpg"]
role = "close-up"
pin = true

[media."glaze-2.jpg"]
include = true

[media."receipt.jpg"]
exclude = true

[media."label.jpg"]
role = "label"

[media."size.jpg"]
role = "ruler"
""",
    SCRIPTS: """\
item = "蓝色羽绒服"
reason = "damaged"
ask = "आधा पैसा वापस"

[[claims]]
title = "дыра"
folder = "дыра"

[[claims]]
title = "袖子破洞"
title_en = "torn cuff"
media = ["袖子.jpg"]

[[claims]]
title = "بقعة زيت"
media = ["بقعة.jpg"]

[media."общий вид.jpg"]
role = "overview"
""",
    WRONG: 'itme = "A jacket"\n',
}

PROFILE = """\
# A platform of its own, so that news about real ones change nothing here. It asks for small
# pictures: those of the corpus are, and so are its bundles.
title = "Golden platform"
advice = ["Be brief."]

[values]
photos_max = {value = 3, source = "made up", confidence = "O"}
videos_max = {value = 1, source = "made up", confidence = "O"}
photo_formats = {value = ["jpeg"], source = "made up", confidence = "O"}
video_formats = {value = ["mp4"], source = "made up", confidence = "O"}
photo_bytes_max = {value = 60_000, source = "made up", confidence = "O"}
video_bytes_max = {value = 10_000_000, source = "made up", confidence = "I"}
photo_long_side_max_px = {value = 600, source = "made up", confidence = "O"}
video_seconds_max = {value = 60, source = "made up", confidence = "O"}
statement_chars_max = {value = 500, source = "made up", confidence = "O"}
collages = {value = "allowed", source = "made up", confidence = "O"}
annotations = {value = "allowed", source = "made up", confidence = "O"}

[limits.low-resolution]
warn_px = 300

[[windows]]
name = "Last day to open"
starts = "receipt"
days = 15
description = "open it within 15 days"

[[shots.damaged]]
name = "Whole item"
role = "overview"
description = "The whole item with the damage in it."
required = true

[[shots.any]]
name = "Parcel label"
role = "label"
description = "The label of the parcel, readable."
"""


def make(folder: Path) -> None:
    """Write all disputes and the profile below a folder."""
    for name, text in CASES.items():
        _write(folder / name / "case.toml", text.encode())
    _write(folder / "platform.toml", PROFILE.encode())
    _typical(folder / TYPICAL)
    _every_key(folder / EVERY_KEY)
    _scripts(folder / SCRIPTS)
    _loose(folder / LOOSE)
    _broken(folder / BROKEN)
    _write(folder / WORDS / "notes.txt", b"Nobody took a photo.\n")
    _write(folder / WRONG / "a.jpg", _drawn(70, "12:00:00"))


def _typical(folder: Path) -> None:
    """Good, too dark, cut off, a clip that can be submitted as it is, and notes."""
    for name in (
        "IMG_2018.jpg",
        "hole in the left sleeve/IMG_2031.jpg",
        "hole in the left sleeve/IMG_2034.jpg",
        "seam come apart/IMG_2043.jpg",
    ):
        _write(folder / name, _shrunk(SAMPLES / name))
    whole = _shrunk(SAMPLES / "crushed parcel/IMG_2011.jpg")
    _write(folder / "IMG_2015.jpg", whole[: len(whole) * 2 // 3])
    _write(folder / "notes.txt", b"Ask for the money back.\n")
    clip = SAMPLES / "hole in the left sleeve/VID_20261114_181204.mp4"
    subprocess.run(
        [
            imageio_ffmpeg.get_ffmpeg_exe(), "-y", "-loglevel", "error",
            "-ss", "1", "-t", "2", "-i", str(clip), "-vf", "scale=640:-2",
            "-c:v", "libx264", "-crf", "28", "-threads", "1", "-movflags", "+faststart",
            str(folder / "clip.mp4"),
        ],
        check=True,
    )  # fmt: skip


def _every_key(folder: Path) -> None:
    for number, name in enumerate(
        ("whole", "lid/a", "lid/b", "glaze-1", "receipt", "label", "size", "spout/c"), start=20
    ):
        _write(folder / f"{name}.jpg", _drawn(number, f"10:{number}:00"))
    spoiled = dimmed(scene(*SIZE_PX, 28), 0.01)
    _write(folder / "glaze-2.jpg", _drawn(28, "10:28:00", spoiled))


def _scripts(folder: Path) -> None:
    for number, name in enumerate(("общий вид", "дыра/1", "袖子", "بقعة"), start=40):
        _write(folder / f"{name}.jpg", _drawn(number, f"11:{number}:00"))


def _loose(folder: Path) -> None:
    """No case file: groups by time and likeness, twins, odd names, a place, a wrong ending."""
    first = _drawn(50, "09:00:00")
    _write(folder / "a.jpg", first)
    _write(folder / "a (copy).jpg", first)
    _write(folder / "b.jpg", _drawn(50, "09:00:05", dimmed(scene(*SIZE_PX, 50), 0.8)))
    _write(folder / "=1+2, soft.jpg", _drawn(51, "15:00:00", blurred(scene(*SIZE_PX, 51), 9)))
    _write(folder / "located.jpg", _drawn(52, "15:00:10", has_place=True))
    _write(folder / "sticker.jpg", _webp(scene(*SIZE_PX, 53)))


def _broken(folder: Path) -> None:
    """Nothing here can be seen."""
    _write(folder / "empty.jpg", b"")
    _write(folder / "words.jpg", b"This is no picture.\n")
    _write(folder / "cut.mp4", b"\0\0\0\x20ftypisom\0\0\2\0isomiso2avc1mp41\0\0\0\x08free")
    _write(folder / "notes.txt", b"Nothing.\n")


def _write(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)


def _shrunk(path: Path) -> bytes:
    with Image.open(path) as image:
        exif = image.getexif().tobytes()
        small = image.convert("RGB")
    small.thumbnail((800, 800), Image.Resampling.LANCZOS)
    return _jpeg(small, exif)


def _drawn(seed: int, time: str, image: RGB | None = None, *, has_place: bool = False) -> bytes:
    exif = Image.Exif()
    exif.get_ifd(0x8769)[0x9003] = f"2026:11:05 {time}"
    if has_place:
        exif.get_ifd(0x8825)[1] = "N"
        exif.get_ifd(0x8825)[2] = (55.0, 45.0, 7.5)
        exif.get_ifd(0x8825)[3] = "E"
        exif.get_ifd(0x8825)[4] = (37.0, 37.0, 3.0)
    drawn = scene(*SIZE_PX, seed) if image is None else image
    return jpeg(drawn, quality=60, exif=exif.tobytes())


def _jpeg(image: Image.Image, exif: bytes) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, "JPEG", quality=75, exif=exif)
    return buffer.getvalue()


def _webp(image: RGB) -> bytes:
    buffer = io.BytesIO()
    Image.fromarray(image).save(buffer, "WEBP", quality=60)
    return buffer.getvalue()
