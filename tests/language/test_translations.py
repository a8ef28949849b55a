"""Translations: none is missing or stale, they speak of the same values, programs see none."""

from __future__ import annotations

import importlib.util
import re
import string
from collections import Counter
from dataclasses import replace
from pathlib import Path
from types import ModuleType

import pytest

from evidence_qc.language import render
from evidence_qc.language.catalogue import _catalogue
from evidence_qc.language.languages import LANGUAGES, language_of
from evidence_qc.language.template import SENTENCES, SPECIFICATIONS, TEXTS
from evidence_qc.model import Damage, DamageKind, Finding, Severity
from evidence_qc.plan.tiles import CAPTIONS
from evidence_qc.report.json import dumps
from evidence_qc.report.localise import localised
from evidence_qc.report.table import render_table
from tests.report.reports import photo, report

OTHERS = LANGUAGES[1:]
SCRIPT = Path(__file__).resolve().parents[2] / "scripts/update_languages.py"
SCRIPTS_OF = {"ru": r"[а-яё]", "zh": r"[\u4e00-\u9fff]", "ar": r"[\u0621-\u064a]"}
SAME_IN_ALL = re.compile(
    r"^(format|number|word|list|size)\.|^passages\.some$|^page\.(mega|kilo)bytes$|^file-row\.codec$"
)
"""Names and signs; they may be as in English."""

PARCELS = {
    "ru": "посылк", "es": "paquete", "pt": "pacote", "fr": "colis", "zh": "包裹", "ar": "طرد",
}  # fmt: skip
"""The parcel that came, as a stem of its word."""

VALUES = {
    "spans_s": ((0.0, 2.0), (5.0, 6.0)), "passages_s": ((0.0, 2.0),), "accepted": ("jpeg", "png"),
    "fault": "too-dark.warn", "kind": "format.raw", "program": "GIMP", "kept": "a.jpg",
    "format": "heif", "shot": "parcel label", "reason": "no permission", "codec": "av1",
    "extension": "jpg", "fitting": "heic", "remark": " (assumed)", "takes": 3,
}  # fmt: skip


@pytest.fixture(scope="module")
def updater() -> ModuleType:
    """The script that keeps them."""
    spec = importlib.util.spec_from_file_location("update_languages", SCRIPT)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def english(updater: ModuleType, language: str) -> dict[str, str]:
    """What is translated; ``ID.few`` for a form that agrees with a number."""
    return dict(updater.english_messages(language))


def shipped(language: str) -> dict[str, str]:
    """The same, as it ships."""
    found: dict[str, str] = {}
    for key, template in _catalogue(language).items():
        if isinstance(template, str):
            found[key] = template
        else:
            found |= {f"{key}.{category}": text for category, text in template.items()}
    return found


def placeholders(text: str) -> Counter[tuple[str | None, str | None, bool]]:
    """Name, specification, and whether it may be left out."""
    optional = "".join(re.findall(r"\[\[(.*?)\]\]", text))
    fields = string.Formatter().parse
    inside = Counter((name, how) for _, name, how, _ in fields(optional) if name)
    every = Counter((name, how) for _, name, how, _ in fields(text) if name)
    return Counter({(*key, key in inside): count for key, count in every.items()})


def sentence(message_id: str, language: str, text: str) -> str:
    values = dict(VALUES)
    for _, name, how, _ in string.Formatter().parse(text):
        if how and (how in SENTENCES or how.endswith("list")):
            values.setdefault(name or "", ["a", "b"])
        if how in TEXTS:
            values.setdefault(name or "", "word")
        values.setdefault(name or "", 1234.5 if name and not name.endswith("_px") else 1234)
    values["pixels_max"] = 600_000_000
    return render(message_id, values, language=language)


def has_words(text: str) -> bool:
    """Whether a template says anything itself, besides its values and options."""
    return bool(re.search(r"[^\W\d_]{2}", re.sub(r"\{[^{}]*\}|--[\w-]+", "", text)))


@pytest.mark.parametrize("language", OTHERS)
def test_every_message_is_translated_and_fits_its_english(
    language: str, updater: ModuleType
) -> None:
    """Nothing is missing or left over, and nothing waits to be looked at."""
    expected = english(updater, language)
    catalogue = updater.read(SCRIPT.parents[1] / f"scripts/languages/{language}.po", language)
    entries = {message.context: message for message in catalogue if message.context}

    assert set(entries) == set(expected) == set(shipped(language))
    for key, text in expected.items():
        assert entries[key].id == text, f"{key} is stale"
        assert entries[key].string and not entries[key].fuzzy, key


