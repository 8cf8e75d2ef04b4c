"""The engine with ports that do as the test says: what races, what hangs, and what is told of it."""

from __future__ import annotations

import json
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import pytest

from tests.helpers.patience import PATIENCE_S
from tests.jobs.fakes import (
    SIZE,
    SOURCE,
    FakeComparer,
    FakeExporter,
    FakeGateway,
    FakePictures,
    FakeSelector,
    FaultyGallery,
)
from turbo_studio.core.facts import (
    ConnectionChanged,
    ConnectionTested,
    GalleryFound,
    JobCancelled,
    JobProgressed,
    JobsRecovered,
    JobSucceeded,
    PageFetched,
    QueueChanged,
    SourceDecoded,
    SourceNotDecoded,
    SourceOpened,
    SourceRefused,
    TroubleMet,
)
from turbo_studio.core.geometry import Size
from turbo_studio.core.job import Job, JobId, JobState
from turbo_studio.core.mask import Mask
from turbo_studio.core.network import Network, Verdict
from turbo_studio.core.ports import Connection, Route
from turbo_studio.core.problems import (
    Charged,
    GatewayError,
    KeyStoreError,
    PictureError,
    ProblemCode,
    StorageError,
)
from turbo_studio.core.profile import GPT_IMAGE_2, Quality
from turbo_studio.core.query import Query
from turbo_studio.core.request import GenerationRequest
from turbo_studio.core.sources import Level, Raster
from turbo_studio.jobs import opening
from turbo_studio.jobs.engine import Engine, EngineParts

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from turbo_studio.core.facts import (
        Fact,
    )

BASE_URL = "https://gateway.example/v1"
F = TypeVar("F")


@dataclass
class SlowKeys:
    """A key store whose every call waits until it is let go."""

    key: str | None = None
    gate: threading.Event = field(default_factory=threading.Event)

    def fetch_key(self, base_url: str) -> str | None:
        self.gate.wait(PATIENCE_S)
        return self.key

    def store_key(self, base_url: str, key: str) -> None:
        self.gate.wait(PATIENCE_S)

    def delete_key(self, base_url: str) -> None:
        self.gate.wait(PATIENCE_S)

    def fetch_proxy_password(self, proxy_url: str, user: str) -> str:
        raise NotImplementedError

    def store_proxy_password(self, proxy_url: str, user: str, password: str) -> None:
        raise NotImplementedError


@dataclass
class FakeSandbox:
    base_url: str
    token: str = "t"
    is_running: bool = True

    async def close(self) -> None:
        self.is_running = False


@dataclass
class Bench:
    folder: Path
    keys: SlowKeys = field(default_factory=SlowKeys)
    pictures: FakePictures = field(default_factory=FakePictures)
    selector: FakeSelector = field(default_factory=FakeSelector)
    gateway: FakeGateway = field(default_factory=FakeGateway)
    facts: list[Fact] = field(default_factory=list)
    sandboxes: list[FakeSandbox] = field(default_factory=list)
    gallery_error: StorageError | None = None

    def __post_init__(self) -> None:
        self.gallery: FaultyGallery | None = None
        self._engine: Engine | None = None

    def start(self, key: str = "") -> Engine:
        parts = EngineParts(
            pictures=self.pictures,
            selector=self.selector,
            comparer=FakeComparer(),
            exporter=FakeExporter(),
            gateway=self.gateway,
            open_gallery=self._open_gallery,
            forget_gallery=lambda: None,
            keys=self.keys,
            find_route=lambda network, base_url: Route(),
            start_sandbox=self._start_sandbox,
            close_pictures=self._close_pictures,
            learn_key=lambda _: None,
            after_stop=lambda: None,
            profile=GPT_IMAGE_2,
        )
        self._engine = Engine(parts, self.facts.append, BASE_URL, key, 3, Network())
        return self._engine

    def stop(self) -> None:
        self.keys.gate.set()
        if self._engine is not None:
            self._engine.stop()
            self._engine = None

    def wait_for(self, kind: type[F], count: int = 1) -> list[F]:
        """The facts of a kind, once there are so many."""
        wait_until(lambda: len(self.facts_of(kind)) >= count)
        return self.facts_of(kind)

    def facts_of(self, kind: type[F]) -> list[F]:
        return [fact for fact in self.facts if isinstance(fact, kind)]

    def _open_gallery(self) -> FaultyGallery:
        if self.gallery_error is not None:
            raise self.gallery_error
        self.gallery = FaultyGallery(self.folder)
        return self.gallery

    async def _start_sandbox(self) -> FakeSandbox:
        self.sandboxes.append(FakeSandbox(f"http://127.0.0.1:{len(self.sandboxes) + 1}/v1"))
        return self.sandboxes[-1]

    async def _close_pictures(self) -> None:
        pass


