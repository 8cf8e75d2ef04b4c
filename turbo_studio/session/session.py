"""The session: what a window may ask for, one method a verb, and the state that it shows.

A session lives on one thread, that of its window. The engine's facts reach it through ``receive``,
which the window's bridge calls on that thread; what changed is told to its ``Views``.
"""

from __future__ import annotations

import os
import time
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING, Protocol

from turbo_studio.core.brush import Brush
from turbo_studio.core.document import Document
from turbo_studio.core.geometry import EMPTY_BOX
from turbo_studio.core.job import Job, JobId, JobState
from turbo_studio.core.price import Estimate, estimate_request
from turbo_studio.core.problems import Problem, ProblemCode, StorageError
from turbo_studio.core.profile import find_edit_size_problems, propose_edit_size
from turbo_studio.core.request import (
    Draft,
    EditRequest,
    Field,
    InvalidRequest,
    build_request,
    clean_prompt,
)
from turbo_studio.settings.origins import parse_base_url

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from turbo_studio.core.document import Changed
    from turbo_studio.core.facts import ConnectionChanged, Fact, JobFact, SourceDecoded, SourceOpened
    from turbo_studio.core.geometry import Box, Point, Size
    from turbo_studio.core.mask import Mask
    from turbo_studio.core.profile import ModelProfile, Quality
    from turbo_studio.core.request import (
        Request,
    )
    from turbo_studio.core.result import Result
    from turbo_studio.core.sources import Raster, Source, SourceId
    from turbo_studio.session.job_view import JobView
    from turbo_studio.session.views import Views
    from turbo_studio.settings.preferences import Preferences

SAME_PRESS_S = 0.8
"""A second press with nothing changed within this time is a bounce of the first."""
PAGE_RESULTS = 200


class Engine(Protocol):
    """What the session needs done elsewhere. Filled by ``jobs.engine``."""

    def open_files(self, paths: Sequence[Path]) -> None: ...
    def open_pixels(self, size: Size, rgba: bytes, name: str) -> None: ...
    def decode_source(self, source: Source, *, with_mask: bool) -> None: ...
    def submit(self, job: Job) -> None: ...
    def cancel(self, job_id: JobId) -> None: ...
    def save_again(self, job_id: JobId) -> None: ...
    def forget(self, job_id: JobId) -> None: ...
    def connect(self, base_url: str, key: str, *, remember: bool) -> None: ...
    def disconnect(self, base_url: str) -> None: ...
    def fetch_results(self, search: str, before: Result | None, limit: int) -> None: ...
    def run_on_disk(self, call: Callable[[], None]) -> None: ...
    def stop(self) -> None: ...


