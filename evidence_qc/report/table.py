"""The report for a person at a terminal: what to do first, then every file with its reason.

The headline stands first, at most five things to do follow in order, then what has to be taken
again and what is only usable, worst first, and the good files in one line: however many files there
are, it ends within a page. Numbers and further faults stay in JSON and the page. The text holds no
colour unless asked, no control character of any file name, and fits any width from 40 columns.
"""

from __future__ import annotations

import io
from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import takewhile
from typing import Any

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from evidence_qc.language import Sentence
from evidence_qc.model import CaseSummary, ClaimSummary, FileReport, Report, Severity, Verdict
from evidence_qc.report.phrases import (
    clear_word,
    group_words,
    headline,
    is_unnamed,
    listed,
    main_finding,
    other_faults,
    tally,
    verdict_word,
    when,
)
from evidence_qc.report.text import printable
from evidence_qc.rules.base import About
from evidence_qc.rules.registry import rules_about

NARROWEST = 40
COLUMNS_FROM = 84
"""Narrower terminals get the cells of a row under each other."""
ROWS = 20
ROWS_STACKED = 12
"""Rows of files that have to be taken again or are only usable; more are counted, unless asked."""
RETAKES = 5

STYLES = {Verdict.GOOD: "green", Verdict.BORDERLINE: "yellow", Verdict.REJECT: "bold red"}


class _Page(Console):
    """A console that says sentences in one language."""

    def __init__(self, language: str, **options: Any) -> None:
        super().__init__(**options)
        self._language = language

    def words(self, text: str) -> str:
        """A sentence in the language of the page, on one line; other text as it stands."""
        said = text.in_language(self._language) if isinstance(text, Sentence) else text
        return printable(said)


def render_table(
    report: Report,
    *,
    width: int = 80,
    colour: bool = False,
    verbose: bool = False,
    language: str = "en",
) -> str:
    """The report as lines of text, ending in a newline.

    Args:
        report: what a scan found.
        width: columns of the terminal; less than 40 counts as 40.
        colour: with ANSI colours; the words alone say the same.
        verbose: name every good file and every skipped one, however many.
        language: what its sentences are said in; those of findings, which are facts of the report,
            by ``localise.localised``.
    """
    buffer = io.StringIO()
    console = _Page(
        language,
        file=buffer,
        width=max(width, NARROWEST),
        force_terminal=colour,
        color_system="standard" if colour else None,
        legacy_windows=False,
        highlight=False,
        markup=False,
        emoji=False,
    )
    _say_headline(console, report)
    _say_first_steps(console, report)
    _say_files(console, report, verbose=verbose)
    _say_rest(console, report, verbose=verbose)
    return "".join(line.rstrip() + "\n" for line in buffer.getvalue().splitlines())


def _say_headline(console: _Page, report: Report) -> None:
    head = headline(report)
    console.print(Text(console.words(head.text), style="bold green" if head.ready else "bold"))


def _say_first_steps(console: _Page, report: Report) -> None:
    case = report.case
    if case is None:
        return
    if case.retake_first:
        console.print()
        for number, sentence in enumerate(case.retake_first[:RETAKES], start=1):
            _item(console, f"{number}.", sentence)
    if case.missing:
        console.print()
        _say(console, Sentence("table.missing"))
        for sentence in case.missing:
            _item(console, "-", sentence)
    if is_unnamed(case):
        _say_groups(console, case)
    weak = [claim for claim in case.claims if claim.weak and not _is_said(claim, case)]
    if weak:
        console.print()
        _say(console, Sentence("table.weak-points"))
        for claim in weak:
            _item(console, "-", Sentence("table.weak-point", title=claim.title, weak=claim.weak))


def _say_groups(console: _Page, case: CaseSummary) -> None:
    """What was assumed while nobody has said what is wrong, and how to say it."""
    console.print()
    if case.claims:
        _say(console, Sentence("table.grouped"))
        for claim in case.claims:
            _item(console, "-", group_words(claim.title))
    else:
        _say(console, Sentence("table.no-groups"))
    _say(console, Sentence("table.how-to-name"))


def _is_said(claim: ClaimSummary, case: CaseSummary) -> bool:
    """Whether the retake list speaks of this weakness already."""
    return any(
        claim.weak in sentence and (claim.title in sentence or claim.title_en in sentence)
        for sentence in case.retake_first
    )


def _say_files(console: _Page, report: Report, *, verbose: bool) -> None:
    if not report.files:
        return
    by_verdict = {
        verdict: [file for file in report.files if file.verdict is verdict]
        for verdict in (Verdict.REJECT, Verdict.BORDERLINE, Verdict.GOOD)
    }
    good, clear = by_verdict[Verdict.GOOD], []
    if not verbose:
        clear = [file for file in good if main_finding(file) is None]
        by_verdict[Verdict.GOOD] = [file for file in good if main_finding(file) is not None]
    files = [file for group in by_verdict.values() for file in group]
    is_wide = console.width >= COLUMNS_FROM
    displayed = files if verbose else files[: ROWS if is_wide else ROWS_STACKED]
    folder = shared_folder([file.facts.path for file in report.files])
    if displayed:
        console.print()
        if folder:
            _say(console, Sentence("table.folder", folder=printable(folder)), style="dim")
        if is_wide:
            console.print(_columns(console, displayed, folder, verbose=verbose))
        else:
            _stack(console, displayed, folder, verbose=verbose)
    if len(files) > len(displayed):
        _say(console, Sentence("table.more", files=len(files) - len(displayed)))
    console.print()
    if clear:
        _say_clear(console, [file.facts.path.removeprefix(folder) for file in clear])
    if len({file.verdict for file in report.files}) > 1:
        _say(console, tally(report))


