"""Painted surfaces, from noise: oak boards, cardboard, a parcel label, a ruler. sRGB uint8."""

from __future__ import annotations

from itertools import pairwise

import cv2
import numpy as np
from PIL import Image, ImageDraw, ImageFont

from ..noise import fractal, resample, smooth_noise


def _mix(a, b, t):
    return np.asarray(a, np.float32) * (1 - t[..., None]) + np.asarray(b, np.float32) * t[..., None]


def boards(px: int, metres: float, light, dark, plank=(0.19, 1.25), seed=3) -> np.ndarray:
    """A floor or table top of staggered planks, (px, px, 3); boards run left to right."""
    rng = np.random.default_rng(seed)
    out = np.zeros((px, px, 3), np.float32)
    per = px / metres
    rows = int(np.ceil(metres / plank[0]))
    for r in range(rows):
        y0, y1 = int(r * plank[0] * per), min(px, int((r + 1) * plank[0] * per))
        shift = rng.uniform(0, plank[1])
        cuts = sorted(
            {0, px, *[int(c * per) for c in np.arange(-shift, metres, plank[1]) if c > 0]}
        )
        for x0, x1 in pairwise(cuts):
            if y1 - y0 < 4 or x1 - x0 < 4:
                continue
            out[y0:y1, x0:x1] = _plank((y1 - y0, x1 - x0), per, light, dark, rng)
    return np.clip(out, 0, 255).astype(np.uint8)


def _plank(shape, per, light, dark, rng) -> np.ndarray:
    h, w = shape
    seed = int(rng.integers(1 << 30))
    y = (np.arange(h) / per)[:, None] - rng.uniform(-0.03, 0.2)
    x = (np.arange(w) / per)[None]
    length, width = w / per, h / per
    warp = 0.016 * smooth_noise(shape, (max(1, int(width * 9)), max(2, int(length * 3))), seed)
    cathedral = rng.uniform(0.05, 0.35) * (x - rng.uniform(0, length)) ** 2 * np.sign(y)
    ring = (y + warp) * rng.uniform(55, 95) + cathedral * 30
    saw = np.mod(ring, 1.0)
    grain = np.where(saw < 0.8, saw / 0.8, (1 - saw) / 0.2) ** 1.6
    rows, cols = max(3, int(width * 900)), max(2, int(length * 14))
    fibre = _streaks(shape, rows, cols, seed + 1)
    broad = smooth_noise(shape, (max(2, int(width * 25)), max(2, int(length * 2.2))), seed + 2)
    pores = _streaks(shape, rows, max(4, int(length * 60)), seed + 3)
    t = 0.32 + 0.15 * grain + 0.10 * fibre + 0.10 * broad + 0.25 * (pores > 1.55)
    tone = rng.uniform(-0.10, 0.12)
    face = _mix(light, dark, np.clip(t + tone, 0, 1.25))
    bevel = max(1, int(0.0011 * per))
    face[:bevel] *= 0.45
    face[-bevel:] *= 0.7
    face[:, :bevel] *= 0.5
    return face


def _streaks(shape, rows: int, cols: int, seed: int) -> np.ndarray:
    """Noise along the grain, every row of it shifted, so that its lattice does not show."""
    thin = smooth_noise((rows + 3, shape[1]), (rows + 3, cols), seed)
    rng = np.random.default_rng(seed)
    for k in range(len(thin)):
        thin[k] = np.roll(thin[k], int(rng.integers(shape[1])))
    return resample(thin, shape)


