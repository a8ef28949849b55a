"""What will be uploaded, and what not: the plan of a bundle ready for the template."""

from __future__ import annotations

from dataclasses import dataclass

from evidence_qc.language import NOTHING, Sentence
from evidence_qc.language.durations import clock
from evidence_qc.model import FileFacts, Report, Tile, VideoPlan
from evidence_qc.report.html.cards import anchor_of
from evidence_qc.report.html.pictures import Picture, PictureSource
from evidence_qc.report.text import printable, printable_lines


@dataclass(frozen=True, slots=True)
class TileView:
    """One tile of a slot in words."""

    label: str
    caption: str
    source: str
    """The file it shows, and when, for a frame."""
    anchor: str


@dataclass(frozen=True, slots=True)
class SlotView:
    """One slot as it will look."""

    title: str
    picture: Picture | None
    tiles: tuple[TileView, ...]
    alt: Sentence


@dataclass(frozen=True, slots=True)
class LeftOutView:
    """One file that stays at home, and why."""

    name: str
    anchor: str
    reason: Sentence
    change: Sentence


@dataclass(frozen=True, slots=True)
class PlanView:
    """Everything that is uploaded, and what is not."""

    slots: tuple[SlotView, ...]
    video: str
    video_reason: Sentence
    video_anchor: str
    video_picture: Picture | None
    video_alt: Sentence
    statement: str
    translation: tuple[Sentence, ...]
    """Of the statement, line by line; empty for the user's own words."""
    left_out: tuple[LeftOutView, ...]
    notes: tuple[Sentence, ...]


def plan_view(report: Report, pictures: PictureSource) -> PlanView | None:
    """None before a bundle is planned."""
    plan = report.plan
    if plan is None:
        return None
    anchors = {file.facts.path: anchor_of(number) for number, file in enumerate(report.files)}
    moment = _moment(plan.video, report) if plan.video else None
    return PlanView(
        slots=tuple(
            SlotView(
                title=f"{slot.number}/{slot.total}" + (f"  {slot.title}" if slot.title else ""),
                picture=pictures.slot(slot.number),
                tiles=tuple(_tile(tile, anchors) for tile in slot.tiles),
                alt=Sentence(
                    "html.slot",
                    number=slot.number,
                    all=slot.total,
                    tiles=[tile.label or printable(tile.path) for tile in slot.tiles],
                ),
            )
            for slot in plan.slots
        ),
        video=_video(plan.video) if plan.video else "",
        video_reason=plan.video.reason if plan.video else NOTHING,
        video_anchor=anchors.get(plan.video.path, "") if plan.video else "",
        video_picture=pictures.frame(*moment) if moment else None,
        video_alt=Sentence("html.video-at", time=clock(moment[1])) if moment else NOTHING,
        statement=printable_lines(report.statement.rstrip("\n")),
        translation=report.statement_lines,
        left_out=tuple(
            LeftOutView(
                printable(item.path),
                anchors.get(item.path, ""),
                item.reason,
                item.what_would_change_it,
            )
            for item in plan.left_out
        ),
        notes=plan.notes,
    )


def _tile(tile: Tile, anchors: dict[str, str]) -> TileView:
    caption = tile.caption_en or tile.caption
    if tile.caption_en and tile.caption and tile.caption != tile.caption_en:
        caption += f" ({tile.caption})"
    source: str = printable(tile.path)
    if tile.time_s is not None:
        source = Sentence("html.tile-at", path=source, time=clock(tile.time_s))
    if tile.detail_of:
        source = Sentence("html.tile-detail", source=source, label=tile.detail_of)
    return TileView(tile.label, printable(caption), source, anchors.get(tile.path, ""))


def _video(video: VideoPlan) -> str:
    path = printable(video.path)
    if video.is_whole:
        return path
    start = clock(video.start_s)
    if video.end_s is None:
        return Sentence("html.part-to-end", path=path, start=start)
    return Sentence("html.part", path=path, start=start, end=clock(video.end_s))


def _moment(video: VideoPlan, report: Report) -> tuple[FileFacts, float] | None:
    """The best frame of the part that is uploaded; None where none is known."""
    facts = next((f.facts for f in report.files if f.facts.path == video.path), None)
    if facts is None or facts.video is None:
        return None
    end_s = facts.video.duration_s if video.end_s is None else video.end_s
    inside = [frame for frame in facts.video.best_frames if video.start_s <= frame.time_s <= end_s]
    return (facts, max(inside, key=lambda frame: frame.score).time_s) if inside else None
