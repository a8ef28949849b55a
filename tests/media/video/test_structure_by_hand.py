"""Containers of clips by hand: what each states, and that it is cut exactly where a part is."""

from __future__ import annotations

import io
import struct
from pathlib import Path

import pytest

from evidence_qc.media.video.structure import Structure, read_structure
from evidence_qc.media.video.transport import read_transport


@pytest.fixture
def read(tmp_path: Path):  # type: ignore[no-untyped-def]
    """What a file of these bytes says of itself."""

    def reader(data: bytes) -> Structure:
        path = tmp_path / "clip"
        path.write_bytes(data)
        return read_structure(str(path))

    return reader


def box(kind: bytes, body: bytes = b"", *, long: bool = False) -> bytes:
    if long:
        return struct.pack(">I", 1) + kind + struct.pack(">Q", 16 + len(body)) + body
    return struct.pack(">I", 8 + len(body)) + kind + body


def mvhd(length: int, scale: int = 1000, *, version: int = 0) -> bytes:
    dates = bytes(16 if version else 8)
    body = (
        bytes([version, 0, 0, 0]) + dates + struct.pack(">IQ" if version else ">II", scale, length)
    )
    return box(b"mvhd", body + bytes(80))


FTYP = box(b"ftyp", b"isom\0\0\2\0isom")


@pytest.mark.parametrize("version", [0, 1])
@pytest.mark.parametrize("long", [False, True])
def test_an_mp4_states_its_time_and_its_end(read, version: int, long: bool) -> None:  # type: ignore[no-untyped-def]
    """Index first or last, short and long sizes; it is cut at every byte of its pictures."""
    index, pictures = box(b"moov", mvhd(2500, version=version)), box(b"mdat", b"\1" * 40, long=long)
    for whole in (FTYP + index + pictures, FTYP + pictures + index):
        found = read(whole)
        assert (found.is_cut, found.is_indexed, found.duration_s) == (False, True, 2.5)
        assert found.declared_bytes is None
    whole = FTYP + index + pictures
    for size in range(len(whole) - 39, len(whole)):
        found = read(whole[:size])
        assert found.is_cut, size
        assert found.declared_bytes == len(whole)
    assert not read(whole[: len(FTYP + index)]).is_cut


def test_an_mp4_whose_index_never_came(read) -> None:  # type: ignore[no-untyped-def]
    """Pictures to the end, or an index that breaks off: nothing can be found in it."""
    to_the_end = FTYP + struct.pack(">I", 0) + b"mdat" + b"\1" * 40
    index = box(b"moov", mvhd(2500))

    assert not read(FTYP + box(b"mdat", b"\1" * 40)).has_index
    assert not read(to_the_end).has_index
    assert read(FTYP + index + to_the_end[len(FTYP) :]).has_index
    broken = read(FTYP + index[:-9])
    assert (broken.is_cut, broken.has_index, broken.declared_bytes) == (True, False, None)


@pytest.mark.parametrize(("length", "scale"), [(0, 1000), (0xFFFFFFFF, 1000), (2500, 0)])
def test_a_time_that_is_not_known_is_none(read, length: int, scale: int) -> None:  # type: ignore[no-untyped-def]
    """Nought, all ones, or by nothing."""
    assert read(FTYP + box(b"moov", mvhd(length, scale)) + box(b"mdat")).duration_s is None


def avi(length: int = 50, scale: int = 1, rate: int = 25, movie: bytes = b"\1" * 41) -> bytes:
    stream = b"vids" + b"H264" + bytes(12) + struct.pack("<4I", scale, rate, 0, length) + bytes(20)
    strh = b"strh" + struct.pack("<I", len(stream)) + stream
    body = b"AVI " + strh + b"LIST" + struct.pack("<I", 4 + len(movie)) + b"movi" + movie
    return b"RIFF" + struct.pack("<I", len(body)) + body + b"\0" * (len(body) % 2)


def test_an_avi_states_its_time_and_its_end(read) -> None:  # type: ignore[no-untyped-def]
    """Frames at their rate; lists are padded to two bytes; it is cut at each byte of pictures."""
    whole = avi()

    assert read(whole).duration_s == pytest.approx(2.0)
    assert read(avi(scale=1001, rate=30_000, length=300)).duration_s == pytest.approx(10.01)
    assert read(avi(rate=0)).duration_s is None
    assert not read(whole).is_cut
    assert not read(whole + avi()).is_cut
    assert read((whole + avi())[:-9]).is_cut
    for size in range(len(whole) - 41, len(whole) - 1):
        assert read(whole[:size]).is_cut, size
        assert read(whole[:size]).declared_bytes == len(whole)
    more = whole[:4] + struct.pack("<I", len(whole) + 100 - 8) + whole[8:]
    more += b"JUNK" + struct.pack("<I", 92)
    for size in (len(more), len(more) + 91):
        assert not read(more + bytes(size - len(more))).is_cut  # what is missing is no picture


