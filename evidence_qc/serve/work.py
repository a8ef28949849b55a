"""What a thread does for a request: the stages of the command line, on uploaded files."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from evidence_qc.bundle.types import BundleResult
from evidence_qc.errors import EvidenceQcError, NoInputError
from evidence_qc.language import ENGLISH, Sentence, Value
from evidence_qc.media.files.originals import source_path
from evidence_qc.media.formats.identify import HEAD_BYTES, identify
from evidence_qc.media.video.still import decode_frame
from evidence_qc.model import FileFacts, Media, Profile, Report
from evidence_qc.report.html import FilePictures, ThumbnailCache
from evidence_qc.report.localise import json_in_language
from evidence_qc.report.phrases import headline
from evidence_qc.report.write import write_report
from evidence_qc.runtime.workers import Workers
from evidence_qc.serve.error_responses import CaseFilesError
from evidence_qc.serve.jobs import Watch
from evidence_qc.serve.parameters import RequestParameters
from evidence_qc.serve.state import AppState
from evidence_qc.serve.upload import Upload
from evidence_qc.stages.bundle import bundle_case
from evidence_qc.stages.check import check_paths
from evidence_qc.stages.context import CaseInput, ScanContext
from evidence_qc.stages.page import write_page
from evidence_qc.stages.resources import SourceRoot
from evidence_qc.stages.scan import scan_case

SHORT_FILES_MAX = 4
HEADER_BYTES_MAX = 6000
"""Servers and clients take 8 kB of headers at least; some of that is not ours."""


@dataclass(frozen=True, slots=True)
class Written:
    """A report as it goes to the client."""

    body: bytes
    headline: str


def report_on(
    app_state: AppState,
    upload: Upload,
    parameters: RequestParameters,
    watch: Watch,
    *,
    verb: str,
    form: str,
) -> Written:
    """The report of ``scan`` or ``check`` in a format."""
    wants_pictures = form == "html" or parameters.one("thumbnails") is not None
    thumbnail_cache = app_state.thumbnail_cache if wants_pictures else None
    with said_without(upload.root, len(upload.digests)):
        report = _report(
            app_state, upload, parameters, watch, thumbnail_cache=thumbnail_cache, verb=verb
        )
    stream = io.StringIO()
    if form == "html":
        write_page(
            report,
            stream,
            jobs=app_state.settings.jobs,
            thumbnail_cache=app_state.thumbnail_cache,
            root=upload.root,
            workers=app_state.resources.workers,
            language=parameters.language(),
        )
    else:
        if thumbnail_cache:
            keep_pictures(report, upload.root, thumbnail_cache, watch, app_state.resources.workers)
        write_report(report, stream, form=form)
        if form == "json" and parameters.language() != ENGLISH:
            said = json_in_language(json.loads(stream.getvalue()), parameters.language())
            stream = io.StringIO(json.dumps(said, ensure_ascii=False))
    return Written(stream.getvalue().encode("utf-8"), headline(report).text)


def _report(
    app_state: AppState,
    upload: Upload,
    parameters: RequestParameters,
    watch: Watch,
    *,
    thumbnail_cache: ThumbnailCache | None,
    verb: str,
) -> Report:
    source_root = SourceRoot(upload.root, upload.digests)
    context = context_for(app_state, watch, parameters.profile(), source_root)
    if verb == "check":
        return check_paths(".", context).report
    context = replace(context, thumbnails=thumbnail_cache)
    report, _ = scan_case(".", context, CaseInput(parameters.case_options()))
    return report


def is_short(upload: Upload) -> bool:
    """True for a few photos, which are judged in a moment."""
    return len(upload.digests) <= SHORT_FILES_MAX and all(
        _is_photo(upload.root / name) for name in upload.digests
    )


def _is_photo(path: Path) -> bool:
    with path.open("rb") as stream:
        head = stream.read(HEAD_BYTES)
    return identify(head, path.name, path.stat().st_size).media is Media.PHOTO


def context_for(
    app_state: AppState, watch: Watch, profile: Profile, source_root: SourceRoot
) -> ScanContext:
    """What all requests share, and this one's files, progress and way to be stopped."""
    return ScanContext(
        profile,
        jobs=app_state.settings.jobs,
        progress=watch,
        source_root=source_root,
        resources=replace(app_state.resources, stop=watch.stopped),
    )


def bundle_of(
    app_state: AppState, upload: Upload, parameters: RequestParameters, watch: Watch
) -> BundleResult:
    """The archive to submit, beside the folder of the upload."""
    with said_without(upload.root, len(upload.digests)):
        source_root = SourceRoot(upload.root, upload.digests)
        return bundle_case(
            ".",
            upload.root.parent / "bundle.zip",
            context_for(app_state, watch, parameters.profile(), source_root),
            CaseInput(parameters.case_options()),
            options=parameters.bundle_options(),
        )


def bundle_header(result: BundleResult) -> str:
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


def keep_pictures(
    report: Report,
    root: Path,
    thumbnail_cache: ThumbnailCache,
    watch: Watch,
    workers: Workers | None,
) -> None:
    """A small picture of every file that can be shown; most photos have theirs from the scan."""
    pictures = FilePictures(root=root, thumbnail_cache=thumbnail_cache, workers=workers)
    watch.start(Sentence("progress.pictures"), len(report.files))
    for file in report.files:
        facts = file.facts
        if facts.video is None:
            pictures.thumbnail(facts)
        elif thumbnail_cache.get(facts.sha256) is None:
            _keep_frame(facts, root, thumbnail_cache)
        watch.advance()


def _keep_frame(facts: FileFacts, root: Path, thumbnail_cache: ThumbnailCache) -> None:
    assert facts.video is not None
    best = facts.video.best_frames
    time_s = best[0].time_s if best else facts.video.duration_s / 2
    try:
        thumbnail_cache.put(facts.sha256, decode_frame(source_path(facts, root), time_s))
    except EvidenceQcError:
        return


@contextmanager
def said_without(root: Path, files: int) -> Iterator[None]:
    """Errors do not tell where the server keeps its files, and speak of the upload."""
    try:
        yield
    except CaseFilesError:  # says which, by the name that it was sent with
        raise
    except NoInputError as error:
        raise NoInputError("error.upload-without-media", files=files) from error
    except EvidenceQcError as error:
        hide = partial(_hidden, root=root)
        error.values = {key: hide(value) for key, value in error.values.items()}
        raise


def _hidden(text: Value, root: Path) -> Value:
    if not isinstance(text, str):
        return text
    for folder in (root, root.parent, root.parent.parent):
        for pictures_seen in (str(folder), folder.as_posix()):
            text = (
                text.replace(f"{pictures_seen}/", "")
                .replace(f"{pictures_seen}\\", "")
                .replace(pictures_seen, ".")
            )
    return text
