"""Plans the bundle: what an adjudicator sees in which photo, in which video, and what is not."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from evidence_qc.language import Sentence
from evidence_qc.model import TILE_SHORT_SIDE_MIN_PX, Case, FileReport, Plan, Policy, Profile
from evidence_qc.plan.candidates import Candidate, candidates
from evidence_qc.plan.choose import different, first_views, needed_views, next_view, shortlist
from evidence_qc.plan.clip import choose_clip
from evidence_qc.plan.context import choose_context, choose_whole, whole_entry
from evidence_qc.plan.left_out import explain
from evidence_qc.plan.slots import TILES_MAX, Unit, arrange, disorder, largest
from evidence_qc.plan.tiles import Entry, Numbering, slot_plans, with_times
from evidence_qc.plan.weak_points import notes, weak_points

SLOTS_IF_UNKNOWN = 3
"""Where a platform's number of photos is unknown: few enough for any form (assumed)."""
ENOUGH_PX = 2400
"""A photo with this many pixels along its long side never limits a layout: no canvas has more."""
TILE_COMFORT_PX = 240
"""From here on a photo reads like a photo; two stacked 4:3 photos have 274."""
COMFORT_TILES = 2
"""Two stacked tiles fill a phone's width each; further views may only fill up to here."""


@dataclass(frozen=True, slots=True)
class PlanOptions:
    """What a plan may be told beyond the case."""

    slots: int | None = None
    """Fewer photos than the profile allows."""
    cut_s: tuple[float, float] | None = None
    """The part of the video to submit."""
    moments_s: Mapping[str, float] = field(default_factory=dict)
    """Path of a video → when it first shows the main problem."""
    earlier: frozenset[str] = frozenset()
    """SHA-256 of files that an earlier bundle used: something new comes first."""
    numbering: Numbering = field(default_factory=Numbering)
    """Where the numbers of an earlier bundle ended."""


def make_plan(
    case: Case,
    files: Sequence[FileReport],
    profile: Profile,
    options: PlanOptions | None = None,
) -> Plan:
    """The plan for a case under a profile: pure, deterministic, no pixels needed.

    First slot: the whole item and the main problem; then the other problems; then label and
    packaging, or listing beside received. Fewer, larger tiles beat more, smaller ones; what
    does not fit legibly is left out and named.
    """
    options = options or PlanOptions()
    pool = candidates(case, files, options.earlier)
    lists = {n: shortlist(n, pool) for n in range(1, len(case.claims) + 1)}
    whole = choose_whole(case, pool)
    first = first_views(lists, [whole] if whole else [])
    context = choose_context(case, profile, pool, whole, first, options.earlier)
    pinned = [c for c in pool if c.is_pinned]

    room = _room(profile, options)
    titles = {
        n: f"{c.title} {c.title_en}" for n, c in enumerate(case.claims, 1) if not c.is_proposed
    }
    views = needed_views(lists, first, titles)
    needed = {number: len(items) for number, items in views.items()}
    around = [entry.source for entry in context]
    lists = {n: [c for c in items if c not in around] for n, items in lists.items()}
    for extra in pinned:
        for number in sorted(extra.claims)[:1]:
            if extra not in views.get(number, []):
                views.setdefault(number, []).append(extra)
        if not extra.claims and extra is not whole and extra not in [e.source for e in context]:
            context.append(Entry(extra, kind=extra.role.value if extra.role else "also"))
    fitted = _fit(whole, views, context, room, needed)
    for is_filling in (False, True):
        open_lists = dict(lists)
        while (more := next_view(open_lists, views, alike_too=is_filling)) is not None:
            number, candidate = more
            if len(fitted.entries) >= max(room.tiles, room.slots_min):
                break
            if is_filling and len(fitted.parts) >= room.slots:
                break
            trial = {n: [*items] for n, items in views.items()}
            trial.setdefault(number, []).append(candidate)
            tried = _fit(whole, trial, context, room, needed)
            if _is_worth_it(tried, fitted, room):
                views, fitted = trial, tried
            else:
                open_lists[number] = [c for c in open_lists[number] if c is not candidate]
        if not is_filling:
            context, fitted = _with_unnamed(whole, views, context, room, needed, pool, fitted)

    slots = slot_plans(case, fitted.entries, fitted.parts, options.numbering)
    displayed = frozenset(
        n for slot in slots for tile in slot.tiles for n in tile.claims if not tile.is_weak
    )
    video, clips_out, clip_notes = choose_clip(
        case,
        files,
        profile,
        displayed,
        options.moments_s,
        cut_s=options.cut_s,
        earlier=options.earlier,
    )
    plan = Plan(slots=with_times(slots, video), video=video)
    left_out = explain(case, files, plan, pool, fitted.dropped, options.earlier)
    all_notes = (*weak_points(case, files, plan, profile), *notes(case, plan, profile), *clip_notes)
    most = profile.photos_max.value
    if options.slots is not None and most is not None and options.slots > most:
        all_notes += (Sentence("note.too-many-slots", wanted=options.slots, limit=most),)
    return replace(plan, left_out=(*left_out, *clips_out), notes=all_notes)


