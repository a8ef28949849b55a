"""The one table of all rules, in the order in which a person would want to hear of them."""

from evidence_qc.rules import (
    backlit_subject,
    blank_picture,
    file_too_large,
    focus_behind_subject,
    focus_unclear,
    format_not_accepted,
    glare,
    heavy_compression,
    heavy_noise,
    low_contrast,
    low_resolution,
    missing_shot,
    motion_blur,
    out_of_focus,
    over_exposed,
    too_dark,
    too_many_photos,
    upscaled_picture,
)
from evidence_qc.rules.base import FileRule, PictureRule, Rule, SetRule, VideoRule

RULES: tuple[Rule, ...] = (
    # Any file
    # Photo and video frame
    blank_picture.RULE,
    too_dark.RULE,
    over_exposed.RULE,
    out_of_focus.RULE,
    motion_blur.RULE,
    focus_behind_subject.RULE,
    focus_unclear.RULE,
    backlit_subject.RULE,
    glare.RULE,
    low_contrast.RULE,
    heavy_noise.RULE,
    heavy_compression.RULE,
    low_resolution.RULE,
    upscaled_picture.RULE,
    # Video
    # Set
    missing_shot.RULE,
    too_many_photos.RULE,
    file_too_large.RULE,
    format_not_accepted.RULE,
)

__all__ = ["RULES", "FileRule", "PictureRule", "Rule", "SetRule", "VideoRule"]
