"""Names the tiles as the statement calls them, and puts them into slots."""

from __future__ import annotations

import re
import string
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from evidence_qc.language.durations import moment
from evidence_qc.model import Case, Claim, Mark, Role, SlotKind, SlotPlan, Tile, VideoPlan
from evidence_qc.plan.candidates import CONTEXT_ROLES, Candidate

CAPTIONS: Mapping[str, str] = {
    "whole": "whole item",
    "listing": "as advertised",
    "received": "as received",
    "label": "label",
    "packaging": "packaging",
    "ruler": "measured",
    "unboxing": "unboxing",
    "set": "whole set",
}
_SET = re.compile(
    r"""(?ix) (?<!\btv\s) \b (?: set | kit | сервиз | набор | комплект | набір | juego | conjunto
    | ensemble | coffret | satz | zestaw | komplet | طقم ) \b (?!-top) | 套装 | 套裝 | 件套"""
)
"""Items that are several things: what shows all of them is no "item"."""

WHOLE = frozenset({"whole", "beside"})
"""What stands first: the whole item, or a photo of no problem that nobody has called so."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One tile to be: its picture and why it is there."""

    source: Candidate
    claims: tuple[int, ...] = ()
    kind: str = ""
    """Empty for a claim's view, else ``whole``, ``beside``, ``label``, ``listing``, ``also``…"""
    is_first: bool = False
    """The view that a claim cannot do without."""
    is_pair: bool = False
    is_required: bool = False
    may_repeat: bool = False

    @property
    def unit_claim(self) -> int:
        """0 for the whole item, -1 for context, else the first claim's number."""
        if self.kind in WHOLE:
            return 0
        return self.claims[0] if self.claims and not self.kind else -1

    @property
    def is_around(self) -> bool:
        """True for what stands around the item, also as the view of a claim (a crushed parcel)."""
        return self.unit_claim != 0 and self.source.role in CONTEXT_ROLES

    @property
    def dispensable(self) -> int:
        """What goes first where room lacks: the higher, the sooner."""
        if self.source.is_pinned:
            return 0
        if self.kind in WHOLE:
            return 1
        if self.is_first:
            return 2
        if self.is_required or self.is_pair:
            return 3
        return 6 if self.kind == "also" else 4 if self.kind else 5


@dataclass(frozen=True, slots=True)
class Numbering:
    """Where the numbers of an earlier bundle ended; all zero for a first one."""

    claims: Mapping[str, int] = field(default_factory=dict)
    """Title → number in the earlier bundle."""
    views: Mapping[int, int] = field(default_factory=dict)
    """Number → views used, so that claim 1 goes on with 1c."""
    context: int = 0
    """Letters used for the whole item, label and so on."""
    slots: int = 0
    labels: Mapping[str, str] = field(default_factory=dict)
    """SHA-256 of a photo that was shown → what it was called; it keeps its name."""

    def number(self, case: Case, position: int) -> int:
        """The number that a claim (position from 1) is called by."""
        title = case.claims[position - 1].title
        if title in self.claims:
            return self.claims[title]
        new = [c.title for c in case.claims[:position] if c.title not in self.claims]
        return len(self.claims) + len(new) if self.claims else position


def slot_plans(
    case: Case, entries: Sequence[Entry], parts: Sequence[range], numbering: Numbering
) -> tuple[SlotPlan, ...]:
    """The slots with named tiles; the same picture keeps its name when it is shown twice."""
    labels = _labels(case, entries, numbering)
    slots = []
    for slot_index, part in enumerate(parts, 1):
        mine = [entries[i] for i in part]
        tiles = tuple(
            _pointing(case, tile_of(case, entries[i], labels[i], numbering), entries) for i in part
        )
        slots.append(
            SlotPlan(
                number=numbering.slots + slot_index,
                total=numbering.slots + len(parts),
                tiles=tiles,
                kind=_kind(mine),
                title=_title(case, mine, slot_index, numbering),
            )
        )
    return tuple(slots)


def with_times(slots: Sequence[SlotPlan], video: VideoPlan | None) -> tuple[SlotPlan, ...]:
    """Frames called by their time in the submitted clip; others are only from a video."""
    return tuple(
        replace(slot, tiles=tuple(_with_time(tile, video) for tile in slot.tiles)) for slot in slots
    )


def _with_time(tile: Tile, video: VideoPlan | None) -> Tile:
    if tile.time_s is None:
        return tile
    words = "from a video"
    if video is not None and video.path == tile.path:
        end = float("inf") if video.end_s is None else video.end_s
        if video.start_s <= tile.time_s <= end:
            words = f"video, {moment(tile.time_s - video.start_s)}"
    said = f"{tile.caption_en} ({words})" if tile.caption_en else words
    return replace(tile, caption_en=said)


