"""Where the page gets its pictures from, and how they travel inside it."""

from __future__ import annotations

import base64
from dataclasses import dataclass
from typing import Protocol

from evidence_qc.model import FileFacts


@dataclass(frozen=True, slots=True)
class Picture:
    """One encoded picture, small enough for a page."""

    mime: str
    data: bytes
    width_px: int
    height_px: int

    @property
    def uri(self) -> str:
        """The picture as a ``data:`` address, so that the page needs no other file."""
        return f"data:{self.mime};base64,{base64.b64encode(self.data).decode('ascii')}"


class PictureSource(Protocol):
    """Gives the page its pictures; called from several threads, never raises for a bad file."""

    def thumbnail(self, file: FileFacts) -> Picture | None:
        """The whole photo, upright, about 400 px; None where it cannot be shown."""

    def frame(self, file: FileFacts, time_s: float) -> Picture | None:
        """The frame of a video that is shown at this time; None where it cannot be shown."""

    def slot(self, number: int) -> Picture | None:
        """A slot as it will be submitted, about 640 px; None where it is not built."""


class NoPictures:
    """The page of a saved report whose files are elsewhere."""

    def thumbnail(self, file: FileFacts) -> Picture | None:
        """None."""

    def frame(self, file: FileFacts, time_s: float) -> Picture | None:
        """None."""

    def slot(self, number: int) -> Picture | None:
        """None."""
