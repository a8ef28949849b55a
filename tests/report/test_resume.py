"""Going on: whole lines are kept, a torn one is cut, and a file of something else is refused."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from evidence_qc.errors import CannotWriteError, ExitCode, UsageError
from evidence_qc.model import ProfileRef, ToolInfo
from evidence_qc.report.resume import keep_lines
from evidence_qc.report.tally import Tally
from tests.report.batches import READY, REPORT, RETAKE, failed, line, result

RESULTS = [result("a", READY), failed("b"), result("c", RETAKE), failed("d\udcff\n")]
NAMES = [each.dispute for each in RESULTS]
LINES = [line(each).encode() for each in RESULTS]


def keep(
    path: Path,
    names: list[str] = NAMES,
    tool: ToolInfo = REPORT.tool,
    profile: ProfileRef = REPORT.profile,
) -> Tally:
    tally = Tally()
    keep_lines(path, names, tool=tool, profile=profile, tally=tally)
    return tally


def test_cut_at_any_byte_of_the_last_line(tmp_path: Path) -> None:
    """Only the newline makes a line whole; what stands before it is not touched."""
    path = tmp_path / "out.jsonl"
    before, last = b"".join(LINES[:-1]), LINES[-1]
    for cut in range(len(last) + 1):
        path.write_bytes(before + last[:cut])
        tally = keep(path)
        whole = cut == len(last)

        assert path.read_bytes() == before + (last if whole else b"")
        assert tally.disputes == (4 if whole else 3)


@pytest.mark.parametrize("number", range(5))
def test_what_is_kept_counts_as_if_it_were_new(tmp_path: Path, number: int) -> None:
    """The headline and the exit code are those of a whole run."""
    path = tmp_path / "out.jsonl"
    path.write_bytes(b"".join(LINES[:number]))
    kept, new = keep(path), Tally()
    for each in RESULTS[:number]:
        new.add(each)

    assert (kept.headline(), kept.exit_code) == (new.headline(), new.exit_code) or not number
    assert kept.disputes == number


def test_a_file_that_is_not_there_has_no_lines(tmp_path: Path) -> None:
    """It is not made either."""
    assert keep(tmp_path / "out.jsonl").disputes == 0
    assert not (tmp_path / "out.jsonl").exists()


@pytest.mark.parametrize(
    ("names", "why"),
    [
        (["a", "bb", "b", "c"], "added, removed or renamed"),
        (["b", "c"], "added, removed or renamed"),
        (["a", "b", "c", "d?\n"], "added, removed or renamed"),
        (["a"], "no more are wanted"),
        ([], "no more are wanted"),
    ],
)
def test_other_disputes_are_refused(tmp_path: Path, names: list[str], why: str) -> None:
    """Also when they differ only in bytes that cannot be shown; the file stays as it is."""
    path = tmp_path / "out.jsonl"
    path.write_bytes(b"".join(LINES) + b"torn")
    with pytest.raises(UsageError, match=why):
        keep(path, names)

    assert path.read_bytes() == b"".join(LINES) + b"torn"


@pytest.mark.parametrize("first", [0, 1])
def test_another_tool_or_profile_is_refused(tmp_path: Path, first: int) -> None:
    """Verdicts of two kinds do not belong into one file; error lines know theirs too."""
    path = tmp_path / "out.jsonl"
    path.write_bytes(LINES[first])
    tool = replace(REPORT.tool, components={**REPORT.tool.components, "opencv": "4.8.0"})
    with pytest.raises(UsageError, match=r"another tool: opencv 5\.0\.0, here 4\.8\.0"):
        keep(path, NAMES[first:], tool=tool)
    with pytest.raises(UsageError, match="another profile: name aliexpress, here shopee"):
        keep(path, NAMES[first:], profile=ProfileRef("shopee", "ab" * 32))


@pytest.mark.parametrize(
    "text", [b"{}\n", b"\n", b"[]\n", b'"x"\n', b"\xff\n", b"path,verdict\n", b"{\n}\n",
             b'{"schema": "evidence-qc/report/1"}\n',
             b'{"schema": "evidence-qc/batch/1", "dispute": "a", "report": []}\n',
             b'{"schema": "evidence-qc/batch/1", "dispute": "a", "report": {"tool": 1}}\n']
)  # fmt: skip
def test_what_is_no_batch_is_refused(tmp_path: Path, text: bytes) -> None:
    """In a sentence that names the line; nothing of the file is lost."""
    path = tmp_path / "out.jsonl"
    path.write_bytes(text)
    with pytest.raises(UsageError, match="Line 1 of"):
        keep(path)

    assert path.read_bytes() == text


def test_a_folder_cannot_be_gone_on_with(tmp_path: Path) -> None:
    """The exit code is the one for what cannot be written."""
    with pytest.raises(CannotWriteError) as caught:
        keep(tmp_path)

    assert caught.value.exit_code is ExitCode.CANNOT_WRITE
