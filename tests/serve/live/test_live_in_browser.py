"""The viewfinder in a real browser, whose camera plays what the test has made."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import numpy as np
import pytest

from scripts.browser import Browser
from tests.chromium import IN_BROWSER, PROGRAM, served, until
from tests.pictures import blurred, jpeg, scene
from tests.report.test_page_in_browser import axe

pytestmark = IN_BROWSER
SCENE = scene(960, 720, seed=3)
FINDER = "document.getElementById('viewfinder')"
AIM = f"{FINDER}?.dataset.aim"
Look = Callable[..., Browser]

STEADY = """import('/assets/live/steady.js').then(({ Steady }) => {
  const steady = new Steady();
  return %s.map((word, n) => steady.next(word, n * 200));
})"""


@pytest.fixture
def look(tmp_path: Path) -> Iterator[Look]:
    """Opens the page, and the viewfinder for the first shot, before a camera that shows frames."""
    assert PROGRAM
    (tmp_path / "server").mkdir()
    (tmp_path / "clip.mjpeg").write_bytes(b"")
    with ExitStack() as until_seen:
        address = until_seen.enter_context(served(tmp_path / "server"))

        def open_page(*frames: bytes, script: str = "", lang: str = "en") -> Browser:
            clip = tmp_path / "clip.mjpeg"
            clip.write_bytes(b"".join(frames) * 30)
            options = [
                "--use-fake-device-for-media-stream",
                "--use-fake-ui-for-media-stream",
                f"--use-file-for-fake-video-capture={clip}",
            ]
            browser = until_seen.enter_context(Browser(PROGRAM, tmp_path / "chromium", options))
            browser.size(390, 844)
            if script:
                browser("Page.addScriptToEvaluateOnNewDocument", source=script)
            browser("Page.navigate", url=f"{address}?lang={lang}")
            until(browser, "document.body?.classList.contains('is-started')")
            browser.evaluate("document.getElementById('open-shots').click()")
            until(browser, "Boolean(document.querySelector('.shot'))")
            browser.evaluate("document.querySelector('.shot').click()")
            return browser

        yield open_page


@pytest.mark.parametrize("word", ["clear", "dark", "blurred"])
def test_it_says_what_is_wrong_while_aiming(look: Look, word: str) -> None:
    made = {
        "clear": SCENE,
        "dark": (SCENE * 0.06).astype(np.uint8),
        "blurred": blurred(SCENE, 9),
    }
    browser = look(jpeg(made[word]))
    until(browser, f"{AIM} === '{word}'", 60)

    assert browser.evaluate("document.querySelector('#viewfinder [role=status]').textContent")


def test_what_is_taken_is_judged_and_in_the_case(look: Look) -> None:
    """As by the browser's own camera; and the camera is off after it."""
    browser = look(jpeg(SCENE))
    until(browser, f"{AIM} === 'clear'", 60)
    browser.evaluate("document.querySelector('#viewfinder .is-first').click()")
    until(browser, "document.getElementById('verdict').open", 60)
    until(browser, "document.getElementById('verdict').className === 'is-good'", 60)
    until(browser, "document.querySelectorAll('.thumb, .card').length > 0", 60)

    assert not browser.evaluate(f"{FINDER}.open")
    assert browser.evaluate(f"{FINDER}.querySelector('video').srcObject === null")


def test_a_clip_is_filmed_and_in_the_case(look: Look) -> None:
    """With the time that is left."""
    browser = look(jpeg(SCENE))
    until(browser, f"{AIM} === 'clear'", 60)
    film = "document.querySelectorAll('#viewfinder .row button')[1]"
    browser.evaluate(f"{film}.click()")
    until(browser, "/\\d/.test(document.querySelector('#viewfinder .left').textContent)", 60)
    browser.evaluate(f"{film}.click()")
    until(browser, "document.getElementById('files').hidden === false", 60)

    assert not browser.evaluate(f"{FINDER}.open")


