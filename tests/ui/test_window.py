"""The whole window, driven by real events, on a session whose engine only notes what it was asked."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QEvent, QMimeData, QPoint, QPointF, QSize, Qt, QUrl
from PySide6.QtGui import QCloseEvent, QColor, QDragEnterEvent, QDropEvent, QGuiApplication, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractScrollArea,
    QApplication,
    QMessageBox,
    QPushButton,
    QToolBar,
    QToolButton,
    QWidget,
)

from tests.helpers.fake_engine import build_session, decode_shown, open_source, progress, succeed
from turbo_studio.core.facts import ConnectionChanged, JobFailed, QueueChanged
from turbo_studio.core.geometry import Size
from turbo_studio.core.job import JobState
from turbo_studio.core.problems import Charged, Problem, ProblemCode
from turbo_studio.ui.message_bar import MessageBar
from turbo_studio.ui.translations import load_translator
from turbo_studio.ui.window import MainWindow

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytestqt.qtbot import QtBot

    from tests.helpers.fake_engine import FakeEngine
    from turbo_studio.core.job import JobId
    from turbo_studio.session.session import Session
    from turbo_studio.ui.bridge import Bridge

SANDBOX = ConnectionChanged("https://gateway.example/v1", is_sandbox=True)
GATEWAY = ConnectionChanged("https://gateway.example/v1", is_sandbox=False, key_tail="wxyz")
_NO_MODIFIER, _CTRL = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ControlModifier


@dataclass
class Shown:
    """A window on the screen with what stands behind it."""

    window: MainWindow
    session: Session
    bridge: Bridge
    engine: FakeEngine
    folder: Path

    def find(self, name: str) -> QWidget:
        found = self.window.findChild(QWidget, name)
        assert isinstance(found, QWidget), name
        return found

    @property
    def message(self) -> str:
        return self.find("message_bar").accessibleName()

    def open_picture(self, name: str = "cup.png") -> None:
        open_source(self.session, self.folder, name)
        decode_shown(self.session, self.folder)


@pytest.fixture
def shown(qapp: QApplication, qtbot: QtBot, tmp_path: Path) -> Iterator[Shown]:
    load_translator(qapp, "en")
    session, bridge, engine = build_session()
    window = MainWindow(session, bridge, tmp_path)
    qtbot.addWidget(window)
    window.resize(1280, 800)
    window.show()
    qtbot.waitUntil(lambda: bool(engine.calls_of("fetch_page")))
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    yield Shown(window, session, bridge, engine, tmp_path)
    window.close()


# The start


def test_worker_waits_for_the_first_paint(qtbot: QtBot, tmp_path: Path) -> None:
    session, bridge, engine = build_session()
    window = MainWindow(session, bridge, tmp_path, [Path("a.png"), Path("b.png")])
    qtbot.addWidget(window)
    assert engine.calls == []
    window.show()
    qtbot.waitUntil(lambda: bool(engine.calls))
    assert [name for name, _ in engine.calls] == ["fetch_page", "open_files"]
    assert engine.calls_of("open_files") == [([Path("a.png"), Path("b.png")],)]
    window.close()


def test_window_that_is_closed_at_once_starts_nothing(qtbot: QtBot, tmp_path: Path) -> None:
    session, bridge, engine = build_session()
    window = MainWindow(session, bridge, tmp_path, [Path("a.png")])
    qtbot.addWidget(window)
    window.show()
    window.close()
    QApplication.processEvents()
    assert engine.calls == []


# The connection


def test_sandbox_bar_shows_in_the_sandbox_alone(shown: Shown) -> None:
    assert shown.window.findChild(QWidget, "sandbox_bar") is None
    shown.session.receive(SANDBOX)
    bar = shown.find("sandbox_bar")
    assert bar.isVisible()
    assert bar.geometry().bottom() < shown.find("options_bar").geometry().top()
    shown.session.receive(GATEWAY)
    assert not bar.isVisible()


def test_status_bar_tells_the_host_and_the_end_of_the_key(shown: Shown) -> None:
    shown.session.receive(GATEWAY)
    field = shown.find("status_gateway")
    assert field.property("text") == "gateway.example · key …wxyz"
    shown.session.receive(SANDBOX)
    assert field.property("text") == "Sandbox"


# Messages


def test_error_stays_until_it_is_closed(shown: Shown, qtbot: QtBot) -> None:
    assert shown.message == ""
    shown.bridge.message_shown.emit(Problem(ProblemCode.PICTURE_DAMAGED), "cup.png")
    assert shown.message == "cup.png: The picture is damaged or incomplete. Fetch or save it again."
    assert shown.find("message_bar").isVisible()
    QTest.mouseClick(shown.find("message_close_button"), Qt.MouseButton.LeftButton)
    assert shown.message == ""
    assert not shown.find("message_bar").isVisible()


def test_foreign_detail_is_shown_as_plain_text(shown: Shown) -> None:
    shown.bridge.message_shown.emit(Problem(ProblemCode.REQUEST_REFUSED, detail="<b>no</b>"), "")
    assert shown.message.endswith("\nDetails: <b>no</b>")
    assert shown.find("message_text").property("textFormat") == Qt.TextFormat.PlainText


def test_failed_job_is_told_with_what_it_may_have_cost(shown: Shown) -> None:
    submit(shown)
    (job_id,) = shown.session.job_list.jobs
    problem = Problem(ProblemCode.CONNECTION_LOST)
    shown.session.receive(JobFailed(job_id, JobState.UNKNOWN, problem, Charged.MAYBE))
    assert shown.message.startswith("The connection broke after the request was sent.")
    assert shown.message.endswith("It may have been charged.")


def test_several_messages_stand_together_and_the_same_one_once(shown: Shown) -> None:
    for name in ("a.png", "b.png", "a.png"):
        shown.bridge.message_shown.emit(Problem(ProblemCode.PICTURE_DAMAGED), name)
    assert [line[:5] for line in shown.message.splitlines()] == ["b.png", "a.png"]


def test_many_messages_are_counted(shown: Shown) -> None:
    for number in range(10):
        shown.bridge.message_shown.emit(Problem(ProblemCode.PICTURE_DAMAGED), f"{number}.png")
    lines = shown.message.splitlines()
    assert lines[0] == "6 earlier messages"
    assert [line[0] for line in lines[1:]] == ["6", "7", "8", "9"]


def test_notice_goes_by_itself_and_errors_stay(shown: Shown) -> None:
    bar = shown.find("message_bar")
    assert isinstance(bar, MessageBar)
    bar.show_error("An error")
    bar.show_notice("A notice")
    assert shown.message == "An error\nA notice"
    bar._on_timer_timeout()
    assert shown.message == "An error"


def test_pressing_the_message_does_not_paint_on_the_canvas_below(shown: Shown, qtbot: QtBot) -> None:
    shown.open_picture()
    shown.bridge.message_shown.emit(Problem(ProblemCode.PICTURE_DAMAGED), "")
    QTest.mouseClick(shown.find("message_text"), Qt.MouseButton.LeftButton)
    assert not shown.session.can_undo or shown.session.sent_mask_share == 0


# Keys


def test_single_letters_choose_tools_on_the_canvas_alone(shown: Shown, qtbot: QtBot) -> None:
    canvas, prompt = shown.find("canvas"), shown.find("prompt_edit")
    canvas.setFocus()
    QTest.keyClick(canvas, Qt.Key.Key_E)
    assert shown.window.actions_table["eraser"].isChecked()
    assert shown.window.canvas.tool == "eraser"
    prompt.setFocus()
    QTest.keyClicks(prompt, "bed")
    assert shown.window.canvas.tool == "eraser"
    assert shown.session.draft.prompt == "bed"


@pytest.mark.parametrize(("menu", "key", "verb"), [("mask", "g", "grow_mask"), ("mask", "e", "eraser")])
def test_letter_in_an_open_menu_is_the_menus_own(
    shown: Shown, qtbot: QtBot, menu: str, key: str, verb: str
) -> None:
    """The canvas keeps the focus below an open menu, and has keys of the same letters."""
    shown.open_picture()
    shown.find("canvas").setFocus()
    triggered: list[str] = []
    for name, action in shown.window.actions_table.by_name.items():
        action.triggered.connect(partial(triggered.append, name))
    opened = shown.window.menus[menu]
    opened.popup(QPoint(10, 10))
    qtbot.waitUntil(opened.isVisible)
    QTest.keyClicks(opened, key)
    assert triggered == [verb]


def test_delete_clears_the_mask_on_the_canvas_and_text_in_the_prompt(shown: Shown, qtbot: QtBot) -> None:
    shown.open_picture()
    canvas, prompt = shown.find("canvas"), shown.find("prompt_edit")
    canvas.setFocus()
    QTest.keyClick(canvas, Qt.Key.Key_A, _CTRL)
    assert shown.session.sent_mask_share == 1
    prompt.setFocus()
    QTest.keyClicks(prompt, "cat")
    QTest.keyClick(prompt, Qt.Key.Key_Home)
    QTest.keyClick(prompt, Qt.Key.Key_Delete)
    assert shown.session.draft.prompt == "at"
    assert shown.session.sent_mask_share == 1
    canvas.setFocus()
    QTest.keyClick(canvas, Qt.Key.Key_Delete)
    assert shown.session.sent_mask_share == 0


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Enter])
@pytest.mark.parametrize("place", ["prompt_edit", "canvas", "quality_box"])
def test_submit_works_everywhere_and_sends_once(shown: Shown, qtbot: QtBot, place: str, key: Qt.Key) -> None:
    prompt = shown.find("prompt_edit")
    prompt.setFocus()
    QTest.keyClicks(prompt, "a cat")
    shown.find(place).setFocus()
    QTest.keyClick(shown.find(place), key, _CTRL)
    assert [job.request.prompt for job in shown.engine.submitted] == ["a cat"]


def test_undo_in_the_prompt_is_the_texts_own(shown: Shown, qtbot: QtBot) -> None:
    shown.open_picture()
    prompt = shown.find("prompt_edit")
    prompt.setFocus()
    QTest.keyClicks(prompt, "cat")
    QTest.keyClick(prompt, Qt.Key.Key_Z, _CTRL)
    assert shown.session.draft.prompt == ""
    assert len(shown.session.document.sources) == 1
    QTest.keyClick(prompt, Qt.Key.Key_Y, _CTRL)
    assert shown.session.draft.prompt == "cat"
    shown.find("canvas").setFocus()
    QTest.keyClick(shown.find("canvas"), Qt.Key.Key_Z, _CTRL)
    assert len(shown.session.document.sources) == 0


def test_tab_moves_the_focus_out_of_the_canvas_and_the_prompt(shown: Shown, qtbot: QtBot) -> None:
    for name in ("canvas", "prompt_edit"):
        widget = shown.find(name)
        widget.setFocus()
        QTest.keyClick(widget, Qt.Key.Key_Tab)
        assert QApplication.focusWidget() is not widget


def test_actions_are_enabled_while_they_can_do_something(shown: Shown) -> None:
    actions = shown.window.actions_table
    dependent = ("undo", "fill_mask", "clear_mask", "invert_mask", "remove_source", "zoom_fit", "cancel_job")
    assert [verb for verb in dependent if actions[verb].isEnabled()] == []
    shown.open_picture()
    assert [verb for verb in dependent if not actions[verb].isEnabled()] == ["cancel_job"]
    shown.session.set_prompt("a cat")
    actions["submit"].trigger()
    assert actions["cancel_job"].isEnabled()
    actions["cancel_job"].trigger()
    assert len(shown.engine.calls_of("cancel")) == 1


def test_lights_out_hides_the_panels_and_brings_back_what_was_there(shown: Shown, qtbot: QtBot) -> None:
    shown.window.docks[1].hide()
    before = [dock.isVisible() for dock in shown.window.docks]
    assert before == [True, False, True, True]
    canvas = shown.find("canvas")
    canvas.setFocus()
    QTest.keyClick(canvas, Qt.Key.Key_F)
    assert not any(dock.isVisible() for dock in shown.window.docks)
    QTest.keyClick(canvas, Qt.Key.Key_F)
    assert [dock.isVisible() for dock in shown.window.docks] == before


def test_gallery_key_shows_the_gallery_and_what_was_hidden_stays_so(shown: Shown, qtbot: QtBot) -> None:
    shown.window.docks[3].hide()
    canvas = shown.find("canvas")
    canvas.setFocus()
    QTest.keyClick(canvas, Qt.Key.Key_G)
    assert shown.window.page is shown.find("gallery_page")
    shown.window.toggle_gallery()
    assert not shown.window.docks[3].isVisible()


# Pictures from outside


def drop(target: QWidget, mime: QMimeData) -> bool:
    """Drag something over a widget and let it go there; whether it was taken."""
    position, copy = QPointF(target.rect().center()), Qt.DropAction.CopyAction
    entering = QDragEnterEvent(position.toPoint(), copy, mime, Qt.MouseButton.LeftButton, _NO_MODIFIER)
    QApplication.sendEvent(target, entering)
    if not entering.isAccepted():
        return False
    dropping = QDropEvent(position, copy, mime, Qt.MouseButton.LeftButton, _NO_MODIFIER)
    QApplication.sendEvent(target, dropping)
    return dropping.isAccepted()


def build_urls(*urls: str) -> QMimeData:
    mime = QMimeData()
    mime.setUrls([QUrl(url) for url in urls])
    return mime


def test_files_dropped_on_the_window_are_opened_in_order(shown: Shown) -> None:
    assert drop(shown.window, build_urls("file:///photos/b.png", "file:///photos/a%20b.jpg"))
    assert shown.engine.calls_of("open_files") == [([Path("/photos/b.png"), Path("/photos/a b.jpg")],)]


@pytest.mark.parametrize("name", ["canvas", "prompt_edit", "sources_list", "submit_button"])
def test_files_are_taken_wherever_they_are_dropped(shown: Shown, name: str) -> None:
    """What a part of the window does not take itself is offered to the window around it."""
    shown.open_picture()
    opened = len(shown.engine.calls_of("open_files"))
    target = shown.find(name)
    viewport = target.viewport() if isinstance(target, QAbstractScrollArea) else target
    assert drop(viewport, build_urls("file:///photos/a.png"))
    assert shown.engine.calls_of("open_files")[opened:] == [([Path("/photos/a.png")],)]


@pytest.mark.parametrize(
    "url", ["https://example.com/a.png", "file://elsewhere/share/a.png", "data:image/png;base64,AAAA"]
)
def test_addresses_elsewhere_are_not_fetched(shown: Shown, url: str) -> None:
    assert not drop(shown.window, build_urls(url))
    assert shown.engine.calls_of("open_files") == []


def test_more_files_than_fit_are_refused_aloud(shown: Shown) -> None:
    assert drop(shown.window, build_urls(*(f"file:///photos/{number}.png" for number in range(40))))
    (opened,) = shown.engine.calls_of("open_files")
    assert len(opened[0]) == 16
    assert shown.message.startswith("One edit takes 16 images at most: 24 could not be opened.")


def build_image() -> QImage:
    """3 × 2 pixels with an odd row, one of them half transparent."""
    image = QImage(3, 2, QImage.Format.Format_ARGB32)
    image.fill(QColor(10, 20, 30))
    image.setPixelColor(2, 1, QColor(200, 100, 50, 128))
    return image


def test_pasted_picture_comes_as_straight_rgba(shown: Shown, qtbot: QtBot) -> None:
    QGuiApplication.clipboard().setImage(build_image())
    canvas = shown.find("canvas")
    canvas.setFocus()
    QTest.keyClick(canvas, Qt.Key.Key_V, _CTRL)
    opaque = bytes([10, 20, 30, 255])
    assert shown.engine.calls_of("open_pixels") == [
        (Size(3, 2), opaque * 5 + bytes([200, 100, 50, 128]), "Pasted picture")
    ]


def test_pasted_files_are_opened(shown: Shown) -> None:
    QGuiApplication.clipboard().setMimeData(build_urls("file:///photos/a.png"))
    shown.window.actions_table["paste_source"].trigger()
    assert shown.engine.calls_of("open_files") == [([Path("/photos/a.png")],)]


def test_paste_in_the_prompt_stays_text(shown: Shown, qtbot: QtBot) -> None:
    QGuiApplication.clipboard().setText("a cat")
    prompt = shown.find("prompt_edit")
    prompt.setFocus()
    QTest.keyClick(prompt, Qt.Key.Key_V, _CTRL)
    assert shown.session.draft.prompt == "a cat"
    assert shown.message == ""


def test_pasting_what_is_no_picture_says_so(shown: Shown) -> None:
    QGuiApplication.clipboard().setText("a cat")
    shown.window.actions_table["paste_source"].trigger()
    assert shown.message == "There is no picture on the clipboard."
    assert shown.engine.calls_of("open_pixels") == []


# The end


def close_from_outside(window: MainWindow) -> bool:
    """What the window system's close button does; whether the window took it."""

    class SpontaneousClose(QCloseEvent):
        def spontaneous(self) -> bool:
            return True

    event = SpontaneousClose()
    window.closeEvent(event)
    return event.isAccepted()


