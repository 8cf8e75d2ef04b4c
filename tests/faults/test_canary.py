"""A key is used for whole runs of the program, then searched for everywhere, and found nowhere."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from tests.helpers import hostile_server as hostile
from tests.helpers.canary import ChildWatch, find_leaks, find_leaks_in_files
from tests.helpers.hostile_server import build_json
from tests.helpers.stub_gateway import StubGateway, build_png

if TYPE_CHECKING:
    from tests.helpers.hostile_server import Behaviour

KEY = "sk-canary-5f1d+/=%&0c9be27a4e6d"
ROOT = Path(__file__).parents[2]
LIMIT_S = 100


def build_echoes() -> list[Behaviour]:
    """Answers that give the key away: refused, failed, and good but for the picture.

    The body of a 200 is left out of it: that is kept bit by bit as it came, for it was paid for.
    """
    echo = f"Nobody knows {KEY}. Authorization: Bearer {KEY}"
    refusal = build_json({"error": {"message": echo, "type": "x", "param": KEY, "code": "invalid_api_key"}})
    headers = [("x-request-id", KEY), ("WWW-Authenticate", f"Bearer {KEY}"), ("Set-Cookie", KEY)]
    return [
        hostile.answer(400, refusal.replace(b"invalid_api_key", b"x"), headers),
        hostile.answer_html(502, f"<html>{echo}</html>"),
        hostile.answer(200, build_json({"data": []}), headers),
    ]


def test_the_key_is_nowhere_but_in_the_requests(tmp_path: Path) -> None:
    home, picture = tmp_path / "home", tmp_path / "picture.png"
    picture.write_bytes(build_png((64, 48)))
    with StubGateway() as gateway:
        plan_windows(gateway)
        command = [sys.executable, "-m", "tests.faults.window_run", str(home), gateway.base_url, str(picture)]
        program = subprocess.Popen(
            command,
            cwd=ROOT,
            env=os.environ | {"TURBO_API_KEY": KEY},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        )
        with ChildWatch(program.pid) as children:
            said, _ = program.communicate(f"{KEY}\n".encode(), LIMIT_S)
        assert program.returncode == 0, said.decode()
        assert {request.headers["authorization"] for request in gateway.requests} == {f"Bearer {KEY}"}
    assert gateway.complete_posts == 12
    assert children.children, "no child was seen"
    leaks = find_leaks(said, KEY) + find_leaks_in_files(home, KEY)
    leaks += children.find_leaks(KEY, [b"TURBO_API_KEY"])
    assert leaks == []


def plan_windows(gateway: StubGateway) -> None:
    """For each of the three windows: three answers that give the key away, and a good one."""
    for _ in range(3):
        gateway.plan(*build_echoes(), gateway.answer_well)
