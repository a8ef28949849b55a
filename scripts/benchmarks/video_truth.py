"""Clips with known truth for ``benchmark_video.py``: which seconds are spoiled, and how."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from evidence_qc.media.video.ffmpeg import Timeouts, run

BLUR = ("out-of-focus", "motion-blur")
DARK = ("too-dark", "blank-picture", "low-contrast")


@dataclass(frozen=True)
class Part:
    """One spoiled stretch and the rules that may find it."""

    kind: str
    start_s: float
    end_s: float
    rules: tuple[str, ...]


@dataclass(frozen=True)
class Truth:
    parts: tuple[Part, ...]

    def is_bad(self, time_s: float) -> bool:
        """True inside a spoiled part."""
        return any(part.start_s <= time_s < part.end_s for part in self.parts)


def degraded_clips(data: Path, work: Path) -> list[tuple[Path, Truth]]:
    """Two clips: a view wandering over a sharp photo, and a real hand-held clip, both spoiled."""
    still = next(
        path for path in sorted((data / "cameras").iterdir())
        if path.suffix.lower() in {".jpg", ".jpeg"} and path.stat().st_size > 2_000_000
    )  # fmt: skip
    first = (
        Part("blurred", 6.3, 10.2, BLUR),
        Part("dark", 15.4, 19.7, DARK),
        Part("black", 24.6, 26.9, DARK),
        Part("frozen", 31.0, 35.0, ("frozen-video",)),
    )
    second = (
        Part("dark", 3.2, 7.4, DARK),
        Part("blurred", 12.7, 16.1, BLUR),
        Part("black", 20.3, 22.2, DARK),
        Part("frozen", 24.0, 27.0, ("frozen-video",)),
    )
    wander = (
        "scale=2600:-2,format=yuv420p,loop=-1:1:0,setpts=N/30/TB,fps=30,"
        "crop=1920:1080:x='(iw-ow)/2+(iw-ow)/2*sin(t*0.6)':y='(ih-oh)/2+(ih-oh)/2*cos(t*0.45)'"
    )
    real = data / "videos" / "box.mp4"
    return [
        (_made(work / "truth-still.mp4", ["-i", str(still)], wander, 40, first), Truth(first)),
        (
            _made(
                work / "truth-hand.mp4", ["-stream_loop", "3", "-i", str(real)],
                "fps=30,scale=1280:960:flags=lanczos", 30, second, trim=True,
            ),
            Truth(second),
        ),
    ]  # fmt: skip


def _made(
    path: Path, source: list[str], moving: str, seconds: int, parts: tuple[Part, ...],
    trim: bool = False,
) -> Path:  # fmt: skip
    if path.exists():
        return path
    chain = [moving, "noise=alls=3:allf=t"]
    for part in parts:
        when = f"enable='gte(t,{part.start_s})*lt(t,{part.end_s})'"
        if part.kind == "blurred":
            chain.append(f"gblur=sigma=12:{when}")
        elif part.kind == "dark":
            chain.append(f"lutyuv=y='16+(val-16)*0.07':{when}")
        elif part.kind == "black":
            chain.append(f"drawbox=color=black:t=fill:{when}")
    frozen = next(part for part in parts if part.kind == "frozen")
    first, last = round(frozen.start_s * 30), round(frozen.end_s * 30)
    graph = (
        f"[0:v]{','.join(chain)},trim=duration={seconds},format=yuv420p,split[a][b];"
        f"[a][b]freezeframes=first={first}:last={last - 1}:replace={first}[v]"
    )
    _encode([*source, "-filter_complex", graph, "-map", "[v]", "-t", str(seconds)], path)
    return path


def hd_clip(work: Path, seconds: int, size: str) -> Path:
    """30 frames a second, a keyframe a second, 12 Mbit/s (48 for 4K): what phones write."""
    path = work / f"speed-{seconds}s-{size}.mp4"
    if not path.exists():
        width, height = size.split("x")
        bits = 12 if width == "1920" else 48
        moving = f"testsrc2=size={width}x{height}:rate=30"
        first = work / f"speed-10s-{size}.mp4"
        if not first.exists():
            _encode(
                ["-f", "lavfi", "-i", moving, "-t", "10", "-vf",
                 "noise=alls=8:allf=t,format=yuv420p", "-b:v", f"{bits}M", "-maxrate",
                 f"{bits}M", "-bufsize", f"{bits}M"],
                first,
            )  # fmt: skip
        _copy(["-stream_loop", str(seconds // 10 - 1), "-i", str(first)], path)
    return path


def _encode(arguments: list[str], path: Path) -> None:
    control = [] if "-b:v" in arguments else ["-crf", "20"]
    _copy(
        [*arguments, "-c:v", "libx264", "-preset", "veryfast", "-g", "30", "-sc_threshold", "0",
         *control], path, ()
    )  # fmt: skip


def _copy(arguments: list[str], path: Path, how: tuple[str, ...] = ("-c", "copy")) -> None:
    part = path.with_name("part-" + path.name)
    timeouts = Timeouts(3600, 3600)
    _, ended = run(["-y", "-loglevel", "error", *arguments, *how, str(part)], timeouts=timeouts)
    if ended.returncode:
        raise SystemExit(f"ffmpeg ended with {ended.returncode} {ended.timed_out}: {ended.log}")
    part.replace(path)
