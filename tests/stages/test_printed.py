"""Print is read only where a number is looked for that no code holds; a worker reads it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from evidence_qc.case.load import load_case
from evidence_qc.case.options import CaseOptions
from evidence_qc.examine import isolated
from evidence_qc.examine.start import start_workers
from evidence_qc.measures.content import printed_lines
from evidence_qc.model import Code, FileReport, ProfileRef, Report, TextFacts, ToolInfo
from evidence_qc.stages import printed
from evidence_qc.stages.context import ScanContext
from tests.case.factory import photo
from tests.pictures import jpeg, scene

SOME = TextFacts(40, 20.0, 14.0, 0.1, 0.8, 0.9)


def with_facts(file: FileReport, **facts: object) -> FileReport:
    return replace(file, facts=replace(file.facts, **facts))  # type: ignore[arg-type]


def read(
    monkeypatch: pytest.MonkeyPatch, files: list[FileReport], *, can_read: bool = True
) -> tuple[object, list[str]]:
    """What was read of a case with a label, and of which photos."""
    asked: list[str] = []

    def lines(facts: object, context: object, quarter_turns: int = 0) -> tuple[str, ...]:
        if not quarter_turns:
            asked.append(facts.path)  # type: ignore[attr-defined]
        return ("x",)

    monkeypatch.setattr(printed, "can_read", lambda: can_read)
    monkeypatch.setattr(printed, "_lines", lines)
    case = load_case(["p"], files, options=CaseOptions(roles=("label.jpg=label",)))
    report = Report(ToolInfo("evidence-qc", "0"), ProfileRef("x", "0" * 64), tuple(files))
    return printed.printed_numbers(["20266-11874"], report, case, ScanContext.of("paypal")), asked


def test_labels_come_first_then_pages_then_what_shows_most_print(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """What shows none is not read, and of many the likeliest are."""
    files = [
        with_facts(photo("p/much.jpg"), text=replace(SOME, letters=90)),
        with_facts(photo("p/some.jpg"), text=SOME),
        photo("p/none.jpg"),
        photo("p/screen.jpg", screenshot=True),
        photo("p/label.jpg"),
    ]
    _, asked = read(monkeypatch, files)

    assert asked == ["p/label.jpg", "p/screen.jpg", "p/much.jpg", "p/some.jpg"]
    many = [with_facts(photo(f"p/{n}.jpg"), text=SOME) for n in range(30)]
    assert len(read(monkeypatch, [*many, photo("p/label.jpg")])[1]) == printed.PHOTOS_MAX


def test_nothing_is_read_where_a_code_holds_the_number(monkeypatch: pytest.MonkeyPatch) -> None:
    code = Code("Code 128", "2026611874", 0.4)
    label = with_facts(photo("p/label.jpg"), codes=(code,), text=SOME)

    assert read(monkeypatch, [label]) == ({}, [])


@pytest.mark.parametrize(
    ("turned", "looks"), [(0, 0), (2, 1), (3, 2 * printed.TURNED_MAX + 1), (None, 9)]
)
def test_print_on_its_head_is_found_by_turning_the_likeliest(
    monkeypatch: pytest.MonkeyPatch, turned: int | None, looks: int
) -> None:
    """Half a turn before a quarter; nothing is turned once the number is found."""
    seen: list[int] = []

    def lines(facts: object, context: object, quarter_turns: int = 0) -> tuple[str, ...]:
        seen.append(quarter_turns)
        return ("Order 20266-11874",) if quarter_turns == turned else ("x",)

    monkeypatch.setattr(printed, "can_read", lambda: True)
    monkeypatch.setattr(printed, "_lines", lines)
    files = [with_facts(photo(f"p/{n}.jpg"), text=SOME) for n in range(5)]
    report = Report(ToolInfo("evidence-qc", "0"), ProfileRef("x", "0" * 64), tuple(files))
    case = load_case(["p"], files)
    found = printed.printed_numbers(["20266-11874"], report, case, ScanContext.of("paypal"))

    assert len(seen) == len(files) + looks
    assert any("20266-11874" in line for each in (found or {}).values() for line in each) is (
        turned is not None
    )


def test_without_the_extra_nothing_is_read_and_that_is_told(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert read(monkeypatch, [photo("p/label.jpg")], can_read=False) == (None, [])


@pytest.mark.parametrize("name", printed_lines.NEEDED)
def test_both_packages_are_needed(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    there = {*printed_lines.NEEDED} - {name}
    monkeypatch.setattr(printed_lines, "find_spec", lambda each: each if each in there else None)

    assert not printed_lines.can_read()


def test_a_photo_that_is_none_any_more_is_said(tmp_path: Path) -> None:
    """In this process and in a worker alike."""
    with start_workers(1) as workers:
        for each in (None, workers):
            with pytest.raises(ValueError, match=r"."):
                isolated.read_print(b"no photo", "jpeg", workers=each)


@pytest.mark.slow
def test_a_worker_reads_what_is_printed() -> None:
    """With the extra: the line as it stands there, and no line of another picture."""
    pytest.importorskip("rapidocr")
    import cv2

    picture = scene(900, 600)
    cv2.rectangle(picture, (60, 200), (840, 400), (250, 250, 250), -1)
    cv2.putText(picture, "Order 20266-11874", (90, 320), 0, 2.0, (0, 0, 0), 4, cv2.LINE_AA)
    with start_workers(1) as workers:
        for turns in range(4):
            held = np.ascontiguousarray(np.rot90(picture, -turns))
            lines = isolated.read_print(jpeg(held), "jpeg", workers=workers, quarter_turns=turns)
            assert any("20266-11874" in line for line in lines)
        plain = isolated.read_print(jpeg(scene()), "jpeg", workers=workers)
        assert not any("11874" in line for line in plain)
