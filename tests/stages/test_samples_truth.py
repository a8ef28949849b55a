"""A scan of the sample dispute says what its maker knows to be true of every file."""

import json
from pathlib import Path
from typing import Any

import pytest

from evidence_qc import Report, scan

pytestmark = pytest.mark.slow

FOLDER = Path(__file__).parents[2] / "sample_media"
TRUTH: dict[str, dict[str, Any]] = json.loads((FOLDER / "truth.json").read_text())["files"]


@pytest.fixture(scope="module")
def report() -> Report:
    return scan(FOLDER, use_cache=False)


def disagreement(report: Report, name: str) -> str:
    """What the scan says other than the truth; empty when they agree."""
    file = next(f for f in report.files if f.facts.path == f"{FOLDER.as_posix()}/{name}")
    truth = TRUTH[name]
    found = {finding.rule for finding in file.findings if finding.severity != "note"}
    accepted = truth.get("verdicts_accepted") or [truth["verdict"]]
    wrong = []
    if file.verdict not in accepted:
        wrong.append(f"{file.verdict}, not {' or '.join(accepted)}")
    wrong += [f"no {rule}" for rule in truth["faults"] if rule not in all_rules(file)]
    extra = found - set(truth["faults"]) - set(truth.get("may_also", ()))
    wrong += [f"false {rule}" for rule in sorted(extra)]
    return "; ".join(wrong)


def all_rules(file: Any) -> set[str]:
    return {finding.rule for finding in file.findings}


def test_every_file_is_in_the_truth(report: Report) -> None:
    """Nothing in the folder is without a truth."""
    names = {file.facts.path.removeprefix(f"{FOLDER.as_posix()}/") for file in report.files}

    assert names == set(TRUTH)


@pytest.mark.parametrize("name", sorted(TRUTH))
def test_the_scan_agrees(report: Report, name: str) -> None:
    """On verdict and faults."""
    assert not disagreement(report, name)
