"""Build the wheel and the sdist so that anyone can build the same bytes: ``build_release.py OUT``.

The date of everything is SOURCE_DATE_EPOCH, by default that of the last commit. setuptools keeps
to it in wheels; its sdists hold the clock, so they are packed anew: sorted, one date, nobody's.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import io
import os
import shutil
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

ROOT = Path(__file__).parent.parent
LEFT_OUT = shutil.ignore_patterns(
    ".*", "__pycache__", "build", "dist", "*.egg-info", "sample_media", "node_modules"
)


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", type=Path)
    for path in build(ROOT, parser.parse_args().out, epoch()):
        print(f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path}")


def epoch() -> int:
    """SOURCE_DATE_EPOCH (reproducible-builds.org), else the last commit's date."""
    if said := os.environ.get("SOURCE_DATE_EPOCH"):
        return int(said)
    asked = ["git", "-C", str(ROOT), "log", "-1", "--format=%ct"]
    return int(subprocess.run(asked, capture_output=True, text=True, check=True).stdout)


def build(source: Path, out: Path, date_s: int) -> list[Path]:
    """Wheel and sdist of a source folder, in ``out``; the folder itself is not written to."""
    out.mkdir(parents=True, exist_ok=True)
    environment = os.environ | {"SOURCE_DATE_EPOCH": str(date_s)}
    with tempfile.TemporaryDirectory() as name:
        copy, made = Path(name) / "source", Path(name) / "made"
        shutil.copytree(source, copy, ignore=LEFT_OUT)
        for path in [copy, *copy.rglob("*")]:
            path.chmod(0o755 if path.is_dir() else 0o644)
        subprocess.run(
            [sys.executable, "-m", "build", "--outdir", str(made), str(copy)],
            env=environment,
            check=True,
            stdout=subprocess.DEVNULL,
            umask=0o022 if os.name == "posix" else -1,  # setuptools copies, wheels keep rights
        )
        for sdist in made.glob("*.tar.gz"):
            sdist.write_bytes(packed_anew(sdist.read_bytes(), date_s))
        return [Path(shutil.copy(path, out)) for path in sorted(made.iterdir())]


def packed_anew(sdist: bytes, date_s: int) -> bytes:
    """The same files: sorted, of one date, of nobody, in a gzip that names no time."""
    packed = io.BytesIO()
    with (
        tarfile.open(fileobj=io.BytesIO(sdist)) as old,
        tarfile.open(fileobj=packed, mode="w", format=tarfile.PAX_FORMAT) as new,
    ):
        for entry in sorted(old.getmembers(), key=lambda entry: entry.name):
            entry.mtime, entry.uid, entry.gid, entry.uname, entry.gname = date_s, 0, 0, "", ""
            entry.mode, entry.pax_headers = 0o755 if entry.isdir() else 0o644, {}
            new.addfile(entry, old.extractfile(entry) if entry.isfile() else None)
    return gzip.compress(packed.getvalue(), mtime=date_s)


if __name__ == "__main__":
    main()
