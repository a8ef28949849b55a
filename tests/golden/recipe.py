"""What the corpus is made of, and how: command lines, as a person would type them.

The corpus is made and tested through the command line and files alone, so that it holds however
the inside of the program is arranged.
"""

from __future__ import annotations

import io
import os
import shutil
import sys
import warnings
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import chdir, contextmanager, redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path

from evidence_qc.cli import main
from tests.golden.disputes import (
    BROKEN,
    EVERY_KEY,
    LOOSE,
    SCRIPTS,
    TYPICAL,
    WRONG,
)

CORPUS = Path(__file__).parent / "corpus"
PROFILE = ("--profile", "platform.toml")


@dataclass(frozen=True, slots=True)
class Command:
    """One command line; its stdout is ``written/NAME``, its stderr ``written/NAME.stderr``."""

    name: str
    arguments: tuple[str, ...]
    code: int = 0

    @property
    def bundle(self) -> str:
        """The name of the bundle that it makes."""
        return Path(self.arguments[self.arguments.index("-o") + 1]).name


COMMANDS = (
    Command("typical.json", ("scan", TYPICAL, "--format", "json", *PROFILE), 1),
    Command("typical.jsonl", ("scan", TYPICAL, "--format", "jsonl", *PROFILE), 1),
    Command("typical.csv", ("scan", TYPICAL, "--format", "csv", *PROFILE), 1),
    Command("typical.txt", ("scan", TYPICAL, *PROFILE), 1),
    Command("every-key.txt", ("scan", EVERY_KEY, *PROFILE), 1),
    Command("scripts.txt", ("scan", SCRIPTS, *PROFILE)),
    Command("loose.txt", ("scan", LOOSE, "--verbose", *PROFILE), 1),
    Command("loose.csv", ("scan", LOOSE, "--format", "csv", *PROFILE), 1),
    Command("broken.txt", ("scan", BROKEN, "--verbose", *PROFILE), 1),
    Command("wrong.txt", ("scan", WRONG, *PROFILE), 2),
    Command("check.json", ("check", LOOSE, "--format", "json", *PROFILE), 1),
    Command("check.txt", ("check", LOOSE, *PROFILE), 1),
    Command("frames.txt", ("frames", f"{TYPICAL}/clip.mp4", "-n", "2", "-o", "out/frames")),
    Command("batch.jsonl", ("batch", "disputes", *PROFILE), 1),
    Command("verify.txt", ("verify", "bundles/first")),
    Command("verify.json", ("verify", "bundles/first", "--format", "json")),
    Command("verify-zip.txt", ("verify", "bundles/second.zip")),
)

BUNDLES = (
    Command(
        "bundle-first.txt",
        ("bundle", EVERY_KEY, "-o", "out/first", "--received", "2026-11-04", *PROFILE),
        1,
    ),
    Command(
        "bundle-second.txt",
        ("bundle", EVERY_KEY, "-o", "out/second.zip", "--after", "bundles/first",
         "--request", "Show the handle", "--date", "2026-11-20", *PROFILE),
        1,
    ),
    Command("bundle-typical.txt", ("bundle", TYPICAL, "-o", "out/typical", *PROFILE), 1),
    Command("bundle-scripts.txt", ("bundle", SCRIPTS, "-o", "out/scripts", *PROFILE)),
)  # fmt: skip
"""The first two are kept whole, of the others what is no picture; ``second.zip`` goes on after
the ``first`` that is kept."""

REMEMBER = ("scan", LOOSE, "--format", "html", "-o", "out/page.html", *PROFILE)
"""Fills a cache of its own, facts and thumbnails; the page itself is free to change."""

WHOLE = ("first", "second.zip")
KEPT = ("manifest.json", "UPLOAD.txt", "submit/statement.txt")
"""Of a bundle that is not kept whole."""


@dataclass(frozen=True, slots=True)
class Ran:
    """What a command line left behind."""

    code: int
    out: bytes
    err: bytes


def run(arguments: Sequence[str], folder: Path, cache: Path) -> Ran:
    """The program in a folder, as if it were started there: its streams, its exit code."""
    raw = io.BytesIO(), io.BytesIO()
    out, err = (io.TextIOWrapper(each, encoding="utf-8") for each in raw)
    with (
        chdir(folder),
        _environment(EVIDENCE_QC_CACHE=str(cache), COLUMNS="100", NO_COLOR="1"),
        warnings.catch_warnings(),  # the program sets filters for a process of its own
        redirect_stdout(out),
        redirect_stderr(err),
    ):
        before, sys.argv = sys.argv, ["evidence-qc", *arguments]
        try:
            main()
            code = 0
        except SystemExit as ended:
            code = int(ended.code or 0)
        finally:
            sys.argv = before
    out.flush()
    err.flush()
    return Ran(code, *(each.getvalue() for each in raw))


def prepare(work: Path, corpus: Path = CORPUS) -> Path:
    """A folder to run the commands in: the inputs, and the bundles that are there already."""
    shutil.copytree(corpus / "inputs", work, dirs_exist_ok=True)
    (work / "out").mkdir(exist_ok=True)
    if (corpus / "bundles").exists():
        shutil.copytree(corpus / "bundles", work / "bundles")
    return work


def contents(bundle: Path) -> Mapping[str, bytes]:
    """Name → bytes of every file in a bundle, folder or zip."""
    if bundle.is_dir():
        files = (path for path in bundle.rglob("*") if path.is_file())
        return {path.relative_to(bundle).as_posix(): path.read_bytes() for path in files}
    with zipfile.ZipFile(bundle) as archive:
        return {name.partition("/")[2]: archive.read(name) for name in archive.namelist()}


@contextmanager
def _environment(**values: str) -> Iterator[None]:
    before = dict(os.environ)
    os.environ.update(values)
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(before)
