"""Work by a cluster: in order, bounded, on workers that are alike, and robust to their deaths."""

from __future__ import annotations

import gc
import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

import dask
import pytest
from distributed import Client, Future, LocalCluster, Worker, get_worker

from evidence_qc.errors import MissingDependencyError
from evidence_qc.runtime import cluster as module
from evidence_qc.runtime.cluster import ClusterJob, run_on_cluster
from evidence_qc.stages.batch import scan_batch
from tests.clips import film
from tests.pictures import jpeg, scene, write
from tests.stages.disputes import lines, make_disputes

SAME = {"evidence-qc": "1", "opencv": "5"}


def versions(found: Mapping[str, str] = SAME) -> Mapping[str, str]:
    """What an installation says of itself."""
    return found


@contextmanager
def worker_context(own: str, folder: str | None = None) -> Iterator[list[int]]:
    """A list that one worker shares; a file says that it was opened, another that it was closed."""
    assert Path(own).is_dir()
    shared: list[int] = []
    if folder:
        (Path(folder) / f"open-{id(shared)}").touch()
    yield shared
    if folder:
        (Path(folder) / f"closed-{id(shared)}").touch()


def square(shared: list[int], n: int) -> tuple[int, int]:
    """The square, and how many pieces this worker has had."""
    shared.append(n)
    return n * n, len(shared)


def job(
    work: Callable[[list[int], Any], Any] = square, **changed: Any
) -> ClusterJob[Any, Any, Any]:
    parts: dict[str, Any] = {
        "worker_context": worker_context,
        "versions": versions,
        "lost": lambda n: f"lost {n}",
    }
    return ClusterJob(work, **(parts | changed))


@pytest.fixture(scope="module")
def cluster() -> Iterator[LocalCluster]:
    """Two workers of a thread each, in this process."""
    with LocalCluster(
        n_workers=2, threads_per_worker=1, processes=False, dashboard_address=":0"
    ) as made:
        yield made


@pytest.mark.parametrize("count", [0, 1, 50])
def test_results_come_in_the_order_given(cluster: LocalCluster, count: int) -> None:
    """None, one, and many more than there are workers."""
    results = run_on_cluster(job(), range(count), address=cluster.scheduler_address)

    assert [result for result, _ in results] == [n * n for n in range(count)]


def test_a_worker_opens_its_bench_once(cluster: LocalCluster, tmp_path: Path) -> None:
    """And closes it when all is done."""
    one = job(worker_context=partial(worker_context, folder=str(tmp_path)))
    had = [had for _, had in run_on_cluster(one, range(20), address=cluster.scheduler_address)]

    assert len(list(tmp_path.glob("open-*"))) == 2
    assert len(list(tmp_path.glob("closed-*"))) == 2
    assert had.count(1) <= 2
    assert max(had) >= 10


def test_pieces_are_taken_as_they_are_needed(cluster: LocalCluster) -> None:
    """A few a thread of the cluster."""
    taken = 0

    def pieces() -> Iterator[int]:
        nonlocal taken
        for n in range(1000):
            taken += 1
            yield n

    results = run_on_cluster(job(), pieces(), address=cluster.scheduler_address)
    next(results)

    assert taken <= 6
    results.close()


def five(shared: list[int], n: int) -> int:
    """Fails at the sixth piece."""
    if n == 5:
        raise ValueError("five")
    return n


def test_an_error_is_raised_in_its_place(cluster: LocalCluster) -> None:
    """Results before it arrive; the error follows."""
    got = []
    with pytest.raises(ValueError, match="five"):
        for result in run_on_cluster(job(five), range(30), address=cluster.scheduler_address):
            got.append(result)

    assert got == [0, 1, 2, 3, 4]


def other_versions() -> Mapping[str, str]:
    """On a worker something else than on the client."""
    try:
        get_worker()
    except ValueError:
        in_worker = threading.current_thread() is not threading.main_thread()
    else:
        in_worker = True
    return SAME | ({"opencv": "4.8"} if in_worker else {})


def test_a_worker_with_other_versions_is_refused(cluster: LocalCluster) -> None:
    """Before any work, with the name and both versions."""
    begun: list[int] = []
    with pytest.raises(MissingDependencyError, match=r"opencv 4\.8 \(here 5\)"):
        list(
            run_on_cluster(
                job(lambda _, n: begun.append(n), versions=other_versions),
                range(9),
                address=cluster.scheduler_address,
            )
        )

    assert not begun


