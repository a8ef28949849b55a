"""Page: a report as one HTML file, with pictures from the files themselves."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from evidence_qc.errors import EvidenceQcError
from evidence_qc.language.catalogue import ENGLISH
from evidence_qc.media.files.originals import source_path
from evidence_qc.media.video.still import decode_frame
from evidence_qc.model import FileFacts, Report
from evidence_qc.report.html import FilePictures, ThumbnailCache, write_html
from evidence_qc.report.json import iter_json
from evidence_qc.runtime.executor import default_jobs, one_thread_per_worker
from evidence_qc.runtime.workers import Workers

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


def write_page(
    report: Report,
    stream: TextIO,
    *,
    jobs: int | None = None,
    thumbnail_cache: ThumbnailCache | None = None,
    root: Path | None = None,
    workers: Workers | None = None,
    language: str = ENGLISH,
) -> None:
    """Write the self-contained page of a report whose files can still be read.

    Args:
        report: what a scan found.
        stream: text, UTF-8.
        jobs: threads that make the thumbnails.
        thumbnail_cache: what the scan kept of the photos (``scan(thumbnails=…)``), so that they
            need not be decoded again.
        root: the folder that paths in the report are relative to; None: the working directory.
        workers: processes that decode photos; None: this process does.
        language: what it is said in.
    """
    threads = jobs or default_jobs()
    pictures = FilePictures(
        read_frame=partial(_frame, root=root),
        root=root,
        thumbnail_cache=thumbnail_cache,
        workers=workers,
    )
    with one_thread_per_worker(threads):
        write_html(report, stream, pictures=pictures, jobs=threads, language=language)


def write_bundle_reports(
    report: Report,
    folder: Path,
    *,
    workers: Workers | None = None,
    thumbnail_cache: ThumbnailCache | None = None,
    language: str = ENGLISH,
) -> None:
    """``report.html`` and ``report.json`` of a bundle; paths in the report are relative to it.

    ``thumbnail_cache`` holds what was made here before and nothing else: what a scan keeps is
    decoded otherwise, and a bundle is the same bytes wherever it is made.
    """
    slots = {
        int(photo.stem): photo.read_bytes()
        for photo in sorted((folder / "submit").glob("*.jpg"))
        if photo.stem.isdigit()
    }
    pictures = FilePictures(
        read_frame=partial(_frame, root=folder),
        slots=slots,
        root=folder,
        thumbnail_cache=thumbnail_cache,
        workers=workers,
    )
    with (folder / "report.html").open("w", encoding="utf-8", newline="\n") as page:
        write_html(report, page, pictures=pictures, jobs=default_jobs(), language=language)
    with (folder / "report.json").open("w", encoding="utf-8", newline="\n") as data:
        data.writelines(iter_json(report))


def _frame(
    facts: FileFacts, time_s: float, *, root: Path | None = None
) -> NDArray[np.uint8] | None:
    try:
        return decode_frame(source_path(facts, root), time_s)
    except EvidenceQcError:
        return None
