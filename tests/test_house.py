"""The house itself: imports go down only, start-up stays light, nothing names this machine."""

import ast
import json
import re
import subprocess
import sys
from collections import Counter
from graphlib import TopologicalSorter
from pathlib import Path

import evidence_qc
from tests.pictures import jpeg, scene, write

ROOMS = [
    "version", "language", "errors", "model", "measures", "focus", "collage", "runtime", "media",
    "rules", "examine", "profiles", "case", "plan", "report", "bundle", "stages", "serve", "mcp",
    "cli",
]  # fmt: skip
PACKAGE = Path(evidence_qc.__file__).parent
MODULES = sorted(PACKAGE.rglob("*.py"))


def room_of(path: Path) -> str:
    part = path.relative_to(PACKAGE).parts[0]
    return part.removesuffix(".py")


def imported(path: Path) -> set[str]:
    """Modules of the package that a file imports, also inside functions and for types only."""
    names: list[str] = []
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module:
            names.append(node.module)
            names += [f"{node.module}.{alias.name}" for alias in node.names]
        elif isinstance(node, ast.Import):
            names += [alias.name for alias in node.names]
    return {name for name in names if name.startswith("evidence_qc.")}


def test_a_room_imports_only_from_rooms_before_it() -> None:
    """A room imports from itself and from rooms earlier in the list."""
    offenders = [
        f"{path.relative_to(PACKAGE)} imports {name}"
        for path in MODULES
        if (room := room_of(path)) not in {"__init__", "__main__"}
        for name in sorted(imported(path))
        if name.split(".")[1] not in ROOMS[: ROOMS.index(room) + 1]
    ]

    assert offenders == []


def module_of(path: Path) -> str:
    parts = path.relative_to(PACKAGE.parent).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


KNOWN = {module_of(path): path for path in MODULES}


def at_import(path: Path) -> set[str]:
    """What importing a file imports of the package: not in functions, not for types only."""
    found: set[str] = set()
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("evidence_qc"):
            for alias in node.names:
                submodule = f"{node.module}.{alias.name}"
                found.add(submodule if submodule in KNOWN else str(node.module))
    return found


def test_no_module_imports_itself_by_way_of_others() -> None:
    """There is no circle among the modules, whatever room they are in."""
    sorter: TopologicalSorter[str] = TopologicalSorter(
        {name: at_import(path) & (KNOWN.keys() - {name}) for name, path in KNOWN.items()}
    )

    sorter.prepare()  # raises CycleError, which names the circle


def test_rooms_can_be_surveyed() -> None:
    """No folder holds more than 20 modules, nor more than 20 scripts of the page."""
    files = [*MODULES, *PACKAGE.rglob("*.js")]
    counts = Counter(path.parent for path in files if path.name != "__init__.py")

    assert {str(folder): count for folder, count in counts.items() if count > 20} == {}


def test_light_rooms_load_no_image_library() -> None:
    """The command line, the rules and the profiles start without OpenCV, NumPy or Pillow."""
    code = (
        "import sys, evidence_qc.cli, evidence_qc.rules, evidence_qc.profiles, evidence_qc.model;"
        "print([m for m in ('cv2', 'numpy', 'PIL', 'jinja2', 'rich') if m in sys.modules])"
    )
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert out.stdout.strip() == "[]"


def test_whoever_has_files_decoded_by_workers_loads_no_image_library() -> None:
    """They load it while this process finds out what to do."""
    code = (
        "import sys, evidence_qc.examine.isolated, evidence_qc.report.json;"
        "import evidence_qc.stages.check;"
        "evidence_qc.stages.check.tool_info();"
        "print([m for m in ('cv2', 'numpy', 'PIL', 'jinja2', 'rich') if m in sys.modules])"
    )
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert out.stdout.strip() == "[]"


def test_one_photo_is_checked_without_an_image_library_here(tmp_path: Path) -> None:
    """The worker has it; with one photo there is nothing to compare."""
    photo = write(tmp_path, a=jpeg(scene(160, 120))) / "a.jpg"
    code = (
        "import sys; from evidence_qc.cli.main import run; code = run(sys.argv[1:]);"
        "print(code, [m for m in ('cv2', 'numpy', 'PIL', 'jinja2') if m in sys.modules])"
    )
    command = [sys.executable, "-c", code, "check", str(photo), "--no-cache", "--quiet"]
    out = subprocess.run(command, capture_output=True, text=True, check=True)

    assert out.stdout.split(maxsplit=1)[1].strip() == "[]"


