"""The lines in which ffmpeg says when a frame is shown, however its threads mix them."""

from __future__ import annotations

from evidence_qc.media.video.frame_times import FrameTimes


def heard(*lines: str) -> list[tuple[float, bool]]:
    """What is known after these lines; ``@`` stands for the mark that only the filter writes."""
    times = FrameTimes()
    mark = f"[{times.filter.partition('=')[0]} @ 0x5600] "
    for line in ("@config in time_base: 1/10, frame_rate: 10/1", *lines):
        times.hear(line.replace("@", mark, 1))
    found = []
    while (shown := times.take(timeout_s=0.0)) is not None:
        found.append(shown)
    return found


def shown(number: int, pts: int, *, key: int = 0) -> str:
    return f"n:{number:4d} pts:{pts:7d} pts_time:0.1 duration: 1 fmt:gray iskey:{key} type:I"


def test_each_frame_has_its_time() -> None:
    """In the unit that the filter says, and whether it is a keyframe."""
    lines = [f"@{shown(0, 0, key=1)}", f"@{shown(1, 5)}"]

    assert heard(*lines) == [(0.0, True), (0.5, False)]


def test_a_line_behind_another_thread_s_counts() -> None:
    """There ffmpeg leaves out the mark; no frame is lost, in the middle or at the end."""
    torn = f"  Stream #0:0: Video: rawvideo{shown(1, 1)}"

    assert heard(f"@{shown(0, 0)}", torn, f"@{shown(2, 2)}") == [
        (0.0, False), (0.1, False), (0.2, False),
    ]  # fmt: skip
    assert heard(f"@{shown(0, 0)}", torn) == [(0.0, False), (0.1, False)]


def test_a_title_that_looks_like_a_frame_moves_none() -> None:
    """Of frames that have a line of their own nothing else is believed."""
    titles = [f"    title : {shown(number, 90 + number, key=1)}" for number in range(3)]
    lines = [f"@{shown(number, number)}" for number in range(3)]

    assert heard(*titles, *lines) == heard(*lines)
