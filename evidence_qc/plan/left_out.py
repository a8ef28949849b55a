"""Says of everything that is not submitted why, and what would change it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from evidence_qc.case.lookup import typed
from evidence_qc.language import Sentence
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
        LeftOut(file.facts.path, Sentence("left-out.earlier"), _pin(file.facts.path))
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
        return LeftOut(path, Sentence("left-out.excluded"), Sentence("left-out.excluded-change"))
    if candidate is None or not is_decodable(file.facts):
        return LeftOut(
            path, Sentence("left-out.not-opened"), Sentence("left-out.not-opened-change")
        )
    repeated = next((t for t, other in displayed if likeness(candidate, other) == 1), None)
    if file.verdict is Verdict.REJECT and path not in case.included:
        fault = next((f for f in file.findings if f.severity is Severity.REJECT), None)
        why = fault.message if fault else Sentence("left-out.unusable")
        return LeftOut(path, why, Sentence("left-out.include", name=typed(path)))
    if repeated is not None:
        why = Sentence("left-out.repeats", label=repeated.label)
        return LeftOut(path, why, _pin(path))
    if path in crowded_out:
        return LeftOut(
            path,
            Sentence("left-out.too-small"),
            Sentence("left-out.pin-or-leave", name=typed(path)),
        )
    if not candidate.claims and candidate.role is None:
        if candidate.is_screenshot:
            why = Sentence("left-out.screenshot")
            return LeftOut(path, why, Sentence("left-out.listing-change"))
        if candidate.is_unlike:
            return LeftOut(
                path, Sentence("left-out.unlike"), Sentence("left-out.include", name=typed(path))
            )
        why = Sentence("left-out.unnamed" if candidate.is_of_goods else "left-out.printed-page")
        return LeftOut(path, why, Sentence("left-out.unnamed-change", path=path))
    beside = [t.label for t, c in displayed if c.claims & candidate.claims]
    if beside:
        return LeftOut(
            path,
            Sentence("left-out.another-view", labels=beside),
            _pin(path),
        )
    if candidate.role is Role.LISTING:
        return LeftOut(path, Sentence("left-out.role-listing"), Sentence("left-out.listing-change"))
    return LeftOut(
        path, Sentence(_ROLE_REASONS.get(candidate.role, "left-out.no-room")), _pin(path)
    )


def _pin(path: str) -> Sentence:
    return Sentence("left-out.pin", name=typed(path))


_ROLE_REASONS: Mapping[Role | None, str] = {
    Role.OVERVIEW: "left-out.role-overview",
    Role.LABEL: "left-out.role-label",
    Role.PACKAGING: "left-out.role-packaging",
}
