"""A folder of small disputes: good, bad, broken and oddly named ones."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from evidence_qc.model import DisputeResult
from evidence_qc.report.batch import iter_line
from tests.clips import film
from tests.pictures import blurred, jpeg, scene, write

PHOTO = jpeg(scene(400, 300))
CLEAR = jpeg(scene(1200, 900, 2))
SOFT = jpeg(blurred(scene(1200, 900, 3), 14))


def make_disputes(root: Path) -> Path:
    """Disputes, of which three cannot be looked at, and a loose file."""
    write(root / "10 jacket", a=CLEAR, b=SOFT)
    write(root / "10 jacket" / "hole", c=PHOTO)
    write(root / "2 case file", a=CLEAR)
    (root / "2 case file" / "case.toml").write_text('item = "A jacket"\n')
    write(root / "3 wrong case file", a=CLEAR)
    (root / "3 wrong case file" / "case.toml").write_text("itme = 1\n")
    (root / "4 empty").mkdir()
    (root / "5 words").mkdir()
    (root / "5 words" / "a.txt").write_text("words")
    (root / "6 film").mkdir()
    film(root / "6 film" / "a.mp4", 1.0)
    write(root / "дыра 🧥", a=b"no photo", b=PHOTO)
    if sys.platform == "linux":
        write(Path(os.fsdecode(os.fsencode(root) + b"/z\xff")), a=PHOTO)
        write(root / 'y [a-z]*\n"\\', a=PHOTO)
    (root / "loose.jpg").write_bytes(PHOTO)
    return root


def lines(results: object) -> list[str]:
    """As the command writes them."""
    assert hasattr(results, "__iter__")
    return ["".join(iter_line(each)) for each in results if isinstance(each, DisputeResult)]
