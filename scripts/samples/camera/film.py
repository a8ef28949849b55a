"""A hand-held camera in front of a rendered scene: where it is, how it shakes, what frames gather.

Every frame is the mean of several views spread over its shutter time: fast moves blur. With the
scene's depth a look may come from beside where it was rendered: near things move before far ones.
"""

from __future__ import annotations

import subprocess
import wave
from collections.abc import Iterable
from dataclasses import dataclass
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


def statistics(still: np.ndarray, x: float, y: float, zoom: float, turn: float, size) -> np.ndarray:
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


@dataclass(frozen=True, slots=True, eq=False)
class Room:
    """Rendered light (H, W, 3) and how far along the axis it lies, metres (any size)."""

    light: np.ndarray
    depth: np.ndarray
    focal_ratio: float = 5.6 / 7.6
    """Focal length over sensor width."""

    def seen(self, pose: np.ndarray, size: tuple[int, int]) -> np.ndarray:
        """What a phone sees from ``pose``, linear (h, w, 3).

        A pose is x, y (right and down) and z (ahead) in metres, yaw, pitch and roll in radians,
        and the zoom: light pixels a frame pixel.
        """
        w, h = size
        rows, cols = self.light.shape[:2]
        focal = self.focal_ratio * cols
        coarse = (w // STEP + 2, h // STEP + 2)
        x, y = np.meshgrid(
            (np.arange(coarse[0]) * STEP - w / 2) * pose[6] / focal,
            (np.arange(coarse[1]) * STEP - h / 2) * pose[6] / focal,
        )
        ray = np.stack([x, y, np.ones_like(x)], -1) @ _turned(*pose[3:6]).T
        goal = ray[..., :2] / ray[..., 2:]
        at = goal.copy()
        fit = focal * self.depth.shape[1] / cols
        middle = np.array(self.depth.shape[::-1]) / 2
        for _ in range(5):
            position = (at * fit + middle - 0.5).astype(np.float32)
            z = cv2.remap(self.depth, position, None, cv2.INTER_LINEAR, None, cv2.BORDER_REPLICATE)
            point = np.concatenate([at, np.ones_like(at[..., :1])], -1) * z[..., None] - pose[:3]
            at += goal - point[..., :2] / point[..., 2:]
        source = (at * focal + np.array([cols, rows]) / 2 - 0.5).astype(np.float32)
        back = np.float32([[1 / STEP, 0, 0], [0, 1 / STEP, 0]])
        full = cv2.warpAffine(source, back, (w, h), flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP)
        return cv2.remap(self.light, full, None, cv2.INTER_LINEAR, None, cv2.BORDER_REFLECT_101)

    def exposed(self, track: np.ndarray, k: int, size, shutter: float) -> np.ndarray:
        """Frame ``k``: the mean of views over ``shutter`` frames of the track (n, 7)."""
        a, b = track[k], track[min(k + 1, len(track) - 1)]
        near = float(np.percentile(self.depth, 10))
        turned = np.hypot(*(b - a)[3:5]) + np.hypot(*(b - a)[:2]) / near
        moved = turned * self.focal_ratio * self.light.shape[1] / a[6] + abs((b - a)[5]) * 500
        steps = int(np.clip(np.ceil(moved * shutter / 1.5), 1, 16))
        total = 0.0
        for j in range(steps):
            total = total + self.seen(a + (b - a) * shutter * (j + 0.5) / steps, size)
        return (total / steps).astype(np.float32)


STEP = 8
"""The way light bends round near things is worked out every eighth pixel."""


def _turned(yaw: float, pitch: float, roll: float) -> np.ndarray:
    """Rotation of a camera that looks along +z, y down, float (3, 3)."""
    cy, sy, cp, sp = np.cos(yaw), np.sin(yaw), np.cos(pitch), np.sin(pitch)
    cr, sr = np.cos(roll), np.sin(roll)
    about_y = np.array([[cy, 0, sy], [0, 1, 0], [-sy, 0, cy]])
    about_x = np.array([[1, 0, 0], [0, cp, -sp], [0, sp, cp]])
    about_z = np.array([[cr, -sr, 0], [sr, cr, 0], [0, 0, 1]])
    return about_y @ about_x @ about_z


def exposed(still, track, k: int, size, shutter: float, steps: int) -> np.ndarray:
    """Frame ``k``: the mean of ``steps`` views over ``shutter`` frames of the track (n, 4)."""
    total = None
    for j in range(steps):
        at = k + shutter * (j + 0.5) / steps
        lower = min(int(at), len(track) - 2)
        x, y, zoom, turn = track[lower] + (track[lower + 1] - track[lower]) * (at - lower)
        view = statistics(still, x, y, zoom, turn, size)
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
