"""A sentence agrees with its number in every language, by the rules that the CLDR gives."""

from __future__ import annotations

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
