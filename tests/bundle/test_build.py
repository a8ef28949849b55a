"""A bundle: everything in it, whole or absent, the same bytes for the same input."""

from __future__ import annotations

import io
import json
import re
import shutil
import subprocess
import zipfile
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any, BinaryIO

import jsonschema
import pytest

from evidence_qc.bundle.build import build_bundle
from evidence_qc.bundle.manifest import manifest_schema
from evidence_qc.bundle.types import BundleOptions, BundleResult, MadeClip, MediaTools
from evidence_qc.bundle.verify import verify_bundle
from evidence_qc.case.load import load_case
from evidence_qc.case.options import CaseOptions
from evidence_qc.errors import CannotFitError, CannotWriteError, NoInputError
from evidence_qc.media.files.digest import sha256
from evidence_qc.model import FileFacts, FileReport, Finding, Report, Severity, Verdict
from tests.bundle.fakes import PROFILE, TOOLS, report_of
from tests.case.factory import clip, photo

FILES = [
    photo("in/дыра/a.jpg", scene="h", at_s=0),
    photo("in/дыра/b.jpg", scene="h", flips=3, verdict=Verdict.REJECT),
    photo("in/seam/a.jpg", scene="s", at_s=86400),
    photo("in/overview.jpg"),
    photo("in/label.jpg"),
    clip("in/unboxing.mp4"),
    clip("in/seam/v.mp4"),
]
SAID = CaseOptions(item="Coat", reason="damaged", ask="Half of the price")


def build(
    out: Path,
    files: list[FileReport] = FILES,
    tools: MediaTools = TOOLS,
    options: BundleOptions | None = None,
    said: CaseOptions = SAID,
) -> BundleResult:
    report = report_of(files)
    case = load_case(["in"], report.files, options=said)
    return build_bundle(report, case, PROFILE, out, tools=tools, options=options)


def contents(folder: Path) -> dict[str, bytes]:
    return {
        p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()
    }


def test_a_bundle_holds_everything(tmp_path: Path) -> None:
    """What to upload, what to read, the originals, the proof; nothing else."""
    result = build(tmp_path / "out")

    assert set(contents(tmp_path / "out")) == {
        "submit/1.jpg",
        "submit/2.jpg",
        "submit/3.jpg",
        "submit/video.mp4",
        "submit/statement.txt",
        "UPLOAD.txt",
        "originals/дыра/a.jpg",
        "originals/дыра/b.jpg",
        "originals/seam/a.jpg",
        "originals/overview.jpg",
        "originals/label.jpg",
        "originals/unboxing.mp4",
        "originals/seam/v.mp4",
        "report.html",
        "report.json",
        "manifest.json",
        "SHA256SUMS",
    }
    assert set(result.files) == set(contents(tmp_path / "out"))
    assert result.is_ready
    assert [p.name for p in tmp_path.iterdir()] == ["out"]


def test_the_same_input_gives_the_same_bytes(tmp_path: Path) -> None:
    """Every file, and the dates on them, whatever the clock says."""
    first, second = build(tmp_path / "one"), build(tmp_path / "two")

    assert contents(tmp_path / "one") == contents(tmp_path / "two")
    assert first.seal == second.seal
    assert (tmp_path / "one/manifest.json").stat().st_mtime == (
        tmp_path / "two/manifest.json"
    ).stat().st_mtime


def test_one_length_of_the_clip_is_said_everywhere(tmp_path: Path) -> None:
    """Of what was written, and of what was made of the original: in milliseconds, rounded alike."""

    def third(*arguments: Any) -> MadeClip:
        return replace(TOOLS.make_clip(*arguments), duration_s=4 / 3 + 0.00038)

    build(tmp_path / "out", tools=replace(TOOLS, make_clip=third))
    manifest = json.loads((tmp_path / "out/manifest.json").read_bytes())
    (written,) = (o for o in manifest["outputs"] if o["path"] == "submit/video.mp4")

    assert written["duration_s"] == written["sources"][0]["transform"]["duration_s"]
    assert written["duration_s"] == pytest.approx(4 / 3 + 0.00038, abs=0.0005)


