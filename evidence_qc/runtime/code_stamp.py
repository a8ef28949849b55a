"""What facts depend on besides the file: our code that makes them, and the decoders' versions."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from functools import lru_cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from evidence_qc.version import VERSION

PACKAGE = Path(__file__).parent.parent
ROOTS = ("evidence_qc.examine.file", "evidence_qc.examine.isolated", "evidence_qc.examine.worker")
"""What makes facts; all else follows from what these import."""

DECODERS = (
    "numpy", "Pillow", "pillow-heif", "simplejpeg", "imageio-ffmpeg", "zxing-cpp",
    "opencv-python-headless", "opencv-python", "opencv-contrib-python",
    "opencv-contrib-python-headless",
)  # fmt: skip
"""Each wheel carries its own native code (libjpeg-turbo, libheif, ffmpeg …) under its version."""

_IMPORT = re.compile(
    r"^[ \t]*(?:from[ \t]+(evidence_qc[\w.]*)[ \t]+import[ \t]+(\([^)]*\)|[^\n]*)"
    r"|import[ \t]+(evidence_qc[\w.]*))",
    re.MULTILINE,
)


@lru_cache(maxsize=1)
def code_stamp() -> str:
    """Version, decoders, and size and date of every file that can change a measurement.

    So facts of another release, of code that is being worked on, or of another decoder are never
    mistaken for ours.
    """
    parts = [VERSION, *decoder_versions()]
    for file in code_of_facts():
        stat = file.stat()
        name = file.relative_to(PACKAGE).as_posix()
        parts.append(f"{name} {stat.st_size} {stat.st_mtime_ns}")
    return hashlib.sha256("|".join(parts).encode()).hexdigest()[:16]


def decoder_versions() -> Iterator[str]:
    """Name and version of each decoder that is installed."""
    for package in DECODERS:
        try:
            yield f"{package} {version(package)}"
        except PackageNotFoundError:
            continue


def code_of_facts() -> list[Path]:
    """Every file of the package that making facts imports, and the data beside such files."""
    found: dict[str, Path] = {}
    waiting, seen = list(ROOTS), set[str]()
    while waiting:
        name = waiting.pop()
        path = None if name in seen else _file_of(name)
        seen.add(name)
        if path is None:
            continue
        found[name] = path
        waiting += _imported(path.read_text(encoding="utf-8"))
        if name.count(".") > 1:
            waiting.append(name.rpartition(".")[0])
    folders = {path.parent for path in found.values()} - {PACKAGE}
    data = {each for folder in folders for each in folder.rglob("*") if _is_data(each)}
    return sorted({*found.values(), *data})


def _imported(text: str) -> Iterator[str]:
    for match in _IMPORT.finditer(text):
        module, names, whole = match.groups()
        if whole:
            yield whole
            continue
        yield module
        for name in re.findall(r"\w+", re.sub(r"#[^\n]*|\bas\s+\w+", "", names)):
            yield f"{module}.{name}"


def _file_of(module: str) -> Path | None:
    """The file of a module of the package below its top; None: that is no module."""
    parts = module.split(".")[1:]
    if not parts:
        return None  # its names are loaded when they are asked for
    path = PACKAGE.joinpath(*parts)
    for file in (path.with_suffix(".py"), path / "__init__.py"):
        if file.is_file():
            return file
    return None


def _is_data(path: Path) -> bool:
    return path.is_file() and path.suffix not in {".py", ".pyc", ".md"}
