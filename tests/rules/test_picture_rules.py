"""Every picture rule: silent on a clean picture, loud just past its limits, true to its manual."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

import evidence_qc
from evidence_qc.model import CaptureMetadata, Finding, PictureMeasurements, Severity
from evidence_qc.profiles import load_profile, with_limits
from evidence_qc.rules import RULES, PictureRule
from evidence_qc.rules.base import HEADINGS, Picture, sections, summary

CLEAN = PictureMeasurements(
    blur_permille=0.7,
    blur_median_permille=0.9,
    blur_sharpest_permille=0.5,
    sharp_area_ratio=0.8,
    centre_blur_permille=0.7,
    surround_blur_permille=0.7,
    centre_sharpest_permille=None,
    centre_blurred_ratio=None,
    motion_ratio=1.1,
    motion_angle_deg=10.0,
    decidable_ratio=0.9,
    luma_mean_ratio=0.5,
    luma_p01_ratio=0.05,
    luma_p25_ratio=0.3,
    luma_p50_ratio=0.5,
    luma_p99_ratio=0.95,
    luma_std_ratio=0.2,
    dark_area_ratio=0.1,
    crushed_ratio=0.0,
    clipped_ratio=0.01,
    bright_area_ratio=0.05,
    subject_luma_ratio=0.5,
    surround_luma_ratio=0.5,
    detail_luma_ratio=0.5,
    glare_ratio=0.0,
    detail_ratio=0.9,
    busyness_dn=6.0,
    clutter_dn=10.0,
    layout_contrast_dn=10.0,
    stand_out_ratio=1.2,
    acutance_dn=40.0,
    noise_dn=0.4,
    noise_contrast_ratio=0.002,
    noise_spread_ratio=0.3,
    blockiness_ratio=1.1,
    jpeg_quality=90.0,
    bits_per_pixel=2.0,
    effective_resolution_ratio=0.8,
    working_long_side_px=1024,
)
NO_METADATA = CaptureMetadata()
PICTURE_RULES = {rule.name: rule for rule in RULES if isinstance(rule, PictureRule)}


def found(
    name: str,
    *,
    width: int = 4032,
    height: int = 3024,
    is_frame: bool = False,
    metadata: CaptureMetadata = NO_METADATA,
    **changed: Any,
) -> Finding | None:
    """What one rule says of a clean picture with some numbers changed."""
    rule = PICTURE_RULES[name]
    picture = Picture(replace(CLEAN, **changed), width, height, metadata, is_frame=is_frame)
    return rule.check(picture, rule.limits_in_force(load_profile("generic")))


def limit(name: str, key: str) -> float:
    """Default of one limit."""
    return next(each.default for each in PICTURE_RULES[name].limits if each.name == key)


@pytest.mark.parametrize("name", PICTURE_RULES)
def test_a_clean_picture_has_no_finding(name: str) -> None:
    """A sharp, well-lit photo passes every rule."""
    assert found(name) is None


@pytest.mark.parametrize("name", PICTURE_RULES)
def test_what_was_not_measured_is_not_judged(name: str) -> None:
    """None everywhere gives no finding: never a guess, never a crash."""
    rule = PICTURE_RULES[name]
    limits = rule.limits_in_force(load_profile("generic"))

    assert rule.check(Picture(PictureMeasurements(), 4032, 3024), limits) is None


@pytest.mark.parametrize("name", PICTURE_RULES)
def test_the_manual_has_every_heading_and_one_summary_sentence(name: str) -> None:
    """``rules NAME`` can explain every rule."""
    rule = PICTURE_RULES[name]

    assert tuple(sections(rule)) == HEADINGS
    assert all(sections(rule).values())
    assert summary(rule).endswith(".")


PAST = [
    ("out-of-focus", "blur_permille", "warn_permille", Severity.WARN, {}),
    ("out-of-focus", "blur_permille", "reject_permille", Severity.REJECT, {}),
    ("motion-blur", "blur_permille", "warn_permille", Severity.WARN, {"motion_ratio": 3.0}),
    ("motion-blur", "blur_permille", "reject_permille", Severity.REJECT, {"motion_ratio": 3.0}),
    (
        "soft-detail",
        "detail_sharpest_permille",
        "warn_permille",
        Severity.NOTE,
        {"detail_crispest_permille": 0.8},
    ),
    (
        "soft-detail",
        "detail_crispest_permille",
        "crisp_permille",
        Severity.NOTE,
        {"detail_sharpest_permille": 2.0},
    ),
    ("focus-behind-subject", "centre_blur_permille", "warn_permille", Severity.WARN, {}),
    ("focus-behind-subject", "centre_blur_permille", "reject_permille", Severity.REJECT, {}),
    ("too-dark", "dark_area_ratio", "warn_ratio", Severity.WARN, {}),
    ("too-dark", "dark_area_ratio", "reject_ratio", Severity.REJECT, {}),
    ("over-exposed", "subject_luma_ratio", "warn_ratio", Severity.WARN, {"clipped_ratio": 0.5}),
    (
        "over-exposed",
        "subject_luma_ratio",
        "reject_ratio",
        Severity.REJECT,
        {"clipped_ratio": 0.7, "detail_luma_ratio": 0.7},
    ),
    ("glare", "glare_ratio", "warn_ratio", Severity.WARN, {}),
    (
        "heavy-noise",
        "noise_contrast_ratio",
        "warn_ratio",
        Severity.WARN,
        {"noise_spread_ratio": 0.9, "dark_area_ratio": 0.4, "noise_dn": 3.0},
    ),
    ("heavy-noise", "grain_dn", "floor_dn", Severity.WARN, {"grain_halved_ratio": 0.5}),
    ("heavy-compression", "blockiness_ratio", "blocks_alone", Severity.WARN, {}),
    (
        "heavy-compression",
        "blockiness_ratio",
        "blocks_with_low_quality",
        Severity.WARN,
        {"jpeg_quality": 10.0},
    ),
]


@pytest.mark.parametrize(("name", "field", "key", "severity", "others"), PAST)
def test_just_past_a_limit_is_found_and_just_before_it_is_not(
    name: str, field: str, key: str, severity: Severity, others: dict[str, float]
) -> None:
    """The limit itself still passes; a hair beyond it is the severity that it stands for."""
    edge = limit(name, key)
    before, past = (
        found(name, **{**others, field: value}) for value in (edge, edge * 1.001 + 1e-9)
    )

    assert past is not None
    assert past.severity is severity
    assert before is None or before.severity.rank < severity.rank


def test_soft_detail_is_not_said_of_what_is_called_blurred_or_of_a_frame() -> None:
    """One picture gets one rule about its blur, and a clip shows by moving."""
    border = limit("out-of-focus", "warn_permille")
    soft = {"detail_crispest_permille": 2.0, "detail_sharpest_permille": 2.0}

    assert found("soft-detail", **soft, blur_permille=border) is not None
    assert found("soft-detail", **soft, blur_permille=border + 0.01) is None
    assert found("out-of-focus", **soft, blur_permille=border + 0.01) is not None
    assert found("soft-detail", **soft, is_frame=True) is None


def in_light(exposure_s: float | None, iso: int | None, **changed: Any) -> Finding | None:
    """What soft-detail says of a photo with a soft middle that was exposed so."""
    metadata = CaptureMetadata(exposure_time_s=exposure_s, iso_speed=iso)
    return found("soft-detail", metadata=metadata, **({"middle_soft_ratio": 0.99} | changed))


def test_a_soft_middle_is_a_finding_where_little_light_fell_on_it() -> None:
    """The camera's word alone is none, nor is softness in good light or in light not stated."""
    dim = in_light(1 / 8, 1600)

    assert dim is not None and dim.message_id == "soft-detail.dim"
    assert in_light(1 / 8, 1600, middle_soft_ratio=0.3) is None
    assert in_light(1 / 8, 1600, middle_soft_ratio=None) is None
    assert in_light(1 / 500, 50) is None
    for stated in ((None, None), (0.0, 1600), (None, 1600)):
        assert in_light(*stated) is None
    assert in_light(1 / 8, 1600, is_frame=True) is None
    assert in_light(1 / 8, 1600, blur_permille=limit("out-of-focus", "warn_permille") + 1) is None


