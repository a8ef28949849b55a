"""verify names each changed, missing and extra file, and follows nothing outside."""

from __future__ import annotations

import json
import os
import zipfile
from pathlib import Path

import pytest

from evidence_qc.bundle.earlier import read_earlier
from evidence_qc.bundle.seal import write_sums
from evidence_qc.bundle.types import BundleOptions
from evidence_qc.bundle.verify import verify_bundle
from evidence_qc.cli.main import run
from evidence_qc.errors import NoInputError, UsageError, VerifyError
from tests.bundle.test_build import build


@pytest.fixture
def bundle(tmp_path: Path) -> Path:
    build(tmp_path / "out")
    return tmp_path / "out"


def test_an_untouched_bundle_is_intact(bundle: Path) -> None:
    """Nothing differs; the seal is the one that was shown."""
    result = verify_bundle(bundle)

    assert result.intact
    assert verify_bundle(bundle, seal=result.seal).intact


def test_one_changed_byte_is_found(bundle: Path) -> None:
    """In every file, the manifest and the texts included."""
    for path in sorted(p for p in bundle.rglob("*") if p.is_file() and p.name != "SHA256SUMS"):
        data = path.read_bytes()
        path.write_bytes(bytes([data[0] ^ 1]) + data[1:])
        result = verify_bundle(bundle)
        path.write_bytes(data)

        assert result.changed == (path.relative_to(bundle).as_posix(),)
        assert not result.intact


def test_missing_and_extra_files_are_named(bundle: Path) -> None:
    """Both at once, each under its own name."""
    (bundle / "submit/2.jpg").unlink()
    (bundle / "submit/4.jpg").write_bytes(b"x")
    result = verify_bundle(bundle)

    assert result.missing == ("submit/2.jpg",)
    assert result.extra == ("submit/4.jpg",)


def test_sealing_again_is_seen_by_the_manifest_and_by_the_seal(bundle: Path) -> None:
    """Who changes a file and its sum is caught by the manifest; who changes all, by the seal."""
    seal = verify_bundle(bundle).seal
    (bundle / "originals/label.jpg").write_bytes(b"another")
    write_sums(bundle)

    assert verify_bundle(bundle).changed == ("originals/label.jpg",)
    assert "SHA256SUMS" in verify_bundle(bundle, seal=seal).changed


@pytest.mark.parametrize(
    "line",
    [
        "../secret",
        "/etc/passwd",
        "a/../../secret",
        "C:/secret",
        "a\\b",
        "./a",
        "a//b",
    ],
)
def test_sums_may_not_point_outside(bundle: Path, line: str) -> None:
    """A path that leaves the folder is refused, not read."""
    sums = bundle / "SHA256SUMS"
    sums.write_text(sums.read_text(encoding="utf-8") + f"{'0' * 64}  {line}\n", encoding="utf-8")
    with pytest.raises(VerifyError, match="outside"):
        verify_bundle(bundle)


def test_the_manifest_may_not_point_outside(bundle: Path) -> None:
    """The same for the manifest, even when its sum fits."""
    manifest = bundle / "manifest.json"
    text = manifest.read_text(encoding="utf-8").replace("originals/label.jpg", "../label.jpg", 1)
    manifest.write_text(text, encoding="utf-8")
    write_sums(bundle)
    with pytest.raises(VerifyError, match="outside"):
        verify_bundle(bundle)


def test_a_link_is_no_sealed_file(bundle: Path, tmp_path: Path) -> None:
    """A file replaced by a link to the same bytes is not what was sealed."""
    target = tmp_path / "elsewhere.jpg"
    victim = bundle / "submit/1.jpg"
    target.write_bytes(victim.read_bytes())
    victim.unlink()
    try:
        victim.symlink_to(target)
    except OSError:
        pytest.skip("no links here")
    with pytest.raises(VerifyError, match="link"):
        verify_bundle(bundle)


@pytest.mark.parametrize("damage", [b"", b"not a sum\n", b"\xff\xfe", b"00  x\n"])
def test_damaged_sums_are_said(bundle: Path, damage: bytes) -> None:
    """One sentence, no traceback."""
    (bundle / "SHA256SUMS").write_bytes(damage)
    with pytest.raises(VerifyError, match="SHA256SUMS"):
        verify_bundle(bundle)


