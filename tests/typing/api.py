"""Code as users of the package write it; type checkers must accept it and know what comes back.

Never run, only checked (``test_typing.py``): what is public, how it is called, what it gives.
"""

from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import assert_type

import numpy as np
from numpy.typing import NDArray
from PIL import Image

import evidence_qc
from evidence_qc import (
    RULES,
    BundleOptions,
    BundleResult,
    CannotWriteError,
    CaseOptions,
    CheckResult,
    DisputeResult,
    DrawnPhoto,
    EvidenceQcError,
    ExitCode,
    FileReport,
    Finding,
    NoInputError,
    Profile,
    Progress,
    Report,
    Sentence,
    Severity,
    Still,
    Verdict,
    VerifyResult,
    best_frames,
    build_bundle,
    check,
    load_profile,
    make_collage,
    scan,
    scan_batch,
    verify_bundle,
)


class Counter:
    """A progress of one's own: what has these methods is one."""

    def __init__(self) -> None:
        self.done = 0.0

    def start(self, what: str, total: int | None) -> None:
        """A piece of work begins."""

    def advance(self, by: float = 1) -> None:
        """Some of it is done."""
        self.done += by

    def pause(self) -> None:
        """Somebody is asked something."""


def statistics(folder: Path, watch: Progress) -> list[str]:
    report = scan(folder, profile="shopee", jobs=2, progress=watch)
    assert_type(report, Report)
    worst: list[str] = []
    for file in report.files:
        assert_type(file, FileReport)
        assert_type(file.verdict, Verdict)
        for finding in file.findings:
            assert_type(finding, Finding)
            if finding.severity is Severity.REJECT:
                worst.append(f"{file.facts.path}: {finding.message}")
    return worst


def gate(photo: bytes, pixels: NDArray[np.uint8], image: Image.Image) -> bool:
    result = check([photo, pixels, image, "a.jpg", Path("b.jpg")])
    assert_type(result, CheckResult)
    assert_type(result.reasons, tuple[Sentence, ...])
    assert_type([reason.message_id for reason in result.reasons], list[str])
    return result.ready


def submit(folder: str, out: Path) -> str:
    profile = load_profile("aliexpress")
    assert_type(profile, Profile)
    try:
        result = build_bundle(
            [folder],
            out,
            profile=profile,
            case_options=CaseOptions(item="Jacket", claims=("Hole=a.jpg",)),
            options=BundleOptions(as_zip=True, day=date(2026, 11, 27), cut_s=(1.0, 9.5)),
            progress=Counter(),
        )
    except (NoInputError, CannotWriteError) as error:
        assert_type(error.exit_code, ExitCode)
        return str(error)
    except EvidenceQcError as error:
        return error.remedy or error.message
    assert_type(result, BundleResult)
    assert_type(verify_bundle(result.path, seal=result.seal), VerifyResult)
    return result.seal


def more(videos: list[Path]) -> tuple[int, int]:
    stills = best_frames(videos, count=2, output="stills")
    assert_type(stills, tuple[Still, ...])
    drawn = make_collage(["a.jpg", "b.jpg"], captions=("a", "b"))
    assert_type(drawn, DrawnPhoto)
    return drawn.width_px, len(stills)


def many(folders: Iterable[str]) -> int:
    failed = 0
    for result in scan_batch(list(folders)):
        assert_type(result, DisputeResult)
        failed += result.error is not None
    return failed


NAMES: list[str] = [rule.name for rule in RULES]
VERSION: str = evidence_qc.__version__
