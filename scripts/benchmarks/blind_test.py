"""Makes the blind test: what an adjudicator sees of ten cases, and nothing else.

    python scripts/benchmarks/blind_test.py DATA OUT [--only NUMBER]

For each case ``OUT/case_NN`` gets the slots at 390 px width as the platform will show them, a
strip of the first three seconds of the video, and the statement. A viewer who knows nothing else
looks at a case for 20 seconds and writes down the item, every claim and where it is. What was true
stands in ``OUT-key.json``, which is not for the viewer.

The goods are photos of ``DATA`` with painted defects (``blind_goods.py``, ``defects.py``) and the
project's own ``sample_media``; around them stand what people photograph by mistake: blurred, dark
and repeated tries.
"""

from __future__ import annotations

import argparse
import io
import json
import shutil
import subprocess
import tempfile
import tomllib
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
from blind_goods import GOODS, Flaw, Goods
from defects import Pixels, paint
from PIL import Image

from evidence_qc.bundle.slot import canvas_limits
from evidence_qc.bundle.types import BundleResult
from evidence_qc.case.options import CaseOptions
from evidence_qc.collage.legibility import as_platform_shows
from evidence_qc.profiles import load_profile
from evidence_qc.stages.bundle import build_bundle

VIEW_PX = 390
STRIP_S = (0.2, 1.1, 2.0, 2.9)
ENLARGED = 4
"""Photos of 512 px are enlarged this much, so that defects have an edge."""
RUST_FROM = ("cameras/Issue_242.jpg", (100, 760, 540, 1200))
"""Ploughed soil: a real rough ground."""
SAMPLES = Path(__file__).resolve().parents[2] / "sample_media"


