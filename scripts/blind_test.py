"""Makes the blind test: what an adjudicator sees of ten cases, and nothing else.

    python scripts/blind_test.py DATA OUT

For each case ``OUT/case_NN`` gets the slots at 390 px width as the platform will show them,
stills of the first three seconds of the video, and the statement. A viewer who knows nothing else
looks at a case for 20 seconds and writes down the item, every claim and where it is. What was true
stands in ``OUT/key.json``, which is not for the viewer.

The goods come from photos of ``DATA/photos`` with painted defects (``defects.py``) and from the
project's own ``sample_media``; around them stand what people photograph by mistake: blurred, dark
and repeated tries.
"""

from __future__ import annotations

import argparse
import json
import shutil
import subprocess
from dataclasses import dataclass, replace
from pathlib import Path

import cv2
import numpy as np
from defects import Pixels, paint
from PIL import Image

from evidence_qc.bundle.slot import canvas_limits
from evidence_qc.bundle.types import BundleOptions, BundleResult
from evidence_qc.case import CaseOptions
from evidence_qc.collage.legibility import as_platform_shows
from evidence_qc.profiles import load_profile
from evidence_qc.stages.bundle import build_bundle

VIEW_PX = 390
SAMPLES = Path(__file__).parent.parent / "sample_media"


@dataclass(frozen=True)
class Flaw:
    """One painted defect and what the user calls it."""

    title: str
    kind: str
    x: float
    y: float
    size: float
    marked: bool = True


@dataclass(frozen=True)
class Goods:
    """A case made of one photo of DATA."""

    photo: str
    item: str
    reason: str
    ask: str
    flaws: tuple[Flaw, ...]
    clip: bool = False
    whole: bool = True
    profile: str = "aliexpress"


GOODS = (
    Goods("ss01_1951.jpg", "Toy train, green and yellow", "damaged", "Half of the price", (
        Flaw("crack in the front", "crack", 0.76, 0.70, 0.11),
        Flaw("пятно", "stain", 0.36, 0.42, 0.07))),
    Goods("ss01_1988.jpg", "Ceramic cat vase, white", "damaged", "Full refund", (
        Flaw("hole in the body", "hole", 0.62, 0.34, 0.07),
        Flaw("crack on the tail", "crack", 0.45, 0.72, 0.08, marked=False))),
    Goods("ss01_1000.jpg", "Wooden basket", "damaged", "Replacement", (
        Flaw("трещина", "crack", 0.60, 0.13, 0.10),
        Flaw("stain inside", "stain", 0.50, 0.36, 0.10),
        Flaw("scratch on the rim", "scratch", 0.80, 0.70, 0.08)), clip=True),
    Goods("ss01_0749.jpg", "Toy piano, rabbit", "damaged", "30 % of the price", (
        Flaw("hole above the keys", "hole", 0.55, 0.40, 0.06),
        Flaw("scratch on the foot", "scratch", 0.86, 0.56, 0.08, marked=False)), whole=False),
    Goods("ss01_0722.jpg", "Toy car, red", "damaged", "Full refund", (
        Flaw("scratch on the door", "scratch", 0.45, 0.55, 0.14),
        Flaw("rust on the wheel", "rust", 0.73, 0.74, 0.07),
        Flaw("划痕", "scratch", 0.62, 0.22, 0.10, marked=False),
        Flaw("crack in the bumper", "crack", 0.92, 0.80, 0.09))),
    Goods("ss01_0027.jpg", "Elephant toy, blue and yellow", "damaged", "Full refund", (
        Flaw("Loch", "hole", 0.50, 0.66, 0.06),
        Flaw("scratch on the trunk", "scratch", 0.27, 0.36, 0.08)), clip=True,
        profile="shopee"),
    Goods("ss01_0568.jpg", "Turtle night light", "not-working", "Full refund", (
        Flaw("crack in the shell", "crack", 0.66, 0.38, 0.14),)),
)  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("data", type=Path)
    parser.add_argument("out", type=Path)
    options = parser.parse_args()
    shutil.rmtree(options.out, ignore_errors=True)
    work = options.out / "work"
    key = {}
    for number, goods in enumerate(GOODS, 1):
        source = make_case(options.data, goods, work / f"in_{number:02d}", number)
        result = build_bundle(
            [source],
            work / f"bundle_{number:02d}",
            profile=goods.profile,
            options=BundleOptions(force=True),
        )
        name = f"case_{number:02d}"
        show(result, options.out / name, goods.profile)
        key[name] = {
            "item": goods.item,
            "claims": [{"title": f.title, "kind": f.kind, "x": f.x, "y": f.y} for f in goods.flaws],
        }
    for said, truth in sample_cases():
        name = f"case_{len(key) + 1:02d}"
        result = build_bundle(
            [SAMPLES], work / name, case_options=said, options=BundleOptions(force=True)
        )
        show(result, options.out / name, "aliexpress")
        key[name] = truth
    text = json.dumps(key, ensure_ascii=False, indent=1) + "\n"
    (options.out / "key.json").write_text(text, encoding="utf-8")
    shutil.rmtree(work)


def sample_cases() -> list[tuple[CaseOptions, dict[str, object]]]:
    """The sample dispute as it is, with fewer claims, and with the good photos of one gone."""
    if not (SAMPLES / "case.toml").is_file():
        return []
    plain = CaseOptions()
    return [
        (plain, {"claims": "as in sample_media/case.toml"}),
        (
            replace(plain, reason="not-as-described", ask="Replacement"),
            {"claims": "as in sample_media/case.toml, listing beside received"},
        ),
        (
            replace(plain, exclude=("IMG_2018.jpg", "IMG_2019.jpg"), ask="20 % of the price"),
            {"claims": "as in sample_media/case.toml, without the whole item"},
        ),
    ]


