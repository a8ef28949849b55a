"""Deliberate faults, drawn before any test is looked at: how many do the tests notice?

``python scripts/benchmarks/mutants.py --seed 1 --count 240 --minutes 60`` draws places in the rooms
by a frozen seed (the n-th place is the same however many are asked for), changes one at a time in a
copy of the project, and runs the tests that import the changed module or mirror its path. A mutant
that no test notices is printed with its change: it is a test that is missing, or a change that
means the same.
"""

from __future__ import annotations

import argparse
import ast
import copy
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
ROOMS = ("media", "rules", "case", "plan", "collage", "bundle", "runtime", "serve")
COMPARED = {
    ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq, ast.In: ast.NotIn, ast.NotIn: ast.In, ast.Is: ast.IsNot, ast.IsNot: ast.Is,
}  # fmt: skip
COUNTED = {ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.Add, ast.Div: ast.Mult}


@dataclass(frozen=True, slots=True)
class FaultSite:
    """Where a fault can be: the n-th node of a file that has a fault."""

    path: Path
    index: int


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--count", type=int, default=240)
    parser.add_argument("--minutes", type=float, default=60.0)
    options = parser.parse_args()
    places = sorted(all_places(), key=lambda site: (str(site.path), site.index))
    random.Random(options.seed).shuffle(places)
    until, noticed, done = time.monotonic() + options.minutes * 60, 0, 0
    with tempfile.TemporaryDirectory() as name:
        project = Path(name) / "project"
        ignored = shutil.ignore_patterns(".git", ".venv", "__pycache__", "sample_media", ".mypy*")
        shutil.copytree(ROOT, project, ignore=ignored)
        for site in places[: options.count]:
            if time.monotonic() > until:
                break
            change, is_noticed = try_fault(project, site)
            noticed, done = noticed + is_noticed, done + 1
            where = site.path.relative_to(ROOT)
            print(f"{'noticed ' if is_noticed else 'SURVIVED'} {where} {change}", flush=True)
    print(f"seed {options.seed}: {noticed} of {done} noticed, of {options.count} drawn")


def all_places() -> Iterator[FaultSite]:
    """Every place in the rooms, whatever its tests."""
    for room in ROOMS:
        for path in sorted((ROOT / "evidence_qc" / room).rglob("*.py")):
            tree = ast.parse(path.read_text(encoding="utf-8"))
            for index, _ in enumerate(faulty_nodes(tree)):
                yield FaultSite(path, index)


def faulty_nodes(tree: ast.AST) -> list[ast.AST]:
    """Comparisons, arithmetic, ``and``/``or``, ``not``, numbers and conditions inside functions."""
    found = []
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
                found.append(node)
    return list(dict.fromkeys(found))


def try_fault(project: Path, site: FaultSite) -> tuple[str, bool]:
    """What was changed, and whether a test noticed."""
    source = site.path.read_text(encoding="utf-8")
    tree = ast.parse(source)
    node = faulty_nodes(tree)[site.index]
    line, before = getattr(node, "lineno", 0), ast.unparse(node)
    after = change(node)
    target = project / site.path.relative_to(ROOT)
    target.write_text(ast.unparse(ast.fix_missing_locations(tree)), encoding="utf-8")
    try:
        return f"line {line}: {before}  →  {after}", notices(project, site.path)
    finally:
        target.write_text(source, encoding="utf-8")


def change(node: ast.AST) -> str:
    """Make the fault; returns how the place reads now."""
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
    return ast.unparse(node)


def notices(project: Path, path: Path) -> bool:
    """Whether any of the module's tests fails; one that hangs has noticed."""
    chosen = tests_of(project, path)
    if not chosen:
        return False
    command = [
        sys.executable, "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider", *chosen,
    ]  # fmt: skip
    try:
        done = subprocess.run(
            command,
            cwd=project,
            env=os.environ | {"PYTHONPATH": str(project), "PYTHONDONTWRITEBYTECODE": "1"},
            capture_output=True,
            timeout=240,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return True
    return done.returncode == 1


def tests_of(project: Path, path: Path) -> list[str]:
    """Test files that name the module, then the rest of the folder that mirrors its own."""
    module = ".".join(path.relative_to(ROOT).with_suffix("").parts)
    room = Path("tests", *path.relative_to(ROOT / "evidence_qc").parent.parts)
    tests = sorted((project / "tests").rglob("test_*.py"))
    naming = [t for t in tests if module in t.read_text(encoding="utf-8")]
    mirrored = [t for t in tests if t.parent == project / room]
    return [str(t.relative_to(project)) for t in dict.fromkeys([*naming, *mirrored])]


if __name__ == "__main__":
    main()