def test_the_manifest_says_what_everything_is(tmp_path: Path) -> None:
    """It keeps its schema, names every input, and derives every submitted file."""
    build(tmp_path / "out")
    manifest = json.loads((tmp_path / "out/manifest.json").read_bytes())
    jsonschema.validate(manifest, manifest_schema())
    outputs = {o["path"]: o for o in manifest["outputs"]}
    inputs = {i["path"] for i in manifest["inputs"]}

    assert all(s["path"] in inputs for o in outputs.values() for s in o["sources"])
    assert outputs["submit/1.jpg"]["sources"][0]["tile"] == "A"
    assert outputs["submit/video.mp4"]["sources"][0]["path"] == "originals/unboxing.mp4"
    assert manifest["date"] == "2026-11-02"
    assert {c["title"] for c in manifest["case"]["claims"]} == {"дыра", "seam"}


def test_the_manifest_says_of_a_number_where_it_was_read(tmp_path: Path) -> None:
    """In none here: that is said, too; without a number there is no such key."""
    build(tmp_path / "plain")
    build(tmp_path / "out", options=BundleOptions(tracking=" LP001 "))
    manifest = json.loads((tmp_path / "out/manifest.json").read_bytes())

    jsonschema.validate(manifest, manifest_schema())
    assert manifest["tracking"] == {"number": "LP001", "read_in": None}
    assert "tracking" not in json.loads((tmp_path / "plain/manifest.json").read_bytes())


def test_a_request_is_checked_off_in_the_upload_text(tmp_path: Path) -> None:
    """And what is open is said when the bundle is made."""
    options = BundleOptions(request="A photo of the damage and of the serial number, please.")
    result = build(tmp_path / "out", options=options)
    text = (tmp_path / "out/UPLOAD.txt").read_text(encoding="utf-8")

    line = "[x] what is wrong: “A photo of the damage” (photo 1, "
    assert line in re.sub(r"\s+", " ", text)
    assert "[ ] Photo: “of the serial number”" in text or "[ ] Photo: the serial number" in text
    assert any("serial number" in advice for advice in result.advice)


def test_the_report_speaks_of_files_in_the_bundle(tmp_path: Path) -> None:
    """Its paths lead to the copies, in the plan too."""
    build(tmp_path / "out")
    report = json.loads((tmp_path / "out/report.json").read_bytes())

    assert all(path.startswith("originals/") for path in report["files"])
    assert all(path.startswith("originals/") for slot in report["slots"] for path in slot)


@pytest.mark.skipif(shutil.which("sha256sum") is None, reason="no sha256sum here")
def test_sha256sum_checks_a_bundle(tmp_path: Path) -> None:
    """The sums need no program of ours."""
    build(tmp_path / "out")
    done = subprocess.run(
        ["sha256sum", "-c", "--strict", "SHA256SUMS"],
        cwd=tmp_path / "out",
        capture_output=True,
        check=False,
    )

    assert done.returncode == 0


def test_a_zip_is_the_folder_and_reproducible(tmp_path: Path) -> None:
    """Same files inside one folder, same bytes twice, nothing compressed, a fixed date."""
    build(tmp_path / "out", options=BundleOptions(day=date(2026, 11, 20)))
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        build(tmp_path / name / "x.zip", options=BundleOptions(as_zip=True, day=date(2026, 11, 20)))
    with zipfile.ZipFile(tmp_path / "a/x.zip") as archive:
        inside = {i.filename.removeprefix("x/"): archive.read(i) for i in archive.infolist()}
        dates = {i.date_time for i in archive.infolist()}

    assert inside == contents(tmp_path / "out")
    assert dates == {(2026, 11, 20, 0, 0, 0)}
    assert (tmp_path / "a/x.zip").read_bytes() == (tmp_path / "b/x.zip").read_bytes()
    assert verify_bundle(tmp_path / "a/x.zip").intact


