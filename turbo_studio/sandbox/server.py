"""The sandbox's server: a socket on loopback that serves the application from threads."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from werkzeug.serving import WSGIRequestHandler, make_server

from turbo_studio.sandbox.app import SandboxApp
from turbo_studio.sandbox.refusals import RefusalError

if TYPE_CHECKING:
    import socket

    from werkzeug.serving import BaseWSGIServer

    from turbo_studio.sandbox.switches import SwitchBoard


class _QuietHandler(WSGIRequestHandler):
    """HTTP/1.1 without a line in the log per request; malformed HTTP is refused as JSON too."""

    protocol_version = "HTTP/1.1"
    error_content_type = "application/json"
    error_message_format = json.dumps(RefusalError(400, "HTTP %(code)d").body)

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        """Nothing: who wants to see requests watches the client."""


def build_server(listener: socket.socket, token: str, board: SwitchBoard) -> BaseWSGIServer:
    """A server for a socket that listens already; ``serve_forever`` runs it, ``shutdown`` ends it.

    The listener stays the caller's to close.
    """
    host, port = listener.getsockname()
    app = SandboxApp(port, token, board)
    return make_server(host, port, app, threaded=True, request_handler=_QuietHandler, fd=listener.fileno())
