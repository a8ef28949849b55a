"""What is weak about a plan, and what else its user should know; each in one sentence."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence, Set

from evidence_qc.case.lookup import typed
from evidence_qc.language import Sentence
from evidence_qc.model import (
    Case,
    FileReport,
    Plan,
    Policy,
    Profile,
    Role,
    Tile,
    Verdict,
    reason_key,
)
from evidence_qc.plan.tiles import english_of
from evidence_qc.rules.file.text_unreadable import RULE as TEXT
from evidence_qc.rules.file.text_unreadable import WARN

NAMED_MAX = 4
"""Tiles that one sentence names."""


def weak_points(
    case: Case, files: Sequence[FileReport], plan: Plan, profile: Profile
) -> tuple[Sentence, ...]:
    """Why an adjudicator may not see everything: weak tiles, a weak clip, claims not shown."""
    by_path = {f.facts.path: f for f in files}
    tiles = [t for slot in plan.slots for t in slot.tiles]
    points = list(_of_one_thing(case, tiles))
    points += [_weak(tile, case, by_path.get(tile.path)) for tile in tiles if tile.is_weak]
    displayed = {n for t in tiles for n in t.claims if t.label[0].isdigit()}
    filmed = set(plan.video.claims) if plan.video else set()
    for number, claim in enumerate(case.claims, 1):
        if number in displayed or claim.is_proposed:
            continue
        if number in filmed:
            points.append(Sentence("weak.only-video", problem=number, title=english_of(claim)))
        elif not any(path in by_path for path in claim.media):
            points.append(Sentence("weak.not-shown", problem=number, title=english_of(claim)))
        else:
            points.append(Sentence("weak.no-room", problem=number, title=english_of(claim)))
    points += _missing_parts(case, by_path, tiles)
    points += _unreadable(by_path, tiles, TEXT.limits_in_force(profile)[WARN])
    clip = by_path.get(plan.video.path) if plan.video else None
    if clip and clip.verdict is Verdict.REJECT and clip.facts.path not in case.included:
        fault = clip.findings[0].message if clip.findings else Sentence("weak.hard-to-see")
        points.append(Sentence("weak.video", fault=fault))
    return tuple(dict.fromkeys(points))


def _of_one_thing(case: Case, tiles: Sequence[Tile]) -> Iterator[Sentence]:
    """Asked once where photos of nobody knows what are shown together.

    Likeness does not tell: of 136 photos of another thing in twenty real folders it let 111 in. Nor
    does time: of 14 reports on one thing, all of one author, 8 have photos more than a day apart,
    and 3 more than a fortnight (2026-11). So the buyer is asked, not suspected.
    """
    if not case.claims or not all(claim.is_proposed for claim in case.claims):
        return
    unnamed = {tile.path: tile.label for tile in tiles if tile.claims and tile.label[0].isdigit()}
    if len(unnamed) > 1:
        labels = list(unnamed.values())
        more = max(0, len(labels) - NAMED_MAX) or ""
        yield Sentence("weak.one-thing", labels=labels[:NAMED_MAX], more=more)


def notes(case: Case, plan: Plan, profile: Profile) -> tuple[Sentence, ...]:
    """What would help, and what was assumed."""
    found: list[Sentence] = []
    tiles = [t for slot in plan.slots for t in slot.tiles]
    if case.claims and all(c.is_proposed for c in case.claims):
        found.append(Sentence("note.grouped"))
    elif tiles and case.claims and not any(t.caption_en.startswith("whole") for t in tiles):
        found.append(Sentence("note.no-whole"))
    found += _guesses(case, tiles)
    if case.unlike:
        unlike = sorted(case.unlike)
        found.append(Sentence("note.unlike", paths=unlike, name=typed(unlike[0])))
    found += not_pointed_at(case, profile, tiles)
    least = profile.photos_min.value or 0
    if 0 < len(plan.slots) < least:
        found.append(Sentence("note.too-few-photos", least=least, photos=len(plan.slots)))
    return tuple(found)


def _guesses(case: Case, tiles: Sequence[Tile]) -> Iterator[Sentence]:
    """A guess about what a picture is good for is said."""
    unnamed = [t for t in tiles if not t.caption_en and not t.claims and t.role is None]
    first = tiles[0].path if tiles and tiles[0] in unnamed else ""
    if first:
        overview = typed(f"{first}=overview")
        yield Sentence("note.stands-first", path=first, overview=overview, name=typed(first))
    follow = tuple(dict.fromkeys(t.path for t in unnamed if t.path != first))
    if follow:
        yield Sentence("note.unnamed-shown", paths=follow, name=typed(follow[0]))
    for tile in tiles:
        if tile.path in case.recognised and not tile.claims:
            taken = "packaging" if tile.role is Role.PACKAGING else "label"
            yield Sentence(f"note.taken-for-{taken}", path=tile.path, name=typed(tile.path))
        if tile.caption_en == "as advertised" and tile.role is None:
            yield Sentence("note.taken-for-listing", path=tile.path, name=typed(tile.path))


def not_pointed_at(
    case: Case, profile: Profile, tiles: Sequence[Tile], proposed: Set[str] = frozenset()
) -> Iterator[Sentence]:
    """Damage without a ring, on its own photo and on the whole item: it takes time to find.

    None of what only ``proposed`` photos show: where they lie in another is told beside it.
    """
    if reason_key(case.reason) not in {"", "damaged"} or profile.annotations.value in {
        Policy.AVOID,
        Policy.FORBIDDEN,
    }:
        return
    marked = {
        number for tile in tiles for number in tile.claims if tile.marks or tile.path in proposed
    }
    own = [
        next((t for t in tiles if number in t.claims and t.time_s is None and not t.is_weak), None)
        for number, claim in enumerate(case.claims, 1)
        if number not in marked and not claim.is_proposed
    ]
    bare = [tile for tile in own if tile is not None]
    if bare:
        names = list(dict.fromkeys(tile.label for tile in bare))
        yield Sentence(
            "note.no-mark",
            labels=names[:NAMED_MAX],
            more=max(0, len(names) - NAMED_MAX) or "",
            example=typed(f"{bare[0].path}:0.5,0.4"),
        )


def _unreadable(
    by_path: Mapping[str, FileReport], tiles: Sequence[Tile], least_legible_ratio: float
) -> Iterator[Sentence]:
    """A label whose print can hardly be read, whether it was named or recognised as one."""
    for tile in tiles:
        file = by_path.get(tile.path)
        if tile.role is not Role.LABEL or file is None or file.facts.text is None:
            continue
        if file.facts.text.legible_ratio < least_legible_ratio:
            yield Sentence("weak.print", path=tile.path)


def _missing_parts(
    case: Case, by_path: Mapping[str, FileReport], tiles: Sequence[Tile]
) -> Iterator[Sentence]:
    """Parts of a claim, by the labels of its marks, that only rejected photos show."""
    used = {tile.path for tile in tiles}
    for number, claim in enumerate(case.claims, 1):
        labels: dict[str, list[FileReport]] = {}
        for path in claim.media:
            for mark in case.marks.get(path, ()):
                if mark.label.strip() and path in by_path:
                    labels.setdefault(mark.label.strip().casefold(), []).append(by_path[path])
        if not used.intersection(claim.media):
            continue
        for label, files in labels.items():
            unusable = [f for f in files if f.verdict is Verdict.REJECT]
            if len(unusable) == len(files) and not any(f.facts.path in used for f in files):
                fault = unusable[0].findings[0] if unusable[0].findings else None
                yield Sentence(
                    "weak.part",
                    problem=number,
                    part=label,
                    fault=fault.message if fault else "",
                    advice=(fault.advice or "") if fault else "",
                )


def _weak(tile: Tile, case: Case, file: FileReport | None) -> Sentence:
    fault = file.findings[0] if file and file.findings else None
    what = [english_of(case.claims[n - 1]) for n in tile.claims] or [tile.caption_en]
    if fault is None:
        return Sentence("weak.tile-unclear", label=tile.label, what=what)
    return Sentence(
        "weak.tile", label=tile.label, what=what, fault=fault.message, advice=fault.advice or ""
    )
