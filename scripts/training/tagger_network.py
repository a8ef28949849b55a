"""The network of ``evidence_qc.case.requests.tagger`` in PyTorch, and how it is fed."""

from __future__ import annotations

import random
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch import nn

from evidence_qc.case.requests.tagger import FEATURES_MAX, bucket

DECAY, WARM_UP, NORM_MAX = 0.01, 0.15, 1.0
DROPPED = 0.1
"""Of what is known of a word, so that no single name decides …"""
DROPPED_FORMS = 0.15
"""… and of the words themselves, further: most things that are asked for were never seen."""
NO_LABEL = -100


@dataclass(frozen=True, slots=True)
class Size:
    """Of one network, and how long it is trained on requests."""

    name: str
    buckets: int
    width: int
    state: int
    epochs: int
    seed: int
    layers: int = 2


SIZES = (
    Size("large", buckets=16384, width=64, state=128, epochs=12, seed=1),
    Size("small", buckets=8192, width=48, state=80, epochs=14, seed=2),
)
"""Their likelihoods are averaged: where the two disagree, neither is sure."""


@dataclass(frozen=True, slots=True, eq=False)
class Example:
    """Words of one text."""

    names: Sequence[Sequence[str]]
    """What is known of each."""
    labels: NDArray[np.int64]
    """(words, tasks); ``NO_LABEL`` where there is none."""


Batch = tuple[torch.Tensor, torch.Tensor, torch.Tensor]
"""Buckets (texts, words, FEATURES_MAX), 0 for none; labels (texts, words, tasks); words."""
Examples = list[tuple[NDArray[np.int64], NDArray[np.int64]]]
"""Buckets and labels of each text."""


class Network(nn.Module):
    """What ``Tagger`` computes, with dropout; one linear layer for each task."""

    def __init__(self, size: Size, tasks: Sequence[int]) -> None:
        super().__init__()
        self.embedding = nn.EmbeddingBag(size.buckets, size.width, mode="sum", padding_idx=0)
        nn.init.normal_(self.embedding.weight, 0, 0.15)
        self.gru = nn.GRU(
            size.width, size.state, size.layers, bidirectional=True, batch_first=True, dropout=0.3
        )
        self.out = nn.ModuleList(nn.Linear(2 * size.state, labels) for labels in tasks)
        self.drop = nn.Dropout(0.3)

    def forward(self, names: torch.Tensor, lengths: torch.Tensor) -> list[torch.Tensor]:
        """Of each task scores (texts, words, labels)."""
        count, words, _ = names.shape
        known = torch.tanh(self.embedding(names.view(count * words, -1))).view(count, words, -1)
        packed = nn.utils.rnn.pack_padded_sequence(
            self.drop(known), lengths, batch_first=True, enforce_sorted=False
        )
        states, _ = nn.utils.rnn.pad_packed_sequence(
            self.gru(packed)[0], batch_first=True, total_length=words
        )
        dropped = self.drop(states)
        return [layer(dropped) for layer in self.out]


def hashed(examples: Sequence[Example], size: Size) -> Examples:
    """Names as rows of an embedding of that size."""
    known: dict[str, int] = {}
    found = []
    for example in examples:
        rows = np.zeros((len(example.names), FEATURES_MAX), np.int64)
        for at, names in enumerate(example.names):
            for k, name in enumerate(names[:FEATURES_MAX]):
                if name not in known:
                    known[name] = bucket(name, size.buckets)
                rows[at, k] = known[name]
        found.append((rows, example.labels))
    return found


def train(
    network: Network,
    examples: Examples,
    *,
    epochs: int,
    batch: int,
    rate: float,
    seed: int,
    smoothing: float = 0.0,
    changed: Callable[[Examples, random.Random], Examples] = lambda those, _: those,
) -> None:
    """Trains in place.

    Args:
        network: with as many tasks as the labels have columns.
        examples: all of them.
        epochs: how often all are seen.
        batch: texts at once.
        rate: highest learning rate (AdamW, one cycle).
        seed: of the order and of what is changed.
        smoothing: of the labels.
        changed: what is seen instead of the examples, anew in each epoch.
    """
    rng = random.Random(seed)
    optimiser = torch.optim.AdamW(network.parameters(), rate, weight_decay=DECAY)
    steps = epochs * -(-len(examples) // batch)
    schedule = torch.optim.lr_scheduler.OneCycleLR(
        optimiser, rate, total_steps=steps, pct_start=WARM_UP
    )
    for epoch in range(epochs):
        lost = 0.0
        for those in _batches(changed(examples, rng), batch, rng):
            names, labels, lengths = _padded(those)
            loss = torch.zeros(())
            for task, scores in enumerate(network(_dropped(names), lengths)):
                loss = loss + nn.functional.cross_entropy(
                    scores.reshape(-1, scores.shape[-1]),
                    labels[:, :, task].reshape(-1),
                    ignore_index=NO_LABEL,
                    label_smoothing=smoothing,
                )
            optimiser.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(network.parameters(), NORM_MAX)
            optimiser.step()
            schedule.step()
            lost += loss.item()
        mean = lost * epochs / steps
        print(f"epoch {epoch + 1}: {mean:.3f}", file=sys.stderr, flush=True)


def exported(network: Network) -> dict[str, NDArray[np.generic]]:
    """As ``Tagger`` takes it: the embedding in 8 bits a number, all else in 16."""
    state = {name: value.detach().numpy() for name, value in network.state_dict().items()}
    embedding = state.pop("embedding.weight")
    scale = np.abs(embedding).max(axis=0) / 127
    found: dict[str, NDArray[np.generic]] = {
        name.removeprefix("gru.").replace("out.0.", "out."): value.astype(np.float16)
        for name, value in state.items()
    }
    found["embedding"] = np.round(embedding / scale).astype(np.int8)
    found["scale"] = scale.astype(np.float32)
    return found


def _batches(examples: Examples, batch: int, rng: random.Random) -> Iterator[Examples]:
    """Of about equal length, in any order."""
    order = sorted(examples, key=lambda each: len(each[1]) + 30 * rng.random())
    starts = list(range(0, len(order), batch))
    rng.shuffle(starts)
    yield from (order[start : start + batch] for start in starts)


def _padded(batch: Examples) -> Batch:
    most = max(len(labels) for _, labels in batch)
    tasks = batch[0][1].shape[1]
    names = np.zeros((len(batch), most, FEATURES_MAX), np.int64)
    numbers = np.full((len(batch), most, tasks), NO_LABEL, np.int64)
    for row, (known, labels) in enumerate(batch):
        names[row, : len(labels)], numbers[row, : len(labels)] = known, labels
    lengths = torch.tensor([len(labels) for _, labels in batch])
    return torch.from_numpy(names), torch.from_numpy(numbers), lengths


def _dropped(names: torch.Tensor) -> torch.Tensor:
    keep = torch.rand(names.shape) >= DROPPED
    keep[:, :, 0] &= torch.rand(names.shape[:2]) >= DROPPED_FORMS
    return names * keep
