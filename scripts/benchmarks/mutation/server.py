"""A pytest plugin: collects all tests once, then forks for each fault and runs those that reach it.

The child puts the changed code into the functions that are there already, and the changed file on
the disk for processes that tests start. A test that fails counts only if it passes without the
fault, right afterwards.
"""

from __future__ import annotations

import ast
import gc
import json
import os
import resource
import shutil
import signal
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from types import CodeType, FunctionType

import cv2
import pytest

from scripts.benchmarks.mutation.places import Fault
from scripts.benchmarks.mutation.reach import Reach

BUDGET_S = 6.0
"""Tests of so many seconds are run for one fault, those of its own module first."""
WALL_S = 150.0
"""Where a test waits for ever; what computes for ever meets the limit of its processor time."""
SOURCE_READERS = (
    "tests/test_house.py", "tests/test_docs.py", "tests/test_public.py", "tests/test_readme.py",
    "tests/test_release.py", "tests/test_security.py",
)  # fmt: skip
PASSED, FAILED, HUNG = "passed", "failed", "hung"


class Server:
    """Runs the faults instead of the tests."""

    def __init__(self, faults: Sequence[Fault], reach: Reach | None, report: Path) -> None:
        self._faults, self._reach, self._report = faults, reach, report

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """All faults, one after the other."""
        project = Path(session.config.rootpath)
        choice = Choice(session.items, self._reach) if self._reach else None
        for fault in self._faults:
            began = time.monotonic()
            items, seconds = choice.of(fault) if choice else (list(session.items), 10.0)
            verdict, by = self._try(project, fault, items, seconds)
            result = {
                "fault": str(fault),
                "place": fault.location,
                "noticed": verdict in {FAILED, HUNG},
                "how": verdict,
                "by": by,
                "tests": len(items),
                "seconds": round(time.monotonic() - began, 1),
            }
            with self._report.open("a", encoding="utf-8") as stream:
                stream.write(json.dumps(result, ensure_ascii=False) + "\n")
        return True

    def _try(
        self, project: Path, fault: Fault, items: list[pytest.Item], seconds: float
    ) -> tuple[str, str]:
        target = project / fault.path
        source, times = target.read_bytes(), target.stat()
        remaining = list(items)
        while remaining:
            target.write_text(fault.source, encoding="utf-8")
            try:
                verdict, by = run_forked(remaining, seconds, fault)
            finally:
                target.write_bytes(source)
                os.utime(target, ns=(times.st_atime_ns, times.st_mtime_ns))
            if verdict == PASSED:
                return verdict, by
            (failed,) = (item for item in remaining if item.nodeid == by)
            if run_forked([failed], seconds, None)[0] == PASSED:
                return verdict, by
            remaining = remaining[remaining.index(failed) + 1 :]  # so does it without: says nothing
        return PASSED, ""


class Choice:
    """Which tests are run for a fault, in which order."""

    def __init__(self, items: list[pytest.Item], reach: Reach) -> None:
        index = {test: number for number, test in enumerate(reach.tests)}
        self._items = {
            index[item.nodeid]: item
            for item in items
            if item.nodeid in index and not item.nodeid.startswith(SOURCE_READERS)
        }
        self._newer = [
            item
            for item in items
            if item.nodeid not in index and not item.nodeid.startswith(SOURCE_READERS)
        ]
        self._reach = reach
        self._texts: dict[Path, str] = {}

    def of(self, fault: Fault) -> tuple[list[pytest.Item], float]:
        """Those that reach a line of it, and their time.

        Files of its room, and those that name it, come first.

        Tests that are newer than the list of what is reached are run where they name the module,
        stand in the folder of its room, or where others of their file reach the line.
        """
        lines = self._reach.lines.get(fault.path, {})
        first, last = fault.lines
        found = {t for line in range(first, last + 1) for t in lines.get(line, ())}
        if not found:  # outside of functions, or reached by another process
            found = {test for tests in lines.values() for test in tests}
        room = Path.cwd() / Path("tests", *Path(fault.path).parts[1:-1])
        time_s = self._reach.times_s
        files: dict[Path, list[int]] = {}
        for test in sorted(found & self._items.keys()):
            files.setdefault(self._items[test].path, []).append(test)
        chosen, spent = [], 0.0
        own = {path for path in files if path.parent == room or self._names(path, fault.path)}
        cost = {path: sum(time_s[test] for test in tests) for path, tests in files.items()}
        order = sorted(files, key=lambda path: (path not in own, cost[path]))
        for path in order:
            fits = []
            for test in sorted(files[path], key=lambda t: time_s[t]):
                if spent + time_s[test] <= BUDGET_S or not chosen:
                    fits.append(test)
                    spent += time_s[test]
            chosen += sorted(fits)
        newer = [
            item
            for item in self._newer
            if item.path in files or item.path.parent == room or self._names(item.path, fault.path)
        ]
        newer.sort(key=lambda item: not self._names(item.path, fault.path))
        return [*newer, *(self._items[test] for test in chosen)], spent

    def _names(self, path: Path, module: str) -> bool:
        text = self._texts.setdefault(path, path.read_text(encoding="utf-8"))
        return module.removesuffix(".py").replace("/", ".") in text


