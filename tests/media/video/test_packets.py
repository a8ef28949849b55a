"""What framecrc says of packets: order, times, spans, to the tick."""

from __future__ import annotations

from fractions import Fraction

import pytest

from evidence_qc.media.video.packets import (
    _AHEAD_S,
    Packets,
    Timing,
    parse_listing,
    quiet_bytes,
    rate_varies,
)

HEAD = (
    "#software: Lavf\n#tb 0: 1/1000\n#media_type 0: video\n#codec_id 0: h264\n"
    "#dimensions 0: 320x240\n#sar 0: 1/1\n"
)


def listed(*stamps: int, duration: int = 40, size: int = 900, flags: str = "F=0x0") -> Packets:
    rows = "".join(f"0, {n}, {s}, {duration}, {size}, 0x1, {flags}\n" for n, s in enumerate(stamps))
    (stream,) = parse_listing(HEAD + rows)
    return stream.packets


@pytest.mark.parametrize(
    ("stamps", "is_reordered"),
    [((0, 40, 80), False), ((0, 40, 40, 80), False), ((0, 80, 40), True), ((0,), False)],
)
def test_only_a_step_back_is_another_order(stamps: tuple[int, ...], is_reordered: bool) -> None:
    """Two frames of one time are in order; what is stored out of order is shown in order."""
    packets = listed(*stamps)

    assert packets.is_reordered is is_reordered
    assert packets.times_s == tuple(sorted(s / 1000 for s in stamps))


@pytest.mark.parametrize("clock", ["-1/1000", "1/-1000", "0/1", "1/0", "x"])
def test_no_clock_runs_backwards(clock: str) -> None:
    """What names none lists frames without a time, and raises nothing."""
    rows = "".join(f"0, {n}, {40 * n}, 40, 900, 0x1, F=0x0\n" for n in range(4))
    for stream in parse_listing(HEAD.replace("1/1000", clock) + rows):
        assert list(stream.packets.times_s) == sorted(stream.packets.times_s)
        assert stream.packets.end_s >= 0


def test_the_end_is_that_of_the_last_frame_shown() -> None:
    """Its own duration, else the usual step; a frame alone without one ends where it begins."""
    assert listed(0, 40, 80).end_s == pytest.approx(0.12)
    assert listed(0, 40, 80, 160, duration=0).end_s == pytest.approx(0.2)
    assert listed(0, 80, 40).end_s == pytest.approx(0.12)
    assert listed(0, duration=0).end_s == 0.0
    assert listed(0, 33, 67, 100, duration=1).end_s == pytest.approx(0.133)  # "1,000 a second"
    assert listed(0, 40, 80, duration=20).end_s == pytest.approx(0.1)
    assert listed(0, 40, 80).tick_s == 0.001


def test_what_a_stretch_holds_begins_behind_its_start_and_has_its_end() -> None:
    """To a tenth of a millisecond, which is finer than any clock of frames."""
    packets = Packets(
        times_s=(0.0, 0.04, 0.08), sizes_bytes=(9, 500, 100), keys=(True, False, False), end_s=0.12
    )

    assert packets._inside(0.0, 0.08) == range(1, 3)
    assert packets._inside(0.0, 0.0798) == range(1, 2)
    assert packets._inside(0.03, 0.07) == range(1, 2)
    assert packets.largest_between(0.0, 0.08) == 0.04
    assert packets.largest_between(0.05, 0.07) == 0.07
    assert packets.key_times_s == (0.0,)


def test_a_rate_varies_only_where_steps_differ() -> None:
    """A tick of rounding is none; a gap is."""
    assert not rate_varies(listed(*range(0, 4000, 40)))
    assert not rate_varies(listed(*(round(n * 33.3667) for n in range(100))))
    assert rate_varies(listed(*(n * 40 + (400 if n > 30 else 0) + (n % 3) * 9 for n in range(99))))


def test_a_quiet_packet_grows_with_the_picture() -> None:
    assert 0 < quiet_bytes(320 * 240) <= quiet_bytes(1920 * 1080) <= quiet_bytes(3840 * 2160)


def test_sound_is_no_picture_and_a_line_that_is_no_packet_is_passed_over() -> None:
    """Streams keep their own heads, in whatever order their lines come."""
    sound = "#tb 1: 1/44100\n#media_type 1: audio\n#codec_id 1: aac\n"
    rows = "1, 0, 0, 1024, 9, 0x1\n0, 0, 0, 40, 9, 0x1, F=0x0\nnonsense\n0, 1, 40\n"
    rows += "0, 1, 40, 40, 9, 0x2\n"
    video, silent = parse_listing(HEAD + sound + rows)
    _, audio = parse_listing(HEAD + sound + rows, media_type="audio")

    assert (video.media_type, silent.media_type) == ("video", "audio")
    assert video.packets.times_s == (0.0, 0.04)
    assert video.packets.keys == (False, True)
    assert silent.packets.times_s == ()
    assert audio.packets.times_s == (0.0,)
    assert [stream.is_cut for stream in (video, silent)] == [False, False]


@pytest.mark.parametrize(
    ("pixels", "most_bytes"), [(160 * 120, 48), (480 * 270, 48), (1280 * 720, 230.4)]
)
def test_a_frame_says_nothing_in_a_five_hundredth_of_a_bit_a_pixel(
    pixels: int, most_bytes: float
) -> None:
    """48 bytes for small pictures: a frame's own header takes half of that."""
    assert quiet_bytes(pixels) == pytest.approx(most_bytes)


@pytest.mark.parametrize("first", range(2, 7))
@pytest.mark.parametrize("last", range(7, 12))
def test_a_standstill_is_all_of_it(first: int, last: int) -> None:
    """From whichever moment inside: from the picture that then stands to the next one."""
    count, second = 12, 0.04
    sizes = tuple(10 if first <= index <= last else 900 for index in range(count))
    packets = Packets(
        times_s=tuple(index * second for index in range(count)),
        sizes_bytes=sizes,
        keys=tuple(index == 0 for index in range(count)),
        end_s=count * second,
    )
    for start in range(first, last):
        for end in range(start + 1, last + 1):
            assert packets.quiet_around(start * second, end * second, 100) == pytest.approx(
                ((first - 1) * second, (last + 1) * second)
            )


def test_a_keyframe_at_the_end_says_something() -> None:
    """Nothing behind it says that it repeats what was there."""
    packets = Packets(
        times_s=(0.0, 0.04, 0.08, 0.12),
        sizes_bytes=(900, 10, 10, 10),
        keys=(True, False, False, True),
        end_s=0.16,
    )

    assert packets.quiet_around(0.04, 0.08, 100) == (0.0, 0.12)


@pytest.mark.parametrize("base", ["1/90000", "1/1000", "1/10", "2/1"])
def test_only_a_leap_of_the_clock_joins(base: str) -> None:
    """By seconds, whatever the clock counts; gaps up to the limit are one recording's."""
    tick = Fraction(base)
    for gap_s, joined in ((_AHEAD_S / 2, False), (_AHEAD_S, False), (_AHEAD_S * 2, True)):
        stamps = [0, 1, 1 + int(gap_s / tick)]
        rows = "".join(f"0, {n}, {n}, 1, 900, 0x1, F=0x0\n" for n in stamps)
        (stream,) = parse_listing(HEAD.replace("1/1000", base) + rows)

        assert (stream.timing is Timing.JOINED) is joined
