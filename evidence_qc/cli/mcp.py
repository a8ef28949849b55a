"""``evidence-qc mcp``: the tools for an assistant that speaks the Model Context Protocol."""

from __future__ import annotations

import click

from evidence_qc.cli.paths import named_path


@click.command("mcp")
@click.argument("folders", nargs=-1, required=True, type=named_path, metavar="FOLDER…")
def command(folders: tuple[str, ...]) -> int:
    """Offer check, frames, collage and bundle to an assistant, on standard input and output.

    Only what lies in the FOLDERs can be read or written, whatever the assistant asks for.
    """
    from evidence_qc.mcp.folders import Folders
    from evidence_qc.mcp.server import serve

    serve(Folders.of(folders))
    return 0