def run_forked(items: list[pytest.Item], seconds: float, fault: Fault | None) -> tuple[str, str]:
    """How the tests end, and the first that fails."""
    folder = Path(tempfile.mkdtemp(prefix="fault-"))
    running = folder / "running"
    pid = os.fork()
    if pid == 0:
        code = 70
        try:
            os.setpgid(0, 0)
            limit_s = int(60 + 4 * seconds)
            resource.setrlimit(resource.RLIMIT_CPU, (limit_s, limit_s + 5))
            _own_folders(folder)
            if fault is not None:
                put_in(fault)
            code = 0 if run_items(items, running) else 1
        finally:
            os._exit(code)
    status, ticks = None, 0
    while status is None and ticks * 0.05 < WALL_S:
        time.sleep(0.05)  # counted, not timed: the whole group may be stopped for a while
        ticks += 1
        done, found = os.waitpid(pid, os.WNOHANG)
        status = found if done else None
    if status is None:
        os.killpg(pid, signal.SIGKILL)
        os.waitpid(pid, 0)
    else:
        with suppress(ProcessLookupError):
            os.killpg(pid, signal.SIGKILL)  # what tests left running
    by = running.read_text(encoding="utf-8") if running.exists() else items[0].nodeid
    shutil.rmtree(folder, ignore_errors=True)
    if status is not None and os.WIFEXITED(status):
        return (PASSED, "") if os.WEXITSTATUS(status) == 0 else (FAILED, by)
    return HUNG, by


def _own_folders(folder: Path) -> None:
    os.environ |= {
        "TMPDIR": str(folder),
        "PYTEST_DEBUG_TEMPROOT": str(folder),
        "HYPOTHESIS_STORAGE_DIRECTORY": str(folder / "hypothesis"),
        "PYTHONDONTWRITEBYTECODE": "1",
    }
    tempfile.tempdir = None


def put_in(fault: Fault) -> None:
    """Functions of the changed file that are there already get its code."""
    sys.dont_write_bytecode = True
    path = str(Path.cwd() / fault.path)
    _put_in_constants(fault, Path(path).with_suffix("").relative_to(Path.cwd()).parts)
    changed = list(_codes(compile(fault.source, path, "exec")))
    for found in gc.get_objects():
        if isinstance(found, FunctionType) and found.__code__.co_filename == path:
            old = found.__code__
            same = [code for code in changed if code.co_qualname == old.co_qualname]
            if same:  # several: a property's, or lambdas
                found.__code__ = min(
                    same, key=lambda code: abs(code.co_firstlineno - old.co_firstlineno)
                )


def _put_in_constants(fault: Fault, parts: tuple[str, ...]) -> None:
    """Numbers of the module itself, here and where they were imported."""
    module = sys.modules.get(".".join(parts))
    for node in ast.parse(fault.source).body:
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant):
            (name,) = (ast.unparse(target) for target in node.targets)
            old = getattr(module, name, None)
            for each in list(sys.modules.values()) if old != node.value.value else ():
                if getattr(each, "__dict__", {}).get(name) is old:
                    setattr(each, name, node.value.value)


def _codes(code: CodeType) -> Iterator[CodeType]:
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield constant
            yield from _codes(constant)


class _First:
    """The first test that failed."""

    failed = ""

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.failed and not self.failed:
            self.failed = report.nodeid


def run_items(items: list[pytest.Item], running: Path) -> bool:
    """Run tests until one fails; ``running`` names the last one that began."""
    first = _First()
    items[0].config.pluginmanager.register(first)
    items[0].session.items[:] = items
    for item, following in zip(items, [*items[1:], None], strict=True):
        running.write_text(item.nodeid, encoding="utf-8")
        item.config.hook.pytest_runtest_protocol(item=item, nextitem=following)
        if first.failed:
            return False
    return True


def pytest_configure(config: pytest.Config) -> None:
    """The work order is a file that ``mutants.py`` writes."""
    cv2.setNumThreads(1)  # before there are any: a child would wait for those of its parent
    order = json.loads(Path(os.environ["EVIDENCE_FAULTS"]).read_text(encoding="utf-8"))
    faults = [Fault(**fault) for fault in order["faults"]]
    reach = Reach.read(Path(order["reach"])) if order["reach"] else None
    config.pluginmanager.register(Server(faults, reach, Path(order["report"])))
