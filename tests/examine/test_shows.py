"""What a photo is recognised to show: only where it is sure, and a camera's word is above all."""

import numpy as np
import pytest

from evidence_qc.examine.shows import shows
from evidence_qc.measures.planes import Planes
from evidence_qc.model import CaptureMetadata, Subject
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
