"""The command line as a caller sees it: codes, streams, and words."""

import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from evidence_qc.cli.bundle import DAY
from evidence_qc.cli.collage import together
from evidence_qc.cli.common import read_file_list
from evidence_qc.cli.main import COMMANDS, main, run
from evidence_qc.errors import CannotWriteError, EvidenceQcError, NoInputError
from tests.pictures import jpeg, scene, write

ROOT = Path(__file__).parents[2]


def test_help_names_every_command(capsys: pytest.CaptureFixture[str]) -> None:
    """--help lists the commands in the order of the work."""
    assert run(["--help"]) == 0
    out = capsys.readouterr().out

    assert [out.index(f"\n  {name} ") for name in COMMANDS] == sorted(
        out.index(f"\n  {name} ") for name in COMMANDS
    )


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_explains_itself(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    """COMMAND --help works and says more than its name."""
    assert run([name, "--help"]) == 0
    assert len(capsys.readouterr().out.split()) > 15


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (NoInputError("Nothing."), 3),
        (CannotWriteError("No."), 5),
        (KeyboardInterrupt(), 130),
        (ZeroDivisionError("oh"), 70),
    ],
)
def test_errors_become_their_codes(
    error: BaseException,
    code: int,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Each kind of failure has its own exit code, its message on stderr, nothing on stdout."""

    def fail(*args: object, **options: object) -> None:
        raise error

    monkeypatch.setattr("evidence_qc.rules.registry.find_rule", fail)
    assert run(["rules", "too-dark"]) == code
    captured = capsys.readouterr()

    assert captured.out == ""
    assert captured.err


@pytest.mark.parametrize(
    "arguments",
    [["no-such-command"], ["scan"], ["scan", "x", "--jobs", "0"], ["rules", "too-drak"]],
)
def test_wrong_usage_is_2(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    """A mistake of the caller is told apart from findings."""
    assert run(arguments) == 2
    assert capsys.readouterr().err


def test_a_near_miss_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    """A misspelt rule gets the right one."""
    run(["rules", "too-drak"])

    assert "too-dark" in capsys.readouterr().err


def test_rules_as_json_is_data(capsys: pytest.CaptureFixture[str]) -> None:
    """Other programs can read the manuals."""
    assert run(["rules", "--format", "json"]) == 0
    rules = json.loads(capsys.readouterr().out)

    assert {"name", "summary", "limits", "manual"} <= rules[0].keys()


def test_an_error_says_what_to_do() -> None:
    """The remedy follows the message."""
    assert str(EvidenceQcError("It broke.", "Mend it.")) == "It broke. Mend it."


def test_a_closed_pipe_is_no_error() -> None:
    """`evidence-qc rules | head -1` ends quietly."""
    code = "import sys; from evidence_qc.cli import main; sys.argv[1:] = ['rules']; main()"
    with subprocess.Popen(
        [sys.executable, "-c", code], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdout
        process.stdout.close()
        assert process.stderr
        error = process.stderr.read()

    assert b"Traceback" not in error


@pytest.mark.skipif(os.name != "posix", reason="closes descriptors as a POSIX shell does")
@pytest.mark.parametrize(
    ("arguments", "closed"),
    [
        (["rules"], (1,)),
        (["check", "-"], (0,)),
        (["no"], (2,)),
        (["scan", "a.jpg"], (0,)),
        (["scan", "a.jpg"], (0, 1, 2)),
    ],
    ids=str,
)
def test_a_stream_that_was_closed_leads_nowhere(
    arguments: list[str], closed: tuple[int, ...], tmp_path: Path
) -> None:
    """As services and shells (``>&-``) start programs: the work is done, and no file is hit."""
    write(tmp_path, a=jpeg(scene(400, 300)))
    before = (tmp_path / "a.jpg").read_bytes()
    start = f"""
import os, sys
for number in {closed}:
    os.close(number)
os.execv(sys.executable, [sys.executable, "-m", "evidence_qc", *{arguments}])
"""
    ran = subprocess.run(
        [sys.executable, "-c", start],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    code = {"rules": 0, "check": 3, "scan": 0, "no": 2}[arguments[0]]

    assert (ran.returncode, "Traceback" in ran.stderr) == (code, False)
    assert bool(ran.stdout) == (1 not in closed and arguments[0] in {"rules", "scan"})
    assert (tmp_path / "a.jpg").read_bytes() == before


def test_the_module_is_the_program() -> None:
    """The entry point is importable under the name that pyproject states."""
    assert callable(main)


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["scna", "x"], 2, "Did you mean scan?"),
        (["scan", "{photo}", "--role", "a.jpg=lable"], 2, "Did you mean 'label'?"),
        (["frames", "{photo}", "-o", "{folder}/f"], 3, "There is no video in"),
        (["collage", "{photo}", "-o", "{folder}/c.png"], 2, "c.jpg"),
        (["bundle", "{photo}", "-o", "{folder}/b", "--received", "14/11"], 2, "2026-11-14"),
    ],
)
def test_a_mistake_is_answered_in_one_sentence(
    arguments: list[str],
    code: int,
    words: str,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """What is wrong and what would be right; no name of a class, nothing written."""
    write(tmp_path, a=jpeg(scene()))
    places = {"photo": str(tmp_path / "a.jpg"), "folder": str(tmp_path)}

    assert run([argument.format(**places) for argument in arguments]) == code
    said = capsys.readouterr().err
    assert words in said
    assert "<" not in said
    assert [path.name for path in tmp_path.iterdir()] == ["a.jpg"]


def test_a_day_may_be_written_with_dots() -> None:
    """As most of the world writes it."""
    assert DAY.convert("14.11.2026", None, None) == DAY.convert("2026-11-14", None, None)


def test_warnings_that_differ_in_a_number_are_one() -> None:
    """Thirty-three tiles are too small: that is one thing to know."""
    points = [f"Tile {n} is only 61 px across." for n in range(33)] + ["The title is long."]

    assert together(points) == [
        "Tile 0 is only 61 px across. So are 32 more tiles.",
        "The title is long.",
    ]


def test_a_bundle_of_loose_photos_keeps_what_it_assumed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Beside it, for what is in it is sealed; what the user has edited is never written over."""
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "a.jpg").write_bytes(jpeg(scene()))
    arguments = ["bundle", str(folder), "-o", str(tmp_path / "out"), "--no-questions"]
    kept = tmp_path / "out.case.toml"

    assert run(arguments) == 1
    assert str(kept) in capsys.readouterr().out
    kept.write_text(kept.read_text(encoding="utf-8") + "# mine\n", encoding="utf-8")
    edited = kept.read_bytes()
    assert run([*arguments, "--force", "--case", str(kept)]) == 1
    assert kept.read_bytes() == edited


