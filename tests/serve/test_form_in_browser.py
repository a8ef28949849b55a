"""The example form of the docs, on another site than the server, in a real browser."""

from __future__ import annotations

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib.resources import files
from pathlib import Path

from scripts.browser import Browser
from tests.chromium import PROGRAM, in_browser, served, until
from tests.pictures import blurred, jpeg, scene
from tests.serve.test_page_in_browser import texts

FORM = files("evidence_qc").joinpath("docs/form.html")


def test_it_stays_an_example() -> None:
    assert len(FORM.read_text(encoding="utf-8").splitlines()) <= 60


@in_browser
def test_it_says_what_is_wrong(tmp_path: Path) -> None:
    """A clear photo, a blurred one and a text; in the end the form can be sent."""
    (tmp_path / "clear.jpg").write_bytes(jpeg(scene(seed=1)))
    (tmp_path / "blurred.jpg").write_bytes(jpeg(blurred(scene(seed=2), 14)))
    (tmp_path / "words.jpg").write_text("no photo")
    page = b""

    class Shop(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.end_headers()
            self.wfile.write(page)

        def log_message(self, *args: object) -> None:
            """Nothing."""

    shop = ThreadingHTTPServer(("127.0.0.1", 0), Shop)
    threading.Thread(target=shop.serve_forever).start()
    origin = f"http://127.0.0.1:{shop.server_port}"
    assert PROGRAM
    with (
        served(tmp_path, "--allow-origin", origin) as printed,
        Browser(PROGRAM, tmp_path / "chromium") as browser,
    ):
        text = FORM.read_text(encoding="utf-8")
        page = text.replace("http://127.0.0.1:8470", printed.rstrip("/")).encode()
        browser("Page.navigate", url=origin)
        until(browser, "document.getElementById('photos') !== null")
        root = browser("DOM.getDocument")["root"]["nodeId"]
        node = browser("DOM.querySelector", nodeId=root, selector="#photos")["nodeId"]
        given = [str(tmp_path / f"{name}.jpg") for name in ("clear", "blurred", "words")]
        browser("DOM.setFileInputFiles", files=given, nodeId=node)
        until(browser, "!document.getElementById('send').disabled", 60)
        clear, soft, words = texts(browser, "#said li")
    shop.shutdown()
    shop.server_close()

    assert clear == "clear.jpg: clear."
    assert soft.startswith("blurred.jpg: ") and "clear." not in soft
    assert words.startswith("words.jpg: ") and "not checked" not in words
