"""Backs of books that no one wrote, for the shelf of ``room``. sRGB uint8."""

from __future__ import annotations

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from .noise import fractal

TABLE = (32, 4)
"""Columns and rows of the painted spines."""
STARTS = ("The", "A Year of", "Notes on", "Small", "Northern", "Old", "On", "Under", "Beyond")
STARTS += ("Letters from", "The Book of", "After", "Seven", "A Short History of", "Two", "Among")
STARTS += ("Without", "The Last", "Lost", "Quiet", "Learning", "Plain", "", "", "", "")
ENDS = ("Rivers", "Harbours", "Bread", "Maps", "Winter", "Knots", "Birds", "Salt", "Gardens")
ENDS += ("Bridges", "Glass", "Orchards", "Weather", "Clocks", "Islands", "Chess", "Moss", "Iron")
ENDS += ("Lanterns", "Wool", "Ferries", "Stone", "Mountains", "Pianos", "Honey", "Trains", "Tides")
ENDS += ("Kites", "Lichens", "Umbrellas", "Marbles", "Soup", "Dictionary", "Atlas", "Signals")
MAKERS = ("VERN", "Halm", "OPAL", "tern", "K&R", "Lund", "Aster", "N")
CLOTHS = (
    (196, 186, 164),
    (58, 66, 84),
    (122, 38, 34),
    (34, 62, 52),
    (214, 208, 196),
    (150, 118, 62),
    (36, 36, 40),
    (92, 108, 122),
    (176, 92, 48),
    (228, 222, 210),
)
GILT = (196, 160, 84)


def spines(cell=(128, 512), seed=12) -> np.ndarray:
    """All of them in a table of ``TABLE``, each upright in a ``cell`` of px."""
    rng = np.random.default_rng(seed)
    wide, tall = cell
    out = Image.new("RGB", (wide * TABLE[0], tall * TABLE[1]))
    for k in range(TABLE[0] * TABLE[1]):
        one = _spine(tall, wide, rng)
        rubbed = 1 + 0.05 * fractal((wide, tall), 20, 3, k)
        face = np.asarray(one, np.float32) * rubbed[..., None]
        one = Image.fromarray(np.clip(face, 0, 255).astype(np.uint8))
        place = (k % TABLE[0] * wide, k // TABLE[0] * tall)
        out.paste(one.transpose(Image.Transpose.ROTATE_270), place)
    return np.asarray(out)


def _spine(long: int, thick: int, rng) -> Image.Image:
    """One, lying: cloth, a band or rules, a title and its maker."""
    cloth = np.array(CLOTHS[rng.integers(len(CLOTHS))]) * rng.uniform(0.82, 1.08)
    cloth = cloth + rng.normal(0, 5, 3)
    ink = (238, 232, 218) if cloth.mean() < 120 else (40, 36, 34)
    ink = GILT if rng.random() < 0.25 else ink
    one = Image.new("RGB", (long, thick), tuple(np.clip(cloth, 0, 255).astype(int).tolist()))
    draw = ImageDraw.Draw(one)
    band, style = CLOTHS[rng.integers(len(CLOTHS))], rng.random()
    if style < 0.3:
        draw.rectangle([40, 0, int(rng.integers(90, 190)), thick], fill=band)
    elif style < 0.5:
        for at in (30, 38, long - 40, long - 32):
            draw.line([at, 0, at, thick], fill=ink, width=3)
    title = f"{STARTS[rng.integers(len(STARTS))]} {ENDS[rng.integers(len(ENDS))]}".strip()
    font = ImageFont.load_default(int(rng.integers(26, 64)))
    left = int(rng.integers(50, 170))
    while font.getlength(title) > long - left - 90:
        font = ImageFont.load_default(int(font.size) - 3)
    draw.text((left, thick // 2), title, ink, font, anchor="lm")
    maker = MAKERS[rng.integers(len(MAKERS))]
    draw.text((long - 24, thick // 2), maker, ink, ImageFont.load_default(22), anchor="rm")
    return one
