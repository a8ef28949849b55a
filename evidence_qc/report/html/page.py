"""The whole page: one file, written card by card, that opens anywhere and asks for nothing."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import TextIO

from evidence_qc.language import ENGLISH, Sentence
from evidence_qc.model import FileReport, Finding, Report, Severity, Verdict
from evidence_qc.report.html.cards import Card, anchor_of, card_of
from evidence_qc.report.html.duplicates import duplicate_groups
from evidence_qc.report.html.environment import asset, content_security_policy, environment
from evidence_qc.report.html.pictures import NoPictures, Picture, PictureSource, miniature
from evidence_qc.report.html.plan import plan_view
from evidence_qc.report.phrases import headline, is_unnamed, listed, verdict_word, whole_points
from evidence_qc.report.text import printable, unbroken
from evidence_qc.rules import RULES
from evidence_qc.rules.base import sections, summary
from evidence_qc.runtime.executor import run_ordered

_ORDER = (Verdict.REJECT, Verdict.BORDERLINE, Verdict.GOOD)
_COLON = re.compile(r"\s*[:：]\s+|：")
"""As the languages write it between a name and what is said of it."""


@dataclass(frozen=True, slots=True)
class Section:
    """All cards of one verdict; they can be walked through once."""

    verdict: str
    word: Sentence
    meaning: Sentence
    count: int
    cards: Iterator[Card]


@dataclass(frozen=True, slots=True)
class Step:
    """One thing to retake."""

    text: str
    name: str
    """What the sentence is about, said in front of it; may be empty."""
    anchor: str
    """The card it speaks of; empty where it names no file."""
    picture: Picture | None


@dataclass(frozen=True, slots=True)
class Twin:
    """One member of a group of duplicates."""

    anchor: str
    name: str
    verdict: str
    verdict_word: Sentence
    score: str
    is_kept: bool
    picture: Picture | None


def write_html(
    report: Report,
    out: TextIO,
    *,
    pictures: PictureSource | None = None,
    jobs: int = 1,
    language: str = ENGLISH,
) -> None:
    """Write the page to a text stream (UTF-8); see ``render_html``."""
    for piece in render_html(report, pictures=pictures, jobs=jobs, language=language):
        out.write(piece)


def render_html(
    report: Report,
    *,
    pictures: PictureSource | None = None,
    jobs: int = 1,
    language: str = ENGLISH,
) -> Iterator[str]:
    """The page in pieces; no more than a few cards are held at a time.

    Args:
        report: what a scan found, or a saved report.
        pictures: where thumbnails and frames come from; None: a page without pictures.
        jobs: threads that make the pictures.
        language: what it is said in; the manuals of the rules stay English.
    """
    from markupsafe import Markup

    source = pictures or NoPictures()
    small: dict[int, Picture] = {}
    groups = duplicate_groups(report.files)
    twins = frozenset(number for group in groups for number in group)

    def make(number: int) -> tuple[int, Card]:
        card = card_of(report.files[number], number, source)
        if number in twins and card.picture:
            small[number] = miniature(card.picture)
        return number, card

    styles, script = asset("report.css"), asset("report.js")
    template = environment(language).get_template("page.html")
    stream = template.stream(
        report=report,
        styles=Markup(styles),  # the package's own files
        script=Markup(script),
        policy=content_security_policy(styles, script),
        headline=headline(report),
        steps=_steps(report, source, language),
        missing=_missing(report),
        is_unnamed=report.case is not None and is_unnamed(report.case),
        claims=report.case.claims if report.case else (),
        plan=plan_view(report, source),
        counts=[(each.value, verdict_word(each), report.count(each)) for each in _ORDER],
        sections=_sections(report, make, jobs),
        has_twins=bool(groups),
        twins=_twins(report, groups, small),
        about_set=_about_set(report),
        skipped=_skipped(report),
        manuals=_manuals(report),
    )
    stream.enable_buffering(64)
    return iter(stream)


def _sections(
    report: Report, make: Callable[[int], tuple[int, Card]], jobs: int
) -> Iterator[Section]:
    """Worst first; within a verdict the order of the report."""
    numbers = sorted(
        range(len(report.files)), key=lambda number: _ORDER.index(report.files[number].verdict)
    )
    cards = run_ordered(make, numbers, jobs=jobs)
    for verdict, group in groupby(cards, key=lambda made: report.files[made[0]].verdict):
        yield Section(
            verdict.value,
            verdict_word(verdict),
            Sentence(f"html.means-{verdict.value}"),
            report.count(verdict),
            (card for _, card in group),
        )


def _steps(report: Report, source: PictureSource, language: str) -> tuple[Step, ...]:
    """The retake list, each sentence with the file that it begins with."""
    sentences = report.case.retake_first if report.case else ()
    numbers = {file.facts.path: number for number, file in enumerate(report.files)}
    return tuple(_step(sentence, numbers, report, source, language) for sentence in sentences)


def _step(
    sentence: Sentence,
    numbers: dict[str, int],
    report: Report,
    source: PictureSource,
    language: str,
) -> Step:
    said = Sentence.of(sentence).in_language(language)
    path = next((path for path in numbers if _COLON.match(said.removeprefix(path))
                 and said.startswith(path)), None)  # fmt: skip
    if path is None:
        name, *rest = _COLON.split(said, maxsplit=1)
        if not rest:
            return Step(unbroken(said), "", "", None)
        return Step(unbroken(rest[0]), printable(name[:1].upper() + name[1:]), "", None)
    number = numbers[path]
    card = card_of(report.files[number], number, source)
    picture = miniature(card.picture) if card.picture else None
    text = _COLON.split(said.removeprefix(path), maxsplit=1)[1]
    return Step(unbroken(text), card.name, anchor_of(number), picture)


def _missing(report: Report) -> tuple[Sentence, ...]:
    """Shots that are missing and not on the retake list already."""
    if report.case is None:
        return ()
    said = set(report.case.retake_first)
    return tuple(text for text in report.case.missing if text not in said)


def _about_set(report: Report) -> tuple[Finding, ...]:
    """What concerns all files; once there is a plan, its notes are solved."""
    return tuple(
        finding
        for finding in report.findings
        if report.plan is None or finding.severity is not Severity.NOTE
    )


def _twins(
    report: Report, groups: tuple[tuple[int, ...], ...], small: dict[int, Picture]
) -> Iterator[tuple[Twin, ...]]:
    """Groups of duplicates, made when the cards have been: their pictures are reused."""
    for group in groups:
        yield tuple(
            _twin(report.files[number], number, number == group[0], small.get(number))
            for number in group
        )


def _twin(file: FileReport, number: int, is_kept: bool, picture: Picture | None) -> Twin:
    return Twin(
        anchor=anchor_of(number),
        name=printable(file.facts.path),
        verdict=file.verdict.value,
        verdict_word=verdict_word(file.verdict),
        score="" if file.score is None else whole_points(file.score),
        is_kept=is_kept,
        picture=picture,
    )


def _skipped(report: Report) -> tuple[tuple[Sentence, Sentence], ...]:
    """Reason → names."""
    names: dict[Sentence, list[str]] = {}
    for item in report.skipped:
        names.setdefault(item.reason, []).append(printable(item.path))
    return tuple((reason, listed(paths, 50)) for reason, paths in names.items())


def _manuals(report: Report) -> tuple[tuple[str, str, tuple[tuple[str, str], ...]], ...]:
    """The manual of every rule that is named, in the order of the table of rules."""
    named = {finding.rule for file in report.files for finding in file.findings}
    named |= {finding.rule for finding in report.findings}
    return tuple(
        (rule.name, _plain(summary(rule)), tuple((key, _plain(text)) for key, text in manual))
        for rule in RULES
        if rule.name in named
        for manual in [sections(rule).items()]
    )


def _plain(text: str) -> str:
    """A docstring's words without its mark-up."""
    return re.sub(r"``?([^`]+)``?", r"\1", text)
