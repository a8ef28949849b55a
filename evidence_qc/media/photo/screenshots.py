"""What the name of a screenshot says: what systems call one, and whose window it was taken of."""

from __future__ import annotations

import re
import unicodedata
from functools import cache

_NAMES = """
screenshot | screen capture | screen grab | screen clip | scrnshot | snipaste | flameshot
Bildschirmfoto | Bildschirmaufnahme | Bildschirmkopie | Bildschirmausdruck
Capture d'écran | Capture écran
Captura de pantalla | Captura de ecrã | Captura de tela | Captură de ecran | Captura ecran
Impr pant | Impresión de pantalla
Schermata | Istantanea schermo | Cattura schermo
Schermafbeelding | Schermafdruk | Schermopname
Skärmavbild | Skärmbild | Skärmdump | Skärmklipp
Skjermbilde | Skjermdump | Skjermklipp | Skærmbillede | Skærmklip | Skærmdump
Näyttökuva | Kuvakaappaus | Ruutukaappaus | Skjámynd | Skjáskot
Zrzut ekranu | Snímek obrazovky | Snímka obrazovky | Posnetek zaslona | Snimka zaslona
Snimak ekrana | Képernyőfotó | Képernyőkép | Képernyőfelvétel
Στιγμιότυπο οθόνης | Στιγμιότυπο | Снимок экрана | Скриншот | Знімок екрана | Скріншот
Здымак экрана | Снимка на екрана | Снимак екрана | Слика од екранот
Ekran Resmi | Ekran görüntüsü | Ekran alıntısı | Ekrano nuotrauka | Ekrano kopija
Ekrānuzņēmums | Kuvatõmmis | Ekraanipilt | Pantaila-argazkia
スクリーンショット | スクショ | 画面キャプチャ | 스크린샷 | 화면 캡처 | 화면 캡쳐
截屏 | 截图 | 截圖 | 屏幕快照 | 螢幕快照 | 屏幕截图 | 螢幕截圖 | 螢幕擷取
لقطة شاشة | لقطة الشاشة | نماگرفت | اسکرین شات | اسکرین شاٹ | צילום מסך | תמונת מסך
Ảnh màn hình | Ảnh chụp màn hình | ภาพหน้าจอ | สกรีนช็อต | ภาพถ่ายหน้าจอ
Tangkapan layar | Tangkap layar | Cuplikan layar | Petikan skrin | Tangkapan skrin
स्क्रीनशॉट | স্ক্রিনশট | ஸ்கிரீன்ஷாட்
"""

_SHOP = re.compile(
    r"(?i)ali ?express|alibaba|taobao|tmall|1688|\bjd\b|pinduoduo|temu|shein|shopee|lazada|amazon"
    r"|\bebay|etsy|walmart|mercari|mercado ?libre|mercado ?livre|ozon|wildberries|\bwb\b|allegro"
    r"|zalando|vinted|trendyol|hepsiburada|flipkart|rakuten|\bavito|joom|demand|coupang|tokopedia"
    r"|bukalapak|daraz|cdiscount|otto|淘宝|天猫|京东|拼多多|озон|авито"
)
_CHAT = re.compile(
    r"(?i)whats ?app|telegram|wechat|weixin|\bviber|messenger|messages|\bsms|\bchat|signal"
    r"|instagram|facebook|vkontakte|\bvk\b|\bqq\b|\bline\b|kakao|discord|skype|gmail|\bmail|微信"
)


def names_a_screenshot(text: str) -> bool:
    """True for a file name or a comment that says so, in any of the languages."""
    if not text:
        return False
    plain = _plain(text)
    return any(name in plain for name in _plain_names())


@cache
def _plain_names() -> tuple[str, ...]:
    return tuple(
        _plain(name) for line in _NAMES.split("\n") for name in line.split("|") if name.strip()
    )


def _plain(text: str) -> str:
    """Letters and digits alone, without case and accents: names are stored composed or not."""
    apart = unicodedata.normalize("NFKD", text.casefold().replace("ı", "i"))
    return "".join(sign for sign in apart if sign.isalnum())


def names_shop(name: str) -> bool:
    """True for a screenshot's name that holds the name of a shop's app, as Android writes it."""
    return bool(_SHOP.search(_parted(name)))


def names_chat(name: str) -> bool:
    """True for a screenshot's name that holds the name of a messenger."""
    return bool(_CHAT.search(_parted(name)))


def _parted(name: str) -> str:
    return re.sub(r"[_\-.]+", " ", unicodedata.normalize("NFC", name))
