"""Set everything up and run the main job on the dispute in sample_media/.

    python3 scripts/demo.py [FOLDER]

Makes .venv, installs the project, scans the folder, writes its report and its bundle under
demo-output/, and says where to look.
"""

from __future__ import annotations

import argparse
import shutil
import subprocess
import sys
from pathlib import Path

from environment import ROOT, prepare, say


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", nargs="?", type=Path, default=ROOT / "sample_media")
    parser.add_argument("--output", type=Path, default=ROOT / "demo-output")
    options = parser.parse_args()
    python = str(prepare())
    program = [python, "-m", "evidence_qc"]
    folder = str(options.folder)
    if options.output.exists():
        shutil.rmtree(options.output)
    options.output.mkdir(parents=True)
    page = options.output / "report.html"
    bundle = options.output / "bundle"

    say(f"\n== evidence-qc scan {folder}")
    scanned = subprocess.run([*program, "scan", folder], check=False).returncode
    say("\n== The same as a page")
    subprocess.run(
        [*program, "scan", folder, "--format", "html", "--output", str(page)], check=False
    )
    say("\n== evidence-qc bundle")
    bundled = subprocess.run(
        [*program, "bundle", folder, "--output", str(bundle)], check=False
    ).returncode
    say(
        f"\nLook at\n  {page}\n      every photo and video, what is wrong, how to retake it\n"
        f"  {bundle / 'submit'}\n      what you would upload: 3 photos, 1 video, the statement"
    )
    # 1 means "some files should be retaken": the sample dispute is full of those on purpose.
    return 0 if {scanned, bundled} <= {0, 1} else max(scanned, bundled)


if __name__ == "__main__":
    sys.exit(main())
