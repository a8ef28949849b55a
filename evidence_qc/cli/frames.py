"""``evidence-qc frames``: the best moments of videos as full-resolution stills."""

from __future__ import annotations

from typing import Any

import click

from evidence_qc.cli.common import format_option, watcher, watching_options
from evidence_qc.cli.paths import named_path


@click.command("frames")
@click.argument("videos", nargs=-1, required=True, metavar="VIDEO…")
@click.option(
    "--number",
    "-n",
    type=click.IntRange(1, 100),
    default=3,
    show_default=True,
    metavar="N",
    help="Frames a video, at most.",
)
@click.option(
    "--output",
    "-o",
    required=True,
    type=named_path,
    metavar="DIR",
    help="Folder for the stills.",
)
@format_option("jpeg", "png")
@click.option("--force", is_flag=True, help="Write over stills of the same name.")
@watching_options
def command(
    videos: tuple[str, ...], number: int, output: str, form: str, force: bool, **options: Any
) -> None:
    """Write the best, mutually different frames of each video, named by their time.

    Prints one line a still: its path, time and score. A video of which nothing can be shown is
    named beside the others.
    """
    from evidence_qc.report.text import printable
    from evidence_qc.stages.frames import frames_of

    with watcher(no_progress=options["no_progress"], quiet=options["quiet"]) as progress:
        frames = frames_of(
            videos,
            count=number,
            output=output,
            form=form,
            force=force,
            progress=progress,
            isolation="process",
        )
    if not options["quiet"]:
        for still in frames.stills:
            click.echo(
                f"{printable(str(still.path))}\t{still.time_s:.3f} s\tscore {still.score:.1f}"
            )
        for sentence in frames.without:
            click.echo(printable(sentence), err=True)
