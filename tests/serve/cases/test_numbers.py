"""The order's and the parcel's number of a kept case: looked for in its photos, and said where."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from starlette.testclient import TestClient

from tests.pictures import jpeg, scene
from tests.serve.cases.test_cases_api import change, given

PARCEL = "LP00123456789012"


@pytest.fixture
def photos() -> dict[str, bytes]:
    """A thing, and a label whose code holds the number."""
    code = cv2.QRCodeEncoder.create().encode(PARCEL)
    large = cv2.resize(code, (600, 600), interpolation=cv2.INTER_NEAREST)
    label = np.full((900, 1200, 3), 235, np.uint8)
    label[150:750, 300:900] = large[..., None]
    return {"thing.jpg": jpeg(scene(seed=1)), "label.jpg": jpeg(label)}


def test_a_number_is_found_and_the_text_says_where(
    client: TestClient, photos: dict[str, bytes]
) -> None:
    document = given(client, photos)
    assert (document["order"], document["tracking"]) == ("", "")
    case, files = document["id"], document["files"]
    assert isinstance(files, dict)
    label = next(digest for digest, file in files.items() if file["name"] == "label.jpg")
    change(
        client, case, {"item": "Jacket", "tracking": PARCEL, "files": {label: {"role": "label"}}}
    )

    for draft in ("?draft=1", ""):
        preview = client.post(f"/v1/cases/{case}/preview{draft}").json()
        [said] = preview["numbers"]
        assert said.startswith(f"{PARCEL} can be read in picture")
        assert PARCEL in preview["statement"]


def test_a_number_that_no_photo_shows_is_said_without_words_of_the_command(
    client: TestClient, photos: dict[str, bytes]
) -> None:
    """In the buyer's language."""
    case = given(client, photos)["id"]
    change(client, case, {"order": "8123456789", "tracking": PARCEL})
    preview = client.post(f"/v1/cases/{case}/preview?draft=1&lang=ru").json()

    assert len(preview["numbers"]) == 2
    assert "8123456789" in preview["numbers"][0]
    for said in preview["numbers"]:
        assert "--" not in said
        assert "pip" not in said
        assert any("а" <= sign <= "я" for sign in said)


def test_no_number_is_looked_for_where_none_is_given(
    client: TestClient, photos: dict[str, bytes]
) -> None:
    case = given(client, photos)["id"]

    assert client.post(f"/v1/cases/{case}/preview?draft=1").json()["numbers"] == []
