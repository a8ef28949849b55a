"""Which test reaches which line: a pytest plugin that writes it down, and a reader of it.

``pytest -p scripts.benchmarks.mutation.reach`` writes coverage with a context a test and the time
of each into the folder ``EVIDENCE_REACH``; ``Reach.read`` puts the parts together. Processes that
tests start are covered too where they get the environment (``sitecustomize`` beside this file).
"""

from __future__ import annotations

import json
import os
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import coverage
import pytest

FOLDER = "EVIDENCE_REACH"
TEST = "EVIDENCE_REACH_TEST"


class Recorder:
    """Switches the context with each test."""

    def __init__(self, folder: Path, package: Path) -> None:
        self._folder = folder
        self._times: dict[str, float] = defaultdict(float)
        self._coverage = coverage.Coverage(
            data_file=str(folder / "part"),
            data_suffix=True,
            source=[str(package)],
            config_file=False,
            messages=False,
        )
        self._coverage.start()

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Iterator[None]:
        """The context, here and in the processes that the test starts."""
        self._coverage.switch_context(item.nodeid)
        os.environ[TEST] = item.nodeid
        return (yield)

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """All phases count."""
        self._times[report.nodeid] += report.duration

    def pytest_sessionfinish(self) -> None:
        """Write it down."""
        self._coverage.stop()
        self._coverage.save()
        name = f"times-{os.getpid()}.json"
        (self._folder / name).write_text(json.dumps(self._times), encoding="utf-8")


def pytest_configure(config: pytest.Config) -> None:
    """In each process that runs tests; the one that hands them out runs none."""
    is_handing_out = bool(config.getoption("numprocesses", None)) and not hasattr(
        config, "workerinput"
    )
    if not is_handing_out:
        package = Path(config.rootpath) / "evidence_qc"
        config.pluginmanager.register(Recorder(Path(os.environ[FOLDER]), package))


@dataclass(frozen=True)
class Reach:
    """What a whole run of the tests reached."""

    tests: tuple[str, ...]
    times_s: tuple[float, ...]
    lines: dict[str, dict[int, list[int]]]
    """Path below the project → line → places in ``tests``."""

    @classmethod
    def read(cls, folder: Path) -> Reach:
        """Put the parts of a run together."""
        times: dict[str, float] = defaultdict(float)
        for path in folder.glob("times-*.json"):
            for test, time_s in json.loads(path.read_text(encoding="utf-8")).items():
                times[test] += time_s
        tests = tuple(sorted(times))
        index = {test: number for number, test in enumerate(tests)}
        lines: dict[str, dict[int, set[int]]] = defaultdict(lambda: defaultdict(set))
        for part in folder.glob("part.*"):
            data = coverage.CoverageData(str(part))
            data.read()
            for path in data.measured_files():
                short = "evidence_qc" + path.rpartition("evidence_qc")[2]
                for line, contexts in data.contexts_by_lineno(path).items():
                    lines[short][line] |= {index[c] for c in contexts if c in index}
        return cls(
            tests,
            tuple(times[test] for test in tests),
            {path: {n: sorted(t) for n, t in of.items()} for path, of in lines.items()},
        )
