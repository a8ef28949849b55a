"""Finds the file or folder that the user means; a wrong name gets the nearest right one."""

from __future__ import annotations

import fnmatch
import os
import posixpath
import re
from collections.abc import Iterable, Sequence
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from evidence_qc.errors import UsageError

_PLAIN = re.compile(r"[^\s\"'$`&;|<>()*?!\\]+")
"""What neither sh nor cmd takes apart."""


def nearest(name: str, choices: Iterable[str]) -> dict[str, Any]:
    """The remedy of an error that names no choice: the closest one, else all where they are few.

    Returns:
        ``remedy``, a message id ("" where there is none), and the values that it speaks of.
    """
    choices = sorted({str(choice) for choice in choices})
    by_case = {choice.casefold(): choice for choice in choices}
    close = get_close_matches(name.casefold(), list(by_case), n=1, cutoff=0.5)
    if close:
        return {"remedy": "error.did-you-mean", "nearest": by_case[close[0]]}
    if 0 < len(choices) <= 12:
        return {"remedy": "error.these-are-known", "known": choices}
    return {"remedy": ""}


def one_of(name: str, choices: Sequence[str], what: str, where: str) -> str:
    """The choice that equals the name in any case; UsageError naming the nearest otherwise."""
    wanted = name.strip().casefold().replace("_", "-").replace(" ", "-")
    for choice in choices:
        if choice.casefold() == wanted:
            return choice
    raise UsageError(
        "error.choice-unknown", where=where, what=what, name=name, **nearest(wanted, choices)
    )


def below(path: str, roots: Sequence[str]) -> str:
    """The path as seen from the deepest root that holds it; its own name when none does."""
    path = _clean(path)
    root = _root_of(path, roots)
    if root is None:
        return posixpath.basename(path)
    return path if root == "." else path[len(root.rstrip("/")) + 1 :]


def _root_of(path: str, roots: Sequence[str]) -> str | None:
    """The deepest root that holds a path."""
    return max((r for r in map(_clean, roots) if _inside(path, r)), key=len, default=None)


def _inside(path: str, root: str) -> bool:
    return path != root and (root == "." or path.startswith(root.rstrip("/") + "/"))


def _clean(path: str) -> str:
    return posixpath.normpath(path.replace("\\", "/") if "/" not in path else path)


def typed(argument: str) -> str:
    """The argument as it can be pasted after an option: in quotes where a shell would part it."""
    return argument if _PLAIN.fullmatch(argument) else '"' + argument.replace('"', '\\"') + '"'


class FileNames:
    """All files of a case by every name that a user may use for them."""

    def __init__(
        self, roots: Sequence[str], paths: Sequence[str], base: Path | None = None
    ) -> None:
        self._roots = tuple(roots)
        self._base = base or Path()
        self.paths = tuple(paths)
        self.relative = {path: below(path, roots) for path in paths}
        self._exact: dict[str, list[str]] = {}
        for path in paths:
            for name in dict.fromkeys((_clean(path), self.relative[path])):
                self._exact.setdefault(name, []).append(path)

    @property
    def telling(self) -> dict[str, str]:
        """Path → the part of it that may name a claim.

        Of several folders that were given ("hole" and "stain"), each one's own name counts too.
        """
        roots = {path: _root_of(_clean(path), self._roots) for path in self.paths}
        if len({root for root in roots.values() if root}) < 2:
            return dict(self.relative)
        return {
            path: posixpath.join(posixpath.basename(root or ""), self.relative[path])
            for path, root in roots.items()
        }

    def files(self, name: str, where: str) -> tuple[str, ...]:
        """Paths that one name or pattern stands for; UsageError when there is none."""
        wanted = _clean(name)
        if exact := self._exact.get(wanted):
            return tuple(exact)
        if any(letter in name for letter in "*?["):
            hits = [
                p
                for p in self.paths
                if fnmatch.fnmatchcase(self.relative[p], wanted)
                or fnmatch.fnmatchcase(posixpath.basename(p), wanted)
            ]
        else:
            hits = [p for p in self.paths if posixpath.basename(p) == wanted]
            if len(hits) > 1:
                raise UsageError(
                    "error.file-ambiguous",
                    where=where,
                    files=len(hits),
                    name=name,
                    example=self.relative[hits[0]],
                )
        if not hits:
            names = {*self.relative.values(), *map(posixpath.basename, self.paths)}
            raise UsageError("error.file-unknown", where=where, name=name, **nearest(name, names))
        return tuple(hits)

    def file(self, name: str, where: str) -> str:
        """The one path that a name stands for."""
        return self.files(name, where)[0]

    def listed(self, text: str, where: str) -> tuple[str, ...]:
        """Paths of a comma-separated list; a name that holds a comma is understood too."""
        if not text:
            return ()
        try:
            return self.files(text, where)
        except UsageError:
            if "," not in text:
                raise
        parts = [part.strip() for part in text.split(",") if part.strip()]
        return tuple(dict.fromkeys(path for part in parts for path in self.files(part, where)))

    def folder(self, name: str, where: str) -> tuple[str, ...]:
        """Paths below a folder; empty when it holds no media, UsageError when it does not exist."""
        wanted = _clean(name)
        hits = [
            p
            for p in self.paths
            if self.relative[p].startswith(wanted + "/") or _inside(_clean(p), wanted)
        ]
        if hits or (_stays_below(wanted) and self._is_folder(name)):
            return tuple(hits)
        folders = {posixpath.dirname(relative) for relative in self.relative.values()} - {""}
        raise UsageError("error.folder-unknown", where=where, name=name, **nearest(name, folders))

    def _is_folder(self, name: str) -> bool:
        # os.path, for it says no where pathlib raises: a name may be longer than any disk takes.
        return any(os.path.isdir(self._base / root / name) for root in self._roots)  # noqa: PTH112


def _stays_below(name: str) -> bool:
    """False for a name that leads out of the user's folders: nothing there is looked at."""
    return not (posixpath.isabs(name) or re.match(r"\.\.(/|$)|[A-Za-z]:", name))
