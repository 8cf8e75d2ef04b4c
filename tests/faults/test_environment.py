"""Whatever the environment says, the same is sent, kept and trusted (CF03, CF04, NT22)."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, Any

import trustme

from tests.faults.case_gateway import CaseGateway
from tests.faults.press_once import PROMPT
from tests.faults.test_resending import build_server_context
from tests.helpers.hostile_server import HostileServer, answer

if TYPE_CHECKING:
    from tests.faults.case_gateway import Case

ROOT = Path(__file__).parents[2]
PLACES = {
    "as it is": {},
    "C": {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
    "POSIX": {"LANG": "POSIX"},
    "Turkish": {"LC_ALL": "tr_TR.UTF-8"},
    "Arabic": {"LC_ALL": "ar_EG.UTF-8"},
    "a decimal comma": {"LC_ALL": "de_DE.UTF-8", "LC_NUMERIC": "de_DE.UTF-8"},
    "Kathmandu": {"TZ": "Asia/Kathmandu"},
    "no time zone at all": {"TZ": ":/nowhere"},
    "proxies that are none": {
        "HTTP_PROXY": "socks5://127.0.0.1:1",
        "https_proxy": "foo://x",
        "ALL_PROXY": "http://[::1",
        "NO_PROXY": "[::1],*,,",
    },
    "trust elsewhere": {
        "SSL_CERT_FILE": "/nowhere.pem",
        "SSL_CERT_DIR": "/nowhere",
        "REQUESTS_CA_BUNDLE": "/nowhere.pem",
        "CURL_CA_BUNDLE": "/nowhere.pem",
    },
    "a talkative Python": {"PYTHONDEVMODE": "1", "PYTHONWARNINGS": "default", "PYTHONASYNCIODEBUG": "1"},
}


def run(home: Path, url: str, name: str, variables: dict[str, str]) -> str:
    command = [sys.executable, "-m", "tests.faults.press_once", str(home), url, name]
    ended = subprocess.run(
        command, cwd=ROOT, env=os.environ | variables, capture_output=True, text=True, check=False, timeout=60
    )
    return ended.stdout.strip() or ended.stderr


def test_the_same_is_sent_and_kept_everywhere(tmp_path: Path) -> None:
    with CaseGateway() as gateway, ThreadPoolExecutor(2) as threads:
        cases = {name: gateway.open_case() for name in PLACES}

        def press(name: str) -> str:
            return run(tmp_path / name, gateway.base_url, cases[name].name, PLACES[name])

        assert dict(zip(PLACES, threads.map(press, PLACES), strict=True)) == dict.fromkeys(
            PLACES, "done yes None"
        )
    bodies = {case.requests[0].body for case in cases.values()}
    assert len(bodies) == 1
    assert json.loads(bodies.pop())["prompt"] == PROMPT
    records = [load_record(tmp_path / name, case) for name, case in cases.items()]
    assert all(record == records[0] for record in records)
    assert records[0]["request"]["prompt"] == PROMPT


def load_record(home: Path, case: Case) -> dict[str, Any]:
    """The record of the one result, without what no two runs have alike: ids, names, times and addresses."""
    (path,) = (home / "gallery" / ".studio" / "records").iterdir()
    record: dict[str, Any] = json.loads(path.read_bytes())
    assert record["job"] == case.name
    for volatile in ("id", "job", "started_at", "finished_at", "gateway", "attempts"):
        record.pop(volatile, None)
    record["picture"].pop("file")
    return record


def test_the_environment_adds_nobody_to_those_who_are_trusted(tmp_path: Path) -> None:
    """T6: the authority of the server stands in a variable, and is a stranger all the same."""
    authority = trustme.CA()
    folder, keys = tmp_path / "authorities", tmp_path / "keys.log"
    folder.mkdir()
    authority.cert_pem.write_to_path(folder / "authority.pem")
    (folder / "authority.0").symlink_to(folder / "authority.pem")
    trusted = {
        "SSL_CERT_FILE": folder / "authority.pem",
        "SSL_CERT_DIR": folder,
        "REQUESTS_CA_BUNDLE": folder / "authority.pem",
    }
    context = build_server_context(authority, "127.0.0.1")
    with HostileServer(answer(200, b"{}"), tls=context) as server, ThreadPoolExecutor() as threads:

        def press(name: str) -> str:
            variables = {name: str(trusted[name]), "SSLKEYLOGFILE": str(keys)}
            return run(tmp_path / name, server.base_url, "job", variables)

        said = list(threads.map(press, trusted))  # side by side: each waits before it tries again
        assert server.requests == []
    assert said == ["not_sent no tls_failed"] * len(trusted)
    assert not keys.exists()
