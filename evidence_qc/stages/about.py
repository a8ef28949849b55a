"""Who made a report: versions of everything that can change a verdict."""

from __future__ import annotations

from functools import lru_cache
from importlib.metadata import PackageNotFoundError, version

from evidence_qc.errors import MissingDependencyError
from evidence_qc.focus.weights import WEIGHTS_SHA256, version_of
from evidence_qc.media.video.ffmpeg import ffmpeg_path
from evidence_qc.model import ToolInfo
from evidence_qc.version import VERSION

_LIBRARIES = {
    "opencv": "opencv-python-headless",
    "pillow": "Pillow",
    "pillow_heif": "pillow-heif",
    "numpy": "numpy",
    "simplejpeg": "simplejpeg",
    "zxing_cpp": "zxing-cpp",
}


@lru_cache(maxsize=1)
def tool_info() -> ToolInfo:
    """This program and its components, as installed."""
    components = {"focus_model": version_of(WEIGHTS_SHA256)}
    components |= {name: _version(package) for name, package in _LIBRARIES.items()}
    components["ffmpeg"] = _ffmpeg_version()
    return ToolInfo(name="evidence-qc", version=VERSION, components=components)


def versions() -> dict[str, str]:
    """The same on one level: what has to be equal for verdicts to be."""
    tool = tool_info()
    return {tool.name: tool.version, **tool.components}


def _ffmpeg_version() -> str:
    try:
        ffmpeg_path()
        import imageio_ffmpeg

        return str(imageio_ffmpeg.get_ffmpeg_version())
    except (MissingDependencyError, RuntimeError, OSError):
        return "none"


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        # OpenCV is published under four names; whichever is there is asked for its own version.
        import cv2

        return cv2.__version__ if "opencv" in package else "unknown"
