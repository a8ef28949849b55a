#!/usr/bin/env python3
"""Trains the tagger of requests: ``train_requests.py [--folds 5] [--start DIR] [--out FILE]``.

``requests/*.jsonl`` beside this script hold a request a line, each file by one writer: its text,
and of each thing that it asks to be shown the stretch that names it (``quote``), the words in it
that name the thing (``core``) and the ``medium``; ``details`` are said of one of those, ``rules``
hold for all. ``--start`` is what ``pretrain_tagger.py`` wrote. With ``--folds`` nothing is
written: each file is read by a tagger that was trained without it, and what comes out is counted
as in ``scripts/benchmarks/requests_read.py``.

Needs PyTorch; takes about forty minutes on one core.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "scripts" / "benchmarks"), str(Path(__file__).parent)]

from judgement.requests import figures, of_request  # noqa: E402
from tagger_network import (  # noqa: E402
    SIZES,
    Example,
    Examples,
    Network,
    exported,
    hashed,
    train,
)

from evidence_qc.case.requests.features import features  # noqa: E402
from evidence_qc.case.requests.letters import clean  # noqa: E402
from evidence_qc.case.requests.points import points  # noqa: E402
from evidence_qc.case.requests.read import request_words  # noqa: E402
from evidence_qc.case.requests.tagger import LABELS, MEDIA, Tagger, networks_of  # noqa: E402
from evidence_qc.case.requests.tokens import Token, tokens  # noqa: E402

FILES = sorted((Path(__file__).parent / "requests").glob("*.jsonl"))
OUT = ROOT / "evidence_qc" / "case" / "requests" / "tagger.npz"
BATCH, RATE, SMOOTHING = 24, 3e-3, 0.02
ONCE_MISREAD = "once_misread"
"""Files whose name begins so …"""
AGAIN, LAST_EPOCHS, LAST_RATE = 4, 2, 3e-4
"""… are seen so many times more in the last epochs."""
SWAPPED_TEXTS, SWAPPED_THINGS = 0.3, 0.5
"""Of so many texts in an epoch so many things are another's of that language and medium."""

Row = Mapping[str, Any]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--folds", type=int, default=0)
    parser.add_argument("--start", type=Path)
    parser.add_argument("--out", type=Path, default=OUT)
    given = parser.parse_args()
    rows = {path.stem: list(read(path)) for path in FILES}
    if not given.folds:
        np.savez(given.out, **trained(rows, given.start))
        return
    total: Counter[str] = Counter()
    for fold in range(given.folds):
        closed = list(rows)[fold :: given.folds]
        rest = {name: those for name, those in rows.items() if name not in closed}
        tagger = Tagger(networks_of(trained(rest, given.start)))
        for name in closed:
            found = sum((counted(row, tagger) for row in rows[name]), Counter[str]())
            print(f"{name}: {figures(found)}", flush=True)
            total += found
    print(f"all: {figures(total)}")


def read(path: Path) -> Iterator[Row]:
    """The requests of a file."""
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.strip():
            yield json.loads(line)


def example(row: Row) -> Example:
    """What is known of each word of a request, and its label."""
    text = clean(row["text"])
    parts = tokens(text)
    labels = [[LABELS.index(tag)] for tag in tags_of(text, parts, row)]
    names = features(text, parts, request_words())
    return Example(names, np.array(labels, np.int64).reshape(-1, 1))


def tags_of(text: str, parts: Sequence[Token], row: Row) -> list[str]:
    """The tag of each word, as ``Tagged`` has it."""
    tags = ["O"] * len(parts)
    spans = [("R", find_quote(text, rule)) for rule in row.get("rules", [])]
    spans += [("D", find_quote(text, detail["quote"])) for detail in row.get("details", [])]
    at = 0
    for point in row["points"]:
        spans.append((point["medium"][0], find_quote(text, point["quote"], at)))
        at = spans[-1][1][1]
    for kind, (start, end) in spans:
        inside = [k for k, part in enumerate(parts) if part.start < end and part.end > start]
        for number, k in enumerate(inside):
            tags[k] = ("B" if number == 0 else "I") + kind
    return tags


