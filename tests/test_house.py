"""The house itself: imports go down only, start-up stays light, nothing names this machine."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

import evidence_qc

ROOMS = [
    "version", "errors", "model", "measures", "focus", "collage", "media", "examine", "rules",
    "profiles", "case", "runtime", "bundle", "report", "stages", "serve", "cli",
]  # fmt: skip
PACKAGE = Path(evidence_qc.__file__).parent
MODULES = sorted(PACKAGE.rglob("*.py"))


def room_of(path: Path) -> str:
    part = path.relative_to(PACKAGE).parts[0]
    return part.removesuffix(".py")


@pytest.mark.parametrize("path", MODULES, ids=lambda p: p.relative_to(PACKAGE).as_posix())
def test_a_room_imports_only_from_rooms_before_it(path: Path) -> None:
    """A room imports from itself and from rooms earlier in the list."""
    room = room_of(path)
    if room in {"__init__", "__main__"}:
        return
    allowed = set(ROOMS[: ROOMS.index(room) + 1])
    names: list[str] = []
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module:
            names.append(node.module)
            if node.module == "evidence_qc":
                names += [f"evidence_qc.{alias.name}" for alias in node.names]
        elif isinstance(node, ast.Import):
            names += [alias.name for alias in node.names]
    rooms = {name.split(".")[1] for name in names if name.startswith("evidence_qc.")}

    assert rooms <= allowed


def test_light_rooms_load_no_image_library() -> None:
    """The command line, the rules and the profiles start without OpenCV, NumPy or Pillow."""
    code = (
        "import sys, evidence_qc.cli, evidence_qc.rules, evidence_qc.profiles, evidence_qc.model;"
        "print([m for m in ('cv2', 'numpy', 'PIL', 'jinja2', 'rich') if m in sys.modules])"
    )
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert out.stdout.strip() == "[]"


@pytest.mark.parametrize("path", MODULES, ids=lambda p: p.relative_to(PACKAGE).as_posix())
def test_files_hold_one_idea(path: Path) -> None:
    """A module seldom passes 300 lines; none passes 330."""
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 330
