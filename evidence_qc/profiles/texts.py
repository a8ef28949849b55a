"""What the profiles that ship say to people: translated with the sentences of the program.

Such a text is its own id, as in gettext: profiles stay plain data, and one of the user's own is
said as it was written.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from evidence_qc.language.catalogue import ENGLISH, render
from evidence_qc.model import Profile
from evidence_qc.profiles.loader import load_profile, profile_names
from evidence_qc.rules.case.size_reference import SIZE_REFERENCE


def shipped_texts() -> tuple[str, ...]:
    """Each once, in the order of the profiles; then what is asked for on every platform."""
    found = (text for name in profile_names() for text in texts_of(load_profile(name)))
    return tuple(dict.fromkeys((*found, SIZE_REFERENCE.name, SIZE_REFERENCE.description)))


def texts_of(profile: Profile) -> Iterator[str]:
    """Title, time limits, shots, words on refunds, and advice of a profile."""
    yield profile.title
    for window in profile.windows:
        yield from (window.name, window.description)
    for shots in profile.shots.values():
        for shot in shots:
            yield from (shot.name, shot.description)
    yield from (said.value or "" for said in profile.refunds)
    yield from profile.advice


def in_language(profile: Mapping[str, Any], language: str) -> dict[str, Any]:
    """A profile as JSON holds it, its texts said in a language; sources stay as they are."""
    if language == ENGLISH:
        return dict(profile)

    def said(entry: Mapping[str, Any], *names: str) -> dict[str, Any]:
        return {**entry, **{name: render(entry[name], language=language) for name in names}}

    shots = profile.get("shots", {})
    return {
        **said(profile, "title"),
        "windows": [said(each, "name", "description") for each in profile.get("windows", [])],
        "shots": {
            reason: [said(each, "name", "description") for each in listed]
            for reason, listed in shots.items()
        },
        "refunds": [said(each, "value") for each in profile.get("refunds", [])],
        "advice": [render(tip, language=language) for tip in profile.get("advice", [])],
    }
