"""What will be seen: the bundle is made, shown as it is, and saved byte for byte."""

from __future__ import annotations

import hashlib
import json
import shutil
import zipfile
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

from evidence_qc.bundle.build import build_bundle
from evidence_qc.bundle.tools import default_tools
from evidence_qc.bundle.types import STATEMENT, SUBMIT, BundleOptions, BundleResult
from evidence_qc.case.proposed import without_unusable
from evidence_qc.errors import EvidenceQcError
from evidence_qc.plan.statement import CHARS_MAX, FIRST_LINE_MAX, LINES_MAX
from evidence_qc.serve.cases.document import Document
from evidence_qc.serve.cases.judged import Judged, judge
from evidence_qc.serve.cases.store import CaseStore
from evidence_qc.serve.error_responses import NotFoundError
from evidence_qc.serve.jobs import Watch
from evidence_qc.serve.state import AppState
from evidence_qc.serve.work import said_without
from evidence_qc.stages.bundle import rescan
from evidence_qc.stages.page import write_bundle_reports
from evidence_qc.version import VERSION

MADE = "made"
BUNDLE = "evidence-bundle.zip"
TOLD = "preview.json"
KEPT = 3
"""Previews that stay: the one that is seen, and those of other windows that are still open."""


def preview(
    app_state: AppState, store: CaseStore, document: Document, watch: Watch
) -> dict[str, Any]:
    """Make what would be submitted, or find it as it was made; tells what is in it and why.

    Raises:
        NoInputError: nothing in the case can be shown.
        CannotWriteError: the disk is full.
    """
    made = store.folder_of(document["id"]) / MADE
    key = _key(document)
    told = made / key / TOLD
    if not told.is_file():
        made.mkdir(exist_ok=True)
        with store.work(document["id"]) as folder, said_without(folder, len(document["files"])):
            judged = judge(app_state, store, document, folder, watch)
            target = folder / "made"
            target.mkdir()
            result = _build(app_state, judged, document, target / BUNDLE, watch)
            poster = _poster(judged, result, target)
            answer = _told(judged, result, key, has_poster=poster)
            (target / TOLD).write_text(json.dumps(answer, ensure_ascii=False), encoding="utf-8")
            if not told.is_file():  # another window may have been quicker
                target.replace(made / key)
        _forget_old(made, key)
    answer = json.loads(told.read_text(encoding="utf-8"))
    return {**answer, "version": document["version"]}


def made_file(store: CaseStore, case: str, key: str, name: str) -> Path | bytes:
    """A file of a preview: the archive, the clip's first frame, or what is in its ``submit``.

    Raises:
        NotFoundError: the preview has no such file, or is no longer kept.
    """
    folder = store.folder_of(case) / MADE / key
    if name in {BUNDLE, "poster.webp"} and key.isalnum() and (folder / name).is_file():
        return folder / name
    try:
        if key.isalnum() and not name.startswith(("/", ".")):
            with zipfile.ZipFile(folder / BUNDLE) as archive:
                return archive.read(f"{Path(BUNDLE).stem}/{SUBMIT}/{name}")
    except (KeyError, OSError, zipfile.BadZipFile):
        pass
    raise NotFoundError("There is no such picture.", "Have the preview made again.")


def _key(document: Document) -> str:
    """What the bundle depends on: two previews of one key are the same bytes."""
    said = {name: value for name, value in document.items() if name not in {"id", "version"}}
    text = json.dumps([VERSION, said], sort_keys=True)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:32]


def _build(
    app_state: AppState, judged: Judged, document: Document, out: Path, watch: Watch
) -> BundleResult:
    jobs, resources = app_state.settings.jobs, app_state.resources
    tools = default_tools(
        judged.report,
        rescan=partial(rescan, profile=judged.profile, jobs=jobs, resources=resources),
        write_reports=write_bundle_reports,
        root=judged.staged.source_root.root,
    )
    return build_bundle(
        judged.report,
        without_unusable(judged.case, judged.report.files),
        judged.profile,
        out,
        tools=tools,
        options=BundleOptions(as_zip=True, statement=document["statement"]),
        progress=watch,
    )


def _poster(judged: Judged, result: BundleResult, target: Path) -> bool:
    """The first frame of the clip as it is submitted; False where there is none to see."""
    from evidence_qc.media.video.still import decode_frame
    from evidence_qc.report.html.pictures import encode

    clip = result.plan.video
    if clip is None:
        return False
    source = judged.staged.source_root.root / clip.path
    try:
        picture = encode(decode_frame(str(source), clip.start_s), 720)
    except EvidenceQcError:
        return False
    (target / "poster.webp").write_bytes(picture.data)
    return True


def _told(judged: Judged, result: BundleResult, key: str, *, has_poster: bool) -> dict[str, Any]:
    names = judged.staged.names
    submitted = [Path(name).name for name in result.files if name.startswith(f"{SUBMIT}/")]
    plan = result.plan
    return {
        "key": key,
        "slots": [
            {
                "name": f"{slot.number}.jpg",
                "tiles": [
                    {
                        "label": tile.label,
                        "file": names[tile.path],
                        "caption": tile.caption_en or tile.caption,
                        "is_weak": tile.is_weak,
                    }
                    for tile in slot.tiles
                ],
            }
            for slot in plan.slots
        ],
        "clip": {
            "file": names[plan.video.path],
            "name": next(name for name in submitted if name.startswith("video.")),
            "has_poster": has_poster,
            "reason": plan.video.reason,
        }
        if plan.video
        else None,
        "left_out": [
            {"file": names[each.path], "reason": _named(each.reason)} for each in plan.left_out
        ],
        "statement": result.statement,
        "limits": _limits(judged),
        "submit": [name for name in submitted if name != Path(STATEMENT).name],
        "ready": result.is_ready,
        "weak_points": list(result.weak_points),
        "advice": [note for note in result.advice if "--" not in note],
        "seal": result.seal,
    }


def _named(reason: str) -> str:
    return reason.replace("./", "")


def _limits(judged: Judged) -> dict[str, int]:
    most = judged.profile.statement_chars_max.value or CHARS_MAX
    return {"chars": min(CHARS_MAX, most), "first_line": FIRST_LINE_MAX, "lines": LINES_MAX}


def _forget_old(made: Path, key: str) -> None:
    """All but the newest few, and never the one that was just made."""
    for old in sorted(_folders(made), key=lambda path: path.stat().st_mtime_ns)[:-KEPT]:
        if old.name != key:
            shutil.rmtree(old, ignore_errors=True)


def _folders(made: Path) -> Iterator[Path]:
    return (path for path in made.iterdir() if path.is_dir())
