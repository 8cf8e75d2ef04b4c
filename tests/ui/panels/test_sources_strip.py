"""The strip of sources with real keys and presses."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMenu

from tests.helpers import fake_engine
from turbo_studio.core.sources import Note
from turbo_studio.ui.panels.sources_strip import SourcesStrip
from turbo_studio.ui.panels.sources_view import cross_of

if TYPE_CHECKING:
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from tests.helpers.fake_engine import FakeEngine
    from turbo_studio.session.session import Session
    from turbo_studio.ui.bridge import Bridge
    from turbo_studio.ui.panels.sources_view import SourcesView


class Desk(NamedTuple):
    strip: SourcesStrip
    view: SourcesView
    session: Session
    bridge: Bridge
    engine: FakeEngine


@pytest.fixture
def desk(qtbot: QtBot) -> Desk:
    session, bridge, engine = fake_engine.build_session()
    strip = SourcesStrip(session, bridge)
    qtbot.addWidget(strip)
    strip.resize(900, 90)
    strip.show()
    return Desk(strip, strip.sources_list, session, bridge, engine)


@pytest.fixture
def three(desk: Desk, tmp_path: Path) -> Desk:
    for name in ("a.png", "b.png", "c.png"):
        fake_engine.open_source(desk.session, tmp_path, name)
    QTest.qWait(0)
    return desk


def names_of(desk: Desk) -> list[str]:
    """As the list shows them."""
    model = desk.view.model()
    return [model.index(row, 0).data() for row in range(model.rowCount())]


def center_of(view: SourcesView, row: int) -> QPoint:
    return view.visualRect(view.model().index(row, 0)).center()


def drag(view: SourcesView, start: QPoint, end: QPoint, *, let_go: bool = True) -> None:
    port, left = view.viewport(), Qt.MouseButton.LeftButton
    QTest.mousePress(port, left, pos=start)
    QTest.mouseMove(port, start + (end - start) / 2)
    QTest.mouseMove(port, end)
    if let_go:
        QTest.mouseRelease(port, left, pos=end)


def test_sources_stand_in_their_order_and_the_first_is_shown(three: Desk) -> None:
    assert names_of(three) == ["a.png", "b.png", "c.png"]
    assert three.view.currentIndex().row() == 0
    assert three.view.visualRect(three.view.model().index(2, 0)).right() <= three.view.viewport().width()


def test_the_count_says_how_many_and_what_is_being_opened(desk: Desk, tmp_path: Path) -> None:
    count = desk.strip.count_label
    assert count.text() == "0 of 16"
    desk.session.open_files([tmp_path / "a.png", tmp_path / "b.png"])
    assert "opening 2" in count.text()
    assert desk.view.model().rowCount() == 0
    desk.session.opening_count = 0
    fake_engine.open_source(desk.session, tmp_path)
    assert count.text() == "1 of 16"


def test_a_click_shows_another_source(three: Desk) -> None:
    QTest.mouseClick(three.view.viewport(), Qt.MouseButton.LeftButton, pos=center_of(three.view, 2))
    shown = three.session.painter.shown_source
    assert shown is not None
    assert shown.name == "c.png"


def test_the_arrow_keys_show_another_source(three: Desk) -> None:
    QTest.keyClick(three.view, Qt.Key.Key_Right)
    shown = three.session.painter.shown_source
    assert shown is not None
    assert shown.name == "b.png"


def test_what_the_session_shows_becomes_current(three: Desk) -> None:
    three.session.painter.show_source(three.session.document.sources[1].id)
    assert three.view.currentIndex().row() == 1
    assert len(three.engine.calls_of("decode_source")) == 2


@pytest.mark.parametrize(
    ("row", "key", "expected"),
    [
        (0, Qt.Key.Key_Right, ["b.png", "a.png", "c.png"]),
        (2, Qt.Key.Key_Left, ["a.png", "c.png", "b.png"]),
        (0, Qt.Key.Key_Left, ["a.png", "b.png", "c.png"]),
        (2, Qt.Key.Key_Right, ["a.png", "b.png", "c.png"]),
    ],
)
def test_alt_and_arrow_move_a_source(three: Desk, row: int, key: Qt.Key, expected: list[str]) -> None:
    three.view.setCurrentIndex(three.view.model().index(row, 0))
    moved = names_of(three)[row]
    QTest.keyClick(three.view, key, Qt.KeyboardModifier.AltModifier)
    assert names_of(three) == expected
    assert three.view.currentIndex().data() == moved


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        (0, 2, ["b.png", "c.png", "a.png"]),
        (2, 0, ["c.png", "a.png", "b.png"]),
        (0, 1, ["b.png", "a.png", "c.png"]),
        (1, 1, ["a.png", "b.png", "c.png"]),
    ],
)
def test_a_drag_moves_a_source(three: Desk, start: int, end: int, expected: list[str]) -> None:
    beyond = QPoint(20 if end > start else -20, 0) if end != start else QPoint(12, 0)
    drag(three.view, center_of(three.view, start), center_of(three.view, end) + beyond)
    assert names_of(three) == expected


def test_escape_gives_a_drag_up(three: Desk) -> None:
    end = center_of(three.view, 2)
    drag(three.view, center_of(three.view, 0), end, let_go=False)
    QTest.keyClick(three.view, Qt.Key.Key_Escape)
    QTest.mouseRelease(three.view.viewport(), Qt.MouseButton.LeftButton, pos=end)
    assert names_of(three) == ["a.png", "b.png", "c.png"]


def test_the_cross_takes_a_source_away_and_undo_brings_it_back(three: Desk) -> None:
    cross = cross_of(three.view.visualRect(three.view.model().index(1, 0))).center()
    QTest.mouseClick(three.view.viewport(), Qt.MouseButton.LeftButton, pos=cross)
    assert names_of(three) == ["a.png", "c.png"]
    three.session.undo()
    assert names_of(three) == ["a.png", "b.png", "c.png"]


def test_delete_takes_the_current_source_away(three: Desk) -> None:
    three.view.setCurrentIndex(three.view.model().index(1, 0))
    QTest.keyClick(three.view, Qt.Key.Key_Delete)
    assert names_of(three) == ["a.png", "c.png"]
    assert three.view.currentIndex().row() == 0


def test_the_menu_does_what_the_keys_do(three: Desk) -> None:
    three.view.setCurrentIndex(three.view.model().index(0, 0))
    three.view.customContextMenuRequested.emit(center_of(three.view, 0))
    (menu,) = three.strip.findChildren(QMenu)
    left, right, _, remove = menu.actions()
    assert not left.isEnabled()
    right.trigger()
    assert names_of(three) == ["b.png", "a.png", "c.png"]
    remove.trigger()
    assert names_of(three) == ["b.png", "c.png"]


def test_a_row_says_number_name_notes_and_what_its_mask_means(desk: Desk, tmp_path: Path) -> None:
    notes = (Note.TURNED_UPRIGHT, Note.LOCATION_LEFT_OUT)
    fake_engine.open_source(desk.session, tmp_path, "a.png", notes=notes)
    fake_engine.open_source(desk.session, tmp_path, "<b>b</b>.png")
    for source in desk.session.document.sources:
        desk.session.painter.show_source(source.id)
        fake_engine.decode_shown(desk.session, tmp_path)
        desk.session.painter.fill_mask()
    role = Qt.ItemDataRole.AccessibleTextRole
    first, second = (desk.view.model().index(row, 0) for row in range(2))
    assert first.data(role).startswith("Image 1: a.png, 320 × 240; Turned upright")
    assert first.data(role).endswith("Its mask is sent")
    assert "not sent" in second.data(role)
    assert "<b>" not in second.data(Qt.ItemDataRole.ToolTipRole)


def test_the_mask_dot_follows_the_mask(desk: Desk, tmp_path: Path) -> None:
    fake_engine.open_source(desk.session, tmp_path)
    fake_engine.decode_shown(desk.session, tmp_path)
    index = desk.view.model().index(0, 0)
    tile = desk.view.visualRect(index)
    before = desk.view.viewport().grab(tile).toImage()
    desk.session.painter.fill_mask()
    assert desk.view.viewport().grab(tile).toImage() != before
    desk.session.painter.clear_mask()
    assert desk.view.viewport().grab(tile).toImage() == before


def test_the_tile_shows_the_thumbnail(desk: Desk, tmp_path: Path, qtbot: QtBot) -> None:
    fake_engine.open_source(desk.session, tmp_path)
    tile = desk.view.visualRect(desk.view.model().index(0, 0))

    def reddens_to_the_right() -> bool:
        image = desk.view.viewport().grab(tile).toImage()
        middle = image.height() // 2
        left, right = (
            image.pixelColor(x, middle).red() for x in (image.width() // 4, image.width() * 3 // 4)
        )
        return right > left + 60

    qtbot.waitUntil(reddens_to_the_right)


def test_the_plus_asks_for_files(desk: Desk, qtbot: QtBot) -> None:
    with qtbot.waitSignal(desk.strip.open_requested):
        QTest.mouseClick(desk.strip.add_button, Qt.MouseButton.LeftButton)
    assert desk.strip.add_button.accessibleName()
    assert desk.view.accessibleName()


def test_files_that_are_dragged_over_it_are_left_to_the_window(desk: Desk) -> None:
    assert not desk.view.acceptDrops()
    assert not desk.view.viewport().acceptDrops()
