"""``evidence-qc verify``: does a bundle hold what was sealed?"""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from evidence_qc.cli.common import format_option, language_option, say
from evidence_qc.cli.paths import named_path
from evidence_qc.errors import ExitCode
from evidence_qc.language import Sentence

if TYPE_CHECKING:
    from evidence_qc.bundle.verify import VerifyResult


@click.command("verify")
@click.argument("bundle", type=named_path, metavar="BUNDLE")
@click.option("--seal", metavar="SEAL", help="The seal that you noted: with it, this is a proof.")
@format_option("text", "json")
@language_option
@click.option("--quiet", "-q", is_flag=True, help="Only the exit code.")
def command(bundle: str, seal: str | None, form: str, quiet: bool) -> int:
    """Compare a bundle (folder or zip) with its seal, its SHA256SUMS and its manifest.

    With --seal, exit code 0 says that every file is unchanged since sealing. Without it, that the
    bundle is consistent: whoever changed a file could have written the sums anew. Exits 6 when
    something differs; then each changed, missing and extra file is named.
    """
    import json
    from dataclasses import asdict

    from evidence_qc.bundle.verify import verify_bundle
    from evidence_qc.report.text import said

    result = verify_bundle(bundle, seal)
    if form == "json":
        say(
            json.dumps(
                asdict(result) | {"intact": result.intact} | said("foreign", result.foreign),
                indent=2,
            )
        )
    elif not quiet:
        for line in _lines(result):
            say(line)
    return int(ExitCode.OK if result.intact else ExitCode.MISMATCH)


def _lines(result: VerifyResult) -> list[Sentence]:
    """Every difference, or what it is worth that there is none."""
    if result.proven:
        return [Sentence("verified.proven", files=result.files)]
    if result.intact:
        return [
            Sentence("verified.consistent", seal=result.seal),
            Sentence("verified.no-proof"),
        ]
    return [
        *(Sentence("verified.changed", path=path) for path in result.changed),
        *(Sentence("verified.missing", path=path) for path in result.missing),
        *(Sentence("verified.extra", path=path) for path in result.extra),
        *result.foreign,
    ]
