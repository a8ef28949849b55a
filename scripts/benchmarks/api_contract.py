"""Is every answer of ``evidence-qc serve`` as its OpenAPI document says? Asked by schemathesis.

    python scripts/benchmarks/api_contract.py --schemathesis .venv/bin/schemathesis [--examples 90]

Starts a server, keeps a case with photos and a preview in it, and lets schemathesis make requests
from the document, by its rules and against them: no undocumented status, media type or header,
every body as described, no 500, and ``Allow`` true. Every second request is about what is there
(``api_contract_hooks.py``). schemathesis brings a hundred packages, so it is no dependency of
ours: install it by itself (``python -m venv X && X/bin/pip install schemathesis``).
"""

from __future__ import annotations

import argparse
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any
from urllib.request import Request, urlopen

from photographic import jpeg, scene

TOKEN = "token-of-the-contract"
HEADERS = {"Authorization": f"Bearer {TOKEN}"}
CHECKS = (
    "ignored_auth",
    "not_a_server_error",
    "status_code_conformance",
    "content_type_conformance",
    "response_headers_conformance",
    "response_schema_conformance",
    "unsupported_method",
    "allow_header_conformance",
)


def main() -> int:
    """Exit code of schemathesis: 0 where everything is as described."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--schemathesis", default="schemathesis", help="the program")
    parser.add_argument("--examples", type=int, default=90, help="at most, for each operation")
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    program = shutil.which(args.schemathesis)
    if program is None:
        parser.error(f"{args.schemathesis} is not there: install schemathesis by itself")
    args.schemathesis = str(Path(program).absolute())
    command = [sys.executable, "-m", "evidence_qc", "serve", "--port", "0", "--quiet"]
    with tempfile.TemporaryDirectory() as folder:
        environment = os.environ | {"TMPDIR": folder, "EVIDENCE_QC_TOKEN": TOKEN}
        with subprocess.Popen(
            command, stdout=subprocess.PIPE, text=True, env=environment
        ) as server:
            assert server.stdout
            address = server.stdout.readline().partition("?")[0].partition("#")[0].strip()
            try:
                known = Path(folder) / "known.json"
                known.write_text(json.dumps(_known(address, Path(folder), args.seed)))
                code = _ask(address, known, args)
                _tell(address)
                return code
            finally:
                server.send_signal(signal.SIGINT)


def _known(address: str, folder: Path, seed: int) -> dict[str, Any]:
    """A case with two photos and a preview."""
    photos = [folder / f"{number}.jpg" for number in range(3)]
    for number, path in enumerate(photos):
        path.write_bytes(jpeg(scene(640, 480, number), 90))
    case = _json(Request(f"{address}v1/cases", b"", HEADERS, method="POST"))["id"]
    for path in photos[:2]:
        kind = {**HEADERS, "Content-Type": "image/jpeg", "X-Filename": path.name}
        files = f"{address}v1/cases/{case}/files"
        document = _json(Request(files, path.read_bytes(), kind, method="POST"))
    preview = _json(Request(f"{address}v1/cases/{case}/preview", b"", HEADERS, method="POST"))
    return {
        "address": address,
        "case": case,
        "headers": HEADERS,
        "key": preview["key"],
        "names": [*preview["submit"], "evidence-bundle.zip", "none.jpg"],
        "photos": [str(path) for path in photos],
        "seed": seed,
        "sha256": next(iter(document["files"])),
    }


def _json(request: Request) -> dict[str, Any]:
    with urlopen(request) as answer:
        found: dict[str, Any] = json.load(answer)
    return found


def _ask(address: str, known: Path, args: argparse.Namespace) -> int:
    command = [
        args.schemathesis, "run", f"{address}v1/openapi.json", "--checks", ",".join(CHECKS),
        "--max-examples", str(args.examples), "--seed", str(args.seed), "--no-color",
        "--continue-on-failure", "--warnings", "off", "--suppress-health-check", "all",
        "--generation-database", "none", "--header", f"Authorization: Bearer {TOKEN}",
    ]  # fmt: skip
    environment = os.environ | {
        "API_CONTRACT": str(known),
        "PYTHONPATH": str(Path(__file__).parent),
        "SCHEMATHESIS_HOOKS": "api_contract_hooks",
    }
    # It leaves a folder of its own where it runs.
    return subprocess.run(command, env=environment, cwd=known.parent, check=False).returncode


def _tell(address: str) -> None:
    """How often each operation had which status: what never went well was not tried."""
    with urlopen(Request(f"{address}metrics", headers=HEADERS)) as answer:
        text = answer.read().decode()
    statuses: dict[str, list[str]] = {}
    pattern = r'requests_total{method="(\w+)",route="([^"]+)",status="(\d+)"} (\d+)'
    for method, route, status, count in re.findall(pattern, text):
        if status != "405" and route != "none":
            statuses.setdefault(f"{method} {route}", []).append(f"{status}: {count}")
    for operation, counts in statuses.items():
        print(f"{operation}  {', '.join(counts)}")


if __name__ == "__main__":
    sys.exit(main())
