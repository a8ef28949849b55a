"""Runs a reader on bytes near its seeds until the time is over; a bug is shrunk and shown."""

from __future__ import annotations

import time
from contextlib import suppress

from hypothesis import HealthCheck, Phase, given, seed, settings

from tests.fuzz.reader import Reader

SLOW_S = 5.0
"""No input of some kilobytes may take longer."""


def fuzz(reader: Reader, seconds: float, first_seed: int = 0, each: int = 150) -> int:
    """How many inputs there were; raises what the reader raised, for the smallest input found.

    Every ``each`` inputs a further seed of Hypothesis begins, counted from ``first_seed``.
    """
    seeds, count = reader.seeds(), 0
    for good in seeds:
        reader.read(good)  # a seed is understood as it is
    until, number = time.monotonic() + seconds, first_seed

    def check(data: bytes) -> None:
        nonlocal count
        count += 1
        began = time.process_time()  # a machine that others keep busy is no fault of the reader
        with suppress(*reader.may_raise):
            reader.read(data)
        assert time.process_time() - began < SLOW_S, "too slow"

    while time.monotonic() < until:
        run = settings(
            max_examples=each,
            database=None,
            deadline=None,
            phases=(Phase.generate, Phase.shrink),
            suppress_health_check=list(HealthCheck),
        )(given(reader.near(seeds))(check))
        seed(number)(run)()
        number += 1
    return count
