"""The text to paste: item, main problem, what is asked; then numbered claims and where to look.

At most six lines and 500 characters, first line at most 90; plain English as a translator likes
it. What the user wrote is never changed: where it does not fit or does not suit, that is said.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from evidence_qc.case.reasons import ask_note
from evidence_qc.case.text_checks import check_text, is_written_in, needs_english
from evidence_qc.language import Sentence
from evidence_qc.language.durations import moment
from evidence_qc.model import Case, FileReport, Plan, Profile, VideoPlan
from evidence_qc.plan.clip import first_clear_s
from evidence_qc.plan.tiles import Numbering, english_of

LINES_MAX = 6
CHARS_MAX = 500
FIRST_LINE_MAX = 90


@dataclass(frozen=True, slots=True)
class Statement:
    """The text, and what the user should know about it."""

    text: str
    """Ends with a line feed; lines are parted by line feeds."""
    advice: tuple[Sentence, ...] = ()
    is_complete: bool = True
    """False while a part in square brackets has to be filled in."""


def write_statement(
    case: Case,
    plan: Plan,
    profile: Profile,
    files: Sequence[FileReport] = (),
    *,
    request: str = "",
    numbering: Numbering | None = None,
) -> Statement:
    """The statement for a plan; times refer to the submitted clip.

    Args:
        case: Item, claims, reason, ask.
        plan: What is shown where.
        profile: Alphabet and length that the platform takes.
        files: For the moments of the video that show a claim.
        request: What the platform asked for in a second round; the text opens with the reply.
        numbering: Where an earlier bundle ended.
    """
    numbering = numbering or Numbering()
    alphabet = profile.statement_alphabet.value or ""
    first = _first_line(case, alphabet)
    claims = [
        _claim_line(case, n, plan, files, alphabet, numbering)
        for n in range(1, len(case.claims) + 1)
    ]
    context = _context_line(plan, files)
    opening = [f"Reply to: {request}"] if request else []
    lines = [*opening, first, *_packed(claims, LINES_MAX - 1 - len(opening) - bool(context))]
    lines += [context] if context else []
    most = min(CHARS_MAX, profile.statement_chars_max.value or CHARS_MAX)
    lines = _shortened(lines, case, most)
    text = "\n".join(lines) + "\n"
    return Statement(
        text=text,
        advice=_advice(case, text, first, most, profile),
        is_complete="[" not in text,
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


def _first_line(case: Case, alphabet: str) -> str:
    """Item, main problem and ask; the shortest loss first when they pass 90 characters."""
    item = _words(case.item, alphabet) or "[name the item]"
    named = [c for c in case.claims if not c.is_proposed]
    problem = _words(english_of(named[0]), alphabet) if named else "[say what is wrong]"
    others = len(named) - 1
    more = f" and {others} more problem{'s' * (others > 1)}" if others > 0 else ""
    brief = f" and {others} more" if others > 0 else ""
    ask = f" I ask for: {_stop(_words(case.ask, alphabet))}" if case.ask else ""
    short = item.split(",")[0]
    every = _listed([_words(english_of(claim), alphabet) for claim in named]) or problem
    tries = (
        f"{item}: {every}.{ask}",
        f"{item}: {problem}{more}.{ask}",
        f"{item}: {problem}{brief}.{ask}",
        f"{short}: {problem}{brief}.{ask}",
        f"{short}: {problem}.{ask}",
        f"{short}: {problem}.",
    )
    return next((line for line in tries if len(line) <= FIRST_LINE_MAX), tries[-1])


def _listed(words: Sequence[str]) -> str:
    """As a person lists things: "hole in the sleeve, seam come apart and stains"."""
    return " and ".join(filter(None, (", ".join(words[:-1]), *words[-1:])))


def _claim_line(
    case: Case,
    position: int,
    plan: Plan,
    files: Sequence[FileReport],
    alphabet: str,
    numbering: Numbering,
) -> str:
    claim = case.claims[position - 1]
    number = numbering.number(case, position)
    if claim.is_proposed:
        title = "[say what is wrong here]"
    else:
        english = english_of(claim)
        title = _words(english, alphabet)
        beside = claim.title_en and claim.title != claim.title_en
        if beside and is_written_in(claim.title, alphabet):
            title = f"{claim.title_en} ({claim.title})"
    where = [*_photos(plan, position), *_moments(plan, position, files)]
    return f"{number}. {title}: {'; '.join(where) if where else 'no picture'}."


def _photos(plan: Plan, position: int) -> Iterator[str]:
    for slot in plan.slots:
        labels = [t.label for t in slot.tiles if position in t.claims]
        if labels:
            yield f"photo {slot.number}, {' and '.join(dict.fromkeys(labels))}"


def _moments(plan: Plan, position: int, files: Sequence[FileReport]) -> Iterator[str]:
    """When the submitted clip shows the claim: its best moment, counted from the clip's start."""
    clip = plan.video
    if clip is None or position not in clip.claims:
        return
    facts = next((f.facts for f in files if f.facts.path == clip.path), None)
    frames = facts.video.best_frames if facts and facts.video else ()
    end = clip.end_s if clip.end_s is not None else float("inf")
    inside = [f for f in frames if clip.start_s <= f.time_s <= end]
    if not inside or len(clip.claims) > 1:
        yield "video"
        return
    best = max(inside, key=lambda f: (f.score, -f.time_s))
    yield f"video at {moment(best.time_s - clip.start_s)}"


