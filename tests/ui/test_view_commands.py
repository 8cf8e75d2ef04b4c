"""The looks of the canvas: by menu, by context menu, kept in the preferences."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu

from tests.helpers.fake_engine import build_session, decode_shown, open_source
from turbo_studio.core.mask_look import MaskLook
from turbo_studio.ui.dialogs.feather import FeatherDialog
from turbo_studio.ui.window import MainWindow

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pytestqt.qtbot import QtBot


@pytest.fixture
def window(qtbot: QtBot, tmp_path: Path) -> Iterator[MainWindow]:
    session, bridge, engine = build_session()
    window = MainWindow(session, bridge, tmp_path)
    qtbot.addWidget(window)
    window.show()
    qtbot.waitUntil(lambda: bool(engine.calls_of("fetch_page")))
    open_source(session, tmp_path)
    decode_shown(session, tmp_path)
    yield window
    window.close()


def read_checked(window: MainWindow, prefix: str) -> list[str]:
    actions = window.actions_table.by_name
    return [verb for verb, action in actions.items() if verb.startswith(prefix) and action.isChecked()]


@pytest.mark.parametrize("look", list(MaskLook))
def test_a_look_is_chosen_seen_and_kept(window: MainWindow, look: MaskLook) -> None:
    window.canvas.set_overlay_visible(False)

    window.actions_table[f"look_{look}"].trigger()

    assert window.session.preferences.mask_look is look
    assert read_checked(window, "look_") == [f"look_{look}"]
    assert window.canvas.is_overlay_visible


def test_the_surround_takes_the_grey_that_was_chosen(window: MainWindow) -> None:
    greys = []
    for surround in ("black", "dark", "middle", "light"):
        window.actions_table[f"surround_{surround}"].trigger()
        assert read_checked(window, "surround_") == [f"surround_{surround}"]
        greys.append(window.canvas.grab().toImage().pixelColor(3, 3).red())
    assert greys == sorted(set(greys))
    window.actions_table["surround_theme"].trigger()
    assert window.session.preferences.surround == "theme"


@pytest.mark.parametrize("switch", ["marks_outside", "pixel_grid", "feather_preview"])
def test_switches_follow_the_preferences(window: MainWindow, switch: str) -> None:
    action = window.actions_table[switch]
    was = action.isChecked()

    action.trigger()
    assert getattr(window.session.preferences, switch) is not was

    window.session.set_preferences(window.session.preferences._replace(**{switch: was}))  # type: ignore[arg-type]
    assert action.isChecked() is was


def test_whoever_sets_a_feather_sees_it_while_it_is_set(window: MainWindow, qtbot: QtBot) -> None:
    window.canvas.set_overlay_visible(False)

    window.actions_table["feather_size"].trigger()

    dialog = window.findChild(FeatherDialog)
    assert dialog is not None
    assert not dialog.isModal()
    assert window.session.preferences.feather_preview
    assert window.canvas.is_overlay_visible
    dialog.size_slider.setValue(33)
    assert dialog.size_box.value() == 33
    qtbot.waitUntil(lambda: window.session.preferences.feather_px == 33)
    dialog.size_box.setValue(34)
    window.actions_table["feather_size"].trigger()
    assert window.findChildren(FeatherDialog) == [dialog]
    dialog.close()
    assert window.session.preferences.feather_px == 34
    qtbot.waitUntil(lambda: window.findChild(FeatherDialog) is None)
    assert window.session.preferences.feather_preview


def find_menu(window: MainWindow) -> QMenu | None:
    return window.canvas.findChild(QMenu, "canvas_menu")


def test_the_canvas_has_a_menu_of_its_own(window: MainWindow) -> None:
    place = QPoint(200, 150)
    reason = QContextMenuEvent.Reason.Keyboard
    QApplication.sendEvent(window.canvas, QContextMenuEvent(reason, place, window.canvas.mapToGlobal(place)))

    menu = find_menu(window)
    assert menu is not None
    assert window.actions_table["look_hatch"] in menu.findChildren(QMenu, "menu_mask_look")[0].actions()
    assert window.actions_table["surround_dark"] in menu.findChildren(QMenu, "menu_surround")[0].actions()
    assert not menu.findChildren(QMenu, "menu_marks")  # those are for results
    menu.close()


def test_a_right_button_that_takes_a_stroke_back_opens_no_menu(window: MainWindow) -> None:
    place = QPoint(200, 150)
    QTest.mousePress(window.canvas, Qt.MouseButton.LeftButton, pos=place)
    QTest.mousePress(window.canvas, Qt.MouseButton.RightButton, pos=place)
    reason = QContextMenuEvent.Reason.Mouse
    asked = QContextMenuEvent(reason, place, window.canvas.mapToGlobal(place))

    QApplication.sendEvent(window.canvas, asked)

    assert find_menu(window) is None
    mask = window.session.painter.shown_mask
    assert mask is not None
    assert mask.selected_pixels == 0
    QTest.mouseRelease(window.canvas, Qt.MouseButton.LeftButton, pos=place)
    QTest.mousePress(window.canvas, Qt.MouseButton.RightButton, pos=place)
    QApplication.sendEvent(window.canvas, asked)
    menu = find_menu(window)
    assert menu is not None
    menu.close()
