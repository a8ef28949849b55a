"""Lines of print on paper are told from spots, weave, signs of few letters and coloured goods."""

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from evidence_qc.examine.photo import examine_array
from evidence_qc.focus import FocusModel
from evidence_qc.measures.content.page import printed_lines
from evidence_qc.media.photo.decode import planes_from_rgb
from evidence_qc.model import Subject


def receipt(
    angle_deg: float = 0.0,
    paper: tuple[int, int, int] = (236, 233, 225),
    lines: int = 24,
    light: float = 0.0,
    inks: tuple[tuple[int, int, int], ...] = ((40, 40, 40),),
    thing: tuple[int, int] = (0, 0),
) -> np.ndarray:
    """A strip of printed lines on a table, uint8 RGB; a dark thing of that size lies on it."""
    random = np.random.default_rng(lines)
    strip = Image.new("RGB", (620, 40 + 34 * lines), paper)
    draw = ImageDraw.Draw(strip)
    font = ImageFont.load_default(24)
    for row in range(lines):
        words = " ".join(
            "".join(random.choice(list("abdeghiklmnoprstu0123456789"), 6)) for _ in range(5)
        )
        draw.text((30, 20 + 34 * row), words, inks[row % len(inks)], font)
    table = Image.new("RGB", (1440, 1080), (92, 70, 55))
    turned = strip.rotate(angle_deg, expand=True, fillcolor=(92, 70, 55), resample=Image.BICUBIC)
    table.paste(turned, ((1440 - turned.width) // 2, (1080 - turned.height) // 2))
    across, down = thing
    left, top = (1440 - across) // 2, (1080 - down) // 2
    ImageDraw.Draw(table).rectangle((left, top, left + across, top + down), (22, 22, 26))
    shade = np.linspace(1 - light, 1, 1440)[None, :, None]
    seen = np.asarray(table) * shade + random.normal(0, 3, (1080, 1440, 1))
    return np.clip(seen, 0, 255).astype(np.uint8)


def what(rgb: np.ndarray) -> Subject | None:
    found = examine_array(rgb, FocusModel()).shows
    return found.what if found else None


@pytest.mark.parametrize("angle_deg", [0, 4, -7, 180])
def test_a_receipt_is_a_printed_page(angle_deg: float) -> None:
    assert what(receipt(angle_deg)) is Subject.PRINTED_PAGE


def test_light_from_one_side_hides_no_page() -> None:
    assert what(receipt(light=0.4)) is Subject.PRINTED_PAGE


@pytest.mark.parametrize(
    "inks",
    [((60, 70, 130),), ((40, 40, 40),) * 11 + ((200, 30, 40),), ((120, 118, 112),)],
    ids=["blue thermal ink", "a coloured total", "grey"],
)
def test_a_receipt_in_another_ink_is_one(inks: tuple[tuple[int, int, int], ...]) -> None:
    assert what(receipt(inks=inks)) is Subject.PRINTED_PAGE


@pytest.mark.parametrize(
    "inks",
    [((20, 30, 190),), ((40, 40, 40), (30, 30, 200), (40, 40, 40))],
    ids=["menu of a BIOS", "links"],
)
def test_a_photographed_screen_in_colours_is_no_page(
    inks: tuple[tuple[int, int, int], ...],
) -> None:
    """What a screen says may be what is wrong: it is not put aside as a receipt."""
    assert what(receipt(inks=inks, paper=(196, 198, 204))) is None


@pytest.mark.parametrize("thing", [(240, 640), (330, 420)])
def test_a_thing_on_a_page_is_no_page(thing: tuple[int, int]) -> None:
    """A broken phone on its form."""
    assert what(receipt(thing=thing, lines=28)) is None


def test_print_on_coloured_goods_and_a_sign_of_few_words_are_no_page() -> None:
    """A printed shirt and a name plate may be what the dispute is about."""
    assert what(receipt(paper=(230, 120, 60))) is None
    assert what(receipt(lines=2)) is None


def test_spots_have_no_lines() -> None:
    """As many and as dark as letters, in any direction."""
    random = np.random.default_rng(1)
    rgb = np.full((1080, 1440, 3), 225, np.uint8)
    for x, y in random.integers(20, 1060, (900, 2)):
        size = random.integers(4, 12)
        rgb[y : y + size, x : x + size // 2 + 2] = 50
    lines = printed_lines(planes_from_rgb(rgb))

    assert lines is not None
    assert lines.along_ratio < 0.4
    assert what(rgb) is None


def test_nothing_and_a_picture_too_small_have_no_lines() -> None:
    for rgb in (np.full((600, 800, 3), 200, np.uint8), np.zeros((60, 900, 3), np.uint8)):
        assert printed_lines(planes_from_rgb(rgb)) is None
