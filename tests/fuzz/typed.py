"""Readers of what people type: requests, titles, options, names, texts; any words whatsoever."""

from __future__ import annotations

import io
import json
import re
import string
import tomllib
from contextlib import suppress
from datetime import date
from pathlib import Path

from PIL import Image, ImageDraw

from evidence_qc.bundle.original_names import is_safe, original_names
from evidence_qc.case.ask import Question, complete
from evidence_qc.case.case_file import parse_case
from evidence_qc.case.load import load_case
from evidence_qc.case.options import CaseOptions, parse_claim, parse_mark, parse_role
from evidence_qc.case.phrases import english_title, is_foreign
from evidence_qc.case.reasons import known_reason
from evidence_qc.case.requests.parse import parse_request
from evidence_qc.case.text_checks import check_text
from evidence_qc.case.write import case_toml, quoted
from evidence_qc.cli.common import read_file_list
from evidence_qc.collage import text as drawn
from evidence_qc.errors import NoInputError, UsageError
from evidence_qc.language import Sentence
from evidence_qc.language.languages import LANGUAGES, language_accepted, language_of
from evidence_qc.media.files.disputes import find_disputes
from evidence_qc.media.files.safe_names import DEPTH_MAX, SafeNames
from evidence_qc.model import Case, Claim, Plan
from evidence_qc.plan.asked import checked_off
from evidence_qc.plan.cut import parse_cut
from evidence_qc.plan.deadlines import deadlines, parse_events, passed_notes
from evidence_qc.plan.numbers import where_read
from evidence_qc.plan.statement import in_own_words
from evidence_qc.profiles import load_profile
from evidence_qc.report.text import printable, printable_json, printable_lines, unbroken
from tests.case.factory import photo
from tests.fuzz.mutations import near_toml, near_words, text_of
from tests.fuzz.reader import Reader, as_file

STEERING = re.compile("[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]")
NAME_BYTES_MAX = 255


def _request(data: bytes) -> None:
    text = text_of(data)
    found = parse_request(text)
    points = [(wanted.shot, wanted.words) for wanted in found.wanted]
    assert len(set(points)) == len(points)  # of two tears each is a point, in its own words
    assert all(words.strip() for words in found.unclear)
    checked_off(text, Case(claims=(Claim(text[:80], media=("a.jpg",)),)), Plan())


def _title(data: bytes) -> None:
    text = text_of(data)
    english = english_title(text)
    assert english.isascii()
    assert set(english) <= set(string.ascii_letters + string.digits + " ,-'")
    assert not (english and not is_foreign(text) and not text.isascii())
    list(check_text(Sentence("text-name.item"), text, load_profile(), is_title=True))


def _options(data: bytes) -> None:
    """What the options of a command line hold; each is refused on its own."""
    text = text_of(data)
    profile = load_profile()
    with suppress(UsageError):
        title, _ = parse_claim(text)
        assert title
    with suppress(UsageError):
        _, mark = parse_mark(text)
        assert 0 <= min(mark.x_ratio, mark.y_ratio) <= max(mark.x_ratio, mark.y_ratio) <= 1
        assert 0 < mark.size_ratio <= 1
    with suppress(UsageError):
        parse_role(text)
    with suppress(UsageError):
        start, end = parse_cut(text, "--cut")
        assert 0 <= start < end
    with suppress(UsageError):
        known_reason(text, "--reason")
    for given in (text, f"dispatch={text}", f"receipt={text}"):
        with suppress(UsageError):
            events = dict(parse_events([given], "--when"))
            deadlines(profile, events)
            passed_notes(profile, events, date.max)
    for setting in (text, f"too-dark.warn_ratio={text}", f"photos_max={text}"):
        with suppress(UsageError):
            load_profile(overrides=[setting])
    with suppress(UsageError):
        load_profile(rules=text)
    where_read(text, [photo("a.jpg")], Plan())
    assert language_accepted(text) in LANGUAGES
    assert language_of({"LANG": text}) in LANGUAGES


