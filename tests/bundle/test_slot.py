"""A slot keeps the profile's limits and records how it was made."""

import io
from dataclasses import replace
from functools import lru_cache

import numpy as np
import pytest
from PIL import Image

from evidence_qc.bundle.slot import _image, canvas_limits, photo_bytes_max, slot_drawer
from evidence_qc.errors import CannotFitError
from evidence_qc.model import Mark, SlotPlan, Sourced, Tile
from evidence_qc.profiles import load_profile, profile_names

SIZES = {"whole.jpg": (1600, 1200), "seam.jpg": (900, 1200), "label.jpg": (1200, 700)}


def load(tile: Tile) -> np.ndarray:
    return picture(*SIZES[tile.path])


@lru_cache
def picture(width: int, height: int) -> np.ndarray:
    y, x = np.mgrid[:height, :width].astype(np.float32)
    luma = 128 + 90 * np.sin(x / 9) * np.cos(y / 7)
    return np.repeat(luma[..., None], 3, axis=-1).astype(np.uint8)


def slot(*paths: str, number: int = 1, total: int = 3) -> SlotPlan:
    tiles = tuple(
        Tile(
            f"{i}a", path, caption="Порван шов", caption_en="Torn seam", claims=(i,),
            width_px=SIZES[path][0], height_px=SIZES[path][1],
        )
        for i, path in enumerate(paths, 1)
    )  # fmt: skip
    return SlotPlan(number, total, tiles, title="Cushion")


@pytest.mark.parametrize("name", profile_names())
def test_every_shipped_profile_is_kept(name: str) -> None:
    """Bytes, pixels and sides, for one tile and for three."""
    profile = load_profile(name)
    for paths in (["whole.jpg"], list(SIZES)):
        drawn = slot_drawer()(slot(*paths), load, profile)

        image = Image.open(io.BytesIO(drawn.data))
        assert image.format == "JPEG"
        assert image.size == (drawn.width_px, drawn.height_px)
        assert len(drawn.data) <= 0.95 * (profile.photo_bytes_max.value or 10**9)
        assert max(image.size) <= (profile.photo_long_side_max_px.value or 10**9)
        assert [sources.path for sources in drawn.sources] == paths


def test_the_derivation_of_each_tile_is_recorded() -> None:
    """Where it stands, how it was scaled, and the detail as such."""
    plan = slot("whole.jpg", "seam.jpg")
    marked = Tile("1a", "whole.jpg", marks=(Mark(0.5, 0.5, 0.02),))
    drawn = slot_drawer({"whole.jpg": "ab" * 32})(
        SlotPlan(1, 3, (marked, plan.tiles[1])), load, load_profile()
    )

    assert [(s.path, s.detail_of) for s in drawn.sources] == [
        ("whole.jpg", ""), ("whole.jpg", "1a"), ("seam.jpg", ""),
    ]  # fmt: skip
    transform = dict(drawn.sources[0].transform)
    assert transform["upright"] is True
    assert transform["source_px"] == [0, 0, 1600, 1200]
    x, y, width, height = transform["box_px"]  # type: ignore[misc]
    assert x > 0 and y > 0 and x + width <= drawn.width_px and y + height <= drawn.height_px
    assert ("ab" * 32).encode() in drawn.data
    assert b"Composite 1/3: 2 whole photos and 1 detail, with captions" in drawn.data


def test_a_photo_alone_is_plain_where_annotations_are_forbidden() -> None:
    """No margin, no number: the photo itself, upright and clean."""
    profile = load_profile(overrides=["annotations=forbidden"])

    drawn = slot_drawer()(slot("whole.jpg"), load, profile)

    assert (drawn.width_px, drawn.height_px) == SIZES["whole.jpg"]
    assert not canvas_limits(profile).annotations


def test_annotations_to_avoid_stay_off_the_photo() -> None:
    """Margins may speak, rings may not."""
    limits = canvas_limits(load_profile(overrides=["annotations=avoid"]))

    assert (limits.annotations, limits.rings) == (True, False)


def test_a_shared_total_is_shared() -> None:
    """Shopify: 2 MB a file, 4 MB together; three photos get a third each."""
    profile = load_profile("shopify")

    assert photo_bytes_max(profile, 1) == int(2_000_000 * 0.95)
    assert photo_bytes_max(profile, 4) == int(1_000_000 * 0.95)


@pytest.mark.parametrize("annotations", ["allowed", "forbidden"])
def test_photos_of_a_shared_total_fit_into_it_together(annotations: str) -> None:
    """Whether they have margins or stand alone."""
    total = 90_000
    rgb = np.random.default_rng(3).integers(0, 256, (200, 300, 3), dtype=np.uint8)
    tile = Tile("1a", "noise.jpg", width_px=300, height_px=200)
    profile = load_profile(
        overrides=[f"annotations={annotations}", f"total_bytes_max={total}", "videos_max=0"]
    )
    single, shared = (
        slot_drawer()(SlotPlan(1, photos, (tile,)), lambda _: rgb, profile).data
        for photos in (1, 3)
    )

    assert len(single) <= 0.95 * total
    assert 3 * len(shared) <= 0.95 * total


