"""The jobs panel through the life of jobs, with real keys and presses."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest
from PySide6.QtCore import QEvent, QObject, QPoint, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QMenu, QPushButton, QWidget

from tests.helpers import fake_engine
from turbo_studio.core.facts import (
    JobCancelled,
    JobCountingDown,
    JobFailed,
    JobHeld,
    JobProgressed,
    JobSucceeded,
    QueueChanged,
    SpendingChanged,
)
from turbo_studio.core.geometry import Size
from turbo_studio.core.job import JobState
from turbo_studio.core.problems import Charged, Problem, ProblemCode
from turbo_studio.core.spending import Spending
from turbo_studio.ui.panels.jobs_delegate import JobDelegate
from turbo_studio.ui.panels.jobs_model import JobRole
from turbo_studio.ui.panels.jobs_panel import JobsPanel
from turbo_studio.ui.panels.jobs_words import format_duration, measure_progress
from turbo_studio.ui.words import say_state

if TYPE_CHECKING:
    from pathlib import Path

    from PySide6.QtGui import QAction
    from pytestqt.qtbot import QtBot

    from tests.helpers.fake_engine import FakeEngine
    from turbo_studio.core.job import JobId
    from turbo_studio.session.session import Session
    from turbo_studio.ui.bridge import Bridge
    from turbo_studio.ui.panels.jobs_delegate import JobLayout
    from turbo_studio.ui.panels.jobs_view import JobsView


class Desk(NamedTuple):
    panel: JobsPanel
    view: JobsView
    session: Session
    bridge: Bridge
    engine: FakeEngine

    def submit(self, prompt: str = "a cup of tea", variations: int = 1) -> list[JobId]:
        self.session.set_prompt(prompt)
        self.session.set_variations(variations)
        before = len(self.engine.submitted)
        assert self.session.submit() is None
        ids = [job.id for job in self.engine.submitted[before:]]
        for job_id in ids:
            fake_engine.progress(self.session, job_id, JobState.QUEUED)
        QTest.qWait(0)
        return ids

    def fail(self, job_id: JobId, state: JobState, code: ProblemCode, charged: Charged) -> None:
        problem = Problem(code, {"host": "gateway.example"}, "<i>quota</i>")
        self.session.receive(JobFailed(job_id, state, problem, charged, ("req-7",)))
        QTest.qWait(0)

    def said(self, row: int = 0) -> str:
        return str(self.view.model().index(row, 0).data())

    def layout(self, row: int = 0) -> JobLayout:
        return self.view.layout_of(row)

    def words(self, row: int = 0) -> str:
        return str(self.view.model().index(row, 0).data(JobRole.WORDS))

    def labels(self, row: int = 0) -> list[str]:
        """What the row's own buttons say."""
        return [button.label for button in self.view.model().index(row, 0).data(JobRole.BUTTONS)]

    def press(self, label: str, row: int = 0) -> None:
        """Click the button that begins so."""
        (number,) = [number for number, each in enumerate(self.labels(row)) if each.startswith(label)]
        self.click(self.layout(row).buttons[number].center())

    def choose(self, row: int = 0) -> None:
        self.view.setCurrentIndex(self.view.model().index(row, 0))

    def key(self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        QTest.keyClick(self.view, key, modifier)

    def click(self, position: QPoint) -> None:
        QTest.mouseClick(self.view.viewport(), Qt.MouseButton.LeftButton, pos=position)


@pytest.fixture
def desk(qtbot: QtBot) -> Desk:
    session, bridge, engine = fake_engine.build_session()
    panel = JobsPanel(session, bridge)
    qtbot.addWidget(panel)
    panel.resize(300, 500)
    panel.show()
    return Desk(panel, panel.jobs_list, session, bridge, engine)


def test_a_job_says_how_far_it_is(desk: Desk, tmp_path: Path) -> None:
    (job_id,) = desk.submit()
    assert desk.said() == "Queued"
    fake_engine.progress(desk.session, job_id, JobState.PREPARING)
    assert desk.said() == "Preparing"
    fake_engine.progress(desk.session, job_id, JobState.SENDING, 2_500_000, 5_000_000)
    assert desk.said() == "Sending 2.5 MB of 5 MB · 0 s"
    fake_engine.progress(desk.session, job_id, JobState.WAITING)
    assert desk.said().startswith("Waiting · ")
    fake_engine.progress(desk.session, job_id, JobState.RECEIVING, 900, 0)
    assert desk.said().startswith("Receiving · ")
    fake_engine.progress(desk.session, job_id, JobState.SAVING)
    assert desk.said() == "Saving"
    fake_engine.succeed(desk.session, job_id, fake_engine.build_result(tmp_path))
    assert desk.said().startswith("Done · ")


def test_a_failure_says_what_happened_whether_it_cost_and_gives_the_id(desk: Desk) -> None:
    (job_id,) = desk.submit()
    desk.fail(job_id, JobState.UNKNOWN, ProblemCode.CONNECTION_LOST, Charged.MAYBE)
    assert desk.said().startswith("Outcome unknown: The connection broke")
    assert desk.said().endswith("It may have been charged.")
    tooltip = desk.view.model().index(0, 0).data(Qt.ItemDataRole.ToolTipRole)
    assert "req-7" in tooltip
    assert "<i>" not in tooltip
    assert "quota" in tooltip
    assert desk.layout().words.height() >= 3 * desk.view.fontMetrics().height()
    assert desk.view.visualRect(desk.view.model().index(0, 0)).height() == desk.layout().height


def test_jobs_stand_in_the_order_of_the_queue_and_variations_are_numbered(desk: Desk) -> None:
    desk.submit("first", 2)
    desk.submit("second")
    titles = [desk.view.model().index(row, 0).data(Qt.ItemDataRole.AccessibleTextRole) for row in range(3)]
    assert [title.split(":")[0] for title in titles] == ["1 of 2 · first", "2 of 2 · first", "second"]


def test_the_rows_follow_the_jobs_on_their_way(desk: Desk) -> None:
    """The model moves rows one by one; at the end it must show what it would if it were filled anew."""
    ids = [desk.submit(f"prompt {number}")[0] for number in range(4)]
    fake_engine.progress(desk.session, ids[2], JobState.SENDING)
    desk.fail(ids[0], JobState.NOT_SENT, ProblemCode.NOT_CONNECTED, Charged.NO)
    fake_engine.progress(desk.session, ids[3], JobState.WAITING)
    desk.fail(ids[2], JobState.UNKNOWN, ProblemCode.CONNECTION_LOST, Charged.MAYBE)
    desk.session.job_list.dismiss(ids[0])
    rows = [desk.view.model().index(row, 0).data(JobRole.VIEW).id for row in range(3)]
    assert rows == desk.session.job_list.order == [ids[3], ids[1], ids[2]]


def test_a_job_says_how_long_it_usually_takes(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    now_s = 1000.0
    monkeypatch.setattr("time.monotonic", lambda: now_s)
    (job_id,) = desk.submit()
    desk.session.receive(JobProgressed(job_id, JobState.SENDING, 0, 10, expected_s=58.0))
    desk.session.receive(JobProgressed(job_id, JobState.WAITING))
    shares = []
    for now_s, words in (
        (1034.0, "Waiting · 34 s of ~58 s"),
        (1058.0, "Waiting · 58 s of ~58 s"),
        (1090.0, "Waiting · 1 min 30 s, usually ~58 s"),
        (1500.0, "Waiting · 8 min 20 s, usually ~58 s"),
    ):
        assert desk.said() == words
        shares.append(measure_progress(desk.session.job_list.jobs[job_id], now_s) or 0.0)
    assert shares == sorted(shares)
    assert 0.5 < shares[0] < shares[1] < shares[-1] < 1


def test_a_job_that_will_be_sent_again_counts_down(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    now_s = 1000.0
    monkeypatch.setattr("time.monotonic", lambda: now_s)
    (job_id,) = desk.submit()
    problem = Problem(ProblemCode.NOT_CONNECTED, {"host": "gateway.example"})
    desk.session.receive(JobCountingDown(job_id, problem, 4.0, 2))
    assert desk.said().startswith("Again in 4 s, nothing was charged. gateway.example could not be reached")
    now_s = 1003.0
    assert desk.said().startswith("Again in 1 s")
    desk.choose()
    desk.key(Qt.Key.Key_Delete)
    assert desk.engine.calls_of("cancel") == [(job_id,)]


class PaintWatch(QObject):
    """Counts how often a widget is painted."""

    count = 0

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802  a virtual of Qt
        self.count += event.type() == QEvent.Type.Paint
        return False


def test_the_clock_goes_only_while_a_job_runs(desk: Desk, qtbot: QtBot) -> None:
    assert not desk.panel.is_ticking()
    (job_id,) = desk.submit()
    assert desk.panel.is_ticking()
    QTest.qWait(0)
    watch = PaintWatch()
    desk.view.viewport().installEventFilter(watch)
    qtbot.waitUntil(lambda: watch.count >= 2)
    desk.fail(job_id, JobState.NOT_SENT, ProblemCode.NOT_CONNECTED, Charged.NO)
    assert not desk.panel.is_ticking()


@pytest.mark.parametrize(
    ("duration_s", "words"), [(0.0, "0 s"), (59.9, "59 s"), (60.0, "1 min 00 s"), (605.2, "10 min 05 s")]
)
def test_durations_are_read_at_a_glance(duration_s: float, words: str) -> None:
    assert format_duration(duration_s) == words


# What can be done


def test_the_cross_cancels_while_it_runs_and_dismisses_after(desk: Desk) -> None:
    (job_id,) = desk.submit()
    desk.click(desk.layout().cross.center())
    assert desk.engine.calls_of("cancel") == [(job_id,)]
    assert desk.view.model().rowCount() == 1
    desk.session.receive(JobCancelled(job_id, Charged.NO))
    assert desk.said() == "Cancelled · Nothing was charged."
    QTest.qWait(0)
    desk.click(desk.layout().cross.center())
    assert desk.view.model().rowCount() == 0
    assert desk.engine.calls_of("forget") == [(job_id,)]


def test_delete_cancels_while_it_runs_and_dismisses_after(desk: Desk) -> None:
    (job_id,) = desk.submit()
    desk.choose()
    desk.key(Qt.Key.Key_Delete)
    assert desk.engine.calls_of("cancel") == [(job_id,)]
    desk.session.receive(JobCancelled(job_id, Charged.MAYBE))
    desk.key(Qt.Key.Key_Delete)
    assert desk.view.model().rowCount() == 0


@pytest.mark.parametrize("state", [JobState.SENDING, JobState.WAITING, JobState.RECEIVING])
def test_once_the_request_has_left_the_default_is_to_go_on_waiting(desk: Desk, state: JobState) -> None:
    (job_id,) = desk.submit()
    fake_engine.progress(desk.session, job_id, state)
    desk.choose()
    desk.key(Qt.Key.Key_Delete)
    assert not desk.engine.calls_of("cancel")
    assert "may be charged" in desk.words()
    assert desk.labels() == ["Keep waiting", "Stop waiting"]
    desk.key(Qt.Key.Key_Return)
    assert not desk.engine.calls_of("cancel")
    assert desk.labels() == []
    assert desk.words().startswith(say_state(state))


@pytest.mark.parametrize("by_key", [True, False])
def test_to_stop_waiting_is_a_choice_of_its_own(desk: Desk, by_key: bool) -> None:
    (job_id,) = desk.submit()
    fake_engine.progress(desk.session, job_id, JobState.WAITING)
    desk.choose()
    if by_key:
        desk.key(Qt.Key.Key_Delete)
        desk.key(Qt.Key.Key_Right)
        desk.key(Qt.Key.Key_Return)
    else:
        desk.click(desk.layout().cross.center())
        QTest.qWait(0)
        desk.press("Stop waiting")
    assert desk.engine.calls_of("cancel") == [(job_id,)]


def test_escape_takes_the_question_back(desk: Desk) -> None:
    (job_id,) = desk.submit()
    fake_engine.progress(desk.session, job_id, JobState.WAITING)
    desk.choose()
    desk.key(Qt.Key.Key_Delete)
    desk.key(Qt.Key.Key_Escape)
    assert desk.labels() == []


def test_the_question_goes_when_the_picture_is_there(desk: Desk) -> None:
    (job_id,) = desk.submit()
    fake_engine.progress(desk.session, job_id, JobState.WAITING)
    desk.panel.cancel_current()
    assert desk.labels() == ["Keep waiting", "Stop waiting"]
    assert desk.view.currentIndex().row() == 0, "Enter goes on waiting"
    fake_engine.progress(desk.session, job_id, JobState.SAVING)
    assert desk.labels() == []
    assert desk.words() == "Saving"


@pytest.mark.parametrize(
    ("charged", "label"), [(Charged.NO, "Send again (≈ $0.21)"), (Charged.MAYBE, "Run again (≈ $0.21)")]
)
@pytest.mark.parametrize("by_key", [True, False])
def test_a_failed_job_is_run_again_as_a_new_one(
    desk: Desk, by_key: bool, charged: Charged, label: str
) -> None:
    (job_id,) = desk.submit()
    assert desk.labels() == []
    desk.fail(job_id, JobState.REJECTED, ProblemCode.GATEWAY_BUSY, charged)
    assert desk.labels() == [label]
    if by_key:
        desk.choose()
        desk.key(Qt.Key.Key_Return)
    else:
        desk.press(label)
    ((old, new),) = desk.engine.calls_of("retry")
    assert (old, len(desk.engine.submitted)) == (job_id, 1)
    assert desk.view.model().rowCount() == 1
    assert desk.panel.current_job_id() == new


def test_an_unsaved_answer_is_saved_again_and_not_sent(desk: Desk) -> None:
    (job_id,) = desk.submit()
    desk.fail(job_id, JobState.UNSAVED, ProblemCode.STORAGE_FAILED, Charged.YES)
    desk.press("Save again")
    assert desk.engine.calls_of("save_again") == [(job_id,)]
    assert not desk.engine.calls_of("retry")


def test_a_useless_answer_is_read_again_for_free_and_shown(desk: Desk, qtbot: QtBot, tmp_path: Path) -> None:
    (job_id,) = desk.submit()
    problem = Problem(ProblemCode.ANSWER_UNREADABLE)
    kept = tmp_path / "answer.json"
    desk.session.receive(JobFailed(job_id, JobState.UNUSABLE, problem, Charged.YES, (), kept))
    QTest.qWait(0)
    assert desk.labels() == ["Read again (free)", "Run again (≈ $0.21)", "Show kept answer"]
    desk.choose()
    desk.key(Qt.Key.Key_Return)
    assert desk.engine.calls_of("read_again") == [(job_id,)]
    with qtbot.waitSignal(desk.panel.answer_chosen) as told:
        desk.press("Show kept answer")
    assert told.args == [kept]


def test_a_useless_answer_is_paid_for_and_stays_when_its_request_is_run_again(desk: Desk) -> None:
    (job_id,) = desk.submit()
    desk.fail(job_id, JobState.UNUSABLE, ProblemCode.ANSWER_LINK_FAILED, Charged.YES)
    QTest.qWait(0)
    desk.press("Run again (≈ $0.21)")
    assert [given[0] for given in desk.engine.calls_of("retry")] == [job_id]
    assert not desk.engine.calls_of("forget")
    assert job_id in desk.session.job_list.jobs


@pytest.mark.parametrize("by_key", [True, False])
def test_a_held_job_is_released_or_given_up(desk: Desk, by_key: bool) -> None:
    (job_id,) = desk.submit()
    desk.session.receive(JobHeld(job_id, Problem(ProblemCode.SAME_AS_UNKNOWN, {"minutes": 3})))
    QTest.qWait(0)
    assert "3 min ago" in desk.words()
    assert desk.labels() == ["Send anyway (≈ $0.21)", "Cancel"]
    desk.choose()
    if by_key:
        desk.key(Qt.Key.Key_Return)
        assert desk.engine.calls_of("cancel") == [(job_id,)], "Enter alone must not pay"
        desk.key(Qt.Key.Key_Left)
        desk.key(Qt.Key.Key_Return)
    else:
        desk.press("Send anyway")
    assert desk.engine.calls_of("release") == [(job_id,)]


def test_a_key_that_repeats_presses_once(desk: Desk) -> None:
    (job_id,) = desk.submit()
    desk.session.receive(JobHeld(job_id, Problem(ProblemCode.SAME_AS_UNKNOWN, {"minutes": 3})))
    desk.choose()
    for _ in range(50):
        held = QKeyEvent(
            QKeyEvent.Type.KeyPress, Qt.Key.Key_Return, Qt.KeyboardModifier.NoModifier, "", autorep=True
        )
        QApplication.sendEvent(desk.view, held)
    assert not desk.engine.calls_of("cancel")


@pytest.mark.parametrize("by_key", [True, False])
def test_a_job_that_is_done_leads_to_its_result(
    desk: Desk, qtbot: QtBot, tmp_path: Path, by_key: bool
) -> None:
    (job_id,) = desk.submit()
    result = fake_engine.build_result(tmp_path)
    fake_engine.succeed(desk.session, job_id, result)
    QTest.qWait(0)
    assert desk.labels() == []
    desk.choose()
    with qtbot.waitSignal(desk.panel.result_chosen) as told:
        if by_key:
            desk.key(Qt.Key.Key_Return)
        else:
            # Qt takes a press, a release and a second press close by for a double click.
            desk.click(desk.layout().title.center())
            QTest.mouseDClick(
                desk.view.viewport(), Qt.MouseButton.LeftButton, pos=desk.layout().title.center()
            )
    assert told.args == [result]


def test_a_job_says_in_what_its_answer_is_not_what_was_asked_for(desk: Desk, tmp_path: Path) -> None:
    jobs = desk.submit(variations=2)
    asked = fake_engine.build_result(tmp_path)
    smaller = replace(fake_engine.build_result(tmp_path, 2), size=Size(1024, 1024))
    unknown = replace(fake_engine.build_result(tmp_path, 3), size=None)
    for job_id in jobs:
        fake_engine.succeed(desk.session, job_id, asked)
    assert desk.words(0).count("\n") == 0
    desk.session.receive(JobSucceeded(jobs[1], (asked, smaller, unknown), missing_count=2))
    _, *said = desk.words(desk.session.job_list.order.index(jobs[1])).split("\n")
    assert said == [
        "Asked for 1 picture, got 3; all are kept.",
        "Pictures of the answer that could not be kept: 2.",
        "Asked for 1536 × 1024, got 1024 × 1024.",
        "What came back cannot be shown as a picture.",
    ]


def open_menu(desk: Desk) -> dict[str, QAction]:
    for menu in desk.panel.findChildren(QMenu):
        menu.setParent(None)
    desk.view.customContextMenuRequested.emit(desk.layout().title.center())
    (menu,) = desk.panel.findChildren(QMenu)
    return {action.text(): action for action in menu.actions() if action.text()}


def test_the_menu_offers_what_the_state_allows(desk: Desk) -> None:
    (job_id,) = desk.submit()
    desk.choose()
    assert list(open_menu(desk)) == ["Send earlier", "Send later", "Cancel"]
    desk.fail(job_id, JobState.UNKNOWN, ProblemCode.CONNECTION_LOST, Charged.MAYBE)
    actions = open_menu(desk)
    assert list(actions) == [
        "Run again (≈ $0.21)",
        "Use its settings",
        "Copy details",
        "Remove from the list",
    ]
    actions["Copy details"].trigger()
    copied = QApplication.clipboard().text()
    assert all(
        words in copied for words in ("Outcome unknown", "may have been charged", "<i>quota</i>", "req-7")
    )
    actions["Remove from the list"].trigger()
    assert desk.view.model().rowCount() == 0
    actions["Run again (≈ $0.21)"].trigger()
    assert not desk.engine.calls_of("retry"), "the job is not there any more"


# The queue


def test_the_order_of_the_queue_is_changed_by_keys_and_menu(desk: Desk) -> None:
    first, second, third = desk.submit("tea", 3)
    desk.choose(2)
    desk.key(Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    assert desk.session.job_list.order == [first, third, second]
    assert desk.panel.current_job_id() == third, "the choice follows the job"
    desk.key(Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    desk.key(Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    assert desk.session.job_list.order == [first, second, third]
    assert desk.engine.calls_of("move_job") == [(third, 1), (third, 2)]


def test_the_order_of_the_queue_is_changed_by_a_drag(desk: Desk) -> None:
    (running,) = desk.submit("running")
    fake_engine.progress(desk.session, running, JobState.WAITING)
    first, second, third = desk.submit("tea", 3)
    QTest.qWait(0)
    viewport, left = desk.view.viewport(), Qt.MouseButton.LeftButton
    start, end = desk.layout(3).title.center(), desk.layout(1).title.topLeft()
    QTest.mousePress(viewport, left, pos=start)
    for place in (start + QPoint(0, -12), end):
        QTest.mouseMove(viewport, place)
    QTest.mouseRelease(viewport, left, pos=end)
    assert desk.session.job_list.order == [running, third, first, second]
    assert desk.engine.calls_of("move_job") == [(third, 0)]


def test_a_job_that_is_sent_at_once_shows_no_queue(desk: Desk) -> None:
    (job_id,) = desk.submit()
    fake_engine.progress(desk.session, job_id, JobState.SENDING)
    assert desk.panel.findChild(QWidget, "queue_bar") is None


def test_the_queue_can_be_paused_continued_and_emptied(desk: Desk, qtbot: QtBot) -> None:
    desk.submit()
    qtbot.waitUntil(lambda: desk.panel.findChild(QWidget, "queue_bar") is not None)
    bar = desk.panel.findChild(QWidget, "queue_bar")
    pause = desk.panel.findChild(QPushButton, "pause_queue_button")
    cancel = desk.panel.findChild(QPushButton, "cancel_waiting_button")
    label = desk.panel.findChild(QLabel, "queue_label")
    assert bar is not None
    assert pause is not None
    assert cancel is not None
    assert label is not None
    assert bar.isVisible()
    QTest.keyClick(pause, Qt.Key.Key_Space)
    assert desk.engine.calls_of("pause_queue") == [()]
    desk.session.receive(QueueChanged(is_paused=True))
    assert pause.text() == "Continue"
    assert "nothing is sent" in label.text()
    assert desk.said() == "Queued · paused"
    QTest.keyClick(pause, Qt.Key.Key_Space)
    assert desk.engine.calls_of("resume_queue") == [()]
    QTest.keyClick(cancel, Qt.Key.Key_Space)
    assert desk.engine.calls_of("cancel_all") == [()]
    desk.session.receive(QueueChanged(is_paused=True, problem=Problem(ProblemCode.NO_CREDIT)))
    assert "credit" in label.text()
    desk.session.receive(QueueChanged(is_paused=False))
    fake_engine.progress(desk.session, desk.session.job_list.order[0], JobState.WAITING)
    assert not bar.isVisible()


def test_a_thousand_jobs_are_laid_out_once(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    fake_engine.recover(desk.session, *[JobState.QUEUED] * 999, JobState.WAITING)
    QTest.qWait(0)
    measured = []
    lay_out = JobDelegate.lay_out

    def count(self: JobDelegate, *args: Any) -> JobLayout:
        measured.append(args)
        return lay_out(self, *args)

    monkeypatch.setattr(JobDelegate, "lay_out", count)
    running = desk.session.job_list.order[0]
    for sent in range(20):
        fake_engine.progress(desk.session, running, JobState.SENDING, sent, 20)
        QTest.qWait(0)
    shown = desk.view.viewport().height() // desk.layout().height + 2
    assert len(measured) <= 20 * (shown + 2), "what is not seen and has not changed is not measured"


# What was spent


def test_what_was_spent_stands_below_the_jobs(desk: Desk) -> None:
    assert desk.panel.findChild(QLabel, "spending_label") is None
    desk.session.receive(SpendingChanged(Spending(1.84, 0.1, 52.1, 0.2)))
    label = desk.panel.findChild(QLabel, "spending_label")
    assert label is not None
    assert label.text() == "Today $1.84 of $20.00 · maybe $0.10 more\nIn total $52.10 · maybe $0.20 more"
    desk.session.set_preferences(desk.session.preferences._replace(daily_cap_dollars=0.0))
    desk.session.receive(SpendingChanged(Spending()))
    assert label.text() == "Today $0.00 · In total $0.00"


def test_the_current_job_is_the_chosen_one_else_the_newest_that_runs(desk: Desk) -> None:
    assert desk.panel.current_job_id() is None
    first, second = desk.submit("tea", 2)
    assert desk.panel.current_job_id() == second
    desk.choose()
    assert desk.panel.current_job_id() == first
    desk.panel.cancel_current()
    assert desk.engine.calls_of("cancel") == [(first,)]


def test_an_empty_list_says_so_and_is_no_stop_for_tab(desk: Desk) -> None:
    assert desk.view.empty_label.isVisible()
    assert desk.view.focusPolicy() == Qt.FocusPolicy.NoFocus
    (job_id,) = desk.submit()
    assert not desk.view.empty_label.isVisible()
    assert desk.view.focusPolicy() == Qt.FocusPolicy.StrongFocus
    desk.session.receive(JobCancelled(job_id, Charged.NO))
    desk.session.job_list.dismiss(job_id)
    assert desk.view.empty_label.isVisible()


def test_the_focus_can_be_seen(desk: Desk, qtbot: QtBot) -> None:
    desk.submit()
    before = desk.view.grab().toImage()
    desk.panel.activateWindow()
    desk.view.setFocus()
    qtbot.waitUntil(desk.view.hasFocus)
    assert desk.view.grab().toImage() != before


def test_the_words_of_a_row_fit_into_the_narrowest_panel(desk: Desk) -> None:
    (upper,), (lower,) = desk.submit("one"), desk.submit("two")
    for job_id in (lower, upper):
        desk.fail(job_id, JobState.UNKNOWN, ProblemCode.CONNECTION_LOST, Charged.MAYBE)
    wide = desk.layout().words.height()
    desk.panel.resize(200, 500)
    QTest.qWait(0)
    assert desk.layout().words.height() > wide
    assert desk.layout().words.right() < desk.view.viewport().width()
    first, second = (desk.view.visualRect(desk.view.model().index(row, 0)) for row in range(2))
    assert first.height() == desk.layout().height
    assert second.top() == first.bottom() + 1, "rows must not lie on each other"
