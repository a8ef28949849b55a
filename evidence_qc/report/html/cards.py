"""One file as a card: everything that is shown of it, ready for a template or a web page."""

from __future__ import annotations

from dataclasses import dataclass

from evidence_qc.language import NOTHING, Sentence
from evidence_qc.language.durations import clock
from evidence_qc.model import FileFacts, FileReport, Finding, Media, Severity, VideoFacts
from evidence_qc.report.html.heat import heat_picture
from evidence_qc.report.html.histogram import Histogram, histogram_of
from evidence_qc.report.html.measures import Row, file_rows, measurement_rows
from evidence_qc.report.html.pictures import Picture, PictureSource, reduced
from evidence_qc.report.html.timeline import Timeline, timeline_of
from evidence_qc.report.phrases import (
    clear_word,
    main_finding,
    size,
    verdict_word,
    when,
    whole_points,
)
from evidence_qc.report.text import printable

FRAMES_MAX = 3
FRAME_PX = 240
SHORT_S = 20.0
"""In shorter clips frames are told apart by tenths of a second."""


@dataclass(frozen=True, slots=True)
class FindingView:
    """One finding in words."""

    rule: str
    severity: Sentence
    message: Sentence
    advice: Sentence
    when: Sentence
    """Passages of play time; empty for a photo."""
    compared: Sentence
    """What was measured against what; empty where there is no number."""


@dataclass(frozen=True, slots=True)
class FrameView:
    """One of the best frames of a video."""

    time: str
    score: str
    picture: Picture | None
    reason: Sentence


@dataclass(frozen=True, slots=True)
class Card:
    """One file of the report."""

    anchor: str
    path: str
    folder: str
    """Everything before the name, with its slash; may be empty."""
    name: str
    media: str
    verdict: str
    verdict_word: Sentence
    message: Sentence
    """The one fault that matters, or that there is none."""
    advice: Sentence
    when: Sentence
    others: tuple[FindingView, ...]
    """All findings but the main one."""
    findings: tuple[FindingView, ...]
    score: str
    facts: tuple[str, ...]
    """Size, date and the like, each a few words."""
    rows: tuple[Row, ...]
    sha256: str
    picture: Picture | None
    heat: Picture | None
    histogram: Histogram | None
    timeline: Timeline | None
    frames: tuple[FrameView, ...]
    alt: Sentence


def anchor_of(number: int) -> str:
    """The address of a card inside the page."""
    return f"file-{number}"


def card_of(file: FileReport, number: int, pictures: PictureSource) -> Card:
    """The card of one file; reads its pictures, so it is worth a thread."""
    facts = file.facts
    folder, slash, name = printable(facts.path).rpartition("/")
    main = main_finding(file)
    views = tuple(finding_view(finding) for finding in file.findings)
    picture, frames = _pictures(file, pictures)
    return Card(
        anchor=anchor_of(number),
        path=printable(facts.path),
        folder=folder + slash,
        name=name or printable(facts.path),
        media=facts.media.value,
        verdict=file.verdict.value,
        verdict_word=verdict_word(file.verdict),
        message=main.message if main else clear_word(),
        advice=main.advice if main else NOTHING,
        when=when(main) if main else NOTHING,
        others=tuple(
            view for finding, view in zip(file.findings, views, strict=True) if finding is not main
        ),
        findings=views,
        score="" if file.score is None else whole_points(file.score),
        facts=_facts(facts),
        rows=file_rows(facts) + measurement_rows(facts.picture),
        sha256=facts.sha256,
        picture=picture,
        heat=heat_picture(facts.heatmap) if facts.heatmap and picture else None,
        histogram=histogram_of(facts.picture),
        timeline=timeline_of(file),
        frames=frames,
        alt=_alt(facts, name),
    )


def finding_view(finding: Finding) -> FindingView:
    """A finding in words."""
    return FindingView(
        rule=finding.rule,
        severity=Sentence(f"severity.{finding.severity.value}"),
        message=finding.message,
        advice=finding.advice,
        when=when(finding, at_most=8),
        compared=_compared(finding),
    )


def _compared(finding: Finding) -> Sentence:
    if finding.measured is None:
        return NOTHING
    unit = f" {finding.unit}" if finding.unit else ""
    measured = f"{_figure(finding.measured)}{unit}"
    if finding.limit is None or finding.severity is Severity.NOTE:
        return Sentence("html.measured", measured=measured)
    return Sentence("html.compared", measured=measured, limit=_figure(finding.limit))


def _figure(value: float | str) -> str:
    return value if isinstance(value, str) else f"{value:.4g}"


def _pictures(
    file: FileReport, pictures: PictureSource
) -> tuple[Picture | None, tuple[FrameView, ...]]:
    """The picture of a card and, for a video, its best frames, small."""
    video = file.facts.video
    if video is None:
        is_photo = file.facts.media is Media.PHOTO
        return (pictures.thumbnail(file.facts) if is_photo else None), ()
    best = video.best_frames[:FRAMES_MAX]
    if not best:
        return pictures.frame(file.facts, video.duration_s / 2), ()
    pictures_seen = [pictures.frame(file.facts, frame.time_s) for frame in best]
    views = tuple(
        FrameView(
            _time(frame.time_s, video),
            whole_points(frame.score),
            picture and reduced(picture.data, FRAME_PX),
            frame.reason,
        )
        for frame, picture in zip(best, pictures_seen, strict=True)
    )
    return pictures_seen[0], views


def _time(time_s: float, video: VideoFacts) -> str:
    if video.duration_s >= SHORT_S:
        return clock(time_s)
    return Sentence("html.seconds", time_s=time_s)


def _facts(facts: FileFacts) -> tuple[str, ...]:
    parts: list[str] = []
    if facts.video is not None:
        parts.append(clock(facts.video.duration_s))
    if facts.width_px and facts.height_px:
        parts.append(f"{facts.width_px} × {facts.height_px}")
    if facts.size_bytes:
        parts.append(size(facts.size_bytes))
    if facts.metadata.captured_at:
        parts.append(printable(facts.metadata.captured_at[:16].replace("T", " ")))
    return tuple(parts)


def _alt(facts: FileFacts, name: str) -> Sentence:
    if facts.video is not None and facts.video.best_frames:
        time = clock(facts.video.best_frames[0].time_s)
        return Sentence("html.alt-frame", name=name, time=time)
    return Sentence("html.alt-clip" if facts.video is not None else "html.alt-photo", name=name)
