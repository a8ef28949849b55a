"""Every command speaks the language of the person who typed it; programs see no difference."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from evidence_qc.cli.main import run
from evidence_qc.language.languages import LANGUAGES
from tests.pictures import dimmed, jpeg, scene, write

ENGLISH_WORDS = re.compile(r"\b(the|is|are|and|of|not|file|files|take|nothing)\b")
OTHERS = LANGUAGES[1:]
Out = pytest.CaptureFixture[str]


@pytest.fixture
def photos(tmp_path: Path) -> Path:
    """One good photo, one too dark, one broken off, and one that is no photo."""
    picture = scene(800, 600)
    whole = jpeg(picture)
    dark, broken = jpeg(dimmed(picture, 0.03)), whole[: len(whole) // 2]
    folder = write(tmp_path / "p", a=whole, b=dark, c=broken)
    (folder / "d.xyz").write_bytes(b"-")
    return folder


@pytest.mark.parametrize("command", ["scan", "check"])
def test_what_people_read_is_in_their_language(command: str, photos: Path, capsys: Out) -> None:
    """Headline, headings, reasons, advice."""
    for language in OTHERS:
        assert run([command, str(photos), "--lang", language, "--no-progress"]) == 1
        says_no_english(capsys.readouterr().out, photos)


def says_no_english(out: str, photos: Path) -> None:
    words = out.replace(str(photos), "")
    assert not ENGLISH_WORDS.findall(words), words
    assert len(out.splitlines()) >= 2


@pytest.mark.parametrize("language", OTHERS)
def test_errors_are_in_their_language(language: str, tmp_path: Path, capsys: Out) -> None:
    """What is wrong and what to do, with the same exit code."""
    missing = str(tmp_path / "z.jpg")
    codes, said = set(), set()
    for chosen in ("en", language):
        codes.add(run(["--lang", chosen, "verify", missing]))
        said.add(capsys.readouterr().err)

    assert len(codes) == 1
    assert len(said) == 2
    assert all(missing in each for each in said)


def test_the_locale_decides_where_nobody_does(
    photos: Path, capsys: Out, monkeypatch: pytest.MonkeyPatch
) -> None:
    """``LANG`` or what comes before it (POSIX); ``--lang`` comes before all."""
    said = {}
    for name, (locale, options) in {
        "english": ("C", []),
        "locale": ("es_ES.UTF-8", []),
        "said": ("es_ES.UTF-8", ["--lang", "en"]),
        "spanish": ("C", ["--lang", "es"]),
        "auto": ("es_ES.UTF-8", ["--lang", "auto"]),
    }.items():
        monkeypatch.setenv("LC_ALL", locale)
        run([*options, "scan", str(photos), "--no-progress"])
        said[name] = capsys.readouterr().out

    assert said["english"] == said["said"] != said["spanish"]
    assert said["locale"] == said["spanish"] == said["auto"]


@pytest.mark.parametrize("form", ["json", "jsonl", "csv"])
def test_programs_read_the_same_in_every_language(form: str, photos: Path, capsys: Out) -> None:
    """Only when the scan began may differ."""
    outs = set()
    for language in LANGUAGES:
        run(["--lang", language, "scan", str(photos), "--format", form, "--no-progress"])
        outs.add(re.sub(r'"(started|created)_at": ?"[^"]*"', "", capsys.readouterr().out))

    assert len(outs) == 1
