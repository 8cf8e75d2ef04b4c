"""Runs the sandbox: in the foreground for any client, or as the program's own child."""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import secrets
import socket
import sys
from threading import Thread
from typing import TYPE_CHECKING

from turbo_studio.sandbox.switches import Fault, SwitchBoard, SwitchError, parse_switches

if TYPE_CHECKING:
    from turbo_studio.sandbox.switches import Switches

_ADDRESS = "127.0.0.1"  # never another: whoever reaches the sandbox may use it up


def main(arguments: list[str] | None = None) -> int:
    """Serve until interrupted, or until the parent is gone; returns the exit status."""
    parser = _build_parser()
    options = parser.parse_args(arguments)
    try:
        switches = _read_switches(options)
        token = _check_token(options.token or secrets.token_hex(16))
    except ValueError as error:
        parser.error(str(error))
    try:
        # listening before anything heavy is imported: clients may connect, and wait, from here on
        listener = socket.create_server((_ADDRESS, options.port))
    except (OSError, OverflowError) as error:
        parser.error(f"cannot listen on {_ADDRESS}:{options.port}: {error}")
    with listener, contextlib.suppress(KeyboardInterrupt):  # the way to end it
        port = listener.getsockname()[1]
        if options.child:
            token = _greet_parent(port)
        else:
            _greet_person(port, token)
        _serve(listener, token, switches)
    return 0


def _build_parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m turbo_studio.sandbox",
        description="An image gateway on this computer: the real contract, synthetic pictures.",
        epilog="While it runs, PUT /sandbox/switches takes the same switches as JSON, and a request's "
        "header X-Sandbox: delay=2,fail=429 sets them for that request alone.",
    )
    parser.add_argument("--port", type=int, default=0, help="0, the default, takes a free one")
    parser.add_argument("--token", help="what clients send as their API key; random when left out")
    parser.add_argument("--delay", metavar="SECONDS", help="wait before each answer")
    parser.add_argument("--fail", metavar="FAULT", help=f"answer with a fault: {', '.join(Fault)}")
    parser.add_argument("--times", metavar="K", help="fail the next K requests only")
    parser.add_argument("--drift", action="store_true", help="edits change a little everywhere")
    parser.add_argument("--child", action="store_true", help=argparse.SUPPRESS)
    return parser


def _read_switches(options: argparse.Namespace) -> Switches:
    given = {name: getattr(options, name) for name in ("delay", "fail", "times")}
    values = {name: value for name, value in given.items() if value is not None}
    try:
        return parse_switches({**values, "drift": options.drift})
    except SwitchError as error:
        raise ValueError(f"--{error}") from None


def _check_token(token: str) -> str:
    """Only what a header carries unchanged."""
    if not token.isascii() or not all("\x21" <= character <= "\x7e" for character in token):
        raise ValueError("--token takes printable ASCII without spaces")
    return token


def _greet_person(port: int, token: str) -> None:
    print(f"Sandbox at http://{_ADDRESS}:{port}/v1 (Authorization: Bearer {token})", flush=True)


def _greet_parent(port: int) -> str:
    """Take the token from stdin, say the port on stdout, and end when stdin does."""
    token = sys.stdin.readline().strip()
    if not token:
        sys.exit("no token on stdin")
    print(json.dumps({"port": port}), flush=True)
    Thread(target=_exit_with_parent, daemon=True).start()
    return token


def _exit_with_parent() -> None:
    """A pipe ends when its writer closes it or dies, however it dies."""
    while sys.stdin.buffer.read(4096):
        pass
    os._exit(0)  # at once, whatever the other threads are doing: there is nothing to save


def _serve(listener: socket.socket, token: str, switches: Switches) -> None:
    from turbo_studio.sandbox.server import build_server  # after the greeting: Werkzeug takes its time

    build_server(listener, token, SwitchBoard(switches)).serve_forever()


if __name__ == "__main__":
    sys.exit(main())
