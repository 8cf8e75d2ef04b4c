"""Who may ask, what answers look like, and every switch, over real HTTP."""

from __future__ import annotations

import base64
import socket
import time
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import TYPE_CHECKING, Any

import httpx
import pytest

from tests.sandbox.loopback import TOKEN, mask, read_picture, source
from tests.sandbox.test_orders import assert_refused
from turbo_studio.core.geometry import Size
from turbo_studio.core.price import Prices, estimate_output_tokens, estimate_request
from turbo_studio.core.profile import Quality
from turbo_studio.sandbox import app

if TYPE_CHECKING:
    from tests.sandbox.loopback import Loopback


@pytest.mark.parametrize("path", ["/v1/models", "/v1/images/edits", "/sandbox/switches", "/"])
def test_needs_the_token_everywhere(loopback: Loopback, path: str) -> None:
    request = loopback.client.build_request("GET", path)
    del request.headers["Authorization"]
    assert_refused(loopback.client.send(request), 401, None, None)


@pytest.mark.parametrize("given", ["Bearer wrong", f"bearer {TOKEN}", TOKEN, "Bearer ключ"])
def test_refuses_other_tokens(loopback: Loopback, given: str) -> None:
    headers = {"Authorization": given.encode()}
    response = loopback.client.get("/v1/models", headers=headers)  # type: ignore[arg-type]  # bytes go out as they are
    assert_refused(response, 401, None, "invalid_api_key")


def test_refusal_of_a_key_never_holds_the_whole_key(loopback: Loopback) -> None:
    key = "sk-canary-0123456789abcdef"
    response = loopback.client.get("/v1/models", headers={"Authorization": f"Bearer {key}"})
    assert "sk-c****" in response.text
    assert key[4:] not in response.text


@pytest.mark.parametrize(
    ("headers", "code"),
    [
        ({"Host": "evil.example"}, "forbidden_host"),
        ({"Host": "127.0.0.1"}, "forbidden_host"),
        ({"Host": "127.0.0.1:1"}, "forbidden_host"),
        ({"Host": "localhost.evil.example:{port}"}, "forbidden_host"),
        ({"Origin": "https://evil.example"}, "forbidden_origin"),
        ({"Origin": "http://127.0.0.1:{port}"}, "forbidden_origin"),
        ({"Origin": "null"}, "forbidden_origin"),
        ({"Origin": ""}, "forbidden_origin"),
    ],
)
def test_refuses_web_pages_and_rebound_names(loopback: Loopback, headers: dict[str, str], code: str) -> None:
    sent = {name: value.replace("{port}", str(loopback.port)) for name, value in headers.items()}
    response = loopback.client.get("/v1/models", headers=sent)
    assert_refused(response, 403, None, code)
    assert not [name for name in response.headers if name.startswith("access-control")]


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "LOCALHOST"])
def test_serves_its_own_names(loopback: Loopback, host: str) -> None:
    response = loopback.client.get("/v1/models", headers={"Host": f"{host}:{loopback.port}"})
    assert [model["id"] for model in response.json()["data"]] == ["gpt-image-2"]


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/v1/images/variations", 404),
        ("POST", "/v1/v1/images/edits", 404),
        ("GET", "/v1/images/edits", 405),
        ("OPTIONS", "/v1/images/generations", 405),
        ("DELETE", "/sandbox/switches", 405),
    ],
)
def test_other_paths_and_methods(loopback: Loopback, method: str, path: str, status: int) -> None:
    code = "method_not_supported" if status == 405 else None
    assert_refused(loopback.client.request(method, path), status, None, code)


def test_malformed_http_is_refused_without_a_page(loopback: Loopback) -> None:
    with socket.create_connection(("127.0.0.1", loopback.port), timeout=30) as connection:
        connection.sendall(b"NOT HTTP AT ALL\r\n\r\n")
        answer = b"".join(iter(lambda: connection.recv(4096), b""))
    assert b"<" not in answer
    assert b'"invalid_request_error"' in answer


