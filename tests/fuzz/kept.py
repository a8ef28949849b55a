"""Readers of what was kept on a disk, or comes from another process: any of it may be damaged."""

from __future__ import annotations

import io
import json
import shutil
from contextlib import suppress
from pathlib import Path
from typing import Any

from evidence_qc.case.case_file import read_case_file
from evidence_qc.errors import CannotWriteError, NoInputError, UsageError
from evidence_qc.language.languages import LANGUAGES
from evidence_qc.measures.content.layout import SIZE_BYTES, is_same_thing
from evidence_qc.model import DisputeError, DisputeResult, FileFacts
from evidence_qc.model.serial import from_plain, to_plain
from evidence_qc.profiles import load_profile
from evidence_qc.report.batch import iter_line
from evidence_qc.report.compare import compare_reports
from evidence_qc.report.csv import iter_csv
from evidence_qc.report.html.thumbnail_cache import ThumbnailCache
from evidence_qc.report.json import dumps, loads
from evidence_qc.report.localise import localised
from evidence_qc.report.resume import error_places, keep_lines
from evidence_qc.report.tally import Tally
from evidence_qc.rules.judge import Judge
from evidence_qc.runtime.cache import FactsCache
from evidence_qc.runtime.messages import BrokenMessageError, read_message, write_message
from evidence_qc.serve.cases.document import empty, new_file, patched
from evidence_qc.serve.cases.staged import stage
from evidence_qc.serve.cases.store import CaseStore
from tests.fuzz.mutations import near_json
from tests.fuzz.reader import Reader, as_file, room
from tests.pictures import jpeg, scene
from tests.report.reports import report

DIGESTS = ("a" * 64, "b" * 64)
GIVEN = report()


def _report(data: bytes) -> None:
    """A saved report: what is taken can be told again, in any language, and compared."""
    found = loads(data)
    again = loads(dumps(found))
    assert dumps(again) == dumps(found)
    compare_reports(GIVEN, found)
    compare_reports(found, GIVEN)
    "".join(iter_csv(found))
    for language in LANGUAGES:
        localised(found, language)


def _facts(data: bytes) -> None:
    """A row of the cache: facts that can be judged as well as any, or none."""
    with FactsCache(room() / "facts.sqlite") as cache:
        cache._store.put("key", data.decode("utf-8", "replace"))  # type: ignore[union-attr]
        facts = cache.get("key")
    if facts is not None:
        assert from_plain(FileFacts, json.loads(json.dumps(to_plain(facts)))) == facts
        Judge.for_profile(load_profile()).file(facts)


def _cache_file(path: Path) -> None:
    """A file of the cache that is damaged, or another program's: as good as none."""
    for beside in ("-wal", "-shm"):
        path.with_name(path.name + beside).unlink(missing_ok=True)
    with FactsCache(path) as cache:
        cache.get("key")
        cache.put("key", GIVEN.files[0].facts)
        assert cache.get("key") in {None, GIVEN.files[0].facts}
    with ThumbnailCache(path) as cache:
        picture = cache.get("key")
        assert picture is None or (picture.width_px > 0 and picture.height_px > 0)


def _cache_files() -> list[bytes]:
    path = room() / "good.sqlite"
    with FactsCache(path) as cache:
        cache.put("key", GIVEN.files[0].facts)
    with ThumbnailCache(path) as cache:
        cache.put("key", scene(48, 32))
    return [path.read_bytes()]


def _lines(path: Path) -> None:
    """What an interrupted batch left: its whole lines, or another file, as it was."""
    before, tally = path.read_bytes(), Tally()
    try:
        keep_lines(
            path, ["a", "b"], tool=GIVEN.tool, profile=GIVEN.profile, tally=tally,
            on_files=lambda name, files: list(files) and None,
        )  # fmt: skip
    except UsageError:
        assert path.read_bytes() == before
        raise
    kept = path.read_bytes()
    assert before.startswith(kept)
    assert not kept or kept.endswith(b"\n")
    assert kept.count(b"\n") == tally.disputes
    error_places(path)
    tally.headline()


def _batches() -> list[bytes]:
    whole = DisputeResult("a", GIVEN.tool, GIVEN.profile, report=GIVEN)
    failed = DisputeError("no-input", "Nothing.", "", "error.no-dispute-listed", {})
    lost = DisputeResult("b", GIVEN.tool, GIVEN.profile, error=failed)
    lines = ["".join(iter_line(each)).encode() for each in (whole, lost)]
    return [b"".join(lines), lines[0] + lines[1][:50]]


def _line(data: bytes) -> bytes:
    return data + b"\n"


def _message(data: bytes) -> None:
    """What a worker says: a whole message, which is itself when it is sent on, or none."""
    stream = io.BytesIO(data)
    while stream.tell() < len(data):
        said = read_message(stream)
        out = io.BytesIO()
        write_message(out, said.head, said.blobs)
        out.seek(0)
        assert read_message(out).blobs == said.blobs


def _messages() -> list[bytes]:
    out = io.BytesIO()
    write_message(out, {"done": {"facts": to_plain(GIVEN.files[0].facts)}}, [b"pixels", b""])
    write_message(out, {"take": 12})
    return [out.getvalue()]


