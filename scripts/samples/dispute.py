"""Develops rendered light into ``sample_media/``: photos, clips, the case and its truth."""

from __future__ import annotations

import json
from pathlib import Path

import cv2
import numpy as np

from . import clips
from .album import BOX, HOLE, PHOTOS, SEAM, STAIN, Photo
from .camera import film, kernels, photo_files
from .camera.sensor import Phone, develop
from .listing import screenshot

CLAIMS = (
    ("дыра на левом рукаве", "hole in the left sleeve", HOLE),
    ("seam come apart", "", SEAM),
    ("stains and rusty buttons", "", STAIN),
    ("crushed parcel", "", BOX),
)
LISTING = "listing screenshot.png"


class Lights:
    """Rendered light by name; a preview stands in, at its own size, for what is missing."""

    def __init__(self, work: Path) -> None:
        self.work = work

    def __call__(self, name: str) -> tuple[np.ndarray, dict]:
        for folder in ("light", "preview"):
            path = self.work / folder / f"{name}.npy"
            if path.exists():
                facts = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))
                return np.load(path).astype(np.float32), facts
        raise SystemExit(f"No light called {name} in {self.work}: run --render first.")

    def depth(self, name: str) -> np.ndarray:
        """How far the light comes from, metres, float32 (H, W)."""
        for folder in ("light", "preview"):
            path = self.work / folder / f"{name}-depth.npz"
            if path.exists():
                return np.load(path)["arr_0"].astype(np.float32)
        raise SystemExit(f"No depth of {name} in {self.work}: run --render first.")


def _seen(photo: Photo, light: np.ndarray, scale: float) -> np.ndarray:
    if photo.size is None:
        return light
    h, w = light.shape[:2]
    x, y, zoom, turn = photo.view
    size = (round(photo.size[0] * scale), round(photo.size[1] * scale))
    return film.statistics(light, x * w, y * h, zoom, np.radians(turn), size)


def _move(photo: Photo, spot: tuple[float, float], light_size: tuple[int, int], scale: float):
    """A spot's place in the finished picture, shares."""
    if photo.size is None:
        return spot
    w, h = light_size
    x, y, zoom, turn = photo.view
    a = np.radians(turn)
    dx, dy = (spot[0] - x) * w / zoom, (spot[1] - y) * h / zoom
    px = np.cos(a) * dx + np.sin(a) * dy
    py = -np.sin(a) * dx + np.cos(a) * dy
    return 0.5 + px / (photo.size[0] * scale), 0.5 + py / (photo.size[1] * scale)


def _blurred(photo: Photo, light: np.ndarray, scale: float) -> tuple[np.ndarray, dict]:
    kernel = None
    truth: dict[str, object] = {}
    if photo.shake_px:
        path = kernels.hand_path(photo.shake_px * scale, photo.phone.seed)
        kernel = kernels.path_kernel(path)
        truth["path_px"] = np.round(path[::8], 2).tolist()
    elif photo.defocus_px:
        kernel = kernels.disc(2 * photo.defocus_px * scale)
    if kernel is None:
        return light, truth
    major, minor, angle = kernels.deviations(kernel)
    sigma = float(np.hypot(major, minor) / np.sqrt(2))
    truth |= {
        "kernel": "path" if photo.shake_px else "disc",
        "sigma_px": round(sigma, 3),
        "sigma_major_px": round(major, 3),
        "sigma_minor_px": round(minor, 3),
        "angle_deg": round(angle, 1),
        "blur_permille": round(1000 * sigma / max(light.shape[:2]), 3),
    }
    return kernels.blur(light, kernel), truth


