"""The rules that look at the whole set against the profile."""

from __future__ import annotations

from dataclasses import replace

import pytest

from evidence_qc.model import Case, Claim, Mark, Profile, Role, Severity, Shot, Sourced, Verdict
from evidence_qc.rules.base import CaseView, Placed, SetRule
from evidence_qc.rules.case import (
    file_too_large,
    format_not_accepted,
    missing_shot,
    near_duplicate,
    too_many_photos,
)
from tests.case.factory import clip, photo

PROFILE = Profile(
    name="x",
    title="X",
    photos_max=Sourced(3, "page", confidence="O"),
    videos_max=Sourced(1, "page", confidence="S"),
    photo_formats=Sourced(("jpeg", "png"), confidence="O"),
    video_formats=Sourced(("mp4",), confidence="O"),
    photo_bytes_max=Sourced(2_000_000, confidence="I"),
    photo_pixels_max=Sourced(30_000_000, confidence="O"),
    shots={
        "damaged": (
            Shot("Whole item", "overview", "All of it.", required=True),
            Shot("Damage close up", "close-up", "Near.", required=True),
        ),
        "not-working": (Shot("Video of the failure", "failure", "Film it.", required=True),),
    },
)


def run(rule: SetRule, files: list, case: Case | None = None) -> list[Placed]:  # type: ignore[type-arg]
    return list(rule.check(CaseView(files=files, profile=PROFILE, case=case), {}))


def test_the_count_is_compared_just_past_and_just_at_the_limit() -> None:
    """Three photos are fine, four are noted; videos on their own."""
    photos = [photo(f"{n}.jpg") for n in range(4)]
    clips = [clip("a.mp4"), clip("b.mp4")]

    assert run(too_many_photos.RULE, photos[:3] + clips[:1]) == []
    assert [p.finding.measured for p in run(too_many_photos.RULE, photos + clips)] == [4, 2]


def test_a_guess_is_called_assumed_and_what_the_project_requires_is_not() -> None:
    """AliExpress's three photos come from a buyers' guide."""
    messages = []
    for confidence in ("I", "S", "O"):
        profile = replace(PROFILE, photos_max=Sourced(3, confidence=confidence))
        view = CaseView(files=[photo(f"{n}.jpg") for n in range(4)], profile=profile, case=None)
        messages += [found.finding.message for found in too_many_photos.RULE.check(view, {})]

    assert ["assumed" in message for message in messages] == [True, False, False]


def test_bytes_and_pixels_are_compared_with_the_profile() -> None:
    """Just at the limit nothing is said; one byte more is a note at the file."""
    fits = photo("a.jpg", size_bytes=2_000_000)
    large = photo("b.jpg", size_bytes=2_000_001)
    wide = photo("c.jpg", size_bytes=1, size=(8000, 6000))

    assert run(file_too_large.RULE, [fits]) == []
    assert [p.path for p in run(file_too_large.RULE, [fits, large, wide])] == ["b.jpg", "c.jpg"]


def test_a_format_is_told_by_content_and_compared() -> None:
    """HEIC is noted with the way out; an unknown file is left to its own rule."""
    found = run(format_not_accepted.RULE, [photo("a.jpg"), photo("b.heic", format="heif")])

    assert [p.path for p in found] == ["b.heic"]
    assert "JPEG" in found[0].finding.advice
    assert found[0].finding.severity is Severity.NOTE


def missing(case: Case | None, files: list) -> list[tuple[Severity, str]]:  # type: ignore[type-arg]
    found = run(missing_shot.RULE, files, case)
    return [(p.finding.severity, p.finding.message) for p in found]


def test_no_case_or_no_reason_misses_nothing() -> None:
    """Without a reason there is no shot list."""
    assert missing(None, []) == []
    assert missing(Case(), [photo("a.jpg")]) == []


@pytest.mark.parametrize(
    ("title", "title_en", "asked"),
    [
        ("Hole in the sleeve", "", True),
        ("Zip does not work; dented lid", "", True),
        ("Царапина на крышке", "scratch on the lid", True),
        ("Stained and torn", "", True),
        ("Does not switch on", "", False),
        ("Царапина на крышке", "", False),
        ("Scratch-resistant film is missing", "", False),
        ("Stainless steel is rusty; wear and tear", "", False),
        ("Buttonhole is missing", "", False),
    ],
)
def test_a_known_size_is_asked_for_where_size_counts(
    title: str, title_en: str, asked: bool
) -> None:
    """Once, never as what is missing, and never of what the program grouped by itself."""
    claims = (Claim(title, title_en, ("a.jpg",)), Claim("hole", media=("b.jpg",)))[: 1 + asked]
    files = [photo("a.jpg"), photo("b.jpg"), photo("c.jpg")]
    for roles in ({}, {"c.jpg": Role.OVERVIEW}):
        case = Case(claims=claims, reason="damaged", roles=roles)
        found = [
            p.finding for p in run(missing_shot.RULE, files, case) if "its size" in p.finding.advice
        ]

        assert [(f.severity, f.message) for f in found] == [
            (Severity.NOTE, "Check that you have: a ruler or a coin beside the damage.")
        ] * asked
    proposed = tuple(replace(claim, is_proposed=True) for claim in claims)
    for silent in (
        replace(case, claims=proposed),
        replace(case, reason=""),
        replace(case, roles={"c.jpg": Role.RULER}),
    ):
        found = [p.finding for p in run(missing_shot.RULE, files, silent)]
        assert not any("its size" in finding.advice for finding in found)


