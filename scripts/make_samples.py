#!/usr/bin/env python3
"""Make ``sample_media/``, or a larger set with known faults for measuring.

    python scripts/make_samples.py --render --work WORK     # needs bpy: pip install -e .[samples]
    python scripts/make_samples.py --work WORK              # photos and clips from the light
    python scripts/make_samples.py --truth-set OUT [--work WORK]

``--render`` builds the goods, lights them and writes linear light to ``WORK/light`` (under an hour
on two cores; what is there already is kept). The second step is the phone: exposure, shake, noise,
JPEG, EXIF. ``--truth-set`` needs no renderer; with ``--work`` it also uses the rendered light.
Every step is seeded: the same versions give the same pictures.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--render", action="store_true", help="render the light (needs bpy)")
    parser.add_argument("--work", type=Path, help="folder of textures and rendered light")
    parser.add_argument("--only", nargs="*", help="render only these shots")
    parser.add_argument("--scale", type=float, default=1.0, help="render size, 1 is final")
    parser.add_argument("--samples", type=int, help="samples a pixel instead of each shot's own")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--out", type=Path, default=ROOT / "sample_media")
    parser.add_argument("--truth-set", type=Path, metavar="OUT")
    parser.add_argument("--no-clips", action="store_true", help="without the clips")
    args = parser.parse_args()
    if args.truth_set:
        from samples.truth import truth_set

        files = truth_set.make(args.truth_set, args.work, not args.no_clips)
        print(f"{len(files)} files in {args.truth_set}")
        return 0
    if args.work is None:
        parser.error("--work is needed: the folder that holds the rendered light")
    args.work.mkdir(parents=True, exist_ok=True)
    if args.render:
        from samples.render import shots

        shots.render_all(args.work, args.only, args.scale, args.samples, args.threads)
        return 0
    from samples import dispute

    dispute.make(args.work, args.out, not args.no_clips)
    return 0


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parent))
    raise SystemExit(main())
