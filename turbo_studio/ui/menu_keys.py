"""Gives an open menu its letters: the focus below it stays where it was, and has keys of the same ones."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QMenu

_OTHER_MODIFIERS = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier


class MenuKeys(QObject):
    """Of a menu and its submenus, as long as it lives."""

    def __init__(self, menu: QMenu) -> None:
        super().__init__(menu)
        for each in (menu, *menu.findChildren(QMenu)):
            each.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Qt asks whether a key is meant for the menu before it looks for a shortcut."""
        if event.type() != QEvent.Type.ShortcutOverride or not isinstance(event, QKeyEvent):
            return False
        is_letter = event.text().isprintable() and bool(event.text())
        if not is_letter or event.modifiers() & _OTHER_MODIFIERS:
            return False
        event.accept()
        return True
