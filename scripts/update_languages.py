#!/usr/bin/env python3
"""Carry the English catalogues into the translators' files, and these into what ships.

python scripts/update_languages.py          rewrite
python scripts/update_languages.py --check  exit 1 if anything would change

English stands in ``evidence_qc/language/en/*.toml``. ``scripts/languages/XX.po`` holds, for each
message id (the context), its English and its translation; any editor for gettext opens it. A
translation whose English has changed is marked fuzzy and is not shipped until somebody has looked
at it. What ships is ``evidence_qc/language/XX/messages.toml``, read by the same code as English.
"""

from __future__ import annotations

import argparse
import io
import json
import sys
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT)]

from evidence_qc.language.catalogue import flat  # noqa: E402
from evidence_qc.language.languages import LANGUAGES  # noqa: E402
from evidence_qc.language.plurals import CATEGORIES, plural_categories  # noqa: E402
from evidence_qc.profiles.texts import shipped_texts  # noqa: E402

ENGLISH = ROOT / "evidence_qc/language/en"
FILES = (
    "bundle",
    "case",
    "cli",
    "collage",
    "damage",
    "errors",
    "examine",
    "focus",
    "media",
    "plan",
    "profiles",
    "report",
    "rules",
    "runtime",
    "serve",
    "shows",
    "stages",
    "words",
)
"""All that are translated, in alphabetical order; mcp is not, it speaks to programs."""
HEADER = "# Made by scripts/update_languages.py from scripts/languages/{}.po: translate there.\n"


def main() -> int:
    """Rewrite what differs, or with --check only say so."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="change nothing")
    check = parser.parse_args().check
    stale = 0
    for path, text in generated().items():
        if path.exists() and path.read_text(encoding="utf-8") == text:
            continue
        stale += 1
        print(f"{path.relative_to(ROOT)} {'would change' if check else 'written'}")
        if not check:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
    return int(check and stale > 0)


def generated() -> dict[Path, str]:
    """Every file and what it should hold."""
    found: dict[Path, str] = {}
    for language in LANGUAGES[1:]:
        english = dict(english_messages(language))
        po = ROOT / f"scripts/languages/{language}.po"
        old = read(po, language) if po.exists() else Catalog(locale=language)
        new = merged(old, english, language)
        found[po] = po_text(new)
        found[ROOT / f"evidence_qc/language/{language}/messages.toml"] = toml_text(new, language)
    return found


def english_messages(language: str) -> Iterator[tuple[str, str]]:
    """(id, English) of all messages that are translated, in order.

    One that agrees with a number has an entry for each form of the language, ``ID.few``. What the
    profiles say is its own id.
    """
    for name in FILES:
        text = (ENGLISH / f"{name}.toml").read_text(encoding="utf-8")
        for key, template in flat("", tomllib.loads(text)):
            if isinstance(template, str):
                yield key, template
                continue
            for category in plural_categories(language):
                yield f"{key}.{category}", template.get(category, template["other"])
    for text in shipped_texts():
        yield text, text


def read(po: Path, language: str) -> Catalog:
    """The translators' file."""
    with po.open("rb") as stream:
        return read_po(stream, locale=language)


def merged(old: Catalog, english: Mapping[str, str], language: str) -> Catalog:
    """All messages of today with the translations of before; fuzzy where the English changed."""
    new = Catalog(
        locale=language,
        project="evidence-qc",
        header_comment=f"# {language}: sentences for people. The context is the message's id.",
        fuzzy=False,
    )
    before = {message.context: message for message in old if message.context}
    for key, text in english.items():
        known = before.get(key)
        translated = str(known.string) if known else ""
        is_stale = bool(translated) and known is not None and known.id != text
        flags = {"fuzzy"} if is_stale or (known is not None and known.fuzzy) else set()
        new.add(text, translated, context=key, flags=flags if translated else set())
    return new


def po_text(catalogue: Catalog) -> str:
    """As gettext writes it; no dates, so the same input gives the same file."""
    out = io.BytesIO()
    write_po(out, catalogue, width=0, omit_header=True, sort_output=False)
    head = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n'
    head += f'"Language: {catalogue.locale_identifier}\\n"\n\n'
    return head + out.getvalue().decode("utf-8")


def toml_text(catalogue: Catalog, language: str) -> str:
    """What ships: translations that are there and fit today's English.

    The forms of one message stand in a table of their own, once they are all there.
    """
    lines, forms = [HEADER.format(language)], dict[str, dict[str, str]]()
    counted = plural_messages()
    for message in catalogue:
        if not message.context or not message.string or message.fuzzy:
            continue
        key, _, category = message.context.rpartition(".")
        if key in counted and category in CATEGORIES:
            forms.setdefault(key, {})[category] = str(message.string)
        else:
            # TOML takes JSON's strings.
            lines.append(f"{_quoted(message.context)} = {_quoted(str(message.string))}\n")
    for key, said in forms.items():
        if said.keys() == set(plural_categories(language)):
            inside = ", ".join(f"{name} = {_quoted(text)}" for name, text in said.items())
            lines.append(f"{_quoted(key)} = {{ {inside} }}\n")
    return "".join(lines)


def plural_messages() -> frozenset[str]:
    """The ids of all messages that agree with a number."""
    texts = (path.read_text(encoding="utf-8") for path in ENGLISH.glob("*.toml"))
    every = (pair for text in texts for pair in flat("", tomllib.loads(text)))
    return frozenset(key for key, template in every if not isinstance(template, str))


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


if __name__ == "__main__":
    sys.exit(main())
