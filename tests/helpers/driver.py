"""Drives the real window as a person would: by mouse, keys, drops and the clipboard, through its handles.

Nothing here looks behind the window: names of objects and actions, the data of rows and accessible
names are all that it knows.
"""

from __future__ import annotations

import os
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from PySide6.QtCore import QEvent, QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import (
    QAction,
    QDragEnterEvent,
    QDragMoveEvent,
    QDropEvent,
    QGuiApplication,
    QInputMethodEvent,
)
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QWidget,
)

from tests.helpers.patience import PATIENCE_S
from turbo_studio.app import start

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import (
        QImage,
    )
    from PySide6.QtWidgets import (
        QAbstractItemView,
        QComboBox,
        QLabel,
        QLineEdit,
        QPlainTextEdit,
        QPushButton,
        QSpinBox,
    )

    from turbo_studio.ui.window import MainWindow

_READERS = ("thumbnails", "copying")
_KEYS, _MODIFIERS, _LEFT = Qt.Key, Qt.KeyboardModifier, Qt.MouseButton.LeftButton


class DriverError(AssertionError):
    """The window did not come to what was waited for, or lacks a handle."""


def process_events() -> None:
    QApplication.processEvents()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def wait_until(condition: Callable[[], object], what: str, limit_s: float = PATIENCE_S) -> None:
    """Let the window work until the condition holds; DriverError after the limit."""
    end_s = time.monotonic() + limit_s
    process_events()
    while not condition():
        if time.monotonic() > end_s:
            raise DriverError(f"after {limit_s:.0f} s still not so: {what}")
        time.sleep(0.005)  # and not QTest.qWait, which does not let other threads of Python run
        process_events()


def wait_for_readers() -> None:
    """Until the threads have ended that a window does not wait for; all windows are to be closed."""
    wait_until(
        lambda: not any(thread.name.startswith(_READERS) for thread in threading.enumerate()),
        "what was read for a window is read",
    )