def tile_of(case: Case, entry: Entry, label: str, numbering: Numbering) -> Tile:
    """One tile with its caption in the user's words and in English."""
    source = entry.source
    claims = [case.claims[n - 1] for n in entry.claims]
    said = [c for c in claims if not c.is_proposed]
    caption = "; ".join(c.title for c in said)
    english = "; ".join(english_of(c) for c in said)
    if entry.is_required and not entry.kind and source.marks and source.marks[0].label:
        # A further part of a claim is called by what is marked in it: "rust".
        caption, english = "", source.marks[0].label
    if entry.kind:
        kind = "set" if entry.kind == "whole" and _SET.search(case.item) else entry.kind
        english = CAPTIONS.get(kind, "") + (f": {english}" if english else "")
    if source.is_screenshot and entry.kind != "listing":
        english = f"{english} (screenshot)".strip()
    if caption == english or (entry.kind and english.endswith(f": {caption}")):
        caption = ""
    return Tile(
        label=label,
        path=source.path,
        time_s=source.time_s,
        caption=caption,
        caption_en=english,
        # Beside the listing nothing is pointed at: both are looked at as wholes.
        marks=() if entry.kind == "received" else _numbered(case, entry, source.marks, numbering),
        claims=entry.claims or _marked_claims(case, entry, source.marks),
        role=source.role,
        width_px=source.width_px,
        height_px=source.height_px,
        is_weak=source.is_weak,
    )


def english_of(claim: Claim) -> str:
    """What an adjudicator reads: the English title, else the title as it is."""
    return claim.title_en or claim.title


def claim_of_mark(case: Case, mark: Mark) -> int | None:
    """The claim that a mark's label names: its number, or words of its title."""
    label = mark.label.strip().casefold()
    if label.isdecimal() and 1 <= int(label) <= len(case.claims):
        return int(label)
    if not label:
        return 1 if len(case.claims) == 1 else None
    named = [(n, claim) for n, claim in enumerate(case.claims, 1) if not claim.is_proposed]
    for number, claim in named:
        titles = (claim.title.casefold(), claim.title_en.casefold())
        if any(title and (label in title or title in label) for title in titles):
            return number
    words = set(label.split())
    for number, claim in named:
        if words & set(f"{claim.title} {claim.title_en}".casefold().split()):
            return number
    return None


def _numbered(
    case: Case, entry: Entry, marks: tuple[Mark, ...], numbering: Numbering
) -> tuple[Mark, ...]:
    """Marks on the whole item carry the number of the claim that they point at."""
    if entry.kind not in WHOLE:
        return marks
    numbered = []
    for mark in marks:
        claim = claim_of_mark(case, mark)
        number = str(numbering.number(case, claim)) if claim else mark.label
        numbered.append(replace(mark, label=number))
    return tuple(numbered)


def _pointing(case: Case, tile: Tile, entries: Sequence[Entry]) -> Tile:
    """The whole item; where a claim has its own tile, a ring that points is enough."""
    if tile.role is not Role.OVERVIEW or not tile.marks:
        return tile
    source = next(e.source for e in entries if e.source.path == tile.path)
    own = {n for e in entries if not e.kind for n in e.claims}
    pointers = tuple(i for i, given in enumerate(source.marks) if claim_of_mark(case, given) in own)
    return replace(tile, pointers=pointers)


def _marked_claims(case: Case, entry: Entry, marks: tuple[Mark, ...]) -> tuple[int, ...]:
    if entry.kind not in WHOLE:
        return ()
    found = {claim for mark in marks if (claim := claim_of_mark(case, mark))}
    return tuple(sorted(found))


def _labels(case: Case, entries: Sequence[Entry], numbering: Numbering) -> list[str]:
    labels: list[str] = []
    views = dict(numbering.views)
    letters = numbering.context
    named: dict[tuple[str, float | None], str] = {}
    for entry in entries:
        key = (entry.source.path, entry.source.time_s)
        if key not in named and entry.source.sha256 in numbering.labels:
            named[key] = numbering.labels[entry.source.sha256]
        if key not in named:
            if entry.claims:
                number = numbering.number(case, entry.claims[0])
                named[key] = f"{number}{_letter(views.get(number, 0))}"
                views[number] = views.get(number, 0) + 1
            else:
                named[key] = _letter(letters).upper()
                letters += 1
        labels.append(named[key])
    return labels


def _letter(index: int) -> str:
    """Letters a to z, then aa, ab and so on."""
    alphabet = string.ascii_lowercase
    return alphabet[index] if index < 26 else _letter(index // 26 - 1) + alphabet[index % 26]


def _kind(entries: Sequence[Entry]) -> SlotKind:
    if len(entries) == 1:
        return SlotKind.SINGLE
    if len(entries) == 2 and all(e.is_pair for e in entries):
        return SlotKind.COMPARISON
    return SlotKind.COLLAGE


def _title(case: Case, entries: Sequence[Entry], slot_index: int, numbering: Numbering) -> str:
    """One line for the margin: the item first, then what the slot is about."""
    if all(e.is_pair for e in entries):
        return "As advertised and as received"
    if all(e.unit_claim == -1 for e in entries):
        if len(entries) == 1:
            return ""
        words = [CAPTIONS.get(e.kind, "") for e in entries]
        return _and([w for w in words if w]).capitalize()
    if slot_index == 1 and case.item:
        return case.item
    named = {n for e in entries for n in e.claims if not case.claims[n - 1].is_proposed}
    numbers = sorted(numbering.number(case, n) for n in named)
    if not numbers:
        return ""
    return f"Problem{'s' if len(numbers) > 1 else ''} {_and([str(n) for n in numbers])}"


def _and(words: Sequence[str]) -> str:
    return " and ".join(filter(None, (", ".join(words[:-1]), *words[-1:])))
