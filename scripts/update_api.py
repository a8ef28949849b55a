"""Write evidence_qc/docs/api.md, the public Python API, from the docstrings.

python scripts/update_api.py          rewrite
python scripts/update_api.py --check  exit 1 if it would change
"""

from __future__ import annotations

import argparse
import ast
import dataclasses
import inspect
import sys
import textwrap
from enum import Enum
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

import evidence_qc  # noqa: E402 - the checkout, not an installed copy

PAGE = ROOT / "evidence_qc" / "docs" / "api.md"
HEAD = """# The Python API

Everything here is imported from `evidence_qc` and keeps its promise (versions.md); nothing else
does. Functions raise the errors named here; they never print, exit, or configure logging.
This page is made from the docstrings by `scripts/update_api.py`.
"""


def page() -> str:
    """The whole page."""
    displayed = {name: getattr(evidence_qc, name) for name in evidence_qc.__all__}
    functions = [name for name in displayed if inspect.isfunction(displayed[name])]
    classes = [name for name in displayed if inspect.isclass(displayed[name])]
    errors = [name for name in classes if issubclass(displayed[name], Exception)]
    parts = [HEAD, "## Functions\n"]
    parts += [function(name, displayed[name]) for name in functions]
    parts += ["## Types\n"]
    parts += [type_(name, displayed[name]) for name in classes if name not in errors]
    parts += [
        "## Errors\n",
        "Each carries `message`, `remedy` and the exit code of the commands.\n",
    ]
    parts += [error(name, displayed[name]) for name in errors]
    parts += ["\n## The table of rules\n", "`RULES`: a tuple of `Rule`, as `rules` lists them.\n"]
    return "\n".join(parts)


def function(name: str, it: object) -> str:
    """Signature and docstring."""
    signature = inspect.signature(it)  # type: ignore[arg-type]
    given = []
    for parameter in signature.parameters.values():
        if parameter.kind is parameter.KEYWORD_ONLY and "*" not in given:
            given.append("*")
        default = "" if parameter.default is parameter.empty else f" = {parameter.default!r}"
        given.append(f"{parameter.name}: {parameter.annotation}{default}")
    lines = "".join(f"    {each},\n" for each in given)
    code = f"```python\n{name}(\n{lines}) -> {signature.return_annotation}\n```\n"
    return f"### `{name}`\n\n{code}\n{documented(it)}\n"


def type_(name: str, it: type) -> str:
    """Docstring, and the fields with theirs."""
    rows = []
    if issubclass(it, Enum):
        rows = [f"- `{member.name}` = `{member.value!r}`" for member in it]
    elif dataclasses.is_dataclass(it):
        said = _said_of_fields(it)
        for field in dataclasses.fields(it):
            words = f": {said[field.name]}" if field.name in said else ""
            rows.append(f"- `{field.name}: {field.type}`{words}")
    elif getattr(it, "_is_protocol", False):
        rows = [
            f"- `{key}{inspect.signature(value)}`: {inspect.getdoc(value)}"
            for key, value in vars(it).items()
            if inspect.isfunction(value) and not key.startswith("_")
        ]
    listed = "\n".join(rows)
    return f"### `{name}`\n\n{documented(it)}\n" + (f"\n{listed}\n" if listed else "")


def error(name: str, it: type[evidence_qc.EvidenceQcError]) -> str:
    """One line."""
    return f"- `{name}` (exit code {int(it.exit_code)}): {inspect.getdoc(it)}"


def documented(it: object) -> str:
    """The docstring as Markdown: its sections as blocks."""
    text = inspect.getdoc(it) or ""
    lines = []
    for block in text.split("\n\n"):
        head, _, rest = block.partition("\n")
        if head in {"Args:", "Returns:", "Raises:", "Attributes:"}:
            lines.append(f"{head}\n\n```text\n{textwrap.dedent(rest)}\n```")
        else:
            lines.append(block.replace("``", "`"))
    return "\n\n".join(lines)


def _said_of_fields(it: type) -> dict[str, str]:
    """The string that stands below a field."""
    body = ast.parse(textwrap.dedent(inspect.getsource(it))).body[0]
    assert isinstance(body, ast.ClassDef)
    said = {}
    for field, below in zip(body.body, body.body[1:], strict=False):
        if (
            isinstance(field, ast.AnnAssign)
            and isinstance(field.target, ast.Name)
            and isinstance(below, ast.Expr)
            and isinstance(below.value, ast.Constant)
        ):
            words = inspect.cleandoc(str(below.value.value))
            said[field.target.id] = " ".join(words.replace("``", "`").split())
    return said


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--check", action="store_true")
    options = parser.parse_args()
    made = page()
    if options.check:
        return int(not PAGE.exists() or PAGE.read_text(encoding="utf-8") != made)
    PAGE.write_text(made, encoding="utf-8", newline="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
