"""Pictures for pages in tests: drawn, not read."""

from __future__ import annotations

import io

from PIL import Image

from evidence_qc.model import FileFacts
from evidence_qc.report.html import Picture


class Drawn:
    """A small gradient for every file; remembers what it was asked for."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def thumbnail(self, file: FileFacts) -> Picture | None:
        self.asked.append(file.path)
        return drawn(400, 300)

    def frame(self, file: FileFacts, time_s: float) -> Picture | None:
        self.asked.append(f"{file.path} at {time_s}")
        return drawn(400, 225)

    def slot(self, number: int) -> Picture | None:
        return drawn(320, 480)


def drawn(width_px: int, height_px: int) -> Picture:
    gradient = Image.linear_gradient("L").resize((width_px, height_px)).convert("RGB")
    buffer = io.BytesIO()
    gradient.save(buffer, "WEBP", quality=50)
    return Picture("image/webp", buffer.getvalue(), width_px, height_px)
