#!/usr/bin/env python3
"""How well the eye judges labelled photos: ``accuracy.py DATA [options]`` prints a Markdown table.

DATA holds ``photos/`` and ``photos.csv``, ``exposure``, ``cameras`` and ``partial_blur`` likewise:
  photos        BIQ2021 subset 1 (github.com/nisarahmedrana/BIQ2021, commit 62c7b40), opinions of
                30 people; 282 of them judged by an annotator
  exposure      SICE part 1 (github.com/Li-Chongyi/Zero-DCE_extension, commit 09f202b)
  cameras       github.com/drewnoakes/metadata-extractor-images (commit 4beba640),
                github.com/ianare/exif-samples (commit 5332a9c)
  partial_blur  CUHK blur detection set (images github.com/benielT/blur_detection, commit 051a964;
                masks github.com/isalirezag/HiFST, commit d49a5cc)
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "scripts" / "training")]

from judgement import answers, closer, figures, labels, truth  # noqa: E402
from judgement.facts import Eye  # noqa: E402
from judgement.figures import Figure  # noqa: E402

from evidence_qc.focus import FocusModel  # noqa: E402


def main() -> int:
    """Measure, print, and exit 1 if a bar is missed."""
    args = _arguments()
    eye = Eye(args.work, args.jobs, args.weights)
    photos = labels.photos(args.data)
    facts = eye.photos("photos", [photo.path for photo in photos])
    reports = [eye.judge(each) for each in facts]
    mine = answers.ours(reports)
    others = answers.peers(args.peers, [photo.path for photo in photos]) if args.peers else []
    common = [figures.of_photos(photos, each) for each in (mine, *others)]
    own = [
        *figures.of_duplicates(photos, reports),
        *figures.of_patches(eye, args.data),
        *figures.of_others(eye, args.data),
        *figures.of_relations(eye, args.data),
        *closer.of_second_pass(FocusModel(args.weights), args.data),
        *(truth.of_truth(eye, args.truth_set) if args.truth_set else []),
    ]
    _print(common, own, [each.tool for each in (mine, *others)])
    return 0 if all(figure.is_met for figure in (*common[0], *own)) else 1


def _print(common: list[list[Figure]], own: list[Figure], tools: list[str]) -> None:
    columns = ["what", "bar", *tools]
    print("| " + " | ".join(columns) + " |")
    print("|" + "---|" * len(columns))
    for row in zip(*common, strict=True):
        displayed = [each.format_value() for each in row]
        print(f"| {row[0].name} | {row[0].format_bar()} | {_marked(row[0])} | "[:-2], end="")
        print("".join(f"| {value} " for value in displayed[1:]) + "|")
    for figure in own:
        blanks = "".join("| – " for _ in tools[1:])
        print(f"| {figure.name} | {figure.format_bar()} | {_marked(figure)} {blanks}|")


def _marked(figure: Figure) -> str:
    return figure.format_value() if figure.is_met else f"**{figure.format_value()}** (missed)"


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("data", type=Path, metavar="DATA")
    parser.add_argument("--work", type=Path, help="keep what was measured here, for the next run")
    parser.add_argument("--jobs", type=int, default=2, help="threads (default 2)")
    parser.add_argument(
        "--weights", type=Path, help="ONNX file of the focus model (default: the package's)"
    )
    parser.add_argument(
        "--truth-set", type=Path, metavar="DIR", help="made by make_samples.py --truth-set DIR"
    )
    parser.add_argument(
        "--peers",
        type=Path,
        metavar="PYTHON",
        help="interpreter of an environment with cleanvision and capturetrust: measure them, too",
    )
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
