"""Facts are kept under everything that made them."""

import ast
import os
import subprocess
import sys
from pathlib import Path

import pytest

from evidence_qc.runtime import code_stamp as stamps
from evidence_qc.runtime.code_stamp import PACKAGE, code_of_facts, code_stamp, decoder_versions

LOADED = """
import sys
import evidence_qc.examine.worker, evidence_qc.examine.video
print("\\n".join(m.__file__ for n, m in sys.modules.items() if n.startswith("evidence_qc.")))
"""


def test_the_stamp_is_stable() -> None:
    """The same code has the same stamp."""
    assert code_stamp() == code_stamp()


def test_whatever_is_loaded_to_make_facts_counts() -> None:
    """Nothing is listed by hand: what Python loads is what is found."""
    run = subprocess.run([sys.executable, "-c", LOADED], capture_output=True, text=True, check=True)
    loaded = {Path(line) for line in run.stdout.splitlines()}

    assert loaded - set(code_of_facts()) == {PACKAGE / "version.py"}  # stands in the stamp itself


def test_imports_inside_functions_count() -> None:
    """What is only loaded for some files changes their facts all the same."""
    found = set(code_of_facts())
    for path in found:
        if path.suffix != ".py":
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("evidence_qc."):
                file = PACKAGE.joinpath(*str(node.module).split(".")[1:])
                assert {file.with_suffix(".py"), file / "__init__.py"} & found, node.module


def test_the_network_counts_and_the_reports_do_not() -> None:
    """Data beside the code does; what only judges or writes does not."""
    found = {path.relative_to(PACKAGE).as_posix() for path in code_of_facts()}

    assert any(name.endswith(".onnx") for name in found)
    assert not any(name.startswith(("report/", "serve/", "cli/", "plan/")) for name in found)


def test_another_decoder_is_another_stamp(monkeypatch: pytest.MonkeyPatch) -> None:
    """A crash is remembered, until a decoder changes."""
    before = code_stamp()
    assert any(each.startswith("Pillow ") for each in decoder_versions())
    monkeypatch.setattr(stamps, "version", lambda package: "0.0.1")
    code_stamp.cache_clear()

    assert code_stamp() != before
    code_stamp.cache_clear()


def test_code_that_is_worked_on_has_another_stamp(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another size, a later date, data beside it; what facts do not import changes nothing."""
    code = {
        "examine/file.py": "if 1:\n    from evidence_qc.media import (\n        reader,\n    )\n",
        "media/__init__.py": "",
        "media/reader.py": "1",
        "report/words.py": "1",
    }
    for name, text in code.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text)
    monkeypatch.setattr(stamps, "PACKAGE", tmp_path)

    def stamp() -> str:
        code_stamp.cache_clear()
        return code_stamp()

    seen = [stamp()]
    reader = tmp_path / "media/reader.py"
    for content, date_ns in (("12", 10**18), ("12", 10**18 + 1)):
        reader.write_text(content)
        os.utime(reader, ns=(date_ns, date_ns))
        seen.append(stamp())
    (tmp_path / "media/weights.onnx").write_bytes(b"x")
    seen.append(stamp())

    assert len(set(seen)) == len(seen)

    (tmp_path / "report/words.py").write_text("another")
    assert stamp() == seen[-1]
    code_stamp.cache_clear()


def test_another_release_has_another_stamp(monkeypatch: pytest.MonkeyPatch) -> None:
    """Though its files have the same sizes and dates."""
    before = code_stamp()
    monkeypatch.setattr(stamps, "VERSION", "0.0.0")
    code_stamp.cache_clear()

    assert code_stamp() != before
    code_stamp.cache_clear()
