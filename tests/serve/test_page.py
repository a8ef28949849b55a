"""The page as files: everything it names is there, nothing is inline, nothing is from elsewhere."""

from __future__ import annotations

import re
from importlib.resources import files

import pytest
from starlette.testclient import TestClient

from evidence_qc.serve.page import SCRIPTS


def test_everything_it_names_is_there(client: TestClient) -> None:
    """Styles, scripts, and what scripts import; of the types that browsers insist on."""
    page = client.get("/").text
    wanted = set(re.findall(r'(?:src|href)="(/[^"]+)"', page))
    for name in SCRIPTS:
        script = client.get(f"/assets/{name}.js").text
        wanted |= {f"/assets/{found}" for found in re.findall(r'from "\./([^"]+)"', script)}
    kinds = {path: client.get(path).headers["content-type"] for path in wanted}

    assert {path.split("/")[-1].removesuffix(".js") for path in wanted if path.endswith(".js")} == {
        *SCRIPTS
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
    for item in files("evidence_qc.serve").joinpath("assets").iterdir():
        assert len(item.read_text(encoding="utf-8").splitlines()) <= 300, item.name
