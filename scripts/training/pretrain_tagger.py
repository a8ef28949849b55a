#!/usr/bin/env python3
"""Teaches the tagger of requests grammar before it sees any: ``pretrain_tagger.py DIR OUT``.

DIR holds clones of the treebanks in ``TREEBANKS`` (github.com/UniversalDependencies, CC BY-SA).
Of each word of theirs the networks learn its part of speech, its relation, and on which side of
it, near or far, the word stands that it depends on. OUT gets a file of weights for each network,
without the layers for these tasks; ``train_requests.py --start OUT`` goes on from there.

Needs PyTorch; takes about twenty minutes on one core.
"""

from __future__ import annotations

import argparse
import random
import re
import sys
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(Path(__file__).parent)]

from tagger_network import NO_LABEL, SIZES, Example, Network, hashed, train  # noqa: E402

from evidence_qc.case.requests.features import features  # noqa: E402
from evidence_qc.case.requests.letters import clean  # noqa: E402
from evidence_qc.case.requests.read import request_words  # noqa: E402
from evidence_qc.case.requests.tokens import Token, tokens  # noqa: E402

TREEBANKS = {
    "en": (("English-EWT", 170_000),),
    "ru": (("Russian-GSD", 60_000), ("Russian-PUD", 30_000), ("Russian-Taiga", 60_000)),
    "es": (("Spanish-GSD", 60_000), ("Spanish-PUD", 30_000)),
    "pt": (
        ("Portuguese-GSD", 70_000), ("Portuguese-Bosque", 50_000), ("Portuguese-PUD", 30_000),
    ),
    "fr": (("French-GSD", 60_000), ("French-PUD", 30_000)),
    "de": (("German-GSD", 60_000), ("German-PUD", 30_000)),
    "zh": (("Chinese-GSDSimp", 60_000), ("Chinese-PUD", 30_000), ("Chinese-HK", 30_000)),
    "ar": (("Arabic-PUD", 60_000),),
}  # fmt: skip
"""Of each language the names and the most words that are taken of one: of its dev and test parts,
and of single documents where those are there (their train parts were out of reach)."""
PARTS = re.compile(r"(dev|test)\.conllu$|not-to-release/(sources|documents)/.*\.conllu$")
TEXT = re.compile(r"^# text = (.+)$", re.MULTILINE)
LANGUAGE_WORDS_MAX = 120_000
TEXT_WORDS_MAX = 250
SENTENCES = (1, 1, 2, 3)
"""So many are one text, as those of a request are."""
GAP_CHARS_MAX = 30
"""A word that does not follow within so many is not where it should be."""
SPEECH = (
    "ADJ", "ADP", "ADV", "AUX", "CCONJ", "DET", "INTJ", "NOUN", "NUM", "PART", "PRON", "PROPN",
    "PUNCT", "SCONJ", "SYM", "VERB", "X",
)  # fmt: skip
CONTENT = frozenset({"NOUN", "VERB", "PROPN", "ADJ"})
RELATIONS = (
    "acl", "advcl", "advmod", "amod", "appos", "aux", "case", "cc", "ccomp", "clf", "compound",
    "conj", "cop", "csubj", "dep", "det", "discourse", "dislocated", "expl", "fixed", "flat",
    "goeswith", "iobj", "list", "mark", "nmod", "nsubj", "nummod", "obj", "obl", "orphan",
    "parataxis", "punct", "reparandum", "root", "vocative", "xcomp",
)  # fmt: skip
SIDES = 5
"""None, just before, before, just behind, behind."""
EPOCHS, BATCH, RATE = 4, 32, 3e-3

