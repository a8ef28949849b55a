"""So much is burnt to white that a defect there would not be seen.

What it measures:
    How bright the middle of the picture is (the mean, weighted towards the middle), provided
    that part of the picture is burnt to white; for a reject also how bright it is where there
    is detail. White that is a colour is let off: white with black print beside it, pictures
    drawn in flat colours, and things cut out or laid on a white ground of which no channel has
    ended themselves. Where
    colours are burnt as well, the middle bright and black lifted, it is a warning in any case.
Why it matters:
    White without drawing holds no evidence, and nothing can bring it back.
How to retake:
    Away from direct light; tap the bright part on the screen, or slide the brightness down.
Known limits:
    A white thing photographed on white, without print, in good light, may be called. A thing that
    is burnt inside a white frame passes where no camera says that it took the picture, and where
    its colours did not end before white.
Where the limit comes from:
    282 phone photos judged by an annotator (BIQ2021 subset 1) and 180 bracketed exposures (SICE
    part 1), 2026-11. Middle: blown 0.81–1.00, normal exposure at most 0.80 (99 % below 0.78).
    Detail: blown 0.70–0.97, bright but usable mostly below 0.70. Burnt area: blown 0.33–0.96. Where
    less than 0.60 is burnt, it is a reject where the predicted opinion of the picture is below 50.
    What is let off, from the burnt ones of the same sets alone: print 0.00–0.32, flat colours
    0.00–0.58, frame at most 0.95 but one with nothing dark in it. What is darker than 0.30 of full
    luma, as ink and hair are, one stop too much light would lift above. Of 211 receipts, screens,
    shop pictures and drawings of 22 repositories that were called, 57 still are; of the 80 burnt
    photos of the two sets every one is. Looked at once, at the end: of 307 pictures of 57 other
    repositories 62 were called before and 17 are now; what was let off are pages, screens, logos
    and drawings.
    Things on white, 2026-11: of 210 native photos that had been kept closed four necklaces on white
    and a sketch were rejected; they have 0.93 to 1.00 of white frame and at most 0.03 of burnt
    colours. Of 106 photos with 8 times the light none that was found is let off by it.
    Of ten native photos of four label sets that were called eight were labelled good, six of these
    things on white (three repositories): of the thing itself 0.0006 at most is burnt. Five are let
    off by it, and none of 193 found with 8 times the light nor of 23 that annotators called burnt.
    Burnt colours, 2026-11: 194 sharp good native photos with 8 times the light, at most five of a
    repository; limits chosen without the fold's repositories find 92.8 % (90 % by repository: 89.3
    to 95.7; 58.8 % before) and call 5 of 795 good ones. Asked since for bright detail and some
    white: 7 of 1,146 labelled good were called without (bottles on white cloth, a red circuit
    board, faces under a bright sky) and none is with it; of 96 made ones none is lost. Of 571
    pictures of other origin with much
    white (pages, screens, cut-outs, some burnt) 5 % are called by burnt colours.

References:
    ITU-R BT.601 (luma).
"""

from __future__ import annotations

from evidence_qc.model import Aim, Finding, PictureMeasurements, Severity
from evidence_qc.rules.base import About, Limit, Limits, Picture, PictureRule
from evidence_qc.rules.picture.severity import REJECT_BELOW, severity_of


def check(picture: Picture, limits: Limits) -> Finding | None:
    """Warn where the middle is bright and burnt; reject where the detail is as well."""
    measured = picture.measurements
    subject, clipped = measured.subject_luma_ratio, measured.clipped_ratio
    detail = measured.detail_luma_ratio
    if subject is None or clipped is None or detail is None:
        return None
    on_white = measured.clipped_on_white_ratio
    if on_white is not None and on_white <= limits["whole_thing_ratio"]:
        return None  # the ground ends in white, the thing on it has lost nothing
    is_bright = subject > limits["warn_ratio"] and clipped > limits["clipped_ratio"]
    if not is_bright or _is_white_by_nature(picture, limits):
        return _colours_lost(picture, limits)
    far_gone = (
        subject > limits["reject_ratio"]
        and detail > limits["reject_detail_ratio"]
        and clipped > limits["reject_clipped_ratio"]
    )
    severity = severity_of(measured, limits, far_gone=far_gone)
    reject = severity is Severity.REJECT
    return Finding(
        rule=RULE.name,
        severity=severity,
        message_id="over-exposed.reject" if reject else "over-exposed.warn",
        advice_id="over-exposed.advice",
        measured=round(subject, 3),
        limit=limits["reject_ratio" if far_gone else "warn_ratio"],
        unit="of full luma (middle)",
    )


