"""The text to paste: item, what happened, what is asked; then numbered claims and where to look.

At most six lines and 500 characters, first line at most 90; plain English as a translator likes
it. What the user wrote is never changed: where it does not fit or does not suit, that is said.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from evidence_qc.case.reasons import ask_note
from evidence_qc.case.text_checks import check_text
from evidence_qc.language import NOTHING, Sentence
from evidence_qc.model import Case, FileReport, Plan, Profile, VideoPlan
from evidence_qc.plan.clip import first_clear_s
from evidence_qc.plan.opening import FIRST_LINE_MAX, filled_length, opening_lines, quoted
from evidence_qc.plan.tiles import CAPTIONS, Numbering, english_of

LINES_MAX = 6
CHARS_MAX = 500
REQUEST_MAX = 80
"""A longer request is not said again: whoever reads the answer has it."""


_CALLED: Mapping[str, Sentence] = {
    CAPTIONS["set"]: Sentence("called.whole"),
    **{CAPTIONS[k]: Sentence(f"called.{k}") for k in ("whole", "listing", "received", "ruler")},
}
"""Captions that say with their picture what they cannot say alone in a text."""


@dataclass(frozen=True, slots=True)
class Recognised:
    """What was looked for in the files and found."""

    numbers: Mapping[str, Sequence[str]] = field(default_factory=dict)
    """Label of a tile → numbers that were read in it (``numbers_by_tile``)."""
    moments_s: Mapping[str, float] = field(default_factory=dict)
    """Path of a video → when it first shows the main problem."""


@dataclass(frozen=True, slots=True)
class Statement:
    """The text, and what the user should know about it."""

    text: str
    """Ends with a line feed; lines are parted by line feeds."""
    advice: tuple[Sentence, ...] = ()
    is_complete: bool = True
    """False while a part in square brackets has to be filled in."""
    lines: tuple[Sentence, ...] = ()
    """What the text was made of; empty for the user's own words."""


def write_statement(
    case: Case,
    plan: Plan,
    profile: Profile,
    files: Sequence[FileReport] = (),
    *,
    request: str = "",
    numbering: Numbering | None = None,
    recognised: Recognised | None = None,
) -> Statement:
    """The statement for a plan; times refer to the submitted clip.

    Args:
        case: Item, claims, reason, ask.
        plan: What is shown where.
        profile: Alphabet and length that the platform takes.
        files: For the moments of the video that show a claim.
        request: What the platform asked for in a second round; the text opens with the reply.
        numbering: Where an earlier bundle ended.
        recognised: What was found in the files beyond their facts.
    """
    alphabet = profile.statement_alphabet.value or ""
    given = _Given(
        case, plan, files, alphabet, numbering or Numbering(), recognised or Recognised()
    )
    most = min(CHARS_MAX, profile.statement_chars_max.value or CHARS_MAX)
    opening = opening_lines(case, alphabet)
    lines: list[Sentence] = []
    text = ""
    for style in (_Style(), _Style(brief=True)):
        lines = _lines(given, opening, request, style)
        text = "\n".join(lines) + "\n"
        if len(text) <= most:
            break
    return Statement(
        text=text,
        advice=_advice(case, text, opening[0], most, profile),
        is_complete="[" not in text,
        lines=tuple(lines),
    )


def in_own_words(text: str, case: Case, profile: Profile) -> Statement:
    """The user's own text, never changed but for its line ends, with the same advice."""
    lines = [line.rstrip() for line in text.strip().splitlines()]
    own = "\n".join(lines) + "\n"
    most = min(CHARS_MAX, profile.statement_chars_max.value or CHARS_MAX)
    notes = _advice(case, own, lines[0], most, profile)
    if len(lines) > LINES_MAX:
        notes += (Sentence("note.text-lines", lines=len(lines), limit=LINES_MAX),)
    return Statement(text=own, advice=notes, is_complete="[" not in own)


@dataclass(frozen=True, slots=True)
class _Given:
    """What the text speaks of."""

    case: Case
    plan: Plan
    files: Sequence[FileReport]
    alphabet: str
    numbering: Numbering
    recognised: Recognised


@dataclass(frozen=True, slots=True)
class _Style:
    """What is given up where the text does not fit."""

    brief: bool = False
    """``1, 1a`` for ``photo 1, 1a``."""


def _lines(
    given: _Given, opening: Sequence[Sentence], request: str, style: _Style
) -> list[Sentence]:
    every = enumerate(given.case.claims, 1)
    own = [n for n, claim in every if not claim.is_proposed]
    is_said = len(own) == len(given.case.claims) == 1 and _title(given, own[0]) in opening[0]
    claims = [_claim_line(given, n, style, is_said=is_said) for n in own]
    context = _context_line(given, style)
    brief = request if len(request) <= REQUEST_MAX else ""
    reply = Sentence("statement.reply", request=brief) if brief else Sentence("statement.answer")
    before = [*([reply] if request else []), *opening]
    unnamed = _unnamed_line(given, style, is_all=not claims)
    after = [line for line in (unnamed, context) if line]
    packed = _packed(claims, LINES_MAX - len(before) - len(after))
    return [*before, *packed, *after]


def _title(given: _Given, position: int) -> str:
    return quoted(english_of(given.case.claims[position - 1]), given.alphabet)


