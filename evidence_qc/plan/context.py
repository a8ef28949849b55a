"""The whole item, the label, the packaging and the listing: what stands around the problems."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from evidence_qc.case.summary import COMPARED
from evidence_qc.model import Case, Profile, Role, Subject
from evidence_qc.plan.candidates import Candidate, best_first
from evidence_qc.plan.tiles import Entry


def choose_whole(case: Case, pool: Sequence[Candidate]) -> Candidate | None:
    """The photo of the whole item: said by its role, else a photo beside the claims' folders.

    The latter stands in its place, but is not called so (``whole_entry``). Marks on it count: they
    point at every problem in one picture. None among photos that are only grouped by the program,
    and none without a mark that lies in one folder with photos of a problem: which of them shows
    the whole, or anything of the dispute, is not known.
    """
    said = [c for c in pool if c.role is Role.OVERVIEW and c.time_s is None]
    if not said and not all(claim.is_proposed for claim in case.claims):
        folders = {_folder(path) for claim in case.claims for path in claim.media}
        said = [
            c
            for c in pool
            if not c.claims and c.role is None and c.is_of_goods and not c.is_weak
            and c.time_s is None and (c.marks or _folder(c.path) not in folders)
        ]  # fmt: skip
    ranked = best_first(said)
    ranked.sort(key=lambda c: (c.is_weak, not c.is_pinned, -len(c.marks)))
    return ranked[0] if ranked else None


def _folder(path: str) -> str:
    return path.rpartition("/")[0]


def choose_context(
    case: Case,
    profile: Profile,
    pool: Sequence[Candidate],
    whole: Candidate | None,
    first: Mapping[int, Candidate],
    earlier: frozenset[str] = frozenset(),
) -> list[Entry]:
    """Listing beside received where things are compared, then label, packaging and ruler.

    A listing says nothing about damage. Rejected photos only where the profile's shot list
    requires the shot; what an earlier bundle showed, or a claim's first view shows (a crushed
    parcel), is not shown again.
    """
    pool = [c for c in pool if c.sha256 not in earlier]
    required = {shot.role for shot in profile.shots.get(case.reason, ()) if shot.required}
    found: list[Entry] = []
    listing = _listing(pool, required) if case.reason in COMPARED else None
    if listing is not None:
        found.append(Entry(listing, kind="listing", is_pair=True, is_required=True))
        received = _received(pool, whole, first)
        if received is not None:
            found.append(Entry(received, kind="received", is_pair=True, may_repeat=True))
    for role in (Role.LABEL, Role.PACKAGING, Role.RULER):
        best = _best(pool, role, required)
        displayed = any(view.role is role for view in first.values())
        if best is not None and not displayed and not (role is Role.RULER and best.claims):
            found.append(Entry(best, kind=role.value, is_required=role.value in required))
    return found


def whole_entry(whole: Candidate) -> Entry:
    """Called the whole item only where the user says that it is."""
    return Entry(whole, kind="whole" if whole.role is Role.OVERVIEW else "beside")


def _listing(pool: Sequence[Candidate], required: set[str]) -> Candidate | None:
    """What was promised: said by its role, else a shop page, else a screenshot that is no chat."""
    said = _best(pool, Role.LISTING, required)
    if said is not None:
        return said
    shots = best_first(c for c in pool if c.is_screenshot and c.role is None and not c.claims)
    shots = [c for c in shots if c.shows is not Subject.CHAT and not c.is_weak]
    shots.sort(key=lambda c: c.shows is not Subject.SHOP_PAGE)
    return next(iter(shots), None)


def _best(pool: Sequence[Candidate], role: Role, required: set[str]) -> Candidate | None:
    found = best_first(c for c in pool if c.role is role and c.time_s is None)
    usable = [c for c in found if not c.is_weak]
    if usable:
        return usable[0]
    return found[0] if found and role.value in required else None


def _received(
    pool: Sequence[Candidate], whole: Candidate | None, first: Mapping[int, Candidate]
) -> Candidate | None:
    """What came, to stand beside the listing: another whole view, else the same, else claim 1."""
    others = best_first(
        c for c in pool if c.role is Role.OVERVIEW and c is not whole and not c.is_weak
    )
    return next(iter([*others, *([whole] if whole else []), *first.values()]), None)
