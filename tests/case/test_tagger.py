"""The tagger: what goes on has begun, and networks that disagree are less sure."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from evidence_qc.case.requests.tagger import LABELS, Network, Tagger, networks_of

WIDTH, STATE, BUCKETS = 4, 3, 50
WORDS = [["w=send", "k=w"], ["w=the", "k=w"], ["w=lid", "k=w"], ["w=.", "k=."]]


def weights(seed: int, layers: int = 2) -> dict[str, NDArray[np.generic]]:
    """Of a network that nobody trained."""
    rng = np.random.default_rng(seed)
    found: dict[str, NDArray[np.generic]] = {
        "embedding": rng.integers(-127, 128, (BUCKETS, WIDTH)).astype(np.int8),
        "scale": np.full(WIDTH, 0.02, np.float32),
        "out.weight": rng.normal(0, 2, (len(LABELS), 2 * STATE)).astype(np.float16),
        "out.bias": rng.normal(0, 1, len(LABELS)).astype(np.float16),
    }
    for layer in range(layers):
        for way in ("", "_reverse"):
            come = WIDTH if layer == 0 else 2 * STATE
            shapes = {"weight_ih": (3 * STATE, come), "weight_hh": (3 * STATE, STATE)}
            shapes |= {"bias_ih": (3 * STATE,), "bias_hh": (3 * STATE,)}
            for name, shape in shapes.items():
                found[f"{name}_l{layer}{way}"] = rng.normal(0, 1, shape).astype(np.float16)
    return found


@pytest.mark.parametrize("seed", range(20))
def test_nothing_goes_on_that_has_not_begun(seed: int) -> None:
    tags = [each.tag for each in Tagger([Network(weights(seed))]).tag(WORDS)]
    for before, tag in zip(["O", *tags], tags, strict=False):
        assert tag[0] != "I" or before[1:] == tag[1:]


@pytest.mark.parametrize("seed", range(5))
def test_each_word_is_something(seed: int) -> None:
    """Its likelihoods sum to 1, whatever the number of layers."""
    for layers in (1, 2, 3):
        likely = Network(weights(seed, layers)).likelihoods(WORDS)
        assert likely.shape == (len(WORDS), len(LABELS))
        assert likely.sum(axis=1) == pytest.approx(1, abs=1e-5)


def test_two_networks_meet_in_the_middle() -> None:
    one, other = Network(weights(1)), Network(weights(2))
    both = [each.likelihood for each in Tagger([one, other]).tag(WORDS)]
    apart = [[each.likelihood for each in Tagger([network]).tag(WORDS)] for network in (one, other)]
    assert both == pytest.approx(np.mean(apart, axis=0), abs=1e-5)
    assert Tagger([one, one]).tag(WORDS) == Tagger([one]).tag(WORDS)


def test_a_file_holds_its_networks_by_number() -> None:
    """Each as if it were alone; in the order of their numbers."""
    held = {f"{n}.{name}": value for n in (0, 1) for name, value in weights(n).items()}
    for number, network in enumerate(networks_of(held)):
        alone = Network(weights(number)).likelihoods(WORDS)
        assert np.array_equal(network.likelihoods(WORDS), alone)


def test_no_word_no_tag() -> None:
    assert Tagger([Network(weights(1))]).tag([]) == []