def _claim_line(given: _Given, position: int, style: _Style, *, is_said: bool) -> Sentence:
    """What is wrong and where to look; only where, if the line before says the one problem."""
    where = [*_photos(given.plan, {position}, style), *_moments(given, position)]
    if is_said and where:
        return Sentence("statement.see", where=where)
    return Sentence(
        "statement.claim",
        number=given.numbering.number(given.case, position),
        title=_title(given, position),
        where=where or [Sentence("where.nowhere")],
    )


def _unnamed_line(given: _Given, style: _Style, *, is_all: bool) -> Sentence:
    """Where to look for what nobody named, in one line that says nothing about it."""
    unnamed = {n for n, claim in enumerate(given.case.claims, 1) if claim.is_proposed}
    clip = given.plan.video
    where = [*_photos(given.plan, unnamed, style)]
    if clip is not None and clip.claims and unnamed.issuperset(clip.claims):
        where.append(Sentence("where.video"))
    if not where:
        return NOTHING
    return Sentence("statement.see" if is_all else "statement.see-also", where=where)


def _photos(plan: Plan, positions: set[int], style: _Style) -> Iterator[Sentence]:
    """Each photo with its tiles that show one of the claims."""
    found = [
        (
            slot.number,
            list(dict.fromkeys(t.label for t in slot.tiles if positions.intersection(t.claims))),
        )
        for slot in plan.slots
    ]
    found = [(number, labels) for number, labels in found if labels]
    if style.brief and found:
        every = [Sentence("where.photo-brief", photo=n, labels=labels) for n, labels in found]
        yield Sentence("where.photos-brief", photos=every)
        return
    for number, labels in found:
        yield Sentence("where.photo", photo=number, labels=labels)


def _moments(given: _Given, position: int) -> Iterator[Sentence]:
    """When the submitted clip shows the claim: its best moment, counted from the clip's start."""
    clip = given.plan.video
    if clip is None or position not in clip.claims:
        return
    main = next((n for n, c in enumerate(given.case.claims, 1) if not c.is_proposed), 0)
    moment_s = given.recognised.moments_s.get(clip.path, -1.0)
    if position == main and moment_s >= clip.start_s:
        yield Sentence("where.video-at", time_s=moment_s - clip.start_s)
        return
    facts = next((f.facts for f in given.files if f.facts.path == clip.path), None)
    frames = facts.video.best_frames if facts and facts.video else ()
    end = clip.end_s if clip.end_s is not None else float("inf")
    inside = [f for f in frames if clip.start_s <= f.time_s <= end]
    if not inside or len(clip.claims) > 1:
        yield Sentence("where.video")
        return
    best = max(inside, key=lambda f: (f.score, -f.time_s))
    yield Sentence("where.video-at", time_s=best.time_s - clip.start_s)


def _context_line(given: _Given, style: _Style) -> Sentence:
    """Where the whole item, the label and the rest are."""
    parts: list[Sentence] = []
    photo = "where.context-brief" if style.brief else "where.context"
    for slot in given.plan.slots:
        for tile in slot.tiles:
            if tile.label[0].isalpha() and tile.caption_en:
                what: str = _CALLED.get(tile.caption_en) or tile.caption_en.split(":")[0]
                if numbers := given.recognised.numbers.get(tile.label):
                    what = Sentence("where.number", what=what, number=" / ".join(numbers))
                parts.append(Sentence(photo, what=what, photo=slot.number, label=tile.label))
    clip = given.plan.video
    if clip is not None and not clip.claims:
        what = clip.role.value if clip.role else Sentence("where.also")
        parts.append(_whole_clip(clip, what, given.files))
    return Sentence("statement.context", parts=parts) if parts else NOTHING


def _whole_clip(clip: VideoPlan, what: str, files: Sequence[FileReport]) -> Sentence:
    """And when to look, where the first seconds show nothing clearly."""
    file = next((f for f in files if f.facts.path == clip.path), None)
    clear = first_clear_s(file, clip.start_s) if file else None
    if clear is None:
        return Sentence("where.context-video", what=what)
    return Sentence("where.context-video-from", what=what, time_s=clear)


def _packed(lines: Sequence[Sentence], room: int) -> list[Sentence]:
    """Lines joined so that they fit: the last ones share."""
    if len(lines) <= room:
        return list(lines)
    share = -(-len(lines) // room)
    return [
        Sentence("statement.together", lines=lines[i : i + share])
        for i in range(0, len(lines), share)
    ]


def _advice(case: Case, text: str, first: str, most: int, profile: Profile) -> tuple[Sentence, ...]:
    notes = [ask_note(case, profile)]
    if "[" in text:
        notes.append(Sentence("note.text-gaps"))
    if len(text) > most:
        notes.append(Sentence("note.text-characters", characters=len(text), limit=most))
    if filled_length(first) > FIRST_LINE_MAX:
        notes.append(Sentence("note.text-first-line", characters=len(first), limit=FIRST_LINE_MAX))
    notes += check_text(Sentence("text-name.item"), case.item, profile)
    notes += check_text(Sentence("text-name.ask"), case.ask, profile)
    for number, claim in enumerate(case.claims, 1):
        name = Sentence("text-name.claim", number=number)
        notes += check_text(name, english_of(claim), profile, is_title=True)
    if case.ask and case.ask[1:] not in text:
        notes.append(Sentence("note.ask-left-out", ask=case.ask))
    return tuple(dict.fromkeys(note for note in notes if note))
