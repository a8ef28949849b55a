"""The local page in a real Chromium: from an empty page to a saved bundle, for everybody."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.request import Request, urlopen

import cv2
import numpy as np
import pytest

from evidence_qc import verify_bundle
from evidence_qc.language.languages import LANGUAGES
from scripts.browser import Browser
from tests.chromium import IN_BROWSER, PROGRAM, served, until
from tests.clips import film
from tests.measures.content.test_likeness import scene as thing
from tests.page_text import CUT_OFF
from tests.pictures import blurred, jpeg, scene
from tests.report.test_page_in_browser import axe

NASTY = "<img src=x onerror=alert(1)>.jpg"

pytestmark = IN_BROWSER

CHECKED = "document.getElementById('busy').hidden && !document.getElementById('tally').hidden"
READY = (
    f"{CHECKED} && !document.getElementById('preview').hidden"
    " && document.getElementById('making').textContent === ''"
)
OPEN_ALL = (
    "[...document.querySelectorAll('.problem:not(.is-open) .toggle')].map(each =>"
    " each.closest('.problem').dataset.problem).forEach(key => document.querySelector("
    '`[data-problem="${key}"] .toggle`).click())'
)


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A real server."""
    with served(tmp_path_factory.mktemp("server")) as printed:
        yield printed


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    """One browser for all tests."""
    assert PROGRAM
    with Browser(PROGRAM, tmp_path_factory.mktemp("chromium")) as browser:
        yield browser


@pytest.fixture
def browser(running: Browser, address: str) -> Browser:
    """The empty page in a window of a desktop."""
    running.size(1280, 900)
    visit(running, address)
    running.evaluate("localStorage.clear()")
    visit(running, address)
    return running


def visit(browser: Browser, address: str) -> None:
    """The page, once it can be used."""
    browser.events.clear()
    browser("Page.navigate", url="about:blank")
    browser.wait_for("Page.loadEventFired")
    browser.events.clear()
    browser("Page.navigate", url=address)
    browser.wait_for("Page.loadEventFired")
    until(browser, "document.body?.classList.contains('is-started')")


