"""What a photo is recognised to show: only where it is sure, and a camera's word is above all."""

from dataclasses import replace
from importlib import import_module

import numpy as np
import pytest

from evidence_qc.examine.shows import shows, shows_page
from evidence_qc.measures.content.bars import Bars
from evidence_qc.measures.content.page import PrintedLines
from evidence_qc.measures.planes import Planes
from evidence_qc.model import CaptureMetadata, Code, Subject, TextFacts
from tests.measures.content.test_screen import page
from tests.pictures import scene

BARE = CaptureMetadata()


def planes(luma: np.ndarray) -> Planes:
    return Planes(luma, luma, 1.0, luma.shape[1], luma.shape[0])


@pytest.mark.parametrize(
    ("name", "what"),
    [
        ("Screenshot_20261101-101010_AliExpress.png", Subject.SHOP_PAGE),
        ("Screenshot_20261101-101010_com.alibaba.aliexpresshd.jpg", Subject.SHOP_PAGE),
        ("Screenshot_20261101_101010_WhatsApp.jpg", Subject.CHAT),
        ("Bildschirmfoto 2026-11-01 um 10.10.10.png", Subject.SCREENSHOT),
        ("Снимок экрана 2026-11-01 в 10.10.10.png", Subject.SCREENSHOT),
        ("Скриншот 01-11-2026.png", Subject.SCREENSHOT),
        ("Captura de pantalla 2026-11-01.png", Subject.SCREENSHOT),
        ("Captura de tela 2026-11-01.png", Subject.SCREENSHOT),
        ("Capture d’écran 2026-11-01.png", Subject.SCREENSHOT),
        ("Zrzut ekranu 2026-11-01.png", Subject.SCREENSHOT),
        ("Ekran görüntüsü 2026-11-01.png", Subject.SCREENSHOT),
        ("屏幕截图_20261101.png", Subject.SCREENSHOT),
        ("スクリーンショット 2026-11-01.png", Subject.SCREENSHOT),
        ("스크린샷 2026-11-01.png", Subject.SCREENSHOT),
        ("Schermata 2026-11-01.png", Subject.SCREENSHOT),
    ],
)
def test_a_name_is_enough_in_any_language(name: str, what: Subject) -> None:
    """And tells the shop's page from the chat where the phone wrote the app into it."""
    seen = shows(f"folder/{name}", "png", BARE, None)

    assert seen is not None
    assert seen.what is what
    assert seen.confidence_ratio > 0.9
    assert seen.reason


@pytest.mark.parametrize("name", ["IMG_2031.jpg", "sunscreen.jpg", "screen broken.jpg", "x.png"])
def test_other_names_say_nothing(name: str) -> None:
    """A broken screen is what is wrong with the goods."""
    assert shows(name, "jpeg", BARE, planes(scene()[..., 1])) is None


def test_pixels_are_enough_without_a_name() -> None:
    """Saved by a messenger under a name of its own."""
    seen = shows("photo_2026-11-14.jpg", "jpeg", BARE, planes(page(20)))

    assert seen is not None
    assert seen.what is Subject.SCREENSHOT


@pytest.mark.parametrize(
    "metadata",
    [CaptureMetadata(exposure_time_s=0.01), CaptureMetadata(camera_make="X", camera_model="Y")],
)
def test_a_camera_speaks_against_pixels(metadata: CaptureMetadata) -> None:
    """A photo of a printed page, or of a white wall behind blinds, stays a photo."""
    assert shows("a.jpg", "jpeg", metadata, planes(page(20))) is None


@pytest.mark.parametrize(
    ("text", "length_ratio", "what"),
    [
        ("RB473124829US", 0.05, Subject.PACKAGING),
        ("RB473124829US", 0.4, Subject.LABEL),
        ("RB473124828US", 0.05, None),
        ("4006381333931", 0.05, None),
    ],
)
def test_a_small_code_shows_a_parcel_only_by_a_carriers_number(
    text: str, length_ratio: float, what: Subject | None
) -> None:
    """A serial number or a number of goods stands on the thing itself."""
    codes = [Code("Code 128", text, length_ratio)]
    seen = shows("IMG_1.jpg", "jpeg", BARE, planes(scene()[..., 0]), (), codes)

    assert (seen.what if seen else None) is what


CREASED = PrintedLines(
    letters=500, along_ratio=0.52, area_ratio=0.2, ground_dn=180.0, saturation=20.0
)


@pytest.mark.parametrize(("letters", "is_page"), [(200, True), (60, False), (0, False)])
def test_creased_paper_is_a_page_where_much_print_is_seen(
    monkeypatch: pytest.MonkeyPatch, letters: int, is_page: bool
) -> None:
    monkeypatch.setattr(
        import_module("evidence_qc.examine.shows"), "printed_lines", lambda _: CREASED
    )
    text = TextFacts(letters, 20.0, 14.0, 0.1, 0.8, 0.9)

    assert (shows_page(planes(scene()[..., 0]), text) is not None) is is_page


BENT = Bars(
    edges=70, length_ratio=0.4, agreement=0.97, contrast_dn=120.0, unevenness=0.6,
    misfit_modules=0.35, kinds=4,
)  # fmt: skip


@pytest.mark.parametrize(
    ("bars", "lines", "is_label"),
    [
        (BENT, replace(CREASED, along_ratio=0.7), True),
        (BENT, None, False),
        (BENT, replace(CREASED, letters=100), False),
        (replace(BENT, agreement=0.8), CREASED, False),
        (replace(BENT, contrast_dn=70.0), CREASED, False),
    ],
)
def test_bars_that_no_ruler_fits_are_a_label_beside_print(
    monkeypatch: pytest.MonkeyPatch, bars: Bars, lines: PrintedLines | None, is_label: bool
) -> None:
    """A label on a creased bag; a grille has no print beside it."""
    module = import_module("evidence_qc.examine.shows")
    monkeypatch.setattr(module, "find_bars", lambda *_: bars)
    monkeypatch.setattr(module, "printed_lines", lambda _: lines)
    seen = shows("IMG_1.jpg", "jpeg", BARE, planes(scene()[..., 0]))

    assert (seen is not None) is is_label