def test_an_error_of_its_own_is_an_answer(
    loopback: Loopback, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(order: Any) -> app.Painter:
        raise ZeroDivisionError

    monkeypatch.setattr(app, "_prepare_generation", fail)
    error = assert_refused(loopback.generate(prompt="a secret plan"), 500, None, None)
    assert error["type"] == "server_error"
    assert "ZeroDivisionError" in caplog.text
    assert "a secret plan" not in caplog.text


def test_request_ids_differ_and_http_is_1_1(loopback: Loopback) -> None:
    first, second = loopback.generate(), loopback.client.get("/v1/nowhere")
    assert first.headers["x-request-id"] != second.headers["x-request-id"]
    assert first.http_version == "HTTP/1.1"


def test_usage_agrees_with_the_estimate(loopback: Loopback) -> None:
    usage = loopback.edit([source(), source(), mask()], quality="medium").json()["usage"]
    estimate = estimate_request("make it blue", Size(64, 64), Quality.MEDIUM, 2, Prices())
    details = usage["input_tokens_details"]
    assert usage["total_tokens"] == usage["input_tokens"] + usage["output_tokens"] == estimate.tokens
    assert usage["input_tokens"] == details["image_tokens"] + details["text_tokens"]
    assert usage["output_tokens"] == estimate_output_tokens(Size(64, 64), Quality.MEDIUM)
    assert usage["output_tokens_details"] == {"image_tokens": usage["output_tokens"], "text_tokens": 0}


def test_the_same_request_twice_gives_two_pictures(loopback: Loopback) -> None:
    assert loopback.generate().json()["data"] != loopback.generate().json()["data"]


def set_switches(loopback: Loopback, **switches: Any) -> None:
    response = loopback.client.put("/sandbox/switches", json=switches)
    assert response.status_code == 200, response.text


@pytest.mark.parametrize("by_header", [True, False])
@pytest.mark.parametrize(
    ("fault", "status", "kind", "code"),
    [
        ("401", 401, "invalid_request_error", "invalid_api_key"),
        ("429", 429, "requests", "rate_limit_exceeded"),
        ("500", 500, "server_error", None),
    ],
)
def test_error_faults(
    loopback: Loopback, fault: str, status: int, kind: str, code: str | None, *, by_header: bool
) -> None:
    headers = {"X-Sandbox": f"fail={fault}"} if by_header else {}
    if not by_header:
        set_switches(loopback, fail=int(fault))
    for response in (loopback.generate(headers=headers), loopback.edit(headers=headers)):
        assert assert_refused(response, status, None, code)["type"] == kind
        assert ("retry-after" in response.headers) == (fault == "429")


def test_html_fault(loopback: Loopback) -> None:
    response = loopback.generate(headers={"X-Sandbox": "fail=html502"})
    assert response.status_code == 502
    assert response.headers["content-type"].startswith("text/html")
    assert "Bad Gateway" in response.text


def test_cut_fault(loopback: Loopback) -> None:
    with pytest.raises(httpx.RemoteProtocolError, match="peer closed connection without sending complete"):
        loopback.generate(headers={"X-Sandbox": "fail=cut"})


def test_wrong_size_fault(loopback: Loopback) -> None:
    headers = {"X-Sandbox": "fail=wrong_size"}
    assert read_picture(loopback.generate(headers=headers)).size == (512, 512)
    assert read_picture(loopback.edit(headers=headers)).size == (32, 32)


def test_empty_fault(loopback: Loopback) -> None:
    response = loopback.generate(headers={"X-Sandbox": "fail=empty"})
    assert response.status_code == 200
    assert response.json()["data"] == []


def test_no_picture_fault(loopback: Loopback) -> None:
    (entry,) = loopback.generate(headers={"X-Sandbox": "fail=no_picture"}).json()["data"]
    assert base64.b64decode(entry["b64_json"], validate=True) == b"This is no picture."


def test_counted_faults_end(loopback: Loopback) -> None:
    set_switches(loopback, fail="500", times=2)
    statuses = [loopback.generate().status_code for _ in range(3)]
    assert statuses == [500, 500, 200]
    shown = loopback.client.get("/sandbox/switches").json()
    assert shown == {"delay": 0.0, "fail": None, "times": None, "drift": False}


def test_requests_with_a_flaw_use_up_no_fault(loopback: Loopback) -> None:
    set_switches(loopback, fail="500", times=1)
    assert loopback.generate(prompt="").status_code == 400
    assert loopback.edit([source(b"no")]).status_code == 400
    assert loopback.generate().status_code == 500


def test_header_overrides_the_board_and_uses_up_no_fault(loopback: Loopback) -> None:
    set_switches(loopback, fail="500", times=1)
    assert loopback.generate(headers={"X-Sandbox": "fail=none"}).status_code == 200
    assert loopback.generate().status_code == 500


def test_delay_comes_before_the_answer_and_holds_up_nobody(
    loopback: Loopback, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Both requests wait at a barrier that only two can pass: one after the other would be stuck."""
    barrier = Barrier(2, timeout=60)
    waited: list[float] = []

    def wait(delay_s: float) -> None:
        waited.append(delay_s)
        barrier.wait()

    monkeypatch.setattr(time, "sleep", wait)
    with ThreadPoolExecutor(2) as pool:
        asked = [pool.submit(loopback.generate, {"X-Sandbox": "delay=2.5"}) for _ in range(2)]
        assert [answer.result().status_code for answer in asked] == [200, 200]
    assert waited == [2.5, 2.5]


@pytest.mark.parametrize("line", ["fail=418", "delay=-1", "delay=x", "speed=2", "drift", "times=2,fail=500"])
def test_wrong_switch_in_the_header(loopback: Loopback, line: str) -> None:
    error = assert_refused(loopback.generate(headers={"X-Sandbox": line}), 400, "switches", "invalid_switch")
    assert line.split("=")[0] in error["message"]


def test_wrong_switches_change_nothing(loopback: Loopback) -> None:
    set_switches(loopback, delay=0, drift=True)
    response = loopback.client.put("/sandbox/switches", json={"drift": False, "fail": "often"})
    assert_refused(response, 400, "switches", "invalid_switch")
    assert loopback.client.get("/sandbox/switches").json()["drift"] is True
    assert_refused(loopback.client.put("/sandbox/switches", content=b"{"), 400, "switches", "invalid_switch")
    assert_refused(loopback.client.put("/sandbox/switches", json=[]), 400, "switches", "invalid_type")
    assert loopback.client.put("/sandbox/switches", content=b" " * 20_000).status_code == 413
