"""What a bundle is asked for, what it is made with, and what comes out."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Protocol, TypeAlias

from evidence_qc.language import Sentence
from evidence_qc.model import FileFacts, Plan, Profile, Report, SlotPlan, Tile, VideoPlan

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

Pixels: TypeAlias = "NDArray[np.uint8]"
"""Upright sRGB, H×W×3."""

SUBMIT = "submit"
ORIGINALS = "originals"
MANIFEST = "manifest.json"
MANIFEST_SCHEMA = "evidence-qc/manifest/1"
SUMS = "SHA256SUMS"
STATEMENT = f"{SUBMIT}/statement.txt"
DOCUMENT = f"{SUBMIT}/evidence.pdf"
UPLOAD = "UPLOAD.txt"

UNIX = 3
ENTRY_MODE = 0o100644 << 16
"""Of every entry of an archive: a plain file that its owner may write."""

SUMS_BYTES_MAX = 16_000_000
MANIFEST_BYTES_MAX = 64_000_000
"""What is read of a bundle's own lists at most: some hundred thousand files."""


@dataclass(frozen=True, slots=True)
class BundleOptions:
    """What the user may say about a bundle beyond the case."""

    force: bool = False
    """Replace an existing bundle (never a folder that is something else)."""
    as_zip: bool = False
    """One reproducible archive instead of a folder."""
    as_pdf: bool = False
    """One document of the statement and the photos beside them."""
    day: date | None = None
    """Stands in the bundle; without it the newest capture time does. No clock is ever read."""
    received: date | None = None
    """When the parcel came: gives the last days."""
    events: tuple[tuple[str, date], ...] = ()
    """When something else happened that the platform counts days from (``model.EVENTS``)."""
    after: Path | None = None
    """An earlier bundle of the same dispute: numbers go on, unused files come first."""
    request: str = ""
    """What the platform asked for in a second round."""
    tracking: str = ""
    """A number that a code or the print in a photo should hold: said whether one does."""
    order: str = ""
    """Likewise, of the order."""
    printed: Mapping[str, tuple[str, ...]] | None = None
    """Path of a photo → lines of print that were read in it; None where nothing reads print."""
    moments_s: Mapping[str, float] = field(default_factory=dict)
    """Path of a video → when it first shows the main problem."""
    statement: str = ""
    """The user's own words in place of the text that would be written; empty: that text."""
    slots: int | None = None
    """Use fewer photos than the profile allows."""
    cut_s: tuple[float, float] | None = None
    """Submit this part of the video."""
    language: str = "en"
    """Of what the buyer reads: UPLOAD.txt and the report. What is submitted stays English."""

    @property
    def known_days(self) -> Mapping[str, date]:
        """Event → its day."""
        received = {"receipt": self.received} if self.received else {}
        return {**received, **dict(self.events)}


@dataclass(frozen=True, slots=True)
class SourceUse:
    """One source of an output, and what was done to it."""

    path: str
    """As in the report."""
    tile: str = ""
    time_s: float | None = None
    claims: tuple[int, ...] = ()
    detail_of: str = ""
    transform: tuple[tuple[str, object], ...] = ()
    """Name and plain value: orientation, scale, box, part of the source."""


@dataclass(frozen=True, slots=True)
class DrawnPhoto:
    """One slot as it is written."""

    data: bytes
    width_px: int
    height_px: int
    encoder: tuple[tuple[str, object], ...] = ()
    sources: tuple[SourceUse, ...] = ()
    weak_points: tuple[Sentence, ...] = ()
    """What a phone cannot show well, one sentence each."""


@dataclass(frozen=True, slots=True)
class MadeClip:
    """The clip as it was written."""

    duration_s: float
    start_s: float = 0.0
    width_px: int | None = None
    height_px: int | None = None
    method: str = ""
    """``copied``, ``remuxed`` or ``encoded``."""
    encoder: tuple[tuple[str, object], ...] = ()
    weak_points: tuple[Sentence, ...] = ()


class DrawSlot(Protocol):
    """Draws and encodes one slot within the profile's pixels and bytes."""

    def __call__(
        self, slot: SlotPlan, load: Callable[[Tile], Pixels], profile: Profile
    ) -> DrawnPhoto:
        """``load`` gives the upright pixels of one tile, whole; call it one tile at a time."""


class MakeClip(Protocol):
    """Writes the clip to submit to ``target`` within the profile's bytes."""

    def __call__(
        self, plan: VideoPlan, facts: FileFacts, source_fs: str, target: Path, profile: Profile
    ) -> MadeClip:
        """Same input, same bytes; no location or personal metadata. Only ``source_fs`` is read."""


class LoadTile(Protocol):
    """Reads one whole picture, upright, at full resolution."""

    def __call__(self, facts: FileFacts, source_fs: str, time_s: float | None) -> Pixels:
        """The photo, or the frame of a video that is shown at ``time_s``, from ``source_fs``."""


class WriteReports(Protocol):
    """Writes ``report.html`` and ``report.json`` into the bundle's folder."""

    def __call__(self, report: Report, folder: Path, *, language: str) -> None:
        """Paths in the report and in its plan are relative to ``folder``, where the files stand.

        The built slots are ``submit/NUMBER.jpg``.
        """


@dataclass(frozen=True, slots=True)
class MediaTools:
    """Everything that reads or makes media; the bundle itself only places and proves."""

    draw_slot: DrawSlot
    make_clip: MakeClip
    load_tile: LoadTile
    open_original: Callable[[FileFacts], BinaryIO]
    rescan: Callable[[Sequence[Path]], Report] | None = None
    """Judges the built files as a platform will show them."""
    write_reports: WriteReports | None = None


@dataclass(frozen=True, slots=True)
class BundleResult:
    """What was written."""

    path: Path
    plan: Plan
    statement: str
    seal: str
    """SHA-256 of SHA256SUMS."""
    weak_points: tuple[Sentence, ...] = ()
    """Exit code 1 when there are any; each a sentence."""
    advice: tuple[Sentence, ...] = ()
    """About the user's words and about what was assumed."""
    retake_first: tuple[Sentence, ...] = ()
    """At most five."""
    files: tuple[str, ...] = field(default=())
    """Everything in the bundle, relative."""
    statement_lines: tuple[Sentence, ...] = ()
    """What the statement was made of; empty for the user's own words."""
    case_toml: str = ""
    """What was said and assumed, as a case file to edit and give back; empty where nothing was
    assumed."""

    @property
    def is_ready(self) -> bool:
        """True when nothing weak was found in what was built."""
        return not self.weak_points
