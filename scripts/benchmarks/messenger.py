#!/usr/bin/env python3
"""How many photos are noted as a chat app's copy: ``messenger.py FOLDER…``.

A folder holds JPEGs as ``<owner>__<name>/<path>``: copies (told by names that chat apps give:
``IMG-20200101-WA0001.jpg``, ``photo_2021-…``, ``mmexport…``) or photos as cameras wrote them. The
rule sees neither their names nor their metadata: every segment of application data but JFIF's, and
every comment, is taken out before. Prints a line for each folder, with a 90 % interval bootstrapped
by repository.
"""

from __future__ import annotations

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT)]

from judgement import statistics  # noqa: E402

from evidence_qc.media.formats.jpeg_header import read_header  # noqa: E402
from evidence_qc.media.photo.metadata import jpeg_metadata  # noqa: E402
from evidence_qc.model import FileFacts, Media  # noqa: E402
from evidence_qc.rules.file import messenger_copy  # noqa: E402


def main(folders: list[str]) -> int:
    """Judge every JPEG below each folder, and print the shares."""
    if not folders:
        print(__doc__, file=sys.stderr)
        return 2
    print("| folder | JPEGs | repositories | noted | 90 % by repository | unstripped |")
    print("|---|---|---|---|---|---|")
    for folder in map(Path, folders):
        repositories, flags, plain = [], [], 0
        for path in sorted(folder.rglob("*")):
            data = path.read_bytes() if path.is_file() else b""
            if not data.startswith(b"\xff\xd8\xff"):
                continue
            repositories.append(path.relative_to(folder).parts[0])
            flags.append(is_noted(without_metadata(data)))
            plain += is_noted(data)
        low, high = statistics.interval_by_group(repositories, flags)
        print(
            f"| {folder.name} | {len(flags)} | {len(set(repositories))} "
            f"| {sum(flags)} ({100 * statistics.share(flags):.1f} %) "
            f"| {100 * low:.1f} to {100 * high:.1f} % | {plain} |"
        )
    return 0


def is_noted(data: bytes) -> bool:
    """Whether the rule speaks, of a file without a telling name."""
    metadata = jpeg_metadata(read_header(data))
    facts = FileFacts(path="photo.jpg", media=Media.PHOTO, format="jpeg", metadata=metadata)
    return messenger_copy.check(facts, {}) is not None


def without_metadata(data: bytes) -> bytes:
    """The file without comments and application data, JFIF's apart."""
    kept, at = [data[:2]], 2
    while data[at : at + 1] == b"\xff" and data[at + 1] != 0xDA:
        end = at + 2 + int.from_bytes(data[at + 2 : at + 4], "big")
        segment = data[at:end]
        is_jfif = segment[1] == 0xE0 and segment[4:9] == b"JFIF\0"
        if is_jfif or not (0xE0 <= segment[1] <= 0xEF or segment[1] == 0xFE):
            kept.append(segment)
        at = max(end, at + 2)
    return b"".join([*kept, data[at:]])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
