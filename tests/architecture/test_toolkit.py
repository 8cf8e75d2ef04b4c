"""Qt: the fault of one release that must not come back, and its parts that are deliberately not used."""

from __future__ import annotations

import ast
import sys
from typing import TYPE_CHECKING

import pytest
from PySide6.QtGui import QImage

from tests.architecture.file_map import ROOT, find_modules

if TYPE_CHECKING:
    from collections.abc import Iterator

_CALLS = 1_000
_ABSENT_MODULES = {"QtConcurrent", "QtNetwork", "QtQml", "QtQuick", "QtSql"}
_ABSENT_CLASSES = {"QThread", "QThreadPool", "QRunnable"}


@pytest.mark.skipif(sys.version_info >= (3, 12), reason="None is immortal from Python 3.12 on")
def test_a_void_call_takes_no_reference_to_none() -> None:
    """PySide6 6.12.0 on Python 3.11 drops a reference a call, and aborts after some thousands."""
    image = QImage(1, 1, QImage.Format.Format_Grayscale8)
    before = sys.getrefcount(None)
    for _ in range(_CALLS):
        image.fill(0)
    assert sys.getrefcount(None) > before - _CALLS // 2


def _qt_names(source: str) -> Iterator[str]:
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.ImportFrom) and (node.module or "").partition(".")[0] == "PySide6":
            yield from (node.module or "").split(".")
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.Import):
            yield from (part for alias in node.names for part in alias.name.split(".")[1:])


@pytest.mark.parametrize(
    ("source", "names"),
    [
        ("from PySide6.QtCore import QThread, Qt", {"PySide6", "QtCore", "QThread", "Qt"}),
        ("def late():\n    import PySide6.QtQml", {"QtQml"}),
        ("from turbo_studio.core import job", set()),
    ],
)
def test_qt_names_are_found(source: str, names: set[str]) -> None:
    assert set(_qt_names(source)) == names


def test_threads_network_database_and_qml_of_qt_are_not_used() -> None:
    used = [
        (path.relative_to(ROOT).as_posix(), name)
        for path in find_modules()
        for name in _qt_names(path.read_text("utf-8"))
        if name in _ABSENT_MODULES | _ABSENT_CLASSES
    ]
    assert used == []
