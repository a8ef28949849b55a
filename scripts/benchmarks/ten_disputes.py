"""What a stranger makes of ten real disputes, and of the first three photos of the same folders.

    python scripts/benchmarks/ten_disputes.py DIR OUT [--set N]

DIR holds the photos that ``ten_disputes.csv`` names, as ``<owner>__<name>/<path>``: goods with a
fault from nine public repositories, each with photos of something else by the same people. Each
dispute becomes a folder of 8 to 14 loose photos with names as a camera gives them. Then is said no
more than the questions on a terminal ask: the item, the reason, what is asked for, one problem, one
photo that shows it with one mark (``bundle``), and which photo shows the whole item, where one does
(``bundle, whole item named``). ``OUT/round{1,2,3}/<letters>/`` gets the pictures of one set as a
phone shows them, 390 px wide: of each dispute one set a round, in turn of the two bundles and of
the first three photos by name. One viewer sees one round, and writes down the thing, its main
fault, where it is seen, and what has nothing to do with it. What is what stands in
``OUT-key.json``. ``ten_disputes_answers.csv`` holds the answers of 2026-11: of language models, not
of people.

Set 2 (``ten_disputes_2.csv``) is of nine other repositories. Its disputes, sayings and marks were
written down before the program saw any of its photos; it has no form with the whole item named.
Set 3 (``seven_disputes.csv``) is of seven more, written down after the rules were changed with the
first two and before the program saw its photos. What viewers (language models again) said of them
stands in ``ten_disputes_2_answers.csv`` and ``seven_disputes_answers.csv``. Captions name item and
problem, so that bundles are read, not only seen.
"""

from __future__ import annotations

import argparse
import csv
import json
import random
import shutil
import sys
import tempfile
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from PIL import Image, ImageOps

from evidence_qc import build_bundle
from evidence_qc.bundle.slot import canvas_limits
from evidence_qc.case.options import CaseOptions
from evidence_qc.collage.legibility import as_platform_shows
from evidence_qc.profiles import load_profile

HERE = Path(__file__).parent
VIEW_PX = 390
PROFILE = "aliexpress"
FORMS = ("bundle", "bundle, whole item named", "first three by name")
LETTERS = "bcdfghjkmnpqrstvwxz"


@dataclass(frozen=True)
class Dispute:
    """What the buyer says."""

    name: str
    item: str
    title: str
    evidence: str
    mark: str
    """Shares of the upright picture."""
    whole: str = ""
    reason: str = "damaged"


