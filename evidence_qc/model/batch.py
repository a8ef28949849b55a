"""What became of one of many disputes: its report, or why there is none."""

from __future__ import annotations

from dataclasses import dataclass, field

from evidence_qc.language import Values
from evidence_qc.model.report import ProfileRef, Report, ToolInfo

BATCH_SCHEMA = "evidence-qc/batch/1"

BUG = "bug"
"""The kind of an error that nobody foresaw: the fault is the program's, not the dispute's."""
CRASH = "crash"
"""The kind of an error for which there is no exit code: the process itself was killed."""


@dataclass(frozen=True, slots=True)
class DisputeError:
    """Why a dispute could not be looked at."""

    kind: str
    """The exit code that ``scan`` would have ended with, in words (``no-input``, ``usage``,
    ``missing-dependency``, ``cannot-write``, ``bug``), or ``crash``."""
    message: str
    remedy: str = ""
    message_id: str = ""
    """The reason code, an id of the catalogues; "" where the sentence has none."""
    values: Values = field(default_factory=dict)
    """What the sentence speaks of, by name."""


@dataclass(frozen=True, slots=True)
class ReusedPhoto:
    """A photo that another dispute of the batch, met before, has as well."""

    path: str
    """In this dispute."""
    other_dispute: str
    """The first that has it."""
    other_path: str
    distance_bits: int | None = None
    """Of 64, between the fingerprints; None: the very same file."""
    more: int = 0
    """How many photos of other disputes besides are the same."""


@dataclass(frozen=True, slots=True)
class DisputeResult:
    """One dispute of a batch; either ``report`` or ``error`` is there."""

    dispute: str
    """Its name; undecodable bytes as surrogates (PEP 383)."""
    tool: ToolInfo
    profile: ProfileRef
    report: Report | None = None
    """Paths as seen from the folder of the dispute."""
    error: DisputeError | None = None
    reused: tuple[ReusedPhoto, ...] = ()
    """Its photos that disputes before it have, too."""
