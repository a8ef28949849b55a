"""Figures on rendered photos whose blur and exposure are known exactly."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from evidence_qc.model import FileFacts, FileReport, Mark, Verdict
from judgement import statistics
from judgement.answers import FOCUS_RULES
from judgement.facts import Eye
from judgement.figures import Figure

Wanted = Callable[[dict[str, Any]], bool]
Seen = list[tuple[dict[str, Any], FileReport]]
BLURRED_PERMILLE = 3.0
"""Kernels from here on are surely to be found."""


def of_truth(eye: Eye, folder: Path) -> list[Figure]:
    """Figures on the photos of a truth set (``make_samples.py --truth-set FOLDER``)."""
    files: dict[str, dict[str, Any]] = json.loads((folder / "truth.json").read_text())["files"]
    photos = {name: truth for name, truth in files.items() if truth.get("media") == "photo"}
    behind = {name: t for name, t in photos.items() if t.get("focus") == "behind"}
    marks = {folder / name: [_mark(truth)] for name, truth in behind.items()}

    def judged(truths: dict[str, dict[str, Any]], facts: list[FileFacts]) -> Seen:
        return list(zip(truths.values(), map(eye.judge, facts), strict=True))

    seen = judged(photos, eye.photos("truth", [folder / name for name in photos]))
    marked = judged(behind, eye.photos("truth marked", marks, marks))

    def share(wanted: Wanted, holds: Callable[[FileReport], bool], among: Seen = seen) -> float:
        return statistics.share([holds(report) for truth, report in among if wanted(truth)])

    def blurry(report: FileReport) -> bool:
        return any(finding.rule in FOCUS_RULES for finding in report.findings)

    def says(*rules: str) -> Callable[[FileReport], bool]:
        return lambda report: any(finding.rule in rules for finding in report.findings)

    def kind(name: str, **values: Any) -> Wanted:
        return lambda truth: (
            truth["kind"] == name and all(truth.get(key) == value for key, value in values.items())
        )

    def much(name: str) -> Wanted:
        return lambda truth: truth["kind"] == name and truth["blur_permille"] >= BLURRED_PERMILLE

    def rejected(report: FileReport) -> bool:
        return report.verdict is Verdict.REJECT

    return [
        Figure("made: sharp plain surfaces → blurry", share(kind("plain"), blurry), 0.0,
               at_least=False, is_share=True),
        Figure("made: sharp scenes → blurry",
               share(lambda t: t["kind"] in {"focus", "shake"} and t["sharp"], blurry), 0.03,
               at_least=False, is_share=True),
        Figure("made: defocus of 3 ‰ or more → blurry", share(much("focus"), blurry), 0.95,
               is_share=True),
        Figure("made: shake of 3 ‰ or more → blurry", share(much("shake"), blurry), 0.95,
               is_share=True),
        Figure("made: subject sharp, background not → reject",
               share(kind("bokeh", focus="subject"), rejected), 0.05,
               at_least=False, is_share=True),
        Figure("made: background sharp, subject not → focus-behind-subject",
               share(kind("bokeh", focus="behind"), says("focus-behind-subject")), 0.8,
               is_share=True),
        Figure("made: the same, its subject marked",
               share(kind("bokeh", focus="behind"), says("focus-behind-subject"), marked), 0.8,
               is_share=True),
        Figure("made: dark → too-dark",
               share(kind("exposure", exposure="dark"), says("too-dark")), 0.95, is_share=True),
        Figure("made: blown → over-exposed",
               share(kind("exposure", exposure="blown"), says("over-exposed")), 0.90,
               is_share=True),
        Figure("made: exposure ok → too-dark or over-exposed",
               share(kind("exposure", exposure="ok"), says("too-dark", "over-exposed")), 0.03,
               at_least=False, is_share=True),
    ]  # fmt: skip


def _mark(truth: dict[str, Any]) -> Mark:
    """A mark on the middle of the subject, half as large as it."""
    left, top, right, bottom = truth["subject_box"]
    return Mark((left + right) / 2, (top + bottom) / 2, max(right - left, bottom - top) / 2)
