"""The strip of results: pages, search, arrivals, and what can be done with a result."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import pytest
from PySide6.QtCore import QObject, Qt, QUrl, Slot
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMenu

from tests.helpers import fake_engine
from turbo_studio.core.facts import TroubleMet
from turbo_studio.core.problems import Problem, ProblemCode
from turbo_studio.ui.panels.results_model import ResultRole
from turbo_studio.ui.panels.results_strip import ResultsStrip
from turbo_studio.ui.theme import tokens

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from PySide6.QtCore import QModelIndex
    from PySide6.QtWidgets import QWidget
    from pytestqt.qtbot import QtBot

    from tests.helpers.fake_engine import FakeEngine
    from turbo_studio.core.result import Result
    from turbo_studio.session.session import Session
    from turbo_studio.ui.bridge import Bridge


class Desk(NamedTuple):
    strip: ResultsStrip
    session: Session
    bridge: Bridge
    engine: FakeEngine
    folder: Path

    def build(self, numbers: range, prompt: str = "a cup of tea") -> list[Result]:
        """Newest first, as a page has them."""
        return [fake_engine.build_result(self.folder, number, prompt) for number in reversed(numbers)]

    def at(self, row: int) -> QModelIndex:
        return self.strip.gallery_list.model().index(row, 0)

    def paths(self) -> list[str]:
        rows = self.strip.gallery_list.model().rowCount()
        return [self.at(row).data(Qt.ItemDataRole.UserRole) for row in range(rows)]

    def choose(self, row: int) -> Result:
        self.strip.gallery_list.setCurrentIndex(self.at(row))
        result = self.strip.current_result()
        assert result is not None
        return result


@pytest.fixture
def desk(qtbot: QtBot, tmp_path: Path) -> Desk:
    session, bridge, engine = fake_engine.build_session()
    strip = ResultsStrip(session, bridge)
    qtbot.addWidget(strip)
    strip.resize(700, 170)
    strip.show()
    return Desk(strip, session, bridge, engine, tmp_path)


class Desktop(QObject):
    """Stands for what opens files on this desktop, and notes what it was asked to open."""

    def __init__(self) -> None:
        super().__init__()
        self.opened: list[str] = []

    @Slot(QUrl)
    def open(self, url: QUrl) -> None:
        self.opened.append(url.toLocalFile())


@pytest.fixture
def desktop(desk: Desk) -> Iterator[Desktop]:
    desktop = Desktop()
    # Only text works here, and only bytes are in its annotation.
    QDesktopServices.setUrlHandler("file", desktop, "open")  # type: ignore[arg-type]
    yield desktop
    QDesktopServices.unsetUrlHandler("file")


# Pages and search


def test_a_page_is_shown_newest_first_with_the_paths_of_the_files(desk: Desk) -> None:
    page = desk.build(range(5))
    fake_engine.fetch_page(desk.session, page, total=1204)
    assert desk.paths() == [str(result.path) for result in page]
    assert desk.strip.count_label.text().replace(",", "") == "1204 · newest first"


def test_further_pages_are_fetched_at_the_end_of_the_list(desk: Desk, qtbot: QtBot) -> None:
    first, second = desk.build(range(20, 60)), desk.build(range(20))
    fake_engine.fetch_page(desk.session, first, total=60)
    desk.choose(0)
    QTest.qWait(50)
    assert desk.engine.calls_of("fetch_results") == []  # nothing is asked for before it is near
    QTest.keyClick(desk.strip.gallery_list, Qt.Key.Key_End)
    qtbot.waitUntil(lambda: bool(desk.engine.calls_of("fetch_results")))
    ((search, before, _limit),) = desk.engine.calls_of("fetch_results")
    assert (search, before) == ("", first[-1])
    fake_engine.fetch_page(desk.session, second, total=60, first=False)
    assert desk.paths() == [str(result.path) for result in first + second]
    QTest.keyClick(desk.strip.gallery_list, Qt.Key.Key_End)
    QTest.qWait(50)
    assert len(desk.engine.calls_of("fetch_results")) == 1


def test_a_page_that_could_not_be_read_is_asked_for_again(desk: Desk) -> None:
    fake_engine.fetch_page(desk.session, desk.build(range(20, 60)), total=60)
    desk.choose(0)
    QTest.keyClick(desk.strip.gallery_list, Qt.Key.Key_End)
    assert len(desk.engine.calls_of("fetch_results")) == 1
    desk.session.receive(TroubleMet(Problem(ProblemCode.STORAGE_FAILED)))
    QTest.keyClick(desk.strip.gallery_list, Qt.Key.Key_Home)
    QTest.keyClick(desk.strip.gallery_list, Qt.Key.Key_End)
    assert len(desk.engine.calls_of("fetch_results")) == 2


def test_typing_searches_once_when_it_stops(desk: Desk, qtbot: QtBot) -> None:
    QTest.keyClicks(desk.strip.gallery_search, "teapot")
    qtbot.waitUntil(lambda: bool(desk.engine.calls_of("fetch_results")))
    assert [search for search, _, _ in desk.engine.calls_of("fetch_results")] == ["teapot"]
    found = desk.build(range(2), "a teapot")
    fake_engine.fetch_page(desk.session, desk.build(range(3, 6)), search="")
    assert desk.paths() == []  # the answer to an earlier search
    fake_engine.fetch_page(desk.session, found, search="teapot")
    assert desk.paths() == [str(result.path) for result in found]


def test_enter_searches_at_once(desk: Desk) -> None:
    desk.strip.gallery_search.insert("茶")
    QTest.keyClick(desk.strip.gallery_search, Qt.Key.Key_Return)
    assert [search for search, _, _ in desk.engine.calls_of("fetch_results")] == ["茶"]


def test_what_arrives_is_put_on_top_once(desk: Desk) -> None:
    page, (newest, newer) = desk.build(range(3)), desk.build(range(3, 5))
    fake_engine.fetch_page(desk.session, page)
    desk.bridge.results_arrived.emit((newer, newest))
    desk.bridge.results_arrived.emit((newest,))
    assert desk.paths() == [str(result.path) for result in (newest, newer, *page)]
    assert desk.strip.count_label.text() == "5 · newest first"


def test_the_chosen_result_stays_chosen_when_others_arrive(desk: Desk) -> None:
    fake_engine.fetch_page(desk.session, desk.build(range(3)))
    chosen = desk.choose(1)
    desk.bridge.results_arrived.emit((fake_engine.build_result(desk.folder, 9),))
    assert desk.strip.current_result() == chosen


def test_what_arrives_and_is_not_searched_for_stays_out(desk: Desk) -> None:
    QTest.keyClicks(desk.strip.gallery_search, "CUP")
    QTest.keyClick(desk.strip.gallery_search, Qt.Key.Key_Return)
    fake_engine.fetch_page(desk.session, [], search="CUP")
    cup, pot = (
        fake_engine.build_result(desk.folder, 1, "a cup"),
        fake_engine.build_result(desk.folder, 2, "pot"),
    )
    desk.bridge.results_arrived.emit((cup, pot))
    assert desk.paths() == [str(cup.path)]


# What can be done


def test_enter_opens_the_picture(desk: Desk, desktop: Desktop) -> None:
    fake_engine.fetch_page(desk.session, desk.build(range(2)))
    result = desk.choose(1)
    QTest.keyClick(desk.strip.gallery_list, Qt.Key.Key_Return)
    assert desktop.opened == [str(result.path)]


def test_a_double_click_opens_the_picture(desk: Desk, desktop: Desktop) -> None:
    fake_engine.fetch_page(desk.session, desk.build(range(2)))
    view, left = desk.strip.gallery_list, Qt.MouseButton.LeftButton
    place = view.visualRect(desk.at(1)).center()
    QTest.mouseClick(view.viewport(), left, pos=place)
    QTest.mouseDClick(view.viewport(), left, pos=place)
    assert desktop.opened == [desk.paths()[1]]


def test_without_a_file_manager_on_the_bus_its_folder_is_opened(
    desk: Desk, desktop: Desktop, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent")
    fake_engine.fetch_page(desk.session, desk.build(range(1)))
    result = desk.choose(0)
    desk.strip.reveal_result()
    qtbot.waitUntil(lambda: bool(desktop.opened))
    assert desktop.opened == [str(result.path.parent)]


@pytest.mark.parametrize("verb", ["open_result", "reveal_result", "use_as_source", "copy_image"])
def test_a_file_that_is_gone_is_said_to_be(desk: Desk, desktop: Desktop, qtbot: QtBot, verb: str) -> None:
    fake_engine.fetch_page(desk.session, desk.build(range(1)))
    desk.choose(0).path.unlink()
    with qtbot.waitSignal(desk.bridge.message_shown) as told:
        getattr(desk.strip, verb)()
    problem, name = told.args
    assert problem.code is ProblemCode.FILE_UNREADABLE
    assert name == "0000000.png"
    assert desktop.opened == []
    assert desk.engine.calls_of("open_files") == []


def test_a_result_becomes_a_source(desk: Desk) -> None:
    fake_engine.fetch_page(desk.session, desk.build(range(1)))
    result = desk.choose(0)
    desk.strip.use_as_source()
    assert desk.engine.calls_of("open_files") == [([result.path],)]


def test_its_settings_are_used_again(desk: Desk) -> None:
    fake_engine.fetch_page(desk.session, desk.build(range(1), "a teapot"))
    desk.choose(0)
    desk.strip.reuse_settings()
    assert desk.session.draft.prompt == "a teapot"


def test_copying_puts_the_file_and_its_very_bytes_on_the_clipboard(desk: Desk, qtbot: QtBot) -> None:
    fake_engine.fetch_page(desk.session, desk.build(range(1)))
    result = desk.choose(0)
    with qtbot.waitSignal(QGuiApplication.clipboard().dataChanged):
        desk.strip.copy_image()
    mime = QGuiApplication.clipboard().mimeData()
    assert [url.toLocalFile() for url in mime.urls()] == [str(result.path)]
    assert mime.data("image/png").data() == result.path.read_bytes()


def test_with_nothing_chosen_nothing_happens(desk: Desk, desktop: Desktop) -> None:
    for verb in ("open_result", "reveal_result", "use_as_source", "copy_image", "reuse_settings"):
        getattr(desk.strip, verb)()
    assert desktop.opened == []
    assert desk.engine.calls == []


def test_the_menu_offers_every_verb(desk: Desk) -> None:
    fake_engine.fetch_page(desk.session, desk.build(range(1)))
    desk.choose(0)
    place = desk.strip.gallery_list.visualRect(desk.at(0)).center()
    desk.strip.gallery_list.customContextMenuRequested.emit(place)
    (menu,) = desk.strip.findChildren(QMenu)
    texts = [action.text() for action in menu.actions() if not action.isSeparator()]
    assert texts == ["Use as source", "Reuse settings", "Copy image", "Open picture", "Show in folder"]


# What is said and shown


def test_a_row_tells_prompt_size_tokens_and_origin_as_plain_text(desk: Desk) -> None:
    prompt = "<img src=http://127.0.0.1/x> tea"
    paid = fake_engine.build_result(desk.folder, 1, prompt, gateway="https://gateway.example/v1")
    fake_engine.fetch_page(desk.session, [paid])
    said = desk.at(0).data(Qt.ItemDataRole.AccessibleTextRole)
    for part in (prompt, "1536 × 1024", "58 s", "292 tokens", "https://gateway.example/v1"):
        assert part in said
    assert "<img" not in desk.at(0).data(Qt.ItemDataRole.ToolTipRole)


def test_a_result_is_chosen_from_elsewhere(desk: Desk) -> None:
    page = desk.build(range(30))
    fake_engine.fetch_page(desk.session, page)
    desk.strip.select_result(page[25])
    assert desk.strip.current_result() == page[25]
    view = desk.strip.gallery_list
    assert view.viewport().rect().intersects(view.visualRect(desk.at(25)))


def test_only_thumbnails_that_can_be_seen_are_read(desk: Desk, qtbot: QtBot) -> None:
    page = desk.build(range(60))
    fake_engine.fetch_page(desk.session, page)
    read: list[str] = []
    thumbnails = desk.strip.gallery_list.thumbnails
    assert thumbnails is not None
    thumbnails.loaded.connect(read.append)
    qtbot.waitUntil(lambda: str(page[0].thumbnail) in read)
    QTest.qWait(100)
    assert str(page[40].thumbnail) not in read


def count_accent(view: QWidget) -> int:
    """How many pixels have the colour of state."""
    image, accent = view.grab().toImage(), tokens().accent
    places = ((x, y) for x in range(image.width()) for y in range(image.height()))
    return sum(1 for x, y in places if image.pixelColor(x, y) == accent)


def test_the_focus_can_be_seen(desk: Desk, qtbot: QtBot) -> None:
    fake_engine.fetch_page(desk.session, desk.build(range(1)))
    desk.choose(0)
    view = desk.strip.gallery_list
    thumbnails = view.thumbnails
    assert thumbnails is not None
    qtbot.waitUntil(lambda: thumbnails.find(desk.at(0).data(ResultRole.THUMBNAIL)) is not None)
    before = count_accent(view)
    desk.strip.activateWindow()
    view.setFocus()
    qtbot.waitUntil(view.hasFocus)
    assert count_accent(view) > before > 0


def test_every_control_has_a_name(desk: Desk) -> None:
    assert desk.strip.gallery_list.objectName() == "gallery_list"
    assert desk.strip.gallery_search.objectName() == "gallery_search"
    assert desk.strip.gallery_list.accessibleName()
    assert desk.strip.gallery_search.accessibleName()