def wait_until(condition: Callable[[], bool]) -> None:
    until_s = time.monotonic() + PATIENCE_S
    while not condition():
        assert time.monotonic() < until_s, "it did not come about"
        time.sleep(0.002)


def build_job(name: str) -> Job:
    return Job(JobId(name), GenerationRequest("gpt-image-2", "a cup", Size(1024, 1024), Quality.LOW))


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Bench]:
    bench = Bench(tmp_path)
    yield bench
    bench.stop()


# The connection


def test_a_job_cancelled_before_the_key_is_known_takes_no_other_with_it(bench: Bench) -> None:
    engine = bench.start()
    engine.submit(build_job("a"))
    wait_until(lambda: bool(bench.facts_of(JobProgressed)))
    engine.cancel(JobId("a"))
    assert bench.wait_for(JobCancelled)[0].job_id == "a"
    bench.keys.key = "key-of-the-store"
    bench.keys.gate.set()
    engine.submit(build_job("b"))
    assert bench.wait_for(JobSucceeded)[0].job_id == "b"
    assert [connection.key for connection in bench.gateway.connections] == ["key-of-the-store"]
    assert len(bench.facts_of(JobCancelled)) == 1


def test_what_is_shown_as_connected_is_what_jobs_use_however_late_a_key_store_answers(bench: Bench) -> None:
    engine = bench.start()  # the key store is asked, and does not answer
    engine.connect(BASE_URL, "key-typed-meanwhile", remember=False)
    bench.wait_for(ConnectionChanged)
    bench.keys.gate.set()  # it holds no key: by itself that would mean the sandbox
    engine.submit(build_job("a"))
    bench.wait_for(JobSucceeded)
    bench.stop()
    assert [(fact.is_sandbox, fact.key_tail) for fact in bench.facts_of(ConnectionChanged)] == [
        (False, "hile")
    ]
    assert bench.gateway.connections[0].key == "key-typed-meanwhile"


def test_a_sandbox_that_died_is_started_anew(bench: Bench) -> None:
    engine = bench.start()
    bench.keys.gate.set()
    engine.submit(build_job("a"))
    bench.wait_for(JobSucceeded)
    engine.submit(build_job("b"))
    bench.wait_for(JobSucceeded, 2)
    assert len(bench.sandboxes) == 1
    bench.sandboxes[0].is_running = False
    engine.submit(build_job("c"))
    bench.wait_for(JobSucceeded, 3)
    used = [connection.base_url for connection in bench.gateway.connections]
    assert used == [bench.sandboxes[0].base_url] * 2 + [bench.sandboxes[1].base_url]
    bench.stop()
    assert not bench.sandboxes[1].is_running


# Sources


