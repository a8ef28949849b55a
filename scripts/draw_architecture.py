"""Draw the rooms of the package and what stands on what, from the imports of the code.

python scripts/draw_architecture.py          writes evidence_qc/docs/architecture.svg
python scripts/draw_architecture.py --check  exit 1 if it would change

An arrow that follows from others (a → b → c makes a → c) is left out.
"""

from __future__ import annotations

import argparse
import ast
import sys
from collections.abc import Mapping
from html import escape
from pathlib import Path

PACKAGE = Path(__file__).resolve().parent.parent / "evidence_qc"
PICTURE = PACKAGE / "docs" / "architecture.svg"
LEFT_OUT = {"__init__", "__main__", "version", "docs"}
WIDTH, BOX_WIDTH, BOX_HEIGHT, GAP, ROW = 1080, 200, 52, 16, 104


def rooms() -> dict[str, set[str]]:
    """Room → the rooms that it imports from, inside functions and for types too."""
    found: dict[str, set[str]] = {}
    for path in sorted(PACKAGE.rglob("*.py")):
        room = path.relative_to(PACKAGE).parts[0].removesuffix(".py")
        if room in LEFT_OUT:
            continue
        below = found.setdefault(room, set())
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("evidence_qc."):
                below.add(str(node.module).split(".")[1])
    return {room: below - LEFT_OUT - {room} for room, below in found.items()}


def reduced(below: Mapping[str, set[str]]) -> dict[str, set[str]]:
    """Without the arrows that follow from others."""
    reach: dict[str, set[str]] = {}

    def reached(room: str) -> set[str]:
        if room not in reach:
            reach[room] = set().union(*({b} | reached(b) for b in below[room]), set())
        return reach[room]

    return {
        room: {b for b in there if not any(b in reached(other) for other in there - {b})}
        for room, there in below.items()
    }


def levels(below: Mapping[str, set[str]]) -> dict[str, int]:
    """How many rooms stand below each other under a room."""
    found: dict[str, int] = {}

    def level(room: str) -> int:
        if room not in found:
            found[room] = 1 + max((level(b) for b in below[room]), default=-1)
        return found[room]

    for room in below:
        level(room)
    return found


def purpose(room: str) -> str:
    """What the room's docstring says first, up to a mark that fits."""
    path = PACKAGE / f"{room}.py"
    path = path if path.exists() else PACKAGE / room / "__init__.py"
    text = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or ""
    first = text.splitlines()[0] if text else ""
    for mark in (".", ";", ":", ","):
        if len(first) > 34 or mark == ".":
            first = first.split(mark)[0]
    return first if len(first) <= 34 else first[:33].rsplit(" ", 1)[0] + " …"


def draw() -> str:
    """The picture as SVG."""
    arrows = reduced(rooms())
    level = levels(arrows)
    top = max(level.values())
    height = (top + 1) * ROW + 20
    position: dict[str, tuple[float, float]] = {}
    for row in range(top + 1):
        there = sorted(room for room, its in level.items() if its == row)
        start = (WIDTH - len(there) * BOX_WIDTH - (len(there) - 1) * GAP) / 2
        for index, room in enumerate(there):
            position[room] = (start + index * (BOX_WIDTH + GAP), 20 + (top - row) * ROW)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" '
        'font-family="sans-serif" role="img" aria-label="Rooms and what stands on what">',
        '<defs><marker id="tip" viewBox="0 0 8 8" refX="8" refY="4" markerWidth="7" '
        'markerHeight="7" orient="auto"><path d="M0 0L8 4L0 8z" fill="#667"/></marker></defs>',
        f'<rect width="{WIDTH}" height="{height}" fill="#fff"/>',
    ]
    for room, below in sorted(arrows.items()):
        for under in sorted(below):
            (x0, y0), (x1, y1) = position[room], position[under]
            x0, y0, x1 = x0 + BOX_WIDTH / 2, y0 + BOX_HEIGHT, x1 + BOX_WIDTH / 2
            bend = (y1 - y0) / 2
            parts.append(
                f'<path d="M{x0:g} {y0:g}C{x0:g} {y0 + bend:g} {x1:g} {y1 - bend:g} {x1:g} {y1:g}" '
                'fill="none" stroke="#667" stroke-width="1.3" marker-end="url(#tip)"/>'
            )
    for room, (x, y) in sorted(position.items()):
        parts += [
            f'<rect x="{x:g}" y="{y:g}" width="{BOX_WIDTH}" height="{BOX_HEIGHT}" rx="7" '
            'fill="#eef3fb" stroke="#456"/>',
            f'<text x="{x + BOX_WIDTH / 2:g}" y="{y + 21:g}" text-anchor="middle" font-size="15" '
            f'font-weight="bold" fill="#123">{escape(room)}</text>',
            f'<text x="{x + BOX_WIDTH / 2:g}" y="{y + 39:g}" text-anchor="middle" font-size="10.5" '
            f'fill="#345">{escape(purpose(room))}</text>',
        ]
    return "\n".join([*parts, "</svg>", ""])


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--check", action="store_true")
    options = parser.parse_args()
    drawn = draw()
    if options.check:
        return int(not PICTURE.exists() or PICTURE.read_text(encoding="utf-8") != drawn)
    PICTURE.write_text(drawn, encoding="utf-8", newline="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