def submit(shown: Shown) -> None:
    shown.session.set_prompt("a cat")
    shown.window.actions_table["submit"].trigger()


def find_leave_box(window: MainWindow) -> QMessageBox | None:
    return window.findChild(QMessageBox, "leave_box")


def test_close_by_the_program_never_asks(shown: Shown, qtbot: QtBot) -> None:
    submit(shown)
    with qtbot.waitSignal(shown.window.closed):
        assert shown.window.close()
    assert shown.engine.calls_of("stop") == [(None,)]


def press_in_box(window: MainWindow, name: str) -> None:
    box = find_leave_box(window)
    assert box is not None
    button = box.findChild(QWidget, name)
    assert isinstance(button, QWidget)
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.mark.parametrize("by_action", [True, False])
def test_close_by_the_user_asks_once_while_jobs_run(shown: Shown, by_action: bool) -> None:
    submit(shown)
    for _ in range(2):
        if by_action:
            shown.window.actions_table["quit"].trigger()
        else:
            assert not close_from_outside(shown.window)
    boxes = shown.window.findChildren(QMessageBox, "leave_box")
    assert len(boxes) == 1
    assert boxes[0].text() == "1 job is still running."
    QTest.keyClick(boxes[0], Qt.Key.Key_Escape)
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    assert shown.engine.calls_of("stop") == []
    assert shown.window.isVisible()
    assert not close_from_outside(shown.window)
    press_in_box(shown.window, "leave_button")
    assert shown.engine.calls_of("stop") == [(None,)]
    assert not shown.window.isVisible()


