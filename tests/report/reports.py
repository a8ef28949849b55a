"""Reports for the tests of this room: small, complete, and awkward where reports can be."""

from __future__ import annotations

from collections.abc import Sequence

from evidence_qc.language import Sentence
from evidence_qc.model import (
    BestFrame,
    CaptureMetadata,
    CaseSummary,
    ClaimSummary,
    Damage,
    DamageKind,
    FileFacts,
    FileReport,
    Finding,
    FrameSample,
    Heatmap,
    LeftOut,
    Mark,
    Media,
    PictureMeasurements,
    Plan,
    ProfileRef,
    Report,
    Role,
    Severity,
    Skipped,
    SlotKind,
    SlotPlan,
    Tile,
    ToolInfo,
    Verdict,
    VideoFacts,
    VideoPlan,
)

SHAKEN = Finding(
    rule="motion-blur",
    severity=Severity.REJECT,
    message_id="The camera moved.",
    advice_id="Hold the phone with both hands or lean it on something, and use more light.",
    measured=6.1,
    limit=3.5,
    unit="‰ of the long side",
)
DIM = Finding(
    rule="too-dark",
    severity=Severity.WARN,
    message_id="It is rather dark.",
    advice_id="Take it again by a window in daylight, or put a lamp beside the phone.",
    measured=0.151,
    limit=0.18,
    unit="of full luma (median)",
    spans_s=((12.0, 17.5), (20.25, 21.0)),
)
TWIN = Finding(
    rule="near-duplicate",
    severity=Severity.NOTE,
    message_id="It shows the same as photos/box.jpg.",
    related=("photos/box.jpg",),
)
BROKEN = Finding(
    rule="unreadable-file",
    severity=Severity.REJECT,
    message_id="The file is empty.",
    advice_id="Copy it from the phone again.",
)

MEASURED = PictureMeasurements(
    blur_permille=6.1,
    blur_median_permille=5.75,
    sharp_area_ratio=0.02,
    motion_ratio=2.4,
    motion_angle_deg=12.0,
    luma_mean_ratio=0.41,
    luma_p50_ratio=0.4,
    clipped_ratio=0.0012,
    luma_histogram=tuple(range(0, 256, 8)),
    working_long_side_px=1024,
)


PLAN = Plan(
    slots=(
        SlotPlan(
            1,
            2,
            (
                Tile("1a", "photos/box 2.jpg", None, "Дыра", "Hole", (Mark(0.5, 0.4, 0.1, "1"),)),
                Tile("1b", "photos/unboxing.mp4", 8.033, claims=(1,), role=Role.UNBOXING),
            ),
            title="Jacket",
        ),
        SlotPlan(2, 2, (Tile("1c", "photos/box.jpg", is_weak=True),), SlotKind.SINGLE),
    ),
    video=VideoPlan("photos/unboxing.mp4", 2.0, 30.0, (1,), Role.UNBOXING, "It shows the seam."),
    left_out=(LeftOut("photos/empty.jpg", "It cannot be read.", "Copy it from the phone again."),),
    notes=("The size limit is assumed.",),
)


def photo(
    path: str = "photos/box.jpg", findings: Sequence[Finding] = (), **facts: object
) -> FileReport:
    """One photo with everything measured."""
    base: dict[str, object] = {
        "path": path,
        "media": Media.PHOTO,
        "format": "jpeg",
        "size_bytes": 2_811_233,
        "sha256": "ab" * 32,
        "width_px": 4032,
        "height_px": 3024,
        "orientation": 6,
        "metadata": CaptureMetadata(captured_at="2026-11-02T18:04:11+01:00", iso_speed=800),
        "picture": MEASURED,
        "fingerprint": (2**64 - 1, 0, 1, 0x0123456789ABCDEF),
        "layout": bytes(range(256)) * 3,
        "heatmap": Heatmap(3, 4, bytes([0, 1, 64, 128, 255, 200, 10, 0, 1, 1, 30, 90])),
    }
    return FileReport(
        FileFacts(**(base | facts)),  # type: ignore[arg-type]
        Verdict.of(findings),
        31.0,
        tuple(findings),
    )


def video(path: str = "photos/unboxing.mp4") -> FileReport:
    """One video with samples, a dark passage and two best frames."""
    samples = tuple(
        FrameSample(float(second), 70.0 - second, PictureMeasurements(luma_p50_ratio=0.2))
        for second in range(42)
    )
    stream = VideoFacts(
        duration_s=42.3,
        frame_rate="30000/1001",
        codec="h264",
        container="mp4",
        has_audio=True,
        audio_codec="aac",
        bit_rate_bps=8_000_000,
        frames=1268,
        samples=samples,
        shake=((0.5, 12.5), (1.0, 80.25)),
        frozen_spans_s=((30.0, 31.5),),
        cut_times_s=(12.0,),
        best_frames=(
            BestFrame(8.033, 88.0, "sharp and bright", (1, 2, 3, 4)),
            BestFrame(3.0, 81.5),
        ),
    )
    facts = FileFacts(
        path, Media.VIDEO, "mp4", 41_000_000, "cd" * 32, width_px=1920, height_px=1080, video=stream
    )
    return FileReport(facts, Verdict.BORDERLINE, 62.0, (DIM,))


def unreadable(path: str = "photos/empty.jpg") -> FileReport:
    """A file of which nothing could be read."""
    damage = Damage(DamageKind.EMPTY, "The file is empty.", 1.0)
    facts = FileFacts(path, Media.UNKNOWN, damage=(damage,))
    return FileReport(facts, Verdict.REJECT, None, (BROKEN,))


def report(*files: FileReport, case: CaseSummary | None = None) -> Report:
    """A report of these files; without any, one of each kind with a case."""
    if not files:
        files = (
            photo("photos/box.jpg", [SHAKEN]),
            photo("photos/box 2.jpg", [TWIN]),
            video(),
            unreadable(),
        )
        case = CaseSummary(
            ready=False,
            retake_first=("photos/box.jpg: hold the phone with both hands.",),
            missing=("A photo of the parcel label.",),
            claims=(ClaimSummary("Дыра в шве", "hole in the seam", 1, 1, 2, "No close-up."),),
        )
    return Report(
        tool=ToolInfo("evidence-qc", "0.1.0", {"opencv": "5.0.0", "focus_model": "1"}),
        profile=ProfileRef("aliexpress", "ef" * 32),
        files=tuple(files),
        findings=(Finding("missing-shot", Severity.WARN, "No photo of the label.", "Take it."),),
        skipped=(Skipped("photos/notes.docx", "not a photo or a video"),),
        case=case,
        plan=PLAN,
        statement="Jacket: hole in the seam. I ask for a full refund.\n1. Hole in the seam: 1a.",
        statement_lines=(
            Sentence("Jacket: hole in the seam. I ask for a full refund."),
            Sentence("statement.claim", number=1, title="Hole in the seam", where=["1a"]),
        ),
    )
