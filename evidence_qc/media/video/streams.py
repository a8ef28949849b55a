"""What ffmpeg sees in a file: its streams and their packets, the first picture, the tags.

Every fact comes from output that is made for machines, because titles, names of handlers and
file names stand in ffmpeg's prose and can say anything:

- streams and packets from ``framecrc``: codec, size, pixel shape, clock, and one line a packet;
- tags from ``ffmetadata``, which escapes what is in them;
- the first decoded picture from ``showinfo``: what the decoder delivers counts, not what a header
  states. Its lines begin with its own mark, which no tag can imitate: ffmpeg indents all of those.

Weighed and left: PyAV (36 MB) and MediaInfo (6 MB) read hostile files inside this process, where
nothing can stop them, and the one is a third ffmpeg, the other no ffmpeg at all: both may disagree
with the program that decodes. ffprobe is not shipped.
"""

from __future__ import annotations

import json
import re
import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction

from evidence_qc.media.video.ffmpeg import Ended, Timeouts, input_arguments, run
from evidence_qc.media.video.packets import ListedStream, Timing, parse_listing
from evidence_qc.runtime.owned import owned_temporary_folder

_HDR_TRANSFERS = {"smpte2084": "pq", "arib-std-b67": "hlg"}
RESTARTING = frozenset({"mpegts", "mpeg"})
"""Containers whose clock may start anew: only there ffmpeg joins the pieces."""
_STILL_SHARE = 0.1
"""A stream with less than this share of the play time or of the frames of the longest one holds
covers, previews or single shots."""


@dataclass(frozen=True, slots=True)
class FirstPicture:
    """The first picture that the decoder delivers, before it is turned upright."""

    width_px: int
    height_px: int
    pixel_format: str = ""
    aspect: Fraction | None = None
    """Of one pixel; None where it is not stated."""
    rotation_deg: int = 0
    """Clockwise turn that makes it upright."""
    transfer: str = ""
    """``pq`` or ``hlg`` for HDR, else empty."""
    is_interlaced: bool = False
    is_full_range: bool = False


@dataclass(frozen=True, slots=True)
class Streams:
    """The streams of one file."""

    container: str = ""
    """ffmpeg's name of it: ``mov``, ``matroska``, ``mpegts`` …"""
    videos: tuple[ListedStream, ...] = ()
    """All but covers that are marked as such."""
    sounds: tuple[ListedStream, ...] = ()
    chosen: int = 0
    """Which of the videos is the film."""
    first: FirstPicture | None = None
    """Of the chosen one; None where nothing of it can be decoded."""
    tags: tuple[tuple[str, str], ...] = ()
    timed_out: bool = False
    has_decoder: bool = True


def read_streams(path: str, *, timeouts: Timeouts | None = None) -> Streams:
    """List all packets and decode one picture.

    Args:
        path: file-system path (surrogate escapes for bytes that are not Unicode).
        timeouts: how long each child may take.

    Raises:
        MissingDependencyError: there is no ffmpeg.
    """
    output, tags, log, ended = _listing(path, timeouts, picture=0)
    has_decoder = True
    if not output and not ended.timed_out:
        # Without a picture to decode, or without a decoder, nothing at all was listed.
        output, tags, log, ended = _listing(path, timeouts, picture=None)
        has_decoder = False
    listed = parse_listing(output)
    container = log.container
    videos = tuple(s for s in listed if s.media_type == "video")
    if container in RESTARTING and any(v.timing is Timing.JOINED for v in videos):
        # Pictures alone: the last sounds of one piece come after the first pictures of the next,
        # and ffmpeg would take each for a new leap.
        output, *_ = _listing(path, timeouts, picture=None, clock=(), kinds=("0:V?",))
        videos = tuple(replace(s, timing=Timing.JOINED) for s in parse_listing(output))
    elif container not in RESTARTING:
        videos = tuple(_unjoined(stream) for stream in videos)
    chosen = choose(videos, lambda: _defaults(path, timeouts))
    first = _first_picture(log)
    if chosen:
        log = _listing(path, timeouts, picture=chosen, only_picture=True)[2]
        first = _first_picture(log)
    return Streams(
        container=container,
        videos=videos,
        sounds=tuple(s for s in listed if s.media_type == "audio"),
        chosen=chosen,
        first=first,
        tags=tags,
        timed_out=ended.timed_out,
        has_decoder=has_decoder or not videos,
    )


def choose(videos: Sequence[ListedStream], defaults: Callable[[], frozenset[int]]) -> int:
    """Which stream is the film: one that moves, marked as the default, large, of many frames.

    Args:
        videos: in the order of the file.
        defaults: tells which are marked; asked only where the rest does not decide.
    """
    longest_s = max((v.packets.end_s for v in videos), default=0.0)
    most = max((len(v.packets.times_s) for v in videos), default=0)
    moving = [
        index
        for index, video in enumerate(videos)
        if len(video.packets.times_s) > max(1, _STILL_SHARE * most)
        and video.packets.end_s >= _STILL_SHARE * longest_s
    ] or [index for index, video in enumerate(videos) if video.packets.times_s]
    if len(moving) > 1:
        marked = defaults()
        moving = [index for index in moving if index in marked] or moving
    return max(moving, key=lambda i: _worth(videos[i], i), default=0)


def _worth(video: ListedStream, index: int) -> tuple[int, int, int]:
    return video.width_px * video.height_px, len(video.packets.times_s), -index