class Session:
    """The document, the draft, the jobs and the connection behind one window."""

    def __init__(
        self,
        profile: ModelProfile,
        preferences: Preferences,
        start_engine: Callable[[], Engine],
        save_preferences: Callable[[Preferences], None],
    ) -> None:
        """``start_engine`` is called once, by the first verb that needs the worker.

        ``save_preferences`` blocks; it is called on the engine's disk thread.
        """
        self.profile = profile
        self.preferences = preferences
        self.document = Document()
        self.draft = Draft("", profile.default_size, preferences.quality)
        self.brush = Brush(preferences.brush_size_px, preferences.brush_hardness)
        self.connection: ConnectionChanged | None = None
        """None until it is known whether there is a key."""
        self.shown_id: SourceId | None = None
        self.raster: Raster | None = None
        """The pixels of the shown source; None while they are being decoded."""
        self.shown_problem: Problem | None = None
        """Why the shown source has no pixels, where they could not be decoded."""
        self.opening_count = 0
        self.thumbnails: dict[SourceId, Path] = {}
        self.jobs: dict[JobId, JobView] = {}
        self._views: Views
        self._start_engine = start_engine
        self._save = save_preferences
        self._engine: Engine | None = None
        self._is_closed = False
        self._size_is_chosen = False
        self._last_press: tuple[float, Request] | None = None
        self._last_point: Point | None = None

    def show_in(self, views: Views) -> None:
        """Tell these views from now on; to be called once, before any verb."""
        self._views = views

    # Life

    def start(self) -> None:
        """Start the worker, unless a verb has done so already, and ask for the newest results."""
        self.fetch_results("")

    def close(self) -> None:
        """End the worker, after what is being saved, and keep what was used last."""
        self._is_closed = True
        if self._engine is not None:
            self._engine.stop()
            self._engine = None
        self._show(None, None)
        used_last = self.preferences._replace(
            quality=self.draft.quality,
            brush_size_px=self.brush.size_px,
            brush_hardness=self.brush.hardness,
        )
        if used_last != self.preferences:
            with suppress(StorageError):  # the window is gone: nobody is left to be told
                self._save(used_last)

    @property
    def running_count(self) -> int:
        return sum(1 for view in self.jobs.values() if not view.state.is_final)

    def set_preferences(self, preferences: Preferences) -> None:
        """Use other preferences from now on, and keep them."""
        self.preferences = preferences
        self._use_engine().run_on_disk(partial(self._save, preferences))

    def _use_engine(self) -> Engine:
        if self._is_closed:
            raise RuntimeError("the session has ended")
        if self._engine is None:
            self._engine = self._start_engine()
        return self._engine

    # Sources

    def open_files(self, paths: Sequence[Path]) -> None:
        """Open files as sources, as many as there is room for; the others are refused aloud."""
        accepted = paths[: self._take_room(len(paths))]
        if accepted:
            self._use_engine().open_files(accepted)

    def open_pixels(self, size: Size, rgba: bytes, name: str) -> None:
        """Open a pasted picture: rows of straight red, green, blue and alpha, 8 bits each."""
        if self._take_room(1):
            self._use_engine().open_pixels(size, rgba, name)

    def use_result_as_source(self, result: Result) -> None:
        self.open_files([result.path])

    def remove_source(self, source_id: SourceId) -> None:
        self._end_stroke()  # first, or an undo would change the mask of a source that is not there
        self.document.remove_source(source_id)
        self._on_sources_edited()

    def move_source(self, source_id: SourceId, index: int) -> None:
        self.document.move_source(source_id, index)
        self._on_sources_edited()

    def show_source(self, source_id: SourceId) -> None:
        """Put a source on the canvas."""
        source = self.document.find_source(source_id)
        if source is None or source_id == self.shown_id:
            return
        self._end_stroke()
        self._last_point = None
        self._use_engine().decode_source(source, with_mask=self.document.find_mask(source_id) is None)
        self._show(source_id, None)

    @property
    def shown_source(self) -> Source | None:
        return None if self.shown_id is None else self.document.find_source(self.shown_id)

    @property
    def shown_mask(self) -> Mask | None:
        return None if self.shown_id is None else self.document.find_mask(self.shown_id)

    @property
    def sent_mask_share(self) -> float:
        """How much of image 1 is selected, 0 to 1."""
        sources = self.document.sources
        mask = self.document.find_mask(sources[0].id) if sources else None
        return 0.0 if mask is None else mask.selected_share

    def _take_room(self, wanted: int) -> int:
        room = self.profile.sources_max - len(self.document.sources) - self.opening_count
        accepted = min(wanted, max(0, room))
        if accepted < wanted:
            params = {"limit": self.profile.sources_max, "refused": wanted - accepted}
            self._views.message_shown.emit(Problem(ProblemCode.SOURCE_TOO_MANY, params), "")
        self.opening_count += accepted
        self._views.sources_changed.emit()
        return accepted

    def _on_sources_edited(self) -> None:
        """Bring everything that follows from the list of sources in line with it."""
        sources = self.document.sources
        if self.shown_source is None:
            self._end_stroke()
            if sources:
                self.show_source(sources[0].id)
            else:
                self._show(None, None)
        self._fit_size()
        self._views.sources_changed.emit()
        self._views.history_changed.emit()

    def _show(
        self, source_id: SourceId | None, raster: Raster | None, problem: Problem | None = None
    ) -> None:
        """Change what is on the canvas; the former pixels' file goes once the canvas has let go of it."""
        former = self.raster
        self.shown_id, self.raster, self.shown_problem = source_id, raster, problem
        self._views.shown_changed.emit()
        if former is not None:
            former.path.unlink(missing_ok=True)

    # Painting

    @property
    def can_paint(self) -> bool:
        return self.raster is not None and self.shown_mask is not None

    def begin_stroke(self, point: Point, *, erase: bool, is_line: bool = False) -> None:
        """Set the brush down; ``is_line`` draws from where the last stroke ended."""
        if self.can_paint and self.shown_id is not None and not self.document.is_stroking:
            start = self._last_point if is_line else None
            changed = self.document.begin_stroke(
                self.shown_id, self.brush, point, erase=erase, line_from=start
            )
            self._last_point = point
            self._tell_mask(changed.box, is_final=False)

    def extend_stroke(self, point: Point) -> None:
        if self.document.is_stroking:
            self._last_point = point
            self._tell_mask(self.document.extend_stroke(point).box, is_final=False)

    def commit_stroke(self) -> None:
        """Lift the brush: the stroke is one step of the history."""
        self._end_stroke()

    def abort_stroke(self) -> None:
        """Take the open stroke back as if it had not begun."""
        if self.document.is_stroking:
            self._tell_mask(self.document.abort_stroke().box, is_final=True)

    def fill_mask(self) -> None:
        self._edit_shown_mask(lambda mask: mask.fill(255))

    def clear_mask(self) -> None:
        self._edit_shown_mask(lambda mask: mask.fill(0))

    def invert_mask(self) -> None:
        self._edit_shown_mask(lambda mask: mask.invert())

    def set_brush(self, brush: Brush) -> None:
        self.brush = brush
        self._views.brush_changed.emit()

    def _end_stroke(self) -> None:
        if self.document.is_stroking:
            changed = self.document.commit_stroke()
            self._tell_edit(changed._replace(box=EMPTY_BOX))  # what the stroke painted was told as it went

    def _edit_shown_mask(self, change: Callable[[Mask], object]) -> None:
        if self.can_paint and self.shown_id is not None:
            self._end_stroke()
            self._tell_edit(self.document.edit_mask(self.shown_id, change))

    def _tell_edit(self, changed: Changed) -> None:
        self._tell_mask(changed.box, is_final=True)
        self._views.history_changed.emit()
        self._use_engine().run_on_disk(self.document.pack_history)  # the disk's thread has the time

    def _tell_mask(self, box: Box, *, is_final: bool) -> None:
        self._views.mask_changed.emit(box, is_final)

    # History

    @property
    def can_undo(self) -> bool:
        return self.document.history.can_undo

    @property
    def can_redo(self) -> bool:
        return self.document.history.can_redo

    def undo(self) -> None:
        if self.document.is_stroking:
            self.abort_stroke()
        elif self.can_undo:
            self._show_change(self.document.undo())

    def redo(self) -> None:
        if self.can_redo and not self.document.is_stroking:
            self._show_change(self.document.redo())

    def _show_change(self, changed: Changed) -> None:
        """Show what an undo touched: the source whose mask it was, where that is another one."""
        if changed.sources:
            self._on_sources_edited()
            return
        if changed.mask_of is not None and changed.mask_of != self.shown_id:
            self.show_source(changed.mask_of)
        self._tell_edit(changed)

    # The draft

    def set_prompt(self, prompt: str) -> None:
        self.draft = self.draft._replace(prompt=prompt)

    def set_size(self, size: Size) -> None:
        """Take a size that the user chose; one that is proposed goes on following image 1."""
        self.draft = self.draft._replace(size=size)
        self._size_is_chosen = size != self.proposed_size

    def set_quality(self, quality: Quality) -> None:
        self.draft = self.draft._replace(quality=quality)

    def set_variations(self, variations: int) -> None:
        self.draft = self.draft._replace(variations=variations)

    def reuse_settings(self, result: Result) -> None:
        """Put a result's prompt, size and quality into the draft."""
        made_by = result.provenance
        self.draft = self.draft._replace(prompt=made_by.prompt, size=made_by.size, quality=made_by.quality)
        self._size_is_chosen = True
        self._fit_size()
        self._views.draft_changed.emit()

    @property
    def is_edit(self) -> bool:
        return bool(self.document.sources)

    @property
    def proposed_size(self) -> Size:
        """The size that suits image 1, or the default without one."""
        sources = self.document.sources
        return propose_edit_size(sources[0].size, self.profile) if sources else self.profile.default_size

    @property
    def offered_sizes(self) -> tuple[Size, ...]:
        """What the size list offers, the proposed one first; an edit may ask for others too."""
        if not self.is_edit:
            return self.profile.generation_sizes
        return tuple(dict.fromkeys((self.proposed_size, *self.profile.edit_sizes)))

    @property
    def estimate(self) -> Estimate:
        """Tokens and dollars of one press: all its variations."""
        draft = self.draft
        prompt = clean_prompt(draft.prompt)
        sources = len(self.document.sources)
        one = estimate_request(prompt, draft.size, draft.quality, sources, self.preferences.prices)
        return Estimate(one.tokens * draft.variations, one.dollars * draft.variations)

    def _fit_size(self) -> None:
        """Keep a chosen size where the mode allows it, else follow image 1 or the default."""
        is_legal = (
            not find_edit_size_problems(self.draft.size, self.profile)
            if self.is_edit
            else self.draft.size in self.profile.generation_sizes
        )
        if not (self._size_is_chosen and is_legal):
            self._size_is_chosen = False
            self.draft = self.draft._replace(size=self.proposed_size)
            self._views.draft_changed.emit()

    # Jobs

    def build_request(self) -> Request | InvalidRequest:
        """What a press would send now, or why nothing can be sent."""
        if self.opening_count:
            return InvalidRequest(Field.SOURCES, Problem(ProblemCode.SOURCE_NOT_READY))
        document = self.document
        return build_request(self.draft, document.sources, document.take_sent_mask(), self.profile)

    def submit(self) -> InvalidRequest | None:
        """Freeze the request and queue one job a variation; each is sent at most once."""
        self._end_stroke()
        request = self.build_request()
        if isinstance(request, InvalidRequest):
            return request
        if self._is_bounce(request):
            return None
        count = self.draft.variations
        for variation in range(1, count + 1):
            self._queue(Job(_build_job_id(), request, variation, count))
        return None

    def cancel_job(self, job_id: JobId) -> None:
        if not self.jobs[job_id].state.is_final:
            self._use_engine().cancel(job_id)

    def retry_job(self, job_id: JobId) -> None:
        """After a failure: save a kept answer again, which is free, or send the same request anew."""
        view = self.jobs[job_id]
        if view.state is JobState.UNSAVED:
            self._use_engine().save_again(job_id)
        elif view.state.is_final and view.state is not JobState.DONE:
            self._queue(Job(_build_job_id(), view.job.request))
            self.dismiss_job(job_id)

    def dismiss_job(self, job_id: JobId) -> None:
        """Take a job that has ended off the list."""
        if self.jobs[job_id].state.is_final:
            del self.jobs[job_id]
            self._use_engine().forget(job_id)
            self._views.job_changed.emit(job_id)

    def _queue(self, job: Job) -> None:
        from turbo_studio.session.job_view import JobView  # late, for the start-up

        self.jobs[job.id] = JobView(job, JobState.QUEUED, time.monotonic())
        self._use_engine().submit(job)
        self._views.job_changed.emit(job.id)

    def _is_bounce(self, request: Request) -> bool:
        """True for the second half of a double click or a key that repeats."""
        now_s = time.monotonic()
        last, self._last_press = self._last_press, (now_s, request)
        if last is None or now_s - last[0] > SAME_PRESS_S:
            return False
        return _describe(last[1]) == _describe(request)

    # The connection

    def connect(self, base_url: str, key: str, *, remember: bool) -> None:
        """Use a gateway with a key from the next job on. StudioError where either cannot be right."""
        from turbo_studio.settings.keys import clean_key  # late, for the start-up

        address, cleaned = parse_base_url(base_url), clean_key(key)
        self._use_engine().connect(address, cleaned, remember=remember)
        self.set_preferences(self.preferences._replace(base_url=address))

    def disconnect(self) -> None:
        """Forget the key and go on in the sandbox."""
        if self.connection is not None:
            self._use_engine().disconnect(self.connection.base_url)

    # The gallery

    def fetch_results(self, search: str, before: Result | None = None) -> None:
        """Ask for a page of results; it comes as ``ResultsFetched``."""
        self._use_engine().fetch_results(search, before, PAGE_RESULTS)

    # Facts

    def receive(self, fact: Fact) -> None:
        """Take in what the worker tells, and pass on what changed."""
        from turbo_studio.core import facts  # late, for the start-up

        if self._is_closed:  # told before the end and delivered after it: its files are gone
            return
        match fact:
            case facts.SourceOpened():
                self._on_source_opened(fact)
            case facts.SourceRefused(name, problem):
                self.opening_count -= 1
                self._views.sources_changed.emit()
                self._views.message_shown.emit(problem, name)
            case facts.SourceDecoded():
                self._on_source_decoded(fact)
            case facts.SourceNotDecoded(source_id, problem):
                if source_id == self.shown_id:
                    self._show(source_id, None, problem)
            case facts.ConnectionChanged():
                self.connection = fact
                self._views.connection_changed.emit(fact)
                if fact.problem is not None:
                    self._views.message_shown.emit(fact.problem, "")
            case facts.ResultsFetched():
                self._views.results_fetched.emit(fact)
            case facts.TroubleMet(problem):
                self._views.message_shown.emit(problem, "")
            case facts.JobProgressed() | facts.JobSucceeded() | facts.JobFailed() | facts.JobCancelled():
                self._on_job_fact(fact)

    def _on_source_opened(self, fact: SourceOpened) -> None:
        self.opening_count -= 1
        self.thumbnails[fact.source.id] = fact.thumbnail
        self.document.add_sources([fact.source])
        self._on_sources_edited()

    def _on_source_decoded(self, fact: SourceDecoded) -> None:
        if fact.source_id != self.shown_id:
            fact.raster.path.unlink(missing_ok=True)
            return
        if fact.mask is not None:
            self.document.set_mask(fact.source_id, fact.mask)
        self._show(fact.source_id, fact.raster)

    def _on_job_fact(self, fact: JobFact) -> None:
        from turbo_studio.core.facts import JobSucceeded  # both late, for the start-up
        from turbo_studio.session.job_view import advance_view

        view = self.jobs.get(fact.job_id)
        if view is None:
            return
        self.jobs[fact.job_id] = advance_view(view, fact, time.monotonic())
        self._views.job_changed.emit(fact.job_id)
        if isinstance(fact, JobSucceeded):
            self._views.results_arrived.emit(fact.results)


def _build_job_id() -> JobId:
    return JobId(os.urandom(16).hex())


def _describe(request: Request) -> tuple[object, ...]:
    """What makes two requests the same press: everything but the mask's pixels, of which the count."""
    if isinstance(request, EditRequest):
        selected = request.mask.selected_pixels if request.mask is not None else 0
        return (request.prompt, request.size, request.quality, request.sources, selected)
    return (request.prompt, request.size, request.quality)