def test_what_the_platform_measures_is_not_asked_for_twice() -> None:
    """A shot list with a ruler in it is left as it is."""
    ruler = Shot("Measured", "ruler", "With a ruler.")
    profile = replace(PROFILE, shots={"damaged": (*PROFILE.shots["damaged"], ruler)})
    case = Case(claims=(Claim("hole", media=("a.jpg",)),), reason="damaged")

    assert missing_shot.shots_for(case, profile) == profile.shots["damaged"]
    assert missing_shot.shots_for(case, PROFILE)[:-1] == PROFILE.shots["damaged"]


def test_a_shot_is_missing_once_roles_are_said() -> None:
    """A reminder without roles, a warning with them, nothing when it is there."""
    files = [photo("a.jpg"), photo("b.jpg")]
    claims = (Claim("broken", media=("a.jpg",)),)
    silent = Case(claims=claims, reason="damaged")
    roles = {"b.jpg": Role.LABEL}
    said = Case(claims=claims, reason="damaged", roles=roles)
    displayed = Case(claims=claims, reason="damaged", roles={"b.jpg": Role.OVERVIEW})

    assert missing(silent, files) == [(Severity.NOTE, "Check that you have: whole item.")]
    assert missing(said, files) == [(Severity.WARN, "Missing: whole item.")]
    assert missing(displayed, files) == []


def test_a_rejected_photo_shows_nothing_unless_it_is_wanted() -> None:
    """An overview that cannot be seen is not there; ``--include`` makes it count."""
    files = [photo("a.jpg", verdict=Verdict.REJECT)]
    case = Case(reason="damaged", roles={"a.jpg": Role.OVERVIEW})
    wanted = Case(reason="damaged", roles={"a.jpg": Role.OVERVIEW}, included=("a.jpg",))

    assert (Severity.WARN, "Missing: whole item.") in missing(case, files)
    assert (Severity.WARN, "Missing: whole item.") not in missing(wanted, files)


def test_a_mark_makes_a_close_up_and_a_failure_needs_a_video() -> None:
    """What a file must be to count."""
    marked = Case(
        reason="damaged",
        roles={"a.jpg": Role.OVERVIEW},
        marks={"a.jpg": (Mark(0.5, 0.5, 0.1),)},
    )
    still = Case(reason="not-working", roles={"a.jpg": Role.FAILURE})
    film = Case(reason="not-working", roles={"a.mp4": Role.FAILURE})

    assert missing(marked, [photo("a.jpg")]) == []
    assert missing(still, [photo("a.jpg")])[0][0] is Severity.WARN
    assert missing(film, [clip("a.mp4")]) == []


def test_a_turned_duplicate_is_as_far_as_its_nearest_turn() -> None:
    """What is told is the distance by which it was called alike, not that of two uprights."""
    turns = (0x0123456789ABCDEF, 0xFEDCBA9876543210, 0x00FF00FF00FF00FF, 0x0F0F33335555A5A5)
    kept, turned = photo("kept.jpg", score=90), photo("turned.jpg", score=10)
    for bits in (0, 0b111):
        # A quarter turn: the same four, begun elsewhere.
        of_turned = tuple(turn ^ bits for turn in (*turns[1:], turns[0]))
        files = [
            replace(kept, facts=replace(kept.facts, sha256="1", fingerprint=turns)),
            replace(turned, facts=replace(turned.facts, sha256="2", fingerprint=of_turned)),
        ]
        view = CaseView(files=files, profile=PROFILE, case=None)
        (found,) = near_duplicate.RULE.check(view, near_duplicate.RULE.limits_in_force(PROFILE))

        assert found.path == "turned.jpg"
        assert found.finding.measured == bits.bit_count()


def test_another_thing_before_the_same_ground_is_no_duplicate() -> None:
    """Equal hashes and other layouts: two things; a layout that is not known parts nothing."""
    turns = (0x0123456789ABCDEF,) * 4
    rising, falling = bytes(range(256)) * 3, bytes(range(255, -1, -1)) * 3
    noise = bytes((37 * n * n + 11 * n) % 256 for n in range(768))
    kept = photo("kept.jpg", score=90)

    def found(layout: bytes | None) -> list[str | None]:
        files = [
            replace(
                photo(path, score=score),
                facts=replace(kept.facts, path=path, sha256=path, fingerprint=turns, layout=its),
            )
            for path, score, its in (("kept.jpg", 90, noise), ("other.jpg", 10, layout))
        ]
        view = CaseView(files=files, profile=PROFILE, case=None)
        limits = near_duplicate.RULE.limits_in_force(PROFILE)
        return [placed.path for placed in near_duplicate.RULE.check(view, limits)]

    assert found(noise) == found(None) == ["other.jpg"]
    assert found(rising) == found(falling) == []
