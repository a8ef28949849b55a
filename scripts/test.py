"""Set up whatever the tests need, then run them all: lint, types, tests.

Usage: python3 scripts/test.py [--all] [-- ARGUMENTS FOR PYTEST]; --all adds the slow tests.
"""

from __future__ import annotations

import argparse
import subprocess
import sys

from environment import ROOT, prepare, say

LINES_PERCENT = 93
"""Lines of the package that the quick tests reach, at least; 95 in November 2026."""


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--all", action="store_true", help="also the tests marked slow")
    parser.add_argument("pytest", nargs="*", help="arguments for pytest, after --")
    options = parser.parse_args()
    python = str(prepare("test"))
    # Tracing costs a quarter of the time, so it is for whoever runs all of them, slow ones too.
    covered = ["--cov=evidence_qc", "--cov-report=", f"--cov-fail-under={LINES_PERCENT}"]
    is_whole = options.all and not options.pytest
    steps = [
        ("lint", [python, "-m", "ruff", "check", "."]),
        ("types", [python, "-m", "mypy"]),
        (
            "tests",
            [python, "-m", "pytest", "-q", "-n", "auto"]
            + (covered if is_whole else options.pytest),
        ),
    ]
    if options.all:
        # One at a time: they measure memory, or drive a browser and ffmpeg with all cores.
        steps.append(("slow tests", [python, "-m", "pytest", "-q", "-m", "slow", *options.pytest]))
    failed = []
    for name, command in steps:
        say(f"\n== {name}")
        if subprocess.run(command, cwd=ROOT, check=False).returncode:
            failed.append(name)
    say(f"\nFailed: {', '.join(failed)}." if failed else "\nEverything passed.")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
