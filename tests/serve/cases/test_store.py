"""Cases on disk: whole or absent, by digest, no change lost, and nothing left once cleared."""

from __future__ import annotations

import hashlib
import json
import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from evidence_qc.errors import CannotWriteError, NoInputError, UsageError
from evidence_qc.serve.cases.staged import stage
from evidence_qc.serve.cases.store import CaseStore, Received, sole_keeper
from evidence_qc.serve.error_responses import ConflictError, NotFoundError, TooLargeError


def received(folder: Path, data: bytes, name: str = "a.jpg") -> Received:
    """A file that has come."""
    path = folder / f"came-{time.monotonic_ns()}"
    path.write_bytes(data)
    return Received(path, hashlib.sha256(data).hexdigest(), name)


@pytest.fixture
def store(tmp_path: Path) -> CaseStore:
    return CaseStore(tmp_path, files_max=3)


def test_a_file_is_kept_once_under_its_digest(store: CaseStore, tmp_path: Path) -> None:
    case = store.create()["id"]
    first = received(tmp_path, b"one")
    document, fresh = store.take(case, [first, received(tmp_path, b"one", "copy.jpg")])
    again, none = store.take(case, [received(tmp_path, b"one", "third.jpg")])

    assert fresh == [first.sha256]
    assert none == []
    assert again == document
    assert store.blob(case, first.sha256).read_bytes() == b"one"


def test_another_server_finds_all_of_it_again(store: CaseStore, tmp_path: Path) -> None:
    case = store.create()["id"]
    each = received(tmp_path, b"one")
    before, _ = store.take(case, [each])
    store.change(
        case, before["version"], {"item": "Куртка", "files": {each.sha256: {"mark": [0.1, 1]}}}
    )

    after = CaseStore(tmp_path, files_max=3)

    assert after.newest() == case
    assert after.read(case) == store.read(case)
    assert after.read(case)["files"][each.sha256]["mark"] == [0.1, 1.0]


def test_a_change_of_an_old_version_is_refused_whole(store: CaseStore) -> None:
    document = store.create()
    newer = store.change(document["id"], document["version"], {"item": "Jacket"})

    with pytest.raises(ConflictError):
        store.change(document["id"], document["version"], {"item": "Coat", "ask": "Refund"})

    assert store.read(document["id"]) == newer