def test_the_less_light_the_less_softness_is_borne() -> None:
    """Twice the time or twice the sensitivity say the same, and no light at all is not enough."""
    times = [2.0**k / 1000 for k in range(14)]
    bounds = [finding.limit for time in times if (finding := in_light(time, 800)) is not None]

    assert bounds == sorted(bounds, reverse=True) and len(set(bounds)) > 2
    assert in_light(1 / 4, 400) == in_light(1 / 8, 800)
    assert in_light(60.0, 102_400, middle_soft_ratio=0.55) is None
    assert in_light(60.0, 102_400).limit == in_light(600.0, 102_400).limit  # type: ignore[union-attr]


def test_what_is_soft_everywhere_is_a_note_and_in_little_light_a_warning() -> None:
    """What is soft by nature looks like what was missed; little light makes the difference."""
    everywhere = {"detail_crispest_permille": 2.0, "detail_sharpest_permille": 2.0}

    for stated in ((1 / 500, 50), (None, None)):
        in_good_light = in_light(*stated, **everywhere)
        assert in_good_light is not None and in_good_light.severity is Severity.NOTE
    dim = in_light(1 / 8, 1600, **everywhere)
    assert dim is not None and dim.severity is Severity.WARN


def test_crisp_detail_makes_defocus_milder_by_one() -> None:
    """A smooth face seems blurred from afar; its lashes are crisp close up."""
    border = limit("out-of-focus", "crisp_permille")
    for blur, at_most in ((2.0, None), (9.0, Severity.WARN)):
        seen = {"blur_permille": blur, "centre_blurred_ratio": 0.9}
        soft = found("out-of-focus", **seen, detail_crispest_permille=border + 0.01)
        crisp = found("out-of-focus", **seen, detail_crispest_permille=border)
        unseen = found("out-of-focus", **seen, detail_crispest_permille=None)
        at_mark = {"blur_permille": blur, "detail_crispest_permille": border}

        assert soft is not None and soft == unseen == found("out-of-focus", **at_mark)
        assert (crisp.severity if crisp else None) is at_most
        assert crisp is None or (crisp.limit or 0.0) < (crisp.measured or 0.0)


