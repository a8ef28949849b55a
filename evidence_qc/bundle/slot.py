"""One slot from plan to JPEG: drawn, encoded within the profile's limits, its derivation kept."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from evidence_qc.bundle.exif import PhotoMetadata, Source
from evidence_qc.bundle.photos import EncodedPhoto, encode_photo, reduced
from evidence_qc.bundle.types import DrawnPhoto, DrawSlot, SourceUse
from evidence_qc.collage import (
    CanvasLimits,
    Collage,
    Pixels,
    Placement,
    TileImage,
    make_collage,
)
from evidence_qc.errors import CannotFitError
from evidence_qc.language import Sentence
from evidence_qc.model import Policy, Profile, SlotPlan, Tile
from evidence_qc.version import VERSION

BYTES_HEADROOM = 0.95
"""Platforms count megabytes in two ways and some add to the file: 5 % stay free."""
QUALITY_WEAK = 70
"""Below this JPEG quality compression is seen on a phone; platforms use about 75."""
LONG_SIDE_WEAK_PX = 1080
"""Below this a slot has fewer pixels than a phone's screen shows."""


def slot_drawer(digests: Mapping[str, str] | None = None) -> DrawSlot:
    """A function that draws slots and writes into each photo what it was made of.

    Args:
        digests: path as in the report → SHA-256 of the original.
    """

    def draw_slot(slot: SlotPlan, load: Callable[[Tile], Pixels], profile: Profile) -> DrawnPhoto:
        limits = canvas_limits(profile)
        if len(slot.tiles) == 1 and not limits.annotations:
            return _single(slot, load, profile, digests or {})
        images = [_image(tile, load, limits.long_side_px) for tile in slot.tiles]
        collage = make_collage(
            images,
            limits=limits,
            slot_label=f"{slot.number}/{slot.total}" if slot.total > 1 else "",
            title=slot.title,
        )
        metadata = _metadata(slot, collage, digests or {})
        photo = _encoded(collage.pixels, profile, slot.total, metadata)
        sources = tuple(
            _source_use(slot.tiles[placement.tile], placement, photo.scale)
            for placement in collage.placements
        )
        weak = collage.legibility.weak_points + _weak(photo, profile)
        if letters := "".join(c for c in collage.missing_characters if c.isalnum()):
            weak += (Sentence("weak.letters", letters=letters),)
        return _drawn(photo, sources, weak)

    return draw_slot


def canvas_limits(profile: Profile) -> CanvasLimits:
    """What the profile says of pixels, recompression and annotations; defaults where unknown."""
    default = CanvasLimits()
    policy = profile.annotations.value
    floor = replace(
        default,
        pixels_max=profile.photo_pixels_max.value,
        annotations=policy != Policy.FORBIDDEN,
        rings=policy not in {Policy.FORBIDDEN, Policy.AVOID},
    )
    if profile.photo_long_side_max_px.value:
        floor = replace(floor, long_side_px=profile.photo_long_side_max_px.value)
    if profile.recompression_long_side_px.value:
        long_side = profile.recompression_long_side_px.value
        floor = replace(floor, recompression_long_side_px=long_side)
    if profile.recompression_quality.value:
        floor = replace(floor, recompression_quality=profile.recompression_quality.value)
    return floor


def photo_bytes_max(profile: Profile, photos: int) -> int | None:
    """Most bytes of one of so many photos, headroom and the shared total considered.

    Where videos share the total with the photos, the photos take at most half.
    """
    limits = [profile.photo_bytes_max.value] if profile.photo_bytes_max.value else []
    if profile.total_bytes_max.value:
        share = 0.5 if profile.videos_max.value else 1.0
        limits.append(int(profile.total_bytes_max.value * share / max(1, photos)))
    return int(min(limits) * BYTES_HEADROOM) if limits else None


def _single(
    slot: SlotPlan, load: Callable[[Tile], Pixels], profile: Profile, digests: Mapping[str, str]
) -> DrawnPhoto:
    """A photo alone, nothing around it: upright, clean, within the limits."""
    (tile,) = slot.tiles
    rgb = load(tile)
    source = Source(tile.label, digests.get(tile.path, ""), tile.time_s)
    metadata = PhotoMetadata(
        "One photo, upright, encoded anew", f"evidence-qc {VERSION}", (source,), is_composite=False
    )
    photo = _encoded(rgb, profile, slot.total, metadata)
    transform = (("upright", True), ("scale", round(photo.scale, 4)))
    use = SourceUse(tile.path, tile.label, tile.time_s, tile.claims, "", transform)
    return _drawn(photo, (use,), _weak(photo, profile))


