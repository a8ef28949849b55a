"""Fingerprints: the same picture under other clothes is near, flat pictures match nothing."""

from __future__ import annotations

from array import array

import cv2
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidence_qc.measures.fingerprint import closest_each, dhash4, distance, near_groups


def scene(seed: int) -> np.ndarray:
    rng = np.random.default_rng(seed)
    small = rng.uniform(20, 230, (6, 8)).astype(np.float32)
    picture = cv2.resize(small, (640, 480), interpolation=cv2.INTER_CUBIC)
    return np.clip(picture + rng.normal(0, 4, picture.shape), 0, 255).astype(np.uint8)


def test_the_same_picture_smaller_and_recompressed_is_near() -> None:
    """Resizing and JPEG change a few bits at most."""
    one = scene(1)
    _, data = cv2.imencode(".jpg", cv2.resize(one, (200, 150)), [cv2.IMWRITE_JPEG_QUALITY, 40])
    other = cv2.imdecode(data, cv2.IMREAD_GRAYSCALE)
    first, second = dhash4(one), dhash4(other)

    assert first is not None
    assert second is not None
    assert distance(first, second) <= 4


@pytest.mark.parametrize("turns", [1, 2, 3])
def test_a_turned_copy_is_found(turns: int) -> None:
    """Any of the four rotations groups with the original."""
    one = scene(2)

    assert near_groups([dhash4(one), dhash4(np.rot90(one, turns).copy())], 10) == [(0, 1)]


def test_different_scenes_stay_apart() -> None:
    """Fifty unrelated pictures form no group."""
    assert near_groups([dhash4(scene(seed)) for seed in range(50)], 10) == []


@pytest.mark.parametrize("value", [0, 128, 255])
def test_flat_pictures_match_nothing(value: int) -> None:
    """A blank wall has no fingerprint, with or without noise."""
    rng = np.random.default_rng(0)
    flat = np.full((300, 400), value, np.uint8)
    noisy = np.clip(flat + rng.normal(0, 6, flat.shape), 0, 255).astype(np.uint8)

    assert dhash4(flat) is None
    assert dhash4(noisy) is None
    assert near_groups([None, None, dhash4(flat)], 64) == []


def test_groups_do_not_chain() -> None:
    """Each member is near the first of its group, so a slow pan does not become one picture."""
    prints = [((1 << n) - 1, 0, 0, 0) for n in range(0, 60, 8)]
    spread = [(p[0], *(0xAAAAAAAAAAAAAAAA,) * 3) for p in prints]

    assert near_groups(spread, 8) == [(0, 1), (2, 3), (4, 5), (6, 7)]


@given(st.lists(st.integers(0, 2**64 - 1), max_size=12), st.integers(0, 20))
def test_groups_are_made_of_near_pictures_and_each_once(hashes: list[int], most: int) -> None:
    """No picture is in two groups, and every group has two or more in order."""
    groups = near_groups([(value,) * 4 for value in hashes], most)
    members = [index for group in groups for index in group]

    assert len(members) == len(set(members))
    for group in groups:
        assert len(group) >= 2
        assert list(group) == sorted(group)
        assert all((hashes[group[0]] ^ hashes[other]).bit_count() <= most for other in group)


def test_ten_thousand_are_compared_in_flat_memory() -> None:
    """Chunks: two alike among many are found."""
    rng = np.random.default_rng(5)
    prints = [tuple(int(v) for v in row) for row in rng.integers(0, 2**63, (3000, 4))]
    prints[2900] = prints[17]

    assert (17, 2900) in near_groups(prints, 4)


WORDS = st.integers(0, 2**64 - 1)


@given(st.lists(WORDS, max_size=12), st.lists(st.tuples(WORDS, WORDS, WORDS, WORDS), max_size=5))
def test_the_closest_of_all_is_found(ones: list[int], others: list[tuple[int, ...]]) -> None:
    """The same as comparing one by one."""
    one_by_one = [
        min(((one ^ word).bit_count() for other in others for word in other), default=64)
        for one in ones
    ]

    assert list(closest_each(ones, others)) == one_by_one
    assert list(closest_each(array("Q", ones), others)) == one_by_one
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("evidence_qc.measures.fingerprint._FEW", 0)
        assert list(closest_each(ones, others)) == one_by_one
        assert list(closest_each(array("Q", ones), others)) == one_by_one


@given(st.data(), st.integers(0, 12))
def test_few_and_many_are_grouped_alike(data: st.DataObject, most: int) -> None:
    """Comparing one by one, as few are, finds what comparing all at once does."""
    word = st.integers(0, 40).map(lambda n: 0x0123_4567_89AB_CDEF ^ ((1 << n) - 1))
    prints = data.draw(st.lists(st.none() | st.tuples(word, word, word, word), max_size=12))
    few = near_groups(prints, most)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("evidence_qc.measures.fingerprint._FEW", 0)

        assert near_groups(prints, most) == few


def test_however_many_pictures_there_are(monkeypatch: pytest.MonkeyPatch) -> None:
    """Looking at a few pairs at a time changes nothing."""
    prints = [dhash4(scene(seed % 7)) for seed in range(30)]
    words = [print_[0] for print_ in prints if print_]
    whole = near_groups(prints, 10), closest_each(words, prints[:9])
    monkeypatch.setattr("evidence_qc.measures.fingerprint._FEW", 0)
    monkeypatch.setattr("evidence_qc.measures.fingerprint._PAIRS_AT_ONCE", 50)

    assert (near_groups(prints, 10), closest_each(words, prints[:9])) == whole


@pytest.mark.parametrize("few", [0, 1000])
@pytest.mark.parametrize(
    ("turn", "bits", "most", "alike"),
    [
        (0, 10, 10, True), (0, 11, 10, False), (1, 6, 10, True), (1, 7, 10, False),
        (2, 6, 10, True), (2, 7, 10, False), (3, 6, 10, True), (3, 7, 10, False),
        (1, 4, 4, True), (1, 5, 4, False), (0, 0, 0, True), (3, 0, 0, True), (3, 1, 0, False),
    ],
)  # fmt: skip
def test_a_turned_copy_has_a_border_of_its_own(
    turn: int, bits: int, most: int, alike: bool, few: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """To the bit: within the limit as it is, turned within six bits of it as well."""
    first = [0x0F0F_3C3C_AAAA_1234, *(0x1111_2222_4444_8888 << n for n in range(1, 4))]
    other = [0xFFFF_0000_5A5A_9999 ^ (n * 0x0123_4567_89AB_CDEF) for n in range(4)]
    other[turn] = first[0] ^ ((1 << bits) - 1)
    first = [each & (1 << 64) - 1 for each in first]
    other = [each & (1 << 64) - 1 for each in other]
    monkeypatch.setattr("evidence_qc.measures.fingerprint._FEW", few)

    assert near_groups([first, other], most) == ([(0, 1)] if alike else [])
