"""What is said of a camera while it is aimed: by the rules and limits of photos, one word."""

from __future__ import annotations

from evidence_qc.model import Aim, Finding, ViewfinderFrame
from evidence_qc.rules import RULES
from evidence_qc.rules.base import Picture, PictureRule
from evidence_qc.rules.judge import Judge
from evidence_qc.rules.video.shaky_video import RULE as SHAKY
from evidence_qc.rules.video.shaky_video import SPEED

AIM_OF = {
    rule.name: rule.aim for rule in RULES if isinstance(rule, PictureRule) and rule.aim is not None
}
"""Rule → word, as each rule says of itself."""
_BLURS = frozenset({Aim.SHAKEN, Aim.BLURRED})
_ORDER = {aim: number for number, aim in enumerate(Aim)}


def aim_of(seen: ViewfinderFrame, judge: Judge) -> Aim:
    """The worst thing about a frame."""
    speed = seen.speed_permille_per_s
    is_moving = speed is not None and speed > judge.limits[SHAKY.name][SPEED]
    picture = Picture(
        measurements=seen.picture,
        width_px=seen.width_px,
        height_px=seen.height_px,
        format="jpeg",
        is_frame=True,
        is_moving=is_moving,
    )
    found = [finding for finding in judge.picture(picture) if finding.rule in AIM_OF]
    if not found:
        return Aim.SHAKEN if is_moving else Aim.CLEAR
    worst = AIM_OF[min(found, key=_rank).rule]
    if is_moving and (worst in _BLURS or worst is Aim.UNSURE):
        return Aim.SHAKEN
    return worst


def _rank(finding: Finding) -> tuple[int, int]:
    return (-finding.severity.rank, _ORDER[AIM_OF[finding.rule]])