@pytest.fixture(scope="module")
def dispute(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with two problems, a name that would like to be markup, a clip, and a text."""
    folder = tmp_path_factory.mktemp("dispute")
    (folder / "hole").mkdir()
    (folder / "hole" / "a.jpg").write_bytes(jpeg(scene(seed=1)))
    (folder / "hole" / "b.jpg").write_bytes(jpeg(blurred(scene(seed=2), 14)))
    (folder / "broken zip").mkdir()
    (folder / "broken zip" / "дыра.jpg").write_bytes(jpeg(blurred(scene(seed=3), 14)))
    (folder / NASTY).write_bytes(jpeg(scene(seed=4)))
    (folder / "notes.txt").write_text("words")
    film(folder / "clip.mp4", 3)
    return folder


def give(browser: Browser, selector: str, *paths: Path) -> None:
    """Choose files (or a folder) as the dialog would, and wait for the verdicts."""
    root = browser("DOM.getDocument")["root"]["nodeId"]
    node = browser("DOM.querySelector", nodeId=root, selector=selector)["nodeId"]
    browser("DOM.setFileInputFiles", files=[str(path) for path in paths], nodeId=node)
    until(browser, CHECKED)
    browser.evaluate(OPEN_ALL)


def change(browser: Browser, selector: str, value: str) -> None:
    """Choose or type into a field, and wait for the verdicts."""
    browser.evaluate(
        f"{{ const field = document.querySelector({json.dumps(selector)});"
        f" field.value = {json.dumps(value)}; field.dispatchEvent(new Event('change')); }}"
    )
    until(browser, CHECKED)


def texts(browser: Browser, selector: str) -> list[str]:
    found: list[str] = browser.evaluate(
        f"[...document.querySelectorAll({json.dumps(selector)})]"
        ".map(each => (each.matches('input') ? each.value : each.textContent).trim())"
    )
    return found


def test_a_folder_becomes_verdicts_and_a_bundle(
    browser: Browser, dispute: Path, tmp_path: Path
) -> None:
    """Groups by folder, one card a file, names as text, nothing from elsewhere, an intact zip."""
    give(browser, "#folder-input", dispute)
    assert sorted(texts(browser, ".claim-title")) == ["broken zip", "hole"]
    assert len(texts(browser, ".card")) == 5
    assert sum("Retake" in text for text in texts(browser, ".card .verdict")) == 2
    assert texts(browser, "#headline") == ["Retake 1 shot first."]
    assert browser.evaluate("document.querySelectorAll('img[src=\"x\"]').length") == 0
    assert texts(browser, "#notice-words") == [""]
    assert any("notes.txt" in text for text in texts(browser, "#more li"))
    until(browser, "[...document.querySelectorAll('.card img')].every(each => each.naturalWidth)")
    assert len(texts(browser, ".card img")) == 5

    change(browser, "#reason", "damaged")
    until(browser, READY)
    browser("Browser.setDownloadBehavior", behavior="allow", downloadPath=str(tmp_path))
    browser.evaluate("document.getElementById('bundle').click()")
    until(browser, "document.getElementById('saved').textContent !== ''")
    saved = tmp_path / "evidence-bundle.zip"
    end = time.monotonic() + 30
    while not saved.exists() and time.monotonic() < end:
        time.sleep(0.05)
    asked = {
        event["params"]["request"]["url"].split("/")[0]
        for event in browser.events
        if event.get("method") == "Network.requestWillBeSent"
    }
    noise = {"Runtime.exceptionThrown", "Runtime.consoleAPICalled", "Log.entryAdded"}

    assert verify_bundle(saved).intact
    assert verify_bundle(saved).seal in texts(browser, "#seal")
    assert asked <= {"http:", "data:", "blob:http:"}
    assert not noise & {event.get("method") for event in browser.events}


def test_files_are_sorted_and_taken_off(browser: Browser, dispute: Path) -> None:
    """A new problem gets the focus for its title; a card that goes gives its focus to the next."""
    give(browser, "#files-input", dispute / "hole" / "a.jpg", dispute / "hole" / "b.jpg")
    assert texts(browser, ".claim-title") == []
    change(browser, ".card select", "\0new")
    assert browser.evaluate("document.activeElement.className") == "claim-title"
    change(browser, ".claim-title", "hole: left?")
    assert texts(browser, ".claim-title") == ["hole: left?"]

    browser.evaluate("document.querySelector('.claim-title').focus()")
    browser.evaluate("document.activeElement.value = 'half a wo'")
    browser.evaluate("document.querySelector('#profile').dispatchEvent(new Event('change'))")
    until(browser, CHECKED)
    assert browser.evaluate("document.activeElement.value") == "half a wo"
    browser.evaluate("document.activeElement.blur()")

    browser.evaluate("document.querySelector('.remove').click()")
    until(browser, "document.querySelectorAll('.remove').length === 1")
    until(browser, "document.activeElement.className === 'remove'")
    until(browser, CHECKED)
    browser.evaluate("document.querySelector('.remove').click()")

    until(browser, "document.body?.classList.contains('is-empty')")
    until(browser, "document.activeElement.id === 'choose-files'")


def test_the_defect_is_marked(browser: Browser, dispute: Path) -> None:
    """By a click or from the keyboard; the ring keeps the focus, moves, and goes."""
    give(browser, "#files-input", dispute / "hole" / "a.jpg", dispute / "hole" / "b.jpg")
    until(browser, "[...document.querySelectorAll('.card img')].every(each => each.naturalWidth)")
    browser.evaluate("document.querySelector('.frame').scrollIntoView({block: 'center'})")
    x, y, width, height = browser.evaluate(
        "(() => { const box = document.querySelector('.frame').getBoundingClientRect();"
        " return [box.x, box.y, box.width, box.height]; })()"
    )
    browser.click(x + width * 0.25, y + height * 0.75)
    until(browser, CHECKED)
    assert "25 % from the left, 75 % from the top" in browser.evaluate(
        "document.activeElement.ariaLabel"
    )
    browser.press("ArrowRight")
    until(browser, CHECKED)
    assert "27 % from the left" in browser.evaluate("document.activeElement.ariaLabel")
    browser.press("Delete")
    until(browser, CHECKED)
    assert texts(browser, ".ring") == []
    assert browser.evaluate("document.activeElement.className") == "mark-button"

    browser.evaluate("document.activeElement.click()")
    until(browser, CHECKED)
    change(browser, ".card:nth-child(2) select", "\0label")

    assert len(texts(browser, ".ring")) == 1
    assert browser.evaluate(
        "[...document.querySelectorAll('.card select')].map(each => each.selectedIndex)"
    ) == [0, 3]


def test_it_is_all_there_again(browser: Browser, address: str, dispute: Path) -> None:
    """After a reload, with its words, marks and verdicts; once cleared it is gone everywhere."""
    give(browser, "#folder-input", dispute)
    change(browser, "#item", "Jacket")
    browser.evaluate("document.querySelector('.mark-button').click()")
    until(browser, CHECKED)
    visit(browser, address)
    until(browser, CHECKED)
    browser.evaluate(OPEN_ALL)

    assert texts(browser, "#item") == ["Jacket"]
    assert sorted(texts(browser, ".claim-title")) == ["broken zip", "hole"]
    assert (len(texts(browser, ".card")), len(texts(browser, ".ring"))) == (5, 1)
    sent = [
        event["params"]["request"]["url"]
        for event in browser.events
        if event.get("method") == "Network.requestWillBeSent"
        and event["params"]["request"]["method"] == "POST"
    ]
    assert not any(url.endswith("/files") for url in sent)

    browser.evaluate("window.confirm = () => true; document.getElementById('clear').click()")
    until(browser, "document.body?.classList.contains('is-empty')")
    visit(browser, address)
    assert browser.evaluate("document.body.classList.contains('is-empty')")


def test_a_mark_costs_bytes(browser: Browser, dispute: Path) -> None:
    """No file is sent a second time for what is said of it."""
    give(browser, "#files-input", dispute / "hole" / "a.jpg")
    browser.events.clear()
    browser.evaluate("document.querySelector('.mark-button').click()")
    until(browser, CHECKED)
    sent = [
        event["params"]["request"]
        for event in browser.events
        if event.get("method") == "Network.requestWillBeSent"
        and event["params"]["request"]["method"] in {"POST", "PATCH"}
    ]

    assert {request["method"] for request in sent} >= {"PATCH"}
    assert not any("/files" in request["url"] for request in sent)
    assert all(len(request.get("postData", "")) < 500 for request in sent)


def test_groups_are_merged_ordered_and_kept(browser: Browser, dispute: Path) -> None:
    give(browser, "#folder-input", dispute)
    first, second = texts(browser, ".claim-title")
    browser.evaluate("document.querySelector('.arrow-down:not(:disabled)').click()")
    until(browser, f"document.querySelector('.claim-title').value === {json.dumps(second)}")
    assert "arrow" in browser.evaluate("document.activeElement.className")
    until(browser, CHECKED)
    change(browser, ".merge", "1")

    assert texts(browser, ".claim-title") == [first]
    assert len(texts(browser, ".problem:has(.claim-title) .card")) == 3


def test_the_text_is_ones_own_and_is_counted(browser: Browser, dispute: Path) -> None:
    give(browser, "#files-input", dispute / "hole" / "a.jpg")
    until(browser, READY)
    browser.evaluate("document.getElementById('statement').focus()")
    browser.evaluate(
        "{ const field = document.getElementById('statement'); field.value = 'x'.repeat(600);"
        " field.dispatchEvent(new Event('input')); }"
    )
    assert "100 characters too many" in texts(browser, "#counted")[0]
    change(browser, "#statement", "My own words.")
    until(browser, READY)
    own = browser.evaluate("document.getElementById('statement').value")
    assert own == "My own words."
    browser.evaluate("document.getElementById('rewrite').click()")
    until(browser, "document.getElementById('statement').value.includes('[')")

    assert browser.evaluate("document.getElementById('rewrite').hidden")


def test_what_is_no_photo_is_said(browser: Browser, dispute: Path) -> None:
    root = browser("DOM.getDocument")["root"]["nodeId"]
    node = browser("DOM.querySelector", nodeId=root, selector="#files-input")["nodeId"]
    browser("DOM.setFileInputFiles", files=[str(dispute / "notes.txt")], nodeId=node)
    until(browser, "!document.getElementById('notice').hidden")

    assert "notes.txt" in texts(browser, "#notice-words")[0]


def test_a_photo_is_left_out_and_put_back(browser: Browser, dispute: Path) -> None:
    """Both are seen in the preview, which is made again on each change."""
    give(browser, "#files-input", dispute / "hole" / "a.jpg", dispute / NASTY)
    until(browser, READY)
    seen = len(texts(browser, "#slots b"))
    browser.evaluate("document.querySelector('#slots .act').click()")
    until(browser, f"{READY} && document.querySelectorAll('#left-out li').length === 1")
    assert "You left it out." in texts(browser, "#left-out li")[0]
    assert len(texts(browser, "#slots b")) == seen - 1
    browser.evaluate("document.querySelector('#left-out .act').click()")
    until(browser, f"{READY} && document.querySelectorAll('#left-out li').length === 0")

    assert len(texts(browser, "#slots b")) == seen


def test_trouble_is_said_and_can_be_tried_again(browser: Browser, tmp_path: Path) -> None:
    """A text that is called a photo is a finding; a server that is gone is a sentence."""
    (tmp_path / "fake.jpg").write_text("no photo")
    give(browser, "#files-input", tmp_path / "fake.jpg")
    assert texts(browser, ".card .verdict") == ["Retake"]

    browser("Network.emulateNetworkConditions", offline=True, latency=0, downloadThroughput=-1,
            uploadThroughput=-1)  # fmt: skip
    browser.evaluate("document.querySelector('#profile').dispatchEvent(new Event('change'))")
    until(browser, "!document.getElementById('problem').hidden")
    assert "does not answer" in texts(browser, "#problem-message")[0]
    browser("Network.emulateNetworkConditions", offline=False, latency=0, downloadThroughput=-1,
            uploadThroughput=-1)  # fmt: skip
    browser.evaluate("document.getElementById('again').click()")
    until(browser, CHECKED)

    assert browser.evaluate("document.getElementById('problem').hidden")


@pytest.mark.parametrize("width", [320, 390, 1280])
def test_it_fits_the_window(browser: Browser, dispute: Path, width: int) -> None:
    """Empty and full, on a phone and on a desktop."""
    browser.size(width, 844)
    assert browser.evaluate("document.documentElement.scrollWidth") <= width
    give(browser, "#folder-input", dispute)
    columns = "document.querySelector('.columns').getBoundingClientRect().right"
    out = (
        "[...document.querySelectorAll('.columns *')].filter(each =>"
        " getComputedStyle(each).visibility !== 'hidden'"
        f" && each.getBoundingClientRect().right > {columns} + 0.5).map(each => each.className)"
    )

    assert browser.evaluate("document.documentElement.scrollWidth") <= width
    assert browser.evaluate(out) == []


@pytest.mark.skipif(axe() is None, reason="no axe-core here (npm install axe-core, AXE_CORE=…)")
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_everybody_can_use_it(browser: Browser, dispute: Path, scheme: str) -> None:
    """axe-core finds nothing, empty or full, in either scheme."""
    script = axe()
    assert script
    browser.prefer(scheme)
    browser.evaluate(script.read_text(encoding="utf-8") + "; undefined")
    run = (
        "axe.run().then(found => found.violations"
        ".map(each => [each.id, each.nodes.map(node => node.html).slice(0, 3)]))"
    )
    empty: list[Any] = browser.evaluate(run)
    give(browser, "#folder-input", dispute)
    browser.evaluate("document.querySelector('.mark-button').click()")
    until(browser, CHECKED)
    full: list[Any] = browser.evaluate(run)
    browser.prefer("light")

    assert (empty, full) == ([], [])


def test_a_group_can_be_the_item_instead_of_a_problem(browser: Browser, dispute: Path) -> None:
    give(browser, "#folder-input", dispute)
    first, second = texts(browser, ".claim-title")
    change(browser, ".merge", "overview")

    assert texts(browser, ".claim-title") == [second]
    assert first not in texts(browser, ".merge option")
    roles = browser.evaluate(
        "[...document.querySelectorAll('.problem:not(:has(.claim-title)) select')]"
        ".map(each => each.selectedOptions[0].textContent)"
    )
    assert "the whole item" in roles


def test_two_windows_lose_nothing(browser: Browser, address: str, dispute: Path) -> None:
    """What another window says is soon seen here; what is said here meanwhile is kept as well."""
    give(browser, "#files-input", dispute / "hole" / "a.jpg")
    case = browser.evaluate("localStorage.getItem('evidence-qc-case')")
    where = f"{address}v1/cases/{case}"
    with urlopen(where) as answer:
        seen = answer.headers["etag"]
    body = json.dumps({"item": "Said elsewhere"}).encode()
    other = Request(where, body, {"If-Match": seen}, method="PATCH")
    with urlopen(other) as answer:
        assert answer.status == 200
    change(browser, "#ask", "Said here")
    until(browser, "document.getElementById('item').value === 'Said elsewhere'")
    with urlopen(where) as answer:
        kept = json.load(answer)

    assert (kept["item"], kept["ask"]) == ("Said elsewhere", "Said here")


def test_what_two_windows_say_of_one_thing_is_not_overwritten_unseen(
    browser: Browser, address: str, dispute: Path
) -> None:
    """The later one is told, and sees what the other said."""
    give(browser, "#files-input", dispute / "hole" / "a.jpg")
    case = browser.evaluate("localStorage.getItem('evidence-qc-case')")
    where = f"{address}v1/cases/{case}"
    with urlopen(where) as answer:
        seen = answer.headers["etag"]
    body = json.dumps({"item": "Jacket"}).encode()
    with urlopen(Request(where, body, {"If-Match": seen}, method="PATCH")):
        pass
    browser.evaluate(
        "{ const field = document.getElementById('item'); field.value = 'Coat';"
        " field.dispatchEvent(new Event('change')); }"
    )
    until(
        browser,
        "!document.getElementById('problem').hidden"
        " || document.getElementById('item').value === 'Jacket'",
    )
    with urlopen(where) as answer:
        assert json.load(answer)["item"] == "Jacket"


def test_many_photos_are_a_light_page(browser: Browser, tmp_path: Path) -> None:
    """However many there are, and however far one has gone, 80 cards at most stand in the page."""
    for number in range(100):
        (tmp_path / f"{number}.jpg").write_bytes(jpeg(scene(seed=number)[:120, :160]))
    give(browser, "#files-input", *sorted(tmp_path.glob("*.jpg")))
    for _ in range(4):
        browser.evaluate("document.querySelector('.turn.is-more')?.click()")
        assert 0 < len(texts(browser, ".card")) <= 80


def test_quick_fingers_lose_no_word(browser: Browser, tmp_path: Path) -> None:
    """Titles typed into rows that are not drawn anew yet: each is kept, and none twice."""
    for number in range(4):
        (tmp_path / f"{number}.jpg").write_bytes(jpeg(scene(seed=number)))
    give(browser, "#files-input", *sorted(tmp_path.glob("*.jpg")))
    rows = len(texts(browser, ".claim-title"))
    assert rows > 1
    browser.evaluate(
        "[...document.querySelectorAll('.claim-title')].forEach((field, place) => {"
        " field.value = `fault ${place}`; field.dispatchEvent(new Event('change')); })"
    )
    until(browser, "document.querySelectorAll('.claim-title')[0].value === 'fault 0'")
    until(browser, CHECKED)

    assert texts(browser, ".claim-title") == [f"fault {position}" for position in range(rows)]


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_word_is_cut_off_in_any_language(
    browser: Browser, address: str, dispute: Path, language: str
) -> None:
    """On a phone, empty and full, its dialogs too; axe-core finds nothing either."""
    browser.size(390, 844, phone=True)
    visit(browser, f"{address}?lang={language}")
    script = axe()
    if script:
        browser.evaluate(script.read_text(encoding="utf-8") + "; undefined")
    run = "axe.run().then(found => found.violations.map(each => [each.id, each.nodes[0].html]))"
    cut = [browser.evaluate(CUT_OFF)]
    give(browser, "#folder-input", dispute)
    until(browser, READY)
    browser.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")
    cut.append(browser.evaluate(CUT_OFF))
    violations = browser.evaluate(run) if script else []
    browser.evaluate("document.getElementById('open-shots').click()")
    until(browser, "document.getElementById('shots').open")
    cut.append(browser.evaluate(CUT_OFF))

    assert cut == [[], [], []]
    assert violations == []
    assert browser.evaluate("document.documentElement.scrollWidth") <= 390


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_read_on_a_button_is_in_its_name(
    browser: Browser, address: str, language: str
) -> None:
    """Whoever says what they read presses it (WCAG 2.5.3), however many files there are more."""
    visit(browser, f"{address}?lang={language}")
    strange = browser.evaluate(
        "import('/assets/groups.js').then(({ row }) => [1, 2, 3, 5, 11, 100].map(more => {"
        " const entries = Array.from({ length: 8 + more }, (_, number) =>"
        " ({ id: `${number}`, name: `${number}.jpg`, number, isBlank: true }));"
        " const group = { key: 'a', title: 'hole', entries };"
        " const rest = row(group, [group], {}).querySelector('.thumb-rest');"
        " return [rest.textContent, rest.ariaLabel]; }))"
    )

    assert [name for said, name in strange if said not in name] == []
    assert len({said for said, _ in strange}) == 6


def test_the_switch_speaks_another_language_and_is_remembered(
    browser: Browser, address: str, dispute: Path
) -> None:
    """The case is still there, its words are said anew, and the text to submit is English."""
    give(browser, "#folder-input", dispute)
    until(browser, READY)
    said = browser.evaluate("document.getElementById('headline').textContent")
    browser.evaluate(
        "{ const field = document.getElementById('language'); field.value = 'ar';"
        " field.dispatchEvent(new Event('change')); }"
    )
    started = "document.body?.classList.contains('is-started')"
    until(browser, f"document.documentElement?.dir === 'rtl' && {started} && {READY}")

    assert browser.evaluate("document.getElementById('headline').textContent") != said
    assert re.search("[\u0621-\u064a]", texts(browser, "#headline")[0])
    assert re.search("[\u0621-\u064a]", texts(browser, "#translation p")[0])
    assert not re.search("[\u0621-\u064a]", browser.evaluate(
        "document.getElementById('statement').value"))  # fmt: skip
    visit(browser, address)
    assert browser.evaluate("document.documentElement.lang") == "ar"
    browser.evaluate("document.cookie = 'evidence-qc-language=; path=/; max-age=0'")


def test_a_stranger_is_asked_about_and_taken_in_with_one_tap(
    browser: Browser, tmp_path: Path
) -> None:
    """It stands in no problem and in no picture until then; whoever says no is asked no more."""
    for name, look in (("a", (1, 20)), ("b", (4, 20)), ("c", (5, 20)), ("other", (2, 110))):
        picture = np.asarray(cv2.resize(thing(*look), (960, 720)), np.uint8)
        (tmp_path / f"{name}.jpg").write_bytes(jpeg(picture))
    give(browser, "#files-input", *sorted(tmp_path.glob("*.jpg")))
    until(browser, READY)
    asked = "document.querySelectorAll('#unlike li').length"
    shown = (
        "[...document.querySelectorAll('#slots li, .card .name')].map(e => e.textContent).join()"
    )
    until(browser, f"{asked} === 1")
    assert "other.jpg" not in browser.evaluate(shown)
    browser.evaluate("document.querySelector('#unlike li button').click()")
    until(browser, f"{asked} === 0 && {READY} && ({shown}).includes('other.jpg')")

    browser.evaluate(
        "[...document.querySelectorAll('#slots .act')]"
        ".find(each => each.ariaLabel.includes('other.jpg')).click()"
    )
    until(browser, f"{READY} && document.querySelector('#left-out').textContent.includes('other')")
    assert browser.evaluate(asked) == 0


def test_what_is_old_is_neither_saved_nor_kept_silent_about(
    browser: Browser, dispute: Path
) -> None:
    """While it is made again nothing can be saved or copied; what was before is called old."""
    give(browser, "#files-input", dispute / "hole" / "a.jpg")
    until(browser, READY)
    browser.evaluate("document.getElementById('copy-text').click()")
    until(browser, "document.getElementById('saved').textContent !== ''")
    change(browser, "#item", "Jacket")
    buttons = (
        "['save-pictures', 'copy-text', 'bundle'].map(id => document.getElementById(id).disabled)"
    )
    browser.evaluate(
        "window.seen = []; new MutationObserver(() => window.seen.push("
        f"[document.getElementById('making').textContent, {buttons}]))"
        ".observe(document.getElementById('making'), {childList: true}); undefined"
    )
    change(browser, "#ask", "Full refund")
    until(browser, f"window.seen.length > 2 && {READY}")

    assert all(each == [True] * 3 for making, each in browser.evaluate("window.seen") if making)
    assert browser.evaluate(buttons) == [False] * 3
    assert "before this change" in texts(browser, "#saved")[0]


def test_nobody_is_told_to_submit_a_text_with_gaps(browser: Browser, dispute: Path) -> None:
    """The head of the page and the text say the same."""
    give(browser, "#folder-input", dispute)
    until(browser, READY)
    for said in ("", "Jacket"):
        change(browser, "#item", said)
        until(browser, READY)
        has_gaps = "[" in browser.evaluate("document.getElementById('statement').value")
        is_ready = "document.querySelector('.top').classList.contains('is-ready')"
        assert not (has_gaps and browser.evaluate(is_ready))


def test_a_mark_is_set_where_the_finger_says(browser: Browser, dispute: Path) -> None:
    """The button asks for the place; only who has no pointer gets a ring in the middle."""
    give(browser, "#files-input", dispute / "hole" / "a.jpg")
    until(browser, READY)
    where = (
        "(() => { const box = document.querySelector('%s').getBoundingClientRect();"
        " return [box.x + box.width * %s, box.y + box.height * %s]; })()"
    )
    browser.evaluate("document.querySelector('.mark-button').scrollIntoView({block: 'center'})")
    browser.click(*browser.evaluate(where % (".mark-button", 0.5, 0.5)))
    until(browser, "document.querySelector('.mark-button').classList.contains('is-asking')")
    assert browser.evaluate("document.querySelectorAll('.ring').length") == 0
    browser.click(*browser.evaluate(where % (".is-markable", 0.25, 0.3)))
    until(browser, "document.querySelectorAll('.ring').length === 1")
    ring = browser.evaluate("document.querySelector('.ring').style.left")

    assert 23 <= float(ring.removesuffix("%")) <= 27


def test_what_was_not_sent_because_of_a_stop_is_named(browser: Browser, tmp_path: Path) -> None:
    """Nothing that was chosen goes missing in silence."""
    for number in range(12):
        (tmp_path / f"{number}.jpg").write_bytes(jpeg(scene(seed=number)))
    browser("Network.emulateNetworkConditions", offline=False, latency=50,
            downloadThroughput=-1, uploadThroughput=60_000)  # fmt: skip
    root = browser("DOM.getDocument")["root"]["nodeId"]
    node = browser("DOM.querySelector", nodeId=root, selector="#files-input")["nodeId"]
    files = sorted(map(str, tmp_path.glob("*.jpg")))
    browser("DOM.setFileInputFiles", files=files, nodeId=node)
    until(browser, "document.getElementById('busy-words').textContent.includes('MB')")
    browser.evaluate("document.getElementById('stop').click()")
    until(browser, "!document.getElementById('notice').hidden")
    browser("Network.emulateNetworkConditions", offline=False, latency=0,
            downloadThroughput=-1, uploadThroughput=-1)  # fmt: skip

    assert "jpg" in texts(browser, "#notice-words")[0]


def test_words_that_are_left_in_a_field_are_kept(browser: Browser, dispute: Path) -> None:
    """Though the browser tells of no change: a field and the text never disagree for long."""
    give(browser, "#files-input", dispute / "hole" / "a.jpg")
    until(browser, READY)
    browser.evaluate(
        "{ const field = document.getElementById('item'); field.focus();"
        " field.value = 'A jacket'; field.blur(); }"
    )

    until(browser, "document.getElementById('statement').value.includes('jacket')", 60)


def test_what_is_asked_for_is_chosen_or_said(browser: Browser, address: str, dispute: Path) -> None:
    """One of the list is kept in English; the buyer's own words have a field, which comes back."""
    give(browser, "#files-input", dispute / "hole" / "a.jpg")
    until(browser, READY)
    change(browser, "#demand", "Replacement")
    until(browser, f"{READY} && document.getElementById('statement').value.includes('eplacement')")
    assert browser.evaluate("document.getElementById('own-ask').hidden")
    change(browser, "#demand", "own")
    assert browser.evaluate("document.activeElement.id") == "ask"
    change(browser, "#ask", "Деньги")
    until(browser, f"{READY} && !!document.querySelector('#ask-words.is-asking')")
    assert "[" in browser.evaluate("document.getElementById('statement').value")
    visit(browser, address)
    until(browser, READY)

    assert browser.evaluate("document.getElementById('ask').value") == "Деньги"
    assert not browser.evaluate("document.getElementById('own-ask').hidden")


def test_the_last_change_is_taken_back(browser: Browser, dispute: Path) -> None:
    """Where the thumb is, whatever it was; nobody is offered to take back words."""
    give(browser, "#files-input", dispute / "hole" / "a.jpg", dispute / "hole" / "b.jpg")
    until(browser, READY)
    kept = "JSON.stringify(Object.values(window.__case?.files ?? {}))"
    read = (
        "fetch(`/v1/cases/${localStorage.getItem('evidence-qc-case')}`).then(a => a.json())"
        ".then(c => { window.__case = c; })"
    )
    browser.evaluate(read)
    before = browser.evaluate(kept)
    browser.evaluate("document.querySelector('.seen-slot .act').click()")
    until(browser, "!document.getElementById('undo').hidden")
    browser.evaluate(read)
    assert browser.evaluate(kept) != before
    browser.evaluate("document.getElementById('undo-do').click()")
    until(browser, READY)
    browser.evaluate(read)
    assert browser.evaluate(kept) == before
    change(browser, "#item", "A jacket")

    until(browser, f"{READY} && document.getElementById('undo').hidden")