def flv(*sizes: int, stated: float = 0.0) -> bytes:
    data = b"FLV\1\5" + struct.pack(">I", 9) + bytes(4)
    script = b"\2\0\x0aonMetaData\x08" + b"\0\x08duration\0" + struct.pack(">d", 1.5)
    script += b"\0\x08filesize\0" + struct.pack(">d", stated) if stated else b""
    for kind, body in ((18, script), *((9, b"\1" * size) for size in sizes)):
        data += bytes([kind]) + struct.pack(">I", len(body))[1:] + bytes(7) + body
        data += struct.pack(">I", 11 + len(body))
    return data


def element(number: int, body: bytes) -> bytes:
    """One of Matroska, with a length of eight bytes."""
    name = number.to_bytes((number.bit_length() + 7) // 8, "big")
    return name + (len(body) | 1 << 56).to_bytes(8, "big") + body


@pytest.mark.parametrize("scale", [None, 1, 1_000, 1_000_000, 1_000_000_000])
@pytest.mark.parametrize("form", [">f", ">d"])
def test_a_matroska_states_its_time_in_its_own_unit(read, scale: int | None, form: str) -> None:  # type: ignore[no-untyped-def]
    """Ticks of so many nanoseconds, of a millisecond where it does not say; nought is unknown."""
    unit = b"" if scale is None else element(0x2AD7B1, scale.to_bytes(4, "big"))
    seconds = (scale or 1_000_000) / 1e9

    def stated(ticks: float) -> float | None:
        info = element(0x1549A966, unit + element(0x4489, struct.pack(form, ticks)))
        found: float | None = read(element(0x1A45DFA3, b"") + element(0x18538067, info)).duration_s
        return found

    for ticks in (0.5, 1.0, 1.5, 2500.0):
        assert stated(ticks) == pytest.approx(ticks * seconds)
    for ticks in (0.0, -1.0):
        assert stated(ticks) is None


@pytest.mark.parametrize("kind", [b"mdat", b"moov", b"moof"])
def test_a_head_of_a_box_that_breaks_off_is_a_cut(read, kind: bytes) -> None:  # type: ignore[no-untyped-def]
    """Inside its name nobody knows what was to come; a few zeros are nothing that was to come."""
    whole = FTYP + box(b"moov", mvhd(2500)) + box(b"free", b"x")
    head = box(kind, b"\1" * 40)[:8]

    assert read(whole + head).is_cut
    for rest in (*(head[:size] for size in range(1, 8)), bytes(7)):
        assert not read(whole + rest).is_cut, rest


def test_a_flash_film_is_cut_inside_a_tag(read) -> None:  # type: ignore[no-untyped-def]
    """Tags one behind the other; the length behind the last one may be missing."""
    whole = flv(30, 20)

    assert read(whole).duration_s == 1.5
    assert not read(whole).is_cut
    for size in range(len(whole) - 4 - 20, len(whole) - 4):
        assert read(whole[:size]).is_cut, size
    assert not read(whole[:-4]).is_cut
    assert not read(flv(30, stated=float(len(flv(30, stated=1.0))))).is_cut
    longer = read(flv(30, stated=len(flv(30, stated=1.0)) + 1.0))
    assert (longer.is_cut, longer.declared_bytes) == (True, len(flv(30, stated=1.0)) + 1)


@pytest.mark.parametrize(("packet", "lead"), [(188, 0), (192, 4), (204, 0)])
@pytest.mark.parametrize("before", [0, 7])
def test_a_transport_stream_ends_with_a_packet(read, packet: int, lead: int, before: int) -> None:  # type: ignore[no-untyped-def]
    """Of each of three lengths, also behind other bytes; what is no packet is none cut off."""
    one = bytes(lead) + b"\x47\x01\x00\x10" + b"\xff" * (packet - lead - 4)
    whole = b"\1" * before + one * 30

    assert not read(whole).is_cut
    for size in (1, 5, packet - 1):
        assert read(whole + one[:size]).is_cut, size
        assert read(whole + b"\1" * size).is_cut is (size <= lead), size
    marked = one[: lead + 3] + b"\x90" + one[lead + 4 :]
    assert read(marked * 30).is_encrypted
    assert not read(one * 16 + marked * 14).is_encrypted


@pytest.mark.parametrize(("packet", "lead"), [(188, 0), (192, 4), (204, 0)])
@pytest.mark.parametrize("is_scrambled", [False, True])
def test_every_kind_of_packet_says_whether_it_is_scrambled(
    packet: int, lead: int, is_scrambled: bool
) -> None:
    """Broadcast, Blu-ray (four bytes in front) and with check bytes behind."""
    mark = 0x80 if is_scrambled else 0
    one = bytes(lead) + bytes([0x47, 0x01, 0x00, 0x10 | mark]) + b"\x55" * (packet - lead - 4)
    data = one * 40

    assert read_transport(io.BytesIO(data), len(data)) == (False, is_scrambled)
