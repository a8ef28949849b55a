"""Looking at frames of one video: statistics of each, a measurement of some."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from itertools import pairwise

from evidence_qc.examine.video_choice import FrameCandidate
from evidence_qc.measures.movement import FrameStatistics, frame_statistics
from evidence_qc.measures.planes import Luma, Planes
from evidence_qc.measures.stillness import frozen_spans, joined_passages
from evidence_qc.media.video.ffmpeg import Timeouts
from evidence_qc.media.video.frames import Choice, FrameReader, Keyframes, Steps, VideoFrame
from evidence_qc.media.video.probe import VideoProbe
from evidence_qc.model import FrameSample, PictureMeasurements, Span

LONG_SIDE_PX = 960
"""Frames are measured at this size: a whole fraction of 1080p and 4K, close to that of photos."""

DENSE_GAP_S = 1.3
SPARSEST_GAP_S = 2.6
"""Keyframes are enough where the middle gap and the largest gap stay below these: a boundary is
then known within half a gap before anyone looks closer. Phones write one a second."""

SHORTEST_S = 0.3
"""Shorter frozen or black passages are a flash, not a passage."""
MOST_SAMPLES = 240
MOST_STATISTICS = 600
SHORT_S = 15.0
"""A shorter clip is decoded whole: that is quick, and its best moment may last a frame."""
FINER = 1.15
"""A frame with this much more detail than the sample of its step is measured as well."""
QUEUE = 6
"""Frames that wait to be measured: bounds memory (0.5 MB each)."""


@dataclass(slots=True)
class FrameSurvey:
    """What was seen so far, in order of time."""

    frame_statistics: list[FrameStatistics] = field(default_factory=list)
    candidates: list[FrameCandidate] = field(default_factory=list)
    errors: int = 0
    timed_out: bool = False

    def add(self, other: FrameSurvey) -> None:
        """Take in what another look saw; of two at the same time the first one stays."""
        seen = {statistics.time_s for statistics in self.frame_statistics}
        self.frame_statistics += [
            statistics for statistics in other.frame_statistics if statistics.time_s not in seen
        ]
        self.frame_statistics.sort(key=lambda statistics: statistics.time_s)
        measured = {c.sample.time_s for c in self.candidates}
        self.candidates += [c for c in other.candidates if c.sample.time_s not in measured]
        self.candidates.sort(key=lambda c: c.sample.time_s)
        self.errors += other.errors
        self.timed_out |= other.timed_out


@dataclass(frozen=True, slots=True)
class FrameSampler:
    """One video and how its frames are measured."""

    path: str
    probe: VideoProbe
    measure: Callable[[Planes], PictureMeasurements]
    predicted_mos: Callable[[PictureMeasurements], float]
    threads: int = 0
    timeouts: Timeouts | None = None

    def frames(self, choice: Choice, threads: int | None = None) -> FrameReader:
        """Frames at the measuring size."""
        return FrameReader(
            self.path,
            self.probe,
            choice,
            long_side_px=LONG_SIDE_PX,
            threads=self.threads if threads is None else threads,
            timeouts=self.timeouts,
        )

    def is_quiet(self, after_s: float, until_s: float) -> bool:
        """True when the stream holds nothing new between two times."""
        return self.probe.packets.are_quiet(after_s, until_s, self._pixels)

    def frozen(
        self, frame_statistics: Sequence[FrameStatistics], stalls_s: Sequence[Span]
    ) -> tuple[Span, ...]:
        """Passages in which the same picture stands, from its first frame to the next one."""
        packets, pixels = self.probe.packets, self._pixels
        found = frozen_spans(frame_statistics, stalls_s, SHORTEST_S, self.is_quiet)
        return joined_passages([packets.quiet_around(*span, pixels) for span in found])

    @property
    def _pixels(self) -> int:
        return self.probe.width_px * self.probe.height_px

    def judge(self, luma: Luma, seen: FrameStatistics) -> FrameCandidate:
        """Measure one frame, uint8 luma at the measuring size."""
        picture = self.measure(
            Planes(
                working=luma,
                fine=luma,
                fine_scale=max(luma.shape) / max(self.probe.width_px, self.probe.height_px),
                width_px=self.probe.width_px,
                height_px=self.probe.height_px,
            )
        )
        score = round(self.predicted_mos(picture), 1)
        return FrameCandidate(FrameSample(round(seen.time_s, 3), score, picture), seen.tiny)


class MisorderedError(Exception):
    """The decoder's times do not fit the keyframes of the file."""


