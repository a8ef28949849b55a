"""Make the golden corpus (tests/golden/corpus) anew, as this version of the program writes it.

    python scripts/make_golden.py FOLDER

FOLDER must not be there yet. The corpus holds what an earlier version wrote, to show that later
ones still read it and still write it so: look at every difference before replacing anything, and
never make it anew to please a test.
"""

from __future__ import annotations

import argparse
import json
import shutil
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tests.golden import compare, disputes  # noqa: E402 - the checkout, not an installed copy
from tests.golden.recipe import (  # noqa: E402
    BUNDLES,
    COMMANDS,
    KEPT,
    REMEMBER,
    WHOLE,
    Command,
    Ran,
    contents,
    prepare,
    run,
)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    corpus = parser.parse_args().folder.resolve()
    corpus.mkdir(parents=True)
    disputes.make(corpus / "inputs")
    with tempfile.TemporaryDirectory(prefix="evidence-qc-golden-") as name:
        work = prepare(Path(name) / "work", corpus)
        cache = Path(name) / "cache"
        for bundle in BUNDLES:
            keep(corpus, bundle, ran(bundle, work, cache))
            copy_bundle(corpus, bundle.bundle, work)
        for command in COMMANDS:
            keep(corpus, command, ran(command, work, cache))
        run(REMEMBER, work, corpus / "cache")
    maker = json.dumps(compare.this_machine(), indent=1) + "\n"
    (corpus / "made_on.json").write_text(maker, encoding="utf-8")
    return 0


def ran(command: Command, work: Path, cache: Path) -> Ran:
    result = run(command.arguments, work, cache)
    if result.code != command.code:
        sys.exit(f"{command.name}: exit code {result.code}\n{result.err.decode()}")
    return result


def keep(corpus: Path, command: Command, result: Ran) -> None:
    """What it said, and where it said something, on stderr too."""
    folder = corpus / "written"
    folder.mkdir(exist_ok=True)
    (folder / command.name).write_bytes(result.out)
    if result.err:
        (folder / f"{command.name}.stderr").write_bytes(result.err)


def copy_bundle(corpus: Path, name: str, work: Path) -> None:
    made = work / "out" / name
    if name not in WHOLE:
        for path, data in contents(made).items():
            if path in KEPT:
                target = corpus / "texts" / name / path
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_bytes(data)
        return
    for folder in (corpus / "bundles", work / "bundles"):
        folder.mkdir(exist_ok=True)
        if made.is_dir():
            shutil.copytree(made, folder / name)
        else:
            shutil.copy(made, folder / name)


if __name__ == "__main__":
    raise SystemExit(main())
