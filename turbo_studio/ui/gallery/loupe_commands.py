"""What the gallery offers for a close look: the loupe in the canvas's place, and the whole screen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Slot

from turbo_studio.ui.gallery.loupe import Loupe

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from turbo_studio.ui.window import MainWindow


class Commands(QObject):
    """Made with the first of its verbs; each of them ends with the same key that it began with."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._loupe = Loupe(window, "loupe")
        self._loupe.left.connect(self._on_loupe_left)
        self._screen = Loupe(window, "full_screen_loupe")
        self._screen.setParent(window, Qt.WindowType.Window)
        self._screen.left.connect(self._screen.close)
        self._screen.addAction(window.actions_table["undo"])  # a window of its own, which has no menus
        self._former: QWidget | None = None
        self._focused: QWidget | None = None

    def run(self, verb: str) -> None:
        if verb == "view_full_screen" or self._screen.isVisible():
            self._toggle_screen()
        elif self._window.page is self._loupe:
            self._on_loupe_left()
        else:
            self._former, self._focused = self._window.page, self._window.focusWidget()
            self._window.show_page(self._loupe)
            self._loupe.setFocus(Qt.FocusReason.OtherFocusReason)

    def _toggle_screen(self) -> None:
        if self._screen.isVisible():
            self._screen.close()
        else:
            self._screen.showFullScreen()
            self._screen.activateWindow()
            self._screen.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot()
    def _on_loupe_left(self) -> None:
        """Back to what was there before, with the focus where it was."""
        self._window.show_page(self._former)
        if self._focused is not None:
            self._focused.setFocus()
