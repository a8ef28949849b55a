"""The words of the house as frozen dataclasses; the unit stands in the field name.

Nothing here imports an image library: these types are what rooms hand to each other. Each
is made when it is first asked for: a worker needs few of them.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from evidence_qc.model.batch import DisputeError, DisputeResult, ReusedPhoto
    from evidence_qc.model.case import Case, CaseSummary, Claim, ClaimSummary, Mark, Role
    from evidence_qc.model.facts import (
        CaptureMetadata,
        Code,
        Damage,
        DamageKind,
        FileFacts,
        Heatmap,
        Media,
        Shows,
        Skipped,
        Subject,
        TextFacts,
    )
    from evidence_qc.model.findings import SCORE_BORDER, Finding, Severity, Span, Verdict
    from evidence_qc.model.measurements import PictureMeasurements
    from evidence_qc.model.plan import (
        TILE_SHORT_SIDE_MIN_PX,
        LeftOut,
        Plan,
        SlotKind,
        SlotPlan,
        Tile,
        VideoPlan,
    )
    from evidence_qc.model.profile import (
        CONFIDENCE,
        REASONS,
        DisputeWindow,
        Policy,
        Profile,
        Shot,
        Sourced,
        reason_key,
    )
    from evidence_qc.model.report import FileReport, ProfileRef, Report, ToolInfo
    from evidence_qc.model.video import BestFrame, FrameSample, VideoFacts

_HOMES = {
    "batch": (
        "DisputeError",
        "DisputeResult",
        "ReusedPhoto",
    ),
    "case": (
        "Case",
        "CaseSummary",
        "Claim",
        "ClaimSummary",
        "Mark",
        "Role",
    ),
    "facts": (
        "CaptureMetadata",
        "Code",
        "Damage",
        "DamageKind",
        "FileFacts",
        "Heatmap",
        "Media",
        "Shows",
        "Skipped",
        "Subject",
        "TextFacts",
    ),
    "findings": (
        "SCORE_BORDER",
        "Finding",
        "Severity",
        "Span",
        "Verdict",
    ),
    "measurements": ("PictureMeasurements",),
    "plan": (
        "TILE_SHORT_SIDE_MIN_PX",
        "LeftOut",
        "Plan",
        "SlotKind",
        "SlotPlan",
        "Tile",
        "VideoPlan",
    ),
    "profile": (
        "CONFIDENCE",
        "REASONS",
        "DisputeWindow",
        "Policy",
        "Profile",
        "Shot",
        "Sourced",
        "reason_key",
    ),
    "report": (
        "FileReport",
        "ProfileRef",
        "Report",
        "ToolInfo",
    ),
    "video": (
        "BestFrame",
        "FrameSample",
        "VideoFacts",
    ),
}
_HOME_OF = {name: home for home, names in _HOMES.items() for name in names}

__all__ = [
    "CONFIDENCE",
    "REASONS",
    "SCORE_BORDER",
    "TILE_SHORT_SIDE_MIN_PX",
    "BestFrame",
    "CaptureMetadata",
    "Case",
    "CaseSummary",
    "Claim",
    "ClaimSummary",
    "Code",
    "Damage",
    "DamageKind",
    "DisputeError",
    "DisputeResult",
    "DisputeWindow",
    "FileFacts",
    "FileReport",
    "Finding",
    "FrameSample",
    "Heatmap",
    "LeftOut",
    "Mark",
    "Media",
    "PictureMeasurements",
    "Plan",
    "Policy",
    "Profile",
    "ProfileRef",
    "Report",
    "ReusedPhoto",
    "Role",
    "Severity",
    "Shot",
    "Shows",
    "Skipped",
    "SlotKind",
    "SlotPlan",
    "Sourced",
    "Span",
    "Subject",
    "TextFacts",
    "Tile",
    "ToolInfo",
    "Verdict",
    "VideoFacts",
    "VideoPlan",
    "reason_key",
]


if not TYPE_CHECKING:  # a type checker is to know every name

    def __getattr__(name: str) -> Any:
        """Load a word from its file (PEP 562)."""
        if name not in _HOME_OF:
            raise AttributeError(f"module 'evidence_qc.model' has no attribute {name!r}")
        found = getattr(importlib.import_module(f"evidence_qc.model.{_HOME_OF[name]}"), name)
        globals()[name] = found
        return found