def test_no_update_is_lost_between_windows(store: CaseStore) -> None:
    """Each of some threads counts one group's order up, anew whenever another was quicker."""
    case = store.create()["id"]
    store.change(case, 1, {"groups": {"a": {"title": "hole", "order": 0}}})

    def count_up() -> None:
        for _ in range(10):
            while True:
                seen = store.read(case)
                patch = {"groups": {"a": {"order": seen["groups"]["a"]["order"] + 1}}}
                try:
                    store.change(case, seen["version"], patch)
                    break
                except ConflictError:
                    continue

    threads = [threading.Thread(target=count_up) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert store.read(case)["groups"]["a"]["order"] == 40


@pytest.mark.parametrize(
    "patch",
    [
        [], {"id": "x"}, {"version": 9}, {"item": 3}, {"item": "x" * 301}, {"files": {"no": {}}},
        {"groups": {"../x": {}}}, {"groups": {"a": {"order": True}}}, {"groups": {"a": {"x": 1}}},
    ],
)  # fmt: skip
def test_a_patch_that_makes_no_sense_changes_nothing(store: CaseStore, patch: object) -> None:
    before = store.create()

    with pytest.raises(UsageError):
        store.change(before["id"], 1, patch)

    assert store.read(before["id"]) == before


def test_as_many_groups_as_are_taken_and_no_more(
    store: CaseStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In one change or one by one; what was too much changes nothing."""
    monkeypatch.setattr("evidence_qc.serve.cases.document.GROUPS_MAX", 3)
    together, singly = store.create()["id"], store.create()["id"]
    store.change(together, 1, {"groups": {"a": {}, "b": {}, "c": {}}})
    for version, key in enumerate("abc", 1):
        store.change(singly, version, {"groups": {key: {}}})
    for case in (together, singly):
        full = store.read(case)
        assert list(full["groups"]) == ["a", "b", "c"]
        with pytest.raises(UsageError, match="3"):
            store.change(case, full["version"], {"groups": {"d": {}}})

        assert store.read(case) == full
        store.change(case, full["version"], {"groups": {"a": None, "d": {}}})


@pytest.mark.parametrize(
    "said",
    [{"mark": [0.5]}, {"mark": [2, 0]}, {"mark": [True, 0]}, {"role": "king"}, {"use": "x"},
     {"size_bytes": 1}, {"mark": [float("nan"), 0]}, {"role": []}, {"name": 1}],
)  # fmt: skip
def test_what_no_file_can_have_is_refused(
    store: CaseStore, tmp_path: Path, said: dict[str, object]
) -> None:
    case = store.create()["id"]
    each = received(tmp_path, b"one")
    document, _ = store.take(case, [each])

    with pytest.raises(UsageError):
        store.change(case, document["version"], {"files": {each.sha256: said}})


def test_a_file_taken_off_is_gone_from_the_disk(store: CaseStore, tmp_path: Path) -> None:
    case = store.create()["id"]
    each = received(tmp_path, b"one")
    document, _ = store.take(case, [each])

    store.change(case, document["version"], {"files": {each.sha256: None}})

    assert not store.blob(case, each.sha256).exists()


def test_a_file_that_was_deleted_by_hand_is_named_and_can_be_taken_off(
    store: CaseStore, tmp_path: Path
) -> None:
    """Of all that the case holds it alone stands in the way, and no longer than it is in it."""
    case = store.create()["id"]
    kept, gone = received(tmp_path, b"one", "a.jpg"), received(tmp_path, b"two", "b.jpg")
    document, _ = store.take(case, [kept, gone])
    store.blob(case, gone.sha256).unlink()
    for name in ("first", "second"):
        (tmp_path / name).mkdir()

    with pytest.raises(NoInputError, match=r"b\.jpg"):
        stage(store, document, tmp_path / "first")
    document = store.change(case, document["version"], {"files": {gone.sha256: None}})

    assert list(stage(store, document, tmp_path / "second").names) == ["a.jpg"]


def test_too_many_files_are_refused_together(store: CaseStore, tmp_path: Path) -> None:
    case = store.create()["id"]

    with pytest.raises(TooLargeError, match="at most 3 files"):
        store.take(case, [received(tmp_path, bytes([n])) for n in range(4)])

    assert store.read(case)["files"] == {}


def test_a_cleared_case_leaves_nothing(store: CaseStore, tmp_path: Path) -> None:
    case = store.create()["id"]
    each = received(tmp_path, b"one")
    store.take(case, [each])

    assert store.clear(case) == [each.sha256]
    assert list(tmp_path.iterdir()) == []
    with pytest.raises(NotFoundError):
        store.read(case)


@pytest.mark.parametrize("case", ["", "..", "../..", "a" * 31, "A" * 32, "g" * 32])
def test_an_id_leads_nowhere_else(store: CaseStore, case: str) -> None:
    for ask in (store.read, store.clear, store.folder_of):
        with pytest.raises(NotFoundError):
            ask(case)


def test_what_nobody_was_told_of_is_tidied_away(store: CaseStore, tmp_path: Path) -> None:
    """A server that was killed left a request's folder, half a document and a file without one."""
    case = store.create()["id"]
    each = received(tmp_path, b"one")
    store.take(case, [each])
    (tmp_path / case / "work-1").mkdir()
    (tmp_path / case / "case.new").write_text("{")
    (tmp_path / case / "files" / ("0" * 64)).write_bytes(b"nobody's")

    after = CaseStore(tmp_path, files_max=3)

    assert [p.name for p in (tmp_path / case / "files").iterdir()] == [each.sha256]
    assert not (tmp_path / case / "work-1").exists()
    assert after.read(case)["files"].keys() == {each.sha256}


@pytest.mark.parametrize(
    "spoilt",
    [
        "{", "null", "[]", "3", "{}", "[" * 900 + "]" * 900,
        '{"schema": "evidence-qc/kept-case/1"}',
        {"id": "1" * 32}, {"schema": "another"}, {"version": "1"}, {"version": True}, {"files": []},
        {"files": {"../../etc": {}}}, {"files": {"0" * 64: None}}, {"groups": {"a": None}},
        {"groups": {"a": {"title": 3, "order": 0}}},
        {"groups": {"a": {"title": "", "order": None}}},
        {"item": 3}, {"item": "x" * 5000},
    ],
)  # fmt: skip
def test_a_document_that_is_damaged_is_said_and_its_files_stay(
    store: CaseStore, tmp_path: Path, spoilt: str | dict[str, object]
) -> None:
    """Until the case is cleared, which its message says; a server starts all the same."""
    case = store.create()["id"]
    each = received(tmp_path, b"one")
    document, _ = store.take(case, [each])
    text = spoilt if isinstance(spoilt, str) else json.dumps({**document, **spoilt})
    (tmp_path / case / "case.json").write_text(text)

    after = CaseStore(tmp_path, files_max=3)

    with pytest.raises(CannotWriteError, match="cannot be read"):
        after.read(case)
    with pytest.raises(CannotWriteError, match="cannot be read"):
        after.change(case, document["version"], {"item": "Hat"})
    assert after.blob(case, each.sha256).exists()
    assert after.newest() == case
    assert after.clear(case) == [each.sha256]
    assert not (tmp_path / case).exists()


def test_two_servers_do_not_share_a_folder(tmp_path: Path) -> None:
    with (
        sole_keeper(tmp_path / "cases"),
        pytest.raises(CannotWriteError, match="Another evidence-qc serve"),
        sole_keeper(tmp_path / "cases"),
    ):
        pass
    with sole_keeper(tmp_path / "cases"):
        pass


def test_a_file_is_no_folder_to_keep_cases_in(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")

    with (
        pytest.raises(CannotWriteError, match="No case can be kept"),
        sole_keeper(tmp_path / "file"),
    ):
        pass


WRITER = """
import hashlib, sys
from pathlib import Path
from evidence_qc.serve.cases.store import CaseStore, Received
folder = Path(sys.argv[1])
store = CaseStore(folder, 10_000)
case = store.create()["id"]
for number in range(10_000):
    data = str(number).encode() * 2000
    path = folder / "came"
    path.write_bytes(data)
    sha = hashlib.sha256(data).hexdigest()
    document, _ = store.take(case, [Received(path, sha, "a.jpg")])
    store.change(case, document["version"], {"item": str(number), "files": {sha: {"mark": [0, 1]}}})
    print(number, flush=True)
"""


@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt", reason="there is no kill -9")
def test_killed_at_any_moment_what_was_told_is_there(tmp_path: Path) -> None:
    """Ten processes, each killed a little later in its writing; every told number was kept."""
    for attempt in range(10):
        folder = tmp_path / str(attempt)
        folder.mkdir()
        with subprocess.Popen(
            [sys.executable, "-c", WRITER, str(folder)], stdout=subprocess.PIPE, text=True
        ) as process:
            assert process.stdout
            process.stdout.readline()
            time.sleep(0.003 * (attempt + 1) ** 1.5)
            process.send_signal(signal.SIGKILL)
            result = [line for line in process.stdout.read().splitlines(keepends=False) if line]
        last = int(result[-1]) if result else 0

        store = CaseStore(folder, 10_000)
        case = store.newest()
        assert case
        document = store.read(case)

        assert int(document["item"]) >= last
        assert len(document["files"]) >= last + 1
        for sha256, file in document["files"].items():
            data = store.blob(case, sha256).read_bytes()
            assert hashlib.sha256(data).hexdigest() == sha256
            assert file["size_bytes"] == len(data)
        assert json.loads(json.dumps(document)) == document


@pytest.mark.parametrize(
    "fault", [FileNotFoundError("gone"), CannotWriteError("No."), UsageError("?")]
)
def test_work_on_a_case_that_is_cleared_meanwhile_finds_no_case(
    store: CaseStore, fault: Exception
) -> None:
    """Another window clears it: whatever fails then, a full disk is not what is wrong."""
    for is_cleared in (False, True):
        case = store.create()["id"]
        with (
            pytest.raises(NotFoundError if is_cleared else type(fault)),
            store.work(case) as folder,
        ):
            if is_cleared:
                store.clear(case)
            raise fault
        assert not folder.exists()