def _say_clear(console: _Page, paths: Sequence[str]) -> None:
    """The good files in one line: their names while they fit, else their number."""
    names = ", ".join(map(printable, paths))
    said = Sentence("table.good-named", files=len(paths), names=names)
    if Text(console.words(said)).cell_len > console.width:
        said = Sentence("table.good-counted", files=len(paths))
    _say(console, said)


def shared_folder(paths: Sequence[str]) -> str:
    """The folder that holds all paths, with its ``/``; empty when they share none.

    It is said once, so that the names have room.
    """
    folders = [path.rpartition("/")[0].split("/") for path in paths]
    if len(folders) < 2:
        return ""
    same = takewhile(lambda parts: len(set(parts)) == 1, zip(*folders, strict=False))
    shared = "".join(f"{parts[0]}/" for parts in same)
    return "" if shared == "/" else shared


def _columns(console: _Page, files: Iterable[FileReport], folder: str, *, verbose: bool) -> Table:
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="dim")
    table.add_column("", no_wrap=True)
    table.add_column(console.words(Sentence("table.file")), overflow="fold", ratio=3, min_width=16)
    table.add_column(console.words(Sentence("table.what-is-wrong")), overflow="fold", ratio=4)
    table.add_column(console.words(Sentence("table.what-to-do")), overflow="fold", ratio=5)
    for file in files:
        wrong, to_do = _reason(console, file, verbose=verbose)
        name = Text(printable(file.facts.path.removeprefix(folder)))
        table.add_row(_verdict(console, file), name, Text(wrong), Text(to_do))
    return table


def _stack(console: _Page, files: Iterable[FileReport], folder: str, *, verbose: bool) -> None:
    for file in files:
        wrong, to_do = _reason(console, file, verbose=verbose)
        name = Text(printable(file.facts.path.removeprefix(folder)), overflow="fold")
        console.print(Text.assemble(_verdict(console, file), "  ", name), overflow="fold")
        for sentence in (wrong, to_do):
            if sentence:
                console.print(Padding(Text(sentence), (0, 0, 0, 4)))


def _verdict(console: _Page, file: FileReport) -> Text:
    return Text(console.words(verdict_word(file.verdict)), style=STYLES[file.verdict])


def _reason(console: _Page, file: FileReport, *, verbose: bool) -> tuple[str, str]:
    """What is wrong with a file, and the one thing to do about it; when verbose, what else is."""
    finding = main_finding(file)
    if finding is None:
        note = file.findings[0] if file.findings else None
        if note is None:
            return console.words(clear_word()), ""
        but = Sentence("table.clear-but", note=note.message)
        return console.words(but), console.words(note.advice)
    is_all_said = verbose and finding.severity is not Severity.NOTE
    wrong = Sentence(
        "table.wrong",
        fault=finding.message,
        passages=when(finding),
        others=other_faults(file) if is_all_said else (),
    )
    return console.words(wrong), console.words(finding.advice)


def _say_rest(console: _Page, report: Report, *, verbose: bool) -> None:
    said = set(report.case.missing) if report.case else set()
    about_set = [
        finding
        for finding in report.findings
        if finding.message not in said
        and not (said and finding.rule in rules_about(About.SHOT_LIST))
    ]
    if about_set:
        console.print()
        _say(console, Sentence("table.about-all"))
        for finding in about_set:
            both = {"fault": finding.message, "advice": finding.advice}
            _item(console, "-", Sentence("table.of-all", **both))
    if report.skipped:
        console.print()
        by_reason: dict[Sentence, list[str]] = defaultdict(list)
        for item in report.skipped:
            by_reason[item.reason].append(printable(item.path))
        _say(console, Sentence("table.skipped", files=len(report.skipped)))
        for reason, paths in by_reason.items():
            names = listed(paths, len(paths) if verbose else 3)
            _item(console, "-", Sentence("table.skipped-for", names=names, reason=reason))


def _say(console: _Page, sentence: str, style: str = "") -> None:
    console.print(Text(console.words(sentence), style=style))


def _item(console: _Page, mark: str, sentence: str) -> None:
    """A list item whose further lines are indented behind its mark."""
    grid = Table.grid(padding=(0, 1, 0, 0))
    grid.add_column(no_wrap=True)
    grid.add_column(overflow="fold")
    grid.add_row(Text(f" {mark}"), Text(console.words(sentence)))
    console.print(grid)
