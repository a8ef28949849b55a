#!/usr/bin/env python3
"""What is said of photos as cameras wrote them: ``native.py DIR NATIVE.csv [options]``.

DIR holds the photos that NATIVE.csv names, as ``<owner>__<name>/<path>``; its columns repo, path,
verdict and exposure say what an annotator saw, who did not see any answer (empty: not looked at).
Prints shares with a 90 % interval, bootstrapped by repository, as photos of one are alike; with
``--spoil`` also what is found of faults that are made by known amounts from the good ones.

``native_labels.csv`` beside this script names 751 photos of 61 repositories, and
``native_labels_2.csv`` 597 of 50 others, drawn later: labelled there are all that were called and
a random part of the rest; those marked ``closed`` were looked at once, after the last limit.
``native_labels_3.csv`` names 240 of 33 more, all labelled: looked at once with the limits of its
day, and then, with the others, used to choose what soft-detail, heavy-noise, too-dark,
over-exposed, out-of-focus and glare ask since. ``native_labels_4.csv`` names 210 of 36 more, each
labelled by two observers: looked at once with the limits chosen on all before, and then used to
mend what they had shown (things on white, skies, what stands out of the dark, compression of
large photos).
``native_labels_5.csv`` names 150 of 29 more, each labelled by two observers: looked at once, with
the limits chosen on all before, and then used to mend over-exposed (goods on a white sheet).
``native_labels_6.csv`` names 143 of 43 more, each labelled by two observers: looked at once, and
nothing was changed afterwards.

No limit was chosen on the verdicts printed here, but for those that say so in their rule's manual
(focus-behind-subject, soft-detail, heavy-noise, burnt colours, light and detail in too-dark, crisp
detail in out-of-focus, the ground in glare), and
the templates of upscaled-picture, which ``scripts/training/fit_enlargement.py`` cross-validates by
repository.
"""

from __future__ import annotations

import argparse
import csv
import sys
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT)]

from judgement import spoiled, statistics  # noqa: E402
from judgement.facts import Eye, jpeg_bytes  # noqa: E402

from evidence_qc.examine.photo import PhotoName, examine_photo  # noqa: E402
from evidence_qc.focus import FocusModel  # noqa: E402
from evidence_qc.media.formats.identify import identify  # noqa: E402
from evidence_qc.model import FileFacts, FileReport, Verdict  # noqa: E402

Row = dict[str, str]
Picture = NDArray[np.uint8]
Holds = Callable[[FileReport], bool]
SHARP_RULES = ("heavy-noise", "glare", "over-exposed", "too-dark", "focus-behind-subject")


def main() -> int:
    """Measure, judge, print."""
    args = _arguments()
    with args.table.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    eye = Eye(args.work, args.jobs)
    focus = FocusModel()

    def position(row: Row) -> Path:
        return Path(args.folder, row["repo"].replace("/", "__"), row["path"])

    def examined(row: Row) -> FileFacts:
        data = position(row).read_bytes()
        kind = identify(data, row["path"], len(data)).format
        return examine_photo(data, PhotoName(path=row["path"], format=kind), focus)

    reports = [eye.judge(facts) for facts in eye.each(args.table.stem, rows, examined)]
    kept = [(row, report) for row, report in zip(rows, reports, strict=True) if row["verdict"]]
    print("| what | share | 90 % by repository |")
    print("|---|---|---|")
    good = [pair for pair in kept if pair[0]["verdict"] == "good"]
    _line("labelled good → reject", good, lambda report: report.verdict is Verdict.REJECT)
    _line("labelled good → borderline", good, lambda report: report.verdict is Verdict.BORDERLINE)
    _line(
        "labelled borderline → not good",
        [pair for pair in kept if pair[0]["verdict"] == "borderline"],
        lambda report: report.verdict is not Verdict.GOOD,
    )
    _line(
        "labelled reject → not good",
        [pair for pair in kept if pair[0]["verdict"] == "reject"],
        lambda report: report.verdict is not Verdict.GOOD,
    )
    for rule in SHARP_RULES:
        _line(f"labelled good → {rule}", good, partial(says, rule))
    everything = list(zip(rows, reports, strict=True))
    _line("all → upscaled-picture", everything, partial(says, "upscaled-picture"))
    if args.spoil:
        sharp = [row for row, _ in good if row["focus"] == "sharp" and _is_jpeg(position(row))]
        for name, spoil, found in MADE:

            def made(row: Row, spoil: Callable[[Picture], Picture] = spoil) -> FileFacts:
                data = np.frombuffer(position(row).read_bytes(), np.uint8)
                picture = np.asarray(cv2.imdecode(data, cv2.IMREAD_COLOR), np.uint8)
                return eye.jpeg(jpeg_bytes(spoil(spoiled.in_small(picture))))

            facts = eye.each(f"{args.table.stem}-{name}", sharp, made)
            _line(f"made: {name}", list(zip(sharp, map(eye.judge, facts), strict=True)), found)
    return 0


def says(rule: str, report: FileReport) -> bool:
    """Whether the rule speaks."""
    return any(finding.rule == rule for finding in report.findings)


def _is_rejected(report: FileReport) -> bool:
    return report.verdict is Verdict.REJECT


def _is_blamed(report: FileReport) -> bool:
    return report.verdict is not Verdict.GOOD


MADE: tuple[tuple[str, Callable[[Picture], Picture], Holds], ...] = (
    ("unspoiled, in small → reject", lambda picture: picture, _is_rejected),
    ("defocus of 4 ‰ → reject", partial(spoiled.defocused, permille=4.0), _is_rejected),
    ("middle defocused by 5 ‰ → reject", partial(spoiled.behind, permille=5.0), _is_rejected),
    ("−4.5 EV → too-dark", partial(spoiled.exposed, stops=-4.5), partial(says, "too-dark")),
    ("shake of 4 ‰ → not good", partial(spoiled.shaken, permille=4.0, angle_deg=30.0), _is_blamed),
    ("−3 EV pushed, with grain → not good", partial(spoiled.pushed, stops=3.0, seed=0), _is_blamed),
    ("+3 EV → over-exposed", partial(spoiled.exposed, stops=3.0), partial(says, "over-exposed")),
)


def _line(name: str, pairs: Sequence[tuple[Row, FileReport]], holds: Holds) -> None:
    flags = [holds(report) for _, report in pairs]
    low, high = statistics.interval_by_group([row["repo"] for row, _ in pairs], flags)
    share = statistics.share(flags)
    print(
        f"| {name} | {100 * share:.1f} % ({sum(flags)} of {len(flags)}) "
        f"| {100 * low:.1f} to {100 * high:.1f} % |"
    )


def _is_jpeg(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(2) == b"\xff\xd8"


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path, metavar="DIR")
    parser.add_argument("table", type=Path, metavar="NATIVE.csv")
    parser.add_argument("--work", type=Path, help="keep what was measured here, for the next run")
    parser.add_argument("--jobs", type=int, default=2, help="threads (default 2)")
    parser.add_argument("--spoil", action="store_true", help="faults made by known amounts, too")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
