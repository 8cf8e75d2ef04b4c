"""The clean environment that every test is promised."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import platformdirs

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

_DIRTY = {"HTTPS_PROXY": "http://127.0.0.1:9", "no_proxy": "*", "TURBO_API_KEY": "sk-canary"}


def test_proxies_and_keys_of_the_machine_are_taken_away() -> None:
    program = f"import os, tests.conftest; print([name for name in {list(_DIRTY)} if name in os.environ])"
    answer = subprocess.run(
        [sys.executable, "-c", program], env=os.environ | _DIRTY, capture_output=True, text=True, check=True
    )
    assert answer.stdout == "[]\n"


def test_files_go_to_a_home_of_the_tests_own(own_home: Path) -> None:
    assert Path.home() == own_home
    assert platformdirs.user_config_path("turbo-studio").is_relative_to(own_home)
    assert platformdirs.user_data_path("turbo-studio").is_relative_to(own_home)
    assert list(own_home.rglob("*.*")) == []


def test_windows_need_no_screen(qapp: QApplication) -> None:
    assert qapp.platformName() == os.environ["QT_QPA_PLATFORM"]
