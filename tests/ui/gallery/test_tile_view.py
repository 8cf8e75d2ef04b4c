"""The view of the results, by mouse, wheel and keys, as a strip and as a grid."""

from __future__ import annotations

import random
from dataclasses import replace
from itertools import count
from typing import TYPE_CHECKING, NamedTuple

import pytest
from PySide6.QtCore import QPoint, QPointF, QSize, Qt
from PySide6.QtGui import QAccessible, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from tests.helpers import fake_engine
from tests.helpers.fake_engine import describe_result
from turbo_studio.core.facts import ResultsChanged
from turbo_studio.core.geometry import Size
from turbo_studio.core.marks import Flag, Label, Marks
from turbo_studio.ui.gallery.tile_view import TileView
from turbo_studio.ui.theme import tokens
from turbo_studio.ui.thumbnails import ThumbnailLoader

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QImage, QPaintEvent

    from tests.ui.gallery.conftest import Desk
    from turbo_studio.core.result import Result

_Key, _Modifier = Qt.Key, Qt.KeyboardModifier
_NONE, _SHIFT, _CTRL = _Modifier.NoModifier, _Modifier.ShiftModifier, _Modifier.ControlModifier
_LEFT = Qt.MouseButton.LeftButton


class Stand(NamedTuple):
    desk: Desk
    view: TileView

    def press(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = _NONE) -> None:
        QTest.keyClick(self.view, key, modifiers)

    def center(self, row: int) -> QPoint:
        return self.view.visualRect(self.desk.at(row)).center()

    def click(self, row: int, modifiers: Qt.KeyboardModifier = _NONE) -> None:
        QTest.mouseClick(self.view.viewport(), _LEFT, modifiers, self.center(row))

    def drag(self, start: QPoint, end: QPoint, modifiers: Qt.KeyboardModifier = _NONE) -> None:
        viewport = self.view.viewport()
        QTest.mousePress(viewport, _LEFT, modifiers, start)
        QTest.mouseMove(viewport, (start + end) / 2)
        QTest.mouseMove(viewport, end)
        QTest.mouseRelease(viewport, _LEFT, modifiers, end)

    @property
    def step(self) -> int:
        """From one line of tiles to the next."""
        return self.view.visualRect(self.desk.at(0)).height()

    @property
    def row(self) -> int:
        return self.desk.chosen.row

    @property
    def selected(self) -> list[int]:
        return sorted(index.row() for index in self.desk.chosen.selection.selectedIndexes())


@pytest.fixture
def show(desk: Desk) -> Callable[..., Stand]:
    def show(total: int, *, is_strip: bool = False, with_files: bool = False) -> Stand:
        view = TileView(desk.model, desk.chosen, is_strip=is_strip)
        desk.qtbot.addWidget(view)
        view.set_tile_size(QSize(128, 92) if is_strip else QSize(100, 100))
        view.resize(620, 120 if is_strip else 500)
        view.show()
        if total:
            desk.fill(total, with_files=with_files)
        view.activateWindow()
        view.setFocus()
        desk.qtbot.waitUntil(lambda: view.hasFocus() or not total)
        return Stand(desk, view)

    return show


# Keys: a grid of 620 px holds five tiles of 100 px and their gaps in a line


@pytest.mark.parametrize(
    ("keys", "row"),
    [
        ([_Key.Key_Right], 1),
        ([_Key.Key_Right, _Key.Key_Down], 6),
        ([_Key.Key_Right, _Key.Key_Down, _Key.Key_Left, _Key.Key_Up], 0),
        ([_Key.Key_End], 99_999),
        ([_Key.Key_End, _Key.Key_Home], 0),
        ([_Key.Key_Right, _Key.Key_PageDown, _Key.Key_PageDown, _Key.Key_PageUp], 16),
    ],
)
def test_keys_walk_the_grid(show: Callable[..., Stand], keys: list[Qt.Key], row: int) -> None:
    stand = show(100_000)
    for key in keys:
        stand.press(key)
    assert stand.row == row
    assert stand.selected == [row]
    assert stand.view.viewport().rect().contains(stand.center(row))


def test_keys_walk_the_strip(show: Callable[..., Stand]) -> None:
    stand = show(100_000, is_strip=True)
    for key, row in (
        (_Key.Key_Right, 1),
        (_Key.Key_Down, 1),
        (_Key.Key_PageDown, 5),
        (_Key.Key_End, 99_999),
        (_Key.Key_Left, 99_998),
        (_Key.Key_Home, 0),
    ):
        stand.press(key)
        assert stand.row == row
        assert stand.view.viewport().rect().contains(stand.center(row))


