"""A kept case laid out as a folder of files and a case file, which is what the stages read."""

from __future__ import annotations

import os
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from evidence_qc.case.proposed import unnamed_title
from evidence_qc.case.write import quoted
from evidence_qc.errors import NoInputError
from evidence_qc.media.files.discover import discover
from evidence_qc.media.files.safe_names import SafeNames
from evidence_qc.serve.cases.document import Document
from evidence_qc.serve.cases.store import CaseStore
from evidence_qc.serve.error_responses import CaseFilesError
from evidence_qc.stages.resources import SourceRoot

MARK_SIZE_RATIO = 0.1
"""Diameter of a mark, as the page draws it: a palm on a jacket."""


@dataclass(frozen=True, slots=True)
class Staged:
    """A case as the stages read it."""

    source_root: SourceRoot
    case_file: Path
    names: Mapping[str, str]
    """Path below the root → SHA-256."""
    groups: tuple[tuple[str, str], ...] = ()
    """Key and title as the case file has it of each group that holds files, in order."""
    unnamed: frozenset[str] = frozenset()
    """Titles that nobody gave."""


def stage(store: CaseStore, document: Document, folder: Path) -> Staged:
    """Lay a case out below an empty folder; its files are linked, not copied, where that works.

    Raises:
        NoInputError: the case holds no file.
        CaseFilesError: one is gone from its folder, or is longer or shorter than it was sent.
    """
    if not document["files"]:
        raise NoInputError("error.case-empty")
    root = folder / "files"
    root.mkdir()
    safe = SafeNames()
    names: dict[str, str] = {}
    for sha256, file in in_order(document):
        name = safe.take(file["name"].replace("/", "_"))
        try:
            _link_or_copy(store.blob(document["id"], sha256), root / name)
        except FileNotFoundError as error:
            raise CaseFilesError("error.case-file-gone", name=file["name"]) from error
        if (root / name).stat().st_size != file["size_bytes"]:
            raise CaseFilesError("error.case-file-damaged", name=file["name"])
        names[name] = sha256
    groups, unnamed = _titles(document)
    # A case file may speak of photos and videos alone; anything else that was sent is passed over.
    found = discover([str(root)])
    media = {Path(each.path_fs).name for each in found.files}
    spoken_of = {name: sha256 for name, sha256 in names.items() if name in media}
    case_file = folder / "case.toml"
    case_file.write_text(_toml(document, spoken_of, groups, unnamed), encoding="utf-8")
    return Staged(
        SourceRoot(root, names, found), case_file, names, tuple(groups.items()), frozenset(unnamed)
    )


def in_order(document: Document) -> list[tuple[str, dict[str, Any]]]:
    """The files of a case as they came."""
    files: dict[str, dict[str, Any]] = document["files"]
    return sorted(files.items(), key=lambda item: item[1]["number"])


def _link_or_copy(blob: Path, target: Path) -> None:
    try:
        os.link(blob, target)
    except OSError:  # this file system has no links
        shutil.copyfile(blob, target)


def _titles(document: Document) -> tuple[dict[str, str], set[str]]:
    """Key → title, each its own, of the groups that are in use; and which of them nobody named."""
    used = {file["group"] for file in document["files"].values()}
    found: dict[str, str] = {}
    unnamed: set[str] = set()
    ordered = sorted(document["groups"].items(), key=lambda item: (item[1]["order"], item[0]))
    for key, group in ordered:
        if key not in used:
            continue
        given = " ".join(group["title"].split())
        base = title = given or unnamed_title(len(found) + 1)
        number = 2
        while title in found.values():
            title, number = f"{base} ({number})", number + 1
        found[key] = title
        if not given:
            unnamed.add(title)
    return found, unnamed


def _toml(
    document: Document, names: Mapping[str, str], groups: Mapping[str, str], unnamed: set[str]
) -> str:
    lines = [f"{key} = {quoted(document[key])}" for key in ("item", "reason", "ask")]
    files = document["files"]
    for key, title in groups.items():
        media = [quoted(name) for name, sha256 in names.items() if files[sha256]["group"] == key]
        lines += ["", "[[claims]]", f"title = {quoted(title)}", f"media = [{', '.join(media)}]"]
        lines += ["named = false"] * (title in unnamed)
    for name, sha256 in names.items():
        lines += _media(name, files[sha256])
    return "\n".join(lines) + "\n"


def _media(name: str, file: Mapping[str, Any]) -> list[str]:
    lines = ["", f"[media.{quoted(name)}]"]
    if file["role"]:
        lines.append(f"role = {quoted(file['role'])}")
    if file["mark"]:
        x, y = file["mark"]
        lines.append(f"marks = [{{x = {x:f}, y = {y:f}, size = {MARK_SIZE_RATIO}}}]")
    if file["use"] in {"pin", "include"}:
        lines.append(f"{file['use']} = true")
    if file["use"] == "leave-out":
        lines.append("exclude = true")
    return lines