def test_a_few_unlike_photos_are_scanned_without_an_image_library_here(tmp_path: Path) -> None:
    """Their fingerprints are compared, and that is all that there is to compare."""
    photos = {name: jpeg(scene(160, 120, seed=n)) for n, name in enumerate("abc")}
    write(tmp_path, **photos)
    code = (
        "import sys; from evidence_qc.cli.main import run; run(sys.argv[1:]);"
        "print([m for m in ('cv2', 'numpy', 'PIL', 'jinja2') if m in sys.modules])"
    )
    report = tmp_path / "report.json"
    command = [sys.executable, "-c", code, "scan", str(tmp_path), "--no-cache", "--quiet"]
    command += ["--format", "json", "-o", str(report)]
    out = subprocess.run(command, capture_output=True, text=True, check=True)

    assert len(json.loads(report.read_text())["files"]) == 3
    assert out.stdout.strip() == "[]"


def test_files_hold_one_idea() -> None:
    """A module seldom passes 300 lines; none passes 330."""
    lengths = {path: len(path.read_text(encoding="utf-8").splitlines()) for path in MODULES}

    assert {str(path): lines for path, lines in lengths.items() if lines > 330} == {}


RETIRED = {
    "shelf", "gallery", "wishes", "desk", "guard", "problems", "workshop", "place", "bench",
    "looks", "look", "looker", "unread", "torn_tile", "garbled", "overwritten", "jpeg_seam",
    "jpeg_hole", "jpeg_colours", "coded_parts", "raster", "settle", "glimpse", "patience",
    "child", "opinion", "eyesight", "workplace", "told", "shown",
}  # fmt: skip
"""Words that meant something only here; the field has its own (docs/architecture.md)."""
KEYS = {"not_shown"}
"""What a report calls so is promised."""


def names_in(path: Path) -> set[str]:
    """Of a file: its own, and what it calls its classes, functions, arguments and variables."""
    found = {path.stem, path.parent.name}
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        match node:
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name):
                found.add(name)
            case ast.ClassDef(name=name) | ast.arg(arg=name):
                found.add(name)
            case ast.Name(id=name, ctx=ast.Store()) | ast.Attribute(attr=name, ctx=ast.Store()):
                found.add(name)
    return found - KEYS


def is_retired(name: str) -> bool:
    """A retired word, alone or as the first or last part of a name, whatever its case."""
    words = re.sub(r"(?<=[a-z])(?=[A-Z])", "_", name).lower().strip("_")
    return any(
        words == old or words.startswith(f"{old}_") or words.endswith(f"_{old}") for old in RETIRED
    )


def test_no_private_word_comes_back() -> None:
    """Someone who knows OpenCV, ffmpeg and HTTP recognises every name."""
    paths = [*MODULES, *(PACKAGE.parent / "scripts").rglob("*.py")]
    offenders = [
        f"{path.relative_to(PACKAGE.parent)}: {name}"
        for path in paths
        for name in sorted(names_in(path))
        if is_retired(name)
    ]

    assert offenders == []


PARAMETERS_MAX = 7
LONG_LISTS = {
    "bundle/video/encode.py: prepare_clip",
    "bundle/video/plan.py: plan_clip",
    "collage/paint.py: _blend",
    "examine/isolated.py: examine_isolated",
    "examine/video.py: examine_video",
    "media/video/frames.py: __init__",
}
"""Functions that still take more; none may join them."""


def test_few_things_are_handed_on() -> None:
    """But for the public doors, whose keywords are promised: what goes together is one object."""
    found = {
        f"{path.relative_to(PACKAGE).as_posix()}: {node.name}"
        for path in MODULES
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and len(node.args.posonlyargs + node.args.args + node.args.kwonlyargs) > PARAMETERS_MAX
        and node.name not in evidence_qc.__all__
        and room_of(path) != "mcp"  # the parameters of a tool are its schema
    }

    assert found == LONG_LISTS
