"""What a request was understood to ask for."""

from __future__ import annotations

from dataclasses import dataclass

VIDEO_ONLY = frozenset({"failure", "charging", "other-device", "unboxing", "uncut"})
"""What a photo cannot show."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """One thing to show."""

    shot: str
    """A key of ``words.toml``; its sentence is the message ``shot.KEY``. Empty where the
    platform's own words stand for themselves."""
    medium: str = ""
    """``photo`` or ``video``; empty where either will do, or none was said."""
    words: str = ""
    """The platform's own, where they say more than the shot's name."""
    is_quoted: bool = False
    """Whether only its words are certain: they say when it is asked for or what may stand in for
    it, or it is not sure that it is asked for."""


@dataclass(frozen=True, slots=True)
class Request:
    """What was understood, and what was not."""

    wanted: tuple[Wanted, ...] = ()
    """In the order in which they were asked for, none twice."""
    unclear: tuple[str, ...] = ()
    """In the platform's own words."""
