"""Is it there, does it take more, what was asked: without a word about anybody's files."""

from __future__ import annotations

import json
import logging
import re

import pytest
from starlette.testclient import TestClient

from evidence_qc.serve.app import make_app
from evidence_qc.serve.jobs import Jobs
from evidence_qc.serve.monitor import Metrics
from evidence_qc.serve.settings import Settings
from tests.serve.conftest import HOME


def test_it_says_that_it_is_there_and_takes_more(client: TestClient) -> None:
    assert client.get("/healthz").text == "ok\n"
    assert client.get("/readyz").json() == {"ready": True}


def test_a_load_balancer_needs_no_token_and_learns_nothing() -> None:
    with TestClient(make_app(Settings(jobs=1, token="a-long-token")), base_url=HOME) as client:
        assert client.get("/healthz").status_code == 200
        assert client.get("/readyz").status_code == 200
        assert client.get("/metrics").status_code == 401


def test_full_or_ending_is_not_ready() -> None:
    jobs = Jobs(1, 0)
    assert jobs.takes_more
    with jobs.admitted(None):
        assert not jobs.takes_more
    assert jobs.takes_more
    jobs.stop()
    assert not jobs.takes_more
    jobs.close()


def test_metrics_count_by_address_not_by_id(client: TestClient) -> None:
    """Every id in a series of its own would fill whatever collects them."""
    for number in range(3):
        client.get(f"/v1/cases/{number:032x}")
        client.get(f"/nothing/{number}")
    text = client.get("/metrics").text

    assert (
        'evidence_qc_requests_total{method="GET",route="/v1/cases/{case}",status="404"} 3' in text
    )
    assert 'evidence_qc_requests_total{method="GET",route="none",status="404"} 3' in text
    for line in text.splitlines():
        assert re.fullmatch(r'# TYPE \w+ \w+|\w+(\{(\w+="[^"]*",?)+\})? [\d.]+', line), line


def test_the_histogram_adds_up() -> None:
    metrics = Metrics()
    for seconds in (0.001, 0.01, 0.02, 100.0):
        metrics.count("GET", "/", 200, seconds)
    text = metrics.text(free=3, wait_s=1.5)

    assert 'bucket{le="0.01"} 2\n' in text
    assert 'bucket{le="0.05"} 3\n' in text
    assert 'bucket{le="+Inf"} 4\n' in text
    assert "seconds_count 4\n" in text


@pytest.mark.parametrize(
    ("given", "kept"),
    [("abc-1.2_3", True), ("", False), ("a b", False), ("x" * 65, False), ('"', False)],
)
def test_an_id_is_passed_on_if_it_can_stand_in_a_log(
    client: TestClient, given: str, kept: bool
) -> None:
    answer = client.get("/healthz", headers={"x-request-id": given})

    assert (answer.headers["x-request-id"] == given) is kept
    assert answer.headers["x-request-id"]


def test_a_line_of_the_log_is_json_without_names(
    client: TestClient, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.INFO, "evidence_qc.serve.requests"):
        client.post("/v1/check?profile=secret", files=[("f", ("my face.jpg", b"x"))])
    (line,) = [
        json.loads(record.getMessage())
        for record in caplog.records
        if record.name.endswith("requests")
    ]

    assert line.keys() == {"id", "method", "route", "status", "seconds"}
    assert (line["method"], line["route"], line["status"]) == ("POST", "/v1/check", 400)
