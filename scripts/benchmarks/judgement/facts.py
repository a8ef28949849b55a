"""Facts of labelled files by the code that a scan uses, kept between runs."""

from __future__ import annotations

import hashlib
import pickle
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TypeVar

import cv2
import numpy as np
from numpy.typing import NDArray

import evidence_qc
from evidence_qc.examine.photo import PhotoName, examine_photo
from evidence_qc.focus import FocusMap, FocusModel
from evidence_qc.model import FileFacts, FileReport, Mark, Verdict
from evidence_qc.profiles import load_profile
from evidence_qc.rules.judge import Judge
from evidence_qc.rules.scoring import final_score

Item = TypeVar("Item")
NOT_OF_THE_PICTURE = {"low-resolution", "location-metadata", "edited-picture", "screenshot"}
"""Findings that do not count here: labelled photos are thumbnails from data sets."""
MEASURED_BY = (
    "measures/*.py",
    "focus/*.py",
    "focus/*.onnx",
    "examine/p*.py",
    "media/photo/*.py",
    "media/formats/*.py",
    "model/measurements.py",
    "model/facts.py",
    "model/digits.py",
)
NOT_MEASURING = {"predicted_mos.py", "movement.py", "fingerprint.py"}


class Eye:
    """Examines pictures once and keeps the facts in a folder, for as long as no code changes."""

    def __init__(self, work: Path | None, jobs: int, weights: Path | None = None) -> None:
        """Keep facts in ``work`` (None: nowhere); ``weights`` other than the package's, if any."""
        self._focus = FocusModel(weights)
        self._work = work
        self._jobs = jobs
        self._code = f"{self._focus.version}-{digest_of_code()}"
        self._judge = Judge.for_profile(load_profile("generic"))

    def photos(
        self, name: str, paths: Iterable[Path], marks: Mapping[Path, Sequence[Mark]] | None = None
    ) -> list[FileFacts]:
        """Facts of JPEG files, in order; judged at their marks where ``marks`` has any."""
        of_file = marks or {}

        def examine(path: Path) -> FileFacts:
            return examine_photo(
                path.read_bytes(),
                PhotoName(path=path.name, format="jpeg"),
                self._focus,
                marks=of_file.get(path, ()),
            )

        return self.each(name, list(paths), examine)

    def jpeg(self, data: bytes) -> FileFacts:
        """Facts of a JPEG in memory."""
        return examine_photo(data, PhotoName(path="", format="jpeg"), self._focus)

    def focus_map(self, luma: NDArray[np.uint8]) -> FocusMap:
        """The map of a luma plane."""
        return self._focus.map(luma)

    def each(
        self, name: str, items: list[Item], examine: Callable[[Item], FileFacts]
    ) -> list[FileFacts]:
        """``examine`` of every item, in order; kept under ``name``."""
        kept = self._work / f"{name}-{self._code}.pickle" if self._work else None
        if kept is not None and kept.exists():
            found: list[FileFacts] = pickle.loads(kept.read_bytes())  # our own file
            if len(found) == len(items):
                return found
        with ThreadPoolExecutor(self._jobs) as pool:
            found = list(pool.map(examine, items))
        if kept is not None:
            kept.parent.mkdir(parents=True, exist_ok=True)
            kept.write_bytes(pickle.dumps(found))
        return found

    def judge(self, facts: FileFacts) -> FileReport:
        """Judged by the rules and scored, without findings that are no fault of the picture."""
        report = self._judge.file(facts)
        findings = tuple(f for f in report.findings if f.rule not in NOT_OF_THE_PICTURE)
        verdict = Verdict.of(findings)
        return FileReport(facts, verdict, final_score(facts, verdict), findings)


def with_half_light(picture: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """The picture as if half the light had fallen on the sensor (sRGB, IEC 61966-2-1)."""
    codes = np.arange(256) / 255
    linear = np.where(codes <= 0.04045, codes / 12.92, ((codes + 0.055) / 1.055) ** 2.4) / 2
    coded = np.where(linear <= 0.0031308, linear * 12.92, 1.055 * linear ** (1 / 2.4) - 0.055)
    return np.asarray(cv2.LUT(picture, np.rint(coded * 255).astype(np.uint8)), np.uint8)


def reduced(picture: NDArray[np.uint8], *, megapixels: float) -> NDArray[np.uint8]:
    """The picture area-averaged to so many megapixels; as it is if it has fewer."""
    height, width = picture.shape[:2]
    scale = (megapixels * 1e6 / (height * width)) ** 0.5
    if scale >= 1:
        return picture
    size = (round(width * scale), round(height * scale))
    return np.asarray(cv2.resize(picture, size, interpolation=cv2.INTER_AREA), np.uint8)


def jpeg_bytes(picture: NDArray[np.uint8]) -> bytes:
    """The picture as a JPEG of quality 95."""
    return cv2.imencode(".jpg", picture, [cv2.IMWRITE_JPEG_QUALITY, 95])[1].tobytes()


def digest_of_code() -> str:
    """Of everything that the measurements depend on."""
    digest = hashlib.sha256()
    package = Path(evidence_qc.__file__).parent
    for pattern in MEASURED_BY:
        for path in sorted(package.glob(pattern)):
            if path.name not in NOT_MEASURING:
                digest.update(path.read_bytes())
    return digest.hexdigest()[:12]
