"""What photos look like, remembered by digest for whoever asks again and again."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterable
from threading import Lock
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from evidence_qc.measures.content.likeness import Appearance

PHOTOS_MAX = 600
"""About 75 kB each: more than a case holds, in 45 MB."""
PAIRS_MAX = 50_000
MOMENTS_MAX = 2_000


class Appearances:
    """Appearances of photos, and what was found by comparing them; safe from several threads.

    All are functions of the content alone, so that what is remembered changes no answer.
    """

    def __init__(self) -> None:
        self._lock = Lock()
        self._photos: OrderedDict[str, Appearance] = OrderedDict()
        self._pairs: OrderedDict[tuple[str, str], int] = OrderedDict()
        self._moments: OrderedDict[tuple[str, ...], float | None] = OrderedDict()

    def get(self, sha256: str) -> Appearance | None:
        """The appearance of the photo with this digest, or None."""
        with self._lock:
            found = self._photos.get(sha256)
            if found is not None:
                self._photos.move_to_end(sha256)
            return found

    def put(self, sha256: str, appearance: Appearance) -> None:
        """Remember one; the one that was longest not asked for goes."""
        with self._lock:
            self._photos[sha256] = appearance
            while len(self._photos) > PHOTOS_MAX:
                self._photos.popitem(last=False)

    def places(self, one: str, other: str, count: Callable[[], int]) -> int:
        """Matching places of two photos by their digests; ``count`` looks where it is new."""
        with self._lock:
            known = self._pairs.get((one, other))
        if known is not None:
            return known
        found = count()
        with self._lock:
            self._pairs[one, other] = found
            while len(self._pairs) > PAIRS_MAX:
                self._pairs.popitem(last=False)
        return found

    def moment(self, digests: tuple[str, ...], find: Callable[[], float | None]) -> float | None:
        """When a clip, the first digest, shows what photos show; ``find`` looks where it is new."""
        with self._lock:
            if digests in self._moments:
                return self._moments[digests]
        found = find()
        with self._lock:
            self._moments[digests] = found
            while len(self._moments) > MOMENTS_MAX:
                self._moments.popitem(last=False)
        return found

    def drop(self, digests: Iterable[str]) -> None:
        """Forget these photos."""
        gone = set(digests)
        with self._lock:
            for sha256 in gone:
                self._photos.pop(sha256, None)
            for pair in [pair for pair in self._pairs if not gone.isdisjoint(pair)]:
                del self._pairs[pair]
            for known in [each for each in self._moments if not gone.isdisjoint(each)]:
                del self._moments[known]