def test_captions_begin_with_a_capital_and_go_on_as_written() -> None:
    """The first letter or digit, whatever stands before it; English first, the other below."""
    for said, drawn in (
        ("torn seam", "Torn seam"),
        ("«é", "«É"),
        ("a", "A"),
        ("2 holes", "2 holes"),
    ):
        for tile in (Tile("1a", "x.jpg", caption=said), Tile("1a", "x.jpg", "шов", said)):
            image = _image(replace(tile, width_px=4, height_px=3), load, 100)

            assert (image.caption, image.caption_second) == (
                drawn,
                "шов" if tile.caption_en else "",
            )


def test_hard_compression_is_said() -> None:
    """A tiny limit is kept, and the slot says what it cost."""
    profile = load_profile(overrides=["photo_bytes_max=60000"])

    drawn = slot_drawer()(slot("whole.jpg", "seam.jpg"), load, profile)

    assert len(drawn.data) <= 57_000
    assert any("To fit the size limit" in point for point in drawn.weak_points)


def test_an_emoji_is_left_out_and_a_letter_without_a_font_is_weak() -> None:
    """The words that stay begin with a capital; a lost letter may change what they say."""
    words = [
        slot_drawer()(
            SlotPlan(1, 1, (Tile("1a", "whole.jpg", caption=said, width_px=1600, height_px=1200),)),
            load,
            load_profile(),
        ).weak_points
        for said in ("💔 broken", "𒀭 broken")
    ]

    assert words[0] == ()
    assert any("𒀭" in point for point in words[1])


def test_a_platform_without_jpeg_is_refused() -> None:
    """Only a user's own profile can say so; all shipped ones take JPEG."""
    with pytest.raises(CannotFitError, match="no JPEG"):
        slot_drawer()(slot("whole.jpg"), load, load_profile(overrides=["photo_formats=png"]))


def test_a_tile_of_unknown_size_is_loaded_to_be_measured() -> None:
    """Video frames have no size in the plan."""
    tile = Tile("1a", "whole.jpg", time_s=3.2)

    drawn = slot_drawer()(SlotPlan(1, 1, (tile,)), load, load_profile())

    assert drawn.sources[0].time_s == 3.2
    assert b"Composite 1/1: one whole photo, with captions" in drawn.data


@pytest.mark.slow
@pytest.mark.parametrize("name", profile_names())
def test_twenty_random_slots_keep_every_profile(name: str) -> None:
    """Bytes, pixels, sides and format, for noisy photos of any shape in any number up to four."""
    rng = np.random.default_rng(5)
    profile = load_profile(name)
    for _ in range(20):
        sizes = [
            (int(rng.integers(300, 1600)), int(rng.integers(300, 1600)))
            for _ in range(rng.integers(1, 5))
        ]
        pictures = {
            f"{i}.jpg": rng.integers(0, 256, (height, width, 3), dtype=np.uint8)
            for i, (width, height) in enumerate(sizes)
        }
        tiles = tuple(
            Tile(
                f"{i + 1}a", f"{i}.jpg", caption="Stain", width_px=width, height_px=height,
                marks=(Mark(0.4, 0.6, 0.04),) if rng.integers(2) else (),
            )
            for i, (width, height) in enumerate(sizes)
        )  # fmt: skip
        plan = SlotPlan(1, profile.photos_max.value or 3, tiles, title="Cushion")

        drawn = slot_drawer()(
            plan,
            lambda tile, known=pictures: known[tile.path],
            profile,
        )

        limit = photo_bytes_max(profile, plan.total)
        assert limit is None or len(drawn.data) <= limit
        assert max(drawn.width_px, drawn.height_px) <= (
            profile.photo_long_side_max_px.value or 10**9
        )
        assert Image.open(io.BytesIO(drawn.data)).format == "JPEG"


@pytest.mark.parametrize("videos", [None, 0, 1])
def test_a_video_takes_half_of_a_shared_total(videos: int | None) -> None:
    """A photo alone has all of the rest; the smaller of two limits counts, less the headroom."""
    shared = replace(
        load_profile("generic"),
        photo_bytes_max=Sourced(900_000),
        total_bytes_max=Sourced(2_000_000),
        videos_max=Sourced(videos),
    )
    room = 1_000_000 if videos else 2_000_000

    for photos in (0, 1, 2, 3, 8):
        most = min(900_000, room // max(1, photos))
        assert photo_bytes_max(shared, photos) == pytest.approx(most * 0.95, abs=2)
    alone = replace(shared, total_bytes_max=Sourced(None))
    assert photo_bytes_max(alone, 8) == int(900_000 * 0.95)
    assert photo_bytes_max(replace(alone, photo_bytes_max=Sourced(None)), 3) is None
