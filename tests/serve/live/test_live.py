"""A viewfinder's frames: one word each, by the limits of photos; nothing is kept."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from starlette.testclient import TestClient

from tests.pictures import blurred, jpeg, scene
from tests.serve.conftest import left

SHARP = scene(960, 720, seed=3)


def aim(client: TestClient, frame: bytes, before: bytes = b"", step_ms: int = 33) -> str:
    address = f"/v1/live?before_bytes={len(before)}&step_ms={step_ms}"
    answer = client.post(address, content=before + frame)
    assert answer.status_code == 200, answer.text
    return str(answer.json()["aim"])


def moved(picture: NDArray[np.uint8], px: int) -> bytes:
    return jpeg(np.roll(picture, px, axis=1))


def test_each_fault_has_its_word(client: TestClient, tmp_path: Path) -> None:
    """The worst alone; and no frame is left anywhere."""
    dark = (SHARP * 0.06).astype(np.uint8)

    assert aim(client, jpeg(SHARP)) == "clear"
    assert aim(client, jpeg(blurred(SHARP, 9))) == "blurred"
    assert aim(client, jpeg(dark)) == "dark"
    assert aim(client, jpeg(np.full_like(SHARP, 3))) in {"nothing", "dark"}
    assert left(tmp_path) == []


def test_movement_is_told_from_two_frames(client: TestClient) -> None:
    for px, step_ms, word in (
        (0, 33, "clear"),
        (3, 33, "clear"),  # 95 thousandths of the long side a second: a calm hand
        (24, 33, "shaken"),  # 760
        (24, 300, "clear"),  # apart so far that between them anything may have happened
    ):
        assert aim(client, jpeg(SHARP), moved(SHARP, px), step_ms) == word


def test_blur_while_it_moves_is_movement(client: TestClient) -> None:
    """The remedy is to hold still, whatever shape the blur has."""
    soft = blurred(SHARP, 9)

    assert aim(client, jpeg(soft), moved(soft, 30)) == "shaken"


def test_what_is_no_frame_is_said(client: TestClient) -> None:
    for query, body, status in (
        ("", b"", 422),
        ("", b"no picture", 422),
        ("before_bytes=9", b"no", 422),
        ("before_bytes=-1", b"x", 400),
        ("step_ms=1e3", b"x", 400),
        ("profile=nowhere", b"x", 400),
        ("", bytes(2_000_001), 413),
    ):
        answer = client.post(f"/v1/live?{query}", content=body)
        assert answer.status_code == status
        assert answer.json()["error"]["message"]
        assert "--max-mb" not in str(answer.json()["error"]["remedy"])  # it is for uploads


def test_damage_before_the_frame_or_in_it_ends_nothing(client: TestClient) -> None:
    whole = jpeg(SHARP)
    for frame, before in ((whole[:3000], b""), (whole, whole[:200]), (whole, b"\xff\xd8rubbish")):
        address = f"/v1/live?before_bytes={len(before)}&step_ms=33"
        assert client.post(address, content=before + frame).status_code in {200, 422}
    assert aim(client, whole) == "clear"
