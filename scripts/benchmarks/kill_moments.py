"""Kill a command at random moments (``kill -9``) and look at what is left.

``python scripts/benchmarks/kill_moments.py --moments 100`` draws moments over the whole run time of
``bundle``, ``bundle --force``, ``batch`` and a request to ``serve`` that fills a case which is
kept. After each: the target is absent or whole (of
``--force``: the old or the new one; of ``batch``: whole lines and at most one torn one at the end);
the next run succeeds with the bytes of a run that nobody disturbed; nothing else is left after it;
and no worker is left after five seconds (Linux tells; how many were seen is printed).
A server that was killed had answered or not: a file that it told of is in the case, whole, for the
next one, and its temporary files are gone once that one has started.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from http.client import HTTPException
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent.parent.parent))

from evidence_qc.bundle.verify import verify_bundle
from tests.clips import film
from tests.media.encoded import corner_marked, encode
from tests.pictures import jpeg, scene

ROOT = Path(__file__).parent.parent.parent
ENDED_WITHIN_S = 5.0
OWN = ([".serve"], [".serve", ".workers"])
"""Temporary folders of a server that has started."""
SEEN = {"workers": 0}


@dataclass(frozen=True)
class Command:
    """What is run, and what must hold after a kill and after the next run."""

    arguments: tuple[str, ...]
    again: tuple[str, ...]
    is_whole: Callable[[Path], bool]
    begins_with_one: bool = False


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--moments", type=int, default=30)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    draw, findings = random.Random(options.seed), 0
    with tempfile.TemporaryDirectory() as name:
        for number in range(options.moments):
            room, kinds = Path(name) / str(number), [*COMMANDS, "serve"]
            command = kinds[number % len(kinds)]
            if command == "serve":
                said = one_moment_of_a_server(room, draw)
            else:
                said = one_moment(room, COMMANDS[command], draw)
            findings += bool(said)
            print(f"{number + 1:>4} {command:<15}{said or 'fine'}", flush=True)
            shutil.rmtree(Path(name) / str(number))
    print(f"{options.moments} moments, {findings} with something wrong; {SEEN['workers']} workers "
          "were at work when their supervisor was killed")  # fmt: skip
    sys.exit(1 if findings else 0)


def one_moment(room: Path, command: Command, draw: random.Random) -> str:
    """What was wrong, or nothing."""
    make_disputes(room / "disputes")
    (room / "tmp").mkdir()
    target = room / "out"
    began = time.monotonic()
    run(room, command.arguments)
    whole_s = time.monotonic() - began
    wanted = contents(target)
    if not command.begins_with_one:
        shutil.rmtree(target) if target.is_dir() else target.unlink()
    process = start(room, command.again if command.begins_with_one else command.arguments)
    time.sleep(draw.uniform(0.0, whole_s))
    process.kill()
    process.wait()
    if alive := outliving(room):
        return f"still running: {alive}"
    if target.exists() and not command.is_whole(target):
        return "half of it is there"
    if command.begins_with_one and not target.exists():
        tidy_is_next = any(".evidence-qc-" in path.name for path in room.iterdir())
        if not tidy_is_next:
            return "the old one is gone"
    again = run(room, command.again)
    if again not in {0, 1}:
        return f"the next run ended with {again}"
    if contents(target) != wanted:
        return "the next run made something else"
    left = {path.name for path in room.iterdir()} - {
        "disputes",
        "tmp",
        "out",
        "out.case.toml",
        "cache",
    }
    left |= {f"tmp/{path.name}" for path in (room / "tmp").iterdir()}
    return f"left: {sorted(left)}" if left else ""


def one_moment_of_a_server(room: Path, draw: random.Random) -> str:
    """The same for a server that is asked to keep a photo."""
    photo = jpeg(scene(1600, 1200, seed=draw.randrange(1000)))
    digest = hashlib.sha256(photo).hexdigest()
    (room / "tmp").mkdir(parents=True)
    first = start(room, SERVE, stdout=subprocess.PIPE)
    address = _address(first)
    case = _ask(f"{address}v1/cases", b"")["id"]
    answers: list[object] = []

    def fill() -> None:
        with suppress(OSError, HTTPException, ValueError):  # killed meanwhile
            answers.append(_ask(f"{address}v1/cases/{case}/files", photo))

    asking = threading.Thread(target=fill)
    asking.start()
    time.sleep(draw.uniform(0.0, 0.06))
    first.kill()
    first.wait()
    asking.join()
    if alive := outliving(room):
        return f"still running: {alive}"
    second = start(room, SERVE, stdout=subprocess.PIPE)
    address = _address(second)
    try:
        held = _ask(f"{address}v1/cases/{case}")["files"]  # once it answers, it has started
        left = sorted(path.name for path in (room / "tmp").iterdir())
        if [name.partition(".evidence-qc-")[0] for name in left] not in OWN:
            return f"left: {left}"
        if answers and digest not in held:
            return "a file that was told of is gone"
        stored = [path for path in (room / "cases").rglob("*") if path.name == digest]
        if any(path.read_bytes() != photo for path in stored) or len(stored) != len(held):
            return "half a file is there"
        if digest not in _ask(f"{address}v1/cases/{case}/files", photo)["files"]:
            return "it is not taken the next time"
    finally:
        second.send_signal(signal.SIGINT)
        second.wait()
    left = [path.name for path in (room / "tmp").iterdir()]
    return f"left: {left}" if left else ""


def _address(server: subprocess.Popen[bytes]) -> str:
    assert server.stdout is not None
    return server.stdout.readline().decode().strip().partition("#")[0]


def _ask(address: str, body: bytes | None = None) -> dict[str, Any]:
    headers = {"Content-Type": "image/jpeg", "X-Filename": "a.jpg"} if body else {}
    request = urllib.request.Request(address, data=body, headers=headers)
    with urllib.request.urlopen(request, timeout=60) as answer:
        found: dict[str, Any] = json.load(answer)
    return found


def make_disputes(folder: Path) -> None:
    """Two of two photos each."""
    for number in range(2):
        (folder / str(number)).mkdir(parents=True)
        for photo in range(2):
            data = jpeg(scene(900, 700, seed=number * 2 + photo))
            (folder / str(number) / f"{photo}.jpg").write_bytes(data)
    # For these ffmpeg is started and writes among the temporary files.
    film(folder / "0" / "clip.mp4", 1.0, size="320:180")
    (folder / "0" / "photo.heic").write_bytes(encode(corner_marked(640, 480), "heif"))


def start(
    room: Path, arguments: tuple[str, ...], stdout: int = subprocess.DEVNULL
) -> subprocess.Popen[bytes]:
    """The command in that room, with its own temporary folder and cache."""
    environment = os.environ | {
        "TMPDIR": str(room / "tmp"),
        "EVIDENCE_QC_CACHE": str(room / "cache"),
        "PYTHONPATH": str(ROOT),
    }
    return subprocess.Popen(
        [sys.executable, "-m", "evidence_qc", *arguments],
        cwd=room,
        env=environment,
        stdout=stdout,
        stderr=subprocess.DEVNULL,
    )


def outliving(room: Path) -> list[int]:
    """The processes of that room that are still there after ``ENDED_WITHIN_S``."""
    SEEN["workers"] += len(running(room))
    until = time.monotonic() + ENDED_WITHIN_S
    while running(room) and time.monotonic() < until:
        time.sleep(0.1)
    return running(room)


def running(room: Path) -> list[int]:
    """Processes that were started for that room, by their environment."""
    wanted, found = f"EVIDENCE_QC_CACHE={room / 'cache'}".encode(), []
    for environment in Path("/proc").glob("[0-9]*/environ"):
        with suppress(OSError):  # it ended meanwhile, or is another's
            if wanted in environment.read_bytes().split(b"\0"):
                found.append(int(environment.parent.name))
    return found


def run(room: Path, arguments: tuple[str, ...]) -> int:
    """Its exit code."""
    return start(room, arguments).wait()


def contents(target: Path) -> dict[str, bytes]:
    """Every file, or the file."""
    if target.is_file():
        return {"": target.read_bytes()}
    return {
        path.relative_to(target).as_posix(): path.read_bytes()
        for path in sorted(target.rglob("*"))
        if path.is_file()
    }


def is_sealed(target: Path) -> bool:
    """A whole bundle."""
    return verify_bundle(target).intact


def is_resumable(target: Path) -> bool:
    """Whole lines, and at most one that is torn."""
    lines = target.read_bytes().splitlines(keepends=True)
    return all(line.startswith(b"{") and line.endswith(b"}\n") for line in lines[:-1])


BUNDLE = ("bundle", "disputes/0", "-o", "out", "--no-questions", "-q")
SERVE = ("serve", "--port", "0", "-q", "--keep", "cases")
BATCH = ("batch", "disputes", "-o", "out", "-q")
COMMANDS = {
    "bundle": Command(BUNDLE, (*BUNDLE, "--force"), is_sealed),
    "bundle --force": Command(BUNDLE, (*BUNDLE, "--force"), is_sealed, begins_with_one=True),
    "batch": Command(BATCH, (*BATCH, "--resume"), is_resumable),
}

if __name__ == "__main__":
    main()
