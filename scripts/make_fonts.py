"""Makes the fonts that ship in evidence_qc/collage/fonts, from Debian's packages.

    python scripts/make_fonts.py FOLDER

FOLDER holds the unpacked packages fonts-noto-core and fonts-droid-fallback; needs fonttools.
Hints and unused tables go, glyphs and layout features stay, so that the wheel stays small.
"""

import sys
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont

TARGET = Path(__file__).parent.parent / "evidence_qc" / "collage" / "fonts"
LATIN = [*range(0x20, 0x250), *range(0x2B0, 0x530), *range(0x1E00, 0x1F00), *range(0x2000, 0x2300)]
LATIN += [0xFB01, 0xFB02, 0xFFFD]
FONTS = {
    "NotoSans-Regular.ttf": LATIN,
    "NotoSans-Bold.ttf": LATIN,
    "NotoSansArabic-Regular.ttf": None,
    "NotoSansHebrew-Regular.ttf": None,
    "NotoSansDevanagari-Regular.ttf": None,
    "NotoSansThai-Regular.ttf": None,
    "NotoSansArmenian-Regular.ttf": None,
    "NotoSansGeorgian-Regular.ttf": None,
    "DroidSansFallback.ttf": None,
}


def main() -> None:
    packages = Path(sys.argv[1])
    for name, kept in FONTS.items():
        source = next(p for p in sorted(packages.rglob(name)))
        options = subset.Options(
            hinting=False, layout_features=["*"], name_IDs=[0, 1, 2, 3, 4, 5, 6, 13, 14],
            notdef_outline=True, glyph_names=False, recalc_timestamp=False,
            drop_tables=["DSIG", "FFTM", "kern", "vhea", "vmtx", "meta", "MVAR", "STAT"],
        )  # fmt: skip
        font = TTFont(source, recalcTimestamp=False)
        subsetter = subset.Subsetter(options)
        subsetter.populate(unicodes=kept or list(font.getBestCmap()))
        subsetter.subset(font)
        font.save(TARGET / name)
        print(f"{(TARGET / name).stat().st_size:>9,}  {name}")


if __name__ == "__main__":
    main()
