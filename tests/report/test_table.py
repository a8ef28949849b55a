"""The table: a headline, what to do first, and nothing that a terminal would obey."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from evidence_qc.model import CaseSummary, ClaimSummary, Report, Skipped
from evidence_qc.report.table import render_table, shared_folder
from tests.report.reports import DIM, SHAKEN, TWIN, photo, report, unreadable

widths = st.integers(40, 200)


def lines(made: Report, width: int = 100, **options: bool) -> list[str]:
    return render_table(made, width=width, **options).splitlines()


@pytest.mark.parametrize(
    ("case", "expected"),
    [
        (CaseSummary(ready=True), "You can submit now."),
        (CaseSummary(ready=False, retake_first=("One.",)), "Retake 1 shot first."),
        (CaseSummary(ready=False, retake_first=("One.", "Two.")), "Retake 2 shots first."),
        (CaseSummary(ready=False, missing=("The label.",)), "1 shot is missing."),
        (CaseSummary(ready=False, missing=("The label.", "A ruler.")), "2 shots are missing."),
        (CaseSummary(ready=False), "Not ready to submit yet."),
    ],
)
def test_the_headline_says_what_the_case_says(case: CaseSummary, expected: str) -> None:
    """The first line is the one thing to know."""
    assert lines(report(photo(), case=case))[0] == expected


def test_without_a_case_the_rejects_are_counted() -> None:
    """Files judged alone: ready when none has to be taken again."""
    assert lines(report(photo()))[0] == "You can submit now."
    assert lines(report(photo(findings=[SHAKEN]), unreadable()))[0] == "Retake 2 shots first."


def test_nothing_found_is_never_ready() -> None:
    """An empty folder is not a clean one."""
    made = replace(report(), files=(), case=CaseSummary(ready=True))

    assert lines(made)[0] == "There is nothing to look at."


def test_retakes_stand_before_the_files_in_order() -> None:
    """What to do first comes first, numbered."""
    case = CaseSummary(ready=False, retake_first=("The seam.", "The label."))
    text = render_table(report(photo("z.jpg"), case=case), width=100)

    assert text.index("1. The seam.") < text.index("2. The label.") < text.index("z.jpg")


def test_worst_files_first() -> None:
    """Reject, borderline, good; within a verdict the order of the report."""
    made = report(photo("a.jpg"), photo("b.jpg", [DIM]), photo("d.jpg", [SHAKEN]), photo("c.jpg"))
    text = render_table(made, width=100, verbose=True)

    assert sorted(("a.jpg", "b.jpg", "c.jpg", "d.jpg"), key=text.index) == [
        "d.jpg", "b.jpg", "a.jpg", "c.jpg",
    ]  # fmt: skip


def test_a_weakness_is_said_once() -> None:
    """On the retake list, else under the weak points."""
    claims = (ClaimSummary("Дыра", "hole", weak="No close-up."), ClaimSummary("zip", weak="Dark."))
    case = CaseSummary(ready=False, retake_first=("hole: No close-up. Go near.",), claims=claims)
    text = render_table(report(photo(), case=case))

    assert text.count("No close-up.") == 1
    assert "zip: Dark." in text


def test_a_file_says_its_worst_fault_and_one_action() -> None:
    """Further faults are said when asked; no rule is named, and notes are not faults."""
    made = report(photo(findings=[DIM, SHAKEN, TWIN]))
    text = " ".join(lines(made, width=200))
    more = render_table(made, width=200, verbose=True)

    assert "The camera moved." in text
    assert DIM.message not in text
    assert SHAKEN.advice in text
    assert f"The camera moved. Also: {DIM.message}" in more
    assert not any(rule in text + more for rule in ("too-dark", "near-duplicate", "motion-blur"))


@given(widths, st.text(min_size=1, max_size=60))
def test_no_line_is_wider_than_the_terminal(width: int, name: str) -> None:
    """Any name, any width from 40 columns."""
    made = report(photo(name, [SHAKEN, DIM]), photo(name))

    assert all(cell_len(line) <= width for line in lines(made, width))


@given(st.text(alphabet=st.characters(), min_size=1))
def test_no_name_steers_the_terminal(name: str) -> None:
    """Escape sequences, line breaks and reading-order marks in names are shown, not obeyed."""
    made = replace(report(photo(name + "\x1b[2J\u202e")), skipped=(Skipped(name, "a socket"),))
    text = render_table(made)

    assert not set(text.replace("\n", "")) & {*map(chr, range(32)), "\x7f", "\x9b", "\u202e"}
    text.encode("utf-8")


def test_a_good_file_is_clear_and_its_note_an_aside() -> None:
    """But a picture whose focus cannot be judged is not called clear."""
    unclear = replace(TWIN, rule="focus-unclear", message_id="Nothing in it tells the focus.")

    verbose = render_table(report(photo(findings=[TWIN])), width=200, verbose=True)
    assert "Clear. It shows the same" in verbose
    assert "Clear." not in render_table(report(photo(findings=[TWIN, unclear])))


def test_markup_in_a_name_is_text() -> None:
    """Square brackets mean nothing."""
    assert any("[red]x[/red].jpg" in line for line in lines(report(photo("[red]x[/red].jpg"))))


def test_colour_only_on_request() -> None:
    """Without it not one escape; with it the same words."""
    plain = render_table(report())
    coloured = render_table(report(), colour=True)

    assert "\x1b" not in plain
    assert "\x1b[" in coloured


def test_many_good_files_are_counted() -> None:
    """They are named on request; bad ones always are."""
    made = report(*[photo(f"{index:03}.jpg") for index in range(99)], photo("bad.jpg", [SHAKEN]))

    assert "99 good files" in render_table(made)
    assert "042.jpg" not in render_table(made)
    assert "bad.jpg" in render_table(made)
    assert "042.jpg" in render_table(made, verbose=True)


@pytest.mark.parametrize("faults", [[SHAKEN], [DIM], []])
@pytest.mark.parametrize("width", [60, 100])
def test_three_thousand_files_end_in_a_page(faults: list[object], width: int) -> None:
    """Whatever is wrong with them; what is not listed is counted."""
    made = report(*[photo(f"{index:04}.jpg", faults) for index in range(3000)])  # type: ignore[arg-type]

    assert len(lines(made, width)) < 75
    assert any("more like these" in line or "3,000 good files" in line for line in lines(made))


def test_few_good_files_are_named_in_one_line() -> None:
    """With their number; when they do not fit, the number alone."""
    few = report(photo("a.jpg"), photo("b.jpg"))
    many = report(*[photo(f"a long name for a photo {index}.jpg") for index in range(5)])

    assert "2 good files: a.jpg, b.jpg" in lines(few)
    assert "5 good files (-v lists them)." in lines(many)


def test_people_read_words_that_say_what_to_do() -> None:
    """Retake, Usable, Good; the keys of programs are theirs."""
    text = render_table(report(photo(findings=[SHAKEN]), photo("b.jpg", [DIM]), photo("c.jpg")))

    assert all(word in text for word in ("Retake", "Usable", "1 good"))
    assert not any(word in text for word in ("reject", "borderline"))


def test_skipped_files_are_counted_and_named() -> None:
    """By reason; a long list is cut unless asked."""
    skipped = [Skipped(f"{index}.docx", "not media") for index in range(9)]
    made = replace(report(), skipped=tuple(skipped))

    assert "Skipped 9 other files:" in render_table(made)
    assert "0.docx, 1.docx, 2.docx and 6 more: not media" in render_table(made)
    assert "8.docx" in render_table(made, verbose=True)


@pytest.mark.parametrize(
    ("paths", "folder"),
    [
        (["a/b/1.jpg", "a/b/2.jpg"], "a/b/"),
        (["a/b/1.jpg", "a/c/2.jpg"], "a/"),
        (["a/bc/1.jpg", "a/bd/2.jpg"], "a/"),
        (["/x/1.jpg", "/y/2.jpg"], ""),
        (["1.jpg", "2.jpg"], ""),
        (["a/1.jpg"], ""),
        (["./1.jpg", "./b/2.jpg"], "./"),
    ],
)
def test_what_all_share_is_said_once(paths: list[str], folder: str) -> None:
    """Whole folders only, and nothing where there is nothing to share."""
    assert shared_folder(paths) == folder
