"""What a server adds to a scan: things that scans side by side share, and files from elsewhere."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from evidence_qc.focus import FocusModel
from evidence_qc.runtime.budget import PixelBudget
from evidence_qc.runtime.cache import FactsCache

PIXELS_AT_ONCE = 64_000_000
"""Decoded pixels that all workers together may hold: one 48-MP HEIC, or many reduced JPEGs."""


@dataclass(frozen=True, slots=True)
class Workshop:
    """One focus model, one budget of decoded pixels and one memory for scans that run at once."""

    facts: FactsCache
    """Facts by the digest of the content; stays open when a scan ends."""
    focus: FocusModel = field(default_factory=FocusModel)
    budget: PixelBudget = field(default_factory=lambda: PixelBudget(PIXELS_AT_ONCE))


@dataclass(frozen=True, slots=True)
class Place:
    """Where files stand that came from elsewhere: reports name them as seen from ``root``.

    Equal files of equal names give equal reports, wherever they stand for the moment.
    """

    root: Path
    digests: Mapping[str, str] = field(default_factory=dict)
    """Path below ``root``, with ``/`` → SHA-256, of files whose facts may be known already."""

    def shown(self, path: str) -> str:
        """A path as a report names it: without ``root``."""
        return path.removeprefix(self.root.as_posix()).removeprefix("/")