def test_what_is_no_bundle_is_said(tmp_path: Path) -> None:
    """A folder without sums, a file that is no zip, nothing at all."""
    (tmp_path / "x").mkdir()
    (tmp_path / "y.zip").write_bytes(b"no zip")
    with pytest.raises(VerifyError):
        verify_bundle(tmp_path / "x")
    with pytest.raises(VerifyError):
        verify_bundle(tmp_path / "y.zip")
    with pytest.raises(NoInputError):
        verify_bundle(tmp_path / "z")


def test_a_changed_archive_is_found(tmp_path: Path) -> None:
    """A byte of a stored member, a file beside the folder, an extra member."""
    path = tmp_path / "x.zip"
    build(path, options=BundleOptions(as_zip=True))
    intact = path.read_bytes()
    where = intact.index(b"content of in/label.jpg")
    path.write_bytes(intact[:where] + b"C" + intact[where + 1 :])

    assert verify_bundle(path).changed == ("originals/label.jpg",)

    path.write_bytes(intact)
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("beside.txt", b"x")
        archive.writestr("x/submit/9.jpg", b"x")

    assert verify_bundle(path).extra == ("../beside.txt", "submit/9.jpg")


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_two_files_of_one_name_are_a_change(tmp_path: Path) -> None:
    """The second could be shown in place of the one that was checked."""
    path = tmp_path / "x.zip"
    build(path, options=BundleOptions(as_zip=True))
    with zipfile.ZipFile(path) as archive:
        content = archive.read("x/submit/1.jpg")
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("x/submit/1.jpg", content)

    assert verify_bundle(path).changed == ("submit/1.jpg",)


@pytest.mark.parametrize("is_changed", [False, True])
def test_every_key_is_always_there(
    is_changed: bool, bundle: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A program need not ask whether a list was left out."""
    if is_changed:
        (bundle / "submit/2.jpg").unlink()
    run(["verify", str(bundle), "--format", "json"])
    said = json.loads(capsys.readouterr().out)

    assert list(said) == [
        *("changed", "missing", "extra", "seal", "files", "foreign", "proven"),
        "intact",
    ]
    assert said["missing"] == (["submit/2.jpg"] if is_changed else [])


@pytest.mark.parametrize("name", ["x" * 300, "a/" * 3000, "\udcff", "there/is/none"])
def test_a_name_that_no_disk_takes_is_nothing_there(name: str) -> None:
    with pytest.raises(NoInputError):
        verify_bundle(name)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes here")
def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.zip")

    with pytest.raises(VerifyError):
        verify_bundle(tmp_path / "pipe.zip")


@pytest.mark.parametrize("packing", [zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_an_archive_that_is_packed_and_damaged_is_one(packing: int, tmp_path: Path) -> None:
    """Each way of packing has its own errors; each byte of it is changed in turn."""
    path = tmp_path / "x.zip"
    with zipfile.ZipFile(path, "w", packing) as archive:
        for name in ("out/SHA256SUMS", "out/manifest.json"):
            archive.writestr(name, "x" * 500)
    whole = path.read_bytes()
    for place in range(0, len(whole), 3):
        path.write_bytes(whole[:place] + bytes([whole[place] ^ 0x5A]) + whole[place + 1 :])
        with pytest.raises(VerifyError):
            verify_bundle(path)
        with pytest.raises(UsageError):
            read_earlier(path)


@pytest.mark.parametrize(
    "spoilt",
    [
        {"slots": [{"number": 1, "tiles": [1]}]}, {"slots": [{"number": 1e999, "tiles": []}]},
        {"slots": [{"number": "9" * 5000, "tiles": []}]}, {"slots": 3}, {"slots": [None]},
        {"outputs": 3}, {"outputs": ["x"]}, {"case": []}, {"case": {"claims": [{"title": []}]}},
        {"used_before": 3}, {"schema": []},
    ],
)  # fmt: skip
def test_an_earlier_bundle_with_an_odd_manifest_is_none(
    spoilt: dict[str, object], bundle: Path
) -> None:
    manifest = json.loads((bundle / "manifest.json").read_text(encoding="utf-8"))
    assert read_earlier(bundle).seal
    (bundle / "manifest.json").write_text(json.dumps({**manifest, **spoilt}), encoding="utf-8")

    with pytest.raises(UsageError):
        read_earlier(bundle)
