"""At most five questions that make a bundle better; each can be skipped.

Pure question and answer: the caller shows a question and returns what was typed, or an empty
answer to skip it. What is known already is not asked.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from evidence_qc.case.folders import folder_role
from evidence_qc.case.load import claim
from evidence_qc.case.lookup import FileNames
from evidence_qc.case.reasons import known_reason
from evidence_qc.errors import UsageError
from evidence_qc.language import NOTHING, Sentence
from evidence_qc.model import REASONS, Case, Claim, FileFacts, FileReport, Media, Role

QUESTIONS_MAX = 5


@dataclass(frozen=True, slots=True)
class Question:
    """One thing to ask."""

    key: str
    """``item``, ``claims``, ``reason``, ``ask`` or ``whole``."""
    text: Sentence
    hint: Sentence = NOTHING
    """How to answer, with an example."""
    choices: tuple[str, ...] = ()
    """Where only these make sense."""
    groups: tuple[tuple[str, ...], ...] = ()
    """For ``claims``: the files of each group, to show beside the question."""


Answer = Callable[[Question], str]
"""Shows a question; returns what was typed, empty to skip."""


def complete(case: Case, files: Sequence[FileReport | FileFacts], answer: Answer) -> Case:
    """The case with what the user answered; an answer that makes no sense counts as skipped."""
    names = FileNames((), [_facts(f).path for f in files])
    for question in questions(case, files):
        try:
            case = _with(case, question, answer(question).strip(), names)
        except UsageError:
            continue
    return case


def questions(case: Case, files: Sequence[FileReport | FileFacts]) -> tuple[Question, ...]:
    """What is worth asking, most important first, at most five."""
    return tuple(_open(case, files))[:QUESTIONS_MAX]


def _open(case: Case, files: Sequence[FileReport | FileFacts]) -> Iterator[Question]:
    proposed = [c for c in case.claims if c.is_proposed]
    if proposed:
        yield Question(
            "claims",
            Sentence("question.claims"),
            Sentence("question.claims-hint"),
            groups=tuple(c.media for c in proposed),
        )
    if not case.item:
        yield Question("item", Sentence("question.item"), Sentence("question.item-hint"))
    if not case.reason:
        yield Question("reason", Sentence("question.reason"), choices=tuple(REASONS))
    if not case.ask:
        yield Question("ask", Sentence("question.ask"), Sentence("question.ask-hint"))
    photos = [f for f in map(_facts, files) if f.media is Media.PHOTO]
    if Role.OVERVIEW not in case.roles.values() and len(photos) > 1:
        yield Question(
            "whole",
            Sentence("question.whole"),
            Sentence("question.whole-hint", path=photos[0].path),
        )


def _with(case: Case, question: Question, answer: str, names: FileNames) -> Case:
    if not answer:
        return case
    if question.key == "item":
        return replace(case, item=answer)
    if question.key == "ask":
        return replace(case, ask=answer)
    if question.key == "reason":
        return replace(case, reason=known_reason(answer, "the answer"))
    if question.key == "whole":
        path = names.file(answer, "the answer")
        return replace(case, roles={**case.roles, path: Role.OVERVIEW})
    return _named(case, [part.strip() for part in answer.split(";")])


def _named(case: Case, titles: Sequence[str]) -> Case:
    """Proposed groups with the titles given; a role word makes them context, ``-`` no claim.

    Groups of the same title become one claim. Groups that got no title stay proposed only if
    no group got one: beside named problems an unnamed one says nothing.
    """
    given = iter(titles)
    roles = dict(case.roles)
    claims: list[Claim] = []
    for known in case.claims:
        title = next(given, "") if known.is_proposed else known.title
        role = folder_role(title) if known.is_proposed and title else None
        if not known.is_proposed:
            claims.append(known)
        elif role is not None:
            roles |= dict.fromkeys(known.media, role)
        elif title and title != "-":
            twin = next((c for c in claims if c.title.casefold() == title.casefold()), None)
            if twin is not None:
                claims[claims.index(twin)] = replace(twin, media=twin.media + known.media)
            else:
                claims.append(claim(title, known.media))
    if not claims and not roles:
        return case
    return replace(case, claims=tuple(claims), roles=roles)


def _facts(file: FileReport | FileFacts) -> FileFacts:
    return file.facts if isinstance(file, FileReport) else file
