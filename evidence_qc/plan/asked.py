"""What the platform asked for, checked off against what is submitted."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from evidence_qc.case.requests.parse import parse_request, shots_named
from evidence_qc.case.requests.wanted import Wanted
from evidence_qc.language import Sentence
from evidence_qc.model import Case, Plan, Role, Tile

ROLES: Mapping[str, Role] = {
    "whole": Role.OVERVIEW,
    "contents": Role.OVERVIEW,
    "packaging": Role.PACKAGING,
    "label": Role.LABEL,
    "any-label": Role.LABEL,
    "measure": Role.RULER,
    "order-page": Role.LISTING,
    "failure": Role.FAILURE,
    "unboxing": Role.UNBOXING,
}
"""Shots that a role says to be shown. Of the others, and of a close-up, a problem's title says it:
a problem called "serial number" shows that."""

_EITHER_OF_TWO = frozenset({"tag", "serial", "measure", "receipt", "order-page"})
"""Whose names say "or": where there are the platform's words, these say which."""
BRIEF_CHARS_MAX = 120
"""A longer request says more than its points: how, until when, what not. It stands in full, too."""


@dataclass(frozen=True, slots=True)
class Checklist:
    """A request, point by point."""

    lines: tuple[Sentence, ...] = ()
    """With what was not understood, quoted, and of a longer one all of it."""
    open: tuple[Sentence, ...] = ()
    """What is not known to be shown."""


def checked_off(request: str, case: Case, plan: Plan) -> Checklist:
    """The points of a request in its order, each with where it is shown or open.

    What stands in the platform's own words alone is open: nobody knows what shows it.

    Nothing is known to be shown but by the user's word: a role or the title of a problem.
    """
    if not request.strip():
        return Checklist()  # and the words of eight languages need not be learnt
    asked = parse_request(request)
    by_title = dict(_by_title(case))
    lines, still = [], []
    for wanted in _each_quote_once(asked.wanted):
        shot = _said(wanted)
        where = _where(wanted, case, plan, by_title.get(wanted.shot, frozenset()))
        if where is None:
            still.append(shot)
            kind = wanted.medium or ("words" if wanted.is_quoted else "any")
            lines.append(Sentence(f"asked.open-{kind}", shot=shot))
        else:
            lines.append(Sentence("asked.shown", shot=shot, where=where))
    lines += [Sentence("asked.unclear", words=words) for words in asked.unclear]
    if len(request) > BRIEF_CHARS_MAX:
        lines.append(Sentence("asked.whole", words=" ".join(request.split())))
    return Checklist(tuple(lines), tuple(still))


def _each_quote_once(wanted: Iterable[Wanted]) -> Iterator[Wanted]:
    """Of one quote that names several shots it is enough to read it once."""
    quotes: set[str] = set()
    for each in wanted:
        if each.is_quoted:
            if each.words in quotes:
                continue
            quotes.add(each.words)
        yield each


def _said(wanted: Wanted) -> Sentence:
    """By its name, in the platform's words, or both."""
    is_vague = wanted.shot in _EITHER_OF_TWO and wanted.words
    if not wanted.shot or wanted.is_quoted or is_vague:
        return Sentence("asked.own-words", words=wanted.words)
    shot = Sentence(f"shot.{wanted.shot}")
    return Sentence("asked.named", shot=shot, words=wanted.words) if wanted.words else shot


def _by_title(case: Case) -> Iterator[tuple[str, frozenset[int]]]:
    """Shot → problems whose title names it; any problem that has a name is the defect."""
    found: dict[str, set[int]] = {}
    for number, claim in enumerate(case.claims, 1):
        if claim.is_proposed:
            continue
        found.setdefault("defect", set()).add(number)
        for shot in shots_named(f"{claim.title}. {claim.title_en}"):
            found.setdefault(shot, set()).add(number)
    yield from ((shot, frozenset(numbers)) for shot, numbers in found.items())


def _where(wanted: Wanted, case: Case, plan: Plan, claims: frozenset[int]) -> Sentence | None:
    if not wanted.shot or wanted.is_quoted:
        return None
    role = ROLES.get(wanted.shot)
    for slot in plan.slots if wanted.medium != "video" else ():
        for tile in slot.tiles:
            if not tile.is_weak and _shows(tile, role, case, claims):
                return Sentence("where.photo", photo=slot.number, labels=[tile.label])
    video = plan.video if wanted.medium != "photo" else None
    if video is not None:
        is_said = role is not None and video.role is role
        if is_said or claims.intersection(video.claims):
            return Sentence("where.video")
    return None


def _shows(tile: Tile, role: Role | None, case: Case, claims: frozenset[int]) -> bool:
    is_role = role is not None and tile.role is role and tile.path not in case.recognised
    own = tile.label[:1].isdigit()  # the whole item's rings point at problems, they show none
    return is_role or (own and not claims.isdisjoint(tile.claims))
