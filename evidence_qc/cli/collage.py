"""``evidence-qc collage``: several photos as one."""

from __future__ import annotations

from typing import Any

import click

from evidence_qc.cli.common import profile_option, resolve_profile, say


@click.command("collage")
@click.argument("photos", nargs=-1, required=True, metavar="PHOTO…")
@click.option("--output", "-o", required=True, metavar="FILE", help="The JPEG to write.")
@click.option("--caption", "captions", multiple=True, help="Below each photo, in their order.")
@click.option("--title", default="", help="One line in the margin.")
@click.option("--force", is_flag=True, help="Replace the file if it stands there.")
@click.option("--quiet", "-q", is_flag=True, help="Only errors.")
@profile_option
def command(photos: tuple[str, ...], output: str, quiet: bool, **options: Any) -> None:
    """Lay photos out in one labelled picture: none cropped, none enlarged.

    Size and bytes fit the profile. Says what a phone would not show well.
    """
    from evidence_qc.stages.collage import make_collage

    drawn = make_collage(
        photos,
        output,
        captions=options["captions"],
        title=options["title"],
        profile=resolve_profile(options["profile_name"], ()),
        force=options["force"],
    )
    if not quiet:
        size = f"{drawn.width_px} × {drawn.height_px} px, {len(drawn.data) / 1e6:.2f} MB"
        say(f"{output}: {size}")
        for point in drawn.weak_points:
            say(f" - {point}", err=True)
