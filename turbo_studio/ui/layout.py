"""The layout of the window from one run to the next; where anything about it is wrong, it is left alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QSettings

if TYPE_CHECKING:
    from pathlib import Path

    from PySide6.QtWidgets import QMainWindow

_VERSION = 1
"""To be raised where docks or bars change, so that an older layout is not forced upon them."""


def load_layout(path: Path, window: QMainWindow, stage: QMainWindow) -> None:
    """Put the window and the stage within it as they were, or leave both as they are."""
    settings = QSettings(str(path), QSettings.Format.IniFormat)
    geometry, state, stage_state = (
        _read_bytes(settings, name) for name in ("geometry", "state", "stage_state")
    )
    if not geometry.isEmpty():
        window.restoreGeometry(geometry)
    if not state.isEmpty() and not stage_state.isEmpty():
        window.restoreState(state, _VERSION)
        stage.restoreState(stage_state, _VERSION)


def save_layout(path: Path, window: QMainWindow, stage: QMainWindow) -> None:
    """A file that cannot be written is not worth a message: the layout is the default next time."""
    settings = QSettings(str(path), QSettings.Format.IniFormat)
    for name, value in (
        ("geometry", window.saveGeometry()),
        ("state", window.saveState(_VERSION)),
        ("stage_state", stage.saveState(_VERSION)),
    ):
        settings.setValue(name, value.toBase64().toStdString())
    settings.sync()


def _read_bytes(settings: QSettings, name: str) -> QByteArray:
    """A value as it was kept, empty where it is missing or something else."""
    value = settings.value(name)
    if not isinstance(value, str):
        return QByteArray()
    return QByteArray.fromBase64(QByteArray(value.encode("utf-8", "replace")))
