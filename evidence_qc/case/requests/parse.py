"""What a platform asks to be shown, as a list: nothing invented, nothing that it asked left out.

Each word of a request is looked at with its neighbours, its sentence and its line, and taken for
part of something to show or not, as a model does that was trained on requests in eight languages.
What it takes for something to show stands on the list in the platform's own words, by the name of
a shot where the word lists know it; what may be meant so, is quoted.
"""

from __future__ import annotations

from evidence_qc.case.requests.features import features
from evidence_qc.case.requests.letters import clean, small
from evidence_qc.case.requests.named import named
from evidence_qc.case.requests.points import points
from evidence_qc.case.requests.read import request_words
from evidence_qc.case.requests.tagger import tagger
from evidence_qc.case.requests.tokens import tokens
from evidence_qc.case.requests.wanted import Request

CHARS_MAX = 10_000
"""A platform's longest request has some paragraphs; reading takes time with its length."""
REST_CHARS = 80


def parse_request(text: str) -> Request:
    """What a request asks for; any text, in any of the eight languages of the lists.

    Of more than ``CHARS_MAX`` characters the rest is quoted by its beginning, as not understood.
    """
    words = request_words()
    text, rest = _whole_words(clean(text), CHARS_MAX)
    rest = _whole_words(rest.strip(), REST_CHARS)[0]
    parts = tokens(text)
    found = points(text, parts, tagger().tag(features(text, parts, words)), words)
    return Request(found.wanted, (*found.unclear, f"{rest} …")) if rest else found


def shots_named(text: str) -> frozenset[str]:
    """The shots that a text names at all, such as the title of a problem: "serial number"."""
    low = small(clean(text[:CHARS_MAX]))
    return frozenset(key for _, _, key in named(low, request_words()) if key)


def _whole_words(text: str, chars: int) -> tuple[str, str]:
    """A text's beginning and the rest, parted between two words where there are any."""
    if len(text) > chars:
        chars = max(text.rfind(" ", 0, chars + 1), text.rfind("\n", 0, chars + 1)) + 1 or chars
    return text[:chars].strip(), text[chars:]