def test_the_camera_is_off_while_nobody_sees_the_page(look: Look) -> None:
    browser = look(jpeg(SCENE))
    until(browser, f"Boolean({AIM})", 60)
    browser.evaluate(
        "Object.defineProperty(document, 'hidden', { value: true, configurable: true });"
        "document.dispatchEvent(new Event('visibilitychange'))"
    )
    assert browser.evaluate(f"{FINDER}.querySelector('video').srcObject === null")
    browser.evaluate(
        "delete document.hidden; document.dispatchEvent(new Event('visibilitychange'))"
    )
    until(browser, f"{FINDER}.querySelector('video').srcObject !== null", 60)


@pytest.mark.parametrize(
    "script",
    [
        "Object.defineProperty(navigator, 'mediaDevices', { value: undefined });",
        "navigator.mediaDevices.getUserMedia = async () => { throw new Error('no'); };",
    ],
)
def test_without_a_camera_for_pages_all_is_as_before(look: Look, script: str) -> None:
    """Over plain HTTP, and where the user or the system says no."""
    asked = "HTMLInputElement.prototype.click = function () { window.asked = this.id; };"
    browser = look(jpeg(SCENE), script=script + asked)
    until(browser, "window.asked === 'camera'", 60)

    assert not browser.evaluate(f"Boolean({FINDER}?.open)")


@pytest.mark.skipif(axe() is None, reason="no axe-core here (npm install axe-core, AXE_CORE=…)")
@pytest.mark.parametrize("lang", ["en", "ru", "ar"])
def test_everybody_can_use_it_on_a_narrow_screen(look: Look, lang: str) -> None:
    """axe-core finds nothing, and no text is cut off."""
    browser = look(jpeg(SCENE), lang=lang)
    until(browser, f"{AIM} === 'clear'", 60)
    script = axe()
    assert script
    browser.evaluate(script.read_text(encoding="utf-8"))
    found = browser.evaluate(
        "axe.run('#viewfinder').then(found => found.violations.map(each => each.id))"
    )
    wide = browser.evaluate(
        f"[...{FINDER}.querySelectorAll('h2, button, .aim')]"
        ".filter(each => each.scrollWidth > each.clientWidth + 1).length"
    )

    assert (found, wide) == ([], 0)
    assert browser.evaluate(f"{FINDER}.scrollWidth") <= 390


def test_no_word_flickers(look: Look) -> None:
    """Two on end are said, and half of the last four; one stray answer changes nothing."""
    browser = look(jpeg(SCENE))

    def shown(*words: str) -> list[str]:
        found: list[str] = browser.evaluate(STEADY % json.dumps(words))
        return found

    assert shown("clear", "clear") == ["", "clear"]
    assert shown("dark", "dark") == ["", "dark"]
    for word in ("dark", "blurred", "shaken"):
        stray = shown("clear", "clear", word, "clear", "clear", "clear")
        assert set(stray[1:]) == {"clear"}
        assert set(shown(word, word, "clear", word, "clear")[1:]) == {word}
    assert shown("dark", "dark", "clear", "clear")[-1] == "clear"
    assert shown("dark", "dark", "blurred", "blurred")[-1] == "blurred"
    # A hand that shakes stands still whenever it turns.
    assert shown("shaken", "shaken", "clear", "clear")[-1] == "shaken"
    assert shown("shaken", "shaken", "clear", "clear", "clear")[-1] == "clear"
    assert set(shown(*["clear", "clear", *["shaken", "clear"] * 6])[4:]) == {"shaken"}
    # Of two that take turns the first stays; one that is long gone does not.
    between = shown("shaken", "shaken", *["blurred", "shaken"] * 6)
    assert set(between[1:]) == {"shaken"}
    gone = shown("dark", "dark", "clear", "blurred", "clear", "blurred", "clear", "blurred")
    assert gone[-1] == "blurred"
