"""What was read from one file: identity, metadata, damage and measurements; no judgement.

Facts do not depend on a profile, so they can be cached and judged again under another one.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from evidence_qc.language import Sentence, Value, render
from evidence_qc.model.measurements import PictureMeasurements
from evidence_qc.model.video import VideoFacts


class Media(StrEnum):
    """What a file is, by its content."""

    PHOTO = "photo"
    VIDEO = "video"
    UNKNOWN = "unknown"
    """Named like a photo or a video, but its content cannot be told."""


class DamageKind(StrEnum):
    """Why a file, or a part of it, cannot be shown."""

    EMPTY = "empty"
    UNREADABLE = "unreadable"
    PERMISSION = "permission"
    TOO_LARGE = "too-large"
    """More pixels than can be decoded safely (a decompression bomb)."""
    TRUNCATED = "truncated"
    CORRUPT = "corrupt"
    NO_VIDEO_STREAM = "no-video-stream"
    UNSUPPORTED = "unsupported"
    """Nothing is known to be wrong with it, but it cannot be decoded here."""
    CRASH = "crash"
    """It ended the process that read it, twice."""
    TOO_SLOW = "too-slow"
    OUT_OF_MEMORY = "out-of-memory"

    @property
    def depends_on_load(self) -> bool:
        """True where a computer with less to do might read the file."""
        return self in {DamageKind.TOO_SLOW, DamageKind.OUT_OF_MEMORY}


CANNOT_READ = "damage.cannot-read"
_MAY_PASS = frozenset({CANNOT_READ, "damage.cannot-open", "damage.video-cannot-open"})
"""The system did not give the bytes: a drive that was pulled out, a network that was gone."""


@dataclass(frozen=True, slots=True)
class Damage:
    """One thing that is wrong with the file itself."""

    kind: DamageKind
    message_id: str
    """In the catalogues of ``language``; a sentence itself where no catalogue holds it."""
    lost_ratio: float | None = None
    """Share of the picture (or of the play time) that is lost, 0–1, where known."""
    values: Mapping[str, Value] = field(default_factory=dict, hash=False)
    """What the sentence speaks of."""

    @property
    def may_pass(self) -> bool:
        """True where the same file may be read the next time: never remembered."""
        return self.kind.depends_on_load or self.message_id in _MAY_PASS

    @property
    def message(self) -> str:
        """One English sentence in plain words, without the path."""
        return render(self.message_id, self.values)


@dataclass(frozen=True, slots=True)
class CaptureMetadata:
    """What the camera or an editor wrote into the file; may be missing or wrong."""

    captured_at: str | None = None
    """ISO 8601, with offset where the file has one."""
    camera_make: str | None = None
    camera_model: str | None = None
    software: str | None = None
    exposure_time_s: float | None = None
    iso_speed: int | None = None
    has_location: bool = False
    has_personal: bool = False
    """Serial numbers, owner or artist names."""
    is_screenshot: bool = False
    is_edited: bool = False
    is_messenger_copy: bool = False
    """Coded as chat apps save photos, and no camera is named."""


@dataclass(frozen=True, slots=True)
class Heatmap:
    """The focus map as a small grid for pictures of it, at most 24 cells a side."""

    rows: int
    columns: int
    cells: bytes
    """Row by row: 0 cannot tell, 1 sharp … 255 blurred."""


class Subject(StrEnum):
    """What a photo was recognised to show; the user's word (``Role``) stands above it."""

    SCREENSHOT = "screenshot"
    """Of anything."""
    SHOP_PAGE = "shop-page"
    CHAT = "chat"
    LABEL = "label"
    """Print with a bar code that fills much of the picture: a parcel's, a tag's, a box's."""
    PACKAGING = "packaging"
    """A parcel from outside: a carrier's number on it, smaller than a label is photographed."""
    PRINTED_PAGE = "printed-page"
    """Lines of print on paper: a receipt, an invoice, a page of a manual."""


