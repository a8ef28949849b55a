"""Whether a piece of a sentence says more of the shot before it."""

from __future__ import annotations

import re

from evidence_qc.case.requests.asked import PAPERS
from evidence_qc.case.requests.letters import CHINESE, LATIN
from evidence_qc.case.requests.medium import medium_of
from evidence_qc.case.requests.named import named
from evidence_qc.case.requests.pieces import Piece, Sentence
from evidence_qc.case.requests.purpose import is_bare, lead, names, says_more
from evidence_qc.case.requests.read import RequestWords
from evidence_qc.case.requests.wanted import VIDEO_ONLY


class Course:
    """How a sentence goes on."""

    def __init__(self, sentence: Sentence, words: RequestWords) -> None:
        first = sentence.pieces[0].seen if sentence.pieces else ""
        is_one = not medium_of(first, words) or words.determiners.search(first) is not None
        self._is_item = sentence.is_listed and is_one and LATIN.search(first) is not None
        """Whether it is an item of a list that shows one thing."""
        self._is_example = False
        """Whether what follows are examples of what was asked for."""
        self._is_displayed = False
        """Whether it was said before what can be read on the thing."""
        self._words = words

    def goes_on(self, piece: Piece, medium: str) -> bool:
        """Whether a piece says more of what was asked for before it, as ``medium``."""
        is_more = self._says_more(piece, medium)
        is_display = self._words.displays.search(piece.seen) is not None
        self._is_displayed = is_display or (is_more and self._is_displayed)
        return is_more

    def _says_more(self, piece: Piece, medium: str) -> bool:
        words, low = self._words, lead(piece.seen, self._words)
        if not words.asks.sub("", low).strip() or words.opens_medium(low):
            return False
        if not words.views.sub(" ", low).strip() or words.faces.fullmatch(low):
            return bool(low)  # "the heel, from the side"
        is_video = medium == "video"
        if is_video and words.then.match(low) and not words.sends.search(low):
            return True
        if words.aside.match(low) or words.reason.match(low):
            is_more = says_more(piece.seen, words) or names(piece.seen, words)
            return is_more and not piece.is_cut and words.reason.match(low) is not None
        if piece.is_joined and not is_video and words.determiners.match(low):
            return False  # "and how it was wrapped"
        self._is_example = self._is_example or words.examples.match(low) is not None
        if self._is_example or words.qualifies.match(low) or words.relative.match(low):
            return True
        is_apart = piece.is_joined and not LATIN.search(low)
        if (self._is_displayed or self._is_item) and is_bare(low, words) and not is_apart:
            return True
        return is_video and self._is_step(low)

    def _is_step(self, low: str) -> bool:
        """Of a video: whether it is shown in its course, not a paper or a photo beside it."""
        words = self._words
        keys = {key for _, _, key in named(low, words)}
        asks = words.sends.match(low) or words.shows.match(low)
        is_photo = asks and medium_of(low, words) in {"photo", "picture"}
        is_apart = is_photo or words.sends.match(low)
        return not is_apart and keys.isdisjoint(PAPERS | VIDEO_ONLY)


def is_same(low: str, words: RequestWords) -> bool:
    """Of "lay it out and take one picture from above, so that we see it": the same is shown."""
    why = words.reason.search(low)
    bare = low[: why.start() if why and why.start() else None]
    for pattern in (words.views, words.pronouns, words.shows, words.also):
        bare = pattern.sub(" ", bare)
    for _, pattern in words.media:
        bare = pattern.sub(" ", bare)
    is_empty = all(map(words.opens.fullmatch, re.findall(r"[^\W\d_]+", bare)))
    return is_empty and not CHINESE.search(bare)
