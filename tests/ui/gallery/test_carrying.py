"""What another program sees of results that are dragged to it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar

import pytest
from PySide6.QtCore import QEvent, QItemSelection, QItemSelectionModel, QPoint, QPointF, QSize, Qt
from PySide6.QtGui import QDrag, QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from tests.helpers.fake_engine import build_result
from turbo_studio.ui.gallery import carrying
from turbo_studio.ui.gallery.carrying import CarriedResults
from turbo_studio.ui.gallery.tile_view import TileView

if TYPE_CHECKING:
    from pathlib import Path

    from tests.ui.gallery.conftest import Desk

_LEFT, _NONE = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
_Flag = QItemSelectionModel.SelectionFlag


def test_one_result_is_a_file_and_a_picture(qapp: QApplication, tmp_path: Path) -> None:
    result = build_result(tmp_path)
    mime = CarriedResults([result])
    assert [url.toLocalFile() for url in mime.urls()] == [str(result.path)]
    assert set(mime.formats()) >= {"text/uri-list", "image/png"}
    assert mime.hasFormat("image/png")
    assert mime.data("image/png").data() == result.path.read_bytes()


def test_several_are_files_in_their_order(qapp: QApplication, tmp_path: Path) -> None:
    results = [build_result(tmp_path, number) for number in (3, 1, 2)]
    mime = CarriedResults(results)
    assert [url.toLocalFile() for url in mime.urls()] == [str(result.path) for result in results]
    assert not mime.hasFormat("image/png")


def test_what_is_not_there_is_not_carried(qapp: QApplication, tmp_path: Path) -> None:
    there, gone = build_result(tmp_path, 1), replace(build_result(tmp_path, 2), is_missing=True)
    assert len(CarriedResults([gone, there]).urls()) == 1
    mime = CarriedResults([there])
    there.path.unlink()
    assert mime.data("image/png").isEmpty()


def test_a_path_of_any_name_is_one_address(qapp: QApplication, tmp_path: Path) -> None:
    result = build_result(tmp_path)
    hostile = result.path.rename(result.path.with_name("a b\n#%41?猫.png"))
    (url,) = CarriedResults([replace(result, path=hostile)]).urls()
    assert url.toLocalFile() == str(hostile)


class NotedDrag(QDrag):
    """A drag that is over at once: the loop of a real one waits for a pointer."""

    noted: ClassVar[list[NotedDrag]] = []

    def exec(self, *actions: object) -> Qt.DropAction:
        self.noted.append(self)
        return Qt.DropAction.CopyAction


@pytest.fixture
def drags(monkeypatch: pytest.MonkeyPatch) -> list[NotedDrag]:
    monkeypatch.setattr(carrying, "QDrag", NotedDrag)
    NotedDrag.noted = []
    return NotedDrag.noted


@pytest.fixture
def view(desk: Desk) -> TileView:
    view = TileView(desk.model, desk.chosen, is_strip=True)
    desk.qtbot.addWidget(view)
    view.resize(900, 160)
    view.set_tile_size(QSize(120, 90))
    view.show()
    desk.fill(6, with_files=True)
    desk.qtbot.waitUntil(lambda: desk.model.result_at(5) is not None)
    return view


def drag_tile(view: TileView, row: int, modifiers: Qt.KeyboardModifier = _NONE) -> None:
    viewport, start = view.viewport(), view.visualRect(view.model().index(row, 0)).center()
    QTest.mousePress(viewport, _LEFT, modifiers, start)
    for way in (2, 30, 60):
        place = QPointF(start + QPoint(way, 0))
        moved = QMouseEvent(
            QEvent.Type.MouseMove,
            place,
            viewport.mapToGlobal(place),
            Qt.MouseButton.NoButton,
            _LEFT,
            modifiers,
        )
        QApplication.sendEvent(viewport, moved)
    QTest.mouseRelease(viewport, _LEFT, modifiers, start)


def test_a_tile_is_dragged_with_all_that_is_chosen(
    desk: Desk, view: TileView, drags: list[NotedDrag]
) -> None:
    view.selectionModel().select(QItemSelection(desk.at(1), desk.at(3)), _Flag.ClearAndSelect)
    drag_tile(view, 2)
    (drag,) = drags
    results = [desk.model.result_at(row) for row in (1, 2, 3)]
    assert [url.toLocalFile() for url in drag.mimeData().urls()] == [
        str(result.path) for result in results if result is not None
    ]
    size = drag.pixmap().deviceIndependentSize()
    assert 0 < size.width() < 100  # of a tile that is wider
    assert drag.hotSpot().x() < 0  # beside the pointer: where it may be dropped is not hidden


def test_a_tile_that_was_not_chosen_is_dragged_alone(
    desk: Desk, view: TileView, drags: list[NotedDrag]
) -> None:
    view.selectionModel().select(QItemSelection(desk.at(0), desk.at(1)), _Flag.ClearAndSelect)
    drag_tile(view, 4)
    (drag,) = drags
    assert len(drag.mimeData().urls()) == 1
    assert desk.chosen.row == 4


def test_a_tile_that_a_press_gave_up_is_not_dragged(
    desk: Desk, view: TileView, drags: list[NotedDrag]
) -> None:
    view.setCurrentIndex(desk.at(2))
    drag_tile(view, 2, Qt.KeyboardModifier.ControlModifier)
    assert drags == []


def test_a_press_that_hardly_moves_is_a_click(desk: Desk, view: TileView, drags: list[NotedDrag]) -> None:
    QTest.mouseClick(view.viewport(), _LEFT, _NONE, view.visualRect(desk.at(3)).center())
    assert drags == []
    assert desk.chosen.row == 3


def test_of_a_long_selection_the_first_are_carried(desk: Desk, view: TileView) -> None:
    desk.fill(5_000)
    desk.chosen.selection.select(QItemSelection(desk.at(0), desk.at(4_999)), _Flag.ClearAndSelect)
    desk.chosen.selection.setCurrentIndex(desk.at(120), _Flag.NoUpdate)
    taken = desk.chosen.take_read(100)
    assert len(taken) == 101
    assert taken[-1] == desk.chosen.current_result()
