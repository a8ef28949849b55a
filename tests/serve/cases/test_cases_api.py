"""A case over HTTP: sent once, changed in bytes, judged, shown, saved as it was shown."""

from __future__ import annotations

import io
import json
import re
import zipfile
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from evidence_qc import verify_bundle
from evidence_qc.media.files.discover import Found
from evidence_qc.serve.app import make_app
from evidence_qc.serve.settings import Settings
from tests.clips import film
from tests.pictures import jpeg, scene
from tests.serve.conftest import HOME, parts


def given(client: TestClient, photos: dict[str, bytes]) -> dict[str, object]:
    """A case that holds the photos."""
    case = client.post("/v1/cases").json()["id"]
    answer = client.post(f"/v1/cases/{case}/files", files=parts(photos))
    assert answer.status_code == 200
    document: dict[str, object] = answer.json()
    return document


def change(client: TestClient, case: object, patch: object) -> dict[str, object]:
    """The case after a change that nobody else disturbs."""
    etag = client.get(f"/v1/cases/{case}").headers["etag"]
    answer = client.patch(f"/v1/cases/{case}", json=patch, headers={"if-match": etag})
    assert answer.status_code == 200, answer.text
    document: dict[str, object] = answer.json()
    return document


def test_groups_titles_and_order_are_the_case(client: TestClient, photos: dict[str, bytes]) -> None:
    document = given(client, photos)
    case, first, *others = document["id"], *document["files"]
    change(
        client,
        case,
        {
            "groups": {"a": {"title": 'hole: "left" [sleeve]', "order": 2}, "b": {"order": 1}},
            "files": {first: {"group": "a"}, others[0]: {"group": "b"}, others[1]: {"group": "b"}},
        },
    )

    answer = client.get(f"/v1/cases/{case}/report").json()

    assert [(g["key"], g["title"], g["is_proposed"]) for g in answer["groups"]] == [
        ("b", "", True),
        ("a", 'hole: "left" [sleeve]', False),
    ]
    assert answer["groups"][1]["files"] == [first]
    assert answer["headline"]
    assert answer["report"]["summary"]["files"] == len(photos)
    assert set(answer["names"].values()) == set(document["files"])


def test_loose_photos_come_with_proposed_groups(client: TestClient) -> None:
    document = given(client, {f"{n}.jpg": jpeg(scene(seed=n)) for n in range(3)})

    groups = client.get(f"/v1/cases/{document['id']}/report").json()["groups"]

    assert groups
    assert all(group["is_proposed"] and not group["key"] for group in groups)


def test_what_is_saved_is_what_was_shown(
    client: TestClient, photos: dict[str, bytes], tmp_path: Path
) -> None:
    document = given(client, photos)
    case, first = document["id"], next(iter(document["files"]))
    own = "Jacket: a hole.\nI ask for a refund."
    change(client, case, {"item": "Jacket", "statement": own, "files": {first: {"use": "pin"}}})

    displayed = client.post(f"/v1/cases/{case}/preview").json()
    base = f"/v1/cases/{case}/made/{displayed['key']}"
    saved = client.get(f"{base}/evidence-bundle.zip")
    (tmp_path / "saved.zip").write_bytes(saved.content)

    assert verify_bundle(tmp_path / "saved.zip").seal == displayed["seal"]
    assert displayed["statement"] == own + "\n"
    with zipfile.ZipFile(io.BytesIO(saved.content)) as archive:
        for slot in displayed["slots"]:
            name = f"evidence-bundle/submit/{slot['name']}"
            assert client.get(f"{base}/{slot['name']}").content == archive.read(name)
        assert archive.read("evidence-bundle/submit/statement.txt").decode() == own + "\n"
    tiles = {tile["file"] for slot in displayed["slots"] for tile in slot["tiles"]}
    left = {each["file"] for each in displayed["left_out"]}
    assert first in tiles
    assert tiles | left == set(document["files"])
    assert not any("--" in each["reason"] for each in displayed["left_out"])
    assert client.post(f"/v1/cases/{case}/preview").json() == displayed


