"""Windows and macOS, pretended: neither was ever run, and SECURITY.md says so."""

from __future__ import annotations

import ast
import os
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import pytest

import evidence_qc
from evidence_qc.bundle.types import BundleOptions
from evidence_qc.bundle.verify import verify_bundle
from evidence_qc.errors import CannotWriteError
from evidence_qc.report.whole_file import whole_bytes, whole_text
from evidence_qc.runtime.owned import owned_file, owned_folder, sweep
from tests.bundle.test_build import build
from tests.elsewhere import LACKING, windows
from tests.pictures import jpeg, scene, write

ROOT = Path(__file__).parents[1]
PACKAGE = Path(evidence_qc.__file__).parent
OURS = ("evidence_qc.runtime.owned", "evidence_qc.report.whole_file")
pytestmark = pytest.mark.skipif(not Path("/proc/self/fd").is_dir(), reason="pretended on Linux")


def test_a_file_is_closed_before_it_gets_its_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Windows renames no open file: a new file, one over an older, and one that fails."""
    target = tmp_path / "a.txt"
    for text in ("one", "two"):
        with windows(monkeypatch, *OURS) as refused, whole_text(target) as stream:
            stream.write(text)
        assert target.read_text(encoding="utf-8") == text
        assert refused == []
    with windows(monkeypatch, *OURS), suppress(ZeroDivisionError), whole_bytes(target) as stream:
        stream.write(b"three")
        raise ZeroDivisionError
    assert target.read_text(encoding="utf-8") == "two"
    assert [path.name for path in tmp_path.iterdir()] == ["a.txt"]


def test_a_target_that_others_have_open_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An older report that a spreadsheet holds: a sentence, the old one stays, nothing is left."""
    target = tmp_path / "a.csv"
    target.write_bytes(b"old")
    with (
        target.open("rb"),
        windows(monkeypatch, *OURS) as refused,
        pytest.raises(CannotWriteError, match=r"a\.csv"),
        whole_bytes(target) as stream,
    ):
        stream.write(b"new")

    assert refused
    assert target.read_bytes() == b"old"
    assert [path.name for path in tmp_path.iterdir()] == ["a.csv"]


def test_what_a_live_owner_has_open_is_not_swept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """There an open file is its own lock; what nobody has open goes."""
    with windows(monkeypatch, *OURS):
        with owned_folder(tmp_path, "out") as folder, owned_file(tmp_path, "out") as (held, part):
            (folder / "photo.jpg").write_bytes(b"x")
            sweep(tmp_path, "out")
            assert (folder / "photo.jpg").is_file()
            assert part.is_file()
            os.close(held)
        assert list(tmp_path.iterdir()) == []
        left = tmp_path / ".out.evidence-qc-1234"
        left.mkdir()
        (left / "owner").touch()
        (tmp_path / ".out.evidence-qc-5678.part").touch()
        sweep(tmp_path, "out")

    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("as_zip", [False, True], ids=["folder", "archive"])
def test_a_bundle_replaces_an_older_one(
    as_zip: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing of it is open when it gets its name."""
    for _ in range(2):
        with windows(monkeypatch, *OURS) as refused:
            build(tmp_path / "out", options=BundleOptions(as_zip=as_zip, force=True))
        assert refused == []
        assert verify_bundle(tmp_path / "out").intact
        assert [path.name for path in tmp_path.iterdir()] == ["out"]


def _run(
    arguments: list[str], folder: Path, **environment: str
) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-m", "evidence_qc", *arguments],
        cwd=folder,
        env=os.environ | {"PYTHONPATH": f"{folder}{os.pathsep}{ROOT}"} | environment,
        capture_output=True,
        check=False,
    )


@pytest.mark.slow
def test_without_groups_forks_limits_and_proc(tmp_path: Path) -> None:
    """What Windows lacks is missing in the supervisor and in its workers: the same verdicts."""
    write(tmp_path / "in", a=jpeg(scene(400, 300)), b=jpeg(scene(400, 300))[:9000])
    here = _run(["scan", "in", "--format", "json", "--no-cache"], tmp_path)
    (tmp_path / "sitecustomize.py").write_text(LACKING, encoding="utf-8")
    there = _run(["scan", "in", "--format", "json", "--no-cache"], tmp_path)

    assert there.returncode == here.returncode == 1, there.stderr.decode()
    assert there.stdout == here.stdout
    assert there.stderr == b""


@pytest.mark.slow
@pytest.mark.parametrize("page", ["cp1252", "cp437", "ascii"])
def test_any_code_page_will_do(page: str, tmp_path: Path) -> None:
    """What cannot be said in the console's code page is no error: everything is UTF-8."""
    write(tmp_path / "дыра 破洞 🧥", a=jpeg(scene(400, 300)))
    for form in ("table", "json", "csv"):
        done = _run(
            ["scan", ".", "--format", form], tmp_path, PYTHONIOENCODING=page, PYTHONUTF8="0"
        )

        assert done.returncode == 0, done.stderr
        assert "дыра 破洞" in done.stdout.decode("utf-8")


def test_no_text_depends_on_the_code_page() -> None:
    """Whoever reads or writes text names its encoding; on Windows the default is another."""
    offenders = []
    for path in sorted(PACKAGE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call):
                continue
            name = getattr(node.func, "attr", getattr(node.func, "id", ""))
            words = {keyword.arg for keyword in node.keywords}
            strings = [a.value for a in node.args if isinstance(a, ast.Constant)]
            is_bytes = any(isinstance(s, str) and "b" in s and len(s) <= 3 for s in strings)
            is_text = name in {"read_text", "write_text", "TextIOWrapper"}
            opens = name == "open" and any(s in {"r", "w", "a", "x"} for s in strings)
            opens = opens and not ast.unparse(node.func).startswith("archive.")  # always bytes
            positional = name == "read_text" and bool(strings)
            if (is_text or opens) and not is_bytes and "encoding" not in words and not positional:
                offenders.append(f"{path.relative_to(PACKAGE)}:{node.lineno}")

    assert offenders == []
