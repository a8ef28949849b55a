"""``evidence-qc profiles [NAME]``: what a platform accepts, and how we know."""

from __future__ import annotations

import click


@click.command("profiles")
@click.argument("name", required=False)
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text")
def command(name: str | None, form: str) -> None:
    """List the profiles, or show one with the source of each value."""
    import json
    import textwrap

    from evidence_qc.profiles import describe, load_profile, profile_names

    if name is None:
        loaded = [load_profile(each) for each in profile_names()]
        if form == "json":
            click.echo(json.dumps([{"name": p.name, "title": p.title} for p in loaded], indent=2))
            return
        width = max(len(profile.name) for profile in loaded) + 2
        for profile in loaded:
            click.echo(f"{profile.name:<{width}}{profile.title}")
        return
    profile = load_profile(name)
    if form == "json":
        from evidence_qc.model.serial import to_plain

        click.echo(json.dumps(to_plain(profile), ensure_ascii=False, indent=2))
        return
    click.echo(f"{profile.name}: {profile.title}")
    for row in describe(profile):
        click.echo(f"\n{row.name}: {row.value}")
        said = ", ".join(part for part in (row.confidence, row.source, row.date) if part)
        if said:
            click.echo(textwrap.fill(said, 88, initial_indent="    ", subsequent_indent="    "))
    for line in profile.advice:
        click.echo(textwrap.fill(line, 88, initial_indent="\n- ", subsequent_indent="  "))
