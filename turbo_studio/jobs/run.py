"""One job on its way from the queue to exactly one end, each step on the disk before it is told."""

from __future__ import annotations

import asyncio
import logging
import random
import time
from typing import TYPE_CHECKING

from turbo_studio.core.facts import (
    JobCancelled,
    JobCountingDown,
    JobFailed,
    JobHeld,
    JobProgressed,
    JobSucceeded,
)
from turbo_studio.core.job import JobState
from turbo_studio.core.journal import READABLE_AGAIN, JournalState, judge_crash
from turbo_studio.core.ports import Receiving, Sending, Waiting
from turbo_studio.core.problems import (
    Charged,
    GatewayError,
    Problem,
    ProblemCode,
    StorageError,
    StudioError,
    build_storage_error,
)
from turbo_studio.core.resend import SendAgain, decide_resend
from turbo_studio.jobs.charges import build_certain_expense, build_maybe_expense
from turbo_studio.jobs.entries import Entry
from turbo_studio.jobs.leash import CutOffError, Leash
from turbo_studio.jobs.outcomes import describe_error, judge_end
from turbo_studio.jobs.saving import has_whole_answer, read_answer, save_results

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from turbo_studio.core.job import JobId
    from turbo_studio.core.ports import Connection, Progress
    from turbo_studio.core.result import Answer, Result
    from turbo_studio.jobs.diary import Diary
    from turbo_studio.jobs.frozen import FrozenJob
    from turbo_studio.jobs.ports import Ports

_log = logging.getLogger(__name__)
_jitter = random.SystemRandom()


