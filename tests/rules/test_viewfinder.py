"""One word for a frame: the worst finding's, and movement before any blur."""

from __future__ import annotations

from typing import cast

import pytest

from evidence_qc.language.catalogue import messages_below
from evidence_qc.model import Aim, Finding, PictureMeasurements, Severity, ViewfinderFrame
from evidence_qc.profiles import load_profile
from evidence_qc.rules import RULES
from evidence_qc.rules.base import Picture, PictureRule
from evidence_qc.rules.judge import Judge
from evidence_qc.rules.video.shaky_video import RULE as SHAKY
from evidence_qc.rules.video.shaky_video import SPEED
from evidence_qc.rules.viewfinder import AIM_OF, aim_of

LIMIT = SHAKY.limits_in_force(load_profile("aliexpress"))[SPEED]


class _Found:
    """A judge that finds what it is told."""

    limits = {SHAKY.name: {SPEED: LIMIT}}  # noqa: RUF012

    def __init__(self, **findings: Severity) -> None:
        self._findings = findings

    def picture(self, picture: Picture) -> list[Finding]:
        return [
            Finding(
                rule=name.replace("_", "-"),
                severity=severity,
                message_id="too-dark.warn",
                advice_id="too-dark.advice",
                measured=1.0,
                limit=0.5,
                unit="",
            )
            for name, severity in self._findings.items()
        ]


def aim(speed: float | None = None, **findings: Severity) -> Aim:
    seen = ViewfinderFrame(960, 720, PictureMeasurements(), speed)
    return aim_of(seen, cast(Judge, _Found(**findings)))


WARN, REJECT, NOTE = Severity.WARN, Severity.REJECT, Severity.NOTE


def test_nothing_found_is_clear() -> None:
    assert aim() is Aim.CLEAR
    assert aim(low_resolution=REJECT, heavy_noise=WARN, heavy_compression=WARN) is Aim.CLEAR


def test_the_worst_alone_is_said_and_light_first() -> None:
    assert aim(out_of_focus=WARN, too_dark=WARN) is Aim.DARK
    assert aim(out_of_focus=REJECT, too_dark=WARN) is Aim.BLURRED
    assert aim(focus_unclear=NOTE, glare=WARN) is Aim.GLARE


@pytest.mark.parametrize(
    ("speed", "is_moving"), [(None, False), (LIMIT, False), (LIMIT + 0.1, True)]
)
def test_movement_explains_blur_but_no_darkness(speed: float | None, is_moving: bool) -> None:
    assert aim(speed) is (Aim.SHAKEN if is_moving else Aim.CLEAR)
    assert aim(speed, out_of_focus=REJECT) is (Aim.SHAKEN if is_moving else Aim.BLURRED)
    assert aim(speed, focus_unclear=NOTE) is (Aim.SHAKEN if is_moving else Aim.UNSURE)
    assert aim(speed, too_dark=WARN) is Aim.DARK


def test_what_it_speaks_of_are_rules_of_pictures_and_each_word_has_a_sentence() -> None:
    pictures = {rule.name for rule in RULES if isinstance(rule, PictureRule)}

    assert AIM_OF.keys() <= pictures
    assert {f"page.live-{word}" for word in Aim} <= messages_below(("page",)).keys()
