"""What is missing or unreadable in a video, in sentences; each names its witness."""

from __future__ import annotations

from evidence_qc.media.video.packets import Packets
from evidence_qc.media.video.structure import Structure
from evidence_qc.model import Damage, DamageKind

_LEAST_LOST_S = 0.5
"""Streams of one file end at slightly different times."""
_SHORT_S = 15.0
"""Of a shorter film tenths of a second are told."""


def unreadable(structure: Structure, *, is_container: bool, has_sound: bool) -> Damage:
    """Why a file shows no picture at all."""
    if structure.is_encrypted:
        return Damage(DamageKind.UNSUPPORTED, "damage.video-encrypted", 1.0)
    if has_sound:
        return Damage(DamageKind.NO_VIDEO_STREAM, "damage.sound-only")
    if not structure.has_index:
        share = structure.present_ratio
        there = {} if share is None or share >= 1 else {"present_ratio": _displayed(share)}
        return Damage(DamageKind.TRUNCATED, "damage.no-index", 1.0, there)
    if structure.is_cut:
        return Damage(DamageKind.TRUNCATED, "damage.video-before-first", 1.0)
    if is_container:
        return Damage(DamageKind.NO_VIDEO_STREAM, "damage.no-stream")
    return Damage(DamageKind.UNREADABLE, "damage.no-video")


def cut_off(
    structure: Structure, packets: Packets, duration_s: float, *, is_packet_cut: bool = False
) -> Damage | None:
    """Bytes that are missing by the file's own account, and how much play time they were.

    Seconds alone are no witness, for sound may last longer than the picture; nor is the length
    of an MP4's box, where its index leads to every packet and none is missing.

    Args:
        structure: of the file.
        packets: of the film.
        duration_s: of the film, as far as it is there.
        is_packet_cut: a last packet, of pictures or of sound, breaks off.
    """
    if not packets.times_s:
        if structure.is_cut:
            return Damage(DamageKind.TRUNCATED, "damage.video-before-first", 1.0)
        return Damage(DamageKind.UNREADABLE, "damage.no-frame", 1.0)
    if not structure.is_cut:
        return _zeros(packets)
    stated = structure.duration_s
    step_s = duration_s / len(packets.times_s)
    if structure.is_indexed and not is_packet_cut and stated and stated < duration_s + 2 * step_s:
        return _zeros(packets)
    if stated is not None and stated > duration_s + _LEAST_LOST_S:
        lost = round(max(0.0, 1 - duration_s / stated), 3)
        seconds = {"present_s": duration_s, "stated_s": stated}
        name = "damage.video-cut-off-early" if stated < _SHORT_S else "damage.video-cut-off"
        return Damage(DamageKind.TRUNCATED, name, lost, seconds)
    share = structure.present_ratio
    if share is not None:
        there = {"present_ratio": _displayed(share)}
        return Damage(DamageKind.TRUNCATED, "damage.video-cut-share", round(1 - share, 4), there)
    # Nothing shows that more than this packet is missing: no ground to refuse what is there.
    seconds = {"present_s": duration_s}
    return Damage(DamageKind.TRUNCATED, "damage.video-cut-packet", 0.0, seconds)


def _zeros(packets: Packets) -> Damage | None:
    """Frames that hold nothing, as a download leaves them that reserved its space and broke off."""
    if not packets.zeroed:
        return None
    share = round(packets.zeroed / len(packets.times_s), 4)
    return Damage(DamageKind.TRUNCATED, "damage.video-zeros", share, {"lost_ratio": share})


def _displayed(share: float) -> float:
    """What breaks off is never shown as whole."""
    return round(min(0.99, share), 4)
