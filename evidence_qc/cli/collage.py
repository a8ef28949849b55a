"""``evidence-qc collage``: several photos as one."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import PurePath
from typing import Any

import click

from evidence_qc.cli.common import (
    in_their_language,
    language_option,
    profile_option,
    resolve_profile,
    say,
)
from evidence_qc.cli.paths import named_path
from evidence_qc.errors import UsageError
from evidence_qc.language import Sentence


@click.command("collage")
@click.argument("photos", nargs=-1, required=True, metavar="PHOTO…")
@click.option(
    "--output", "-o", required=True, type=named_path, metavar="FILE", help="The JPEG to write."
)
@click.option("--caption", "captions", multiple=True, help="Below each photo, in their order.")
@click.option("--title", default="", help="One line in the margin.")
@click.option("--force", is_flag=True, help="Replace the file if it stands there.")
@click.option("--quiet", "-q", is_flag=True, help="Only errors.")
@profile_option
@language_option
def command(photos: tuple[str, ...], output: str, quiet: bool, **options: Any) -> None:
    """Lay photos out in one labelled picture: none cropped, none enlarged.

    Size and bytes fit the profile. Says what a phone would not show well.
    """
    from evidence_qc.stages.collage import make_collage

    ending = PurePath(output).suffix.lower()
    if ending not in {"", ".jpg", ".jpeg"}:
        raise UsageError(
            "error.collage-not-jpeg",
            format=ending[1:].upper(),
            suggested=PurePath(output).with_suffix(".jpg"),
        )

    drawn = make_collage(
        photos,
        output,
        captions=options["captions"],
        title=options["title"],
        profile=resolve_profile(options["profile_name"]),
        force=options["force"],
        isolation="process",
    )
    if not quiet:
        width, height, size_bytes = drawn.width_px, drawn.height_px, len(drawn.data)
        size = {"width_px": width, "height_px": height, "size_bytes": size_bytes}
        say(Sentence("drawn.size", path=output, **size))
        for point in together(drawn.weak_points):
            say(f" - {in_their_language(point)}", err=True)


def together(points: Sequence[str]) -> list[str]:
    """Points that differ only in the tile are said once, with the number of tiles."""
    said: dict[str, list[str]] = {}
    for point in points:
        said.setdefault(re.sub(r"\d+", "#", point), []).append(point)
    found = []
    for alike in said.values():
        first, more = alike[0], len(alike) - 1
        found.append(Sentence("drawn.alike", point=first, tiles=more) if more else first)
    return found