def survey_frames(sampler: FrameSampler, progress: Callable[[float], None]) -> FrameSurvey:
    """A first look at the whole clip: keyframes where they are dense, else steps of time."""
    probe = sampler.probe
    if _keyframes_are_enough(probe):
        bursts = Keyframes(burst=_burst(probe), burst_every=2)
        try:
            statistics = _survey(sampler, bursts, 0, _times_checked(probe), progress)
        except MisorderedError:
            statistics = FrameSurvey()
        if len(statistics.candidates) >= 0.5 * _expected(probe):
            return statistics
    return _survey(sampler, *_steps(probe), iter, progress)


def _keyframes_are_enough(probe: VideoProbe) -> bool:
    if probe.is_sequential:
        return False
    keys = (*probe.packets.key_times_s, probe.packets.end_s)
    gaps = sorted(b - a for a, b in pairwise(keys))
    enough = probe.packets.end_s > SHORT_S and keys[0] < SPARSEST_GAP_S
    return enough and gaps[len(gaps) // 2] <= DENSE_GAP_S and gaps[-1] <= SPARSEST_GAP_S


def _expected(probe: VideoProbe) -> float:
    return min(MOST_SAMPLES, len(probe.packets.key_times_s), probe.packets.end_s)


def _burst(probe: VideoProbe) -> int:
    """Packets after a keyframe that hold at least one later frame that is no B-frame."""
    return 2 if not probe.packets.is_reordered else 4


def _steps(probe: VideoProbe) -> tuple[Steps, int]:
    """Which frames to sample, and of how many one is measured: one every quarter to whole second.

    All are decoded in any case, so many are sampled: a moment of light or rest may last a frame.
    """
    step_s = max(min(1.0, max(0.25, probe.duration_s / 40)), probe.duration_s / MOST_SAMPLES)
    frames = len(probe.packets.times_s)
    every = max(1, -(-frames // MOST_STATISTICS))
    a_step = step_s * frames / max(0.001, probe.packets.end_s)
    return Steps(every), max(1, round(a_step / every))


def _times_checked(probe: VideoProbe) -> Callable[[Iterator[VideoFrame]], Iterator[VideoFrame]]:
    """Frames as they come, as long as keyframes carry the times that the file gives them."""
    keys = {round(time, 2) for time in probe.packets.key_times_s}

    def check(frames: Iterator[VideoFrame]) -> Iterator[VideoFrame]:
        last = -1.0
        for frame in frames:
            near = round(frame.time_s, 2)
            if frame.time_s <= last or (
                frame.is_key and not {near, round(near - 0.01, 2), round(near + 0.01, 2)} & keys
            ):
                raise MisorderedError
            last = frame.time_s
            yield frame

    return check


def _survey(
    sampler: FrameSampler,
    choice: Choice,
    bucket: int,
    checked: Callable[[Iterator[VideoFrame]], Iterator[VideoFrame]],
    progress: Callable[[float], None],
) -> FrameSurvey:
    """Take the statistics of every frame and measure some in a thread beside the decoder.

    Measured are keyframes (``bucket`` 0), or the first frame of every ``bucket`` frames and the
    one of most detail, where that clearly has more.
    """
    statistics = FrameSurvey()
    waiting: deque[Future[FrameCandidate]] = deque()
    duration = max(0.001, sampler.probe.duration_s)
    apart_s = duration / MOST_SAMPLES / 1.5
    first: FrameStatistics | None = None
    finest: tuple[FrameStatistics, Luma] | None = None

    def submit(seen: FrameStatistics, luma: Luma) -> None:
        waiting.append(worker.submit(sampler.judge, luma, seen))
        if len(waiting) > QUEUE:
            statistics.candidates.append(waiting.popleft().result())

    with ThreadPoolExecutor(1) as worker, sampler.frames(choice) as frames:
        try:
            for index, frame in enumerate(checked(iter(frames))):
                seen = frame_statistics(frame.time_s, frame.pixels)
                statistics.frame_statistics.append(seen)
                due = index % bucket == 0 if bucket else frame.is_key
                if due and (first is None or seen.time_s - first.time_s >= apart_s):
                    if finest and first and finest[0].detail > FINER * first.detail:
                        submit(*finest)
                    submit(seen, frame.pixels)
                    first, finest = seen, None
                    progress(min(1.0, frame.time_s / duration))
                elif bucket and (finest is None or seen.detail > finest[0].detail):
                    finest = (seen, frame.pixels)
            if finest and first and finest[0].detail > FINER * first.detail:
                submit(*finest)
            statistics.candidates += [future.result() for future in waiting]
        except BaseException:
            worker.shutdown(wait=False, cancel_futures=True)
            raise
        statistics.errors = frames.errors
        statistics.timed_out = frames.ended is not None and frames.ended.timed_out
    return statistics
