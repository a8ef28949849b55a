"""What a platform asks to be shown, as a list: nothing invented, nothing that it asked left out.

A request is parted into sentences and pieces. A piece asks for something where a verb of asking
stands in it, where it begins with "photo" or "video", or where it goes on with a list. Of what is
asked for, a shot of the word lists is said by its name only where its words stood there; whatever
else the piece says is handed on in the platform's own words. What does not ask for a picture and
is not understood is quoted.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from evidence_qc.case.requests.letters import CHINESE, clean, small
from evidence_qc.case.requests.named import blanked, count_unknown, heads, named
from evidence_qc.case.requests.pieces import Piece, Sentence, sentences
from evidence_qc.case.requests.read import RequestWords, request_words

CHARS_MAX = 10_000
"""A platform's longest request has some paragraphs; reading takes time with its length."""
REST_CHARS = 80
VIDEO_ONLY = frozenset({"failure", "charging", "other-device", "unboxing", "uncut"})
"""What a photo cannot show."""
_EITHER = re.compile(r"\W*(?:or|and|o|u|y|e|ou|et|oder|und|или|либо|и|[/,])\W*(?:\w+\W+){0,2}")
_WESTERN = re.compile(r"[a-zа-я]")
_TAIL_CHARS = 60
_DOCUMENTS = frozenset(
    {"receipt", "report", "order-page", "chat", "unboxing", "uncut", "serial", "note", "label",
     "any-label", "tag"}
)  # fmt: skip
"""What "send" asks to be shown; a parcel or a charger that is to be sent is no picture."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """One thing to show."""

    shot: str
    """A key of ``words.toml``; its sentence is the message ``shot.KEY``. Empty where the
    platform's own words stand for themselves."""
    medium: str = ""
    """``photo`` or ``video``; empty where either will do, or none was said."""
    words: str = ""
    """The platform's own, where they say more than the shot's name."""


@dataclass(frozen=True, slots=True)
class Request:
    """What was understood, and what was not."""

    wanted: tuple[Wanted, ...] = ()
    """In the order in which they were asked for, none twice."""
    unclear: tuple[str, ...] = ()
    """In the platform's own words."""


def parse_request(text: str) -> Request:
    """What a request asks for; any text, in any of the eight languages of the lists.

    Of more than ``CHARS_MAX`` characters the rest is quoted by its beginning, as not understood.
    """
    words = request_words()
    text = clean(text)
    text, rest = _whole_words(text, CHARS_MAX)
    rest = _whole_words(rest.strip(), REST_CHARS)[0]
    reader = _Reader(words)
    for sentence in sentences(text, words):
        reader.read(sentence)
    unclear = [*reader.unclear, f"{rest} …"] if rest else reader.unclear
    return Request(_once(reader.wanted), tuple(dict.fromkeys(unclear)))


def _whole_words(text: str, chars: int) -> tuple[str, str]:
    """A text's beginning and the rest, parted between two words where there are any."""
    if len(text) > chars:
        chars = max(text.rfind(" ", 0, chars + 1), text.rfind("\n", 0, chars + 1)) + 1 or chars
    return text[:chars].strip(), text[chars:]


def _once(wanted: list[Wanted]) -> tuple[Wanted, ...]:
    """Each once, and nothing that names no thing."""
    first: dict[tuple[str, str], Wanted] = {}
    for each in wanted:
        if each.shot or each.words:
            first.setdefault((each.shot, each.words), each)
    return tuple(first.values())


def shots_named(text: str) -> frozenset[str]:
    """The shots that a text names at all, such as the title of a problem: "serial number"."""
    low = small(clean(text[:CHARS_MAX]))
    return frozenset(key for _, _, key in named(low, request_words()) if key)


