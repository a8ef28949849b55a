"""The address with a token in a real browser: it leads to the page and leaves no token behind."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from scripts.browser import Browser
from tests.chromium import IN_BROWSER, PROGRAM, served, until

pytestmark = IN_BROWSER
TOKEN = "a-token-of-this-test"


@pytest.fixture
def address(tmp_path: Path) -> Iterator[str]:
    """What a server prints that asks for its token."""
    (tmp_path / "server").mkdir()
    with served(tmp_path / "server", EVIDENCE_QC_TOKEN=TOKEN) as printed:
        yield printed


def test_the_token_is_brought_once(address: str, tmp_path: Path) -> None:
    assert PROGRAM
    assert address.endswith(f"#token={TOKEN}")
    with Browser(PROGRAM, tmp_path / "chromium") as browser:
        browser("Page.navigate", url=address)
        until(browser, "document.body?.classList.contains('is-started')", 60)
        sent = [
            event["params"]["request"]["url"]
            for event in browser.events
            if event.get("method") == "Network.requestWillBeSent"
        ]
        where = browser.evaluate("location.href")
        readable = browser.evaluate("document.cookie")
        browser("Page.navigate", url=where)
        until(browser, "document.body?.classList.contains('is-started')", 60)

        assert (where, readable) == (address.partition("#")[0], "")
        assert not any(TOKEN in url for url in sent)


def test_a_link_from_elsewhere_opens_it_once_it_is_known(address: str, tmp_path: Path) -> None:
    """Browsers withhold the cookie of such a link; the door asks with it, else it stays shut."""
    assert PROGRAM
    plain = address.partition("#")[0]
    elsewhere = f"data:text/html,<a href='{plain}'>the page</a>"
    with Browser(PROGRAM, tmp_path / "chromium") as browser:
        browser("Page.navigate", url=elsewhere)
        until(browser, "Boolean(document.querySelector('a'))")
        browser.evaluate("document.querySelector('a').click()")
        until(browser, "document.querySelector('main')?.hidden === false", 60)
        browser("Page.navigate", url=address)  # in the same tab, as who pastes it there
        until(browser, "document.body?.classList.contains('is-started')", 60)
        browser("Page.navigate", url=elsewhere)
        until(browser, "Boolean(document.querySelector('a'))")
        browser.evaluate("document.querySelector('a').click()")

        until(browser, "document.body?.classList.contains('is-started')", 60)


def test_another_server_of_this_computer_takes_nothing_away(address: str, tmp_path: Path) -> None:
    """Two disputes, two servers, one browser."""
    assert PROGRAM
    (tmp_path / "other").mkdir()
    with (
        served(tmp_path / "other", EVIDENCE_QC_TOKEN="another-token") as other,
        Browser(PROGRAM, tmp_path / "chromium") as browser,
    ):
        for each in (address, other, address.partition("#")[0], other.partition("#")[0]):
            browser("Page.navigate", url="about:blank")
            until(browser, "location.href === 'about:blank'")
            browser("Page.navigate", url=each)
            until(browser, "document.body?.classList.contains('is-started')", 60)


def test_another_token_is_told_what_to_do(address: str, tmp_path: Path) -> None:
    """As after a new start of the server, with the address of before; nothing goes in circles."""
    assert PROGRAM
    with Browser(PROGRAM, tmp_path / "chromium") as browser:
        browser("Page.navigate", url=address.replace(TOKEN, "the-one-of-yesterday"))
        until(browser, "document.querySelector('main')?.hidden === false", 60)

        assert "token" in browser.evaluate("document.querySelector('h1').textContent")
