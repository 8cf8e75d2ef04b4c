"""Every control has a name and shows its whole text, in both languages and in the smallest window."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSlider,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QMenu,
    QMenuBar,
    QPlainTextEdit,
    QScrollBar,
    QToolButton,
    QWidget,
)

from tests.helpers.fake_engine import build_result, build_session, decode_shown, fetch_page, open_source
from turbo_studio.core.facts import ConnectionChanged
from turbo_studio.core.geometry import Point
from turbo_studio.core.problems import Problem, ProblemCode
from turbo_studio.ui.dialogs.about import AboutDialog
from turbo_studio.ui.dialogs.connect import ConnectDialog
from turbo_studio.ui.dialogs.keys import KeysDialog
from turbo_studio.ui.dialogs.leave import LeaveBox
from turbo_studio.ui.dialogs.settings import SettingsDialog
from turbo_studio.ui.theme import apply_theme
from turbo_studio.ui.translations import load_translator
from turbo_studio.ui.window import MainWindow

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from PySide6.QtWidgets import (
        QDialog,
    )
    from pytestqt.qtbot import QtBot

INTERACTIVE = (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSlider,
    QAbstractSpinBox,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
)
WHOLES = (QAbstractSpinBox, QComboBox, QLineEdit, QAbstractItemView, QMenuBar, QMenu)
"""Controls whose parts are no controls of their own."""
MINIMUM = QSize(960, 640)


@pytest.fixture(params=["en", "zh_CN"])
def language(request: pytest.FixtureRequest, qapp: QApplication) -> Iterator[str]:
    load_translator(qapp, request.param)
    yield request.param
    load_translator(qapp, "en")


@pytest.fixture(params=["dark", "light"])
def theme(request: pytest.FixtureRequest, qapp: QApplication) -> Iterator[str]:
    apply_theme(qapp, request.param)
    yield request.param
    apply_theme(qapp, "dark")


@pytest.fixture
def window(qtbot: QtBot, tmp_path: Path, language: str, theme: str) -> Iterator[MainWindow]:
    """With pictures, a mask, a job, results and a message: everything that can be seen at once."""
    session, bridge, engine = build_session()
    window = MainWindow(session, bridge, tmp_path)
    qtbot.addWidget(window)
    window.show()
    window.resize(MINIMUM)
    qtbot.waitUntil(lambda: bool(engine.calls))
    session.receive(ConnectionChanged("https://gateway.example/v1", is_sandbox=True))
    open_source(session, tmp_path)
    decode_shown(session, tmp_path)
    session.painter.begin_stroke(Point(100, 100), erase=False)
    session.painter.commit_stroke()
    session.set_prompt("a cat")
    session.submit()
    fetch_page(session, [build_result(tmp_path, number) for number in (3, 2, 1)])
    bridge.message_shown.emit(Problem(ProblemCode.NOT_A_GATEWAY, {"status": 502}), "")
    QApplication.processEvents()
    yield window
    window.close()


def is_part_of_another(widget: QWidget) -> bool:
    """Whether Qt made it as a part of a control, which has the name."""
    if isinstance(widget, QScrollBar) or widget.objectName().startswith("qt_"):
        return True
    parent = widget.parentWidget()
    while parent is not None and not isinstance(parent, WHOLES):
        parent = parent.parentWidget()
    return parent is not None


def find_interactive(root: QWidget) -> list[QWidget]:
    return [
        widget
        for widget in root.findChildren(QWidget)
        if isinstance(widget, INTERACTIVE) and not is_part_of_another(widget)
    ]


def say_name(widget: QWidget) -> str:
    interface = QAccessible.queryAccessibleInterface(widget)
    return interface.text(QAccessible.Text.Name) if interface is not None else widget.accessibleName()


def describe(widget: QWidget) -> str:
    return f"{type(widget).__name__} {widget.objectName()!r}"


def find_clipped(root: QWidget) -> list[str]:
    """Labels and buttons that are smaller than the text they show."""
    clipped = []
    for widget in root.findChildren(QWidget):
        if not widget.isVisible() or is_part_of_another(widget):
            continue
        if isinstance(widget, QLabel) and widget.text() and not widget.wordWrap():
            needed = widget.minimumSizeHint()
        elif isinstance(widget, QLabel) and widget.text():
            needed = QSize(0, widget.heightForWidth(widget.width()))
        elif isinstance(widget, QAbstractButton) and widget.text() and not isinstance(widget, QToolButton):
            needed = widget.sizeHint()
        else:
            continue
        if needed.width() > widget.width() or needed.height() > widget.height():
            clipped.append(f"{describe(widget)} {widget.size().toTuple()} < {needed.toTuple()}")
    return clipped


def test_every_control_has_a_name(window: MainWindow) -> None:
    nameless = [describe(widget) for widget in find_interactive(window) if not say_name(widget).strip()]
    assert nameless == []


def test_every_control_can_be_reached_by_keys(window: MainWindow) -> None:
    """Either by Tab, or as an action that a menu or a key leads to as well."""
    for widget in find_interactive(window):
        if isinstance(widget, QToolButton) and widget.defaultAction() is not None:
            continue
        assert widget.focusPolicy() & Qt.FocusPolicy.TabFocus, describe(widget)


def test_no_text_is_clipped_in_the_smallest_window(window: MainWindow) -> None:
    assert window.size() == MINIMUM
    assert find_clipped(window) == []


def test_nothing_overlaps_in_the_smallest_window(window: MainWindow) -> None:
    docks = [dock for dock in window.docks if dock.objectName() != "sources_dock"]
    parts = [*docks, window.stage, window.statusBar(), window.menuBar()]
    places = {part.objectName() or type(part).__name__: part.geometry() for part in parts}
    for name, place in places.items():
        assert window.rect().contains(place), name
        overlapping = [other for other, its in places.items() if other != name and its.intersects(place)]
        assert overlapping == [], name
    sources = window.docks[2].geometry()
    assert window.stage.rect().contains(sources)
    assert not sources.intersects(window.canvas.geometry())


def test_every_visible_text_is_translated(window: MainWindow, language: str) -> None:
    """In Chinese, what has letters and no Chinese is a name, a number or a key."""
    if language == "en":
        return
    texts = [label.text() for label in window.findChildren(QLabel)]
    texts += [button.text() for button in window.findChildren(QAbstractButton)]
    texts += [action.text() for action in window.actions_table.by_name.values()]
    texts += [dock.windowTitle() for dock in window.docks]
    foreign = [
        text
        for text in texts
        if any(letter.isascii() and letter.isalpha() for letter in text)
        and not any("\u4e00" <= letter <= "\u9fff" for letter in text)
    ]
    assert foreign == []


@pytest.mark.parametrize("kind", ["connect", "settings", "keys", "about", "leave", "leave unsaved"])
def test_dialogs_have_names_and_whole_texts(qtbot: QtBot, language: str, kind: str) -> None:
    session, bridge, _ = build_session()
    session.receive(ConnectionChanged("https://gateway.example/v1", is_sandbox=False, key_tail="cdef"))
    dialogs: dict[str, QDialog] = {
        "connect": ConnectDialog(session, bridge),
        "settings": SettingsDialog(session),
        "keys": KeysDialog(),
        "about": AboutDialog(),
        "leave": LeaveBox(3),
        "leave unsaved": LeaveBox(1, unsaved_count=2, is_in_memory=True),
    }
    dialog = dialogs[kind]
    for each in dialogs.values():
        qtbot.addWidget(each)
    dialog.open()
    QApplication.processEvents()
    assert [describe(widget) for widget in find_interactive(dialog) if not say_name(widget).strip()] == []
    assert find_clipped(dialog) == []
    assert dialog.windowTitle() or kind.startswith("leave")