class _Reader:
    """Goes through a request, and knows what was asked for last."""

    def __init__(self, words: RequestWords) -> None:
        self.wanted: list[Wanted] = []
        self.unclear: list[str] = []
        self._words = words
        self._asks = False
        self._medium = ""
        self._is_question = False
        self._coming = ""
        """In Chinese the medium stands last: "the date and the lid's photo"."""
        self._said = -1
        """Where in the sentence that stood which was asked for last; -1 for nowhere."""

    def read(self, sentence: Sentence) -> None:
        low = small(sentence.text).strip()
        words = self._words
        if self._asks and words.also.match(low) and words.asks.search(low):
            self._medium = "picture"  # "also the plate, please"
        elif not sentence.is_listed and not words.joins.match(low):
            self._asks, self._medium = False, ""
        self._said = -1
        self._is_question = sentence.is_question
        low = "".join(piece.seen for piece in sentence.pieces)
        self._coming = _medium(low, self._words) if CHINESE.search(low) else ""
        unclear: list[str] = []
        is_denied = False
        is_apart = False
        opened, is_open = -1, False
        """Where what is not understood begins, and whether it is more than a reason."""
        for piece in sentence.pieces:
            if is_denied and self._words.only.match(piece.seen.strip()):
                self._asks, self._medium = True, self._medium or "picture"
            is_denied = piece.is_cut
            own = self._own(sentence.text[piece.start : piece.end])
            if self._said >= 0 and self._goes_on(piece):
                if not is_apart:
                    self._say_more(self._own(sentence.text[self._said : piece.end]))
            elif self._is_asked(piece):
                before = self._own(sentence.text[opened : piece.end]) if opened >= 0 else own
                unclear += self._ask(piece, own, before, is_open)
                is_apart, opened, is_open = False, -1, False
                if self.wanted and self.wanted[-1].words == before != own:
                    unclear = []
            elif count_unknown(self._blanked(piece), self._words) or self._names(piece):
                is_apart = True
                unclear.append(own)
                if not is_open:
                    opened, is_open = piece.start, not self._is_idle(own)
        is_said = self._said >= 0 and bool(self.wanted[-1].shot or self.wanted[-1].words)
        if is_said:  # why something is asked for, is no riddle beside what is
            unclear = [own for own in unclear if not self._is_idle(own)]
        if unclear and not is_said and not any(p.is_cut for p in sentence.pieces):
            unclear = [sentence.text.strip(" \t\n,")]
        self.unclear += unclear

    def _own(self, text: str) -> str:
        """The platform's words, without an "and" that leads over to what follows."""
        low = small(text)
        leads = [
            match.start()
            for match in self._words.joins.finditer(low)
            if not low[match.end() :].strip()
        ]
        if leads:
            text = text[: leads[0]]
        return text.strip(" \t\n,:–-'•")

    def _is_idle(self, own: str) -> bool:
        """Whether it only says why, when or whether, and names nothing that could be shown."""
        words, low = self._words, small(own)
        is_aside = any(pattern.match(low) for pattern in (words.aside, words.reason, words.clause))
        return is_aside and not _medium(low, words) and not named(low, words)

    def _names(self, piece: Piece) -> bool:
        return any(key for _, _, key in named(piece.seen, self._words))

    def _blanked(self, piece: Piece) -> str:
        found = named(piece.seen, self._words)
        return blanked(piece.seen, ((start, end) for start, end, _ in found))

    def _lead(self, piece: Piece) -> str:
        """The piece from its first word, but for an "and"."""
        low = piece.seen.strip()
        join = self._words.joins.match(low)
        return low[join.end() :].strip() if join else low

    def _goes_on(self, piece: Piece) -> bool:
        """Whether it says more of what was asked for before it."""
        words, low = self._words, self._lead(piece)
        if not low or words.opens_medium(low):
            return False
        if words.aside.match(low) or words.reason.match(low):
            is_more = count_unknown(self._blanked(piece), words) > 0
            return is_more and not piece.is_cut and words.reason.match(low) is not None
        is_course = self._medium == "video" and not self._names(piece)
        return is_course or words.relative.match(low) is not None

    def _is_asked(self, piece: Piece) -> bool:
        words, low = self._words, self._lead(piece)
        if words.limits.search(low) or words.clause.match(low):
            return False
        if words.opens_medium(low):
            return True
        if _leads_on(low, words) and (
            _medium(low, words) or words.shows.search(low) or words.sends.search(low)
        ):
            return True
        if self._is_question and _medium(low, words) and not words.private.search(low):
            return True
        if not low or words.aside.match(low):
            return False
        if words.shows.search(low) or words.sends.search(low):
            return True
        return (self._asks and not words.private.match(low)) or (
            bool(_medium(low, words)) and words.asks.search(low) is not None
        )

    def _ask(self, piece: Piece, own: str, before: str, is_open: bool) -> list[str]:
        """Takes in what a piece asks for; what it cannot be sure of is given back.

        Args:
            piece: What asks for something.
            own: The words of the piece.
            before: The same with those before it, for a piece that only says "photograph it".
            is_open: Whether those name something; else they may only say when.
        """
        words, low = self._words, piece.seen
        said = _medium(low, words)
        if not said and words.shows.search(low):
            said = "picture"
            self._medium = "picture" if self._medium == "video" else self._medium
        self._medium = said if said in {"photo", "video"} else self._medium or said
        self._asks = True
        if not self._medium and (self._coming or self._is_further(low)):
            self._medium = "picture"
        if _leads_on(low, words):
            self._medium = self._medium or "picture"
            return []
        keys, unknown = heads(low, words)
        all_named = [key for _, _, key in named(low, words)]
        count = sum(bool(key) for key in all_named)
        is_bare = said in {"", "picture"} or (said == "photo" and unknown < 2)
        if piece.is_heading and not count and is_bare:
            self._medium = self._medium or "picture"
            return []
        if not self._medium:
            keys = [key for key in keys if key in _DOCUMENTS]
        keys = [key for key in keys if key != "uncut" or self._medium != "photo"]
        is_more = unknown > 0 or len(all_named) > len(keys)
        is_visible = bool(self._medium) or not _DOCUMENTS.isdisjoint(all_named)
        if not keys and is_more and (not is_visible or self._is_private(low)):
            return [own]
        if is_open and said and not keys and not heads(words.views.sub(" ", low), words)[1]:
            self._add([], before)
        elif keys or is_more:
            self._add(keys, own if is_more else "")
        elif self._said >= 0:
            self._say_medium()
            return []
        elif said and is_open:
            self._add([], before)
        elif said:
            self.wanted.append(Wanted("", _kind(self._medium)))
        else:
            return []
        self._said = piece.start
        return []

    def _is_further(self, low: str) -> bool:
        return bool(self.wanted) and self._words.also.search(low) is not None

    def _is_private(self, low: str) -> bool:
        return self._medium in {"", "picture"} and self._words.private.search(low) is not None

    def _add(self, keys: list[str], own: str) -> None:
        """Each shot by its name, the first with the platform's words where they say more."""
        if self.wanted and not (self.wanted[-1].shot or self.wanted[-1].words):
            self.wanted.pop()
        medium = _kind(self._medium)
        for key in keys[:1] if own else keys:
            said = medium or ("video" if key in VIDEO_ONLY else "")
            self.wanted.append(Wanted(key, said, own))
        if not keys:
            self.wanted.append(Wanted("", medium, own))

    def _say_medium(self) -> None:
        """Of "lay it all out, then take a photo": the photo is of what was said before."""
        last = self.wanted[-1]
        if not last.medium and (last.shot or last.words):
            self.wanted[-1] = replace(last, medium=_kind(self._medium))

    def _say_more(self, own: str) -> None:
        self.wanted[-1] = replace(self.wanted[-1], words=own)


def _leads_on(low: str, words: RequestWords) -> bool:
    """Whether it ends with "the following pictures"."""
    tail = low.rstrip()[-_TAIL_CHARS:]
    return any(match.end() == len(tail) for match in words.follows.finditer(tail))


def _kind(medium: str) -> str:
    return "" if medium == "picture" else medium


def _medium(low: str, words: RequestWords) -> str:
    """The kind of recording that is named; ``picture`` where either will do.

    Of two kinds far apart it is the first: "film the laptop that shows no picture". Arabic has
    one word for a picture and for taking one, also with a film.
    """
    found = sorted(
        (match.start(), match.end(), medium)
        for medium, pattern in words.media
        if (match := pattern.search(low))
    )
    kinds = {medium for _, _, medium in found}
    if kinds == {"photo", "picture"}:
        return "photo"
    if len(kinds) < 2:
        return kinds.pop() if kinds else ""
    first = found[0]
    second = next(each for each in found if each[2] != first[2])
    is_either = _EITHER.fullmatch(low[first[1] : second[0]]) or not _WESTERN.search(low)
    return "picture" if is_either else first[2]
