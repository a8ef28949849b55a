"""``batch`` on a disk that fails: exit code 5, a sentence, whole lines; ``--resume`` goes on."""

from __future__ import annotations

import errno
import json
import subprocess
import sys
from pathlib import Path

import pytest

from evidence_qc.cli.main import run
from tests.faults import fault
from tests.pictures import jpeg, scene, write

pytestmark = pytest.mark.slow

PHOTO = jpeg(scene(300, 200))
SLOW = [pytest.mark.slow]
CODES = (
    errno.ENOSPC,
    pytest.param(errno.EACCES, marks=SLOW),
    pytest.param(errno.EIO, marks=SLOW),
)
BEGUN = (None, 1, pytest.param(0, marks=SLOW), pytest.param(3, marks=SLOW))


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three disputes, the second with an error."""
    folder = tmp_path_factory.mktemp("disputes")
    for name in ("a", "b", "c"):
        write(folder / name, photo=PHOTO)
    (folder / "b/case.toml").write_text("claims = 3", encoding="utf-8")
    return folder


def batch(root: Path, target: Path, *more: str) -> int:
    return run(["batch", str(root), "--output", str(target), "-q", *more])


@pytest.fixture(scope="module")
def whole(root: Path, tmp_path_factory: pytest.TempPathFactory) -> bytes:
    target = tmp_path_factory.mktemp("whole") / "out.jsonl"
    assert batch(root, target) == 1
    return target.read_bytes()


def prefixes(whole: bytes) -> list[bytes]:
    lines = whole.splitlines(keepends=True)
    return [b"".join(lines[:count]) for count in range(len(lines) + 1)]


@pytest.mark.parametrize("code", CODES, ids=lambda code: errno.errorcode[code])
@pytest.mark.parametrize("begun", BEGUN, ids=lambda n: "anew" if n is None else str(n))
@pytest.mark.parametrize("more", [(), ("--resume",), ("--resume", "--retry-errors")], ids=" ".join)
def test_every_call_may_be_refused(
    begun: int | None,
    more: tuple[str, ...],
    code: int,
    root: Path,
    whole: bytes,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Whatever stood there before: nothing else is left, no line is lost, the next run ends it."""
    folder, at, met = tmp_path / "folder", 0, True
    folder.mkdir()
    target = folder / "out.jsonl"
    while met:
        at += 1
        target.unlink(missing_ok=True)
        if begun is not None:
            target.write_bytes(prefixes(whole)[begun])
        with fault(folder, at, code) as refused:
            ended = batch(root, target, *more)
        met, said = refused.met, capsys.readouterr().err.strip()

        assert ended == (5 if met else 1), at
        if met:
            assert said.startswith("evidence-qc: ")
            assert "\n" not in said
            assert str(target) in said
        if target.exists():
            assert target.read_bytes() in prefixes(whole)
            assert not more or target.read_bytes() >= prefixes(whole)[begun or 0]
        assert {path.name for path in folder.iterdir()} <= {"out.jsonl"}
        assert batch(root, target, "--resume") == 1
        assert target.read_bytes() == whole


SMALL_DISK = """
import json, resource, signal, sys
from pathlib import Path
from tests.cli.test_batch_faults import batch

root, target = Path(sys.argv[1]), Path(sys.argv[2])
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
most, found = resource.getrlimit(resource.RLIMIT_FSIZE), []
for room in map(int, sys.argv[3:]):
    target.unlink(missing_ok=True)
    resource.setrlimit(resource.RLIMIT_FSIZE, (room, most[1]))
    code = batch(root, target, "--no-cache", "--jobs", "1")
    resource.setrlimit(resource.RLIMIT_FSIZE, most)
    found.append((code, target.read_text(encoding="utf-8"), batch(root, target, "--resume"),
                  target.read_text(encoding="utf-8"), [p.name for p in target.parent.iterdir()]))
print(json.dumps(found))
"""


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="limits the size of files as POSIX does")
def test_a_disk_may_be_full_at_any_byte(root: Path, whole: bytes, tmp_path: Path) -> None:
    """Only the last line may be torn, and ``--resume`` cuts it off."""
    rooms = [0, 1, *(len(line) + off for line in prefixes(whole)[1:3] for off in (-1, 0, 1))]
    done = subprocess.run(
        [sys.executable, "-c", SMALL_DISK, root, tmp_path / "out.jsonl", *map(str, rooms)],
        cwd=Path(__file__).parents[2],
        capture_output=True,
        text=True,
        check=True,
    )
    said = done.stderr.strip().splitlines()

    for room, (code, text, again, ended, left) in zip(rooms, json.loads(done.stdout), strict=True):
        assert code == 5, room
        assert text.encode() == whole[:room]
        assert (again, ended.encode(), left) == (1, whole, ["out.jsonl"])
    assert len(said) == len(rooms)
    assert all(line.startswith("evidence-qc: ") for line in said)
