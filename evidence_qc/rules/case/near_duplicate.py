"""Two pictures show the same thing from the same place.

What it measures:
    The number of bits in which two 64-bit difference hashes differ, as they are (up to the
    limit) or turned by 90°, 180° or 270° (up to 6 bits). Video frames worth submitting are
    compared too. Flat pictures never match, nor do photos whose middle has another colour, be it by
    itself or against its ground: red and blue over green, in octaves. And what stands before the
    ground has to be alike: its shape and where its colours are (by correlation, 16×16 cells), and
    the thing itself in the light of its ground, in octaves. Two things on one table are no
    duplicates.
Why it matters:
    Three slots should show three things: of a burst, one picture is enough.
How to retake:
    Nothing to retake: the best of each group is named, use that one. Of pictures of one verdict
    it is the one with the highest score, which of the same light is the sharpest.
Known limits:
    Two goods of one form in black and in grey, or in two shades of one colour, look alike, and so
    do two pages of pencil or print. A step to the side, a lamp or a flash makes the same object
    look different. So it is a note, and nothing is left out for it without saying so.
Where the limit comes from:
    BIQ2021 subset 1 (953 phone photos), 2026-11: at 10 bits 27 % of all pairs within a scene
    are found (the rest were taken from elsewhere), and 59 of 438,321 pairs from scenes with
    different labels, most of which are copies of one photo or neighbouring scenes; from 12 bits
    on, false pairs double with every step. Colours: of 1,076 pairs within a scene that match, 7 %
    differ by more than 0.36 octaves (many are a light that was changed); of 81 pairs of shop
    pictures that show one product in two colours (Magento's sample data, no part in the limit),
    46 % do, of 2,753 that show two products in two colours, 51 %.
    What stands before the ground, 2026-11: of 64 pairs of native photos (121 repositories) that
    were called without it, or by a part of it, 30 showed other things or other sides, most of them
    before one wall; with it 4 of these and 32 of the 34 real repeats are called. Of 194 pairs of
    one scene in one light (BIQ2021) 96 % are kept, of 416 within half a stop 91 %.

References:
    N. Krawetz, "Kind of like that" (dHash), 2013.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from math import hypot, log2

from evidence_qc.language import Value
from evidence_qc.measures.content.layout_bounds import BOUNDS, Bounds
from evidence_qc.measures.fingerprint import near_groups
from evidence_qc.model import FileReport, Finding, Severity, Verdict
from evidence_qc.rules.base import About, CaseView, Limit, Limits, Placed, SetRule

_VERDICTS = (Verdict.GOOD, Verdict.BORDERLINE, Verdict.REJECT)

LIGHT_OCTAVES = 0.8
"""So far the light moves a grey ground that the phone has balanced; beyond, it is another one."""


@dataclass(frozen=True, slots=True)
class _Entry:
    """A photo, or one frame of a video."""

    file: FileReport
    fingerprint: tuple[int, ...] | None
    score: float
    time_s: float | None = None


def check(view: CaseView, limits: Limits) -> Iterator[Placed]:
    """Note each picture that shows the same as a better one."""
    entries = list(_entries(view))
    if sum(entry.fingerprint is not None for entry in entries) < 2:
        return
    groups = near_groups(
        [entry.fingerprint for entry in entries],
        round(limits["distance_bits_max"]),
        lambda one, other: _is_same_thing(entries[one], entries[other], limits),
    )
    result: set[tuple[str, str]] = set()
    for group in groups:
        members = [entries[index] for index in group]
        kept = min(members, key=_preference)
        for member in members:
            pair = (member.file.facts.path, kept.file.facts.path)
            if pair[0] != pair[1] and pair not in result and not _belong_together(member, kept):
                result.add(pair)
                yield Placed(pair[0], _finding(member, kept, limits))


def _entries(view: CaseView) -> Iterator[_Entry]:
    seen: set[str] = set()
    for file in view.files:
        facts = file.facts
        if facts.sha256 and facts.sha256 in seen:
            continue  # exact-duplicate speaks of these
        seen.add(facts.sha256)
        if facts.fingerprint is not None:
            yield _Entry(file, facts.fingerprint, file.score or 0.0)
        if facts.video is not None:
            for frame in facts.video.best_frames:
                yield _Entry(file, frame.fingerprint, frame.score, frame.time_s)


def _preference(entry: _Entry) -> tuple[float, ...]:
    """Photos before frames, better verdicts, then the best score, then the largest."""
    pixels = (entry.file.facts.width_px or 0) * (entry.file.facts.height_px or 0)
    return (
        float(entry.time_s is not None),
        float(_VERDICTS.index(entry.file.verdict)),
        -entry.score,
        -float(pixels),
    )


def _belong_together(one: _Entry, other: _Entry) -> bool:
    """The two halves of a Live Photo are no duplicates."""
    return (
        one.file.facts.companion == other.file.facts.path
        or other.file.facts.companion == one.file.facts.path
    )


def _finding(member: _Entry, kept: _Entry, limits: Mapping[str, float]) -> Finding:
    values: dict[str, Value] = {"kept": kept.file.facts.path.rpartition("/")[2]}
    if kept.time_s is not None:
        values["kept_time_s"] = kept.time_s
    if member.time_s is not None:
        values["time_s"] = member.time_s
    return Finding(
        rule=RULE.name,
        severity=Severity.NOTE,
        message_id=f"near-duplicate.{'file' if member.time_s is None else 'moment'}",
        advice_id="near-duplicate.advice",
        measured=_bits(member, kept),
        limit=limits["distance_bits_max"],
        unit="bits of 64",
        related=(kept.file.facts.path,),
        values=values,
    )


def _is_same_thing(one: _Entry, other: _Entry, limits: Limits) -> bool:
    """Whether neither the colours nor what stands where part them; frames have neither."""
    if _colour_octaves(one, other) > limits["colour_octaves_max"]:
        return False
    if one.time_s is not None or other.time_s is not None:
        return True
    from evidence_qc.measures.content.layout import is_same_thing  # OpenCV only where needed

    return is_same_thing(
        (one.fingerprint or (), other.fingerprint or ()),
        (one.file.facts.layout, other.file.facts.layout),
        Bounds(limits["structure_min"], limits["colour_min"], limits["thing_octaves_max"]),
    )


def _colour_octaves(one: _Entry, other: _Entry) -> float:
    """How far apart the colours of two middles are; 0 where they cannot be told (video frames).

    The nearer of two answers counts: as they are, and against the grounds they stand on, which
    takes the colour of the light out, if the grounds differ by no more than light can.
    """
    ones, others = _tints(one), _tints(other)
    if ones is None or others is None:
        return 0.0
    red, blue, red_around, blue_around = (a - b for a, b in zip(ones, others, strict=True))
    as_they_are, by_light = hypot(red, blue), hypot(red_around, blue_around)
    if by_light > LIGHT_OCTAVES:
        return as_they_are
    return min(as_they_are, hypot(red - red_around, blue - blue_around))


def _tints(entry: _Entry) -> tuple[float, ...] | None:
    """Red and blue over green in the middle and around it, in octaves."""
    picture = entry.file.facts.picture
    if picture is None or entry.time_s is not None:
        return None
    ratios = (
        picture.centre_red_ratio,
        picture.centre_blue_ratio,
        picture.ground_red_ratio,
        picture.ground_blue_ratio,
    )
    known = tuple(log2(ratio) for ratio in ratios if ratio)
    return known if len(known) == len(ratios) else None


def _bits(one: _Entry, other: _Entry) -> int | None:
    if one.fingerprint is None or other.fingerprint is None:
        return None
    return min((one.fingerprint[0] ^ turn).bit_count() for turn in other.fingerprint)


RULE = SetRule(
    name="near-duplicate",
    severities=(Severity.NOTE,),
    doc=__doc__ or "",
    about=frozenset({About.REPEAT}),
    limits=(
        Limit(
            "distance_bits_max",
            10.0,
            "bits of 64",
            0.0,
            32.0,
            "pictures that differ in no more bits are called alike",
        ),
        Limit("colour_octaves_max", 0.36, "octaves", 0.0, 8.0, "colours further apart differ"),
        Limit(
            "structure_min",
            BOUNDS.structure_min,
            "correlation",
            -1.0,
            1.0,
            "shapes less alike differ",
        ),
        Limit(
            "colour_min",
            BOUNDS.colour_min,
            "correlation",
            -1.0,
            1.0,
            "colours less alike in place differ",
        ),
        Limit(
            "thing_octaves_max",
            BOUNDS.thing_octaves_max,
            "octaves",
            0.0,
            8.0,
            "things further apart differ",
        ),
    ),
    check=check,
)
