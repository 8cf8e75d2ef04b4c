"""What holds for every test: no screen, no proxy, no key, no keyring, a home of its own, and a silent log.

The environment is cleaned when this file is imported, before any test module can import Qt or httpx; so
child processes that a test starts have a clean one too. So are the signals that a background start ignores.
"""

from __future__ import annotations

import gc
import itertools
import logging
import os
import re
import signal
import sys
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, settings
from pytestqt.qtbot import QtBot

from tests.helpers.patience import PATIENCE_S

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

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

# A shell starts what it puts in the background deaf to these, and children would inherit that.
signal.signal(signal.SIGINT, signal.default_int_handler)
if sys.platform != "win32":
    signal.signal(signal.SIGHUP, signal.SIG_DFL)


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


# Machines are shared: how long an example takes says nothing about it.
settings.register_profile("shared", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("shared")

# As the program does: a widget that a worker thread comes upon as garbage would be destroyed there.
gc.disable()
_TESTS_A_COLLECTION = 100
_COUNTER = itertools.count(1)


@pytest.fixture(autouse=True)
def collect_garbage_here() -> Iterator[None]:
    yield
    assert not gc.isenabled()
    if next(_COUNTER) % _TESTS_A_COLLECTION == 0:
        gc.collect()


_WATCHED_LOGGERS = ("turbo_studio", "asyncio")


class LogWatch(logging.Handler):
    """Keeps every warning, and worse, of the program and of asyncio."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        if record.name.partition(".")[0] in _WATCHED_LOGGERS:
            self.lines.append(f"{record.levelname} {record.name}: {record.getMessage()}")


def pytest_configure(config: pytest.Config) -> None:
    for wait in (QtBot.waitUntil, QtBot.waitSignal, QtBot.waitSignals):
        wait.__kwdefaults__ = {
            **(wait.__kwdefaults__ or {}),
            "timeout": round(PATIENCE_S * 1000),
        }  # and not 5 s
    config.addinivalue_line(
        "markers", "expects_log(pattern): lines of the log that this regular expression finds are meant"
    )


@pytest.fixture(autouse=True)
def log_watch(request: pytest.FixtureRequest) -> Iterator[LogWatch]:
    """A test fails on a warning that it neither expects by its mark nor looks at through ``caplog``."""
    watch = LogWatch()
    logging.getLogger().addHandler(watch)
    yield watch
    logging.getLogger().removeHandler(watch)
    patterns = [mark.args[0] for mark in request.node.iter_markers("expects_log")]
    surprises = [line for line in watch.lines if not any(re.search(each, line) for each in patterns)]
    assert "caplog" in request.fixturenames or not surprises, surprises


@pytest.fixture(autouse=True)
def tidy_desktop() -> Iterator[None]:
    """Nothing is on the clipboard, and the pointer over no window's middle, where tools begin.

    Qt's off-screen platform crashes at the end of the process while anything is on the clipboard.
    """
    yield
    gui = sys.modules.get("PySide6.QtGui")
    if gui is not None and gui.QGuiApplication.instance() is not None:
        gui.QGuiApplication.clipboard().clear()
        gui.QCursor.setPos(0, 0)


@pytest.fixture(autouse=True, scope="module")
def speak_english_again() -> Iterator[None]:
    """Whatever the last window of a module was shown in: the application is that of all modules."""
    yield
    translations = sys.modules.get("turbo_studio.ui.translations")
    if translations is not None:
        from PySide6.QtCore import QCoreApplication, QLocale

        application = QCoreApplication.instance()
        if application is not None and QLocale().language() == QLocale.Language.Chinese:
            translations.load_translator(application, "en")