def make_case(data: Path, goods: Goods, folder: Path, seed: int) -> Path:
    """Photos as people take them: whole, close, and failed tries; a case.toml that names all."""
    folder.mkdir(parents=True)
    small = np.asarray(Image.open(data / "photos" / goods.photo).convert("RGB"))
    whole = cv2.resize(small, None, fx=4, fy=4, interpolation=cv2.INTER_CUBIC)
    for number, flaw in enumerate(goods.flaws):
        whole = paint(whole, flaw.kind, flaw.x, flaw.y, flaw.size, 10 * seed + number)
    grain = np.random.default_rng(seed).normal(0, 4, whole.shape)
    whole = np.clip(whole + grain, 0, 255).astype(np.uint8)
    lines = [f'item = "{goods.item}"', f'reason = "{goods.reason}"', f'ask = "{goods.ask}"']
    media: list[str] = []
    for number, flaw in enumerate(goods.flaws, 1):
        names = [f"c{number}_near.jpg", f"c{number}_shaken.jpg", f"c{number}_dark.jpg"]
        near, (x, y, size) = close_up(whole, flaw)
        save(near, folder / names[0])
        save(cv2.blur(near, (41, 9)), folder / names[1])
        save((near * 0.12).astype(np.uint8), folder / names[2])
        lines += ["[[claims]]", f'title = "{flaw.title}"', f"media = {json.dumps(names)}"]
        mark = f"marks = [{{x = {x:.3f}, y = {y:.3f}, size = {size:.3f}}}]"
        media += [f'[media."{names[0]}"]', "include = true", 'role = "close-up"']
        media += [mark] if flaw.marked else []
    if goods.whole:
        save(cv2.resize(whole, (1536, 1536), interpolation=cv2.INTER_AREA), folder / "whole.jpg")
        marks = ", ".join(
            f'{{x = {f.x}, y = {f.y}, size = {f.size}, label = "{number}"}}'
            for number, f in enumerate(goods.flaws, 1)
            if f.marked
        )
        media += ['[media."whole.jpg"]', "include = true", 'role = "overview"']
        media += [f"marks = [{marks}]"]
    if goods.clip:
        save_clip(whole, goods.flaws[0], folder / "failure.mp4")
    text = "\n".join([*lines, *media]) + "\n"
    (folder / "case.toml").write_text(text, encoding="utf-8")
    return folder


def close_up(whole: Pixels, flaw: Flaw) -> tuple[Pixels, tuple[float, float, float]]:
    """A 4:3 photo from nearby, and where the flaw is in it."""
    height, width = whole.shape[:2]
    w = min(width, round(max(3.2 * flaw.size, 0.3) * width))
    h = round(w * 0.75)
    left = int(np.clip(flaw.x * width - w * 0.45, 0, width - w))
    top = int(np.clip(flaw.y * height - h * 0.55, 0, height - h))
    part = whole[top : top + h, left : left + w]
    near = cv2.resize(part, (1600, 1200), interpolation=cv2.INTER_CUBIC)
    x, y = (flaw.x * width - left) / w, (flaw.y * height - top) / h
    return near.astype(np.uint8), (x, y, flaw.size * width / w)


def save(rgb: Pixels, path: Path) -> None:
    Image.fromarray(np.asarray(rgb, np.uint8)).save(path, "JPEG", quality=92)


def save_clip(whole: Pixels, flaw: Flaw, path: Path) -> None:
    """Five seconds: from the whole item towards the first flaw."""
    import imageio_ffmpeg

    writer = imageio_ffmpeg.write_frames(
        str(path), (720, 720), fps=25, codec="libx264", macro_block_size=8
    )
    writer.send(None)
    side = whole.shape[0]
    for index in range(125):
        share = 1.0 - 0.6 * min(1.0, index / 100)
        window = round(side * share)
        left = round((side - window) * flaw.x)
        top = round((side - window) * flaw.y)
        part = whole[top : top + window, left : left + window]
        frame = cv2.resize(part, (720, 720), interpolation=cv2.INTER_AREA)
        writer.send(np.ascontiguousarray(frame))
    writer.close()


def show(result: BundleResult, folder: Path, profile: str) -> None:
    """What the adjudicator sees: slots after the platform's recompression, at 390 px width."""
    folder.mkdir(parents=True)
    limits = canvas_limits(load_profile(profile))
    for path in sorted((result.path / "submit").glob("*.jpg")):
        shown = as_platform_shows(np.asarray(Image.open(path).convert("RGB")), limits)
        image = Image.fromarray(shown)
        size = (VIEW_PX, round(image.height * VIEW_PX / image.width))
        image.resize(size, Image.Resampling.LANCZOS).save(folder / f"photo_{path.stem}.png")
    video = result.path / "submit/video.mp4"
    if video.exists():
        stills(video, folder)
    shutil.copy(result.path / "submit/statement.txt", folder / "statement.txt")


def stills(video: Path, folder: Path) -> None:
    """Frames at 0.2, 1.5 and 2.8 seconds."""
    import imageio_ffmpeg

    for number, moment in enumerate((0.2, 1.5, 2.8), 1):
        command = [
            imageio_ffmpeg.get_ffmpeg_exe(), "-loglevel", "error", "-ss", str(moment), "-i",
            str(video), "-frames:v", "1", "-vf", f"scale={VIEW_PX}:-2",
            str(folder / f"video_{number}.png"),
        ]  # fmt: skip
        subprocess.run(command, check=True)


if __name__ == "__main__":
    main()
