"""Forged, extended, re-packed bundles: refused with the seal, never called unchanged without."""

from __future__ import annotations

import io
import json
import shutil
import struct
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from evidence_qc.bundle.archive import EPOCH, foreign_parts, write_zip
from evidence_qc.bundle.seal import write_sums
from evidence_qc.bundle.types import BundleOptions
from evidence_qc.bundle.verify import verify_bundle
from evidence_qc.cli import verify as cli
from evidence_qc.errors import EvidenceQcError, UsageError, VerifyError
from evidence_qc.media.files.digest import sha256_file
from tests.bundle.test_build import build

Forge = Callable[[Path], None]


@pytest.fixture(scope="module")
def sealed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("sealed")
    build(folder / "out")
    build(folder / "out.zip", options=BundleOptions(as_zip=True))
    return folder


# What can be done to a folder.


def changed(name: str) -> Forge:
    def forge(folder: Path) -> None:
        data = (folder / name).read_bytes()
        (folder / name).write_bytes(data[:-1] + bytes([data[-1] ^ 1]))

    return forge


def cut(name: str) -> Forge:
    def forge(folder: Path) -> None:
        (folder / name).write_bytes((folder / name).read_bytes()[:-1])

    return forge


def longer(name: str) -> Forge:
    def forge(folder: Path) -> None:
        with (folder / name).open("ab") as file:
            file.write(b"\n")

    return forge


def gone(name: str) -> Forge:
    return lambda folder: (folder / name).unlink()


def added(name: str) -> Forge:
    def forge(folder: Path) -> None:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(b"x")

    return forge


def swapped(folder: Path) -> None:
    one, two = (folder / f"submit/{n}.jpg" for n in (1, 2))
    first, second = one.read_bytes(), two.read_bytes()
    one.write_bytes(second)
    two.write_bytes(first)


def renamed(folder: Path) -> None:
    (folder / "originals/label.jpg").rename(folder / "originals/other.jpg")


def empty_folder(folder: Path) -> None:
    (folder / "originals/more").mkdir()


def linked(folder: Path) -> None:
    target = folder.parent / "elsewhere"
    (folder / "submit/1.jpg").rename(target)
    (folder / "submit/1.jpg").symlink_to(target)


def linked_folder(folder: Path) -> None:
    (folder / "originals").rename(folder.parent / "elsewhere")
    (folder / "originals").symlink_to(folder.parent / "elsewhere")


def sums_reordered(folder: Path) -> None:
    lines = (folder / "SHA256SUMS").read_text(encoding="utf-8").splitlines()
    (folder / "SHA256SUMS").write_text("\n".join(reversed(lines)) + "\n", encoding="utf-8")


def sums_with_other_line_ends(folder: Path) -> None:
    data = (folder / "SHA256SUMS").read_bytes()
    (folder / "SHA256SUMS").write_bytes(data.replace(b"\n", b"\r\n"))


def sums_with_a_line_twice(folder: Path) -> None:
    data = (folder / "SHA256SUMS").read_bytes()
    (folder / "SHA256SUMS").write_bytes(data + data.splitlines(keepends=True)[0])


def sums_without_a_file(folder: Path) -> None:
    lines = (folder / "SHA256SUMS").read_bytes().splitlines(keepends=True)
    (folder / "SHA256SUMS").write_bytes(b"".join(x for x in lines if b"label" not in x))


def sealed_again(folder: Path) -> None:
    changed("originals/label.jpg")(folder)
    write_sums(folder)