def find_quote(text: str, quote: str, start: int = 0) -> tuple[int, int]:
    """Where a quote stands in a text that is ``clean``, from a place on.

    Raises:
        ValueError: it does not stand there.
    """
    for before in ("x ", ""):  # a number is a list's where a line begins with it
        words = re.findall(r"\w+|[^\w\s•]", clean(before + quote)[len(before) :])
        found = re.compile(r"[\s•]*".join(map(re.escape, words))).search(text, start)
        if words and found is not None:
            return found.span()
    raise ValueError(f"{quote!r} does not stand in {text!r}")


def trained(
    files: Mapping[str, Sequence[Row]], start: Path | None
) -> dict[str, NDArray[np.generic]]:
    """Weights of all networks, as ``networks_of`` takes them, from the requests of each file."""
    rows = [row for own in files.values() for row in own]
    misread = [name.startswith(ONCE_MISREAD) for name, own in files.items() for _ in own]
    examples = [example(row) for row in rows]
    found: dict[str, NDArray[np.generic]] = {}
    for number, size in enumerate(SIZES):
        torch.manual_seed(size.seed)
        network = Network(size, (len(LABELS),))
        if start is not None:
            network.load_state_dict(torch.load(start / f"{size.name}.pt"), strict=False)
        texts = hashed(examples, size)
        again = [text for text, is_misread in zip(texts, misread, strict=True) if is_misread]
        fit = partial(train, network, batch=BATCH, seed=size.seed, smoothing=SMOOTHING)
        swaps = _Swaps(texts, [row["lang"] for row in rows])
        fit(texts, epochs=size.epochs, rate=RATE, changed=swaps)
        fit(texts + again * AGAIN, epochs=LAST_EPOCHS, rate=LAST_RATE)
        weights = exported(network)
        found.update({f"{number}.{name}": value for name, value in weights.items()})
    return found


class _Swaps:
    """Puts other things that were asked for in place of some: the frame stays, so both are new."""

    def __init__(self, examples: Examples, languages: Sequence[str]) -> None:
        self._languages = languages
        self._things: dict[tuple[str, str], Examples] = defaultdict(list)
        for (names, labels), language in zip(examples, languages, strict=True):
            for first, end, medium in _things(labels):
                thing = names[first:end], labels[first:end]
                self._things[language, medium].append(thing)

    def __call__(self, examples: Examples, rng: random.Random) -> Examples:
        """The examples in their order."""
        return [
            self._swapped(*each, language, rng) if rng.random() < SWAPPED_TEXTS else each
            for each, language in zip(examples, self._languages, strict=True)
        ]

    def _swapped(
        self, names: NDArray[np.int64], labels: NDArray[np.int64], language: str, rng: random.Random
    ) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        parts, at = [], 0
        for first, end, medium in _things(labels):
            if rng.random() < SWAPPED_THINGS:
                other = rng.choice(self._things[language, medium])
                parts += [(names[at:first], labels[at:first]), other]
                at = end
        parts.append((names[at:], labels[at:]))
        return np.concatenate([n for n, _ in parts]), np.concatenate([k for _, k in parts])


def _things(labels: NDArray[np.int64]) -> Iterator[tuple[int, int, str]]:
    """First word, the one behind the last, and the letter of the medium."""
    first = 0
    tags = [LABELS[label] for label in labels[:, 0]]
    for at in range(1, len(tags) + 1):
        if at < len(tags) and tags[at][0] == "I":
            continue
        if tags[first][0] == "B" and tags[first][1:] in MEDIA:
            yield first, at, tags[first][1:]
        first = at


def counted(row: Row, tagger: Tagger) -> Counter[str]:
    """How a request is read by a tagger."""
    text, words = clean(row["text"]), request_words()
    parts = tokens(text)
    found = points(text, parts, tagger.tag(features(text, parts, words)), words)
    return of_request(row, found)


if __name__ == "__main__":
    main()
