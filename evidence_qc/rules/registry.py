"""The one table of all rules, in the order in which a person would want to hear of them."""

from __future__ import annotations

from functools import lru_cache

from evidence_qc.rules.base import About, Rule
from evidence_qc.rules.case import (
    exact_duplicate,
    file_too_large,
    format_not_accepted,
    missing_shot,
    near_duplicate,
    too_many_photos,
)
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
from evidence_qc.rules.picture import (
    backlit_subject,
    blank_picture,
    focus_behind_subject,
    focus_unclear,
    glare,
    heavy_compression,
    heavy_noise,
    low_contrast,
    low_resolution,
    motion_blur,
    out_of_focus,
    over_exposed,
    soft_detail,
    too_dark,
    upscaled_picture,
)
from evidence_qc.rules.video import (
    cut_video,
    frozen_video,
    low_frame_rate,
    mostly_unusable,
    no_video_stream,
    shaky_video,
    video_too_long,
    video_too_short,
)

RULES: tuple[Rule, ...] = (
    # Any file
    unreadable_file.RULE,
    truncated_file.RULE,
    wrong_extension.RULE,
    exact_duplicate.RULE,
    near_duplicate.RULE,
    location_metadata.RULE,
    edited_picture.RULE,
    messenger_copy.RULE,
    screenshot.RULE,
    text_unreadable.RULE,
    # Photo and video frame
    blank_picture.RULE,
    too_dark.RULE,
    over_exposed.RULE,
    out_of_focus.RULE,
    motion_blur.RULE,
    focus_behind_subject.RULE,
    soft_detail.RULE,
    focus_unclear.RULE,
    backlit_subject.RULE,
    glare.RULE,
    low_contrast.RULE,
    heavy_noise.RULE,
    heavy_compression.RULE,
    low_resolution.RULE,
    upscaled_picture.RULE,
    # Video
    no_video_stream.RULE,
    mostly_unusable.RULE,
    frozen_video.RULE,
    shaky_video.RULE,
    cut_video.RULE,
    video_too_short.RULE,
    low_frame_rate.RULE,
    video_too_long.RULE,
    # Set
    missing_shot.RULE,
    too_many_photos.RULE,
    file_too_large.RULE,
    format_not_accepted.RULE,
)


def find_rule(name: str) -> Rule | None:
    """The rule of that name, or None: a report may come from a version with other rules."""
    return next((rule for rule in RULES if rule.name == name), None)


@lru_cache(maxsize=16)
def rules_about(topic: About) -> frozenset[str]:
    """The names of the rules that are about something."""
    return frozenset(rule.name for rule in RULES if topic in rule.about)
