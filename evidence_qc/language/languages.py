"""Which language a person reads: what they say, else what their system says, else English."""

from __future__ import annotations

from collections.abc import Mapping

NAMES: Mapping[str, str] = {
    "en": "English", "ru": "Русский", "es": "Español", "pt": "Português", "fr": "Français",
    "zh": "中文", "ar": "العربية",
}  # fmt: skip
"""What each calls itself."""
LANGUAGES = tuple(NAMES)
"""All that sentences are there in (``evidence_qc/language``)."""
RIGHT_TO_LEFT = frozenset({"ar"})

_VARIABLES = ("LC_ALL", "LC_MESSAGES", "LANG")
"""The first that is set counts (POSIX, 8.2)."""
_HEADER_MAX = 1000
"""Characters of a header that are read."""


def language_of(environment: Mapping[str, str]) -> str:
    """The language of an environment's locale, such as ``ru`` of ``ru_RU.UTF-8``."""
    name = next((value for key in _VARIABLES if (value := environment.get(key))), "")
    language = _language(name.partition(".")[0].partition("@")[0].replace("_", "-"))
    return language if language in LANGUAGES else LANGUAGES[0]


def language_accepted(header: str) -> str:
    """The one of ours that an ``Accept-Language`` likes best, English without any (RFC 9110)."""
    liked: dict[str, float] = {}
    for item in header[:_HEADER_MAX].split(","):
        tag, _, weight = item.partition(";")
        language = _language(tag.strip())
        if language in LANGUAGES:
            liked[language] = max(liked.get(language, 0.0), _quality(weight))
    best = max(liked, key=lambda language: liked[language], default=LANGUAGES[0])
    return best if liked.get(best, 0.0) > 0 else LANGUAGES[0]


def direction_of(language: str) -> str:
    """``ltr`` or ``rtl``, as HTML calls them."""
    return "rtl" if language in RIGHT_TO_LEFT else "ltr"


def _language(tag: str) -> str:
    return tag.partition("-")[0].lower()


def _quality(weight: str) -> float:
    name, _, value = weight.replace(" ", "").partition("=")
    try:
        return float(value) if name.lower() == "q" else 1.0
    except ValueError:
        return 0.0
