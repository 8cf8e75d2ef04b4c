"""What holds for every test: no screen, no proxy, no key, no keyring, and a home of its own.

The environment is cleaned when this file is imported, before any test module can import Qt or httpx; so
child processes that a test starts have a clean one too.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

_UNWANTED = (
    "ALL_PROXY",
    "HTTP_PROXY",
    "HTTPS_PROXY",
    "NO_PROXY",
    "DBUS_SESSION_BUS_ADDRESS",
    "OPENAI_API_KEY",
    "OPENAI_BASE_URL",
    "TURBO_API_KEY",
)

for _name in _UNWANTED:
    os.environ.pop(_name, None)
    os.environ.pop(_name.lower(), None)
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")


@pytest.fixture(autouse=True)
def own_home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A new, empty home, where everything lies that a program writes without being told where."""
    home = tmp_path_factory.mktemp("home")
    monkeypatch.setenv("HOME", str(home))
    for name in ("CACHE", "CONFIG", "DATA", "STATE", "RUNTIME"):
        folder = home / name.lower()
        folder.mkdir(mode=0o700)
        monkeypatch.setenv(f"XDG_{name}_{'DIR' if name == 'RUNTIME' else 'HOME'}", str(folder))
    return home