def not_installed() -> Mapping[str, str]:
    """As where a library cannot be loaded."""
    if threading.current_thread() is not threading.main_thread():
        raise ImportError("libGL.so.1")
    return SAME


def test_a_worker_that_cannot_work_is_refused(cluster: LocalCluster) -> None:
    """With what it says."""
    with pytest.raises(MissingDependencyError, match=r"libGL\.so\.1"):
        list(
            run_on_cluster(job(versions=not_installed), range(9), address=cluster.scheduler_address)
        )


def test_a_worker_that_joins_late_is_looked_at_too(
    cluster: LocalCluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever was not there at the beginning is found out by its first task."""
    monkeypatch.setattr(module, "_check_alike", lambda *_: None)
    with pytest.raises(MissingDependencyError, match="opencv"):
        list(
            run_on_cluster(
                job(versions=other_versions), range(9), address=cluster.scheduler_address
            )
        )


@pytest.mark.parametrize("address", ["tcp://127.0.0.1:9", "nonsense://x", "127.0.0.1:x"])
def test_no_scheduler_is_told(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """In a sentence, with the exit code for what is missing."""
    monkeypatch.setattr(module, "TIMEOUT_S", 0.3)
    with pytest.raises(MissingDependencyError, match="No Dask scheduler answers"):
        list(run_on_cluster(job(), [1], address=address))

    left = [each for each in gc.get_objects() if isinstance(each, Client)]
    # Whoever is not would be closed by the garbage collector, which may hang.
    assert {each.status for each in left} <= {"closed", "newly-created"}


def test_an_encrypted_scheduler_needs_certificates(monkeypatch: pytest.MonkeyPatch) -> None:
    """Which only Dask can be told of; without them it cannot begin."""
    monkeypatch.setattr(module, "TIMEOUT_S", 0.3)
    with pytest.raises(MissingDependencyError, match="cannot connect to tls://"):
        list(run_on_cluster(job(), [1], address="tls://127.0.0.1:9"))


def test_no_worker_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """It would wait for ever."""
    monkeypatch.setattr(module, "TIMEOUT_S", 0.3)
    with (
        LocalCluster(n_workers=0, processes=False, dashboard_address=":0") as empty,
        pytest.raises(MissingDependencyError, match="no worker"),
    ):
        list(run_on_cluster(job(), [1], address=empty.scheduler_address))


@pytest.mark.slow
def test_a_cluster_gives_the_same_lines(cluster: LocalCluster, tmp_path: Path) -> None:
    """As this computer alone, whatever the disputes are."""
    root = make_disputes(tmp_path)
    alone = lines(scan_batch(root, jobs=1, use_cache=False))

    for use_cache in (False, True):
        results = scan_batch(root, use_cache=use_cache, cluster=cluster.scheduler_address)

        assert lines(results) == alone


@pytest.mark.slow
@pytest.mark.parametrize("count", [1, 2, 4])
def test_any_number_of_real_workers_gives_the_same_bytes(tmp_path: Path, count: int) -> None:
    """Facts and all, of whole files and broken ones, in processes of their own."""
    root = tmp_path / "disputes"
    for n in range(5):
        photo = jpeg(scene(900, 700, n))
        write(root / f"{n}", a=photo, cut=photo[: len(photo) // 2], empty=b"", text=b"none")
    film(root / "1" / "clip.mp4", 1.0)
    alone = lines(scan_batch(root, jobs=1, use_cache=False))

    with LocalCluster(n_workers=count, threads_per_worker=1, dashboard_address=":0") as real:
        address = real.scheduler_address
        assert lines(scan_batch(root, use_cache=False, cluster=address)) == alone


def deadly(shared: list[int], n: int) -> int:
    """The fourth piece kills whoever takes it."""
    if n == 3 and isinstance(get_worker(), Worker):
        os._exit(9)
    return n


@pytest.mark.slow
def test_deaths_of_workers_cost_only_the_piece_that_kills(tmp_path: Path) -> None:
    """Real processes: the killer has its own result, everybody else's is as ever."""
    settings = {"distributed.scheduler.allowed-failures": 1}
    root = tmp_path / "disputes"
    for n in range(4):
        write(root / f"{n}", a=jpeg(scene(400, 300, n)))
    with (
        dask.config.set(settings),
        LocalCluster(n_workers=2, threads_per_worker=2, dashboard_address=":0") as real,
    ):
        address = real.scheduler_address
        results = list(run_on_cluster(job(deadly), range(8), address=address))
        after = lines(scan_batch(root, use_cache=False, cluster=address))

    assert results == [0, 1, 2, "lost 3", 4, 5, 6, 7]
    assert after == lines(scan_batch(root, use_cache=False, jobs=1))


def test_a_scheduler_that_was_started_anew_is_one_that_went_away(
    cluster: LocalCluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It knows nothing of this work: what ended the work is said, not what could not be closed."""

    def unknown(self: Any, name: str) -> None:
        raise ValueError(f"The worker plugin {name} does not exist")

    def lost(*args: Any, **options: Any) -> Any:
        raise module.CancelledError
        yield

    monkeypatch.setattr("distributed.Client.unregister_worker_plugin", unknown)
    monkeypatch.setattr(module, "_run", lost)
    with pytest.raises(MissingDependencyError, match=r"has gone away.*--resume"):
        list(run_on_cluster(job(), range(3), address=cluster.scheduler_address))


def test_a_scheduler_may_go_away_before_the_first_piece(
    cluster: LocalCluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    """While its workers are asked for their versions."""

    def gone(*args: Any, **options: Any) -> Any:
        raise module.CommClosedError

    monkeypatch.setattr(module, "_check_alike", gone)
    with pytest.raises(MissingDependencyError, match="has gone away"):
        list(run_on_cluster(job(), range(3), address=cluster.scheduler_address))


@pytest.mark.parametrize("at", [1, 2, 7, 20])
def test_a_scheduler_that_comes_back_is_gone_on_with(
    cluster: LocalCluster, monkeypatch: pytest.MonkeyPatch, at: int
) -> None:
    """Nothing is missing, nothing comes twice, whatever was under way when it went."""
    real, asked = Future.result, []

    def breaks_off(self: Any, *args: Any) -> Any:
        asked.append(self)
        if len(asked) == at:
            raise module.CancelledError
        return real(self, *args)

    monkeypatch.setattr(Future, "result", breaks_off)
    results = run_on_cluster(job(), range(20), address=cluster.scheduler_address)

    assert [result for result, _ in results] == [n * n for n in range(20)]
    assert len(asked) == 21


def test_a_scheduler_that_goes_each_time_is_given_up(
    cluster: LocalCluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After some connections in a row without a result; one with a result begins the count anew."""
    connections: list[int] = []

    def breaks_off(client: Any, task: Any, under_way: Any, following: Any, lost: Any) -> Any:
        connections.append(len(connections))
        if len(connections) == 2:
            yield "one"
        raise module.CancelledError

    monkeypatch.setattr(module, "_run", breaks_off)
    got = []
    with pytest.raises(MissingDependencyError, match="has gone away"):
        for result in run_on_cluster(job(), range(3), address=cluster.scheduler_address):
            got.append(result)

    assert got == ["one"]
    assert len(connections) == 1 + module.TRIES


def slow_square(shared: list[int], n: int) -> int:
    """Long enough to be interrupted."""
    time.sleep(0.2)
    return n * n


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


@pytest.mark.slow
@pytest.mark.parametrize("comes_back", [True, False])
def test_a_real_scheduler_is_killed(monkeypatch: pytest.MonkeyPatch, comes_back: bool) -> None:
    """Started anew it is gone on with, to the last piece; else the sentence says so, soon."""
    port, running = _free_port(), []
    address = f"tcp://127.0.0.1:{port}"
    monkeypatch.setattr(module, "RECONNECT_S", 60.0 if comes_back else 1.0)
    monkeypatch.setattr(module, "TIMEOUT_S", 10 if comes_back else 1)

    def start(what: str, *arguments: str) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", f"distributed.cli.dask_{what}", *arguments]
        made = subprocess.Popen(
            [*command, "--no-dashboard"],
            cwd=Path(__file__).parents[2],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        running.append(made)
        return made

    def scheduler() -> subprocess.Popen[bytes]:
        made = start("scheduler", "--host", "127.0.0.1", "--port", str(port))
        start("worker", address, "--nthreads", "2", "--nworkers", "1", "--no-nanny")
        return made

    first, got = scheduler(), []
    time.sleep(2)
    if not comes_back:
        monkeypatch.setattr(module, "TIMEOUT_S", 5)
    try:
        results = run_on_cluster(job(slow_square), range(30), address=address)
        got.append(next(results))
        first.kill()
        first.wait()
        if comes_back:
            scheduler()
            got += results
            assert got == [n * n for n in range(30)]
        else:
            with pytest.raises(MissingDependencyError, match=r"has gone away.*--resume"):
                got += results
            assert got == [n * n for n in range(len(got))]
    finally:
        for process in running:
            process.kill()
            process.wait()
