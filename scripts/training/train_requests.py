#!/usr/bin/env python3
"""Trains the tagger that reads requests: ``train_requests.py [--folds 5] [--out FILE]``.

``requests/*.jsonl`` beside this script hold a request a line, each file by one writer: its text,
and of each thing that it asks to be shown the stretch that names it (``quote``), the words in it
that name the thing (``core``) and the ``medium``; ``details`` are said of one of those, ``rules``
hold for all. With ``--folds`` nothing is written: each file is read by a tagger that was trained
without it, and what comes out is counted as in ``scripts/benchmarks/requests_read.py``.

Needs PyTorch; takes about ten minutes on two cores.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import nn

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "scripts" / "benchmarks")]

from judgement.requests import figures, of_request  # noqa: E402

from evidence_qc.case.requests.features import features  # noqa: E402
from evidence_qc.case.requests.letters import clean  # noqa: E402
from evidence_qc.case.requests.points import points  # noqa: E402
from evidence_qc.case.requests.read import request_words  # noqa: E402
from evidence_qc.case.requests.tagger import (  # noqa: E402
    FEATURES_MAX,
    LABELS,
    Tagger,
    bucket,
)
from evidence_qc.case.requests.tokens import Token, tokens  # noqa: E402

FILES = sorted((Path(__file__).parent / "requests").glob("*.jsonl"))
OUT = ROOT / "evidence_qc" / "case" / "requests" / "tagger.npz"
BUCKETS, WIDTH, STATE, LAYERS = 8192, 48, 80, 2
EPOCHS, BATCH, RATE, DECAY = 14, 24, 3e-3, 0.01
DROPPED = 0.1
"""Of what is known of a word, so that no single name decides …"""
DROPPED_FORMS = 0.15
"""… and of the words themselves, further: most things that are asked for were never seen."""
NO_LABEL = -100

Row = Mapping[str, Any]
Example = tuple[NDArray[np.int64], list[int]]
"""Buckets (words, FEATURES_MAX), 0 for none, and the number of each word's label."""


class Network(nn.Module):
    """What ``Tagger`` computes, with dropout."""

    def __init__(self) -> None:
        super().__init__()
        self.embedding = nn.EmbeddingBag(BUCKETS, WIDTH, mode="sum", padding_idx=0)
        nn.init.normal_(self.embedding.weight, 0, 0.15)
        self.gru = nn.GRU(WIDTH, STATE, LAYERS, bidirectional=True, batch_first=True, dropout=0.3)
        self.out = nn.Linear(2 * STATE, len(LABELS))
        self.drop = nn.Dropout(0.3)

    def forward(self, names: torch.Tensor, lengths: torch.Tensor) -> torch.Tensor:
        """Scores (requests, words, labels)."""
        count, words, _ = names.shape
        known = torch.tanh(self.embedding(names.view(count * words, -1))).view(count, words, -1)
        packed = nn.utils.rnn.pack_padded_sequence(
            self.drop(known), lengths, batch_first=True, enforce_sorted=False
        )
        states, _ = nn.utils.rnn.pad_packed_sequence(
            self.gru(packed)[0], batch_first=True, total_length=words
        )
        scores: torch.Tensor = self.out(self.drop(states))
        return scores


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--folds", type=int, default=0)
    parser.add_argument("--out", type=Path, default=OUT)
    given = parser.parse_args()
    rows = {path.stem: list(read(path)) for path in FILES}
    examples = {name: [example(row) for row in those] for name, those in rows.items()}
    if not given.folds:
        np.savez(given.out, **trained(each for those in examples.values() for each in those))
        return
    total: Counter[str] = Counter()
    for fold in range(given.folds):
        closed = list(rows)[fold :: given.folds]
        rest = (those for name, those in examples.items() if name not in closed)
        tagger = Tagger(trained(each for those in rest for each in those))
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
    known = np.zeros((len(parts), FEATURES_MAX), np.int64)
    for at, names in enumerate(features(text, parts, request_words())):
        numbers = [bucket(name, BUCKETS) for name in names[:FEATURES_MAX]]
        known[at, : len(numbers)] = numbers
    return known, [LABELS.index(tag) for tag in tags_of(text, parts, row)]


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


def trained(examples: Iterable[Example], seed: int = 1) -> dict[str, NDArray[np.generic]]:
    """Weights, as ``Tagger`` takes them."""
    torch.manual_seed(seed)
    rng = random.Random(seed)
    those = list(examples)
    network = Network()
    optimiser = torch.optim.AdamW(network.parameters(), RATE, weight_decay=DECAY)
    steps = EPOCHS * -(-len(those) // BATCH)
    schedule = torch.optim.lr_scheduler.OneCycleLR(
        optimiser, RATE, total_steps=steps, pct_start=0.15
    )
    for epoch in range(EPOCHS):
        lost = 0.0
        batches = list(_batches(those, rng))
        for batch in batches:
            names, labels, lengths = _padded(batch)
            scores = network(_dropped(names), lengths)
            loss = nn.functional.cross_entropy(
                scores.reshape(-1, len(LABELS)),
                labels.reshape(-1),
                ignore_index=NO_LABEL,
                label_smoothing=0.02,
            )
            optimiser.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(network.parameters(), 1.0)
            optimiser.step()
            schedule.step()
            lost += loss.item()
        print(f"epoch {epoch + 1}: {lost / len(batches):.3f}", file=sys.stderr, flush=True)
    return _exported(network)


def _batches(examples: Sequence[Example], rng: random.Random) -> Iterator[list[Example]]:
    """Of about equal length, in any order."""
    order = sorted(examples, key=lambda each: len(each[1]) + 30 * rng.random())
    starts = list(range(0, len(order), BATCH))
    rng.shuffle(starts)
    yield from (order[start : start + BATCH] for start in starts)


def _padded(batch: Sequence[Example]) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    most = max(len(labels) for _, labels in batch)
    names = np.zeros((len(batch), most, FEATURES_MAX), np.int64)
    numbers = np.full((len(batch), most), NO_LABEL, np.int64)
    for row, (known, labels) in enumerate(batch):
        names[row, : len(labels)], numbers[row, : len(labels)] = known, labels
    lengths = torch.tensor([len(labels) for _, labels in batch])
    return torch.from_numpy(names), torch.from_numpy(numbers), lengths


def _dropped(names: torch.Tensor) -> torch.Tensor:
    keep = torch.rand(names.shape) >= DROPPED
    keep[:, :, 0] &= torch.rand(names.shape[:2]) >= DROPPED_FORMS
    return names * keep


def _exported(network: Network) -> dict[str, NDArray[np.generic]]:
    """The embedding in whole numbers of 8 bits, all else in floating ones of 16."""
    state = {name: value.detach().numpy() for name, value in network.state_dict().items()}
    embedding = state.pop("embedding.weight")
    scale = np.abs(embedding).max(axis=0) / 127
    found: dict[str, NDArray[np.generic]] = {
        name.removeprefix("gru."): value.astype(np.float16) for name, value in state.items()
    }
    found["embedding"] = np.round(embedding / scale).astype(np.int8)
    found["scale"] = scale.astype(np.float32)
    return found


def counted(row: Row, tagger: Tagger) -> Counter[str]:
    """How a request is read by a tagger."""
    text, words = clean(row["text"]), request_words()
    parts = tokens(text)
    found = points(text, parts, tagger.tag(features(text, parts, words)), words)
    return of_request(row, found)


if __name__ == "__main__":
    main()
