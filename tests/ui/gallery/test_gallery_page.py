"""The gallery's page in the real window: there and back, its columns, its tiles, and what is kept of it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, NamedTuple

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu, QPlainTextEdit, QWidget

from tests.helpers import fake_engine
from tests.helpers.shelf import Shelf
from turbo_studio.ui.gallery.chosen import CHOSEN_MAX
from turbo_studio.ui.window import MainWindow

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from turbo_studio.ui.gallery.gallery_page import GalleryPage

_Key, _Modifier = Qt.Key, Qt.KeyboardModifier


class Stand(NamedTuple):
    window: MainWindow
    qtbot: QtBot

    @property
    def page(self) -> GalleryPage:
        return self.window.gallery_page

    def is_open(self) -> bool:
        return self.window.page is self.page

    def leave_by(self, key: Qt.Key) -> None:
        QTest.keyClick(self.page, key)

    def open(self) -> None:
        """By the key on the canvas."""
        self.window.canvas.setFocus()
        QTest.keyClick(self.window.canvas, _Key.Key_G)
        self.qtbot.waitUntil(self.page.gallery_grid.hasFocus)

    def press(self, key: Qt.Key) -> None:
        QTest.keyClick(self.page.gallery_grid, key)


def open_window(qtbot: QtBot, folder: Path, total: int = 5_000) -> Stand:
    session, bridge, engine = fake_engine.build_session()
    engine.shelf = Shelf(bridge.post, folder, total)
    window = MainWindow(session, bridge, folder)
    qtbot.addWidget(window)
    window.show()
    window.resize(1600, 900)
    window.activateWindow()
    qtbot.waitUntil(lambda: window.isActiveWindow() and window.results.rowCount() == total)
    return Stand(window, qtbot)


@pytest.fixture
def stand(qtbot: QtBot, tmp_path: Path) -> Iterator[Stand]:
    stand = open_window(qtbot, tmp_path)
    yield stand
    stand.window.close()


def test_keys_with_modifiers_do_not_lead_away(stand: Stand) -> None:
    stand.open()
    stand.window.chosen.selection.clear()  # so that no action takes them
    for modifiers in (_Modifier.ControlModifier, _Modifier.ControlModifier | _Modifier.ShiftModifier):
        QTest.keyClick(stand.page, _Key.Key_G, modifiers)
    assert stand.is_open()


def test_g_goes_there_and_back(stand: Stand) -> None:
    strip = stand.window.docks[-1]
    assert strip.isVisible()
    stand.open()
    assert stand.is_open()
    assert not strip.isVisible()
    stand.press(_Key.Key_G)
    assert not stand.is_open()
    assert strip.isVisible()
    assert stand.window.canvas.hasFocus()


def test_escape_goes_back(stand: Stand) -> None:
    stand.open()
    stand.press(_Key.Key_Escape)
    assert not stand.is_open()


def test_one_selection_for_both(stand: Stand) -> None:
    stand.window.chosen.choose_row(2_000)
    stand.open()
    grid = stand.page.gallery_grid
    assert grid.currentIndex().row() == 2_000
    assert grid.viewport().rect().contains(grid.visualRect(grid.currentIndex()).center())
    stand.press(_Key.Key_Right)
    stand.press(_Key.Key_G)
    strip = stand.window.results_strip.gallery_list
    assert strip.currentIndex().row() == 2_001
    assert strip.viewport().rect().intersects(strip.visualRect(strip.currentIndex()))


def test_marks_are_given_by_key_there_too(stand: Stand) -> None:
    stand.open()
    stand.press(_Key.Key_3)
    stand.qtbot.waitUntil(
        lambda: (result := stand.window.results.result_at(0)) is not None and result.marks.stars == 3
    )


def test_a_key_on_more_than_can_be_worked_on_is_answered_in_words(qtbot: QtBot, tmp_path: Path) -> None:
    stand = open_window(qtbot, tmp_path, CHOSEN_MAX + 1)
    stand.open()
    QTest.keyClick(stand.page.gallery_grid, _Key.Key_A, _Modifier.ControlModifier)
    assert stand.window.chosen.count == CHOSEN_MAX + 1
    stand.press(_Key.Key_3)
    assert "choose fewer" in stand.window.message_bar.text
    stand.window.close()


def test_tiles_become_larger_by_slider_keys_and_wheel(stand: Stand) -> None:
    stand.open()
    grid, slider = stand.page.gallery_grid, stand.page.size_slider
    before = grid.visualRect(stand.window.results.index(0)).size()
    stand.press(_Key.Key_Plus)
    larger = grid.visualRect(stand.window.results.index(0)).size()
    assert larger.height() > before.height()
    stand.press(_Key.Key_Minus)
    assert grid.visualRect(stand.window.results.index(0)).size() == before
    slider.setValue(slider.maximum())
    assert grid.visualRect(stand.window.results.index(0)).width() >= slider.maximum()


def test_columns_are_shown_hidden_and_dropped_where_there_is_no_room(stand: Stand) -> None:
    stand.open()
    left = stand.window.findChild(QWidget, "finding_column")
    right = stand.window.findChild(QWidget, "detail_panel")
    assert isinstance(left, QWidget)
    assert isinstance(right, QWidget)
    assert left.isVisible()
    assert right.isVisible()
    stand.page.left_button.click()
    assert not left.isVisible()
    stand.page.left_button.click()
    stand.window.resize(1_100, 800)
    stand.qtbot.waitUntil(lambda: not right.isVisible())
    assert left.isVisible()
    assert not stand.page.right_button.isChecked()
    stand.window.resize(1_600, 900)
    stand.qtbot.waitUntil(right.isVisible)


def test_in_a_narrow_page_the_column_that_is_asked_for_is_shown_alone(stand: Stand) -> None:
    stand.open()
    stand.window.resize(stand.window.minimumSize())
    stand.qtbot.waitUntil(lambda: not stand.page.left_button.isChecked())
    assert not stand.page.right_button.isChecked()
    stand.page.right_button.click()
    assert (stand.page.left_button.isChecked(), stand.page.right_button.isChecked()) == (False, True)
    stand.page.left_button.click()
    assert (stand.page.left_button.isChecked(), stand.page.right_button.isChecked()) == (True, False)
    stand.page.left_button.click()
    assert not stand.page.right_button.isChecked()


def test_the_search_is_the_same_in_both(stand: Stand) -> None:
    stand.open()
    QTest.keyClicks(stand.page.gallery_grid, "t")
    assert stand.page.search_field.hasFocus()
    stand.page.search_field.setText("number 4999")
    QTest.keyClick(stand.page.search_field, _Key.Key_Return)
    stand.qtbot.waitUntil(lambda: stand.window.results.rowCount() == 1)
    assert stand.window.results_strip.gallery_search.text() == "number 4999"
    assert stand.page.count_label.text() == "1 · newest first"
    stand.window.actions_table["find_results"].trigger()
    assert stand.page.search_field.hasFocus()


def test_the_menu_is_offered_on_a_tile_alone(stand: Stand) -> None:
    stand.open()
    grid = stand.page.gallery_grid
    grid.customContextMenuRequested.emit(QPoint(1, 1))
    assert grid.findChild(QMenu, "result_menu") is None
    grid.customContextMenuRequested.emit(grid.visualRect(stand.window.results.index(1)).center())
    menu = grid.findChild(QMenu, "result_menu")
    assert isinstance(menu, QMenu)
    menu.close()


def test_an_empty_gallery_is_left_by_its_keys_and_its_button(qtbot: QtBot, tmp_path: Path) -> None:
    stand = open_window(qtbot, tmp_path, 0)
    for leave in (
        partial(stand.leave_by, _Key.Key_Escape),
        partial(stand.leave_by, _Key.Key_G),
        stand.page.close_button.click,
    ):
        stand.window.toggle_gallery()
        assert stand.page.gallery_grid.empty_label.isVisible()
        assert stand.page.hasFocus()
        leave()
        assert not stand.is_open()
    stand.window.close()


def test_the_first_tiles_get_the_focus_that_the_empty_page_had(qtbot: QtBot, tmp_path: Path) -> None:
    stand = open_window(qtbot, tmp_path, 0)
    stand.window.toggle_gallery()
    assert stand.page.hasFocus()
    with qtbot.waitSignal(stand.window.results.modelReset):  # what comes before the first page is part of it
        stand.window.session.results.refresh()
    stand.window.bridge.results_arrived.emit((fake_engine.describe_result(tmp_path, 1),))
    stand.qtbot.waitUntil(stand.page.gallery_grid.hasFocus)
    assert stand.window.chosen.row == 0
    stand.window.close()


def test_its_look_is_kept_and_the_strip_is_back_in_the_next_run(qtbot: QtBot, tmp_path: Path) -> None:
    stand = open_window(qtbot, tmp_path)
    stand.window.toggle_gallery()
    stand.page.size_slider.setValue(222)
    stand.page.right_button.click()
    stand.window.close()
    again = open_window(qtbot, tmp_path)
    assert again.window.docks[-1].isVisible()
    again.window.close()  # without having shown the page
    third = open_window(qtbot, tmp_path)
    third.window.toggle_gallery()
    assert third.page.size_slider.value() == 222
    assert not third.page.right_button.isChecked()
    assert third.page.left_button.isChecked()
    third.window.close()


def test_lights_out_leaves_the_strip_hidden_until_the_panels_come_back(stand: Stand) -> None:
    stand.open()
    stand.window.set_panels_hidden(hidden=True)
    stand.press(_Key.Key_G)
    assert not stand.window.docks[-1].isVisible()
    stand.window.set_panels_hidden(hidden=False)
    assert stand.window.docks[-1].isVisible()


def test_every_control_has_a_name(stand: Stand) -> None:
    stand.open()
    page = stand.page
    for widget in (
        *(page.gallery_grid, page.search_field, page.size_slider),
        *(page.left_button, page.right_button, page.close_button),
    ):
        assert widget.objectName()
        assert widget.accessibleName()


def test_what_is_said_covers_no_control_of_the_page(stand: Stand) -> None:
    bar, page = stand.window.message_bar, stand.page
    bar.show_error("This stays until it is closed.")
    check_over_the_canvas(stand)
    stand.window.show_notice("6 results added to Favourites.", "Undo", page.take_focus)
    stand.open()
    assert bar.parentWidget() is page
    for height in (900, 700):
        stand.window.resize(1_600, height)
        stand.qtbot.waitUntil(lambda: 0 < page.height() - bar.geometry().bottom() < bar.height())
        assert bar.geometry().top() > page.search_field.geometry().bottom()
    stand.leave_by(_Key.Key_G)
    check_over_the_canvas(stand)


def check_over_the_canvas(stand: Stand) -> None:
    """At the top, in the middle, whatever size the window gets."""
    bar, canvas = stand.window.message_bar, stand.window.canvas
    assert bar.parentWidget() is canvas
    for width in (1_600, 1_200):
        stand.window.resize(width, 900)
        stand.qtbot.waitUntil(lambda: abs(bar.geometry().center().x() - canvas.rect().center().x()) <= 1)
        assert canvas.rect().contains(bar.geometry())
        assert bar.geometry().top() < bar.height()


def walk(first: QWidget, last: str) -> list[str]:
    """The names of what has the focus from one Tab to the next."""
    names: list[str] = []
    first.setFocus()
    while not names or names[-1] != last:
        focused = QApplication.focusWidget()
        assert focused is not None
        assert focused.objectName() not in names, names
        names.append(focused.objectName())
        QTest.keyClick(focused, _Key.Key_Tab)
    return names


def test_tab_goes_as_the_eye_does(stand: Stand) -> None:
    stand.open()
    stand.window.chosen.choose_row(0)
    (prompt,) = stand.window.findChildren(QPlainTextEdit, "detail_prompt")
    stand.qtbot.waitUntil(prompt.isVisible)
    names = walk(stand.page.left_button, "detail_reopen_button")
    segments = ("filter_label_", "filter_quality_", "detail_star_", "detail_label_", "detail_flag_")
    assert [name for name in names if not name.startswith(segments)] == [
        *("gallery_left_button", "gallery_page_search", "tile_size_slider"),
        *("gallery_right_button", "gallery_close_button"),
        *("filter_stars_box", "filter_flag_box", "filter_days_box", "filter_kind_box", "filter_size_box"),
        *("filter_dollars_min_box", "filter_dollars_max_box", "filter_place_box"),
        *("save_search_button", "create_collection_button", "gallery_grid"),
        *("detail_prompt", "detail_copy_prompt_button", "detail_lineage_button", "detail_reopen_button"),
    ]


def test_escape_leads_from_a_filter_to_the_tiles_and_from_there_away(stand: Stand) -> None:
    stand.open()
    box = stand.window.findChild(QWidget, "filter_stars_box")
    assert box is not None
    box.setFocus()
    QTest.keyClick(box, _Key.Key_Escape)
    assert stand.page.gallery_grid.hasFocus()
    stand.press(_Key.Key_Escape)
    assert not stand.is_open()
