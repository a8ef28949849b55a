"""A server that goes and comes back, and photos that wait for it: none is lost or stuck.

As on a phone that sleeps, leaves the network or is taken back to: in a real Chromium, with a real
server that is killed and started again.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from scripts.browser import Browser
from tests.chromium import IN_BROWSER, PROGRAM, until
from tests.pictures import blurred, jpeg, scene
from tests.serve.test_nothing_is_lost import SLOW_BYTES_S, Kept, choose, held, line, names, photos
from tests.serve.test_page_in_browser import OPEN_ALL, READY, texts, visit

pytestmark = IN_BROWSER

TROUBLE = "!document.getElementById('problem').hidden"
WAITING = """
new Promise((done) => {
  const request = indexedDB.open("evidence-qc", 1);
  request.onsuccess = () => {
    const all = request.result.transaction("outbox").objectStore("outbox").getAll();
    all.onsuccess = () => done(all.result.map((each) => each.name));
  };
})
"""
"""Names of what this browser keeps until the server has it."""
NO_DIALOG = "HTMLInputElement.prototype.click = function () {}; window.confirm = () => true;"
COUNTED = """
window.sent = [];
{ const send = XMLHttpRequest.prototype.send;
  XMLHttpRequest.prototype.send = function (form) {
    const file = form?.get?.("file");
    if (file) window.sent.push(file.name);
    return send.call(this, form);
  }; }
