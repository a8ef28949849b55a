"""The one table of all rules, in the order in which a person would want to hear of them."""

from evidence_qc.rules import (
    backlit_subject,
    blank_picture,
    edited_picture,
    exact_duplicate,
    file_too_large,
    focus_behind_subject,
    focus_unclear,
    format_not_accepted,
    glare,
    heavy_compression,
    heavy_noise,
    location_metadata,
    low_contrast,
    low_resolution,
    missing_shot,
    motion_blur,
    near_duplicate,
    out_of_focus,
    over_exposed,
    screenshot,
    too_dark,
    too_many_photos,
    truncated_file,
    unreadable_file,
    upscaled_picture,
    wrong_extension,
)
from evidence_qc.rules.base import FileRule, PictureRule, Rule, SetRule, VideoRule

RULES: tuple[Rule, ...] = (
    # Any file
    unreadable_file.RULE,
    truncated_file.RULE,
    wrong_extension.RULE,
    exact_duplicate.RULE,
    near_duplicate.RULE,
    location_metadata.RULE,
    edited_picture.RULE,
    screenshot.RULE,
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
