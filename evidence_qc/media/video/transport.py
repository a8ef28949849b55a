"""MPEG transport streams: packets of one length, which state neither size nor play time."""

from __future__ import annotations

from typing import BinaryIO

_TAIL = 2 << 20
_PROBE_BYTES = 1 << 19
_NULL_PID = 0x1FFF


def read_transport(file: BinaryIO, size: int) -> tuple[bool, bool]:
    """Whether a transport stream breaks off inside a packet, and whether it is scrambled.

    A stream cut exactly between two packets shows it by a sound packet that is shorter than it
    says; pictures do not state their length there. How much is missing nothing tells.

    Args:
        file: a seekable file.
        size: its length, bytes.

    Returns:
        (is cut, is encrypted); both False where it is no transport stream.
    """
    file.seek(0)
    head = file.read(_PROBE_BYTES)
    for packet, lead in ((188, 0), (192, 4), (204, 0)):
        start = _first_sync(head, packet, lead)
        if start >= 0:
            break
    else:
        return False, False
    rest = (size - start) % packet
    marks = [head[at + 3] >> 6 for at in _packets(head, start, packet, lead) if _pid(head, at)]
    scrambled = len(marks) > 8 and sum(mark >= 2 for mark in marks) > len(marks) // 2
    if not rest:
        return _sound_is_short(file, size, start, packet, lead), scrambled
    file.seek(size - rest)
    tail = file.read(rest)
    # Something else put behind the last packet is no packet cut off.
    return tail[lead : lead + 1] in {b"", b"\x47"}, scrambled


def _first_sync(data: bytes, packet: int, lead: int) -> int:
    for start in range(min(packet, max(0, len(data) - lead - 2 * packet))):
        if all(data[start + lead + k * packet] == 0x47 for k in range(3)) and all(
            data[at] == 0x47 for at in range(start + lead, min(len(data), 20 * packet), packet)
        ):
            return start
    return -1


def _packets(data: bytes, start: int, packet: int, lead: int) -> range:
    return range(start + lead, len(data) - packet + 1, packet)


def _pid(data: bytes, at: int) -> int:
    """The stream that a packet belongs to; 0 for padding and tables (PID 0), which say nothing."""
    pid = (data[at + 1] & 0x1F) << 8 | data[at + 2]
    return 0 if pid == _NULL_PID else pid


def _sound_is_short(file: BinaryIO, size: int, start: int, packet: int, lead: int) -> bool:
    """The last packet of any stream that states its length holds less than that."""
    count = min((size - start) // packet, _TAIL // packet)
    file.seek(size - count * packet)
    data = file.read(count * packet)
    missing: dict[int, int] = {}
    for at in _packets(data, 0, packet, lead):
        pid = _pid(data, at)
        if data[at] != 0x47 or not pid or not data[at + 3] & 0x10:
            continue
        body = at + 4 + (1 + data[at + 4] if data[at + 3] & 0x20 else 0)
        held = at + 188 - body
        if data[at + 1] & 0x40:
            stated = int.from_bytes(data[body + 4 : body + 6], "big")
            is_pes = data[body : body + 3] == b"\0\0\1"
            missing[pid] = stated + 6 - held if is_pes and stated else 0
        elif pid in missing:
            missing[pid] -= held
    return any(left > 0 for left in missing.values())