SCREENS = frozenset({Subject.SCREENSHOT, Subject.SHOP_PAGE, Subject.CHAT})


@dataclass(frozen=True, slots=True)
class Shows:
    """What a photo shows as far as the program can tell, and how it knows."""

    what: Subject
    confidence_ratio: float
    """0–1; the share of such recognitions that are right."""
    reason_id: str
    """In the catalogues of ``language``; a sentence itself where no catalogue holds it."""

    @property
    def reason(self) -> str:
        """One English sentence."""
        return render(self.reason_id)


@dataclass(frozen=True, slots=True)
class TextFacts:
    """The print that a photo shows: how tall it is, and how well it could be read."""

    letters: int
    """That were measured; no count of all."""
    letter_height_px: float
    """Of the stored picture, the median of a place averaged over the places that were measured."""
    small_letter_height_px: float
    """Likewise, of the lowest tenth: lower-case letters of the smaller print."""
    merged_ratio: float
    """0–1: letters that have run into their neighbours."""
    contrast_ratio: float
    """0–1: ink against its ground."""
    legible_ratio: float
    """0–1: what a program that reads is expected to be sure of, word by word. Below about 0.6 much
    is guessed."""


@dataclass(frozen=True, slots=True)
class Code:
    """One bar code or QR code that was read: it passed the check that the code itself carries."""

    format: str
    """``Code 128``, ``EAN-13``, ``Code 93``, ``Code 39``, ``ITF`` or ``QR Code``."""
    text: str
    """At most 200 characters; a parcel's number is personal."""
    length_ratio: float
    """0–1, of the picture's long side: its first row of modules from end to end."""


@dataclass(frozen=True, slots=True)
class Skipped:
    """Something found on the way that is not media, and why it was left."""

    path: str
    reason: Sentence
    path_b64: str | None = None


@dataclass(frozen=True, slots=True)
class FileFacts:
    """Everything known about one file before anyone judges it."""

    path: str
    """As the user typed it, joined with the path below it, with ``/``."""
    media: Media
    format: str = ""
    """By content: jpeg, png, heif, mp4, …; empty when it cannot be told."""
    size_bytes: int = 0
    sha256: str = ""
    path_b64: str | None = None
    """The raw bytes of a name that is not valid Unicode, base64."""
    expected_extensions: tuple[str, ...] = ()
    """Extensions that fit the content, without dot; empty when unknown."""
    width_px: int | None = None
    """Upright width."""
    height_px: int | None = None
    orientation: int = 1
    """EXIF orientation 1–8 that was applied to make it upright."""
    metadata: CaptureMetadata = field(default_factory=CaptureMetadata)
    damage: tuple[Damage, ...] = ()
    decoder: str = ""
    """Who decoded a photo: libjpeg-turbo, libheif, pillow, or opencv or ffmpeg where these did not;
    empty where nobody did."""
    picture: PictureMeasurements | None = None
    video: VideoFacts | None = None
    fingerprint: tuple[int, ...] | None = None
    """64-bit dHash of the four rotations; None for a flat picture."""
    layout: bytes | None = None
    """What stands where, in small (``measures.content.layout``); None without colour."""
    companion: str | None = None
    """The other half of a Live Photo."""
    heatmap: Heatmap | None = None
    shows: Shows | None = None
    """None: nothing was recognised."""
    text: TextFacts | None = None
    """None: no print is seen, or it is no photo."""
    codes: tuple[Code, ...] = ()
    """Codes of a photo that could be read, the longest first."""

    @property
    def is_printed_page(self) -> bool:
        """True for what was recognised as a receipt, an invoice, a page."""
        return self.shows is not None and self.shows.what is Subject.PRINTED_PAGE

    @property
    def is_screen(self) -> bool:
        """True for what is surely a picture of a screen, so no photo of the goods."""
        return self.metadata.is_screenshot or (
            self.shows is not None and self.shows.what in SCREENS
        )