def test_home_and_end_choose_the_row_also_where_one_is_there_already(show: Callable[..., Stand]) -> None:
    stand = show(100, is_strip=True)
    for key, row in ((_Key.Key_Home, 0), (_Key.Key_End, 99)):
        stand.press(key)
        stand.view.clearSelection()
        stand.press(key)
        assert stand.selected == [row]


def test_shift_chooses_from_one_to_the_other_in_the_order_of_reading(show: Callable[..., Stand]) -> None:
    stand = show(100)
    stand.click(3)
    stand.press(_Key.Key_Down, _SHIFT)
    assert stand.selected == [3, 4, 5, 6, 7, 8]
    stand.press(_Key.Key_Left, _SHIFT)
    assert stand.selected == [3, 4, 5, 6, 7]
    stand.click(1, _SHIFT)
    assert stand.selected == [1, 2, 3]
    stand.press(_Key.Key_End, _SHIFT)
    assert stand.selected == list(range(3, 100))


def test_control_chooses_one_by_one_and_all(show: Callable[..., Stand]) -> None:
    stand = show(100)
    stand.click(1)
    stand.click(7, _CTRL)
    stand.click(3, _CTRL)
    stand.click(1, _CTRL)
    assert stand.selected == [3, 7]
    stand.press(_Key.Key_A, _CTRL)
    assert stand.desk.chosen.count == 100


def test_a_letter_without_a_meaning_begins_a_search(show: Callable[..., Stand]) -> None:
    stand = show(10)
    typed: list[str] = []
    stand.view.typed.connect(typed.append)
    for key in (_Key.Key_T, _Key.Key_Slash):
        stand.press(key)
    assert typed == ["t", ""]


def test_an_empty_view_is_no_stop_for_tab(show: Callable[..., Stand]) -> None:
    stand = show(0)
    assert stand.view.focusPolicy() == Qt.FocusPolicy.NoFocus
    assert stand.view.empty_label.isVisible()
    stand.desk.fill(1)
    assert stand.view.focusPolicy() == Qt.FocusPolicy.StrongFocus
    assert not stand.view.empty_label.isVisible()


# Pointer


def test_a_frame_chooses_what_it_touches(show: Callable[..., Stand]) -> None:
    stand = show(100)
    beside = QPoint(stand.view.visualRect(stand.desk.at(1)).left() + 1, 2)
    assert not stand.view.indexAt(beside).isValid()
    stand.drag(beside, stand.center(7))
    assert stand.selected == [1, 2, 6, 7]
    stand.drag(beside, stand.center(2), _SHIFT)
    assert stand.selected == [1, 2, 6, 7]
    stand.drag(beside, stand.center(2), _CTRL)
    assert stand.selected == [6, 7]
    stand.drag(beside, beside)
    assert stand.selected == []


def test_a_frame_scrolls_at_the_edge(show: Callable[..., Stand]) -> None:
    stand = show(500)
    viewport, start = stand.view.viewport(), QPoint(1, 1)
    QTest.mousePress(viewport, _LEFT, _NONE, start)
    QTest.mouseMove(viewport, QPoint(600, viewport.height() + 300))
    stand.desk.qtbot.waitUntil(lambda: stand.desk.chosen.count > 60)
    QTest.mouseRelease(viewport, _LEFT, _NONE, QPoint(600, viewport.height() + 300))
    chosen = stand.selected
    assert chosen == list(range(len(chosen)))


def turn_wheel(view: TileView, steps: int, modifiers: Qt.KeyboardModifier = _NONE) -> None:
    place = QPointF(view.viewport().rect().center())
    event = QWheelEvent(
        place,
        QPointF(view.viewport().mapToGlobal(place)),
        QPoint(),
        QPoint(0, 120 * steps),
        Qt.MouseButton.NoButton,
        modifiers,
        Qt.ScrollPhase.NoScrollPhase,
        False,  # noqa: FBT003  takes no name
    )
    QApplication.sendEvent(view.viewport(), event)


def test_the_wheel_scrolls_both_shapes_and_asks_for_other_tiles(show: Callable[..., Stand]) -> None:
    for is_strip in (True, False):
        stand = show(1_000, is_strip=is_strip)
        turn_wheel(stand.view, -1)
        assert stand.view.offset() == (QPoint(120, 0) if is_strip else QPoint(0, 120))
        with stand.desk.qtbot.waitSignal(stand.view.zoom_requested) as told:
            turn_wheel(stand.view, 1, _CTRL)
        assert told.args == [1]


