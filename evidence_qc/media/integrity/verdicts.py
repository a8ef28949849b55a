"""Damage by what speaks for it.

Only a witness makes a file damaged: bytes that are missing, a decoder that complains inside the
coded picture, or two decoders that disagree. Without one a file *may be* damaged, which is worth a
warning at most; and a file that no decoder here opens may be of a kind that others open.
"""

from __future__ import annotations

from collections.abc import Mapping

from evidence_qc.language import Value
from evidence_qc.media.formats.coded import Coded
from evidence_qc.media.formats.rare_kinds import is_rare_kind
from evidence_qc.model import Damage, DamageKind


def suspected(message_id: str, values: Mapping[str, Value] | None = None) -> Damage:
    """What looks like damage although every decoder is content.

    Nothing is known to be lost, so it is a warning and never a reject.
    """
    return Damage(DamageKind.CORRUPT, message_id, 0.0, values or {})


def corrupt(
    message_id: str,
    lost_ratio: float | None = None,
    values: Mapping[str, Value] | None = None,
) -> Damage:
    """Damage with a witness; None for the loss where it cannot be measured."""
    return Damage(DamageKind.CORRUPT, message_id, lost_ratio, values or {})


def cut_off(present: int, needed: int) -> Damage:
    """Bytes are missing at the end."""
    lost = min(1.0, max(0.0, 1.0 - present / needed))
    values = {"lost_ratio": lost} if lost >= 0.01 else {}
    return Damage(DamageKind.TRUNCATED, "damage.cut-off", round(lost, 4), values)


def zeros(lost_ratio: float | None) -> Damage:
    """Bytes are missing inside: zeros stand where code must."""
    return Damage(DamageKind.TRUNCATED, "damage.zeros", lost_ratio)


def not_opened(data: bytes, format: str, coded: Coded | None = None) -> Damage:
    """No decoder here takes it: because it is of a rare kind, where its description says so.

    Args:
        data: the whole file.
        format: as ``identify`` says.
        coded: where the picture of a HEIF or AVIF file is coded.
    """
    if is_rare_kind(data, format, coded):
        return Damage(DamageKind.UNSUPPORTED, "damage.rare-kind", 1.0)
    return Damage(DamageKind.UNREADABLE, "damage.header", 1.0)
