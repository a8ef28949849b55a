"""Write the generated parts of README.md anew: the rule table, the profile table, the help.

python scripts/update_readme.py          rewrite
python scripts/update_readme.py --check  exit 1 if anything would change
"""

from __future__ import annotations

import argparse
import re
import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import click

README = Path(__file__).resolve().parent.parent / "README.md"


def generated() -> dict[str, str]:
    """Name of each generated part → its text."""
    from evidence_qc.profiles import load_profile, profile_names
    from evidence_qc.rules import RULES
    from evidence_qc.rules.manual import markdown_table

    profiles = ["| profile | for | photos | videos |", "|---|---|---|---|"]
    for name in profile_names():
        profile = load_profile(name)
        photos = profile.photos_max.value or "?"
        videos = _videos(profile.videos_max.value)
        profiles.append(f"| `{name}` | {profile.title} | {photos} | {videos} |")
    return {
        "options": options(),
        "rules": markdown_table(RULES),
        "profiles": "\n".join(profiles),
    }


def options() -> str:
    """Every option of every command with its help; what several share stands once, in front."""
    import click

    from evidence_qc.cli.main import COMMANDS, group

    context = click.Context(group)
    of_command = {name: _options_of(group.get_command(context, name)) for name in COMMANDS}
    counted = Counter(row for rows in of_command.values() for row in rows)
    shared = list(dict.fromkeys(row for rows in of_command.values() for row in rows))
    lines = ["| command | option | |", "|---|---|---|"]
    for row in shared:
        if counted[row] > 1:
            users = " ".join(f"`{name}`" for name in COMMANDS if row in of_command[name])
            lines.append(f"| {users} | {row}")
    for name in COMMANDS:
        lines += [f"| `{name}` | {row}" for row in of_command[name] if counted[row] == 1]
    return "\n".join(lines)


def _options_of(command: click.Command | None) -> list[str]:
    import click

    assert command is not None
    rows = []
    for parameter in command.params:
        if isinstance(parameter, click.Option):
            names = ", ".join(f"`{name}`" for name in reversed(parameter.opts))
            value = "" if parameter.is_flag else parameter.make_metavar(click.Context(command))
            default = parameter.default
            displayed = "" if parameter.is_flag or not isinstance(default, str | int) else default
            ending = f" (default `{displayed}`)" if displayed not in ("", None) else ""
            word = f" {value}".replace("|", "\\|") if value else ""
            rows.append(f"{names}{word} | {(parameter.help or '').rstrip('.')}{ending} |")
    return rows


def _videos(most: int | None) -> str:
    return "?" if most is None else str(most)


def rewritten(text: str, parts: dict[str, str]) -> str:
    """The README with each part between its markers replaced.

    Raises:
        ValueError: a marker is missing.
    """
    for name, part in parts.items():
        pattern = re.compile(rf"(<!-- {name} -->\n).*?(<!-- /{name} -->)", re.DOTALL)
        text, count = pattern.subn(lambda m, part=part: f"{m[1]}{part}\n{m[2]}", text)
        if count != 1:
            raise ValueError(f"README.md needs one pair of <!-- {name} --> markers, has {count}.")
    return text


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--check", action="store_true")
    options = parser.parse_args()
    before = README.read_text(encoding="utf-8")
    after = rewritten(before, generated())
    if options.check:
        return int(after != before)
    README.write_text(after, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
