"""Words, numbers and lines stand where they belong: in their strip, their chip, at their ring."""

from __future__ import annotations

import numpy as np
import pytest

from evidence_qc.collage import style
from evidence_qc.collage.arrange import MEASURE, arrange, badge_width
from evidence_qc.collage.compose import _part, make_collage, picture_rect
from evidence_qc.collage.detail import cut
from evidence_qc.collage.layout import Box, Cell
from evidence_qc.collage.rings import draw_rings
from evidence_qc.collage.text import ELLIPSIS, Span, Style, line_width, wrap
from evidence_qc.collage.types import CanvasLimits, Rect, TileImage
from evidence_qc.model import Mark

BLUE = (40, 60, 90)
LIMITS = CanvasLimits(long_side_px=1400)
TWO = (Mark(0.3, 0.4, 0.02, "1"), Mark(0.7, 0.5, 0.02, "2"))


def photo(width: int, height: int, **words: object) -> TileImage:
    """Of one colour that no word and no line has."""
    return TileImage.of(np.full((height, width, 3), BLUE, np.uint8), **words)


def ink(pixels: np.ndarray, colour: tuple[int, int, int]) -> np.ndarray:
    """Where a colour stands, nearly pure."""
    return np.abs(pixels.astype(int) - colour).max(axis=2) < 40


def middle(found: np.ndarray) -> tuple[float, float]:
    """Of what covers it, across and down."""
    down, across = np.nonzero(found)
    return (across.min() + across.max()) / 2, (down.min() + down.max()) / 2


def test_a_number_stands_in_the_middle_of_its_chip() -> None:
    """Over each detail, and beside the photo for each ring."""
    tile = photo(1600, 1200, label="A", marks=TWO)
    plan = arrange([tile], LIMITS)
    canvas, density = make_collage([tile], limits=LIMITS).pixels, plan.layout.density
    details = [box for box in plan.layout.boxes if box.cell.detail is not None]
    size = round(style.CHIP * density)
    assert len(details) == 2
    for box in details:
        top, left = round((box.y_px - 2) * density), round(box.x_px * density)
        end = round((box.y_px + style.DETAIL_STRIP - style.STRIP_GAP / 2) * density)
        strip = canvas[top:end, left - 2 : left + size + 2]
        chip = ink(strip, style.ACCENT)
        across, down = middle(chip)
        room = round(0.3 * size)
        number = ink(
            strip[round(down) - room : round(down) + room + 1, round(across) - room :], style.PAPER
        )[:, : 2 * room + 1]

        assert middle(number) == pytest.approx((room, room), abs=0.5 + 0.04 * size)
        assert number.any(axis=1).sum() > 0.3 * size


def test_chips_and_leaders_lie_between_ring_and_lane() -> None:
    """A line runs from the ring's edge to its number, and nowhere else."""
    tile, box, density = photo(1200, 800, label="A", marks=TWO), Rect(40, 100, 1200, 800), 2.0
    cell = Box(Cell(0, 1.5, 1200, lane_px=style.LANE), 0, 0, 650, 500)
    canvas = np.full((1000, 1440, 3), BLUE, np.uint8)

    draw_rings(canvas, tile, box, cell, density)

    drawn = (canvas != BLUE).any(axis=2)
    size = style.CHIP * density
    chip_x = box.x_px + box.width_px + size * 0.85
    assert np.flatnonzero(drawn.any(axis=0))[-1] <= chip_x + size / 2 + 1
    for mark in tile.marks:
        x, y = box.x_px + mark.x_ratio * box.width_px, box.y_px + mark.y_ratio * box.height_px
        inner = round(density * (style.RING_RADIUS_MIN - style.RING_WIDTH - style.RING_CASING)) // 2
        assert not drawn[
            round(y) - inner : round(y) + inner, round(x) - inner : round(x) + inner
        ].any()
        half = canvas[round(y) - 3 : round(y) + 4, round((x + chip_x) / 2)]
        assert ink(half[None], style.ACCENT).any()
        room = round(0.3 * size)
        chip = canvas[round(y) - room : round(y) + room + 1, round(chip_x) - room :]
        number = ink(chip[:, : 2 * room + 1], style.PAPER)
        assert ink(chip, style.ACCENT).any(axis=1).all()
        assert middle(number) == pytest.approx((room, room), abs=0.5 + 0.05 * size)


def test_the_title_stands_in_its_own_lines() -> None:
    """Below the margin, above the photos."""
    tile = photo(800, 600)
    plan = arrange([tile], LIMITS, slot_label="1/3", title="Hole in the sleeve")
    canvas = make_collage(
        [tile], limits=LIMITS, slot_label="1/3", title="Hole in the sleeve"
    ).pixels
    density, lines = plan.layout.density, len(plan.header)
    rows = np.flatnonzero((canvas[: round(plan.layout.boxes[0].y_px * density)] < 128).any((1, 2)))

    assert lines == 1
    assert rows[0] >= style.MARGIN * density
    assert rows[-1] <= (style.MARGIN + lines * style.TITLE_LEADING) * density
    assert rows[-1] - rows[0] > 0.5 * style.TITLE_SIZE * density


