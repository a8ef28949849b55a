"""Which files an assistant may name: those in the folders that were named at the start."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from evidence_qc.errors import UsageError
from evidence_qc.profiles.loader import PLATFORMS, profile_files


@dataclass(frozen=True, slots=True)
class Folders:
    """Folders that are open, resolved; everything else is closed, by ``..`` and by links too."""

    roots: tuple[Path, ...]

    @classmethod
    def of(cls, paths: tuple[str, ...]) -> Folders:
        """The folders as named.

        Raises:
            UsageError: one of them is no folder.
        """
        for path in paths:
            if not Path(path).is_dir():
                raise UsageError("error.folder-missing", path=path)
        return cls(tuple(Path(path).resolve() for path in paths))

    def readable(self, path: str) -> str:
        """The path as given, where it and all that lies below it is inside.

        Raises:
            UsageError: it is not there, leads outside, or holds a link that does.
        """
        self._check(path)
        if not os.path.exists(path):  # noqa: PTH110 - no where pathlib raises
            raise UsageError("error.no-path", path=path, folders=self.roots)
        for each in _links(Path(path)):
            self._check(str(each))
        return path

    def writable(self, path: str) -> str:
        """The path as given, where what is written there stays inside.

        Raises:
            UsageError: it leads outside.
        """
        self._check(path)
        return path

    def profile(self, name_or_path: str) -> str:
        """The name of a profile that ships, or a file that is inside with all that it extends.

        Raises:
            UsageError: there is none, or one of these files is outside.
        """
        for path in profile_files(name_or_path):
            if path.parent != PLATFORMS:
                self._check(str(path))
        return name_or_path

    def _check(self, path: str) -> None:
        try:
            path.encode("utf-8")
            resolved = Path(os.path.realpath(path))
        except ValueError as error:  # half a character, or a NUL
            raise UsageError("error.path-invalid", path=ascii(path)) from error
        if not any(resolved.is_relative_to(root) for root in self.roots):
            raise UsageError("error.path-outside", path=path, folders=self.roots)


def _links(path: Path) -> Iterator[Path]:
    """Every link below a folder; links to folders are not entered, here or by a scan."""
    if not path.is_dir():
        return
    for folder, folders, files in os.walk(path):
        for name in (*folders, *files):
            if (each := Path(folder, name)).is_symlink():
                yield each
