"""Pictures with a known fault of a known size, for measuring the measures.

Not committed: some 85 MB. ``truth.json`` beside them says how each was made.

plain        cloth, paper, wall: in focus, whatever they look like to an edge detector
focus        one scene, blurred by a disc or a Gaussian of known deviation in pixels
exposure     one scene, from 6 stops under to 5 over
shake        one scene, dragged along a known path
bokeh        a sharp subject before a blurred ground, and the other way round
"""

from __future__ import annotations

import json
from pathlib import Path

import cv2
import numpy as np
from PIL import Image

from ..camera import kernels
from ..camera.sensor import Phone, develop
from . import arrangements, surfaces

SHAPE = (1200, 1600)
PLAIN_COUNT = 72


class Writer:
    """Writes pictures and remembers what is true of each."""

    def __init__(self, out: Path) -> None:
        self.out = out
        self.files: dict[str, dict] = {}

    def photo(self, name: str, light: np.ndarray, phone: Phone, quality: int, **truth) -> None:
        path = self.out / name
        path.parent.mkdir(parents=True, exist_ok=True)
        pixels = develop(light, phone)
        Image.fromarray(pixels).save(path, quality=quality, subsampling="4:2:0")
        self.files[name] = {
            "media": "photo",
            "width_px": pixels.shape[1],
            "height_px": pixels.shape[0],
            "iso_well_e": phone.well_e,
            "jpeg_quality": quality,
            **truth,
        }

    def save(self) -> None:
        text = json.dumps({"schema": "evidence-qc/truth-set/1", "files": self.files}, indent=1)
        (self.out / "truth.json").write_text(text + "\n", encoding="utf-8")


def _blur_truth(kernel: np.ndarray, width: int) -> dict:
    major, minor, angle = kernels.deviations(kernel)
    sigma = float(np.sqrt((major**2 + minor**2) / 2))
    return {
        "sigma_px": round(sigma, 4),
        "sigma_major_px": round(major, 4),
        "sigma_minor_px": round(minor, 4),
        "angle_deg": round(angle, 2),
        "blur_permille": round(1000 * sigma / width, 4),
    }


def _phone(rng: np.random.Generator, seed: int) -> Phone:
    return Phone(
        exposure_ev=float(rng.uniform(-0.4, 0.4)),
        well_e=float(10 ** rng.uniform(2.9, 4.2)),
        lens_sigma_px=float(rng.uniform(0.4, 0.75)),
        warmth=float(rng.uniform(-0.4, 0.6)),
        smear=float(rng.uniform(0.1, 0.6)),
        sharpen=float(rng.uniform(0.2, 0.8)),
        seed=seed,
    )


