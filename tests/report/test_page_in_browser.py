"""The page in a real Chromium: offline, quiet, usable by mouse, keyboard, ear and printer."""

from __future__ import annotations

import importlib.util
import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PIL import ExifTags, Image

from evidence_qc.language.languages import LANGUAGES
from evidence_qc.model import LeftOut
from evidence_qc.report.html import write_html
from evidence_qc.stages.page import write_page
from evidence_qc.stages.scan import scan
from scripts.browser import Browser
from tests.chromium import IN_BROWSER, PROGRAM
from tests.page_text import CUT_OFF
from tests.report.pictures import Drawn
from tests.report.reports import DIM, SHAKEN, TWIN, photo, report, unreadable, video

NASTY = "<img src=x onerror=alert(1)>.jpg"
ROOT = Path(__file__).parents[2]

pytestmark = IN_BROWSER


@pytest.fixture(scope="module")
def saved(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A page with every part on it, and a name that would like to be markup."""
    made = report()
    many = [
        photo("photos/box.jpg", [SHAKEN]),
        photo(f"photos/{NASTY}", [SHAKEN, replace(DIM, spans_s=None)]),
        photo("photos/коробка.jpg", [replace(DIM, spans_s=None)]),
        video(),
        unreadable(),
        photo("photos/box 2.jpg", [TWIN]),
        *[photo(f"photos/{index}.jpg") for index in range(20)],
    ]
    assert made.plan
    left_out = tuple(LeftOut(f"photos/{index}.jpg", f"Reason {index}.") for index in range(12))
    made = replace(made, files=tuple(many), plan=replace(made.plan, left_out=left_out))
    path = tmp_path_factory.mktemp("page") / "report.html"
    with path.open("w", encoding="utf-8") as out:
        write_html(made, out, pictures=Drawn())
    return path


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    """One browser for all tests."""
    assert PROGRAM
    with Browser(PROGRAM, tmp_path_factory.mktemp("chromium")) as browser:
        yield browser


@pytest.fixture
def browser(running: Browser, saved: Path) -> Browser:
    """The browser with the page freshly open in a window of a desktop."""
    running.size(1280, 900)
    running.prefer("light")
    running.open(saved)
    return running


def visible(browser: Browser, selector: str) -> int:
    """How many of these elements take any room."""
    count: int = browser.evaluate(
        f"[...document.querySelectorAll({json.dumps(selector)})]"
        ".filter(each => each.getClientRects().length > 0).length"
    )
    return count


def centre_of(browser: Browser, selector: str) -> tuple[float, float]:
    """The middle of an element, scrolled into view."""
    x, y = browser.evaluate(
        f"(() => {{ const each = document.querySelector({json.dumps(selector)});"
        " each.scrollIntoView({block: 'center'}); const box = each.getBoundingClientRect();"
        " return [box.x + box.width / 2, box.y + box.height / 2]; })()"
    )
    return x, y


def opacity(browser: Browser, selector: str) -> float:
    """Of an element, after its transition."""
    value: str = browser.evaluate(
        "new Promise(done => setTimeout(() => done(getComputedStyle("
        f"document.querySelector({json.dumps(selector)})).opacity), 500))"
    )
    return float(value)


def test_it_is_quiet_and_asks_for_nothing(browser: Browser) -> None:
    """No error on the console, no request but for the file itself, no script from a name."""
    browser.evaluate("new Promise(done => setTimeout(done, 300))")
    names = {event.get("method") for event in browser.events}
    asked = {
        event["params"]["request"]["url"].partition(":")[0]
        for event in browser.events
        if event.get("method") == "Network.requestWillBeSent"
    }

    assert asked <= {"file", "data"}
    assert not names & {
        "Runtime.exceptionThrown",
        "Runtime.consoleAPICalled",
        "Log.entryAdded",
        "Page.javascriptDialogOpening",
    }


def test_cards_timeline_and_pictures_are_there(browser: Browser) -> None:
    """Every file has its card; every picture is decoded; the strip has its passages."""
    assert visible(browser, ".card") == 26
    assert visible(browser, ".timeline rect.passage") == 2
    browser.evaluate("Promise.all([...document.images].map(each => each.decode()))")
    assert browser.evaluate("[...document.images].every(each => each.naturalWidth > 0)")


def test_a_hostile_name_is_text(browser: Browser) -> None:
    """It is read, not run."""
    assert NASTY in browser.evaluate("document.body.textContent")
    assert browser.evaluate("document.querySelectorAll('img[src=\"x\"]').length") == 0


def test_a_real_file_with_a_hostile_name_and_metadata(running: Browser, tmp_path: Path) -> None:
    """Script in the name and in the EXIF comment, maker and software: read, not run."""
    script = "<script>alert(1)</script>"
    exif = Image.Exif()
    exif[ExifTags.Base.ImageDescription] = exif[ExifTags.Base.Make] = script
    exif[ExifTags.Base.Software] = '"><svg onload=alert(2)>'
    exif.get_ifd(ExifTags.IFD.Exif)[ExifTags.Base.UserComment] = b"ASCII\0\0\0" + script.encode()
    folder = tmp_path / "photos"
    folder.mkdir()
    Image.effect_noise((640, 480), 80).convert("RGB").save(folder / NASTY, exif=exif)
    page = tmp_path / "report.html"
    with page.open("w", encoding="utf-8") as out:
        write_page(scan(folder, use_cache=False, jobs=1), out)
    running.open(page)
    text = running.evaluate("document.body.textContent")

    assert NASTY in text
    assert script in text
    assert running.evaluate("document.images.length") >= 1
    assert "Page.javascriptDialogOpening" not in {each.get("method") for each in running.events}


@pytest.mark.parametrize(
    ("markup", "directive"),
    [
        ("<img src='https://example.org/x.png'>", "img-src"),
        ("<p style='color: red'>x</p>", "style-src-attr"),
        ("<img src='data:image/gif;base64,x' onerror='alert(1)'>", "script-src-attr"),
        ("<link rel='stylesheet' href='https://example.org/x.css'>", "style-src-elem"),
        ("<iframe src='https://example.org/'></iframe>", "frame-src"),
    ],
)
def test_what_slips_into_the_page_is_stopped(browser: Browser, markup: str, directive: str) -> None:
    """Were a tag ever to slip through escaping, the policy stops it."""
    stopped = browser.evaluate(
        "new Promise(done => { document.addEventListener('securitypolicyviolation',"
        " event => done(event.effectiveDirective), {once: true});"
        f" document.body.insertAdjacentHTML('beforeend', {json.dumps(markup)}); }})"
    )

    assert stopped == directive


def test_the_heat_map_follows_the_mouse(browser: Browser) -> None:
    """Over the photo it is there, beside it not; a click on its button keeps it."""
    heat = "#file-0 .heat"
    assert opacity(browser, heat) == 0
    browser.move(*centre_of(browser, "#file-0 .photo"))
    assert opacity(browser, heat) == 1
    browser.move(2, 2)
    assert opacity(browser, heat) == 0
    browser.click(*centre_of(browser, "#file-0 .heat-switch"))
    browser.move(2, 2)
    assert opacity(browser, heat) == 1


def test_the_heat_map_lies_on_the_photo(browser: Browser) -> None:
    """Exactly over it, at any width."""
    for width in (1280, 390):
        browser.size(width, 900)
        boxes = browser.evaluate(
            "['#file-0 .photo', '#file-0 .heat'].map(name => {"
            " const box = document.querySelector(name).getBoundingClientRect();"
            " return [box.x, box.y, box.width, box.height]; })"
        )
        assert boxes[0] == pytest.approx(boxes[1], abs=0.5)


def test_the_heat_map_follows_the_keyboard(browser: Browser) -> None:
    """Tab leads to the switch, Space lays the map over the photo, Escape takes it away."""
    heat = "#file-0 .heat"
    browser.evaluate("document.querySelector('#file-0 .heat-toggle').focus()")
    browser.press(" ", "Space", " ")
    assert opacity(browser, heat) == 1
    browser.press("Escape")
    assert opacity(browser, heat) == 0


def test_the_filter_shows_one_verdict(browser: Browser) -> None:
    """By mouse, and by arrow keys; without it all are shown again."""
    browser.click(*centre_of(browser, 'input[value="reject"]'))
    assert visible(browser, ".card") == visible(browser, ".card.is-reject") == 3
    browser.press("ArrowRight")
    assert visible(browser, ".card") == visible(browser, ".card.is-borderline") == 2
    browser.click(*centre_of(browser, 'input[value="all"]'))
    assert visible(browser, ".card") == 26


def test_a_file_is_found_by_its_name(browser: Browser) -> None:
    """The search field is a comfort of the script, for long reports."""
    browser.evaluate("document.querySelector('.search').focus()")
    browser("Input.insertText", text="КОРОБ")

    assert visible(browser, ".card") == 1


def test_it_works_without_script(running: Browser, saved: Path) -> None:
    """Filter and heat map are made of styles alone."""
    running("Emulation.setScriptExecutionDisabled", value=True)
    try:
        running.size(1280, 900)
        running.open(saved)
        running.click(*centre_of(running, 'input[value="good"]'))
        assert visible(running, ".card") == visible(running, ".card.is-good") == 21
        running.click(*centre_of(running, 'input[value="all"]'))
        running.click(*centre_of(running, "#file-0 .heat-switch"))
        assert running.evaluate("document.querySelector('#file-0 .heat-toggle').checked")
        assert visible(running, ".search") == 0
    finally:
        running("Emulation.setScriptExecutionDisabled", value=False)


@pytest.mark.parametrize("width", [320, 390, 768, 1280])
def test_nothing_is_wider_than_the_window(browser: Browser, width: int) -> None:
    """No sideways scrolling, down to the smallest phone."""
    browser.size(width, 844, phone=width < 500)

    assert browser.evaluate("document.documentElement.scrollWidth") <= width


def axe() -> Path | None:
    """axe-core: named in AXE_CORE, from npm beside the virtual environment, or from PyPI."""
    places = [
        Path(os.environ.get("AXE_CORE", "")),
        ROOT / ".venv" / "axe" / "node_modules" / "axe-core" / "axe.min.js",
    ]
    if spec := importlib.util.find_spec("axe_core_python"):
        places += [Path(folder) / "axe.min.js" for folder in spec.submodule_search_locations or ()]
    return next((path for path in places if path.is_file()), None)


def test_what_is_cut_off_is_seen(running: Browser, tmp_path: Path) -> None:
    """A title that is hidden in part, words beside the window, a choice that is too long."""
    words, path = "words and more words", tmp_path / "cut.html"
    path.write_text(
        f"<p style='width: 40px; overflow: hidden; white-space: nowrap'>1 {words}</p>"
        f"<p style='position: absolute; left: -20px'>2 {words}</p><p>3 {words}</p>"
        f"<select style='width: 60px'><option>4 {words}</select>"
        f"<input style='width: 60px' placeholder='5 {words}'>"
    )
    running.size(390, 844, phone=True)
    running.open(path)
    found: list[str] = running.evaluate(CUT_OFF)

    assert [each.split(": ")[1][0] for each in found] == ["1", "2", "4", "5"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_word_is_cut_off(running: Browser, tmp_path: Path, language: str) -> None:
    """On a phone, in every language, with all folds open; axe-core finds nothing either."""
    path = tmp_path / "report.html"
    with path.open("w", encoding="utf-8") as out:
        write_html(report(), out, pictures=Drawn(), language=language)
    running.size(390, 844, phone=True)
    running.open(path)
    running.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")

    assert running.evaluate("document.documentElement.scrollWidth") <= 390
    assert running.evaluate(CUT_OFF) == []
    if script := axe():
        running.evaluate(script.read_text(encoding="utf-8") + "; undefined")
        assert running.evaluate("axe.run().then(found => found.violations.map(e => e.id))") == []


@pytest.mark.skipif(axe() is None, reason="no axe-core here (npm install axe-core, AXE_CORE=…)")
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
def test_everybody_can_read_it(browser: Browser, scheme: str, width: int) -> None:
    """No violation of level serious or worse, with folds open and maps shown."""
    script = axe()
    assert script
    browser.size(width, 900, phone=width < 500)
    browser.prefer(scheme)
    browser.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")
    browser.evaluate("document.querySelector('.heat-toggle').checked = true")
    browser.evaluate(script.read_text(encoding="utf-8") + "; undefined")
    violations: list[Any] = browser.evaluate(
        "axe.run().then(found => found.violations"
        ".filter(each => ['serious', 'critical'].includes(each.impact))"
        ".map(each => [each.id, each.help, each.nodes.slice(0, 3).map(node => node.html)]))"
    )

    assert violations == []


def test_it_prints_with_nothing_cut(browser: Browser, tmp_path: Path) -> None:
    """No card is split between pages, and every word of every card is on paper."""
    pdf = browser.pdf()
    assert pdf.startswith(b"%PDF")
    if shutil.which("pdftotext") is None:
        pytest.skip("no pdftotext here (Debian: apt install poppler-utils)")
    (tmp_path / "report.pdf").write_bytes(pdf)
    text = subprocess.run(
        ["pdftotext", "-raw", str(tmp_path / "report.pdf"), "-"], capture_output=True, check=True
    ).stdout.decode("utf-8")
    pages = ["".join(page.split()) for page in text.split("\f")]

    for name in ("box.jpg", NASTY, "коробка.jpg", "unboxing.mp4", "empty.jpg"):
        assert any("".join(name.split()) in page for page in pages)
    assert any("Reason11." in page for page in pages)
    wanted = "".join((SHAKEN.message + SHAKEN.advice).split())
    assert sum(page.count(wanted) for page in pages) == 2


def test_it_prints_inside_the_paper(browser: Browser) -> None:
    """Laid out for A4, nothing sticks out on the right."""
    browser("Emulation.setEmulatedMedia", media="print")
    try:
        browser.size(703, 1000)
        assert browser.evaluate("document.documentElement.scrollWidth") <= 703
    finally:
        browser("Emulation.setEmulatedMedia", media="")


@pytest.fixture(scope="module")
def long_page(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A report of 240 files."""
    path = tmp_path_factory.mktemp("long") / "report.html"
    files = tuple(photo(f"photos/{index:03}.jpg") for index in range(240))
    with path.open("w", encoding="utf-8") as out:
        write_html(replace(report(), files=files, plan=None), out, pictures=Drawn())
    return path


def test_a_long_page_draws_what_is_near(running: Browser, long_page: Path) -> None:
    """Cards out of sight cost nothing; a link to one of them leads there all the same."""
    running.size(1280, 900)
    running.open(long_page)
    drawn = (
        "[...document.querySelectorAll('.card')]"
        ".filter(each => each.checkVisibility({contentVisibilityAuto: true})).length"
    )
    wait = "new Promise(done => requestAnimationFrame(() => setTimeout(done, 200)))"
    running.evaluate(wait)
    assert 0 <= running.evaluate(drawn) < 120
    running.evaluate(f"location.hash = '#file-200'; {wait}")
    seen = running.evaluate("document.getElementById('file-200').getBoundingClientRect().top")

    assert 0 <= seen < 900
    assert 0 < running.evaluate(drawn) < 120


def test_a_search_closes_the_gaps(running: Browser, long_page: Path) -> None:
    """What is found stands together, whatever batch it came from; all come back after."""
    running.size(1280, 900)
    running.open(long_page)
    for text, count in (("19.jpg", 3), ("", 240)):
        running.evaluate(
            "{ const field = document.querySelector('.search');"
            f" field.value = {json.dumps(text)}; field.dispatchEvent(new Event('input')); }}"
        )
        assert visible(running, ".card") == count
        if text:
            tops = running.evaluate(
                "[...document.querySelectorAll('.card:not(.is-hidden)')]"
                ".map(each => Math.round(each.getBoundingClientRect().top))"
            )
            assert len(set(tops)) == 1