@pytest.mark.parametrize("length", range(10, 60, 2))
def test_no_caption_runs_over_the_edge_of_its_photo(length: int) -> None:
    """The badge in front of it takes room, too."""
    caption = ("torn seam at the left " * 4)[:length].strip()
    tile = photo(900, 1600, label="12b", caption=caption)
    plan = arrange([tile, photo(900, 1600, label="3a")], LIMITS)

    for line in plan.captions[0]:
        room = plan.layout.boxes[0].width_px - badge_width(tile.label) - style.CAPTION_GAP
        assert line_width(line) / MEASURE <= room


def test_two_languages_take_a_second_line_only_where_they_need_it() -> None:
    """A short caption leaves the room to the photo, in how many words it is written whatever."""
    strips = [
        arrange([photo(1600, 1200, label="1a", **words)], LIMITS).layout.boxes[0].cell.strip_px
        for words in (
            {"caption": "Loch"},
            {"caption": "Loch", "caption_second": "hole"},
            {"caption": "Loch in der Naht " * 3, "caption_second": "hole in the seam " * 3},
        )
    ]

    assert strips[0] == strips[1] < strips[2]


@pytest.mark.parametrize("shown_px", [100.0, 100.5, 100.95, 0.1 * 3 * 1000 / 3])
def test_a_picture_is_never_wider_than_its_place(shown_px: float) -> None:
    """Whole pixels of it; what is whole but for the rounding of numbers loses none."""
    box = Box(Cell(0, 1.0, 4000), 0, 0, 200, 200)

    for density in (1.0, 1600 / 700, 3.0):
        rect = picture_rect(box, shown_px / density, density)
        assert rect.width_px == int(shown_px + 1e-9)
        assert rect.height_px == rect.width_px


def test_the_least_part_of_a_picture_is_the_pixel_that_was_asked_for() -> None:
    """Of the whole, and of a copy that is reduced so far that nothing would be left."""
    rgb = np.arange(300, dtype=np.uint8).reshape(10, 10, 3)
    whole, reduced = TileImage.of(rgb), TileImage(100, 100, lambda: rgb)

    assert np.array_equal(_part(rgb, Rect(3, 4, 1, 1), whole), rgb[4:5, 3:4])
    assert np.array_equal(_part(rgb, Rect(30, 40, 2, 2), reduced), rgb[4:5, 3:4])
    assert np.array_equal(_part(rgb, Rect(0, 0, 100, 100), reduced), rgb)


@pytest.mark.parametrize("size", [(3, 3), (30, 3), (3, 30), (300, 200), (200, 300)])
@pytest.mark.parametrize("share", [0.001, 0.1, 1.0])
@pytest.mark.parametrize(("at", "whole_scale"), [((0.5, 0.5), 0.1), ((0.0, 1.0), 2.0)])
def test_a_detail_is_a_part_of_its_photo_in_the_shape_of_its_box(
    size: tuple[int, int], share: float, at: tuple[float, float], whole_scale: float
) -> None:
    """To the pixel; where the defect fills the photo, as much of that as the shape allows."""
    tile = TileImage(600, 450, lambda: np.zeros((450, 600, 3), np.uint8), marks=(Mark(*at, share),))
    part = cut(tile, 0, Rect(0, 0, *size), whole_scale)

    assert 0 <= part.x_px <= tile.width_px - part.width_px
    assert 0 <= part.y_px <= tile.height_px - part.height_px
    shares = [(part.width_px, size[0]), (part.height_px, size[1])]
    lowest, highest = ([(px + off) / box for px, box in shares] for off in (-0.5, 0.5))
    assert max(lowest) <= min(highest)  # one scale explains both sides
    if share == 1.0 and whole_scale < 1 and min(size) > 100:
        assert part.width_px == tile.width_px or part.height_px == tile.height_px


def test_as_many_letters_as_fit_stand_before_the_ellipsis() -> None:
    """Of what the line held, in whatever styles."""
    plain, bold = Style(20, (0, 0, 0)), Style(20, (0, 0, 0), bold=True)
    spans = [Span("one ", bold), Span("two ", plain), Span("threefourfive", bold)]

    def first(letters: int) -> list[Span]:
        found = []
        for span in spans:
            found.append(Span(span.text[:letters], span.text_style))
            letters = max(0, letters - len(span.text))
        return [*found, Span(ELLIPSIS, bold)]

    for width_px in range(60, 240, 3):
        held = "".join(span.text for span in wrap(spans, width_px, 9)[0])
        (line,) = wrap(spans, width_px, 1)
        said = "".join(span.text for span in line)
        if len(held) < sum(len(span.text) for span in spans):
            fitting = max(n for n in range(len(held) + 1) if line_width(first(n)) <= width_px)
            assert said.rstrip(ELLIPSIS).rstrip() == held[:fitting].rstrip()
            assert said.endswith(ELLIPSIS)
        else:
            assert said == held


