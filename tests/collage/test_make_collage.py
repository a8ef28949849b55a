"""Relations that every collage keeps, whatever the photos."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evidence_qc.collage import (
    TILE_MIN_PX,
    CanvasLimits,
    Collage,
    Placement,
    TileImage,
    make_collage,
)
from evidence_qc.errors import UsageError
from evidence_qc.model import Mark

SMALL = CanvasLimits(long_side_px=700, recompression_long_side_px=700)


def photo(width: int, height: int, seed: int = 0, **words: object) -> TileImage:
    """A photo whose four corners are known colours, so that a crop would show."""
    rgb = np.full((height, width, 3), 40 + seed * 20 % 160, np.uint8)
    edge = max(1, min(width, height) // 8)
    rgb[:edge, :edge] = (250, 0, 0)
    rgb[:edge, -edge:] = (0, 250, 0)
    rgb[-edge:, :edge] = (0, 0, 250)
    rgb[-edge:, -edge:] = (250, 250, 0)
    return TileImage.of(rgb, **words)


@st.composite
def photos(draw: st.DrawFn) -> list[TileImage]:
    count = draw(st.integers(1, 9))
    tiles = []
    for i in range(count):
        aspect = draw(st.floats(0.2, 5))
        long_side = draw(st.integers(40, 900))
        width = long_side if aspect >= 1 else round(long_side * aspect)
        height = round(long_side / aspect) if aspect >= 1 else long_side
        marks = ()
        if draw(st.integers(0, 3)) == 0:
            share = st.floats(0, 1)
            marks = (Mark(draw(share), draw(share), draw(st.floats(0.005, 0.5))),)
        caption = draw(st.sampled_from(["", "Torn seam", "Порван шов", "接缝撕裂", "x" * 80]))
        label = draw(st.sampled_from(["", f"{i + 1}a"]))
        tiles.append(
            photo(max(8, width), max(8, height), i, label=label, caption=caption, marks=marks)
        )
    return tiles


def overlap(a: Placement, b: Placement) -> bool:
    first, second = a.box, b.box
    return (
        first.x_px < second.x_px + second.width_px
        and second.x_px < first.x_px + first.width_px
        and first.y_px < second.y_px + second.height_px
        and second.y_px < first.y_px + first.height_px
    )


def whole(collage: Collage) -> list[Placement]:
    return [position for position in collage.placements if not position.is_detail]


@settings(max_examples=40, deadline=None)
@given(tiles=photos(), annotated=st.booleans(), title=st.sampled_from(["", "Cotton cushion " * 5]))
def test_every_collage_keeps_its_promises(
    tiles: list[TileImage], annotated: bool, title: str
) -> None:
    """No overlap, nothing cropped or enlarged, inside the canvas, in order, floors said."""
    limits = CanvasLimits(long_side_px=700, recompression_long_side_px=700, annotations=annotated)

    collage = make_collage(tiles, limits=limits, slot_label="1/3", title=title)

    height, width = collage.pixels.shape[:2]
    assert max(height, width) <= 700
    places = collage.placements
    for i, position in enumerate(places):
        box = position.box
        assert box.x_px >= 0 and box.y_px >= 0
        assert box.x_px + box.width_px <= width and box.y_px + box.height_px <= height
        assert not any(overlap(position, other) for other in places[i + 1 :])
    photos_placed = whole(collage)
    assert [position.tile for position in photos_placed] == list(range(len(tiles)))
    for position, tile in zip(photos_placed, tiles, strict=True):
        assert (position.source.width_px, position.source.height_px) == (
            tile.width_px,
            tile.height_px,
        )
        assert (
            abs(position.box.height_px - position.box.width_px * tile.height_px / tile.width_px)
            <= 1
        )
        assert position.box.width_px <= tile.width_px
        assert position.box.height_px <= tile.height_px
    for before, after in pairwise(photos_placed):
        is_right = before.box.x_px + before.box.width_px <= after.box.x_px
        is_below = before.box.y_px + before.box.height_px <= after.box.y_px
        assert is_right or is_below
    keeps_floor = all(t.short_side_px >= TILE_MIN_PX - 0.5 for t in collage.legibility.tiles)
    assert keeps_floor or collage.legibility.weak_points


@settings(max_examples=12, deadline=None)
@given(tiles=photos())
def test_corners_are_all_shown(tiles: list[TileImage]) -> None:
    """Each photo's four corners are in the collage: nothing is cut off."""
    collage = make_collage(tiles, limits=SMALL)

    for position in whole(collage):
        box = position.box
        if min(box.width_px, box.height_px) < 24 or tiles[position.tile].marks:
            continue
        part = collage.pixels[box.y_px :, box.x_px :][: box.height_px, : box.width_px]
        corners = part[1, 1], part[1, -2], part[-2, 1], part[-2, -2]
        assert [tuple((corner > 125).tolist()) for corner in corners] == [
            (True, False, False), (False, True, False), (False, False, True), (True, True, False),
        ]  # fmt: skip


