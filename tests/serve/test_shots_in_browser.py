"""A photo that is just taken, in a real Chromium: its verdict comes before all else is sent."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import cv2
import numpy as np
import pytest

from scripts.browser import Browser
from tests.chromium import IN_BROWSER, PROGRAM, served, until
from tests.pictures import jpeg, scene

pytestmark = IN_BROWSER

SLOW = {"offline": False, "latency": 300, "downloadThroughput": 60e3, "uploadThroughput": 60e3}
FREE = {"offline": False, "latency": 0, "downloadThroughput": -1, "uploadThroughput": -1}
SENT_BYTES = """
window.sent = [];
{ const send = XMLHttpRequest.prototype.send;
  XMLHttpRequest.prototype.send = function (form) {
    this.addEventListener("abort", () => window.sent.push("given up"));
    window.sent.push(form?.get("file")?.size ?? 0);
    return send.call(this, form);
  }; }
HTMLInputElement.prototype.click = function () {};  // opens no dialog
"""


@pytest.fixture
def browser(tmp_path: Path) -> Iterator[Browser]:
    """The list of shots on a phone."""
    assert PROGRAM
    (tmp_path / "server").mkdir()
    with (
        served(tmp_path / "server") as address,
        Browser(PROGRAM, tmp_path / "chromium") as running,
    ):
        running.size(390, 844, phone=True)
        running("Page.addScriptToEvaluateOnNewDocument", source=SENT_BYTES)
        running("Page.navigate", url=address)
        until(running, "document.body?.classList.contains('is-started')")
        running.evaluate("document.getElementById('open-shots').click()")
        until(running, "document.querySelectorAll('.shot').length > 1")
        running.evaluate("document.querySelector('#viewfinder-wanted:checked')?.click()")
        yield running


def take(browser: Browser, number: int, photo: Path) -> None:
    """Tap one of the shots; the camera gives this photo."""
    browser.evaluate(f"document.querySelectorAll('.shot')[{number}].click()")
    root = browser("DOM.getDocument")["root"]["nodeId"]
    node = browser("DOM.querySelector", nodeId=root, selector="#camera")["nodeId"]
    browser("DOM.setFileInputFiles", files=[str(photo)], nodeId=node)
    until(browser, "Boolean(document.querySelector('#verdict[open]:not(.is-waiting)'))")


def original(folder: Path, seed: int) -> Path:
    """A clear photo of about a megabyte, which takes long over a slow line."""
    path = folder / f"{seed}.jpg"
    large = cv2.resize(scene(seed=seed), (2400, 1800), interpolation=cv2.INTER_CUBIC)
    grain = np.random.default_rng(seed).normal(0, 3, large.shape)
    path.write_bytes(jpeg(np.clip(large + grain, 0, 255).astype(np.uint8), 92))
    return path


def test_an_original_makes_way_for_the_next_verdict_and_arrives(
    browser: Browser, tmp_path: Path
) -> None:
    browser("Network.emulateNetworkConditions", **SLOW)
    photos = [original(tmp_path, seed) for seed in (1, 2)]
    press = "document.querySelector('#verdict-buttons .button:last-child').click()"
    for number, photo in enumerate(photos):
        take(browser, number, photo)
        browser.evaluate(press)  # "Next", or "Keep it anyway"
        until(browser, f"window.sent.includes({photo.stat().st_size})")
    sent = browser.evaluate("window.sent")
    browser("Network.emulateNetworkConditions", **FREE)
    case = "/v1/cases/' + localStorage.getItem('evidence-qc-case')"
    arrived = f"fetch('{case}).then(each => each.json()).then(each => Object.values(each.files))"
    until(browser, f"{arrived}.then(files => files.length === 2)")
    files = browser.evaluate(arrived)

    reduced, first, *later = sent
    assert reduced <= 120e3 < first == photos[0].stat().st_size
    assert later[0] == "given up"
    assert later[1] <= 120e3
    assert sorted(file["size_bytes"] for file in files) == sorted(
        photo.stat().st_size for photo in photos
    )
    assert len({file["role"] for file in files}) == 2


@pytest.mark.parametrize(
    ("findings", "expected"),
    [
        ([], None),
        ([("glare", "note")], None),
        ([("heavy-compression", "warn"), ("low-resolution", "reject")], None),
        ([("heavy-compression", "warn"), ("too-dark", "warn")], "too-dark"),
    ],
)
def test_a_copy_is_not_blamed_for_being_one(
    browser: Browser, findings: list[tuple[str, str]], expected: str | None
) -> None:
    """Its size and its coding are ours."""
    said = json.dumps([{"rule": rule, "severity": severity} for rule, severity in findings])
    worst = browser.evaluate(
        "import('/assets/live/reduced.js')"
        f".then(each => each.worstOf({{ findings: {said} }})?.rule ?? null)"
    )

    assert worst == expected
