"""Nothing that steers a terminal or turns the reading order comes out of any command."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from evidence_qc.cli.main import run
from evidence_qc.report.text import printable, printable_json, printable_lines
from tests.pictures import jpeg, scene

pytestmark = pytest.mark.slow

EVIL = "\x1b]0;x\x07\x9b31m\u202egnp\u2066\u200f"
"""Sets a terminal's title, rings, colours (in one character too), turns the reading order."""
STEERING = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]"
)


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A dispute whose file, folder, titles and wishes all try it."""
    root = tmp_path_factory.mktemp("printable") / f"case{EVIL}"
    claim = root / f"hole{EVIL}"
    try:
        claim.mkdir(parents=True)
    except OSError:
        pytest.skip("such names cannot be written here")
    for number in range(2):
        (claim / f"{number}{EVIL}\n2. PASTE.jpg").write_bytes(jpeg(scene(seed=number)))
    (claim / f"broken{EVIL}.jpg").write_bytes(b"\xff\xd8\xff")
    (root / f"notes{EVIL}.txt").write_text("x", encoding="utf-8")
    said = {"item": f"Coat{EVIL}", "reason": "damaged", "ask": f"Money{EVIL}"}
    lines = [f"{key} = {json.dumps(value)}" for key, value in said.items()]
    lines += ["[[claims]]", f"title = {json.dumps(f'Hole{EVIL}')}", 'title_en = "Hole\\u001b[2J"']
    lines += [f"folder = {json.dumps(claim.name)}"]
    (root / "case.toml").write_text("\n".join(lines), encoding="utf-8")
    assert run(["bundle", str(root), "-o", str(root.parent / "sealed"), "--no-questions"]) in {0, 1}
    return root


COMMANDS = {
    "scan table": ["scan", "{case}", "-v", "--no-cache"],
    "scan json": ["scan", "{case}", "--format", "json"],
    "scan jsonl": ["scan", "{case}", "--format", "jsonl"],
    "scan csv": ["scan", "{case}", "--format", "csv"],
    "scan html": ["scan", "{case}", "--format", "html"],
    "check": ["check", "{case}", "-v"],
    "check json": ["check", "{case}", "--format", "json"],
    "batch": ["batch", "{case}/.."],
    "bundle": ["bundle", "{case}", "-o", "{new}", "--no-questions", "--request", "{evil}"],
    "verify": ["verify", "{spoilt}"],
    "verify json": ["verify", "{spoilt}", "--format", "json"],
    "collage": ["collage", "{case}", "-o", "{new}.jpg", "--title", "{evil}"],
    "a path that is not there": ["scan", "/nowhere/{evil}"],
    "an option that is not there": ["scan", "x", "--{evil}"],
    "a value that cannot be": ["scan", "x", "--jobs", "{evil}"],
    "a profile that is not there": ["scan", "{case}", "--profile", "{evil}"],
    "a case file that is not there": ["scan", "{case}", "--case", "{evil}"],
    "a claim that names nothing": ["scan", "{case}", "--claim", "{evil}={evil}"],
    "a limit that is none": ["scan", "{case}", "--set", "{evil}=1"],
    "a bundle that is none": ["verify", "/nowhere/{evil}"],
    "a report that is none": ["compare", "/nowhere/{evil}", "{evil}"],
    "a release that is none": ["scan", "{case}", "--rules", "{evil}"],
    "a target that stands there": ["bundle", "{case}", "-o", "{case}"],
    "an earlier bundle that is none": ["bundle", "{case}", "-o", "{new}", "--after", "{evil}"],
    "frames of what is no video": ["frames", "{case}", "-o", "{new}"],
}


@pytest.mark.parametrize("name", COMMANDS)
def test_no_command_passes_it_on(
    name: str, case: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Neither stdout nor stderr, whether the command does its work or not."""
    (case.parent / f"sealed/more{EVIL}").write_bytes(b"")
    known = {
        "case": str(case),
        "new": str(tmp_path / f"new{EVIL}"),
        "spoilt": str(case.parent / "sealed"),
        "evil": EVIL,
    }
    code = run([argument.format(**known) for argument in COMMANDS[name]])
    said = "".join(capsys.readouterr())

    assert code in range(7)
    assert said
    assert STEERING.findall(said.removeprefix("\ufeff").replace("\r\n", "\n")) == []


def test_no_file_of_a_bundle_passes_it_on(case: Path) -> None:
    """Neither their names nor what they say, in texts, lists and reports."""
    bundle = case.parent / "sealed"
    (bundle / f"more{EVIL}").unlink(missing_ok=True)
    texts = {
        path: path.read_text("utf-8")
        for path in bundle.rglob("*")
        if path.is_file() and path.suffix in TEXTS
    }
    names = "".join(str(path.relative_to(bundle)) for path in bundle.rglob("*"))

    assert len(texts) == 6
    assert STEERING.findall(names) == []
    assert {str(p): STEERING.findall(t) for p, t in texts.items() if STEERING.search(t)} == {}


TEXTS = {".txt", ".json", ".html", ""}


def test_json_says_the_same_without_steering() -> None:
    """The values are as they were; only their spelling is."""
    text = json.dumps({EVIL: [EVIL, 1]}, ensure_ascii=False)

    assert json.loads(printable_json(text)) == json.loads(text)
    assert not STEERING.search(printable_json(text))


def test_text_keeps_its_lines_and_letters() -> None:
    """Only what steers goes; emoji, accents and other scripts stay."""
    text = "Дыра 🧥👩‍🔧 שלום\nnaïve"

    assert printable_lines(text) == text
    assert printable(text) == text.replace("\n", "\ufffd")
