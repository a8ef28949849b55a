"""Many clients of ``evidence-qc serve`` at once, and one that comes after others have left.

    python scripts/benchmarks/crowd.py [--clients 200] [--seconds 60] [--megapixels 12]

Every client sends a photo that the server has not seen to ``/v1/check``, waits for the answer and
sends the next; told to come back (429, 503) it waits as long as ``Retry-After`` says. Printed are
how many answers came within ten seconds and how many were refusals. Then five clients upload forty
photos each to ``/v1/scan`` and leave while they are judged, and it is measured how long the next
check takes. Needs the ``serve`` extra.
"""

from __future__ import annotations

import argparse
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from contextlib import suppress
from http.client import HTTPConnection, HTTPException
from itertools import count
from urllib.parse import urlsplit

import cv2
from photographic import jpeg, scene, with_comment

BASES = 3
PROMPT_S = 10.0
LEAVERS = 5
PHOTOS_EACH = 40


class Crowd:
    """Clients that ask until the time is over."""

    def __init__(self, address: str, bases: list[bytes]) -> None:
        self._address = address
        self._bases = bases
        self._numbers = count()
        self.answers: list[tuple[int, float]] = []
        """Status and seconds of each request; status 0: the connection broke."""

    def photo(self) -> bytes:
        """One that the server has not seen."""
        number = next(self._numbers)
        return with_comment(self._bases[number % len(self._bases)], str(number).encode())

    def ask(self) -> tuple[int, float, float]:
        """Status, seconds, and how long it is asked to wait before the next request."""
        photo, start = self.photo(), time.perf_counter()
        connection = HTTPConnection(self._address, timeout=120)
        try:
            connection.request("POST", "/v1/check", photo, {"Content-Type": "image/jpeg"})
            answer = connection.getresponse()
            answer.read()
        except (OSError, HTTPException):
            return 0, time.perf_counter() - start, 1.0
        finally:
            connection.close()
        wait = float(answer.headers.get("Retry-After", 0))
        return answer.status, time.perf_counter() - start, wait

    def keep_asking(self, until: float) -> None:
        """Note every answer."""
        while time.perf_counter() < until:
            status, took_s, wait_s = self.ask()
            self.answers.append((status, took_s))
            time.sleep(wait_s)

    def leave(self) -> None:
        """Send a form of many photos and hang up while they are judged."""
        mark = b"--photos"
        parts = b"".join(
            b'%s\r\nContent-Disposition: form-data; name="file"; filename="%d.jpg"\r\n'
            b"Content-Type: image/jpeg\r\n\r\n%s\r\n" % (mark, number, self.photo())
            for number in range(PHOTOS_EACH)
        )
        kind = {"Content-Type": "multipart/form-data; boundary=photos"}
        connection = HTTPConnection(self._address, timeout=1.5)
        with suppress(OSError, HTTPException):
            connection.request("POST", "/v1/scan", parts + mark + b"--\r\n", kind)
            connection.getresponse()
        connection.close()


def main() -> int:
    """Start a server, let the crowd in, then the ones that leave."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--clients", type=int, default=200)
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--megapixels", type=float, default=12.0)
    args = parser.parse_args()
    width = round((args.megapixels * 1e6 * 4 / 3) ** 0.5)
    scenes = (scene(width, width * 3 // 4, seed) for seed in range(BASES))
    bases = [jpeg(cv2.GaussianBlur(each, (0, 0), 2), 70) for each in scenes]
    command = [sys.executable, "-m", "evidence_qc", "serve", "--port", "0", "--quiet"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout
        crowd = Crowd(urlsplit(server.stdout.readline().strip()).netloc, bases)
        try:
            print(f"first check: {crowd.ask()[1]:.2f} s")
            if args.clients:
                _crowd(crowd, args.clients, args.seconds)
            for _ in range(3):
                _leavers(crowd)
        finally:
            server.send_signal(signal.SIGINT)
    return 0


def _crowd(crowd: Crowd, clients: int, seconds: float) -> None:
    until = time.perf_counter() + seconds
    threads = [threading.Thread(target=crowd.keep_asking, args=(until,)) for _ in range(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    answers = crowd.answers
    prompt = sum(status == 200 and took_s <= PROMPT_S for status, took_s in answers)
    refused = sum(status in {429, 503} for status, _ in answers)
    took = sorted(took_s for status, took_s in answers if status == 200)
    print(
        f"{clients} clients, {seconds:.0f} s: {len(answers)} requests, "
        f"{prompt / len(answers):.1%} answered 200 within {PROMPT_S:.0f} s, "
        f"{prompt / max(1, len(answers) - refused):.1%} of those that were not refused; "
        f"{refused} refused, by status {dict(Counter(status for status, _ in answers))}"
    )
    if took:
        print(f"answers: median {took[len(took) // 2]:.1f} s, slowest {took[-1]:.1f} s")


def _leavers(crowd: Crowd) -> None:
    threads = [threading.Thread(target=crowd.leave) for _ in range(LEAVERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    status, took_s, _ = crowd.ask()
    print(f"check after {LEAVERS} have left: status {status} in {took_s:.2f} s")


if __name__ == "__main__":
    sys.exit(main())
