"""Keep today's default limits as those of a release: ``python3 scripts/freeze_limits.py 2026-11``.

Run it when a release is made, and while it is being made whenever a default changes; the limits of
releases that are out never change.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))


HEADER = """\
# What `--rules {}` goes back to. Nothing is decided here: today's default limits stand in
# evidence_qc/rules, and scripts/freeze_limits.py copies them.

"""


def main() -> int:
    """Writes the file, or with ``--check`` says whether it is what it should be."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("release", help="year and month of the release, as in 2026-11")
    parser.add_argument("--check", action="store_true", help="compare only; exit 1 if it differs")
    options = parser.parse_args()

    from evidence_qc.profiles.releases import RELEASES

    path = RELEASES / f"{options.release}.toml"
    text = HEADER.format(options.release) + limits_text()
    if options.check:
        return int(not path.exists() or path.read_text(encoding="utf-8") != text)
    path.write_text(text, encoding="utf-8")
    return 0


def limits_text() -> str:
    """Every limit of every rule, in the order of the rule table."""
    from evidence_qc.rules import RULES

    tables = [
        "\n".join([f"[{rule.name}]", *(f"{each.name} = {each.default!r}" for each in rule.limits)])
        for rule in RULES
        if rule.limits
    ]
    return "\n\n".join(tables) + "\n"


if __name__ == "__main__":
    sys.exit(main())
