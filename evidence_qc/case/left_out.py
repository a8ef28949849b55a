"""Says of everything that is not submitted why, and what would change it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from evidence_qc.case.candidates import Candidate, can_be_shown, likeness
from evidence_qc.case.tiles import Entry, english_of
from evidence_qc.model import (
    Case,
    FileReport,
    LeftOut,
    Media,
    Plan,
    Profile,
    Severity,
    Tile,
    Verdict,
)


def explain(
    case: Case,
    files: Sequence[FileReport],
    profile: Profile,
    plan: Plan,
    pool: Sequence[Candidate],
    dropped: Sequence[Entry],
) -> tuple[tuple[LeftOut, ...], tuple[str, ...]]:
    """(every photo that is not shown, with its reason; what the user should know)."""
    tiles = {(t.path, t.time_s): t for slot in plan.slots for t in slot.tiles}
    by_key = {(c.path, c.time_s): c for c in pool}
    shown = [(tile, by_key[key]) for key, tile in tiles.items() if key in by_key]
    used = {path for path, _ in tiles}
    crowded_out = {entry.source.path for entry in dropped}
    out = tuple(
        _reason(file, case, by_key.get((file.facts.path, None)), shown, crowded_out)
        for file in files
        if file.facts.path not in used and file.facts.media is not Media.VIDEO
    )
    return out, _notes(case, files, profile, plan, dropped)


def _reason(
    file: FileReport,
    case: Case,
    candidate: Candidate | None,
    shown: Sequence[tuple[Tile, Candidate]],
    crowded_out: set[str],
) -> LeftOut:
    path = file.facts.path
    if path in case.excluded:
        return LeftOut(path, "You left it out.", "Take away --exclude to use it.")
    if candidate is None or not can_be_shown(file.facts):
        return LeftOut(path, "It cannot be opened.", "Copy it from the phone again.")
    repeated = next((t for t, other in shown if likeness(candidate, other) == 1), None)
    if file.verdict is Verdict.REJECT and path not in case.included:
        fault = next((f for f in file.findings if f.severity is Severity.REJECT), None)
        why = fault.message if fault else "It cannot be used."
        return LeftOut(path, why, f"--include {path} uses it all the same.")
    if repeated is not None:
        return LeftOut(
            path, f"It repeats {repeated.label}, which is at least as clear.", f"--pin {path}"
        )
    if path in crowded_out:
        return LeftOut(
            path,
            "There is no room for it at a size that can be read on a phone.",
            f"--pin {path}, or leave another out.",
        )
    if not candidate.claims and candidate.role is None:
        if candidate.is_screenshot:
            return LeftOut(
                path, "It is a screenshot, not a photo of the goods.", f"--role {path}=listing"
            )
        return LeftOut(
            path, "Nobody said what it shows.", f'--claim "WHAT IS WRONG={path}" or --role.'
        )
    better = [t.label for t, c in shown if c.claims & candidate.claims]
    if better:
        return LeftOut(
            path,
            f"{_and(better)} already {'shows' if len(better) == 1 else 'show'} it; one more would "
            "make every picture smaller.",
            f"--pin {path}",
        )
    if candidate.role is not None:
        return LeftOut(path, f"Another {candidate.role} photo is clearer.", f"--pin {path}")
    return LeftOut(path, "There is no room for it.", f"--pin {path}")


def _notes(
    case: Case,
    files: Sequence[FileReport],
    profile: Profile,
    plan: Plan,
    dropped: Sequence[Entry],
) -> tuple[str, ...]:
    notes: list[str] = []
    tiles = [t for slot in plan.slots for t in slot.tiles]
    by_path: Mapping[str, FileReport] = {f.facts.path: f for f in files}
    for tile in tiles:
        if tile.is_weak:
            notes.append(_weak(tile, case, by_path))
    shown = {n for t in tiles for n in t.claims if t.role is None or t.label[0].isdigit()}
    for number, claim in enumerate(case.claims, 1):
        if number not in shown and not claim.is_proposed:
            crowded = any(number in e.claims and e.is_first for e in dropped)
            why = "there is no room for it" if crowded else "nothing that was given shows it"
            notes.append(f"Problem {number} ({english_of(claim)}) is in no photo: {why}.")
    if case.claims and all(c.is_proposed for c in case.claims):
        notes.append(
            "Nobody said what is wrong: the photos were grouped by time and likeness. Say it with "
            '--claim "WHAT IS WRONG=FILES", sub-folders, or case.toml.'
        )
    elif tiles and case.claims and not any(t.caption_en.startswith("whole") for t in tiles):
        notes.append(
            "No photo is known to show the whole item: name it with --role FILE=overview; a "
            "close-up alone convinces less."
        )
    least = profile.photos_min.value or 0
    if 0 < len(plan.slots) < least:
        notes.append(f"The platform asks for {least} photos; there are {len(plan.slots)}.")
    return tuple(notes)


def _weak(tile: Tile, case: Case, by_path: Mapping[str, FileReport]) -> str:
    file = by_path.get(tile.path)
    fault = file.findings[0] if file and file.findings else None
    what = " and ".join(english_of(case.claims[n - 1]) for n in tile.claims) or tile.caption_en
    return (
        f"{tile.label} ({what}) is weak, and nothing better shows it: "
        f"{fault.message if fault else 'it is hard to see.'}"
        + (f" {fault.advice}" if fault and fault.advice else "")
    )


def _and(words: Sequence[str]) -> str:
    return " and ".join(filter(None, (", ".join(words[:-1]), *words[-1:])))
