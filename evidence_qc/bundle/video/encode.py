"""Write the clip to submit: copied, remuxed or encoded, looked at again, whole or absent."""

from __future__ import annotations

import re
import shutil
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

from evidence_qc.bundle.video.plan import ClipPlan, Way, plan_clip, plan_encoding
from evidence_qc.errors import CannotFitError, CannotWriteError
from evidence_qc.media.video.ffmpeg import Ended, FfmpegProcess, Timeouts, input_arguments
from evidence_qc.media.video.frames import TONE_MAP
from evidence_qc.media.video.known_boxes import holds_only_a_film
from evidence_qc.media.video.known_units import WITHOUT_MESSAGES, has_silent_messages
from evidence_qc.media.video.packets import Timing
from evidence_qc.media.video.probe import VideoProbe, probe_video
from evidence_qc.model import FrameSample, Profile, Role, Span

THREADS = 4
"""x264's output depends on it, so it is the same on every computer. Its lookahead thread decides
by what has arrived so far, so it is switched off: else the same clip gives other bytes when the
computer is busy."""
MOST_TRIES = 4
LEAST_FILL = 0.92
"""A result that uses less of the byte limit is encoded again with more bits."""
TIMEOUTS = Timeouts(stall_s=120.0, total_s=4 * 3600.0)


@dataclass(frozen=True, slots=True)
class ClipResult:
    """The clip as written, read back from the file."""

    plan: ClipPlan
    path: Path
    size_bytes: int
    duration_s: float
    width_px: int
    height_px: int
    codec: str
    transform: str
    """For the manifest: what was done, in a few words."""


def prepare_clip(
    src: str,
    dst: Path,
    profile: Profile,
    *,
    role: Role | None = None,
    cut_allowed: bool | None = None,
    span_s: Span | None = None,
    samples: Sequence[FrameSample] = (),
    progress: Callable[[float], None] = lambda share: None,
) -> ClipResult:
    """Write the clip to submit.

    Args:
        src: file-system path of the source; it is only read.
        dst: the MP4 to write; replaced as a whole, or left as it was.
        profile: the limits.
        role: what it shows; an unboxing is never cut.
        cut_allowed: True: cut for any limit; False: never; None: only for a sourced limit.
        span_s: the part to keep, where one was chosen.
        samples: measured frames of the source, to choose a part by.
        progress: hears the share done, 0–1, from this thread.

    Raises:
        CannotFitError: the source cannot be read, or cannot be made small enough.
        CannotWriteError: the target cannot be written.
        MissingDependencyError: there is no ffmpeg.
    """
    probe, damage = probe_video(src)
    if probe is None or not probe.packets.times_s:
        why = damage[0].message_id if damage else "error.holds-no-video"
        values: Mapping[str, Any] = damage[0].values if damage else {}
        raise CannotFitError("error.clip-not-prepared", why=why, **values)
    decide = partial(
        plan_clip,
        probe,
        Path(src).stat().st_size,
        profile,
        role=role,
        cut_allowed=cut_allowed,
        span_s=span_s,
        samples=tuple(samples),
        is_damaged=bool(damage),
    )
    plan = decide()
    if plan.way is Way.COPY and not _is_silent(src, probe):
        plan = decide(is_silent=False)
    try:
        with tempfile.TemporaryDirectory(dir=dst.parent, prefix=".clip-") as folder:
            made = Path(folder) / "clip.mp4"
            plan = _make(src, made, probe, plan, progress)
            result = _read_back(made, dst, plan, probe)
            made.replace(dst)
    except OSError as error:
        raise CannotWriteError(
            "error.clip-not-written", path=dst, reason=error.strerror or error
        ) from error
    progress(1.0)
    return result


def _make(
    src: str, made: Path, probe: VideoProbe, plan: ClipPlan, progress: Callable[[float], None]
) -> ClipPlan:
    """Write the clip by the plan; returns the plan that was carried out in the end."""
    if plan.way is Way.COPY:
        shutil.copyfile(src, made)
        return plan
    if plan.way is Way.REMUX:
        ended = _run(_remux(src, made, probe), made, probe.duration_s, progress)
        if ended.returncode == 0 and _fits(made, plan) and _is_whole(made, probe):
            return plan
        plan = plan_encoding(probe, Path(src).stat().st_size, plan)
    return _encode(src, made, probe, plan, progress)


