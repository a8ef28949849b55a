"""``evidence-qc rules [NAME]``: what is looked for, why, and where the limits come from."""

from __future__ import annotations

import json
import textwrap

import click

from evidence_qc.cli.common import format_option, say
from evidence_qc.errors import UsageError


@click.command("rules")
@click.argument("name", required=False)
@format_option("text", "json")
def command(name: str | None, form: str) -> None:
    """List the rules, or explain one."""
    from evidence_qc.rules import RULES
    from evidence_qc.rules.base import summary
    from evidence_qc.rules.manual import as_plain, explain
    from evidence_qc.rules.registry import find_rule

    if name is None:
        if form == "json":
            click.echo(json.dumps([as_plain(rule) for rule in RULES], ensure_ascii=False, indent=2))
            return
        width = max(len(rule.name) for rule in RULES) + 2
        for rule in RULES:
            say(f"{rule.name:<{width}}{summary(rule)}")
        return
    found = find_rule(name)
    if found is None:
        from difflib import get_close_matches

        near = get_close_matches(name, [rule.name for rule in RULES], n=1, cutoff=0.4)
        hint = "error.did-you-mean-command" if near else "error.rule-missing-remedy"
        raise UsageError("error.rule-missing", hint, name=name, nearest="".join(near))
    if form == "json":
        click.echo(json.dumps(as_plain(found), ensure_ascii=False, indent=2))
        return
    for line in explain(found).splitlines():
        indent = " " * (len(line) - len(line.lstrip()))
        say(textwrap.fill(line, 88, subsequent_indent=indent) if line else "")