def test_an_existing_target_is_not_touched(tmp_path: Path) -> None:
    """Without force it is an error; with force a bundle is replaced, other folders never."""
    build(tmp_path / "out")
    before = contents(tmp_path / "out")
    with pytest.raises(CannotWriteError, match="exists already"):
        build(tmp_path / "out")
    build(tmp_path / "out", options=BundleOptions(force=True))
    (tmp_path / "photos").mkdir()
    (tmp_path / "photos/mine.jpg").write_bytes(b"x")
    with pytest.raises(CannotWriteError, match="not a bundle"):
        build(tmp_path / "photos", options=BundleOptions(force=True))

    assert contents(tmp_path / "out") == before
    assert contents(tmp_path / "photos") == {"mine.jpg": b"x"}


def test_only_an_archive_of_a_bundle_is_replaced(tmp_path: Path) -> None:
    """Another zip of the user's stays."""
    target = tmp_path / "x.zip"
    options = BundleOptions(as_zip=True, force=True)
    build(target, options=options)
    build(target, options=options)
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("holiday.jpg", b"x")
    before = target.read_bytes()
    with pytest.raises(CannotWriteError, match="not a bundle"):
        build(target, options=options)

    assert target.read_bytes() == before


@pytest.mark.parametrize("force", [False, True])
@pytest.mark.parametrize("as_zip", [False, True])
def test_what_comes_while_a_bundle_is_made_is_not_touched(
    tmp_path: Path, as_zip: bool, force: bool
) -> None:
    """Another run of the same name was first, or a folder was moved there: its seal was told."""
    target = tmp_path / ("x.zip" if as_zip else "x")
    came: dict[str, bytes] = {}

    def open_original(facts: FileFacts) -> BinaryIO:
        if not target.exists() and as_zip:
            target.write_bytes(b"mine")
        elif not target.exists():
            target.mkdir()
            (target / "mine.jpg").write_bytes(b"x")
        came.update(contents(target) if target.is_dir() else {"": target.read_bytes()})
        return TOOLS.open_original(facts)

    options = BundleOptions(as_zip=as_zip, force=force)
    with pytest.raises(CannotWriteError, match="exists"):
        build(target, tools=replace(TOOLS, open_original=open_original), options=options)

    assert came == (contents(target) if target.is_dir() else {"": target.read_bytes()})
    assert [each.name for each in tmp_path.iterdir()] == [target.name]


def failing(error: BaseException) -> Callable[[FileFacts], BinaryIO]:
    def open_original(facts: FileFacts) -> BinaryIO:
        raise error

    return open_original


@pytest.mark.parametrize(
    ("error", "seen"),
    [
        (OSError(28, "No space left on device"), CannotWriteError),
        (PermissionError(13, "Permission denied"), CannotWriteError),
        (KeyboardInterrupt(), KeyboardInterrupt),
        (ValueError("a bug"), ValueError),
    ],
)
def test_whatever_goes_wrong_nothing_is_left(
    tmp_path: Path, error: BaseException, seen: type[BaseException]
) -> None:
    """A full disk, a file that went away, Ctrl-C, a bug: no folder, no part of one."""
    with pytest.raises(seen):
        build(tmp_path / "out", tools=replace(TOOLS, open_original=failing(error)))

    assert list(tmp_path.iterdir()) == []


def test_a_failure_leaves_the_old_bundle(tmp_path: Path) -> None:
    """``--force`` replaces only when the new one is whole."""
    build(tmp_path / "out")
    before = contents(tmp_path / "out")
    with pytest.raises(KeyboardInterrupt):
        build(
            tmp_path / "out",
            tools=replace(TOOLS, open_original=failing(KeyboardInterrupt())),
            options=BundleOptions(force=True),
        )

    assert contents(tmp_path / "out") == before
    assert [p.name for p in tmp_path.iterdir()] == ["out"]


def test_an_original_that_changed_is_refused(tmp_path: Path) -> None:
    """What is copied must be what was judged."""
    tools = replace(TOOLS, open_original=lambda facts: io.BytesIO(b"other"))
    with pytest.raises(CannotWriteError, match="has changed since it was scanned"):
        build(tmp_path / "out", tools=tools)

    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_cannot_be_made_is_one_sentence(tmp_path: Path) -> None:
    """A file stands where the folder should be."""
    (tmp_path / "file").write_bytes(b"x")
    with pytest.raises(CannotWriteError):
        build(tmp_path / "file/out")