Row = Sequence[str]
"""Fields of a word in CoNLL-U."""
Parsed = tuple[str, list[Row]]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("dir", type=Path)
    parser.add_argument("out", type=Path)
    given = parser.parse_args()
    examples = [each for parts in TREEBANKS.values() for each in _language(given.dir, parts)]
    given.out.mkdir(parents=True, exist_ok=True)
    for size in SIZES:
        torch.manual_seed(size.seed)
        network = Network(size, (len(SPEECH), len(RELATIONS), SIDES))
        train(
            network,
            hashed(examples, size),
            epochs=EPOCHS,
            batch=BATCH,
            rate=RATE,
            seed=size.seed,
        )
        state = network.state_dict()
        kept = {name: value for name, value in state.items() if not name.startswith("out.")}
        torch.save(kept, given.out / f"{size.name}.pt")


def _language(folder: Path, treebanks: Sequence[tuple[str, int]]) -> list[Example]:
    rng = random.Random(1)
    found: list[Example] = []
    for name, most in treebanks:
        words = 0
        for text, rows in _texts(folder / f"UD_{name}", rng):
            example = _example(text, rows)
            if 0 < len(example.names) <= TEXT_WORDS_MAX:
                found.append(example)
                words += len(example.names)
            if words > most:
                break
        print(f"{name}: {words} words", file=sys.stderr, flush=True)
    rng.shuffle(found)
    ends = np.cumsum([len(each.names) for each in found])
    return found[: int(np.searchsorted(ends, LANGUAGE_WORDS_MAX)) + 1]


def _texts(folder: Path, rng: random.Random) -> Iterator[Parsed]:
    """One to three sentences, and the rows of all their words."""
    group: list[Parsed] = []
    want = 1
    for path in sorted(folder.rglob("*.conllu")):
        if PARTS.search(path.as_posix()):
            for sentence in _sentences(path.read_text(encoding="utf-8")):
                group.append(sentence)
                if len(group) == want:
                    yield (
                        " ".join(text for text, _ in group),
                        [r for _, rows in group for r in rows],
                    )
                    group, want = [], rng.choice(SENTENCES)


def _sentences(data: str) -> Iterator[Parsed]:
    """Text and words; of what is written as one word ("du") the one that carries its sense."""
    for block in data.split("\n\n"):
        text = TEXT.search(block)
        lines = [line.split("\t") for line in block.splitlines() if line[:1].isdigit()]
        numbered = {line[0]: line for line in lines}
        rows: list[Row] = []
        skipped = 0
        for line in lines:
            if "-" in line[0]:
                first, last = map(int, line[0].split("-"))
                parts = [numbered[str(k)] for k in range(first, last + 1) if str(k) in numbered]
                if parts:
                    one = next((part for part in parts if part[3] in CONTENT), parts[0])
                    rows.append([one[0], line[1], *one[2:]])
                skipped = last
            elif "." not in line[0] and int(line[0]) > skipped:
                rows.append(line)
        if text and rows:
            yield text[1], rows


def _example(text: str, rows: Sequence[Row]) -> Example:
    text = clean(text)
    parts = tokens(text)
    labels = np.full((len(parts), 3), NO_LABEL, np.int64)
    starts = [part.start for part in parts]
    at = 0
    for row in rows:
        form = clean(row[1])
        found = text.find(form, at, at + GAP_CHARS_MAX + len(form)) if form else -1
        if found >= 0:
            at = found + len(form)
            _label(labels, parts, bisect_left(starts, found), at, row)
    return Example(features(text, parts, request_words()), labels)


def _label(
    labels: NDArray[np.int64], parts: Sequence[Token], first: int, end: int, row: Row
) -> None:
    """All tokens of a word are of its part of speech; its relation is that of the first."""
    for k in range(first, len(parts)):
        if parts[k].start >= end:
            break
        if row[3] in SPEECH:
            labels[k, 0] = SPEECH.index(row[3])
        relation = row[7].split(":")[0]
        if k == first and relation in RELATIONS and row[6].isdigit():
            labels[k, 1] = RELATIONS.index(relation)
            labels[k, 2] = _side(int(row[6]), int(row[6]) - int(row[0]))


def _side(head: int, steps: int) -> int:
    if head == 0:
        return 0
    if steps < 0:
        return 1 if steps == -1 else 2
    return 3 if steps == 1 else 4


if __name__ == "__main__":
    main()