def test_a_user_who_waits_is_let_go_when_the_jobs_have_ended(shown: Shown) -> None:
    submit(shown)
    (job_id,) = shown.session.job_list.jobs
    assert not close_from_outside(shown.window)
    press_in_box(shown.window, "wait_button")
    assert shown.engine.calls_of("pause_queue") == [()]
    assert "closes by itself" in shown.window.message_bar.text
    progress(shown.session, job_id, JobState.SAVING)
    assert shown.engine.calls_of("stop") == []
    succeed(shown.session, job_id)
    assert shown.engine.calls_of("stop") == [(None,)]
    assert not shown.window.isVisible()


def test_a_user_who_waits_sends_nothing_more_also_where_jobs_of_last_time_wait(shown: Shown) -> None:
    problem = Problem(ProblemCode.WAITING_FROM_LAST_TIME, {"count": 1, "estimate_dollars": 0.2})
    shown.session.receive(QueueChanged(is_paused=True, problem=problem))
    submit(shown)
    assert not close_from_outside(shown.window)
    press_in_box(shown.window, "wait_button")
    assert shown.engine.calls_of("pause_queue") == [()]


def test_a_user_who_waits_may_stay_after_all(shown: Shown) -> None:
    submit(shown)
    (job_id,) = shown.session.job_list.jobs
    assert not close_from_outside(shown.window)
    press_in_box(shown.window, "wait_button")
    stay = shown.window.message_bar.findChild(QPushButton, "message_offer_button")
    assert stay is not None
    QTest.keyClick(stay, Qt.Key.Key_Space)
    assert shown.engine.calls_of("resume_queue") == [()]
    succeed(shown.session, job_id)
    assert shown.engine.calls_of("stop") == []
    assert shown.window.isVisible()