def _listing(
    path: str,
    timeouts: Timeouts | None,
    *,
    picture: int | None,
    clock: Sequence[str] = ("-copyts", "-start_at_zero"),
    kinds: Sequence[str] = ("0:V?", "0:a?"),
    only_picture: bool = False,
) -> tuple[str, tuple[tuple[str, str], ...], _Log, Ended]:
    """One run of ffmpeg: framecrc's output, the tags, and what it said of the picture."""
    log = _Log(f"showinfo@{secrets.token_hex(8)}")
    with owned_temporary_folder("ffmpeg") as folder:
        tags, whole = folder / "tags", folder / "whole"
        both = [*(part for kind in kinds for part in ("-map", kind)), "-c", "copy", "-copyinkf"]
        lists = [
            *both, *clock, "-f", "framecrc", "-",
            *both, "-t", "0", "-map_metadata", "0", "-fflags", "+bitexact",
            "-f", "ffmetadata", str(tags),
        ]  # fmt: skip
        shows = [
            "-map", f"0:V:{picture}", "-frames:v", "1", "-vf", f"{log.name}=checksum=0",
            "-f", "null", "-",
            # ffmpeg leaves the program that wrote a file out of a copy, but not of a stream's tags.
            "-map", f"0:V:{picture}", "-c", "copy", "-t", "0", "-map_metadata:s:0", "0:g",
            "-fflags", "+bitexact", "-f", "ffmetadata", str(whole),
        ]  # fmt: skip
        output, ended = run(
            [
                "-loglevel", "info", "-nostats", "-noautorotate", "-threads", "1",
                *input_arguments(path),
                *([] if only_picture else lists),
                *([] if picture is None else shows),
            ],
            timeouts=timeouts,
            on_line=log.hear,
        )  # fmt: skip
        texts = [file.read_text("utf-8", "replace") for file in (whole, tags) if file.is_file()]
    return output.decode("ascii", "replace"), parse_tags("\n".join(texts)), log, ended


@dataclass(slots=True)
class _Log:
    """The lines of ffmpeg's log that are looked at."""

    name: str
    """Of the filter: no file can know it, so no name or title can speak for it."""
    container: str = ""
    showinfo: list[str] = field(default_factory=list)

    def hear(self, line: str) -> None:
        """Keep the name of the container and what the filter says of the first picture."""
        if line.startswith(f"[{self.name} @ ") and len(self.showinfo) < 200:
            self.showinfo.append(line.partition("] ")[2])
        elif not self.container and (match := re.match(r"Input #0, ([\w-]+)", line)):
            self.container = match[1]


def _first_picture(log: _Log) -> FirstPicture | None:
    starts = [i for i, line in enumerate(log.showinfo) if re.match(r"n: *\d+ pts:", line)]
    if not starts:
        return None
    lines = log.showinfo[starts[0] : starts[1] if len(starts) > 1 else None]
    facts = dict(re.findall(r"(\w+):(\S+)", lines[0]))
    width, _, height = facts.get("s", "0x0").partition("x")
    turn, colour = 0.0, {}
    for line in lines[1:]:
        if match := re.match(r" *side data - .*displaymatrix: rotation of (-?[\d.]+) deg", line):
            turn = float(match[1])
        elif line.startswith("color_range:"):
            colour = dict(re.findall(r"(\w+):(\S+)", line))
    pixel_format = facts.get("fmt", "")
    return FirstPicture(
        width_px=int(width),
        height_px=int(height),
        pixel_format=pixel_format,
        aspect=_aspect(facts.get("sar", "")),
        rotation_deg=round(-turn / 90) % 4 * 90,
        transfer=_HDR_TRANSFERS.get(colour.get("color_trc", ""), ""),
        is_interlaced=facts.get("i") in {"T", "B"},
        is_full_range=pixel_format.startswith("yuvj") or colour.get("color_range") == "pc",
    )


def _aspect(text: str) -> Fraction | None:
    numerator, _, denominator = text.partition("/")
    if not (numerator.isdigit() and denominator.isdigit()) or not int(denominator):
        return None
    return Fraction(int(numerator), int(denominator)) or None


def parse_tags(text: str) -> tuple[tuple[str, str], ...]:
    """Keys in lower case and values of ffmpeg's metadata format; of a key twice the first one."""
    found: dict[str, str] = {}
    for line in re.split(r"(?<!\\)\n", text):
        match = re.match(r"((?:\\.|[^=\\;#\[])(?:\\.|[^=\\])*)=(.*)", line, re.DOTALL)
        if match:
            key, value = (re.sub(r"\\(.)", r"\1", part, flags=re.DOTALL) for part in match.groups())
            found.setdefault(key.strip().lower(), value.strip())
    return tuple(found.items())


def _defaults(path: str, timeouts: Timeouts | None) -> frozenset[int]:
    """Which of the videos are marked as the default, by ffmpeg's own graph of a run."""
    every = _selected(path, "0:V?", timeouts)
    marked = _selected(path, "0:V:disp:default?", timeouts)
    return frozenset(i for i, stream in enumerate(every) if stream in marked)


def _selected(path: str, which: str, timeouts: Timeouts | None) -> list[str]:
    """Names of the streams that a specifier selects, in order; none from an old ffmpeg."""
    graph = ["-print_graphs_file", "-", "-print_graphs_format", "json"]
    output, _ = run(
        [
            "-loglevel", "error", *graph, *input_arguments(path),
            "-map", which, "-c", "copy", "-t", "0", "-f", "null", "-",
        ],
        timeouts=timeouts,
    )  # fmt: skip
    try:
        return [str(link["source_stream_id"]) for link in json.loads(output)["streamlinks"]]
    except (ValueError, LookupError, TypeError):
        return []


def _unjoined(stream: ListedStream) -> ListedStream:
    """Only some containers have a clock that starts anew; elsewhere a leap is a long picture."""
    return replace(stream, timing=Timing.STAMPED) if stream.timing is Timing.JOINED else stream
