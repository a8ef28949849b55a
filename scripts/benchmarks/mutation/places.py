"""Where a fault can be, and what it is: one operator, condition or number at a time.

A seed draws among the places that there are, so other code has others: what was drawn is kept, each
place by its function and its text (``seed_1.jsonl``). Where code is renamed or moved, its line in
that file follows.
"""

from __future__ import annotations

import ast
import copy
import json
import random
from collections import Counter
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
    location: str = ""
    """Which of the drawn places it is, told without a line number."""

    def __str__(self) -> str:
        return f"{self.path}:{self.lines[0]} {self.before}  →  {self.after}"


@dataclass(frozen=True, slots=True)
class Location:
    """One expression, found again after lines were added above it."""

    path: str
    """Below the project."""
    function: str
    """``Class.method``, ``function.inner``."""
    before: str
    nth: int
    """Among equal expressions of the function, from 0."""

    def __str__(self) -> str:
        return f"{self.path}: {self.function}: {self.before} ({self.nth})"


def draw(project: Path, seed: int, count: int) -> list[Location]:
    """Places of a seed in today's code: the n-th is the same however many are asked for."""
    places: list[tuple[str, int]] = []
    known: dict[str, list[Location]] = {}
    for room in ROOMS:
        for path in sorted((project / "evidence_qc" / room).rglob("*.py")):
            short = path.relative_to(project).as_posix()
            known[short] = list(places_in(short, ast.parse(path.read_text(encoding="utf-8"))))
            places += [(short, index) for index, _ in enumerate(known[short])]
    places.sort()
    random.Random(seed).shuffle(places)
    return [known[path][index] for path, index in places[:count]]


def kept(seed: int) -> list[Location] | None:
    """Places that were drawn before and written down; None where there are none."""
    file = kept_file(seed)
    if not file.exists():
        return None
    lines = file.read_text(encoding="utf-8").splitlines()
    return [Location(*json.loads(line)) for line in lines]


def kept_file(seed: int) -> Path:
    """Where the places of a seed are written down: one a line, as a JSON list."""
    return Path(__file__).with_name(f"seed_{seed}.jsonl")


def places_in(path: str, tree: ast.AST) -> dict[Location, ast.expr]:
    """All places of a file, in the order of ``faulty_nodes``."""
    functions, seen = dict(_functions(tree, "")), Counter[tuple[str, str]]()
    found = {}
    for node in faulty_nodes(tree):
        key = functions[node], ast.unparse(node)
        found[Location(path, *key, seen[key])] = node
        seen[key] += 1
    return found


def _functions(tree: ast.AST, name: str) -> Iterator[tuple[ast.AST, str]]:
    for node in ast.iter_child_nodes(tree):
        inner = name
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            inner = f"{name}.{node.name}" if name else node.name
        yield node, inner
        yield from _functions(node, inner)


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


def fault_at(project: Path, location: Location) -> Fault:
    """The fault of a place; the rest of its file stays as it is.

    Raises:
        LookupError: the place is gone.
    """
    file = project / location.path
    source = file.read_text(encoding="utf-8") if file.exists() else ""
    tree = ast.parse(source)
    node = places_in(location.path, tree).get(location)
    if node is None:
        raise LookupError(f"{location} is gone")
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
    return Fault(location.path, lines, before, after, changed, str(location))


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
