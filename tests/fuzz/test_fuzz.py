"""A minute of anything for the readers of our own; ``scripts/fuzz.py`` goes on for longer."""

from __future__ import annotations

import pytest

from tests.fuzz.harness import fuzz
from tests.fuzz.readers import READERS

SECONDS = 60 / len(READERS)


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("name", READERS)
def test_no_bytes_are_too_much(name: str) -> None:
    """A result or the reader's own error, soon; never another exception."""
    assert fuzz(READERS[name], SECONDS, each=40) > 30


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("name", READERS)
def test_every_reader_is_in_reach_of_the_harness(name: str) -> None:
    """One short round, so that a renamed reader is seen at once."""
    assert fuzz(READERS[name], 0.01, each=5) > 0
