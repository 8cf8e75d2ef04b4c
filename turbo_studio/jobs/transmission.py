"""A job on the network: each attempt marked in the journal before a byte leaves, until an answer is kept."""

from __future__ import annotations

import asyncio
import random
import time
from typing import TYPE_CHECKING

from turbo_studio.core.facts import JobCountingDown, JobProgressed
from turbo_studio.core.job import JobState
from turbo_studio.core.journal import JournalState
from turbo_studio.core.ports import Receiving, Sending, Waiting
from turbo_studio.core.problems import Charged, GatewayError, ProblemCode, StorageError, StudioError
from turbo_studio.core.resend import SendAgain, decide_resend
from turbo_studio.jobs.entries import Entry
from turbo_studio.jobs.leash import CutOffError, Leash

if TYPE_CHECKING:
    from collections.abc import Callable

    from turbo_studio.core.ports import Connection, Progress
    from turbo_studio.core.problems import Problem
    from turbo_studio.jobs.diary import Diary
    from turbo_studio.jobs.frozen import FrozenJob
    from turbo_studio.jobs.ports import Ports

_KEY_CODES = frozenset({ProblemCode.KEY_MISSING, ProblemCode.KEY_STORE_MISSING, ProblemCode.KEY_STORE_FAILED})
_jitter = random.SystemRandom()


class ObstacleError(Exception):
    """Nothing was sent, and nothing will be before somebody has acted: the job stays queued."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.code.value)
        self.problem = problem


class Transmission:
    """Sends one job, at most as often as the rule allows; ``send`` may be called again after an obstacle."""

    def __init__(
        self,
        job: FrozenJob,
        diary: Diary,
        ports: Ports,
        tell: Callable[[JobProgressed | JobCountingDown], None],
    ) -> None:
        self.anything_left = False
        """True once a byte of the request of this attempt has been handed to the network."""
        self.is_answered = False
        """True once the whole answer is in the folder: whatever comes now, it is saved."""
        self.duration_s: float | None = None
        """From the mark of the attempt to the last byte of its answer."""
        self._job = job
        self._diary = diary
        self._ports = ports
        self._tell_fact = tell
        self._leash = Leash()
        self._told = JobState.QUEUED
        self._expected_s: float | None = None
        self._begun_s = 0.0
        self._marking: asyncio.Task[None] | None = None

    @property
    def charged_if_lost(self) -> Charged:
        return Charged.MAYBE if self.anything_left else Charged.NO

    def cut(self) -> None:
        """Let go of the network and of every wait; not of an answer that has come."""
        if not self.is_answered:
            self._leash.cut()

    async def send(self) -> None:
        """Return once a whole answer is kept.

        CutOffError where it was cut; ObstacleError where nothing was sent; GatewayError, or whatever broke.
        """
        try:
            await self._send_until_answered(await self._connect())
        except ObstacleError:
            if self._leash.is_cut:
                raise CutOffError from None
            raise
        finally:
            await self._finish_marking()

    async def _connect(self) -> Connection:
        try:
            return await self._leash.hold(self._ports.connect(self._job.target))
        except StudioError as error:
            if error.problem.code in _KEY_CODES:
                raise ObstacleError(error.problem) from error
            raise

    async def _send_until_answered(self, connection: Connection) -> None:
        call, number = self._job.build_call(), 0
        while not self.is_answered:
            number += 1
            await self._begin_attempt()
            sending = self._ports.gateway.send(call, connection, self._diary.folder, self._on_progress)
            try:
                attempt = await self._leash.hold(sending)
            except GatewayError as error:
                decided = decide_resend(
                    error.problem.code, error.charged, error.attempt, number, _jitter.random()
                )
                if self.is_answered or not isinstance(decided, SendAgain):
                    raise
                await self._count_down(error, decided.delay_s)
            else:
                self.is_answered = True
                await self._finish_marking()
                answered = Entry(JournalState.ANSWERED, self._diary.attempt, evidence=attempt.describe())
                await self._diary.note(answered)

    async def _begin_attempt(self) -> None:
        """The mark on the disk that a request may leave from now on; without it, none does."""
        try:
            gallery = await self._ports.use_gallery()
            await self._ports.worker.run_on_disk(gallery.check_free_space)
            if self._leash.is_cut:
                raise CutOffError
            if self._diary.state is not JournalState.QUEUED:  # the disk refused that once, at a countdown
                await self._diary.write(Entry(JournalState.QUEUED, self._diary.attempt))
            await self._diary.write(Entry(JournalState.SENDING, self._diary.attempt + 1))
        except StorageError as error:
            raise ObstacleError(error.problem) from error
        self.anything_left = False
        self._begun_s = time.monotonic()
        self._expected_s = self._ports.accounts.estimate_duration(self._job.size, self._job.quality)
        self._tell(JobState.SENDING)

    async def _count_down(self, error: GatewayError, delay_s: float) -> None:
        """Nothing was charged: from here on the job is queued again, also for the journal."""
        await self._finish_marking()
        self.anything_left = False
        evidence = None if error.attempt is None else error.attempt.describe()
        try:
            await self._diary.write(
                Entry(
                    JournalState.QUEUED,
                    self._diary.attempt,
                    problem=error.problem,
                    request_ids=error.request_ids,
                    evidence=evidence,
                )
            )
        except StorageError as refused:
            raise ObstacleError(refused.problem) from refused
        self._told = JobState.COUNTING_DOWN
        self._tell_fact(JobCountingDown(self._job.id, error.problem, delay_s, self._diary.attempt + 1))
        await self._leash.hold(asyncio.sleep(delay_s))

    def _on_progress(self, progress: Progress) -> None:
        match progress:
            case Sending(sent, total):
                # From the first on, also of 0 bytes: the head has left then, and the body may have before
                # anybody comes to tell of it.
                self.anything_left = True
                self._tell(JobState.SENDING, sent, total)
            case Waiting():
                self.anything_left = True
                if self._marking is None:
                    self._marking = asyncio.ensure_future(self._mark_sent())
            case Receiving(received, total):
                self.is_answered = received == total > 0
                self.duration_s = time.monotonic() - self._begun_s
                self._tell(JobState.RECEIVING, received, total)

    async def _mark_sent(self) -> None:
        """The whole request has left: on the disk before it is told, and told unless more has come since."""
        await self._diary.note(Entry(JournalState.SENT, self._diary.attempt))
        if self._told is JobState.SENDING:
            self._tell(JobState.WAITING)

    async def _finish_marking(self) -> None:
        if self._marking is not None:
            await self._marking
            self._marking = None

    def _tell(self, state: JobState, done_bytes: int = 0, total_bytes: int = 0) -> None:
        self._told = state
        self._tell_fact(JobProgressed(self._job.id, state, done_bytes, total_bytes, self._expected_s))
