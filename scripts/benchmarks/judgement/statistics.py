"""The few statistics the figures need; NumPy only."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray


def auc(positive: Sequence[float], negative: Sequence[float]) -> float:
    """Share of pairs in which the positive is larger, ties count half; NaN without pairs."""
    if not len(positive) or not len(negative):
        return float("nan")
    ranked = np.sort(np.asarray(negative, float))
    below = np.searchsorted(ranked, positive, "left")
    upto = np.searchsorted(ranked, positive, "right")
    return float(np.mean((below + upto) / 2) / len(ranked))


def ranks(values: Sequence[float]) -> NDArray[np.float64]:
    """Ranks from 0; equal values share their mean rank."""
    array = np.asarray(values, float)
    _, position, count = np.unique(array, return_inverse=True, return_counts=True)
    last = np.cumsum(count)
    return np.asarray((last - (count + 1) / 2)[position])


def spearman(first: Sequence[float], second: Sequence[float]) -> float:
    """Rank correlation."""
    return float(np.corrcoef(ranks(first), ranks(second))[0, 1])


def best_of_bursts(
    scenes: Sequence[str], scores: Sequence[float], mos: Sequence[float]
) -> tuple[float, float, int]:
    """How the best-scored photo of a burst compares with the one people liked best.

    Bursts are scenes of four photos or more whose opinions span 0.25 or more.

    Returns:
        Share of bursts within 0.05 of the best opinion, mean regret, number of bursts.
    """
    groups: dict[str, list[tuple[float, float]]] = {}
    for scene, score, predicted_mos in zip(scenes, scores, mos, strict=True):
        groups.setdefault(scene, []).append((score, predicted_mos))
    regrets = []
    for group in groups.values():
        opinions = [predicted_mos for _, predicted_mos in group]
        if len(group) >= 4 and max(opinions) - min(opinions) >= 0.25:
            top = max(score for score, _ in group)
            chosen = float(
                np.mean([predicted_mos for score, predicted_mos in group if score == top])
            )
            regrets.append(max(opinions) - chosen)
    if not regrets:
        return float("nan"), float("nan"), 0
    within = float(np.mean([regret <= 0.05 + 1e-9 for regret in regrets]))
    return within, float(np.mean(regrets)), len(regrets)


def share(flags: Sequence[float]) -> float:
    """Share of true; NaN of nothing."""
    return float(np.mean(flags)) if len(flags) else float("nan")


def interval_by_group(
    groups: Sequence[str], flags: Sequence[bool], *, draws: int = 1000
) -> tuple[float, float]:
    """90 % interval of the share of true, whole groups drawn again; NaN of nothing."""
    of_group: dict[str, list[bool]] = {}
    for group, flag in zip(groups, flags, strict=True):
        of_group.setdefault(group, []).append(flag)
    if not of_group:
        return float("nan"), float("nan")
    rng = np.random.default_rng(0)
    true = np.array([sum(each) for each in of_group.values()])
    size = np.array([len(each) for each in of_group.values()])
    drawn = rng.integers(0, len(true), (draws, len(true)))
    shares = true[drawn].sum(axis=1) / size[drawn].sum(axis=1)
    low, high = np.quantile(shares, [0.05, 0.95])
    return float(low), float(high)