class ObstacleError(Exception):
    """Nothing was sent, and nothing will be before somebody has acted: the job stays queued."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.code.value)
        self.problem = problem


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
        self._leash = Leash()
        self._is_quitting = False
        self._anything_left = False
        """True once a byte of the request of this attempt has been handed to the network."""
        self._is_answered = False
        """True once the whole answer is in the folder: whatever comes now, it is saved."""
        self._sent_at_s: float | None = None
        self._duration_s: float | None = None
        self._marking: asyncio.Task[None] | None = None

    @property
    def id(self) -> JobId:
        return self.frozen.id

    @property
    def folder(self) -> Path:
        return self._diary.folder

    @property
    def is_answered(self) -> bool:
        return self._is_answered

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
            self._is_answered, self.state = True, JobState.SAVING
        if state is crashed:
            self._restore_end()
        elif state is JournalState.ANSWERED:
            await self._diary.note(Entry(state, self._diary.attempt))
        else:
            problem = Problem(ProblemCode.INTERRUPTED)
            await self._end_failed(JobState.UNKNOWN, problem, Charged.MAYBE)

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
        if not self._is_answered:
            self._leash.cut()

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
        """Send, at most as often as the rule allows, and keep the answer or write down the end.

        ObstacleError where the job stays queued instead.
        """
        try:
            await self._send_until_answered(await self._connect())
        except CutOffError:
            await self._on_cut()
        except ObstacleError:
            if self._leash.is_cut:
                await self._on_cut()
            else:
                raise
        except BaseException as error:  # noqa: BLE001 - whatever breaks, the job must end and say so
            if self._is_answered:
                _log.warning("after an answer came whole: %s", type(error).__name__)
            else:
                await self._fail(error)

    async def _connect(self) -> Connection:
        try:
            return await self._leash.hold(self._ports.connect(self.frozen.target))
        except StudioError as error:
            if error.problem.code is ProblemCode.KEY_MISSING:
                raise ObstacleError(error.problem) from error
            raise

    async def _send_until_answered(self, connection: Connection) -> None:
        for number in range(1, 100):
            await self._begin_attempt()
            try:
                attempt = await self._leash.hold(
                    self._ports.gateway.send(
                        self.frozen.build_call(), connection, self.folder, self._on_progress
                    )
                )
            except GatewayError as error:
                decided = decide_resend(
                    error.problem.code, error.charged, error.attempt, number, _jitter.random()
                )
                if not isinstance(decided, SendAgain):
                    raise
                await self._count_down(error, decided.delay_s)
            else:
                self._is_answered = True
                await self._finish_marking()
                await self._diary.note(
                    Entry(JournalState.ANSWERED, self._diary.attempt, evidence=attempt.describe())
                )
                return

    async def _begin_attempt(self) -> None:
        """The mark on the disk that a request may leave from now on; without it, none does."""
        worker = self._ports.worker
        try:
            gallery = await self._ports.use_gallery()
            await worker.run_on_disk(gallery.check_free_space)
            if self._leash.is_cut:
                raise CutOffError
            await self._diary.write(Entry(JournalState.SENDING, self._diary.attempt + 1))
        except StorageError as error:
            raise ObstacleError(error.problem) from error
        self._anything_left = False
        self._sent_at_s = time.monotonic()
        self._progress(JobState.SENDING)

    async def _count_down(self, error: GatewayError, delay_s: float) -> None:
        """Nothing was charged: from here on the job is queued again, also for the journal."""
        await self._finish_marking()
        self._anything_left = False
        await self._write_or_stop(
            Entry(
                JournalState.QUEUED,
                self._diary.attempt,
                problem=error.problem,
                request_ids=error.request_ids,
                evidence=None if error.attempt is None else error.attempt.describe(),
            )
        )
        self.state = JobState.COUNTING_DOWN
        self._ports.publish(JobCountingDown(self.id, error.problem, delay_s, self._diary.attempt + 1))
        await self._leash.hold(asyncio.sleep(delay_s))

    async def _write_or_stop(self, entry: Entry) -> None:
        try:
            await self._diary.write(entry)
        except StorageError as error:
            raise ObstacleError(error.problem) from error

    def _on_progress(self, progress: Progress) -> None:
        match progress:
            case Sending(sent, total):
                self._anything_left = self._anything_left or sent > 0
                self._progress(JobState.SENDING, sent, total)
            case Waiting():
                self._anything_left = True
                if self._marking is None:
                    self._marking = asyncio.ensure_future(self._mark_sent())
            case Receiving(received, total):
                self._is_answered = received == total > 0
                if self._is_answered and self._sent_at_s is not None:
                    self._duration_s = time.monotonic() - self._sent_at_s
                self._progress(JobState.RECEIVING, received, total)

    async def _mark_sent(self) -> None:
        """The whole request has left: on the disk before it is told, and told unless more has come since."""
        await self._diary.note(Entry(JournalState.SENT, self._diary.attempt))
        if self.state is JobState.SENDING:
            self._progress(JobState.WAITING)

    async def _finish_marking(self) -> None:
        if self._marking is not None:
            await self._marking
            self._marking = None

    # Ends without a result

    async def _on_cut(self) -> None:
        await self._finish_marking()
        if self._anything_left and await has_whole_answer(self.folder, self._ports):
            self._is_answered = True  # a result that is whole wins
        elif not self._is_quitting:
            await self._end_cancelled()
        elif self._anything_left:
            problem = Problem(ProblemCode.INTERRUPTED)
            await self._end_failed(JobState.UNKNOWN, problem, Charged.MAYBE)
        elif self._diary.state is JournalState.SENDING:
            await self._diary.note(Entry(JournalState.QUEUED, self._diary.attempt))

    async def _fail(self, error: BaseException) -> None:
        await self._finish_marking()
        if isinstance(error, GatewayError):
            await self._end_failed(judge_end(error), error.problem, error.charged, error)
        elif isinstance(error, StudioError):
            await self._end_failed(JobState.NOT_SENT, error.problem, Charged.NO)
        else:
            state = JobState.UNKNOWN if self._anything_left else JobState.NOT_SENT
            await self._end_failed(state, describe_error(error), self._charged_if_lost)

    @property
    def _charged_if_lost(self) -> Charged:
        return Charged.MAYBE if self._anything_left else Charged.NO

    async def _end_cancelled(self) -> None:
        charged = self._charged_if_lost
        await self._account_for_loss(charged)
        await self._diary.note(Entry(JournalState.CANCELLED, self._diary.attempt, charged))
        self._tell_end(JobState.CANCELLED, JobCancelled(self.id, charged))

    async def _end_failed(
        self, state: JobState, problem: Problem, charged: Charged, error: GatewayError | None = None
    ) -> None:
        attempt = None if error is None else error.attempt
        request_ids = () if error is None else error.request_ids
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

    async def _account_for_loss(self, charged: Charged) -> None:
        if charged is not Charged.NO and not self.frozen.target.is_sandbox:
            is_certain = charged is Charged.YES
            expense = build_maybe_expense(self.frozen, self._diary.attempt, is_certain=is_certain)
            await self._ports.accounts.record(expense)

    # Saving

    async def save(self) -> None:
        """Parse the kept answer and put its pictures into the gallery: free, and may be repeated."""
        self._is_answered = True
        self._progress(JobState.SAVING)
        if self._diary.state is not JournalState.ANSWERED:
            await self._diary.note(Entry(JournalState.ANSWERED, self._diary.attempt))
        try:
            answer = await read_answer(self.frozen, self.folder, self._ports)
            results = await save_results(self.frozen, self._diary.entries, answer, self._ports)
        except BaseException as error:  # noqa: BLE001 - as in ``send``
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
        except BaseException as error:  # noqa: BLE001 - as in ``send``
            _log.info("read again in vain: %s", type(error).__name__)
            self._tell_end(JobState(state.value), former)
        else:
            await self.save()

    async def _finish(self, answer: Answer, results: tuple[Result, ...]) -> None:
        if not self.frozen.target.is_sandbox:
            await self._ports.accounts.record(
                build_certain_expense(self.frozen, self._diary.attempt, answer.usage, self._duration_s)
            )
        await self._diary.note(Entry(JournalState.DONE, self._diary.attempt, Charged.YES))
        await self._diary.remove()
        self.state, self.end = JobState.DONE, None
        self._ports.publish(JobSucceeded(self.id, results, self.frozen.notes))

    async def _fail_to_save(self, error: BaseException) -> None:
        if isinstance(error, OSError):
            error = build_storage_error(error, self.folder)
        if isinstance(error, GatewayError):
            await self._end_failed(judge_end(error), error.problem, error.charged, error)
        else:
            end = self._build_end(JobState.UNSAVED, describe_error(error), Charged.YES)
            self._tell_end(JobState.UNSAVED, end)

    async def remove(self) -> None:
        """Let go of the folder, unless it holds a paid answer that is not saved yet."""
        if self._diary.state is not JournalState.ANSWERED:
            await self._diary.remove()

    # What is told

    def _progress(self, state: JobState, done_bytes: int = 0, total_bytes: int = 0) -> None:
        self.state = state
        expected_s = None
        if state.is_under_way:
            expected_s = self._ports.accounts.estimate_duration(self.frozen.size, self.frozen.quality)
        self._ports.publish(JobProgressed(self.id, state, done_bytes, total_bytes, expected_s))

    def _build_end(
        self, state: JobState, problem: Problem, charged: Charged, request_ids: tuple[str, ...] = ()
    ) -> JobFailed:
        kept_answer = self._ports.gateway.find_kept_answer(self.folder)
        return JobFailed(self.id, state, problem, charged, request_ids, kept_answer)

    def _tell_end(self, state: JobState, end: JobFailed | JobCancelled) -> None:
        self.state, self.end = state, end
        self._ports.publish(end)
