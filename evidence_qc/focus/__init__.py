"""The learned focus model: how blurred every part of a picture is, and in which direction."""

from evidence_qc.focus.focus_map import FocusMap, to_heatmap
from evidence_qc.focus.network import FocusModel
from evidence_qc.focus.summary import FocusSummary, is_doubtful, is_surely_sharp, summarize

__all__ = [
    "FocusMap",
    "FocusModel",
    "FocusSummary",
    "is_doubtful",
    "is_surely_sharp",
    "summarize",
    "to_heatmap",
]
