"""The session: what a window may ask for, one method a verb, and the state that it shows.

A session lives on one thread, that of its window. The engine's facts reach it through ``receive``,
which the window's bridge calls on that thread; what changed is told to its ``Views``.
"""

from __future__ import annotations

from contextlib import suppress
from functools import cached_property, partial
from typing import TYPE_CHECKING

from turbo_studio.core.document import Document
from turbo_studio.core.draft import Draft, clean_prompt
from turbo_studio.core.price import estimate_request
from turbo_studio.session.job_list import JobList
from turbo_studio.session.painter import Painter, build_brush, note_brush

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from turbo_studio.core.cheaper_size import CheaperSize
    from turbo_studio.core.document import Changed
    from turbo_studio.core.facts import ConnectionChanged, Fact, SourceOpened, WorkspaceRestored
    from turbo_studio.core.geometry import Size
    from turbo_studio.core.job import JobId
    from turbo_studio.core.price import Estimate
    from turbo_studio.core.problems import Problem
    from turbo_studio.core.profile import ModelProfile, Quality
    from turbo_studio.core.request import InvalidRequest, Request
    from turbo_studio.core.result import Result
    from turbo_studio.core.sources import SourceId
    from turbo_studio.core.workspace import Workspace
    from turbo_studio.session.comparison import Comparison
    from turbo_studio.session.connecting import Connector
    from turbo_studio.session.engine import Engine
    from turbo_studio.session.exporting import Exporter
    from turbo_studio.session.finder import Finder
    from turbo_studio.session.intake import IntakeDesk
    from turbo_studio.session.lineage import Lineage
    from turbo_studio.session.looking import Looking
    from turbo_studio.session.proposer import Proposer
    from turbo_studio.session.results import Results
    from turbo_studio.session.trash import Trash
    from turbo_studio.session.upkeep import Upkeep
    from turbo_studio.session.views import Views
    from turbo_studio.session.work import OpenWork
    from turbo_studio.settings.preferences import Preferences


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
        self.painter = Painter(self.document, build_brush(preferences), self._use_engine)
        self.job_list = JobList(self._use_engine)
        self._first_draft = self.draft
        self.connection: ConnectionChanged | None = None
        """None until it is known whether there is a key."""
        self.opening_count = 0
        self.thumbnails: dict[SourceId, Path] = {}
        self._views: Views
        self._start_engine = start_engine
        self._save = save_preferences
        self._engine: Engine | None = None
        self._is_closed = False
        self._restores = False
        self._size_is_chosen = False

    def show_in(self, views: Views) -> None:
        """Tell these views from now on; to be called once, before any verb."""
        self._views = views
        self.painter.show_in(views)
        self.job_list.show_in(views)

    @cached_property
    def work(self) -> OpenWork:
        """Made when the work of the last time is asked for, or that of this time is first kept."""
        from turbo_studio.session.work import OpenWork  # late, for the start-up

        return OpenWork(self.document, self._first_draft, self._use_engine)

    @cached_property
    def finder(self) -> Finder:
        """Made when something is first to be computed for a mask."""
        from turbo_studio.session.finder import Finder  # late, for the start-up

        return Finder(self.painter, self._use_engine, self._views)

    @cached_property
    def proposer(self) -> Proposer:
        """Made when a tool first shows what it is about to select."""
        from turbo_studio.session.proposer import Proposer  # late, for the start-up

        return Proposer(self.painter, self.finder, self._views)

    @cached_property
    def looking(self) -> Looking:
        """Made when a picture of the gallery is first looked at."""
        from turbo_studio.session.looking import Looking  # late, for the start-up

        return Looking(self._use_engine, self._views)

    @cached_property
    def results(self) -> Results:
        """Made when results are first asked for."""
        from turbo_studio.session.results import Results  # late, for the start-up

        return Results(self._use_engine, self._views)

    @cached_property
    def intake(self) -> IntakeDesk:
        """Made when the first picture comes from outside."""
        from turbo_studio.session.intake import IntakeDesk  # late, for the start-up

        return IntakeDesk(self._use_engine, self._views)

    @cached_property
    def trash(self) -> Trash:
        """Made when the first result is moved there."""
        from turbo_studio.session.trash import Trash  # late, for the start-up

        return Trash(self._use_engine, self._views)

    @cached_property
    def comparison(self) -> Comparison:
        """Made when two pictures are first measured against each other."""
        from turbo_studio.session.comparison import Comparison  # late, for the start-up

        return Comparison(self._use_engine, self._views)

    @cached_property
    def exporter(self) -> Exporter:
        """Made when results are first to be exported."""
        from turbo_studio.session.exporting import Exporter  # late, for the start-up

        return Exporter(self._use_engine, self._views)

    @cached_property
    def upkeep(self) -> Upkeep:
        """Made when the gallery is first looked after."""
        from turbo_studio.session.upkeep import Upkeep  # late, for the start-up

        return Upkeep(self._use_engine, self._views)

    @cached_property
    def connector(self) -> Connector:
        """Made when another gateway or key is first thought of."""
        from turbo_studio.session.connecting import Connector  # late, for the start-up

        return Connector(self, self._use_engine)

    @cached_property
    def lineage(self) -> Lineage:
        """Made when it is first asked what a result came from, or whether a source is one."""
        from turbo_studio.session.lineage import Lineage  # late, for the start-up

        return Lineage(self, self._use_engine, self._views)

    # Life

    def start(self, *, restore: bool) -> None:
        """Start the worker, unless a verb has done so already, and ask for what the last time left."""
        self._restores = restore
        if restore:
            self.work.restore(aside=False)
        self.results.refresh()

    def close(self) -> None:
        """End the worker, after what is being saved, and keep what was used last."""
        self.painter.commit_stroke()
        self._is_closed = True
        if self._engine is not None:
            self._engine.stop(
                self.work.take_last(self.draft, self.painter.shown_id, is_size_chosen=self._size_is_chosen)
            )
            self._engine = None
        self.painter.show_nothing()
        used_last = note_brush(self.preferences._replace(quality=self.draft.quality), self.painter.brush)
        if used_last != self.preferences:
            from turbo_studio.core.problems import StorageError  # late, for the start-up

            with suppress(StorageError):  # the window is gone: nobody is left to be told
                self._save(used_last)

    def save_work(self, *, draft_only: bool) -> None:
        """Keep what has changed since the last time; a stroke that is being drawn waits for its end."""
        if draft_only or self.document.is_stroking:
            self.work.save_draft(self.draft, is_size_chosen=self._size_is_chosen)
        else:
            self.work.save(self.draft, self.painter.shown_id, is_size_chosen=self._size_is_chosen)

    def reopen_work(self) -> None:
        """Change places with the work that was put aside when pictures were named at the start."""
        self.save_work(draft_only=False)
        self.work.restore(aside=True)

    def take_workspace(self) -> Workspace:
        """All that is open, as of now."""
        self.painter.commit_stroke()
        return self.work.build(self.draft, self.painter.shown_id, is_size_chosen=self._size_is_chosen)

    def set_preferences(self, preferences: Preferences) -> None:
        """Use other preferences from now on, and keep them."""
        engine = self._use_engine()
        if preferences.network != self.preferences.network:
            engine.set_network(preferences.network)
        engine.set_limits(preferences.concurrency, preferences.daily_cap_dollars)
        self.preferences = preferences
        self._views.preferences_changed.emit()
        engine.run_on_disk(partial(self._save, preferences))

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
        self.use_results_as_sources([result])

    def use_results_as_sources(self, results: Sequence[Result]) -> None:
        """As many as there is room for; nobody needs to be told what they are."""
        for result in results:
            self.intake.expect(result)
        self.open_files([result.path for result in results])

    def remove_source(self, source_id: SourceId) -> None:
        self.painter.commit_stroke()  # first, or an undo would change the mask of a source that is not there
        self.document.remove_source(source_id)
        self._on_sources_edited()

    def replace_source(self, digest: str, opened: SourceOpened) -> None:
        """Put a source in the place of one that has these bytes, or behind all others where there is none."""
        self.painter.commit_stroke()
        former = next((source for source in self.document.sources if source.digest == digest), None)
        if former is None and not self._take_room(1):
            return
        self.thumbnails[opened.source.id] = opened.thumbnail
        if former is None:
            self.opening_count -= 1
            self.document.add_sources([opened.source])
        else:
            self.document.replace_source(former.id, opened.source)
        self.painter.show_source(opened.source.id)
        self._on_sources_edited()

    def move_source(self, source_id: SourceId, index: int) -> None:
        self.document.move_source(source_id, index)
        self._on_sources_edited()

    @property
    def sent_mask_share(self) -> float:
        """How much of image 1 is selected, 0 to 1."""
        sources = self.document.sources
        mask = self.document.find_mask(sources[0].id) if sources else None
        return 0.0 if mask is None else mask.selected_share

    @property
    def source_room(self) -> int:
        """How many more sources there can be."""
        return max(0, self.profile.sources_max - len(self.document.sources) - self.opening_count)

    def _take_room(self, wanted: int) -> int:
        accepted = min(wanted, self.source_room)
        if accepted < wanted:
            from turbo_studio.core.problems import Problem, ProblemCode  # late, for the start-up

            params = {"limit": self.profile.sources_max, "refused": wanted - accepted}
            self._views.message_shown.emit(Problem(ProblemCode.SOURCE_TOO_MANY, params), "")
        self.opening_count += accepted
        self._views.sources_changed.emit()
        return accepted

    def _on_sources_edited(self) -> None:
        """Bring everything that follows from the list of sources in line with it."""
        sources = self.document.sources
        if self.painter.shown_source is None:
            self.painter.commit_stroke()
            if sources:
                self.painter.show_source(sources[0].id)
            else:
                self.painter.show_nothing()
        self._fit_size()
        self._views.sources_changed.emit()
        self._views.history_changed.emit()

    # History

    @property
    def can_undo(self) -> bool:
        return self.document.history.can_undo

    @property
    def can_redo(self) -> bool:
        return self.document.history.can_redo

    def undo(self) -> None:
        if self.document.is_stroking:
            self.painter.abort_stroke()
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
        self.painter.tell_edit(changed)

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
        self._reuse(made_by.prompt, made_by.size, made_by.quality)

    def reuse_job(self, job_id: JobId) -> None:
        """Put a job's prompt, size and quality into the draft, as far as they are known."""
        summary = self.job_list.jobs[job_id].summary
        self._reuse(summary.prompt, summary.size or self.draft.size, summary.quality or self.draft.quality)

    def _reuse(self, prompt: str, size: Size, quality: Quality) -> None:
        self.draft = self.draft._replace(prompt=prompt, size=size, quality=quality)
        self._size_is_chosen = True
        self._fit_size()
        self._views.draft_changed.emit()

    @property
    def is_edit(self) -> bool:
        return bool(self.document.sources)

    @property
    def proposed_size(self) -> Size:
        """The size that suits image 1, or the default without one."""
        if not self.is_edit:
            return self.profile.default_size
        from turbo_studio.core.size_rules import propose_edit_size  # late, for the start-up

        return propose_edit_size(self.document.sources[0].size, self.profile)

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
        return one.times(draft.variations)

    @property
    def cap_problem(self) -> Problem | None:
        """What a press would meet: a day's limit that does not hold it and all that is sent already."""
        cap, spending, estimate = (
            self.preferences.daily_cap_dollars,
            self.job_list.spending,
            self.estimate.dollars,
        )
        is_free = self.connection is None or self.connection.is_sandbox
        if is_free or not cap or spending is None or estimate is None:
            return None
        from turbo_studio.core.problems import Problem, ProblemCode  # late, for the start-up

        spent = spending.today + spending.today_maybe + self.job_list.spoken_for_dollars
        if spent + estimate <= cap:
            return None
        return Problem(ProblemCode.DAILY_CAP_REACHED, {"cap_dollars": cap, "spent_dollars": spent})

    @property
    def cheaper_size(self) -> CheaperSize | None:
        """A size much like that of the draft that costs much less; only an edit has the choice."""
        if not self.is_edit:
            return None
        from turbo_studio.core.cheaper_size import find_cheaper_size  # both late, for the start-up
        from turbo_studio.core.size_rules import find_edit_size_problems

        draft = self.draft
        if find_edit_size_problems(draft.size, self.profile):
            return None
        return find_cheaper_size(draft.size, draft.quality, self.profile)

    def _fit_size(self) -> None:
        """Keep a chosen size where the mode allows it, else follow image 1 or the default."""
        from turbo_studio.core.size_rules import find_edit_size_problems  # late, for the start-up

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
        from turbo_studio.core.problems import Problem, ProblemCode  # both late, for the start-up
        from turbo_studio.core.request import Field, InvalidRequest, build_request

        if self.opening_count:
            return InvalidRequest(Field.SOURCES, Problem(ProblemCode.SOURCE_NOT_READY))
        document = self.document
        return build_request(self.draft, document.sources, document.take_sent_mask(), self.profile)

    def submit(self) -> InvalidRequest | None:
        """Freeze the request and queue it; or say what stands in its way."""
        from turbo_studio.core.request import InvalidRequest  # late, for the start-up

        self.painter.commit_stroke()
        request = self.build_request()
        if isinstance(request, InvalidRequest):
            return request
        self.job_list.submit(request, self.draft.variations, self.preferences.prices)
        return None

    # The gallery

    def reopen_gallery(self, *, anew: bool) -> None:
        """After it was missing: look for it once more, or begin a new one in its place."""
        self._use_engine().reopen_gallery(anew=anew)

    def _on_gallery_found(self) -> None:
        """Ask for all that could not be read at the start."""
        self.start(restore=self._restores)
        self.results.fetch_collections()

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
                self.painter.receive_pixels(fact)
            case facts.SourceNotDecoded(source_id, problem):
                self.painter.receive_problem(source_id, problem)
            case facts.PictureDecoded() | facts.PictureNotDecoded():
                self.looking.receive(fact)
            case facts.ComparisonProgressed() | facts.ComparisonEnded() | facts.ComparisonFailed():
                self.comparison.receive(fact)
            case facts.PixelsFound():
                self.finder.receive_pixels(fact)
            case facts.PixelsNotFound():
                self.finder.receive_problem(fact)
            case facts.MaskSaved(path):
                self._views.mask_saved.emit(path)
            case facts.WorkspaceRestored():
                self._on_workspace_restored(fact)
            case (
                facts.InputThumbnailMade()
                | facts.ResultReopened()
                | facts.KinFetched()
                | facts.OriginalFound()
                | facts.OriginalOpened()
            ):
                self.lineage.receive(fact)
            case facts.ConnectionChanged():
                self.connection = fact
                self._views.connection_changed.emit(fact)
                if fact.problem is not None:
                    self._views.message_shown.emit(fact.problem, "")
            case facts.ConnectionTested():
                self._views.connection_tested.emit(fact)
            case (
                facts.PageFetched()
                | facts.ResultsCounted()
                | facts.AnchorsFetched()
                | facts.ResultsChanged()
                | facts.ResultsRemoved()
                | facts.ResultsRestored()
                | facts.CollectionsChanged()
                | facts.MembersChanged()
                | facts.CollectionDeleted()
            ):
                self.results.receive(fact)
            case facts.TrashingEnded(trashed):
                self.trash.receive_trashed(trashed)
            case facts.TrashedFound(deeds):
                self.trash.receive_found(deeds)
            case facts.RestoringEnded(restored):
                self.trash.receive_restored(restored)
            case facts.SourceRecognised() | facts.IntakeProgressed() | facts.IntakeEnded():
                self.intake.receive(fact)
            case facts.TroubleMet(problem):
                self._views.message_shown.emit(problem, "")
            case facts.GalleryFound():
                self._on_gallery_found()
            case facts.VerifyingProgressed() | facts.GalleryVerified() | facts.IndexRebuilt():
                self.upkeep.receive(fact)
            case facts.ExportProgressed() | facts.ExportCollided() | facts.ExportEnded() | facts.PngMade():
                self.exporter.receive(fact)
            case facts.StartedAgain(images):
                self.open_files(images)
                self._views.raise_requested.emit()
            case (
                facts.JobProgressed()
                | facts.JobCountingDown()
                | facts.JobHeld()
                | facts.JobSucceeded()
                | facts.JobFailed()
                | facts.JobCancelled()
            ):
                self.job_list.receive(fact)
            case facts.JobsRecovered():
                self.job_list.receive_recovered(fact)
            case facts.QueueChanged():
                self.job_list.receive_queue(fact)
            case facts.SpendingChanged():
                self.job_list.receive_spending(fact)

    def _on_workspace_restored(self, fact: WorkspaceRestored) -> None:
        from turbo_studio.core.problems import Problem, ProblemCode  # late, for the start-up

        self.work.is_awaited = False
        if not fact.is_whole:
            self._views.message_shown.emit(Problem(ProblemCode.WORKSPACE_DAMAGED), "")
        if fact.draft is not None:
            self.take_over(fact)
        elif fact.was_aside:
            self._views.message_shown.emit(Problem(ProblemCode.WORKSPACE_NONE_ASIDE), "")

    def take_over(self, fact: WorkspaceRestored) -> None:
        """Restored work, before what was begun while it was on its way, or in the place of all there is."""
        self.painter.commit_stroke()
        begun = () if fact.was_aside else self.document.sources
        masks = {source.id: self.document.find_mask(source.id) for source in begun}
        painted = {source_id: mask for source_id, mask in masks.items() if mask is not None}
        self.thumbnails.update({opened.source.id: opened.thumbnail for opened in fact.sources})
        restored = tuple(opened.source for opened in fact.sources)
        self.document.restore((*restored, *begun), {**fact.masks, **painted})
        if fact.draft is not None and (fact.was_aside or not self.draft.prompt):
            self.draft, self._size_is_chosen = fact.draft, fact.is_size_chosen
        if restored:
            self.painter.show_source(restored[fact.shown].id)
        self._on_sources_edited()
        self._views.draft_changed.emit()
        self.save_work(draft_only=False)  # or the next draft would be saved with the sources before these

    def _on_source_opened(self, fact: SourceOpened) -> None:
        self.opening_count -= 1
        self.thumbnails[fact.source.id] = fact.thumbnail
        self.document.add_sources([fact.source])
        self._on_sources_edited()
        self.lineage.weigh_source(fact.source.digest)
        self.intake.recognise(fact.source)