"""


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Kept]:
    kept = Kept(tmp_path)
    kept.start()
    yield kept
    kept.kill(signal.SIGINT)


@pytest.fixture
def browser(server: Kept, tmp_path: Path) -> Iterator[Browser]:
    """The page on a phone."""
    assert PROGRAM
    with Browser(PROGRAM, tmp_path / "chromium") as made:
        made.size(360, 740, phone=True)
        made("Page.addScriptToEvaluateOnNewDocument", source=NO_DIALOG + COUNTED)
        visit(made, server.address)
        yield made


def click(browser: Browser, selector: str, number: int = 0) -> None:
    browser.evaluate(f"document.querySelectorAll({json.dumps(selector)})[{number}].click()")


def filled(server: Kept, browser: Browser, folder: Path, number: int) -> None:
    """A case that is looked at, all of its cards open."""
    choose(browser, photos(folder, 0, number))
    held(server, lambda case: len(names(case)) == number)
    until(browser, READY)
    browser.evaluate(OPEN_ALL)


def marks(case: dict[str, Any]) -> int:
    return sum(bool(file["mark"]) for file in case["files"].values())


def forget(server: Kept) -> None:
    """Killed and started anew, with nothing of what it kept."""
    server.kill()
    shutil.rmtree(server.folder / "cases")
    server.start()


@pytest.mark.parametrize("by", ["a tap", "itself"])
def test_all_that_was_said_meanwhile_is_said_again(
    server: Kept, browser: Browser, tmp_path: Path, by: str
) -> None:
    """Not the last of it alone."""
    filled(server, browser, tmp_path, 3)
    server.kill()
    for number in range(3):
        browser.evaluate("document.getElementById('problem').hidden = true")
        click(browser, ".mark-button", number)
        until(browser, TROUBLE)
    if by == "itself":
        time.sleep(4)  # until the page has noticed
    server.start()
    if by == "a tap":
        click(browser, "#again")

    held(server, lambda case: marks(case) == 3)
    until(browser, f"!({TROUBLE})")


def test_an_answer_that_was_lost_on_the_way_is_nobody_elses_change(
    server: Kept, browser: Browser, tmp_path: Path
) -> None:
    """The phone sleeps between what it says and what it hears."""
    filled(server, browser, tmp_path, 2)
    browser.evaluate(
        "{ const fetched = window.fetch; window.fetch = async (...all) => {"
        " const answer = await fetched(...all); if (all[1]?.method !== 'PATCH') return answer;"
        " window.fetch = fetched; throw new TypeError('lost'); }; }"
    )
    click(browser, ".mark-button")
    until(browser, TROUBLE)
    click(browser, "#again")

    until(browser, f"document.querySelectorAll('.ring').length === 1 && !({TROUBLE})")
    assert marks(server.case()) == 1


def test_what_another_window_took_off_is_not_spoken_of(
    server: Kept, browser: Browser, tmp_path: Path
) -> None:
    """Who marks a photo that is just being deleted reads no number of it."""
    filled(server, browser, tmp_path, 2)
    browser.evaluate(
        "fetch(`/v1/cases/${localStorage.getItem('evidence-qc-case')}`).then(a => a.json())"
        ".then(c => fetch(`/v1/cases/${c.id}`, {method: 'PATCH', headers: {'If-Match':"
        ' `"${c.version}"`}, body: JSON.stringify({files:'
        " {[document.querySelector('.card').dataset.id]: null}})}))"
        ".then(() => document.querySelector('.mark-button').click())"
    )
    until(browser, TROUBLE)
    click(browser, "#again")
    until(browser, READY)

    assert len(names(server.case())) == 1
    assert browser.evaluate(f"!({TROUBLE})")


def test_what_is_not_cleared_is_not_called_so(
    server: Kept, browser: Browser, tmp_path: Path
) -> None:
    filled(server, browser, tmp_path, 2)
    server.kill()
    click(browser, "#clear")
    until(browser, TROUBLE)
    assert browser.evaluate("!document.getElementById('files').hidden")
    server.start()
    click(browser, "#again")
    until(browser, "document.getElementById('files').hidden")

    assert server.case() == {"files": {}}


def test_what_waits_is_cleared_with_the_rest(
    server: Kept, browser: Browser, tmp_path: Path
) -> None:
    """No photo stays behind in the browser."""
    filled(server, browser, tmp_path, 1)
    line(browser, 20_000)
    choose(browser, photos(tmp_path, 1, 3))
    until(browser, f"{WAITING}.then((all) => all.length === 3)")
    click(browser, "#clear")

    until(browser, "document.getElementById('files').hidden")
    until(browser, f"{WAITING}.then((all) => all.length === 0)")


@pytest.mark.parametrize("selector", ["#open-shots", "#open-phone"])
def test_no_button_is_dead_without_the_server(
    server: Kept, browser: Browser, selector: str
) -> None:
    server.kill()
    click(browser, selector)
    until(browser, TROUBLE)

    assert "does not answer" in texts(browser, "#problem-message")[0]
    server.start()


@pytest.mark.parametrize("how", ["moved", "changed"])
def test_what_is_never_taken_is_named_and_keeps_nothing_waiting(
    server: Kept, browser: Browser, tmp_path: Path, how: str
) -> None:
    """A file that is too large, one that is gone; the rest arrives, neither is sent for ever."""
    server.kill()
    server.start("--max-mb", "1")
    large, gone = tmp_path / "large.jpg", tmp_path / "gone.jpg"
    large.write_bytes(jpeg(scene(seed=90)) + bytes(1_200_000))
    gone.write_bytes(jpeg(scene(seed=91)))
    line(browser, SLOW_BYTES_S)
    choose(browser, [str(gone), str(large), *photos(tmp_path, 0, 2)])
    time.sleep(0.5)  # until the browser has seen what was chosen
    if how == "moved":
        gone.unlink()
    else:
        gone.write_bytes(b"another")
        os.utime(gone, (0, 0))  # browsers go by whole seconds
    line(browser, -1)
    held(server, lambda case: names(case) == {"0.jpg", "1.jpg"})
    said = "document.getElementById('notice-words').textContent"
    until(browser, f"['gone.jpg', 'large.jpg'].every((name) => {said}.includes(name))")
    until(browser, f"{WAITING}.then((all) => all.length === 0)")
    visit(browser, server.address)
    until(browser, READY)

    assert browser.evaluate("window.sent") == []


def test_every_failure_is_tried_again(server: Kept, browser: Browser, tmp_path: Path) -> None:
    """One sentence speaks of the last; photos before it are not forgotten."""
    filled(server, browser, tmp_path, 1)
    server.kill()
    choose(browser, photos(tmp_path, 1, 2))
    until(browser, TROUBLE)
    browser.evaluate("document.getElementById('problem').hidden = true")
    click(browser, ".mark-button")
    until(browser, TROUBLE)
    server.start()
    click(browser, "#again")

    held(server, lambda case: len(names(case)) == 3 and marks(case) == 1)
    until(browser, f"{READY} && !({TROUBLE})")


def test_a_second_choice_survives_a_reload_during_the_first(
    server: Kept, browser: Browser, tmp_path: Path
) -> None:
    line(browser, 20_000)
    choose(browser, photos(tmp_path, 0, 2))
    until(browser, "!document.getElementById('busy').hidden")
    choose(browser, photos(tmp_path, 2, 2))
    until(browser, f"{WAITING}.then((all) => all.length === 4)")
    line(browser, -1)
    visit(browser, server.address)

    held(server, lambda case: len(names(case)) == 4)


def test_what_one_tab_sends_no_other_sends(server: Kept, browser: Browser, tmp_path: Path) -> None:
    """As when the link is opened twice; what it has stopped does not come by the other either."""
    filled(server, browser, tmp_path, 1)
    line(browser, 20_000)
    choose(browser, photos(tmp_path, 1, 3))
    until(browser, f"{WAITING}.then((all) => all.length === 3)")
    opening = f"window.other = window.open({json.dumps(server.address)}); 0"
    browser("Runtime.evaluate", expression=opening, userGesture=True)
    until(browser, "window.other?.document.body?.classList.contains('is-started')")
    time.sleep(2)
    sent = (
        "window.other.performance.getEntriesByType('resource')"
        ".filter((each) => /files[?]/.test(each.name)).length"
    )
    assert browser.evaluate(sent) == 0
    click(browser, "#stop")
    until(browser, f"{WAITING}.then((all) => all.length === 0)")

    assert names(server.case()) == {"0.jpg"}


def test_photos_on_their_way_outlive_a_case_that_is_gone(
    server: Kept, browser: Browser, tmp_path: Path
) -> None:
    """Another cleared it, or the server kept nothing: it is said, and they go into the next one."""
    filled(server, browser, tmp_path, 1)
    line(browser, SLOW_BYTES_S)
    choose(browser, photos(tmp_path, 1, 4))
    time.sleep(1)
    forget(server)
    line(browser, -1)
    until(browser, "!document.getElementById('notice').hidden", 20)
    assert "not there any more" in texts(browser, "#notice-words")[0]
    again = f"{TROUBLE} && document.getElementById('again').click()"  # or it goes by itself

    wanted = {f"{each}.jpg" for each in range(1, 5)}
    held(server, lambda case: browser.evaluate(again) or names(case) == wanted)


def taken(browser: Browser, photo: Path) -> None:
    """The camera gives a photo, whose verdict is read."""
    click(browser, "#open-shots")
    until(browser, "document.querySelectorAll('.shot').length > 1")
    browser.evaluate("document.querySelector('#viewfinder-wanted:checked')?.click()")
    click(browser, ".shot")
    root = browser("DOM.getDocument")["root"]["nodeId"]
    node = browser("DOM.querySelector", nodeId=root, selector="#camera")["nodeId"]
    browser("DOM.setFileInputFiles", files=[str(photo)], nodeId=node)
    until(browser, "Boolean(document.querySelector('#verdict[open]:not(.is-waiting)'))")


def test_who_goes_back_from_a_verdict_has_not_dropped_the_photo(
    server: Kept, browser: Browser, tmp_path: Path
) -> None:
    """A phone's back button closes the dialog; the photo may be nowhere else."""
    photo = tmp_path / "blurred.jpg"
    photo.write_bytes(jpeg(blurred(scene(seed=5), 14)))
    taken(browser, photo)
    browser.press("Escape")

    held(server, lambda case: len(names(case)) == 1)