def _head(data: bytes) -> None:
    """The same, where the length is right and the JSON odd."""
    _message(len(data).to_bytes(4, "big") + data + b"pixels")


def _document() -> dict[str, Any]:
    made = empty("0" * 32)
    made["item"], made["groups"] = "Coat", {"g1": {"title": "hole", "order": 0}}
    for number, digest in enumerate(DIGESTS, 1):
        made["files"][digest] = new_file(f"{number}.jpg", 9, number, group="g1", role="label")
    made["files"][DIGESTS[0]] |= {"mark": [0.5, 0.5], "use": "pin"}
    return made


def _kept_case(data: bytes) -> None:
    """A case on the disk: a server begins, whatever it says, and the case is said to be damaged."""
    folder = room() / "cases"
    store = _laid_out(folder, data)
    assert store.newest() is not None
    try:
        document = store.read("0" * 32)
    finally:
        assert len(list((folder / ("0" * 32) / "files").iterdir())) in {0, 1, 2}
    store.change("0" * 32, document["version"], {"item": "Hat", "files": {DIGESTS[1]: None}})
    _stage(store, store.read("0" * 32), folder)


def _laid_out(folder: Path, document: bytes) -> CaseStore:
    shutil.rmtree(folder, ignore_errors=True)
    files = folder / ("0" * 32) / "files"
    files.mkdir(parents=True)
    for digest in DIGESTS:
        (files / digest).write_bytes(PHOTO)
    (files.parent / "case.json").write_bytes(document)
    return CaseStore(folder, 9)


def _stage(store: CaseStore, document: dict[str, Any], folder: Path) -> None:
    work = folder / "work"
    work.mkdir()
    with suppress(NoInputError):
        read_case_file(stage(store, document, work).case_file)


def _patch(data: bytes) -> None:
    """A change from a client: refused whole, or the case can be laid out and read."""
    before = _document()
    kept = json.dumps(before)
    try:
        patch = json.loads(data)
    except (ValueError, RecursionError):
        return
    try:
        after = patched(before, patch)
    finally:
        assert json.dumps(before) == kept
    assert after["version"] == before["version"] + 1
    told = json.dumps(after, ensure_ascii=False, allow_nan=False).encode()
    folder = room() / "patched"
    _stage(_laid_out(folder, told), after, folder)


PHOTO = jpeg(scene(48, 32))
PATCH = json.dumps(
    {
        "profile": "aliexpress", "item": "Hat", "reason": "damaged", "ask": "Money",
        "statement": "Two\nlines",
        "groups": {"g1": {"title": "hole", "order": 1}, "g2": {"title": "zip", "order": 0.5}},
        "files": {
            DIGESTS[0]: {"name": "x.jpg", "group": "g2", "role": "close-up", "mark": [0.1, 1]},
            DIGESTS[1]: {"use": "leave-out", "mark": None},
        },
    }
).encode()  # fmt: skip


def _layout(data: bytes) -> None:
    """Layouts as a report holds them, of any length."""
    prints = ((1, 2, 3, 4), (4, 3, 2, 1))
    for other in (data, data[::-1], bytes(SIZE_BYTES), None):
        is_same_thing(prints, (data, other))


KEPT: dict[str, Reader] = {
    "report": Reader(
        _report, lambda: [dumps(GIVEN).encode()],
        ("report.json", "report.decode", "report.compare", "model.serial"), (UsageError,),
        near=near_json,
    ),
    "facts": Reader(
        _facts, lambda: [json.dumps(to_plain(each.facts)).encode() for each in GIVEN.files],
        ("runtime.cache", "model.serial"), near=near_json,
    ),
    "cache file": Reader(
        as_file("damaged.sqlite", _cache_file), _cache_files,
        ("runtime.store", "runtime.cache", "report.html.thumbnail_cache"),
    ),
    "batch": Reader(
        as_file("batch.jsonl", _lines), _batches, ("report.resume", "report.tally"), (UsageError,)
    ),
    "batch line": Reader(
        lambda data: as_file("batch.jsonl", _lines)(_line(data)),
        lambda: [_batches()[0].splitlines()[0]],
        ("report.resume", "report.decode", "model.serial"), (UsageError,), near=near_json,
    ),
    "messages": Reader(_message, _messages, ("runtime.messages",), (BrokenMessageError,)),
    "heads": Reader(
        _head, lambda: [b'{"done":{},"blobs":[6]}'], ("runtime.messages",), (BrokenMessageError,),
        near=near_json,
    ),
    "kept case": Reader(
        _kept_case, lambda: [json.dumps(_document()).encode()],
        ("serve.cases.store", "serve.cases.staged"), (CannotWriteError, UsageError), near=near_json,
    ),
    "patch": Reader(
        _patch, lambda: [PATCH], ("serve.cases.document", "serve.cases.staged"), (UsageError,),
        near=near_json,
    ),
    "layouts": Reader(
        _layout, lambda: [bytes(range(256)) * 3, bytes(SIZE_BYTES)], ("measures.content.layout",)
    ),
}  # fmt: skip
