"""Everything that writes is in one table, beside the test in which its disk fails."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

import evidence_qc
from tests.test_security import _tests_in

PACKAGE = Path(evidence_qc.__file__).parent

BUNDLE = "tests/bundle/test_writing_faults.py::test_every_call_may_be_refused"
FORCE = (
    "tests/bundle/test_writing_faults.py::test_what_is_replaced_stays_until_the_new_one_is_there"
)
BATCH = "tests/cli/test_batch_faults.py::test_every_call_may_be_refused"
SERVE = "tests/serve/test_writing_faults.py::test_every_call_may_be_refused"
REMOTE = "tests/media/files/test_remote.py::test_a_disk_that_is_full_is_told_apart"
CLIP = "tests/stages/test_reading_faults.py::test_a_full_disk_is_not_the_clips_fault"

WRITERS = {
    "bundle/archive.py": BUNDLE,
    "bundle/build.py": BUNDLE,
    "bundle/check.py": BUNDLE,
    "bundle/document/write.py": BUNDLE,
    "bundle/frames.py": BUNDLE,
    "bundle/originals.py": BUNDLE,
    "bundle/parts.py": BUNDLE,
    "bundle/seal.py": BUNDLE,
    "bundle/staging.py": FORCE,
    "bundle/video/encode.py": "tests/bundle/video/test_encode.py::test_a_disk_that_fails_is_said",
    "cli/bundle.py": "tests/cli/test_disk_full.py::test_a_case_that_cannot_be_kept_hides_no_seal",
    "cli/common.py": BATCH,
    "cli/scan.py": BUNDLE,
    "media/files/remote.py": REMOTE,
    "media/video/streams.py": CLIP,
    "media/formats/other_decoders.py": (
        "tests/media/integrity/test_silent_corruption.py"
        "::test_whoever_cannot_be_asked_accuses_nobody"
    ),
    "report/resume.py": BATCH,
    "report/whole_file.py": BUNDLE,
    "runtime/owned.py": BUNDLE,
    "stages/frames.py": "tests/stages/test_frames_faults.py::test_every_call_may_be_refused",
    "runtime/seen_photos.py": "tests/runtime/test_seen_photos.py::test_a_full_disk_is_said",
    "runtime/spill.py": "tests/runtime/test_spill.py::test_a_full_disk_costs_memory_not_the_run",
    "runtime/workers.py": (
        "tests/runtime/test_workers.py::test_workers_work_where_no_temporary_folder_can_be_made"
    ),
    "runtime/store.py": "tests/runtime/test_store.py::test_a_disk_that_fails_costs_time_alone",
    "serve/cases/preview.py": SERVE,
    "serve/cases/preview_answer.py": SERVE,
    "serve/cases/staged.py": SERVE,
    "serve/cases/store.py": SERVE,
    "serve/multipart.py": SERVE,
    "serve/state.py": SERVE,
    "serve/tls/store.py": "tests/serve/tls/test_certificate.py::test_a_disk_that_fails_is_said",
    "serve/upload.py": SERVE,
    "stages/batch.py": "tests/stages/test_batch.py::test_no_room_for_what_is_fetched_is_said",
    "stages/collage.py": BUNDLE,
    "stages/page.py": BUNDLE,
}
"""File of the package → a test that refuses its calls."""

NO_FILES = {
    "cli/main.py": "opens the streams of its own process",
    "runtime/worker_main.py": "opens the streams of its own process",
}

WRITE = {
    "write_bytes", "write_text", "mkdtemp", "mkstemp", "TemporaryDirectory", "TemporaryFile",
    "NamedTemporaryFile", "SpooledTemporaryFile", "copyfile", "copy2", "copyfileobj", "copytree",
    "move", "link", "symlink_to", "symlink", "mkdir", "makedirs", "touch", "truncate", "rename",
    "whole_bytes", "whole_text", "open_output", "owned_file", "owned_folder", "fdopen",
    "owned_temporary_folder",
}  # fmt: skip
"""Calls by these names write; so does opening to write, and the database of the cache."""


def _writes(call: ast.Call) -> bool:
    name = getattr(call.func, "attr", getattr(call.func, "id", ""))
    if name == "connect":
        return isinstance(call.func, ast.Attribute) and ast.unparse(call.func) == "sqlite3.connect"
    if name == "replace":  # of a path: one argument
        return len(call.args) == 1 and not call.keywords
    if name == "open":
        modes = [*call.args, *(k.value for k in call.keywords)]
        texts = [m.value for m in modes if isinstance(m, ast.Constant) and isinstance(m.value, str)]
        is_mode = any(set(text) <= set("rwxabt+") and set(text) & set("wxa+") for text in texts)
        return is_mode or "O_CREAT" in ast.unparse(call) or ast.unparse(call).endswith("(mode)")
    return name in WRITE


def _writers() -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for path in sorted(PACKAGE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and _writes(node):
                found.setdefault(path.relative_to(PACKAGE).as_posix(), []).append(node.lineno)
    return found


def test_who_writes_is_in_the_table() -> None:
    """A new writer is noticed here, and gets a test in which its disk fails."""
    found = _writers()

    assert {path: found[path] for path in found.keys() - WRITERS.keys() - NO_FILES.keys()} == {}
    assert WRITERS.keys() - found.keys() == set()


@pytest.mark.parametrize("test", sorted(set(WRITERS.values())))
def test_the_tests_are_there(test: str) -> None:
    """By their names."""
    path, _, name = test.partition("::")

    assert name in _tests_in(path)
