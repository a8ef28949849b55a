"""The limits of a release, kept: whoever pins one keeps its borders while the defaults move on.

Measurements are those of the running version, and a rule that came later has its own defaults:
what is pinned is where each rule draws its line.
"""

from __future__ import annotations

import tomllib
from dataclasses import replace
from pathlib import Path

from evidence_qc.errors import ProfileError
from evidence_qc.model import Profile
from evidence_qc.profiles.overrides import nearest, sealed

RELEASES = Path(__file__).parent / "limits"


def release_names() -> tuple[str, ...]:
    """The releases whose limits ship (``2026-11``), oldest first."""
    return tuple(sorted(path.stem for path in RELEASES.glob("*.toml")))


def release_limits(name: str) -> dict[str, dict[str, float]]:
    """Rule → limit → value, as that release had them.

    Raises:
        ProfileError: no such release; the nearest is named.
    """
    if name not in release_names():
        raise ProfileError(
            "error.release-missing",
            name=name,
            nearest=nearest(name, release_names()),
            known=release_names(),
        )
    return tomllib.loads((RELEASES / f"{name}.toml").read_text(encoding="utf-8"))


def with_release(profile: Profile, name: str) -> Profile:
    """The profile with the limits of a release wherever it sets none itself.

    Args:
        profile: the one to start from; it is not changed.
        name: one of ``release_names()``.

    Raises:
        ProfileError: no such release.
    """
    limits = {
        rule: of_rule | dict(profile.limits.get(rule, {}))
        for rule, of_rule in release_limits(name).items()
    }
    return sealed(replace(profile, limits={**profile.limits, **limits}))
