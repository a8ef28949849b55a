"""What one tool says of every photo of ``photos``, in the same words for all tools."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from evidence_qc.model import FileReport, Verdict

FOCUS_RULES = ("out-of-focus", "motion-blur", "focus-behind-subject")


@dataclass(frozen=True, slots=True)
class Answers:
    """Lists in the order of the photos; larger blur, dark and bright mean more of it."""

    tool: str
    blur: Sequence[float]
    dark: Sequence[float]
    bright: Sequence[float]
    says_dark: Sequence[bool]
    says_bright: Sequence[bool]
    rejects: Sequence[bool]
    score: Sequence[float]


def ours(reports: Sequence[FileReport], scores: Sequence[float] | None = None) -> Answers:
    """This project's answers; with other scores where given."""
    pictures = [report.facts.picture for report in reports]
    found = [{finding.rule for finding in report.findings} for report in reports]
    return Answers(
        tool="evidence-qc",
        blur=[picture.blur_permille or 0.0 if picture else 0.0 for picture in pictures],
        dark=[picture.dark_area_ratio or 0.0 if picture else 0.0 for picture in pictures],
        bright=[picture.subject_luma_ratio or 0.0 if picture else 0.0 for picture in pictures],
        says_dark=["too-dark" in rules for rules in found],
        says_bright=["over-exposed" in rules for rules in found],
        rejects=[report.verdict is Verdict.REJECT for report in reports],
        score=scores or [report.score or 0.0 for report in reports],
    )


def peers(python: Path, photos: Sequence[Path]) -> list[Answers]:
    """Answers of cleanvision and capturetrust, run by an interpreter that has them."""
    with tempfile.TemporaryDirectory() as folder:
        listed, answered = Path(folder) / "photos.json", Path(folder) / "answers.json"
        listed.write_text(json.dumps([str(path.resolve()) for path in photos]))
        script = Path(__file__).with_name("run_peers.py")
        subprocess.run(
            [str(python), str(script), str(listed), str(answered)], check=True, stdout=sys.stderr
        )
        return [Answers(**answers) for answers in json.loads(answered.read_text())]