def test_a_change_needs_the_newest_version(client: TestClient) -> None:
    case = client.post("/v1/cases").json()["id"]
    bare = client.patch(f"/v1/cases/{case}", json={})
    fresh = client.patch(f"/v1/cases/{case}", json={"item": "A"}, headers={"if-match": '"1"'})
    stale = client.patch(f"/v1/cases/{case}", json={"item": "B"}, headers={"if-match": '"1"'})

    assert (bare.status_code, fresh.status_code, stale.status_code) == (428, 200, 412)
    assert fresh.headers["etag"] == '"2"'
    assert client.get(f"/v1/cases/{case}").json()["item"] == "A"


@pytest.mark.parametrize(
    "body",
    [
        b"", b"{", b"[" * 100_000, b"\xff", b"3", b'{"groups": {"a": {"order": 1e999}}}',
        b'{"groups": {"a": {"order": NaN}}}', b'{"groups": {"a": {"order": -Infinity}}}',
        b'{"groups": {"a": {"order": %s}}}' % (b"9" * 400),
        b'{"groups": {"a": {"order": %s}}}' % (b"9" * 5000),
        b'{"groups": {"a": {"order": %s}}}' % (b"[" * 300 + b"]" * 300),
    ],
)  # fmt: skip
def test_a_change_that_is_no_object_is_said(client: TestClient, body: bytes) -> None:
    case = client.post("/v1/cases").json()["id"]

    answer = client.patch(f"/v1/cases/{case}", content=body, headers={"if-match": "1"})

    assert (answer.status_code, answer.json()["error"]["code"]) == (400, "usage")


def test_clear_removes_files_pictures_and_previews(
    client: TestClient, photos: dict[str, bytes], tmp_path: Path
) -> None:
    document = given(client, photos)
    case, first = document["id"], next(iter(document["files"]))
    client.get(f"/v1/cases/{case}/report")
    assert client.get(f"/v1/thumbnail/{first}").status_code == 200

    assert client.delete(f"/v1/cases/{case}").status_code == 204
    assert client.get(f"/v1/cases/{case}").status_code == 404
    assert client.get(f"/v1/thumbnail/{first}").status_code == 404
    assert list(tmp_path.glob(f"evidence-qc-*/cases/{case}")) == []


@pytest.mark.parametrize("key", ["..", "%2e%2e", "0" * 32])
@pytest.mark.parametrize(
    "name", ["case.json", "..%2f..%2fcase.json", "1.jpg", "evidence-bundle.zip"]
)
def test_a_preview_leads_nowhere_else(client: TestClient, key: str, name: str) -> None:
    case = client.post("/v1/cases").json()["id"]

    assert client.get(f"/v1/cases/{case}/made/{key}/{name}").status_code == 404


def test_a_case_outlives_the_server_that_keeps_it(tmp_path: Path) -> None:
    settings = Settings(jobs=1, keep=tmp_path / "kept")
    with TestClient(make_app(settings), base_url=HOME) as client:
        document = given(client, {"дыра.jpg": jpeg(scene(seed=1))})
    with TestClient(make_app(settings), base_url=HOME) as client:
        again = client.get(f"/v1/cases/{document['id']}").json()
        report = client.get(f"/v1/cases/{document['id']}/report").json()["report"]

    assert again["files"] == document["files"]
    assert report["files"][0]["path"] == "дыра.jpg"


def test_a_case_that_is_empty_is_said(client: TestClient) -> None:
    case = client.post("/v1/cases").json()["id"]

    for answer in (
        client.get(f"/v1/cases/{case}/report"),
        client.post(f"/v1/cases/{case}/preview"),
    ):
        assert (answer.status_code, answer.json()["error"]["code"]) == (422, "no-input")


def test_a_file_has_a_small_picture_before_any_verdict(client: TestClient) -> None:
    document = given(client, {"a.jpg": jpeg(scene(seed=1)), "b.jpg": b"no photo"})
    first, second = document["files"]
    base = f"/v1/cases/{document['id']}/files"

    assert client.get(f"{base}/{first}/picture").headers["content-type"] == "image/webp"
    for nothing in (second, "0" * 64, "..", "x"):
        assert client.get(f"{base}/{nothing}/picture").status_code == 404


