"""Speed and memory of ``evidence-qc serve``: how long a caller waits for one photo.

    python scripts/benchmarks/benchmark_serve.py [--photos 50] [--again 250]

Makes its own inputs: 12-megapixel JPEGs of about 2 MB, softened as a phone's processing does. Each
is sent by itself to ``/v1/check``, first as a new one, then as one that was asked about before.
Needs the ``serve`` extra; memory is read from ``/proc``, so on Linux alone.
"""

from __future__ import annotations

import argparse
import signal
import subprocess
import sys
import time
from http.client import HTTPConnection
from pathlib import Path
from statistics import median
from urllib.parse import urlsplit

import cv2
from photographic import jpeg, scene, with_comment

BASES = 5
QUALITY = 94


def main() -> int:
    """Start a server, ask it one photo at a time, print what a caller sees."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--photos", type=int, default=50, help="new ones")
    parser.add_argument("--again", type=int, default=250, help="requests for known ones")
    args = parser.parse_args()
    scenes = (cv2.GaussianBlur(scene(4032, 3024, seed), (0, 0), 1) for seed in range(BASES))
    bases = [jpeg(each, QUALITY) for each in scenes]
    photos = [with_comment(bases[n % BASES], str(n).encode()) for n in range(args.photos)]
    size_mb = sum(map(len, photos)) / len(photos) / 1e6
    print(f"{len(photos)} photos of 12 MP, {size_mb:.1f} MB each")
    command = [sys.executable, "-m", "evidence_qc", "serve", "--port", "0", "--quiet"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout
        address = urlsplit(server.stdout.readline().strip()).netloc
        try:
            print(f"at start: {_memory_mb(server.pid)}")
            _tell("new", [_asked(address, photo) for photo in photos], server.pid)
            known = [photos[n % len(photos)] for n in range(args.again)]
            _tell("asked about before", [_asked(address, photo) for photo in known], server.pid)
        finally:
            server.send_signal(signal.SIGINT)
    return 0


def _asked(address: str, photo: bytes) -> float:
    """Seconds from connecting to the last byte of the answer."""
    start = time.perf_counter()
    connection = HTTPConnection(address)
    connection.request("POST", "/v1/check", photo, {"Content-Type": "image/jpeg"})
    answer = connection.getresponse()
    text = answer.read()
    connection.close()
    if answer.status != 200:
        raise SystemExit(f"The server answered {answer.status}: {text[:300].decode()}")
    return time.perf_counter() - start


def _tell(name: str, took_s: list[float], pid: int) -> None:
    slow = sorted(took_s)[int(0.95 * len(took_s))]
    print(
        f"{name}: first {took_s[0]:.3f} s, median {median(took_s):.3f} s, 95 % within {slow:.3f} s "
        f"({len(took_s)} requests); afterwards {_memory_mb(pid)}"
    )


def _memory_mb(pid: int) -> str:
    try:
        lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    except OSError:
        return "memory unknown"
    kilobytes = next(int(line.split()[1]) for line in lines if line.startswith("VmRSS"))
    return f"{kilobytes / 1000:.0f} MB in memory"


if __name__ == "__main__":
    sys.exit(main())