def cardboard(px: int, seed=4) -> np.ndarray:
    """Kraft liner: brown, mottled, with faint flute lines and fibres."""
    shape = (px, px)
    broad = smooth_noise(shape, (7, 7), seed)
    fibre = smooth_noise(shape, (px // 3, px // 9), seed + 1)
    speck = smooth_noise(shape, (px // 4, px // 4), seed + 2)
    flute = np.sin(np.arange(px) * 2 * np.pi / (px / 105))[None]
    t = 0.45 + 0.07 * broad + 0.05 * fibre + 0.16 * (speck > 2.3) - 0.12 * (speck < -2.4)
    t = t + 0.018 * flute
    scuff = fractal(shape, 5, 5, seed + 4, 0.75)
    dark = np.clip(fractal(shape, 9, 4, seed + 5, 0.6) - 1.2, 0, 1) * 0.35
    t = t + dark - 0.20 * np.clip(scuff - 1.4, 0, 1)
    out = _mix((203, 165, 120), (140, 100, 64), np.clip(t, 0, 1.2))
    return np.clip(out, 0, 255).astype(np.uint8)


def _font(size: int, bold=False) -> ImageFont.FreeTypeFont:
    """Pillow's own scalable font; ``bold`` is drawn with a stroke by the callers."""
    return ImageFont.load_default(size)


def _bars(draw: ImageDraw.ImageDraw, box, seed: int, unit: int) -> None:
    rng = np.random.default_rng(seed)
    x0, y0, x1, y1 = box
    x = x0
    while x < x1 - 4 * unit:
        bar, gap = (int(k) for k in rng.integers(1, 4, 2))
        draw.rectangle([x, y0, x + bar * unit - 1, y1], fill=(12, 12, 14))
        x += (bar + gap) * unit


def parcel_label(px: int = 1500) -> np.ndarray:
    """A made-up courier label of 100 x 150 mm: addresses, codes, weight. Nobody lives there."""
    w, h = px, px * 3 // 2
    s = px / 1000
    image = Image.new("RGB", (w, h), (245, 244, 240))
    d = ImageDraw.Draw(image)

    def text(x, y, words, size, bold=False):
        stroke = max(1, int(size * s / 22)) if bold else 0
        d.text(
            (x * s, y * s),
            words,
            (14, 14, 16),
            _font(int(size * s)),
            stroke_width=stroke,
            stroke_fill=(14, 14, 16),
        )

    def line(y, x0=30, x1=970, thick=5):
        d.rectangle([x0 * s, y * s, x1 * s, (y + thick) * s], fill=(14, 14, 16))

    text(50, 40, "NORTHLANE", 92, True)
    text(52, 150, "POST  -  SMALL PARCEL TRACKED", 38)
    d.rectangle([760 * s, 40 * s, 955 * s, 200 * s], fill=(14, 14, 16))
    d.text((795 * s, 52 * s), "N2", (245, 244, 240), _font(int(115 * s)), stroke_width=3)
    line(225)
    text(50, 250, "FROM", 30, True)
    text(50, 290, "Vestra Outerwear, dock 14", 42)
    text(50, 342, "Quay Road 3, 00417 Port Halden", 42)
    line(420)
    text(50, 445, "TO", 30, True)
    text(50, 485, "M. HOLLIS", 66, True)
    text(50, 565, "7 Saddler Street, flat 12", 54)
    text(50, 632, "55-120 WILLOWMERE", 66, True)
    line(735)
    _bars(d, [int(90 * s), int(775 * s), int(910 * s), int(985 * s)], 7, max(2, int(4 * s)))
    text(205, 1000, "NL 4071 5582 9306 NX", 58)
    line(1090)
    text(50, 1115, "1 x DOWN JACKET NAVY M", 46)
    text(50, 1180, "Weight 0.94 kg    Order 20266-11874", 46)
    text(50, 1245, "Shipped 2026-11-07", 46)
    line(1320)
    _bars(d, [int(50 * s), int(1350 * s), int(560 * s), int(1460 * s)], 9, max(2, int(3 * s)))
    rng = np.random.default_rng(11)
    cell = int(11 * s)
    for gy in range(11):
        for gx in range(11):
            if rng.random() < 0.5 or gx == 0 or gy == 10:
                x, y = int(800 * s) + gx * cell, int(1345 * s) + gy * cell
                d.rectangle([x, y, x + cell - 1, y + cell - 1], fill=(14, 14, 16))
    ink = np.asarray(image, np.float32)
    paper = 1 + 0.012 * smooth_noise((h, w), (60, 40), 5)[..., None]
    worn = 1 + 0.10 * np.clip(smooth_noise((h, w), (h // 6, w // 6), 6) - 1.7, 0, 1)[..., None]
    return np.clip(ink * paper * worn, 0, 255).astype(np.uint8)


def ruler(length_mm: int = 200, px_mm: int = 12) -> np.ndarray:
    """A steel ruler of some years, 30 mm wide: millimetre ticks on the upper edge."""
    w, h = (length_mm + 14) * px_mm, 30 * px_mm
    image = Image.new("RGB", (w, h), (205, 205, 202))
    d = ImageDraw.Draw(image)
    for mm in range(length_mm + 1):
        x = (7 + mm) * px_mm
        tall = 9 if mm % 10 == 0 else 7 if mm % 5 == 0 else 5
        thick = 3 if mm % 10 else 4
        d.rectangle([x - thick // 2, 0, x + thick // 2, tall * px_mm], fill=(25, 22, 18))
        if mm % 10 == 0:
            words = str(mm // 10)
            font = _font(6 * px_mm)
            wide = d.textlength(words, font)
            d.text((x - wide / 2, 10 * px_mm), words, (25, 22, 18), font, stroke_width=1)
    d.text((w - 24 * px_mm, 20 * px_mm), "cm", (25, 22, 18), _font(6 * px_mm))
    clean = np.asarray(image, np.float32)
    rng = np.random.default_rng(23)
    scratched = Image.new("L", (w, h), 0)
    d = ImageDraw.Draw(scratched)
    for _ in range(170):
        x, y, turn = rng.uniform(0, w), rng.uniform(0, h), rng.normal(0, 0.5)
        long = px_mm * rng.pareto(1.6) * 3
        end = (x + long * np.cos(turn), y + long * np.sin(turn))
        d.line([(x, y), end], int(rng.uniform(30, 150)), int(rng.integers(1, 4)))
    # Ink rubs off where a ruler lies on tables; scratches are bright, grease is dull.
    rubbed = np.clip(fractal((h, w), 40, 5, 24, 0.7) * 1.6 - 0.5, 0, 0.55)[..., None]
    grubby = cv2.GaussianBlur(fractal((h, w), 5, 4, 25, 0.5), (0, 0), 9)[..., None]
    worn = clean + (np.float32([186, 186, 183]) - clean) * rubbed
    worn *= 1 - 0.05 * grubby
    lines = np.asarray(scratched, np.float32)[..., None] / 255
    worn += (np.float32([238, 238, 235]) - worn) * lines
    return np.clip(worn, 0, 255).astype(np.uint8)


def brand() -> np.ndarray:
    """The woven chest label of a maker that does not exist."""
    image = Image.new("RGB", (640, 160), (26, 28, 34))
    d = ImageDraw.Draw(image)
    d.text((60, 22), "VESTRA", (226, 226, 220), _font(112), stroke_width=3)
    d.rectangle([14, 12, 626, 148], outline=(150, 150, 150), width=3)
    rows = 1 + 0.10 * np.sin(np.arange(160) * 1.6)[:, None, None]
    return np.clip(np.asarray(image, np.float32) * rows, 0, 255).astype(np.uint8)


def printed_cardboard(px: int) -> np.ndarray:
    """Cardboard with the maker's print: arrows, a glass, a size code, all in worn black ink."""
    board = cardboard(px, 14).astype(np.float32)
    ink = Image.new("L", (px, px), 0)
    d = ImageDraw.Draw(ink)
    s = px / 0.5  # pixels a metre

    def arrow(x: float, y: float) -> None:
        points = [
            (0.013, 0),
            (0.026, 0.016),
            (0.018, 0.016),
            (0.018, 0.045),
            (0.008, 0.045),
            (0.008, 0.016),
            (0, 0.016),
        ]
        d.polygon([((x + a) * s, (y + b) * s) for a, b in points], fill=255)

    arrow(0.035, 0.060)
    arrow(0.070, 0.060)
    d.rectangle([0.030 * s, 0.110 * s, 0.102 * s, 0.113 * s], fill=255)
    d.text((0.125 * s, 0.062 * s), "THIS SIDE UP", 255, _font(int(0.017 * s)), stroke_width=3)
    d.text((0.125 * s, 0.086 * s), "KEEP DRY", 255, _font(int(0.017 * s)), stroke_width=3)
    d.text((0.125 * s, 0.112 * s), "B2  400x300x170", 255, _font(int(0.009 * s)), stroke_width=1)
    worn = np.clip(1.15 - 0.35 * np.abs(fractal((px, px), 60, 4, 21, 0.8)), 0, 1)
    cover = (np.asarray(ink, np.float32) / 255 * worn * 0.88)[..., None]
    return np.clip(board * (1 - cover) + np.float32([38, 34, 32]) * cover, 0, 255).astype(np.uint8)


def hang_tag() -> np.ndarray:
    """The tag of a maker that does not exist."""
    image = Image.new("RGB", (850, 450), (222, 214, 198))
    d = ImageDraw.Draw(image)
    d.ellipse([40, 205, 80, 245], fill=(30, 30, 30))
    d.text((150, 70), "VESTRA", (24, 26, 32), _font(120), stroke_width=3)
    d.text((154, 215), "light down jacket", (60, 60, 66), _font(52))
    d.text((154, 285), "navy    M    90 / 10", (60, 60, 66), _font(52))
    _bars(d, [560, 360, 815, 425], 13, 4)
    return np.asarray(image)


def slip() -> np.ndarray:
    """A till-roll delivery slip."""
    rng = np.random.default_rng(6)
    image = Image.new("RGB", (500, 950), (238, 237, 232))
    d = ImageDraw.Draw(image)
    d.text((120, 30), "NORTHLANE", (50, 48, 60), _font(48), stroke_width=1)
    d.text((105, 95), "delivered 14.11.2026", (70, 68, 80), _font(30))
    for k in range(17):
        y = 170 + 38 * k
        wide = int(rng.integers(120, 300))
        for x in range(40, 40 + wide, 15):
            if rng.random() < 0.84:
                d.rectangle([x, y + int(rng.integers(0, 5)), x + 10, y + 20], fill=(84, 82, 92))
        d.text((395, y - 6), f"{rng.integers(1, 99):2d}", (70, 68, 80), _font(28))
    _bars(d, [60, 830, 440, 900], 15, 4)
    return np.asarray(image)


def fragile_tape() -> np.ndarray:
    """Printed packing tape, one repeat of 0.25 m by 50 mm."""
    image = Image.new("RGB", (1250, 250), (226, 219, 204))
    d = ImageDraw.Draw(image)
    red = (184, 34, 30)
    d.rectangle([0, 14, 1250, 26], fill=red)
    d.rectangle([0, 224, 1250, 236], fill=red)
    d.text((60, 58), "FRAGILE", red, _font(130), stroke_width=4)
    d.text((720, 74), "handle", red, _font(72), stroke_width=2)
    d.text((720, 138), "with care", red, _font(72), stroke_width=2)
    return np.asarray(image)
