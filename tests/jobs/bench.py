"""A desk on a real gallery, with a gateway and a disk that do as the test says, and all that was told."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeVar

from tests.helpers.patience import PATIENCE_S
from tests.jobs.fakes import CONNECTION, SIZE, SOURCE, FakeGateway, FakePictures, FaultyGallery
from turbo_studio.core.facts import JobCancelled, JobFailed, JobSucceeded, QueueChanged
from turbo_studio.core.job import Job, JobId
from turbo_studio.core.ports import Route
from turbo_studio.core.profile import GPT_IMAGE_2, Quality
from turbo_studio.core.request import EditRequest
from turbo_studio.jobs.accounts import Accounts
from turbo_studio.jobs.desk import Desk
from turbo_studio.jobs.frozen import Target
from turbo_studio.jobs.ports import Ports
from turbo_studio.jobs.worker import Worker

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from turbo_studio.core.facts import Fact
    from turbo_studio.core.job import JobState
    from turbo_studio.core.ports import Connection
    from turbo_studio.core.problems import StudioError

F = TypeVar("F")
End = JobSucceeded | JobFailed | JobCancelled


def build_job(name: str, prompt: str = "a cup", press_id: str = "") -> Job:
    """An edit; of a press of its own, where no other is named."""
    request = EditRequest("gpt-image-2", prompt, SIZE, Quality.LOW, (SOURCE,), None)
    return Job(JobId(name), request, press_id=press_id or name)


@dataclass
class DeskBench:
    """``start`` opens the gallery as a start of the program does; ``stop`` ends it in good order."""

    folder: Path
    gateway: FakeGateway = field(default_factory=FakeGateway)
    pictures: FakePictures = field(default_factory=FakePictures)
    facts: list[Fact] = field(default_factory=list)
    target: Target = field(default_factory=lambda: Target(CONNECTION.base_url))
    connect_error: StudioError | None = None
    gallery_error: StudioError | None = None
    concurrency: int = 3
    daily_cap_dollars: float = 0.0

    def __post_init__(self) -> None:
        self.find_target = self._answer_target

    def start(self, after_step: Callable[[], None] = lambda: None) -> Desk:
        self.worker = Worker()
        self.worker.start()
        self.gallery = FaultyGallery(self.folder / "gallery", after_step)
        self.ports = Ports(
            worker=self.worker,
            pictures=self.pictures,
            gateway=self.gateway,
            use_gallery=self._use_gallery,
            find_target=self.find_target,
            connect=self._connect,
            find_route=self._find_route,
            accounts=Accounts(self.worker, self._use_gallery),
            profile=GPT_IMAGE_2,
            publish=self.facts.append,
        )
        self.desk = Desk(self.ports, self.concurrency, self.daily_cap_dollars)
        self.do(self.desk.recover)
        return self.desk

    def do(self, verb: Callable[..., object], *given: object) -> None:
        """Ask as the engine does, and return once it has been heard."""

        async def ask() -> None:
            verb(*given)

        self.worker.run(ask()).result(PATIENCE_S)

    def stop(self) -> None:
        """Harmless to repeat."""
        if not self.gallery.is_closed:
            self.worker.stop(self.desk.close())
            self.gallery.close()

    def restart(self) -> Desk:
        """End and start again; what was told before is forgotten."""
        self.stop()
        self.facts.clear()
        return self.start()

    def submit(self, *names: str, prompt: str = "a cup") -> None:
        for name in names:
            self.do(self.desk.submit, build_job(name, prompt))

    def wait_for_end(self, job_id: str) -> End:
        """How a job ended; exactly one end is told of it."""
        self.wait_until(lambda: bool(self.ends_of(job_id)))
        (end,) = self.ends_of(job_id)
        return end

    def run_job(self, job_id: str = "j1") -> End:
        self.submit(job_id)
        return self.wait_for_end(job_id)

    def ends_of(self, job_id: str) -> list[End]:
        return [fact for fact in self.facts_of(End) if fact.job_id == job_id]

    def states_of(self, job_id: str) -> list[JobState]:
        """What was told, each state once where it was told several times in a row."""
        states = [
            fact.state
            for fact in self.facts
            if getattr(fact, "job_id", "") == job_id and hasattr(fact, "state")
        ]
        return [state for number, state in enumerate(states) if not number or states[number - 1] != state]

    def facts_of(self, kind: Any) -> list[Any]:
        return [fact for fact in tuple(self.facts) if isinstance(fact, kind)]

    def wait_for(self, kind: type[F], count: int = 1) -> list[F]:
        self.wait_until(lambda: len(self.facts_of(kind)) >= count)
        return self.facts_of(kind)

    def wait_until(self, condition: Callable[[], bool]) -> None:
        until_s = time.monotonic() + PATIENCE_S
        while not condition():
            assert time.monotonic() < until_s, f"it did not come about: {self.facts[-6:]}"
            time.sleep(0.002)

    def settle(self) -> None:
        """Return once the desk has nothing more to do by itself."""
        self.wait_until(lambda: not self.desk._tasks)

    @property
    def paused(self) -> str | None:
        """Why the queue stands still, by the last that was told; empty where it was asked for."""
        last = self.facts_of(QueueChanged)[-1:]
        if not last or not last[0].is_paused:
            return None
        return str(last[0].problem.code) if last[0].problem is not None else ""

    @property
    def journal(self) -> Path:
        return self.folder / "gallery" / ".studio" / "journal"

    def journal_of(self, job_id: str) -> list[Path]:
        return sorted((self.journal / job_id).glob("entry-*.json"))

    async def _use_gallery(self) -> FaultyGallery:
        if self.gallery_error is not None:
            raise self.gallery_error
        return self.gallery

    async def _answer_target(self) -> Target:
        return self.target

    async def _find_route(self, base_url: str) -> Route:
        return Route()

    async def _connect(self, target: Target) -> Connection:
        await asyncio.sleep(0)
        if self.connect_error is not None:
            raise self.connect_error
        return CONNECTION