def test_each_file_is_told_once_whatever_breaks_and_in_order(
    bench: Bench, caplog: pytest.LogCaptureFixture
) -> None:
    engine = bench.start()
    bench.pictures.error = ZeroDivisionError()
    engine.open_files([Path(name) for name in ("a.png", "bad.png", "c.png")])
    bench.wait_for(SourceOpened, 2)
    names = [
        fact.name if isinstance(fact, SourceRefused) else fact.source.name
        for fact in bench.facts
        if isinstance(fact, SourceOpened | SourceRefused)
    ]
    assert names == ["a.png", "bad.png", "c.png"]
    assert bench.facts_of(SourceRefused)[0].problem.code is ProblemCode.UNEXPECTED
    assert "something broke" in caplog.text


def test_files_that_wait_for_their_turn_go_with_the_program(bench: Bench) -> None:
    """Warnings are errors: none may be about a coroutine that never ran."""
    bench.start().open_files([Path(f"{number}.png") for number in range(16)])
    bench.stop()


def _build_raster(folder: Path) -> Raster:
    path = folder / "raster"
    path.write_bytes(b"0")
    return Raster(path, has_alpha=False, levels=(Level(SIZE, 0),))


def test_pixels_come_with_an_empty_mask(bench: Bench, tmp_path: Path) -> None:
    bench.pictures.raster = _build_raster(tmp_path)
    bench.start().decode_source(SOURCE, with_mask=True)
    (fact,) = bench.wait_for(SourceDecoded)
    assert fact.mask is not None
    assert (fact.mask.size, fact.mask.selected_pixels) == (SIZE, 0)


def test_a_source_that_has_a_mask_gets_no_other(bench: Bench, tmp_path: Path) -> None:
    bench.pictures.raster = _build_raster(tmp_path)
    bench.start().decode_source(SOURCE, with_mask=False)
    (fact,) = bench.wait_for(SourceDecoded)
    assert fact.mask is None


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (PictureError(ProblemCode.DECODER_DIED), ProblemCode.DECODER_DIED),
        (MemoryError(), ProblemCode.UNEXPECTED),
    ],
)
def test_pixels_that_cannot_be_had_are_told_so(
    bench: Bench, error: Exception, code: ProblemCode, caplog: pytest.LogCaptureFixture
) -> None:
    bench.pictures.error = error
    bench.start().decode_source(SOURCE, with_mask=True)
    assert bench.wait_for(SourceNotDecoded)[0].problem.code is code
    assert ("something broke" in caplog.text) is (code is ProblemCode.UNEXPECTED)


