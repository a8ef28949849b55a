"""What is put aside is found again, stays bounded, and never harms a run."""

import errno
import sqlite3
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from evidence_qc.runtime.store import Store
from tests.faults import fault


def test_a_store_without_a_name_is_gone_with_its_run(tmp_path: Path) -> None:
    """It works like the others, and nothing is left of it."""
    with Store(None, table="t", keep_rows=9) as store:
        store.put("a", b"1")
        store.put("a", b"2")

        assert store.get("a") == b"2"
        assert store.get("b") is None
    assert store.get("a") is None
    assert list(tmp_path.iterdir()) == []


def test_the_oldest_rows_go_first(tmp_path: Path) -> None:
    """No more than so many are kept from one run to the next."""
    path = tmp_path / "s.sqlite"
    with Store(path, table="t", keep_rows=3) as store:
        for key in "abcde":
            store.put(key, key)
    with Store(path, table="t", keep_rows=3) as store:
        assert [store.get(key) for key in "abcde"] == [None, None, "c", "d", "e"]


def test_threads_share_it(tmp_path: Path) -> None:
    """Every row of every thread arrives."""
    with Store(tmp_path / "s.sqlite", table="t", keep_rows=999) as store:
        with ThreadPoolExecutor(4) as pool:
            list(pool.map(lambda n: store.put(str(n), str(n)), range(400)))

        assert all(store.get(str(n)) == str(n) for n in range(400))


def test_a_table_of_another_layout_costs_a_measurement(tmp_path: Path) -> None:
    """It is used neither wrongly nor at all."""
    path = tmp_path / "s.sqlite"
    with sqlite3.connect(path) as foreign:
        foreign.execute("CREATE TABLE t (something INTEGER)")
    foreign.close()
    with Store(path, table="t", keep_rows=9) as store:
        store.put("a", "1")

        assert store.get("a") is None


def test_processes_do_not_wait_for_each_other(tmp_path: Path) -> None:
    """While one has rows that are not written yet, the file is free for the next."""
    path = tmp_path / "s.sqlite"
    one, other = (Store(path, table="t", keep_rows=99) for _ in range(2))
    one.put("a", "1")
    with sqlite3.connect(path, timeout=0) as third:
        third.execute("INSERT INTO t (key, value, crc32) VALUES ('c', '3', 2967030669)")
    third.close()
    other.put("b", "2")
    other.close()
    one.close()

    with Store(path, table="t", keep_rows=99) as store:
        assert [store.get(key) for key in "abc"] == ["1", "2", "3"]


def test_what_waits_to_be_written_is_found(tmp_path: Path) -> None:
    """By the threads of the same run, before and after it is written; closed, nothing is."""
    store = Store(tmp_path / "s.sqlite", table="t", keep_rows=9999)
    for n in range(450):
        store.put(str(n), str(n))
        assert store.get(str(n)) == str(n)
    store.close()
    store.close()
    store.put("a", "1")

    assert store.get("a") is None


@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EACCES, errno.EIO])
def test_a_disk_that_fails_costs_time_alone(tmp_path: Path, code: int) -> None:
    """A memory that has no folder remembers nothing; nobody is told, nothing is raised."""
    with (
        fault(tmp_path, 1, code),
        Store(tmp_path / "in" / "s.sqlite", table="t", keep_rows=9) as it,
    ):
        it.put("a", "1")
        assert it.get("a") is None
    with Store(tmp_path / "in" / "s.sqlite", table="t", keep_rows=9) as store:
        store.put("a", "1")
        assert store.get("a") == "1"


@pytest.mark.parametrize("change", ["value = ?", "value = 7", "value = X'31'", "crc32 = 'no'"])
def test_a_row_that_was_damaged_is_not_there(change: str, tmp_path: Path) -> None:
    """Whatever bits have turned: it still reads well, and says something else."""
    path = tmp_path / "s.sqlite"
    with Store(path, table="t", keep_rows=9) as store:
        store.put("a", "1")
        store.put("b", b"2")
    values = ("3",) if "?" in change else ()
    with sqlite3.connect(path) as other:
        other.execute(f"UPDATE t SET {change} WHERE key = 'a'", values)
        other.execute("UPDATE t SET key = 'c' WHERE key = 'b'")
    other.close()

    with Store(path, table="t", keep_rows=9) as store:
        assert [store.get(key) for key in "abc"] == [None, None, None]


SMALL_DISK = """
import resource, signal, sys
from pathlib import Path
from evidence_qc.runtime.store import Store
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
most = resource.getrlimit(resource.RLIMIT_FSIZE)
path, room = Path(sys.argv[1]), int(sys.argv[2])
resource.setrlimit(resource.RLIMIT_FSIZE, (room, most[1]))
with Store(path, table="t", keep_rows=999) as store:
    for number in range(300):
        store.put(str(number), "x" * 500)
resource.setrlimit(resource.RLIMIT_FSIZE, most)
with Store(path, table="t", keep_rows=999) as store:
    store.put("a", "1")
    print([store.get(key) for key in ("a", "0")])
"""


@pytest.mark.skipif(sys.platform == "win32", reason="limits the size of files as POSIX does")
@pytest.mark.parametrize("room", [0, 5000, 40_000])
def test_a_full_disk_costs_time_alone(tmp_path: Path, room: int) -> None:
    """What did not fit is measured again; what is read is what was put, or nothing."""
    done = subprocess.run(
        [sys.executable, "-c", SMALL_DISK, tmp_path / "s.sqlite", str(room)],
        cwd=Path(__file__).parents[2],
        capture_output=True,
        text=True,
        check=True,
    )

    assert done.stdout.strip() in {f"['1', {kept!r}]" for kept in (None, "x" * 500)}
    assert done.stderr == ""


def test_what_belongs_to_a_key_goes_with_it(tmp_path: Path) -> None:
    """Its moments, and nothing of a neighbour's whose name begins alike."""
    with Store(tmp_path / "s.sqlite", table="t", keep_rows=99) as store:
        for key in ("a", "a@1", "a@2.5", "ab", "a1", "b@1", "A"):
            store.put(key, key)
        store.drop(["a"])

        assert [key for key in ("a", "a@1", "a@2.5", "ab", "a1", "b@1", "A") if store.get(key)] == [
            "ab", "a1", "b@1", "A",
        ]  # fmt: skip