@pytest.mark.parametrize("has_case", [True, False])
def test_a_photo_that_is_taken_while_the_server_is_gone_arrives(
    server: Kept, browser: Browser, tmp_path: Path, has_case: bool
) -> None:
    """Be it the first; be the case that it was taken for gone by then."""
    photo = tmp_path / "clear.jpg"
    photo.write_bytes(jpeg(scene(seed=6)))
    if has_case:
        filled(server, browser, tmp_path, 1)
    click(browser, "#open-shots")
    until(browser, "document.querySelectorAll('.shot').length > 1")
    server.kill()
    taken(browser, photo)
    click(browser, "#verdict-buttons .is-first")
    until(browser, f"{WAITING}.then((all) => all.length === 1)")
    if has_case:
        shutil.rmtree(server.folder / "cases")
    server.start()

    held(server, lambda case: any(name.startswith("overview") for name in names(case)))
    until(browser, f"{WAITING}.then((all) => all.length === 0)")


def test_a_browser_that_keeps_nothing_has_a_page(server: Kept, browser: Browser) -> None:
    browser(
        "Page.addScriptToEvaluateOnNewDocument",
        source="for (const each of ['localStorage', 'sessionStorage', 'indexedDB'])"
        " Object.defineProperty(window, each, { get() { throw new DOMException('no'); } });",
    )

    visit(browser, server.address)