@pytest.mark.parametrize("language", OTHERS)
def test_translations_speak_of_the_same_values(language: str, updater: ModuleType) -> None:
    """Each placeholder as often, in the same form, and optional where it is in English.

    One file, no file and two files are said without the number in some languages.
    """
    said = shipped(language)
    for key, text in english(updater, language).items():
        lacking = placeholders(text) - placeholders(said[key])
        added = placeholders(said[key]) - placeholders(text)
        is_small = key.rpartition(".")[2] in {"zero", "one", "two"}

        assert not added, key
        assert not lacking or (
            is_small and all(how and how.startswith("n") for _, how, _ in lacking)
        ), key


@pytest.mark.parametrize("language", OTHERS)
def test_every_sentence_can_be_said(language: str, updater: ModuleType) -> None:
    """With values of all kinds; in its script, with no sign of a template left."""
    counted = updater.plural_messages()
    for key, text in english(updater, language).items():
        if key.startswith("list.") or key.rpartition(".")[0] in counted:
            continue
        said, in_english = sentence(key, language, text), sentence(key, "en", text)
        signs = r"[{}]|\[\[|\]\]"  # those of a template; some sentences show TOML or JSON
        assert re.findall(signs, said) == re.findall(signs, in_english), key
        if not SAME_IN_ALL.match(key) and has_words(text):
            assert said != in_english, key
            assert re.search(SCRIPTS_OF.get(language, r"[a-zà-ÿ]"), said, re.IGNORECASE), key


@pytest.mark.parametrize("language", OTHERS)
def test_the_bundle_is_not_called_like_the_parcel(language: str, updater: ModuleType) -> None:
    """A reader of a dispute about a parcel would take the one for the other."""
    parcel, said, texts = PARCELS[language], shipped(language), english(updater, language)
    of_bundles = [key for key, text in texts.items() if re.search(r"\bbundles?\b", text)]
    of_parcels = [key for key, text in texts.items() if re.search(r"\bparcel\b", text)]
    confused = {key for key in of_bundles if parcel in said[key].casefold()} - set(of_parcels)

    assert not confused
    assert len([key for key in of_parcels if parcel in said[key].casefold()]) >= 5


def test_what_ships_is_what_the_translators_wrote(updater: ModuleType) -> None:
    """Nothing would change if it were made again."""
    for path, text in updater.generated().items():
        assert path.read_text(encoding="utf-8") == text, "run scripts/update_languages.py"


def test_a_changed_sentence_is_not_shipped_until_it_is_looked_at(updater: ModuleType) -> None:
    """It is fuzzy then, and said in English; what is new is empty; what is gone goes."""
    before = updater.Catalog(locale="fr")
    before.add("Old.", "Vieux.", context="a")
    before.add("Same.", "Pareil.", context="b")
    before.add("Gone.", "Parti.", context="c")
    now = updater.merged(before, {"a": "New.", "b": "Same.", "d": "More."}, "fr")

    assert updater.toml_text(now, "fr").splitlines()[1:] == ['"b" = "Pareil."']
    again = updater.merged(now, {"a": "New.", "b": "Same.", "d": "More."}, "fr")
    assert {m.context: m.fuzzy for m in again if m.context} == {"a": True, "b": False, "d": False}


@pytest.mark.parametrize("language", OTHERS)
def test_numbers_are_as_in_the_locale_data(language: str) -> None:
    """The sign between whole and part; CLDR's Arabic one goes with Arabic-Indic digits only."""
    from babel import Locale

    symbols = Locale.parse(language).number_symbols
    cldr = symbols.get("latn", symbols)["decimal"]

    assert render("number.decimal", language=language) == cldr


