"""A photo that a program holds in memory, its facts out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from evidence_qc.examine.photo import PhotoName, examine_array, examine_photo
from evidence_qc.focus import FocusModel
from evidence_qc.media.formats.identify import HEAD_BYTES, identify
from evidence_qc.model import FileFacts, Media

if TYPE_CHECKING:
    from PIL import Image


def examine_in_memory(subject: Any, focus: FocusModel, path: str) -> FileFacts:
    """Facts of a photo that is no file.

    Args:
        subject: the bytes of a photo, a Pillow image, or an upright RGB array (uint8 H×W×3).
        focus: the focus model.
        path: what it is called in the report.

    Raises:
        TypeError: it is none of these.
        ValueError: a video, or an array of another kind.
    """
    if isinstance(subject, bytes | bytearray | memoryview):
        data = bytes(subject)
        identity = identify(data[:HEAD_BYTES], path, len(data))
        if identity.damage is not None or identity.media is not Media.PHOTO:
            damage = (identity.damage,) if identity.damage else ()
            if identity.media is Media.VIDEO:
                raise ValueError("A video has to be given by its path, not as bytes.")
            return FileFacts(path=path, media=identity.media, size_bytes=len(data), damage=damage)
        name = PhotoName(path, identity.format, identity.expected_extensions)
        return examine_photo(data, name, focus)
    if isinstance(subject, np.ndarray):
        if subject.dtype != np.uint8:
            raise ValueError(
                f"A picture array must hold uint8 values from 0 to 255; this one has "
                f"{subject.dtype}. Scale it, such as (array * 255).astype('uint8')."
            )
        return examine_array(subject, focus, path=path)
    if _is_pillow(subject):
        return examine_array(_upright_rgb(subject), focus, path=path)
    raise TypeError(
        f"check() takes a path, bytes, a Pillow image or an RGB array, not {type(subject).__name__}"
    )


def _is_pillow(subject: object) -> bool:
    from PIL import Image

    return isinstance(subject, Image.Image)


def _upright_rgb(image: Image.Image) -> NDArray[np.uint8]:
    from PIL import ImageOps

    return np.asarray(ImageOps.exif_transpose(image).convert("RGB"), dtype=np.uint8)
