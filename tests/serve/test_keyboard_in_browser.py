"""The page by keyboard alone, in a real Chromium of 1280 px: from loose photos to what is sent."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from scripts.browser import Browser
from tests.chromium import IN_BROWSER, PROGRAM, served, until
from tests.pictures import jpeg, scene

pytestmark = IN_BROWSER

READY = (
    "document.getElementById('busy').hidden && !document.getElementById('preview').hidden"
    " && document.getElementById('making').textContent === ''"
)
FOCUSED = """
(() => {
  const each = document.activeElement;
  if (!each || each === document.body) return null;
  const style = getComputedStyle(each), box = each.getBoundingClientRect();
  const number = (window.__seen ??= new Map()).get(each) ?? window.__seen.size;
  window.__seen.set(each, number);
  const inside = box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth;
  return {
    number, what: each.id || each.className || each.tagName,
    name: (each.ariaLabel || each.labels?.[0]?.innerText || each.innerText || "").trim(),
    ring: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2,
    inside: inside && box.width > 0, top: Math.round(box.top + scrollY),
    before: [...document.querySelectorAll("*")].indexOf(each),
  };
})()
"""
STOPS = """
[...document.querySelectorAll("a[href], button, input, select, textarea, summary")]
  .filter(each => !each.disabled && each.tabIndex >= 0 && each.type !== "file"
    && each.checkVisibility({ visibilityProperty: true }) && !each.closest("dialog:not([open])"))
  .length
"""

SLOW = {"offline": False, "latency": 300, "downloadThroughput": 60e3, "uploadThroughput": 60e3}
CASE = "fetch('/v1/cases/' + localStorage.getItem('evidence-qc-case')).then(each => each.json())"
MARKS = f"{CASE}.then(each => Object.values(each.files).map(file => file.mark).filter(Boolean))"


def keep(browser: Browser, patch: object) -> None:
    """Change the case as another window would."""
    options = "{method: 'PATCH', body, headers: {'If-Match': `\"${each.version}\"`}}"
    browser.evaluate(
        f"{{ const body = JSON.stringify({json.dumps(patch)});"
        f" {CASE}.then(each => fetch('/v1/cases/' + each.id, {options})); }}"
    )


@pytest.fixture
def browser(tmp_path: Path) -> Iterator[Browser]:
    """The empty page of a server of its own, in a window of a laptop."""
    assert PROGRAM
    (tmp_path / "server").mkdir()
    with (
        served(tmp_path / "server") as address,
        Browser(PROGRAM, tmp_path / "chromium") as running,
    ):
        running.size(1280, 900)
        running("Page.setInterceptFileChooserDialog", enabled=True)
        running("Page.navigate", url=address)
        until(running, "document.body?.classList.contains('is-started')")
        yield running


def walk(browser: Browser) -> list[dict[str, Any]]:
    """Every stop of the Tab key from the top of the page to its end."""
    browser.evaluate(
        "{ const body = document.body; body.tabIndex = -1; body.focus();"
        " body.removeAttribute('tabindex'); scrollTo(0, 0); window.__seen = new Map(); }"
    )
    stops: list[dict[str, Any]] = []
    for _ in range(200):
        browser.press("Tab")
        here = browser.evaluate(FOCUSED)
        if here is None or any(stop["number"] == here["number"] for stop in stops):
            return stops
        stops.append(here)
    raise AssertionError("no end of it")


def tab_to(browser: Browser, wanted: str) -> None:
    """Tab until the focus is on what is called so."""
    for _ in range(200):
        browser.press("Tab")
        here = browser.evaluate(FOCUSED)
        if here and here["name"].lower().startswith(wanted.lower()):
            return
    raise AssertionError(wanted)


def choose(browser: Browser, *photos: Path) -> None:
    """Enter on the button opens the dialog, which is the browser's own."""
    browser.events.clear()
    browser.press("Enter")
    opened = browser.wait_for("Page.fileChooserOpened")["params"]
    browser(
        "DOM.setFileInputFiles",
        files=[str(photo) for photo in photos],
        backendNodeId=opened["backendNodeId"],
    )
    until(browser, READY)


@pytest.fixture
def photos(tmp_path: Path) -> list[Path]:
    paths = [tmp_path / f"{number}.jpg" for number in range(4)]
    for number, path in enumerate(paths):
        path.write_bytes(jpeg(scene(seed=number)))
    return paths


