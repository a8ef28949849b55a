"""What a thread does for a request: the stages of the command line, on uploaded files."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from evidence_qc.bundle.frames import decode_frame
from evidence_qc.bundle.originals import source_path
from evidence_qc.bundle.types import BundleResult
from evidence_qc.errors import EvidenceQcError, NoInputError
from evidence_qc.model import FileFacts, Report
from evidence_qc.report.html import FilePictures, Gallery
from evidence_qc.report.phrases import headline
from evidence_qc.report.write import write_report
from evidence_qc.serve.desk import Desk
from evidence_qc.serve.jobs import Watch
from evidence_qc.serve.upload import Upload
from evidence_qc.serve.wishes import Wishes
from evidence_qc.stages.bundle import build_bundle
from evidence_qc.stages.check import check_paths
from evidence_qc.stages.page import write_page
from evidence_qc.stages.scan import scan_case
from evidence_qc.stages.workshop import Place

HEADER_BYTES_MAX = 6000
"""Servers and clients take 8 kB of headers at least; some of that is not ours."""


@dataclass(frozen=True, slots=True)
class Written:
    """A report as it goes to the client."""

    body: bytes
    headline: str


def report_on(
    desk: Desk, upload: Upload, wishes: Wishes, watch: Watch, *, verb: str, form: str
) -> Written:
    """The report of ``scan`` or ``check`` in a format."""
    wants_pictures = form == "html" or wishes.one("thumbnails") is not None
    gallery = desk.gallery if wants_pictures else None
    with _said_without(upload.root, len(upload.digests)):
        report = _report(desk, upload, wishes, watch, gallery=gallery, verb=verb)
    stream = io.StringIO()
    if form == "html":
        write_page(
            report, stream, jobs=desk.settings.jobs, gallery=desk.gallery, root=upload.root
        )
    else:
        if gallery:
            _keep_pictures(report, upload.root, gallery, watch)
        write_report(report, stream, form=form)
    return Written(stream.getvalue().encode("utf-8"), headline(report).text)


def _report(
    desk: Desk, upload: Upload, wishes: Wishes, watch: Watch, *, gallery: Gallery | None, verb: str
) -> Report:
    place = Place(upload.root, upload.digests)
    if verb == "check":
        return check_paths(
            ".",
            profile=wishes.profile(),
            jobs=desk.settings.jobs,
            progress=watch,
            place=place,
            workshop=desk.workshop,
        ).report
    report, _ = scan_case(
        ".",
        profile=wishes.profile(),
        case_options=wishes.case_options(),
        jobs=desk.settings.jobs,
        progress=watch,
        thumbnails=gallery,
        place=place,
        workshop=desk.workshop,
    )
    return report


def bundle_of(desk: Desk, upload: Upload, wishes: Wishes, watch: Watch) -> BundleResult:
    """The archive to submit, beside the folder of the upload."""
    with _said_without(upload.root, len(upload.digests)):
        return build_bundle(
            ".",
            upload.root.parent / "bundle.zip",
            profile=wishes.profile(),
            case_options=wishes.case_options(),
            options=wishes.bundle_options(),
            jobs=desk.settings.jobs,
            progress=watch,
            place=Place(upload.root, upload.digests),
            workshop=desk.workshop,
        )


def told(result: BundleResult) -> str:
    """What the command prints of a bundle, as JSON that fits into a header.

    Texts that would not fit are cut off at the end; all of them stand in the bundle's UPLOAD.txt.
    """
    lists = {
        "weak_points": list(result.weak_points),
        "retake_first": list(result.retake_first),
        "advice": list(result.advice),
    }
    while True:
        text = json.dumps({"ready": result.is_ready, "seal": result.seal, **lists})
        longest = max(lists.values(), key=len)
        if len(text) <= HEADER_BYTES_MAX or not longest:
            return text
        longest.pop()


def _keep_pictures(report: Report, root: Path, gallery: Gallery, watch: Watch) -> None:
    """A small picture of every file that can be shown; most photos have theirs from the scan."""
    pictures = FilePictures(root=root, gallery=gallery)
    watch.start("Making small pictures", len(report.files))
    for file in report.files:
        facts = file.facts
        if facts.video is None:
            pictures.thumbnail(facts)
        elif gallery.get(facts.sha256) is None:
            _keep_frame(facts, root, gallery)
        watch.advance()


def _keep_frame(facts: FileFacts, root: Path, gallery: Gallery) -> None:
    assert facts.video is not None
    best = facts.video.best_frames
    time_s = best[0].time_s if best else facts.video.duration_s / 2
    try:
        gallery.put(facts.sha256, decode_frame(source_path(facts, root), time_s))
    except EvidenceQcError:
        return


@contextmanager
def _said_without(root: Path, files: int) -> Iterator[None]:
    """Errors do not tell where the server keeps its files, and speak of the upload."""
    try:
        yield
    except NoInputError as error:
        what = "The file is" if files == 1 else f"None of the {files} files is"
        raise NoInputError(
            f"{what} {'no' if files == 1 else 'a'} photo or video that can be shown.",
            "Send JPEG, HEIC, PNG, WebP or AVIF photos, or MP4 or MOV videos.",
        ) from error
    except EvidenceQcError as error:
        hide = partial(_hidden, root=root)
        error.message = hide(error.message)
        error.remedy = error.remedy and hide(error.remedy)
        raise


def _hidden(text: str, root: Path) -> str:
    for folder in (root, root.parent, root.parent.parent):
        for shown in (str(folder), folder.as_posix()):
            text = text.replace(f"{shown}/", "").replace(f"{shown}\\", "").replace(shown, ".")
    return text
