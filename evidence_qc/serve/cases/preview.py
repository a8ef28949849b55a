"""What will be seen: the bundle is made, shown as it is, and saved byte for byte."""

from __future__ import annotations

import hashlib
import json
import os
import secrets
import shutil
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

from evidence_qc.bundle.build import build_bundle
from evidence_qc.bundle.decisions import decide
from evidence_qc.bundle.earlier import Earlier
from evidence_qc.bundle.parts import write_photos
from evidence_qc.bundle.types import SUBMIT, BundleOptions
from evidence_qc.errors import CannotWriteError
from evidence_qc.language.catalogue import ENGLISH
from evidence_qc.model.serial import DAMAGED
from evidence_qc.report.html.pictures import reduced
from evidence_qc.report.localise import json_in_language
from evidence_qc.serve.cases.document import Document
from evidence_qc.serve.cases.judged import Judged, judge
from evidence_qc.serve.cases.numbers import print_of, where
from evidence_qc.serve.cases.preview_answer import Preview, preview_answer, write_poster
from evidence_qc.serve.cases.store import CaseStore, kept
from evidence_qc.serve.error_responses import CaseFilesError, NotFoundError
from evidence_qc.serve.jobs import Watch
from evidence_qc.serve.state import AppState
from evidence_qc.serve.work import context_for, said_without
from evidence_qc.stages.bundle import bundle_tools
from evidence_qc.stages.context import ScanContext
from evidence_qc.stages.strangers import PutForward, put_forward
from evidence_qc.version import VERSION

MADE = "made"
BUNDLE = "evidence-bundle.zip"
ANSWER_NAME = "preview.json"
DRAFT = "draft.json"
SMALL = "small"
SMALL_PX, SMALL_QUALITY = 900, 55
"""About 50 kB: three of them come in three seconds over a slow line (60 kB/s)."""
KEPT = 3
"""Previews that stay: the one that is seen, and those of other windows that are still open."""


def preview(
    app_state: AppState,
    store: CaseStore,
    document: Document,
    watch: Watch,
    *,
    is_draft: bool = False,
    language: str = ENGLISH,
) -> dict[str, Any]:
    """Make what would be submitted, or find it as it was made; tells what is in it and why.

    Args:
        app_state: what the server shares.
        store: where the case is.
        document: the case.
        watch: is told how far it is, and stops it.
        is_draft: only draw the pictures, which are the same bytes that the whole will have; they
            are not looked at again, and there is no archive yet.
        language: of what the buyer reads.

    Raises:
        NoInputError: nothing in the case can be shown.
        CaseFilesError: a file of the case is gone from the disk, or is damaged there.
        CannotWriteError: the disk is full.
    """
    key = _key(document, language)
    made = store.folder_of(document["id"]) / MADE
    names = (ANSWER_NAME, DRAFT) if is_draft else (ANSWER_NAME,)
    answer = _as_made(made / key, names)
    if answer is None:
        with (
            kept(),
            store.work(document["id"]) as folder,
            said_without(folder, len(document["files"])),
        ):
            (made / key).mkdir(parents=True, exist_ok=True)
            judged = judge(app_state, store, document, folder, watch)
            target = folder / MADE
            target.mkdir()
            root = judged.staged.source_root
            context = context_for(app_state, watch, judged.profile, root)
            forward = put_forward(judged.report, judged.case, context)
            make = _draw if is_draft else _build
            printed = print_of(document, judged, context)
            options = replace(
                _options(document, language), moments_s=forward.moments_s, printed=printed
            )
            with _whole_originals():
                prepared = make(judged, forward, context, options, target)
            has_poster = write_poster(judged, prepared.plan, target)
            numbers = where(document, judged, prepared.plan, printed)
            said = preview_answer(
                judged, prepared, forward.likeness, key, numbers, has_poster=has_poster
            )
            text = json.dumps(said, ensure_ascii=False)
            for path in [p for p in target.rglob("*") if p.is_file()]:
                destination = made / key / path.relative_to(target)
                destination.parent.mkdir(exist_ok=True)
                path.replace(destination)
            beside = target / names[-1]
            beside.write_text(text, encoding="utf-8")
            beside.replace(made / key / names[-1])  # last: where it stands, all it speaks of does
        _forget_old(made, key)
        answer = json.loads(text)
    return {**json_in_language(answer, language), "version": document["version"]}


def _as_made(folder: Path, names: tuple[str, ...]) -> dict[str, Any] | None:
    """The first of these answers that is whole, as is what it speaks of; None: make it anew."""
    for name in names:
        with suppress(OSError, *DAMAGED):
            answer = json.loads((folder / name).read_text(encoding="utf-8"))
            drawn = [_is_file(folder / SUBMIT / slot["name"]) for slot in answer["slots"]]
            if all(drawn) if name == DRAFT else zipfile.is_zipfile(folder / BUNDLE):
                return dict(answer)
    return None


