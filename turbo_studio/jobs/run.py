"""One job on its way from the queue to exactly one end, each step on the disk before it is told."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from turbo_studio.core.facts import (
    JobCancelled,
    JobFailed,
    JobHeld,
    JobProgressed,
    JobSucceeded,
)
from turbo_studio.core.job import JobState
from turbo_studio.core.journal import READABLE_AGAIN, JournalState, judge_crash
from turbo_studio.core.problems import (
    Charged,
    GatewayError,
    Problem,
    ProblemCode,
    StudioError,
    build_storage_error,
)
from turbo_studio.jobs.charges import build_certain_expense, build_maybe_expense
from turbo_studio.jobs.entries import Entry
from turbo_studio.jobs.leash import CutOffError
from turbo_studio.jobs.outcomes import BREAKAGES, describe_error, judge_end
from turbo_studio.jobs.saving import has_whole_answer, read_answer, save_results
from turbo_studio.jobs.transmission import ObstacleError, Transmission

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from turbo_studio.core.facts import JobCountingDown
    from turbo_studio.core.job import JobId
    from turbo_studio.core.result import Answer, Result
    from turbo_studio.jobs.diary import Diary
    from turbo_studio.jobs.frozen import FrozenJob
    from turbo_studio.jobs.ports import Ports

_log = logging.getLogger(__name__)


class JobRun:
    """A frozen job whose folder lies in the journal. Used on the worker's loop alone.

    ``send``, ``save`` and the other steps are each awaited to their end by one task, one at a time, which
    nobody cancels; ``cancel`` and ``quit`` let go what such a step waits for.
    """

    def __init__(self, frozen: FrozenJob, diary: Diary, ports: Ports) -> None:
        self.frozen = frozen
        self.state = JobState.QUEUED
        self.order = diary.order if diary.order is not None else frozen.order
        self.end: JobFailed | JobCancelled | None = None
        """How it ended, where that was without a result."""
        self.hold_problem: Problem | None = None
        self.is_released = False
        """True once the person has said that it may be sent although it may be the second time."""
        self.is_recovered = False
        """True for a job of an earlier run that nobody has asked to be sent in this one."""
        self._diary = diary
        self._ports = ports
        self._transmission = Transmission(frozen, diary, ports, self._tell)
        self._is_quitting = False
        self._is_counted = False

    @property
    def id(self) -> JobId:
        return self.frozen.id

    @property
    def folder(self) -> Path:
        return self._diary.folder

    @property
    def is_answered(self) -> bool:
        return self._transmission.is_answered

    @property
    def is_to_be_counted(self) -> bool:
        """Whether an answer has come whose cost is not in the accounts yet."""
        return self.is_answered and not self._is_counted

    @property
    def changed_at(self) -> datetime:
        """When the journal was last written to."""
        return self._diary.entries[-1].at

    # After a crash

    async def recover(self) -> None:
        """Settle what a crash left: afterwards the job waits, is to be saved, or has ended."""
        self.is_recovered = True
        crashed = self._diary.state
        is_under_way = crashed in (JournalState.SENDING, JournalState.SENT)
        state = judge_crash(
            crashed, is_answer_whole=is_under_way and await has_whole_answer(self.folder, self._ports)
        )
        if state is JournalState.ANSWERED:
            self._transmission.is_answered, self.state = True, JobState.SAVING
        if state is crashed:
            self._restore_end()
        elif state is JournalState.ANSWERED:
            await self._diary.note(Entry(state, self._diary.attempt))
        else:
            problem = Problem(ProblemCode.INTERRUPTED)
            await self._end_failed(JobState(state.value), problem, Charged.MAYBE)

    def _restore_end(self) -> None:
        entry = self._diary.entries[-1]
        if not entry.state.is_end:
            return
        self.state = JobState(entry.state.value)
        if self.state is JobState.CANCELLED:
            self.end = JobCancelled(self.id, entry.charged)
        else:
            problem = entry.problem or Problem(ProblemCode.JOURNAL_DAMAGED)
            self.end = self._build_end(self.state, problem, entry.charged, entry.request_ids)

    # What a person may ask for

    def cancel(self) -> None:
        """End what is under way; one whose answer has come is saved all the same."""
        self._transmission.cut()

    def quit(self) -> None:
        """Let go of the network for the program's end; what waits stays queued."""
        self._is_quitting = True
        self.cancel()

    async def cancel_queued(self) -> None:
        await self._end_cancelled()

    def hold(self, problem: Problem) -> None:
        self.hold_problem = problem
        self.state = JobState.HELD
        self._ports.publish(JobHeld(self.id, problem))

    def release(self) -> None:
        self.hold_problem, self.is_released = None, True
        self.tell_queued()

    async def note_order(self) -> None:
        """Write down another place in the queue, where it is still there."""
        if self._diary.state is JournalState.QUEUED:
            await self._diary.note(Entry(JournalState.QUEUED, self._diary.attempt, order=self.order))

    def tell_queued(self) -> None:
        self._progress(JobState.QUEUED)

    # Sending

    async def send(self) -> None:
        """Send, and keep the answer or write down the end; ObstacleError where the job stays queued."""
        try:
            await self._transmission.send()
        except CutOffError:
            await self._on_cut()
        except ObstacleError:
            raise
        except BREAKAGES as error:
            if self.is_answered:
                _log.warning("after an answer came whole: %s", type(error).__name__)
            else:
                await self._fail(error)

    # Ends without a result

    async def _on_cut(self) -> None:
        anything_left = self._transmission.anything_left
        if anything_left and await has_whole_answer(self.folder, self._ports):
            self._transmission.is_answered = True  # a result that is whole wins
        elif not self._is_quitting:
            await self._end_cancelled()
        elif anything_left:
            problem = Problem(ProblemCode.INTERRUPTED)
            await self._end_failed(JobState.UNKNOWN, problem, Charged.MAYBE)
        elif self._diary.state is JournalState.SENDING:
            await self._diary.note(Entry(JournalState.QUEUED, self._diary.attempt))

    async def _fail(self, error: BaseException) -> None:
        if isinstance(error, GatewayError):
            await self._end_failed(judge_end(error), error.problem, error.charged, error)
        elif isinstance(error, StudioError):
            await self._end_failed(JobState.NOT_SENT, error.problem, Charged.NO)
        else:
            charged = self._transmission.charged_if_lost
            state = JobState.NOT_SENT if charged is Charged.NO else JobState.UNKNOWN
            await self._end_failed(state, describe_error(error), charged)

    async def _end_cancelled(self) -> None:
        charged = self._weigh(self._transmission.charged_if_lost)
        await self._account_for_loss(charged)
        await self._diary.note(Entry(JournalState.CANCELLED, self._diary.attempt, charged))
        if self._diary.is_closed:
            await self._diary.remove()
        self._tell_end(JobState.CANCELLED, JobCancelled(self.id, charged))

    async def _end_failed(
        self, state: JobState, problem: Problem, charged: Charged, error: GatewayError | None = None
    ) -> None:
        attempt = None if error is None else error.attempt
        request_ids = () if error is None else error.request_ids
        charged = self._weigh(charged)
        await self._account_for_loss(charged)
        await self._diary.note(
            Entry(
                JournalState(state.value),
                self._diary.attempt,
                charged,
                problem,
                request_ids,
                None if attempt is None else attempt.describe(),
            )
        )
        self._tell_end(state, self._build_end(state, problem, charged, request_ids))

    def _weigh(self, charged: Charged) -> Charged:
        """The sandbox charges nothing, whatever became of the request."""
        return Charged.NO if self.frozen.target.is_sandbox else charged

    async def _account_for_loss(self, charged: Charged) -> None:
        self._is_counted = True
        if charged is not Charged.NO:
            is_certain = charged is Charged.YES
            expense = build_maybe_expense(self.frozen, self._diary.attempt, is_certain=is_certain)
            await self._ports.accounts.record(expense)

    # Saving

    async def save(self) -> None:
        """Parse the kept answer and put its pictures into the gallery: free, and may be repeated."""
        self._transmission.is_answered = True
        self._progress(JobState.SAVING)
        if self._diary.state is not JournalState.ANSWERED:
            await self._diary.note(Entry(JournalState.ANSWERED, self._diary.attempt))
        try:
            answer = await read_answer(self.frozen, self.folder, self._ports)
            results = await save_results(self.frozen, self._diary.entries, answer, self._ports)
        except BREAKAGES as error:
            await self._fail_to_save(error)
        else:
            await self._finish(answer, results)

    async def read_again(self) -> None:
        """Read the kept answer of a job that ended without a result; the end stays where that fails."""
        former, state = self.end, self._diary.state
        if former is None or state not in READABLE_AGAIN:
            return
        self._progress(JobState.SAVING)
        try:
            await read_answer(self.frozen, self.folder, self._ports)
        except BREAKAGES as error:
            _log.info("read again in vain: %s", type(error).__name__)
            self._tell_end(JobState(state.value), former)
        else:
            await self.save()

    async def _finish(self, answer: Answer, results: tuple[Result, ...]) -> None:
        self._is_counted = True
        if not self.frozen.target.is_sandbox:
            await self._ports.accounts.record(
                build_certain_expense(
                    self.frozen, self._diary.attempt, answer.usage, self._transmission.duration_s
                )
            )
        await self._diary.note(Entry(JournalState.DONE, self._diary.attempt, Charged.YES))
        await self._diary.remove()
        self.state, self.end = JobState.DONE, None
        missing_count = max(0, answer.entry_count - len(results))
        self._ports.publish(JobSucceeded(self.id, results, self.frozen.notes, missing_count))

    async def _fail_to_save(self, error: BaseException) -> None:
        if isinstance(error, OSError):
            error = build_storage_error(error, self.folder)
        if isinstance(error, GatewayError):
            await self._end_failed(judge_end(error), error.problem, error.charged, error)
        else:
            end = self._build_end(JobState.UNSAVED, describe_error(error), self._weigh(Charged.YES))
            self._tell_end(JobState.UNSAVED, end)

    async def remove(self) -> None:
        """Let go of the folder, unless it holds a paid answer that is not saved yet."""
        if self.state is not JobState.UNSAVED and self._diary.state is not JournalState.ANSWERED:
            await self._diary.remove()

    # What is told

    def _progress(self, state: JobState) -> None:
        self._tell(JobProgressed(self.id, state))

    def _tell(self, fact: JobProgressed | JobCountingDown) -> None:
        self.state = fact.state if isinstance(fact, JobProgressed) else JobState.COUNTING_DOWN
        self._ports.publish(fact)

    def _build_end(
        self, state: JobState, problem: Problem, charged: Charged, request_ids: tuple[str, ...] = ()
    ) -> JobFailed:
        kept_answer = self._ports.gateway.find_kept_answer(self.folder)
        return JobFailed(self.id, state, problem, charged, request_ids, kept_answer)

    def _tell_end(self, state: JobState, end: JobFailed | JobCancelled) -> None:
        self.state, self.end = state, end
        self._ports.publish(end)