def plain(writer: Writer, count: int = PLAIN_COUNT) -> None:
    """Sharp pictures of nothing in particular."""
    sizes = [(1200, 1600), (1600, 1200), (960, 1280), (768, 1024), (1536, 2048)]
    for k in range(count):
        rng = np.random.default_rng(9000 + k)
        shape = sizes[k % len(sizes)]
        if k % 2 == 0:
            kind = surfaces.CLOTH[(k // 2) % len(surfaces.CLOTH)]
            light = surfaces.cloth(shape, 9000 + k, kind)
        elif k % 4 == 1:
            kind, light = "paper", surfaces.paper(shape, 9000 + k)
        else:
            kind, light = "wall", surfaces.wall(shape, 9000 + k)
        quality = int(rng.choice([70, 80, 88, 94]))
        writer.photo(
            f"plain/{k:02d}-{kind}.jpg",
            light,
            _phone(rng, k),
            quality,
            kind="plain",
            surface=kind,
            sharp=True,
            sigma_px=0.0,
        )


def focus(writer: Writer, scenes: dict[str, np.ndarray]) -> None:
    """Known defocus, in pixels of deviation an axis (a disc of radius r has r/2)."""
    for s, (name, light) in enumerate(scenes.items()):
        phone = Phone(lens_sigma_px=0.45, seed=s, well_e=[9000.0, 2500.0][s % 2])
        for k, sigma in enumerate([0, 0.5, 1, 1.5, 2, 3, 4, 6, 9, 14]):
            shape = "disc" if k % 2 else "gaussian"
            kernel = kernels.disc(2 * sigma) if k % 2 else kernels.gaussian(sigma)
            writer.photo(
                f"focus/{name}-{sigma:04.1f}.jpg",
                kernels.blur(light, kernel),
                phone,
                90,
                kind="focus",
                scene=name,
                kernel=shape,
                sharp=sigma <= 0.5,
                **_blur_truth(kernel, light.shape[1]),
            )


def exposure(writer: Writer, scenes: dict[str, np.ndarray]) -> None:
    """Stops around the automatic exposure; dark ones are noisier, as a phone's are."""
    for s, (name, light) in enumerate(scenes.items()):
        for ev in (-6, -5, -4, -3, -2, -1, 0, 1, 2, 3, 4, 5):
            phone = Phone(exposure_ev=ev, seed=40 + s, well_e=7000.0 * min(1.0, 2.0 ** (ev / 2)))
            writer.photo(
                f"exposure/{name}{ev:+d}.jpg",
                light,
                phone,
                88,
                kind="exposure",
                scene=name,
                ev=ev,
                sharp=True,
                exposure="dark"
                if ev <= -4
                else "blown"
                if ev >= 3
                else "ok"
                if -1 <= ev <= 1
                else "dim"
                if ev < 0
                else "bright",
            )


def shake(writer: Writer, scenes: dict[str, np.ndarray]) -> None:
    """The hand's path during the exposure, stored point by point."""
    for s, (name, light) in enumerate(scenes.items()):
        for k, length in enumerate([3, 6, 12, 20, 32, 50]):
            path = kernels.hand_path(length, 500 + 10 * s + k)
            kernel = kernels.path_kernel(path)
            writer.photo(
                f"shake/{name}-{length:02d}.jpg",
                kernels.blur(light, kernel),
                Phone(seed=60 + k, well_e=4000.0),
                88,
                kind="shake",
                scene=name,
                sharp=length <= 3,
                length_px=length,
                path_px=np.round(path[::8], 2).tolist(),
                **_blur_truth(kernel, light.shape[1]),
            )


def bokeh(writer: Writer, scenes: dict[str, np.ndarray]) -> None:
    """A sharp subject on a soft ground is a good picture; a soft one on a sharp ground is not."""
    names = [n for n in scenes if not n.startswith("boards")]
    grounds = [n for n in scenes if n.startswith(("boards", "denim"))]
    for k in range(24):
        subject, ground = scenes[names[k % len(names)]], scenes[grounds[k % len(grounds)]]
        mask = arrangements.subject_mask(subject.shape[:2], 700 + k)[..., None]
        radius = [6.0, 10.0, 16.0, 26.0][k % 4]
        kernel = kernels.disc(radius)
        behind = k % 2 == 1
        if behind:
            soft, cover = (
                kernels.blur(subject * mask, kernel),
                kernels.blur(np.repeat(mask, 3, 2), kernel),
            )
            light = soft + ground * (1 - cover)
        else:
            # The ground goes on behind the subject: blur it alone, then lay the subject on it.
            light = subject * mask + kernels.blur(ground, kernel) * (1 - mask)
        y, x = np.nonzero(mask[..., 0] > 0.5)
        h, w = mask.shape[:2]
        box = [round(v, 4) for v in (x.min() / w, y.min() / h, x.max() / w, y.max() / h)]
        writer.photo(
            f"bokeh/{k:02d}-{'behind' if behind else 'subject'}.jpg",
            light,
            Phone(seed=80 + k),
            90,
            kind="bokeh",
            sharp=not behind,
            subject_box=box,
            focus="behind" if behind else "subject",
            radius_px=radius,
            **_blur_truth(kernel, w),
        )


def make(out: Path, work: Path | None = None, with_clips: bool = True) -> dict:
    """Write the whole set to ``out`` and return its truth."""
    cv2.setNumThreads(1)
    writer = Writer(out)
    plain(writer)
    scenes = arrangements.scenes(SHAPE, work)
    focus(writer, scenes)
    exposure(writer, scenes)
    shake(writer, scenes)
    bokeh(writer, scenes)
    writer.save()
    if with_clips:
        from .truth_clips import clips

        clips(writer, scenes)
        writer.save()
    return writer.files
