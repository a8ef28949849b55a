"""Loose disputes, as people have them: is anything shown as what it is not?

    python scripts/benchmarks/loose.py [--disputes N] [--seed N] [--keep FOLDER] [--json FILE]

Twelve disputes of 35 files without folders, marks or a case file: photos of the goods (from
sample_media and drawn), good, borderline and bad; screenshots of shops and chats, some under the
names of eleven languages and some sent on by a messenger under none; labels at any angle; printed
receipts; photos of something else. The truth is known because they are made here; no limit of the
program was chosen on them. What is looked at: the roles that were recognised, what stands in a
proposed problem or in a tile, and whether something worse is shown while a good photo of its group
is left out.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections import Counter
from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np
import zxingcpp
from PIL import Image, ImageDraw, ImageFilter, ImageFont

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from evidence_qc.case.proposed import without_unlike, without_unusable  # noqa: E402 - the checkout
from evidence_qc.model import Media, Report, Verdict  # noqa: E402
from evidence_qc.plan.candidates import Candidate, candidates, likeness  # noqa: E402
from evidence_qc.plan.plan import make_plan  # noqa: E402
from evidence_qc.profiles import load_profile  # noqa: E402
from evidence_qc.stages.context import CaseInput, ScanContext  # noqa: E402
from evidence_qc.stages.scan import scan_case  # noqa: E402
from evidence_qc.stages.strangers import compared  # noqa: E402

SCREENSHOT_NAMES = (
    "Screenshot_2026-11-0{n}-10-10-10_AliExpress.png", "Снимок экрана 2026-11-0{n}.png",
    "Captura de pantalla 2026-11-0{n}.png", "Captura de tela 2026-11-0{n}.png",
    "Bildschirmfoto 2026-11-0{n}.png", "Capture d’écran 2026-11-0{n}.png",
    "Schermata 2026-11-0{n}.png", "Zrzut ekranu 2026-11-0{n}.png",
    "Ekran görüntüsü 2026-11-0{n}.png", "屏幕截图_2026110{n}.png",
    "スクリーンショット 2026-11-0{n}.png",
)  # fmt: skip
FONTS = ROOT / "evidence_qc" / "collage" / "fonts"
LATIN = str(next(p for p in sorted(FONTS.rglob("*.ttf")) if p.stem.startswith("NotoSans-")))
REASONS = ("damaged", "", "not-working", "not-as-described")
FILES = 35


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--keep", type=Path, help="leave the disputes here")
    parser.add_argument("--disputes", type=int, default=12)
    parser.add_argument("--seed", type=int, default=1000)
    parser.add_argument("--json", type=Path, help="write the figures there")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = options.keep or Path(name)
        totals: Counter[str] = Counter()
        for number in range(options.disputes):
            truth = make_dispute(folder / f"{number:02}", number, options.seed)
            totals += judged(folder / f"{number:02}", truth, REASONS[number % len(REASONS)])
    figures = summed(totals)
    print(json.dumps(figures, indent=1))
    if options.json:
        options.json.write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")
    return 0


def make_dispute(folder: Path, number: int, seed: int = 1000) -> dict[str, str]:
    """Write the files; returns what each is: goods, screen, label, receipt or stranger."""
    folder.mkdir(parents=True, exist_ok=True)
    random = np.random.default_rng(seed + number)
    truth: dict[str, str] = {}
    for n in range(4):
        name = SCREENSHOT_NAMES[(number * 2 + n) % 11].format(n=n + 1) if n < 2 else ""
        name = name or f"photo_2026-11-0{n + 1}_10-10-1{n}.jpg"
        page = screen(random, is_chat=n == 1, is_dark=n == 3)
        page.save(folder / name, **({} if name.endswith("png") else {"quality": 82}))
        truth[name] = "screen"
    for n in range(3):
        truth[written(folder, f"IMG_{3000 + n}.jpg", label(random), random)] = "label"
    truth[written(folder, "IMG_3100.jpg", receipt(random), random)] = "receipt"
    for n in range(5):
        truth[written(folder, f"IMG_{3200 + n}.jpg", stranger(random), random)] = "stranger"
    groups = [goods(random) for _ in range(4)]
    n = 0
    while len(truth) < FILES:
        picture = shot(groups[n % 4], random)
        if n % 5 == 3:
            picture = cv2.blur(picture, (1, 41))
        if n % 7 == 5:
            picture = (picture * 0.32).astype(np.uint8)
        truth[written(folder, f"IMG_{4000 + n}.jpg", picture, random)] = "goods"
        n += 1
    return truth


def screen(random: np.random.Generator, *, is_chat: bool, is_dark: bool) -> Image.Image:
    """A shop's page with a picture, a price and a button, or a chat with bubbles."""
    width, height = [(1080, 2340), (828, 1792), (1170, 2532), (720, 1600)][random.integers(4)]
    ground, ink = ((18, 18, 20), (235, 235, 235)) if is_dark else ((255, 255, 255), (20, 20, 20))
    page = Image.new("RGB", (width, height), ground)
    draw = ImageDraw.Draw(page)
    font = ImageFont.truetype(LATIN, width // 26)
    draw.text((width // 20, height // 90), "10:10", ink, font)
    draw.rectangle((width * 9 // 10, height // 80, width * 19 // 20, height // 50), outline=ink)
    top = height // 20
    if not is_chat:
        picture = Image.fromarray(goods(random)).resize((width, width))
        page.paste(picture, (0, top))
        top += width + 20
    line = width // 20
    while top < height - 5 * line:
        words = " ".join("".join(random.choice(list("abcdefghinorstu"), random.integers(2, 9)))
                         for _ in range(random.integers(3, 6)))  # fmt: skip
        if is_chat:
            left = int(random.choice([width // 20, width // 4]))
            box = (left, top, left + width * 7 // 10, top + 2 * line)
            draw.rounded_rectangle(box, line // 2, (60, 90, 60) if is_dark else (220, 245, 210))
            draw.text((left + line // 2, top + line // 3), words, ink, font)
            top += 3 * line
        else:
            draw.text((width // 20, top), words, ink, font)
            top += int(line * random.choice([1.5, 1.5, 2.5]))
    draw.rounded_rectangle(
        (width // 20, height - 3 * line, width * 19 // 20, height - line), line, (255, 71, 71)
    )
    draw.text((width // 2 - 2 * line, height - int(2.5 * line)), "Buy now", (255, 255, 255), font)
    return page


def label(random: np.random.Generator) -> np.ndarray:
    """A parcel's label on card: address, Code 128 of its number, the number; not straight."""
    card = np.empty((1200, 1600, 3), np.float32)
    card[:] = (150, 115, 80)
    card += cv2.GaussianBlur(random.normal(0, 60, (1200, 1600, 1)).astype(np.float32), (0, 0), 4)[
        ..., None
    ] * np.ones(3, np.float32)
    paper = Image.new("RGB", (800, 1000), (244, 244, 240))
    draw = ImageDraw.Draw(paper)
    font = ImageFont.truetype(LATIN, 34)
    for row in range(8):
        text = "".join(random.choice(list("ABCDEFGHIKLMNOPRSTUVWXYZ 0123456789"), 28))
        draw.text((50, 40 + 52 * row), text, (20, 20, 20), font)
    number = "LP" + "".join(random.choice(list("0123456789"), 14))
    code = zxingcpp.create_barcode(number, zxingcpp.BarcodeFormat.Code128)
    drawn = np.array(zxingcpp.write_barcode_to_image(code, scale=1, add_quiet_zones=False))
    row = drawn.reshape(drawn.shape[0], drawn.shape[1], -1)[drawn.shape[0] // 2, :, 0]
    wide = min(680, round(len(row) * float(random.uniform(2.6, 4.2))))
    bars = cv2.resize(row[None], (wide, 180), interpolation=cv2.INTER_NEAREST)
    ink = np.where(bars < 128, 25, 244).astype(np.uint8)
    paper.paste(Image.fromarray(ink).convert("RGB"), ((800 - wide) // 2, 520))
    draw.text((220, 720), number, (20, 20, 20), font)
    size = float(random.uniform(0.75, 1.15))
    corners = np.float32([[0, 0], [800, 0], [800, 1000], [0, 1000]])
    turn = cv2.getRotationMatrix2D((400, 500), float(random.uniform(-40, 40)), size)
    placed = cv2.transform(corners[None], turn)[0] + (400, 100) + random.normal(0, 18, (4, 2))
    lens = cv2.getPerspectiveTransform(corners, placed.astype(np.float32))
    seen = cv2.warpPerspective(np.asarray(paper), lens, (1600, 1200), flags=cv2.INTER_AREA)
    mask = cv2.warpPerspective(np.full((1000, 800), 255, np.uint8), lens, (1600, 1200)) > 0
    card[mask] = seen[mask]
    light = np.linspace(float(random.uniform(0.6, 1)), 1, 1600, dtype=np.float32)[None, :, None]
    return np.clip(card * light, 0, 255).astype(np.uint8)


def receipt(random: np.random.Generator) -> np.ndarray:
    """A strip of printed lines on a table."""
    table = np.full((1200, 1600, 3), (92, 70, 55), np.uint8)
    strip = Image.new("RGB", (500, 1100), (238, 237, 230))
    draw = ImageDraw.Draw(strip)
    font = ImageFont.truetype(LATIN, 24)
    for row in range(30):
        text = "".join(random.choice(list("abcdefghiklmnoprstu 0123456789"), 30))
        draw.text((30, 20 + 35 * row), text, (40, 40, 40), font)
    turned = strip.rotate(float(random.uniform(-8, 8)), expand=True, fillcolor=(92, 70, 55))
    picture = Image.fromarray(table)
    picture.paste(turned, (500, 20))
    return np.asarray(picture.filter(ImageFilter.GaussianBlur(1)))


_SAMPLES = sorted(
    path
    for path in (ROOT / "sample_media").rglob("IMG_*.jpg")
    if path.name in {"IMG_2018.jpg", "IMG_2031.jpg", "IMG_2041.jpg", "IMG_2051.jpg", "IMG_2032.jpg"}
)


def goods(random: np.random.Generator) -> np.ndarray:
    """A sample photo with another hue, mirrored or not: other goods of the same house."""
    image = cv2.imread(str(random.choice(_SAMPLES)))
    hsv = cv2.cvtColor(image, cv2.COLOR_BGR2HSV)
    hsv[..., 0] = (hsv[..., 0].astype(int) + int(random.integers(0, 180))) % 180
    image = cv2.cvtColor(hsv, cv2.COLOR_HSV2RGB)
    return image[:, ::-1] if random.random() < 0.5 else image


def shot(image: np.ndarray, random: np.random.Generator) -> np.ndarray:
    """The same thing from a little elsewhere."""
    height, width = image.shape[:2]
    moved = np.float32([[0, 0], [width, 0], [width, height], [0, height]])
    to = moved + random.normal(0, 0.05 * width, (4, 2)).astype(np.float32)
    lens = cv2.getPerspectiveTransform(moved, to)
    return cv2.warpPerspective(image, lens, (width, height), borderMode=cv2.BORDER_REFLECT)


def stranger(random: np.random.Generator) -> np.ndarray:
    """Blobs and lines of other colours: nothing of the dispute."""
    picture = np.full((1200, 1600, 3), random.integers(40, 220, 3), np.uint8)
    for _ in range(60):
        centre = tuple(int(v) for v in random.integers(0, 1600, 2))
        colour = tuple(int(v) for v in random.integers(0, 255, 3))
        cv2.circle(picture, centre, int(random.integers(10, 200)), colour, -1)
    return cv2.GaussianBlur(picture, (0, 0), 1.2)


def written(folder: Path, name: str, rgb: np.ndarray, random: np.random.Generator) -> str:
    """As a phone writes it: grain, JPEG, camera and time in its EXIF."""
    noisy = np.clip(rgb + random.normal(0, 3, rgb.shape), 0, 255).astype(np.uint8)
    exif = Image.Exif()
    exif[0x010F], exif[0x0110] = "Sample", "Phone"
    number = int("".join(filter(str.isdigit, name)))
    taken = f"2026:11:01 12:{number // 60 % 60:02}:{number % 60:02}"
    exif.get_ifd(0x8769)[0x9003] = taken
    exif.get_ifd(0x8769)[0x829A] = 0.01
    Image.fromarray(noisy).save(folder / name, quality=90, exif=exif)
    return name


def judged(folder: Path, truth: dict[str, str], reason: str) -> Counter[str]:
    """Counts of one dispute."""
    from evidence_qc.case.options import CaseOptions

    context = ScanContext.of("aliexpress", use_cache=False)
    report, case = scan_case([str(folder)], context, CaseInput(CaseOptions(reason=reason or None)))
    case = replace(case, unlike=compared(report, case, context).alone)
    case = without_unusable(without_unlike(case), report.files)
    plan = make_plan(case, report.files, load_profile("aliexpress"))
    count: Counter[str] = Counter()
    kinds = {
        "screenshot": "screen",
        "shop-page": "screen",
        "chat": "screen",
        "label": "label",
        "packaging": "packaging",
        "printed-page": "receipt",
    }
    for file in report.files:
        true = truth[Path(file.facts.path).name]
        result = kinds[file.facts.shows.what.value] if file.facts.shows else ""
        count[f"{true} files"] += 1
        count[f"{true} recognised"] += result == true
        count["recognised"] += bool(result)
        count["recognised rightly"] += bool(result) and result == true
        count["label numbers read"] += true == "label" and bool(file.facts.codes)
    for path in case.unlike:
        count[f"unlike: {truth[Path(path).name]}"] += 1
    for claim in case.claims:
        for path in claim.media:
            count[f"in a problem: {truth[Path(path).name]}"] += 1
    for slot in plan.slots:
        for tile in slot.tiles:
            count[f"tile: {truth[Path(tile.path).name]} {tile.caption_en or 'problem'}"] += 1
    count["worse shown, good left out"] += worse_displayed(
        report, candidates(case, report.files), plan
    )
    return count


def worse_displayed(report: Report, pool: tuple[Candidate, ...], plan: object) -> int:
    """Tiles that are not good while a good photo of the group, no repeat, is left out."""
    tiles = {tile.path for slot in plan.slots for tile in slot.tiles}  # type: ignore[attr-defined]
    verdicts = {f.facts.path: f.verdict for f in report.files if f.facts.media is Media.PHOTO}
    displayed = [c for c in pool if c.path in tiles]
    return sum(
        any(
            other.claims & tile.claims
            and verdicts.get(other.path) is Verdict.GOOD
            and other.path not in tiles
            and all(likeness(other, each) < 1 for each in displayed)
            for other in pool
        )
        for tile in displayed
        if verdicts.get(tile.path) is not Verdict.GOOD
    )


def summed(count: Counter[str]) -> dict[str, object]:
    """The counts, and precision and recall of the roles that are recognised."""
    roles = ("screen", "label", "receipt")
    known = sum(count[f"{role} files"] for role in roles)
    found = sum(count[f"{role} recognised"] for role in roles)
    return {
        "precision": round(count["recognised rightly"] / max(1, count["recognised"]), 4),
        "recall": round(found / known, 4),
        **dict(sorted(count.items())),
    }


if __name__ == "__main__":
    raise SystemExit(main())
