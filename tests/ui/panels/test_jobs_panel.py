"""The jobs panel through the life of jobs, with real keys and presses."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMenu

from tests.helpers import fake_engine
from turbo_studio.core.facts import JobCancelled, JobFailed
from turbo_studio.core.job import JobState
from turbo_studio.core.problems import Charged, Problem, ProblemCode
from turbo_studio.ui.panels.jobs_delegate import JobDelegate
from turbo_studio.ui.panels.jobs_model import format_duration
from turbo_studio.ui.panels.jobs_panel import JobsPanel

if TYPE_CHECKING:
    from pathlib import Path

    from PySide6.QtCore import QPoint
    from pytestqt.qtbot import QtBot

    from tests.helpers.fake_engine import FakeEngine
    from turbo_studio.core.job import JobId
    from turbo_studio.session.session import Session
    from turbo_studio.ui.bridge import Bridge
    from turbo_studio.ui.panels.jobs_delegate import JobLayout
    from turbo_studio.ui.panels.jobs_panel import JobsView


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
        QTest.qWait(0)
        return [job.id for job in self.engine.submitted[before:]]

    def fail(self, job_id: JobId, state: JobState, code: ProblemCode, charged: Charged) -> None:
        problem = Problem(code, {"host": "gateway.example"}, "<i>quota</i>")
        self.session.receive(JobFailed(job_id, state, problem, charged, ("req-7",)))
        QTest.qWait(0)

    def said(self, row: int = 0) -> str:
        return str(self.view.model().index(row, 0).data())

    def layout(self, row: int = 0) -> JobLayout:
        index = self.view.model().index(row, 0)
        delegate = self.view.itemDelegate()
        assert isinstance(delegate, JobDelegate)
        return delegate.lay_out(self.view.visualRect(index), index, self.view.fontMetrics())

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
    assert desk.said().startswith("Queued · ")
    fake_engine.progress(desk.session, job_id, JobState.PREPARING)
    assert desk.said().startswith("Preparing · ")
    fake_engine.progress(desk.session, job_id, JobState.SENDING, 450, 1000)
    assert desk.said().startswith("Sending 45 % · ")
    fake_engine.progress(desk.session, job_id, JobState.WAITING)
    assert desk.said().startswith("Waiting · ")
    fake_engine.progress(desk.session, job_id, JobState.RECEIVING, 900, 0)
    assert desk.said().startswith("Receiving · ")
    fake_engine.progress(desk.session, job_id, JobState.SAVING)
    assert desk.said().startswith("Saving · ")
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


def test_the_newest_job_is_on_top_and_variations_are_numbered(desk: Desk) -> None:
    desk.submit("first", 2)
    desk.submit("second")
    titles = [desk.view.model().index(row, 0).data(Qt.ItemDataRole.AccessibleTextRole) for row in range(3)]
    assert [title.split(":")[0] for title in titles] == ["second", "2 of 2 · first", "1 of 2 · first"]


def test_the_clock_goes_only_while_a_job_runs(desk: Desk, qtbot: QtBot) -> None:
    assert not desk.panel.is_ticking()
    (job_id,) = desk.submit()
    assert desk.panel.is_ticking()
    with qtbot.waitSignal(desk.view.model().dataChanged, timeout=5000):
        pass
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
    desk.view.setCurrentIndex(desk.view.model().index(0, 0))
    QTest.keyClick(desk.view, Qt.Key.Key_Delete)
    assert desk.engine.calls_of("cancel") == [(job_id,)]
    desk.session.receive(JobCancelled(job_id, Charged.MAYBE))
    QTest.keyClick(desk.view, Qt.Key.Key_Delete)
    assert desk.view.model().rowCount() == 0


@pytest.mark.parametrize("by_key", [True, False])
def test_a_failed_job_is_sent_again_as_a_new_one(desk: Desk, by_key: bool) -> None:
    (job_id,) = desk.submit()
    assert desk.layout().button.isEmpty()
    desk.fail(job_id, JobState.REJECTED, ProblemCode.GATEWAY_BUSY, Charged.NO)
    if by_key:
        desk.view.setCurrentIndex(desk.view.model().index(0, 0))
        QTest.keyClick(desk.view, Qt.Key.Key_Return)
    else:
        desk.click(desk.layout().button.center())
    first, second = desk.engine.submitted
    assert second.id != first.id
    assert second.request is first.request
    assert desk.view.model().rowCount() == 1
    assert desk.panel.current_job_id() == second.id


def test_an_unsaved_answer_is_saved_again_and_not_sent(desk: Desk) -> None:
    (job_id,) = desk.submit()
    desk.fail(job_id, JobState.UNSAVED, ProblemCode.STORAGE_FAILED, Charged.YES)
    desk.click(desk.layout().button.center())
    assert desk.engine.calls_of("save_again") == [(job_id,)]
    assert len(desk.engine.submitted) == 1


@pytest.mark.parametrize("by_key", [True, False])
def test_a_job_that_is_done_leads_to_its_result(
    desk: Desk, qtbot: QtBot, tmp_path: Path, by_key: bool
) -> None:
    (job_id,) = desk.submit()
    result = fake_engine.build_result(tmp_path)
    fake_engine.succeed(desk.session, job_id, result)
    QTest.qWait(0)
    assert desk.layout().button.isEmpty()
    desk.view.setCurrentIndex(desk.view.model().index(0, 0))
    with qtbot.waitSignal(desk.panel.result_chosen) as told:
        if by_key:
            QTest.keyClick(desk.view, Qt.Key.Key_Return)
        else:
            # Qt takes a press, a release and a second press close by for a double click.
            desk.click(desk.layout().title.center())
            QTest.mouseDClick(
                desk.view.viewport(), Qt.MouseButton.LeftButton, pos=desk.layout().title.center()
            )
    assert told.args == [result]


def test_the_menu_offers_what_the_state_allows(desk: Desk) -> None:
    (job_id,) = desk.submit()
    desk.view.setCurrentIndex(desk.view.model().index(0, 0))

    def open_menu() -> dict[str, object]:
        for menu in desk.panel.findChildren(QMenu):
            menu.setParent(None)
        desk.view.customContextMenuRequested.emit(desk.layout().title.center())
        (menu,) = desk.panel.findChildren(QMenu)
        return {action.text(): action for action in menu.actions()}

    assert list(open_menu()) == ["Cancel"]
    desk.fail(job_id, JobState.UNKNOWN, ProblemCode.CONNECTION_LOST, Charged.MAYBE)
    assert list(open_menu()) == ["Send again", "Remove from the list"]


def test_the_current_job_is_the_chosen_one_else_the_newest_that_runs(desk: Desk) -> None:
    assert desk.panel.current_job_id() is None
    first, second = desk.submit("tea", 2)
    assert desk.panel.current_job_id() == second
    desk.view.setCurrentIndex(desk.view.model().index(1, 0))
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
    (job_id,) = desk.submit()
    desk.fail(job_id, JobState.UNKNOWN, ProblemCode.CONNECTION_LOST, Charged.MAYBE)
    wide = desk.layout().words.height()
    desk.panel.resize(200, 500)
    QTest.qWait(0)
    assert desk.layout().words.height() > wide
    assert desk.layout().words.right() < desk.view.viewport().width()
    assert desk.view.visualRect(desk.view.model().index(0, 0)).height() == desk.layout().height
