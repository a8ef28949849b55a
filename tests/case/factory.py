"""Makes facts and reports of files that need not exist."""

from __future__ import annotations

import hashlib
import random
from datetime import datetime, timedelta

from evidence_qc.model import (
    BestFrame,
    CaptureMetadata,
    FileFacts,
    FileReport,
    Finding,
    FrameSample,
    Media,
    PictureMeasurements,
    Severity,
    Verdict,
    VideoFacts,
)

START = datetime(2026, 11, 1, 12, 0, 0)


def print_of(seed: object, flips: int = 0) -> tuple[int, ...]:
    """Four rotations' hashes of a scene; ``flips`` bits differ from the scene itself."""
    bits = random.Random(str(seed))
    hashes = [bits.getrandbits(64) for _ in range(4)]
    noise = random.Random(f"{seed}/{flips}").sample(range(64), flips)
    return tuple(h ^ sum(1 << bit for bit in noise) for h in hashes)


def photo(
    path: str,
    *,
    at_s: float | None = None,
    scene: object = None,
    flips: int = 0,
    verdict: Verdict = Verdict.GOOD,
    score: float | None = None,
    size: tuple[int, int] = (4032, 3024),
    screenshot: bool = False,
    related: tuple[str, ...] = (),
    format: str = "jpeg",
    size_bytes: int = 3_000_000,
) -> FileReport:
    """A photo with a verdict; photos of one ``scene`` look alike."""
    captured = None if at_s is None else (START + timedelta(seconds=at_s)).isoformat()
    facts = FileFacts(
        path=path,
        media=Media.PHOTO,
        format=format,
        size_bytes=size_bytes,
        sha256=hashlib.sha256(path.encode()).hexdigest(),
        width_px=size[0],
        height_px=size[1],
        metadata=CaptureMetadata(captured_at=captured, is_screenshot=screenshot),
        fingerprint=print_of(path if scene is None else scene, flips),
    )
    return FileReport(
        facts=facts,
        verdict=verdict,
        score=score if score is not None else {"good": 80.0, "borderline": 60.0}.get(verdict, 20.0),
        findings=_findings(verdict, related),
    )


def clip(
    path: str,
    *,
    at_s: float | None = None,
    duration_s: float = 12.0,
    verdict: Verdict = Verdict.GOOD,
    frames: tuple[tuple[float, float], ...] = ((2.0, 75.0), (8.0, 70.0)),
    scores: tuple[tuple[float, float], ...] = (),
) -> FileReport:
    """A video with a verdict, best frames and measured frames (time_s, score)."""
    captured = None if at_s is None else (START + timedelta(seconds=at_s)).isoformat()
    facts = FileFacts(
        path=path,
        media=Media.VIDEO,
        format="mp4",
        size_bytes=9_000_000,
        sha256=hashlib.sha256(path.encode()).hexdigest(),
        width_px=1080,
        height_px=1920,
        metadata=CaptureMetadata(captured_at=captured),
        video=VideoFacts(
            duration_s=duration_s,
            frame_rate="30/1",
            codec="h264",
            samples=tuple(FrameSample(t, score, PictureMeasurements()) for t, score in scores),
            best_frames=tuple(
                BestFrame(time_s=t, score=s, fingerprint=print_of(f"{path}@{t}")) for t, s in frames
            ),
        ),
    )
    return FileReport(facts=facts, verdict=verdict, score=70.0, findings=_findings(verdict, ()))


def _findings(verdict: Verdict, related: tuple[str, ...]) -> tuple[Finding, ...]:
    found: tuple[Finding, ...] = ()
    if verdict is not Verdict.GOOD:
        found += (
            Finding(
                rule="motion-blur",
                severity=Severity.REJECT if verdict is Verdict.REJECT else Severity.WARN,
                message_id="The camera moved.",
                advice_id="Hold the phone with both hands.",
            ),
        )
    if related:
        found += (Finding("near-duplicate", Severity.NOTE, "It repeats another.", related=related),)
    return found
