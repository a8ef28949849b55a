"""Times and passages of play time in words: ``0:12–0:17``."""

from __future__ import annotations

from collections.abc import Sequence

from evidence_qc.language.words import ENGLISH_WORDS, Words

Span = tuple[float, float]
"""Start and end of a passage of a video, in seconds of presentation time."""

NAMED = 3
"""More passages than this are counted, not listed."""


def clock(time_s: float) -> str:
    """Minutes and seconds: ``1:07``; hours where there are some."""
    whole = max(0, int(time_s + 0.5))
    minutes, seconds = divmod(whole, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes}:{seconds:02}"


def moment(time_s: float) -> str:
    """Minutes and seconds, ``0:08``; rounded down, so that the moment lies after it."""
    minutes, seconds = divmod(int(time_s), 60)
    return f"{minutes}:{seconds:02d}"


def span_words(span: Span) -> str:
    """``0:12–0:17``, or one time where both ends read the same."""
    start, end = clock(span[0]), clock(span[1])
    return start if start == end else f"{start}–{end}"


def spans_words(spans: Sequence[Span], words: Words = ENGLISH_WORDS) -> str:
    """The first few passages in words and how many more there are."""
    return words.joined([span_words(span) for span in spans[:NAMED]], len(spans) - NAMED)


def total_s(spans: Sequence[Span]) -> float:
    """Summed length."""
    return sum(end - start for start, end in spans)


def joined(spans: Sequence[Span], bridge_s: float = 0.0) -> tuple[Span, ...]:
    """In order of time; passages that overlap or stand at most ``bridge_s`` apart become one."""
    found: list[Span] = []
    for start, end in sorted(spans):
        if found and start <= found[-1][1] + bridge_s:
            found[-1] = (found[-1][0], max(found[-1][1], end))
        else:
            found.append((start, end))
    return tuple(found)
