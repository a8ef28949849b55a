"""Names for files from elsewhere: below one folder, writable everywhere, each file its own.

What a client or a store calls a file is a demand. A name never leads out of the folder, and two
files never share one, whatever the file system makes of case and accents.
"""

from __future__ import annotations

import posixpath
import re
import unicodedata

_FORBIDDEN = re.compile(r'[<>:"|?*\\\x00-\x1f\x7f\ufffd\ud800-\udfff]')
_RESERVED = re.compile(r"(?i)^(con|prn|aux|nul|conin\$|conout\$|(com|lpt)[\d¹²³]) *(\.|$)")
"""Devices of Windows, whatever follows the dot (learn.microsoft.com, Naming Files)."""
_NAME_BYTES_MAX = 180
"""Below the 255 bytes of common file systems, with room for a number."""
_SUFFIX_MAX = 20
"""Characters; what is longer is no extension but part of the name."""

DEPTH_MAX = 8
"""Folders and the file's own name; what lies deeper moves up, so that any path can be written."""


class SafeNames:
    """The names of the files of one folder to be, in the order in which they come."""

    def __init__(self) -> None:
        self._files: set[str] = set()
        self._folders: dict[str, str] = {}

    def take(self, typed: str) -> str:
        """A relative path with ``/`` for the next file, as near as can be to what was typed."""
        *folders, name = _parts(typed)
        path = ""
        for folder in folders:
            path = self._folder(posixpath.join(path, folder))
        return self._file(posixpath.join(path, name))

    def _folder(self, path: str) -> str:
        """The folder as it was first spelt; beside a file of that name it gets a number."""
        wanted, number = path, 2
        while _same(path) in self._files:
            path, number = f"{wanted}~{number}", number + 1
        return self._folders.setdefault(_same(path), path)

    def _file(self, path: str) -> str:
        stem, suffix = posixpath.splitext(path)
        number = 2
        while _same(path) in self._files or _same(path) in self._folders:
            path, number = f"{stem}~{number}{suffix}", number + 1
        self._files.add(_same(path))
        return path


def _parts(typed: str) -> list[str]:
    text = unicodedata.normalize("NFC", typed).replace("\\", "/")
    parts = [part for part in text.split("/") if part.strip() not in {"", ".", ".."}]
    parts = [safe_part(part) for part in parts] or ["file"]
    return [*parts[: DEPTH_MAX - 1], parts[-1]] if len(parts) > DEPTH_MAX else parts


def _same(path: str) -> str:
    """Equal for names that some file system takes for one."""
    folded = unicodedata.normalize("NFKC", path).casefold()
    return unicodedata.normalize("NFKC", folded)


def safe_part(part: str) -> str:
    """One part of a path as every system can write it: never empty, never ``..``."""
    name = _FORBIDDEN.sub("_", part).rstrip(". ") or "_"
    if _RESERVED.match(name):
        name = f"_{name}"
    stem, suffix = posixpath.splitext(name)
    if len(suffix) > _SUFFIX_MAX:
        stem, suffix = name, ""
    room_bytes = _NAME_BYTES_MAX - len(suffix.encode())
    stem = stem.encode()[:room_bytes].decode("utf-8", "ignore")
    return (stem + suffix).rstrip(". ") or "_"
