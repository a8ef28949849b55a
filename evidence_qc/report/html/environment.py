"""The templates: escaped by default, nothing undefined, parts that a web page can use alone.

A sentence that stands in an expression is said in the language of the page.
"""

from __future__ import annotations

import base64
import hashlib
from functools import cache, partial
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from evidence_qc.language import Sentence
from evidence_qc.language.catalogue import ENGLISH
from evidence_qc.language.languages import direction_of
from evidence_qc.report.text import printable, printable_lines, unbroken

if TYPE_CHECKING:
    import jinja2
    from markupsafe import Markup


@cache
def environment(language: str = ENGLISH) -> jinja2.Environment:
    """The templates of a language: autoescape on, a misspelt variable is an error.

    ``say("html.missing", name=value)`` is a sentence of the catalogues; ``language`` and
    ``direction`` are for the root element.
    """
    import jinja2

    made = jinja2.Environment(
        loader=jinja2.PackageLoader("evidence_qc.report.html", "templates"),
        autoescape=True,
        finalize=partial(_finalize, language=language),
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.globals |= {"say": Sentence, "language": language, "direction": direction_of(language)}
    made.filters["bdi"] = partial(_bdi, language=language)
    made.filters["path"] = partial(_path, language=language)
    made.filters["printable"] = printable
    return made


def render_part(name: str, *arguments: Any) -> Markup:
    """One part alone, as in ``render_part("card", card)``: for a page that shows single files.

    The parts are ``card``, ``picture``, ``timeline``, ``histogram``, ``verdict``, ``retake``,
    ``claims``, ``slots``, ``duplicates``, ``rules``, ``icon`` and ``sprite`` (the drawings of the
    icons: once a page). Each is a macro of its own name in ``templates/parts``; they look right
    with ``asset("report.css")`` and need no script.
    """
    from markupsafe import Markup

    module = environment().get_template(f"parts/{name}.html").module
    return Markup(getattr(module, name)(*arguments))


def asset(name: str) -> str:
    """A style sheet or a script of the page."""
    return files(__package__).joinpath("assets", name).read_text(encoding="utf-8")


def content_security_policy(styles: str, script: str) -> str:
    """Nothing may be loaded; only these very styles and this very script may run.

    Hashes rather than ``unsafe-inline``: even a tag that slipped through escaping would not run.
    """
    return (
        "default-src 'none'; img-src data:; "
        f"style-src '{_hash(styles)}'; script-src '{_hash(script)}'; "
        "base-uri 'none'; form-action 'none'"
    )


def _hash(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode("utf-8")).digest()).decode()


def _finalize(value: Any, language: str = ENGLISH) -> Any:
    """What any expression puts on the page: text without what turns its reading order."""
    if isinstance(value, Sentence):
        return unbroken(value.in_language(language))
    if isinstance(value, str) and not hasattr(value, "__html__"):
        return printable_lines(value)
    return value


def _bdi(text: str, language: str = ENGLISH) -> Markup:
    """Words whose reading direction does not leak into the line around them."""
    from markupsafe import Markup

    return Markup("<bdi>{}</bdi>").format(_finalize(text, language))


def _path(text: str, language: str = ENGLISH) -> Markup:
    """A file name: its extension stands on the right in any script, as in a file manager.

    May break after a slash or an underscore.
    """
    from markupsafe import Markup, escape

    safe = escape(_finalize(text, language))
    for mark in ("/", "_"):
        safe = safe.replace(mark, Markup(mark + "<wbr>"))
    return Markup('<bdi dir="ltr">') + safe + Markup("</bdi>")
