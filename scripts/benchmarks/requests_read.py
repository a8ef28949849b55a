#!/usr/bin/env python3
"""How requests are read that nobody tuned to: ``requests_read.py [FILE.jsonl ...]``.

Without a file it reads those beside this script: ``requests_held.jsonl``, 100 requests in eight
languages by a writer who had another brief than those of the training texts;
``requests_held_2.jsonl``, 200 by two writers who had the same; ``requests_held_3.jsonl``, 120 by
one who was asked to leave out what two careful people could read differently. All are language
models that saw no other text. Each says what it asks to be shown, as the requests that the reader
was trained on do (``scripts/training/train_requests.py``), and was kept closed until a reader was
frozen; the first had been read by the reader before this one as well.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parents[1]), str(HERE)]

from judgement.requests import figures, of_request  # noqa: E402

from evidence_qc.case.requests.parse import parse_request  # noqa: E402


def main() -> None:
    paths = [Path(name) for name in sys.argv[1:]] or sorted(HERE.glob("requests_held*.jsonl"))
    total: Counter[str] = Counter()
    for path in paths:
        rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line]
        found = sum((of_request(row, parse_request(row["text"])) for row in rows), Counter[str]())
        print(f"{path.name}: {figures(found)}")
        total += found
    if len(paths) > 1:
        print(f"all: {figures(total)}")


if __name__ == "__main__":
    main()
