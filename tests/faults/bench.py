"""An engine on a home, joined as the program joins it but without a window, and all that it told."""

from __future__ import annotations

import json
import os
import threading
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self, TypeVar

import numpy as np

from tests.helpers.stub_gateway import CANARY_KEY
from turbo_studio.core.facts import (
    ConnectionChanged,
    JobCancelled,
    JobFailed,
    JobProgressed,
    JobSucceeded,
    PageFetched,
    SourceOpened,
    TroubleMet,
)
from turbo_studio.core.geometry import Size
from turbo_studio.core.job import Job
from turbo_studio.core.mask import Mask
from turbo_studio.core.network import Network
from turbo_studio.core.problems import StudioError, build_storage_error
from turbo_studio.core.profile import GPT_IMAGE_2, Quality
from turbo_studio.core.query import Query
from turbo_studio.core.request import EditRequest, GenerationRequest
from turbo_studio.gallery.gallery import DiskGallery
from turbo_studio.gateway.client import HttpGateway
from turbo_studio.gateway.redaction import KeyRedaction
from turbo_studio.gateway.spool import AnswerSpool
from turbo_studio.imaging.answers import Facts, parse_answer
from turbo_studio.imaging.comparer import ChildComparer
from turbo_studio.imaging.exporter import ChildExporter
from turbo_studio.imaging.processes import ChildPool
from turbo_studio.imaging.reader import ChildPictureReader
from turbo_studio.imaging.selector import ChildSelector
from turbo_studio.imaging.tasks import run_task
from turbo_studio.jobs.engine import Engine, EngineParts
from turbo_studio.log import Log
from turbo_studio.sandbox.launch import start_sandbox
from turbo_studio.settings.keys import SessionKeys
from turbo_studio.settings.places import find_places
from turbo_studio.settings.routes import RouteFinder

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from types import TracebackType

    from turbo_studio.core.facts import Fact
    from turbo_studio.core.job import JobId, JobState
    from turbo_studio.core.request import Request
    from turbo_studio.core.result import Result
    from turbo_studio.core.sources import Source
    from turbo_studio.gateway.dialling import Dialler

PATIENCE_S = 20.0
NETWORK = Network(deadline_s=PATIENCE_S)
SIZE = Size(64, 48)
GENERATED_SIZE = Size(1024, 1024)

F = TypeVar("F")
JobEnd = JobSucceeded | JobFailed | JobCancelled


class NothingToldError(AssertionError):
    """The engine did not tell what was waited for."""


class InlinePool(ChildPool):
    """Does the tasks of picture children in this process: a child's start takes longer than all of a case.

    What a child would write is written here, so it counts, fails and dies with the rest.
    """

    async def run(self, task: str, time_limit_s: float = 0.0, **arguments: str | int) -> Facts:
        try:
            answer = {"facts": run_task({"task": task, **arguments})}
        except OSError as error:
            raise build_storage_error(error, find_folder(arguments)) from None
        facts = parse_answer(json.dumps(answer).encode())
        if isinstance(facts, StudioError):
            raise facts
        assert isinstance(facts, Facts)
        return facts


def find_folder(arguments: dict[str, str | int]) -> Path:
    """Where a task writes, or reads."""
    return Path(str(arguments.get("target", arguments.get("path", "")))).parent