def test_a_version_that_a_proxy_made_weak_is_the_same(client: TestClient) -> None:
    """As those do that compress answers."""
    case = client.post("/v1/cases").json()
    address, weak = f"/v1/cases/{case['id']}", f'W/"{case["version"]}"'

    assert client.get(address, headers={"if-none-match": weak}).status_code == 304
    answer = client.patch(address, json={"item": "Jacket"}, headers={"if-match": weak})
    assert (answer.status_code, answer.json()["item"]) == (200, "Jacket")


def test_a_case_that_did_not_change_is_not_sent_again(client: TestClient) -> None:
    case = client.post("/v1/cases").json()["id"]
    seen = client.get(f"/v1/cases/{case}").headers["etag"]

    same = client.get(f"/v1/cases/{case}", headers={"if-none-match": seen})
    change(client, case, {"item": "Jacket"})
    newer = client.get(f"/v1/cases/{case}", headers={"if-none-match": seen})

    assert (same.status_code, same.content, newer.status_code) == (304, b"", 200)


def test_folders_say_groups_and_roles(client: TestClient) -> None:
    """A problem's folder is its group, a role's folder a role, a camera's folder nothing."""
    names = ["1_hole in it/a.jpg", "hole in it/b.jpg", "label/c.jpg", "DCIM/d.jpg", "e.jpg"]
    document = given(client, {name: name.encode() for name in names})
    groups = document["groups"]
    assert isinstance(groups, dict)
    files = document["files"]
    assert isinstance(files, dict)

    (key,) = groups
    assert groups[key]["title"] == "hole in it"
    assert [(each["group"], each["role"]) for each in files.values()] == [
        (key, ""), (key, ""), ("", "label"), ("", ""), ("", ""),
    ]  # fmt: skip


@pytest.mark.parametrize("sign", ["\u202e", "\u2066", "\u2028", "\u0085"])
def test_no_name_turns_the_words_around_it(
    client: TestClient, photos: dict[str, bytes], sign: str
) -> None:
    """What people read of it, in sentences and beside them."""
    document = given(client, {f"a{sign}hole/b{sign}gpj.jpg": photos["label.jpg"]})
    answer = client.get(f"/v1/cases/{document['id']}/report")

    assert sign not in json.dumps(document, ensure_ascii=False)
    assert sign not in json.dumps(answer.json(), ensure_ascii=False)


def test_a_draft_shows_the_pictures_that_the_whole_will_have(
    client: TestClient, photos: dict[str, bytes]
) -> None:
    document = given(client, photos)
    case = document["id"]
    draft = client.post(f"/v1/cases/{case}/preview?draft=1").json()
    base = f"/v1/cases/{case}/made/{draft['key']}"
    drawn = [client.get(f"{base}/{slot['name']}").content for slot in draft["slots"]]
    assert client.get(f"{base}/evidence-bundle.zip").status_code == 404
    whole = client.post(f"/v1/cases/{case}/preview").json()

    assert (draft["is_draft"], draft["seal"], whole["is_draft"]) == (True, "", False)
    assert drawn
    assert drawn == [client.get(f"{base}/{slot['name']}").content for slot in whole["slots"]]
    assert client.get(f"{base}/evidence-bundle.zip").status_code == 200
    assert {name: draft[name] for name in ("key", "slots", "left_out", "statement")} == {
        name: whole[name] for name in ("key", "slots", "left_out", "statement")
    }
    assert client.post(f"/v1/cases/{case}/preview?draft=1").json() == whole


def test_sentences_come_in_the_language_that_is_asked_for(
    client: TestClient, photos: dict[str, bytes]
) -> None:
    """Ids, values, keys and the text that is submitted stay; without ``lang`` all is English."""
    path = f"/v1/cases/{given(client, photos)['id']}"
    english, russian = (
        client.get(f"{path}/report", params=asked).json() for asked in ({}, {"lang": "ru"})
    )

    def faults(answer: dict[str, Any]) -> list[dict[str, Any]]:
        return [each for file in answer["report"]["files"] for each in file["findings"]]

    assert re.search("[а-я]", russian["headline"]) and not re.search("[а-я]", english["headline"])
    assert faults(english)
    for one, other in zip(faults(english), faults(russian), strict=True):
        assert one["message_id"] == other["message_id"] and one["values"] == other["values"]
        assert re.search("[а-я]", other["message"]) and one["message"] != other["message"]
    drafts = [client.post(f"{path}/preview?draft=1&lang={each}").json() for each in ("en", "ru")]
    assert drafts[0]["statement"] == drafts[1]["statement"]
    assert drafts[0]["statement_lines"] == drafts[0]["statement"].strip().split("\n")
    assert all(re.search("[а-я]", line) for line in drafts[1]["statement_lines"])