def test_a_shaken_picture_has_crisp_squares_too() -> None:
    """An edge along the movement stays crisp, and the picture shaken."""
    shaken = {"blur_permille": 9.0, "motion_ratio": 3.0, "centre_blurred_ratio": 0.9}

    crisp, soft = (found("motion-blur", **shaken, detail_crispest_permille=x) for x in (0.1, 2.0))

    assert crisp == soft is not None


@pytest.mark.parametrize(
    ("share", "severity"),
    [(0.5, Severity.WARN), (0.74, Severity.WARN), (0.75, Severity.REJECT), (None, Severity.REJECT)],
)
def test_a_middle_that_is_blurred_in_part_is_no_reject(
    share: float | None, severity: Severity
) -> None:
    """It may be a sky over a sharp coast; at a mark nothing is guessed."""
    blurred = {"centre_blur_permille": 6.0, "surround_blur_permille": 0.7}
    guessed = {"centre_blurred_ratio": share, "centre_sharpest_permille": 4.0}

    said = found("focus-behind-subject", **blurred, **guessed)

    assert said is not None and said.severity is severity
    assert (said.limit or 0.0) < (said.measured or 0.0)


ON_WHITE = {
    "white_frame_ratio": 1.0,
    "clipped_colour_ratio": 0.01,
    "luma_p01_ratio": 0.4,
    "subject_luma_ratio": 0.95,
    "detail_luma_ratio": 0.75,
    "clipped_ratio": 0.9,
    "print_ratio": 0.0,
    "flat_colour_ratio": 0.0,
}


@pytest.mark.parametrize(
    ("field", "value"),
    [(None, None), ("white_frame_ratio", 0.89), ("clipped_colour_ratio", 0.06),
     ("luma_p01_ratio", 0.51), ("clipped_colour_ratio", None), ("luma_p01_ratio", None)],
)  # fmt: skip
def test_a_thing_on_white_is_not_burnt_while_its_colours_are_there(
    field: str | None, value: float | None
) -> None:
    """A necklace on white paper, by whatever camera; each witness is needed."""
    shot = CaptureMetadata(exposure_time_s=0.004)
    changed = {} if field is None else {field: value}

    said = found("over-exposed", metadata=shot, **(ON_WHITE | changed))

    assert (said is None) is (field is None)


@pytest.mark.parametrize("colours", [{}, {"clipped_channel_ratio": 0.5}])
def test_a_white_sheet_may_end_in_white_while_the_thing_on_it_does_not(
    colours: dict[str, float],
) -> None:
    """However bright the middle is, by white or by colours; a burnt thing on it is called."""
    border = limit("over-exposed", "whole_thing_ratio")
    bright = ON_WHITE | {"white_frame_ratio": 0.1, "clipped_colour_ratio": 0.1} | colours

    assert found("over-exposed", **bright, clipped_on_white_ratio=border) is None
    for burnt in (border + 0.01, 1.0, None):
        assert found("over-exposed", **bright, clipped_on_white_ratio=burnt) is not None


def test_a_sharp_thing_before_a_blurred_ground_is_not_called_soft() -> None:
    """A portrait's ground outvotes its face; a middle that nobody looked at takes nothing back."""
    ground = {"detail_crispest_permille": 2.0, "detail_sharpest_permille": 2.0}
    border = limit("soft-detail", "soft_ratio")

    assert found("soft-detail", **ground, middle_soft_ratio=border) is None
    assert found("soft-detail", **ground, middle_soft_ratio=border + 0.01) is not None
    assert found("soft-detail", **ground, middle_soft_ratio=None) is not None


def test_grain_in_every_cell_is_said_in_any_light_but_texture_is_not() -> None:
    """Grain is halved with the size, cloth is not; clips are not judged by it."""
    much = 2 * limit("heavy-noise", "floor_dn")
    border = limit("heavy-noise", "halved_ratio")

    assert found("heavy-noise", grain_dn=much, grain_halved_ratio=border) is not None
    assert found("heavy-noise", grain_dn=much, grain_halved_ratio=border + 0.01) is None
    assert found("heavy-noise", grain_dn=much, grain_halved_ratio=0.5, is_frame=True) is None