def fail_to_save(shown: Shown, job_id: JobId, kept_answer: Path | None) -> None:
    problem = Problem(ProblemCode.DISK_FULL, {"folder": "/gallery"})
    ended = JobFailed(job_id, JobState.UNSAVED, problem, Charged.YES, kept_answer=kept_answer)
    shown.session.receive(ended)


@pytest.mark.parametrize(
    ("kept_answer", "words"), [(None, "are lost"), (Path("/spool/answer.json"), "at the next start")]
)
def test_an_answer_that_is_not_saved_yet_is_asked_about(
    shown: Shown, kept_answer: Path | None, words: str
) -> None:
    submit(shown)
    (job_id,) = shown.session.job_list.jobs
    fail_to_save(shown, job_id, kept_answer)
    assert not close_from_outside(shown.window)
    box = find_leave_box(shown.window)
    assert box is not None
    assert box.text() == "1 answer could not be saved yet."
    assert words in box.informativeText()
    press_in_box(shown.window, "leave_button")
    assert shown.engine.calls_of("stop") == [(None,)]


def test_a_user_who_waits_for_an_answer_is_let_go_when_it_is_saved(shown: Shown) -> None:
    submit(shown)
    (job_id,) = shown.session.job_list.jobs
    fail_to_save(shown, job_id, None)
    assert not close_from_outside(shown.window)
    press_in_box(shown.window, "wait_button")
    assert shown.engine.calls_of("save_again") == [(job_id,)]
    assert "still to be saved" in shown.window.message_bar.text
    progress(shown.session, job_id, JobState.SAVING)
    fail_to_save(shown, job_id, None)
    assert shown.window.isVisible()
    succeed(shown.session, job_id)
    assert shown.engine.calls_of("stop") == [(None,)]


