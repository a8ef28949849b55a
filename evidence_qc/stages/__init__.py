"""The stages: each reads like a table of contents and does nothing itself."""

from evidence_qc.stages.check import CheckResult, check, check_paths
from evidence_qc.stages.scan import scan

__all__ = ["CheckResult", "check", "check_paths", "scan"]
