"""The marker segments of a JPEG: size, EXIF, colour profile, tables (ITU-T T.81, annex B)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

_STANDALONE = {0x01, *range(0xD0, 0xD9)}
_FRAMES = {0xC0, 0xC1, 0xC2, 0xC3, 0xC5, 0xC6, 0xC7, 0xC9, 0xCA, 0xCB, 0xCD, 0xCE, 0xCF}
_PROGRESSIVE = {0xC2, 0xC6, 0xCA, 0xCE}
_LOSSLESS = {0xC3, 0xC7, 0xCB, 0xCF}

_ARITHMETIC = {0xC9, 0xCA, 0xCB, 0xCD, 0xCE, 0xCF}
_WITHOUT_PIXELS = {*range(0xE0, 0xF0), 0xFE}
"""Application data and comments."""

_PLAIN_CHANNELS = b"\xff\xee\x00\x0eAdobe\x00\x64" + bytes(5)

# Luminance table of Annex K.1 in natural order sums to this; encoders scale it by the IJG formula.
_ANNEX_K_SUM = 3688


@dataclass(frozen=True, slots=True)
class Scan:
    """One scan: which coefficients it refines, and where its entropy-coded data starts."""

    offset: int
    components: int
    first_coefficient: int
    last_coefficient: int


@dataclass(frozen=True, slots=True)
class JpegHeader:
    """What stands before (and, for progressive files, between) the entropy-coded data.

    Attributes:
        width_px, height_px: as stored; 0 when there is no frame header.
        bits: sample precision, 8 or 12.
        components: 1 grey, 3 colour, 4 CMYK.
        unit_width_px, unit_height_px: the minimum coded unit, 8 to 32 (16 × 16 for 4:2:0).
        exif, xmp, icc: payloads without their signatures; None when absent.
        has_jfif: a JFIF segment is there: three components are luma and chroma.
        is_jfif_first: it is the first segment, as that standard asks; cameras put EXIF there.
        has_adobe: an Adobe segment is there; its CMYK is stored inverted.
        adobe_transform: what that segment says: 0 untransformed, 1 luma and chroma; else None.
        component_ids: the names of the components, one byte each.
        component_tables: the number of each component's quantisation table, one byte each.
        quantisation: the DQT segments' bodies.
        huffman: the DHT segments' bodies.
        restart_units: minimum coded units between two restart markers; 0 without them, and where
            the first scan does not hold all components.
        segments: marker, start and end of each segment that pixels depend on, SOS among them.
        first_scan: where entropy-coded data starts; len(data) when there is none.
    """

    width_px: int = 0
    height_px: int = 0
    bits: int = 8
    components: int = 3
    unit_width_px: int = 8
    unit_height_px: int = 8
    is_progressive: bool = False
    is_lossless: bool = False
    exif: bytes | None = None
    xmp: bytes | None = None
    icc: bytes | None = None
    has_jfif: bool = False
    is_jfif_first: bool = False
    has_adobe: bool = False
    adobe_transform: int | None = None
    component_ids: bytes = b""
    component_tables: bytes = b""
    quantisation: tuple[bytes, ...] = ()
    huffman: tuple[bytes, ...] = ()
    restart_units: int = 0
    segments: tuple[tuple[int, int, int], ...] = ()
    first_scan: int = 0
    comments: tuple[bytes, ...] = field(default=())

    @property
    def luma_table_sum(self) -> int | None:
        """Sum of the first quantisation table's 64 values."""
        return _table_sum(self.quantisation[0]) if self.quantisation else None

    @property
    def quality(self) -> float | None:
        """IJG quality 1–100 that scales the Annex K luminance table to the same sum."""
        if not self.luma_table_sum:
            return None
        scale = 100.0 * self.luma_table_sum / _ANNEX_K_SUM
        quality = 5000.0 / scale if scale > 100.0 else (200.0 - scale) / 2.0
        return min(100.0, max(1.0, quality))

    @property
    def quanta(self) -> tuple[float, ...]:
        """By component, the least difference of two blocks' means, in code values."""
        means: dict[int, int] = {}
        for body in self.quantisation:
            means |= _mean_quanta(body)
        return tuple(means.get(table, 8) / 8.0 for table in self.component_tables)

    @property
    def zero_bits(self) -> tuple[int, ...]:
        """By Huffman table of coefficients, what its code of zero bits alone means."""
        return tuple(value for body in self.huffman for value in _zero_bits(body))

    @property
    def is_ycc(self) -> bool:
        """Three components that every reader takes for luma and chroma (libjpeg's rules)."""
        if self.components != 3 or self.is_lossless:
            return False
        if self.has_jfif:
            return True
        if self.has_adobe:
            return self.adobe_transform == 1
        return self.component_ids != b"RGB"

    @property
    def has_tables(self) -> bool:
        """The tables that its code needs are there; some decoders would make do with others."""
        kinds = {marker for marker, _, _ in self.segments}
        if self.is_lossless:
            return 0xDA in kinds and 0xC4 in kinds
        # Progressive: the first scan is of means, and the codes of the rest come later.
        has_codes = 0xC4 in kinds if self.is_progressive else bool(self.zero_bits)
        return (has_codes or bool(kinds & _ARITHMETIC)) and {0xDA, 0xDB} <= kinds


