"""What is put aside is found again, stays bounded, and never harms a run."""

import sqlite3
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from evidence_qc.runtime.store import Store


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
        third.execute("INSERT INTO t (key, value) VALUES ('c', '3')")
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
