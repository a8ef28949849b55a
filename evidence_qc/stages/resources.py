"""What scans side by side share, and how files from elsewhere are named."""

from __future__ import annotations

import base64
import os
import re
from collections.abc import Mapping
from concurrent.futures import Executor
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from evidence_qc.runtime.budget import PixelBudget
from evidence_qc.runtime.cache import FactsCache
from evidence_qc.runtime.stop import Stop
from evidence_qc.runtime.workers import Workers

if TYPE_CHECKING:
    from evidence_qc.focus import FocusModel
    from evidence_qc.media.files.discover import Discovery
    from evidence_qc.report.html import ThumbnailCache
    from evidence_qc.stages.appearances import Appearances

_FOREIGN = re.compile("[\ud800-\udfff]")
"""What stands for a byte of a name that is no Unicode (PEP 383)."""

PIXELS_AT_ONCE = 64_000_000
"""Decoded pixels that all workers together may hold: one 48-MP HEIC, or many reduced JPEGs."""


def _focus_model() -> FocusModel:
    """Loads OpenCV, which whoever has everything decoded by others can do without."""
    from evidence_qc.focus import FocusModel

    return FocusModel()


@dataclass(frozen=True, slots=True)
class SharedResources:
    """One focus model, one budget of decoded pixels and one memory for scans that run at once."""

    facts: FactsCache
    """Facts by the digest of the content; stays open when a scan ends."""
    focus: FocusModel = field(default_factory=_focus_model)
    budget: PixelBudget = field(default_factory=lambda: PixelBudget(PIXELS_AT_ONCE))
    clips: PixelBudget = field(default_factory=lambda: PixelBudget(PIXELS_AT_ONCE))
    """The same for frames of video, so that a long clip holds up no photo."""
    pool: Executor | None = None
    """Threads that examine files for all of them; None: each scan starts its own."""
    workers: Workers | None = None
    """Processes that decode for all of them; None: each scan does as it is told."""
    pictures: ThumbnailCache | None = None
    """Small pictures as the page of a bundle has them, for whoever builds again and again."""
    appearances: Appearances | None = None
    """What photos look like, for the same."""
    stop: Stop | None = None
    """Once it is set, what these resources are used for is dropped at once."""


@dataclass(frozen=True, slots=True)
class SourceRoot:
    """Where files stand that came from elsewhere: reports name them as seen from ``root``.

    Equal files of equal names give equal reports, wherever they stand for the moment.
    """

    root: Path
    digests: Mapping[str, str] = field(default_factory=dict)
    """Path below ``root``, with ``/`` → SHA-256, of files whose facts may be known already."""
    found: Discovery | None = None
    """What stands below ``root``, for who has looked already; None: whoever scans it looks."""

    def display_path(self, path: str) -> str:
        """A path as a report names it: without ``root``."""
        root = _FOREIGN.sub("\N{REPLACEMENT CHARACTER}", self.root.as_posix())
        return path.removeprefix(root).removeprefix("/")

    def raw(self, path_b64: str | None) -> str | None:
        """The same for the bytes of a path; None where what is left of them is valid Unicode."""
        if path_b64 is None:
            return None
        whole = base64.b64decode(path_b64)
        below = whole.removeprefix(os.fsencode(self.root)).removeprefix(os.fsencode(os.sep))
        try:
            below.decode("utf-8")
        except UnicodeDecodeError:
            return base64.b64encode(below).decode("ascii")
        return None

    def hides(self, text: str) -> str:
        """A sentence that does not tell where ``root`` is."""
        if not self.root.name:  # the root of a disk hides nothing
            return text
        for display_path in (str(self.root), self.root.as_posix()):
            text = (
                text.replace(f"{display_path}/", "")
                .replace(f"{display_path}\\", "")
                .replace(display_path, ".")
            )
        return text
