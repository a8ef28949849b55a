"""What is weak about a plan, and what else its user should know; each in one sentence."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from evidence_qc.case.lookup import typed
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
) -> tuple[str, ...]:
    """Why an adjudicator may not see everything: weak tiles, a weak clip, claims not shown."""
    by_path = {f.facts.path: f for f in files}
    tiles = [t for slot in plan.slots for t in slot.tiles]
    points = [_weak(tile, case, by_path.get(tile.path)) for tile in tiles if tile.is_weak]
    displayed = {n for t in tiles for n in t.claims if t.label[0].isdigit()}
    filmed = set(plan.video.claims) if plan.video else set()
    for number, claim in enumerate(case.claims, 1):
        if number in displayed or claim.is_proposed:
            continue
        if number in filmed:
            points.append(f"Problem {number} ({english_of(claim)}) is only in the video.")
        elif not any(path in by_path for path in claim.media):
            points.append(f"Problem {number} ({english_of(claim)}): no photo or video shows it.")
        else:
            points.append(f"Problem {number} ({english_of(claim)}) did not fit into the photos.")
    points += _missing_parts(case, by_path, tiles)
    points += _unreadable(by_path, tiles, TEXT.limits_in_force(profile)[WARN])
    clip = by_path.get(plan.video.path) if plan.video else None
    if clip and clip.verdict is Verdict.REJECT and clip.facts.path not in case.included:
        fault = clip.findings[0].message if clip.findings else "It is hard to see anything."
        points.append(f"The video is weak: {fault}")
    return tuple(dict.fromkeys(points))


def notes(case: Case, plan: Plan, profile: Profile) -> tuple[str, ...]:
    """What would help, and what was assumed."""
    found: list[str] = []
    tiles = [t for slot in plan.slots for t in slot.tiles]
    if case.claims and all(c.is_proposed for c in case.claims):
        found.append(
            "Nobody said what is wrong: the photos were grouped by time and likeness. Say it with "
            '--claim "WHAT IS WRONG=FILES", sub-folders, or case.toml.'
        )
    elif tiles and case.claims and not any(t.caption_en.startswith("whole") for t in tiles):
        found.append(
            "No photo is known to show the whole item: name it with --role FILE=overview; a "
            "close-up alone convinces less."
        )
    found += _guesses(case, tiles)
    found += _not_pointed_at(case, profile, tiles)
    least = profile.photos_min.value or 0
    if 0 < len(plan.slots) < least:
        found.append(f"The platform asks for {least} photos; there are {len(plan.slots)}.")
    return tuple(found)


def _guesses(case: Case, tiles: Sequence[Tile]) -> Iterator[str]:
    """A guess about what a picture is good for is said."""
    for tile in tiles:
        if tile.label == "A" and not tile.caption_en and not tile.claims and tile.role is None:
            yield (
                f"{tile.path} stands first, as it belongs to no problem: if it shows the whole "
                f"item, say so with --role {typed(tile.path + '=overview')}; if it should not be "
                f"there, use --exclude {typed(tile.path)}."
            )
        if tile.path in case.recognised and not tile.claims:
            yield (
                f"{tile.path} is shown as the label, for a bar code fills much of it: if it is "
                f"none, give it another --role or use --exclude {typed(tile.path)}."
            )
        if tile.caption_en == "as advertised" and tile.role is None:
            yield (
                f"{tile.path} is a screenshot and is shown as what was advertised: if it is not, "
                f"use --exclude {typed(tile.path)}."
            )


def _not_pointed_at(case: Case, profile: Profile, tiles: Sequence[Tile]) -> Iterator[str]:
    """Damage without a ring, on its own photo and on the whole item: it takes time to find."""
    if reason_key(case.reason) not in {"", "damaged"} or profile.annotations.value in {
        Policy.AVOID,
        Policy.FORBIDDEN,
    }:
        return
    marked = {number for tile in tiles for number in tile.claims if tile.marks}
    own = [
        next((t for t in tiles if number in t.claims and t.time_s is None and not t.is_weak), None)
        for number, claim in enumerate(case.claims, 1)
        if number not in marked and not claim.is_proposed
    ]
    bare = [tile for tile in own if tile is not None]
    if bare:
        names = list(dict.fromkeys(tile.label for tile in bare))
        more = f" and {len(names) - NAMED_MAX} more" if len(names) > NAMED_MAX else ""
        labels = ", ".join(names[:NAMED_MAX]) + more
        example = typed(f"{bare[0].path}:0.5,0.4")
        yield (
            f"Nothing points at the defect in {labels}, and whoever decides has only seconds: "
            f"say where it is, e.g. --mark {example} (shares of the width and the height from the "
            "upper left), and it gets a ring."
        )


def _unreadable(
    by_path: Mapping[str, FileReport], tiles: Sequence[Tile], least_legible_ratio: float
) -> Iterator[str]:
    """A label whose print can hardly be read, whether it was named or recognised as one."""
    for tile in tiles:
        file = by_path.get(tile.path)
        if tile.role is not Role.LABEL or file is None or file.facts.text is None:
            continue
        if file.facts.text.legible_ratio < least_legible_ratio:
            yield (
                f"The print in {tile.path} is hard to read: take the label alone, closer and "
                "square to it, until the print fills the picture."
            )


def _missing_parts(
    case: Case, by_path: Mapping[str, FileReport], tiles: Sequence[Tile]
) -> Iterator[str]:
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
                why = f"{fault.message} {fault.advice}".strip() if fault else ""
                yield f"Problem {number}: no usable photo shows “{label}”. {why}".strip()


def _weak(tile: Tile, case: Case, file: FileReport | None) -> str:
    fault = file.findings[0] if file and file.findings else None
    what = " and ".join(english_of(case.claims[n - 1]) for n in tile.claims) or tile.caption_en
    return (
        f"{tile.label} ({what}) is weak, and nothing better shows it: "
        f"{fault.message if fault else 'it is hard to see.'}"
        + (f" {fault.advice}" if fault and fault.advice else "")
    )
