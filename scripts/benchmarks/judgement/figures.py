"""The figures themselves: each a name, the bar, and how it is worked out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from evidence_qc.focus import summarize
from evidence_qc.model import FileFacts, FileReport, Verdict
from evidence_qc.profiles import load_profile
from evidence_qc.rules.base import CaseView
from evidence_qc.rules.case import near_duplicate
from judgement import labels, statistics
from judgement.answers import FOCUS_RULES, Answers, ours
from judgement.facts import Eye, jpeg_bytes, reduced, with_half_light
from judgement.labels import Labelled

Picture = NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure: measured beside its bar."""

    name: str
    value: float
    bar: float | None
    """None: told to compare with, not to be met."""
    at_least: bool = True
    is_share: bool = False

    @property
    def is_met(self) -> bool:
        """Whether the bar is met."""
        if self.bar is None:
            return True
        return self.value >= self.bar if self.at_least else self.value <= self.bar

    def format_value(self) -> str:
        """The value as the table shows it."""
        return f"{100 * self.value:.1f} %" if self.is_share else f"{self.value:.3f}"

    def format_bar(self) -> str:
        """The bar as the table shows it."""
        if self.bar is None:
            return "–"
        bar = f"{100 * self.bar:g} %" if self.is_share else f"{self.bar:g}"
        return f"{'≥' if self.at_least else '≤'} {bar}"


def of_photos(photos: Sequence[Labelled], answers: Answers) -> list[Figure]:
    """Figures that any tool can be measured by, on the labelled phone photos."""

    def pick(values: Sequence[float], wanted: Callable[[Labelled], bool]) -> list[float]:
        return [value for photo, value in zip(photos, values, strict=True) if wanted(photo)]

    def exposure(*kinds: str) -> Callable[[Labelled], bool]:
        return lambda photo: photo.exposure in kinds

    def seen(focus: str) -> Callable[[Labelled], bool]:
        return lambda photo: photo.focus == focus and exposure("ok", "dim", "bright")(photo)

    def judged(verdict: str) -> Callable[[Labelled], bool]:
        return lambda photo: photo.verdict == verdict

    def rest(kind: str) -> Callable[[Labelled], bool]:
        return lambda photo: photo.exposure not in {"", kind}

    auc, share = statistics.auc, statistics.share
    mos = [photo.mos for photo in photos]
    within, regret, _ = statistics.best_of_bursts(
        [photo.scene for photo in photos], answers.score, mos
    )
    flags = {
        name: [float(flag) for flag in values]
        for name, values in (
            ("rejects", answers.rejects),
            ("dark", answers.says_dark),
            ("bright", answers.says_bright),
        )
    }
    return [
        Figure(
            "blurry vs sharp, AUC",
            auc(pick(answers.blur, seen("blurry")), pick(answers.blur, seen("sharp"))),
            0.99,
        ),
        Figure("labelled reject → reject", share(pick(flags["rejects"], judged("reject"))), 0.95,
               is_share=True),
        Figure("labelled good → reject", share(pick(flags["rejects"], judged("good"))), 0.03,
               at_least=False, is_share=True),
        Figure("dark → too-dark", share(pick(flags["dark"], exposure("dark"))), 0.95,
               is_share=True),
        Figure("exposure ok → too-dark", share(pick(flags["dark"], exposure("ok"))), 0.02,
               at_least=False, is_share=True),
        Figure("too dark, AUC against all others",
               auc(pick(answers.dark, exposure("dark")), pick(answers.dark, rest("dark"))), 0.99),
        Figure("blown → over-exposed", share(pick(flags["bright"], exposure("blown"))), 0.90,
               is_share=True),
        Figure("exposure ok → over-exposed", share(pick(flags["bright"], exposure("ok"))), 0.03,
               at_least=False, is_share=True),
        Figure("over-exposed, AUC against all others",
               auc(pick(answers.bright, exposure("blown")), pick(answers.bright, rest("blown"))),
               0.985),
        Figure("score vs opinion, Spearman", statistics.spearman(answers.score, mos), 0.90),
        Figure("best of a burst within 0.05", within, 0.86, is_share=True),
        Figure("best of a burst, mean regret", regret, 0.02, at_least=False),
    ]  # fmt: skip


def of_duplicates(photos: Sequence[Labelled], reports: Sequence[FileReport]) -> list[Figure]:
    """Of pictures that show the same, how well people liked the one that the rule names."""
    predicted_mos = {r.facts.path: p.mos for p, r in zip(photos, reports, strict=True)}
    profile = load_profile("aliexpress")
    limits = near_duplicate.RULE.limits_in_force(profile)
    groups: dict[str, list[str]] = {}
    for placed in near_duplicate.RULE.check(CaseView(reports, profile), limits):
        assert placed.path is not None
        groups.setdefault(placed.finding.related[0], []).append(placed.path)
    named = [
        max(predicted_mos[each] for each in others) <= predicted_mos[best] + 0.05 + 1e-9
        for best, others in groups.items()
    ]
    name = f"near-duplicates: of {len(named)} groups, the one named within 0.05"
    return [Figure(name, statistics.share(named), None, is_share=True)]