def test_the_queue_is_paused_and_emptied_by_the_menu(shown: Shown) -> None:
    actions = shown.window.actions_table
    assert not actions["cancel_waiting"].isEnabled()
    submit(shown)
    (job_id,) = shown.session.job_list.jobs
    progress(shown.session, job_id, JobState.QUEUED)
    actions["pause_jobs"].trigger()
    assert shown.engine.calls_of("pause_queue") == [()]
    shown.session.receive(QueueChanged(is_paused=True))
    assert actions["pause_jobs"].isChecked()
    actions["pause_jobs"].trigger()
    assert shown.engine.calls_of("resume_queue") == [()]
    actions["cancel_waiting"].trigger()
    assert shown.engine.calls_of("cancel_all") == [()]


def test_what_is_only_queued_keeps_nobody(shown: Shown) -> None:
    submit(shown)
    (job_id,) = shown.session.job_list.jobs
    progress(shown.session, job_id, JobState.QUEUED)
    assert close_from_outside(shown.window)


@pytest.mark.parametrize(
    ("code", "label"),
    [
        (ProblemCode.WAITING_FROM_LAST_TIME, "Continue"),
        (ProblemCode.NO_CREDIT, "Continue"),
        (ProblemCode.WRONG_KEY, "Connect…"),
        (ProblemCode.DAILY_CAP_REACHED, "Settings…"),
    ],
)
def test_a_queue_that_stands_still_offers_what_helps(shown: Shown, code: ProblemCode, label: str) -> None:
    params = {"count": 3, "estimate_dollars": 0.3, "cap_dollars": 20.0, "spent_dollars": 19.9}
    shown.session.receive(QueueChanged(is_paused=True, problem=Problem(code, params)))
    bar = shown.window.message_bar
    button = bar.findChild(QPushButton, "message_offer_button")
    assert button is not None
    assert button.isVisible()
    assert (button.text(), bool(bar.text)) == (label, True)
    if label == "Continue":
        QTest.keyClick(button, Qt.Key.Key_Space)
        assert shown.engine.calls_of("resume_queue") == [()]
    shown.session.receive(QueueChanged(is_paused=False))
    assert not bar.isVisible()
    assert bar.text == ""