def _context_line(plan: Plan, files: Sequence[FileReport]) -> str:
    """Where the whole item, the label and the rest are."""
    parts: list[str] = []
    for slot in plan.slots:
        for tile in slot.tiles:
            if tile.label[0].isalpha() and tile.caption_en:
                what = tile.caption_en.split(":")[0]
                parts.append(f"{what}: photo {slot.number}, {tile.label}")
    if plan.video is not None and not plan.video.claims:
        role = plan.video.role
        parts.append(f"{role.value if role else 'also'}: video{_first_clear(plan.video, files)}")
    text = "; ".join(parts)
    return f"{text[:1].upper()}{text[1:]}." if text else ""


def _first_clear(clip: VideoPlan, files: Sequence[FileReport]) -> str:
    """When to look, where the first seconds show nothing clearly."""
    file = next((f for f in files if f.facts.path == clip.path), None)
    clear = first_clear_s(file, clip.start_s) if file else None
    return f", look from {moment(clear)}" if clear is not None else ""


def _packed(lines: Sequence[str], room: int) -> list[str]:
    """Lines joined so that they fit: the last ones share."""
    if len(lines) <= room:
        return list(lines)
    share = -(-len(lines) // room)
    return [" ".join(lines[i : i + share]) for i in range(0, len(lines), share)]


def _shortened(lines: list[str], case: Case, most: int) -> list[str]:
    """Give up what is said twice, step by step, until the text fits; else leave it as it is."""
    if len("\n".join(lines)) + 1 <= most:
        return lines
    for claim in case.claims:
        if claim.title_en and claim.title != claim.title_en:
            lines = [line.replace(f" ({claim.title})", "") for line in lines]
    if len("\n".join(lines)) + 1 <= most:
        return lines
    return [line.replace("; photo ", ", ").replace(": photo ", ": ") for line in lines]


def _advice(case: Case, text: str, first: str, most: int, profile: Profile) -> tuple[Sentence, ...]:
    notes = [ask_note(case.reason, case.ask, len(case.claims))]
    if "[" in text:
        notes.append(Sentence("note.text-gaps"))
    if len(text) > most:
        notes.append(Sentence("note.text-characters", characters=len(text), limit=most))
    if len(first) > FIRST_LINE_MAX:
        notes.append(Sentence("note.text-first-line", characters=len(first), limit=FIRST_LINE_MAX))
    notes += check_text(Sentence("text-name.item"), case.item, profile)
    notes += check_text(Sentence("text-name.ask"), case.ask, profile)
    for number, claim in enumerate(case.claims, 1):
        name = Sentence("text-name.claim", number=number)
        notes += check_text(name, english_of(claim), profile, is_title=True)
    if case.ask and case.ask not in text:
        notes.append(Sentence("note.ask-left-out", ask=case.ask))
    return tuple(dict.fromkeys(note for note in notes if note))


def _words(text: str, alphabet: str) -> str:
    """The user's words, or a gap to fill where the platform's readers cannot read them."""
    return f"[in English: {text}]" if needs_english(text, alphabet) else text


def _stop(text: str) -> str:
    return text if text.endswith((".", "!", "?")) else f"{text}."
