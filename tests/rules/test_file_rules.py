"""The rules about the file itself, and about files that are alike."""

from __future__ import annotations

from dataclasses import replace

import pytest

from evidence_qc.model import (
    BestFrame,
    CaptureMetadata,
    Damage,
    DamageKind,
    FileFacts,
    FileReport,
    Finding,
    Media,
    PictureMeasurements,
    Profile,
    Severity,
    Shows,
    Subject,
    TextFacts,
    Verdict,
    VideoFacts,
)
from evidence_qc.rules.base import CaseView, FileRule, Placed, SetRule
from evidence_qc.rules.case import exact_duplicate, near_duplicate
from evidence_qc.rules.file import (
    edited_picture,
    location_metadata,
    messenger_copy,
    screenshot,
    text_unreadable,
    truncated_file,
    unreadable_file,
    wrong_extension,
)

PROFILE = Profile(name="x", title="X")
PRINT = (0x0F0F_3C3C_AAAA_1234, 1 << 40, 1 << 50, 1 << 60)


def run(rule: FileRule, facts: FileFacts) -> Finding | None:
    return rule.check(facts, rule.limits_in_force(PROFILE))


def position(rule: SetRule, *files: FileReport) -> list[Placed]:
    return list(rule.check(CaseView(files, PROFILE), rule.limits_in_force(PROFILE)))


def facts(path: str = "a.jpg", **changes: object) -> FileFacts:
    made = FileFacts(path, Media.PHOTO, "jpeg", 10, f"sha of {path}")
    return replace(made, **{"expected_extensions": ("jpg", "jpeg"), **changes})


def photo(
    path: str, blur: float | None = 1.0, score: float | None = None, **changes: object
) -> FileReport:
    made = facts(
        path,
        **{"fingerprint": PRINT, "picture": PictureMeasurements(blur_permille=blur), **changes},
    )
    return FileReport(made, Verdict.GOOD, score or 90.0 - 10.0 * (blur or 0.0))


def damaged(kind: DamageKind, lost: float | None = None) -> FileFacts:
    return facts(damage=(Damage(kind, "Something is wrong.", lost),))


@pytest.mark.parametrize(
    "kind",
    [DamageKind.EMPTY, DamageKind.UNREADABLE, DamageKind.PERMISSION, DamageKind.TOO_LARGE],
)
def test_what_cannot_be_read_is_rejected(kind: DamageKind) -> None:
    """By one rule, with something to do about it."""
    finding = run(unreadable_file.RULE, damaged(kind))

    assert finding is not None
    assert finding.severity is Severity.REJECT
    assert finding.advice
    assert run(truncated_file.RULE, damaged(kind)) is None


@pytest.mark.parametrize("kind", DamageKind)
def test_a_video_is_not_told_to_become_a_photo(kind: DamageKind) -> None:
    """Advice on a film speaks of films; what is not damaged is not to be copied again."""
    found = facts("a.mp4", media=Media.VIDEO, damage=(Damage(kind, "It is broken.", 1.0),))
    for rule in (unreadable_file.RULE, truncated_file.RULE):
        if (finding := run(rule, found)) is not None:
            assert "JPEG" not in finding.advice
            assert "picture again" not in finding.advice
            assert kind is not DamageKind.UNSUPPORTED or "Copy" not in finding.advice


@pytest.mark.parametrize(
    ("lost", "severity"),
    [
        (0.0, Severity.WARN),
        (0.009, Severity.WARN),
        (0.01, Severity.REJECT),
        (None, Severity.REJECT),
    ],
)
@pytest.mark.parametrize("kind", [DamageKind.TRUNCATED, DamageKind.CORRUPT])
def test_a_marginal_loss_is_a_warning(
    kind: DamageKind, lost: float | None, severity: Severity
) -> None:
    """Below the limit a warning; at it, or when the loss is unknown, a reject."""
    finding = run(truncated_file.RULE, damaged(kind, lost))

    assert finding is not None
    assert finding.severity is severity
    assert run(unreadable_file.RULE, damaged(kind, lost)) is None


def test_a_whole_file_is_clean() -> None:
    """No damage, no finding."""
    for rule in (unreadable_file, truncated_file, wrong_extension, location_metadata,
                 edited_picture, messenger_copy, screenshot):  # fmt: skip
        assert run(rule.RULE, facts()) is None


