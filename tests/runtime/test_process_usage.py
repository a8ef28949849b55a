import os
import sys
from types import SimpleNamespace

import pytest

from evidence_qc.runtime import process_usage
from evidence_qc.runtime.process_usage import cpu_seconds, resident_bytes
from evidence_qc.runtime.worker import Allowance, Worker
from evidence_qc.runtime.workers import TaskError, Workers


class _Error(Exception):
    pass


def pretend(monkeypatch: pytest.MonkeyPatch, platform: str, *, rss: int, cpu_s: float) -> None:
    """A system without /proc, whose processes all take this."""

    class Process:
        def __init__(self, pid: int) -> None:
            if pid <= 0:
                raise _Error

        def memory_info(self) -> SimpleNamespace:
            return SimpleNamespace(rss=rss)

        def cpu_times(self) -> SimpleNamespace:
            return SimpleNamespace(user=cpu_s, system=cpu_s / 2)

    monkeypatch.setattr(process_usage, "sys", SimpleNamespace(platform=platform))
    monkeypatch.setitem(sys.modules, "psutil", SimpleNamespace(Process=Process, Error=_Error))


@pytest.mark.skipif(sys.platform != "linux", reason="/proc")
def test_linux_tells_of_this_process() -> None:
    """More than nothing, and less than the machine has."""
    resident, spent = resident_bytes(os.getpid()), cpu_seconds(os.getpid())

    assert resident is not None
    assert spent is not None
    assert 1_000_000 < resident < 100_000_000_000
    assert 0 < spent < 1e6


def test_nobody_tells_of_a_process_that_has_ended() -> None:
    """That is no error: it ends while it is looked at."""
    assert (resident_bytes(-1), cpu_seconds(-1)) == (None, None)


@pytest.mark.parametrize("platform", ["darwin", "win32"])
def test_elsewhere_psutil_tells(monkeypatch: pytest.MonkeyPatch, platform: str) -> None:
    """Resident bytes, and the seconds of user and system together; None of one that has ended."""
    pretend(monkeypatch, platform, rss=7_000_000, cpu_s=2.0)

    assert (resident_bytes(1), cpu_seconds(1)) == (7_000_000, 3.0)
    assert (resident_bytes(-1), cpu_seconds(-1)) == (None, None)


@pytest.mark.parametrize("platform", ["darwin", "win32"])
def test_without_psutil_nobody_watches(monkeypatch: pytest.MonkeyPatch, platform: str) -> None:
    """The limit of time on the wall is left, and the work goes on."""
    pretend(monkeypatch, platform, rss=1, cpu_s=1)
    monkeypatch.setitem(sys.modules, "psutil", None)

    assert (resident_bytes(1), cpu_seconds(1)) == (None, None)


@pytest.mark.parametrize("platform", ["darwin", "win32"])
def test_memory_is_limited_there_too(monkeypatch: pytest.MonkeyPatch, platform: str) -> None:
    """Where no system call limits it, a worker that has taken too much is ended."""
    pretend(monkeypatch, platform, rss=500_000_000, cpu_s=0.0)

    with (
        Workers("tests.runtime.misbehaving", size=1) as workers,
        pytest.raises(TaskError, match="memory"),
    ):
        workers.call({"do": "sleep"}, allowance=Allowance(wall_s=30.0, memory_bytes=400_000_000))


@pytest.mark.parametrize("platform", ["darwin", "win32"])
def test_processor_time_is_limited_there_too(
    monkeypatch: pytest.MonkeyPatch, platform: str
) -> None:
    """It counts from where the task began."""
    pretend(monkeypatch, platform, rss=1, cpu_s=40.0)
    worker = Worker("tests.runtime.misbehaving")
    try:
        worker.begin(Allowance(cpu_s=0.0, wall_s=30.0), None)
        worker.measure_usage()
        assert not worker.ended_for  # what it took before is not this task's

        pretend(monkeypatch, platform, rss=1, cpu_s=50.0)
        worker.measure_usage()
        assert worker.ended_for == "time"
    finally:
        worker.close()
