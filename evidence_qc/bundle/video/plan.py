"""How one clip is made to fit a platform: copied, remuxed or encoded; pure planning.

Bit rate and size give way first. The clip is cut only where the platform's limit is sourced, or
the user asks for it, and never when it shows the unboxing.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from evidence_qc.examine.video_choice import best_segment
from evidence_qc.language import NOTHING, Sentence
from evidence_qc.media.video.metadata import is_private
from evidence_qc.media.video.probe import VideoProbe
from evidence_qc.model import FrameSample, Profile, Role, Sourced, Span

AIM_RATIO = 0.965
"""Share of the byte limit that the encoder aims at: two passes land within 2 % of their aim."""
AUDIO_BPS = 96_000
LEAST_BITS_PER_PIXEL = 0.05
"""Below this many bits per pixel and frame H.264 smears more than a smaller picture loses."""
LONG_SIDES_PX = (3840, 2560, 1920, 1600, 1280, 960, 854, 640, 480)
SLACK_S = 0.05


class Way(StrEnum):
    """What is done to a clip."""

    COPY = "copy"
    """Bit for bit."""
    REMUX = "remux"
    """The same pictures in a new container without metadata."""
    ENCODE = "encode"


@dataclass(frozen=True, slots=True)
class ClipPlan:
    """What will be done to one clip, and why."""

    way: Way
    reasons: tuple[Sentence, ...] = ()
    """Sentences for the user."""
    span_s: Span | None = None
    """The part that is kept; None for the whole clip."""
    open_question: Sentence = NOTHING
    """A limit that only a cut would meet, which only the user may decide; empty where none."""
    width_px: int = 0
    height_px: int = 0
    frame_rate: Fraction | None = None
    """None keeps the rate and the times of the source."""
    video_bps: int | None = None
    """Aim (two passes) or ceiling (one pass) of the video stream."""
    audio_bps: int = 0
    two_passes: bool = False
    bytes_max: int | None = None


def plan_clip(
    probe: VideoProbe,
    size_bytes: int,
    profile: Profile,
    *,
    role: Role | None = None,
    cut_allowed: bool | None = None,
    span_s: Span | None = None,
    samples: tuple[FrameSample, ...] = (),
    is_damaged: bool = False,
    is_silent: bool = True,
) -> ClipPlan:
    """Decide how a clip is made to fit.

    Args:
        probe: of the source.
        size_bytes: of the source file.
        profile: the limits.
        role: what the clip shows; ``UNBOXING`` is never cut.
        cut_allowed: True: the user lets the clip be cut for any limit; False: never; None: only
            for a sourced limit.
        span_s: the part to keep, where the user or the planner named one.
        samples: measured frames, to choose the part by.
        is_damaged: the file is broken, so that a bit-for-bit copy is out of the question.
        is_silent: nothing in the file but the film, as far as anyone looked.
    """
    span, question, reasons = _span(probe, profile, role, cut_allowed, span_s, samples)
    limit = profile.video_bytes_max.value
    needs = _needs(probe, size_bytes, profile)
    if span is None and not needs:
        private, broken = is_private(probe) or not is_silent, is_damaged
        container_fits = _extension(probe) in {"mp4"}
        if container_fits and not private and not broken:
            return ClipPlan(Way.COPY, (*reasons, Sentence("clip.fits")), None, question)
        why = [Sentence("clip.without-metadata")] * private
        why += [Sentence("clip.new-container")] * (not container_fits)
        return ClipPlan(Way.REMUX, (*reasons, *why), None, question, bytes_max=limit)
    return _encoding(probe, size_bytes, profile, span, question, [*reasons, *needs])


def _span(
    probe: VideoProbe,
    profile: Profile,
    role: Role | None,
    cut_allowed: bool | None,
    asked: Span | None,
    samples: tuple[FrameSample, ...],
) -> tuple[Span | None, Sentence, list[Sentence]]:
    """The part to keep, a question where a cut would be needed but is not allowed, and why."""
    duration = probe.duration_s
    if role is Role.UNBOXING:
        asked = None
    if asked is not None and (asked[0] > SLACK_S or asked[1] < duration - SLACK_S):
        start, end = max(0.0, asked[0]), min(duration, asked[1])
        return (start, end), NOTHING, [Sentence("clip.part-asked", spans_s=[(start, end)])]
    most = profile.video_seconds_max
    if most.value is None or duration <= most.value + SLACK_S:
        return None, NOTHING, []
    lengths = {"duration_s": duration, "limit_s": most.value}
    if role is Role.UNBOXING:
        return None, Sentence("clip.unboxing-too-long", **lengths), []
    if cut_allowed is False or (cut_allowed is None and most.is_assumed):
        return None, Sentence("clip.kept-whole", **lengths, remark=most.remark), []
    span = best_segment(samples, duration, most.value - SLACK_S)
    return span, NOTHING, [Sentence("clip.part-chosen", **lengths, spans_s=[span])]


def _needs(probe: VideoProbe, size_bytes: int, profile: Profile) -> list[Sentence]:
    """Why the pictures have to be encoded anew; empty where they need not."""
    found = []
    if probe.codec != "h264" or probe.pixel_format not in {"yuv420p", "yuvj420p"}:
        found.append(Sentence("clip.codec", codec=probe.codec))
    if probe.packets.hidden:
        found.append(Sentence("clip.hidden-pictures"))
    if probe.is_sequential:
        found.append(Sentence("clip.times"))
    if probe.transfer:
        found.append(Sentence("clip.hdr"))
    if probe.audio_codec not in {"", "aac", "mp3"}:
        found.append(Sentence("clip.sound", codec=probe.audio_codec))
    limit = profile.video_bytes_max
    if limit.value is not None and size_bytes > limit.value:
        found.append(
            Sentence(
                "clip.too-large",
                size_bytes=size_bytes,
                limit_bytes=limit.value,
                remark=limit.remark,
            )
        )
    side = profile.video_long_side_max_px.value
    if side is not None and max(probe.width_px, probe.height_px) > side:
        found.append(Sentence("clip.too-wide", limit_px=side))
    return found


def _extension(probe: VideoProbe) -> str:
    """``mp4`` where the container is one by its own brand, else what ffmpeg calls it."""
    brand = (probe.tag("major_brand") or "").strip().lower()
    if probe.container == "mov" and brand and brand not in {"qt"}:
        return "mp4" if not brand.startswith("3g") else "3gp"
    return probe.container


def _encoding(
    probe: VideoProbe,
    size_bytes: int,
    profile: Profile,
    span: Span | None,
    question: Sentence,
    reasons: list[Sentence],
) -> ClipPlan:
    """Size, rate and bits: never above the source."""
    whole_s = max(0.1, probe.duration_s)
    seconds = max(0.1, span[1] - span[0]) if span else whole_s
    limit = profile.video_bytes_max.value
    source_bytes = size_bytes * seconds / whole_s
    bytes_max = int(min(source_bytes, limit if limit is not None else source_bytes))
    total_bps = AIM_RATIO * bytes_max * 8 / seconds
    audio_bps = min(AUDIO_BPS, int(0.12 * total_bps)) // 1000 * 1000 if probe.audio_codec else 0
    frames_per_s = min(120.0, float(probe.frame_rate) or 25.0)
    video_bps = max(16_000, int(total_bps - audio_bps - 16 * 8 * frames_per_s))
    rate: Fraction | None = None
    long_side = max(probe.width_px, probe.height_px)
    side_max = profile.video_long_side_max_px.value or long_side
    if limit is not None and source_bytes > limit:
        if frames_per_s > 45 and _bits(video_bps, probe, long_side, frames_per_s) < (
            LEAST_BITS_PER_PIXEL
        ):
            rate, frames_per_s = probe.frame_rate / 2, frames_per_s / 2
            reasons.append(Sentence("clip.half-the-rate"))
        sides = [long_side, *(side for side in LONG_SIDES_PX if side < long_side)]
        long_side = next(
            (
                side
                for side in sides
                if _bits(video_bps, probe, side, frames_per_s) >= LEAST_BITS_PER_PIXEL
            ),
            sides[-1],
        )
    long_side = min(long_side, side_max)
    width, height = even_size(probe.width_px, probe.height_px, long_side)
    return ClipPlan(
        way=Way.ENCODE,
        reasons=tuple(reasons),
        span_s=span,
        open_question=question,
        width_px=width,
        height_px=height,
        frame_rate=rate,
        video_bps=video_bps,
        audio_bps=audio_bps,
        two_passes=limit is not None and source_bytes > limit,
        bytes_max=limit,
    )


def plan_encoding(probe: VideoProbe, size_bytes: int, plan: ClipPlan) -> ClipPlan:
    """The same plan, but encoded: for a clip that could not be remuxed."""
    profile = Profile(name="", title="", video_bytes_max=Sourced(plan.bytes_max))
    reasons = [*plan.reasons, Sentence("clip.not-remuxed")]
    return _encoding(probe, size_bytes, profile, None, plan.open_question, reasons)


def _bits(video_bps: int, probe: VideoProbe, long_side: int, frames_per_s: float) -> float:
    """Bits per pixel and frame at a long side."""
    share = long_side / max(probe.width_px, probe.height_px)
    return video_bps / (probe.width_px * probe.height_px * share * share * frames_per_s)


def even_size(width_px: int, height_px: int, long_side_px: int) -> tuple[int, int]:
    """The size with this long side at most, both sides even as H.264 4:2:0 wants, at least 2."""
    share = min(1.0, long_side_px / max(width_px, height_px))
    return (
        max(2, int(width_px * share) // 2 * 2),
        max(2, int(height_px * share) // 2 * 2),
    )
