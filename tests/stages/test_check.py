"""The pre-submit gate: every kind of subject, ready or not and why."""

import dataclasses
import io
import json
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from evidence_qc import NoInputError, best_frames, check, load_profile, scan
from evidence_qc.cli.main import run
from evidence_qc.model import Sourced
from tests.pictures import blurred, jpeg, scene, write

SHARP = scene()


def test_every_kind_of_subject_gives_the_same_answer(tmp_path: Path) -> None:
    """A path, bytes, a Pillow image and an array of the same picture."""
    data = jpeg(SHARP, quality=95)
    (tmp_path / "a.jpg").write_bytes(data)
    image = Image.open(io.BytesIO(data))
    results = [check(subject) for subject in (tmp_path / "a.jpg", data, image, np.asarray(image))]

    assert [result.ready for result in results] == [True] * 4
    assert not any(result.reasons for result in results)


def test_a_blurred_picture_is_not_ready(tmp_path: Path) -> None:
    """And says why in a sentence."""
    result = check(blurred(SHARP, 15))

    assert not result.ready
    assert "focus" in result.reasons[0]


def test_a_pillow_image_is_judged_upright() -> None:
    """Its EXIF orientation counts as it does for a file."""
    image = Image.fromarray(SHARP)
    image.getexif()[0x0112] = 6
    facts = check(image).report.files[0].facts

    assert (facts.width_px, facts.height_px) == (SHARP.shape[0], SHARP.shape[1])


@pytest.mark.parametrize("subject", [3.5, None, {"a": 1}])
def test_another_subject_is_a_type_error(subject: object) -> None:
    """The message says what is taken."""
    with pytest.raises(TypeError, match="path, bytes"):
        check(subject)


def test_arrays_that_are_no_pictures_are_refused() -> None:
    """Floats, empty arrays, five channels."""
    for wrong in (np.zeros((4, 4)), np.zeros((0, 4), np.uint8), np.zeros((4, 4, 5), np.uint8)):
        with pytest.raises(ValueError, match="picture"):
            check(wrong)


def test_the_result_is_immutable() -> None:
    """A caller cannot change a verdict."""
    result = check(SHARP)
    with pytest.raises(dataclasses.FrozenInstanceError):
        result.ready = False  # type: ignore[misc]


def test_more_photos_than_the_platform_takes_is_not_ready(tmp_path: Path) -> None:
    """Each may be good; the set cannot be uploaded as it is."""
    write(tmp_path, **{f"p{n}": jpeg(scene(seed=n)) for n in range(4)})
    result = check(tmp_path, profile="aliexpress")

    assert not result.ready


@pytest.mark.parametrize(("confidence", "ready"), [("I", True), ("O", False)])
def test_only_a_limit_that_is_known_stops_an_upload(confidence: str, ready: bool) -> None:
    """An assumed size is a note; a size from the platform's own page is a reason."""
    known = Sourced(1000, "a page", "2026-11-23", confidence)
    unknown: Sourced[int] = Sourced()
    profile = dataclasses.replace(
        load_profile("generic"),
        photo_bytes_max=known,
        video_bytes_max=unknown,
        photo_pixels_max=unknown,
    )

    assert check(jpeg(SHARP), profile=profile).ready is ready


def test_the_command_is_quiet_when_ready(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Exit 0 and not a word; one line a reason otherwise."""
    write(tmp_path, good=jpeg(SHARP), bad=jpeg(blurred(scene(seed=5), 15)))

    assert run(["check", str(tmp_path / "good.jpg")]) == 0
    assert capsys.readouterr() == ("", "")
    assert run(["check", str(tmp_path / "bad.jpg")]) == 1
    assert capsys.readouterr().out.count("\n") == 1


def test_the_command_reads_a_list_and_writes_json(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """File names on stdin, separated by NUL; the report on stdout."""
    write(tmp_path, good=jpeg(SHARP))
    listed = io.BytesIO(f"{tmp_path / 'good.jpg'}\0".encode())
    stdin = io.TextIOWrapper(listed)
    monkeypatch.setattr("sys.stdin", stdin)

    assert run(["check", "-0", "-", "--format", "json"]) == 0
    assert json.loads(capsys.readouterr().out)["case"]["ready"] is True


def test_an_absent_file_is_said(tmp_path: Path) -> None:
    """As an error in Python, as exit 3 on the command line."""
    with pytest.raises(NoInputError):
        check(tmp_path / "absent.jpg")
    assert run(["check", str(tmp_path / "absent.jpg")]) == 3


def test_a_name_that_is_not_there_is_never_ready(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """However good the others are: named first, for people and for programs."""
    write(tmp_path, good=jpeg(SHARP), bad=jpeg(blurred(scene(seed=5), 15)))
    paths = [str(tmp_path / name) for name in ("good.jpg", "bad.jpg", "gone.jpg")]
    result = check(paths)

    assert not result.ready
    assert "gone.jpg" in result.reasons[0]
    assert result.blocked_by[0] == "file-not-found"
    assert run(["check", paths[0], paths[2]]) == 1
    assert run(["scan", "--no-cache", paths[0], paths[2]]) == 1
    said = "".join(capsys.readouterr().out.split())  # a long path breaks its lines
    assert said.count("gone.jpg:Thereisnofile") == 2


def test_what_blocks_and_what_warns_are_told_apart(tmp_path: Path) -> None:
    """By names that a program can match."""
    result = check([SHARP, blurred(scene(seed=5), 15)])

    assert result.blocked_by == ("out-of-focus",)
    assert not set(result.blocked_by) & set(check(SHARP).warned_by)


def test_a_screenshot_alone_is_never_ready(tmp_path: Path) -> None:
    """Clear as it is."""
    write(tmp_path, Screenshot_1=jpeg(SHARP))

    assert check(tmp_path).blocked_by == ("only-screenshots",)


def test_a_float_array_is_told_how_to_become_a_picture() -> None:
    """Values from 0 to 1 are what most libraries give."""
    with pytest.raises(ValueError, match=r"float64.*uint8"):
        check(np.zeros((5, 5, 3)))


def test_nothing_to_check_is_said() -> None:
    """An empty list is the caller's mistake, in one sentence."""
    with pytest.raises(NoInputError, match="Nothing was given"):
        check([])


@pytest.mark.parametrize("ask", [scan, best_frames])
def test_where_nothing_is_named_that_is_said(ask: Callable[[list[str]], object]) -> None:
    """A program may make its list of nothing; "in ." would be the folder it stands in."""
    with pytest.raises(NoInputError, match="No file and no folder is named"):
        ask([])
