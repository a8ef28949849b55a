"""The report as one self-contained page for people; ``environment.render_part`` gives its parts."""

from evidence_qc.report.html.page import render_html, write_html
from evidence_qc.report.html.pictures import NoPictures, Picture, PictureSource
from evidence_qc.report.html.thumbnail_cache import ThumbnailCache
from evidence_qc.report.html.thumbnails import FilePictures

__all__ = [
    "FilePictures",
    "NoPictures",
    "Picture",
    "PictureSource",
    "ThumbnailCache",
    "render_html",
    "write_html",
]
