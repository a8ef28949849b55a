"""User code that calls the public API passes the type checkers, and a wrong call does not."""

import importlib.util
import json
import subprocess
import sys
from pathlib import Path

import pytest

import evidence_qc

API = Path(__file__).with_name("api.py")
ROOT = Path(evidence_qc.__file__).parent.parent
WRONG = "from evidence_qc import scan\nscan('a', no_such_option=1).count('reject') + ''\n"


def mypy(path: Path, cache: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "mypy", "--strict", "--config-file", "pyproject.toml"]
    return subprocess.run(
        [*command, "--cache-dir", str(cache), str(path)],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip


@pytest.mark.slow
def test_mypy_accepts_user_code(tmp_path: Path) -> None:
    """Strictly; and it would complain of an option that does not exist."""
    (tmp_path / "wrong.py").write_text(WRONG)
    right, wrong = mypy(API, tmp_path / "cache"), mypy(tmp_path / "wrong.py", tmp_path / "cache")

    assert (right.returncode, right.stdout) == (0, "Success: no issues found in 1 source file\n")
    assert "no_such_option" in wrong.stdout


@pytest.mark.slow
@pytest.mark.skipif(
    importlib.util.find_spec("basedpyright") is None, reason="the extra types is not installed"
)
def test_pyright_accepts_user_code(tmp_path: Path) -> None:
    """By the rules that pyright has unless told otherwise."""
    (tmp_path / "api.py").write_bytes(API.read_bytes())
    (tmp_path / "wrong.py").write_text(WRONG)
    settings = {"typeCheckingMode": "standard", "extraPaths": [str(ROOT)], "include": ["."]}
    (tmp_path / "pyrightconfig.json").write_text(json.dumps(settings))
    said = subprocess.run(
        [sys.executable, "-m", "basedpyright", "--outputjson", "--pythonpath", sys.executable],
        cwd=tmp_path, capture_output=True, text=True, check=False,
    )  # fmt: skip
    faults = {
        (Path(each["file"]).name, each["severity"])
        for each in json.loads(said.stdout)["generalDiagnostics"]
        if each["severity"] == "error"
    }

    assert faults == {("wrong.py", "error")}
