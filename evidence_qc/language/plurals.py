"""Which form of a sentence agrees with a number: the cardinal rules of the Unicode CLDR.

Only of the languages that there are, and only for numbers that are counted: files, days, tiles.
``tests/language/test_plurals.py`` compares them with the CLDR itself.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

CATEGORIES = ("zero", "one", "two", "few", "many", "other")
"""In the order in which the CLDR names them."""


def plural_category(number: float, language: str) -> str:
    """The category of a number, such as ``few`` for 3 in Russian; unknown languages are English.

    Args:
        number: what is counted, 0 or more.
        language: two letters, as in ``languages.LANGUAGES``.
    """
    return _RULES.get(language, _english)[0](number)


def plural_categories(language: str) -> tuple[str, ...]:
    """The categories that whole numbers of a language have, ``other`` last."""
    return _RULES.get(language, _english)[1]


def _one(number: float) -> str:
    return "one" if number == 1 else "other"


def _one_below_two(number: float) -> str:
    return "one" if 0 <= number < 2 else "other"


def _russian(number: float) -> str:
    if number != int(number):
        return "other"
    tens, ones = int(number) % 100, int(number) % 10
    if ones == 1 and tens != 11:
        return "one"
    return "few" if ones in {2, 3, 4} and tens not in {12, 13, 14} else "many"


def _arabic(number: float) -> str:
    if number in {0, 1, 2}:
        return CATEGORIES[int(number)]
    if number != int(number):
        return "other"
    hundreds = int(number) % 100
    if 3 <= hundreds <= 10:
        return "few"
    return "many" if hundreds >= 11 else "other"


_Rule = tuple[Callable[[float], str], tuple[str, ...]]
_english: _Rule = (_one, ("one", "other"))
_RULES: Mapping[str, _Rule] = {
    "ar": (_arabic, CATEGORIES),
    "en": _english,
    "es": _english,
    "fr": (_one_below_two, ("one", "other")),
    "pt": (_one_below_two, ("one", "other")),
    "ru": (_russian, ("one", "few", "many", "other")),
    "zh": (lambda number: "other", ("other",)),
}
"""Spanish, French and Portuguese have ``many`` for millions, too, where "de" is put between number
and noun; nothing here counts so far."""
