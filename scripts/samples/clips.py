"""The two clips: an unboxing, dark at first, shaky in the middle; and a look at the hole."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import cv2
import numpy as np

from .album import HOLE
from .camera import film
from .camera.sensor import Phone, develop, meter

SIZE, RATE = (1280, 720), 30
UNBOXING = "VID_20261114_174405.mp4"
STYLE = f"{HOLE}/VID_20261114_181204.mp4"


def make(work: Path, lights: Callable, out: Path) -> dict[str, dict]:
    """Write both clips and return their truth."""
    cv2.setNumThreads(1)
    return {UNBOXING: _unboxing(work, lights, out), STYLE: _zero_run(work, lights, out)}


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


def _film(room: film.Room, track, phone: Phone, gain, seed: int) -> Iterator[np.ndarray]:
    for k in range(len(track) - 1):
        shutter = 0.45 if gain[k] > -1 else 0.9
        view = room.exposed(track, k, SIZE, shutter)
        dark = min(0.0, gain[k])
        shot = phone.with_(
            exposure_ev=float(gain[k]), well_e=phone.well_e * 2.0 ** (dark / 2), seed=seed + k
        )
        yield develop(view, shot)


def _room(lights: Callable, name: str, soft: float = 0.0) -> tuple[film.Room, dict]:
    """The light of a shot and its depth, smoothed where a step in it would tear the picture."""
    light, facts = lights(name)
    depth = lights.depth(name)
    depth = cv2.GaussianBlur(depth, (0, 0), soft) if soft else depth
    return film.Room(light * meter(light), depth), facts


def _unboxing(work: Path, lights: Callable, out: Path) -> dict:
    """Twelve seconds: dark until the lamp goes on, a shaky search, a calm end over the open box."""
    room, _ = _room(lights, "open", soft=2.5)
    seconds = 12.0
    t = np.arange(int(seconds * RATE) + 1) / RATE
    fit = room.light.shape[1] / 1680
    hand = np.interp(t, [0, 3.9, 4.3, 7.9, 8.4, 12], [0.0016, 0.0020, 0.044, 0.044, 0.0016, 0.0010])
    turn, carry = film.tremor(t, hand, 5), film.tremor(t, 0.12 * hand, 8)
    roll = film.tremor(t, 0.6 * hand, 12)[:, 0]
    x = film.glide(
        [(0, -0.010), (3.6, 0.0), (5.2, 0.014), (6.6, -0.014), (8.3, 0.0), (12, 0.004)], t
    )
    y = film.glide(
        [(0, 0.010), (3.6, 0.0), (5.2, -0.010), (6.6, 0.010), (8.3, 0.002), (12, -0.003)], t
    )
    ahead = film.glide([(0, 0.02), (3.6, 0.02), (4.6, 0.05), (7.4, 0.05), (8.5, 0.02), (12, 0)], t)
    roll = roll + np.radians(
        film.glide([(0, 1.5), (5.0, -3.0), (6.5, 3.0), (8.3, 0.5), (12, 0)], t)
    )
    zoom = np.full(len(t), 1.14 * fit)
    track = np.column_stack(
        [x + carry[:, 0], y + carry[:, 1], ahead, turn[:, 0], turn[:, 1], roll, zoom]
    )
    gain = np.interp(t, [0, 3.45, 3.75, 4.1, 12], [-4.9, -4.9, 0.15, -0.45, -0.45])
    phone = Phone(metered=False, well_e=4200, smear=0.55, sharpen=0.45, warmth=0.15)
    sound = work / "unboxing.wav"
    film.room_tone(sound, seconds, [0.8, 2.1, 3.45, 4.6, 5.5, 6.4, 7.1, 9.2], 3)
    film.encode(
        out / UNBOXING,
        _film(room, track, phone, gain, 9000),
        SIZE,
        str(RATE),
        22,
        sound,
        {"creation_time": "2026-11-14T16:44:05Z"},
    )
    segments = [(0.0, 3.4, "dark"), (4.4, 7.9, "shaky"), (8.6, 12.0, "sharp")]
    return _truth(
        "unboxing",
        seconds,
        segments,
        [[8.6, 12.0]],
        ("borderline",),
        ["too-dark", "shaky-video"],
        ["motion-blur", "out-of-focus", "heavy-noise", "low-contrast", "focus-unclear"],
        "one take: dark, then shaky, then calm",
    )


def _zero_run(work: Path, lights: Callable, out: Path) -> dict:
    """Six calm seconds: slowly in to the hole."""
    room, facts = _room(lights, "hole")
    seconds = 6.0
    t = np.arange(int(seconds * RATE) + 1) / RATE
    fit = room.light.shape[1] / 1440
    turn, carry = film.tremor(t, np.full(len(t), 0.0016), 11), film.tremor(t, 0.0006 + 0 * t, 13)
    mx, my = facts["marks"]["hole"]
    far = float(np.median(room.depth))
    wide = far / room.focal_ratio
    aim = film.glide([(0, 0.0), (1.2, 0.0), (4.2, 1.0), (6, 1.0)], t)
    x = (mx - 0.5) * wide * 0.5 * aim
    y = (my - 0.5) * wide * 0.75 * 0.7 * aim + 0.004 * np.sin(0.9 * t)
    ahead = 0.14 * far * aim
    roll = np.radians(film.glide([(0, -1.0), (3, 1.0), (6, 0.2)], t))
    track = np.column_stack(
        [x + carry[:, 0], y + carry[:, 1], ahead, turn[:, 0], turn[:, 1], roll, 1.06 * fit + 0 * t]
    )
    phone = Phone(metered=False, well_e=5000, smear=0.5, sharpen=0.5, warmth=0.1)
    sound = work / "hole.wav"
    film.room_tone(sound, seconds, [1.4, 4.4], 4)
    film.encode(
        out / STYLE,
        _film(room, track, phone, np.full(len(t), -0.95), 12000),
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
        ["near-duplicate", "video-too-short"],
        "slowly in to the hole",
    )
