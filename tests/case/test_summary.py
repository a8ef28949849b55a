"""What is there, what is weak, what to retake first."""

from __future__ import annotations

from dataclasses import replace

import pytest

from evidence_qc.case.load import load_case
from evidence_qc.case.options import CaseOptions
from evidence_qc.case.summary import RETAKE_MAX, summarise
from evidence_qc.model import Case, Claim, FileReport, Media, Profile, Role, Shot, Verdict
from tests.case.factory import clip, photo

PROFILE = Profile(
    name="x",
    title="X",
    shots={
        "damaged": (
            Shot("Whole item", "overview", "The whole item with the damage in it.", required=True),
            Shot("Parcel label", "label", "The label, readable."),
        )
    },
)


def test_good_photos_of_every_claim_are_ready() -> None:
    """Nothing to do, nothing weak."""
    files = [photo("p/a/1.jpg"), photo("p/b/2.jpg")]
    result = summarise(load_case(["p"], files), files, PROFILE)

    assert result.ready
    assert result.retake_first == ()
    assert [c.weak for c in result.claims] == ["", ""]


def test_a_claim_that_nothing_shows_comes_first() -> None:
    """Nothing usable before merely borderline."""
    files = [
        photo("p/a/1.jpg", verdict=Verdict.BORDERLINE),
        photo("p/b/2.jpg", verdict=Verdict.REJECT),
    ]
    result = summarise(load_case(["p"], files), files, PROFILE)

    assert not result.ready
    assert result.retake_first[0].startswith("b:")
    assert "both hands" in result.retake_first[0]
    assert result.retake_first[1].startswith("a:")


def test_a_claim_without_media_is_a_smell() -> None:
    """It is not ready and says why."""
    result = summarise(Case(claims=(Claim("seam"),)), [photo("p/x.jpg")], PROFILE)

    assert not result.ready
    assert result.claims[0].weak == "Nothing shows it yet."


def test_frames_of_a_video_can_carry_a_claim() -> None:
    """A claim with only a clear video is usable, and weak."""
    files = [clip("p/a/1.mp4")]
    result = summarise(load_case(["p"], files), files, PROFILE)

    assert result.ready
    assert "frames" in result.claims[0].weak or "video" in result.claims[0].weak


def test_an_included_reject_counts() -> None:
    """The user wants it all the same."""
    case = Case(claims=(Claim("a", media=("1.jpg",)),), included=("1.jpg",))

    assert summarise(case, [photo("1.jpg", verdict=Verdict.REJECT)], PROFILE).ready


def test_a_missing_required_shot_blocks_only_when_roles_are_said() -> None:
    """Without any role it is a reminder; with roles it is missing."""
    files = [photo("p/a/1.jpg"), photo("p/label.jpg")]
    silent = Case(claims=(Claim("a", media=("p/a/1.jpg",)),), reason="damaged")
    said = Case(claims=silent.claims, reason="damaged", roles={"p/label.jpg": Role.LABEL})

    assert summarise(silent, files, PROFILE).ready
    assert summarise(silent, files, PROFILE).missing[0].startswith("Check that you have it")
    assert not summarise(said, files, PROFILE).ready
    assert summarise(said, files, PROFILE).missing == (
        "Whole item: The whole item with the damage in it.",
    )


def test_of_a_packaging_with_its_label_half_may_be_there() -> None:
    """Nobody is asked for a label that is there: known to be one, whoever recognised it."""
    shot = Shot("Packaging and label", "packaging", "The packaging, with the label readable.")
    plain = Shot("Packaging", "packaging", "All sides of it.")
    files = [photo("p/a/1.jpg"), photo("p/label.jpg")]
    claims = (Claim("a", media=("p/a/1.jpg",)),)
    without = Case(claims=claims, reason="damaged")
    with_label = replace(
        without, roles={"p/label.jpg": Role.LABEL}, recognised=frozenset({"p/label.jpg"})
    )
    excluded = replace(with_label, excluded=("p/label.jpg",))

    def missing(case: Case, wanted: Shot) -> str:
        profile = replace(PROFILE, shots={"damaged": (wanted,)})
        return " ".join(summarise(case, files, profile).missing)

    assert "label is there" in missing(with_label, shot)
    for case, wanted in ((without, shot), (excluded, shot), (with_label, plain)):
        assert "is there" not in missing(case, wanted)