def _colours_lost(picture: Picture, limits: Limits) -> Finding | None:
    """A warning where colours are burnt as well as white, which no paper and no screen does."""
    measured = picture.measurements
    subject, darkest = measured.subject_luma_ratio or 0.0, measured.luma_p01_ratio or 0.0
    detail, white = measured.detail_luma_ratio or 0.0, measured.clipped_ratio or 0.0
    ended, tinted = measured.clipped_channel_ratio, measured.clipped_colour_ratio
    if (
        ended is None
        or tinted is None
        or (measured.flat_colour_ratio or 0.0) >= limits["drawn_ratio"]
    ):
        return None
    if ended <= limits["channel_ratio"] or tinted <= limits["colour_ratio"]:
        return None
    if subject <= limits["middle_ratio"] or darkest <= limits["lifted_ratio"]:
        return None
    has_little_white = white <= limits["white_ratio"] and ended <= limits["alone_ratio"]
    if detail <= limits["drawing_ratio"] or has_little_white:
        return None  # bright colours, or a thing on white, whose own drawing is there
    return Finding(
        rule=RULE.name,
        severity=Severity.WARN,
        message_id="over-exposed.warn",
        advice_id="over-exposed.advice",
        measured=round(subject, 3),
        limit=limits["middle_ratio"],
        unit="of full luma (middle)",
    )


def _is_white_by_nature(picture: Picture, limits: Limits) -> bool:
    """Print, a drawing, or a thing in a white frame that no camera says that it took."""
    measured = picture.measurements
    inked, flat, frame = (
        measured.print_ratio,
        measured.flat_colour_ratio,
        measured.white_frame_ratio,
    )
    if inked is None or flat is None or frame is None:
        return False
    detail, darkest = measured.detail_luma_ratio, measured.luma_p01_ratio
    is_print = inked >= limits["print_ratio"] and (detail or 0.0) >= limits["print_detail_ratio"]
    is_framed = frame >= limits["frame_ratio"] and (darkest or 0.0) <= limits["darkest_ratio"]
    is_cut_out = is_framed and picture.metadata.exposure_time_s is None
    return is_print or flat >= limits["flat_ratio"] or is_cut_out or _is_on_white(measured, limits)


def _is_on_white(measured: PictureMeasurements, limits: Limits) -> bool:
    """Is it a thing on a white ground that fills the frame, whose own colours are all there?"""
    frame, tinted = measured.white_frame_ratio, measured.clipped_colour_ratio
    darkest = measured.luma_p01_ratio
    if frame is None or tinted is None or darkest is None:
        return False
    return (
        frame >= limits["ground_ratio"]
        and tinted <= limits["whole_colour_ratio"]
        and darkest <= limits["lightest_ratio"]
    )


RULE = PictureRule(
    name="over-exposed",
    severities=(Severity.WARN, Severity.REJECT),
    doc=__doc__ or "",
    about=frozenset({About.NOTHING_SEEN, About.SUBMITTED}),
    limits=(
        Limit("warn_ratio", 0.77, "of full luma", 0.0, 1.0, "a brighter middle is a warning"),
        Limit("reject_ratio", 0.80, "of full luma", 0.0, 1.0, "a brighter middle may be a reject"),
        Limit("clipped_ratio", 0.10, "of the area", 0.0, 1.0, "less burnt area is no finding"),
        Limit(
            "reject_detail_ratio", 0.68, "of full luma", 0.0, 1.0, "only where detail is brighter"
        ),
        Limit("reject_clipped_ratio", 0.60, "of the area", 0.0, 1.0, "only where more is burnt"),
        Limit("print_ratio", 0.35, "of the outline of white", 0.0, 1.0, "more ink: print on white"),
        Limit("print_detail_ratio", 0.80, "of full luma", 0.0, 1.0, "darker detail is no print"),
        Limit("flat_ratio", 0.60, "of what is not white", 0.0, 1.0, "flatter colours were drawn"),
        Limit("frame_ratio", 0.95, "of three sides", 0.0, 1.0, "whiter sides are a white ground"),
        Limit(
            "ground_ratio", 0.9, "of three sides", 0.0, 1.0, "a thing on whiter sides is let off"
        ),
        Limit(
            "whole_colour_ratio", 0.05, "of the area", 0.0, 1.0, "not with more of burnt colours"
        ),
        Limit("whole_thing_ratio", 0.001, "of the thing", 0.0, 1.0, "less burnt on white: let off"),
        Limit("lightest_ratio", 0.5, "of full luma", 0.0, 1.0, "nor if nothing is darker"),
        Limit("darkest_ratio", 0.30, "of full luma", 0.0, 1.0, "only where something is darker"),
        REJECT_BELOW,
        Limit("channel_ratio", 0.24, "of the area", 0.0, 1.0, "more where a colour has ended"),
        Limit("colour_ratio", 0.03, "of the area", 0.0, 1.0, "of it more that is not white"),
        Limit(
            "middle_ratio", 0.58, "of full luma", 0.0, 1.0, "then a brighter middle is a warning"
        ),
        Limit("lifted_ratio", 0.03, "of full luma", 0.0, 1.0, "only where black is lifted as well"),
        Limit("drawing_ratio", 0.56, "of full luma", 0.0, 1.0, "only where detail is brighter"),
        Limit("white_ratio", 0.08, "of the area", 0.0, 1.0, "and more is burnt to white"),
        Limit("alone_ratio", 0.6, "of the area", 0.0, 1.0, "or a colour has ended in more"),
        Limit("drawn_ratio", 0.20, "of what is not white", 0.0, 1.0, "flatter colours were drawn"),
    ),
    check=check,
    aim=Aim.BRIGHT,
)
