"""What a platform asks to be shown, as a list: nothing invented, nothing that it asked left out.

A request is parted into sentences and pieces. A piece asks for something where a verb of asking
stands in it, where it begins with "photo" or "video", or where it goes on with a list. Of what is
asked for, a shot of the word lists is said by its name only where its words stood there; whatever
else the piece says is handed on in the platform's own words. What does not ask for a picture and
is not understood is quoted.
"""

from __future__ import annotations

import re
from dataclasses import replace

from evidence_qc.case.requests.asked import PAPERS
from evidence_qc.case.requests.letters import clean, small
from evidence_qc.case.requests.named import named
from evidence_qc.case.requests.pieces import Sentence, sentences
from evidence_qc.case.requests.read import RequestWords, request_words
from evidence_qc.case.requests.reader import Reader
from evidence_qc.case.requests.wanted import VIDEO_ONLY, Request, Wanted

CHARS_MAX = 10_000
"""A platform's longest request has some paragraphs; reading takes time with its length."""
REST_CHARS = 80
_COPY = re.compile(
    r"scan|screen|captur|num[eé]ris|print|document|dokument|certific|zertifik|attest|statement|"
    r"скан|скрин|документ|акт|справк|截|扫描|证明|شهاد|مستند|نسخ"
)
"""What is a paper or a file, or may be sent as one."""


def parse_request(text: str) -> Request:
    """What a request asks for; any text, in any of the eight languages of the lists.

    Of more than ``CHARS_MAX`` characters the rest is quoted by its beginning, as not understood.
    """
    words = request_words()
    text = clean(text)
    text, rest = _whole_words(text, CHARS_MAX)
    rest = _whole_words(rest.strip(), REST_CHARS)[0]
    reader = Reader(words)
    parted = sentences(text, words)
    for sentence in parted:
        reader.read(sentence)
    unclear = [*reader.unclear, f"{rest} …"] if rest else reader.unclear
    wanted = _once(reader.points.wanted)
    if _asks_for_photos_alone(parted, words):
        wanted = tuple(map(_in_a_photo, wanted))
    return Request(wanted, tuple(dict.fromkeys(unclear)))


def shots_named(text: str) -> frozenset[str]:
    """The shots that a text names at all, such as the title of a problem: "serial number"."""
    low = small(clean(text[:CHARS_MAX]))
    return frozenset(key for _, _, key in named(low, request_words()) if key)


def _whole_words(text: str, chars: int) -> tuple[str, str]:
    """A text's beginning and the rest, parted between two words where there are any."""
    if len(text) > chars:
        chars = max(text.rfind(" ", 0, chars + 1), text.rfind("\n", 0, chars + 1)) + 1 or chars
    return text[:chars].strip(), text[chars:]


def _asks_for_photos_alone(parted: tuple[Sentence, ...], words: RequestWords) -> bool:
    """Whether a photo is asked for somewhere, and nowhere a video, but to say that none is."""
    seen = " ".join(piece.seen for sentence in parted for piece in sentence.pieces)
    media = {medium for medium, pattern in words.media if pattern.search(seen)}
    return "photo" in media and "video" not in media


def _in_a_photo(each: Wanted) -> Wanted:
    """A thing that is to be shown in whatever way; not a paper, of which a copy may do."""
    is_copy = each.shot in PAPERS or _COPY.search(small(each.words))
    if each.medium or is_copy or each.shot in VIDEO_ONLY:
        return each
    return replace(each, medium="photo")


def _once(wanted: list[Wanted]) -> tuple[Wanted, ...]:
    """Each once, and nothing that names no thing."""
    first: dict[tuple[str, str], Wanted] = {}
    for each in wanted:
        if each.shot or each.words:
            first.setdefault((each.shot, each.words), each)
    return tuple(first.values())