@settings(max_examples=12, deadline=None)
@given(tiles=photos())
def test_words_and_rings_leave_the_photo_alone(tiles: list[TileImage]) -> None:
    """Without marks, the pixels of every photo are the same with and without annotations."""
    plain = [
        TileImage(t.width_px, t.height_px, t.load, label="1a", caption=t.caption) for t in tiles
    ]
    collage = make_collage(plain, limits=SMALL, slot_label="1/3", title="Cushion")

    for position in whole(collage):
        box = position.box
        part = collage.pixels[box.y_px :, box.x_px :][: box.height_px, : box.width_px]
        rgb = plain[position.tile].load()
        low, high = int(rgb.min()), int(rgb.max())
        assert part.min() >= low - 2
        assert part.max() <= high + 2


def test_the_same_input_gives_the_same_pixels() -> None:
    """Deterministic to the last pixel."""
    tiles = [photo(800, 600, label="1a", caption="Hole", marks=(Mark(0.5, 0.5, 0.03),))]

    first, second = make_collage(tiles, title="x"), make_collage(tiles, title="x")

    assert np.array_equal(first.pixels, second.pixels)
    assert first.placements == second.placements


def test_a_small_mark_gets_a_detail_and_a_large_one_does_not() -> None:
    """A spot that a phone would show below the floor is shown again, enlarged, and named."""
    small = make_collage([photo(3000, 2000, label="1a", marks=(Mark(0.3, 0.4, 0.02),))])
    large = make_collage([photo(3000, 2000, label="1a", marks=(Mark(0.3, 0.4, 0.4),))])

    assert [position.detail_of for position in small.placements] == ["", "1a"]
    assert not any(position.is_detail for position in large.placements)
    assert small.legibility.tiles[0].marks_px[0] >= 24
    source = small.placements[1].source
    assert source.x_px <= 900 <= source.x_px + source.width_px
    assert source.y_px <= 800 <= source.y_px + source.height_px


def test_details_can_be_switched_off() -> None:
    """Where annotations are forbidden there is nothing but photos."""
    tile = photo(3000, 2000, label="1a", caption="Hole", marks=(Mark(0.3, 0.4, 0.02),))
    collage = make_collage([tile], limits=CanvasLimits(annotations=False), slot_label="1/3")

    assert len(collage.placements) == 1
    assert collage.legibility.badge_px is None
    part = collage.pixels[: collage.placements[0].box.y_px - 4]
    assert (part == 255).all()


def test_many_photos_are_drawn_and_said_to_be_too_many() -> None:
    """Twelve photos fit; the collage says that nobody will see them."""
    collage = make_collage([photo(400, 300, i, label=f"{i + 1}a") for i in range(12)])

    assert len(collage.placements) == 12
    assert any("12 photos" in point for point in collage.legibility.weak_points)


def test_any_number_of_photos_ends_soon() -> None:
    """Forty are drawn as a grid, all of them."""
    collage = make_collage([photo(400, 300, i) for i in range(40)], limits=SMALL)

    assert len(collage.placements) == 40


def test_text_that_no_font_has_is_named() -> None:
    """Nobody sees an empty box; the caller hears of it."""
    collage = make_collage([photo(600, 400, caption="Hole 😀 ᚠ")])

    assert set(collage.missing_characters) == {"😀", "ᚠ"}


def test_no_tiles_is_an_error() -> None:
    """There is nothing to draw."""
    with pytest.raises(UsageError):
        make_collage([])


def test_the_canvas_keeps_a_pixel_ceiling() -> None:
    """Where a platform caps pixels rather than sides."""
    tiles = [photo(3000, 2000), photo(2000, 3000)]

    collage = make_collage(tiles, limits=CanvasLimits(pixels_max=500_000))

    height, width = collage.pixels.shape[:2]
    assert 400_000 < height * width <= 501_000


def test_a_ring_needs_no_detail_where_its_claim_has_a_photo_beside_it() -> None:
    """Ring 1 on the whole item and tile 1a show the same defect; ring 2 is shown nowhere else."""
    whole_item = photo(3000, 2000, label="A", marks=(Mark(0.3, 0.4, 0.02, "1"), Mark(0.7, 0.4, 0.02, "2")))  # fmt: skip  # noqa: E501

    collage = make_collage([whole_item, photo(3000, 2000, 1, label="1a")])

    details = [position for position in collage.placements if position.is_detail]
    assert [position.mark for position in details] == [1]
    assert len(collage.legibility.tiles[0].marks_px) == 1


@pytest.mark.parametrize(("size", "is_drawn"), [(0.3, True), (0.9, False)])
def test_a_defect_that_fills_the_photo_needs_no_ring(size: float, is_drawn: bool) -> None:
    """A ring that its photo would cut off on all sides points at nothing."""
    words = {"label": "1a", "caption": "Crack"}
    plain = make_collage([photo(900, 900, **words)])
    ringed = make_collage([photo(900, 900, marks=(Mark(0.5, 0.5, size),), **words)])

    assert (not np.array_equal(plain.pixels, ringed.pixels)) is is_drawn
