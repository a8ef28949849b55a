"""Tools that need no pixels: they write a few bytes that depend on what was asked."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any, BinaryIO

from evidence_qc.bundle.types import DrawnPhoto, MadeClip, MediaTools, SourceUse
from evidence_qc.media.files.digest import sha256
from evidence_qc.model import (
    DisputeWindow,
    FileFacts,
    FileReport,
    Profile,
    ProfileRef,
    Report,
    SlotPlan,
    Sourced,
    Tile,
    ToolInfo,
    VideoPlan,
)

PROFILE = Profile(
    name="test",
    title="Test Market",
    sha256="0" * 64,
    photos_max=Sourced(3, confidence="O"),
    videos_max=Sourced(1, confidence="O"),
    photo_bytes_max=Sourced(1000, confidence="O"),
    windows=(DisputeWindow("Last day to open", "receipt", 15.0, "open it"),),
    advice=("Say the main problem first.", "Keep the parcel."),
)


def content_of(facts: FileFacts) -> bytes:
    """What a file that does not exist holds."""
    return f"content of {facts.path}".encode()


def report_of(files: list[FileReport]) -> Report:
    """A report whose digests fit ``content_of``."""
    whole = tuple(
        replace(f, facts=replace(f.facts, sha256=sha256(content_of(f.facts)))) for f in files
    )
    return Report(ToolInfo("evidence-qc", "0"), ProfileRef("test", "0" * 64), whole)


def draw_slot(slot: SlotPlan, load: Callable[[Tile], Any], profile: Profile) -> DrawnPhoto:
    pixels = [load(tile) for tile in slot.tiles]
    return DrawnPhoto(
        data=repr((slot, pixels)).encode()[:900],
        width_px=100,
        height_px=200,
        encoder=(("format", "none"),),
        sources=tuple(
            SourceUse(t.path, t.label, t.time_s, t.claims, "", (("upright", True),))
            for t in slot.tiles
        ),
    )


def make_clip(
    plan: VideoPlan, facts: FileFacts, source_fs: str, target: Path, profile: Profile
) -> MadeClip:
    target.write_bytes(b"clip of " + facts.path.encode())
    return MadeClip(duration_s=12.0, method="copy")


def load_tile(facts: FileFacts, source_fs: str, time_s: float | None) -> tuple[bytes, float | None]:
    return Path(source_fs).read_bytes(), time_s


def open_original(facts: FileFacts) -> BinaryIO:
    return io.BytesIO(content_of(facts))


def write_reports(report: Report, folder: Path, *, language: str) -> None:
    for file in report.files:
        assert (folder / file.facts.path).is_file()
    document = {
        "files": [f.facts.path for f in report.files],
        "slots": [[t.path for t in s.tiles] for s in report.plan.slots] if report.plan else [],
        "statement": report.statement,
    }
    (folder / "report.json").write_text(json.dumps(document), encoding="utf-8")
    (folder / "report.html").write_text("<p>", encoding="utf-8")


TOOLS = MediaTools(
    draw_slot=draw_slot,
    make_clip=make_clip,
    load_tile=load_tile,  # type: ignore[arg-type]
    open_original=open_original,
    write_reports=write_reports,
)
