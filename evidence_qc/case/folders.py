"""What a folder or a file name says: a claim, a role, or nothing."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Mapping

from evidence_qc.model import Role

NEUTRAL = re.compile(
    r"""(?ix) ^ (?:
      dcim | \d{3}[a-z_]{3,8} | \d{3}[-_]?\w{0,6} | camera(\s?roll)? | photos? | pics? | pictures?
      | images? | img | videos? | movies? | media | clips? | originals? | evidence | files?
      | screenshots? | downloads? | received | sent | saved\ pictures | whatsapp.* | telegram.*
      | viber.* | snapchat | messenger | bluetooth | new\ folder.* | untitled.*
      | [\d\W_]+ | album\W?\d* | day\W?\d+ | phone | iphone.* | cam
      | фото.* | видео | снимки | картинки | новая\ папка.* | fotos? | bilder | imagenes | imágenes
      | 照片 | 图片 | 视频 | 相机
    ) $"""
)
"""Folder names that cameras, phones and messengers make: they say nothing about the goods."""

ROLE_WORDS: dict[Role, str] = {
    Role.UNBOXING: r"unbox(ing)?|распаковка|unpacking|desempaquetado|开箱",
    Role.LABEL: (
        r"label|waybill|barcode|этикетка|наклейка|ярлык|etiqueta|etikett|étiquette|面单|标签"
    ),
    Role.PACKAGING: (
        r"packaging|package|parcel|box|carton|packing|упаковка|посылка|коробка|paquete|embalaje|"
        r"verpackung|paket|karton|emballage|colis|embalagem|pacote|caixa|包装|包裹|盒子"
    ),
    Role.LISTING: (
        r"listing|product[ _-]?page|advert|объявление|anuncio|anúncio|annonce|anzeige|商品页"
    ),
    Role.RULER: r"ruler|measure(d|ment)?|tape|линейка|замер|regla|medida|lineal|maß|règle|尺子",
    Role.OVERVIEW: (
        r"overview|whole|whole[ _-]?item|item|общий[ _-]?вид|целиком|entero|gesamt|"
        r"ensemble|inteiro|整体|全景"
    ),
    Role.FAILURE: r"failure|not[ _-]?working|fault|не[ _-]?работает|no[ _-]?funciona|defekt|故障",
    Role.CLOSE_UP: r"close[ _-]?up|detail|макро|крупно|detalle|nahaufnahme|gros[ _-]?plan|特写",
}
"""Words, alone as a folder name or anywhere in a file name, that tell what is shown."""

_FOLDER_ROLES = {
    role: re.compile(rf"(?i)^(the[ _-])?({words})s?$")
    for role, words in ROLE_WORDS.items()
    if role not in {Role.FAILURE, Role.CLOSE_UP}
}
_NAME_ROLES = {
    role: re.compile(rf"(?i)(?<![^\W\d_])({words})s?(?![^\W\d_])")
    for role, words in ROLE_WORDS.items()
}


def is_neutral(folder: str) -> bool:
    """True when a folder name was made by a device or says nothing (DCIM, 100APPLE, Camera)."""
    return NEUTRAL.fullmatch(folder.strip()) is not None


def folder_role(folder: str) -> Role | None:
    """The role of all files in a folder that is called after it ("label", "packaging")."""
    for role, pattern in _FOLDER_ROLES.items():
        if pattern.fullmatch(folder.strip()):
            return role
    return None


def name_role(path: str) -> Role | None:
    """The role that a file's own name states ("unboxing.mp4", "parcel_label.jpg")."""
    stem = posixpath.splitext(posixpath.basename(path))[0]
    if re.fullmatch(r"(?i)(img|dsc|pxl|mvimg|vid|mov|photo|video|screenshot)?[\W\d_a-f]*", stem):
        return None
    for role, pattern in _NAME_ROLES.items():
        if pattern.search(stem):
            return role
    return None


def claim_folder(relative: str) -> tuple[str, ...]:
    """Folders above a file that may name a claim, outermost first; camera folders left out."""
    return tuple(part for part in relative.split("/")[:-1] if not is_neutral(part))


def folder_claims(relative: Mapping[str, str]) -> dict[str, list[str]]:
    """Title → paths, from the first telling folder above each file.

    A single wrapper folder around everything is looked through, and a folder that names a role
    ("label") is not a claim.
    """
    parts = {path: claim_folder(name) for path, name in relative.items()}
    while parts and len({p[0] if p else None for p in parts.values()}) == 1:
        if not any(len(p) > 1 for p in parts.values()):
            break
        parts = {path: p[1:] for path, p in parts.items()}
    claims: dict[str, list[str]] = {}
    for path, folders in parts.items():
        if folders and folder_role(folders[0]) is None:
            claims.setdefault(title_of(folders[0]), []).append(path)
    return claims


def title_of(folder: str) -> str:
    """A folder name as a title: a leading number and underscores go ("1_hole" → "hole")."""
    title = re.sub(r"^\s*\d+\s*[-_.)]+\s*", "", folder).replace("_", " ")
    return " ".join(title.split()) or folder


def folder_roles(relative: Mapping[str, str]) -> dict[str, Role]:
    """Roles that folder and file names state; a file name wins over its folder."""
    roles: dict[str, Role] = {}
    for path, name in relative.items():
        folders = [folder_role(part) for part in name.split("/")[:-1]]
        role = name_role(name) or next((found for found in reversed(folders) if found), None)
        if role:
            roles[path] = role
    return roles
