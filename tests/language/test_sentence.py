"""A sentence for people is made of an id and values wherever one is made, and stays that."""

import ast
import copy
import json
import pickle
import re
import string
from collections.abc import Iterator
from dataclasses import fields, replace

import pytest

from evidence_qc.language import NOTHING, Sentence, is_known, plain
from evidence_qc.language.catalogue import _catalogue
from evidence_qc.model import (
    BestFrame,
    CaptureMetadata,
    Damage,
    FileFacts,
    FrameSample,
    LeftOut,
    Plan,
    Shows,
    Skipped,
    TextFacts,
    VideoPlan,
)
from evidence_qc.model.serial import from_plain, to_plain
from evidence_qc.report.decode import report_from_dict
from evidence_qc.report.encode import report_to_dict
from evidence_qc.report.phrases import listed
from tests.calls import PACKAGE, calls_of, texts_in
from tests.report.reports import photo, report

KNOWN = _catalogue("en")
TOLD = Sentence("skipped.not-looked-at", reason="no permission")
HOLDS = Sentence("check.file", path="a.jpg", fault=TOLD)


def made() -> Iterator[tuple[str, ast.Call]]:
    """Every call in the package that makes a sentence, and where it stands."""
    return calls_of({"Sentence"})


def ids(argument: ast.expr) -> Iterator[str]:
    """The ids that an argument may be, as far as they stand in the code."""
    for text in texts_in(argument):
        if isinstance(text, ast.Constant):
            yield str(text.value)
            continue
        pieces = (
            re.escape(str(each.value)) if isinstance(each, ast.Constant) else "[a-z-]+"
            for each in text.values
        )
        form = re.compile("".join(pieces))
        yield from [each for each in KNOWN if form.fullmatch(each)] or [ast.unparse(text)]


def needed(message_id: str) -> tuple[set[str], set[str]]:
    """Values that a sentence cannot do without, and all that it can speak of."""
    template = KNOWN[message_id]
    least: set[str] = set()
    every: set[str] = set()
    for form in [template] if isinstance(template, str) else template.values():
        whole = "".join(part.partition("[[")[0] for part in form.split("]]"))
        least |= {name for _, name, _, _ in string.Formatter().parse(whole) if name}
        every |= {name for _, name, _, _ in string.Formatter().parse(form) if name}
    return least, every


def test_no_sentence_is_made_of_words() -> None:
    offenders = [
        f"{where}: {text}"
        for where, call in made()
        for argument in call.args
        for text in ids(argument)
        if not is_known(text)
    ]

    assert offenders == []
    assert sum(1 for _ in made()) > 120


def test_every_sentence_is_made_with_the_values_that_it_speaks_of() -> None:
    """None is missing; an id that stands there alone is given nothing that it does not say."""
    offenders = {}
    for where, call in made():
        given = {str(keyword.arg) for keyword in call.keywords}
        if "None" in given or not call.args:
            continue  # ** of values that are made elsewhere
        known = [each for each in ids(call.args[0]) if each in KNOWN]
        for message_id in known:
            least, every = needed(message_id)
            if not least <= given or (len(known) == 1 and not given <= every):
                offenders[where] = least ^ given

    assert offenders == {}


def test_no_id_stands_in_two_catalogues() -> None:
    """The second would hide the first."""
    found: list[str] = []
    for path in (PACKAGE / "language/en").glob("*.toml"):
        section = ""
        for line in path.read_text(encoding="utf-8").splitlines():
            if match := re.fullmatch(r"\[(.+)\]", line):
                section = match[1]
            elif match := re.match(r'"?([\w.-]+)"? = ', line):
                found.append(f"{section}.{match[1]}")

    assert len(found) > 400
    assert {each for each in found if found.count(each) > 1} == set()


def test_it_is_its_english() -> None:
    assert TOLD == "It cannot be looked at (no permission)."
    assert f"{HOLDS}" == "a.jpg: It cannot be looked at (no permission)."
    assert not NOTHING


def test_another_sentence_is_kept_as_a_message() -> None:
    """So that both can be said in another language."""
    assert HOLDS.values["fault"] == {
        "message_id": "skipped.not-looked-at",
        "values": {"reason": "no permission"},
    }
    words = Sentence("check.file", path="a.jpg", fault=Sentence("Said by a profile."))
    assert words.values["fault"] == "Said by a profile."
    assert words == "a.jpg: Said by a profile."


def test_a_sentence_within_one_is_said_in_its_language() -> None:
    dark = Sentence("check.file", path="a.jpg", fault=Sentence("damage.empty"))

    assert dark.in_language("ru") == f"a.jpg: {Sentence('damage.empty').in_language('ru')}"
    assert re.search("[а-я]", dark.in_language("ru"))


