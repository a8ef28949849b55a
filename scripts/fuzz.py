"""Fuzz the readers of our own for as long as asked: ``python scripts/fuzz.py --minutes 60``.

Goes round all readers (or the named ones), a while each, with seeds of Hypothesis that go on from
``--seed``; the first bug ends it, shrunk to its smallest input. At the end: how many inputs each
reader had, and which share of its modules' lines they reached.
"""

from __future__ import annotations

import argparse
import importlib
import logging
import sys
import time
import warnings
from pathlib import Path
from types import CodeType, FrameType
from typing import Any

sys.path.insert(0, str(Path(__file__).parent.parent))

from tests.fuzz.harness import fuzz
from tests.fuzz.reader import Reader
from tests.fuzz.readers import READERS

TURN_S = 20.0


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("readers", nargs="*", help=f"some of: {', '.join(READERS)}")
    parser.add_argument("--minutes", type=float, default=10.0)
    parser.add_argument("--seed", type=int, default=0, help="where the seeds begin")
    options = parser.parse_args()
    names = options.readers or list(READERS)
    if unknown := set(names) - set(READERS):
        parser.error(f"no such reader: {', '.join(sorted(unknown))}")
    warnings.simplefilter("ignore")
    logging.disable()
    counts, seeds = dict.fromkeys(names, 0), options.seed
    turn_s = min(TURN_S, options.minutes * 60 / len(names))
    until = time.monotonic() + options.minutes * 60
    while time.monotonic() < until:
        for name in names:
            left_s = max(0.1, until - time.monotonic())  # nobody waits for the end of a round
            counts[name] += fuzz(READERS[name], min(turn_s, left_s), seeds)
        seeds += 10_000
        print(f"{sum(counts.values()):,} inputs, no bug so far", file=sys.stderr, flush=True)
    for name in names:
        reached, lines = coverage(READERS[name], seeds)
        print(f"{name:<14}{counts[name]:>9,} inputs  {reached} of {lines} lines reached")
    print(f"{sum(counts.values()):,} inputs, no bug; the next run may begin at --seed {seeds}")


def coverage(reader: Reader, seed: int) -> tuple[int, int]:
    """Lines of functions that a short run reaches, and all there are, in the reader's modules."""
    files = {}
    for module in reader.modules:
        path = importlib.import_module(f"evidence_qc.{module}").__file__
        assert path is not None
        code = compile(Path(path).read_text(encoding="utf-8"), path, "exec")
        files[path] = set().union(*(_lines(part) for part in _functions(code)))
    reached: set[tuple[str, int]] = set()

    def trace(frame: FrameType, event: str, argument: Any) -> Any:
        path = frame.f_code.co_filename
        if path not in files:
            return None
        reached.add((path, frame.f_lineno))
        return trace

    sys.settrace(trace)
    try:
        fuzz(reader, 3.0, seed)
    finally:
        sys.settrace(None)
    seen = sum(len(files[path] & {line for p, line in reached if p == path}) for path in files)
    return seen, sum(map(len, files.values()))


def _functions(code: CodeType) -> list[CodeType]:
    inner = [c for c in code.co_consts if isinstance(c, CodeType)]
    is_function = code.co_name not in {"<module>"} and code.co_flags & 0x02  # CO_NEWLOCALS
    return [*([code] if is_function else []), *(f for c in inner for f in _functions(c))]


def _lines(code: CodeType) -> set[int]:
    return {
        line for *_, line in code.co_lines() if line is not None and line != code.co_firstlineno
    }


if __name__ == "__main__":
    main()