class Bench:
    """Starts an engine in ``home`` for the gateway at ``base_url``; a context that stops it again.

    ``told`` takes down each fact as a line of JSON before anything else is done with it, so that it is
    known of a process that died what it had said.
    """

    def __init__(
        self,
        home: Path,
        base_url: str,
        *,
        key: str = CANARY_KEY,
        told: Path | None = None,
        concurrency: int = 3,
        network: Network = NETWORK,
        dialler: Dialler | None = None,
    ) -> None:
        self.places = find_places(home)
        self.facts: list[Fact] = []
        self._changed = threading.Condition()
        self._told_fd = None if told is None else os.open(told, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        redaction = KeyRedaction()
        log = Log(self.places.logs, redaction, self._hear)
        pictures = ChildPictureReader(self.places.scratch, pool=InlinePool())
        keys = SessionKeys()
        parts = EngineParts(
            pictures=pictures,
            gateway=HttpGateway(dialler, redaction, spool=AnswerSpool(self.places.spool)),
            selector=ChildSelector(self.places.scratch),
            comparer=ChildComparer(self.places.scratch),
            exporter=ChildExporter(self.places.scratch, ()),
            open_gallery=partial(DiskGallery, self.places.gallery),
            forget_gallery=lambda: None,
            keys=keys,
            find_route=RouteFinder(keys).find_route,
            start_sandbox=start_sandbox,
            close_pictures=pictures.close,
            learn_key=redaction.learn,
            after_stop=log.close,
            profile=GPT_IMAGE_2,
        )
        self.engine = Engine(parts, self._hear, base_url, key, concurrency, network)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.engine.stop()
        if self._told_fd is not None:
            os.close(self._told_fd)

    # What is told

    def _hear(self, fact: Fact) -> None:
        if self._told_fd is not None:
            os.write(self._told_fd, json.dumps(describe_fact(fact)).encode() + b"\n")
        with self._changed:
            self.facts.append(fact)
            self._changed.notify_all()

    def wait_until(self, condition: Callable[[], object], what: str, limit_s: float = PATIENCE_S) -> None:
        with self._changed:
            if not self._changed.wait_for(condition, limit_s):
                raise NothingToldError(f"{what}; told: {[describe_fact(fact) for fact in self.facts][-6:]}")

    def facts_of(self, kind: type[F]) -> list[F]:
        return [fact for fact in self.facts if isinstance(fact, kind)]

    def wait_for(self, kind: type[F], count: int = 1) -> F:
        """The fact of that kind and number, counted from 1."""
        self.wait_until(lambda: len(self.facts_of(kind)) >= count, f"no {kind.__name__}")
        return self.facts_of(kind)[count - 1]

    def ends_of(self, job_id: JobId) -> list[JobEnd]:
        return [
            fact
            for fact in self.facts
            if isinstance(fact, JobSucceeded | JobFailed | JobCancelled) and fact.job_id == job_id
        ]

    def wait_for_end(self, job_id: JobId, count: int = 1) -> JobEnd:
        """Its end; a later one where something was tried again."""
        self.wait_until(lambda: len(self.ends_of(job_id)) >= count, "the job does not end")
        return self.ends_of(job_id)[count - 1]

    def states_of(self, job_id: JobId) -> list[JobState]:
        """The states that it was told to be in, each once, in order."""
        states = [fact.state for fact in self.facts_of(JobProgressed) if fact.job_id == job_id]
        return list(dict.fromkeys(states))

    # What is asked for

    def open_source(self, path: Path) -> Source:
        count = len(self.facts_of(SourceOpened))
        self.engine.open_files([path])
        return self.wait_for(SourceOpened, count + 1).source

    def submit(self, request: Request, job_id: JobId) -> None:
        """As a job of that id, by which a ``CaseGateway`` knows its case."""
        self.engine.submit(Job(job_id, request))

    def fetch_results(self) -> tuple[Result, ...]:
        """All of the gallery, newest first."""
        count = len(self.facts_of(PageFetched))
        self.engine.library.fetch_page(Query(), None, 1000)
        return self.wait_for(PageFetched, count + 1).results


def build_generation(prompt: str = "a cup of tea") -> GenerationRequest:
    return GenerationRequest(GPT_IMAGE_2.model, prompt, GENERATED_SIZE, Quality.LOW)


def build_edit(sources: Sequence[Source], prompt: str = "a cup of tea") -> EditRequest:
    """With a mask that selects the upper half of the first source."""
    size = sources[0].size
    mask = Mask(size)
    mask.begin_edit()
    mask.add_stamp(np.full((size.height // 2, size.width), 255, np.uint8), 0, 0)
    mask.commit_edit()
    return EditRequest(GPT_IMAGE_2.model, prompt, size, Quality.LOW, tuple(sources), mask.take_snapshot())


def describe_fact(fact: Fact) -> dict[str, Any]:
    """What the checks need of a fact, as JSON can hold it."""
    told: dict[str, Any] = {"fact": type(fact).__name__}
    match fact:
        case JobSucceeded():
            told |= {"job": fact.job_id, "results": [result.digest for result in fact.results]}
        case JobFailed():
            told |= {
                "job": fact.job_id,
                "state": fact.state,
                "charged": fact.charged,
                "code": fact.problem.code,
            }
            told |= {"detail": fact.problem.detail}
        case JobCancelled():
            told |= {"job": fact.job_id, "charged": fact.charged}
        case JobProgressed():
            told |= {"job": fact.job_id, "state": fact.state}
        case TroubleMet():
            told |= {"code": fact.problem.code, "detail": fact.problem.detail}
        case ConnectionChanged():
            told |= {"is_sandbox": fact.is_sandbox}
    return told
