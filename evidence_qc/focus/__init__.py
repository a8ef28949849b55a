"""The learned focus model: how blurred every part of a picture is, and in which direction."""

from evidence_qc.focus.focus_map import FocusMap, to_heatmap
from evidence_qc.focus.network import FocusModel
from evidence_qc.focus.summary import FocusSummary, summarize

__all__ = ["FocusMap", "FocusModel", "FocusSummary", "summarize", "to_heatmap"]
