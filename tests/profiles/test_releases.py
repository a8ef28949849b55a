"""Pinned limits: those of a release, under what the profile and the user set."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from evidence_qc.errors import ProfileError
from evidence_qc.profiles import load_profile
from evidence_qc.profiles.overrides import checked_limit
from evidence_qc.profiles.releases import release_limits, release_names
from evidence_qc.rules import RULES

ROOT = Path(__file__).resolve().parents[2]
NEWEST = release_names()[-1]
DEFAULTS = {(rule.name, each.name): each.default for rule in RULES for each in rule.limits}


def test_the_newest_release_has_the_limits_of_this_version() -> None:
    """Else a limit was changed: run the script, or freeze the next release."""
    command = [sys.executable, str(ROOT / "scripts" / "freeze_limits.py"), NEWEST, "--check"]

    assert subprocess.run(command, check=False).returncode == 0


@pytest.mark.parametrize("name", release_names())
def test_a_release_holds_limits_that_rules_have(name: str) -> None:
    for rule, of_rule in release_limits(name).items():
        for limit, value in of_rule.items():
            assert checked_limit(rule, limit, value, name) == value


def test_a_pin_outlives_a_changed_default(monkeypatch: pytest.MonkeyPatch) -> None:
    """The user's and the profile's own limits come first, in that order."""
    kept = {"too-dark": {"warn_ratio": 0.123, "reject_ratio": 0.077}}
    monkeypatch.setattr("evidence_qc.profiles.releases.release_limits", lambda name: kept)

    assert load_profile(rules=NEWEST).limits["too-dark"] == kept["too-dark"]
    changed = load_profile("aliexpress", ["too-dark.warn_ratio=0.2"], NEWEST)
    assert changed.limits["too-dark"] == {"warn_ratio": 0.2, "reject_ratio": 0.077}


def test_the_profile_comes_before_the_release(tmp_path: Path) -> None:
    own = tmp_path / "own.toml"
    own.write_text('extends = "aliexpress"\n[limits.too-dark]\nwarn_ratio = 0.3\n')

    assert load_profile(str(own), rules=NEWEST).limits["too-dark"]["warn_ratio"] == 0.3


def test_pinning_the_newest_changes_no_verdict() -> None:
    pinned = load_profile(rules=NEWEST)

    for rule in RULES:
        assert rule.limits_in_force(pinned) == rule.limits_in_force(load_profile())
    assert pinned.sha256 != load_profile().sha256


@pytest.mark.parametrize("name", ["2026-1l", "../x", "", "latest"])
def test_a_release_that_is_none_is_named(name: str) -> None:
    with pytest.raises(ProfileError, match=r"There are no rules.*2026-11"):
        load_profile(rules=name)
