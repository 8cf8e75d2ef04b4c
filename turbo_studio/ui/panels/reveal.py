"""Shows a file, chosen, in the file manager of the desktop."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QProcess, QUrl, Slot
from PySide6.QtGui import QDesktopServices

if TYPE_CHECKING:
    from pathlib import Path

    from PySide6.QtDBus import QDBusPendingCallWatcher

_SERVICE = "org.freedesktop.FileManager1"


class Revealer(QObject):
    """Where no file manager answers, the folder is opened instead."""

    def reveal(self, path: Path) -> None:
        if sys.platform == "win32":
            # Explorer wants the comma and a native path, and answers 1 even when it works.
            QProcess.startDetached("explorer", ["/select,", str(path)])
        elif sys.platform == "darwin":
            QProcess.startDetached("/usr/bin/open", ["-R", str(path)])
        else:
            self._ask_file_manager(path)

    def _ask_file_manager(self, path: Path) -> None:
        # Imported here: 80 ms, and needed by few.
        from PySide6.QtDBus import QDBusConnection, QDBusMessage, QDBusPendingCallWatcher

        bus = QDBusConnection.sessionBus()
        if not bus.isConnected():
            open_folder(path)
            return
        message = QDBusMessage.createMethodCall(
            _SERVICE, "/org/freedesktop/FileManager1", _SERVICE, "ShowItems"
        )
        message.setArguments([[QUrl.fromLocalFile(str(path)).toString()], ""])
        watcher = QDBusPendingCallWatcher(bus.asyncCall(message), self)
        watcher.setProperty("path", str(path.parent))
        watcher.finished.connect(self._on_watcher_finished)

    @Slot()
    def _on_watcher_finished(self, watcher: QDBusPendingCallWatcher) -> None:
        if watcher.isError():
            QDesktopServices.openUrl(QUrl.fromLocalFile(watcher.property("path")))
        watcher.deleteLater()


def open_folder(path: Path) -> None:
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(path.parent)))