def read_header(data: bytes) -> JpegHeader:
    """Walk the segments up to the first scan; never raises, missing parts keep their defaults."""
    found: dict[str, object] = {}
    icc: dict[int, bytes] = {}
    comments: list[bytes] = []
    quantisation: list[bytes] = []
    huffman: list[bytes] = []
    segments: list[tuple[int, int, int]] = []
    position, end = 2, len(data)
    while (marker_at := data.find(b"\xff", position)) >= 0 and marker_at + 4 <= end:
        marker = data[marker_at + 1]
        if marker in {0xFF, 0x00} or marker in _STANDALONE:
            position = marker_at + (1 if marker == 0xFF else 2)
            continue
        if marker == 0xD9:
            break
        length = int.from_bytes(data[marker_at + 2 : marker_at + 4], "big")
        body = data[marker_at + 4 : marker_at + 2 + length]
        position = marker_at + 2 + max(length, 2)
        if marker not in _WITHOUT_PIXELS:
            segments.append((marker, marker_at, min(position, end)))
        if marker == 0xDA:
            found["first_scan"] = min(position, end)
            if not body or body[0] != found.get("components"):
                found.pop("restart_units", None)
            break
        if marker in _FRAMES:
            found |= _frame(marker, body)
        elif marker == 0xDB:
            quantisation.append(body)
        elif marker == 0xC4:
            huffman.append(body)
        elif marker == 0xDD:
            found["restart_units"] = int.from_bytes(body[:2], "big")
        elif marker == 0xE1 and body.startswith(b"Exif\x00"):
            found.setdefault("exif", body[6:])
        elif marker == 0xE1 and body.startswith(b"http://ns.adobe.com/xap/1.0/\x00"):
            found.setdefault("xmp", body[29:])
        elif marker == 0xE2 and body.startswith(b"ICC_PROFILE\x00") and len(body) > 14:
            icc[body[12]] = body[14:]
        elif marker == 0xE0 and body.startswith(b"JFIF\x00") and len(body) >= 14:
            found |= {"has_jfif": True, "is_jfif_first": marker_at == 2}
        elif marker == 0xEE and body.startswith(b"Adobe"):
            found |= {"has_adobe": True, "adobe_transform": body[11] if len(body) > 11 else None}
        elif marker == 0xFE:
            comments.append(body)
    found.setdefault("first_scan", end)
    found["quantisation"] = tuple(quantisation)
    found["huffman"] = tuple(huffman)
    found["segments"] = tuple(segments)
    if icc:
        found["icc"] = b"".join(icc[index] for index in sorted(icc))
    return JpegHeader(comments=tuple(comments), **found)  # type: ignore[arg-type]


