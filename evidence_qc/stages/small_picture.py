"""An examined photo once more, small, for what compares photos with one another."""

from __future__ import annotations

from typing import TYPE_CHECKING

from evidence_qc.examine.isolated import decode_rgb
from evidence_qc.media.files.originals import open_file
from evidence_qc.model import FileFacts
from evidence_qc.stages.context import ScanContext

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


def small_picture(
    facts: FileFacts, context: ScanContext, long_side_px: int
) -> NDArray[np.uint8] | None:
    """Upright sRGB, uint8 H×W×3, at most so long; None where it cannot be read any more."""
    try:
        with open_file(facts, context.root) as file:
            data = file.read()
        return decode_rgb(
            data,
            facts.format,
            workers=context.workers,
            max_long_side_px=long_side_px,
            stop=context.stop,
        )
    except (OSError, ValueError):
        return None
