"""The README is true: generated parts are current, every command and option is in it."""

import subprocess
import sys
from pathlib import Path

import click
import pytest

from evidence_qc.cli.main import COMMANDS, group

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")


def command(name: str) -> click.Command:
    found = group.get_command(click.Context(group), name)
    assert found
    return found


def test_generated_parts_are_current() -> None:
    """scripts/update_readme.py would change nothing."""
    result = subprocess.run(
        [sys.executable, str(ROOT / "scripts" / "update_readme.py"), "--check"], check=False
    )

    assert result.returncode == 0


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_is_in_it(name: str) -> None:
    """By the name one types."""
    assert f"evidence-qc {name}" in README


@pytest.mark.parametrize("name", COMMANDS)
def test_every_option_is_in_it(name: str) -> None:
    """In its long form; help is everybody's."""
    for parameter in command(name).params:
        if isinstance(parameter, click.Option):
            longest = max(parameter.opts, key=len)
            assert longest in README, f"{name} {longest}"


@pytest.mark.parametrize("link", ["scripts/demo.py", "scripts/test.py", "MODEL_CARD.md"])
def test_it_names_what_a_newcomer_needs(link: str) -> None:
    """The two commands and the model card."""
    assert link in README