def test_errors_come_in_the_language_that_is_asked_for(client: TestClient) -> None:
    said = [client.get(f"/v1/cases/none?lang={each}").json()["error"] for each in ("en", "ru")]

    assert said[0]["code"] == said[1]["code"] and said[0]["message_id"] == said[1]["message_id"]
    assert re.search("[а-я].*", said[1]["message"] + said[1]["remedy"])
    assert not re.search("[а-я]", said[0]["message"])


@pytest.mark.parametrize("name", ["notes", "notes.txt", ".hidden.jpg", "empty.jpg", "a.part"])
@pytest.mark.parametrize("said", [{}, {"role": "label", "mark": [0.5, 0.5]}])
def test_what_is_no_photo_does_not_keep_the_others_from_being_judged(
    client: TestClient, name: str, said: dict[str, object]
) -> None:
    """Whatever was sent and whatever is said of it: the photos beside it have their verdicts."""
    content = b"" if name == "empty.jpg" else b"words"
    document = given(client, {"a.jpg": jpeg(scene(seed=1)[:120, :160]), name: content})
    *_, other = document["files"]
    change(client, document["id"], {"groups": {"a": {}}, "files": {other: {**said, "group": "a"}}})

    answer = client.get(f"/v1/cases/{document['id']}/report")

    assert answer.status_code == 200, answer.text
    assert "a.jpg" in [each["path"] for each in answer.json()["report"]["files"]]


@pytest.mark.parametrize("patch", [{"profile": "aliexpres"}, {"reason": "bored"}])
def test_what_could_not_be_judged_is_not_kept(client: TestClient, patch: dict[str, str]) -> None:
    """A word that no report could be made with is refused where it is said."""
    document = client.post("/v1/cases").json()
    answer = client.patch(f"/v1/cases/{document['id']}", json=patch, headers={"if-match": "1"})

    assert answer.status_code == 400
    assert next(iter(patch.values())) in answer.json()["error"]["message"]
    assert client.get(f"/v1/cases/{document['id']}").json() == document