def forged_manifest(folder: Path) -> None:
    """All that a forger can write: the file, its entry in the manifest, the sums."""
    changed("originals/label.jpg")(folder)
    manifest: Any = json.loads((folder / "manifest.json").read_bytes())
    for entry in [*manifest["inputs"], *manifest["outputs"]]:
        entry["sha256"] = sha256_file(str(folder / entry["path"]))
    (folder / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    write_sums(folder)


def forged_date(folder: Path) -> None:
    manifest: Any = json.loads((folder / "manifest.json").read_bytes())
    manifest["date"] = "2001-01-01"
    (folder / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    write_sums(folder)


def no_manifest(folder: Path) -> None:
    (folder / "manifest.json").unlink()
    write_sums(folder)


def sealed_with_a_file_more(folder: Path) -> None:
    added("submit/4.jpg")(folder)
    write_sums(folder)


def another_bundle(folder: Path) -> None:
    shutil.rmtree(folder)
    build(folder, options=BundleOptions(request="something else"))


def deep_manifest(folder: Path) -> None:
    (folder / "manifest.json").write_text("[" * 100_000, encoding="utf-8")
    write_sums(folder)


FOLDERS: dict[str, Forge] = {
    "a photo changed": changed("submit/1.jpg"),
    "an original changed": changed("originals/label.jpg"),
    "the statement changed": changed("submit/statement.txt"),
    "UPLOAD.txt changed": changed("UPLOAD.txt"),
    "the report changed": changed("report.json"),
    "the manifest changed": changed("manifest.json"),
    "a photo cut short": cut("submit/2.jpg"),
    "a text longer": longer("submit/statement.txt"),
    "sums longer": longer("SHA256SUMS"),
    "sums cut short": cut("SHA256SUMS"),
    "a photo gone": gone("submit/3.jpg"),
    "the manifest gone": gone("manifest.json"),
    "the sums gone": gone("SHA256SUMS"),
    "a photo more": added("submit/4.jpg"),
    "a hidden file more": added(".hidden"),
    "a file in a folder more": added("more/x.txt"),
    "an empty folder more": empty_folder,
    "two photos swapped": swapped,
    "an original renamed": renamed,
    "a photo linked": linked,
    "a folder linked": linked_folder,
    "sums in another order": sums_reordered,
    "sums with other line ends": sums_with_other_line_ends,
    "sums with a line twice": sums_with_a_line_twice,
    "sums without a file": sums_without_a_file,
    "sums made anew": sealed_again,
    "sums made anew without manifest": no_manifest,
    "sums made anew with a file more": sealed_with_a_file_more,
    "all made anew": forged_manifest,
    "another date, all made anew": forged_date,
    "another bundle": another_bundle,
    "a manifest too deep": deep_manifest,
}


# What can be done to an archive.


def read(path: Path) -> list[tuple[zipfile.ZipInfo, bytes]]:
    with zipfile.ZipFile(path) as archive:
        return [(info, archive.read(info)) for info in archive.infolist()]


def packed(
    path: Path,
    entries: list[tuple[zipfile.ZipInfo, bytes]],
    method: int = zipfile.ZIP_STORED,
    comment: bytes = b"",
) -> None:
    with zipfile.ZipFile(path, "w") as archive:
        for info, data in entries:
            archive.writestr(info, data, compress_type=method)
        archive.comment = comment


def with_bytes(change: Callable[[bytes], bytes]) -> Forge:
    return lambda path: path.write_bytes(change(path.read_bytes())) and None


def between(data: bytes) -> bytes:
    """Something between the files and the table, and an end record that knows of it."""
    start = data.index(b"PK\x01\x02")
    end = bytearray(data[-22:])
    struct.pack_into("<L", end, 16, start + 7)
    return data[:start] + b"between" + data[start:-22] + bytes(end)


def appended(name: str) -> Forge:
    def forge(path: Path) -> None:
        with zipfile.ZipFile(path, "a") as archive:
            archive.writestr(name, b"" if name.endswith("/") else b"x")

    return forge


def twice(path: Path) -> None:
    entries = read(path)
    packed(path, [*entries, entries[0]])


def deflated(path: Path) -> None:
    packed(path, read(path), zipfile.ZIP_DEFLATED)


def reordered(path: Path) -> None:
    packed(path, read(path)[::-1])


def of_today(path: Path) -> None:
    packed(path, [(zipfile.ZipInfo(i.filename, (2026, 1, 2, 3, 4, 6)), d) for i, d in read(path)])


def commented(path: Path) -> None:
    packed(path, read(path), comment=b"nothing to see")


def entry_commented(path: Path) -> None:
    entries = read(path)
    entries[0][0].comment = b"look"
    packed(path, entries)


def entry_as_link(path: Path) -> None:
    entries = read(path)
    entries[0][0].external_attr = 0o120777 << 16
    packed(path, entries)


def entry_with_extra(path: Path) -> None:
    entries = read(path)
    entries[0][0].extra = struct.pack("<HH4s", 0x9999, 4, b"more")
    packed(path, entries)


def without_folder(path: Path) -> None:
    entries = read(path)
    for info, _ in entries:
        info.filename = info.filename.partition("/")[2]
    packed(path, entries)


def streamed(path: Path) -> None:
    """As a program writes that cannot go back: sizes stand behind the files."""
    entries = read(path)

    class OneWay(io.RawIOBase):
        def __init__(self) -> None:
            self.data = bytearray()

        def writable(self) -> bool:
            return True

        def write(self, piece: Any) -> int:
            self.data += piece
            return len(piece)

    sink = OneWay()
    with zipfile.ZipFile(sink, "w") as archive:  # type: ignore[arg-type]
        for info, data in entries:
            archive.writestr(info, data)
    path.write_bytes(bytes(sink.data))


def other_name_in_front(data: bytes) -> bytes:
    """The name before the bytes of a file is not the one in the table."""
    return data.replace(b"submit/1.jpg", b"submit/9.jpg", 1)


def other_sum_in_front(data: bytes) -> bytes:
    return data[:14] + b"\0\0\0\0" + data[18:]


def bomb(path: Path) -> None:
    entries = read(path)
    more = (zipfile.ZipInfo(entries[0][0].filename + "x"), bytes(3_000_000))
    packed(path, [*entries, more], zipfile.ZIP_DEFLATED)


ARCHIVES: dict[str, Forge] = {
    "data before": with_bytes(lambda data: b"before" + data),
    "data before, places corrected": with_bytes(lambda data: shifted(data, b"before")),
    "data after": with_bytes(lambda data: data + b"after"),
    "data between": with_bytes(between),
    "a second archive behind": with_bytes(lambda data: data + data),
    "a byte of a file": with_bytes(lambda data: data.replace(b"content of", b"Content of", 1)),
    "cut short": with_bytes(lambda data: data[:-1]),
    "another name in front": with_bytes(other_name_in_front),
    "another sum in front": with_bytes(other_sum_in_front),
    "a comment": commented,
    "a file's comment": entry_commented,
    "a file's extra field": entry_with_extra,
    "a file as a link": entry_as_link,
    "a file twice": twice,
    "a file more": appended("out/submit/9.jpg"),
    "a file beside": appended("beside.txt"),
    "a folder's entry": appended("out/submit/"),
    "an empty folder": appended("out/more/"),
    "compressed": deflated,
    "in another order": reordered,
    "packed today": of_today,
    "streamed": streamed,
    "without its folder": without_folder,
    "a bomb": bomb,
}


def shifted(data: bytes, before: bytes) -> bytes:
    """Data before, and every place in the table moved by it."""
    table = bytearray(data[data.index(b"PK\x01\x02") : -22])
    at = 0
    while at < len(table):
        (position,) = struct.unpack_from("<L", table, at + 42)
        struct.pack_into("<L", table, at + 42, position + len(before))
        at += 46 + sum(struct.unpack_from("<3H", table, at + 28))
    end = bytearray(data[-22:])
    (start,) = struct.unpack_from("<L", end, 16)
    struct.pack_into("<L", end, 16, start + len(before))
    return before + data[: data.index(b"PK\x01\x02")] + bytes(table) + bytes(end)


KINDS = [
    pytest.param(form, forge, id=f"{form}: {name}")
    for form, table in (("out", FOLDERS), ("out.zip", ARCHIVES))
    for name, forge in table.items()
]


@pytest.mark.filterwarnings("ignore:Duplicate name")
@pytest.mark.parametrize(("form", "forge"), KINDS)
def test_what_was_forged_is_refused(sealed: Path, tmp_path: Path, form: str, forge: Forge) -> None:
    """Exit code 6 with the seal, whatever was done; without it, the word unchanged never falls."""
    seal = verify_bundle(sealed / form).seal
    victim = tmp_path / form
    copy: Callable[..., object] = shutil.copytree if form == "out" else shutil.copyfile
    copy(sealed / form, victim)
    forge(victim)
    refused = run(victim, "--seal", seal)
    without = run(victim)

    assert refused[0] == 6, refused
    assert "nchanged" not in without[1]
    assert without[0] == 6 or without[1].startswith("Consistent; compare this seal")


RESEALED = {
    "sums in another order",
    "all made anew",
    "another date, all made anew",
    "another bundle",
}


@pytest.mark.filterwarnings("ignore:Duplicate name")
@pytest.mark.parametrize(
    ("form", "forge"), [p for p in KINDS if str(p.id).partition(": ")[2] not in RESEALED]
)
def test_only_who_writes_all_anew_needs_the_seal_to_be_seen(
    sealed: Path, tmp_path: Path, form: str, forge: Forge
) -> None:
    """Everything else contradicts itself, and is refused without a seal too."""
    victim = tmp_path / form
    copy: Callable[..., object] = shutil.copytree if form == "out" else shutil.copyfile
    copy(sealed / form, victim)
    forge(victim)

    assert run(victim)[0] == 6


def run(bundle: Path, *options: str) -> tuple[int, str]:
    """Exit code and words of the command."""
    done = CliRunner().invoke(cli.command, [str(bundle), *options], standalone_mode=False)
    if isinstance(done.exception, EvidenceQcError):
        return int(done.exception.exit_code), str(done.exception)
    assert done.exception is None, done.exception
    return int(done.return_value), done.output


@pytest.mark.parametrize("form", ["out", "out.zip"])
def test_only_the_seal_proves(sealed: Path, form: str) -> None:
    """The words of a bundle that nobody touched."""
    seal = verify_bundle(sealed / form).seal

    assert run(sealed / form, "--seal", f" {seal.upper()}\n")[1].startswith(
        "Unchanged since sealing"
    )
    assert run(sealed / form)[1].startswith(
        f"Consistent; compare this seal with the one you noted: {seal}"
    )
    assert verify_bundle(sealed / form, seal).proven
    assert not verify_bundle(sealed / form).proven


@pytest.mark.parametrize("seal", ["", "abc", "g" * 64, "a" * 63])
def test_what_is_no_seal_is_a_usage_error(sealed: Path, seal: str) -> None:
    """A seal that was copied by half is no sign of a forgery."""
    with pytest.raises(UsageError, match="64 characters"):
        verify_bundle(sealed / "out", seal)


@pytest.mark.parametrize("name", ["SHA256SUMS", "manifest.json"])
def test_lists_are_read_within_limits(
    sealed: Path, tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A list that is longer than any bundle's is refused, not read."""
    limit = "SUMS_BYTES_MAX" if name == "SHA256SUMS" else "MANIFEST_BYTES_MAX"
    monkeypatch.setattr(
        f"evidence_qc.bundle.verify.{limit}", (sealed / "out" / name).stat().st_size
    )

    assert verify_bundle(sealed / "out").intact

    monkeypatch.setattr(
        f"evidence_qc.bundle.verify.{limit}", (sealed / "out" / name).stat().st_size - 1
    )
    for form in ("out", "out.zip"):
        with pytest.raises(VerifyError, match="longer than"):
            verify_bundle(sealed / form)


@pytest.mark.parametrize("limit", range(1, 420, 13))
def test_large_archives_are_known_like_small_ones(
    tmp_path: Path, limit: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Wherever 32 bits end, here after a few bytes: as written, or with something behind it."""
    monkeypatch.setattr(zipfile, "ZIP64_LIMIT", limit)
    monkeypatch.setattr("evidence_qc.bundle.archive._LARGE", limit)
    (tmp_path / "b").mkdir()
    for name, size in (("a", 3), ("б", 160), ("z", 12)):
        (tmp_path / "b" / name).write_bytes(bytes(size))
    write_zip(tmp_path / "b", tmp_path / "b.zip", name="b", day=None)
    data = (tmp_path / "b.zip").read_bytes()

    def foreign(data: bytes) -> list[str]:
        stream = io.BytesIO(data)
        with zipfile.ZipFile(stream) as archive:
            return [str(part.message_id) for part in foreign_parts(archive, stream, EPOCH)]

    assert foreign(data) == []
    assert foreign(data + b"\0") == ["foreign.behind"]
    table = data.index(b"PK\1\2")
    assert foreign(data[:table] + b"\0" + data[table:]) != []