# What changes below


def test_what_is_looked_at_stays_in_view_when_others_arrive(show: Callable[..., Stand]) -> None:
    stand = show(1_000)
    stand.view.verticalScrollBar().setValue(5_000)
    stand.desk.bridge.results_arrived.emit(
        tuple(describe_result(stand.desk.folder, number) for number in range(1_001, 1_006))
    )
    assert stand.view.verticalScrollBar().value() == 5_000 + stand.step
    stand.view.verticalScrollBar().setValue(0)
    stand.desk.bridge.results_arrived.emit((describe_result(stand.desk.folder, 2_000),))
    assert stand.view.verticalScrollBar().value() == 0


def test_other_tile_sizes_keep_the_first_row_in_view(show: Callable[..., Stand]) -> None:
    stand = show(10_000)
    stand.view.verticalScrollBar().setValue(stand.step * 500)
    first = stand.view.visible_rows().start
    stand.view.set_tile_size(QSize(200, 200))
    assert first in stand.view.visible_rows()
    stand.view.resize(1_200, 500)
    assert first in stand.view.visible_rows()


def test_another_query_starts_at_the_newest(show: Callable[..., Stand]) -> None:
    stand = show(10_000)
    stand.view.verticalScrollBar().setValue(50_000)
    query = stand.desk.session.results.query
    stand.desk.session.results.set_query(query._replace(words="7"))
    with stand.desk.qtbot.waitSignal(stand.desk.model.modelReset):
        pass
    assert stand.view.verticalScrollBar().value() == 0


# Looks


def colors_of(stand: Stand, row: int) -> set[str]:
    stand.desk.qtbot.wait(1)
    QApplication.processEvents()
    image = stand.view.viewport().grab(stand.view.visualRect(stand.desk.at(row))).toImage()
    return {image.pixelColor(x, y).name() for x in range(image.width()) for y in range(image.height())}


@pytest.mark.parametrize("is_strip", [True, False])
def test_pictures_are_shown_once_they_are_read(show: Callable[..., Stand], *, is_strip: bool) -> None:
    stand = show(8, is_strip=is_strip, with_files=True)
    stand.desk.qtbot.waitUntil(lambda: len(colors_of(stand, 1)) > 500)


@pytest.mark.parametrize("is_strip", [True, False])
def test_marks_and_oddities_are_seen(show: Callable[..., Stand], *, is_strip: bool) -> None:
    stand = show(8, is_strip=is_strip)
    for values in (
        {"marks": Marks(3)},
        {"marks": Marks(0, Label.RED)},
        {"marks": Marks(0, Label.NONE, Flag.PICK)},
        {"marks": Marks(0, Label.NONE, Flag.REJECT)},
        {"is_missing": True},
        {"size": Size(1024, 1024)},
    ):
        plain = stand.view.grab().toImage()
        result = stand.desk.model.result_at(1)
        assert result is not None
        stand.desk.session.receive(ResultsChanged((replace(result, **values),)))
        assert stand.view.grab().toImage() != plain, values
        stand.desk.session.receive(ResultsChanged((result,)))
        assert stand.view.grab().toImage() == plain


def grab_screen(view: TileView) -> QImage:
    """What has been painted up to now; ``grab`` would paint it anew."""
    return view.screen().grabWindow(view.winId()).toImage()


