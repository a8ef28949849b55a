"""A sentence agrees with its number in every language, by the rules that the CLDR gives."""

from __future__ import annotations

import re
from decimal import Decimal

import pytest

from evidence_qc.language import render
from evidence_qc.language.catalogue import _catalogue
from evidence_qc.language.languages import LANGUAGES
from evidence_qc.language.plurals import CATEGORIES, plural_categories, plural_category


@pytest.mark.parametrize("language", LANGUAGES)
def test_categories_are_those_of_the_unicode_cldr(language: str) -> None:
    """Whole numbers as they are counted, and parts."""
    from babel import Locale

    rule = Locale.parse(language).plural_form
    numbers = [*range(1201), 9_999, 10_000, 123_456]

    assert [plural_category(each, language) for each in numbers] == [rule(n) for n in numbers]
    assert plural_category(2.5, language) == rule(Decimal("2.5"))
    assert {plural_category(n, language) for n in numbers} | {"other"} == set(
        plural_categories(language)
    )
    assert list(plural_categories(language)) == [
        each for each in CATEGORIES if each in plural_categories(language)
    ]


def test_a_form_that_is_not_there_is_said_as_other(monkeypatch: pytest.MonkeyPatch) -> None:
    """A translation without few is understood, too; one that is missing is English."""
    forms = {"one": "{files:n} файл", "other": "{files:n} файла"}
    english = {"one": "{files:n} file", "other": "{files:n} files"}
    catalogues = {
        code: {**_catalogue(code), **more}
        for code, more in {"en": {"x": english}, "ru": {"x": forms}, "ar": {}}.items()
    }
    monkeypatch.setattr("evidence_qc.language.catalogue._catalogue", catalogues.get)

    assert [render("x", {"files": n}, language="ru") for n in (1, 21, 3)] == [
        "1 файл", "21 файл", "3 файла"
    ]  # fmt: skip
    assert [render("x", {"files": n}, language="ar") for n in (1, 21)] == ["1 file", "21 files"]


NOUNS = (
    "files|photos|videos|moments|disputes|problems|claims|tiles|lines|pages|points|groups|shots"
    "|parts|times|links|workers|slots|people|frames|clips|folders|options|pictures"
)
NEVER_ONE = {
    "error.collage-not-jpeg",  # no number
    "error.file-ambiguous",  # a name that only one file has is clear
    "error.form-too-many-parts",  # a bound of ours
    "error.frame-count",  # a bound of ours
    "error.groups-too-many",  # a bound of ours
    "error.parameter-twice",
    "note.text-lines",  # more than are allowed, which is more than one
    "note.too-many-slots",  # more than a platform takes
    "note.too-few-photos",  # it asks for more than there are, which agrees
    "low-frame-rate.message",  # with a decimal
    "too-many-photos.photo-many",
    "too-many-photos.video-many",
    "verified.proven",  # a bundle has its list and its report at the least
    "weak.document-pages",  # more than are taken
    "weak.many-tiles",
    "page.no-room",  # who serves one file at most has chosen that
    "page.counted",  # the bounds of a text
    "page.counted-over",
}


def test_a_number_that_may_be_one_has_a_sentence_for_it() -> None:
    """No template counts things in the plural, whatever their number is."""
    counts = re.compile(rf"\{{\w+(:[^n}}][^}}]*)?\}}\]*(?: other| more)? (?:{NOUNS})\b")
    forms = [
        (message_id, form)
        for message_id, template in _catalogue("en").items()
        for form in ([template] if isinstance(template, str) else template.values())
    ]

    found = {message_id: form for message_id, form in forms if counts.search(form)}

    assert {key: form for key, form in found.items() if key not in NEVER_ONE} == {}


@pytest.mark.parametrize("language", LANGUAGES)
def test_one_file_of_another_kind_is_one(language: str) -> None:
    """Beside no photo stood a single note; or none at all, and then nothing is said of it."""
    said = [
        render("error.no-media", {"places": ["x"], "skipped": n}, language=language)
        for n in (1, 2, "")
    ]

    assert "1" in said[0]
    assert said[1] != said[0].replace("1", "2") or language in {"fr", "ru", "zh", "ar"}
    assert not any(digit in said[2] for digit in "0123456789([{")
