"""Shared by all tests: nobody's real cache is read or written."""

import os
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

# A busy machine is no fault of the code: properties are judged by what they find, not by the clock.
settings.register_profile("patient", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("patient")


@pytest.fixture(scope="session")
def caches(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Paths of cache folders, each another; most are never made."""
    base = tmp_path_factory.mktemp("caches")
    return (base / str(number) for number in count())


@pytest.fixture(autouse=True)
def own_cache(monkeypatch: pytest.MonkeyPatch, caches: Iterator[Path]) -> Path:
    """A cache folder that belongs to the test alone."""
    folder = next(caches)
    monkeypatch.setenv("EVIDENCE_QC_CACHE", str(folder))
    return folder


@pytest.fixture(scope="session", autouse=True)
def compiled_once(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Where nothing may be written beside the modules, what tests start shares what it compiles.

    Hundreds of processes are started; each would compile the whole package, for 0.15 s.
    """
    if not os.environ.get("PYTHONDONTWRITEBYTECODE"):
        return
    base = tmp_path_factory.getbasetemp()
    shared = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
    os.environ["PYTHONPYCACHEPREFIX"] = str(shared / "compiled")
    del os.environ["PYTHONDONTWRITEBYTECODE"]


@pytest.fixture(autouse=True)
def english(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever runs the tests, what is said is English unless a test asks for another language."""
    monkeypatch.delenv("LC_ALL", raising=False)
    monkeypatch.setenv("LC_MESSAGES", "C")
