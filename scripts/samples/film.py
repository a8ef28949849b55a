"""A hand-held camera over one large still: where it looks, how it shakes, what each frame gathers.

Every frame is the mean of several looks spread over its shutter time: fast moves blur.
"""

from __future__ import annotations

import subprocess
import wave
from collections.abc import Iterable
from pathlib import Path

import cv2
import numpy as np


def glide(points: list[tuple[float, float]], t: np.ndarray) -> np.ndarray:
    """Smooth values through (time, value) points, with rest at every point."""
    times, values = np.array(points, float).T
    k = np.clip(np.searchsorted(times, t, "right") - 1, 0, len(times) - 2)
    s = np.clip((t - times[k]) / (times[k + 1] - times[k]), 0, 1)
    s = s * s * s * (10 - 15 * s + 6 * s * s)
    return values[k] + (values[k + 1] - values[k]) * s


def tremor(t: np.ndarray, amplitude: np.ndarray, seed: int) -> np.ndarray:
    """A hand's shake, (n, 2) pixels: 1-3 Hz sway and an 8-11 Hz tremor of ``amplitude`` (n,)."""
    rng = np.random.default_rng(seed)
    out = np.zeros((len(t), 2))
    for axis in range(2):
        for low, high, share in (
            (0.5, 1.2, 0.6),
            (1.6, 3.0, 0.5),
            (4.0, 6.5, 0.30),
            (8.0, 11.0, 0.16),
        ):
            out[:, axis] += share * np.sin(
                2 * np.pi * rng.uniform(low, high) * t + rng.uniform(0, 2 * np.pi)
            )
    return out * amplitude[:, None]


def look(still: np.ndarray, x: float, y: float, zoom: float, turn: float, size) -> np.ndarray:
    """The part of ``still`` (linear) seen at centre (x, y) px; ``zoom`` is still px a frame px."""
    w, h = size
    c, s = zoom * np.cos(turn), zoom * np.sin(turn)
    m = np.array([[c, -s, x - c * w / 2 + s * h / 2], [s, c, y - s * w / 2 - c * h / 2]])
    return cv2.warpAffine(
        still,
        m,
        (w, h),
        flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP,
        borderMode=cv2.BORDER_REFLECT_101,
    )


def exposed(still, track, k: int, size, shutter: float, steps: int) -> np.ndarray:
    """Frame ``k``: the mean of ``steps`` looks over ``shutter`` frames of the track (n, 4)."""
    total = None
    for j in range(steps):
        at = k + shutter * (j + 0.5) / steps
        lower = min(int(at), len(track) - 2)
        x, y, zoom, turn = track[lower] + (track[lower + 1] - track[lower]) * (at - lower)
        view = look(still, x, y, zoom, turn, size)
        total = view if total is None else total + view
    return total / steps


def steps_for(track, k: int) -> int:
    """Looks enough that neighbours are at most about a pixel and a half apart."""
    a, b = track[k], track[min(k + 1, len(track) - 1)]
    moved = np.hypot(*(b[:2] - a[:2])) / a[2] + abs(b[3] - a[3]) * 500
    return int(np.clip(np.ceil(moved / 1.5), 1, 24))


def room_tone(path: Path, seconds: float, bumps: list[float], seed: int) -> None:
    """A quiet room, 44.1 kHz mono: low hum, hiss, and a thump or rustle at each of ``bumps``."""
    rng = np.random.default_rng(seed)
    n = int(44100 * seconds)
    t = np.arange(n) / 44100
    sound = 0.004 * rng.standard_normal(n) + 0.003 * np.sin(2 * np.pi * 100 * t)
    for at in bumps:
        gate = np.where(t >= at, np.exp(-(t - at) * 7), 0)
        sound += gate * (0.10 * rng.standard_normal(n) * (rng.random(n) < 0.2))
        sound += 0.12 * gate * np.sin(2 * np.pi * 85 * t)
    pcm = (np.clip(sound, -1, 1) * 32767).astype("<i2")
    with wave.open(str(path), "wb") as out:
        out.setnchannels(1)
        out.setsampwidth(2)
        out.setframerate(44100)
        out.writeframes(pcm.tobytes())


def encode(
    path: Path,
    frames: Iterable[np.ndarray],
    size: tuple[int, int],
    rate: str,
    crf: int = 21,
    sound: Path | None = None,
    tags: dict[str, str] | None = None,
) -> None:
    """H.264 (one thread: the same bytes every time) and AAC in MP4, from RGB uint8 frames."""
    from imageio_ffmpeg import get_ffmpeg_exe

    command = [get_ffmpeg_exe(), "-y", "-v", "error", "-f", "rawvideo", "-pix_fmt", "rgb24"]
    command += ["-s", f"{size[0]}x{size[1]}", "-r", rate, "-i", "-"]
    if sound:
        command += ["-i", str(sound), "-c:a", "aac", "-b:a", "64k", "-shortest"]
    command += ["-c:v", "libx264", "-preset", "medium", "-crf", str(crf), "-threads", "1"]
    command += ["-pix_fmt", "yuv420p", "-fflags", "+bitexact", "-flags:v", "+bitexact"]
    command += ["-color_primaries", "bt709", "-color_trc", "bt709", "-colorspace", "bt709"]
    for key, value in (tags or {}).items():
        command += ["-metadata", f"{key}={value}"]
    command += ["-movflags", "+faststart", str(path)]
    with subprocess.Popen(command, stdin=subprocess.PIPE) as process:
        assert process.stdin is not None
        for frame in frames:
            process.stdin.write(np.ascontiguousarray(frame).tobytes())
        process.stdin.close()
        if process.wait():
            raise RuntimeError(f"ffmpeg could not write {path}.")
