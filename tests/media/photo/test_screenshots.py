"""Screenshots are known by what systems call them."""

from __future__ import annotations

import unicodedata

import pytest

from evidence_qc.media.photo.screenshots import names_a_screenshot

NAMES = [
    "Screenshot_20261114-101112.png", "Screen Shot 2024-05-14.png", "screen-capture.png",
    "Bildschirmfoto 2024-05-14 um 10.11.12.png", "Capture d’écran 2024-05-14.png",
    "Captura de pantalla 2024.png", "Captura de ecrã.png", "Captura de Tela.png", "Schermata 1.png",
    "Schermafbeelding.png", "Skärmavbild.png", "Skærmbillede.png", "Skjermbilde.png",
    "Näyttökuva.png", "Zrzut ekranu.png", "Snímek obrazovky.png", "Képernyőfotó.png",
    "Captură de ecran.png", "Στιγμιότυπο οθόνης.png", "Снимок экрана 2024.png", "Скриншот.png",
    "Знімок екрана.png", "Ekran Resmi.png", "EKRAN GÖRÜNTÜSÜ.png", "スクリーンショット.png",
    "스크린샷 2024.png", "截屏2024.png", "螢幕快照.png", "لقطة شاشة.png", "צילום מסך.png",
    "Ảnh màn hình.png", "ภาพหน้าจอ.png", "Tangkapan Layar.png", "स्क्रीनशॉट.png",
]  # fmt: skip


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_a_screenshot_is_known_in_any_language(name: str, form: str) -> None:
    """However the file system stores accents."""
    assert names_a_screenshot(unicodedata.normalize(form, name))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "name", ["IMG_2031.jpg", "Bildschirm kaputt.jpg", "broken screen.jpg", "écran cassé.jpg", ""]
)
def test_a_photo_of_a_screen_is_none(name: str) -> None:
    """The goods may be a screen."""
    assert not names_a_screenshot(name)