@pytest.mark.parametrize("sentence", [TOLD, HOLDS, NOTHING, Sentence("Words {of} a user.")])
def test_a_sentence_goes_anywhere_whole(sentence: Sentence) -> None:
    """To other processes, into copies, through JSON."""
    through_json = Sentence.of(json.loads(json.dumps(plain(sentence))))
    for there in (pickle.loads(pickle.dumps(sentence)), copy.deepcopy(sentence), through_json):
        assert (there, there.message_id) == (sentence, sentence.message_id)
        assert there.values == sentence.values

    skipped = Skipped("a", sentence)
    assert from_plain(Skipped, to_plain(skipped)).reason.message_id == sentence.message_id


def test_a_report_carries_messages_beside_its_english_and_gives_them_back() -> None:
    """Words that no catalogue holds stay words: null in a list, no key beside one."""
    words = Sentence("Words of a profile.")
    given = replace(
        report(photo("a.jpg")),
        skipped=(Skipped("b", TOLD), Skipped("c", words)),
        plan=Plan(
            video=VideoPlan("v.mp4", reason=Sentence("clip-choice.only")),
            left_out=(LeftOut("d", TOLD, Sentence("left-out.pin", name="d")),),
            notes=(HOLDS, words),
        ),
    )
    data = report_to_dict(given)

    told = {"message_id": "skipped.not-looked-at", "values": {"reason": "no permission"}}
    assert data["skipped"] == [
        {"path": "b", "reason": str(TOLD), "reason_message": told},
        {"path": "c", "reason": "Words of a profile."},
    ]
    assert data["plan"]["notes"] == [str(HOLDS), str(words)]
    assert data["plan"]["notes_messages"] == [plain(HOLDS), None]
    assert data["plan"]["video"]["reason_message"]["message_id"] == "clip-choice.only"
    assert data["plan"]["left_out"][0]["what_would_change_it_message"]["values"] == {"name": "d"}
    again = report_from_dict(json.loads(json.dumps(data)))
    assert report_to_dict(again) == data
    assert again.skipped[0].reason.message_id == "skipped.not-looked-at"


def test_a_message_of_a_later_version_is_read_by_its_words() -> None:
    data = report_to_dict(replace(report(photo("a.jpg")), skipped=(Skipped("b", TOLD),)))
    data["skipped"][0]["reason_message"]["message_id"] = "skipped.by-a-later-rule"

    assert report_from_dict(data).skipped[0].reason == TOLD


def test_words_of_a_user_are_no_id() -> None:
    """Whatever they look like: a title is said as it was typed, alone and in a list."""
    alone = Sentence("statement.claim", number=1, title="damage.empty", where=["clip.fits"])

    assert alone == "1. damage.empty: clip.fits."


def test_a_statement_is_kept_line_by_line() -> None:
    lines = (Sentence("statement.reply", request="a video"), Sentence("Words."))
    given = replace(report(photo()), statement="Reply to: a video\nWords.\n", statement_lines=lines)
    data = report_to_dict(given)

    assert data["statement_messages"] == [plain(lines[0]), None]
    again = report_from_dict(data)
    assert again.statement_lines == lines
    assert again.statement_lines[0].message_id == "statement.reply"
    assert report_from_dict({**data, "statement": "One line.\n"}).statement_lines == ()


def test_facts_hold_no_prose() -> None:
    """What a cache keeps of a clip is why a frame was chosen, not a sentence about it."""
    frame = BestFrame(1.0, 80.0, Sentence("best-frame.first", moments=30))
    kept = to_plain(frame)

    assert kept["reason"] == {"message_id": "best-frame.first", "values": {"moments": 30}}
    assert from_plain(BestFrame, json.loads(json.dumps(kept))).reason == frame.reason
    assert from_plain(BestFrame, {**kept, "reason": "Words of 0.1."}).reason == "Words of 0.1."


def test_no_text_of_facts_is_left_for_prose() -> None:
    """Fields of facts that are plain text are names and codes, listed here on purpose."""
    names = {
        "FileFacts": {"path", "format", "sha256", "path_b64", "decoder", "companion"},
        "Damage": {"message_id"},
        "Shows": {"reason_id"},
        "CaptureMetadata": {"captured_at", "camera_make", "camera_model", "software"},
    }
    found = {
        kind.__name__: {field.name for field in fields(kind) if field.type in {"str", "str | None"}}
        for kind in (FileFacts, Damage, Shows, CaptureMetadata, TextFacts, BestFrame, FrameSample)
    }

    assert {name: texts for name, texts in found.items() if texts} == names


def test_a_name_that_looks_like_an_id_stays_a_name() -> None:
    """Somebody may call a file ``statement.ask``: it is shown as it is, in every language."""
    for name in KNOWN:
        said = Sentence.verbatim(name)

        assert said == said.in_language("ru") == pickle.loads(pickle.dumps(said)) == name
        assert plain(said) == listed([name], 3) == Sentence.of(name) == name
        assert Sentence("list.more", listed=name, count="2").in_language("ru").startswith(name)
