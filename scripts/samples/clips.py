"""The two clips: an unboxing, dark at first, shaky in the middle; and a look at the hole."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import cv2
import numpy as np

from . import film
from .album import HOLE
from .sensor import Phone, develop, meter

SIZE, RATE = (1280, 720), 30
UNBOXING = "VID_20261114_174405.mp4"
LOOK = f"{HOLE}/VID_20261114_181204.mp4"


def make(work: Path, lights: Callable, out: Path) -> dict[str, dict]:
    """Write both clips and return their truth."""
    cv2.setNumThreads(1)
    return {UNBOXING: _unboxing(work, lights, out), LOOK: _hole(work, lights, out)}


def _truth(
    role: str, seconds: float, segments, best, verdict, faults, may_also, note, marks=()
) -> dict:
    return {
        "media": "video",
        "role": role,
        "verdict": verdict[0],
        "verdicts_accepted": sorted(verdict),
        "faults": faults,
        "may_also": may_also,
        "width_px": SIZE[0],
        "height_px": SIZE[1],
        "frame_rate": f"{RATE}/1",
        "duration_s": seconds,
        "note": note,
        "segments": [{"start_s": a, "end_s": b, "state": s} for a, b, s in segments],
        "best_s": best,
        "marks": list(marks),
    }


def _film(still, track, phone: Phone, gain, seed: int) -> Iterator[np.ndarray]:
    for k in range(len(track) - 1):
        shutter = 0.45 if gain[k] > -1 else 0.9
        view = film.exposed(still, track, k, SIZE, shutter, film.steps_for(track, k))
        dark = min(0.0, gain[k])
        shot = phone.with_(
            exposure_ev=float(gain[k]), well_e=phone.well_e * 2.0 ** (dark / 2), seed=seed + k
        )
        yield develop(view, shot)


def _unboxing(work: Path, lights: Callable, out: Path) -> dict:
    """Twelve seconds: dark until the lamp goes on, a shaky swing, a calm end over the open box."""
    light, _ = lights("open")
    h, w = light.shape[:2]
    fit = w / 1680
    seconds = 12.0
    t = np.arange(int(seconds * RATE) + 1) / RATE
    amplitude = np.interp(t, [0, 4.0, 4.5, 7.6, 8.3, 12], [2.0, 2.5, 60, 60, 1.6, 1.2])
    sway = film.tremor(t, amplitude, 5)
    x = (
        film.glide([(0, 0.47), (3.6, 0.50), (5.2, 0.60), (6.6, 0.42), (8.2, 0.50), (12, 0.49)], t)
        * w
    )
    y = (
        film.glide([(0, 0.50), (3.6, 0.52), (5.2, 0.42), (6.6, 0.56), (8.2, 0.50), (12, 0.485)], t)
        * h
    )
    zoom = film.glide([(0, 1.30), (3.6, 1.28), (8.2, 1.24), (12, 1.14)], t) * fit
    turn = np.radians(film.glide([(0, 1.5), (5.0, -3.0), (6.5, 3.0), (8.3, 0.5), (12, 0)], t))
    track = np.column_stack([x + sway[:, 0] * fit, y + sway[:, 1] * fit, zoom, turn])
    gain = np.interp(t, [0, 3.45, 3.75, 4.1, 12], [-4.9, -4.9, 0.15, -0.45, -0.45])
    phone = Phone(metered=False, well_e=4200, smear=0.55, sharpen=0.45, warmth=0.15)
    sound = work / "unboxing.wav"
    film.room_tone(sound, seconds, [0.8, 2.1, 3.45, 4.6, 5.5, 6.4, 7.1, 9.2], 3)
    still = light * meter(light)
    film.encode(
        out / UNBOXING,
        _film(still, track, phone, gain, 9000),
        SIZE,
        str(RATE),
        22,
        sound,
        {"creation_time": "2026-11-14T16:44:05Z"},
    )
    segments = [(0.0, 3.4, "dark"), (4.3, 8.0, "shaky"), (8.6, 12.0, "sharp")]
    return _truth(
        "unboxing",
        seconds,
        segments,
        [[8.6, 12.0]],
        ("borderline", "good", "reject"),
        ["too-dark", "shaky-video"],
        [
            "motion-blur",
            "heavy-noise",
            "low-contrast",
            "mostly-unusable",
            "cut-video",
            "out-of-focus",
            "focus-unclear",
            "video-too-short",
            "over-exposed",
            "frozen-video",
        ],
        "one take: dark, then shaky, then calm",
    )


def _hole(work: Path, lights: Callable, out: Path) -> dict:
    """Six calm seconds: slowly in to the hole."""
    light, facts = lights("hole")
    h, w = light.shape[:2]
    fit = w / 1440
    seconds = 6.0
    t = np.arange(int(seconds * RATE) + 1) / RATE
    sway = film.tremor(t, np.full(len(t), 1.8), 11)
    mx, my = facts["marks"]["hole"]
    x = film.glide(
        [(0, 0.5), (1.2, 0.5), (4.2, 0.5 + 0.5 * (mx - 0.5)), (6, 0.5 + 0.5 * (mx - 0.5))], t
    )
    y = film.glide(
        [(0, 0.5), (1.2, 0.52), (4.2, 0.5 + 0.8 * (my - 0.5)), (6, 0.5 + 0.8 * (my - 0.5))], t
    )
    zoom = film.glide([(0, 1.08), (1.2, 1.08), (4.2, 0.94), (6, 0.94)], t) * fit
    turn = np.radians(film.glide([(0, -1.0), (3, 1.0), (6, 0.2)], t))
    track = np.column_stack([x * w + sway[:, 0] * fit, y * h + sway[:, 1] * fit, zoom, turn])
    phone = Phone(metered=False, well_e=5000, smear=0.5, sharpen=0.5, warmth=0.1)
    sound = work / "hole.wav"
    film.room_tone(sound, seconds, [1.4, 4.4], 4)
    still = light * meter(light)
    film.encode(
        out / LOOK,
        _film(still, track, phone, np.full(len(t), -0.95), 12000),
        SIZE,
        str(RATE),
        22,
        sound,
        {"creation_time": "2026-11-14T17:12:04Z"},
    )
    return _truth(
        "close-up",
        seconds,
        [(0.0, 6.0, "sharp")],
        [[0.0, 6.0]],
        ("good",),
        [],
        ["near-duplicate", "video-too-short", "frozen-video"],
        "slowly in to the hole",
    )
