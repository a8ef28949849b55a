"""Goes through the sentences of a request, and knows what was asked for last."""

from __future__ import annotations

import re
from dataclasses import replace

from evidence_qc.case.requests.asked import PAPERS, Shots, asks_itself, shots_of
from evidence_qc.case.requests.letters import BRACKET, CHINESE, LATIN, small
from evidence_qc.case.requests.medium import kind, leads_on, medium_of
from evidence_qc.case.requests.named import blanked, count_unknown, heads, named
from evidence_qc.case.requests.pieces import Piece, Sentence
from evidence_qc.case.requests.read import RequestWords
from evidence_qc.case.requests.told import (
    adds_only,
    is_asking,
    is_bare,
    is_generic,
    is_idle,
    is_label,
    is_lost,
    is_offered,
    is_rule,
    is_thing,
    lead,
    names,
    only_medium,
    own_words,
    points_back,
    says_more,
    threatens,
)
from evidence_qc.case.requests.wanted import VIDEO_ONLY, Wanted


class Reader:
    """What was asked for so far."""

    def __init__(self, words: RequestWords) -> None:
        self.wanted: list[Wanted] = []
        self.unclear: list[str] = []
        self._words = words
        self._asks = False
        self._medium = ""
        self._list = (False, "")
        """Whether a list is asked for, and as what; what one item says is not of the next."""
        self._is_filmed = self._is_refused = False
        """Whether what is listed are steps of a video, or is said not to be accepted."""
        self._last = False
        """Whether the sentence before asked for something."""
        self._is_example = False
        """Whether what follows are examples of what was asked for."""
        self._is_item = False
        """Whether it is an item of a list that shows one thing."""
        self._is_displayed = False
        """Whether it was said before what can be read on the thing."""
        self._is_question = False
        self._coming = ""
        """In Chinese the medium stands last: "the date and the lid's photo"."""
        self._spans: list[tuple[int, int]] = []
        """Where in the sentence that stood which asks for each of its shots."""
        self._said = -1
        """Where in the sentence that stood which was asked for last; -1 for nowhere."""

    def read(self, sentence: Sentence) -> None:
        """Takes in what a sentence asks for."""
        words = self._words
        whole = own_words(sentence.text, words)
        low = small(sentence.text).strip()
        if sentence.is_listed and self._is_refused:
            return
        if self._is_step_listed(sentence, low):
            self.wanted.append(Wanted("", "video", whole))
            return
        if is_rule(sentence, words):
            self.unclear.append(whole)
            return
        self._enter(sentence, low)
        seen = " ".join(piece.seen for piece in sentence.pieces)
        self._coming = medium_of(seen, words) if CHINESE.search(seen) else ""
        if self.wanted and not (self.wanted[-1].shot or self.wanted[-1].words):
            self.wanted.pop()
        before = len(self.wanted)
        if self._last and (adds_only(low, words) or words.instead.match(low)):
            self._say_after(whole)  # "Make sure that the number can be read."
            return
        unclear = self._pieces(sentence, before)
        if sentence.is_leading:
            self.wanted[before:] = [each for each in self.wanted[before:] if self._is_shot(each)]
        said = [each for each in self.wanted[before:] if each.shot or each.words]
        if said:
            unclear = self._weigh(sentence, before, unclear)
        elif is_offered(low, words):
            self.wanted[before:] = [Wanted("", only_medium(low, words), whole, is_quoted=True)]
            unclear = []
        elif unclear and not sentence.is_leading and is_asking(low, words):
            self.wanted[before:] = [Wanted("", only_medium(low, words), whole, is_quoted=True)]
            unclear = []
        elif unclear and not any(piece.is_cut for piece in sentence.pieces):
            unclear = [sentence.text.strip(" \t\n,•")]
        elif (
            points_back(low, seen, words)
            or threatens(low, words, is_unclear=bool(unclear))
            or is_lost(low, words)
        ):
            unclear = [whole]
        self._last = bool(said) or (self._last and not unclear and sentence.is_within)
        if sentence.is_leading:
            unclear = self._lead_on(low, seen, unclear)
        elif sentence.is_listed:
            is_shown = any(each.medium or self._medium for each in said)
            self._list = (self._list[0] or self._asks, self._list[1] or "picture" * is_shown)
        elif not sentence.is_within:
            self._list = (self._asks, self._medium)
        self.unclear += unclear

    def _is_step_listed(self, sentence: Sentence, low: str) -> bool:
        """Of "film: 1) switch it on, 2) press the button" each is a step of what is filmed."""
        return (
            sentence.is_listed and self._is_filmed and medium_of(low, self._words) in {"", "video"}
        )

    def _is_shot(self, wanted: Wanted) -> bool:
        """Whether what leads to a list is more than "send to this chat" or "make a video"."""
        low = small(wanted.words)
        is_seen = medium_of(low, self._words) and count_unknown(low, self._words) > 1
        return bool(wanted.shot) or bool(is_seen)

    def _enter(self, sentence: Sentence, low: str) -> None:
        """What a sentence may go on with: a list, or what was asked for before it."""
        words = self._words
        is_more = words.more.match(low) or (
            words.also.match(low) and (words.asks.search(low) or medium_of(low, words))
        )
        if sentence.is_listed:
            self._asks, self._medium = self._list
        elif self._asks and (is_more or words.another.match(low)):
            self._medium = "picture"  # "also the plate, please"
        elif not words.joins.match(low):
            self._asks, self._medium = False, ""
        if not sentence.is_listed and not sentence.is_within:
            self._is_refused = self._is_filmed = False
        self._said = -1
        self._spans = []
        self._is_example = self._is_displayed = False
        first = sentence.pieces[0].seen if sentence.pieces else ""
        is_one = not medium_of(first, words) or words.determiners.search(first) is not None
        self._is_item = sentence.is_listed and is_one and LATIN.search(low) is not None
        self._is_question = sentence.is_question

    def _lead_on(self, low: str, seen: str, unclear: list[str]) -> list[str]:
        """Whether a sentence that leads to a list asks for what stands on it."""
        words = self._words
        asks = any(
            pattern.search(seen)
            for pattern in (words.asks, words.sends, words.shows, words.follows, words.evidence)
        ) or medium_of(seen, words)
        self._is_refused = words.not_asked.search(low) is not None and not self._asks
        if words.rules.search(low) or self._is_refused:
            self._list = (False, "")
        elif asks:
            self._list = (True, self._medium or "picture")
            self._is_filmed = self._medium == "video"
            unclear = []
        else:
            self._list = (self._asks, self._medium)
        return unclear

    def _weigh(self, sentence: Sentence, before: int, unclear: list[str]) -> list[str]:
        """Whether the points of a sentence can stand alone; else it is quoted whole."""
        words = self._words
        low = small(sentence.text)
        said = [each for each in self.wanted[before:] if each.shot or each.words]
        is_left = said[-1] is not self.wanted[-1]
        is_torn = any(piece.is_cut and piece.seen.strip() for piece in sentence.pieces)
        is_anew = words.redo.search(low) is not None and any(
            piece.is_cut and medium_of(low[piece.start : piece.end], words)
            for piece in sentence.pieces
        )
        if is_left or is_torn or is_anew or not self._is_confined(sentence, before):
            whole = own_words(sentence.text, words)
            self.wanted[before:] = _only_quoted(said, whole, only_medium(low, words))
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
            last = self.wanted[before + number]
            self.wanted[before + number] = replace(
                last, words=own_words(own, self._words), is_quoted=True
            )
        return True

    def _pieces(self, sentence: Sentence, before: int) -> list[str]:
        """Takes in the pieces; what is not understood is given back."""
        unclear: list[str] = []
        is_denied = is_apart = False
        words = self._words
        opened, is_open = -1, False
        """Where what is not understood begins, and whether it is more than a reason."""
        for piece in sentence.pieces:
            if is_denied and self._words.only.match(piece.seen.strip()):
                self._asks, self._medium = True, self._medium or "picture"
            if self._last and piece.is_heading and is_label(piece.seen, words):
                self._asks, self._medium = True, "picture"
                continue
            is_denied = piece.is_cut
            own = own_words(sentence.text[piece.start : piece.end], self._words)
            is_more = self._goes_on(piece)
            self._is_displayed = words.displays.search(piece.seen) is not None or (
                is_more and self._is_displayed
            )
            if self._said >= 0 and is_more:
                if not is_apart:
                    self._say_more(own_words(sentence.text[self._said : piece.end], self._words))
            elif self._is_same(piece):
                self._hear_medium(piece.seen)
                self._say_medium()
                self._say_more(own_words(sentence.text[self._said : piece.end], self._words))
                self._spans[-1] = (self._spans[-1][0], piece.end)
            elif self._is_asked(piece):
                longer = (
                    own_words(sentence.text[opened : piece.end], self._words)
                    if opened >= 0
                    else own
                )
                if is_more and opened >= 0:  # "measure the seat, with the tape in the picture"
                    own = longer
                unclear += self._ask(piece, own, longer, is_open)
                start = piece.start
                if self.wanted and self.wanted[-1].words == longer != own:
                    unclear, start = [], opened
                new = len(self.wanted) - before - len(self._spans)
                self._spans += [(start, piece.end)] * new
                is_apart, opened, is_open = False, -1, False
            elif says_more(piece.seen, self._words) or names(piece.seen, self._words):
                is_apart = True
                unclear.append(own)
                if not is_open:
                    opened, is_open = piece.start, not is_idle(own, self._words)
        return unclear

    def _is_same(self, piece: Piece) -> bool:
        """Of "lay it out and take one picture from above, so that we see it": the same is shown."""
        words, low = self._words, piece.seen
        if self._said < 0 or piece.is_cut or not (self.wanted[-1].shot or self.wanted[-1].words):
            return False
        medium = medium_of(low, words)
        if not (medium or words.shows.search(low)) or self._is_another_medium(medium):
            return False
        why = words.reason.search(low)
        if why is None or not why.start():
            why = None
        bare = low[: why.start() if why else None]
        for pattern in (words.views, words.pronouns, words.shows, words.also):
            bare = pattern.sub(" ", bare)
        for _, pattern in words.media:
            bare = pattern.sub(" ", bare)
        is_empty = all(map(words.opens.fullmatch, re.findall(r"[^\W\d_]+", bare)))
        return is_empty and not CHINESE.search(bare)

    def _goes_on(self, piece: Piece) -> bool:
        """Whether it says more of what was asked for before it."""
        words, low = self._words, lead(piece.seen, self._words)
        if not words.asks.sub("", low).strip() or words.opens_medium(low):
            return False
        if not words.views.sub(" ", low).strip():
            return bool(low)  # "the heel, from the side"
        is_video = self._medium == "video"
        if is_video and words.then.match(low) and not words.sends.search(low):
            return True
        if words.aside.match(low) or words.reason.match(low):
            is_more = says_more(piece.seen, words)
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

    def _is_asked(self, piece: Piece) -> bool:
        words, low = self._words, lead(piece.seen, self._words)
        asks = asks_itself(low, words, is_question=self._is_question)
        if asks is None:
            is_private = words.private.search(BRACKET.sub(" ", low)) is not None
            return self._asks and not is_private and not words.acts.match(low)
        return asks

    def _ask(self, piece: Piece, own: str, before: str, is_open: bool) -> list[str]:
        """Takes in what a piece asks for; what it cannot be sure of is given back.

        Args:
            piece: What asks for something.
            own: The words of the piece.
            before: The same with those before it, for a piece that only says "photograph it".
            is_open: Whether those name something; else they may only say when.
        """
        words, low = self._words, piece.seen
        said = self._hear_medium(low)
        self._asks = True
        if leads_on(low, words) or (said in {"", "picture"} and is_generic(low, words)):
            self._medium = self._medium or "picture"
            return []
        shots = shots_of(low, self._medium, words)
        is_bare = said in {"", "picture"} or (said == "photo" and shots.unknown < 2)
        if piece.is_heading and not shots.names_any and is_bare:
            self._medium = self._medium or "picture"
            return []
        is_private = self._medium in {"", "picture"} and bool(
            words.private.search(BRACKET.sub(" ", low))
        )
        if not shots.keys and shots.is_more and (not shots.is_visible or is_private):
            return [own]
        sees_nothing = said and not shots.keys and not heads(words.views.sub(" ", low), words)[1]
        if is_open and sees_nothing:
            self._add(Shots((), True, True, False, 0), before)
        elif shots.keys or shots.is_more:
            self._add(shots, own, is_sent=not medium_of(low, words))
        elif self._said >= 0 and not self._is_another_medium(said):
            self._say_medium()
            return []
        elif said and is_open:
            self._add(Shots((), True, True, False, 0), before)
        elif self._is_goods(low, said) or (self._said >= 0 and not said and is_thing(low, words)):
            self._add(Shots((), True, True, False, 0), own)
        elif said:
            self.wanted.append(Wanted("", kind(self._medium)))
        else:
            return []
        self._said = piece.start
        return []

    def _is_goods(self, low: str, said: str) -> bool:
        """Of "a photo of the item you received", or of that alone on a list, the item is shown."""
        goods = self._words.goods.search(low)
        return goods is not None and (not said or self._words.parts.search(low) is not None)

    def _is_another_medium(self, said: str) -> bool:
        """Of "a photo of the lid and a video" the video is another point: of what, may follow."""
        return said in {"photo", "video"} and self.wanted[-1].medium not in {"", said}

    def _hear_medium(self, low: str) -> str:
        """The medium that a piece names; what it and those before it ask for is remembered."""
        words = self._words
        said = medium_of(low, words)
        if said:
            self._medium = said
        elif words.shows.search(low):
            said = "picture"
            self._medium = self._medium if self._medium == "photo" else said
        is_further = bool(self.wanted) and words.also.search(low) is not None
        if not self._medium and (self._coming or is_further):
            self._medium = "picture"
        return said

    def _add(self, shots: Shots, own: str, *, is_sent: bool = False) -> None:
        """Each shot by its name, the first with the platform's words where they say more.

        Args:
            shots: what is asked for.
            own: the platform's words.
            is_sent: whether no picture of it is named.
        """
        medium = kind(self._medium)
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

    def _say_medium(self) -> None:
        """Of "lay it all out, then take a photo": the photo is of what was said before."""
        last = self.wanted[-1]
        if not last.medium:
            self.wanted[-1] = replace(last, medium=kind(self._medium))

    def _say_more(self, own: str) -> None:
        self.wanted[-1] = replace(self.wanted[-1], words=own)

    def _say_after(self, own: str) -> None:
        """What a sentence of its own says of the shot before it."""
        last = self.wanted[-1]
        self.wanted[-1] = replace(last, words=f"{last.words}. {own}" if last.words else own)


def _only_quoted(wanted: list[Wanted], whole: str, medium: str) -> list[Wanted]:
    """A sentence's shots, all in the words of the whole sentence."""
    keys = dict.fromkeys(each.shot for each in wanted if each.shot) or {"": None}
    return [Wanted(key, medium, whole, is_quoted=True) for key in keys]
