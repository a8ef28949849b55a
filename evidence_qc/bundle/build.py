"""Builds a bundle: plan, photos, clip, texts, originals, report, seal; whole or absent."""

from __future__ import annotations

import os
from datetime import UTC, date, datetime
from pathlib import Path

from evidence_qc.bundle.archive import EPOCH, write_zip
from evidence_qc.bundle.check import check_built
from evidence_qc.bundle.decisions import Decisions, decide
from evidence_qc.bundle.document.write import write_document
from evidence_qc.bundle.earlier import Earlier, read_earlier
from evidence_qc.bundle.manifest import Output, manifest, to_bytes
from evidence_qc.bundle.parts import (
    copy_originals,
    write_clip,
    write_photos,
    write_reports,
    write_texts,
)
from evidence_qc.bundle.seal import files_below, write_sums
from evidence_qc.bundle.staging import check_target, publish, staging, tidy
from evidence_qc.bundle.types import MANIFEST, BundleOptions, BundleResult, MediaTools
from evidence_qc.language import Sentence
from evidence_qc.model import Case, Profile, Report
from evidence_qc.plan.deadlines import passed_notes
from evidence_qc.runtime.progress import Progress, Silent


def build_bundle(
    report: Report,
    case: Case,
    profile: Profile,
    out: Path,
    *,
    tools: MediaTools,
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
    tidy(out)
    check_target(out, force=options.force)
    earlier = read_earlier(options.after) if options.after else Earlier()
    decisions = decide(report, case, profile, options, earlier)
    with staging(out, force=options.force) as folder:
        # First of all: from here on the originals may change, what is drawn is what is sealed.
        names = copy_originals(decisions, folder, tools, progress)
        photos, drawn_weak = write_photos(decisions, folder, names, tools, progress)
        clip, clip_weak = write_clip(decisions, folder, names, tools, progress)
        built = [*photos, *clip]
        weak = (*decisions.weak, *drawn_weak, *clip_weak)
        weak += check_built(folder, built, profile, tools.rescan, progress)
        document, document_weak = write_document(decisions, folder, photos, progress)
        weak += document_weak
        built += document
        outputs = [*built, *write_texts(decisions, folder, built, weak)]
        outputs += write_reports(decisions, folder, names, tools, progress)
        seal = _seal(decisions, folder, names, outputs, weak)
        files = files_below(folder)
        _publish(decisions, folder, out)
    return BundleResult(
        path=out,
        plan=decisions.plan,
        statement=decisions.statement.text,
        statement_lines=decisions.statement.lines,
        seal=seal,
        weak_points=weak,
        advice=_advice(decisions, weak),
        retake_first=decisions.retake_first,
        files=files,
    )


def _advice(decisions: Decisions, weak: tuple[Sentence, ...]) -> tuple[Sentence, ...]:
    """About the words, what was assumed, and what an archive holds."""
    advice = (
        *decisions.statement.advice,
        *(note for note in decisions.plan.notes if note not in weak),
    )
    if decisions.checklist.open:
        advice += (Sentence("asked.still-open", shots=decisions.checklist.open),)
    advice += passed_notes(decisions.profile, decisions.options.known_days, decisions.day)
    if decisions.options.as_zip:
        advice += (Sentence("note.archive-of-originals"),)
    return advice


def _seal(
    decisions: Decisions,
    folder: Path,
    names: dict[str, str],
    outputs: list[Output],
    weak: tuple[Sentence, ...],
) -> str:
    """Write the manifest and SHA256SUMS; returns the seal."""
    document = manifest(decisions, names, outputs, weak)
    (folder / MANIFEST).write_bytes(to_bytes(document))
    known = {
        names[f.facts.path]: f.facts.sha256 for f in decisions.report.files if f.facts.path in names
    }
    known |= {output.path: output.sha256 for output in outputs}
    return write_sums(folder, known)


def _publish(decisions: Decisions, folder: Path, out: Path) -> None:
    _set_times(folder, decisions.day)
    if not decisions.options.as_zip:
        publish(folder, out, force=decisions.options.force)
        return
    archive = folder.parent / "archive.zip"
    write_zip(folder, archive, name=out.stem or "bundle", day=decisions.day)
    publish(archive, out, force=decisions.options.force)


def _set_times(folder: Path, day: date | None) -> None:
    """One date on everything: a bundle tells nothing of when it was made."""
    day = day or EPOCH
    stamp = datetime(day.year, day.month, day.day, 12, tzinfo=UTC).timestamp()
    for name in files_below(folder):
        os.utime(folder / name, (stamp, stamp))
