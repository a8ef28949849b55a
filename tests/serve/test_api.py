"""The HTTP API as other tools use it: the command line's answers, byte for byte."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path

import jsonschema
import pytest
from starlette.testclient import TestClient

from evidence_qc import verify_bundle
from evidence_qc.cli.main import run
from evidence_qc.profiles import profile_names
from evidence_qc.report.schema import report_schema
from evidence_qc.rules import RULES
from evidence_qc.serve.parameters import shipped_profile
from tests.pictures import blurred, jpeg, scene
from tests.serve.conftest import left, parts


def cli(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> str:
    """What a command prints, with paths as seen from the folder it was given as ``.``."""
    run([*arguments, "--no-cache"])
    return capsys.readouterr().out.replace('"./', '"').replace(" ./", " ")


@pytest.fixture
def folder(photos: dict[str, bytes], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The photos as files; the working directory."""
    made = tmp_path / "dispute"
    for name, data in photos.items():
        (made / name).parent.mkdir(parents=True, exist_ok=True)
        (made / name).write_bytes(data)
    monkeypatch.chdir(made)
    return made


@pytest.mark.parametrize("verb", ["check", "scan"])
def test_the_answer_is_the_command_lines(
    verb: str,
    client: TestClient,
    folder: Path,
    photos: dict[str, bytes],
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Same files, same bytes; valid against the schema that ships."""
    answer = client.post(f"/v1/{verb}", files=parts(photos))
    jsonschema.validate(answer.json(), report_schema())

    assert answer.status_code == 200
    assert answer.headers["content-type"] == "application/json"
    assert answer.text == cli([verb, ".", "--format", "json"], capsys)


def test_options_mean_what_they_mean_on_the_command_line(
    client: TestClient, folder: Path, photos: dict[str, bytes], capsys: pytest.CaptureFixture[str]
) -> None:
    """As query parameters or as fields of the form."""
    query = {
        "profile": "shopee",
        "rules": "2026-11",
        "set": ["too-dark.warn_ratio=0.9", "photos_max=2"],
    }
    fields = {"reason": "damaged", "role": "label.jpg=label", "mark": "a.jpg:0.5,0.5"}
    answer = client.post("/v1/scan", params=query, data=fields, files=parts(photos))
    typed = [
        "scan", ".", "--format", "json", "--profile", "shopee", "--rules", "2026-11", "--set",
        "too-dark.warn_ratio=0.9", "--set", "photos_max=2", "--reason", "damaged",
        "--role", "label.jpg=label", "--mark", "a.jpg:0.5,0.5",
    ]  # fmt: skip

    assert answer.text == cli(typed, capsys)


def test_asking_again_gives_the_same_bytes(
    client: TestClient, photos: dict[str, bytes], tmp_path: Path
) -> None:
    """From what the server remembers; the upload itself is gone."""
    answers = [client.post("/v1/scan", files=parts(photos)).content for _ in range(2)]

    assert answers[0] == answers[1]
    assert left(tmp_path) == []


@pytest.mark.parametrize("headers", [{"x-filename": "%D0%B4%D1%8B%D1%80%D0%B0.jpg"}, {}])
def test_one_file_may_be_the_body(client: TestClient, headers: dict[str, str]) -> None:
    """Its name comes from X-Filename, else from its content."""
    data = jpeg(blurred(scene(), 14))
    kind = {"content-type": "image/jpeg"}
    answer = client.post("/v1/check", content=data, headers=kind | headers)
    report = answer.json()

    assert [file["path"] for file in report["files"]] == ["дыра.jpg" if headers else "upload.jpg"]
    assert report["case"]["ready"] is False


def test_a_page_for_those_who_ask_for_one(client: TestClient, photos: dict[str, bytes]) -> None:
    """By format or by Accept; its own policy lets its own style and script run."""
    for options in (
        {"params": {"format": "html"}},
        {"data": {"format": "html"}},
        {"headers": {"accept": "text/html"}},
    ):
        answer = client.post("/v1/scan", files=parts(photos), **options)  # type: ignore[arg-type]

        assert answer.headers["content-type"] == "text/html; charset=utf-8"
        assert "sha256-" in answer.headers["content-security-policy"]
        assert answer.text.count("data:image/webp") >= len(photos)


def test_rows_for_a_spreadsheet(client: TestClient, photos: dict[str, bytes]) -> None:
    """One a file, as ``--format csv`` writes them."""
    answer = client.post("/v1/scan?format=csv", files=parts(photos))

    assert answer.content.startswith(b"\xef\xbb\xbfpath,media")
    assert len(answer.text.splitlines()) == 1 + len(photos)


def test_the_headline_is_in_a_header(client: TestClient, photos: dict[str, bytes]) -> None:
    """The one sentence that the table begins with."""
    only = {"b.jpg": photos["hole in the sleeve/b.jpg"]}

    assert (
        client.post("/v1/scan", files=parts(only)).headers["evidence-qc-headline"]
        == "Retake 1 shot first; 1 of 1 file is left out."
    )


def test_a_bundle_is_an_archive_that_verifies(
    client: TestClient, photos: dict[str, bytes], tmp_path: Path
) -> None:
    """Whole, sealed as the header says, without a word of where the server kept it."""
    answer = client.post(
        "/v1/bundle", files=parts(photos), data={"item": "Jacket", "date": "2026-11-20"}
    )
    (tmp_path / "got.zip").write_bytes(answer.content)
    result = json.loads(answer.headers["evidence-qc-bundle"])
    archive = zipfile.ZipFile(io.BytesIO(answer.content))
    names = archive.namelist()

    assert answer.headers["content-type"] == "application/zip"
    assert verify_bundle(tmp_path / "got.zip").intact
    assert verify_bundle(tmp_path / "got.zip").seal == result["seal"]
    assert "bundle/submit/1.jpg" in names
    assert "bundle/originals/broken zip/c.jpg" in names
    assert result["ready"] is not bool(result["weak_points"])
    assert not any(tmp_path.name.encode() in archive.read(name) for name in names)
    assert left(tmp_path) == []


def test_a_case_file_may_come_with_the_photos(client: TestClient, photos: dict[str, bytes]) -> None:
    """As in a folder of the command line."""
    case = '[[claims]]\ntitle = "a torn sleeve"\nfolder = "hole in the sleeve"\n'
    answer = client.post("/v1/scan", files=parts(photos | {"case.toml": case.encode()}))
    report = answer.json()

    assert report["case"]["claims"][0]["title"] == "a torn sleeve"
    assert report["skipped"] == []


def test_profiles_and_rules_are_told(client: TestClient) -> None:
    """All of them, each alone, and the schema of the report."""
    profiles = client.get("/v1/profiles").json()
    rules = client.get("/v1/rules").json()

    assert [each["name"] for each in profiles] == list(profile_names())
    assert client.get("/v1/profiles/shopee").json()["photos_max"]["value"] == 3
    assert [each["name"] for each in rules] == [rule.name for rule in RULES]
    assert client.get("/v1/rules/too-dark").json()["manual"]
    assert client.get("/v1/schema").json() == report_schema()


def test_health_names_versions_and_limits(client: TestClient) -> None:
    """What a monitor and a client want to know."""
    health = client.get("/v1/health").json()

    assert health["status"] == "ok"
    assert health["components"]["focus_model"]
    assert health["upload_bytes_max"] == 2_000_000_000


def test_small_pictures_are_kept_where_asked(client: TestClient, photos: dict[str, bytes]) -> None:
    """By the digest of the file, until the server ends; of no file that was not uploaded."""
    report = client.post("/v1/scan?thumbnails=1", files=parts(photos)).json()
    pictures = [client.get(f"/v1/thumbnail/{file['sha256']}") for file in report["files"]]

    assert {picture.headers["content-type"] for picture in pictures} == {"image/webp"}
    assert client.get(f"/v1/thumbnail/{'0' * 64}").status_code == 404


def test_a_profile_is_read_once_for_all_requests() -> None:
    """With other limits it is another one."""
    plain = shipped_profile("shopee")

    assert shipped_profile("shopee") is plain
    assert shipped_profile("shopee", ["too-dark.warn_ratio=0.9"]) != plain
