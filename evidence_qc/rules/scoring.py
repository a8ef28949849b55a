"""The score 0–100 that people see: predicted opinion, held to the band of the verdict."""

from __future__ import annotations

from math import exp
from statistics import median

from evidence_qc.measures.predicted_mos import predicted_mos
from evidence_qc.model import SCORE_BORDER, FileFacts, Verdict

SOFT = 10.0
"""An opinion that contradicts the verdict is squeezed into this much next to the border, so that
order within a verdict is kept."""


def final_score(facts: FileFacts, verdict: Verdict) -> float | None:
    """One decimal; below 50 exactly when the verdict is reject; None if nothing was measured."""
    predicted = predicted_mos_of(facts)
    return None if predicted is None else banded(predicted, verdict)


def predicted_mos_of(facts: FileFacts) -> float | None:
    """Predicted opinion 0–100 of a photo, or the median over the sampled frames of a video."""
    if facts.picture is not None:
        return predicted_mos(facts.picture)
    if facts.video is not None and facts.video.samples:
        return median(sample.score for sample in facts.video.samples)
    return None


def banded(predicted: float, verdict: Verdict) -> float:
    """The opinion, bent so that it lies on the verdict's side of the border; one decimal.

    Strictly increasing in the opinion before rounding; unchanged away from the border.
    """
    if verdict is Verdict.REJECT:
        return min(SCORE_BORDER - 0.1, round(SCORE_BORDER - _beyond(SCORE_BORDER - predicted), 1))
    return max(SCORE_BORDER, round(SCORE_BORDER + _beyond(predicted - SCORE_BORDER), 1))


def _beyond(distance: float) -> float:
    """Distance past the border: kept from ``SOFT`` on, below it squeezed towards nought."""
    if distance >= SOFT:
        return distance
    return SOFT * exp((distance - SOFT) / SOFT)