def test_lists_and_numbers_in_a_sentence() -> None:
    """Passages are joined, parts of a second have a comma, an English remark is translated."""
    spans = {"spans_s": [(0.0, 1.0), (4.0, 5.0)]}
    many = {"spans_s": [(float(n), n + 0.4) for n in range(0, 50, 10)]}
    size = {"measured": 4_500_000, "limit": 2e6, "remark": " (assumed)"}

    assert "0:00–0:01 и 0:04–0:05." in render("cut-video.message", spans, language="ru")
    assert "0:00, 0:10, 0:20 y 2 más." in render("cut-video.message", many, language="es")
    given = {"names": ["a.jpg", "b.jpg", "c.jpg", "d.jpg"], "labels": ["1a", "1b"]}
    assert "a.jpg, b.jpg и ещё 2" in render("headline.not-found", given, language="ru")
    assert "1a y 1b" in render("left-out.another-view", given, language="es")
    assert "problema 1 e 2" in render("clip-choice.problem", {"problems": [1, 2]}, language="pt")
    assert "4,5 Mo" in render("file-too-large.bytes", size, language="fr")
    assert render("file-too-large.bytes", size, language="ru").endswith("2 МБ (предположительно).")
    assert "4.5 MB; the platform takes 2 MB (assumed)" in render("file-too-large.bytes", size)


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_stop_stands_within_a_sentence(language: str) -> None:
    """One that is put into another leaves its stop behind, whatever sign it is."""
    fault = {"message_id": "too-dark.reject", "values": {}}
    said = render("passages.some", {"fault": fault, "passages_s": [(0, 4)]}, language=language)

    assert render("too-dark.reject", language=language).rstrip(".。") in said
    assert not re.search(r"[.。]\s*[:：]|[.。]{2}", said)


@pytest.mark.parametrize("specification", SPECIFICATIONS)
def test_english_is_as_it_was(specification: str) -> None:
    """Whatever the form, English signs are those that the form itself writes."""
    value = {"spans": [(0.0, 2.0)], "megapixels": 12_000_000, "n_two": ["a"]}
    number = 0.5 if "percent" in specification else 1234
    given = ["a"] if specification.endswith("list") else value.get(specification, number)

    assert SPECIFICATIONS[specification](given) == render_with(specification, given)


def render_with(specification: str, value: object) -> str:
    from evidence_qc.language.template import fill

    return fill(f"{{x:{specification}}}", {"x": value}, lambda nested: nested)


def test_a_report_for_people_speaks_and_one_for_programs_does_not() -> None:
    """The table is in the language; the report it was made from is as it was."""
    dark = Finding(
        "too-dark", Severity.REJECT, message_id="too-dark.reject", advice_id="too-dark.advice"
    )
    broken = Damage(DamageKind.TRUNCATED, "damage.cut-off", 0.5, {"lost_ratio": 0.5})
    given = report(photo("a.jpg", [dark], damage=(broken,)))
    before = dumps(given)
    russian = localised(given, "ru")

    assert "Слишком темно, дефект не разглядеть." in render_table(russian, width=200)
    assert "50 %" in russian.files[0].facts.damage[0].message
    assert dumps(given) == before
    assert localised(given, "en") is given
    words = replace(dark, message_id="Said by another program.", values={})
    kept = localised(report(photo("a.jpg", [words])), "ar")
    assert kept.files[0].findings[0].message == "Said by another program."


@pytest.mark.parametrize(
    ("environment", "language"),
    [
        ({"LANG": "ru_RU.UTF-8"}, "ru"),
        ({"LANG": "de_DE.UTF-8"}, "en"),
        ({"LANG": "C"}, "en"),
        ({}, "en"),
        ({"LC_ALL": "", "LANG": "pt-BR"}, "pt"),
        ({"LC_ALL": "zh_CN@x", "LANG": "ru_RU"}, "zh"),
    ],
)
def test_the_language_of_a_locale(environment: dict[str, str], language: str) -> None:
    """The first variable that says something; English where we have no other."""
    assert language_of(environment) == language


@pytest.mark.parametrize("language", OTHERS)
def test_what_a_photo_is_called_is_said_in_the_language(language: str) -> None:
    """Ours (whole item, label); a user's words and a message's stay what they are."""
    values = {"what": "whole item", "photo": 1, "label": "A"}
    said = render("where.context", values, language=language)
    theirs = render("where.context", values | {"what": "torn Label"}, language=language)

    assert "whole item" not in said
    assert "torn Label" in theirs
    assert {*CAPTIONS.values()} <= {*map(str, _catalogue("en").values())}
