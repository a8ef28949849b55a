"""``evidence-qc scan``: a verdict for every photo and video, and what to do about it."""

from __future__ import annotations

import sys
from contextlib import nullcontext
from typing import TYPE_CHECKING, Any

import click

from evidence_qc.cli.common import (
    case_options,
    case_options_of,
    expand_stdin,
    format_option,
    judging_options,
    keep_originals,
    open_output,
    resolve_profile,
    start_workers,
    their_language,
    wants_colour,
    watcher,
)
from evidence_qc.cli.paths import named_path
from evidence_qc.errors import ExitCode

if TYPE_CHECKING:
    from evidence_qc.model import Report
    from evidence_qc.report.html import ThumbnailCache
    from evidence_qc.runtime.workers import Workers


@click.command("scan")
@click.argument("paths", nargs=-1, required=True, metavar="PATH…")
@format_option("table", "json", "jsonl", "csv", "html")
@click.option(
    "--output", "-o", type=named_path, metavar="FILE", help="Write there instead of stdout."
)
@judging_options
@case_options
def command(paths: tuple[str, ...], form: str, output: str | None, **options: Any) -> int:
    """Say of every photo and video whether it can be submitted, and how to retake it.

    PATH is a file, a folder (searched through and through), a pattern, or - for a list of
    files on stdin. Nothing is ever written beside your files.
    """
    keep_originals(output)
    # A page needs thumbnails: the scan puts them aside while it has the photos at hand.
    with (
        start_workers(options["jobs"]) as workers,
        _thumbnail_cache(options) if form == "html" else nullcontext() as thumbnail_cache,
    ):
        report = _scanned(paths, options, thumbnail_cache, workers)
        if not (options["quiet"] and form == "table" and output is None):
            _write(report, form, output, options, thumbnail_cache, workers)
    from evidence_qc.model import Verdict

    is_bad = report.count(Verdict.REJECT) or (report.case and report.case.not_found)
    return int(ExitCode.FINDINGS if is_bad else ExitCode.OK)


def _thumbnail_cache(options: dict[str, Any]) -> ThumbnailCache:
    from evidence_qc.report.html import ThumbnailCache

    return ThumbnailCache.at_default(use_cache=not options["no_cache"])


def _scanned(
    paths: tuple[str, ...],
    options: dict[str, Any],
    thumbnail_cache: ThumbnailCache | None,
    workers: Workers,
) -> Report:
    from evidence_qc.stages.scan import scan

    with watcher(no_progress=options["no_progress"], quiet=options["quiet"]) as progress:
        return scan(
            expand_stdin(paths),
            profile=resolve_profile(
                options["profile_name"], options["settings"], options["release"]
            ),
            case_options=case_options_of(options),
            case_file=options["case_file"],
            jobs=options["jobs"],
            use_cache=not options["no_cache"],
            progress=progress,
            thumbnails=thumbnail_cache,
            isolation=workers,
        )


def _write(
    report: Report,
    form: str,
    output: str | None,
    options: dict[str, Any],
    thumbnail_cache: ThumbnailCache | None,
    workers: Workers,
) -> None:
    with open_output(output) as stream:
        if form == "html":
            from evidence_qc.stages.page import write_page

            write_page(
                report,
                stream,
                language=their_language(),
                jobs=options["jobs"],
                thumbnail_cache=thumbnail_cache,
                workers=workers,
            )
        else:
            from evidence_qc.report.write import write_report

            write_report(
                report,
                stream,
                form=form,
                colour=output is None and wants_colour(sys.stdout),
                verbose=options["verbose"],
                language=their_language(),
            )
