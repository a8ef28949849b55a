"""The JSON report: its shape, its bytes, and the way back."""

from __future__ import annotations

import io
import json
import math
import re
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageFilter

from evidence_qc.errors import UsageError
from evidence_qc.language import Sentence
from evidence_qc.language.languages import LANGUAGES
from evidence_qc.model import FileReport, Heatmap, PictureMeasurements, Skipped
from evidence_qc.profiles import load_profile
from evidence_qc.report.json import dumps, iter_json, loads, report_from_dict, report_to_dict
from evidence_qc.report.jsonl import iter_jsonl
from evidence_qc.report.schema import report_schema
from evidence_qc.report.write import write_report
from evidence_qc.rules.judge import Judge
from evidence_qc.stages.scan import scan
from tests.report.reports import SHAKEN, photo, report, unreadable, video

numbers = st.none() | st.floats(width=32)
pictures = st.builds(
    PictureMeasurements,
    blur_permille=numbers,
    motion_angle_deg=numbers,
    noise_dn=numbers,
    luma_histogram=st.lists(st.integers(0, 255), max_size=32).map(tuple),
)
heatmaps = st.builds(Heatmap, st.just(2), st.just(2), st.binary(min_size=4, max_size=4))
raw_names = st.binary(min_size=1).map(lambda raw: raw.decode("utf-8", "surrogateescape"))
files = st.builds(
    photo,
    path=st.text(min_size=1) | raw_names,
    picture=st.none() | pictures,
    heatmap=st.none() | heatmaps,
)


def described(key: str, schema: dict[str, Any]) -> bool:
    return key in schema["properties"] or any(
        re.search(pattern, key) for pattern in schema["patternProperties"]
    )


def check(data: Any) -> None:
    jsonschema.Draft202012Validator(report_schema()).validate(data)


def test_the_schema_is_a_schema() -> None:
    """What ships is itself valid."""
    jsonschema.Draft202012Validator.check_schema(report_schema())


def test_a_full_report_fits_the_schema() -> None:
    """Photos, a video, an unreadable file, findings, skipped files and a case."""
    check(report_to_dict(report()))


@pytest.mark.parametrize("is_copy", [True, False])
def test_a_messenger_copy_stays_one(is_copy: bool) -> None:
    """Told where it is so, and read again; where not, no key: older reports stay as they are."""
    given = report()
    metadata = replace(given.files[0].facts.metadata, is_messenger_copy=is_copy)
    first = replace(given.files[0], facts=replace(given.files[0].facts, metadata=metadata))
    data = report_to_dict(replace(given, files=(first, *given.files[1:])))
    check(data)

    assert ("is_messenger_copy" in data["files"][0]["metadata"]) is is_copy
    again = report_from_dict(data).files[0].facts.metadata
    assert again.is_messenger_copy is is_copy


def test_every_key_is_described_by_the_schema() -> None:
    """Nothing is written that a reader of the schema would not know of."""
    schema = report_schema()
    defs = schema["$defs"]
    data = report_to_dict(report())

    assert set(data) == set(schema["properties"])
    for file in data["files"]:
        assert set(file) <= set(defs["file"]["properties"])
        assert all(described(key, defs["measurements"]) for key in file["measurements"])
        assert set(file["metadata"]) <= set(defs["file"]["properties"]["metadata"]["properties"])
        assert set(file.get("video", ())) <= set(defs["file"]["properties"]["video"]["properties"])


@given(st.lists(files, max_size=4))
def test_any_report_fits_the_schema_and_comes_back(found: list[FileReport]) -> None:
    """Whatever was measured and however a file is called: valid, and stable when read again."""
    made = report(*found) if found else replace(report(), files=())
    data = report_to_dict(made)
    text = dumps(made)

    check(data)
    assert json.loads(text) == data
    assert report_to_dict(loads(text)) == data
    text.encode("utf-8")


def test_the_way_back_keeps_everything() -> None:
    """A report of settled numbers is read back as it was."""
    made = report()

    assert loads(dumps(made)) == made


def test_equal_reports_give_equal_bytes() -> None:
    """No clock, no order of hashing, nothing of the machine."""
    assert dumps(report()) == dumps(report())


def test_a_piece_holds_one_file() -> None:
    """No piece grows with the number of files."""
    many = report(*[photo(f"{index}.jpg", [SHAKEN]) for index in range(200)])
    pieces = list(iter_json(many))

    assert max(map(len, pieces)) < 2 * len(next(iter_jsonl(many)))


def test_a_name_that_is_no_unicode_keeps_its_bytes() -> None:
    """Shown with U+FFFD, carried in base64; also where a file was skipped."""
    name = b"caf\xe9.jpg".decode("utf-8", "surrogateescape")
    data = report_to_dict(replace(report(photo(name)), skipped=(Skipped(name, "a socket"),)))

    for entry in (data["files"][0], data["skipped"][0]):
        assert entry["path"] == "caf\ufffd.jpg"
        assert entry["path_b64"] == "Y2Fm6S5qcGc="
    assert "path_b64" not in report_to_dict(report())["files"][0]


@pytest.mark.parametrize("value", [math.nan, math.inf, -math.inf])
def test_a_number_that_is_none_is_null(value: float) -> None:
    """JSON has no NaN and no infinity."""
    made = report(photo(picture=PictureMeasurements(noise_dn=value)))

    assert report_to_dict(made)["files"][0]["measurements"]["noise_dn"] is None


