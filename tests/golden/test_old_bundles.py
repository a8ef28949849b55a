"""Bundles and case files of an earlier version: checked, gone on with, understood as before."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from evidence_qc import verify_bundle
from tests.golden.conftest import Rerun
from tests.golden.disputes import EVERY_KEY, SCRIPTS
from tests.golden.recipe import CORPUS, PROFILE, contents, run

FIRST = CORPUS / "bundles/first"
SECOND = CORPUS / "bundles/second.zip"


def manifest(bundle: Path) -> Any:
    """What a bundle, folder or zip, says of itself."""
    return json.loads(contents(bundle)["manifest.json"])


def tiles(document: Any) -> dict[str, str]:
    """Label in the pictures → the original that stands there."""
    return {
        source["tile"]: source["path"].removeprefix("originals/")
        for output in document["outputs"]
        for source in output["sources"]
    }


def displayed(document: Any) -> set[str]:
    """Digests of the originals that the pictures of a bundle show."""
    return {source["sha256"] for output in document["outputs"] for source in output["sources"]}


@pytest.mark.parametrize("name", ["first", "second"])
def test_an_old_bundle_is_intact(name: str) -> None:
    """By the seal that was shown when it was made, and by no other."""
    said = (CORPUS / f"written/bundle-{name}.txt").read_text(encoding="utf-8")
    seal = said.partition("Seal: ")[2].split()[0]
    bundle = FIRST if name == "first" else SECOND

    assert verify_bundle(bundle, seal).intact
    assert not verify_bundle(bundle, "0" * 64).intact


def test_what_was_changed_in_an_old_bundle_is_named(tmp_path: Path) -> None:
    """A changed, a missing and an added file."""
    bundle = tmp_path / "first"
    shutil.copytree(FIRST, bundle)
    (bundle / "submit/1.jpg").write_bytes((bundle / "submit/2.jpg").read_bytes())
    (bundle / "originals/whole.jpg").unlink()
    (bundle / "more.jpg").touch()
    result = verify_bundle(bundle)

    assert result.changed == ("submit/1.jpg",)
    assert result.missing == ("originals/whole.jpg",)
    assert result.extra == ("more.jpg",)


def test_a_second_round_goes_on_after_an_old_folder(rerun: Rerun, work: Path) -> None:
    """Photos are numbered on, labels stay with their photos, what was unused comes in."""
    rerun("bundle-second.txt")
    first, second = manifest(FIRST), manifest(work / "out/second.zip")
    before, after = tiles(first), tiles(second)

    assert second["after"] == verify_bundle(FIRST).seal
    assert second["request"] == "Show the handle"
    assert [slot["number"] for slot in first["slots"]] == [1, 2, 3]
    assert [slot["number"] for slot in second["slots"]] == [4, 5, 6]
    assert second["used_before"] == sorted(displayed(first))
    assert {before[label] == after[label] for label in before.keys() & after.keys()} == {True}
    assert after.keys() - before.keys() == {"2b"}


def test_a_third_round_goes_on_after_an_old_archive(work: Path, tmp_path: Path) -> None:
    """It knows what the first two rounds showed."""
    arguments = ("bundle", EVERY_KEY, "-o", str(tmp_path / "third"), *PROFILE)
    ran = run((*arguments, "--after", "bundles/second.zip"), work, tmp_path / "cache")
    second, third = manifest(SECOND), manifest(tmp_path / "third")

    assert ran.code == 1
    assert third["after"] == verify_bundle(SECOND).seal
    assert third["slots"][0]["number"] == 7
    assert third["used_before"] == sorted({*second["used_before"], *displayed(second)})


def test_every_key_of_a_case_file_means_what_it_meant(rerun: Rerun, work: Path) -> None:
    """Words, claims, patterns, roles, marks, pin and exclude in the first round."""
    rerun("bundle-first.txt")
    first = manifest(work / "out/first")
    case, labels = first["case"], tiles(first)
    sources = first["outputs"][0]["sources"]

    assert (case["item"], case["reason"]) == ("Teapot, 0.8 l", "not-as-described")
    assert case["ask"] == "Half of the price"
    assert [(claim["title"], claim["title_en"]) for claim in case["claims"]] == [
        ("Deckel angeschlagen", "chipped lid"),
        ("cracked glaze", ""),
        ("handle is loose", ""),  # nothing shows it
        ("spout", ""),  # the folder is its title
    ]
    assert labels["A"] == "whole.jpg"  # the overview
    assert [source["detail_of"] for source in sources if source["tile"] == "A"] == ["", "A"]
    assert labels["1a"] == "lid/b.jpg"  # pinned
    assert labels["2a"] == "glaze-1.jpg"  # by its pattern
    assert (labels["B"], labels["C"]) == ("label.jpg", "size.jpg")
    assert "receipt.jpg" not in str(first["inputs"])


def test_a_reject_is_used_where_the_case_file_says_so(rerun: Rerun, work: Path) -> None:
    """Once it is its turn: in the second round."""
    rerun("bundle-second.txt")
    second = manifest(work / "out/second.zip")
    verdicts = {each["path"]: each["verdict"] for each in second["inputs"]}

    assert verdicts["originals/glaze-2.jpg"] == "reject"
    assert tiles(second)["2b"] == "glaze-2.jpg"


def test_other_scripts_mean_what_they_meant(rerun: Rerun, work: Path) -> None:
    """Titles stay as they were written; English comes from the file or the list of phrases."""
    rerun("bundle-scripts.txt")
    case = manifest(work / "out/scripts")["case"]

    assert (case["item"], case["ask"]) == ("蓝色羽绒服", "आधा पैसा वापस")
    assert [(each["title"], each["title_en"], each["tiles"]) for each in case["claims"]] == [
        ("дыра", "hole", ["1a"]),
        ("袖子破洞", "torn cuff", ["2a"]),
        ("بقعة زيت", "", ["3a"]),
    ]


def test_a_case_file_may_stand_elsewhere(work: Path, tmp_path: Path) -> None:
    """``--case``: the files that it names are looked up below what is scanned."""
    elsewhere = tmp_path / "elsewhere.toml"
    (work / SCRIPTS / "case.toml").rename(elsewhere)
    try:
        arguments = ("scan", SCRIPTS, "--case", str(elsewhere), *PROFILE)
        ran = run(arguments, work, tmp_path / "cache")
    finally:
        elsewhere.rename(work / SCRIPTS / "case.toml")

    assert ran.out == (CORPUS / "written/scripts.txt").read_bytes()
