"""How phones and computers name screenshots, in the languages that they speak."""

from __future__ import annotations

import re
import unicodedata

_WORDS = (
    r"screen[\s_-]?(shot|capture|grab)|screencap|scrnshot|snipaste|flameshot",
    r"bildschirm|capture d.?[eé]cran|captura[\s_-]de[\s_-](pantalla|tela|ecr[ãa])",
    r"schermata|istantanea[\s_-]schermo|scherm(afbeelding|opname)",
    r"zrzut[\s_-]ekranu|ekran[\s_-](g[öo]r[üu]nt[üu]s[üu]|resmi|al[ıi]nt[ıi]s[ıi])",
    r"снимок[\s_-]экрана|скрин(шот)?(?![^\W\d_])|знімок[\s_-]екрана|снимка[\s_-]на[\s_-]екран",
    r"sk[æä]rm(billede|bild|avbild|dump)|skjerm(bilde|dump)|n[äa]yt[töo]+kuva|kuvakaappaus",
    r"k[ée]perny[őo](fot[óo]|k[ée]p|ment[ée]s)|sn[íi]mek[\s_-]obrazovky|sn[íi]mka[\s_-]obrazovky",
    r"captur[ăa][\s_-](de[\s_-])?ecran|στιγμιότυπο|ảnh[\s_-](chụp[\s_-])?màn[\s_-]hình",
    r"tangkapan[\s_-]layar|ภาพหน้าจอ|لقطة[\s_-]شاشة|צילום[\s_-]מסך|स्क्रीनशॉट",
    r"截图|截屏|截圖|螢幕快照|屏幕快照|螢幕擷取|スクリーンショット|スクショ|画面キャプチャ|스크린샷|캡처",
)
SCREENSHOT = re.compile("|".join(_WORDS), re.IGNORECASE)
_SHOP = re.compile(
    r"(?i)ali ?express|alibaba|taobao|tmall|1688|\bjd\b|pinduoduo|temu|shein|shopee|lazada|amazon"
    r"|\bebay|etsy|walmart|mercari|mercado ?libre|mercado ?livre|ozon|wildberries|\bwb\b|allegro"
    r"|zalando|vinted|trendyol|hepsiburada|flipkart|rakuten|\bavito|joom|wish|coupang|tokopedia"
    r"|bukalapak|daraz|cdiscount|otto|淘宝|天猫|京东|拼多多|озон|авито"
)
_CHAT = re.compile(
    r"(?i)whats ?app|telegram|wechat|weixin|\bviber|messenger|messages|\bsms|\bchat|signal"
    r"|instagram|facebook|vkontakte|\bvk\b|\bqq\b|\bline\b|kakao|discord|skype|gmail|\bmail|微信"
)


def is_screenshot_name(name: str) -> bool:
    """True for names that systems give to screenshots, whatever Unicode form they are in."""
    return bool(SCREENSHOT.search(unicodedata.normalize("NFC", name)))


def names_shop(name: str) -> bool:
    """True for a screenshot's name that holds the name of a shop's app, as Android writes it."""
    return bool(_SHOP.search(_parted(name)))


def names_chat(name: str) -> bool:
    """True for a screenshot's name that holds the name of a messenger."""
    return bool(_CHAT.search(_parted(name)))


def _parted(name: str) -> str:
    return re.sub(r"[_\-.]+", " ", unicodedata.normalize("NFC", name))
