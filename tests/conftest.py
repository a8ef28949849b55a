"""Shared by all tests: nobody's real cache is read or written."""

from pathlib import Path

import pytest


@pytest.fixture(autouse=True)
def own_cache(monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A cache folder that belongs to the test alone."""
    folder = tmp_path_factory.mktemp("cache")
    monkeypatch.setenv("EVIDENCE_QC_CACHE", str(folder))
    return folder
