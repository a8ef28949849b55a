"""A phone's screenshot of the shop page, as the buyer saw it: a shop that does not exist."""

from __future__ import annotations

import cv2
import numpy as np
from PIL import Image, ImageDraw, ImageFont

SIZE = (828, 1792)


def screenshot(product: np.ndarray) -> np.ndarray:
    """The page around a product picture, sRGB uint8 (H, W, 3) -> (1792, 828, 3)."""
    w, h = SIZE
    page = Image.new("RGB", SIZE, (255, 255, 255))
    d = ImageDraw.Draw(page)

    def text(x, y, words, size, colour=(24, 24, 28), bold=False):
        font = ImageFont.load_default(size)
        d.text((x, y), words, colour, font, stroke_width=1 if bold else 0, stroke_fill=colour)

    text(48, 26, "19:12", 30, bold=True)
    d.rounded_rectangle([716, 30, 772, 56], 7, outline=(24, 24, 28), width=3)
    d.rectangle([721, 35, 756, 51], fill=(24, 24, 28))
    for k in range(4):
        d.rectangle([640 + 14 * k, 52 - 6 * k, 648 + 14 * k, 56], fill=(24, 24, 28))
    d.rounded_rectangle([40, 88, 788, 156], 34, fill=(240, 240, 243))
    d.ellipse([66, 108, 90, 132], outline=(130, 130, 136), width=4)
    d.line([88, 130, 98, 140], fill=(130, 130, 136), width=4)
    text(116, 104, "down jacket men light", 30, (120, 120, 126))
    tall = round(product.shape[0] * w / product.shape[1])
    small = cv2.resize(product, (w, tall), interpolation=cv2.INTER_AREA)
    top = 176
    page.paste(Image.fromarray(small).crop((0, 0, w, min(tall, 880))), (0, top))
    y = top + min(tall, 880)
    d.rounded_rectangle([700, y - 66, 796, y - 22], 22, fill=(90, 90, 94))
    text(720, y - 60, "1 / 7", 28, (255, 255, 255))
    text(40, y + 28, "$ 68.40", 62, (206, 44, 36), True)
    text(310, y + 52, "$ 114.00", 34, (150, 150, 156))
    d.line([306, y + 74, 452, y + 74], fill=(150, 150, 156), width=3)
    d.rounded_rectangle([480, y + 46, 590, y + 92], 8, fill=(252, 232, 230))
    text(500, y + 50, "-40%", 32, (206, 44, 36), True)
    text(40, y + 122, "VESTRA Light down jacket, 90% white down,", 34)
    text(40, y + 166, "water-repellent, snap placket. New with tags", 34)
    star = [
        (0, -16),
        (5, -5),
        (16, -4),
        (7, 4),
        (10, 15),
        (0, 9),
        (-10, 15),
        (-7, 4),
        (-16, -4),
        (-5, -5),
    ]
    for k in range(5):
        d.polygon([(58 + 40 * k + a, y + 246 + b) for a, b in star], fill=(245, 166, 35))
    text(260, y + 228, "4.8   2,316 sold", 32, (110, 110, 116))
    d.line([0, y + 292, w, y + 292], fill=(236, 236, 239), width=10)
    text(40, y + 320, "Colour: navy        Size: M", 34, bold=True)
    for k, fill in enumerate([(30, 42, 84), (24, 24, 26), (120, 30, 34), (60, 84, 62)]):
        x = 40 + 108 * k
        d.rounded_rectangle([x, y + 380, x + 84, y + 464], 16, fill=fill)
    d.rounded_rectangle([32, y + 372, 132, y + 472], 22, outline=(206, 44, 36), width=5)
    text(40, y + 500, "Free returns within 15 days  >", 32, (70, 70, 76))
    d.rectangle([0, h - 190, w, h], fill=(255, 255, 255))
    d.line([0, h - 190, w, h - 190], fill=(226, 226, 230), width=2)
    d.rounded_rectangle([40, h - 160, 396, h - 66], 46, fill=(255, 240, 236))
    d.rounded_rectangle([432, h - 160, 788, h - 66], 46, fill=(206, 44, 36))
    text(112, h - 134, "Add to cart", 36, (206, 44, 36), True)
    text(540, h - 134, "Buy now", 36, (255, 255, 255), True)
    d.rounded_rectangle([284, h - 26, 544, h - 16], 5, fill=(24, 24, 28))
    return np.asarray(page)
