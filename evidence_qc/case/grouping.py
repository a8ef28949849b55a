"""Groups loose photos and clips into proposed claims by capture time and likeness.

People photograph one thing after the other: a pause, or a picture that looks nothing like the
one before, is where the next subject begins; coming back to a subject later is found by likeness.
"""

from __future__ import annotations

import math
import re
from array import array
from collections.abc import Sequence
from datetime import UTC, datetime
from itertools import pairwise
from statistics import median

from evidence_qc.measures.fingerprint import closest_each
from evidence_qc.model import FileFacts, Media

SAME_BITS = 10
"""dHash distance of near-duplicates (64 bits; unrelated pictures: 32 ± 4, best of four
rotations about 27)."""
ALIKE_BITS = 18
"""The same subject from nearly the same place."""
PAUSE_MIN_S = 20.0
"""Nobody changes the subject faster; bursts and second tries lie within."""
PAUSE_FACTOR = 3.0
"""A pause is this many times the usual gap of this set."""
PAUSE_MAX_S = 120.0
"""After two minutes it is another subject, however slowly the rest was taken."""
CLAIMS_MAX = 6
"""More proposals than this cannot be shown legibly in three slots."""


def distance_bits(a: FileFacts, b: FileFacts) -> int | None:
    """Smallest Hamming distance over rotations; None when either has no fingerprint."""
    if not a.fingerprint or not b.fingerprint:
        return None
    return min((a.fingerprint[0] ^ turned).bit_count() for turned in b.fingerprint)


def capture_s(facts: FileFacts) -> float | None:
    """Capture time as seconds since 1970; a time without offset is read as UTC."""
    text = facts.metadata.captured_at
    if not text:
        return None
    try:
        when = datetime.fromisoformat(text)
    except ValueError:
        return None
    return (when if when.tzinfo else when.replace(tzinfo=UTC)).timestamp()


def natural(path: str) -> tuple[tuple[int, int | str], ...]:
    """Sort key in which IMG_9 comes before IMG_10."""
    parts = re.split(r"(\d+)", path.casefold())
    return tuple((0, int(p)) if p.isdecimal() else (1, p) for p in parts if p)


def in_shooting_order(files: Sequence[FileFacts]) -> list[FileFacts]:
    """By capture time; files without one follow their neighbour by name."""
    by_name = sorted(files, key=lambda f: natural(f.path))
    keys: dict[str, tuple[float, int]] = {}
    last = -math.inf
    for index, facts in enumerate(by_name):
        when = capture_s(facts)
        last = when if when is not None else last
        keys[facts.path] = (last, index)
    return sorted(by_name, key=lambda f: keys[f.path])


def group(files: Sequence[FileFacts], claims_max: int = CLAIMS_MAX) -> list[list[FileFacts]]:
    """Groups in shooting order, each in shooting order; deterministic, at most ``claims_max``.

    Videos go with the photos taken around them.
    """
    ordered = in_shooting_order(files)
    if not ordered:
        return []
    groups = _split(ordered)
    groups = _with_photos(_rejoin(groups))
    seams = [_seam(a, b) for a, b in pairwise(groups)]
    while len(groups) > max(1, claims_max):
        weakest = seams.index(min(seams))
        groups[weakest : weakest + 2] = [groups[weakest] + groups[weakest + 1]]
        del seams[weakest]
        for group_index in (weakest - 1, weakest):  # only these two have a new neighbour
            if 0 <= group_index < len(seams):
                seams[group_index] = _seam(groups[group_index], groups[group_index + 1])
    return groups


def _split(ordered: list[FileFacts]) -> list[list[FileFacts]]:
    gaps = [_gap_s(a, b) for a, b in pairwise(ordered)]
    known = [gap for gap in gaps if gap is not None]
    usual = median(known) if known else 0.0
    pause = min(max(PAUSE_MIN_S, PAUSE_FACTOR * usual), PAUSE_MAX_S)
    groups = [[ordered[0]]]
    for gap, before, after in zip(gaps, ordered, ordered[1:], strict=False):
        bits = distance_bits(before, after)
        alike = bits is not None and bits <= ALIKE_BITS
        if gap is not None:
            cut = gap > pause and not alike
        else:
            cut = Media.VIDEO not in {before.media, after.media} and bits is not None and not alike
        if cut:
            groups.append([])
        groups[-1].append(after)
    return groups


def _rejoin(groups: list[list[FileFacts]]) -> list[list[FileFacts]]:
    """Join groups that hold near-duplicates of each other: someone came back to a subject."""
    if len(groups) < 2:
        return [list(members) for members in groups]
    joined: list[list[FileFacts]] = []
    prints, owners = array("Q"), array("L")
    for members in groups:
        new = _prints(members)
        distances = enumerate(closest_each(prints, new))
        near = (owners[index] for index, bits in distances if bits <= SAME_BITS)
        home = min(near, default=len(joined))
        if home == len(joined):
            joined.append([])
        joined[home] += members
        prints.extend(print_[0] for print_ in new)
        owners.extend([home] * len(new))
    return joined


def _with_photos(groups: list[list[FileFacts]]) -> list[list[FileFacts]]:
    """Clips alone join the neighbour that is nearer in time: a clip shows what was photographed."""
    joined = [list(members) for members in groups]
    group_index = 0
    while group_index < len(joined) and len(joined) > 1:
        if any(member.media is not Media.VIDEO for member in joined[group_index]):
            group_index += 1
            continue
        before = (
            _gap_s(joined[group_index - 1][-1], joined[group_index][0]) if group_index else math.inf
        )
        after = (
            _gap_s(joined[group_index][-1], joined[group_index + 1][0])
            if group_index + 1 < len(joined)
            else math.inf
        )
        is_nearer_before = (before if before is not None else 0.0) <= (
            after if after is not None else 0.0
        )
        home = group_index - 1 if is_nearer_before and group_index else group_index
        joined[home : home + 2] = [joined[home] + joined[home + 1]]
        group_index = home
    return joined


def _closest(a: Sequence[FileFacts], b: Sequence[FileFacts]) -> float:
    ones, others = [print_[0] for print_ in _prints(a)], _prints(b)
    return float(min(closest_each(ones, others))) if ones and others else math.inf


def _prints(files: Sequence[FileFacts]) -> list[tuple[int, ...]]:
    return [each.fingerprint for each in files if each.fingerprint]


def _seam(a: Sequence[FileFacts], b: Sequence[FileFacts]) -> tuple[float, int]:
    """Least where two neighbouring groups are joined first."""
    return _link(a, b), len(a) + len(b)


def _gap_s(a: FileFacts, b: FileFacts) -> float | None:
    start, end = capture_s(a), capture_s(b)
    return None if start is None or end is None else end - start


def _link(a: Sequence[FileFacts], b: Sequence[FileFacts]) -> float:
    """How little speaks for a seam between two neighbouring groups; small joins first."""
    gap = _gap_s(a[-1], b[0])
    time = math.log1p(max(0.0, gap)) if gap is not None else 4.0
    return time + min(_closest(a, b), 32.0) / 8.0
