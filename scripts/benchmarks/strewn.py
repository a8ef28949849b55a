"""Files that end their reader, keep it or eat all memory, strewn among good ones, at every door.

    python scripts/benchmarks/strewn.py WORK [--good 500] [--abort 50] [--spin 10] [--eat 10]
        [--doors scan batch bundle serve]

The workers' decoder is broken on purpose (``crashing_decoder/sitecustomize.py``). Each bad file
has to be named for what it does, and what is said of all others has to be the same bytes as
without the bad ones. A file that spins takes 16 s of processor time: two tries of 8.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

HERE = Path(__file__).parent
MARKS = {"abort": b"ABORTS-HERE", "spin": b"SPINS-HERE", "eat": b"EATS-HERE"}
SAID = {
    "abort": "This file crashes its reader.",
    "spin": "takes too long",
    "eat": "needs too much memory",
}
DISPUTES = 10


def make(work: Path, good: int, bad: dict[str, int]) -> tuple[Path, Path]:
    """Folders of the good files alone, and of all; in folders of disputes below."""
    import cv2
    import numpy as np
    from photographic import jpeg, scene

    alone, strewn = work / "alone", work / "strewn"
    shutil.rmtree(work, ignore_errors=True)
    whole = scene(1600, 1200, seed=1)
    rng = np.random.default_rng(16)
    for number in range(good):
        top, left = int(rng.integers(0, 800)), int(rng.integers(0, 1000))
        data = jpeg(whole[top : top + 400, left : left + 560], 85)
        for folder in (alone, strewn):
            path = folder / f"{number % DISPUTES:02}" / f"{number:04}.jpg"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
    data = jpeg(cv2.resize(whole, (560, 400)), 85)
    for kind, count in bad.items():
        for number in range(count):
            folder = strewn / f"{number % DISPUTES:02}"
            path = folder / f"{int(rng.integers(0, good)):04}-{kind}-{number}.jpg"
            path.write_bytes(data + MARKS[kind])
    return alone, strewn


def environment() -> dict[str, str]:
    """With the broken decoder, and without a cache of another run."""
    paths = [str(HERE / "crashing_decoder"), str(HERE.parent.parent)]
    return os.environ | {"PYTHONPATH": os.pathsep.join(paths), "CRASHING_DECODER": "1"}


def run(*arguments: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    """One command to its end."""
    command = [sys.executable, "-m", "evidence_qc", *arguments]
    return subprocess.run(
        command, cwd=cwd, env=environment(), capture_output=True, text=True, check=False
    )


def named(files: dict[str, Any]) -> tuple[int, int, dict[str, Any]]:
    """Bad files that are named for what they do, bad files, and all others."""
    right = bad = 0
    others = {}
    for name, file in files.items():
        kind = next((kind for kind in MARKS if f"-{kind}-" in name), None)
        if kind is None:
            others[name] = file
            continue
        bad += 1
        messages = " ".join(finding["message"] for finding in file["findings"])
        right += SAID[kind].lower() in messages.lower()
    return right, bad, others


def compare(door: str, alone: dict[str, Any], strewn: dict[str, Any], began: float) -> bool:
    """Print what came out."""
    right, bad, others = named(strewn)
    same = sum(json.dumps(others.get(name)) == json.dumps(alone[name]) for name in alone)
    is_fine = right == bad and same == len(alone) == len(others)
    print(
        f"{'ok  ' if is_fine else 'OVER'}  {door}: {right} of {bad} bad files named, {same} of "
        f"{len(alone)} others the same bytes, {time.monotonic() - began:.0f} s",
        flush=True,
    )
    return is_fine


def of_report(report: dict[str, Any]) -> dict[str, Any]:
    """Path → what is said of a file."""
    return {file["path"]: file for file in report["files"]}


def scan(alone: Path, strewn: Path) -> bool:
    """``scan`` of everything at once."""
    began = time.monotonic()
    arguments = ("scan", ".", "--format", "json", "--no-cache")
    reports = [json.loads(run(*arguments, cwd=folder).stdout) for folder in (alone, strewn)]
    return compare("scan", *map(of_report, reports), began)


def batch(alone: Path, strewn: Path) -> bool:
    """``batch``: one line a dispute."""
    began = time.monotonic()
    arguments = ("batch", ".", "--no-cache")
    found = []
    for folder in (alone, strewn):
        lines = [json.loads(line) for line in run(*arguments, cwd=folder).stdout.splitlines()]
        files: dict[str, Any] = {}
        for line in lines:
            report = line.get("report", line)
            files |= {f"{line['dispute']}/{file['path']}": file for file in report["files"]}
        found.append(files)
    return compare("batch", *found, began)


def bundle(alone: Path, strewn: Path) -> bool:
    """``bundle``: the report beside it. What is chosen may differ: a claim lost a photo."""
    began = time.monotonic()
    reports = []
    for folder in (alone, strewn):
        out = folder.parent / f"bundle-{folder.name}"
        run("bundle", ".", "-o", str(out), "--no-cache", "--date", "2026-01-01", cwd=folder)
        reports.append(of_report(json.loads((out / "report.json").read_text())))
    return compare("bundle", *reports, began)


def serve(alone: Path, strewn: Path) -> bool:
    """``serve``: every file in a request of its own, eight at a time."""
    began = time.monotonic()
    command = [sys.executable, "-m", "evidence_qc", "serve", "--port", "0", "--quiet"]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, text=True, env=environment(), cwd=alone.parent
    ) as server:
        assert server.stdout
        address = urlsplit(server.stdout.readline().strip()).netloc
        try:
            with ThreadPoolExecutor(8) as pool:
                found = [
                    dict(pool.map(lambda path: _asked(address, path), sorted(_files(folder))))
                    for folder in (alone, strewn)
                ]
        finally:
            server.terminate()
    return compare("serve", *found, began)


def _files(folder: Path) -> Iterator[Path]:
    return (path for path in folder.rglob("*.jpg"))


def _asked(address: str, path: Path) -> tuple[str, Any]:
    """Asked again while the server says that it is busy."""
    while True:
        connection = HTTPConnection(address, timeout=600)
        try:
            head = {"Content-Type": "image/jpeg"}
            connection.request("POST", "/v1/check", path.read_bytes(), head)
            answer = connection.getresponse()
            body = answer.read()
        finally:
            connection.close()
        if answer.status not in {429, 503}:
            break
        time.sleep(0.5)
    report = json.loads(body)
    return path.name, report["files"][0] if "files" in report else report


def main() -> int:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("work", type=Path)
    parser.add_argument("--good", type=int, default=500)
    for kind, count in (("abort", 50), ("spin", 10), ("eat", 10)):
        parser.add_argument(f"--{kind}", type=int, default=count)
    doors = {"scan": scan, "batch": batch, "bundle": bundle, "serve": serve}
    parser.add_argument("--doors", nargs="+", choices=doors, default=list(doors))
    args = parser.parse_args()
    bad = {kind: getattr(args, kind) for kind in MARKS}
    folders = make(args.work.resolve() / "strewn-files", args.good, bad)
    fine = [doors[door](*folders) for door in args.doors]  # every door, whatever the one before
    return 0 if all(fine) else 1


if __name__ == "__main__":
    sys.exit(main())