def of_patches(eye: Eye, data: Path) -> list[Figure]:
    """Squares cut from photos: a square has no composition, so the median of its map counts.

    Cells that cannot tell count with the blur that the model expects there, as a rank needs one.
    """
    rows = labels.patches(data)

    def cut(patch: labels.Patch) -> Picture:
        picture = np.asarray(cv2.imread(str(patch.path), cv2.IMREAD_GRAYSCALE), np.uint8)
        bottom, right = patch.y + patch.height, patch.x + patch.width
        return np.ascontiguousarray(picture[patch.y : bottom, patch.x : right])

    maps = [eye.focus_map(cut(patch)) for patch in rows]
    blur = [float(np.median(seen.blur_permille)) for seen in maps]
    motion = [summarize(seen).motion_ratio or 1.0 for seen in maps]

    def auc(values: Sequence[float], kind: str, other: str, *, is_agreed: bool = False) -> float:
        of = {
            label: [
                value
                for patch, value in zip(rows, values, strict=True)
                if patch.label == label and (not is_agreed or patch.second_label == label)
            ]
            for label in (kind, other)
        }
        return statistics.auc(of[kind], of[other])

    second = [patch.second_blur for patch in rows]
    return [
        Figure("patches, defocus vs sharp, AUC", auc(blur, "defocus", "sharp"), 0.98),
        Figure("patches, motion vs sharp, AUC", auc(blur, "motion", "sharp"), 0.94),
        Figure("patches, motion vs defocus, AUC", auc(motion, "motion", "defocus"), 0.85),
        Figure("patches, defocus vs sharp, by a second observer's eye",
               auc(second, "defocus", "sharp"), None),
        Figure("patches, motion vs sharp, by a second observer's eye",
               auc(second, "motion", "sharp"), None),
        Figure("patches on which both observers agree, defocus vs sharp, AUC",
               auc(blur, "defocus", "sharp", is_agreed=True), None),
        Figure("patches on which both observers agree, motion vs sharp, AUC",
               auc(blur, "motion", "sharp", is_agreed=True), None),
    ]  # fmt: skip


def of_others(eye: Eye, data: Path) -> list[Figure]:
    """Exposure brackets, camera photos and deliberate bokeh."""
    brackets, cameras, bokeh = labels.brackets(data), labels.cameras(data), labels.bokeh(data)
    reports = {
        name: [eye.judge(facts) for facts in eye.photos(name, [photo.path for photo in photos])]
        for name, photos in (("exposure", brackets), ("cameras", cameras), ("bokeh", bokeh))
    }
    light = ours(reports["exposure"])

    def bracket(values: Sequence[float], *kinds: str) -> list[float]:
        return [v for photo, v in zip(brackets, values, strict=True) if photo.exposure in kinds]

    def rejected(photos: Sequence[Labelled], found: Sequence[FileReport], kind: str) -> float:
        return statistics.share(
            [
                report.verdict is Verdict.REJECT
                for photo, report in zip(photos, found, strict=True)
                if kind in {"", photo.verdict}
            ]
        )

    blurred_on_purpose = [
        (photo, report)
        for photo, report in zip(bokeh, reports["bokeh"], strict=True)
        if photo.cause != "motion"
    ]
    return [
        Figure("brackets, under vs others, AUC",
               statistics.auc(bracket(light.dark, "under"),
                              bracket(light.dark, "normal", "over")), 0.99),
        Figure("brackets, over vs others, AUC",
               statistics.auc(bracket(light.bright, "over"),
                              bracket(light.bright, "normal", "under")), 0.985),
        Figure("cameras labelled good → reject",
               rejected(cameras, reports["cameras"], "good"), 0.03, at_least=False, is_share=True),
        Figure("deliberate bokeh → reject",
               rejected(*map(list, zip(*blurred_on_purpose, strict=True)), ""),  # type: ignore[arg-type]
               0.05, at_least=False, is_share=True),
    ]  # fmt: skip


def of_relations(eye: Eye, data: Path) -> list[Figure]:
    """The focus finding stays when the same photo is smaller or darker."""
    sets = {
        "cameras": [photo.path for photo in labels.cameras(data)],
        "photos": [photo.path for photo in labels.photos(data)],
        "bokeh": [photo.path for photo in labels.bokeh(data)],
    }

    def finding(facts: FileFacts) -> frozenset[tuple[str, str]]:
        report = eye.judge(facts)
        return frozenset((f.rule, f.severity) for f in report.findings if f.rule in FOCUS_RULES)

    def changes(name: str, of: str, change: Callable[[Picture], Picture]) -> list[bool]:
        before = eye.photos(of, sets[of])
        after = eye.each(
            f"{of}-{name}",
            sets[of],
            lambda path: eye.jpeg(jpeg_bytes(change(np.asarray(cv2.imread(str(path)), np.uint8)))),
        )
        return [finding(a) != finding(b) for a, b in zip(before, after, strict=True)]

    smaller = [
        changed
        for size in (12, 3, 1)
        for changed in changes(f"{size}mp", "cameras", partial(reduced, megapixels=size))
    ]
    darker = [changed for of in sets for changed in changes("half-light", of, with_half_light)]
    return [
        Figure("cameras at 12, 3, 1 MP: focus finding changes", statistics.share(smaller), 0.03,
               at_least=False, is_share=True),
        Figure("half the light: focus finding changes", statistics.share(darker), 0.03,
               at_least=False, is_share=True),
    ]  # fmt: skip
