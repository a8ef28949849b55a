import ctypes
import errno
import os
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from types import SimpleNamespace

import pytest

from evidence_qc.errors import MissingDependencyError
from evidence_qc.runtime.budget import PixelBudget
from evidence_qc.runtime.messages import BrokenMessageError
from evidence_qc.runtime.stop import StoppedError
from evidence_qc.runtime.worker import Allowance, environment
from evidence_qc.runtime.worker_main import _die_with_parent, _limit_memory
from evidence_qc.runtime.workers import TaskError, Workers

MODULE = "tests.runtime.misbehaving"
PATIENT = Allowance(wall_s=30.0)
on_linux = pytest.mark.skipif(sys.platform != "linux", reason="memory and time are told by /proc")


@pytest.fixture
def workers() -> Iterator[Workers]:
    with Workers(MODULE, size=2) as started:
        yield started


def until(condition: Callable[[], bool], seconds: float = 5.0) -> bool:
    end = time.monotonic() + seconds
    while not condition() and time.monotonic() < end:
        time.sleep(0.01)
    return condition()


def is_running(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state != "Z"


def test_an_answer_comes_back_with_its_bytes(workers: Workers) -> None:
    """JSON and raw bytes survive the way, names that are no valid Unicode among them."""
    answer = workers.call({"do": "echo", "echo": "\udcff ü"}, allowance=PATIENT)

    assert (answer.head["echo"], answer.blobs) == ("\udcff ü", (b"\x00\xff" * 3,))


def test_what_is_imported_is_never_looked_through_for_garbage(workers: Workers) -> None:
    """Only while modules are loaded nothing is collected."""
    told = workers.call({"do": "tell of garbage"}, allowance=PATIENT).head

    assert told["collects"] is True
    assert told["frozen"] > 10_000


def test_what_a_library_prints_is_no_message(workers: Workers) -> None:
    """The pipe is out of its reach, by way of Python or past it."""
    assert workers.call({"do": "print", "echo": 1}, allowance=PATIENT).head["echo"] == 1


@pytest.mark.parametrize(
    ("what", "reason"),
    [
        ("crash", "crash"),
        ("raise", "crash"),
        ("garble", "crash"),
        ("one large allocation", "memory"),
    ],
)
def test_a_task_that_ends_its_worker_twice_is_said(
    workers: Workers, what: str, reason: str
) -> None:
    """And the next task has a worker again."""
    allowance = Allowance(wall_s=30.0, memory_bytes=400_000_000)

    with pytest.raises(TaskError) as error:
        workers.call({"do": what}, allowance=allowance)

    assert error.value.reason == reason
    assert workers.call({"do": "echo", "echo": 7}, allowance=PATIENT).head["echo"] == 7


def test_a_task_that_ends_its_worker_once_is_done(workers: Workers, tmp_path: Path) -> None:
    """It may have been another's fault."""
    task = {"do": "crash once", "mark": str(tmp_path / "mark"), "echo": 3}

    assert workers.call(task, allowance=PATIENT).head["echo"] == 3


@on_linux
def test_processor_time_is_limited(workers: Workers, tmp_path: Path) -> None:
    """What spins is ended."""
    task = {"do": "spin", "mark": str(tmp_path / "mark")}

    with pytest.raises(TaskError, match="time"):
        workers.call(task, allowance=Allowance(cpu_s=0.2))


def test_time_on_the_wall_is_limited(workers: Workers) -> None:
    """What sleeps is ended too."""
    with pytest.raises(TaskError, match="time"):
        workers.call({"do": "sleep"}, allowance=Allowance(wall_s=0.3))


@on_linux
def test_memory_is_limited(workers: Workers) -> None:
    """What grows is ended before it hurts others."""
    with pytest.raises(TaskError, match="memory"):
        workers.call({"do": "eat"}, allowance=Allowance(wall_s=30.0, memory_bytes=200_000_000))


def test_a_stopped_task_ends_at_once(workers: Workers, tmp_path: Path) -> None:
    """Its process is gone, whatever it does."""
    mark = tmp_path / "mark"
    stop = threading.Event()
    with ThreadPoolExecutor(1) as pool:
        future = pool.submit(
            workers.call, {"do": "spin", "mark": str(mark)}, allowance=PATIENT, stop=stop
        )
        assert until(lambda: mark.exists() and bool(mark.read_text()))
        stop.set()

        with pytest.raises(StoppedError):
            future.result(timeout=5)
    assert until(lambda: not is_running(int(mark.read_text())))


@pytest.mark.parametrize(
    ("ended_for", "is_closed", "error"),
    [
        ("stop", False, StoppedError),
        (None, True, StoppedError),
        ("memory", True, StoppedError),
        ("memory", False, TaskError),
        (None, False, TaskError),
    ],
)
def test_a_second_try_that_is_stopped_is_no_files_fault(
    ended_for: str | None, is_closed: bool, error: type[Exception], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The first was lost by a crash; then the user stops it, or all ends, or it is lost again."""
    reasons = iter([None, ended_for])
    given_back: list[bool] = []
    with Workers(MODULE, size=1) as workers:

        def take(*, is_fresh: bool) -> object:
            workers._is_closed = is_fresh and is_closed
            return SimpleNamespace(
                is_ready=True, begin=lambda *_: None, end=lambda: None, ended_for=next(reasons)
            )

        def lost(*_: object) -> None:
            raise BrokenMessageError

        monkeypatch.setattr("evidence_qc.runtime.workers._converse", lost)
        monkeypatch.setattr(workers, "_take", take)
        monkeypatch.setattr(workers, "_put_back", lambda _, *, is_well: given_back.append(is_well))
        with pytest.raises(error):
            workers.call({"do": "echo"}, allowance=PATIENT)
        workers._is_closed = False

    assert given_back == [False, False]


@on_linux
def test_a_worker_asks_to_be_killed_with_its_supervisor() -> None:
    """Also one that spins and hears nothing: told by what Linux then says of this process."""
    kernel, told = ctypes.CDLL(None), ctypes.c_int()
    try:
        _die_with_parent()
        assert kernel.prctl(2, ctypes.byref(told)) == 0  # PR_GET_PDEATHSIG
    finally:
        kernel.prctl(1, 0)

    assert told.value == signal.SIGKILL


def test_a_spare_worker_is_ready_when_others_are_ended(tmp_path: Path) -> None:
    """Whoever comes next need not wait for a start, nor be told of the start after."""
    marks = [tmp_path / "one", tmp_path / "two"]
    stop = threading.Event()
    with ThreadPoolExecutor(2) as pool, Workers(MODULE, size=2, early=1, spare=1) as workers:
        long = [
            pool.submit(
                workers.call, {"do": "spin", "mark": str(mark)}, allowance=PATIENT, stop=stop
            )
            for mark in marks
        ]
        assert until(lambda: all(mark.exists() and bool(mark.read_text()) for mark in marks), 20)
        assert until(lambda: len(workers._idle) == 1, 20)
        (spare,) = (each.pid for each in workers._idle)
        stop.set()
        for future in long:
            with pytest.raises(StoppedError):
                future.result(timeout=5)

        answer = workers.call({"do": "echo"}, allowance=PATIENT)

        assert answer.head["pid"] == spare


def test_no_spare_worker_is_started_before_one_is_known_to_work() -> None:
    """A broken installation does not start them for ever."""
    with Workers("tests.runtime.is_not_there", size=1, early=1, spare=1) as workers:
        with pytest.raises(MissingDependencyError):
            workers.call({"do": "echo"}, allowance=PATIENT)

        assert not workers._idle


def test_lanes_do_not_wait_for_each_other(tmp_path: Path) -> None:
    """A short task of one kind is done while those of another kind take all their places."""
    mark = tmp_path / "mark"
    with ThreadPoolExecutor(1) as pool, Workers(MODULE, size=1) as workers:
        long = pool.submit(
            workers.call, {"do": "spin", "mark": str(mark)}, allowance=PATIENT, lane="long"
        )
        assert until(mark.exists)

        assert workers.call({"do": "echo", "echo": 1}, allowance=PATIENT).head["echo"] == 1

        workers.close()
        with pytest.raises(StoppedError):
            long.result(timeout=5)


def test_a_worker_holds_its_share_of_the_budget_only_while_it_decodes(workers: Workers) -> None:
    """Afterwards all of it is free again, also after a task that was tried alone."""
    budget = PixelBudget(100)
    workers.call({"do": "take", "pixels": 70}, allowance=PATIENT, budget=budget)
    with pytest.raises(TaskError):
        workers.call({"do": "crash"}, allowance=PATIENT, budget=budget)
    stop = threading.Event()
    stop.set()

    with budget.take_all(stop=stop):
        pass


def test_workers_that_cannot_start_are_no_files_fault() -> None:
    """An installation that is broken is said as such."""
    with (
        Workers("tests.runtime.is_not_there", size=1) as workers,
        pytest.raises(MissingDependencyError, match="as soon as they are started"),
    ):
        workers.call({"do": "echo"}, allowance=PATIENT)


def test_closing_ends_every_worker(workers: Workers) -> None:
    """Idle ones, too."""
    pid = workers.call({"do": "echo"}, allowance=PATIENT).head["pid"]

    workers.close()

    assert until(lambda: not is_running(pid))


SUPERVISOR = """
import sys
from evidence_qc.runtime.worker import Allowance
from evidence_qc.runtime.workers import Workers
workers = Workers("tests.runtime.misbehaving", size=1)
workers.call({"do": "spin", "mark": sys.argv[1]}, allowance=Allowance())
"""


@on_linux
def test_no_worker_outlives_its_supervisor(tmp_path: Path) -> None:
    """One that is killed cannot say goodbye; its worker ends all the same, whatever it does."""
    mark = tmp_path / "mark"
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    supervisor = subprocess.Popen([sys.executable, "-c", SUPERVISOR, str(mark)], env=environment)
    assert until(lambda: mark.exists() and bool(mark.read_text()), 20)

    supervisor.send_signal(signal.SIGKILL)
    supervisor.wait()

    assert until(lambda: not is_running(int(mark.read_text())))


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="kept on Linux only")
def test_a_task_has_its_own_limit_of_memory_and_the_next_has_none() -> None:
    """The system's own limit stays, so that a worker can be given more again."""
    import resource

    before = resource.getrlimit(resource.RLIMIT_DATA)
    try:
        _limit_memory(1 << 45)
        assert resource.getrlimit(resource.RLIMIT_DATA) == (1 << 45, before[1])
        _limit_memory(None)
        assert resource.getrlimit(resource.RLIMIT_DATA) == (before[1], before[1])
    finally:
        resource.setrlimit(resource.RLIMIT_DATA, before)


def test_nothing_is_left_of_a_worker_that_ended_in_the_middle(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Not even while the others go on; nor of those whose supervisor was killed with them."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    of_another = tmp_path / ".workers.evidence-qc-0123abcd"
    (of_another / "1" / "tmpx").mkdir(parents=True)
    (of_another / "owner").touch()
    with Workers(MODULE, size=1) as started:
        with pytest.raises(TaskError):
            started.call({"do": "leave"}, allowance=PATIENT)

        assert not list(tmp_path.rglob("picture"))
        assert not of_another.exists()
        assert len(list(tmp_path.iterdir())) == 1

    assert not list(tmp_path.iterdir())


def no_room(*_: object, **__: object) -> None:
    raise OSError(errno.ENOSPC, "No space left on device")


@pytest.mark.parametrize(
    ("name", "value"), [("tempdir", "/is/not/there"), ("mkdtemp", no_room), ("gettempdir", no_room)]
)
def test_workers_work_where_no_temporary_folder_can_be_made(
    name: str, value: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Most files need none."""
    monkeypatch.setattr(tempfile, name, value)
    with Workers(MODULE, size=1) as started:
        assert started.call({"do": "echo", "echo": 1}, allowance=PATIENT).head["echo"] == 1


def test_a_worker_keeps_what_was_set_for_all_programs(tmp_path: Path) -> None:
    """Its own tunables of the C library stand beside those of the user, and nothing else goes."""
    ours = {"GLIBC_TUNABLES": "glibc.malloc.check=3", "LANG": "C", "TMPDIR": "/elsewhere"}
    theirs = environment(ours, tmp_path)

    assert theirs["GLIBC_TUNABLES"].split(":")[0] == "glibc.malloc.check=3"
    assert theirs["LANG"] == "C"
    assert theirs["TMPDIR"] == str(tmp_path)
    assert environment(ours, None)["TMPDIR"] == "/elsewhere"
    assert not environment({}, None)["GLIBC_TUNABLES"].startswith(":")
