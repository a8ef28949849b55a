"""How often a number is found in print: 300 drawn labels in twelve layouts and four scripts.

Each is asked for its own number, for the same with one digit changed and for the same digits in
another order; all turns of a photo are read, as the program does where it finds nothing. A person
reads a number where its digits are tall and sharp enough when photographed (``PERSON_PX``,
``PERSON_BLUR``). Needs the extra ``text``. Nothing was chosen on these labels.

    python scripts/benchmarks/printed_numbers.py [--labels 300] [--seed 1]
"""

from __future__ import annotations

import argparse
import io
import random
import string

import cv2
import numpy as np
from PIL import Image, ImageDraw

from evidence_qc.collage import bidi, text
from evidence_qc.measures.content.printed_lines import QUARTER_TURNS, printed_lines
from evidence_qc.plan.numbers import stands_in

PERSON_PX = 11.0
"""Digits so tall in the photo are read without effort …"""
PERSON_BLUR = 0.16
"""… where they are blurred by no more than this share of their height (sigma)."""
WORDS = {
    "latin": ["Order", "Parcel", "From", "To", "Weight 0.94 kg", "Quay Road 3", "Fragile"],
    "cyrillic": ["Заказ", "Посылка", "Отправитель", "Вес 0,94 кг", "ул. Лесная, 3", "Хрупкое"],
    "chinese": ["订单号", "快递单", "寄件人", "收件人", "重量", "上海市浦东新区", "易碎"],
    "arabic": ["رقم الطلب", "طرد", "المرسل", "المستلم", "الوزن", "شارع النخيل", "قابل للكسر"],
}
LAYOUTS = 12


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--labels", type=int, default=300)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    rng = random.Random(given.seed)
    readable = found = found_else = wrong = shuffled = 0
    missed: list[str] = []
    for each in range(given.labels):
        script = list(WORDS)[each % 4]
        number = number_like(rng)
        photo, is_read = photographed(label(script, each % LAYOUTS, number, rng), rng)
        lines = [line for turns in QUARTER_TURNS for line in printed_lines(photo, turns)]
        hit = any(stands_in(number, line) for line in lines)
        readable, found = readable + is_read, found + (hit and is_read)
        found_else += hit and not is_read
        wrong += any(stands_in(changed(number, rng), line) for line in lines)
        shuffled += any(stands_in(mixed(number, rng), line) for line in lines)
        if is_read and not hit:
            missed.append(f"{each} {script} layout {each % LAYOUTS} {number}: {' | '.join(lines)}")
    print(f"readable {readable}, found {found} ({found / max(1, readable):.1%})")
    print(f"not readable {given.labels - readable}, found all the same {found_else}")
    print(f"wrong {wrong}, shuffled {shuffled} of {given.labels}")
    print(*missed[:20], sep="\n")


def number_like(rng: random.Random) -> str:
    """As shops and carriers number orders and parcels."""
    digits = lambda n: "".join(rng.choice(string.digits) for _ in range(n))  # noqa: E731
    return rng.choice(
        [
            digits(16),
            digits(10),
            f"{digits(5)}-{digits(5)}",
            f"{digits(3)}-{digits(7)}-{digits(7)}",
            f"{rng.choice('LRE')}{rng.choice('BPX')}{digits(9)}CN",
            f"#{digits(7)}",
        ]
    )


def changed(number: str, rng: random.Random) -> str:
    """The number with one digit replaced."""
    at = rng.choice([i for i, sign in enumerate(number) if sign.isdigit()])
    other = rng.choice([d for d in string.digits if d != number[at]])
    return number[:at] + other + number[at + 1 :]


def mixed(number: str, rng: random.Random) -> str:
    """The number with its digits in another order."""
    places = [i for i, sign in enumerate(number) if sign.isdigit()]
    signs = list(number)
    while "".join(signs) == number:
        digits = [number[i] for i in places]
        rng.shuffle(digits)
        for at, digit in zip(places, digits, strict=True):
            signs[at] = digit
    return "".join(signs)


