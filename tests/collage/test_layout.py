"""The search over slicing layouts is exact and prefers what a phone shows well."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidence_qc.collage import CanvasLimits, smallest_tile_px
from evidence_qc.collage.layout import Cell, Frame, column, leaf, position_boxes, row, solve
from evidence_qc.collage.search import search, trees

ASPECTS = st.floats(0.2, 5)


def cells(aspects: list[float], strip_px: float = 24) -> list:
    return [leaf(Cell(i, aspect, 1e6, strip_px)) for i, aspect in enumerate(aspects)]


@pytest.mark.parametrize(("count", "layouts"), [(1, 1), (2, 2), (3, 6), (4, 22), (5, 90), (6, 394)])
def test_all_ordered_slicing_layouts_are_tried(count: int, layouts: int) -> None:
    """The large Schröder numbers (OEIS A006318), each layout once."""
    assert len(list(trees(cells([1.0] * count), 10))) == layouts


@given(st.lists(ASPECTS, min_size=2, max_size=5), st.floats(100, 900))
def test_a_row_is_one_height_and_a_column_one_width(aspects: list[float], width_px: float) -> None:
    """The affine solution places what it promises."""
    tree = row(cells(aspects), 10)
    boxes = list(position_boxes(tree, 5, 7, width_px))

    assert boxes[-1].x_px + boxes[-1].width_px == pytest.approx(5 + width_px)
    for box in boxes:
        assert box.height_px == pytest.approx(tree.slope * width_px + tree.offset_px)
        assert box.cell.strip_px + box.picture_height_px == pytest.approx(box.height_px)
    stack = list(position_boxes(column(cells(aspects), 10), 0, 0, width_px))
    assert {round(box.width_px, 6) for box in stack} == {round(width_px, 6)}


@given(st.lists(ASPECTS, min_size=1, max_size=5))
def test_the_best_layout_fits_and_touches_the_screen(aspects: list[float]) -> None:
    """The canvas fills the screen in one direction: nothing is shown smaller than needed."""
    frame = Frame(header_px=28)

    layout = search([[node] for node in cells(aspects)], frame)

    assert layout is not None
    assert layout.width_px <= frame.width_px + 1e-6
    assert layout.height_px <= frame.height_px + 1e-6
    full = (layout.width_px - frame.width_px, layout.height_px - frame.height_px)
    assert min(abs(rest) for rest in full) < 1e-6
    others = [solve(tree, frame) for tree in trees(cells(aspects), frame.gutter_px)]
    assert layout.smallest_px >= max(o.smallest_px for o in others if o) - 2.0


def test_two_wide_photos_are_stacked_at_full_width() -> None:
    """What a grid would halve."""
    layout = search([[node] for node in cells([4 / 3, 4 / 3])], Frame(header_px=28))

    assert layout is not None
    assert [round(box.picture_width_px) for box in layout.boxes] == [366, 366]


def test_four_alike_read_in_rows() -> None:
    """1 2 above 3 4, not 1 3 above 2 4."""
    layout = search([[node] for node in cells([3 / 4] * 4)], Frame(header_px=28))

    assert layout is not None
    ys = [round(box.y_px) for box in layout.boxes]
    assert ys[0] == ys[1] < ys[2] == ys[3]


def test_pictures_of_a_row_are_aligned_at_top_and_bottom() -> None:
    """A caption of two lines moves its neighbour down as well."""
    tall, low = leaf(Cell(0, 0.7, 1e6, 40)), leaf(Cell(1, 0.9, 1e6, 24))
    stack = column([leaf(Cell(2, 1.2, 1e6, 24)), leaf(Cell(3, 1.2, 1e6, 24))], 12)

    boxes = list(position_boxes(row([tall, low, stack], 12), 0, 0, 500))

    assert len({round(box.y_px + box.cell.strip_px, 6) for box in boxes[:3]}) == 1
    ends = {round(box.y_px + box.height_px, 6) for box in (*boxes[:2], boxes[3])}
    assert len(ends) == 1


def test_fewer_tiles_are_larger() -> None:
    """What the planner counts on."""
    sizes = [smallest_tile_px(((4000, 3000),) * count) for count in range(1, 7)]

    assert sizes == sorted(sizes, reverse=True)
    assert sizes[1] > 250
    assert sizes[2] > 150 > sizes[4]


def test_a_photo_of_few_pixels_is_not_enlarged() -> None:
    """A thumbnail stays a thumbnail, and the size says so."""
    assert smallest_tile_px(((120, 90),)) < 100 < smallest_tile_px(((1200, 900),))


def test_a_small_photo_takes_little_from_a_large_one() -> None:
    """The canvas keeps what platforms keep; the small one stands in it at its own size."""
    small, large = leaf(Cell(0, 1.9, 640, 24)), leaf(Cell(1, 4 / 3, 4000, 24))

    layout = search([[small], [large]], Frame())
    alone = search([[small]], Frame())

    assert layout is not None and alone is not None
    assert layout.density == pytest.approx(640 / 1.9 / 150, rel=0.01)
    assert layout.smallest_px == pytest.approx(150, abs=1)
    assert alone.density == pytest.approx(640 / 366, rel=0.01)


def test_annotations_cost_room() -> None:
    """Without strips and header the photos are larger."""
    sizes = ((3000, 4000),) * 2

    assert smallest_tile_px(sizes, CanvasLimits(annotations=False)) > smallest_tile_px(sizes)


def test_the_canvas_ends_below_what_small_photos_show() -> None:
    """A thumbnail does not stand on an empty page."""
    small = solve(leaf(Cell(0, 1.0, 200.0, strip_px=25.0)), Frame())
    assert small is not None
    (box,) = small.boxes
    displayed = small.display_width_px(box)

    assert displayed < box.picture_width_px
    assert small.height_px == pytest.approx(12 + 25 + displayed + 12)


def test_what_fits_nowhere_has_no_size() -> None:
    """So that no limit of legibility is met by it."""
    assert smallest_tile_px(((1, 10_000),) * 9) == 0
    assert smallest_tile_px(((400, 300),)) > 0