@pytest.mark.slow
def test_what_is_remembered_changes_no_byte(
    client: TestClient, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After many changes the bundle is the one of a server that begins with the last of them."""
    clip = film(tmp_path / "clip.mp4", 3).read_bytes()
    files = {"a.jpg": jpeg(scene(seed=1)), "b.jpg": jpeg(scene(seed=2)), "clip.mp4": clip}
    said = {"item": "Jacket", "reason": "damaged", "ask": "Full refund", "groups": {"g": {}}}
    document = given(client, files)
    case, first = document["id"], next(iter(document["files"]))
    seals = set()
    for patch in ({"item": "Coat"}, {"files": {first: {"mark": [0.2, 0.3], "group": "g"}}}, said):
        change(client, case, patch)
        seals.add(client.post(f"/v1/cases/{case}/preview").json()["seal"])
    assert len(seals) == 3

    (tmp_path / "other").mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "other"))
    with TestClient(make_app(Settings(jobs=1)), base_url=HOME) as fresh:
        again = given(fresh, files)["id"]
        change(fresh, again, {**said, "files": {first: {"mark": [0.2, 0.3], "group": "g"}}})
        preview = fresh.post(f"/v1/cases/{again}/preview").json()

    assert preview["seal"] == client.post(f"/v1/cases/{case}/preview").json()["seal"]
    assert preview["clip"]


@pytest.mark.slow
def test_what_came_out_the_same_is_not_looked_at_again(
    client: TestClient, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A word that is changed costs neither the clip nor a photo, nor a frame of the page."""
    clip = film(tmp_path / "clip.mp4", 3).read_bytes()
    case = given(client, {"a.jpg": jpeg(scene(seed=1)), "clip.mp4": clip})["id"]
    client.post(f"/v1/cases/{case}/preview")
    examined: list[str] = []

    def note(workers: object, each: Found, **options: object) -> None:
        examined.append(each.path)
        raise AssertionError(each.path)

    monkeypatch.setattr("evidence_qc.stages.examine.examine_isolated", note)
    monkeypatch.setattr("evidence_qc.stages.page.decode_frame", note)
    change(client, case, {"ask": "Full refund"})

    assert client.post(f"/v1/cases/{case}/preview").status_code == 200
    assert examined == []


def test_cleared_pictures_are_gone_from_every_cache(
    client: TestClient, photos: dict[str, bytes]
) -> None:
    case = given(client, photos)
    client.post(f"/v1/cases/{case['id']}/preview")
    state = client.app.state.app_state  # type: ignore[attr-defined]
    caches = (state.thumbnail_cache, state.resources.pictures)
    digests = list(case["files"])  # type: ignore[call-overload]
    assert any(cache.get(digest) for cache in caches for digest in digests)
    client.delete(f"/v1/cases/{case['id']}")

    assert not any(cache.get(digest) for cache in caches for digest in digests)


def test_a_preview_says_how_the_text_takes_what_was_typed(
    client: TestClient, photos: dict[str, bytes]
) -> None:
    """English where it is known; what the text asks for in English, and only that, is named so."""
    case = given(client, photos)["id"]
    change(client, case, {"item": "чайник", "ask": "Full refund", "profile": "aliexpress"})

    preview = client.post(f"/v1/cases/{case}/preview?draft=1").json()
    words = {each["field"]: each for each in preview["words"]}

    assert words["item"] == {"field": "item", "english": "kettle", "in_english": "no"}
    assert words["ask"]["in_english"] == "yes"
    gaps = [each for each in preview["words"] if each["in_english"] == "no"]
    assert preview["statement"].count("[") == len(gaps)


def test_long_answers_are_packed_for_who_can_unpack_them(
    client: TestClient, photos: dict[str, bytes]
) -> None:
    """The same words either way, in less than half the bytes."""
    case = given(client, photos)["id"]
    for method, path in (("GET", "report"), ("GET", "report?format=html"), ("POST", "preview")):
        plain, packed = (
            client.request(
                method, f"/v1/cases/{case}/{path}", headers={"accept-encoding": encoding}
            )
            for encoding in ("identity", "gzip")
        )

        assert "content-encoding" not in plain.headers
        assert packed.headers["content-encoding"] == "gzip"
        assert plain.headers["vary"] == packed.headers["vary"] == "accept-encoding"
        assert packed.content == plain.content
        assert int(packed.headers["content-length"]) < 0.5 * len(plain.content)


def test_a_preview_is_light_to_look_at(client: TestClient, photos: dict[str, bytes]) -> None:
    """A small picture of each photo of it, and of nothing else; what is saved stays as it is."""
    case = given(client, photos)["id"]
    displayed = client.post(f"/v1/cases/{case}/preview?draft=1").json()
    base = f"/v1/cases/{case}/made/{displayed['key']}"
    for slot in displayed["slots"]:
        whole, small = (client.get(f"{base}/{slot['name']}{ask}") for ask in ("", "?small=1"))
        assert whole.headers["content-type"] == "image/jpeg"
        assert small.headers["content-type"] == "image/webp"
        assert len(small.content) < len(whole.content) / 2
        assert small.content == client.get(f"{base}/{slot['name']}?small=1").content
        assert "immutable" in small.headers["cache-control"]
    for name in ("9.jpg", "statement.txt", "evidence-bundle.zip", "..%2f..%2fcase.json"):
        assert client.get(f"{base}/{name}?small=1").status_code == 404


@pytest.mark.parametrize("name", ["y" * 300, "%00", "%ff", "..", "y" * 300 + ".jpg?small"])
def test_no_name_of_a_made_file_is_a_bug(
    client: TestClient, photos: dict[str, bytes], name: str
) -> None:
    """One that no disk takes is not there, as a file or as a preview."""
    case = given(client, photos)["id"]

    for where in (f"made/abc/{name}", f"made/{name}/evidence-bundle.zip", f"made/abc/1.jpg/{name}"):
        assert client.get(f"/v1/cases/{case}/{where}").status_code == 404
