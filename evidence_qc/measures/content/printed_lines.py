"""Reads the lines of print in a photo, where the extra ``text`` is installed.

RapidOCR runs the PP-OCR models (PaddleOCR, Apache-2.0), which lie in its wheel: nothing is fetched.
Latin letters and digits, Chinese and Japanese are read; numbers stand in every language's print.
"""

from __future__ import annotations

import os
from functools import lru_cache
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

LONG_SIDE_PX = 2000
"""Letters of a label that fills the picture have 20 px and more at this size."""
SURE_RATIO = 0.5
"""How sure the model must be of a line; what is looked for in it must be there sign by sign."""
QUARTER_TURNS = (0, 2, 1, 3)
"""How a photo is held to be read, upright first. Print that stands on its head is half read, and
wrongly: of ten drawn labels whose number was missed, six were read turned by half, two by a quarter
(2026-11). Each further look costs as much as the first."""
NEEDED = ("rapidocr", "onnxruntime")


def can_read() -> bool:
    """Whether the extra is installed."""
    return all(find_spec(name) is not None for name in NEEDED)


def printed_lines(rgb: NDArray[np.uint8], quarter_turns: int = 0) -> tuple[str, ...]:
    """The lines that were read, from the top.

    Args:
        rgb: uint8 H×W×3, upright sRGB, at most ``LONG_SIDE_PX`` long.
        quarter_turns: 0–3, by how many it is turned to the left before it is read.

    Raises:
        ModuleNotFoundError: the extra is not installed.
    """
    held = np.ascontiguousarray(np.rot90(rgb[..., ::-1], quarter_turns))
    read = _reader()(held)
    found = zip(read.txts or (), read.scores or (), strict=True)
    return tuple(str(text) for text, sure in found if sure >= SURE_RATIO)


@lru_cache(maxsize=1)
def _reader() -> Any:
    """One for a process: 0.6 GB while it reads; one thread, the models of the wheel."""
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    package = import_module("rapidocr")
    folder = Path(str(package.__file__)).parent / "models"
    threads = "EngineConfig.onnxruntime"
    return package.RapidOCR(
        params={
            f"{threads}.intra_op_num_threads": 1,
            f"{threads}.inter_op_num_threads": 1,
            "Global.log_level": "critical",
            **{
                f"{part.title()}.model_path": str(sorted(folder.glob(f"*_{part}_*.onnx"))[0])
                for part in ("det", "rec", "cls")
            },
        }
    )
