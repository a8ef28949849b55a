"""The cache remembers facts, and never harms a run."""

import sys
from pathlib import Path

import pytest

from evidence_qc.model import FileFacts, Media
from evidence_qc.runtime.cache import FactsCache, cache_folder, facts_key
from evidence_qc.runtime.store import Store

FACTS = FileFacts(path="a.jpg", media=Media.PHOTO, size_bytes=3, width_px=4)
IDENTITY = {"stamp": "s", "size_bytes": 1, "mtime_ns": 2, "ctime_ns": 3, "inode": 4}


def test_facts_are_found_again(tmp_path: Path) -> None:
    """What one run wrote the next one reads."""
    with FactsCache(tmp_path / "c" / "facts.sqlite") as cache:
        cache.put("key", FACTS)
    with FactsCache(tmp_path / "c" / "facts.sqlite") as cache:
        assert cache.get("key") == FACTS
        assert cache.get("other") is None


@pytest.mark.parametrize("change", ["stamp", "size_bytes", "mtime_ns", "ctime_ns", "inode"])
def test_any_change_of_the_file_or_the_code_is_another_key(change: str) -> None:
    """So it is measured again."""
    changed = IDENTITY | {change: "x" if change == "stamp" else 99}

    assert facts_key("a", **IDENTITY) != facts_key("a", **changed)  # type: ignore[arg-type]
    assert facts_key("a", **IDENTITY) != facts_key("b", **IDENTITY)  # type: ignore[arg-type]


def test_a_damaged_cache_is_replaced(tmp_path: Path) -> None:
    """Garbage where the cache should be costs a measurement, not a run."""
    path = tmp_path / "facts.sqlite"
    path.write_bytes(b"this is no database" * 100)
    with FactsCache(path) as cache:
        cache.put("key", FACTS)

        assert cache.get("key") == FACTS


def test_a_folder_that_cannot_be_made_is_no_cache(tmp_path: Path) -> None:
    """Without a place to write, nothing is remembered and nothing fails."""
    (tmp_path / "file").write_text("in the way")
    with FactsCache(tmp_path / "file" / "facts.sqlite") as cache:
        cache.put("key", FACTS)

        assert cache.get("key") is None


def test_the_folder_can_be_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """EVIDENCE_QC_CACHE says where."""
    monkeypatch.setenv("EVIDENCE_QC_CACHE", str(tmp_path))

    assert cache_folder() == tmp_path


@pytest.mark.skipif(sys.platform != "linux", reason="another platform's folder")
@pytest.mark.parametrize("is_said", [True, False])
def test_the_cache_stands_where_it_always_stood(
    is_said: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """XDG_CACHE_HOME, or ~/.cache without it: what was measured by 0.1 is found again."""
    monkeypatch.delenv("EVIDENCE_QC_CACHE", raising=False)
    monkeypatch.delenv("XDG_CACHE_HOME", raising=False)
    monkeypatch.setenv("HOME", str(tmp_path))
    if is_said:
        monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "elsewhere"))

    assert cache_folder() == tmp_path / ("elsewhere" if is_said else ".cache") / "evidence-qc"


@pytest.mark.parametrize(
    "row",
    [
        "", "{", "null", "[]", "3", '{"path": 3, "media": "photo"}', '{"path": "a", "media": []}',
        '{"path": "a", "media": "photo", "size_bytes": 1e999}', "[" * 5000,
        '{"path": "a", "media": "photo", "damage": [{"kind": "empty"}]}',
        '{"path": "a", "media": "photo", "picture": {"noise_dn": "1"}}',
    ],
)  # fmt: skip
def test_a_damaged_row_is_none(row: str, tmp_path: Path) -> None:
    """The file is looked at again, as if it had never been."""
    with Store(tmp_path / "facts.sqlite", table="facts_4", keep_rows=9) as store:
        store.put("key", row)
    with FactsCache(tmp_path / "facts.sqlite") as cache:
        assert cache.get("key") is None
