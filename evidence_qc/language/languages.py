"""Which language a person reads: what they say, else what their system says, else English."""

from __future__ import annotations

from collections.abc import Mapping

LANGUAGES = ("en", "ru", "es", "pt", "fr", "zh", "ar")
"""All that sentences are there in (``evidence_qc/language``)."""
RIGHT_TO_LEFT = frozenset({"ar"})

_VARIABLES = ("LC_ALL", "LC_MESSAGES", "LANG")
"""The first that is set counts (POSIX, 8.2)."""


def language_of(environment: Mapping[str, str]) -> str:
    """The language of an environment's locale, such as ``ru`` of ``ru_RU.UTF-8``."""
    name = next((value for key in _VARIABLES if (value := environment.get(key))), "")
    language = name.partition(".")[0].partition("@")[0].replace("-", "_").partition("_")[0].lower()
    return language if language in LANGUAGES else LANGUAGES[0]
