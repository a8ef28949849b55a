"""``evidence-qc batch``: many disputes at once, one line of JSON each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

import click

from evidence_qc.cli.common import (
    expand_stdin,
    keep_originals,
    measuring_options,
    open_log,
    resolve_profile,
    say,
    watcher,
)
from evidence_qc.cli.paths import named_path
from evidence_qc.errors import CannotWriteError, ExitCode, UsageError
from evidence_qc.language import Sentence

if TYPE_CHECKING:
    from evidence_qc.media.files.disputes import Dispute
    from evidence_qc.model import DisputeResult
    from evidence_qc.report.tally import Tally
    from evidence_qc.runtime.seen_photos import SeenPhotos
    from evidence_qc.stages.context import ScanContext


@click.command("batch")
@click.argument("roots", nargs=-1, required=True, metavar="ROOT…")
@click.option(
    "--output", "-o", type=named_path, metavar="FILE", help="Write there instead of stdout."
)
@click.option("--resume", is_flag=True, help="Go on with the output of an interrupted batch.")
@click.option(
    "--retry-errors", is_flag=True, help="With --resume: look again at disputes that had an error."
)
@click.option("--cluster", metavar="ADDRESS", help="Let the workers of this Dask scheduler do it.")
@measuring_options
def command(
    roots: tuple[str, ...],
    output: str | None,
    resume: bool,
    retry_errors: bool,
    cluster: str | None,
    **options: Any,
) -> int:
    """Scan many disputes: one line of JSON a dispute, sorted by name.

    Every folder directly below ROOT is one dispute. ROOT is a folder, a URL such as
    s3://bucket/disputes, or - for a list of dispute folders on stdin. A dispute that cannot
    be looked at has an error in its line; the others go on. Photos that an earlier dispute has
    as well are noted (reused).
    """
    from evidence_qc.media.files.disputes import find_disputes
    from evidence_qc.report.tally import Tally
    from evidence_qc.stages.context import ScanContext

    if resume and output in {None, "-"}:
        raise UsageError("error.resume-without-output")
    if retry_errors and not resume:
        raise UsageError("error.retry-without-resume")
    if cluster and options["jobs"]:
        raise UsageError("error.jobs-with-cluster")
    keep_originals(output)
    profile = resolve_profile(options["profile_name"], options["settings"], options["release"])
    found = find_disputes(
        [root for root in roots if root != "-"], expand_stdin(("-",)) if "-" in roots else ()
    )
    context = ScanContext.of(
        profile, jobs=options["jobs"], use_cache=not options["no_cache"], isolation="process"
    )
    given = _Batch(found.disputes, context, output, cluster, options)
    tally = Tally()
    seen = _keep(given, tally) if resume else None
    if retry_errors:
        tally, seen = _retried(given, tally, seen)
    if not options["quiet"]:
        for sentence in found.left_out:
            say(sentence, err=True)
    try:
        _run(given, tally, seen, resume=resume)
    except KeyboardInterrupt:
        if output in {None, "-"}:
            raise
        done, every = tally.disputes, len(found.disputes)
        say(Sentence("batch.interrupted", done=done, disputes=every, path=output), err=True)
        return int(ExitCode.INTERRUPTED)
    except BrokenPipeError:
        raise
    except OSError as error:  # those of disputes are in their lines
        message = "error.batch-not-written" if output else "error.stdout-not-written"
        raise CannotWriteError(message, path=output, reason=error.strerror) from error
    if not options["quiet"]:
        say(tally.headline(), err=True)
    return int(tally.exit_code)


@dataclass(frozen=True, slots=True)
class _Batch:
    """What is to be scanned, how, and where its lines go."""

    disputes: Sequence[Dispute]
    context: ScanContext
    output: str | None
    cluster: str | None
    options: Mapping[str, Any]


def _keep(given: _Batch, tally: Tally) -> SeenPhotos:
    """Keep the lines that are there; the photos that they tell of."""
    from evidence_qc.model import ProfileRef
    from evidence_qc.report.resume import keep_lines
    from evidence_qc.runtime.seen_photos import SeenPhotos
    from evidence_qc.stages.about import tool_info
    from evidence_qc.stages.reused import photos_of

    seen = SeenPhotos()
    keep_lines(
        Path(str(given.output)),
        (dispute.name for dispute in given.disputes),
        tool=tool_info(),
        profile=ProfileRef.of(given.context.profile),
        tally=tally,
        on_files=lambda name, files: seen.add(name, photos_of(files)),
    )
    return seen


def _retried(
    given: _Batch, tally: Tally, seen: SeenPhotos | None
) -> tuple[Tally, SeenPhotos | None]:
    """Look again at the disputes whose lines are errors; their new lines stand in the same places.

    Interrupted meanwhile, the file is as it was. Their photos are compared with those of all other
    lines (``seen``), also of later ones, which are not written again.
    """
    from evidence_qc.report.resume import error_places, replace_lines
    from evidence_qc.report.tally import Tally

    output = Path(str(given.output))
    places = error_places(output)
    if not places:
        return tally, seen
    with _results(given, [given.disputes[index] for index in places], seen) as results:
        replace_lines(output, places, results)
    tally = Tally()
    return tally, _keep(given, tally)


@contextmanager
def _results(
    given: _Batch, disputes: Sequence[Dispute], seen: SeenPhotos | None
) -> Iterator[Iterator[DisputeResult]]:
    """The results of disputes in their order, with a bar for a person who waits."""
    from evidence_qc.stages.batch import scan_disputes

    with (
        watcher(no_progress=given.options["no_progress"], quiet=given.options["quiet"]) as progress,
        closing(
            scan_disputes(
                disputes,
                replace(given.context, progress=progress),
                cluster=given.cluster,
                seen=seen,
            )
        ) as results,
    ):
        yield results


def _run(given: _Batch, tally: Tally, seen: SeenPhotos | None, *, resume: bool) -> None:
    with (
        open_log(given.output, append=resume) as stream,
        _results(given, given.disputes[tally.disputes :], seen) as results,
    ):
        for result in results:
            _write(result, stream)
            tally.add(result)


def _write(result: DisputeResult, stream: TextIO) -> None:
    from evidence_qc.report.batch import iter_line

    stream.write("".join(iter_line(result)))  # at once: Ctrl-C between pieces would leave half
    stream.flush()