def _image(tile: Tile, load: Callable[[Tile], Pixels], enough_px: int) -> TileImage:
    """The tile for drawing; its pixels are loaded when its turn comes, if its size is known.

    Else they are loaded to be measured; what waits for its turn is kept no larger than a canvas,
    unless a mark may need a detail at native size.
    """
    first = tile.caption_en or tile.caption
    start = next((i for i, letter in enumerate(first) if letter.isalnum()), 0)
    first = first[:start] + first[start : start + 1].upper() + first[start + 1 :]
    second = tile.caption if tile.caption_en else ""
    width, height = tile.width_px, tile.height_px
    get: Callable[[], Pixels] = lambda: load(tile)  # noqa: E731
    if not width or not height:
        rgb = load(tile)
        height, width = rgb.shape[:2]
        kept = rgb if tile.marks else reduced(rgb, min(1.0, enough_px / max(width, height)))
        get = lambda: kept  # noqa: E731
    return TileImage(
        width, height, get, tile.label, first, second, tile.marks, tile.pointers, tile.path
    )


def _encoded(rgb: Pixels, profile: Profile, photos: int, metadata: PhotoMetadata) -> EncodedPhoto:
    formats = profile.photo_formats.value
    if formats and "jpeg" not in formats:
        raise CannotFitError("error.profile-without-jpeg", profile=profile.name)
    return encode_photo(
        rgb,
        max_bytes=photo_bytes_max(profile, photos),
        max_pixels=profile.photo_pixels_max.value,
        max_long_side_px=profile.photo_long_side_max_px.value,
        metadata=metadata,
    )


def _metadata(slot: SlotPlan, collage: Collage, digests: Mapping[str, str]) -> PhotoMetadata:
    places = collage.placements
    sources = tuple(
        Source(
            placement.label,
            digests.get(slot.tiles[placement.tile].path, ""),
            slot.tiles[placement.tile].time_s,
            placement.is_detail,
        )
        for placement in places
    )
    count = len(slot.tiles)
    photos = "one whole photo" if count == 1 else f"{count} whole photos"
    details = sum(placement.is_detail for placement in places)
    extra = f" and {details} detail{'s' if details > 1 else ''}" if details else ""
    words = f"Composite {slot.number}/{slot.total}: {photos}{extra}, with captions in the margin"
    return PhotoMetadata(words, f"evidence-qc {VERSION}", sources)


def _source_use(tile: Tile, placement: Placement, scale: float) -> SourceUse:
    box, part = placement.box, placement.source
    transform: list[tuple[str, object]] = [
        ("upright", True),
        ("scale", round(placement.scale * scale, 4)),
        ("box_px", _four(box.x_px, box.y_px, box.width_px, box.height_px, scale)),
        ("source_px", _four(part.x_px, part.y_px, part.width_px, part.height_px, 1.0)),
    ]
    return SourceUse(
        tile.path, tile.label, tile.time_s, tile.claims, placement.detail_of, tuple(transform)
    )


def _four(x: int, y: int, width: int, height: int, scale: float) -> list[int]:
    return [round(value * scale) for value in (x, y, width, height)]


def _weak(photo: EncodedPhoto, profile: Profile) -> tuple[Sentence, ...]:
    weak = []
    long_side = max(photo.width_px, photo.height_px)
    floor = profile.photo_long_side_min_px.value or 0
    if photo.scale < 1 and long_side < LONG_SIDE_WEAK_PX:
        weak.append(Sentence("weak.photo-reduced", long_side_px=long_side))
    if photo.quality < QUALITY_WEAK:
        weak.append(Sentence("weak.photo-compressed"))
    if long_side < floor:
        weak.append(Sentence("weak.photo-short", long_side_px=long_side, limit_px=floor))
    return tuple(weak)


def _drawn(
    photo: EncodedPhoto, sources: tuple[SourceUse, ...], weak: tuple[Sentence, ...]
) -> DrawnPhoto:
    encoder = (
        ("format", "JPEG, baseline, sRGB"),
        ("quality", photo.quality),
        ("subsampling", photo.subsampling),
        ("scale", photo.scale),
    )
    return DrawnPhoto(photo.data, photo.width_px, photo.height_px, encoder, sources, weak)
