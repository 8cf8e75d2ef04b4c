"""A planted leak is found, whatever it looks like."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from tests.helpers.canary import ChildWatch, build_forms, find_leaks, find_leaks_in_files

if TYPE_CHECKING:
    from pathlib import Path

KEY = "sk-canary-5f1d+/=%&0c9be27a4e6d"


@pytest.mark.parametrize("form", build_forms(KEY))
def test_a_leak_in_a_file_is_found(form: str, tmp_path: Path) -> None:
    (tmp_path / "clean.txt").write_bytes(bytes(range(256)) * 40)
    assert find_leaks_in_files(tmp_path, KEY) == []
    deep = tmp_path / "a" / "b"
    deep.mkdir(parents=True)
    (deep / "leak.bin").write_bytes(bytes(range(256)) + build_forms(KEY)[form] + b"\xff")
    assert any(form in leak for leak in find_leaks_in_files(tmp_path, KEY))


def test_a_leak_in_a_name_is_found(tmp_path: Path) -> None:
    (tmp_path / f"log of {KEY[:14]}.txt").touch()
    assert find_leaks_in_files(tmp_path, KEY)


def test_a_part_too_short_to_tell_is_no_leak() -> None:
    assert find_leaks(b"sk-canary", KEY) == []


@pytest.mark.parametrize("place", ["environment", "arguments"])
def test_a_leak_to_a_child_is_found(place: str) -> None:
    command = [sys.executable, "-c", "input()", *([KEY] if place == "arguments" else [])]
    environment = os.environ | ({"KEY": KEY} if place == "environment" else {})
    with ChildWatch() as watch:
        child = subprocess.Popen(command, env=environment, stdin=subprocess.PIPE)
        while child.pid not in watch.children or not watch.find_leaks(KEY):
            assert child.poll() is None, "the child ended before it was seen"
        child.communicate(b"\n")
    assert watch.find_leaks(KEY)
