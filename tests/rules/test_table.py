"""The rule table as a whole: every rule is named, explained and bounded alike."""

import re
from pathlib import Path

import pytest

import evidence_qc
from evidence_qc.model import Severity
from evidence_qc.profiles import load_profile
from evidence_qc.rules import RULES
from evidence_qc.rules.base import HEADINGS, About, Rule, SetRule, sections, summary
from evidence_qc.rules.judge import Judge
from evidence_qc.rules.manual import as_plain, explain
from evidence_qc.rules.registry import find_rule, rules_about


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_each_rule_has_a_whole_manual(rule: Rule) -> None:
    """A one-sentence summary, then every heading in order, each with words under it."""
    found = sections(rule)

    assert summary(rule).endswith(".")
    assert tuple(found) == HEADINGS
    assert all(found.values())


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_each_limit_is_within_its_own_range(rule: Rule) -> None:
    """Defaults lie inside what --set accepts; each limit says what it decides."""
    for limit in rule.limits:
        assert limit.minimum <= limit.default <= limit.maximum
        assert limit.meaning
        assert limit.unit


def test_names_state_the_fault_once() -> None:
    """Kebab-case, unique, and no instruction in the name."""
    names = [rule.name for rule in RULES]

    assert len(set(names)) == len(names)
    for name in names:
        assert re.fullmatch(r"[a-z]+(-[a-z]+)*", name)
        assert not name.startswith(("avoid-", "no-blur", "do-not-", "use-", "check-"))


def test_a_file_s_verdict_never_depends_on_its_neighbours() -> None:
    """What set rules place at files are notes, except for a shot that is missing."""
    for rule in RULES:
        if isinstance(rule, SetRule):
            assert set(rule.severities) <= {Severity.NOTE, Severity.WARN}
            if Severity.WARN in rule.severities:
                assert rule.name == "missing-shot"


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_the_manual_names_limits_and_severities(rule: Rule) -> None:
    """`rules NAME` tells a reader everything that can be changed."""
    text = explain(rule)

    for limit in rule.limits:
        assert f"{rule.name}.{limit.name}" in text
    assert as_plain(rule)["severities"] == [severity.value for severity in rule.severities]


def test_a_rule_is_found_by_name() -> None:
    """And an unknown one is not."""
    assert find_rule("too-dark") is not None
    assert find_rule("too-drak") is None


def test_every_limit_is_in_force_for_every_profile() -> None:
    """The judge resolves all limits once."""
    judge = Judge.for_profile(load_profile("generic"))

    for rule in RULES:
        own = {name for name in judge.limits[rule.name] if "." not in name}
        assert own == {limit.name for limit in rule.limits}


def test_no_other_room_knows_a_rule_by_its_name() -> None:
    """What others treat alike, a rule says of itself: adding one changes no other room."""
    package = Path(evidence_qc.__file__).parent
    names = "|".join(rule.name for rule in RULES)
    folders = {"file", "picture", "video", "case"}
    knowing = {
        (path.relative_to(package).as_posix(), name)
        for path in package.rglob("*.py")
        if not (path.parent.name in folders and path.parent.parent.name == "rules")
        for name in re.findall(rf'"({names})"', path.read_text(encoding="utf-8"))
    }

    # A kind of damage, an origin of a picture and a word of the viewfinder have those names too.
    assert knowing == {
        ("model/facts.py", "no-video-stream"),
        ("model/facts.py", "screenshot"),
        ("model/viewfinder.py", "glare"),
    }


@pytest.mark.parametrize("topic", About)
def test_what_a_rule_may_be_about_some_rule_is(topic: About) -> None:
    assert rules_about(topic)


def test_what_stops_an_upload_is_a_field_of_a_profile_and_only_a_note() -> None:
    profile = load_profile("generic")
    stopping = [rule for rule in RULES if rule.stops_upload_by is not None]

    assert stopping
    for rule in stopping:
        assert rule.severities == (Severity.NOTE,)
        assert all(hasattr(getattr(profile, name), "is_assumed") for name in rule.stops_upload_by)
