"""Facts and a profile in, findings and a verdict out: the only place where rules are run."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from evidence_qc.model import (
    Case,
    FileFacts,
    FileReport,
    Finding,
    Media,
    Profile,
    Verdict,
)
from evidence_qc.rules import RULES
from evidence_qc.rules.base import (
    CaseView,
    Clip,
    FileRule,
    Limits,
    Picture,
    PictureRule,
    SetRule,
    VideoRule,
)
from evidence_qc.rules.scoring import final_score
from evidence_qc.rules.video.passages import passages_of, usable_ratio_of
from evidence_qc.rules.video.shaky_video import RULE as SHAKY
from evidence_qc.rules.video.shaky_video import SPEED, moving_at


@dataclass(frozen=True, slots=True)
class Judge:
    """All rules with the limits of one profile, resolved once and used for every file."""

    profile: Profile
    limits: Mapping[str, Limits]

    @classmethod
    def for_profile(cls, profile: Profile) -> Judge:
        """Resolve every limit: the rule's default unless the profile says otherwise."""
        return cls(profile, {rule.name: rule.limits_in_force(profile) for rule in RULES})

    def file(self, facts: FileFacts) -> FileReport:
        """Judge one file by itself; its neighbours play no part."""
        findings = [
            finding
            for rule in RULES
            if isinstance(rule, FileRule)
            and (finding := rule.check(facts, self.limits[rule.name])) is not None
        ]
        if facts.media is Media.PHOTO and facts.picture is not None:
            findings += self.picture(picture_of(facts))
        elif facts.video is not None:
            findings += self._video(facts)
        return _report(facts, findings)

    def picture(self, picture: Picture) -> list[Finding]:
        """Judge one photo or one frame by the picture rules."""
        return [
            finding
            for rule in RULES
            if isinstance(rule, PictureRule)
            and (finding := rule.check(picture, self.limits[rule.name])) is not None
        ]

    def whole_set(
        self, files: Sequence[FileReport], case: Case | None
    ) -> tuple[tuple[FileReport, ...], tuple[Finding, ...]]:
        """Add what only shows side by side: notes at files, findings about the set."""
        of_file, of_set = self.side_by_side(files, case)
        judged = tuple(with_findings(file, of_file.get(file.facts.path, ())) for file in files)
        return judged, of_set

    def side_by_side(
        self, files: Sequence[FileReport], case: Case | None
    ) -> tuple[Mapping[str, Sequence[Finding]], tuple[Finding, ...]]:
        """What only shows side by side: findings by path, findings about the set."""
        view = CaseView(files=files, profile=self.profile, case=case)
        of_set: list[Finding] = []
        of_file: dict[str, list[Finding]] = {}
        for rule in RULES:
            if isinstance(rule, SetRule):
                for placed in rule.check(view, self.limits[rule.name]):
                    target = of_set if placed.path is None else of_file.setdefault(placed.path, [])
                    target.append(placed.finding)
        return of_file, tuple(of_set)

    def _video(self, facts: FileFacts) -> list[Finding]:
        video = facts.video
        if video is None:
            return []
        is_moving = moving_at(video.shake, self.limits[SHAKY.name][SPEED])
        frames = [
            (
                sample,
                self.picture(
                    Picture(
                        measurements=sample.picture,
                        width_px=facts.width_px or 0,
                        height_px=facts.height_px or 0,
                        metadata=facts.metadata,
                        format=facts.format,
                        is_frame=True,
                        is_moving=is_moving(sample.time_s),
                    )
                ),
            )
            for sample in video.samples
        ]
        found = passages_of(frames, video)
        clip = Clip(
            facts=facts,
            video=video,
            passages=found.by_rule,
            usable_ratio=usable_ratio_of(found, video),
            profile=self.profile,
        )
        return list(found.findings) + [
            finding
            for rule in RULES
            if isinstance(rule, VideoRule)
            and (finding := rule.check(clip, self.limits[rule.name])) is not None
        ]


def with_findings(file: FileReport, more: Sequence[Finding]) -> FileReport:
    """The report with more findings, which are notes: its verdict stays."""
    if not more:
        return file
    return replace(file, findings=_worst_first([*file.findings, *more]))


def picture_of(facts: FileFacts) -> Picture:
    """A photo's facts as a picture rule sees them.

    Raises:
        ValueError: the facts hold no measured picture.
    """
    if facts.picture is None:
        raise ValueError("no picture was measured")
    return Picture(
        measurements=facts.picture,
        width_px=facts.width_px or 0,
        height_px=facts.height_px or 0,
        metadata=facts.metadata,
        format=facts.format,
        is_screen=facts.is_screen,
    )


def _report(facts: FileFacts, findings: Sequence[Finding]) -> FileReport:
    ordered = _worst_first(findings)
    verdict = Verdict.of(ordered)
    return FileReport(
        facts=facts, verdict=verdict, score=final_score(facts, verdict), findings=ordered
    )


def _worst_first(findings: Sequence[Finding]) -> tuple[Finding, ...]:
    """Worst severity first; within one, in the order of the rule table."""
    order_of = {rule.name: index for index, rule in enumerate(RULES)}
    return tuple(
        sorted(
            findings,
            key=lambda finding: (-finding.severity.rank, order_of.get(finding.rule, len(order_of))),
        )
    )


__all__ = ["Judge", "picture_of", "with_findings"]
