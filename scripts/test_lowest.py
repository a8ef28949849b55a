"""Run quick tests with the oldest versions that pyproject.toml allows, in their own environment.

Usage: python3 scripts/test_lowest.py [-- ARGUMENTS FOR PYTEST]

uv takes every direct dependency at its floor (``--resolution lowest-direct``). What is tested is
what other versions could break: decoders, drawing, measures, the command line, the golden corpus.
What starts servers, browsers or many scans is left to scripts/test.py.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import subprocess
import sys

from environment import ENVIRONMENT, ROOT, prepare, say

LOWEST = ENVIRONMENT / "lowest"
QUICK = (
    "tests/media/formats", "tests/media/integrity", "tests/media/photo", "tests/collage",
    "tests/measures", "tests/language", "tests/profiles", "tests/rules", "tests/report/test_csv.py",
    "tests/report/test_json.py", "tests/report/test_table.py", "tests/runtime/test_store.py",
    "tests/cli/test_main.py", "tests/golden", "tests/test_public.py",
)  # fmt: skip


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("pytest", nargs="*", help="arguments for pytest, after --")
    options = parser.parse_args()
    python = make(str(prepare("test")))
    command = [python, "-m", "pytest", "-q", "-n", "auto", "-p", "no:cacheprovider"]
    say("\n== tests with the lowest versions")
    return subprocess.run([*command, *QUICK, *options.pytest], cwd=ROOT, check=False).returncode


def make(python: str) -> str:
    """The environment's interpreter; made anew when pyproject.toml has changed."""
    inside = str(LOWEST / ("Scripts/python.exe" if os.name == "nt" else "bin/python"))
    stamp = LOWEST / "installed"
    wanted = hashlib.sha256((ROOT / "pyproject.toml").read_bytes()).hexdigest()
    if stamp.exists() and stamp.read_text() == wanted:
        return inside
    say("Installing the lowest versions …")
    uv = [python, "-m", "uv", "--quiet"]
    install = ["pip", "install", "--python", inside, "--resolution", "lowest-direct"]
    for step in (
        [*uv, "venv", "--clear", "--python", python, str(LOWEST)],
        [*uv, *install, "--editable", ".[test]"],
    ):
        if subprocess.run(step, cwd=ROOT, check=False).returncode:
            sys.exit("The lowest versions cannot be installed together; the lines above say why.")
    stamp.write_text(wanted)
    return inside


if __name__ == "__main__":
    sys.exit(main())
