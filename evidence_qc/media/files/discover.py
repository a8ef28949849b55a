"""Which files a user means: arguments, folders and patterns become one stable list.

Nothing is passed over in silence: whatever is found and not taken is named in ``skipped``.
"""

from __future__ import annotations

import base64
import glob
import os
import stat
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from evidence_qc.errors import NoInputError
from evidence_qc.language import Sentence
from evidence_qc.media.formats.identify import HEAD_BYTES, Identity, identify
from evidence_qc.model import Damage, DamageKind, Media, Skipped

_SYSTEM_NAMES = {"thumbs.db", "desktop.ini", "ehthumbs.db", "icon\r"}
_SYSTEM_FOLDERS = {"__macosx", "@eadir", "$recycle.bin", "system volume information"}
_BUNDLE_NAMES = {"manifest.json", "SHA256SUMS", "submit"}
"""What a bundle's folder holds: one written into the folder of its own photos is not scanned."""
NOT_THERE = "skipped.not-there"
"""Why an argument was skipped that means nothing on this disk."""
_UNFINISHED = (".crdownload", ".part", ".partial", ".download", ".filepart", ".opdownload")


@dataclass(frozen=True, slots=True)
class Found:
    """One file to look at.

    Attributes:
        path_fs: the name to open (undecodable bytes as surrogates, PEP 383).
        path: the name to show: argument as typed joined with the path below it, with ``/``.
        path_b64: base64 of the raw name where ``path`` cannot show it, else None.
        identity: what its first bytes say it is.
    """

    path_fs: str
    path: str
    path_b64: str | None
    size_bytes: int
    mtime_ns: int
    ctime_ns: int
    inode: int
    identity: Identity


@dataclass(frozen=True, slots=True)
class Discovery:
    """Everything that was found: what to look at, and what was left and why."""

    files: tuple[Found, ...]
    skipped: tuple[Skipped, ...]


def discover(paths: Sequence[str]) -> Discovery:
    """List the photos and videos that the arguments mean, in a stable order.

    Folders are walked in name order, files before the folders beside them; a file that is
    reached twice is listed once. Links to files are followed, links to folders are not.

    Raises:
        NoInputError: an argument does not exist and nothing else was found either, or is empty.
    """
    if "" in paths:
        raise NoInputError("error.path-empty")
    files: list[Found] = []
    skipped: list[Skipped] = []
    missing: list[str] = []
    seen: set[tuple[int, int] | str] = set()
    for argument in paths:
        matches = _expand(argument)
        if not matches:
            missing.append(argument)
            skipped.append(_skip(argument, NOT_THERE))
        for match in matches:
            for item in _walk(match):
                if isinstance(item, Skipped):
                    skipped.append(item)
                    continue
                key = os.path.abspath(item.path_fs)  # noqa: PTH100 - surrogate names
                if key not in seen:
                    seen.add(key)
                    files.append(item)
    if missing and not files:
        display = " or ".join(_display(name) for name in missing[:3])
        raise NoInputError("error.path-missing", path=display)
    return Discovery(tuple(files), tuple(skipped))


def without(media: Media, arguments: Sequence[str], found: Discovery) -> tuple[str, ...]:
    """The arguments that mean nothing, or one file that is no such media; folders may hold any."""
    taken = {
        os.path.abspath(each.path_fs)  # noqa: PTH100 - surrogate names
        for each in found.files
        if each.identity.media is media
    }
    return tuple(
        _display(argument)
        for argument in arguments
        if not (matches := _expand(argument))
        or (
            matches == [argument]
            and not os.path.isdir(argument)  # noqa: PTH112
            and os.path.abspath(argument) not in taken  # noqa: PTH100
        )
    )


def _expand(argument: str) -> list[str]:
    """The argument itself, or what it matches where the shell did not expand a pattern."""
    if os.path.lexists(argument):
        return [argument]
    if glob.has_magic(argument):
        return sorted(glob.glob(argument, recursive=True))  # noqa: PTH207 - surrogate names
    return []


def _walk(top: str) -> Iterator[Found | Skipped]:
    """One argument: a file, or a folder with everything below it."""
    try:
        is_folder = os.path.isdir(top)  # noqa: PTH112
    except ValueError:  # a NUL in the name
        yield _skip(top, "skipped.invalid-name")
        return
    if not is_folder:
        yield _identify(top, named=True)
        return
    pending = [top]
    while pending:
        folder = pending.pop()
        try:
            with os.scandir(folder) as scan:
                entries = sorted(scan, key=lambda entry: entry.name)
        except OSError as error:
            yield _skip(folder, "skipped.folder-unreadable", reason=reason_of(error))
            continue
        names = {entry.name for entry in entries}
        if folder != top and names >= _BUNDLE_NAMES:
            yield _skip(folder, "skipped.bundle")
            continue
        folders: list[str] = []
        for entry in entries:
            path = os.path.join(folder, entry.name)  # noqa: PTH118
            if _is_folder(entry):
                if entry.is_symlink():
                    yield _skip(path, "skipped.folder-link")
                elif entry.name.startswith(".") or is_system_folder(entry.name):
                    yield _skip(path, "skipped.system-folder")
                else:
                    folders.append(path)
            else:
                yield _identify(path, named=False)
        pending.extend(reversed(folders))