def test_close_by_the_user_does_not_ask_without_jobs(shown: Shown) -> None:
    assert close_from_outside(shown.window)
    assert find_leave_box(shown.window) is None
    assert shown.engine.calls_of("stop") == [(None,)]


# The layout


def open_window(qtbot: QtBot, folder: Path) -> MainWindow:
    session, bridge, _ = build_session()
    window = MainWindow(session, bridge, folder)
    qtbot.addWidget(window)
    window.bridge = bridge
    window.show()
    return window


def test_layout_is_kept_from_one_run_to_the_next(qtbot: QtBot, tmp_path: Path) -> None:
    first = open_window(qtbot, tmp_path)
    first.resize(1100, 700)  # the screen of the tests is 800 × 800: only the height can come back
    first.docks[1].hide()
    first.docks[2].hide()
    first.set_panels_hidden(hidden=True)
    first.close()
    second = open_window(qtbot, tmp_path)
    assert [dock.isHidden() for dock in second.docks] == [False, True, True, False]
    assert second.height() == 700
    second.close()


def test_layout_comes_back_only_when_the_window_is_shown_in_its_style(qtbot: QtBot, tmp_path: Path) -> None:
    """Restored before, a maximised window keeps the thick gaps between panels of the bare style."""
    first = open_window(qtbot, tmp_path)
    first.docks[1].hide()
    first.close()
    session, bridge, _ = build_session()
    second = MainWindow(session, bridge, tmp_path)
    qtbot.addWidget(second)
    assert not second.docks[1].isHidden()
    second.show()
    assert second.docks[1].isHidden()
    second.close()