@pytest.mark.parametrize(
    ("path", "noted"),
    [("a.jpg", False), ("a.JPEG", False), ("a.png", True), ("photo", True), (".jpg", True),
     ("dir.png/a.jpg", False)],
)  # fmt: skip
def test_names_that_do_not_fit_are_noted(path: str, noted: bool) -> None:
    """Case does not matter; a missing extension does."""
    finding = run(wrong_extension.RULE, facts(path))

    assert (finding is not None) is noted
    assert finding is None or finding.severity is Severity.NOTE


def test_an_unknown_content_has_no_right_name() -> None:
    """What cannot be told is unreadable-file's matter."""
    assert run(wrong_extension.RULE, facts("a.xyz", expected_extensions=())) is None


def test_metadata_notes() -> None:
    """Location, editor and screenshot are notes with kind words."""
    cases = (
        (location_metadata, CaptureMetadata(has_location=True)),
        (edited_picture, CaptureMetadata(is_edited=True, software="GIMP 3")),
        (screenshot, CaptureMetadata(is_screenshot=True)),
        (messenger_copy, CaptureMetadata(is_messenger_copy=True)),
    )
    for rule, metadata in cases:
        finding = run(rule.RULE, facts(metadata=metadata))
        assert finding is not None
        assert finding.severity is Severity.NOTE
        assert "fake" not in finding.message.lower()


def test_a_screenshot_that_was_sent_is_a_screenshot() -> None:
    """There is no better original of it to look for."""
    sent = facts(metadata=CaptureMetadata(is_screenshot=True, is_messenger_copy=True))

    assert run(messenger_copy.RULE, sent) is None
    assert run(screenshot.RULE, sent) is not None


def test_a_screenshot_is_known_by_its_name_unless_a_camera_took_it() -> None:
    """A photo named like one keeps its exposure time as an alibi."""
    name = "Screenshot_2026.jpg"
    from_camera = CaptureMetadata(exposure_time_s=0.01)

    assert run(screenshot.RULE, facts(name)) is not None
    assert run(screenshot.RULE, facts(name, metadata=from_camera)) is None


def test_exact_copies_point_at_the_first() -> None:
    """Every copy after the first is noted; empty files are no copies."""
    one, two = photo("a.jpg"), photo("b.jpg", sha256="sha of a.jpg")
    empty = (photo("c.jpg", sha256="x", size_bytes=0), photo("d.jpg", sha256="x", size_bytes=0))
    placed = position(exact_duplicate.RULE, one, two, *empty)

    assert [(p.path, p.finding.related) for p in placed] == [("b.jpg", ("a.jpg",))]
    assert position(near_duplicate.RULE, one, two) == []


def test_the_sharpest_of_a_group_is_kept() -> None:
    """Wherever it stands; the others point at it."""
    placed = position(
        near_duplicate.RULE, photo("a.jpg", 2.0), photo("b.jpg", 0.8), photo("c.jpg", 3)
    )

    assert {(p.path, p.finding.related) for p in placed} == {
        ("a.jpg", ("b.jpg",)),
        ("c.jpg", ("b.jpg",)),
    }
    assert all(p.finding.severity is Severity.NOTE for p in placed)


def tinted(name: str, red: float, blue: float, *, light: float = 1.0) -> FileReport:
    """A photo of a thing of this colour on grey, both in light of a tint."""
    file = photo(name)
    assert file.facts.picture is not None
    picture = replace(
        file.facts.picture,
        centre_red_ratio=red * light,
        centre_blue_ratio=blue / light,
        ground_red_ratio=light,
        ground_blue_ratio=1.0 / light,
    )
    return replace(file, facts=replace(file.facts, picture=picture))


@pytest.mark.parametrize(
    ("other", "is_alike"),
    [((1.0, 1.0, 1.0), True), ((2.0, 0.8, 1.0), False), ((1.05, 0.95, 1.4), True)],
)
def test_goods_of_another_colour_are_not_the_same(
    other: tuple[float, float, float], is_alike: bool
) -> None:
    """A burgundy garment is not its grey twin; the same thing in lamp light is itself."""
    red, blue, light = other
    placed = position(
        near_duplicate.RULE, tinted("a.jpg", 1.0, 1.0), tinted("b.jpg", red, blue, light=light)
    )

    assert bool(placed) is is_alike


def test_a_garment_that_fills_the_frame_is_its_own_ground() -> None:
    """Burgundy all over is not grey all over in burgundy light."""
    grey, burgundy = tinted("a.jpg", 1.0, 1.0), tinted("b.jpg", 1.0, 1.0, light=3.5)

    assert position(near_duplicate.RULE, grey, burgundy) == []