def is_system_folder(name: str) -> bool:
    """True for a folder that some system or archiver keeps for itself."""
    return name.lower() in _SYSTEM_FOLDERS


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:
        return False


def _identify(path: str, *, named: bool) -> Found | Skipped:
    """Open one file far enough to tell what it is."""
    name = os.path.basename(path)  # noqa: PTH119
    if not named and (reason := _unwanted(name)):
        return _skip(path, reason)
    try:
        info = os.stat(path)  # noqa: PTH116
    except OSError as error:
        if os.path.islink(path):  # noqa: PTH114
            return _skip(path, "skipped.broken-link")
        return _skip(path, "skipped.not-looked-at", reason=reason_of(error))
    if not stat.S_ISREG(info.st_mode):
        return _skip(path, special(info.st_mode))
    if _is_elsewhere(info):
        return _skip(path, "skipped.in-cloud")
    identity = _sniff(path, name, info.st_size)
    if identity.damage is not None and not (identity.is_candidate or named):
        if identity.damage.kind is DamageKind.PERMISSION:
            return _skip(path, identity.damage.message_id, **identity.damage.values)
        return _skip(path, _not_media(identity.damage, name))
    return Found(
        path_fs=path,
        path=_display(path),
        path_b64=_raw(path),
        size_bytes=info.st_size,
        mtime_ns=info.st_mtime_ns,
        ctime_ns=info.st_ctime_ns,
        inode=info.st_ino,
        identity=identity,
    )


def _is_elsewhere(info: os.stat_result) -> bool:
    """A placeholder of a cloud drive: reading it would start a download (Windows, macOS)."""
    offline_or_recall = getattr(info, "st_file_attributes", 0) & 0x0040_1000
    dataless = getattr(info, "st_flags", 0) & 0x4000_0000
    return bool(offline_or_recall or dataless)


def _sniff(path: str, name: str, size_bytes: int) -> Identity:
    """Identity by content; a file that cannot be opened is judged by its name alone."""
    try:
        with open(path, "rb", buffering=0) as stream:  # noqa: PTH123
            head = stream.read(HEAD_BYTES)
    except OSError as error:
        by_name = identify(b"", name, 0)
        denied = isinstance(error, PermissionError)
        kind = DamageKind.PERMISSION if denied else DamageKind.UNREADABLE
        return Identity(
            Media.UNKNOWN,
            damage=Damage(kind, "damage.cannot-open", 1.0, {"reason": reason_of(error)}),
            is_candidate=by_name.is_candidate,
        )
    return identify(head, name, size_bytes)


def _unwanted(name: str) -> str:
    """Why a name alone is enough to leave a file that nobody named; empty to look inside."""
    lower = name.lower()
    if lower.startswith(".") and lower.endswith(".icloud"):
        return "skipped.in-icloud"
    if lower.startswith("._") or lower in _SYSTEM_NAMES or lower == ".ds_store":
        return "skipped.system-file"
    if lower.startswith("."):
        return "skipped.hidden"
    if lower.endswith(_UNFINISHED):
        return "skipped.unfinished"
    return ""


def _not_media(damage: Damage, name: str) -> str:
    if damage.kind is DamageKind.EMPTY:
        return "skipped.empty"
    if name.lower().endswith((".zip", ".rar", ".7z")):
        return "skipped.archive"
    return "skipped.not-media"


def special(mode: int) -> str:
    """What is no file, by its mode: an id of the catalogues."""
    for test, name in (
        (stat.S_ISDIR, "skipped.special-folder"),
        (stat.S_ISFIFO, "skipped.special-pipe"),
        (stat.S_ISSOCK, "skipped.special-socket"),
        (stat.S_ISCHR, "skipped.special-device"),
        (stat.S_ISBLK, "skipped.special-device"),
    ):
        if test(mode):
            return name
    return "skipped.special"


def reason_of(error: OSError) -> str:
    """Why a file or folder could not be opened, to stand within a sentence."""
    if isinstance(error, PermissionError):
        return "no permission"
    return (error.strerror or type(error).__name__).lower()


def _skip(path: str, message_id: str, **values: object) -> Skipped:
    return Skipped(_display(path), Sentence(message_id, **values), _raw(path))


def is_not_there(skipped: Skipped) -> bool:
    """Whether an argument was skipped because it means nothing on this disk."""
    reason = skipped.reason
    return isinstance(reason, Sentence) and reason.message_id == NOT_THERE


def _display(path: str) -> str:
    """The path as a person reads it: ``/`` between parts, U+FFFD for undecodable bytes."""
    display = path.replace(os.sep, "/") if os.sep != "/" else path
    return display if display.isascii() else _clean(display)


def _clean(text: str) -> str:
    return "".join("\N{REPLACEMENT CHARACTER}" if "\ud800" <= c <= "\udfff" else c for c in text)


def _raw(path: str) -> str | None:
    """The bytes of a name that is not valid Unicode, base64."""
    if path.isascii() or _clean(path) == path:
        return None
    return base64.b64encode(os.fsencode(path)).decode("ascii")
