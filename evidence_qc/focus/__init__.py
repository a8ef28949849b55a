"""The learned focus model: how blurred every part of a picture is, and in which direction."""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from evidence_qc.focus.detail import Detail, measure_detail
    from evidence_qc.focus.focus_map import FocusMap, to_heatmap
    from evidence_qc.focus.network import FocusModel
    from evidence_qc.focus.summary import FocusSummary, is_doubtful, is_surely_sharp, summarize

__all__ = [
    "Detail",
    "FocusMap",
    "FocusModel",
    "FocusSummary",
    "is_doubtful",
    "is_surely_sharp",
    "measure_detail",
    "summarize",
    "to_heatmap",
]

_HOME_OF = {
    "Detail": "detail",
    "FocusMap": "focus_map",
    "FocusModel": "network",
    "FocusSummary": "summary",
    "is_doubtful": "summary",
    "is_surely_sharp": "summary",
    "measure_detail": "detail",
    "summarize": "summary",
    "to_heatmap": "focus_map",
}


def __getattr__(name: str) -> Any:
    """Load a name from its file (PEP 562): whoever asks for the version alone needs no OpenCV."""
    if name not in _HOME_OF:
        raise AttributeError(f"module 'evidence_qc.focus' has no attribute {name!r}")
    return getattr(importlib.import_module(f"evidence_qc.focus.{_HOME_OF[name]}"), name)