def test_a_line_may_break_between_ideographs_and_letters() -> None:
    """As before and behind each ideograph: no word is torn for it."""
    style_ = Style(20, (0, 0, 0))
    room = line_width([Span("外套ab", style_)])

    lines = wrap([Span("外套abc", style_)], room, 9)

    assert ["".join(s.text for s in line) for line in lines] == ["外套", "abc"]


@pytest.mark.parametrize("label", ["A", "12b"])
def test_a_caption_of_one_line_stands_at_the_height_of_its_badge(label: str) -> None:
    """The badge is as wide as it was planned for, and the letters' middle is its middle."""
    tile = photo(1200, 900, label=label, caption="HHH")
    plan = arrange([tile], LIMITS)
    canvas, density = make_collage([tile], limits=LIMITS).pixels, plan.layout.density
    (box,) = plan.layout.boxes
    top, left = round(box.y_px * density), round(box.x_px * density)
    strip = canvas[top - 2 : top + round((style.BADGE_HEIGHT + 4) * density), left:]
    wide, high = badge_width(label) * density, style.BADGE_HEIGHT * density
    row = ink(strip, style.INK)[2 + round(high * 0.1)]
    rest = ink(strip, style.INK)[:, round(wide + style.CAPTION_GAP * density / 2) :]

    assert np.nonzero(row[: round(wide * 1.3)])[0].max() == pytest.approx(wide, abs=0.25 * high)
    assert rest.any()
    assert middle(rest)[1] == pytest.approx(2 + high / 2, abs=0.06 * high)


def test_a_title_is_set_in_its_own_size() -> None:
    """Both of its languages, and the slot's number beside them."""
    plan = arrange([photo(1200, 900)], LIMITS, slot_label="1/3", title="Coat", title_second="шуба")
    sizes = [(span.text, span.text_style.size_px / MEASURE) for span in plan.header[0]]

    assert "".join(text for text, _ in sizes).startswith("1/3  Coat")
    assert sizes[0][1] == pytest.approx(style.SLOT_SIZE, abs=0.5)
    for _, size in sizes[1:]:
        assert size == pytest.approx(style.TITLE_SIZE, abs=0.5)


def test_numbers_stand_as_far_from_the_photo_on_either_side() -> None:
    """In the lane left or right of it; a leader is cased, so that it is seen on any photo."""
    tile, density = photo(1200, 800, label="A", marks=TWO[:1]), 4.0
    box, off = Rect(240, 100, 1200, 800), []
    for is_left in (True, False):
        canvas = np.full((1000, 1680, 3), BLUE, np.uint8)
        cell = Cell(0, 1.5, 1200, lane_px=style.LANE, is_lane_left=is_left)
        draw_rings(canvas, tile, box, Box(cell, 0, 0, 325, 250), density)
        lane = canvas[:, : box.x_px] if is_left else canvas[:, box.x_px + box.width_px :]
        found = np.nonzero((lane != BLUE).any(axis=2).any(axis=0))[0]
        off.append((box.x_px - found.min()) if is_left else found.max() + 1)
        across = box.x_px + 100 if is_left else box.x_px + box.width_px - 100
        line = ink(canvas[:, across : across + 1], style.ACCENT)[:, 0]
        casing = ink(canvas[:, across : across + 1], style.PAPER)[:, 0]
        inside = np.nonzero(line)[0]

        assert casing[: inside.min()].any()
        assert casing[inside.max() :].any()

    assert off[0] == pytest.approx(off[1], abs=1)
    assert 1 <= off[0] / (style.CHIP * density) <= 1.5


@pytest.mark.parametrize("sizes", [(1200, 800), (800, 1200), (900, 900)])
def test_a_ring_of_no_claim_leaves_the_photo_room(sizes: tuple[int, int]) -> None:
    """Up to nine tenths of the short side it is drawn; a larger one would mark the photo's edge."""
    box = Rect(0, 0, *sizes)
    for share, drawn in ((style.RING_MOST * 0.98, True), (style.RING_MOST * 1.02, False)):
        room = share * min(sizes) / 2 - style.RING_WIDTH
        mark = Mark(0.5, 0.5, 2 * room / style.RING_ROOM / max(sizes))
        canvas = np.full((sizes[1], sizes[0], 3), BLUE, np.uint8)
        draw_rings(
            canvas, photo(*sizes, marks=(mark,)), box, Box(Cell(0, 1.0, 900), 0, 0, 450, 450), 1.0
        )

        assert (canvas != BLUE).any() == drawn
