"""What a photo shows, as far as its file, its name and its pixels tell; said only where sure."""

from __future__ import annotations

import re
from collections.abc import Sequence

from evidence_qc.examine.carriers import is_parcel_number
from evidence_qc.measures.content.bars import Bars, Stretch, find_bars
from evidence_qc.measures.content.page import printed_lines
from evidence_qc.measures.content.screen import screen_cues
from evidence_qc.measures.planes import Planes
from evidence_qc.media.photo.screenshots import names_a_screenshot, names_chat, names_shop
from evidence_qc.model import CaptureMetadata, Code, Shows, Subject, TextFacts

PRINTED = frozenset({Subject.LABEL})
"""What is worth nothing without its print."""
TEXT_ROWS_MIN = 8
"""Plain rows that begin anew so often lie between lines of text. Of 1,551 photos without camera
data (BIQ2021 subset 1, ImageNet samples, phones, furniture; 2026-11) none had more than 6."""
ONE_LEVEL_MIN = 0.15
"""Share of one-level blocks that goes with it: print on a plain ground."""
FEW_TEXT_ROWS = 3
"""Enough beside a format and a size that only screens have."""
EDGES_MIN = 50
"""A parcel's number has eighty and more; fewer may be a fence. Of 1,180 photos without a label
(ImageNet samples, BIQ2021 subset 1, cameras, furniture, phones, printed pages; 2026-11) none passes
these conditions."""
EDGES_SURE = 90
AGREEMENT_SURE = 0.6
CONTRAST_SURE_DN = 100.0
"""So many edges of ink on paper need agree less: seen aslant, bars are not quite parallel."""
UNEVEN = (0.3, 0.75)
"""Bars of one to four modules; even stripes have less, chance has more."""
MISFIT_MAX_MODULES = 0.25
KINDS_MIN = 4
"""Rows of pins, needles and cords pass the other conditions: 5 of 751 native photos, none of them
of a label. No row of things is ruled in modules: of 1,300 further photos, run once, 3 rows of pins
or vents passed without these two, none with them (2026-11)."""
AGREEMENT_BENT = 0.9
MISFIT_BENT_MODULES = 0.4
KINDS_BENT = 3
LETTERS_BESIDE = 200
"""What is asked of bars that are not ruled in modules, and of the print beside them. Chosen on
30 parcels in plastic bags and 1,257 photos of goods, benches and scenes (2026-11)."""
AGREEMENT_MIN = 0.82
CONTRAST_MIN_DN = 60.0
PAGE_TEXT_MIN = 40
"""Letters that ``measure_text`` saw; without them a photo is not asked for lines at all, for that
costs 9 ms. It sees rows that lie nearly level: a receipt held aslant or upended is missed."""
PAGE_LETTERS_MIN = 100
PAGE_ALONG_MIN = 0.6
PAGE_TEXT_SURE = 90
PAGE_ALONG_LEAST = 0.5
"""Where so many letters stand in level rows, fewer neighbours need lie along them: creased paper.
Chosen on 18 receipts of 7 further repositories and 1,257 photos of goods, benches and scenes, none
of which passes (2026-11)."""
PAGE_AREA_MIN = 0.08
PAGE_GROUND_MIN_DN = 110
PAGE_SATURATION_MAX = 90
"""Chosen on 150 printed pages of slug183/phone-scan, 63 receipts of 7 repositories and 552 photos
of goods and scenes, none of which passes (2026-11)."""
PAGE_PAPER_MIN = 0.8
"""Less where a thing lies on a page: a broken phone on its form is no page. Of some 300 pages and
receipts, scans among them, none has less than 0.95."""
PAGE_INK_CHROMA_MAX = 35.0
"""More where print is many-coloured: the menu of a BIOS, photographed, is evidence and no page.
Blue thermal ink on 121 scanned receipts has 30 at most (2026-11)."""
LENGTH_MIN_RATIO = 0.18
"""Smaller on the picture, the label is beside what is meant: a crushed corner."""
SCREEN_WIDTHS_PX = frozenset(
    (640, 720, 750, 768, 800, 828, 1080, 1125, 1170, 1179, 1206, 1220, 1224, 1240, 1242, 1260,
     1264, 1284, 1290, 1320, 1344, 1440)
)  # fmt: skip
"""Short sides of phone screens sold since 2013."""
SCREEN_ASPECT = (1.7, 2.5)


MATRIX = frozenset({"QR Code"})
"""Stands on posters, boxes and goods, too: no label by itself."""