def _is_silent(path: str, probe: VideoProbe) -> bool:
    """Nothing in the file but a film: it may go to strangers as it is."""
    return holds_only_a_film(path, len(probe.packets.times_s)) and has_silent_messages(path, probe)


def _is_whole(made: Path, source: VideoProbe) -> bool:
    """What was put into another container is all of the film and nothing else."""
    probe, damage = probe_video(str(made))
    if probe is None or damage or len(probe.packets.times_s) != len(source.packets.times_s):
        return False
    return _is_silent(str(made), probe)


def _encode(
    src: str, made: Path, probe: VideoProbe, plan: ClipPlan, progress: Callable[[float], None]
) -> ClipPlan:
    """Encode until it fits and fills; the aim is corrected by what came out."""
    seconds = plan.span_s[1] - plan.span_s[0] if plan.span_s else probe.duration_s
    best: tuple[int, Path, ClipPlan] | None = None
    for attempt in range(MOST_TRIES):
        target = made.with_name(f"try{attempt}.mp4")
        _passes(src, target, probe, plan, seconds, progress)
        size = target.stat().st_size
        limit = plan.bytes_max
        if limit is None or size <= limit:
            if best is None or size > best[0]:
                best = (size, target, plan)
            if limit is None or not plan.two_passes or size >= LEAST_FILL * limit:
                break
        if plan.video_bps is None or limit is None:
            break
        audio = plan.audio_bps * seconds / 8
        factor = (0.97 * limit - audio) / max(1.0, size - audio)
        if best is not None and factor > 3:
            break
        plan = replace(plan, video_bps=max(8_000, int(plan.video_bps * factor)), two_passes=True)
    if best is None:
        raise CannotFitError("error.clip-too-large")
    best[1].replace(made)
    return best[2]


def _passes(
    src: str,
    target: Path,
    probe: VideoProbe,
    plan: ClipPlan,
    seconds: float,
    progress: Callable[[float], None],
) -> None:
    """One pass under a ceiling, or two passes to an aim."""
    log = str(target.with_suffix(""))
    rate = str(plan.video_bps)
    if not plan.two_passes:
        # Under a ceiling x264 lets its threads race for bits; one thread repeats its bytes.
        ceiling = ["-crf", "18", "-maxrate", rate, "-bufsize", str(2 * (plan.video_bps or 0))]
        ceiling += ["-threads:v", "1"]
        steps: list[tuple[list[str], Path | None]] = [(ceiling, target)]
    else:
        two = ["-b:v", rate, "-passlogfile", log]
        steps = [([*two, "-pass", "1"], None), ([*two, "-pass", "2"], target)]
    for number, (control, output) in enumerate(steps):
        ended = _run(
            _encoder(src, output, probe, plan, control),
            output,
            seconds,
            lambda share, n=number: progress((n + share) / len(steps)),  # type: ignore[misc]
        )
        if ended.returncode != 0:
            last = next((line for line in reversed(ended.log) if "rror" in line), "")
            raise CannotFitError("error.clip-not-encoded", reason=last.strip())


def _encoder(
    src: str, output: Path | None, probe: VideoProbe, plan: ClipPlan, control: list[str]
) -> list[str]:
    part = plan.span_s
    seek = ["-ss", f"{part[0]:.3f}", "-t", f"{part[1] - part[0]:.3f}"] if part else []
    keyframes = max(12, round(2 * float(plan.frame_rate or probe.frame_rate or 25)))
    # Where nothing can be sought all is decoded, and what lies outside the part is left out.
    before, after = ([], seek) if probe.is_sequential else (seek, [])
    # Joined pieces: sound and picture each find their own way over the leaps of the clock.
    apart = probe.timing is Timing.JOINED and bool(probe.audio_codec)
    source = input_arguments(src)
    sound = (
        ["-map", f"{int(apart)}:a:0?", "-c:a", "aac", "-b:a", str(plan.audio_bps), "-ac", "2"]
        if plan.audio_bps and output is not None
        else ["-an"]
    )
    return [
        *before,
        *source,
        *([*before, *source] if apart else []),
        *after,
        "-map", probe.specifier, "-vf", ",".join(_filters(probe, plan)),
        "-fps_mode", "cfr" if plan.frame_rate else "passthrough",
        # Captions of the source would be written into the stream as messages.
        "-c:v", "libx264", "-a53cc", "0", "-preset", "medium", "-pix_fmt", "yuv420p",
        "-profile:v", "high",
        "-g", str(keyframes), "-threads:v", str(THREADS),
        "-x264-params", "sync-lookahead=0", *control,
        *sound,
        *CLEAN,
        *(("-f", "null", "-") if output is None else ("-movflags", "+faststart", str(output))),
    ]  # fmt: skip


