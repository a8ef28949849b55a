"""The page as files: everything it names is there, nothing is inline, nothing is from elsewhere."""

from __future__ import annotations

import json
import re
from html import unescape
from importlib.resources import files
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

import pytest
from starlette.testclient import TestClient

from evidence_qc.language.catalogue import messages_below
from evidence_qc.language.languages import LANGUAGES, NAMES
from evidence_qc.serve.page import COOKIE, SCRIPTS, SPOKEN, own_asset


def test_everything_it_names_is_there(client: TestClient) -> None:
    """Styles, scripts, and what scripts import; of the types that browsers insist on."""
    page = client.get("/").text
    wanted = set(re.findall(r'(?:src|href)="(/[^"]+)"', page))
    for name in SCRIPTS:
        path = f"/assets/{name}.js"
        imported = re.findall(r'from "(\.[^"]+)"', client.get(path).text)
        wanted |= {urljoin(path, found) for found in imported}
    kinds = {path: client.get(path).headers["content-type"] for path in wanted}

    scripts = {path for path in wanted if path.endswith(".js")}
    assert scripts == {
        f"/assets/{name}.js"
        for name in {*SCRIPTS} - {"door"}  # for who has no token yet
    }
    assert all("javascript" in kind or "css" in kind for kind in kinds.values())


def test_nothing_is_inline_or_from_elsewhere(client: TestClient) -> None:
    """The policy would stop it, and should not have to."""
    page = client.get("/").text

    assert not re.search(r"<script(?![^>]*\ssrc=)|<style|\son\w+=|\sstyle=|https?://", page)
    assert page.count("<symbol") >= 5


@pytest.mark.parametrize("path", ["/assets/run.js", "/assets/..%2frun.py.js", "/assets/page.html"])
def test_no_other_file_is_served(path: str, client: TestClient) -> None:
    """Only those of the page."""
    assert client.get(path).status_code == 404


def test_every_file_of_the_page_is_short() -> None:
    """As the modules are."""
    for item in Path(str(files("evidence_qc.serve"))).joinpath("assets").rglob("*.*"):
        assert len(item.read_text(encoding="utf-8").splitlines()) <= 300, item.name


def spoken(page: str) -> dict[str, Any]:
    """What the scripts of a page are given."""
    found = re.search(r'<meta name="messages" content="([^"]+)">', page)
    assert found
    given: dict[str, Any] = json.loads(unescape(found[1]))
    return given


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_speaks_every_language(language: str, client: TestClient) -> None:
    """Its root element says which; nothing is left in English, whatever is asked for."""
    page = client.get(f"/?lang={language}").text
    english = client.get("/", headers={"accept-language": "xx"}).text
    messages = spoken(page)["messages"]

    assert f'<html lang="{language}" dir="{"rtl" if language == "ar" else "ltr"}">' in page
    assert messages.keys() == spoken(english)["messages"].keys()
    if language == "en":
        assert page == english
        return
    lines = set(re.findall(r">([^<>{}]*[a-z]{3}[^<>{}]*)<", english)) - {
        "evidence-qc",
        *NAMES.values(),
    }
    kept = {text for text in lines if f">{text}<" in page}
    assert {text for text in kept if not text.startswith("evidence-qc")} == set()


def test_who_says_the_language(client: TestClient) -> None:
    """The address, else what the switch kept, else the browser, by its weights; else English."""

    def said(path: str = "/", **headers: str) -> str:
        found = re.search('<html lang="(..)"', client.get(path, headers=headers).text)
        assert found
        return found[1]

    kept = f"{COOKIE}=ru"
    assert said("/?lang=ar", cookie=kept) == "ar"
    assert said(cookie=kept, **{"accept-language": "fr"}) == "ru"
    assert said("/?lang=tlh", cookie=f"{COOKIE}=../x", **{"accept-language": "fr"}) == "fr"
    assert said(**{"accept-language": "de, pt-BR;q=0.5, zh-CN;q=0.8, es;q=0"}) == "zh"
    assert said(**{"accept-language": "de, es;q=0, x;q=y"}) == "en"


@pytest.mark.parametrize("language", LANGUAGES)
def test_scripts_can_fill_every_sentence(language: str) -> None:
    """They know a value, a number and one with its thousands; and each form has its number."""
    for message_id, template in messages_below(SPOKEN, language).items():
        forms = [template] if isinstance(template, str) else list(template.values())
        for form in forms:
            fields = re.findall(r"\{([^}]*)\}", form)
            assert all(re.fullmatch(r"\w+(:n|:n_grouped)?", field) for field in fields), message_id
            assert "[[" not in form, message_id
        if not isinstance(template, str):
            assert re.search(r"\{\w+:n", template["other"]), message_id


def test_every_id_that_the_scripts_say_is_given_to_them() -> None:
    """Literal ones; those made of parts begin like one that is."""
    given = set(messages_below(SPOKEN))
    for name in SCRIPTS:
        text = own_asset(f"{name}.js")
        literal = re.findall(r'"((?:page|progress|verdict|list|number)\.[a-z-]+)"', text)
        made = re.findall(r"`((?:page|progress|verdict|list|number)\.[a-z-]*)\$\{", text)
        assert set(literal) <= given, name
        assert all(any(each.startswith(begin) for each in given) for begin in made), name
