"""Clips whose good and bad parts are known to the frame."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np

from ..camera import film, kernels
from ..camera.sensor import Phone, develop

SIZE, RATE = (1280, 720), 30


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of one clip; ``amount`` is sigma px (blurred), stops (dark, blown), px (shaky)."""

    state: str
    seconds: float
    amount: float = 0.0


PLANS: dict[str, tuple[Part, ...]] = {
    "all-sharp": (Part("sharp", 6.0),),
    "dark-then-sharp": (Part("dark", 3.0, -5), Part("sharp", 3.0)),
    "blurred-middle": (Part("sharp", 2.0), Part("blurred", 3.0, 5), Part("sharp", 2.0)),
    "one-sharp-second": (Part("blurred", 4.0, 4), Part("sharp", 1.0), Part("blurred", 3.0, 4)),
    "shaky-middle": (Part("sharp", 2.0), Part("shaky", 3.0, 60), Part("sharp", 2.0)),
    "black-start": (Part("black", 2.0), Part("sharp", 4.0)),
    "frozen-end": (Part("sharp", 3.0), Part("frozen", 3.0)),
    "mostly-dark": (Part("dark", 7.0, -6), Part("sharp", 0.6)),
    "blown-middle": (Part("sharp", 2.0), Part("blown", 2.0, 4), Part("sharp", 2.0)),
    "soft-to-sharp": (Part("blurred", 2.0, 6), Part("blurred", 2.0, 2), Part("sharp", 2.0)),
    "everything": (
        Part("dark", 1.5, -5),
        Part("sharp", 1.5),
        Part("shaky", 1.5, 60),
        Part("sharp", 1.0),
        Part("black", 1.0),
        Part("sharp", 1.0),
        Part("frozen", 1.5),
        Part("blurred", 1.5, 5),
    ),
}


def _frames(still: np.ndarray, plan: tuple[Part, ...], seed: int):
    counts = [round(p.seconds * RATE) for p in plan]
    n = sum(counts)
    t = np.arange(n + 1) / RATE
    amplitude = np.concatenate(
        [
            np.full(c, p.amount if p.state == "shaky" else 0.8)
            for p, c in zip(plan, counts, strict=True)
        ]
    )
    amplitude = np.append(amplitude, amplitude[-1])
    drift = np.stack([14 * np.sin(2 * np.pi * t / 11 + seed), 9 * np.sin(2 * np.pi * t / 7 + 1)], 1)
    h, w = still.shape[:2]
    zoom = min(h / SIZE[1], w / SIZE[0]) * 0.86
    where = np.array([w / 2, h / 2]) + (drift + film.tremor(t, amplitude, seed)) * zoom
    track = np.column_stack([where, np.full(n + 1, zoom), np.zeros(n + 1)])
    k, last = 0, None
    base = Phone(metered=False, exposure_ev=0, well_e=3500, smear=0.5, sharpen=0.4)
    for part, count in zip(plan, counts, strict=True):
        kernel = kernels.disc(2 * part.amount) if part.state == "blurred" else None
        for _ in range(count):
            if part.state != "frozen" or last is None:
                shutter = 0.8 if part.state == "shaky" else 0.25
                light = film.exposed(still, track, k, SIZE, shutter, film.steps_for(track, k))
                if kernel is not None:
                    light = kernels.blur(light, kernel)
                ev = part.amount if part.state in ("dark", "blown") else 0.0
                if part.state == "black":
                    light = light * 0
                last = develop(light, base.with_(exposure_ev=ev, seed=seed * 1000 + k))
            k += 1
            yield last


def clips(writer, scenes: dict[str, np.ndarray]) -> None:
    """Write every plan as an MP4 over one of the scenes, with its segments as truth."""
    from ..camera.sensor import meter

    cv2.setNumThreads(1)
    names = [n for n in scenes if not n.startswith("boards")]
    folder: Path = writer.out / "clips"
    folder.mkdir(parents=True, exist_ok=True)
    for s, (title, plan) in enumerate(PLANS.items()):
        scene = names[s % len(names)]
        still = scenes[scene] * meter(scenes[scene])
        name = f"clips/{title}.mp4"
        film.encode(writer.out / name, _frames(still, plan, 10 + s), SIZE, str(RATE), 21)
        start, segments = 0.0, []
        for part in plan:
            end = start + part.seconds
            segments.append(
                {
                    "start_s": round(start, 3),
                    "end_s": round(end, 3),
                    "state": part.state,
                    "amount": part.amount,
                }
            )
            start = end
        best = [[g["start_s"], g["end_s"]] for g in segments if g["state"] == "sharp"]
        writer.files[name] = {
            "media": "video",
            "kind": "clip",
            "scene": scene,
            "width_px": SIZE[0],
            "height_px": SIZE[1],
            "frame_rate": f"{RATE}/1",
            "duration_s": round(start, 3),
            "segments": segments,
            "best_s": best,
        }
