"""Shapes are smooth, stay where they belong, and leave the rest alone."""

import numpy as np

from evidence_qc.collage import Rect, paint

RED = (200, 0, 0)


def canvas() -> np.ndarray:
    return np.full((120, 160, 3), 255, np.uint8)


def test_a_ring_leaves_the_defect_inside_it_alone() -> None:
    """Nothing but a thin line is drawn."""
    image = canvas()
    paint.ring(image, 80, 60, 30, 4, RED, Rect(0, 0, 160, 120))

    inside = image[45:75, 65:95]
    assert (inside == 255).all()
    assert tuple(image[60, 110]) == RED
    changed = (image != 255).any(axis=-1).sum()
    assert abs(changed - 2 * np.pi * 30 * 4) < 0.5 * 2 * np.pi * 30 * 4


def test_a_ring_stays_on_its_photo() -> None:
    """It never runs over the margin or a neighbour."""
    image = canvas()
    paint.ring(image, 20, 20, 30, 4, RED, Rect(10, 10, 40, 40))

    outside = image.copy()
    outside[10:50, 10:50] = 255
    assert (outside == 255).all()


def test_shapes_may_lie_outside_the_canvas() -> None:
    """Marks at the edge and beyond are no error."""
    image = canvas()
    paint.ring(image, -500, 60, 20, 4, RED, Rect(0, 0, 160, 120))
    paint.pill(image, 150, 110, 60, 30, RED)
    paint.line(image, (-50, -50), (400, 300), 3, RED)

    assert image.shape == (120, 160, 3)


def test_edges_are_smooth() -> None:
    """A disc has pixels between paper and ink."""
    image = canvas()
    paint.pill(image, 50.3, 40.7, 20, 20, (0, 0, 0))

    assert len(np.unique(image)) > 20


def test_a_frame_stands_outside_its_box() -> None:
    """Nothing of the photo is covered."""
    image = canvas()
    paint.frame(image, Rect(30, 30, 50, 40), 2, RED)

    assert (image[30:70, 30:80] == 255).all()
    assert tuple(image[29, 40]) == RED
    assert tuple(image[71, 81]) == RED


def test_a_picture_is_placed_whole() -> None:
    """Reduced by area: its mean stays."""
    image = canvas()
    rgb = np.random.default_rng(1).integers(0, 256, (400, 500, 3), dtype=np.uint8)
    paint.picture(image, rgb, Rect(10, 10, 100, 80))

    assert abs(image[10:90, 10:110].mean() - rgb.mean()) < 1