@dataclass(frozen=True)
class Seen:
    """A photo, and where the flaws are in it: x, y and diameter, as shares."""

    rgb: Pixels
    marks: dict[int, tuple[float, float, float]]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("data", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--only", type=int, action="append", help="number of a case")
    options = parser.parse_args()
    shutil.rmtree(options.out, ignore_errors=True)
    key: dict[str, object] = {}
    with tempfile.TemporaryDirectory() as temporary:
        for number, goods in enumerate(GOODS, 1):
            if options.only and number not in options.only:
                continue
            name, work = f"case_{number:02d}", Path(temporary) / str(number)
            said = make_case(options.data, goods, work / "in", number)
            result = build_bundle(
                [work / "in"], work / "out", profile=goods.profile, case_options=said
            )
            show(result, options.out / name, goods.profile)
            key[name] = truth_of(goods)
        number = len(GOODS) + 1
        if (SAMPLES / "case.toml").is_file() and number in (options.only or [number]):
            result = build_bundle([SAMPLES], Path(temporary) / "samples")
            show(result, options.out / f"case_{number:02d}", "aliexpress")
            key[f"case_{number:02d}"] = truth_of_samples()
    text = json.dumps(key, ensure_ascii=False, indent=1) + "\n"
    Path(f"{options.out}-key.json").write_text(text, encoding="utf-8")


def truth_of(goods: Goods) -> dict[str, object]:
    """The item, each claim and where it is: x, y and diameter, shares of the photo in DATA."""
    claims = [
        {"title": flaw.title_en or flaw.title, "where": flaw.defect.circle()}
        for flaw in goods.flaws
    ]
    return {"item": goods.item, "claims": claims}


def truth_of_samples() -> dict[str, object]:
    said = tomllib.loads((SAMPLES / "case.toml").read_text(encoding="utf-8"))
    titles = [claim.get("title_en", claim["title"]) for claim in said["claims"]]
    return {"item": said["item"], "claims": [{"title": title} for title in titles]}


def make_case(data: Path, goods: Goods, folder: Path, seed: int) -> CaseOptions | None:
    """Photos as people take them: whole, close, and failed tries; and what the user says."""
    folder.mkdir(parents=True)
    rng = np.random.default_rng(seed)
    clean = read(data / goods.photo)
    photo = clean
    ground = read(data / RUST_FROM[0], RUST_FROM[1])
    for number, flaw in enumerate(goods.flaws):
        photo = paint(photo, flaw.defect, 10 * seed + number, ground)
    circles = {n: flaw.defect.circle() for n, flaw in enumerate(goods.flaws, 1)}
    whole = taken(photo, goods.part, circles, rng, long_side_px=2400)
    save(whole.rgb, folder / "IMG_1001.jpg")
    files: dict[int, list[str]] = {}
    lines = [f'item = "{goods.item}"', f'reason = "{goods.reason}"', f'ask = "{goods.ask}"']
    media = ['[media."IMG_1001.jpg"]', 'role = "overview"']
    media += [f"marks = [{marks(whole, goods.flaws, everywhere=True)}]"]
    for number, flaw in enumerate(goods.flaws, 1):
        position = folder / flaw.title if goods.folders else folder
        position.mkdir(exist_ok=True)
        window = near(circles[number], goods, photo)
        close = taken(photo, window, {number: circles[number]}, rng, long_side_px=1600)
        stem = 2000 + 10 * number
        files[number] = [f"IMG_{stem}.jpg", f"IMG_{stem + 1}.jpg", f"IMG_{stem + 2}.jpg"]
        save(close.rgb, position / files[number][0])
        save(cv2.blur(close.rgb, (47, 9)), position / files[number][1])
        save(np.asarray(close.rgb * 0.1), position / files[number][2])
        lines += ["[[claims]]", f'title = "{flaw.title}"', f"media = {json.dumps(files[number])}"]
        lines += [f'title_en = "{flaw.title_en}"'] if flaw.title_en else []
        media += [f'[media."{files[number][0]}"]', 'role = "close-up"']
        if flaw.marked:
            media += [f"marks = [{marks(close, (flaw,), first=number)}]"]
    if goods.listed_hue:
        listing = turned_hue(clean, goods.listed_hue)
        listing = taken(listing, goods.part, {}, rng, long_side_px=1200).rgb
        save(listing, folder / "listing.jpg")
        media += ['[media."listing.jpg"]', 'role = "listing"']
    if goods.clip:
        save_clip(photo, goods, folder / "VID_1.mp4", rng)
    if goods.folders:
        return CaseOptions(item=goods.item, reason=goods.reason, ask=goods.ask)
    (folder / "case.toml").write_text("\n".join([*lines, *media]) + "\n", encoding="utf-8")
    return None


def read(path: Path, part: tuple[int, int, int, int] | None = None) -> Pixels:
    image = Image.open(path).convert("RGB")
    rgb = np.asarray(image.crop(part) if part else image)
    if part or max(rgb.shape) > 1000:
        return rgb
    factor = ENLARGED
    large = cv2.resize(rgb, None, fx=factor, fy=factor, interpolation=cv2.INTER_LANCZOS4)
    return np.asarray(large, np.uint8)


def near(
    circle: tuple[float, float, float], goods: Goods, photo: Pixels
) -> tuple[float, float, float, float]:
    """The part that a photo from nearby shows, 4:3, the flaw not quite in its middle."""
    height, width = photo.shape[:2]
    wide = max(2.2 * circle[2], goods.nearest)
    wide = min(wide, max(goods.nearest, 0.75 * (goods.part[2] - goods.part[0])))
    tall = wide * 0.75 * width / height
    left = min(max(circle[0] - 0.46 * wide, goods.part[0]), max(goods.part[2] - wide, 0.0))
    top = min(max(circle[1] - 0.54 * tall, goods.part[1]), max(goods.part[3] - tall, 0.0))
    return left, top, min(1.0, left + wide), min(1.0, top + tall)


def taken(
    photo: Pixels,
    part: tuple[float, float, float, float],
    circles: dict[int, tuple[float, float, float]],
    rng: np.random.Generator,
    *,
    long_side_px: int,
) -> Seen:
    """A part as another shot of it: from a little aside, with its own light and grain."""
    height, width = photo.shape[:2]
    x0, y0, x1, y1 = part[0] * width, part[1] * height, part[2] * width, part[3] * height
    corners = np.array([(x0, y0), (x1, y0), (x1, y1), (x0, y1)], np.float32)
    # Inwards only, so that no corner is empty.
    aside = rng.uniform(0, 0.035, (4, 2)) * (x1 - x0, y1 - y0)
    corners += (aside * [(1, 1), (-1, 1), (-1, -1), (1, -1)]).astype(np.float32)
    scale = long_side_px / max(x1 - x0, y1 - y0)
    size = round((x1 - x0) * scale), round((y1 - y0) * scale)
    target = np.array([(0, 0), (size[0], 0), size, (0, size[1])], np.float32)
    move = cv2.getPerspectiveTransform(corners, target)
    mode = cv2.INTER_CUBIC if scale > 1 else cv2.INTER_AREA
    if scale < 0.7:
        photo = cv2.GaussianBlur(photo, (0, 0), 0.4 / scale)
    rgb = cv2.warpPerspective(photo, move, size, flags=mode).astype(np.float32)
    rgb = rgb * rng.uniform(0.97, 1.05) + rng.normal(0, 3.5, rgb.shape).astype(np.float32)
    found = {}
    for number, (x, y, across) in circles.items():
        point = np.array([[[x * width, y * height]]], np.float32)
        ((px, py),) = cv2.perspectiveTransform(point, move)[0]
        found[number] = (
            float(px) / size[0],
            float(py) / size[1],
            across * max(width, height) * scale / max(size),
        )
    return Seen(np.clip(rgb, 0, 255).astype(np.uint8), found)


def marks(seen: Seen, flaws: tuple[Flaw, ...], *, first: int = 1, everywhere: bool = False) -> str:
    """As a case file says them; on the whole item each is labelled with its claim's number."""
    said = []
    for number, flaw in enumerate(flaws, first):
        x, y, size = seen.marks[number]
        label = f', label = "{number}"' if everywhere else ""
        if flaw.marked or everywhere:
            said.append(f"{{x = {x:.3f}, y = {y:.3f}, size = {min(1.0, size):.3f}{label}}}")
    return ", ".join(said)


def turned_hue(rgb: Pixels, steps: int) -> Pixels:
    """The blue parts in another colour."""
    hsv = cv2.cvtColor(rgb, cv2.COLOR_RGB2HSV)
    blue = (hsv[..., 0] > 95) & (hsv[..., 0] < 140) & (hsv[..., 1] > 40) & (hsv[..., 2] > 90)
    blue = cv2.GaussianBlur(blue.astype(np.float32), (0, 0), 3)[..., None]
    hsv[..., 0] = (hsv[..., 0].astype(int) + steps) % 180
    other = cv2.cvtColor(hsv, cv2.COLOR_HSV2RGB)
    return np.asarray(rgb * (1 - blue) + other * blue, np.uint8)


def save(rgb: Pixels, path: Path) -> None:
    Image.fromarray(np.asarray(rgb, np.uint8)).save(path, "JPEG", quality=92)


def save_clip(photo: Pixels, goods: Goods, path: Path, rng: np.random.Generator) -> None:
    """Six seconds from a hand: the whole item, then towards the first flaw."""
    import imageio_ffmpeg

    height, width = photo.shape[:2]
    size = (960, 720)
    writer = imageio_ffmpeg.write_frames(
        str(path), size, fps=25, codec="libx264", macro_block_size=8
    )
    writer.send(None)
    x0, y0, x1, y1 = goods.part
    wide, tall = (x1 - x0) * width, (y1 - y0) * height
    wide, tall = min(wide, tall * 4 / 3), min(tall, wide * 3 / 4)
    middle = np.array(((x0 + x1) / 2 * width, (y0 + y1) / 2 * height))
    circle = goods.flaws[0].defect.circle()
    flaw = np.array((circle[0] * width, circle[1] * height))
    sway = np.cumsum(rng.normal(0, 0.0006, (150, 2)), axis=0)
    for index in range(150):
        share = min(1.0, max(0.0, (index - 25) / 90))
        zoom = 1 - 0.5 * share
        centre = middle * (1 - share) + flaw * share + sway[index] * wide
        half = np.array((wide, tall)) * zoom / 2
        low = np.clip(centre - half, (x0 * width, y0 * height),
                      (x1 * width - 2 * half[0], y1 * height - 2 * half[1]))  # fmt: skip
        left, top = low.astype(int)
        part = photo[top : top + int(2 * half[1]), left : left + int(2 * half[0])]
        frame = cv2.resize(part, size, interpolation=cv2.INTER_AREA)
        writer.send(np.ascontiguousarray(frame))
    writer.close()


def show(result: BundleResult, folder: Path, profile: str) -> None:
    """What the adjudicator sees: slots after the platform's recompression, at 390 px width."""
    folder.mkdir(parents=True)
    limits = canvas_limits(load_profile(profile))
    for path in sorted((result.path / "submit").glob("*.jpg")):
        displayed = as_platform_shows(np.asarray(Image.open(path).convert("RGB")), limits)
        image = Image.fromarray(displayed)
        size = (VIEW_PX, round(image.height * VIEW_PX / image.width))
        image.resize(size, Image.Resampling.LANCZOS).save(folder / f"photo_{path.stem}.png")
    video = result.path / "submit/video.mp4"
    if video.exists():
        strip(video).save(folder / "video_first_3_s.png")
    shutil.copy(result.path / "submit/statement.txt", folder / "statement.txt")


def strip(video: Path) -> Image.Image:
    """Frames of the first three seconds, one below the other."""
    import imageio_ffmpeg

    frames = []
    for moment in STRIP_S:
        command = [
            imageio_ffmpeg.get_ffmpeg_exe(), "-loglevel", "error", "-ss", str(moment), "-i",
            str(video), "-frames:v", "1", "-vf", f"scale={VIEW_PX}:-2", "-f", "image2pipe",
            "-c:v", "ppm", "-",
        ]  # fmt: skip
        found = subprocess.run(command, check=True, capture_output=True).stdout
        if found:
            frames.append(Image.open(io.BytesIO(found)))
    canvas = Image.new("RGB", (VIEW_PX, sum(frame.height + 6 for frame in frames)), "white")
    top = 0
    for frame in frames:
        canvas.paste(frame, (0, top))
        top += frame.height + 6
    return canvas


if __name__ == "__main__":
    main()
