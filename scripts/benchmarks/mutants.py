"""Deliberate faults, drawn before any test is looked at: how many do the tests notice?

``python scripts/benchmarks/mutants.py --seed 1`` takes 240 places in eight rooms that a seed drew
once, changes one at a time in a copy of the project, and runs the quick tests that reach it, those
of its own module first, for at most six seconds of tests a fault. Which tests reach what is found
by one whole run beforehand and kept in ``--reach`` for the next time. A fault that no test notices
is printed: a test is missing, or the change means the same (``mutation/equivalent.py`` says why).
``--named`` tries faults that somebody thought of instead.
"""

from __future__ import annotations

import argparse
import dataclasses
import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

from scripts.benchmarks.mutation.equivalent import EQUIVALENT  # noqa: E402
from scripts.benchmarks.mutation.named import NAMED  # noqa: E402
from scripts.benchmarks.mutation.places import (  # noqa: E402
    Fault,
    draw,
    fault_at,
    kept,
    kept_file,
    replaced,
)

REACH = "scripts.benchmarks.mutation.reach"
SERVER = "scripts.benchmarks.mutation.server"
COUNT = 240
IGNORED = (".git", ".venv", "__pycache__", "sample_media", ".mypy*", ".hypothesis", "*.egg-info")


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--count", type=int, default=COUNT)
    parser.add_argument("--first", type=int, default=0, help="how many of them were tried before")
    parser.add_argument("--named", action="store_true", help="the faults of named.py")
    parser.add_argument("--only", metavar="TEXT", default="", help="of these those that hold TEXT")
    parser.add_argument("--tests", nargs="+", default=[], help="these, whatever they reach")
    parser.add_argument(
        "--report", type=Path, metavar="FILE", help="results, a line each; what it has is done"
    )
    parser.add_argument("--reach", type=Path, metavar="FOLDER", help="kept from one run to another")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        project = Path(name) / "project"
        shutil.copytree(ROOT, project, ignore=shutil.ignore_patterns(*IGNORED))
        if options.named:
            faults = [replaced(project, *fault) for fault in NAMED.values()]
        else:
            faults = drawn(project, options.seed)[options.first : options.count]
        faults = [fault for fault in faults if options.only in str(fault)]
        report = (options.report or Path(name) / "report.jsonl").resolve()
        report.touch()
        done = {result["fault"] for result in results(report)}
        reach = (options.reach or Path(name) / "reach").resolve()
        if not reach.is_dir() and not options.tests:
            reach.mkdir(parents=True)
            children = project / "scripts/benchmarks/mutation/children"
            more = {"EVIDENCE_REACH": str(reach), "EVIDENCE_REACH_PACKAGE": str(project)}
            pytest(project, "-n", "2", "-p", REACH, path=f"{project}{os.pathsep}{children}", **more)
        order = Path(name) / "order.json"
        listed = [dataclasses.asdict(fault) for fault in faults if str(fault) not in done]
        order.write_text(
            json.dumps(
                {
                    "faults": listed,
                    "reach": "" if options.tests else str(reach),
                    "report": str(report),
                }
            ),
            encoding="utf-8",
        )
        pytest(
            project,
            "-p",
            SERVER,
            *options.tests,
            EVIDENCE_FAULTS=str(order),
            OPENBLAS_NUM_THREADS="1",
        )
        found = results(report)
    for result in found:
        how = "noticed " if result["noticed"] else "SURVIVED"
        if not result["noticed"] and result["place"] in EQUIVALENT:
            how = "the same"
        print(f"{how} {result['fault']}  [{result['tests']} tests; {result['by']}]")
    noticed = sum(result["noticed"] for result in found)
    same = sum(not result["noticed"] and result["place"] in EQUIVALENT for result in found)
    print(
        f"{noticed} of {len(found)} noticed, {same} of the others argued to be the same, "
        f"{sum(result['seconds'] for result in found) / 60:.0f} min"
    )


def drawn(project: Path, seed: int) -> list[Fault]:
    """The faults of a seed; it is drawn, and its places are written down, when it is new.

    A place that is gone is said: its line in the list should follow the code.
    """
    places = kept(seed)
    if places is None:
        places = draw(project, seed, COUNT)
        lines = [json.dumps(dataclasses.astuple(each), ensure_ascii=False) for each in places]
        kept_file(seed).write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    faults = []
    for location in places:
        try:
            faults.append(fault_at(project, location))
        except LookupError as error:
            print(f"GONE     {error}")
    return faults


def results(report: Path) -> list[dict[str, Any]]:
    """What a report holds."""
    return [json.loads(line) for line in report.read_text(encoding="utf-8").splitlines()]


def pytest(project: Path, *arguments: str, path: str = "", **more: str) -> None:
    """Run it in the copy."""
    subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *arguments],
        cwd=project,
        env=os.environ | {"PYTHONPATH": path or str(project)} | more,
        stdout=subprocess.DEVNULL,
        check=False,
    )


if __name__ == "__main__":
    main()
