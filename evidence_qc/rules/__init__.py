"""The one table of all rules, in the order in which a person would want to hear of them."""

from evidence_qc.rules import too_dark
from evidence_qc.rules.base import FileRule, PictureRule, Rule, SetRule, VideoRule

RULES: tuple[Rule, ...] = (
    # Any file
    # Photo and video frame
    too_dark.RULE,
    # Video
    # Set
)

__all__ = ["RULES", "FileRule", "PictureRule", "Rule", "SetRule", "VideoRule"]