CLEAN = (
    "-map_metadata", "-1", "-map_chapters", "-1", "-sn", "-dn",
    "-fflags", "+bitexact", "-flags:v", "+bitexact", "-flags:a", "+bitexact",
)  # fmt: skip
"""No metadata of the source, and none of the day or the program either."""


def _filters(probe: VideoProbe, plan: ClipPlan) -> list[str]:
    """Deinterlaced, scaled, SDR; ffmpeg itself turns the picture upright."""
    size = f"scale={plan.width_px}:{plan.height_px}:flags=lanczos"
    return [
        *(["setpts=PTS-STARTPTS"] if probe.timing is Timing.UNSTAMPED else []),
        *(["bwdif=deint=interlaced"] if probe.is_interlaced else []),
        *([f"fps={plan.frame_rate}"] if plan.frame_rate else []),
        *([size, *TONE_MAP] if probe.transfer else [f"{size}:out_range=tv"]),
        "setsar=1",
    ]


def _remux(src: str, made: Path, probe: VideoProbe) -> list[str]:
    return [
        *input_arguments(src),
        "-map", probe.specifier, "-map", "0:a:0?", "-c", "copy", "-bsf:v", WITHOUT_MESSAGES,
        *CLEAN, "-movflags", "+faststart", str(made),
    ]  # fmt: skip


def _run(
    arguments: list[str],
    output: Path | None,
    seconds: float,
    progress: Callable[[float], None],
) -> Ended:
    """Run to the end, as long as it gets on."""
    reached, since = -1, time.monotonic()
    options = ["-y", "-loglevel", "error", "-progress", "pipe:1", "-nostats"]
    with FfmpegProcess([*options, *arguments], timeouts=TIMEOUTS) as process:
        for line in process.lines():
            # ffmpeg reports twice a second even when nothing moves.
            if (match := re.match(r"out_time_us=(\d+)", line)) and int(match[1]) > reached:
                reached, since = int(match[1]), time.monotonic()
                progress(min(1.0, reached / 1e6 / max(0.001, seconds)))
            elif time.monotonic() - since > TIMEOUTS.stall_s:
                process.kill()
        return process.finish()


def _fits(made: Path, plan: ClipPlan) -> bool:
    return plan.bytes_max is None or made.stat().st_size <= plan.bytes_max


def _read_back(made: Path, dst: Path, plan: ClipPlan, source: VideoProbe) -> ClipResult:
    """Probe what was written.

    Raises:
        CannotFitError: it is not the clip that was meant.
    """
    probe, damage = probe_video(str(made))
    seconds = plan.span_s[1] - plan.span_s[0] if plan.span_s else source.duration_s
    if probe is None or (damage and plan.way is not Way.COPY):
        raise CannotFitError("error.clip-broken")
    if abs(probe.duration_s - seconds) > max(0.25, 0.02 * seconds) and plan.way is Way.ENCODE:
        raise CannotFitError("error.clip-length", duration_s=probe.duration_s, expected_s=seconds)
    return ClipResult(
        plan=plan,
        path=dst,
        size_bytes=made.stat().st_size,
        duration_s=round(probe.duration_s, 3),
        width_px=probe.width_px,
        height_px=probe.height_px,
        codec=probe.codec,
        transform=_transform(plan, probe),
    )


def _transform(plan: ClipPlan, probe: VideoProbe) -> str:
    if plan.way is Way.COPY:
        return "copied bit for bit"
    if plan.way is Way.REMUX:
        return "remuxed without re-encoding, metadata removed"
    cut = f", {plan.span_s[0]:.3f}–{plan.span_s[1]:.3f} s kept" if plan.span_s else ""
    return f"encoded as H.264 {probe.width_px}×{probe.height_px}{cut}, metadata removed"