@pytest.mark.parametrize("is_strip", [True, False])
def test_what_is_moved_and_painted_in_part_looks_as_painted_whole(
    show: Callable[..., Stand], *, is_strip: bool
) -> None:
    stand = show(0, is_strip=is_strip)
    desk, view, rng = stand.desk, stand.view, random.Random(7)  # noqa: S311 - no secret

    def build(number: int) -> Result:
        marks = Marks(number % 6, list(Label)[number % len(Label)])
        return replace(describe_result(desk.folder, number), thumbnail=None, marks=marks)

    shelf = desk.fill(300, build=build)
    bar = view.horizontalScrollBar() if is_strip else view.verticalScrollBar()
    numbers = count(301)

    def pick_row() -> int:
        return rng.choice(view.visible_rows())

    def change_one() -> None:
        result = desk.model.result_at(pick_row())
        assert result is not None
        desk.session.receive(ResultsChanged((replace(result, marks=Marks(rng.randrange(6))),)))

    deeds = (
        lambda: bar.setValue(bar.value() + rng.randint(-200, 200)),
        lambda: bar.setValue(rng.randint(0, bar.maximum())),
        lambda: bar.setValue(0),
        lambda: desk.bridge.results_arrived.emit((build(next(numbers)),)),
        lambda: shelf.remove(rng.randint(1, 300)),
        lambda: QTest.mouseMove(view.viewport(), stand.center(pick_row())),
        lambda: stand.click(pick_row(), rng.choice((_NONE, _CTRL, _SHIFT))),
        lambda: stand.press(rng.choice((_Key.Key_Right, _Key.Key_PageDown, _Key.Key_Up))),
        lambda: view.resize(view.width() + rng.randint(-40, 40), view.height()),
        change_one,
    )
    for _ in range(120):
        rng.choice(deeds)()
        QApplication.processEvents()
        desk.qtbot.waitUntil(lambda: all(map(desk.model.result_at, view.visible_rows())))
        QApplication.processEvents()
        moved = grab_screen(view)
        view.viewport().update()
        QApplication.processEvents()
        assert grab_screen(view) == moved


def test_no_tile_lies_below_the_scroll_bar(show: Callable[..., Stand]) -> None:
    stand = show(1_000)
    for width in range(300, 900, 7):
        stand.view.resize(width, 500)
        seen = [stand.view.visualRect(stand.desk.at(row)) for row in stand.view.visible_rows()]
        assert max(cell.right() for cell in seen) < stand.view.viewport().width()


class HeldView(TileView):
    """Is not painted while it is held."""

    is_held = False

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802  a virtual of Qt
        if not self.is_held:
            super().paintEvent(event)


def test_pictures_are_asked_for_once_their_tiles_are_painted(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[list[str]] = []
    monkeypatch.setattr(ThumbnailLoader, "want", lambda _, paths: asked.append(list(paths)))
    view = HeldView(desk.model, desk.chosen, is_strip=False)
    desk.qtbot.addWidget(view)
    view.set_tile_size(QSize(100, 100))
    view.resize(620, 500)
    desk.fill(60)
    view.is_held = True
    view.show()
    for place in (100, 500):
        view.verticalScrollBar().setValue(place)
        for _ in range(20):
            QApplication.processEvents()
    assert not asked
    view.is_held = False
    view.viewport().update()
    desk.qtbot.waitUntil(lambda: bool(asked))
    assert len(asked[0]) > len(view.visible_rows())


@pytest.mark.parametrize("is_strip", [True, False])
def test_the_focus_and_what_is_chosen_can_be_seen(show: Callable[..., Stand], *, is_strip: bool) -> None:
    stand = show(8, is_strip=is_strip)
    accent = tokens().accent.name()
    stand.click(1)
    stand.click(2, _CTRL)
    assert accent in colors_of(stand, 1)
    assert accent in colors_of(stand, 2)
    assert accent not in colors_of(stand, 3)


def test_a_thumbnail_that_is_gone_is_made_anew_and_shown(show: Callable[..., Stand]) -> None:
    stand = show(3, with_files=True)
    result = stand.desk.model.result_at(1)
    assert result is not None
    assert result.thumbnail is not None
    stand.desk.qtbot.waitUntil(lambda: len(colors_of(stand, 1)) > 500)
    stand.view.hide()
    result.thumbnail.unlink()
    stand.view.show()
    stand.desk.qtbot.waitUntil(lambda: bool(stand.desk.engine.calls_of("remake_thumbnail")))
    assert len(colors_of(stand, 1)) < 300
    fake_engine.write_png(result.thumbnail, Size(300, 200), 128)
    stand.desk.session.receive(ResultsChanged((result,)))
    stand.desk.qtbot.waitUntil(lambda: len(colors_of(stand, 1)) > 500)
    assert stand.desk.engine.calls_of("remake_thumbnail") == [(result,)]


# Accessibility


def test_screen_readers_find_and_read_each_tile(show: Callable[..., Stand]) -> None:
    stand = show(1_000)
    whole = QAccessible.queryAccessibleInterface(stand.view)
    assert whole.childCount() == 1_000
    tile = whole.child(3)
    assert "a cup of tea, number 997" in tile.text(QAccessible.Text.Name)
    place = tile.rect()
    inside = stand.view.viewport().mapFromGlobal(place.center())
    assert stand.view.indexAt(inside).row() == 3
