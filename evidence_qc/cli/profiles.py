"""``evidence-qc profiles [NAME]``: what a platform accepts, and how we know."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

import click

from evidence_qc.cli.common import format_option, in_their_language, say
from evidence_qc.language import Sentence

if TYPE_CHECKING:
    from evidence_qc.profiles import Row


@click.command("profiles")
@click.argument("name", required=False)
@format_option("text", "json")
def command(name: str | None, form: str) -> None:
    """List the profiles, or show one with the source of each value."""
    import json

    from evidence_qc.profiles import describe, load_profile, profile_names

    if name is None:
        loaded = [load_profile(each) for each in profile_names()]
        if form == "json":
            click.echo(json.dumps([{"name": p.name, "title": p.title} for p in loaded], indent=2))
            return
        width = max(len(profile.name) for profile in loaded) + 2
        for profile in loaded:
            say(f"{profile.name:<{width}}{in_their_language(Sentence(profile.title))}")
        return
    profile = load_profile(name)
    if form == "json":
        from evidence_qc.model.serial import to_plain
        from evidence_qc.report.text import printable_json

        click.echo(printable_json(json.dumps(to_plain(profile), ensure_ascii=False, indent=2)))
        return
    say(f"{profile.name}: {profile.title}")
    group = ""
    for row in describe(profile):
        if row.group != group:
            group = row.group
            say(f"\n{_HEADINGS[group]}")
        if row.group in {"advice", "refunds"}:
            say(_wrapped(f"- {row.value}", "  ", "    "))
        else:
            say(_wrapped(f"{row.name}: {row.value}", "  ", "    "))
        if row.value != "unknown" and (said := _origin(row)):
            say(_wrapped(said, "      ", "      "))


_HEADINGS = {
    "values": "What it takes",
    "limits": "Limits of rules that differ here",
    "windows": "Time limits",
    "shots": "What to show, by reason",
    "refunds": "How much comes back, in the platform's words",
    "advice": "Advice",
}


def _origin(row: Row) -> str:
    """Confidence, source and date, without saying the same twice."""
    source = row.source
    if source.startswith(row.confidence):
        source = source[len(row.confidence) :].lstrip(": ")
    date = f" ({row.date})" if row.date else ""
    return f"[{row.confidence}] {source}{date}" if source or date else f"[{row.confidence}]"


def _wrapped(text: str, first: str, rest: str) -> str:
    return textwrap.fill(text, 92, initial_indent=first, subsequent_indent=rest)
