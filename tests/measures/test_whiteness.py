"""White as a colour and white as a loss: print, drawings and frames against burnt scenes."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from evidence_qc.measures.whiteness import whiteness
from tests.measures.scenes import blocks, noisy

Luma = NDArray[np.uint8]


def page(ink: int = 20) -> Luma:
    """White paper with lines of print."""
    sheet = np.full((400, 600), 255, np.uint8)
    for line in range(40, 380, 30):
        cv2.putText(sheet, "parcel 4711 damaged", (40, line), 0, 0.7, ink, 1, cv2.LINE_AA)
    return sheet


def burnt(scene: Luma, gain: float) -> Luma:
    """Light added until the bright parts are lost; nothing stays black."""
    return np.clip(scene.astype(np.float32) * gain + 60, 0, 255).astype(np.uint8)


def test_print_stands_beside_white() -> None:
    """The outline of a page's white is ink; that of a burnt scene is bright."""
    paper, scene = whiteness(page()), whiteness(burnt(noisy(blocks(), 3), 1.8))

    assert paper is not None and scene is not None
    assert paper.print_ratio > 0.9
    assert scene.print_ratio < 0.35


def test_faded_print_is_no_ink() -> None:
    """Print that light has lifted to grey holds nothing against it."""
    faded = whiteness(page(ink=150))

    assert faded is not None
    assert faded.print_ratio == 0.0


def test_a_drawing_has_flat_colours_and_grain_does_not() -> None:
    """A screen is drawn in code values; a sensor never gives the same one thrice for long."""
    screen = np.full((300, 400), 255, np.uint8)
    screen[50:150, 50:350] = 90
    grainy = np.where(screen == 255, 255, noisy(screen, 2)).astype(np.uint8)
    drawn, taken = whiteness(screen), whiteness(grainy)

    assert drawn is not None and taken is not None
    assert drawn.flat_colour_ratio > 0.95
    assert taken.flat_colour_ratio < 0.3


@pytest.mark.parametrize("cut_off", ["none", "bottom"])
def test_a_thing_on_white_has_a_white_frame(cut_off: str) -> None:
    """Also where it is cut off at one side; a window that is burnt has none."""
    thing = np.full((300, 300), 255, np.uint8)
    thing[60 : 300 if cut_off == "bottom" else 240, 80:220] = 100
    window = np.full((300, 300), 100, np.uint8)
    window[:150, 100:200] = 255
    framed, open_ = whiteness(thing), whiteness(window)

    assert framed is not None and open_ is not None
    assert framed.white_frame_ratio == 1.0
    assert open_.white_frame_ratio < 0.5


@pytest.mark.parametrize("shape", [(1, 1), (1, 40), (40, 1), (2, 2)])
@pytest.mark.parametrize("value", [0, 128, 255])
def test_any_size_can_be_measured(shape: tuple[int, int], value: int) -> None:
    """Shares for white, nothing for the rest, and never a fault."""
    seen = whiteness(np.full(shape, value, np.uint8))

    if value == 255:
        assert seen is not None
        assert all(0.0 <= share <= 1.0 for share in (seen.print_ratio, seen.flat_colour_ratio))
    else:
        assert seen is None
