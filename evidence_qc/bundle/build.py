"""Builds a bundle: plan, photos, clip, texts, originals, report, seal; whole or absent."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path

from evidence_qc.bundle.archive import EPOCH, write_zip
from evidence_qc.bundle.check import check_built
from evidence_qc.bundle.earlier import Earlier, read_earlier
from evidence_qc.bundle.manifest import Output, manifest, to_bytes
from evidence_qc.bundle.names import original_names
from evidence_qc.bundle.originals import copy_original, source_path
from evidence_qc.bundle.relocate import relocate
from evidence_qc.bundle.seal import files_below, write_sums
from evidence_qc.bundle.types import (
    MANIFEST,
    STATEMENT,
    SUBMIT,
    UPLOAD,
    BundleOptions,
    BundleResult,
    Shown,
    Tools,
)
from evidence_qc.bundle.upload_text import upload_text
from evidence_qc.bundle.workplace import check_target, publish, workplace
from evidence_qc.case import PlanOptions, Statement, make_plan, summarise, weak_points
from evidence_qc.case import write_statement as words_for
from evidence_qc.errors import NoInputError
from evidence_qc.media.digest import sha256, sha256_file
from evidence_qc.model import Case, FileFacts, Plan, Profile, Report, Tile
from evidence_qc.runtime.progress import Progress, Silent


def build_bundle(
    report: Report,
    case: Case,
    profile: Profile,
    out: Path,
    *,
    tools: Tools,
    options: BundleOptions | None = None,
    progress: Progress | None = None,
) -> BundleResult:
    """Write the submission bundle for a scanned case.

    Args:
        report: The scan, with paths that can still be read.
        case: From ``load_case``.
        profile: What the platform takes.
        out: The folder to make, or with ``options.as_zip`` the archive.
        tools: What reads, draws, encodes and scans (``bundle.tools.default_tools``).
        options: Everything else that the user may say.
        progress: Is told of every step.

    Raises:
        CannotWriteError: ``out`` exists, cannot be written, or an original changed meanwhile.
        NoInputError: Nothing in the case can be shown.
        UsageError: ``options.after`` names no bundle.
    """
    options = options or BundleOptions()
    progress = progress or Silent()
    check_target(out, force=options.force)
    earlier = read_earlier(options.after) if options.after else Earlier()
    job = _plan(report, case, profile, options, earlier)
    with workplace(out, force=options.force) as folder:
        photos, drawn_weak = _write_photos(job, folder, tools, progress)
        clip, clip_weak = _write_clip(job, folder, tools, progress)
        built = [*photos, *clip]
        weak = (*job.weak, *drawn_weak, *clip_weak)
        weak += check_built(folder, built, profile, tools.rescan, progress)
        outputs = [*built, *_write_texts(job, folder, built, weak)]
        names = _copy_originals(job, folder, tools, progress)
        outputs += _write_reports(job, folder, names, tools, progress)
        seal = _seal(job, folder, names, outputs, weak)
        files = files_below(folder)
        _publish(job, folder, out)
    return BundleResult(
        path=out,
        plan=job.plan,
        statement=job.statement.text,
        seal=seal,
        weak_points=weak,
        advice=_advice(job, weak),
        retake_first=job.retake_first,
        files=files,
    )


def _advice(job: _Job, weak: tuple[str, ...]) -> tuple[str, ...]:
    """About the words, what was assumed, and what an archive holds."""
    advice = (*job.statement.advice, *(note for note in job.plan.notes if note not in weak))
    if job.options.as_zip:
        advice += (
            "The archive holds your originals with place and time in them: keep it, and upload "
            "only what is in its folder submit.",
        )
    return advice


@dataclass(frozen=True, slots=True)
class _Job:
    """Everything that is decided before anything is written."""

    report: Report
    case: Case
    profile: Profile
    options: BundleOptions
    earlier: Earlier
    plan: Plan
    statement: Statement
    weak: tuple[str, ...]
    retake_first: tuple[str, ...]
    day: date | None

    @property
    def facts(self) -> Mapping[str, FileFacts]:
        return {f.facts.path: f.facts for f in self.report.files}


def _plan(
    report: Report, case: Case, profile: Profile, options: BundleOptions, earlier: Earlier
) -> _Job:
    plan = make_plan(
        case,
        report.files,
        profile,
        PlanOptions(
            slots=options.slots,
            cut_s=options.cut_s,
            earlier=earlier.used,
            numbering=earlier.numbering,
        ),
    )
    if not plan.slots and plan.video is None:
        raise NoInputError(
            "None of the files can be shown, so there is nothing to submit.",
            "See why with: evidence-qc scan",
        )
    statement = words_for(
        case,
        plan,
        profile,
        report.files,
        request=options.request,
        numbering=earlier.numbering,
    )
    weak = weak_points(case, report.files, plan)
    if not statement.is_complete:
        weak += ("The text has gaps in square brackets: say what is wrong before you submit.",)
    summary = report.case or summarise(case, report.files, profile)
    return _Job(
        report=report,
        case=case,
        profile=profile,
        options=options,
        earlier=earlier,
        plan=plan,
        statement=statement,
        weak=weak,
        retake_first=summary.retake_first,
        day=options.day or newest_capture(f.facts for f in report.files),
    )


def newest_capture(files: Iterable[FileFacts]) -> date | None:
    """The day of the newest photo or clip, as its camera wrote it; None when none has a date."""
    days = []
    for facts in files:
        try:
            days.append(datetime.fromisoformat(facts.metadata.captured_at or "").date())
        except ValueError:
            continue
    return max(days, default=None)


def _write_photos(
    job: _Job, folder: Path, tools: Tools, progress: Progress
) -> tuple[list[Output], tuple[str, ...]]:
    (folder / SUBMIT).mkdir()
    facts = job.facts

    def load(tile: Tile):  # type: ignore[no-untyped-def]  # pixels, without importing numpy
        return tools.load_tile(facts[tile.path], tile.time_s)

    progress.start("Drawing photos", len(job.plan.slots))
    outputs: list[Output] = []
    weak: list[str] = []
    for slot in job.plan.slots:
        drawn = tools.draw_slot(slot, load, job.profile)
        name = f"{SUBMIT}/{slot.number}.jpg"
        (folder / name).write_bytes(drawn.data)
        outputs.append(
            Output(
                path=name,
                sha256=sha256(drawn.data),
                size_bytes=len(drawn.data),
                sources=drawn.shown,
                width_px=drawn.width_px,
                height_px=drawn.height_px,
                encoder=drawn.encoder,
            )
        )
        weak += [f"{slot.number}.jpg: {point}" for point in drawn.weak_points]
        progress.advance()
    return outputs, tuple(weak)


def _write_clip(
    job: _Job, folder: Path, tools: Tools, progress: Progress
) -> tuple[list[Output], tuple[str, ...]]:
    clip = job.plan.video
    if clip is None:
        return [], ()
    progress.start("Preparing the video", None)
    facts = job.facts[clip.path]
    target = folder / SUBMIT / "video.mp4"
    made = tools.make_clip(clip, facts, source_path(facts), target, job.profile)
    shown = Shown(
        path=clip.path,
        time_s=made.start_s,
        claims=clip.claims,
        transform=(("method", made.method), ("duration_s", round(made.duration_s, 3))),
    )
    output = Output(
        path=f"{SUBMIT}/video.mp4",
        sha256=sha256_file(str(target)),
        size_bytes=target.stat().st_size,
        sources=(shown,),
        width_px=made.width_px,
        height_px=made.height_px,
        duration_s=round(made.duration_s, 3),
        encoder=made.encoder,
    )
    progress.advance()
    return [output], tuple(f"video.mp4: {point}" for point in made.weak_points)


def _write_texts(
    job: _Job, folder: Path, built: list[Output], weak: tuple[str, ...]
) -> list[Output]:
    upload = upload_text(
        job.plan,
        job.profile,
        job.statement.text,
        outputs=[Path(output.path).name for output in built],
        received=job.options.received,
        weak_points=weak,
        advice=job.statement.advice,
        retake_first=job.retake_first,
    )
    return [
        _written(folder, STATEMENT, job.statement.text.encode()),
        _written(folder, UPLOAD, upload.encode()),
    ]


def _copy_originals(
    job: _Job, folder: Path, tools: Tools, progress: Progress
) -> dict[str, str]:
    """Report path → name in the bundle, for every readable file that was not excluded."""
    wanted = [f.facts for f in job.report.files if f.facts.sha256]
    wanted = [facts for facts in wanted if facts.path not in job.case.excluded]
    names = original_names([facts.path for facts in wanted])
    progress.start("Copying originals", len(wanted))
    for facts in wanted:
        copy_original(facts, tools.open_original, folder / names[facts.path])
        progress.advance()
    return names


def _write_reports(
    job: _Job, folder: Path, names: dict[str, str], tools: Tools, progress: Progress
) -> list[Output]:
    if tools.write_reports is None:
        return []
    progress.start("Writing the report", None)
    before = set(files_below(folder))
    kept = tuple(f for f in job.report.files if f.facts.path not in job.case.excluded)
    whole = replace(job.report, files=kept, plan=job.plan, statement=job.statement.text)
    tools.write_reports(relocate(whole, names), folder)
    return [_noted(folder, name) for name in files_below(folder) if name not in before]


def _seal(
    job: _Job,
    folder: Path,
    names: dict[str, str],
    outputs: list[Output],
    weak: tuple[str, ...],
) -> str:
    """Write the manifest and SHA256SUMS; returns the seal."""
    document = manifest(
        tool=job.report.tool,
        profile=job.report.profile,
        case=job.case,
        plan=job.plan,
        files=job.report.files,
        names=names,
        outputs=outputs,
        weak_points=weak,
        day=job.day,
        numbering=job.earlier.numbering,
        request=job.options.request,
        after=job.earlier.seal,
        used_before=sorted(job.earlier.used),
    )
    (folder / MANIFEST).write_bytes(to_bytes(document))
    known = {names[f.facts.path]: f.facts.sha256 for f in job.report.files if f.facts.path in names}
    known |= {output.path: output.sha256 for output in outputs}
    return write_sums(folder, known)


def _publish(job: _Job, folder: Path, out: Path) -> None:
    _set_times(folder, job.day)
    if not job.options.as_zip:
        publish(folder, out)
        return
    archive = folder.parent / "archive.zip"
    write_zip(folder, archive, name=out.stem or "bundle", day=job.day)
    publish(archive, out)


def _set_times(folder: Path, day: date | None) -> None:
    """One date on everything: a bundle tells nothing of when it was made."""
    day = day or EPOCH
    stamp = datetime(day.year, day.month, day.day, 12, tzinfo=UTC).timestamp()
    for name in files_below(folder):
        os.utime(folder / name, (stamp, stamp))


def _written(folder: Path, name: str, data: bytes) -> Output:
    (folder / name).write_bytes(data)
    return Output(path=name, sha256=sha256(data), size_bytes=len(data))


def _noted(folder: Path, name: str) -> Output:
    path = folder / name
    return Output(path=name, sha256=sha256_file(str(path)), size_bytes=path.stat().st_size)
