"""The hostile server counts what a gateway would charge for, and nothing else."""

from __future__ import annotations

import http.client
import socket
import struct

import pytest

from tests.helpers.hostile_server import HostileServer, answer, close_silently, cut_body, stay_silent


def _post(port: int, body: bytes) -> tuple[int, bytes]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        connection.request("POST", "/v1/x", body, {"X-One": "1"})
        response = connection.getresponse()
        return response.status, response.read()
    finally:
        connection.close()


def test_it_records_requests_and_answers_in_turn() -> None:
    with HostileServer(answer(200, b"first"), answer(418, b"rest")) as server:
        assert _post(server.port, b"a" * 100_000) == (200, b"first")
        assert _post(server.port, b"b") == (418, b"rest")
        assert _post(server.port, b"c") == (418, b"rest")
    assert [request.body[:1] for request in server.requests] == [b"a", b"b", b"c"]
    assert len(server.requests[0].body) == 100_000
    assert server.requests[0].headers["x-one"] == "1"
    assert (server.complete_posts, server.partial_posts) == (3, 0)


def test_it_counts_a_partial_post_apart() -> None:
    with HostileServer(close_silently) as server:
        with socket.create_connection(("127.0.0.1", server.port)) as client:
            client.sendall(b"POST /x HTTP/1.1\r\nContent-Length: 10\r\n\r\n12345")
        assert server.wait_until(lambda: server.partial_posts == 1 and server.exchanges[0].ended.is_set())
    assert server.complete_posts == 0
    assert server.requests[0].body == b"12345"


def test_it_cuts_a_body() -> None:
    with HostileServer(cut_body(b"half", 4)) as server, pytest.raises(http.client.IncompleteRead):
        _post(server.port, b"")


@pytest.mark.parametrize("linger", [(0, 0), (1, 0)])
def test_it_sees_a_client_go_by_close_and_by_reset(linger: tuple[int, int]) -> None:
    with HostileServer(stay_silent) as server:
        client = socket.create_connection(("127.0.0.1", server.port))
        client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", *linger))
        client.sendall(b"POST /x HTTP/1.1\r\nContent-Length: 0\r\n\r\n")
        assert server.wait_until(lambda: server.complete_posts == 1)
        assert not server.exchanges[0].ended.is_set()
        client.close()
        assert server.wait_until(server.exchanges[0].ended.is_set)
