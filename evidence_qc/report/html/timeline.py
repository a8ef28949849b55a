"""A video along its play time: which parts can be used, how good they are, the best frames."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from evidence_qc.language import NOTHING, Sentence
from evidence_qc.language.durations import clock
from evidence_qc.model import FileReport, Finding, FrameSample, Severity

CURVE_WIDTH = 1000
CURVE_HEIGHT = 100
CURVE_POINTS = 240


@dataclass(frozen=True, slots=True)
class Passage:
    """One coloured part of the strip."""

    start_percent: float
    width_percent: float
    verdict: str
    """``borderline`` or ``reject``."""
    title: Sentence


@dataclass(frozen=True, slots=True)
class Marker:
    """A point of the strip."""

    at_percent: float
    title: Sentence


@dataclass(frozen=True, slots=True)
class Timeline:
    """Everything that the strip draws, in percent of the play time."""

    end: str
    middle: str
    passages: tuple[Passage, ...]
    best: tuple[Marker, ...]
    cuts: tuple[Marker, ...]
    curve: str
    """SVG path of the score over a box of 1000 × 100; empty without samples."""
    spoken: Sentence
    """The same in words."""

    @property
    def verdicts(self) -> frozenset[str]:
        """The colours that the strip needs beside that of usable parts."""
        return frozenset(passage.verdict for passage in self.passages)


def timeline_of(file: FileReport) -> Timeline | None:
    """The strip of a video; None for everything else and for a clip without length."""
    video = file.facts.video
    if video is None or video.duration_s <= 0:
        return None
    length = video.duration_s
    faults = [
        finding
        for finding in file.findings
        if finding.spans_s and finding.severity is not Severity.NOTE
    ]
    faults.sort(key=lambda finding: finding.severity.rank)  # the worst is drawn last, on top
    return Timeline(
        end=clock(length),
        middle=clock(length / 2),
        passages=tuple(part for finding in faults for part in _passages(finding, length)),
        best=tuple(
            Marker(
                _percent(frame.time_s, length),
                Sentence("html.best-frame-at", time=clock(frame.time_s)),
            )
            for frame in video.best_frames
        ),
        cuts=tuple(
            Marker(_percent(time_s, length), Sentence("html.cut-at", time=clock(time_s)))
            for time_s in video.cut_times_s
        ),
        curve=_curve(video.samples, length),
        spoken=_spoken(file, length, faults),
    )


def _passages(finding: Finding, length: float) -> list[Passage]:
    verdict = "reject" if finding.severity is Severity.REJECT else "borderline"
    result = []
    for start, end in finding.spans_s or ():
        left, right = _percent(start, length), _percent(end, length)
        title = Sentence("html.passage", start=clock(start), end=clock(end), fault=finding.message)
        result.append(Passage(left, round(max(right - left, 0.4), 2), verdict, title))
    return result


def _percent(time_s: float, length: float) -> float:
    return round(100 * min(max(time_s / length, 0.0), 1.0), 2)


def _curve(samples: Sequence[FrameSample], length: float) -> str:
    if len(samples) < 2:
        return ""
    step = -(-len(samples) // CURVE_POINTS)
    points = [
        (
            round(CURVE_WIDTH * min(max(sample.time_s / length, 0.0), 1.0)),
            round(CURVE_HEIGHT * (1 - min(max(sample.score, 0.0), 100.0) / 100)),
        )
        for sample in samples[::step]
    ]
    line = "L".join(f"{x} {y}" for x, y in points)
    return f"M{points[0][0]} {CURVE_HEIGHT}L{line}L{points[-1][0]} {CURVE_HEIGHT}Z"


def _spoken(file: FileReport, length: float, faults: Sequence[Finding]) -> Sentence:
    parts = [part.title for finding in faults for part in _passages(finding, length)]
    video = file.facts.video
    times = [clock(frame.time_s) for frame in video.best_frames] if video else []
    return Sentence(
        "html.timeline",
        length=clock(length),
        parts=parts or [Sentence("html.no-fault")],
        best=Sentence("html.best-frames-at", times=times) if times else NOTHING,
    )
