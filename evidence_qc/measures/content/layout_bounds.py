"""How far two layouts may be apart and show one thing: known without what measures it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Bounds:
    """Beyond any of them there are two things, or two sides of one."""

    structure_min: float = 0.65
    """Correlation of the structure, −1…1."""
    colour_min: float = 0.6
    """Correlation of the colours, −1…1."""
    thing_octaves_max: float = 0.55


BOUNDS = Bounds()
"""Where they come from stands in the rule ``near-duplicate``, whose limits they are."""
