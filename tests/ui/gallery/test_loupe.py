"""The loupe in the real window: there by Space, on by arrows, back by Space and Escape, and full screen."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest

from tests.helpers import fake_engine
from tests.helpers.shelf import Shelf
from turbo_studio.core.facts import PictureDecoded, PictureNotDecoded, TrashingEnded
from turbo_studio.core.geometry import Size
from turbo_studio.core.problems import Problem, ProblemCode
from turbo_studio.core.trash import Trashed
from turbo_studio.ui.gallery.loupe import Loupe
from turbo_studio.ui.theme import tokens
from turbo_studio.ui.window import MainWindow

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from tests.helpers.fake_engine import FakeEngine
    from turbo_studio.core.looking import Wish

_Key = Qt.Key
_SIZE = Size(320, 240)


class Stand(NamedTuple):
    window: MainWindow
    engine: FakeEngine
    qtbot: QtBot
    folder: Path

    def open(self, row: int = 1) -> Loupe:
        strip = self.window.results_strip.gallery_list
        self.window.chosen.choose_row(row)
        strip.setFocus()
        QTest.keyClick(strip, _Key.Key_Space)
        loupe = self.window.page
        assert isinstance(loupe, Loupe)
        self.qtbot.waitUntil(loupe.hasFocus)
        return loupe

    def wishes(self) -> tuple[Wish, ...]:
        (wishes,) = self.engine.calls_of("look_at")[-1]
        assert isinstance(wishes, tuple)
        return wishes

    def is_back(self) -> bool:
        return self.window.page is None


@pytest.fixture
def stand(qtbot: QtBot, tmp_path: Path) -> Iterator[Stand]:
    session, bridge, engine = fake_engine.build_session()
    engine.shelf = Shelf(
        bridge.post,
        tmp_path,
        5,
        lambda number: replace(fake_engine.build_result(tmp_path, number), size=_SIZE),
    )
    window = MainWindow(session, bridge, tmp_path)
    qtbot.addWidget(window)
    window.show()
    window.resize(1280, 800)
    window.activateWindow()
    qtbot.waitUntil(lambda: window.isActiveWindow() and window.results.rowCount() == 5)
    yield Stand(window, engine, qtbot, tmp_path)
    window.close()


def count_colors(loupe: Loupe) -> int:
    image = loupe.grab().toImage()
    places = ((x, y) for x in range(0, image.width(), 3) for y in range(0, image.height(), 3))
    return len({image.pixel(x, y) for x, y in places})


def test_the_picture_and_its_neighbours_are_asked_for(stand: Stand) -> None:
    stand.open(1)
    assert [wish.path.name for wish in stand.wishes()] == ["0000004.png", "0000003.png", "0000005.png"]


def test_the_thumbnail_stands_in_until_the_pixels_come(stand: Stand) -> None:
    loupe = stand.open()
    stand.qtbot.waitUntil(lambda: count_colors(loupe) > 200)
    raster = fake_engine.write_raster(stand.folder / "raster", fake_engine.paint_pattern(_SIZE))
    stand.window.session.receive(PictureDecoded(stand.wishes()[0].token, raster))
    place = loupe.map_from_image(loupe.map_to_image(loupe.rect().center().toPointF())).toPoint()
    shown = loupe.grab().toImage().pixelColor(place)
    pattern = fake_engine.paint_pattern(_SIZE)[120, 160]
    assert abs(shown.red() - int(pattern[0])) < 6
    assert abs(shown.green() - int(pattern[1])) < 6


def test_why_a_picture_cannot_be_shown_is_said(stand: Stand) -> None:
    loupe = stand.open()
    stand.qtbot.waitUntil(lambda: count_colors(loupe) > 200)
    before = loupe.grab().toImage()
    problem = Problem(ProblemCode.FILE_UNREADABLE, {"reason": "it is gone"})
    stand.window.session.receive(PictureNotDecoded(stand.wishes()[0].token, problem))
    after = loupe.grab().toImage()
    place = QPoint(loupe.width() // 2, loupe.height() // 3)  # on the picture, above the words
    ground = tokens().canvas
    for channel in (QColor.red, QColor.green, QColor.blue):
        shown, faint = channel(before.pixelColor(place)), channel(after.pixelColor(place))
        assert abs(faint - channel(ground)) <= 0.35 * abs(shown - channel(ground)) + 2


def test_arrows_walk_and_stop_at_the_ends(stand: Stand) -> None:
    loupe = stand.open(1)
    for key, row in (
        (_Key.Key_Right, 2),
        (_Key.Key_Left, 1),
        (_Key.Key_End, 4),
        (_Key.Key_Right, 4),
        (_Key.Key_Home, 0),
        (_Key.Key_Left, 0),
    ):
        QTest.keyClick(loupe, key)
        assert stand.window.chosen.row == row
    assert stand.wishes()[0].path.name == "0000005.png"


@pytest.mark.parametrize("key", [_Key.Key_Space, _Key.Key_Escape])
def test_it_is_left_with_the_focus_where_it_was(stand: Stand, key: Qt.Key) -> None:
    loupe = stand.open()
    QTest.keyClick(loupe, key)
    assert stand.is_back()
    assert stand.window.results_strip.gallery_list.hasFocus()
    assert stand.wishes() == ()


def test_from_the_gallery_it_leads_back_to_the_gallery(stand: Stand) -> None:
    stand.window.chosen.choose_row(2)
    stand.window.toggle_gallery()
    stand.window.actions_table["loupe"].trigger()
    assert isinstance(stand.window.page, Loupe)
    QTest.keyClick(stand.window.page, _Key.Key_Escape)
    assert stand.window.is_gallery_shown


def test_marks_are_given_there(stand: Stand) -> None:
    loupe = stand.open(0)
    QTest.keyClick(loupe, _Key.Key_5)
    assert stand.engine.calls_of("change_marks") == [(("0000005",), 5, None, None)]


def test_marks_are_seen_and_said_there(stand: Stand) -> None:
    loupe = stand.open(0)
    stand.qtbot.waitUntil(lambda: count_colors(loupe) > 200)
    before = loupe.grab().toImage()
    QTest.keyClick(loupe, _Key.Key_P)
    stand.qtbot.waitUntil(lambda: "picked" in loupe.accessibleDescription())
    assert loupe.grab().toImage() != before


def test_what_follows_is_shown_where_one_goes_and_after_the_last_it_ends(stand: Stand) -> None:
    loupe = stand.open(3)
    assert stand.engine.shelf is not None
    stand.engine.shelf.remove(2)
    stand.qtbot.waitUntil(lambda: stand.wishes()[0].path.name == "0000001.png")
    stand.engine.shelf.remove(1, 3, 4)
    stand.qtbot.waitUntil(lambda: stand.wishes()[0].path.name == "0000005.png")
    assert stand.window.page is loupe
    stand.engine.shelf.remove(5)
    stand.qtbot.waitUntil(stand.is_back)


def test_a_double_click_shows_the_pixels_and_the_whole_again(stand: Stand) -> None:
    loupe = stand.open()
    QTest.mouseDClick(loupe, Qt.MouseButton.LeftButton)
    assert loupe.zoom == pytest.approx(1.0)
    QTest.mouseDClick(loupe, Qt.MouseButton.LeftButton)
    assert loupe.is_fitting


def test_a_double_click_on_a_tile_opens_it(stand: Stand) -> None:
    view = stand.window.results_strip.gallery_list
    place = view.visualRect(stand.window.results.index(1)).center()
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=place)
    QTest.mouseDClick(view.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert isinstance(stand.window.page, Loupe)


def test_the_whole_screen_is_entered_and_left_by_keys(stand: Stand) -> None:
    stand.window.chosen.choose_row(1)
    stand.window.actions_table["view_full_screen"].trigger()
    screen = stand.window.findChild(Loupe, "full_screen_loupe")
    assert isinstance(screen, Loupe)
    assert screen.isFullScreen()
    QTest.keyClick(screen, _Key.Key_Right)
    assert stand.window.chosen.row == 2
    QTest.keyClick(screen, _Key.Key_Escape)
    assert not screen.isVisible()
    assert stand.is_back()


def test_what_was_thrown_away_on_the_whole_screen_comes_back_there(stand: Stand) -> None:
    result = stand.window.results.result_at(1)
    assert result is not None
    stand.window.chosen.choose_row(1)
    stand.window.actions_table["view_full_screen"].trigger()
    screen = stand.window.findChild(Loupe, "full_screen_loupe")
    assert isinstance(screen, Loupe)
    stand.qtbot.waitUntil(screen.hasFocus)
    QTest.keyClick(screen, _Key.Key_Delete)
    stand.window.session.receive(TrashingEnded(Trashed((result.id,))))
    QTest.keyClick(screen, _Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert stand.engine.calls_of("restore_results") == [((result.id,),)]
    screen.close()
