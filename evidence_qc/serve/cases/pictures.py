"""Small pictures of the files of a case, made when they are first asked for."""

from __future__ import annotations

from evidence_qc.errors import EvidenceQcError
from evidence_qc.examine.isolated import decode_rgb
from evidence_qc.media.formats.identify import HEAD_BYTES, identify
from evidence_qc.model import Media
from evidence_qc.report.html.pictures import THUMBNAIL_PX, Picture
from evidence_qc.serve.cases.store import CaseStore
from evidence_qc.serve.error_responses import NotFoundError
from evidence_qc.serve.state import AppState


def small_picture(app_state: AppState, store: CaseStore, case: str, sha256: str) -> Picture:
    """A photo, or the first frame of a clip, at the size of a card.

    Raises:
        NotFoundError: the case does not hold the file, or nothing of it can be decoded.
    """
    path = store.blob(case, sha256)
    file = store.read(case)["files"].get(sha256)
    if file is None:
        raise NotFoundError("error.case-file-missing")
    if kept := app_state.thumbnail_cache.get(sha256):
        return kept
    try:
        with path.open("rb") as handle:
            found = identify(handle.read(HEAD_BYTES), file["name"], file["size_bytes"])
        if found.media is Media.VIDEO:
            from evidence_qc.media.video.still import decode_frame

            rgb = decode_frame(str(path), 0.0)
        else:
            rgb = decode_rgb(
                path.read_bytes(),
                found.format,
                workers=app_state.resources.workers,
                max_long_side_px=THUMBNAIL_PX,
            )
    except (OSError, ValueError, EvidenceQcError) as error:
        raise NotFoundError("error.case-thumbnail-missing") from error
    return app_state.thumbnail_cache.put(sha256, rgb)
