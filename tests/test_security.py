"""SECURITY.md promises what is tested: every test that it names is there."""

from __future__ import annotations

import ast
import re
from functools import cache
from pathlib import Path

import pytest

from tests.bundle.test_forged import KINDS

ROOT = Path(__file__).parent.parent
TEXT = (ROOT / ".github/SECURITY.md").read_text(encoding="utf-8")
NAMED = sorted(set(re.findall(r"`(tests/[\w/.]+)::(\w+)`", TEXT)))
ROWS = [
    line
    for line in TEXT.splitlines()
    if line.startswith("| ") and not line.startswith(("| promise", "|---"))
]


@cache
def _tests_in(path: str) -> frozenset[str]:
    tree = ast.parse((ROOT / path).read_text(encoding="utf-8"))
    return frozenset(node.name for node in tree.body if isinstance(node, ast.FunctionDef))


@pytest.mark.parametrize(("path", "name"), NAMED)
def test_every_test_that_is_named_is_there(path: str, name: str) -> None:
    """A test that was renamed takes its promise with it."""
    assert name in _tests_in(path)


@pytest.mark.parametrize("row", ROWS)
def test_every_promise_has_a_test(row: str) -> None:
    """In the same row."""
    promise, tests = (cell.strip() for cell in row.strip("|").split(" | "))

    assert promise.endswith(".")
    assert re.fullmatch(r"`tests/[\w/.]+::\w+`(, `tests/[\w/.]+::\w+`)*", tests)


def test_its_figures_are_those_of_the_tests() -> None:
    """So many kinds of forged bundles."""
    assert f"all {len(KINDS)} kinds" in TEXT


@pytest.mark.parametrize("path", re.findall(r"`(scripts/[\w/.]+|\.ci/run)`", TEXT))
def test_every_script_that_is_named_is_there(path: str) -> None:
    """Ready to be run."""
    assert (ROOT / path).is_file()
