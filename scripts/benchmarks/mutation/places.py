"""Where a fault can be, and what it is: one operator, condition or number at a time."""

from __future__ import annotations

import ast
import copy
import random
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOMS = ("media", "rules", "case", "plan", "collage", "bundle", "runtime", "serve")
COMPARED = {
    ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq, ast.In: ast.NotIn, ast.NotIn: ast.In, ast.Is: ast.IsNot, ast.IsNot: ast.Is,
}  # fmt: skip
COUNTED = {ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.Add, ast.Div: ast.Mult}


@dataclass(frozen=True, slots=True)
class Fault:
    """A changed file."""

    path: str
    """Below the project."""
    lines: tuple[int, int]
    """First and last line of the place."""
    before: str
    after: str
    source: str
    """The file with the fault."""

    def __str__(self) -> str:
        return f"{self.path}:{self.lines[0]} {self.before}  →  {self.after}"


def draw(project: Path, seed: int, count: int) -> list[Fault]:
    """Faults of a frozen seed: the n-th is the same however many are asked for."""
    places = []
    for room in ROOMS:
        for path in sorted((project / "evidence_qc" / room).rglob("*.py")):
            tree = ast.parse(path.read_text(encoding="utf-8"))
            places += [(str(path), index) for index, _ in enumerate(faulty_nodes(tree))]
    places.sort()
    random.Random(seed).shuffle(places)
    return [fault_at(project, Path(path), index) for path, index in places[:count]]


def faulty_nodes(tree: ast.AST) -> list[ast.expr]:
    """Comparisons, arithmetic, ``and``/``or``, ``not`` and numbers inside functions."""
    found: list[ast.expr] = []
    for function in ast.walk(tree):
        if not isinstance(function, ast.FunctionDef):
            continue
        for node in ast.walk(ast.Module(function.body, [])):
            is_number = isinstance(node, ast.Constant) and type(node.value) in {int, float}
            if (
                (isinstance(node, ast.Compare) and type(node.ops[0]) in COMPARED)
                or (isinstance(node, ast.BinOp) and type(node.op) in COUNTED)
                or isinstance(node, ast.BoolOp)
                or (isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not))
                or is_number
            ):
                assert isinstance(node, ast.expr)
                found.append(node)
    return list(dict.fromkeys(found))


def fault_at(project: Path, path: Path, index: int) -> Fault:
    """The fault of the n-th place of a file; the rest of its text stays as it is."""
    source = path.read_text(encoding="utf-8")
    tree = ast.parse(source)
    node = faulty_nodes(tree)[index]
    lines, before = (node.lineno, node.end_lineno or node.lineno), ast.unparse(node)
    start, end = (_offset(source, *at) for at in _span(node))
    change(node)
    after = ast.unparse(node)
    changed = f"{source[:start]}({after}){source[end:]}"
    try:
        is_meant = ast.dump(ast.parse(changed)) == ast.dump(tree)
    except SyntaxError:
        is_meant = False
    if not is_meant:  # inside an f-string, places are not what they seem before Python 3.12
        changed = ast.unparse(ast.fix_missing_locations(tree))
    return Fault(path.relative_to(project).as_posix(), lines, before, after, changed)


def replaced(project: Path, path: str, before: str, after: str) -> Fault:
    """A fault that somebody thought of: one piece of text that stands once in the file."""
    source = (project / path).read_text(encoding="utf-8")
    if source.count(before) != 1:
        raise ValueError(f"{before!r} stands {source.count(before)} times in {path}")
    line = source[: source.index(before)].count("\n") + 1
    last = line + before.count("\n")
    return Fault(path, (line, last), before, after, source.replace(before, after))


def change(node: ast.expr) -> None:
    """Make the fault."""
    match node:
        case ast.Compare():
            node.ops[0] = COMPARED[type(node.ops[0])]()
        case ast.BinOp():
            node.op = COUNTED[type(node.op)]()
        case ast.BoolOp():
            node.op = ast.Or() if isinstance(node.op, ast.And) else ast.And()
        case ast.UnaryOp():
            node.operand = ast.UnaryOp(ast.Not(), copy.deepcopy(node.operand))
        case ast.Constant():
            assert isinstance(node.value, int | float)
            node.value = node.value + 1 if isinstance(node.value, int) else node.value * 1.5 + 0.1


def _span(node: ast.expr) -> Iterator[tuple[int, int]]:
    yield node.lineno, node.col_offset
    assert node.end_lineno is not None
    assert node.end_col_offset is not None
    yield node.end_lineno, node.end_col_offset


def _offset(source: str, line: int, column_bytes: int) -> int:
    lines = source.splitlines(keepends=True)
    in_line = len(lines[line - 1].encode()[:column_bytes].decode())
    return sum(map(len, lines[: line - 1])) + in_line