def test_a_video_has_its_passages_and_frames() -> None:
    """Duration, rate and best frames stand beside the path; samples by column."""
    data = report_to_dict(report(video()))["files"][0]

    assert (data["duration_s"], data["frame_rate"]) == (42.3, "30000/1001")
    assert data["best_frames"][0]["time_s"] == 8.033
    assert data["findings"][0]["spans_s"] == [[12.0, 17.5], [20.25, 21.0]]
    assert set(map(len, data["video"]["samples"].values())) == {42}


def test_an_unreadable_file_measures_nothing() -> None:
    """No measurements, no score, and the reject finding."""
    data = report_to_dict(report(unreadable()))["files"][0]

    assert (data["measurements"], data["score"], data["verdict"]) == ({}, None, "reject")


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"schema": "other/1"}', "{", "null"])
def test_what_is_no_report_is_named(text: str) -> None:
    """One clear sentence instead of a traceback."""
    with pytest.raises(UsageError, match="saved report"):
        loads(text)


def test_a_damaged_report_is_named() -> None:
    """A key is gone."""
    data = report_to_dict(report())
    del data["files"][0]["path"]

    with pytest.raises(UsageError, match="damaged"):
        report_from_dict(data)


def test_keys_of_later_versions_are_passed_over() -> None:
    """Keys may be added within a schema version."""
    data = report_to_dict(report())
    data["files"][0]["measurements"]["new_ratio"] = 0.5
    data["new"] = {}

    assert report_from_dict(data) == report()


def test_a_line_of_jsonl_is_an_entry_of_files() -> None:
    """One file a line, the same object."""
    lines = list(iter_jsonl(report()))

    assert [json.loads(line) for line in lines] == report_to_dict(report())["files"]
    assert all(line.count("\n") == 1 and line.endswith("\n") for line in lines)


@pytest.mark.parametrize("form", ["table", "json", "jsonl", "csv"])
def test_every_format_is_unicode(form: str) -> None:
    """No name, whatever its bytes, keeps a report from being written as UTF-8."""
    out = io.StringIO()
    write_report(report(photo("коробка \udce9.jpg")), out, form=form)

    assert "коробка \ufffd.jpg" in out.getvalue()
    out.getvalue().encode("utf-8")


def test_an_unknown_format_is_refused() -> None:
    """A page has a door of its own."""
    with pytest.raises(ValueError, match="html"):
        write_report(report(), io.StringIO(), form="html")


def test_a_saved_report_judged_again_gives_the_same(tmp_path: Path) -> None:
    """The numbers are settled before they are judged, so nothing is lost in the file."""
    noise = Image.effect_noise((640, 480), 90).convert("RGB")
    noise.save(tmp_path / "a.jpg", quality=92)
    noise.filter(ImageFilter.GaussianBlur(6)).save(tmp_path / "b.jpg", quality=80)
    noise.point(lambda value: value // 16).save(tmp_path / "c.png")
    made = scan(tmp_path, use_cache=False, jobs=1)
    judge = Judge.for_profile(load_profile(made.profile.name))
    saved = loads(dumps(made))

    assert saved == made
    assert [(again := judge.file(file.facts)).verdict for file in saved.files] == [
        file.verdict for file in made.files
    ]
    assert again.score == made.files[-1].score


@pytest.mark.parametrize(
    "spoil",
    [
        lambda data: data["files"][2]["video"]["samples"]["score"].pop(),
        lambda data: data["files"][2]["video"]["samples"].update(time_s=[0.0] * 99),
        lambda data: data["files"][0].update(score=math.inf),
        lambda data: data["files"][0].update(size_bytes="1"),
        lambda data: data["files"][0]["findings"][0].update(values={"a": math.nan}),
        lambda data: data["case"].update(claims=3),
        lambda data: data["plan"]["slots"][0].update(number=None),
        lambda data: data.update(files={"a": 1}),
        lambda data: data.update(tool=[]),
        lambda data: data["tool"].update(name={"a": 1}),
        lambda data: data["tool"].update(opencv=[5]),
        lambda data: data.update(statement=["a"]),
    ],
)  # fmt: skip
def test_a_damaged_report_is_said_to_be(spoil: Any) -> None:
    """Columns of different lengths, other types, numbers that are none: one error, no other."""
    data = report_to_dict(report())
    spoil(data)

    with pytest.raises(UsageError, match="damaged"):
        loads(json.dumps(data))


@pytest.mark.parametrize("levels", [60, 450, 900])
def test_a_report_that_is_nested_deeply_is_refused_or_read(levels: int) -> None:
    """However far a parser goes along with it."""
    text = dumps(report()).replace('"plan": {', f'"plan": {{"x": {"[" * levels}{"]" * levels}, ', 1)

    with suppress(UsageError):
        loads(text)


def test_a_sentence_that_cannot_be_said_stands_in_its_words() -> None:
    """A later version's message may speak of values that this one does not know."""
    data = report_to_dict(report())
    finding = data["files"][0]["findings"][0]
    for values in ({}, {"width_px": "wide"}, {"width_px": [], "more": {"a": 1}}):
        finding.update(message_id="finding.low-resolution", values=values)
        found = loads(json.dumps(data)).files[0].findings[0]

        assert found.message
        for language in LANGUAGES:
            assert found.message.in_language(language)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_language_that_cannot_say_it_leaves_it_in_english(language: str) -> None:
    """Its rules for numbers may want a whole one."""
    said = Sentence("batch.reused", disputes=math.inf)

    assert said.in_language(language)