def test_at_most_five_retakes_are_named() -> None:
    """More is a list nobody follows."""
    files = [photo(f"p/c{n}/1.jpg", verdict=Verdict.REJECT) for n in range(9)]

    assert len(summarise(load_case(["p"], files), files, PROFILE).retake_first) == RETAKE_MAX


def test_without_any_usable_file_nothing_is_ready() -> None:
    """An empty set, or a set of rejects, is not ready."""
    assert not summarise(Case(), [], PROFILE).ready
    assert not summarise(Case(), [photo("a.jpg", verdict=Verdict.REJECT)], PROFILE).ready


def test_a_screenshot_alone_makes_nothing_ready() -> None:
    """It shows what was promised or written, never the goods."""
    files = [photo("p/Screenshot.png", screenshot=True)]
    summary = summarise(load_case(["p"], files), files, PROFILE)

    assert not summary.ready
    assert summary.blocked_by == ("nothing-usable", "problem-not-named")
    assert summary.not_shown == ("p/Screenshot.png",)


def test_ready_needs_a_clear_photo_of_every_named_problem() -> None:
    """A borderline one is a weak point; what nobody named is not ready, however clear it is."""
    files = [photo("p/hole/a.jpg", verdict=Verdict.BORDERLINE)]
    named = summarise(load_case(["p"], files), files, PROFILE)
    files = [photo("p/a.jpg", verdict=Verdict.BORDERLINE)]
    unnamed = summarise(load_case(["p"], files), files, PROFILE)
    good = [photo("p/a.jpg"), photo("p/b.jpg")]

    assert named.blocked_by == ("problem-not-clear",)
    assert unnamed.blocked_by == ("problem-not-named",)
    assert summarise(load_case(["p"], good), good, PROFILE).blocked_by == ("problem-not-named",)
    assert unnamed.warned_by == ("motion-blur",)


def test_a_name_that_is_not_there_is_said_first() -> None:
    """However good the rest is."""
    files = [photo("p/a.jpg")]
    summary = summarise(load_case(["p"], files), files, PROFILE, not_found=["p/b.jpg"])

    assert not summary.ready
    assert "p/b.jpg" in summary.retake_first[0]
    assert "file-not-found" in summary.blocked_by


def test_only_a_video_is_not_said_of_something_else() -> None:
    """A PDF in a claim's folder is no video."""
    broken = photo("p/hole/bill.pdf", verdict=Verdict.REJECT)
    broken = replace(broken, facts=replace(broken.facts, media=Media.UNKNOWN))
    summary = summarise(load_case(["p"], [broken]), [broken], PROFILE)

    assert "video shows" not in summary.claims[0].weak


@pytest.mark.parametrize(
    ("file", "said", "is_shown"),
    [
        (photo("in/a.jpg"), CaseOptions(), True),
        (photo("in/a.jpg", verdict=Verdict.BORDERLINE), CaseOptions(), True),
        (photo("in/a.jpg", verdict=Verdict.REJECT), CaseOptions(), False),
        (photo("in/a.jpg", verdict=Verdict.REJECT), CaseOptions(include=("a.jpg",)), True),
        (photo("in/a.jpg"), CaseOptions(exclude=("a.jpg",)), False),
        (clip("in/a.mp4", verdict=Verdict.REJECT), CaseOptions(), True),
        (clip("in/a.mp4", verdict=Verdict.REJECT, frames=()), CaseOptions(), False),
    ],
)
def test_each_reason_to_show_a_file_is_enough(
    file: FileReport, said: CaseOptions, is_shown: bool
) -> None:
    """No reject, or wanted all the same, or a moment of it can be used."""
    summary = summarise(load_case(["in"], [file], options=said), [file], PROFILE)

    assert (file.facts.path not in summary.not_shown) is is_shown
