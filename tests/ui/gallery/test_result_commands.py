"""What can be done with results, in the real window: by key, by menu, and where it cannot be done."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

import pytest
from PySide6.QtCore import QItemSelection, QItemSelectionModel, QObject, Qt, QUrl, Slot
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMenu, QPushButton

from tests.helpers import fake_engine
from tests.helpers.shelf import Shelf
from turbo_studio.core.facts import PngMade
from turbo_studio.core.marks import Flag, Label
from turbo_studio.core.problems import ProblemCode
from turbo_studio.core.result import ResultId
from turbo_studio.ui.gallery.carrying import CarriedResults
from turbo_studio.ui.gallery.chosen import CHOSEN_MAX
from turbo_studio.ui.window import MainWindow

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from tests.helpers.fake_engine import FakeEngine
    from turbo_studio.core.result import Result

_Key = Qt.Key
_TOTAL = 12


class Desktop(QObject):
    """Stands for what opens files on this desktop, and notes what it was asked to open."""

    def __init__(self) -> None:
        super().__init__()
        self.opened: list[str] = []

    @Slot(QUrl)
    def open(self, url: QUrl) -> None:
        self.opened.append(url.toLocalFile())


class Stand(NamedTuple):
    window: MainWindow
    engine: FakeEngine
    qtbot: QtBot
    desktop: Desktop

    def choose(self, *rows: int) -> Result:
        chosen = self.window.chosen
        chosen.choose_row(rows[0])
        for row in rows[1:]:
            index = self.window.results.index(row)
            chosen.selection.select(QItemSelection(index, index), QItemSelectionModel.SelectionFlag.Select)
        result = chosen.current_result()
        assert result is not None
        return result

    def press(self, key: Qt.Key) -> None:
        view = self.window.results_strip.gallery_list
        view.setFocus()
        self.qtbot.waitUntil(view.hasFocus)
        QTest.keyClick(view, key)

    def trigger(self, verb: str) -> None:
        self.window.actions_table[verb].trigger()


@pytest.fixture
def stand(qtbot: QtBot, tmp_path: Path) -> Iterator[Stand]:
    session, bridge, engine = fake_engine.build_session()
    engine.shelf = Shelf(
        bridge.post, tmp_path, _TOTAL, lambda number: fake_engine.build_result(tmp_path, number, "a teapot")
    )
    window = MainWindow(session, bridge, tmp_path)
    qtbot.addWidget(window)
    window.resize(1280, 800)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(lambda: window.isActiveWindow() and window.results.rowCount() == _TOTAL)
    desktop = Desktop()
    # Only text works here, and only bytes are in its annotation.
    QDesktopServices.setUrlHandler("file", desktop, "open")  # type: ignore[arg-type]
    yield Stand(window, engine, qtbot, desktop)
    QDesktopServices.unsetUrlHandler("file")
    window.close()


def test_enter_opens_the_picture(stand: Stand) -> None:
    result = stand.choose(1)
    stand.press(_Key.Key_Return)
    assert stand.desktop.opened == [str(result.path)]


def test_without_a_file_manager_on_the_bus_its_folder_is_opened(
    stand: Stand, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent")
    result = stand.choose(0)
    stand.trigger("reveal_result")
    stand.qtbot.waitUntil(lambda: bool(stand.desktop.opened))
    assert stand.desktop.opened == [str(result.path.parent)]


@pytest.mark.parametrize("verb", ["open_result", "reveal_result", "use_as_source", "copy_image"])
def test_a_file_that_is_gone_is_said_to_be(stand: Stand, verb: str) -> None:
    stand.choose(0).path.unlink()
    with stand.qtbot.waitSignal(stand.window.bridge.message_shown) as told:
        stand.trigger(verb)
    problem, name = told.args
    assert problem.code is ProblemCode.FILE_UNREADABLE
    assert name == "0000012.png"
    assert stand.desktop.opened == []
    assert stand.engine.calls_of("open_files") == []


def test_a_result_becomes_a_source(stand: Stand) -> None:
    result = stand.choose(0)
    stand.press(_Key.Key_U)
    assert stand.engine.calls_of("open_files") == [([result.path],)]


def test_all_that_are_chosen_become_sources_and_the_canvas_is_a_press_away(stand: Stand) -> None:
    stand.window.toggle_gallery()
    stand.choose(2, 0, 1)
    stand.trigger("use_as_source")
    ((paths,),) = stand.engine.calls_of("open_files")
    assert [path.name for path in paths] == ["0000012.png", "0000011.png", "0000010.png"]
    button = stand.window.message_bar.findChild(QPushButton, "message_remedy_button")
    assert button is not None
    assert "3 " in stand.window.message_bar.text
    button.click()
    assert stand.window.page is None


def test_its_settings_are_used_again(stand: Stand) -> None:
    stand.choose(0)
    stand.press(_Key.Key_R)
    assert stand.window.session.draft.prompt == "a teapot"


def test_copying_puts_the_file_and_its_very_bytes_on_the_clipboard(stand: Stand) -> None:
    result = stand.choose(0)
    with stand.qtbot.waitSignal(QGuiApplication.clipboard().dataChanged):
        stand.trigger("copy_image")
    mime = QGuiApplication.clipboard().mimeData()
    assert [url.toLocalFile() for url in mime.urls()] == [str(result.path)]
    assert mime.data("image/png").data() == result.path.read_bytes()


def copy_jpeg(stand: Stand) -> Result:
    """A result whose file says of itself that it is a JPEG; the very bytes are on the clipboard then."""
    result = replace(stand.choose(0), media_type="image/jpeg")
    stand.window.bridge.results_changed.emit((result,))
    with stand.qtbot.waitSignal(QGuiApplication.clipboard().dataChanged):
        stand.trigger("copy_image")
    assert QGuiApplication.clipboard().mimeData().data("image/jpeg").data() == result.path.read_bytes()
    return result


def test_a_jpeg_is_a_png_too_as_soon_as_one_has_been_made(stand: Stand) -> None:
    result = copy_jpeg(stand)
    assert stand.engine.calls_of("make_png") == [(result,)]
    assert not QGuiApplication.clipboard().mimeData().hasFormat("image/png")
    stand.window.session.receive(PngMade(ResultId("another"), b"of another"))
    assert not QGuiApplication.clipboard().mimeData().hasFormat("image/png")
    stand.window.session.receive(PngMade(result.id, b"png"))
    mime = QGuiApplication.clipboard().mimeData()
    assert mime.data("image/png").data() == b"png"
    assert mime.data("image/jpeg").data() == result.path.read_bytes()
    assert [url.toLocalFile() for url in mime.urls()] == [str(result.path)]


@pytest.mark.parametrize("other", ["text", "files"])
def test_what_was_copied_since_stays(stand: Stand, other: str) -> None:
    result = copy_jpeg(stand)
    if other == "text":
        QGuiApplication.clipboard().setText("of another program")
    else:
        stand.choose(0, 1)
        stand.trigger("copy_image")
    stand.window.session.receive(PngMade(result.id, b"png"))
    assert not QGuiApplication.clipboard().mimeData().hasFormat("image/png")


def test_several_are_copied_as_files_in_the_order_of_the_view(stand: Stand) -> None:
    stand.choose(2, 0)
    stand.trigger("copy_image")
    mime = QGuiApplication.clipboard().mimeData()
    paths = [stand.window.results.result_at(row) for row in (0, 2)]
    assert [url.toLocalFile() for url in mime.urls()] == [
        str(each.path) for each in paths if each is not None
    ]
    assert not mime.hasFormat("image/png")


def test_of_many_none_is_left_out_unsaid(stand: Stand) -> None:
    mime = CarriedResults([stand.choose(0)] * CHOSEN_MAX)
    assert len(mime.urls()) == CHOSEN_MAX


def test_with_nothing_chosen_nothing_is_offered(stand: Stand) -> None:
    for verb in ("open_result", "use_as_source", "copy_image", "reuse_settings", "stars_3", "pick"):
        assert not stand.window.actions_table[verb].isEnabled(), verb
    stand.choose(0)
    assert stand.window.actions_table["open_result"].isEnabled()


def test_the_menu_offers_what_can_be_done_with_a_result(stand: Stand) -> None:
    view = stand.window.results_strip.gallery_list
    stand.choose(0)
    view.customContextMenuRequested.emit(view.visualRect(stand.window.results.index(0)).center())
    menu = view.findChild(QMenu, "result_menu")
    assert isinstance(menu, QMenu)
    verbs = {action.objectName().removeprefix("action_") for action in menu.actions()}
    assert verbs >= {"use_as_source", "reuse_settings", "copy_image", "open_result", "move_to_trash"}
    assert "verify_gallery" not in verbs
    marks = menu.findChild(QMenu, "menu_marks")
    assert isinstance(marks, QMenu)
    assert "stars_5" in {action.objectName().removeprefix("action_") for action in marks.actions()}
    menu.close()


@pytest.mark.parametrize(
    ("key", "marked"),
    [
        (_Key.Key_4, (4, None, None)),
        (_Key.Key_0, (0, None, None)),
        (_Key.Key_6, (None, Label.RED, None)),
        (_Key.Key_9, (None, Label.BLUE, None)),
        (_Key.Key_P, (None, None, Flag.PICK)),
        (_Key.Key_X, (None, None, Flag.REJECT)),
        (_Key.Key_N, (None, None, Flag.NONE)),
    ],
)
def test_keys_mark_all_that_is_chosen(stand: Stand, key: Qt.Key, marked: tuple[object, ...]) -> None:
    stand.choose(1, 3, 4)
    stand.press(key)
    assert stand.engine.calls_of("change_marks") == [(("0000011", "0000009", "0000008"), *marked)]


def test_a_flag_and_a_label_are_taken_off_by_the_same_key(stand: Stand) -> None:
    stand.choose(1, 3)
    for key in (_Key.Key_P, _Key.Key_7):
        stand.press(key)
        stand.qtbot.wait(1)
        stand.press(key)
        stand.qtbot.wait(1)
    told = [(label, flag) for _ids, _stars, label, flag in stand.engine.calls_of("change_marks")]
    assert told == [(None, Flag.PICK), (None, Flag.NONE), (Label.YELLOW, None), (Label.NONE, None)]


def test_the_search_is_reached_by_key(stand: Stand) -> None:
    stand.trigger("find_results")
    assert stand.window.results_strip.gallery_search.hasFocus()
