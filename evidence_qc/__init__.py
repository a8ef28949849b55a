"""evidence-qc: checks, chooses and bundles photos and videos for a marketplace dispute.

Everything public is here; it is loaded when it is first asked for, so that importing the package
costs nothing.

    >>> from evidence_qc import check, scan
    >>> check("photo.jpg").ready
    >>> scan("photos/").count("reject")
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

from evidence_qc.version import VERSION

__version__ = VERSION

if TYPE_CHECKING:
    from evidence_qc.bundle.types import BundleOptions, BundleResult, DrawnPhoto
    from evidence_qc.bundle.verify import VerifyResult, verify_bundle
    from evidence_qc.case.options import CaseOptions
    from evidence_qc.errors import (
        CannotFitError,
        CannotWriteError,
        EvidenceQcError,
        ExitCode,
        MissingDependencyError,
        NoInputError,
        ProfileError,
        UsageError,
        VerifyError,
    )
    from evidence_qc.language import Sentence
    from evidence_qc.model import (
        DisputeError,
        DisputeResult,
        FileFacts,
        FileReport,
        Finding,
        Mark,
        PictureMeasurements,
        Profile,
        Report,
        ReusedPhoto,
        Severity,
        Verdict,
    )
    from evidence_qc.profiles import load_profile
    from evidence_qc.rules import RULES
    from evidence_qc.runtime.progress import Progress
    from evidence_qc.stages.batch import scan_batch
    from evidence_qc.stages.bundle import build_bundle
    from evidence_qc.stages.check import CheckResult, check
    from evidence_qc.stages.collage import make_collage
    from evidence_qc.stages.frames import Still, best_frames
    from evidence_qc.stages.scan import scan

_HOMES = {
    "evidence_qc.errors": (
        "CannotFitError",
        "CannotWriteError",
        "EvidenceQcError",
        "ExitCode",
        "MissingDependencyError",
        "NoInputError",
        "ProfileError",
        "UsageError",
        "VerifyError",
    ),
    "evidence_qc.language": ("Sentence",),
    "evidence_qc.model": (
        "DisputeError",
        "DisputeResult",
        "FileFacts",
        "FileReport",
        "Finding",
        "Mark",
        "PictureMeasurements",
        "Profile",
        "Report",
        "ReusedPhoto",
        "Severity",
        "Verdict",
    ),
    "evidence_qc.profiles": ("load_profile",),
    "evidence_qc.rules": ("RULES",),
    "evidence_qc.bundle.types": ("BundleOptions", "BundleResult", "DrawnPhoto"),
    "evidence_qc.bundle.verify": ("VerifyResult", "verify_bundle"),
    "evidence_qc.case.options": ("CaseOptions",),
    "evidence_qc.runtime.progress": ("Progress",),
    "evidence_qc.stages.batch": ("scan_batch",),
    "evidence_qc.stages.bundle": ("build_bundle",),
    "evidence_qc.stages.check": ("CheckResult", "check"),
    "evidence_qc.stages.collage": ("make_collage",),
    "evidence_qc.stages.frames": ("Still", "best_frames"),
    "evidence_qc.stages.scan": ("scan",),
}
_HOME_OF = {name: home for home, names in _HOMES.items() for name in names}

__all__ = [
    "RULES",
    "BundleOptions",
    "BundleResult",
    "CannotFitError",
    "CannotWriteError",
    "CaseOptions",
    "CheckResult",
    "DisputeError",
    "DisputeResult",
    "DrawnPhoto",
    "EvidenceQcError",
    "ExitCode",
    "FileFacts",
    "FileReport",
    "Finding",
    "Mark",
    "MissingDependencyError",
    "NoInputError",
    "PictureMeasurements",
    "Profile",
    "ProfileError",
    "Progress",
    "Report",
    "ReusedPhoto",
    "Sentence",
    "Severity",
    "Still",
    "UsageError",
    "Verdict",
    "VerifyError",
    "VerifyResult",
    "__version__",
    "best_frames",
    "build_bundle",
    "check",
    "load_profile",
    "make_collage",
    "scan",
    "scan_batch",
    "verify_bundle",
]


def __getattr__(name: str) -> Any:
    """Load a public name from its room (PEP 562)."""
    if name not in _HOME_OF:
        raise AttributeError(f"module 'evidence_qc' has no attribute {name!r}")
    return getattr(importlib.import_module(_HOME_OF[name]), name)


def __dir__() -> list[str]:
    return list(__all__)
