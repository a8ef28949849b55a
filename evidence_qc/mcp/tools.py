"""What an assistant can ask for: plain values in, plain values out, inside the open folders."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from evidence_qc.case.options import CaseOptions
from evidence_qc.mcp.folders import Folders
from evidence_qc.model import FileReport
from evidence_qc.report.encode import finding_to_dict
from evidence_qc.report.text import said
from evidence_qc.runtime.progress import Progress, Silent

PROFILE = "aliexpress"


@dataclass(frozen=True, slots=True)
class Tools:
    """One method a tool; its docstring is what the assistant reads of it."""

    folders: Folders
    progress: Progress = field(default_factory=Silent)
    """Is told how far the work is, and may stop it by what it raises."""

    def check(self, paths: list[str], profile: str = PROFILE) -> dict[str, Any]:
        """Judge photos and videos (files or folders) as evidence for a marketplace dispute.

        Says whether the set is ready to be submitted, why not, and for each file its verdict
        (good, borderline, reject), what an adjudicator will not be able to see and one concrete
        way to retake it. Nothing is written.
        """
        from evidence_qc.stages.check import check_paths
        from evidence_qc.stages.context import ScanContext

        named = [self.folders.readable(path) for path in paths]
        context = ScanContext.of(
            self.folders.profile(profile), progress=self.progress, isolation="process"
        )
        result = check_paths(named, context)
        return {
            "ready": result.ready,
            "reasons": list(result.reasons),
            **said("reasons", result.reasons),
            "files": [_file(file) for file in result.report.files],
        }

    def frames(self, videos: list[str], output: str, count: int = 3) -> list[dict[str, Any]]:
        """Write the best, mutually different frames of videos as full-resolution JPEGs.

        ``output`` is a folder; it is made where it is missing, and nothing in it is replaced.
        """
        from evidence_qc.stages.frames import best_frames

        named = [self.folders.readable(path) for path in videos]
        stills = best_frames(
            named,
            count=count,
            output=self.folders.writable(output),
            progress=self.progress,
            isolation="process",
        )
        return [
            {"source": each.source, "time_s": each.time_s, "score": each.score, "path": each.path}
            for each in stills
        ]

    def collage(
        self,
        photos: list[str],
        output: str,
        captions: list[str] | None = None,
        title: str = "",
        profile: str = PROFILE,
    ) -> dict[str, Any]:
        """Lay photos out whole and numbered in one JPEG that keeps to the platform's limits.

        ``output`` must not exist yet.
        """
        from evidence_qc.stages.collage import make_collage

        named = [self.folders.readable(path) for path in photos]
        drawn = make_collage(
            named,
            self.folders.writable(output),
            captions=captions or [],
            title=title,
            profile=self.folders.profile(profile),
            isolation="process",
        )
        return {"path": output, "size_bytes": len(drawn.data)}

    def bundle(
        self,
        path: str,
        output: str,
        item: str | None = None,
        reason: str | None = None,
        ask: str | None = None,
        claims: list[str] | None = None,
        profile: str = PROFILE,
        tracking: str = "",
        order: str = "",
    ) -> dict[str, Any]:
        """Write the folder to submit: pictures, clip, statement, untouched originals, a seal.

        ``claims`` are written as ``TITLE=FILE,FILE``: one thing that is wrong with the goods and
        the files that show it. ``tracking`` and ``order`` are numbers that are looked for in the
        photos. ``output`` must not exist yet. Answers what was written, what is weak in it, what to
        retake first and what else to do, such as where the numbers can be read.
        """
        from evidence_qc.bundle.types import BundleOptions
        from evidence_qc.stages.bundle import build_bundle

        words = CaseOptions(item=item, reason=reason, ask=ask, claims=tuple(claims or ()))
        result = build_bundle(
            self.folders.readable(path),
            self.folders.writable(output),
            profile=self.folders.profile(profile),
            case_options=words,
            options=BundleOptions(tracking=tracking, order=order),
            progress=self.progress,
            isolation="process",
        )
        return {
            "path": str(result.path),
            "ready": result.is_ready,
            "statement": result.statement,
            "seal": result.seal,
            "weak_points": list(result.weak_points),
            "retake_first": list(result.retake_first),
            "advice": list(result.advice),
            **said("weak_points", result.weak_points),
            **said("retake_first", result.retake_first),
            **said("advice", result.advice),
            "files": list(result.files),
        }


def _file(file: FileReport) -> dict[str, Any]:
    return {
        "path": file.facts.path,
        "media": file.facts.media.value,
        "verdict": file.verdict.value,
        "score": file.score,
        "findings": [finding_to_dict(finding) for finding in file.findings],
    }