@contextmanager
def _whole_originals() -> Iterator[None]:
    """What holds other bytes than were sent is damaged: whoever sent it cannot scan it anew."""
    try:
        yield
    except CannotWriteError as error:
        if error.message_id != "error.original-changed":
            raise
        raise CaseFilesError("error.case-file-damaged", name=error.values["path"]) from error


def made_file(store: CaseStore, case: str, key: str, name: str) -> Path | bytes:
    """A file of a preview: the archive, the clip's first frame, or what is in its ``submit``.

    Raises:
        NotFoundError: the preview has no such file, or is no longer kept.
    """
    folder = store.folder_of(case) / MADE / key
    if name == "poster.webp" and key.isalnum() and _is_file(folder / name):
        return folder / name
    if name == BUNDLE and key.isalnum() and zipfile.is_zipfile(folder / name):
        return folder / name
    try:
        if key.isalnum() and not name.startswith(("/", ".")):
            with zipfile.ZipFile(folder / BUNDLE) as archive:
                return archive.read(f"{Path(BUNDLE).stem}/{SUBMIT}/{name}")
    except (KeyError, OSError, zipfile.BadZipFile):
        drawn = folder / SUBMIT / name
        if Path(name).name == name and _is_file(drawn):
            return drawn
    raise NotFoundError("error.preview-missing")


def _is_file(path: Path) -> bool:
    """No for a name from elsewhere that no disk takes, where pathlib raises."""
    return os.path.isfile(path)  # noqa: PTH113


def small_slot(store: CaseStore, case: str, key: str, name: str) -> Path:
    """A photo of a preview at the size of a phone: what is saved may be ten times as heavy.

    Raises:
        NotFoundError: the preview has no such photo, or is no longer kept.
        CannotWriteError: the disk is full.
    """
    found = made_file(store, case, key, name)
    if Path(name).suffix != ".jpg":
        raise NotFoundError("error.preview-missing")
    target = store.folder_of(case) / MADE / key / SMALL / f"{Path(name).stem}.webp"
    if not target.is_file():
        data = found if isinstance(found, bytes) else found.read_bytes()
        with kept():
            target.parent.mkdir(exist_ok=True)
            beside = target.with_name(f"{secrets.token_hex(8)}.new")
            beside.write_bytes(reduced(data, SMALL_PX, SMALL_QUALITY).data)
            beside.replace(target)
    return target


def _key(document: Document, language: str) -> str:
    """What the bundle depends on: two previews of one key are the same bytes."""
    said = {name: value for name, value in document.items() if name not in {"id", "version"}}
    text = json.dumps([VERSION, said, language], sort_keys=True)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:32]


def _build(
    judged: Judged,
    forward: PutForward,
    context: ScanContext,
    options: BundleOptions,
    target: Path,
) -> Preview:
    """The whole bundle."""
    result = build_bundle(
        judged.report,
        forward.submitted,
        judged.profile,
        target / BUNDLE,
        tools=bundle_tools(judged.report, context),
        options=options,
        progress=context.progress,
    )
    return Preview(
        plan=result.plan,
        statement=result.statement,
        lines=result.statement_lines,
        weak_points=result.weak_points,
        advice=result.advice,
        files=result.files,
        seal=result.seal,
    )


def _draw(
    judged: Judged,
    forward: PutForward,
    context: ScanContext,
    options: BundleOptions,
    target: Path,
) -> Preview:
    """The pictures alone."""
    decisions = decide(judged.report, forward.submitted, judged.profile, options, Earlier())
    root = judged.staged.source_root.root
    names = {path: str(root / path) for path in judged.staged.names}
    tools = bundle_tools(judged.report, context)
    photos, weak = write_photos(decisions, target, names, tools, context.progress)
    return Preview(
        plan=decisions.plan,
        statement=decisions.statement.text,
        lines=decisions.statement.lines,
        weak_points=(*decisions.weak, *weak),
        advice=decisions.statement.advice,
        files=tuple(photo.path for photo in photos),
    )


def _options(document: Document, language: str) -> BundleOptions:
    return BundleOptions(
        as_zip=True,
        order=document["order"],
        tracking=document["tracking"],
        statement=document["statement"],
        language=language,
    )


def _forget_old(made: Path, key: str) -> None:
    """All but the newest few, and never the one that was just made."""
    for old in sorted(_folders(made), key=lambda path: path.stat().st_mtime_ns)[:-KEPT]:
        if old.name != key:
            shutil.rmtree(old, ignore_errors=True)


def _folders(made: Path) -> Iterator[Path]:
    return (path for path in made.iterdir() if path.is_dir())