@pytest.mark.parametrize("height", [500, 640])
def test_the_button_is_in_sight_in_a_low_window(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, height: int
) -> None:
    monkeypatch.setattr("turbo_studio.ui.window._START_SIZE", QSize(800, height))
    monkeypatch.setattr("turbo_studio.ui.window._MINIMUM_SIZE", QSize(800, height))
    window = open_window(qtbot, tmp_path)
    window.session.receive(SANDBOX)
    button = window.request_panel.submit_button

    def is_in_sight() -> bool:
        below = window.jobs_panel.mapTo(window, QPoint(0, 0)).y()
        return 0 < button.mapTo(window, button.rect().bottomLeft()).y() < below

    qtbot.waitUntil(is_in_sight)
    assert window.height() == height
    window.close()


def test_tools_that_find_no_room_are_behind_a_button_that_says_so(qtbot: QtBot, tmp_path: Path) -> None:
    window = open_window(qtbot, tmp_path)
    strip = window.findChild(QToolBar, "tool_strip")
    assert strip is not None
    strip.setMaximumHeight(200)
    more = strip.findChild(QToolButton, "qt_toolbar_ext_button")
    assert more is not None

    qtbot.waitUntil(more.isVisible)

    assert more.accessibleName() == "More tools"
    image = more.grab().toImage()
    columns, rows = range(image.width()), range(image.height())
    greys = {image.pixelColor(x, y).lightness() for x in columns for y in rows}
    assert max(greys) - min(greys) > 60
    window.close()


