"""Right-to-left text: runs in the order in which they are seen, and Arabic letters joined.

A small part of the Unicode bidirectional algorithm, enough for captions: one paragraph, no
explicit embeddings. Where Pillow has Raqm, shaping is Raqm's; else ``joined`` does it from
Unicode's own presentation forms.

References:
    Unicode Standard Annex 9 (rules P2, W2–W7, N1, L2), 9.2 (Arabic joining).
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache

_MIRROR = str.maketrans("()[]{}<>«»", ")(][}{><»«")
_FORMS = ("isolated", "final", "initial", "medial")


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
    for threshold in (2, 1):
        runs = _reversed_from(runs, threshold)
    return [(run, level % 2 == 1) for run, level in runs]


def mirrored(text: str) -> str:
    """One right-to-left run in the order of the eye, for drawing a glyph at a time."""
    clusters: list[str] = []
    for character in text:
        if unicodedata.combining(character) and clusters:
            clusters[-1] += character
        else:
            clusters.append(character)
    return "".join(reversed(clusters)).translate(_MIRROR)


def joined(text: str) -> str:
    """Arabic letters as the presentation forms that their neighbours ask for."""
    forms = _forms()
    letters = _with_ligatures(text, forms)
    found: list[str] = []
    for i, letter in enumerate(letters):
        mine = forms.get(letter)
        if mine is None:
            found.append(letter)
            continue
        before = _neighbour(letters, i, -1)
        after = _neighbour(letters, i, +1)
        from_before = before is not None and "initial" in forms.get(before, {})
        to_after = after is not None and "final" in forms.get(after, {})
        wanted = {
            (False, False): ("isolated",),
            (True, False): ("final", "isolated"),
            (False, True): ("initial", "isolated"),
            (True, True): ("medial", "final", "isolated"),
        }[from_before and "final" in mine, to_after and "initial" in mine]
        found.append(next((mine[form] for form in wanted if form in mine), letter))
    return "".join(found)


def _levels(text: str, base: int) -> list[int]:
    kinds: list[str] = []
    strong = "R" if base else "L"
    for character in text:
        direction = unicodedata.bidirectional(character)
        if direction == "NSM":
            kinds.append(kinds[-1] if kinds else strong)
        elif direction in {"R", "AL"}:
            strong = "R"
            kinds.append("R")
        elif direction == "L":
            strong = "L"
            kinds.append("L")
        elif direction in {"EN", "AN"}:
            kinds.append("2" if strong == "R" else "L")
        else:
            kinds.append("")
    _numbers(text, kinds)
    _neutrals(kinds, "R" if base else "L")
    return [{"R": 1, "2": 2, "L": 2 if base else 0}[kind] for kind in kinds]


def _numbers(text: str, kinds: list[str]) -> None:
    """A separator between two digits, or a sign beside one, belongs to the number (W4, W5)."""
    for i, character in enumerate(text):
        direction = unicodedata.bidirectional(character)
        before = kinds[i - 1] if i else ""
        after = kinds[i + 1] if i + 1 < len(kinds) else ""
        is_inside = direction in {"CS", "ES"} and before == after == "2"
        is_beside = direction == "ET" and "2" in {before, after}
        if is_inside or is_beside:
            kinds[i] = "2"


def _neutrals(kinds: list[str], base: str) -> None:
    i = 0
    while i < len(kinds):
        if kinds[i]:
            i += 1
            continue
        end = i
        while end < len(kinds) and not kinds[end]:
            end += 1
        before = _side(kinds[i - 1]) if i else base
        after = _side(kinds[end]) if end < len(kinds) else base
        kinds[i:end] = [before if before == after else base] * (end - i)
        i = end


def _side(kind: str) -> str:
    return "R" if kind in {"R", "2"} else "L"


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


@lru_cache(maxsize=1)
def _forms() -> dict[str, dict[str, str]]:
    """Letter (or lam-alef pair) → form → presentation character, from Unicode itself."""
    forms: dict[str, dict[str, str]] = {}
    for code in (*range(0xFB50, 0xFBB2), *range(0xFBD3, 0xFC00), *range(0xFE80, 0xFEFD)):
        parts = unicodedata.decomposition(chr(code)).split()
        if not parts or parts[0].strip("<>") not in _FORMS:
            continue
        letters = "".join(chr(int(part, 16)) for part in parts[1:])
        if len(letters) == 1 or letters[0] == "\u0644":
            forms.setdefault(letters, {}).setdefault(parts[0].strip("<>"), chr(code))
    return forms


def _with_ligatures(text: str, forms: dict[str, dict[str, str]]) -> list[str]:
    letters: list[str] = []
    i = 0
    while i < len(text):
        size = 2 if len(text[i : i + 2]) == 2 and text[i : i + 2] in forms else 1
        letters.append(text[i : i + size])
        i += size
    return letters


def _neighbour(letters: list[str], index: int, step: int) -> str | None:
    """The next letter in a direction, vowel signs passed over."""
    index += step
    while 0 <= index < len(letters) and unicodedata.bidirectional(letters[index][0]) == "NSM":
        index += step
    return letters[index] if 0 <= index < len(letters) else None
