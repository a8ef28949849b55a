"""The parts of a bundle, each written into the staging folder and noted for the manifest."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from evidence_qc.bundle.decisions import Decisions
from evidence_qc.bundle.manifest import Output
from evidence_qc.bundle.original_names import original_names
from evidence_qc.bundle.originals import copy_original
from evidence_qc.bundle.relocate import relocate
from evidence_qc.bundle.seal import files_below
from evidence_qc.bundle.types import STATEMENT, SUBMIT, UPLOAD, MediaTools, Pixels, SourceUse
from evidence_qc.bundle.upload_text import ToRead, upload_text
from evidence_qc.errors import CannotFitError
from evidence_qc.language import NOTHING, Sentence
from evidence_qc.media.files.digest import sha256, sha256_file
from evidence_qc.model import Tile
from evidence_qc.runtime.progress import Progress


def write_photos(
    decisions: Decisions,
    folder: Path,
    names: Mapping[str, str],
    tools: MediaTools,
    progress: Progress,
) -> tuple[list[Output], tuple[Sentence, ...]]:
    """Draw and encode every slot; returns what was written and what is weak about it.

    Only the copies are read (``names``): what is drawn is what is sealed, whatever happens to the
    originals meanwhile.
    """
    (folder / SUBMIT).mkdir()
    facts = decisions.facts

    def load(tile: Tile) -> Pixels:
        return tools.load_tile(facts[tile.path], str(folder / names[tile.path]), tile.time_s)

    progress.start(Sentence("progress.photos"), len(decisions.plan.slots))
    outputs: list[Output] = []
    weak: list[Sentence] = []
    for slot in decisions.plan.slots:
        drawn = tools.draw_slot(slot, load, decisions.profile)
        name = f"{SUBMIT}/{slot.number}.jpg"
        (folder / name).write_bytes(drawn.data)
        outputs.append(
            Output(
                path=name,
                sha256=sha256(drawn.data),
                size_bytes=len(drawn.data),
                sources=drawn.sources,
                width_px=drawn.width_px,
                height_px=drawn.height_px,
                encoder=drawn.encoder,
            )
        )
        weak += _named(f"{slot.number}.jpg", drawn.weak_points)
        progress.advance()
    return outputs, tuple(weak)


def write_clip(
    decisions: Decisions,
    folder: Path,
    names: Mapping[str, str],
    tools: MediaTools,
    progress: Progress,
) -> tuple[list[Output], tuple[Sentence, ...]]:
    """Write the clip of the plan, if there is one, from the copy of its video.

    One that cannot be made is a weak point: no reason to have no photos either.
    """
    clip = decisions.plan.video
    if clip is None:
        return [], ()
    progress.start(Sentence("progress.video"), None)
    facts = decisions.facts[clip.path]
    target = folder / SUBMIT / "video.mp4"
    source_fs = str(folder / names[clip.path])
    try:
        made = tools.make_clip(clip, facts, source_fs, target, decisions.profile)
    except CannotFitError as error:
        progress.advance()
        fault, advice = error.message, error.remedy or NOTHING
        return [], (Sentence("weak.no-clip", path=clip.path, fault=fault, advice=advice),)
    source = SourceUse(
        path=clip.path,
        time_s=made.start_s,
        claims=clip.claims,
        transform=(("method", made.method), ("duration_s", round(made.duration_s, 3))),
    )
    output = Output(
        path=f"{SUBMIT}/video.mp4",
        sha256=sha256_file(str(target)),
        size_bytes=target.stat().st_size,
        sources=(source,),
        width_px=made.width_px,
        height_px=made.height_px,
        duration_s=round(made.duration_s, 3),
        encoder=made.encoder,
    )
    progress.advance()
    return [output], tuple(_named("video.mp4", made.weak_points))


def _named(name: str, points: Sequence[Sentence]) -> list[Sentence]:
    return [Sentence("weak.of-file", name=name, point=point) for point in points]


def write_texts(
    decisions: Decisions, folder: Path, built: list[Output], weak: tuple[Sentence, ...]
) -> list[Output]:
    """Write the statement and UPLOAD.txt."""
    upload = upload_text(
        decisions.plan,
        decisions.profile,
        ToRead(
            decisions.statement.text,
            outputs=[Path(output.path).name for output in built],
            lines=decisions.statement.lines,
            events=decisions.options.known_days,
            day=decisions.day,
            weak_points=weak,
            advice=decisions.statement.advice,
            retake_first=decisions.retake_first,
            asked=decisions.checklist.lines,
        ),
        decisions.options.language,
    )
    return [
        _written(folder, STATEMENT, decisions.statement.text.encode()),
        _written(folder, UPLOAD, upload.encode()),
    ]


def copy_originals(
    decisions: Decisions, folder: Path, tools: MediaTools, progress: Progress
) -> dict[str, str]:
    """Report path → name in the bundle, for every readable file that was not excluded."""
    wanted = [f.facts for f in decisions.report.files if f.facts.sha256]
    wanted = [facts for facts in wanted if facts.path not in decisions.case.excluded]
    names = original_names([facts.path for facts in wanted])
    progress.start(Sentence("progress.originals"), len(wanted))
    for facts in wanted:
        copy_original(facts, tools.open_original, folder / names[facts.path])
        progress.advance()
    return names


def write_reports(
    decisions: Decisions, folder: Path, names: dict[str, str], tools: MediaTools, progress: Progress
) -> list[Output]:
    """Write the report with paths as they are in the bundle; excluded files stay out of it."""
    if tools.write_reports is None:
        return []
    progress.start(Sentence("progress.report"), None)
    before = set(files_below(folder))
    kept = tuple(f for f in decisions.report.files if f.facts.path not in decisions.case.excluded)
    whole = replace(
        decisions.report,
        files=kept,
        plan=decisions.plan,
        statement=decisions.statement.text,
        statement_lines=decisions.statement.lines,
    )
    tools.write_reports(relocate(whole, names), folder, language=decisions.options.language)
    return [_noted(folder, name) for name in files_below(folder) if name not in before]


def _written(folder: Path, name: str, data: bytes) -> Output:
    (folder / name).write_bytes(data)
    return Output(path=name, sha256=sha256(data), size_bytes=len(data))


def _noted(folder: Path, name: str) -> Output:
    path = folder / name
    return Output(path=name, sha256=sha256_file(str(path)), size_bytes=path.stat().st_size)
