"""Whoever follows the pixels of a photo through the code is not sent to and fro."""

import sys
from pathlib import Path
from types import FrameType
from typing import Any

import numpy as np

import evidence_qc
from evidence_qc.examine.photo import PhotoName, examine_photo
from evidence_qc.focus import FocusModel
from tests.pictures import jpeg, scene

ROOT = Path(evidence_qc.__file__).parent
CALLS_MAX, TURNS_BACK_MAX = 40, 15


def steps_to_the_blur(data: bytes) -> list[Path]:
    """The file of each function of ours that is called, from the bytes to the blur."""
    focus, name = FocusModel(), PhotoName("a.jpg", "jpeg")
    examine_photo(data, name, focus)  # what is loaded when it is first needed
    steps: list[Path] = []
    is_there = False

    def note(frame: FrameType, event: str, _: Any) -> None:
        nonlocal is_there
        file, function = Path(frame.f_code.co_filename), frame.f_code.co_name
        if is_there or not file.is_relative_to(ROOT):
            return
        if event == "call" and not function.startswith("<"):
            steps.append(file)
        is_there = event == "return" and function == "summarize"

    before = sys.getprofile()
    sys.setprofile(note)
    try:
        examine_photo(data, name, focus)
    finally:
        sys.setprofile(before)
    assert is_there
    return steps


def test_the_pixels_take_a_short_way_to_their_blur() -> None:
    """Metadata, names and print are not on it."""
    steps = steps_to_the_blur(jpeg(np.tile(scene(768, 576), (4, 4, 1))))
    files = [here for before, here in zip([None, *steps], steps, strict=False) if here != before]
    turns_back = len(files) - len(set(files))

    assert len(steps) <= CALLS_MAX
    assert turns_back <= TURNS_BACK_MAX
    assert not {"metadata.py", "screenshots.py", "text.py"} & {each.name for each in files}
