"""Which words of a request name what is to be shown: two small recurrent networks.

Sums of embeddings of what is known of each word, two bidirectional layers of gated recurrent units
(Cho et al. 2014), the mean of what both hold likely, and the likeliest sequence of tags. Trained on
requests in eight languages by ``scripts/training/train_requests.py``; MODEL_CARD.md beside this
file says on what and how well.
"""

from __future__ import annotations

import io
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources

import numpy as np
from numpy.typing import NDArray

LABELS = ("O", "Bp", "Ip", "Bv", "Iv", "Ba", "Ia", "BD", "ID", "BR", "IR")
"""``O`` is outside; ``B`` begins a stretch and ``I`` goes on: see ``Tagged.tag``."""
MEDIA: Mapping[str, str] = {"p": "photo", "v": "video", "a": ""}
"""What is to be shown, by the second letter of its tag."""
FEATURES_MAX = 40
"""Of one word."""
_LOWEST = -1e9
_DIRECTIONS = ("", "_reverse")

Array = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Tagged:
    """What one word is."""

    tag: str
    """``O``; else ``B`` where a stretch begins or ``I`` where it goes on, and of what: ``p``, ``v``
    or ``a`` for what is to be shown in a photo, a video, or any way; ``D`` for what is said of
    one of those; ``R`` for a rule for all of them."""
    likelihood: float
    """That it belongs to something that is to be shown, 0–1."""


class Network:
    """One of those that were trained."""

    def __init__(self, weights: Mapping[str, NDArray[np.generic]]) -> None:
        """Takes what ``networks_of`` finds, by the names that PyTorch gives.

        ``embedding`` is (buckets, width) int8 and ``scale`` (width,); the others are float16.
        """
        scale = weights["scale"].astype(np.float32)
        self._embedding: Array = weights["embedding"].astype(np.float32) * scale
        self._weights = {
            name: value.astype(np.float32)
            for name, value in weights.items()
            if name not in {"embedding", "scale"}
        }
        self._layers = sum(name.startswith("weight_hh") for name in weights) // len(_DIRECTIONS)

    def likelihoods(self, features: Sequence[Sequence[str]]) -> Array:
        """(words, labels) float32; each row sums to 1."""
        buckets = len(self._embedding)
        known = [[bucket(name, buckets) for name in each[:FEATURES_MAX]] for each in features]
        sums = np.stack([self._embedding[each].sum(axis=0) for each in known])
        states: Array = np.tanh(sums)
        for layer in range(self._layers):
            both = [self._passed(states, f"l{layer}{way}", bool(way)) for way in _DIRECTIONS]
            states = np.concatenate(both, axis=1)
        scores = states @ self._weights["out.weight"].T + self._weights["out.bias"]
        scores = np.exp(scores - scores.max(axis=1, keepdims=True))
        found: Array = scores / scores.sum(axis=1, keepdims=True)
        return found

    def _passed(self, states: Array, name: str, is_backward: bool) -> Array:
        """The states that a layer of gated recurrent units goes through in one direction."""
        come = states @ self._weights[f"weight_ih_{name}"].T + self._weights[f"bias_ih_{name}"]
        kept, bias = self._weights[f"weight_hh_{name}"], self._weights[f"bias_hh_{name}"]
        width = kept.shape[1]
        state = np.zeros(width, np.float32)
        found = np.empty((len(states), width), np.float32)
        order = range(len(states))
        for at in reversed(order) if is_backward else order:
            own = kept @ state + bias
            gates = 1 / (1 + np.exp(-(come[at, : 2 * width] + own[: 2 * width])))
            new = np.tanh(come[at, 2 * width :] + gates[:width] * own[2 * width :])
            state = new + gates[width:] * (state - new)
            found[at] = state
        return found


class Tagger:
    """All networks together: where they disagree, none is sure."""

    def __init__(self, networks: Sequence[Network]) -> None:
        self._networks = networks

    def tag(self, features: Sequence[Sequence[str]]) -> list[Tagged]:
        """Of each word, by what is known of it, its tag in the likeliest sequence."""
        if not features:
            return []
        likely = np.mean([each.likelihoods(features) for each in self._networks], axis=0)
        of_media = likely[:, [label[1:] in MEDIA for label in LABELS]].sum(axis=1)
        tags = _best_sequence(np.log(likely + 1e-9))
        return [Tagged(tag, float(p)) for tag, p in zip(tags, of_media, strict=True)]


def networks_of(weights: Mapping[str, NDArray[np.generic]]) -> list[Network]:
    """The networks of a file, whose weights are named ``0.embedding``, ``1.embedding``, and on."""
    own: dict[str, dict[str, NDArray[np.generic]]] = {}
    for name, value in weights.items():
        number, _, rest = name.partition(".")
        own.setdefault(number, {})[rest] = value
    return [Network(each) for _, each in sorted(own.items())]


def bucket(name: str, buckets: int) -> int:
    """Which row of the embedding a feature has; the first is for none."""
    return zlib.crc32(name.encode("utf-8", "surrogatepass")) % (buckets - 1) + 1


def _best_sequence(scores: NDArray[np.floating]) -> list[str]:
    """The labels of the highest sum in which nothing goes on that has not begun (Viterbi)."""
    banned = np.array(
        [
            [_LOWEST if two[0] == "I" and one[1:] != two[1:] else 0.0 for two in LABELS]
            for one in LABELS
        ]
    )
    sofar = scores[0] + [_LOWEST if label[0] == "I" else 0.0 for label in LABELS]
    back = []
    for score in scores[1:]:
        sums = sofar[:, None] + banned
        back.append(sums.argmax(axis=0))
        sofar = sums.max(axis=0) + score
    at = int(sofar.argmax())
    found = [at]
    for come in reversed(back):
        at = int(come[at])
        found.append(at)
    return [LABELS[at] for at in reversed(found)]


@lru_cache(maxsize=1)
def tagger() -> Tagger:
    """The one that is shipped."""
    file = resources.files(__package__ or "").joinpath("tagger.npz")
    with np.load(io.BytesIO(file.read_bytes())) as weights:
        return Tagger(networks_of(dict(weights)))
