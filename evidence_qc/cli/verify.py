"""``evidence-qc verify``: has anything changed since the bundle was sealed?"""

from __future__ import annotations

import click

from evidence_qc.cli.common import format_option
from evidence_qc.errors import ExitCode


@click.command("verify")
@click.argument("bundle", metavar="BUNDLE")
@format_option("text", "json")
@click.option("--quiet", "-q", is_flag=True, help="Only the exit code.")
def command(bundle: str, form: str, quiet: bool) -> int:
    """Compare a bundle (folder or zip) with its manifest, file by file.

    Exits 0 when nothing changed, 6 when something did; then each changed, missing and extra
    file is named.
    """
    import json
    from dataclasses import asdict

    from evidence_qc.bundle.verify import verify_bundle

    result = verify_bundle(bundle)
    if form == "json":
        click.echo(json.dumps(asdict(result) | {"intact": result.intact}, indent=2))
    elif not quiet:
        for word, paths in (
            ("changed", result.changed),
            ("missing", result.missing),
            ("extra", result.extra),
        ):
            for path in paths:
                click.echo(f"{word}: {path}")
        if result.intact:
            click.echo(f"Nothing has changed since it was sealed. Seal: {result.seal}")
    return int(ExitCode.OK if result.intact else ExitCode.MISMATCH)