def test_nothing_to_show_is_no_bundle(tmp_path: Path) -> None:
    """Files that cannot be opened make none."""
    broken = photo("in/a/b.jpg", verdict=Verdict.REJECT)
    broken = replace(broken, facts=replace(broken.facts, width_px=None, height_px=None))
    with pytest.raises(NoInputError):
        build(tmp_path / "out", files=[broken])

    assert list(tmp_path.iterdir()) == []


def test_weak_points_are_named(tmp_path: Path) -> None:
    """A rejected photo that nothing better replaces, and words that are missing."""
    files = [photo("in/hole/a.jpg", verdict=Verdict.REJECT)]
    result = build(tmp_path / "out", files=files, said=CaseOptions())

    assert not result.is_ready
    assert any(point.startswith("1a (hole) is weak") for point in result.weak_points)
    assert any("square brackets" in point for point in result.weak_points)


def test_a_missing_shot_is_a_weak_point(tmp_path: Path) -> None:
    """What the platform asks for in such a case and nothing shows; a mere reminder is none."""
    report = report_of(FILES)
    case = load_case(["in"], report.files, options=SAID)
    found = tuple(
        Finding("missing-shot", severity, f"Missing: {severity}.", "Take it.")
        for severity in (Severity.WARN, Severity.NOTE)
    )
    result = build_bundle(
        replace(report, findings=found), case, PROFILE, tmp_path / "out", tools=TOOLS
    )

    assert result.weak_points == ("Missing: warn. Take it.",)


def test_what_was_built_is_looked_at_again(tmp_path: Path) -> None:
    """A reject of the built files is a weak point; so is a passed limit."""

    def rescan(paths: object) -> Report:
        found = photo("x/2.jpg", verdict=Verdict.REJECT)
        fault = Finding("too-dark", Severity.REJECT, "It is too dark.")
        return report_of([replace(found, findings=(fault,))])

    small = replace(PROFILE.photo_bytes_max, value=10)
    report = report_of([*FILES, clip("in/only.mp4")])
    case = load_case(["in"], report.files, options=SAID)
    # The fake photos are no pictures, so only the clip is looked at again.
    case = replace(case, excluded=tuple(f.facts.path for f in FILES))
    result = build_bundle(
        report,
        case,
        replace(PROFILE, video_bytes_max=small),
        tmp_path / "out",
        tools=replace(TOOLS, rescan=rescan),
    )

    assert any("2.jpg" in point and "too dark" in point for point in result.weak_points)
    assert any("video.mp4 has" in point for point in result.weak_points)


def test_last_days_are_dates_once_the_parcel_came(tmp_path: Path) -> None:
    """``--received`` turns days into dates."""
    build(tmp_path / "out", options=BundleOptions(received=date(2026, 11, 20)))

    assert "2026-12-05" in (tmp_path / "out/UPLOAD.txt").read_text(encoding="utf-8")


def test_excluded_files_are_not_copied(tmp_path: Path) -> None:
    """What the user leaves out stays with the user."""
    build(tmp_path / "out", said=replace(SAID, exclude=("seam/v.mp4",)))

    assert not (tmp_path / "out/originals/seam/v.mp4").exists()


def test_a_second_round_goes_on(tmp_path: Path) -> None:
    """Numbers go on, unused files come first, the text opens with the reply."""
    files = [photo(f"in/hole/{n}.jpg", scene=n, score=90 - n) for n in range(9)]
    first = build(tmp_path / "one", files=files)
    second = build(
        tmp_path / "two",
        files=files,
        options=BundleOptions(after=tmp_path / "one", request="more photos of the hole"),
    )
    displayed = [{t.path for s in r.plan.slots for t in s.tiles} for r in (first, second)]
    labels = [[t.label for s in r.plan.slots for t in s.tiles] for r in (first, second)]
    manifest = json.loads((tmp_path / "two/manifest.json").read_bytes())

    assert not displayed[0] & set(list(displayed[1])[:1])
    assert min(int(s.number) for s in second.plan.slots) == len(first.plan.slots) + 1
    assert not set(labels[0]) & set(labels[1])
    assert second.statement.startswith('In reply to your request "more photos of the hole":')
    assert manifest["after"] == first.seal
    assert (tmp_path / "two/submit/4.jpg").exists()


