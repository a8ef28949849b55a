#!/usr/bin/env python3
"""Train the focus model from clean photos: ``train_focus.py DATA [options]``.

Makes labelled crops (clean photos blurred, darkened, made noisy and compressed by known amounts),
trains the network on them, writes it as ONNX and prints what it is worth on labelled photos.

Needs the ``train`` extra (``pip install -e '.[train]'``); no GPU.  ``MODEL_CARD.md`` beside the
weights says what DATA and ``--photos`` held for the weights in the package.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

import cv2
import torch

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "scripts" / "training")]

from focus import crops, figures, train  # noqa: E402

from evidence_qc.focus import FocusModel  # noqa: E402


def main() -> None:
    """Crops, training, weights, figures."""
    args = _arguments()
    cv2.setNumThreads(1)  # worker processes are forked: no threads may be alive by then
    torch.set_num_threads(1)
    weights = args.figures_only or _trained(args)
    model = FocusModel(weights)
    print(f"{weights}: version {model.version}, {weights.stat().st_size} bytes")
    for name, value in figures.measure(model, args.data):
        print(f"{name:55s} {value:8.4f}")


def _trained(args: argparse.Namespace) -> Path:
    """Make crops, train, export; returns where the weights were written."""
    work = args.work or Path(tempfile.mkdtemp(prefix="focus-"))
    work.mkdir(parents=True, exist_ok=True)
    photos = crops.load_photos([args.data / "focus_train"])
    photos += crops.load_photos(args.photos) * 8  # a large photo holds as much as many small ones
    print(f"{len(photos)} sources")
    made = crops.make(photos, args.crops, args.seed, args.workers)
    net = train.fit(made, epochs=args.epochs, stop=args.stop, seed=args.seed,
                    workers=args.workers, kept=work / "network.pt")  # fmt: skip
    train.export(net, args.out)
    out: Path = args.out
    return out


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("data", type=Path, help="folder with focus_train/ and the labelled photos")
    parser.add_argument("--photos", type=Path, nargs="*", default=[],
                        help="more folders of clean, large photos")  # fmt: skip
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--crops", type=int, default=120_000)
    parser.add_argument("--epochs", type=int, default=5, help="length of the learning-rate cycle")
    parser.add_argument("--stop", type=int, default=5, help="epochs of it that are run")
    parser.add_argument("--workers", type=int, default=2, help="processes, one thread each")
    parser.add_argument("--work", type=Path, help="keep the weights of every epoch here")
    parser.add_argument("--out", type=Path, default=ROOT / "evidence_qc" / "focus" / "focus.onnx")
    parser.add_argument("--figures-only", type=Path, metavar="ONNX",
                        help="train nothing; print the figures of these weights")  # fmt: skip
    return parser.parse_args()


if __name__ == "__main__":
    main()