def test_two_of_the_other_colour_are_still_alike() -> None:
    """Grey, red, red: the two red ones are one group."""
    files = [tinted("a.jpg", 1.0, 1.0), tinted("b.jpg", 2.0, 0.8), tinted("c.jpg", 2.1, 0.8)]

    assert [(p.path, p.finding.related) for p in position(near_duplicate.RULE, *files)] in (
        [("b.jpg", ("c.jpg",))],
        [("c.jpg", ("b.jpg",))],
    )


def test_between_pictures_as_sharp_the_score_decides() -> None:
    """A hundredth of blur says nothing; what people would like better is named."""
    liked, other = photo("a.jpg", 0.6402, score=71.8), photo("b.jpg", 0.6392, score=66.7)

    assert [p.path for p in position(near_duplicate.RULE, liked, other)] == ["b.jpg"]
    assert [p.path for p in position(near_duplicate.RULE, other, liked)] == ["b.jpg"]


def test_a_rejected_picture_is_not_kept_for_its_sharpness() -> None:
    """Sharp but useless (too dark, say) loses against usable."""
    sharp_but_dark = replace(photo("a.jpg", 0.5), verdict=Verdict.REJECT)
    placed = position(near_duplicate.RULE, sharp_but_dark, photo("b.jpg", 1.5))

    assert [p.path for p in placed] == ["a.jpg"]


def test_distance_is_a_limit() -> None:
    """Ten bits are alike, eleven are not."""
    near = (PRINT[0] ^ ((1 << 10) - 1), *PRINT[1:])
    far = (PRINT[0] ^ ((1 << 11) - 1), *PRINT[1:])

    assert len(position(near_duplicate.RULE, photo("a.jpg"), photo("b.jpg", fingerprint=near))) == 1
    assert position(near_duplicate.RULE, photo("a.jpg"), photo("b.jpg", fingerprint=far)) == []


def test_flat_pictures_are_not_alike() -> None:
    """No fingerprint, no match."""
    flat = (photo("a.jpg", fingerprint=None), photo("b.jpg", fingerprint=None))

    assert position(near_duplicate.RULE, *flat) == []


def test_video_frames_count() -> None:
    """A moment that a photo shows too is noted at the video, with its time, once."""
    frames = (BestFrame(8.2, 70, fingerprint=PRINT), BestFrame(8.4, 71, fingerprint=PRINT))
    clip = FileFacts("v.mp4", Media.VIDEO, "mp4", 9, "v",
                     video=VideoFacts(20.0, "30/1", "h264", best_frames=frames))  # fmt: skip
    placed = position(
        near_duplicate.RULE, FileReport(clip, Verdict.GOOD, 90.0), photo("a.jpg", blur=4.0)
    )

    assert [(p.path, p.finding.related) for p in placed] == [("v.mp4", ("a.jpg",))]
    assert "0:08" in placed[0].finding.message


def test_the_halves_of_a_live_photo_are_no_duplicates() -> None:
    """They were taken as one."""
    frame = BestFrame(1.0, 70, fingerprint=PRINT)
    clip = FileFacts("a.mov", Media.VIDEO, "mov", 9, "v", companion="a.heic",
                     video=VideoFacts(3.0, "30/1", "hevc", best_frames=(frame,)))  # fmt: skip
    still = photo("a.heic", companion="a.mov")

    assert position(near_duplicate.RULE, still, FileReport(clip, Verdict.GOOD, 50.0)) == []


def label_of(legible_ratio: float, what: Subject = Subject.LABEL) -> FileFacts:
    text = TextFacts(90, 9.0, 7.0, 0.4, 0.5, legible_ratio)
    return FileFacts("a.jpg", Media.PHOTO, shows=Shows(what, 0.9, "shows.bar-code"), text=text)


def test_a_label_whose_print_is_lost_is_borderline() -> None:
    """At the limit it is not; what the user sets counts."""
    limit = text_unreadable.RULE.limits[0].default

    assert run(text_unreadable.RULE, label_of(limit)) is None
    found = run(text_unreadable.RULE, label_of(limit - 0.01))
    assert found is not None
    assert found.severity is Severity.WARN
    assert "closer" in found.advice


def test_print_is_asked_of_labels_only() -> None:
    """A screenshot, or a thing with words on it, may show what it likes."""
    assert run(text_unreadable.RULE, label_of(0.1, Subject.SCREENSHOT)) is None
    bare = replace(label_of(0.1), shows=None)
    assert run(text_unreadable.RULE, bare) is None
    assert run(text_unreadable.RULE, replace(label_of(0.1), text=None)) is None