def _with_unnamed(
    whole: Candidate | None,
    views: Mapping[int, Sequence[Candidate]],
    context: list[Entry],
    room: _Room,
    needed: Mapping[int, int],
    pool: Sequence[Candidate],
    fitted: _Fitted,
) -> tuple[list[Entry], _Fitted]:
    """What nobody named follows, different pictures first come, as far as there is room for it."""
    loose = [
        c
        for c in pool
        if not c.claims and c.role is None and c.time_s is None
        and c.is_good and c.is_of_goods and c is not whole
    ]  # fmt: skip
    for candidate in different(loose, [e.source for e in fitted.entries]):
        if len(fitted.entries) >= room.tiles:
            break
        trial = [*context, Entry(candidate, kind="also")]
        tried = _fit(whole, views, trial, room, needed)
        if _is_worth_it(tried, fitted, room):
            context, fitted = trial, tried
    return context, fitted


@dataclass(frozen=True, slots=True)
class _Room:
    """How much the platform takes."""

    slots: int
    slots_min: int
    tiles_max: int
    comfort: int
    tiles: int
    avoid: bool


def _room(profile: Profile, options: PlanOptions) -> _Room:
    slots = profile.photos_max.value
    least = profile.photos_min.value or 1
    slots = max(SLOTS_IF_UNKNOWN, least) if slots is None else slots
    if options.slots is not None:
        slots = min(slots, options.slots)
    policy = profile.collages.value or Policy.ALLOWED
    tiles_max = 1 if policy == Policy.FORBIDDEN else TILES_MAX
    comfort = COMFORT_TILES if policy == Policy.ALLOWED else 1
    return _Room(
        slots=slots,
        slots_min=min(least, slots),
        tiles_max=tiles_max,
        comfort=comfort,
        tiles=max(slots, comfort * min(slots, SLOTS_IF_UNKNOWN)),
        avoid=policy == Policy.AVOID,
    )


@dataclass(frozen=True, slots=True)
class _Fitted:
    """Entries in order, their split into slots, and what had to be dropped for it."""

    entries: list[Entry]
    parts: list[range]
    dropped: list[Entry]

    @property
    def units(self) -> list[Unit]:
        return [Unit(e.unit_claim, e.is_pair, e.is_around) for e in self.entries]


def _is_worth_it(tried: _Fitted, before: _Fitted, room: _Room) -> bool:
    """A further view may fill a slot that has room; it may not crowd, scatter or push out."""
    if len(tried.dropped) > len(before.dropped) or len(tried.entries) > room.tiles:
        return False
    if len(before.parts) < room.slots_min or largest(tried.parts) == 1:
        return True
    return largest(tried.parts) <= max(room.comfort, largest(before.parts)) and disorder(
        tried.units, tried.parts
    ) <= disorder(before.units, before.parts)


def _fit(
    whole: Candidate | None,
    views: Mapping[int, Sequence[Candidate]],
    context: Sequence[Entry],
    room: _Room,
    needed: Mapping[int, int],
) -> _Fitted:
    """The best split into slots; what does not fit legibly goes, least needed first."""
    from evidence_qc.collage.arrange import smallest_tile_px

    fitted = _Fitted(_in_order(whole, views, context, needed), [], [])
    while True:
        entries = fitted.entries
        sizes = [_size(e.source) for e in entries]

        def cost(indices: Sequence[int], sizes: list[tuple[int, int]] = sizes) -> float:
            if len(indices) == 1:
                return 0.0
            short = smallest_tile_px(tuple(sizes[i] for i in indices))
            if short < TILE_SHORT_SIDE_MIN_PX:
                return float("inf")
            crowd = 20.0 * (len(indices) - 1) if room.avoid else 0.0
            return crowd + 4.0 * max(0.0, (TILE_COMFORT_PX - short) / TILE_COMFORT_PX)

        parts = arrange(
            fitted.units,
            room.slots,
            slots_min=room.slots_min,
            tiles_max=room.tiles_max,
            cost=cost,
        )
        if parts is not None or not entries:
            return replace(fitted, parts=parts or [])
        last = max(range(len(entries)), key=lambda i: (entries[i].dispensable, i))
        fitted.dropped.append(entries.pop(last))


def _size(source: Candidate) -> tuple[int, int]:
    """Size for the layout; large photos of one shape count as equal, so that it is solved once."""
    long_side = max(source.width_px, source.height_px)
    if long_side < ENOUGH_PX:
        return source.width_px, source.height_px
    step = ENOUGH_PX // 100
    return (
        max(1, round(100 * source.width_px / long_side)) * step,
        max(1, round(100 * source.height_px / long_side)) * step,
    )


def _in_order(
    whole: Candidate | None,
    views: Mapping[int, Sequence[Candidate]],
    context: Sequence[Entry],
    needed: Mapping[int, int],
) -> list[Entry]:
    """Whole item, claims in their order, context; one picture that shows two claims is one."""
    entries = [whole_entry(whole)] if whole else []
    for number, items in sorted(views.items()):
        for nth, source in enumerate(items):
            known = next((e for e in entries if e.source is source), None)
            if known is None:
                part = 0 < nth < needed.get(number, 1)
                entries.append(Entry(source, (number,), is_first=nth == 0, is_required=part))
            elif number not in known.claims:
                merged = replace(
                    known,
                    claims=(*known.claims, number),
                    is_first=known.is_first or nth == 0,
                )
                entries[entries.index(known)] = merged
    return [*entries, *(e for e in context if e.may_repeat or not _has(entries, e))]


def _has(entries: Sequence[Entry], entry: Entry) -> bool:
    return any(e.source is entry.source for e in entries)
