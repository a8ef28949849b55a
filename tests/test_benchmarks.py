"""Benchmarks that need data nobody has here: at least what they print can be printed."""

from __future__ import annotations

import sys
from importlib import import_module
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest

SCRIPTS = Path(__file__).resolve().parents[1] / "scripts"


@pytest.fixture
def accuracy(monkeypatch: pytest.MonkeyPatch) -> Any:
    """The script as a module, and nothing of it left behind."""
    before = set(sys.modules)
    monkeypatch.setattr(sys, "path", [str(SCRIPTS / "benchmarks"), *sys.path])
    yield import_module("accuracy")
    for name in set(sys.modules) - before:
        if name.partition(".")[0] in {"accuracy", "judgement"}:
            del sys.modules[name]


def test_a_table_has_a_row_for_each_figure_and_says_what_was_missed(
    accuracy: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    """Figures of every tool side by side, then those that only this one has."""
    figure = accuracy.Figure
    mine = [figure("auc", 0.5, 0.9), figure("share", 0.125, 0.2, at_least=False, is_share=True)]
    others = [figure("auc", 0.25, 0.9), figure("share", 0.5, 0.2, is_share=True)]

    accuracy._print([mine, others], [figure("alone", 1.0, None)], ["this", "that"])

    assert capsys.readouterr().out.splitlines()[2:] == [
        "| auc | ≥ 0.9 | **0.500** (missed) | 0.250 |",
        "| share | ≤ 20 % | 12.5 % | 50.0 % |",
        "| alone | – | 1.000 | – |",
    ]


@pytest.fixture
def subject_overlap(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Likewise."""
    before = set(sys.modules)
    monkeypatch.setattr(sys, "path", [str(SCRIPTS / "benchmarks"), *sys.path])
    yield import_module("subject_overlap")
    for name in set(sys.modules) - before:
        if name.partition(".")[0] in {"subject_overlap", "judgement"}:
            del sys.modules[name]


def test_a_map_is_measured_by_its_overlap_and_by_what_it_expects(
    subject_overlap: Any, tmp_path: Path
) -> None:
    """Half of the thing found is half the overlap; a certain map expects all of it."""
    drawn = np.zeros((64, 64), np.uint8)
    drawn[16:32, 16:48] = 255
    (tmp_path / "a__b").mkdir()
    cv2.imwrite(str(tmp_path / "a__b" / "c.JPG.png"), drawn)
    square = "0.25,0.25 0.75,0.25 0.75,0.75 0.25,0.75"
    photo = {"repo": "a/b", "path": "c.JPG", "outline": square, "sure": "1"}

    seen = subject_overlap.overlap_of(tmp_path, photo)
    blank = subject_overlap.overlap_of(tmp_path, photo | {"outline": ""})

    assert seen.overlap == pytest.approx(0.5, abs=0.02)
    assert seen.confidence == pytest.approx(1.0, abs=0.05)
    assert blank.overlap is None
    assert subject_overlap.overlap_of(tmp_path, photo | {"path": "d.JPG"}) is None