def test_a_second_round_with_nothing_new_is_weak(tmp_path: Path) -> None:
    """The platform asked for something: sending the same again is no answer."""
    files = [photo("in/hole/a.jpg"), photo("in/overview.jpg")]
    again = BundleOptions(after=tmp_path / "one", request="the serial number")
    build(tmp_path / "one", files=files)
    same = build(tmp_path / "two", files=files, options=again)
    more = build(tmp_path / "three", files=[*files, photo("in/hole/c.jpg")], options=again)

    assert any("earlier bundle already" in point for point in same.weak_points)
    assert not any("earlier bundle already" in point for point in more.weak_points)


def test_what_is_drawn_is_what_is_sealed(tmp_path: Path) -> None:
    """Originals that change while the bundle is drawn, and change back, change nothing in it."""
    here = {f.facts.path: f"content of {f.facts.path}".encode() for f in FILES}
    seen: dict[str, bytes] = {}
    real = dict(here)

    def open_original(facts: FileFacts) -> BinaryIO:
        return io.BytesIO(real[facts.path])

    def swap() -> None:
        real.update(dict.fromkeys(real, b"another photo"))

    def load_tile(facts: FileFacts, source_fs: str, time_s: float | None) -> Any:
        swap()
        seen[facts.path] = Path(source_fs).read_bytes()
        return seen[facts.path]

    def make_clip(
        plan: Any, facts: FileFacts, source_fs: str, target: Path, profile: Any
    ) -> MadeClip:
        seen[facts.path] = Path(source_fs).read_bytes()
        target.write_bytes(b"clip")
        return MadeClip(duration_s=12.0)

    tools = replace(TOOLS, open_original=open_original, load_tile=load_tile, make_clip=make_clip)
    build(tmp_path / "out", tools=tools)
    manifest = json.loads((tmp_path / "out/manifest.json").read_bytes())
    given = {i["given_as"]: i["sha256"] for i in manifest["inputs"]}

    assert len(seen) > 3
    assert seen == {path: here[path] for path in seen}
    assert {path: sha256(data) for path, data in seen.items()} == {p: given[p] for p in seen}
    assert verify_bundle(tmp_path / "out").intact


class Broken(io.RawIOBase):
    """A file on a disk that fails while it is read."""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        raise OSError(5, "Input/output error")


@pytest.mark.parametrize("opened", [True, False])
def test_an_original_that_fails_is_named(tmp_path: Path, opened: bool) -> None:
    """Not the bundle, which has nothing to do with it."""

    def open_original(facts: FileFacts) -> BinaryIO:
        if facts.path != "in/label.jpg":
            return TOOLS.open_original(facts)
        if opened:
            return io.BufferedReader(Broken())
        raise FileNotFoundError(2, "No such file or directory")

    with pytest.raises(CannotWriteError, match=r"in/label\.jpg cannot be read any more"):
        build(tmp_path / "out", tools=replace(TOOLS, open_original=open_original))

    assert list(tmp_path.iterdir()) == []


def test_one_bad_clip_does_not_end_a_bundle(tmp_path: Path) -> None:
    """The photos are there, no clip is promised as a file, and the reason is a weak point."""

    def make_clip(*asked: object) -> MadeClip:
        raise CannotFitError("The clip came out broken.", "Send the original.")

    report = report_of([*FILES, clip("in/only.mp4")])
    case = load_case(["in"], report.files, options=SAID)
    out = tmp_path / "out"
    result = build_bundle(report, case, PROFILE, out, tools=replace(TOOLS, make_clip=make_clip))

    assert (out / "submit" / "1.jpg").is_file()
    assert not (out / "submit" / "video.mp4").exists()
    assert any("The clip came out broken." in point for point in result.weak_points)
    assert verify_bundle(out).intact
