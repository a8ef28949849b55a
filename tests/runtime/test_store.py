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
