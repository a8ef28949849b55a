"""Photos of other disputes are found again: all that a comparison of all pairs finds, no others."""

from __future__ import annotations

import itertools
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidence_qc.errors import CannotWriteError
from evidence_qc.runtime.seen_photos import DISTANCE_BITS_MAX, Match, SeenPhoto, SeenPhotos


def flipped(bits: int, count: int, rng: random.Random) -> int:
    for position in rng.sample(range(64), count):
        bits ^= 1 << position
    return bits


def strewn(count: int, rng: random.Random) -> list[tuple[str, SeenPhoto]]:
    """Photos of disputes in order; some are copies of earlier ones, some nearly."""
    found: list[tuple[str, SeenPhoto]] = []
    for number in range(count):
        bits, digest = rng.getrandbits(64), f"{number:064x}"
        if found and rng.random() < 0.4:
            old = rng.choice(found)[1]
            bits = flipped(old.fingerprint or 0, rng.randrange(8), rng)
            digest = old.sha256 if rng.random() < 0.3 else digest
        print_ = bits if rng.random() < 0.95 else None
        found.append((f"d{number // 3}", SeenPhoto(f"{number}.jpg", digest, print_)))
    return found


def by_brute_force(photos: list[tuple[str, SeenPhoto]]) -> set[tuple[str, str]]:
    pairs = set()
    for (one, first), (two, second) in itertools.combinations(photos, 2):
        prints = first.fingerprint, second.fingerprint
        is_near = None not in prints and (prints[0] ^ prints[1]).bit_count() <= DISTANCE_BITS_MAX
        if one != two and (first.sha256 == second.sha256 or is_near):
            pairs.add((first.path, second.path))
    return pairs


@pytest.mark.parametrize("seed", range(3))
def test_the_same_pairs_as_brute_force(seed: int) -> None:
    """Of every kind: same bytes, a few bits, a band's edge, none."""
    photos = strewn(600, random.Random(seed))
    pairs = set()
    with SeenPhotos() as seen:
        for dispute, group in itertools.groupby(photos, key=lambda each: each[0]):
            members = [photo for _, photo in group]
            for photo in members:
                pairs |= {(match.path, photo.path) for match in seen.matches(dispute, photo)}
            seen.add(dispute, members)

    assert pairs == by_brute_force(photos)
    assert len(pairs) > 50


@given(st.integers(0, 2**64 - 1), st.sets(st.integers(0, 63), max_size=6))
def test_any_few_bits_are_found_and_no_more(bits: int, changed: set[int]) -> None:
    """Wherever they stand, also all ones and all zeros."""
    other = bits
    for position in changed:
        other ^= 1 << position
    with SeenPhotos() as seen:
        seen.add("a", [SeenPhoto("1.jpg", "x", bits)])
        found = seen.matches("b", SeenPhoto("2.jpg", "y", other))

    near = len(changed) <= DISTANCE_BITS_MAX
    assert found == ([Match("a", "1.jpg", len(changed))] if near else [])


def test_few_bits_at_the_edges_of_bands_are_found() -> None:
    """Fingerprints are looked up by four parts; the bits that differ may stand in any of them."""
    edges = [bit for band in range(0, 64, 16) for bit in (band, band + 15)]
    apart = [set(c) for n in range(DISTANCE_BITS_MAX + 1) for c in itertools.combinations(edges, n)]
    with SeenPhotos() as seen:
        seen.add("a", [SeenPhoto("1.jpg", "x", 0)])
        for changed in apart:
            bits = sum(1 << bit for bit in changed)

            assert seen.matches("b", SeenPhoto("2.jpg", "y", bits)) == [
                Match("a", "1.jpg", len(changed))
            ]


def test_the_same_file_comes_first_and_once() -> None:
    """Its bytes say more than its look; one's own dispute is no other."""
    with SeenPhotos() as seen:
        seen.add("a", [SeenPhoto("near.jpg", "x", 7), SeenPhoto("own.jpg", "z", 7)])
        seen.add("b", [SeenPhoto("same.jpg", "y", 7)])
        found = seen.matches("c", SeenPhoto("1.jpg", "y", 7))

        assert [match.path for match in found] == ["same.jpg", "near.jpg", "own.jpg"]
        assert [match.distance_bits for match in found] == [None, 0, 0]
        assert [m.path for m in seen.matches("a", SeenPhoto("1.jpg", "x", 7))] == ["same.jpg"]


def test_names_that_are_no_unicode_come_back() -> None:
    """As they were given (PEP 383)."""
    with SeenPhotos() as seen:
        seen.add("a\udcff", [SeenPhoto("b\udc80.jpg", "x")])

        (found,) = seen.matches("c", SeenPhoto("1.jpg", "x"))
    assert (found.dispute, found.path) == ("a\udcff", "b\udc80.jpg")


def test_a_full_disk_is_said() -> None:
    """As the disk's fault, in a sentence; not as a bug."""
    with SeenPhotos() as seen, pytest.raises(CannotWriteError, match="full"):
        seen._store.execute("PRAGMA max_page_count = 12")
        for number in range(9999):
            seen.add("a", [SeenPhoto(f"{number}.jpg", f"{number:064x}", number * 7919)])
