"""A photo whose description was read, once, and whose pixels were not."""

from __future__ import annotations

from dataclasses import dataclass

from evidence_qc.media.formats import pillow
from evidence_qc.media.formats.coded import Coded
from evidence_qc.media.formats.coded_files import read_coded
from evidence_qc.media.formats.containers import container_damage, png_without_faulty_notes
from evidence_qc.media.formats.identify import is_raw_tiff, unsupported
from evidence_qc.media.formats.jpeg_header import JpegHeader, read_header
from evidence_qc.media.formats.limits import declares_too_much
from evidence_qc.media.photo.planes import fine_shrink
from evidence_qc.model import Damage, DamageKind

DECLARES_TOO_MUCH = Damage(DamageKind.TOO_LARGE, "damage.declares-too-much", 1.0)

_JPEGS = {"jpeg", "mpo"}


@dataclass(frozen=True, slots=True, eq=False)
class Source:
    """What stands in a file beside its pixels.

    Attributes:
        data: the whole file; of a PNG without its ancillary chunks of a wrong checksum.
        format: as ``identify`` says.
        jpeg: a JPEG's header; None for other formats.
        coded: where the picture of a WebP, HEIF or AVIF file is coded; None: not told.
        opened: other formats as their reader opened them; None where it refused.
        damage: the container's first fault.
    """

    data: bytes
    format: str
    jpeg: JpegHeader | None = None
    coded: Coded | None = None
    opened: pillow.Opened | None = None
    damage: Damage | None = None

    @property
    def pixels(self) -> int:
        """Stored width × height; 0 when it cannot be read."""
        if self.jpeg is not None:
            return self.jpeg.width_px * self.jpeg.height_px
        return self.opened.width_px * self.opened.height_px if self.opened else 0

    @property
    def decoded_pixels(self) -> int:
        """How many pixels decoding will hold at once: what to take from a shared budget."""
        if self.jpeg is not None and not self.jpeg.is_progressive:
            shrink = fine_shrink(self.jpeg.width_px, self.jpeg.height_px)
            return self.pixels // shrink**2
        return self.pixels


def open_source(data: bytes, format: str) -> Source:
    """Read what stands beside the pixels; never raises for what the file holds.

    Args:
        data: the whole file.
        format: as ``identify`` says.
    """
    if format in _JPEGS:
        return Source(data, format, jpeg=read_header(data))
    if format == "tiff" and is_raw_tiff(data):
        return Source(data, format, damage=unsupported("raw"))
    if declares_too_much(data, format):
        return Source(data, format, damage=DECLARES_TOO_MUCH)
    coded = read_coded(data, format)
    damage = container_damage(data, format, coded)
    if damage is not None and damage.lost_ratio == 1.0:
        return Source(data, format, coded=coded, damage=damage)
    if format == "png":
        data = png_without_faulty_notes(data)
    try:
        opened = pillow.open_image(data, format)
    except Exception:  # broken input may break any reader in any way
        opened = None
    return Source(data, format, coded=coded, opened=opened, damage=damage)
