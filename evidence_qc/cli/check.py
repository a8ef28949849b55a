"""``evidence-qc check``: the pre-submit gate for other programs."""

from __future__ import annotations

import sys
from typing import Any

import click

from evidence_qc.cli.common import (
    expand_stdin,
    format_option,
    judging_options,
    resolve_profile,
    say,
    start_workers,
    watcher,
)
from evidence_qc.errors import ExitCode
from evidence_qc.language import Sentence


@click.command("check")
@click.argument("paths", nargs=-1, required=True, metavar="PATH…")
@format_option("text", "json")
@click.option("--null", "-0", "null_separated", is_flag=True, help="Names on stdin end with NUL.")
@judging_options
def command(paths: tuple[str, ...], form: str, null_separated: bool, **options: Any) -> int:
    """Is this set ready to be submitted as it is?

    Prints nothing and exits 0 when it is; exits 1 and prints one line a reason when it is not.
    PATH may be - for a list of files on stdin.
    """
    with (
        start_workers(options["jobs"]) as workers,
        watcher(no_progress=options["no_progress"], quiet=options["quiet"]) as progress,
    ):
        from evidence_qc.report.write import write_report
        from evidence_qc.stages.check import check_paths
        from evidence_qc.stages.context import ScanContext

        context = ScanContext.of(
            resolve_profile(options["profile_name"], options["settings"], options["release"]),
            jobs=options["jobs"],
            use_cache=not options["no_cache"],
            progress=progress,
            isolation=workers,
        )
        result = check_paths(expand_stdin(paths, null_separated=null_separated), context)
    if form == "json":
        write_report(result.report, sys.stdout, form="json")
    elif not options["quiet"]:
        for reason in result.reasons:
            say(reason)
        if result.ready and options["verbose"]:
            say(Sentence("check.ready"))
    return int(ExitCode.OK if result.ready else ExitCode.FINDINGS)
