"""The reader of what a process holds open."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from tests.helpers.process_state import (
    Holdings,
    find_processor_s,
    list_children,
    list_open_files,
    read_environment,
)

pytestmark = pytest.mark.skipif(not Path("/proc/self/task").is_dir(), reason="there is no /proc")


def test_a_thread_a_socket_and_a_file_are_seen_while_they_last(tmp_path: Path) -> None:
    before, ending = Holdings.take(), threading.Event()
    thread = threading.Thread(target=ending.wait, daemon=True)
    thread.start()
    with socket.socket(), (tmp_path / "kept").open("w"):
        assert len(Holdings.take().threads) == len(before.threads) + 1
        assert Holdings.take().sockets == before.sockets + 1
        assert str(tmp_path / "kept") in list_open_files()
        ending.set()
        thread.join()
    for _ in range(500):  # the system lists a thread a moment longer than Python
        if Holdings.take() == before:
            break
        time.sleep(0.01)
    assert Holdings.take() == before


def test_children_are_seen_with_their_environment_and_theirs(tmp_path: Path) -> None:
    program = "import subprocess, sys; subprocess.run([sys.executable, '-c', 'print(1); input()'])"
    before = list_children()
    child = subprocess.Popen(
        [sys.executable, "-c", program],
        env={**os.environ, "CANARY": "sings"},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    assert child.stdout is not None
    child.stdout.readline()
    assert len(set(list_children()) - set(before)) == 2
    assert b"CANARY=sings" in read_environment(child.pid)
    assert b"import subprocess" in read_environment(child.pid)
    child.communicate(b"\n")
    assert list_children() == before
    assert read_environment(child.pid) == b""


def test_what_a_child_computes_counts_while_it_lives_and_after() -> None:
    work = "import time\nwhile time.process_time() < 0.3: pass\nprint(flush=True); input()"
    before_s = find_processor_s()
    with subprocess.Popen(
        [sys.executable, "-c", work], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as child:
        assert child.stdout is not None
        child.stdout.readline()
        assert find_processor_s() - before_s >= 0.28  # the system counts in hundredths
    assert find_processor_s() - before_s >= 0.28