def shows(
    path: str,
    format_: str,
    metadata: CaptureMetadata,
    planes: Planes | None,
    places: Sequence[Stretch] = (),
    codes: Sequence[Code] = (),
) -> Shows | None:
    """A screenshot, and of what, a label, a parcel, or None: nothing is known.

    Args:
        path: the name counts, not its folder.
        format_: by content, such as ``png``.
        metadata: a camera's exposure time speaks against a screenshot.
        planes: the pixels; None where they cannot be read.
        places: where bars could be (``bars.stretches``).
        codes: what was read of them.
    """
    name = re.split(r"[/\\]", path)[-1]
    if metadata.exposure_time_s is None:
        reason_id, confidence = _screen(name, format_, metadata, planes)
        if reason_id:
            return Shows(_what(name), confidence, reason_id)
    if any(_is_large(code) for code in codes):
        return Shows(Subject.LABEL, 0.99, "shows.bar-code")
    if planes is not None and _has_code(planes, places):
        return Shows(Subject.LABEL, 0.95, "shows.bar-code")
    if any(is_parcel_number(code.text) for code in codes):
        return Shows(Subject.PACKAGING, 0.95, "shows.parcel-number")
    return None


def shows_page(planes: Planes, text: TextFacts | None) -> Shows | None:
    """A printed page, or None: where print is seen, whether it stands in lines on paper."""
    if text is None or text.letters < PAGE_TEXT_MIN:
        return None
    lines = printed_lines(planes)
    along_min = PAGE_ALONG_LEAST if text.letters >= PAGE_TEXT_SURE else PAGE_ALONG_MIN
    if (
        lines is None
        or lines.letters < PAGE_LETTERS_MIN
        or lines.along_ratio < along_min
        or lines.area_ratio < PAGE_AREA_MIN
        or lines.ground_dn < PAGE_GROUND_MIN_DN
        or lines.saturation > PAGE_SATURATION_MAX
        or lines.paper_ratio < PAGE_PAPER_MIN
        or lines.ink_chroma > PAGE_INK_CHROMA_MAX
    ):
        return None
    return Shows(Subject.PRINTED_PAGE, 0.95, "shows.printed-page")


def _is_large(code: Code) -> bool:
    return code.format not in MATRIX and code.length_ratio >= LENGTH_MIN_RATIO


def _has_code(planes: Planes, places: Sequence[Stretch]) -> bool:
    """Bars that cannot be read, but are ruled as a code is."""
    bars = find_bars(planes.working, places)
    if bars is None or bars.length_ratio < LENGTH_MIN_RATIO:
        return False
    if not UNEVEN[0] <= bars.unevenness <= UNEVEN[1]:
        return False
    if bars.misfit_modules > MISFIT_MAX_MODULES or bars.kinds < KINDS_MIN:
        return _has_bent_code(planes, bars)
    is_code = (
        bars.edges >= EDGES_MIN
        and bars.agreement >= AGREEMENT_MIN
        and bars.contrast_dn >= CONTRAST_MIN_DN
    )
    is_surely_ink = bars.edges >= EDGES_SURE and bars.contrast_dn >= CONTRAST_SURE_DN
    return is_code or (is_surely_ink and bars.agreement >= AGREEMENT_SURE)


def _has_bent_code(planes: Planes, bars: Bars) -> bool:
    """Bars of ink beside lines of print: on a creased bag no ruler fits them."""
    if (
        bars.edges < EDGES_MIN
        or bars.agreement < AGREEMENT_BENT
        or bars.contrast_dn < CONTRAST_SURE_DN
        or bars.misfit_modules > MISFIT_BENT_MODULES
        or bars.kinds < KINDS_BENT
    ):
        return False
    lines = printed_lines(planes)
    return (
        lines is not None
        and lines.letters >= LETTERS_BESIDE
        and lines.along_ratio >= PAGE_ALONG_LEAST
        and lines.area_ratio >= PAGE_AREA_MIN
    )


def _screen(
    name: str, format_: str, metadata: CaptureMetadata, planes: Planes | None
) -> tuple[str, float]:
    """Why it is a picture of a screen, and how sure that is; empty where it is not known to be."""
    if metadata.is_screenshot:
        return "shows.said-by-file", 0.99
    if names_a_screenshot(name):
        return "shows.screenshot-name", 0.99
    if planes is None or metadata.camera_make or metadata.camera_model:
        return "", 0.0
    cues = screen_cues(planes.fine)
    if cues.plain_row_runs >= TEXT_ROWS_MIN and cues.one_level_ratio >= ONE_LEVEL_MIN:
        return "shows.screen-print", 0.95
    if (
        format_ == "png"
        and _is_screen_size(planes.width_px, planes.height_px)
        and cues.plain_row_runs >= FEW_TEXT_ROWS
    ):
        return "shows.screen-size", 0.95
    return "", 0.0


def _is_screen_size(width_px: int, height_px: int) -> bool:
    short, long = sorted((width_px, height_px))
    low, high = SCREEN_ASPECT
    return short in SCREEN_WIDTHS_PX and low <= long / short <= high


def _what(name: str) -> Subject:
    if names_chat(name):
        return Subject.CHAT
    return Subject.SHOP_PAGE if names_shop(name) else Subject.SCREENSHOT