@pytest.mark.parametrize(
    ("quality", "long_side", "is_found"),
    [
        (25.0, 1600, True),
        (25.0, 1200, True),
        (25.0, 4160, False),
        (39.9, 1600, True),
        (40.1, 1600, False),
        (10.0, 4160, True),
        (1.0, 12000, True),
        (100.0, 12000, False),
    ],
)
def test_tables_are_judged_at_the_size_that_a_photo_is_looked_at(
    quality: float, long_side: int, is_found: bool
) -> None:
    """Blocks of 8 pixels are 3 where 4000 pixels are shown as 1600, whichever way they lie."""
    blocks = {"jpeg_quality": quality, "blockiness_ratio": 1.5}

    wide = found("heavy-compression", width=long_side, height=long_side // 2, **blocks)
    high = found("heavy-compression", width=long_side // 2, height=long_side, **blocks)

    assert (wide is not None) is is_found
    assert high == wide


def test_nobody_is_told_of_a_chat_where_the_camera_has_left_its_data() -> None:
    """Chats take it out; then the camera or a program has squeezed the photo."""
    blocks = {"jpeg_quality": 10.0, "blockiness_ratio": 3.0}
    by_camera = found(
        "heavy-compression", metadata=replace(NO_METADATA, exposure_time_s=0.01), **blocks
    )
    unknown = found("heavy-compression", **blocks)

    assert by_camera is not None
    assert by_camera.advice_id == "heavy-compression.advice-camera"
    assert unknown is not None
    assert unknown.advice_id == "heavy-compression.advice"


@pytest.mark.parametrize(
    ("luma", "dark", "severity"),
    [
        (0.30, 0.7, Severity.WARN),
        (0.31, 0.7, None),
        (0.31, 0.9, Severity.WARN),
        (0.21, 0.9, Severity.WARN),
        (0.20, 0.9, Severity.REJECT),
    ],
)
def test_a_lit_thing_in_a_dark_room_can_be_seen(
    luma: float, dark: float, severity: Severity | None
) -> None:
    """A lit middle takes a warning back, and of a reject by area alone it leaves a warning.

    If no mark says that the thing is elsewhere.
    """
    middle = {"subject_luma_ratio": luma, "centre_blurred_ratio": 0.0, "acutance_dn": 20.0}
    at_a_mark = found("too-dark", dark_area_ratio=dark, **(middle | {"centre_blurred_ratio": None}))
    said = found("too-dark", dark_area_ratio=dark, **middle)

    assert (said and said.severity) is severity
    assert at_a_mark is not None


@pytest.mark.parametrize(
    ("crispness", "dark", "severity"),
    [(33.0, 0.7, Severity.WARN), (33.1, 0.7, None), (33.1, 0.9, Severity.REJECT)],
)
def test_where_fine_detail_is_seen_it_is_not_too_dark(
    crispness: float, dark: float, severity: Severity | None
) -> None:
    """Crisp detail takes a warning back, not a reject; a mark asks for its own place."""
    dim = {"subject_luma_ratio": 0.2, "centre_blurred_ratio": 0.0, "acutance_dn": crispness}
    at_a_mark = found("too-dark", dark_area_ratio=dark, **(dim | {"centre_blurred_ratio": None}))
    said = found("too-dark", dark_area_ratio=dark, **dim)

    assert (said and said.severity) is severity
    assert at_a_mark is not None


def test_two_half_faults_are_a_whole_one() -> None:
    """Rather dark is a warning; rather dark and rather soft shows nothing."""
    soft = dict.fromkeys(("blur_permille", "centre_blur_permille", "surround_blur_permille"), 2.4)
    alone = found("too-dark", dark_area_ratio=0.8)
    both = found("too-dark", dark_area_ratio=0.8, acutance_dn=8.0, **soft)

    assert alone is not None
    assert both is not None
    assert (alone.severity, both.severity) == (Severity.WARN, Severity.REJECT)


@pytest.mark.parametrize(
    ("median", "around", "is_lit"),
    [(0.4, 0.3, True), (0.23, 0.79, True), (0.22, 0.3, False), (0.4, 0.85, False), (0.1, 1, False)],
)  # fmt: skip
def test_a_dark_thing_on_a_lit_ground_is_in_good_light(
    median: float, around: float, is_lit: bool
) -> None:
    """Black plastic on a table; a dark room is dark around it, too."""
    ground = {"surround_median_ratio": median, "surround_dark_ratio": around}

    assert (found("too-dark", dark_area_ratio=0.9, **ground) is None) is is_lit


@pytest.mark.parametrize(("crispness", "is_found"), [(8.0, True), (25.0, True), (60.0, False)])
def test_grain_that_detail_stands_out_of_covers_nothing(crispness: float, is_found: bool) -> None:
    """The same grain over a soft picture and beside legible print."""
    grain = {"noise_contrast_ratio": 0.02, "noise_spread_ratio": 0.8, "noise_dn": 1.5}

    finding = found("heavy-noise", **grain, dark_area_ratio=0.5, acutance_dn=crispness)

    assert (finding is not None) is is_found


def test_what_stands_out_of_the_dark_is_seen() -> None:
    """A face before a black wall; not where nothing is seen at all, nor at a mark."""
    border = limit("too-dark", "stand_out_ratio")
    dim = {"dark_area_ratio": 0.75, "centre_blurred_ratio": 0.0, "acutance_dn": 10.0}
    dim |= {"subject_luma_ratio": 0.2}

    assert found("too-dark", **dim, stand_out_ratio=border) is not None
    assert found("too-dark", **dim, stand_out_ratio=border + 0.01) is None
    assert found("too-dark", **(dim | {"centre_blurred_ratio": None}), stand_out_ratio=9.0)
    assert found("too-dark", **(dim | {"dark_area_ratio": 0.95}), stand_out_ratio=9.0)


@pytest.mark.parametrize(("ground", "is_found"), [(0.6, True), (0.61, False), (None, True)])
def test_what_burns_before_white_is_not_glare(ground: float | None, is_found: bool) -> None:
    """White cloth and bright sky burn in small patches too."""
    assert (found("glare", glare_ratio=0.1, surround_median_ratio=ground) is not None) is is_found


@pytest.mark.parametrize(
    ("halved", "is_found"), [(0.39, False), (0.4, True), (0.8, True), (0.81, False)]
)
def test_grain_is_halved_at_half_the_size(halved: float, is_found: bool) -> None:
    """Cloth keeps more than that, what was sharpened to the pixel less."""
    assert (found("heavy-noise", grain_dn=9.0, grain_halved_ratio=halved) is not None) is is_found


def test_a_hue_is_not_darkness() -> None:
    """Burgundy in the light that its grey twin is good in; the same in the dark is dark."""
    assert found("too-dark", dark_area_ratio=0.9, dark_hue_ratio=0.6) is None
    for by_hue, measured in ((0.1, 0.9), (0.2, 0.7)):
        in_the_dark = found("too-dark", dark_area_ratio=0.9, dark_hue_ratio=by_hue)
        assert in_the_dark is not None
        assert in_the_dark.measured == measured


def test_the_blur_finding_does_not_depend_on_the_light() -> None:
    """The same blur in the dark and in good light is the same finding."""
    assert found("out-of-focus", blur_permille=2.0) == found(
        "out-of-focus", blur_permille=2.0, dark_area_ratio=0.9, acutance_dn=2.0
    )


def test_what_is_near_is_smeared_more_while_the_camera_moves() -> None:
    """The same measurements mean focus behind the subject at rest, and motion while moving."""
    soft = replace(CLEAN, blur_permille=2.0, centre_blur_permille=3.0, surround_blur_permille=1.0)

    def kinds(*, is_moving: bool) -> set[str]:
        picture = Picture(soft, 1920, 1080, is_frame=True, is_moving=is_moving)
        return {
            name
            for name in ("motion-blur", "out-of-focus", "focus-behind-subject")
            if PICTURE_RULES[name].check(
                picture, PICTURE_RULES[name].limits_in_force(load_profile("generic"))
            )
        }

    assert kinds(is_moving=False) == {"focus-behind-subject"}
    assert kinds(is_moving=True) == {"motion-blur"}


@pytest.mark.parametrize(
    ("surround", "name"), [(0.8, "focus-behind-subject"), (1.6, "focus-behind-subject"),
                           (1.7, "motion-blur"), (4.0, "motion-blur")],
)  # fmt: skip
def test_a_moved_camera_leaves_nothing_sharp(surround: float, name: str) -> None:
    """A photo with a long kernel in its middle and sharp surroundings was focused behind it."""
    changed = {
        "blur_permille": 5.0,
        "centre_blur_permille": 5.2,
        "surround_blur_permille": surround,
        "motion_ratio": 2.2,
    }
    kinds = ("motion-blur", "out-of-focus", "focus-behind-subject")

    assert [kind for kind in kinds if found(kind, **changed) is not None] == [name]


@pytest.mark.parametrize(
    ("share", "sharpest", "is_sure"),
    [(0.9, 4.0, True), (0.5, 1.7, True), (0.49, 4.0, False), (0.9, 1.6, False), (0.9, None, False),
     (None, None, True)],
)  # fmt: skip
def test_a_soft_middle_is_not_a_blurred_one(
    share: float | None, sharpest: float | None, is_sure: bool
) -> None:
    """Petals, sky and paint are soft where all else is sharp; at a mark nothing is guessed."""
    middle = {
        "centre_blur_permille": 6.0,
        "surround_blur_permille": 0.7,
        "centre_blurred_ratio": share,
        "centre_sharpest_permille": sharpest,
    }

    assert (found("focus-behind-subject", **middle) is not None) is is_sure
    assert found("out-of-focus", **middle) is None  # a person sees the sharp parts


@pytest.mark.parametrize("share", [0.9, 0.1, None])
def test_a_picture_that_is_blurred_all_over_is_found_however_sure_its_middle(
    share: float | None,
) -> None:
    """What is not surely behind the subject is still judged where a person would look."""
    blurred = {
        "blur_permille": 5.0,
        "centre_blur_permille": 9.0,
        "surround_blur_permille": 4.0,
        "centre_blurred_ratio": share,
        "centre_sharpest_permille": 4.5,
    }
    kinds = ("motion-blur", "out-of-focus", "focus-behind-subject")

    assert sum(found(kind, **blurred) is not None for kind in kinds) == 1


@pytest.mark.parametrize(
    ("side", "severity"),
    [(249, Severity.REJECT), (250, Severity.WARN), (999, Severity.WARN), (1000, None)],
)
def test_low_resolution_counts_the_long_side(side: int, severity: Severity | None) -> None:
    """Upright or lying, the long side decides."""
    upright = found("low-resolution", width=side // 2, height=side)
    lying = found("low-resolution", width=side, height=side // 2)

    assert upright == lying
    assert (upright.severity if upright else None) is severity


@pytest.mark.parametrize(
    ("short", "severity"), [(1, Severity.REJECT), (49, Severity.REJECT), (50, None)]
)
def test_a_strip_has_too_few_pixels_however_long(short: int, severity: Severity | None) -> None:
    """Two thousand pixels in one row show nothing."""
    strip = found("low-resolution", width=2000, height=short)

    assert (strip.severity if strip else None) is severity


@pytest.mark.parametrize(("width", "height"), [(249, 180), (75, 100), (3000, 49)])
def test_of_a_thumbnail_no_focus_is_blamed(width: int, height: int) -> None:
    """Its original is what helps; whether the lens missed cannot be told from so few pixels."""
    kinds = ("motion-blur", "out-of-focus", "focus-behind-subject")
    blurred = {"blur_permille": 9.0, "centre_blur_permille": 9.0, "surround_blur_permille": 1.0}

    for measured in (blurred, {"blur_permille": 9.0}, {"blur_permille": 9.0, "motion_ratio": 4.0}):
        small = [found(kind, width=width, height=height, **measured) for kind in kinds]
        large = [found(kind, width=width + 200, height=height + 200, **measured) for kind in kinds]
        assert small == [None, None, None]
        assert sum(said is not None for said in large) == 1


@pytest.mark.parametrize("changed", [
    {"blur_permille": 9.0},
    {"blur_permille": 9.0, "motion_ratio": 4.0},
    {"blur_permille": 9.0, "centre_blur_permille": 9.0, "surround_blur_permille": 1.0},
    {"blur_permille": 9.0, "centre_blur_permille": 9.0, "surround_blur_permille": 9.0},
    {"blur_permille": None, "centre_blur_permille": 9.0, "surround_blur_permille": 1.0},
    {"blur_permille": 9.0, "centre_blur_permille": None, "surround_blur_permille": None},
])  # fmt: skip
def test_a_blurred_picture_gets_exactly_one_kind_of_blur(changed: dict[str, Any]) -> None:
    """Defocus, motion and focus behind the subject never speak at once."""
    named = [
        name
        for name in ("out-of-focus", "motion-blur", "focus-behind-subject", "focus-unclear")
        if found(name, **changed) is not None
    ]

    assert len(named) == 1


@pytest.mark.parametrize("said", [
    "focus-behind-subject.warn_permille=0.8", "focus-behind-subject.warn_permille=40",
    "out-of-focus.warn_permille=0.8", "motion-blur.warn_permille=40",
])  # fmt: skip
def test_the_kind_of_blur_goes_by_the_limit_that_was_set(said: str) -> None:
    """One number for all three rules, so that still only one of them speaks."""
    profile = with_limits(load_profile("generic"), [said])
    measured = replace(
        CLEAN, blur_permille=9.0, centre_blur_permille=9.0, surround_blur_permille=1.2,
        motion_ratio=4.0,
    )  # fmt: skip
    named = [
        name
        for name in ("motion-blur", "focus-behind-subject")
        if PICTURE_RULES[name].check(
            Picture(measured, 4032, 3024), PICTURE_RULES[name].limits_in_force(profile)
        )
    ]

    is_sharp_around = not said.endswith("behind-subject.warn_permille=0.8")
    if said == "motion-blur.warn_permille=40":
        assert named == ["focus-behind-subject"]
    elif said == "focus-behind-subject.warn_permille=40":
        assert named == []  # it would speak of it, but so much blur was allowed
    else:
        assert named == (["focus-behind-subject"] if is_sharp_around else ["motion-blur"])


def test_no_rule_goes_by_a_default_that_may_have_been_changed() -> None:
    """Only ``limits_in_force`` reads a limit's default."""
    folder = Path(evidence_qc.rules.__file__).parent
    readers = {
        path.relative_to(folder).as_posix()
        for path in folder.rglob("*.py")
        if ".default" in path.read_text(encoding="utf-8")
    }

    assert readers == {"base.py", "manual.py"}


def test_a_sharp_subject_before_a_blurred_background_is_good() -> None:
    """Bokeh is no fault."""
    sharp_middle = {"blur_permille": 0.8, "centre_blur_permille": 0.6, "blur_median_permille": 9.0}

    assert all(
        found(name, **sharp_middle, surround_blur_permille=12.0, sharp_area_ratio=0.2) is None
        for name in PICTURE_RULES
    )


def test_cannot_tell_is_a_note_and_never_blurry() -> None:
    """A wall without edges is neither sharp nor blurred."""
    fields = ("blur_permille", "blur_median_permille", "centre_blur_permille", "motion_ratio")
    wall = dict.fromkeys((*fields, "surround_blur_permille"))
    note = found("focus-unclear", **wall, decidable_ratio=0.0)

    assert note is not None
    assert note.severity is Severity.NOTE
    assert found("out-of-focus", **wall) is None
    assert found("motion-blur", **wall) is None
    assert found("focus-behind-subject", **wall) is None


def test_a_white_backdrop_is_not_rejected() -> None:
    """Bright around a thing whose own detail is not: a warning at most."""
    backdrop = found(
        "over-exposed", subject_luma_ratio=0.9, clipped_ratio=0.7, detail_luma_ratio=0.55
    )

    assert backdrop is not None
    assert backdrop.severity is Severity.WARN


BURNT = {"subject_luma_ratio": 0.95, "clipped_ratio": 0.8, "detail_luma_ratio": 0.85}


@pytest.mark.parametrize(
    ("white", "is_let_off"),
    [
        ((0.0, 0.0, 0.0), False),
        ((0.34, 0.59, 0.94), False),
        ((0.9, 0.0, 0.0), True),
        ((0.0, 0.9, 0.0), True),
        ((0.0, 0.0, 1.0), True),
    ],
)
def test_white_that_is_a_colour_is_not_burnt(
    white: tuple[float, float, float], is_let_off: bool
) -> None:
    """Print, drawings and cut-outs are white; the same brightness without a reason is burnt."""
    names = ("print_ratio", "flat_colour_ratio", "white_frame_ratio")

    finding = found("over-exposed", **BURNT, **dict(zip(names, white, strict=True)))

    assert (finding is None) is is_let_off


def test_a_camera_speaks_against_a_cut_out_and_black_for_it() -> None:
    """A frame of white is light where a camera took it, or where nothing dark stands in it."""
    framed = {**BURNT, "print_ratio": 0.0, "flat_colour_ratio": 0.0, "white_frame_ratio": 1.0}
    rule = PICTURE_RULES["over-exposed"]
    limits = {each.name: each.default for each in rule.limits}
    taken = Picture(
        replace(CLEAN, **framed), 4032, 3024, metadata=CaptureMetadata(exposure_time_s=0.01)
    )

    assert found("over-exposed", **framed) is None
    assert rule.check(taken, limits) is not None
    assert found("over-exposed", **framed, luma_p01_ratio=0.8) is not None


def test_a_blank_frame_is_rejected_and_a_wall_with_a_shadow_is_not() -> None:
    """Nothing at all, or one grey with a slope across it."""
    nothing = {"detail_ratio": 0.0, "luma_p01_ratio": 0.5, "luma_p99_ratio": 0.52}

    assert found("blank-picture", **nothing) is not None
    assert found("blank-picture", **{**nothing, "luma_p99_ratio": 0.7}) is None
    assert found("blank-picture", **{**nothing, "detail_ratio": 0.05}) is None


@pytest.mark.parametrize("grey", [0.02, 0.5, 0.96])
def test_a_blank_frame_is_one_grey_whichever(grey: float) -> None:
    """Black, grey or white: up to the limit of the span it is one."""
    span = limit("blank-picture", "span_ratio")
    for wide, is_blank in ((0.0, True), (0.9 * span, True), (1.1 * span, False)):
        nothing = {"detail_ratio": 0.0, "luma_p01_ratio": grey, "luma_p99_ratio": grey + wide}

        assert (found("blank-picture", **nothing) is not None) is is_blank


def test_backlight_needs_a_dark_middle_and_bright_edges() -> None:
    """Either alone is something else."""
    assert found("backlit-subject", subject_luma_ratio=0.15, surround_luma_ratio=0.8) is not None
    assert found("backlit-subject", subject_luma_ratio=0.15, surround_luma_ratio=0.3) is None
    assert found("backlit-subject", subject_luma_ratio=0.5, surround_luma_ratio=0.8) is None


def test_haze_is_not_confused_with_night_or_a_burnt_picture() -> None:
    """A small span counts only where the picture is neither dark nor white."""
    for median, hazy in ((0.1, False), (0.5, True), (0.95, False)):
        said = found(
            "low-contrast",
            luma_p01_ratio=median - 0.05,
            luma_p50_ratio=median,
            luma_p99_ratio=median + 0.05,
        )
        assert (said is not None) is hazy


def test_enlargement_is_judged_only_where_the_picture_is_sharp() -> None:
    """Blur looks like enlargement, so a blurred picture is left to the blur rules."""
    measured = {"effective_resolution_ratio": 0.3, "enlarged_ratio": 0.9}
    assert found("upscaled-picture", **measured) is not None
    assert found("upscaled-picture", **measured, blur_permille=5.0) is None
    assert found("upscaled-picture", **measured, is_frame=True) is None


@pytest.mark.parametrize("measured", [0.0, 0.5, None])
def test_wide_edges_alone_do_not_tell_an_enlarged_picture(measured: float | None) -> None:
    """The sharpest edges of a phone are wide; its spectrum has to end as well."""
    assert (
        found("upscaled-picture", effective_resolution_ratio=0.3, enlarged_ratio=measured) is None
    )


def test_no_rule_gives_a_severity_it_does_not_declare() -> None:
    """Every finding above is one of the rule's own severities, with a message and an advice."""
    for name, field, _key, _severity, others in PAST:
        said = found(name, **{**others, field: 1e3})
        assert said is not None
        assert said.severity in PICTURE_RULES[name].severities
        assert said.message.endswith(".")
        assert said.advice.endswith(".")


@pytest.mark.parametrize(
    ("name", "value", "more"),
    [
        ("out-of-focus", "blur_permille", {}),
        ("motion-blur", "blur_permille", {"motion_ratio": 3.0}),
    ],
)
def test_a_blur_at_its_limit_has_not_passed_it(
    name: str, value: str, more: dict[str, float]
) -> None:
    """At the warning's limit nothing is said; at the reject's it is a warning still."""
    limits = {limit.name: limit.default for limit in PICTURE_RULES[name].limits}
    at_warn = found(name, **{value: limits["warn_permille"]}, **more)
    at_reject = found(name, **{value: limits["reject_permille"]}, **more)

    assert at_warn is None
    assert at_reject is not None
    assert at_reject.severity is Severity.WARN


@pytest.mark.parametrize(
    ("name", "key", "measured", "fails_above"),
    [
        ("low-contrast", "darkest_ratio", "luma_p50_ratio", True),
        ("low-contrast", "brightest_ratio", "luma_p50_ratio", False),
    ],
)
def test_low_contrast_has_two_ends(name: str, key: str, measured: str, fails_above: bool) -> None:
    """A flat picture between dark and burnt is flat, at both ends still; beyond it has a cause."""
    border = limit(name, key)
    flat = {"luma_p01_ratio": border - 0.02, "luma_p99_ratio": border + 0.02}
    beyond = border - 0.001 if fails_above else border + 0.001

    assert found(name, **flat, **{measured: border})
    assert found(name, **flat, **{measured: beyond}) is None


def test_a_span_at_its_limit_is_contrast_enough() -> None:
    """A hair below it is not."""
    border = limit("low-contrast", "span_ratio")
    for span, is_flat in ((border, False), (border - 1e-6, True)):
        said = found("low-contrast", luma_p01_ratio=0.0, luma_p50_ratio=0.5, luma_p99_ratio=span)
        assert (said is not None) is is_flat


@pytest.mark.parametrize("quality", [None, 20.0, 90.0])
@pytest.mark.parametrize("blocks", [3.017, 7.123])
def test_what_is_said_of_compression_has_passed_the_limit_beside_it(
    quality: float | None, blocks: float
) -> None:
    """In its own unit, to as many places as a person reads: one of quality, two of a ratio."""
    said = found(
        "heavy-compression",
        width=1600,
        height=1200,
        jpeg_quality=quality,
        blockiness_ratio=blocks,
    )
    assert (said is not None) is (quality == 20.0 or blocks > 4)
    if said is not None:
        assert said.measured is not None
        assert said.limit is not None
        if quality == 20.0:
            assert said.measured == quality < said.limit
        else:
            assert said.measured == pytest.approx(blocks, abs=0.005)
            assert said.measured > said.limit
            assert said.measured * 100 == pytest.approx(round(said.measured * 100), abs=1e-9)


def test_a_picture_of_no_size_is_not_called_a_strip() -> None:
    """One pixel less than the limit is; nought is a size that nobody knows."""
    short = int(limit("low-resolution", "strip_px"))

    for side, is_strip in ((short, False), (short - 1, True), (1, True), (0, False)):
        said = found("low-resolution", width=4032, height=side)
        assert (said is not None and said.unit == "px short side") is is_strip, side


BURNT_COLOURS = {
    "clipped_channel_ratio": 0.5,
    "clipped_colour_ratio": 0.2,
    "subject_luma_ratio": 0.65,
    "luma_p01_ratio": 0.1,
    "detail_luma_ratio": 0.65,
    "clipped_ratio": 0.15,
}


BURNT_LIMITS = {
    "clipped_channel_ratio": "channel_ratio",
    "clipped_colour_ratio": "colour_ratio",
    "subject_luma_ratio": "middle_ratio",
    "luma_p01_ratio": "lifted_ratio",
    "detail_luma_ratio": "drawing_ratio",
    "clipped_ratio": "white_ratio",
    "flat_colour_ratio": "drawn_ratio",
}
"""What is measured → the limit that it has to pass."""


def test_burnt_colours_are_a_warning_and_never_more() -> None:
    finding = found("over-exposed", **BURNT_COLOURS)

    assert finding is not None and finding.severity is Severity.WARN


@pytest.mark.parametrize(
    "changed",
    [
        {"clipped_channel_ratio": 0.2},
        {"clipped_colour_ratio": 0.01},
        {"subject_luma_ratio": 0.5},
        {"luma_p01_ratio": 0.01},
        {"flat_colour_ratio": 0.5},
        {"clipped_channel_ratio": None},
        {"luma_p01_ratio": None},
        {"subject_luma_ratio": None},
        *({name: limit("over-exposed", key)} for name, key in BURNT_LIMITS.items()),
    ],
)
def test_white_alone_a_dark_middle_or_true_black_is_not_burnt(changed: dict[str, Any]) -> None:
    """Each witness is needed, and past its limit: paper, a window behind, ink, a screen."""
    assert found("over-exposed", **{**BURNT_COLOURS, **changed}) is None


def test_a_colour_that_has_ended_nearly_everywhere_needs_no_white() -> None:
    """A red thing burns in one channel; where that is most of the picture it is no print."""
    little_white = BURNT_COLOURS | {"clipped_ratio": 0.0}

    assert found("over-exposed", **little_white) is None
    assert found("over-exposed", **little_white | {"clipped_channel_ratio": 0.61}) is not None


@pytest.mark.parametrize("most", [0.01, 0.5])
def test_who_did_not_look_for_flat_colours_has_found_none(most: float) -> None:
    """However few of them make a drawing."""
    rule = PICTURE_RULES["over-exposed"]
    limits = {**{each.name: each.default for each in rule.limits}, "drawn_ratio": most}
    said = [
        rule.check(
            Picture(replace(CLEAN, **{**BURNT_COLOURS, "flat_colour_ratio": ratio}), 4032, 3024),
            limits,
        )
        for ratio in (None, 0.0)
    ]

    assert said[0] is not None
    assert said[0] == said[1]


def test_a_blank_screenshot_has_no_lens() -> None:
    """The page had not loaded; no finger was in the way."""
    measured = replace(CLEAN, detail_ratio=0.0, luma_p01_ratio=0.9, luma_p99_ratio=0.9)
    rule = PICTURE_RULES["blank-picture"]
    limits = {each.name: each.default for each in rule.limits}

    def advice(*, is_screen: bool) -> str:
        finding = rule.check(Picture(measured, 1080, 2340, is_screen=is_screen), limits)
        assert finding is not None
        return finding.advice

    assert "lens" in advice(is_screen=False)
    assert "lens" not in advice(is_screen=True)
