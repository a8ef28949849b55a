"""The words of the house as frozen dataclasses; the unit stands in the field name.

Nothing here imports an image library: these types are what rooms hand to each other.
"""

from evidence_qc.model.batch import DisputeError, DisputeResult, ReusedPhoto
from evidence_qc.model.case import USABLE, Case, CaseSummary, Claim, ClaimSummary, Mark, Role
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
    EVENTS,
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
from evidence_qc.model.viewfinder import Aim, ViewfinderFrame

__all__ = [
    "CONFIDENCE",
    "EVENTS",
    "REASONS",
    "SCORE_BORDER",
    "TILE_SHORT_SIDE_MIN_PX",
    "USABLE",
    "Aim",
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
    "ViewfinderFrame",
    "reason_key",
]
