"""Message ids to sentences: one catalogue file for each room, read when the first is needed.

An id that no catalogue holds is a sentence already (as in gettext, where the id is the fallback):
what an older report or another program says in words is passed on as it stands.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence, Sized
from functools import lru_cache
from pathlib import Path

from evidence_qc.language.plurals import CATEGORIES, plural_category
from evidence_qc.language.template import fill
from evidence_qc.language.words import Words, words_from

Value = str | int | float | bool | Sequence[object] | Mapping[str, object] | None
"""What a sentence speaks of: numbers in the unit that the name ends in, names, passages."""

Values = Mapping[str, Value]

ENGLISH = "en"

Template = str | Mapping[str, str]
"""A sentence with its placeholders, or one for each plural category (``one``, ``other``)."""

_COUNTED = re.compile(r"\{(\w+):n(_\w+)?\}")


def render(message_id: str, values: Values | None = None, *, language: str = ENGLISH) -> str:
    """The sentence of a message.

    Args:
        message_id: as in the catalogues, such as ``damage.breaks-off``; anything else is taken
            for a sentence and given back.
        values: what the sentence speaks of, by name.
        language: a folder of catalogues; what it lacks is said in English.

    Raises:
        KeyError: the sentence speaks of a value that is not among ``values``.
    """
    translated = _catalogue(language).get(message_id)
    template = translated or _catalogue(ENGLISH).get(message_id)
    if template is None:
        return message_id
    values = values or {}
    if not isinstance(template, str):
        template = template[_category(template, values, language if translated else ENGLISH)]

    def nested(message: object) -> str:
        if isinstance(message, Mapping):
            return render(message["message_id"], message["values"], language=language)
        return render(str(message), values, language=language)

    return fill(template, values, nested, _words(language))


def messages_below(parts: Sequence[str], language: str = ENGLISH) -> dict[str, Template]:
    """All templates of parts of the catalogue (``page``) by id; English where one is missing."""
    every = {**_catalogue(ENGLISH), **_catalogue(language)}
    return {key: every[key] for key in every if key.partition(".")[0] in parts}


def is_known(message_id: str) -> bool:
    """Whether the catalogues hold this id; else it is a sentence of its own."""
    return message_id in _catalogue(ENGLISH)


def _category(forms: Mapping[str, str], values: Values, language: str) -> str:
    """Which of the forms agrees with the number that they speak of."""
    counted = _COUNTED.search(forms["other"])
    if counted is None:
        return "other"
    value = values[counted[1]]
    number = len(value) if counted[2] and isinstance(value, Sized) else value
    category = plural_category(number, language) if isinstance(number, int | float) else "other"
    return category if category in forms else "other"


@lru_cache(maxsize=16)
def _words(language: str) -> Words:
    return words_from(_catalogue(language), _catalogue(ENGLISH))


@lru_cache(maxsize=16)
def _catalogue(language: str) -> Mapping[str, Template]:
    import tomllib  # a command that says nothing starts without it

    found: dict[str, Template] = {}
    for file in Path(__file__).parent.joinpath(language).glob("*.toml"):
        found |= dict(flat("", tomllib.loads(file.read_text(encoding="utf-8"))))
    return found


def flat(prefix: str, table: Mapping[str, object]) -> Iterator[tuple[str, Template]]:
    """Ids and templates of a catalogue file; forms that agree with a number stay together."""
    for key, value in table.items():
        if isinstance(value, Mapping) and "other" in value and value.keys() <= set(CATEGORIES):
            yield f"{prefix}{key}", {form: str(text) for form, text in value.items()}
        elif isinstance(value, Mapping):
            yield from flat(f"{prefix}{key}.", value)
        else:
            yield f"{prefix}{key}", str(value)
