"""The one table of all rules, in the order in which a person would want to hear of them."""

from evidence_qc.rules import (
    file_too_large,
    format_not_accepted,
    missing_shot,
    too_dark,
    too_many_photos,
)
from evidence_qc.rules.base import FileRule, PictureRule, Rule, SetRule, VideoRule

RULES: tuple[Rule, ...] = (
    # Any file
    # Photo and video frame
    too_dark.RULE,
    # Video
    # Set
    missing_shot.RULE,
    too_many_photos.RULE,
    file_too_large.RULE,
    format_not_accepted.RULE,
)

__all__ = ["RULES", "FileRule", "PictureRule", "Rule", "SetRule", "VideoRule"]