FILES = [photo(name) for name in ("a/1.jpg", "a/2.jpg", "b/Tag [1], copy.jpg", "c.jpg")]


def _case(path: Path) -> None:
    """A case file of any content, with the files that it may speak of; told again, it is itself."""
    case = load_case(["."], FILES, case_toml=path)
    names = {file.facts.path: file.facts.path for file in FILES}
    again = parse_case(tomllib.loads(case_toml(case, names)), "again")
    assert (again.item, again.reason, again.ask) == (case.item, case.reason, case.ask)
    titles = [" ".join(claim.title.split()) for claim in case.claims if not claim.is_proposed]
    assert [claim.title for claim in again.claims if claim.named] == titles


def _case_options(data: bytes) -> None:
    """The same on the command line: names, patterns and titles are looked up among the files."""
    text = text_of(data)
    for options in (
        CaseOptions(claims=(text,), item=text, ask=text),
        CaseOptions(claims=(f"hole={text}",)),
        CaseOptions(marks=(f"{text}:0.5,0.5",)),
        CaseOptions(roles=(f"{text}=label",)),
        CaseOptions(pin=(text,)),
        CaseOptions(usable=text),
    ):
        with suppress(UsageError):
            load_case(["."], FILES, options=options)


def _answers(data: bytes) -> None:
    """What is typed as an answer to each question."""
    text = text_of(data)
    lines = text.split("\n")

    def answer(question: Question) -> str:
        return lines[len(question.key) % len(lines)]

    complete(Case(claims=(Claim("a", media=("a/1.jpg",), is_proposed=True),)), FILES, answer)


def _printable(data: bytes) -> None:
    """Names and words in every output; and as they stand in TOML."""
    text = text_of(data)
    assert not STEERING.search(printable(text))
    assert not STEERING.search(unbroken(text).replace("\u00a0", " "))
    assert not STEERING.search(printable_lines(text).replace("\n", ""))
    told = printable_json(json.dumps(text, ensure_ascii=False))
    assert not STEERING.search(told)
    assert json.loads(told) == text
    whole = text.encode("utf-8", "replace").decode()
    assert tomllib.loads(f"a = {quoted(whole)}")["a"] == whole
    Sentence("check.file", path=text, fault=text)


def _names(data: bytes) -> None:
    """File names from elsewhere: inside, writable everywhere, each its own."""
    typed = text_of(data).split("\n")
    names = SafeNames()
    taken = [names.take(name) for name in typed]
    assert len({name.casefold() for name in taken}) == len(taken)
    for name in (*taken, *original_names(typed).values()):
        parts = name.split("/")
        assert is_safe(name)
        assert len(parts) <= DEPTH_MAX + 1
        assert all(len(part.encode()) <= NAME_BYTES_MAX for part in parts)
        assert not any(part.endswith((".", " ")) for part in parts)


def _listed(data: bytes) -> None:
    """A list of disputes or files on stdin."""
    for null_separated in (False, True):
        listed = read_file_list(io.BytesIO(data), null_separated=null_separated)
        assert all(listed)
        find_disputes([], listed)


def _own_words(data: bytes) -> None:
    text = text_of(data)
    if text.strip():
        made = in_own_words(text, Case(item=text, ask=text), load_profile())
        assert made.text.endswith("\n")


def _caption(data: bytes) -> None:
    """A title as it is drawn: it fits its lines, whatever the script."""
    kept, _ = drawn.cleaned(text_of(data))
    style = drawn.Style(20, (0, 0, 0))
    lines = drawn.wrap([drawn.Span(kept, style)], 200.0, 3)
    assert len(lines) <= 3
    canvas = ImageDraw.Draw(Image.new("RGB", (220, 80)))
    for line in lines:
        drawn.draw(canvas, 0, 20, line)


