"""What is wrong with a file, a picture, a clip or a case: one file a rule, one table of them."""

from evidence_qc.rules.base import FileRule, PictureRule, Rule, SetRule, VideoRule
from evidence_qc.rules.registry import RULES

__all__ = ["RULES", "FileRule", "PictureRule", "Rule", "SetRule", "VideoRule"]
