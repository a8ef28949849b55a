"""Which disputes there are: every direct sub-folder of a folder is one.

Nothing is passed over in silence: what belongs to no dispute is told in a sentence.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from posixpath import basename

from evidence_qc.errors import NoInputError, UsageError
from evidence_qc.language import Sentence
from evidence_qc.media.files.discover import is_system_folder

NAMED_MAX = 3
"""Names in a sentence about things left out."""


@dataclass(frozen=True, slots=True)
class Dispute:
    """One folder to look at.

    Attributes:
        name: what it is called in the results: the folder's name, or the whole of what was typed.
        where: an absolute path, or a URL.
    """

    name: str
    where: str

    @property
    def is_remote(self) -> bool:
        """True when it has to be fetched before it can be looked at."""
        return is_url(self.where)


@dataclass(frozen=True, slots=True)
class Disputes:
    """All that were found, by name, and what belongs to none of them."""

    disputes: tuple[Dispute, ...]
    left_out: tuple[Sentence, ...] = ()
    """One sentence a folder and reason."""


@dataclass(slots=True)
class _Root:
    """What is directly below one folder."""

    folders: list[Dispute] = field(default_factory=list)
    loose: list[str] = field(default_factory=list)
    links: list[str] = field(default_factory=list)


def is_url(text: str) -> bool:
    """True for what fsspec is asked about, ``s3://bucket/disputes``; no path is written so."""
    return "://" in text


def find_disputes(roots: Sequence[str], listed: Sequence[str] = ()) -> Disputes:
    """The disputes below each root and those that are listed one by one, sorted by name.

    Hidden and system folders are passed over, links to folders are named and left out.

    Args:
        roots: folders or URLs; each direct sub-folder is a dispute and gives it its name.
        listed: folders or URLs that are disputes themselves, named as they are typed.

    Raises:
        NoInputError: a root cannot be opened or is empty, or there is no dispute.
        UsageError: a root is a file, or two disputes have the same name.
        MissingDependencyError: a URL needs what is not installed.
    """
    found = [Dispute(_without_slash(typed), _absolute(typed)) for typed in listed if typed]
    left_out: list[Sentence] = []
    if "" in roots:
        raise NoInputError("error.path-empty")
    for typed in roots:
        root = _remote(typed) if is_url(typed) else _local(typed)
        found += root.folders
        left_out += _sentences(typed, root)
    if not found:
        if roots:
            raise NoInputError("error.no-dispute", places=roots[:NAMED_MAX])
        raise NoInputError("error.no-dispute-listed")
    found.sort(key=lambda dispute: dispute.name)
    for one, other in pairwise(found):
        if one.name == other.name:
            raise UsageError(
                "error.dispute-twice", name=one.name, first=one.where, second=other.where
            )
    return Disputes(tuple(found), tuple(left_out))


def _local(typed: str) -> _Root:
    root = _Root()
    try:
        with os.scandir(typed) as entries:
            for entry in entries:
                if entry.name.startswith(".") or is_system_folder(entry.name):
                    continue
                if not _is_folder(entry):
                    root.loose.append(entry.name)
                elif entry.is_symlink():
                    root.links.append(entry.name)
                else:
                    root.folders.append(Dispute(entry.name, _absolute(entry.path)))
    except NotADirectoryError as error:
        raise UsageError("error.dispute-is-file", path=typed) from error
    except (OSError, ValueError) as error:  # ValueError: a NUL in the name
        reason = getattr(error, "strerror", None) or str(error)
        raise NoInputError("error.dispute-unreadable", path=typed, reason=reason.lower()) from error
    return root


def _is_folder(entry: os.DirEntry[str]) -> bool:
    """No for a link in a circle, or one into what is closed to this user: the others go on."""
    try:
        return entry.is_dir()
    except OSError:
        return False


def _remote(typed: str) -> _Root:
    from evidence_qc.media.files.remote import list_folder

    folders, loose = list_folder(typed)
    found = [Dispute(basename(url), url) for url in folders]
    return _Root([each for each in found if not each.name.startswith(".")], loose)


def _sentences(typed: str, root: _Root) -> Iterable[Sentence]:
    if root.loose:
        yield Sentence("disputes.loose", files=len(root.loose), path=typed, **_first(root.loose))
    if root.links:
        yield Sentence("disputes.links", links=len(root.links), path=typed, **_first(root.links))


def _first(names: list[str]) -> dict[str, object]:
    """The first few, and … for the others."""
    return {"names": sorted(names)[:NAMED_MAX] + ["…"] * (len(names) > NAMED_MAX)}


def _absolute(typed: str) -> str:
    """So that it is found from another working directory too."""
    return _without_slash(typed) if is_url(typed) else os.path.abspath(typed)  # noqa: PTH100


def _without_slash(typed: str) -> str:
    return typed.rstrip("/" if is_url(typed) else f"/{os.sep}") or typed
