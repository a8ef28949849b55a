"""The same inputs give what they gave: reports, lines, tables, bundles and their texts."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Mapping
from pathlib import Path

import pytest
from PIL import Image

from evidence_qc import verify_bundle
from tests.golden.compare import masked, unlike
from tests.golden.conftest import Rerun
from tests.golden.recipe import BUNDLES, COMMANDS, CORPUS, KEPT, WHOLE, Command, contents

WRITTEN = CORPUS / "written"


def assert_same(name: str, old: bytes, new: bytes, *, is_like_maker: bool) -> None:
    """Byte for byte on a machine like the maker's, by meaning on any."""
    assert unlike(old, new, name) == []
    if is_like_maker:
        assert masked(new, name) == masked(old, name)


@pytest.mark.parametrize("command", [*COMMANDS, *BUNDLES], ids=lambda command: command.name)
def test_a_command_says_the_same(command: Command, rerun: Rerun, is_like_maker: bool) -> None:
    """On stdout and stderr, with the same exit code."""
    ran = rerun(command.name)
    said = WRITTEN / f"{command.name}.stderr"

    assert ran.code == command.code
    assert_same(
        command.name,
        (WRITTEN / command.name).read_bytes(),
        ran.out,
        is_like_maker=is_like_maker,
    )
    assert ran.err == (said.read_bytes() if said.exists() else b"")


@pytest.mark.parametrize("command", BUNDLES, ids=lambda command: command.name)
def test_a_bundle_holds_the_same(
    command: Command, rerun: Rerun, work: Path, is_like_maker: bool
) -> None:
    """The manifest says the same, the texts are the same words, and it is sealed.

    The page is free to change, and with it the sums; that they fit is what ``verify`` is for.
    """
    name = command.bundle
    rerun(command.name)
    old, new = _kept(name), contents(work / "out" / name)

    assert verify_bundle(work / "out" / name).intact
    for path, data in old.items():
        if path.endswith((".json", ".txt")):
            assert_same(path, data, new[path], is_like_maker=is_like_maker)
    if name in WHOLE:
        assert list(new) == list(old)
        _assert_same_files(old, new, is_like_maker=is_like_maker)


def _kept(name: str) -> Mapping[str, bytes]:
    if name in WHOLE:
        later = contents(CORPUS / "later" / name) if (CORPUS / "later" / name).is_dir() else {}
        old = contents(CORPUS / "bundles" / name)
        return {path: later.get(path, data) for path, data in old.items()}
    return {path: (CORPUS / "texts" / name / path).read_bytes() for path in KEPT}


def _assert_same_files(
    old: Mapping[str, bytes], new: Mapping[str, bytes], *, is_like_maker: bool
) -> None:
    """Originals are copied anywhere; what is drawn depends on the encoder."""
    is_same_version = _version(old) == _version(new)
    for path, data in old.items():
        if path.startswith("originals/"):
            assert new[path] == data, path
        elif path.endswith(".jpg") and is_like_maker:
            assert _pixels(new[path]) == _pixels(data), path
            assert not is_same_version or new[path] == data, path  # the EXIF names the version


def _version(bundle: Mapping[str, bytes]) -> str:
    return str(json.loads(bundle["manifest.json"])["tool"]["version"])


def _pixels(data: bytes) -> tuple[object, ...]:
    with Image.open(io.BytesIO(data)) as image:
        return image.size, image.tobytes()


def test_the_archive_is_put_together_as_before(rerun: Rerun, work: Path) -> None:
    """Order, names, dates and rights of its entries: its bytes depend on nothing else."""
    rerun("bundle-second.txt")

    def entries(path: Path) -> list[tuple[object, ...]]:
        with zipfile.ZipFile(path) as archive:
            return [
                (each.filename, each.date_time, each.compress_type, each.external_attr)
                for each in archive.infolist()
            ]

    assert entries(work / "out/second.zip") == entries(CORPUS / "bundles/second.zip")
