"""Goes through the sentences of a request, and knows what was asked for last."""

from __future__ import annotations

from dataclasses import replace

from evidence_qc.case.requests.asked import NEEDS, WAS, asks_itself
from evidence_qc.case.requests.course import Course, is_same
from evidence_qc.case.requests.letters import BRACKET, CHINESE, small
from evidence_qc.case.requests.medium import leads_on, medium_of
from evidence_qc.case.requests.named import heads
from evidence_qc.case.requests.pieces import Piece, Sentence
from evidence_qc.case.requests.points import Points
from evidence_qc.case.requests.purpose import (
    adds_only,
    is_asking,
    is_denied_beside,
    is_idle,
    is_label,
    is_lost,
    is_offered,
    is_rule,
    is_shot,
    lead,
    names,
    only_medium,
    own_words,
    points_back,
    says_more,
    threatens,
)
from evidence_qc.case.requests.read import RequestWords
from evidence_qc.case.requests.wanted import Wanted


class Reader:
    """What was asked for so far."""

    def __init__(self, words: RequestWords) -> None:
        self.points = Points(words)
        self.unclear: list[str] = []
        self._words = words
        self._list = (False, "")
        """Whether a list is asked for, and as what; what one item says is not of the next."""
        self._is_filmed = self._is_refused = False
        """Whether what is listed are steps of a video, or is said not to be accepted."""
        self._last = False
        """Whether the sentence before asked for something."""
        self._spans: list[tuple[int, int]] = []
        """Where in the sentence that stood which asks for each of its shots."""

    def read(self, sentence: Sentence) -> None:
        """Takes in what a sentence asks for."""
        words, points = self._words, self.points
        whole = own_words(sentence.text, words)
        low = small(sentence.text).strip()
        points.drop_empty()
        if sentence.is_listed and self._is_refused:
            return
        if self._is_step(sentence, low):
            points.wanted.append(Wanted("", "video", whole))
        elif is_rule(sentence, words):
            self.unclear.append(whole)
        elif self._last and not sentence.is_leading and adds_only(low, words):
            points.say_after(whole)
        else:
            self._take_in(sentence, low, whole)

    def _is_step(self, sentence: Sentence, low: str) -> bool:
        """Of "film: 1) switch it on, 2) press the button" each is a step of what is filmed."""
        is_step = sentence.is_listed and self._is_filmed
        return is_step and medium_of(low, self._words) in {"", "video"}

    def _take_in(self, sentence: Sentence, low: str, whole: str) -> None:
        words, points = self._words, self.points
        self._enter(sentence, low)
        seen = " ".join(piece.seen for piece in sentence.pieces)
        points.coming = medium_of(seen, words) if CHINESE.search(seen) else ""
        before = len(points.wanted)
        unclear = self._pieces(sentence, before)
        if sentence.is_leading:
            points.wanted[before:] = [
                each for each in points.wanted[before:] if is_shot(each, words)
            ]
        said = points.of(before)
        is_asked = not sentence.is_leading and bool(unclear) and is_asking(low, words)
        if said:
            unclear = self._weigh(sentence, before, unclear)
        elif is_offered(low, words) or is_asked:
            points.quote(before, whole, only_medium(low, words))
            unclear = []
        elif unclear and not any(piece.is_cut for piece in sentence.pieces):
            unclear = [sentence.text.strip(" \t\n,•")]
        elif (
            points_back(low, seen, words)
            or threatens(low, words, is_unclear=bool(unclear))
            or is_lost(low, words, is_last=bool(points.wanted))
        ):
            unclear = [whole]
        if is_denied_beside(sentence, words) and whole not in unclear:
            unclear = [*unclear, whole]
        self._last = bool(said) or (self._last and not unclear and sentence.is_within)
        if sentence.is_leading:
            unclear = self._lead_on(sentence, seen, unclear)
        elif sentence.is_listed:
            is_pictured = any(each.medium or points.medium for each in said)
            self._list = (self._list[0] or points.asks, self._list[1] or "picture" * is_pictured)
        elif not sentence.is_within:
            self._list = (points.asks, points.medium)
        self.unclear += unclear

    def _enter(self, sentence: Sentence, low: str) -> None:
        """What a sentence may go on with: a list, or what was asked for before it."""
        words, points = self._words, self.points
        is_more = words.more.match(low) or (
            words.also.match(low) and (words.asks.search(low) or medium_of(low, words))
        )
        if sentence.is_listed:
            points.asks, points.medium = self._list
        elif points.asks and (is_more or words.another.search(low)):
            points.medium = "picture"  # "also the plate, please"
        elif not words.joins.match(low):
            points.asks, points.medium = False, ""
        if not sentence.is_listed and not sentence.is_within:
            self._is_refused = self._is_filmed = False
        points.said = -1
        self._spans = []

    def _lead_on(self, sentence: Sentence, seen: str, unclear: list[str]) -> list[str]:
        """Whether a sentence that leads to a list asks for what stands on it."""
        words, points = self._words, self.points
        low = small(sentence.text).strip()
        leads = (words.asks, words.sends, words.shows, words.follows, words.evidence)
        asks = any(pattern.search(seen) for pattern in leads)
        asks = asks or bool(medium_of(seen, words)) or sentence.is_pictured
        self._is_refused = words.not_asked.search(low) is not None and not points.asks
        if words.rules.search(low) or self._is_refused:
            self._list = (False, "")
        elif asks:
            self._list = (True, points.medium or "picture")
            self._is_filmed = points.medium == "video"
            return []
        else:
            self._list = (points.asks, points.medium)
        return unclear

    def _weigh(self, sentence: Sentence, before: int, unclear: list[str]) -> list[str]:
        """Whether the points of a sentence can stand alone; else it is quoted whole."""
        words, points = self._words, self.points
        low = small(sentence.text)
        is_left = points.of(before)[-1] is not points.wanted[-1]
        is_torn = any(piece.is_cut and piece.seen.strip() for piece in sentence.pieces)
        is_one = len(points.of(before)) == 1 and words.redo.search(low) is not None
        is_anew = is_one and any(
            piece.is_cut and medium_of(low[piece.start : piece.end], words)
            for piece in sentence.pieces
        )
        if is_left or is_torn or is_anew or not self._is_confined(sentence, before):
            points.quote(before, own_words(sentence.text, words), only_medium(low, words))
            return []
        return [own for own in unclear if not is_idle(own, words)]

    def _is_confined(self, sentence: Sentence, before: int) -> bool:
        """Whether no condition of the sentence is of more than one thing; that one is quoted.

        "The lid, and the card, if there was one": the card's. One that begins the sentence, or
        stands between two things, may be of all.
        """
        low = small(sentence.text)
        found = [match.start() for match in self._words.depends.finditer(low)]
        for at in found:
            owner = [n for n, (start, _) in enumerate(self._spans) if start < at]
            if not owner:
                return False
            number = owner[-1]
            start, end = self._spans[number]
            is_first = not low[start:at].strip()
            is_last = number == len(self._spans) - 1
            if is_first or (at >= end and not is_last):
                return False
            own = sentence.text[start : end if at < end and not is_last else None]
            last = self.points.wanted[before + number]
            self.points.wanted[before + number] = replace(
                last, words=own_words(own, self._words), is_quoted=True
            )
        return True

    def _pieces(self, sentence: Sentence, before: int) -> list[str]:
        """Takes in the pieces; what is not understood is given back."""
        words, points = self._words, self.points
        course = Course(sentence, words)
        unclear: list[str] = []
        is_denied = is_apart = is_had = False
        opened, is_open = -1, False
        """Where what is not understood begins, and whether it is more than a reason."""

        def own_from(start: int) -> str:
            return own_words(sentence.text[start : piece.end], words)

        for piece in sentence.pieces:
            is_only = is_denied and words.only.match(piece.seen.strip()) is not None
            is_denied = piece.is_cut
            is_heading = self._last and piece.is_heading and is_label(piece.seen, words)
            is_needed = piece.is_heading and NEEDS.search(piece.seen) is not None
            if is_only or is_heading or is_needed:
                points.asks, points.medium = True, points.medium or "picture"
            if is_heading or is_needed:
                continue
            if piece.is_heading and points.said >= 0 and leads_on(piece.seen, words):
                points.forget()  # "upload photos, on which the following is seen: …"
                continue
            is_more = course.goes_on(piece, points.medium)
            if points.said >= 0 and is_more:
                if not is_apart:
                    points.say_more(own_from(points.said))
            elif self._is_same(piece):
                points.hear_medium(piece.seen)
                points.say_medium()
                points.say_more(own_from(points.said))
                self._spans[-1] = (self._spans[-1][0], piece.end)
            elif not (piece.is_joined and is_had) and self._is_asked(
                piece, is_question=sentence.is_question
            ):
                start = opened if is_more and opened >= 0 else piece.start
                longer = own_from(opened if opened >= 0 else piece.start)
                unclear += points.ask(piece, own_from(start), longer, is_open)
                if opened >= 0 and points.wanted and points.wanted[-1].words == longer:
                    unclear, start = [], opened
                new = len(points.wanted) - before - len(self._spans)
                self._spans += [(start, piece.end)] * new
                is_apart, is_had, opened, is_open = False, False, -1, False
            elif says_more(piece.seen, words) or names(piece.seen, words):
                is_apart = True
                own = own_from(piece.start)
                unclear.append(own)
                is_had = bool(medium_of(piece.seen, words))  # "we have a video and photos of it"
                if not is_open:
                    opened, is_open = piece.start, not is_idle(own, words)
        return unclear

    def _is_same(self, piece: Piece) -> bool:
        """Whether it says once more how the shot before it is taken."""
        words, points, low = self._words, self.points, piece.seen
        medium = medium_of(low, words)
        if points.said < 0 or piece.is_cut or not points.of(len(points.wanted) - 1):
            return False
        is_taken = bool(medium) or words.shows.search(low) is not None
        return is_taken and not points.is_another_medium(medium) and is_same(low, words)

    def _is_asked(self, piece: Piece, *, is_question: bool) -> bool:
        words, low = self._words, lead(piece.seen, self._words)
        asks = asks_itself(low, words, is_question=is_question)
        if asks is None:
            is_private = words.private.search(BRACKET.sub(" ", low)) and not heads(low, words)[0]
            is_statement = words.acts.match(low) or (WAS.search(low) and not medium_of(low, words))
            return self.points.asks and not is_private and not is_statement
        return asks
