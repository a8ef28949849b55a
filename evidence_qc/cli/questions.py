"""Asking on a terminal what would make a bundle better; Enter skips, Ctrl-C ends."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from evidence_qc.cli.common import in_their_language, say
from evidence_qc.language import Sentence

if TYPE_CHECKING:
    from evidence_qc.case.ask import Question

FILES_MAX = 4
"""File names shown of a group; more would push the question off the screen."""


def can_ask() -> bool:
    """True when a person sits at both ends: typing and reading."""
    return sys.stdin.isatty() and sys.stderr.isatty()


def ask(question: Question) -> str:
    """Show one question on stderr and return what was typed; empty skips it."""
    say(f"\n{in_their_language(question.text)}", err=True)
    for number, group in enumerate(question.groups, start=1):
        names = ", ".join(path.rpartition("/")[2] for path in group[:FILES_MAX])
        more = len(group) - FILES_MAX
        listed = Sentence("list.more", listed=names, count=more) if more > 0 else names
        say(f"  {number}. {in_their_language(listed)}", err=True)
    if question.choices:
        say(f"  {', '.join(question.choices)}", err=True)
    if question.hint:
        say(f"  ({in_their_language(question.hint)})", err=True)
    skips = in_their_language(Sentence("question.skip"))
    answer: str = click.prompt(f"  [{skips}]", default="", show_default=False, err=True)
    return answer
