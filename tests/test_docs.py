"""The documents say what the code is: what is generated is current, what is linked is there."""

import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

import evidence_qc
from evidence_qc.language.catalogue import _catalogue
from evidence_qc.version import VERSION
from tests.language.test_catalogue import forms

ROOT = Path(__file__).resolve().parent.parent
PAGES = sorted(
    [
        *(ROOT / "evidence_qc/docs").glob("*.md"),
        ROOT / "CHANGELOG.md",
        ROOT / ".github/CONTRIBUTING.md",
    ]
)


@pytest.mark.parametrize("script", ["update_api.py", "draw_architecture.py"])
def test_what_is_generated_is_current(script: str) -> None:
    """Else run the script; it needs no arguments."""
    command = [sys.executable, str(ROOT / "scripts" / script), "--check"]

    assert subprocess.run(command, check=False).returncode == 0


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_what_is_linked_is_there(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    linked = [target for target in re.findall(r"\]\(([^)#]+)\)", text) if "://" not in target]

    assert [target for target in linked if not (page.parent / target).exists()] == []


@pytest.mark.parametrize("page", [page for page in PAGES if page.name != "api.md"],
                         ids=lambda page: page.name)  # fmt: skip
def test_the_files_it_names_are_there(page: Path) -> None:
    """From the top of the project, or below the package."""
    text = page.read_text(encoding="utf-8")
    named = re.findall(r"`([\w./-]+/[\w.-]+\.(?:py|md|toml|json|yaml))`", text)
    named = [name for name in named if "NAME" not in name and "CODE" not in name]
    roots = (ROOT, ROOT / "evidence_qc")

    assert [name for name in named if not any((root / name).exists() for root in roots)] == []


def test_the_changelog_begins_with_this_version() -> None:
    text = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")

    assert (
        re.findall(r"^## \[([\d.]+)\]", text, re.MULTILINE)[0] == VERSION == evidence_qc.__version__
    )


def test_each_public_name_is_on_the_page() -> None:
    text = (ROOT / "evidence_qc/docs/api.md").read_text(encoding="utf-8")

    assert [name for name in evidence_qc.__all__ if f"`{name}`" not in text] == ["__version__"]


def test_the_floors_can_be_had_together_with_the_oldest_python() -> None:
    """Each dependency of the package has a floor, or nothing can be tested at it."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    bare = [each for each in project["dependencies"] if ">=" not in each]

    assert bare == []
    assert project["requires-python"] == ">=3.11"


def test_contributing_names_what_a_rule_can_say_of_itself() -> None:
    text = (ROOT / ".github/CONTRIBUTING.md").read_text(encoding="utf-8")

    assert "`about`" in text
    assert "`stops_upload_by`" in text


def test_troubleshooting_quotes_what_is_said() -> None:
    """Each sentence of a row's message is one of ours; ``…`` and a file's name are anything."""
    page = (ROOT / "evidence_qc/docs/troubleshooting.md").read_text(encoding="utf-8")
    cells = [row.split(" | ")[0].removeprefix("| ") for row in page.splitlines() if row[:1] == "|"]
    quoted = [cell.removeprefix("evidence.pdf: ") for cell in cells if re.match("[A-Z]|evid", cell)]
    templates = [text for each in _catalogue("en").values() for text in forms(each)]
    said = [re.sub(r"\[\[.*?\]\]", "", text) for text in templates]
    for cell in quoted:
        for sentence in re.split(r"…|(?<=\.) ", cell):
            assert any(sentence.strip() in text for text in said), sentence
    assert len(quoted) >= 10


def test_the_profile_that_is_shown_can_be_used(tmp_path: Path) -> None:
    """Copied as it stands: its values and its limit are taken, the rest is of what it extends."""
    text = (ROOT / "evidence_qc/docs/platforms.md").read_text(encoding="utf-8")
    (shown,) = re.findall(r"```toml\n(.*?)```", text, re.DOTALL)
    (tmp_path / "shop.toml").write_text(shown, encoding="utf-8")
    profile = evidence_qc.load_profile(str(tmp_path / "shop.toml"))

    assert (profile.photos_max.value, profile.video_seconds_max.value) == (6, 90)
    assert profile.limits == {"too-dark": {"warn_ratio": 0.5}}
    assert profile.videos_max == evidence_qc.load_profile("generic").videos_max
