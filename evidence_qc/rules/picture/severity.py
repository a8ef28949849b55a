"""When bad light is a reject: far gone by itself, or one of several faults that add up."""

from __future__ import annotations

from evidence_qc.measures.predicted_mos import predicted_mos
from evidence_qc.model import PictureMeasurements, Severity
from evidence_qc.rules.base import Limit, Limits

REJECT_BELOW = Limit(
    "reject_below_points",
    50.0,
    "of 100 points",
    0.0,
    100.0,
    "a warning becomes a reject where the predicted opinion of the whole picture is lower",
)
"""Half dark and half blurred is wholly useless: the limit of a single fault cannot see that."""


def severity_of(measured: PictureMeasurements, limits: Limits, *, far_gone: bool) -> Severity:
    """Severity of a fault that is at least a warning.

    Args:
        measured: of the picture.
        limits: of the rule, with ``REJECT_BELOW`` among them.
        far_gone: the fault alone is past the rule's own limit for a reject.
    """
    if far_gone or predicted_mos(measured) < limits[REJECT_BELOW.name]:
        return Severity.REJECT
    return Severity.WARN