@pytest.mark.parametrize("null_separated", [False, True])
def test_a_list_of_files_may_begin_as_windows_begins_texts(null_separated: bool) -> None:
    """Three bytes that say UTF-8; between NULs a name is any bytes, these too."""
    listed = b"\xef\xbb\xbfa.jpg\r\nb.jpg\r\n".replace(b"\r\n", b"\0" * null_separated or b"\r\n")
    names = read_file_list(io.BytesIO(listed), null_separated=null_separated)

    assert names == [os.fsdecode(b"\xef\xbb\xbfa.jpg") if null_separated else "a.jpg", "b.jpg"]


@pytest.mark.parametrize(
    "before",
    ["scan . --case", "scan . -o", "bundle . -o", "bundle . -o out --after", "frames a.mp4 -o",
     "collage a.jpg -o", "batch . --output", "verify", "compare", "compare a.json", "mcp", "mcp .",
     "serve --port 0 --keep"],
)  # fmt: skip
def test_a_path_that_is_empty_is_not_the_folder_one_stands_in(
    before: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A script writes it where a variable is unset: it is said, and nothing read or written."""
    monkeypatch.chdir(tmp_path)
    write(tmp_path, a=jpeg(scene(400, 300)))
    arguments = [*before.split(), ""] + ["b.json"] * (before == "compare")

    assert run(arguments) == 2
    assert "One of the paths is empty" in capsys.readouterr().err
    assert [each.name for each in tmp_path.iterdir()] == ["a.jpg"]


def test_a_folder_in_the_place_of_a_report_is_said_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """By the name that was typed, not by another and its own."""
    monkeypatch.chdir(tmp_path)
    write(tmp_path, a=jpeg(scene(400, 300)))
    (tmp_path / "taken").mkdir()

    assert run(["scan", "a.jpg", "--no-cache", "-o", "taken"]) == 5
    said = capsys.readouterr().err
    assert (said.count("taken"), "Name another place" in said) == (1, True)