def test_pixels_that_nobody_waits_for_any_more_leave_no_file(
    bench: Bench, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun, go_on = threading.Event(), threading.Event()

    def build_slowly(size: Size) -> Mask:
        begun.set()
        go_on.wait(PATIENCE_S)
        return Mask(size)

    monkeypatch.setattr(opening, "_build_mask", build_slowly)
    bench.pictures.raster = raster = _build_raster(tmp_path)
    engine = bench.start()
    engine.decode_source(SOURCE, with_mask=True)
    assert begun.wait(PATIENCE_S)
    bench.pictures.raster = _build_raster(tmp_path / "..")
    engine.decode_source(SOURCE, with_mask=True)
    wait_until(lambda: not raster.path.exists())
    go_on.set()
    bench.wait_for(SourceDecoded)


# The gallery


def test_a_start_removes_what_a_killed_export_left_in_a_folder_of_the_users(bench: Bench) -> None:
    outside, notes = bench.folder / "outside", bench.folder / ".studio" / "parts"
    part = outside / f".turbo-studio-{'0' * 32}.part"
    for folder in (outside, notes):
        folder.mkdir(parents=True)
    part.write_bytes(b"half a picture")
    (notes / f"{part.name}.json").write_text(json.dumps({"folder": str(outside), "taken": ""}))
    bench.start()
    wait_until(lambda: not any(notes.iterdir()))
    assert not part.exists()


def test_a_gallery_that_could_not_be_opened_is_tried_again(bench: Bench) -> None:
    bench.keys.gate.set()
    bench.gallery_error = StorageError(ProblemCode.GALLERY_IN_USE)
    engine = bench.start()
    engine.library.fetch_page(Query(), None, 10)
    assert bench.wait_for(TroubleMet)[0].problem.code is ProblemCode.GALLERY_IN_USE
    assert bench.facts_of(GalleryFound) == []
    bench.gallery_error = None
    engine.submit(build_job("a"))
    bench.wait_for(JobSucceeded)
    bench.wait_for(GalleryFound)
    bench.stop()
    assert bench.gallery is not None
    assert bench.gallery.is_closed


def test_what_breaks_without_a_job_is_told(bench: Bench, caplog: pytest.LogCaptureFixture) -> None:
    engine = bench.start()
    engine.run_on_disk(lambda: [][1])
    assert bench.wait_for(TroubleMet)[0].problem.params == {"kind": "IndexError"}
    assert "something broke" in caplog.text


def test_what_is_to_be_kept_is_kept_though_the_program_is_closed_meanwhile(bench: Bench) -> None:
    begun, go_on, kept = threading.Event(), threading.Event(), threading.Event()

    def occupy() -> None:
        begun.set()
        go_on.wait(PATIENCE_S)

    engine = bench.start()
    engine.run_on_disk(occupy)
    engine.run_on_disk(kept.set)
    assert begun.wait(PATIENCE_S)
    threading.Timer(0.2, go_on.set).start()
    bench.stop()
    assert kept.is_set()


def test_stopping_saves_what_has_come(bench: Bench) -> None:
    """A second cancel used to end the saving itself."""
    bench.keys.gate.set()
    engine = bench.start()
    adding, go_on = threading.Event(), threading.Event()
    engine.library.fetch_page(Query(), None, 10)
    bench.wait_for(PageFetched)
    assert bench.gallery is not None
    add = bench.gallery.add

    def add_slowly(*given: object) -> object:
        adding.set()
        go_on.wait(PATIENCE_S)
        return add(*given)  # type: ignore[arg-type]  # passed on as they came

    bench.gallery.add = add_slowly  # type: ignore[method-assign, assignment]  # the same, later
    engine.submit(build_job("a"))
    assert adding.wait(PATIENCE_S)
    engine.cancel(JobId("a"))
    engine.cancel(JobId("a"))
    threading.Timer(0.2, go_on.set).start()
    bench.stop()
    assert [fact.job_id for fact in bench.facts_of(JobSucceeded)] == ["a"]
    assert bench.facts_of(JobCancelled) == []


def test_a_connection_is_tested_with_the_key_that_was_given(bench: Bench) -> None:
    engine = bench.start("key-of-this-run")
    engine.test_connection("https://other.example/v1", "key-to-be-tested")
    (fact,) = bench.wait_for(ConnectionTested)
    assert fact == ConnectionTested("https://other.example/v1", Verdict.ACCEPTED)
    assert bench.gateway.connections == [Connection("https://other.example/v1", "key-to-be-tested")]


def test_without_a_key_the_one_in_use_is_tested(bench: Bench) -> None:
    engine = bench.start("key-of-this-run")
    engine.test_connection(BASE_URL, "")
    bench.wait_for(ConnectionTested)
    assert bench.gateway.connections == [Connection(BASE_URL, "key-of-this-run")]


def test_a_test_that_breaks_is_told_all_the_same(bench: Bench) -> None:
    bench.gateway.errors = [GatewayError(ProblemCode.KEY_INVALID, charged=Charged.NO)]
    bench.start("key-of-this-run").test_connection(BASE_URL, "key-to-be-tested")
    (fact,) = bench.wait_for(ConnectionTested)
    assert fact.verdict is Verdict.FAILED
    assert fact.problem is not None
    assert fact.problem.code is ProblemCode.KEY_INVALID


def test_of_two_tests_only_the_last_is_told(bench: Bench) -> None:
    bench.gateway.is_hanging = True
    engine = bench.start("key-of-this-run")
    engine.test_connection("https://first.example/v1", "key-to-be-tested")
    while not bench.gateway.connections:
        time.sleep(0.005)
    bench.gateway.is_hanging = False
    engine.test_connection("https://second.example/v1", "key-to-be-tested")
    assert [fact.base_url for fact in bench.wait_for(ConnectionTested)] == ["https://second.example/v1"]


# Where a job goes


def queue_paused(bench: Bench, engine: Engine, name: str) -> None:
    engine.pause_queue()
    engine.submit(build_job(name))
    wait_until(
        lambda: any(
            (fact.job_id, fact.state) == (name, JobState.QUEUED) for fact in bench.facts_of(JobProgressed)
        )
    )


def test_a_queued_job_goes_to_the_gateway_that_was_chosen_at_its_press(bench: Bench) -> None:
    engine = bench.start("key-of-this-run")
    queue_paused(bench, engine, "a")
    engine.connect("https://other.example/v1", "key-of-the-other", remember=False)
    bench.wait_for(ConnectionChanged, 2)
    engine.submit(build_job("b"))
    engine.resume_queue()
    bench.wait_for(JobSucceeded, 2)
    assert {(connection.base_url, connection.key) for connection in bench.gateway.connections} == {
        (BASE_URL, "key-of-this-run"),
        ("https://other.example/v1", "key-of-the-other"),
    }


def test_a_sandbox_job_stays_one_though_a_gateway_is_chosen_meanwhile(bench: Bench) -> None:
    bench.keys.gate.set()
    engine = bench.start()
    queue_paused(bench, engine, "a")
    bench.stop()
    bench.facts.clear()
    engine = bench.start("a-key-that-costs")
    bench.wait_for(JobsRecovered)
    engine.resume_queue()
    bench.wait_for(JobSucceeded)
    assert [connection.is_sandbox for connection in bench.gateway.connections] == [True]


def test_a_paid_job_never_becomes_a_sandbox_job_and_waits_for_its_key(bench: Bench) -> None:
    engine = bench.start("key-of-this-run")
    queue_paused(bench, engine, "a")
    bench.stop()
    bench.facts.clear()
    bench.keys.gate.set()
    engine = bench.start()  # without a key, and there is none in the store
    bench.wait_for(JobsRecovered)
    engine.resume_queue()
    wait_until(lambda: find_pause(bench) is ProblemCode.KEY_MISSING)
    assert bench.gateway.connections == []
    engine.connect(BASE_URL, "key-found-again", remember=False)
    engine.resume_queue()
    bench.wait_for(JobSucceeded)
    assert [connection.key for connection in bench.gateway.connections] == ["key-found-again"]


@dataclass
class NoKeys(SlowKeys):
    """A computer without a key store."""

    def fetch_key(self, base_url: str) -> str | None:
        raise KeyStoreError(ProblemCode.KEY_STORE_MISSING)

    def delete_key(self, base_url: str) -> None:
        raise KeyStoreError(ProblemCode.KEY_STORE_MISSING)


def test_without_a_key_store_the_key_that_was_dropped_is_what_is_missing(bench: Bench) -> None:
    bench.keys = NoKeys()
    engine = bench.start("key-of-this-run")
    queue_paused(bench, engine, "a")
    engine.disconnect(BASE_URL)
    fact = bench.wait_for(ConnectionChanged, 2)[-1]
    assert (fact.is_sandbox, fact.problem) == (True, None)
    engine.resume_queue()
    wait_until(lambda: find_pause(bench) is ProblemCode.KEY_MISSING)
    assert bench.gateway.connections == []


def find_pause(bench: Bench) -> ProblemCode | None:
    """Why the queue stands still, by the last that was told."""
    last = bench.facts_of(QueueChanged)[-1:]
    return last[0].problem.code if last and last[0].problem is not None else None
