"""Right-to-left text: runs in the order in which they are seen (python-bidi).

One paragraph without explicit embeddings, which ``text.cleaned`` takes out. Letters are joined and
brackets mirrored by the shaper (``shaping``), not here.

References:
    Unicode Standard Annex 9 (rules P2, W1-W7, N1-N2, I1-I2, L2).
"""

from __future__ import annotations

import unicodedata

from bidi import algorithm

_JOINERS = "\u200c\u200d"


def is_right_to_left(text: str) -> bool:
    """Whether the first letter with a direction runs to the left (rule P2)."""
    for character in text:
        direction = unicodedata.bidirectional(character)
        if direction in {"L", "R", "AL"}:
            return direction != "L"
    return False


def visual_runs(text: str, base_right_to_left: bool) -> list[tuple[str, bool]]:
    """Runs (text in reading order, is right to left) from left to right as they are seen."""
    levels = _levels(text, 1 if base_right_to_left else 0)
    runs: list[tuple[str, int]] = []
    for character, level in zip(text, levels, strict=True):
        if runs and runs[-1][1] == level:
            runs[-1] = (runs[-1][0] + character, level)
        else:
            runs.append((character, level))
    for threshold in range(max(levels, default=0), 0, -1):
        runs = _reversed_from(runs, threshold)
    return [(run, level % 2 == 1) for run, level in runs]


def _levels(text: str, base: int) -> list[int]:
    """The embedding level of each character, without reordering; a joiner goes with the last."""
    plain = "".join(character for character in text if character not in _JOINERS)
    storage = algorithm.get_empty_storage()
    storage["base_level"] = base
    storage["base_dir"] = "LR"[base]
    algorithm.get_embedding_levels(plain, storage)
    algorithm.explicit_embed_and_overrides(storage)
    algorithm.resolve_weak_types(storage)
    algorithm.resolve_neutral_types(storage, False)
    algorithm.resolve_implicit_levels(storage, False)
    known = iter(storage["chars"])
    levels: list[int] = []
    for character in text:
        if character in _JOINERS:
            levels.append(levels[-1] if levels else base)
        else:
            levels.append(int(next(known)["level"]))
    return levels


def _reversed_from(runs: list[tuple[str, int]], threshold: int) -> list[tuple[str, int]]:
    """Rule L2 on runs: every stretch at or above the level is turned around."""
    found: list[tuple[str, int]] = []
    stretch: list[tuple[str, int]] = []
    for run in [*runs, ("", -1)]:
        if run[1] >= threshold:
            stretch.append(run)
            continue
        found += reversed(stretch)
        stretch = []
        found.append(run)
    return found[:-1]