REQUESTS = (
    "Please upload a clear photo of the label, and a video of the device not working.",
    "Нужны фото упаковки и видео распаковки. Чек не нужен; только ярлык.",
    "请提供商品照片，以及包装的视频。",
    "1. Photo of the whole item 2) But no receipt needed: only the serial number!",
    "Sube un vídeo o una foto de la etiqueta y del paquete.",
)
TITLES = (
    "порвана куртка на рукаве, молния не работает", "hole in the sleeve", "衣服破了",
    "écran cassé et s'allume pas", "Reißverschluss kaputt", "la pantalla no funciona",
)  # fmt: skip
OPTIONS = (
    "hole=a/1.jpg,a/2.jpg", "a.jpg:0.4,0.6,0.1", "a.jpg=label", "1:05-1:20", "0-inf",
    "receipt=2026-11-01", "2026-11-01", "0.2", "unknown", "damaged", "RB 123 456 789 CN", "2026-11",
    "ru_RU.UTF-8", "de;q=0.5, ru-RU;q=1",
)  # fmt: skip
NAMES = ("DCIM/100/IMG_1.JPG", "a/../b.jpg", "CON.jpg", "C:\\fotos\\я.heic", "a//b/./c.jpg")
CASE = """item = "Coat"
reason = "damaged"
ask = "Money"
usable = "part"
[[claims]]
title = "hole"
title_en = "hole"
folder = "a"
media = ["a/1.jpg"]
[[claims]]
title = ""
named = false
media = ["c.jpg"]
[media."a/1.jpg"]
role = "close-up"
marks = [{x = 0.5, y = 0.5, size = 0.1, label = "here"}]
pin = true
[media."a/2.jpg"]
exclude = true
"""


def _encoded(*texts: str) -> list[bytes]:
    return [text.encode() for text in texts]


TYPED: dict[str, Reader] = {
    "request": Reader(
        _request, lambda: _encoded(*REQUESTS),
        ("case.requests.parse", "plan.asked"), near=near_words,
    ),
    "titles": Reader(
        _title, lambda: _encoded(*TITLES), ("case.phrases", "case.text_checks"), near=near_words
    ),
    "options": Reader(
        _options, lambda: _encoded(*OPTIONS),
        ("case.options", "plan.cut", "plan.deadlines", "profiles.overrides", "profiles.fields"),
        near=near_words,
    ),
    "case": Reader(
        as_file("case.toml", _case), lambda: [CASE.encode()],
        ("case.case_file", "case.load", "case.lookup", "case.write"), (UsageError,),
        near=near_toml,
    ),
    "case options": Reader(
        _case_options, lambda: _encoded(*OPTIONS, "a/*.jpg", "b", "Tag [1], copy.jpg"),
        ("case.load", "case.lookup"), near=near_words,
    ),
    "answers": Reader(
        _answers, lambda: _encoded("hole; label\nCoat\ndamaged\nMoney\na/1.jpg"), ("case.ask",),
        near=near_words,
    ),
    "printable": Reader(
        _printable, lambda: _encoded(*TITLES), ("report.text",), near=near_words
    ),
    "names": Reader(
        _names, lambda: _encoded(*NAMES, "\n".join(NAMES)),
        ("media.files.safe_names", "bundle.original_names"), near=near_words,
    ),
    "listing": Reader(
        _listed, lambda: _encoded("a\nb/c\r\ns3://bucket/d\n", "a\0b\0"), ("media.files.disputes",),
        (UsageError, NoInputError),
    ),
    "own words": Reader(
        _own_words, lambda: _encoded(*TITLES, *REQUESTS), ("plan.statement",), near=near_words
    ),
    "captions": Reader(
        _caption, lambda: _encoded(*TITLES, "قطعة a قماش", "שלום 12 (b)"),
        ("collage.text", "collage.bidi", "collage.shaping"), near=near_words,
    ),
}  # fmt: skip
