"""Calls in the package's code, and the texts that are handed to them as they stand there."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Set
from pathlib import Path

import evidence_qc

PACKAGE = Path(evidence_qc.__file__).parent


def calls_of(names: Set[str]) -> Iterator[tuple[str, ast.Call]]:
    """Every call in the package of one of these names, and where it stands."""
    for path in sorted(PACKAGE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in names:
                yield f"{path.relative_to(PACKAGE)}:{node.lineno}", node


def texts_in(argument: ast.expr) -> Iterator[ast.Constant | ast.JoinedStr]:
    """The texts that an argument may be, as far as they stand in the code."""
    if isinstance(argument, ast.JoinedStr) or (
        isinstance(argument, ast.Constant) and isinstance(argument.value, str)
    ):
        yield argument
    elif isinstance(argument, ast.IfExp):
        yield from texts_in(argument.body)
        yield from texts_in(argument.orelse)
