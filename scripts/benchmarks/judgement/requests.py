"""How a request was read, counted against what its writer says that it asks for."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from typing import Any

from evidence_qc.case.requests.letters import clean
from evidence_qc.case.requests.parse import shots_named
from evidence_qc.case.requests.wanted import Request


def of_request(row: Mapping[str, Any], found: Request) -> Counter[str]:
    """Counts of one request.

    ``asked``: what its writer says that it asks for. Of that ``right``: on the list, alone;
    ``together``: with another in one point; ``torn``: its words, but not those that name the
    thing; ``quoted``: only among what was not understood; ``lost``: nowhere. Beside it
    ``invented``: points that ask for nothing of that, and ``medium``: right as photo or video, too.

    Args:
        row: ``points`` with ``quote``, ``core`` and ``medium``.
        found: what the reader made of its ``text``.
    """
    counts: Counter[str] = Counter(asked=len(row["points"]))
    own = [_letters(each.words) for each in found.wanted]
    unclear = [_letters(each) for each in found.unclear]
    cores = {_letters(point["core"]) for point in row["points"]}
    used: set[int] = set()
    for point in row["points"]:
        core, quote = _letters(point["core"]), _letters(point["quote"])
        named = shots_named(point["quote"])
        holding = [
            k
            for k, words in enumerate(own)
            if core in words or (not words and found.wanted[k].shot in named)
        ]
        part = [k for k, words in enumerate(own) if words and words in quote]
        used.update(holding or part)
        if holding:
            is_together = sum(each in own[holding[0]] for each in cores) > 1
            counts["together" if is_together else "right"] += 1
            medium = found.wanted[holding[0]].medium or "any"
            counts["medium"] += not is_together and medium == point["medium"]
        elif any(core in words for words in unclear):
            counts["quoted"] += 1
        else:
            counts["torn" if part else "lost"] += 1
    quotes = [_letters(point["quote"]) for point in row["points"]]
    counts["invented"] = sum(
        not (words and any(words in quote for quote in quotes))
        for k, words in enumerate(own)
        if k not in used
    )
    counts["nothing asked"] = not row["points"]
    counts["and nothing found"] = not row["points"] and not own
    return counts


def figures(counts: Mapping[str, int]) -> str:
    """In one line."""
    asked = max(1, counts["asked"])
    shares = ", ".join(
        f"{kind} {counts[kind]} ({counts[kind] / asked:.1%})"
        for kind in ("right", "together", "torn", "quoted", "lost", "invented")
    )
    return (
        f"{counts['asked']} asked for: {shares}; medium right of {counts['medium']}; nothing "
        f"asked {counts['nothing asked']}, and nothing found {counts['and nothing found']}"
    )


def _letters(text: str) -> str:
    """Letters and figures alone."""
    return re.sub(r"\W+", "", clean(text)).lower()
