"""The stages: each reads like a table of contents and does nothing itself."""

from evidence_qc.bundle.verify import verify_bundle
from evidence_qc.stages.bundle import build_bundle
from evidence_qc.stages.check import CheckResult, check, check_paths
from evidence_qc.stages.collage import make_collage
from evidence_qc.stages.frames import Still, best_frames
from evidence_qc.stages.page import write_page
from evidence_qc.stages.scan import scan

__all__ = [
    "CheckResult",
    "Still",
    "best_frames",
    "build_bundle",
    "check",
    "check_paths",
    "make_collage",
    "scan",
    "verify_bundle",
    "write_page",
]