def pixels_alone(data: bytes, header: JpegHeader, *, as_plain_channels: bool = False) -> bytes:
    """The same file without what no pixel depends on: metadata, and bytes between the segments.

    Args:
        data: the whole file.
        header: its header.
        as_plain_channels: the components are said to be no luma and chroma but plain channels, so
            that a reader that is asked for its channels gives them as they are stored.
    """
    space = _PLAIN_CHANNELS if as_plain_channels else _colour_space(header)
    whole = memoryview(data)  # megabytes are copied once, not twice
    kept = [whole[start:end] for _, start, end in header.segments]
    return b"".join([b"\xff\xd8", space, *kept, whole[header.first_scan :]])


def _colour_space(header: JpegHeader) -> bytes:
    """The segments that say what the components mean, written anew; most readers want no more."""
    parts = b""
    if header.has_jfif:
        parts += b"\xff\xe0\x00\x10JFIF\x00\x01\x01" + b"\x00\x00\x01\x00\x01\x00\x00"
    if header.has_adobe:
        transform = header.adobe_transform if header.adobe_transform in {0, 1, 2} else 0
        if header.components == 3:
            transform = min(
                transform, 1
            )  # 2 is for four inks; libjpeg takes it for luma and chroma
        parts += _PLAIN_CHANNELS[:-1] + bytes([transform])
    return parts


def _frame(marker: int, body: bytes) -> dict[str, object]:
    if len(body) < 6:
        return {}
    factors = body[7 : 6 + 3 * body[5] : 3]
    interleaved = len(factors) > 1  # a lone component is coded block by block
    wide, high = (
        max([1, *found]) for found in ([f >> 4 for f in factors], [f & 15 for f in factors])
    )
    return {
        "unit_width_px": 8 * wide if interleaved else 8,
        "unit_height_px": 8 * high if interleaved else 8,
        "bits": body[0],
        "height_px": int.from_bytes(body[1:3], "big"),
        "width_px": int.from_bytes(body[3:5], "big"),
        "components": body[5],
        "component_ids": body[6 : 6 + 3 * body[5] : 3],
        "component_tables": body[8 : 6 + 3 * body[5] : 3],
        "is_progressive": marker in _PROGRESSIVE,
        "is_lossless": marker in _LOSSLESS,
    }


def _table_sum(body: bytes) -> int | None:
    """Sum of the first table of a DQT segment (8- or 16-bit values)."""
    if len(body) < 65:
        return None
    if body[0] >> 4:
        values = body[1:129]
        return sum(values[0::2]) * 256 + sum(values[1::2])
    return sum(body[1:65])


def _mean_quanta(body: bytes) -> dict[int, int]:
    """Table → its first value, which is eight times that of a block's mean (a DQT segment)."""
    found: dict[int, int] = {}
    at = 0
    while at + 2 < len(body):
        size = 2 if body[at] >> 4 else 1
        found[body[at] & 15] = int.from_bytes(body[at + 1 : at + 1 + size], "big")
        at += 1 + 64 * size
    return found


def _zero_bits(body: bytes) -> Iterator[int]:
    """The first symbol of each table of coefficients in a DHT segment: it has the code 0…0."""
    while len(body) > 17:
        if body[0] >> 4:
            yield body[17]
        body = body[17 + sum(body[1:17]) :]


def read_scans(data: bytes, first_scan: int) -> tuple[Scan, ...]:
    """All scans of a (progressive) JPEG whose header is in the data, in file order.

    ``first_scan`` is where the entropy-coded data of the first scan starts.
    """
    scans: list[Scan] = []
    start = _start_of_header(data, first_scan)
    while start >= 0:
        length = int.from_bytes(data[start + 2 : start + 4], "big")
        body = data[start + 4 : start + 2 + length]
        count = body[0] if body else 0
        if len(body) < 4 + 2 * count:
            break
        spectral = body[1 + 2 * count :]
        scans.append(Scan(start + 2 + length, count, spectral[0], spectral[1]))
        start = data.find(b"\xff\xda", start + 2 + length)
    return tuple(scans)


def _start_of_header(data: bytes, first_scan: int) -> int:
    """Where the SOS marker stands whose header ends at ``first_scan``."""
    return data.rfind(b"\xff\xda", max(0, first_scan - 16), first_scan)
