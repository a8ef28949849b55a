"""The points that a request was understood to ask for, one after another."""

from __future__ import annotations

import re
from dataclasses import replace

from evidence_qc.case.requests.asked import PAPERS, Shots, shots_of
from evidence_qc.case.requests.letters import BRACKET, small
from evidence_qc.case.requests.medium import ends_with_medium, kind, leads_on, medium_of
from evidence_qc.case.requests.named import heads
from evidence_qc.case.requests.pieces import Piece
from evidence_qc.case.requests.purpose import is_generic, is_thing
from evidence_qc.case.requests.read import RequestWords
from evidence_qc.case.requests.wanted import VIDEO_ONLY, Wanted

_IN_WORDS = Shots((), True, True, False, 0)
"""What no name stands for."""


class Points:
    """What was asked for so far, and as what."""

    def __init__(self, words: RequestWords) -> None:
        self.wanted: list[Wanted] = []
        self.asks = False
        """Whether what follows is asked for, too."""
        self.medium = ""
        self.coming = ""
        """In Chinese the medium stands last: "the date and the lid's photo"."""
        self.said = -1
        """Where in its sentence that stood which was asked for last; -1 for nowhere."""
        self._words = words

    def drop_empty(self) -> None:
        """Forgets a medium that was named last with no thing to show."""
        if self.wanted and not (self.wanted[-1].shot or self.wanted[-1].words):
            self.wanted.pop()

    def forget(self) -> None:
        """Takes the last point back: it named no thing, but what leads to things."""
        if self.wanted and not self.wanted[-1].shot:
            self.wanted.pop()
        self.said = -1

    def of(self, before: int) -> list[Wanted]:
        """Those behind the first so many that name a thing."""
        return [each for each in self.wanted[before:] if each.shot or each.words]

    def quote(self, before: int, whole: str, medium: str) -> None:
        """All of a sentence in the words of the whole, of each shot once."""
        keys = dict.fromkeys(each.shot for each in self.of(before) if each.shot) or {"": None}
        self.wanted[before:] = [Wanted(key, medium, whole, is_quoted=True) for key in keys]

    def ask(self, piece: Piece, own: str, before: str, is_open: bool) -> list[str]:
        """Takes in what a piece asks for; what it cannot be sure of is given back.

        Args:
            piece: What asks for something.
            own: The words of the piece.
            before: The same with those before it, for a piece that only says "photograph it".
            is_open: Whether those name something; else they may only say when.
        """
        words, low = self._words, piece.seen
        said = self.hear_medium(low)
        self.asks = True
        if leads_on(low, words) or (said in {"", "picture"} and is_generic(low, words)):
            self.medium = self.medium or "picture"
            return []
        shots = shots_of(low, self.medium, words)
        is_bare = said in {"", "picture"} or (said == "photo" and shots.unknown < 2)
        is_bare = is_bare or ends_with_medium(low, words)
        if piece.is_heading and not shots.names_any and is_bare:
            self.medium = self.medium or "picture"
            return []
        is_private = self.medium in {"", "picture"} and bool(
            words.private.search(BRACKET.sub(" ", low))
        )
        if not shots.keys and shots.is_more and (not shots.is_visible or is_private):
            return [own]
        sees_nothing = said and not shots.keys and not heads(words.views.sub(" ", low), words)[1]
        if is_open and sees_nothing:
            self._add(_IN_WORDS, before)
        elif shots.keys or shots.is_more:
            is_of = self.medium == "photo" and words.parts.match(low.strip())
            self._add(shots, own, is_sent=not (is_of or medium_of(low, words)))
        elif not said and self.said >= 0 and (self._is_goods(low, said) or is_thing(low, words)):
            self._add(_IN_WORDS, own)
        elif self.said >= 0 and not self.is_another_medium(said):
            self.say_medium()
            return []
        elif said and is_open:
            self._add(_IN_WORDS, before)
        elif self._is_goods(low, said):
            self._add(_IN_WORDS, own)
        elif said:
            self.wanted.append(Wanted("", kind(self.medium)))
        else:
            return []
        self.said = piece.start
        return []

    def _is_goods(self, low: str, said: str) -> bool:
        """Of "a photo of the item you received", or of that alone on a list, the item is shown."""
        words = self._words
        if words.goods.search(low) and (not said or words.parts.search(low)):
            return True
        ends = {match.end() for _, medium in words.media for match in medium.finditer(low)}
        of = [m for m in words.parts.finditer(low) if len(low[: m.start()].rstrip()) in ends]
        rest = words.determiners.sub(" ", low[of[0].end() :]) if of else ""
        return re.search(r"[^\W\d_]{3,}", words.pronouns.sub(" ", rest)) is not None

    def is_another_medium(self, said: str) -> bool:
        """Of "a photo of the lid and a video" the video is another point: of what, may follow."""
        return said in {"photo", "video"} and self.wanted[-1].medium not in {"", said}

    def hear_medium(self, low: str) -> str:
        """The medium that a piece names; what it and those before it ask for is remembered."""
        words = self._words
        said = medium_of(low, words)
        if said:
            self.medium = said
        elif words.shows.search(low):
            said = "picture"
            self.medium = self.medium if self.medium == "photo" else said
        is_further = bool(self.wanted) and words.also.search(low) is not None
        if not self.medium and (self.coming or is_further):
            self.medium = "picture"
        return said

    def _add(self, shots: Shots, own: str, *, is_sent: bool = False) -> None:
        """Each shot by its name, the first with the platform's words where they say more.

        Args:
            shots: what is asked for.
            own: the platform's words.
            is_sent: whether no picture of it is named.
        """
        medium = kind(self.medium)
        keys = shots.keys
        if (is_sent and not PAPERS.isdisjoint(keys)) or self._words.either.search(small(own)):
            self.wanted.append(
                Wanted(keys[0] if keys else "", "" if is_sent else medium, own, True)
            )
        elif not keys:
            self.wanted.append(Wanted("", medium, own))
        else:
            for key in keys[:1] if shots.is_more else keys:
                said = medium or ("video" if key in VIDEO_ONLY else "")
                self.wanted.append(Wanted(key, said, own if shots.is_more else ""))

    def say_medium(self) -> None:
        """Of "lay it all out, then take a photo": the photo is of what was said before."""
        last = self.wanted[-1]
        if not last.medium:
            self.wanted[-1] = replace(last, medium=kind(self.medium))

    def say_more(self, own: str) -> None:
        """The words of the last point, with what stands behind them."""
        self.wanted[-1] = replace(self.wanted[-1], words=own)

    def say_after(self, own: str) -> None:
        """What a sentence of its own says of the shot before it, or of the last video before it."""
        medium = medium_of(small(own), self._words)
        alike = [n for n, each in enumerate(self.wanted) if medium and each.medium == medium]
        number = alike[-1] if alike else len(self.wanted) - 1
        last = self.wanted[number]
        self.wanted[number] = replace(last, words=f"{last.words}. {own}" if last.words else own)