def _take(photo: Photo, lights: Lights, out: Path) -> dict:
    """Make one photo; returns its truth."""
    light, facts = lights(photo.light)
    full = facts.get("full_px") or [light.shape[1], light.shape[0]]
    scale = light.shape[1] / full[0]
    view = _seen(photo, light, scale)
    view, truth = _blurred(photo, view, scale)
    pixels = develop(view, photo.phone)
    if photo.shrink_to:
        tall = round(pixels.shape[0] * photo.shrink_to / pixels.shape[1])
        pixels = cv2.resize(pixels, (photo.shrink_to, tall), interpolation=cv2.INTER_AREA)
    photo_files.write(out / photo.path, pixels, photo.quality, photo.shutter, photo.keep)
    marks = []
    for spot, size, label in photo.marks:
        x, y = _move(photo, facts["marks"][spot], (light.shape[1], light.shape[0]), scale)
        marks.append({"x": round(x, 4), "y": round(y, 4), "size": size, "label": label})
    return {
        "media": "photo",
        "role": photo.role,
        "verdict": photo.verdict,
        "verdicts_accepted": sorted({photo.verdict, *photo.accept}),
        "faults": list(photo.faults),
        "may_also": list(photo.may_also),
        "width_px": pixels.shape[1],
        "height_px": pixels.shape[0],
        "note": photo.note,
        "light": photo.light,
        "marks": marks,
        **truth,
        **photo.facts,
        **({"kept_share": photo.keep} if photo.keep < 1 else {}),
        **({"defocus_at_mark": facts["blur"]} if "focus-behind-subject" in photo.faults else {}),
    }


def _studio(light: np.ndarray) -> np.ndarray:
    """The seller's picture: cut close, bright, no noise."""
    h, w = light.shape[:2]
    close = film.statistics(light, 0.5 * w, 0.48 * h, 1.0, 0.0, (round(0.82 * w), round(0.70 * h)))
    return develop(close, Phone(exposure_ev=0.85, well_e=30000, vignette=0, seed=2))


def _case_toml(files: dict[str, dict]) -> str:
    """The case as a careful buyer would write it down."""
    lines = [
        'item = "Down jacket, navy, size M"',
        'reason = "damaged"',
        'ask = "Full refund"',
    ]
    for title, english, folder in CLAIMS:
        lines += ["", "[[claims]]", f'title = "{title}"']
        lines += [f'title_en = "{english}"'] if english else []
        lines += [f'folder = "{folder}"']
    for name, truth in sorted(files.items()):
        if "truncated-file" in truth["faults"]:
            continue
        lines += ["", f'[media."{name}"]', f'role = "{truth["role"]}"']
        if truth.get("marks"):
            marks = ", ".join(
                f'{{x = {m["x"]}, y = {m["y"]}, size = {m["size"]}, label = "{m["label"]}"}}'
                for m in truth["marks"]
            )
            lines += [f"marks = [{marks}]"]
    return "\n".join(lines) + "\n"


def make(work: Path, out: Path, with_clips: bool = True) -> None:
    """Write the whole folder anew."""
    cv2.setNumThreads(1)
    lights = Lights(work)
    files: dict[str, dict] = {}
    for photo in PHOTOS:
        files[photo.path] = _take(photo, lights, out)
        print(photo.path, flush=True)
    page = screenshot(_studio(lights("listing")[0]))
    photo_files.write(out / LISTING, page, 90, None)
    files[LISTING] = {
        "media": "photo",
        "role": "listing",
        "verdict": "good",
        "verdicts_accepted": ["good"],
        "faults": [],
        "may_also": ["screenshot", "edited-picture"],
        "width_px": page.shape[1],
        "height_px": page.shape[0],
        "note": "the shop page, to compare with",
        "marks": [],
    }
    files |= clips.make(work, lights, out) if with_clips else {}
    truth = {
        "schema": "evidence-qc/sample-truth/1",
        "about": "What each file is, from how it was made (scripts/make_samples.py).",
        "near_duplicates": [[f"{HOLE}/IMG_203{k}.jpg" for k in (1, 2, 3)]],
        "sharpest_of_burst": f"{HOLE}/IMG_2031.jpg",
        "files": dict(sorted(files.items())),
    }
    text = json.dumps(truth, indent=1, ensure_ascii=False) + "\n"
    (out / "truth.json").write_text(text, encoding="utf-8")
    (out / "case.toml").write_text(_case_toml(files), encoding="utf-8")