DISPUTES = (
    Dispute("boots", "Leather boots, brown", "Sole is coming off the upper",
            "IMG_2034.jpg", "0.45,0.42", "IMG_2025.jpg"),
    Dispute("headphones", "Over-ear headphones, black", "Headband arm snapped off",
            "IMG_2016.jpg", "0.66,0.78", "IMG_2016.jpg"),
    Dispute("guitar", "Acoustic guitar, black", "Back is broken into pieces",
            "IMG_2034.jpg", "0.45,0.62"),
    Dispute("seat", "Plastic seat support for a bicycle, orange", "Upper ring is broken",
            "IMG_2028.jpg", "0.2,0.33", "IMG_2007.jpg"),
    Dispute("backpack", "Backpack, 26 litres, black", "Buckle is broken",
            "IMG_2019.jpg", "0.49,0.33", "IMG_2025.jpg"),
    Dispute("bed", "Slatted bed frame", "Slat holders are broken",
            "IMG_2022.jpg", "0.55,0.6", "IMG_2028.jpg"),
    Dispute("laptop-hinge", "Laptop", "Screen hinge is broken",
            "IMG_2004.jpg", "0.48,0.47", "IMG_2025.jpg"),
    Dispute("laptop-dent", "Laptop, silver", "Corner is dented",
            "IMG_2028.jpg", "0.33,0.58", "IMG_2019.jpg"),
    Dispute("computer", "Home computer VZ200 with keyboard",
            "Screen shows only a pattern, it does not start",
            "IMG_2022.jpg", "0.5,0.4", "IMG_2013.jpg", "not-working"),
    Dispute("printer-fan", "Cooling fan of a 3D printer", "Fan blades broke off",
            "IMG_2022.jpg", "0.52,0.5", "IMG_2019.jpg"),
)  # fmt: skip
DISPUTES_2 = (
    Dispute("tablet", "Tablet, white", "Screen glass is shattered",
            "IMG_3034.jpg", "0.35,0.25"),
    Dispute("reader", "E-book reader with keyboard, grey", "Display is cracked",
            "IMG_3013.jpg", "0.72,0.6"),
    Dispute("ring", "Ring of a car's door lock knob, plastic", "Ring is broken into pieces",
            "IMG_3007.jpg", "0.25,0.38"),
    Dispute("trailer", "Cargo trailer, white", "Insulation of the wiring is torn open",
            "IMG_3031.jpg", "0.72,0.42"),
    Dispute("robin", "Robin decoration of felt", "Felt is torn off its tummy",
            "IMG_3001.jpeg", "0.5,0.5"),
    Dispute("console", "Handheld game console, grey", "Screen has a dark blot",
            "IMG_3019.jpg", "0.5,0.32"),
    Dispute("grinder", "Coffee grinder, steel, rechargeable", "Charging port is loose",
            "IMG_3031.jpg", "0.57,0.45", reason="not-working"),
    Dispute("basket", "Toy shopping basket, red", "Tab of the handle is broken off",
            "IMG_3022.jpg", "0.9,0.88"),
    Dispute("laptop", "Laptop, silver", "Hardware test reports a disk error",
            "IMG_3013.jpg", "0.4,0.32", reason="not-working"),
    Dispute("lamp", "Table lamp", "Switch in the cable is broken",
            "IMG_3016.jpeg", "0.56,0.48"),
)  # fmt: skip
SEVEN = (
    Dispute("fairing", "Motorcycle with a white fairing", "Fairing is torn in two",
            "IMG_4025.jpg", "0.49,0.33"),
    Dispute("robot", "Toy robot, red and silver", "Pin of the castor is broken off",
            "IMG_4025.jpg", "0.45,0.4"),
    Dispute("knife", "Carving knife, red handle", "Handle is cracked",
            "IMG_4016.jpg", "0.57,0.42"),
    Dispute("chairs", "Wooden chairs", "Seat is stained",
            "IMG_4028.jpg", "0.15,0.55"),
    Dispute("motorbike", "Motorbike", "Crash protector is scraped",
            "IMG_4007.jpg", "0.58,0.5"),
    Dispute("book", "Picture book, old", "Spine is torn off",
            "IMG_4007.jpg", "0.22,0.5"),
    Dispute("guitar", "Electric guitar, mint green", "Paint is chipped off",
            "IMG_4025.jpg", "0.13,0.62"),
)  # fmt: skip
SETS = {
    1: (DISPUTES, "ten_disputes.csv", FORMS),
    2: (DISPUTES_2, "ten_disputes_2.csv", (FORMS[0], FORMS[2])),
    3: (SEVEN, "seven_disputes.csv", (FORMS[0], FORMS[2])),
}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("photos", type=Path, metavar="DIR")
    parser.add_argument("out", type=Path, metavar="OUT")
    parser.add_argument("--set", type=int, choices=SETS, default=1)
    options = parser.parse_args()
    disputes, photos, forms = SETS[options.set]
    with (HERE / photos).open(newline="", encoding="utf-8") as stream:
        rows = list(csv.DictReader(stream))
    shutil.rmtree(options.out, ignore_errors=True)
    key: dict[str, dict[str, str]] = {}
    chance = random.Random(2026)
    used_by: Counter[str] = Counter()
    with tempfile.TemporaryDirectory() as work:
        for number, dispute in enumerate(disputes):
            folder = Path(work) / dispute.name
            mine = [row for row in rows if row["dispute"] == dispute.name]
            loose(options.photos, mine, folder)
            for form in forms:
                pictures, used = pictures_of(dispute, form, folder)
                used_by.update(f"{form}: {row['shows']}" for row in mine if row["name"] in used)
                into = f"round{1 + (number + forms.index(form)) % len(forms)}"
                code = f"{into}/{''.join(chance.choices(LETTERS, k=5))}"
                show(pictures, options.out / code)
                key[code] = {"dispute": dispute.name, "pictures": form}
    Path(f"{options.out}-key.json").write_text(json.dumps(key, indent=1) + "\n", encoding="utf-8")
    for what, count in sorted(used_by.items()):
        print(f"{what}: {count} photos")
    return 0


def loose(photos: Path, rows: list[dict[str, str]], folder: Path) -> None:
    """The photos of one dispute under the names of a camera."""
    folder.mkdir()
    for row in rows:
        source = photos / row["repository"].replace("/", "__") / row["path"]
        if not source.is_file():
            sys.exit(f"{source} is missing: take it from {row['repository']} at {row['commit']}.")
        shutil.copy(source, folder / row["name"])


def pictures_of(dispute: Dispute, form: str, folder: Path) -> tuple[list[Path], set[str]]:
    """The files to show, and the photos in them."""
    if form == FORMS[2]:
        first = sorted(folder.iterdir())[:3]
        return first, {path.name for path in first}
    whole = dispute.whole if form == FORMS[1] else ""
    said = CaseOptions(
        item=dispute.item, reason=dispute.reason, ask="Full refund",
        claims=(f"{dispute.title}={dispute.evidence}",),
        marks=(f"{dispute.evidence}:{dispute.mark}",),
        roles=(f"{whole}=overview",) if whole else (),
    )  # fmt: skip
    out = folder.parent / f"{folder.name} {FORMS.index(form)}"
    build_bundle(folder, out, profile=PROFILE, case_options=said)
    manifest = json.loads((out / "manifest.json").read_text(encoding="utf-8"))
    used = names(manifest["inputs"]) - names(manifest["left_out"])
    return sorted((out / "submit").glob("*.jpg")), used


def names(files: list[dict[str, str]]) -> set[str]:
    return {Path(each["path"]).name for each in files}


def show(pictures: list[Path], folder: Path) -> None:
    """As the platform recompresses them, at the width of a phone."""
    folder.mkdir(parents=True)
    limits = canvas_limits(load_profile(PROFILE))
    for number, path in enumerate(pictures, 1):
        upright = ImageOps.exif_transpose(Image.open(path)).convert("RGB")
        image = Image.fromarray(as_platform_shows(np.asarray(upright), limits))
        size = VIEW_PX, round(image.height * VIEW_PX / image.width)
        image.resize(size, Image.Resampling.LANCZOS).save(folder / f"{number}.jpg", quality=90)


if __name__ == "__main__":
    sys.exit(main())
