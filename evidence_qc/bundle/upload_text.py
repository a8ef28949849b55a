"""UPLOAD.txt: what to do now, in order, in plain text and in the buyer's language."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from evidence_qc.bundle.types import ORIGINALS, SUBMIT
from evidence_qc.language import ENGLISH, NOTHING, Sentence
from evidence_qc.language.wrapping import display_width, wrapped
from evidence_qc.model import DisputeWindow, Plan, Profile, SlotPlan, Tile
from evidence_qc.plan.deadlines import Deadline, deadlines
from evidence_qc.report.text import printable_lines

WIDTH = 78
_INDENT = "   "


@dataclass(frozen=True, slots=True)
class ToRead:
    """What the page speaks of, besides plan and profile."""

    statement: str
    """The text to paste."""
    outputs: Sequence[str]
    """Names below ``submit/`` in the order of upload."""
    lines: Sequence[Sentence] = ()
    """What the statement was made of: its meaning for who reads another language."""
    events: Mapping[str, date] = field(default_factory=dict)
    """When what the platform counts from happened; gives dates instead of numbers of days."""
    day: date | None = None
    """Of the bundle: last days before it have passed."""
    weak_points: Sequence[str] = ()
    """What was found when the built files were looked at again."""
    advice: Sequence[str] = ()
    """About the words."""
    retake_first: Sequence[str] = ()
    """What would make it stronger."""
    asked: Sequence[str] = ()
    """The platform's request, point by point."""


def upload_text(plan: Plan, profile: Profile, given: ToRead, language: str = ENGLISH) -> str:
    """The page: what is weak, files in order, text to paste, last days, what to keep.

    Args:
        plan: What each file shows.
        profile: Windows and advice.
        given: The text, the files, and what was found.
        language: What the buyer reads; the text to paste is what it is.
    """
    page = _Page(language)
    heading = page.say(Sentence("upload.heading", platform=page.say(profile.title)))
    pieces = [heading, "=" * min(WIDTH, display_width(heading)), ""]
    pieces += page.part("upload.weak-points", given.weak_points)
    pieces += page.part("upload.retake", given.retake_first)
    if given.asked:
        asked = [_wrapped(page.say(line)) for line in given.asked]
        pieces += [page.say(Sentence("upload.asked")), "", *asked, ""]
    pieces += [page.say(Sentence("upload.files", folder=SUBMIT)), ""]
    pieces += [
        _wrapped(f"{name}  {page.say(_shows(name, plan, language))}") for name in given.outputs
    ]
    pieces += ["", *page.statement(given)]
    ends = {each.window: each for each in deadlines(profile, given.events)}
    said = [(w, page.window(w, ends.get(w), given.day)) for w in profile.windows]
    windows = [text for window, text in said if window.is_deadline]
    after = [text for window, text in said if not window.is_deadline]
    pieces += page.part("upload.last-days", windows)
    keep = Sentence("upload.keep", number=4 if windows else 3)
    pieces += [page.say(keep), "", *page.items([
        Sentence("upload.keep-goods"),
        Sentence("upload.keep-originals", folder=ORIGINALS),
        Sentence("upload.keep-seal"),
    ]), ""]  # fmt: skip
    pieces += page.part("upload.rest", after)
    tips = [tip for tip in profile.advice if not tip.lower().startswith("keep the parcel")]
    pieces += page.part("upload.good-to-know", tips)
    return printable_lines("\n".join(pieces[:-1])) + "\n"


@dataclass(frozen=True, slots=True)
class _Page:
    """Says things in one language."""

    language: str

    def say(self, text: str) -> str:
        """A sentence, or a text of a profile that ships, in the language."""
        return Sentence.of(text).in_language(self.language)

    def items(self, items: Sequence[str]) -> list[str]:
        return [_wrapped(f"- {self.say(item)}") for item in items]

    def part(self, heading: str, items: Sequence[str]) -> list[str]:
        """A heading with its list; nothing where the list is empty."""
        return [self.say(Sentence(heading)), "", *self.items(items), ""] if items else []

    def statement(self, given: ToRead) -> list[str]:
        lines = given.statement.rstrip("\n").split("\n")
        pieces = [self.say(Sentence("upload.text")), ""]
        pieces += [*(f"{_INDENT}{line}" for line in lines), ""]
        if self.language != ENGLISH and given.lines:
            pieces += [self._heading("upload.meaning"), *self.items(given.lines), ""]
        if given.advice:
            pieces += [self._heading("upload.about-text"), *self.items(given.advice), ""]
        return pieces

    def _heading(self, message_id: str) -> str:
        return f"{_INDENT}{self.say(Sentence(message_id))}"

    def window(
        self, window: DisputeWindow, deadline: Deadline | None, day: date | None
    ) -> Sentence:
        """A time limit, with its day where the day that it is counted from is known."""
        days = Sentence("upload.days", days=window.days)
        name, what = self.say(window.name), _sentence(self.say(window.description))
        if deadline is not None:
            is_passed = deadline.is_passed(day)
            return Sentence(
                "upload.last-day-passed" if is_passed else "upload.last-day",
                window=name,
                date=deadline.ends.isoformat(),
                days=days,
                received=deadline.began.isoformat(),
                what=what,
            )
        start = Sentence(f"event.{window.starts}")
        return Sentence("upload.window", window=name, days=days, start=start, what=what)


def _shows(name: str, plan: Plan, language: str) -> str:
    for slot in plan.slots:
        if name == f"{slot.number}.jpg":
            return _slot(slot, language)
    if plan.video is not None and name.startswith("video"):
        return Sentence("upload.video", reason=plan.video.reason)
    if name.endswith(".pdf"):
        return Sentence("upload.document")
    return Sentence("upload.statement") if name.endswith(".txt") else NOTHING


def _slot(slot: SlotPlan, language: str) -> str:
    tiles = [tile for tile in slot.tiles if tile.label]
    said = [_tile(tile, language) for tile in tiles if tile.caption_en or tile.caption]
    unnamed = [tile.label for tile in tiles if not (tile.caption_en or tile.caption)]
    if unnamed:
        said.append(Sentence("upload.unnamed", labels=unnamed).in_language(language))
    return "; ".join(said)


def _tile(tile: Tile, language: str) -> str:
    """What is drawn under the picture; beside it the buyer's own words, for who wrote them."""
    drawn = tile.caption_en or tile.caption
    own = f" ({tile.caption})" if language != ENGLISH and tile.caption not in {"", drawn} else ""
    return f"{tile.label} {drawn}{own}"


def _sentence(text: str) -> str:
    text = text[:1].upper() + text[1:]
    return text if text.endswith((".", "!", "?", "。")) else f"{text}."


def _wrapped(text: str) -> str:
    return wrapped(text, WIDTH, _INDENT, _INDENT + "  ")