def test_from_photos_to_what_is_sent(browser: Browser, photos: list[Path], tmp_path: Path) -> None:
    """Choosing, naming, saying what is asked for, saving the pictures, copying the text."""
    downloads = tmp_path / "downloads"
    browser("Page.setDownloadBehavior", behavior="allow", downloadPath=str(downloads))
    tab_to(browser, "Choose photos")
    choose(browser, *photos)
    tab_to(browser, "What is wrong, problem 1")
    browser("Input.insertText", text="hole in the sleeve")
    browser.press("Enter")
    until(browser, "document.querySelector('.claim-title').value === 'hole in the sleeve'")
    tab_to(browser, "What you bought")
    browser("Input.insertText", text="Jacket")
    tab_to(browser, "What you ask for")
    browser.press("f", text="f")
    tab_to(browser, "The text to paste")
    until(browser, f"{READY} && document.getElementById('statement').value.includes('Jacket')")
    tab_to(browser, "Save")
    browser.press("Enter")
    end = time.monotonic() + 30
    while not list(downloads.glob("evidence-1.jpg")):
        assert time.monotonic() < end, browser.evaluate(
            "document.getElementById('saved').innerText"
        )
        time.sleep(0.1)
    tab_to(browser, "Copy text")
    browser.evaluate("navigator.clipboard.writeText = async (text) => { window.__copied = text; }")
    browser.press("Enter")
    until(browser, "window.__copied === document.getElementById('statement').value")

    copied = browser.evaluate("window.__copied")
    assert "hole in the sleeve" in copied
    assert "full refund" in copied.lower()


def test_every_stop_is_seen_in_order_and_none_is_a_trap(
    browser: Browser, photos: list[Path]
) -> None:
    """Empty and full: each has a ring and stands in the window, and the last leads out."""
    for full in (False, True):
        if full:
            tab_to(browser, "Choose photos")
            choose(browser, *photos)
        stops = walk(browser)
        said = json.dumps(stops, indent=0, ensure_ascii=False)

        assert len(stops) == browser.evaluate(STOPS), said
        assert [each["what"] for each in stops if not each["ring"]] == [], said
        assert [each["what"] for each in stops if not each["inside"]] == [], said
        assert [each["what"] for each in stops if not each["name"]] == [], said
        assert [each["before"] for each in stops] == sorted(each["before"] for each in stops)
        browser.press("Tab", shift=True)
        assert browser.evaluate(FOCUSED)["number"] in {stops[-1]["number"], stops[-2]["number"]}


def test_what_is_typed_leads_on_and_what_is_set_stays(browser: Browser, photos: list[Path]) -> None:
    """Enter leads from a title to the next; a strip is one stop; a ring stays by Enter."""
    tab_to(browser, "Choose photos")
    choose(browser, *photos)
    ids = list(browser.evaluate(f"{CASE}.then(each => Object.keys(each.files))"))
    keep(browser, {
        "groups": {"a": {"title": "", "order": 0}, "b": {"title": "", "order": 1}},
        "files": {each: {"group": "ab"[place % 2]} for place, each in enumerate(ids)},
    })  # fmt: skip
    until(browser, f"document.querySelectorAll('.claim-title').length === 2 && {READY}")
    tab_to(browser, "What is wrong, problem 1")
    browser("Input.insertText", text="hole")
    browser.press("Enter")
    until(browser, f"{CASE}.then(each => each.groups.a.title === 'hole')")
    until(browser, READY)
    assert browser.evaluate(FOCUSED)["name"] == "What is wrong, problem 2"

    tab_to(browser, "Photo")
    first = browser.evaluate(FOCUSED)
    browser.press("ArrowRight")
    assert browser.evaluate(FOCUSED)["name"] != first["name"]
    browser.press("ArrowLeft")
    assert browser.evaluate(FOCUSED)["name"] == first["name"]
    browser.press("Tab")
    assert not browser.evaluate(FOCUSED)["what"].startswith("thumb")

    browser.evaluate("document.querySelector('.problem:not(.is-open) .toggle')?.click()")
    browser.evaluate("document.querySelector('.mark-button').focus()")
    browser.press("Enter")
    until(browser, "document.activeElement.matches('.ring')")
    browser.press("ArrowRight")
    until(browser, f"{MARKS}.then(each => each[0]?.[0] > 0.5)")
    until(browser, "document.activeElement.matches('.ring')")
    browser.press("Enter")
    assert browser.evaluate("document.activeElement.matches('.shows select')")
    assert browser.evaluate("document.querySelectorAll('.ring').length") == 1


def test_a_choice_does_not_jump_back_while_others_are_kept(
    browser: Browser, photos: list[Path]
) -> None:
    """Chosen while what was typed before is still on its way."""
    tab_to(browser, "Choose photos")
    choose(browser, *photos)
    browser("Network.emulateNetworkConditions", **SLOW)
    tab_to(browser, "What you bought")
    browser("Input.insertText", text="Jacket")
    browser.press("Tab")
    browser.evaluate(
        "window.values = []; { const reason = document.getElementById('reason');"
        " reason.value = 'damaged'; reason.dispatchEvent(new Event('change'));"
        " setInterval(() => window.values.push(reason.value), 5); }"
    )
    until(browser, f"{CASE}.then(each => each.item === 'Jacket' && each.reason === 'damaged')")
    until(browser, READY)

    assert browser.evaluate("[...new Set(window.values)]") == ["damaged"]
