"""Says of everything that is not submitted why, and what would change it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from evidence_qc.case.lookup import typed
from evidence_qc.model import (
    Case,
    FileReport,
    LeftOut,
    Media,
    Plan,
    Role,
    Severity,
    Tile,
    Verdict,
)
from evidence_qc.plan.candidates import Candidate, is_decodable, likeness
from evidence_qc.plan.tiles import Entry


def explain(
    case: Case,
    files: Sequence[FileReport],
    plan: Plan,
    pool: Sequence[Candidate],
    dropped: Sequence[Entry],
    earlier: frozenset[str] = frozenset(),
) -> tuple[LeftOut, ...]:
    """Every photo that is not shown, with its reason."""
    tiles = {(t.path, t.time_s): t for slot in plan.slots for t in slot.tiles}
    by_key = {(c.path, c.time_s): c for c in pool}
    displayed = [(tile, by_key[key]) for key, tile in tiles.items() if key in by_key]
    used = {path for path, _ in tiles}
    crowded_out = {entry.source.path for entry in dropped}
    return tuple(
        LeftOut(file.facts.path, "An earlier bundle shows it.", f"--pin {typed(file.facts.path)}")
        if file.facts.sha256 in earlier
        else _reason(file, case, by_key.get((file.facts.path, None)), displayed, crowded_out)
        for file in files
        if file.facts.path not in used and file.facts.media is not Media.VIDEO
    )


def _reason(
    file: FileReport,
    case: Case,
    candidate: Candidate | None,
    displayed: Sequence[tuple[Tile, Candidate]],
    crowded_out: set[str],
) -> LeftOut:
    path = file.facts.path
    if path in case.excluded:
        return LeftOut(path, "You left it out.", "Take away --exclude to use it.")
    if candidate is None or not is_decodable(file.facts):
        return LeftOut(path, "It cannot be opened.", "Copy it from the phone again.")
    repeated = next((t for t, other in displayed if likeness(candidate, other) == 1), None)
    if file.verdict is Verdict.REJECT and path not in case.included:
        fault = next((f for f in file.findings if f.severity is Severity.REJECT), None)
        why = fault.message if fault else "It cannot be used."
        return LeftOut(path, why, f"--include {typed(path)} uses it all the same.")
    if repeated is not None:
        why = f"It repeats {repeated.label}, which is at least as clear."
        return LeftOut(path, why, f"--pin {typed(path)}")
    if path in crowded_out:
        return LeftOut(
            path,
            "There is no room for it at a size that can be read on a phone.",
            f"--pin {typed(path)}, or leave another out.",
        )
    if not candidate.claims and candidate.role is None:
        if candidate.is_screenshot:
            why = "It is a screenshot, not a photo of the goods."
            return LeftOut(path, why, _LISTING_HELPS)
        return LeftOut(
            path, "Nobody said what it shows.", f'--claim "WHAT IS WRONG={path}" or --role.'
        )
    beside = [t.label for t, c in displayed if c.claims & candidate.claims]
    if beside:
        return LeftOut(
            path,
            f"Another view of what {_and(beside)} {'shows' if len(beside) == 1 else 'show'}; one "
            "more would make every picture smaller.",
            f"--pin {typed(path)}",
        )
    if candidate.role is Role.LISTING:
        return LeftOut(path, _ROLE_REASONS[Role.LISTING], _LISTING_HELPS)
    return LeftOut(
        path, _ROLE_REASONS.get(candidate.role, "There is no room for it."), f"--pin {typed(path)}"
    )


_LISTING_HELPS = (
    "--reason not-as-described puts the shop's page beside what came; --claim shows it in any case."
)
_ROLE_REASONS: Mapping[Role | None, str] = {
    Role.OVERVIEW: "Another photo shows the whole item already.",
    Role.LABEL: "Another photo of the label is clearer, or there is no room for one.",
    Role.PACKAGING: "The packaging is shown already, or there is no room for it.",
    Role.LISTING: "A listing helps where the item is not what was promised, not here.",
}


def _and(words: Sequence[str]) -> str:
    return " and ".join(filter(None, (", ".join(words[:-1]), *words[-1:])))
