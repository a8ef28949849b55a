"""A case file, a profile, a saved report that nobody would write: a usage error in a sentence."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from evidence_qc.bundle.earlier import read_earlier
from evidence_qc.case.case_file import CASE_BYTES_MAX, read_case_file
from evidence_qc.cli.main import run
from evidence_qc.errors import UsageError
from evidence_qc.language.languages import LANGUAGES
from evidence_qc.profiles import load_profile
from evidence_qc.report.json import loads
from tests.odd_values import ODD
from tests.pictures import jpeg, scene

DEEP = 100_000
DOCUMENTS = {
    "deep list": "item = " + "[" * DEEP + "]" * DEEP,
    "deep table": "item = " + "{a=" * DEEP + "1" + "}" * DEEP,
    "deep key": "[" + ".".join("a" * 2000) + "]\nx = 1",
    "long number": "item = " + "9" * DEEP,
    "half a list": "item = [",
    "no text": "\x00\x01",
}


@pytest.mark.parametrize("name", DOCUMENTS)
def test_no_toml_is_too_much(name: str, tmp_path: Path) -> None:
    """Deep, long, half: for a case and for a profile."""
    path = tmp_path / "x.toml"
    path.write_text(DOCUMENTS[name], encoding="utf-8")
    for read in (read_case_file, lambda path: load_profile(str(path))):
        with pytest.raises(UsageError) as error:
            read(path)
        assert path.name in str(error.value)
        assert len(str(error.value)) < 1000


@pytest.mark.parametrize("text", ["[" * DEEP, '{"a":' * DEEP, "", "[", "9" * DEEP])
def test_no_json_is_too_much(text: str, tmp_path: Path) -> None:
    """A saved report, the manifest of an earlier bundle, the lines of an earlier batch."""
    (tmp_path / "manifest.json").write_text(text, encoding="utf-8")
    (tmp_path / "SHA256SUMS").write_text("x", encoding="utf-8")
    (tmp_path / "out.jsonl").write_text(f"{text}\n", encoding="utf-8")
    (tmp_path / "disputes/a").mkdir(parents=True)
    with pytest.raises(UsageError):
        loads(text)
    with pytest.raises(UsageError):
        read_earlier(tmp_path)

    batch = ["batch", str(tmp_path / "disputes"), "--resume", "-o", str(tmp_path / "out.jsonl")]
    assert run(batch) == 2


@pytest.mark.parametrize("odd", ODD)
@pytest.mark.parametrize(
    "form",
    [
        "item = {}", "reason = {}", "usable = {}", "claims = {}", "media = {}", "claims = [{}]",
        "[[claims]]\ntitle = {}", "[[claims]]\ntitle = 'a'\nmedia = {}", "media = {{a = {}}}",
        "[[claims]]\ntitle = 'a'\nmedia = [{}]", "[[claims]]\ntitle = 'a'\nnamed = {}",
        "[media.a]\nrole = {}", "[media.a]\nmarks = {}", "[media.a]\nmarks = [{}]",
        "[media.a]\nmarks = [{{x = {}, y = 0.5}}]",
        "[media.a]\nmarks = [{{x = 0, y = 1, size = {}}}]",
        "[media.a]\nmarks = [{{x = 0, y = 1, label = {}}}]", "[media.a]\npin = {}",
    ],
)  # fmt: skip
def test_an_odd_value_in_any_place_is_said_or_taken(form: str, odd: str, tmp_path: Path) -> None:
    """Whatever kind of value stands there: a complaint that can be said in every language."""
    path = tmp_path / "case.toml"
    path.write_text(form.format(odd) + "\n", encoding="utf-8")
    try:
        read_case_file(path)
    except UsageError as error:
        assert all(error.in_language(language) for language in LANGUAGES)


def test_a_file_of_megabytes_is_no_case(tmp_path: Path) -> None:
    """It would be read for minutes."""
    path = tmp_path / "case.toml"
    path.write_text(f"item = {'x' * CASE_BYTES_MAX!r}\n", encoding="utf-8")

    with pytest.raises(UsageError, match="more than 2,000,000 bytes"):
        read_case_file(path)


@pytest.mark.skipif(os.name != "posix", reason="needs links and pipes")
@pytest.mark.parametrize("kind", ["link to nothing", "link to itself", "folder", "pipe"])
@pytest.mark.parametrize("is_named", [False, True], ids=["found", "--case"])
def test_what_is_no_file_is_no_case_file(
    kind: str, is_named: bool, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """It is said at once: never passed over, never waited for."""
    (tmp_path / "p").mkdir()
    (tmp_path / "p/a.jpg").write_bytes(jpeg(scene(320, 240)))
    path = tmp_path / "p/case.toml"
    match kind:
        case "link to nothing":
            path.symlink_to(tmp_path / "gone.toml")
        case "link to itself":
            path.symlink_to(path)
        case "folder":
            path.mkdir()
        case _:
            os.mkfifo(path)

    arguments = ["scan", str(tmp_path / "p"), *(["--case", str(path)] if is_named else [])]

    assert run(arguments) == 2
    told = capsys.readouterr()
    assert (told.out, told.err.count("case.toml"), len(told.err.splitlines())) == ("", 1, 1)


@pytest.mark.skipif(os.name != "posix", reason="needs links and pipes")
@pytest.mark.parametrize(
    "kind", ["pipe", "device", "loop", "long", "extends NUL", "extends itself"]
)
def test_what_is_no_profile_is_a_sentence(kind: str, tmp_path: Path) -> None:
    """It is not waited for, and not read without end."""
    path = tmp_path / "p.toml"
    match kind:
        case "pipe":
            os.mkfifo(path)
        case "device":
            path.symlink_to("/dev/zero")
        case "loop":
            path.symlink_to(path)
        case "long":
            path.write_text("# " + "x" * 3_000_000)
        case "extends NUL":
            path.write_text('extends = "./\\u0000"')
        case _:
            path.write_text(f'extends = "../{tmp_path.name}/p.toml"')

    with pytest.raises(UsageError) as error:
        load_profile(str(path))
    assert len(str(error.value)) < 1000


@pytest.mark.parametrize(
    "options",
    [
        ["collage", "a.jpg", "-o", "{long}.jpg"],
        ["bundle", "a.jpg", "-o", "{long}"],
        ["bundle", "a.jpg", "-o", "{nearly}"],
        ["scan", "a.jpg", "--output", "{long}"],
        ["scan", "a.jpg", "--case", "{long}"],
        ["scan", "a.jpg", "--profile", "./{long}.toml"],
        ["verify", "{long}"],
        ["compare", "{long}", "{long}"],
    ],
    ids=" ".join,
)
def test_a_name_that_no_disk_takes_is_a_sentence(
    options: list[str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Where it is to be read and where it is to be written."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.jpg").write_bytes(jpeg(scene(480, 360)))
    names = {"long": "y" * 300, "nearly": "y" * 250}

    assert run([each.format(**names) for each in options]) in {2, 3, 5}
    assert "Traceback" not in capsys.readouterr().err
