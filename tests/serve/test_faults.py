"""What can go wrong: each has its status, a code, a sentence, and leaves nothing behind."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from starlette.requests import Request
from starlette.testclient import TestClient

from evidence_qc.serve.app import make_app
from evidence_qc.serve.error_responses import TooSlowError
from evidence_qc.serve.jobs import Watch
from evidence_qc.serve.multipart import PARTS_MAX
from evidence_qc.serve.settings import Settings
from evidence_qc.serve.upload import receive
from tests.pictures import jpeg, scene
from tests.serve.conftest import HOME, left, parts

PHOTO = jpeg(scene(200, 150))
ONE = parts({"a.jpg": PHOTO})


@pytest.mark.parametrize(
    ("path", "options", "status", "code"),
    [
        ("/v1/check?profile=aliexpres", {"files": ONE}, 400, "profile"),
        ("/v1/check?profile=../platforms/shopee.toml", {"files": ONE}, 400, "profile"),
        ("/v1/check?profile=/etc/passwd", {"files": ONE}, 400, "profile"),
        ("/v1/check?set=too-drak.warn_ratio=1", {"files": ONE}, 400, "profile"),
        ("/v1/check?reason=damaged", {"files": ONE}, 400, "usage"),
        ("/v1/scan?case=/etc/passwd", {"files": ONE}, 400, "usage"),
        ("/v1/scan?format=pdf", {"files": ONE}, 400, "usage"),
        ("/v1/scan?item=a&item=b", {"files": ONE}, 400, "usage"),
        ("/v1/scan?mark=b.jpg:0.5,0.5", {"files": ONE}, 400, "usage"),
        ("/v1/scan", {"files": ONE, "data": {"riason": "damaged"}}, 400, "usage"),
        ("/v1/bundle?date=yesterday", {"files": ONE}, 400, "usage"),
        ("/v1/bundle?photos=0", {"files": ONE}, 400, "usage"),
        ("/v1/bundle?photos=1000000000", {"files": ONE}, 400, "usage"),
        ("/v1/bundle?cut=9-3", {"files": ONE}, 400, "usage"),
        ("/v1/check", {"files": parts({"case.toml": b"claims = 3"})}, 422, "no-input"),
        ("/v1/scan", {"files": parts({"a.txt": b"words"})}, 422, "no-input"),
        ("/v1/scan", {"content": b""}, 422, "no-input"),
        ("/v1/scan", {"content": b"{}", "headers": {"content-type": "application/json"}}, 415,
         "unsupported-media-type"),
        ("/v1/scan", {"content": PHOTO, "headers": {"content-encoding": "gzip"}}, 415,
         "unsupported-media-type"),
        ("/v1/scan", {"content": b"--x", "headers": {"content-type": "multipart/form-data"}}, 400,
         "usage"),
        ("/v1/nothing", {"files": ONE}, 404, "not-found"),
        ("/v1/health", {"files": ONE}, 405, "method-not-allowed"),
    ],
)  # fmt: skip
def test_a_mistake_is_named(
    path: str, options: dict[str, Any], status: int, code: str, client: TestClient, tmp_path: Path
) -> None:
    """In one sentence, as JSON."""
    answer = client.post(path, **options)
    error = answer.json()["error"]

    assert (answer.status_code, error["code"]) == (status, code)
    assert error["message"].endswith(".")
    assert str(tmp_path) not in answer.text
    assert left(tmp_path) == []


@pytest.mark.parametrize("path", ["/v1/rules/too-drak", "/v1/profiles/shope"])
def test_a_near_miss_is_named(path: str, client: TestClient) -> None:
    """A misspelt name gets the right one."""
    answer = client.get(path)

    assert answer.status_code == 404
    assert "Did you mean" in answer.json()["error"]["remedy"]


def test_a_form_that_breaks_off(client: TestClient, tmp_path: Path) -> None:
    """Is no whole upload: nothing is judged, nothing stays."""
    head = b'--x\r\nContent-Disposition: form-data; name="f"; filename="a.jpg"\r\n\r\n'
    for body in (head + PHOTO[:500], head, b"--x", head + PHOTO + b"\r\n--x\r\n", b"nonsense"):
        answer = client.post(
            "/v1/scan",
            content=body,
            headers={"content-type": "multipart/form-data; boundary=x"},
        )

        assert (answer.status_code, answer.json()["error"]["code"]) == (400, "usage")
        assert left(tmp_path) == []


def test_a_damaged_photo_is_a_finding(client: TestClient) -> None:
    """Half a JPEG and an empty one are answers, not errors."""
    files = {"half.jpg": PHOTO[: len(PHOTO) // 2], "empty.jpg": b"", "zeros.jpg": bytes(500)}
    report = client.post("/v1/check", files=parts(files)).json()

    assert {file["path"]: file["verdict"] for file in report["files"]} == dict.fromkeys(
        files, "reject"
    )


def test_too_many_bytes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whether the length is stated or not."""
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    with TestClient(make_app(Settings(upload_bytes_max=1000)), base_url=HOME) as client:
        stated = client.post("/v1/scan", files=ONE)
        unstated = client.post("/v1/scan", content=iter([PHOTO[:800], PHOTO[800:]]))

        for answer in (stated, unstated):
            assert (answer.status_code, answer.json()["error"]["code"]) == (413, "too-large")
        assert left(tmp_path) == []