def test_jobs_and_results_take_turns_in_a_low_window(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also where the layout of a larger one shows both; else they would lie over each other."""
    larger = open_window(qtbot, tmp_path)
    _, jobs, _, results = larger.docks
    assert not jobs.isHidden()
    assert not results.isHidden()
    larger.close()
    screen = QGuiApplication.primaryScreen().availableSize()
    monkeypatch.setattr("turbo_studio.ui.window._MINIMUM_SIZE", QSize(800, 500))
    monkeypatch.setattr("turbo_studio.ui.window._RESULTS_HEIGHT_MIN", screen.height() + 1)
    window = open_window(qtbot, tmp_path)
    request, jobs, _, results = window.docks

    def read_hidden() -> tuple[bool, bool]:
        return jobs.isHidden(), results.isHidden()

    assert read_hidden() == (False, True)
    window.find_results()
    assert read_hidden() == (True, False)
    jobs.toggleViewAction().trigger()
    assert read_hidden() == (False, True)
    results.toggleViewAction().trigger()
    assert read_hidden() == (True, False)
    results.toggleViewAction().trigger()
    assert read_hidden() == (False, True)
    assert not request.isHidden()
    window.close()


def test_sandbox_bar_has_its_place_in_a_layout_that_was_kept_with_it(qtbot: QtBot, tmp_path: Path) -> None:
    first = open_window(qtbot, tmp_path)
    first.session.receive(SANDBOX)
    first.close()
    second = open_window(qtbot, tmp_path)
    second.session.receive(SANDBOX)
    sandbox, options = (second.findChild(QToolBar, name) for name in ("sandbox_bar", "options_bar"))
    assert sandbox is not None
    assert options is not None
    qtbot.waitUntil(lambda: sandbox.geometry().bottom() < options.geometry().top())
    assert sandbox.width() == options.width() == second.width()
    second.close()


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\x00\xff" * 4000,
        b"geometry !!!\nstate %%%\nstage_state 1\n",
        b"geometry \xff\nstate\n",
        b"geometry AdnQywADAAD/////\nstate AAAA/w==\nstage_state AAAA/w==\n",
        b"state " + b"A" * 200_000 + b"\nstage_state AAAA\n",
    ],
)
def test_a_layout_that_is_no_layout_is_left_alone(qtbot: QtBot, tmp_path: Path, content: bytes) -> None:
    (tmp_path / "window.layout").write_bytes(content)
    window = open_window(qtbot, tmp_path)
    assert all(dock.isVisible() for dock in window.docks)
    assert window.width() >= window.minimumWidth()
    window.close()
    assert "\nstate " in (tmp_path / "window.layout").read_text("ascii")


def test_a_folder_that_cannot_be_written_does_not_keep_the_window_open(qtbot: QtBot, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    window = open_window(qtbot, tmp_path / "file")
    assert window.close()


def test_view_menu_brings_a_panel_back(shown: Shown) -> None:
    for dock in shown.window.docks:
        toggle = dock.toggleViewAction()
        toggle.trigger()
        assert not dock.isVisible()
        toggle.trigger()
        assert dock.isVisible()


def test_help_can_be_reached_by_keys(shown: Shown, qtbot: QtBot) -> None:
    QTest.keyClick(shown.window, Qt.Key.Key_F1)
    dialog = shown.window.findChild(QWidget, "keys_dialog")
    assert isinstance(dialog, QWidget)
    assert dialog.isVisible()
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()


def test_pointer_position_and_zoom_are_told(shown: Shown, qtbot: QtBot) -> None:
    shown.open_picture()
    assert shown.find("status_size").property("text") == "320 × 240"
    shown.window.actions_table["zoom_actual"].trigger()
    assert shown.find("status_zoom").property("text") == "100 %"
    canvas = shown.window.canvas
    position = canvas.map_from_image(QPointF(10, 20)).toPoint()
    QTest.mouseMove(canvas, position + QPoint(40, 0))
    QTest.mouseMove(canvas, position)
    there = canvas.map_to_image(QPointF(position))
    assert shown.find("status_pointer").property("text") == f"{int(there.x())}, {int(there.y())}"
    assert abs(there.x() - 10) <= 1
    assert abs(there.y() - 20) <= 1


def test_page_takes_the_place_of_the_canvas_and_gives_it_back(shown: Shown) -> None:
    page = QWidget()
    shown.window.show_page(page)
    assert [shown.window.page] == [page]
    assert page.isVisible()
    assert not shown.window.canvas.isVisible()
    assert not shown.find("options_bar").isVisible()
    shown.window.message_bar.show_error("over the page")
    assert shown.window.message_bar.isVisible()
    assert shown.window.message_bar.parent() is page
    shown.window.show_page(None)
    assert [shown.window.page] == [None]
    assert shown.window.canvas.isVisible()
    assert shown.find("options_bar").isVisible()
    assert shown.window.message_bar.parent() is shown.window.canvas
    assert shown.window.message_bar.isVisible()
    assert not page.isVisible()