def label(script: str, layout: int, number: str, rng: random.Random) -> tuple[Image.Image, float]:
    """A label, and how tall its number's digits are in it, px."""
    width, height = [(1000, 700), (700, 1000), (1000, 500), (560, 1200)][layout % 4]
    picture = Image.new("RGB", (width, height), (252, 252, 250) if layout % 3 else (246, 240, 224))
    draw = ImageDraw.Draw(picture)
    size = [22, 26, 32][layout // 4]
    if layout % 2:
        draw.rectangle((6, 6, width - 7, height - 7), outline=0, width=3)
    words = WORDS[script]
    rows = [rng.choice(words[1:]) for _ in range(6)]
    rows.insert(rng.randrange(1, 6), "")
    y = 40
    for row in rows:
        x: float = 40 if layout % 3 != 2 else width // 3
        if not row:
            word = {0: words[0], 1: f"{words[0]}:", 2: ""}[layout % 3]
            draw_row(draw, (x, y + size), [word, " ", number] if word else [number], size)
        else:
            draw_row(draw, (x, y + size), [row, "    ", str(rng.randrange(10, 99))], size)
        y += size + 22 + 6 * (layout % 4)
    for x in range(60, min(width - 60, 460), 6):  # bars that no code reader knows
        if rng.random() < 0.5:
            draw.rectangle((x, y + 10, x + 3, y + 80), fill=0)
    return picture, size * 0.71


def draw_row(draw: ImageDraw.ImageDraw, at: tuple[float, int], parts: list[str], size: int) -> None:
    """Words and numbers from left to right or, after an Arabic word, from right to left."""
    if bidi.is_right_to_left(parts[0]):
        parts = parts[::-1]
    style = text.Style(size, (0, 0, 0))
    text.draw(draw, *at, [text.Span(part, style) for part in parts])


def photographed(drawn: tuple[Image.Image, float], rng: random.Random) -> tuple[np.ndarray, bool]:
    """Held aslant, lit from one side, blurred, noisy, as JPEG; and whether a person reads it."""
    picture, digits_px = drawn
    scale, sigma = rng.uniform(0.45, 1.4), rng.uniform(0.3, 3.2)
    pixels = np.asarray(picture)
    height, width = pixels.shape[:2]
    out_w, out_h = int(width * scale * 1.25), int(height * scale * 1.25)
    turn = np.deg2rad(rng.uniform(-9, 9) + rng.choice([0, 0, 0, 90, 180]))
    corners = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    middle = corners - (width / 2, height / 2)
    spin = np.array([[np.cos(turn), -np.sin(turn)], [np.sin(turn), np.cos(turn)]])
    side = max(out_w, out_h)
    seen = middle @ spin.T * scale + side / 2
    seen += np.array([[rng.uniform(-0.05, 0.05) * side for _ in range(2)] for _ in range(4)])
    shape = cv2.getPerspectiveTransform(corners, seen.astype(np.float32))
    photo = cv2.warpPerspective(
        pixels, shape, (side, side), flags=cv2.INTER_AREA, borderValue=(120, 96, 70)
    )
    photo = cv2.GaussianBlur(photo, (0, 0), sigma).astype(np.float64)
    photo *= np.linspace(rng.uniform(0.45, 0.9), 1.0, side)[None, :, None]
    grain = np.random.default_rng(rng.randrange(1 << 30))
    photo += grain.normal(0, rng.uniform(1, 9), photo.shape)
    stream = io.BytesIO()
    Image.fromarray(np.clip(photo, 0, 255).astype(np.uint8)).save(stream, "JPEG", quality=80)
    tall = digits_px * scale
    return np.asarray(Image.open(stream)), tall >= PERSON_PX and sigma <= PERSON_BLUR * tall


if __name__ == "__main__":
    main()