class Driver:
    """One window, from its start to its close."""

    def __init__(self, window: MainWindow) -> None:
        self.window = window
        self.is_open = True

    # Life

    @classmethod
    def start(cls, home: Path, *images: Path, gateway: str = "", key: str = "", language: str = "en") -> Self:
        """Open the window and wait until it knows where requests go and has opened the images."""
        if key:
            os.environ["TURBO_API_KEY"] = key
        argv = ["--home", str(home), "--lang", language]
        argv += ["--gateway", gateway] if gateway else []
        driver = cls(start([*argv, *map(str, images)]))
        driver.window.resize(1440, 900)  # the screen of the offscreen platform is a small one
        driver.wait_until(lambda: driver.gateway_shown, "the connection is shown")
        if images:
            driver.wait_until(lambda: driver.source_count == len(images), "the images are opened")
            driver.wait_for_picture()
        return driver

    def close(self) -> None:
        """Close the window, once; all that it started must have ended when this returns."""
        if self.is_open:
            self.is_open = False
            self.window.close()
            self.window.deleteLater()
            process_events()

    def wait_until(self, condition: Callable[[], object], what: str, limit_s: float = PATIENCE_S) -> None:
        try:
            wait_until(condition, what, limit_s)
        except DriverError as error:
            raise DriverError(f"{error}; jobs: {self.jobs}; message: {self.message!r}") from None

    # Handles

    def find(self, name: str) -> Any:
        """The widget of that object name."""
        widget = self.window.findChild(QWidget, name)
        if widget is None:
            raise DriverError(f"the window has no {name}")
        return widget

    def action(self, verb: str) -> QAction:
        action = self.window.findChild(QAction, f"action_{verb}")
        if action is None:
            raise DriverError(f"the window has no action_{verb}")
        return action

    def trigger(self, verb: str) -> None:
        """As choosing it in its menu does: nothing where it is disabled."""
        self.action(verb).trigger()
        process_events()

    @property
    def canvas(self) -> Any:
        return self.find("canvas")

    @property
    def gateway_shown(self) -> str:
        label: QLabel = self.find("status_gateway")
        return label.text()

    @property
    def message(self) -> str:
        """What the message bar says, empty where it says nothing."""
        return str(self.find("message_bar").accessibleName())

    def close_message(self) -> None:
        if self.message:
            self.click("message_close_button")

    # Keys and mouse

    def focus(self, name: str) -> QWidget:
        """Give a widget the focus, as Tab or a click would."""
        if QApplication.activeWindow() is not self.window:
            self.window.activateWindow()
            wait_until(lambda: QApplication.activeWindow() is self.window, "the window is active")
        widget: QWidget = self.find(name)
        widget.setFocus(Qt.FocusReason.TabFocusReason)
        return widget

    def has_focus(self, name: str) -> bool:
        return QApplication.focusWidget() is self.find(name)

    def press(self, key: Qt.Key, *modifiers: Qt.KeyboardModifier) -> None:
        """Press and release a key where the focus is."""
        target = QApplication.focusWidget() or self.window
        held = _MODIFIERS.NoModifier
        for modifier in modifiers:
            held |= modifier
        QTest.keyClick(target, key, held)
        process_events()

    def type_text(self, text: str) -> None:
        """Type where the focus is."""
        self.type_into(QApplication.focusWidget() or self.window, text)

    def type_into(self, target: QWidget, text: str) -> None:
        """What keyboards of Latin letters lack comes from an input method."""
        if text.isascii():
            QTest.keyClicks(target, text)
        else:
            event = QInputMethodEvent()
            event.setCommitString(text)
            QApplication.sendEvent(target, event)
        process_events()

    def click(self, name: str) -> None:
        QTest.mouseClick(self.find(name), _LEFT)
        process_events()

    # The request

    @property
    def prompt(self) -> str:
        field: QPlainTextEdit = self.find("prompt_edit")
        return field.toPlainText()

    def type_prompt(self, text: str) -> None:
        """Replace the prompt, key by key."""
        self.focus("prompt_edit")
        self.press(_KEYS.Key_A, _MODIFIERS.ControlModifier)
        self.press(_KEYS.Key_Delete)
        self.type_text(text)

    def paste_prompt(self, text: str) -> None:
        """Replace the prompt by the clipboard, which takes any length and any language."""
        QGuiApplication.clipboard().setText(text)
        self.focus("prompt_edit")
        self.press(_KEYS.Key_A, _MODIFIERS.ControlModifier)
        self.press(_KEYS.Key_V, _MODIFIERS.ControlModifier)

    def choose(self, name: str, value: str) -> None:
        """Choose the entry of a box that holds this item data, by the arrow keys."""
        box: QComboBox = self.find(name)
        self.focus(name)
        self.press(_KEYS.Key_Home)
        for _ in range(box.count()):
            if box.currentData() == value:
                return
            self.press(_KEYS.Key_Down)
        raise DriverError(f"{name} does not offer {value}: {self.offered(name)}")

    def offered(self, name: str) -> list[str]:
        box: QComboBox = self.find(name)
        return [box.itemData(row) for row in range(box.count())]

    def choose_size(self, size: str) -> None:
        self.choose("size_box", size)

    def choose_quality(self, quality: str) -> None:
        self.choose("quality_box", quality)

    def type_number(self, name: str, number: int) -> None:
        """Type into a spin box and leave it."""
        box: QSpinBox = self.find(name)
        self.focus(name)
        box.selectAll()
        self.type_text(str(number))
        self.press(_KEYS.Key_Tab)

    def type_custom_size(self, width: int, height: int) -> None:
        self.choose("size_box", self.offered("size_box")[-1])
        self.type_number("width_box", width)
        self.type_number("height_box", height)

    def choose_variations(self, count: int) -> None:
        self.type_number("variations_box", count)

    def press_submit(self) -> None:
        button: QPushButton = self.find("submit_button")
        QTest.mouseClick(button, _LEFT)
        process_events()

    def press_submit_key(self) -> None:
        """Ctrl+Enter where the focus is."""
        self.press(_KEYS.Key_Return, _MODIFIERS.ControlModifier)

    def field_note(self, name: str) -> str:
        """What is said about a field: its accessible description."""
        return str(self.find(name).accessibleDescription())

    # Sources

    @property
    def source_count(self) -> int:
        return self.row_count("sources_list")

    def wait_for_picture(self) -> None:
        """Until the shown source can be painted on: only then can its mask be filled."""
        self.wait_until(self.action("fill_mask").isEnabled, "the picture is on the canvas")

    def drop(self, *paths: Path) -> None:
        """Drag files over the canvas and let them go there."""
        mime = QMimeData()
        mime.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
        self.drop_mime(mime)

    def drop_mime(self, mime: QMimeData, name: str = "canvas") -> None:
        target = self.find(name)
        place = QPoint(target.width() // 2, target.height() // 2)
        given = (Qt.DropAction.CopyAction, mime, _LEFT, _MODIFIERS.NoModifier)
        entered = QDragEnterEvent(place, *given)
        QApplication.sendEvent(target, entered)
        if entered.isAccepted():
            QApplication.sendEvent(target, QDragMoveEvent(place, *given))
            QApplication.sendEvent(target, QDropEvent(QPointF(place), *given))
        process_events()

    def paste(self, *paths: Path, image: QImage | None = None) -> None:
        """Ctrl+V on the canvas with files, or pixels, on the clipboard."""
        mime = QMimeData()
        if image is not None:
            mime.setImageData(image)
        else:
            mime.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
        QGuiApplication.clipboard().setMimeData(mime)
        self.focus("canvas")
        self.press(_KEYS.Key_V, _MODIFIERS.ControlModifier)

    def select_row(self, name: str, row: int) -> None:
        """Click a row of a list."""
        view: QAbstractItemView = self.find(name)
        index = view.model().index(row, 0)
        view.scrollTo(index)
        process_events()
        place = view.visualRect(index).center()
        QTest.mouseClick(view.viewport(), _LEFT, _MODIFIERS.NoModifier, place)
        process_events()

    def row_count(self, name: str) -> int:
        view: QAbstractItemView = self.find(name)
        return view.model().rowCount()

    def rows(self, name: str, role: int = Qt.ItemDataRole.DisplayRole) -> list[Any]:
        """What each row of a list holds under a role."""
        model = self.find(name).model()
        return [model.index(row, 0).data(role) for row in range(model.rowCount())]

    # The canvas

    def place(self, x: float, y: float) -> QPoint:
        """Where an image pixel's place lies on the canvas."""
        point: QPointF = self.canvas.map_from_image(QPointF(x, y))
        return point.toPoint()

    def paint(self, *points: tuple[float, float]) -> None:
        """One stroke with the left button through points of the picture."""
        canvas, places = self.canvas, [self.place(*point) for point in points]
        QTest.mousePress(canvas, _LEFT, _MODIFIERS.NoModifier, places[0])
        for place in places[1:]:
            QTest.mouseMove(canvas, place)
        QTest.mouseRelease(canvas, _LEFT, _MODIFIERS.NoModifier, places[-1])
        process_events()

    # Jobs and results

    @property
    def jobs(self) -> list[str]:
        """The state of each job in words, in the order of the list."""
        return [str(text) for text in self.rows("jobs_list")]

    @property
    def gallery(self) -> list[Path]:
        """The files of the results, newest first."""
        return [Path(path) for path in self.rows("gallery_list", Qt.ItemDataRole.UserRole)]

    def wait_for_results(self, count: int) -> None:
        self.wait_until(lambda: len(self.gallery) >= count, f"{count} results are in the gallery")
        assert len(self.gallery) == count

    def search(self, text: str) -> None:
        field: QLineEdit = self.find("gallery_search")
        self.focus("gallery_search")
        field.selectAll()
        if text:
            self.type_text(text)
        else:
            self.press(_KEYS.Key_Delete)