def test_an_upload_that_stalls(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Is given up after a while."""
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    monkeypatch.setattr("evidence_qc.serve.upload.TIMEOUT_S", 0.0)
    monkeypatch.setattr("evidence_qc.serve.upload.POLL_S", 0.01)

    async def stalled() -> AsyncIterator[bytes]:
        yield PHOTO[:100]
        await asyncio.sleep(30)

    async def result() -> Exception:
        request = Request({"type": "http", "headers": []})
        monkeypatch.setattr(request, "stream", stalled)
        with pytest.raises(TooSlowError) as found:
            await receive(request, tmp_path, Settings(), Watch())
        return found.value

    assert "Nothing came" in str(asyncio.run(result()))


def test_too_many_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The cap is named."""
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    with TestClient(make_app(Settings(upload_files_max=2)), base_url=HOME) as client:
        answer = client.post("/v1/scan", files=ONE * 3)

        assert answer.status_code == 413
        assert "2 files" in answer.json()["error"]["message"]
        assert left(tmp_path) == []


def test_too_much_text(client: TestClient) -> None:
    """A file without a name in its part is text, and text has a cap."""
    for text in (
        {"item": "a" * 1_100_000}, {"item": "a" * 50_001}, {"claim": ["a=a.jpg"] * 2_001},
        {"claim": ["a" * 40_000] * 30},
    ):  # fmt: skip
        answer = client.post("/v1/scan", data=text, files=ONE)

        assert answer.status_code == 413


@pytest.mark.parametrize("letters", [4_500, 300_000])
def test_a_file_name_without_end(client: TestClient, tmp_path: Path, letters: int) -> None:
    """Longer than any disk takes: it is that which is said, not that the form broke off."""
    answer = client.post("/v1/check", files={"file": (f"{'n' * letters}.jpg", PHOTO)})

    assert (answer.status_code, answer.json()["error"]["code"]) == (413, "too-large")
    assert answer.json()["error"]["message_id"] == "error.form-line-too-long"
    assert left(tmp_path) == []


@pytest.mark.parametrize(
    ("disposition", "name"),
    [
        ("form-data; name=f; filename*=utf-8''f%C3%B6n%20%D1%84.jpg", "fön ф.jpg"),
        ("form-data; name=f; filename=\"=?utf-8?B?ZsO2bg==?=\"; filename*=UTF-8'en'f%C3%B6n.jpg",
         "fön.jpg"),
        ("form-data; name=f; filename=\"a.jpg\"; filename*=latin-9''%FF.jpg", "a.jpg"),
        ("form-data; name=f; filename=\"föhn.jpg\"", "föhn.jpg"),
        ("form-data; name=f; filename=\"a %22hole%22%0D%0A 1%25.jpg\"", "a _hole___ 1%25.jpg"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("is_form", [True, False])
def test_names_in_other_letters_arrive(
    client: TestClient, disposition: str, name: str, is_form: bool
) -> None:
    """As the clients that there are send them; a name in no way is a file lost among the texts."""
    said = disposition.encode()
    if is_form:
        part = b"--B\r\nContent-Disposition: " + said + b"\r\n\r\n" + PHOTO + b"\r\n--B--\r\n"
        headers = {"content-type": "multipart/form-data; boundary=B"}
        answer = client.post("/v1/check", content=part, headers=headers)
    else:
        typed = {b"content-type": b"image/jpeg", b"content-disposition": said}
        answer = client.post("/v1/check", content=PHOTO, headers=typed)

    assert answer.status_code == 200
    assert answer.json()["files"][0]["path"] == name


@pytest.mark.parametrize(
    "disposition",
    ["form-data; name=a", 'form-data; name=""', 'form-data; name=f; filename=""', "x"],
)
def test_parts_without_end(client: TestClient, disposition: str) -> None:
    """Whatever its parts hold, a form has a most of them, long before it takes seconds to read."""
    part = f"--B\r\nContent-Disposition: {disposition}\r\n\r\n\r\n"
    form = f"{part * (PARTS_MAX + 501)}--B--\r\n"

    answer = client.post(
        "/v1/check", content=form, headers={"content-type": "multipart/form-data; boundary=B"}
    )

    assert (answer.status_code, answer.json()["error"]["code"]) == (413, "too-large")


def test_a_bug_is_told_without_a_traceback(monkeypatch: pytest.MonkeyPatch) -> None:
    """The client has a sentence; the log has the rest."""

    def fail(*args: object, **options: object) -> None:
        raise ZeroDivisionError("secret")

    monkeypatch.setattr("evidence_qc.serve.api.report_on", fail)
    app = make_app()
    with TestClient(app, base_url=HOME, raise_server_exceptions=False) as client:
        answer = client.post("/v1/scan", files=ONE)

    assert (answer.status_code, answer.json()["error"]["code"]) == (500, "bug")
    assert "secret" not in answer.text
    assert "Traceback" not in answer.text


def test_a_full_line_asks_to_come_back(monkeypatch: pytest.MonkeyPatch) -> None:
    """503 with Retry-After, before anything is uploaded."""
    app = make_app(Settings(at_once=1, waiting_max=0))
    with TestClient(app, base_url=HOME) as client, app.state.app_state.jobs.admitted(None):
        answer = client.post("/v1/scan", files=ONE)

    assert (answer.status_code, answer.json()["error"]["code"]) == (503, "busy")
    assert answer.headers["retry-after"]


@pytest.mark.parametrize(
    "name", ["../../etc/passwd.jpg", "/etc/passwd.jpg", "..\\..\\a.jpg", "a\0b.jpg", "nul.jpg"]
)
def test_no_name_leads_out(name: str, client: TestClient, tmp_path: Path) -> None:
    """Whatever a file is called, it is judged, and it stands nowhere but in the upload."""
    body = b'--x\r\nContent-Disposition: form-data; name="f"; filename="%s"\r\n\r\n%s\r\n--x--\r\n'
    before = {path for path in tmp_path.rglob("*") if path.is_file()}
    answer = client.post(
        "/v1/check",
        content=body % (name.encode(), PHOTO),
        headers={"content-type": "multipart/form-data; boundary=x"},
    )
    path = answer.json()["files"][0]["path"]

    assert ".." not in path.split("/")
    assert not path.startswith(("/", "\\"))
    memory = set(tmp_path.rglob(".serve.evidence-qc-*/*.sqlite*"))
    owners = set(tmp_path.glob(".*.evidence-qc-*/owner"))  # of workers that started meanwhile
    assert {path for path in tmp_path.rglob("*") if path.is_file()} <= before | memory | owners


def test_a_case_file_learns_nothing_of_the_servers_folders(client: TestClient) -> None:
    """A folder that exists there and one that does not get the same answer."""
    said = set()
    for folder in ("../../../../../../../../etc", "../../no-such-folder", "/etc", "/no-such"):
        case = f'[[claims]]\ntitle = "x"\nfolder = "{folder}"\n'.encode()
        answer = client.post("/v1/scan", files=parts({"case.toml": case, "a.jpg": PHOTO}))
        said.add(answer.text.replace(folder, "FOLDER"))

        assert answer.status_code == 400

    assert len(said) == 1
