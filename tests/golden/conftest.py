"""The corpus written again: every command is run once, by the first test that asks for it."""

from __future__ import annotations

import functools
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.golden.compare import this_machine
from tests.golden.recipe import BUNDLES, COMMANDS, CORPUS, Ran, prepare, run

Rerun = Callable[[str], Ran]


@pytest.fixture(scope="session")
def work(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The inputs and the old bundles, where the commands are run."""
    return prepare(tmp_path_factory.mktemp("golden"))


@pytest.fixture(scope="session")
def rerun(work: Path, tmp_path_factory: pytest.TempPathFactory) -> Rerun:
    """What a command of the recipe leaves behind today, by its name."""
    cache = tmp_path_factory.mktemp("golden-cache")
    arguments = {each.name: each.arguments for each in (*COMMANDS, *BUNDLES)}
    return functools.cache(lambda name: run(arguments[name], work, cache))


@pytest.fixture(scope="session")
def is_like_maker() -> bool:
    """Whether this machine can be expected to write the very bytes of the corpus."""
    made_on = json.loads((CORPUS / "made_on.json").read_text(encoding="utf-8"))
    return bool(made_on == this_machine())
