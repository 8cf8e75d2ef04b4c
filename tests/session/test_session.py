"""The verbs of a session, with an engine that notes what it was asked."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.helpers.fake_engine import (
    PICTURE_SIZE,
    FakeEngine,
    build_result,
    build_source,
    decode_shown,
    open_source,
    progress,
    succeed,
    write_png,
)
from turbo_studio.core.brush import Brush
from turbo_studio.core.facts import (
    ConnectionChanged,
    ConnectionTested,
    JobFailed,
    SourceNotDecoded,
    SourceOpened,
    SourceRefused,
)
from turbo_studio.core.geometry import Point, Size
from turbo_studio.core.job import JobId, JobState
from turbo_studio.core.mask import Mask
from turbo_studio.core.network import ProxyMode, Verdict
from turbo_studio.core.problems import Charged, Problem, ProblemCode, StudioError
from turbo_studio.core.profile import GPT_IMAGE_2, Quality
from turbo_studio.core.request import EditRequest, Field, GenerationRequest, InvalidRequest
from turbo_studio.core.sources import SourceId
from turbo_studio.session.session import Session
from turbo_studio.settings.preferences import Preferences, Theme

if TYPE_CHECKING:
    from collections.abc import Callable

Told = tuple[object, ...]
"""The name of a signal and what it carried."""


@dataclass
class Recorder:
    """One signal that notes its name and what it is emitted with."""

    name: str
    told: list[Told]
    look: Callable[[], object] = lambda: None

    def emit(self, *values: object) -> None:
        self.told.append((self.name, *values))
        self.look()


class RecordingViews:
    """Fills ``Views``."""

    def __init__(self, told: list[Told], look_when_shown: Callable[[], object] = lambda: None) -> None:
        self.sources_changed = Recorder("sources_changed", told)
        self.shown_changed = Recorder("shown_changed", told, look_when_shown)
        self.mask_changed = Recorder("mask_changed", told)
        self.history_changed = Recorder("history_changed", told)
        self.draft_changed = Recorder("draft_changed", told)
        self.brush_changed = Recorder("brush_changed", told)
        self.export_progressed = Recorder("export_progressed", told)
        self.export_collided = Recorder("export_collided", told)
        self.export_ended = Recorder("export_ended", told)
        self.png_made = Recorder("png_made", told)
        self.finding_changed = Recorder("finding_changed", told)
        self.offer_changed = Recorder("offer_changed", told)
        self.proposal_changed = Recorder("proposal_changed", told)
        self.mask_saved = Recorder("mask_saved", told)
        self.preferences_changed = Recorder("preferences_changed", told)
        self.job_changed = Recorder("job_changed", told)
        self.jobs_replaced = Recorder("jobs_replaced", told)
        self.queue_changed = Recorder("queue_changed", told)
        self.spending_changed = Recorder("spending_changed", told)
        self.results_arrived = Recorder("results_arrived", told)
        self.comparison_changed = Recorder("comparison_changed", told)
        self.picture_decoded = Recorder("picture_decoded", told)
        self.query_changed = Recorder("query_changed", told)
        self.page_fetched = Recorder("page_fetched", told)
        self.results_counted = Recorder("results_counted", told)
        self.anchors_fetched = Recorder("anchors_fetched", told)
        self.results_changed = Recorder("results_changed", told)
        self.results_removed = Recorder("results_removed", told)
        self.results_restored = Recorder("results_restored", told)
        self.restoring_ended = Recorder("restoring_ended", told)
        self.members_changed = Recorder("members_changed", told)
        self.collection_deleted = Recorder("collection_deleted", told)
        self.collections_changed = Recorder("collections_changed", told)
        self.results_trashed = Recorder("results_trashed", told)
        self.source_recognised = Recorder("source_recognised", told)
        self.intake_progressed = Recorder("intake_progressed", told)
        self.intake_ended = Recorder("intake_ended", told)
        self.trash_changed = Recorder("trash_changed", told)
        self.kin_fetched = Recorder("kin_fetched", told)
        self.input_thumbnail_made = Recorder("input_thumbnail_made", told)
        self.result_reopened = Recorder("result_reopened", told)
        self.original_offered = Recorder("original_offered", told)
        self.connection_changed = Recorder("connection_changed", told)
        self.preferences_changed = Recorder("preferences_changed", told)
        self.connection_tested = Recorder("connection_tested", told)
        self.preferences_changed = Recorder("preferences_changed", told)
        self.verifying_progressed = Recorder("verifying_progressed", told)
        self.gallery_verified = Recorder("gallery_verified", told)
        self.index_rebuilt = Recorder("index_rebuilt", told)
        self.raise_requested = Recorder("raise_requested", told)
        self.message_shown = Recorder("message_shown", told)
        self.preferences_changed = Recorder("preferences_changed", told)


@dataclass
class Stage:
    folder: Path
    engine: FakeEngine = field(default_factory=FakeEngine)
    told: list[Told] = field(default_factory=list)
    saved: list[Preferences] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.session = Session(GPT_IMAGE_2, Preferences(), lambda: self.engine, self.saved.append)
        self.session.show_in(RecordingViews(self.told))

    def open(self, name: str, size: Size = PICTURE_SIZE) -> str:
        return open_source(self.session, self.folder, name, size).id

    def paint(self, x: float = 20, y: float = 20) -> None:
        self.session.painter.begin_stroke(Point(x, y), erase=False)
        self.session.painter.commit_stroke()

    @property
    def names(self) -> list[str]:
        return [source.name for source in self.session.document.sources]

    @property
    def messages(self) -> list[ProblemCode]:
        problems = [told[1] for told in self.told if told[0] == "message_shown"]
        return [problem.code for problem in problems if isinstance(problem, Problem)]


@pytest.fixture
def stage(tmp_path: Path) -> Stage:
    return Stage(tmp_path)


# Sources


def test_the_first_source_is_shown_and_decoded(stage: Stage) -> None:
    first = stage.open("a.png")
    stage.open("b.png")
    assert stage.session.painter.shown_id == first
    assert [source.id for source, _ in stage.engine.calls_of("decode_source")] == [first]
    assert not stage.session.painter.can_paint
    decode_shown(stage.session, stage.folder)
    assert stage.session.painter.can_paint


def test_there_is_room_for_16_sources_and_the_rest_is_refused_aloud(stage: Stage) -> None:
    paths = [Path(f"{number}.png") for number in range(20)]
    stage.session.open_files(paths[:15])
    stage.session.open_files(paths[15:])
    assert [len(call[0]) for call in stage.engine.calls_of("open_files")] == [15, 1]
    assert stage.messages == [ProblemCode.SOURCE_TOO_MANY]
    stage.session.open_files(paths[:1])
    stage.session.open_pixels(Size(1, 1), b"\0\0\0\0", "pasted")
    assert stage.messages == [ProblemCode.SOURCE_TOO_MANY] * 3
    assert stage.engine.calls_of("open_pixels") == []


def test_a_refused_source_makes_room_again(stage: Stage) -> None:
    stage.session.open_files([Path("a.png")])
    problem = Problem(ProblemCode.PICTURE_DAMAGED)
    stage.session.receive(SourceRefused("a.png", problem))
    assert stage.session.opening_count == 0
    assert ("message_shown", problem, "a.png") in stage.told


def test_removing_the_shown_source_shows_another_and_undo_brings_it_back(stage: Stage) -> None:
    first, second = stage.open("a.png"), stage.open("b.png")
    raster = decode_shown(stage.session, stage.folder)
    stage.session.remove_source(stage.session.document.sources[0].id)
    assert stage.session.painter.shown_id == second
    assert not raster.path.exists()
    stage.session.undo()
    assert [source.id for source in stage.session.document.sources] == [first, second]
    stage.session.redo()
    assert stage.names == ["b.png"]


def test_a_source_removed_in_mid_stroke_comes_back_with_it(stage: Stage) -> None:
    first = stage.open("a.png")
    stage.open("b.png")
    decode_shown(stage.session, stage.folder)
    stage.session.painter.begin_stroke(Point(20, 20), erase=False)
    stage.session.remove_source(SourceId(first))
    stage.session.undo()
    assert stage.names == ["a.png", "b.png"]
    assert stage.session.sent_mask_share > 0


def test_the_last_source_leaves_an_empty_canvas(stage: Stage) -> None:
    stage.open("a.png")
    decode_shown(stage.session, stage.folder)
    stage.told.clear()
    stage.session.remove_source(stage.session.document.sources[0].id)
    assert stage.session.painter.shown_source is None
    assert not stage.session.painter.can_paint
    assert ("shown_changed",) in stage.told


def test_pixels_of_a_source_that_is_no_longer_shown_are_dropped(stage: Stage) -> None:
    stage.open("a.png")
    late = decode_shown(stage.session, stage.folder)
    second = stage.open("b.png")
    stage.session.painter.show_source(stage.session.document.sources[1].id)
    assert stage.session.painter.raster is None
    assert not late.path.exists()
    decode_shown(stage.session, stage.folder)
    assert stage.session.painter.shown_id == second
    assert stage.session.painter.can_paint


def test_pixels_that_cannot_be_decoded_leave_a_reason_and_the_source(stage: Stage) -> None:
    source_id = SourceId(stage.open("a.png"))
    problem = Problem(ProblemCode.DECODER_TIMED_OUT)
    stage.session.receive(SourceNotDecoded(source_id, problem))
    assert stage.session.painter.shown_problem == problem
    assert not stage.session.painter.can_paint
    assert stage.names == ["a.png"]
    second = SourceId(stage.open("b.png"))
    stage.session.painter.show_source(second)
    assert stage.session.painter.shown_problem is None


def test_a_raster_stays_until_the_canvas_has_let_go_of_it(stage: Stage) -> None:
    stage.open("a.png")
    raster = decode_shown(stage.session, stage.folder)
    seen: list[bool] = []
    stage.session.show_in(RecordingViews(stage.told, lambda: seen.append(raster.path.exists())))
    stage.session.remove_source(stage.session.document.sources[0].id)
    assert seen == [True]
    assert not raster.path.exists()


def test_masks_belong_to_their_source_whatever_the_order(stage: Stage) -> None:
    first, second = stage.open("a.png"), stage.open("b.png")
    decode_shown(stage.session, stage.folder)
    stage.paint()
    share = stage.session.sent_mask_share
    assert share > 0
    stage.session.move_source(stage.session.document.sources[1].id, 0)
    assert stage.session.sent_mask_share == 0
    stage.session.undo()
    assert stage.session.sent_mask_share == share
    assert (first, second) == tuple(source.id for source in stage.session.document.sources)


# Painting and history


def test_a_stroke_is_one_step_and_undo_takes_it_back(stage: Stage) -> None:
    stage.open("a.png")
    decode_shown(stage.session, stage.folder)
    stage.session.painter.set_brush(Brush(20, 1.0))
    stage.session.painter.begin_stroke(Point(20, 20), erase=False)
    for x in range(21, 200, 3):
        stage.session.painter.extend_stroke(Point(x, 20))
    stage.session.painter.commit_stroke()
    assert stage.session.sent_mask_share > 0
    stage.session.undo()
    assert stage.session.sent_mask_share == 0
    assert stage.session.can_redo


def test_undo_during_a_stroke_gives_the_stroke_up(stage: Stage) -> None:
    stage.open("a.png")
    decode_shown(stage.session, stage.folder)
    stage.session.painter.begin_stroke(Point(20, 20), erase=False)
    stage.session.undo()
    stage.session.painter.commit_stroke()
    mask = stage.session.painter.shown_mask
    assert mask is not None
    assert not mask.coverage.any()
    assert stage.names == ["a.png"]


def test_shift_click_draws_from_where_the_last_stroke_ended(stage: Stage) -> None:
    stage.open("a.png")
    decode_shown(stage.session, stage.folder)
    stage.session.painter.set_brush(Brush(6, 1.0))
    stage.paint(10, 100)
    stage.session.painter.begin_stroke(Point(280, 100), erase=False, is_line=True)
    stage.session.painter.commit_stroke()
    mask = stage.session.painter.shown_mask
    assert mask is not None
    assert mask.coverage[100, 10:280].all()


def test_nothing_is_painted_before_the_pixels_are_there(stage: Stage) -> None:
    stage.open("a.png")
    stage.session.painter.begin_stroke(Point(1, 1), erase=False)
    stage.session.painter.fill_mask()
    assert not [told for told in stage.told if told[0] == "mask_changed"]


def test_a_mask_is_made_once_for_each_source(stage: Stage) -> None:
    first, second = stage.open("a.png"), stage.open("b.png")
    decode_shown(stage.session, stage.folder)
    stage.paint()
    for source_id in (second, first):
        stage.session.painter.show_source(SourceId(source_id))
    asked = [(source.id, with_mask) for source, with_mask in stage.engine.calls_of("decode_source")]
    assert asked == [(first, True), (second, True), (first, False)]


def test_undo_of_another_sources_mask_shows_that_source(stage: Stage) -> None:
    first = stage.open("a.png")
    second = stage.open("b.png")
    decode_shown(stage.session, stage.folder)
    stage.paint()
    stage.session.painter.show_source(stage.session.document.sources[1].id)
    assert stage.session.painter.shown_id == second
    stage.session.undo()
    assert stage.session.painter.shown_id == first


# The draft


def test_the_size_follows_image_1_until_one_is_chosen(stage: Stage) -> None:
    session = stage.session
    assert session.draft.size == Size(1024, 1024)
    stage.open("a.png", Size(1600, 900))
    assert session.draft.size == session.proposed_size == session.offered_sizes[0]
    assert abs(session.draft.size.width / session.draft.size.height - 16 / 9) < 0.02
    session.set_size(Size(2048, 1024))
    stage.open("b.png")
    session.move_source(session.document.sources[1].id, 0)
    assert session.draft.size == Size(2048, 1024)


def test_choosing_the_proposed_size_goes_on_following_image_1(stage: Stage) -> None:
    session = stage.session
    stage.open("a.png", Size(1600, 900))
    session.set_size(Size(2048, 1024))
    session.set_size(session.proposed_size)
    stage.open("b.png", Size(900, 1600))
    session.move_source(session.document.sources[1].id, 0)
    assert session.draft.size.height > session.draft.size.width


def test_a_size_that_cannot_be_generated_goes_with_the_last_source(stage: Stage) -> None:
    stage.open("a.png")
    stage.session.set_size(Size(2048, 1024))
    stage.told.clear()
    stage.session.remove_source(stage.session.document.sources[0].id)
    assert stage.session.draft.size == Size(1024, 1024)
    assert ("draft_changed",) in stage.told


def test_the_estimate_is_for_all_variations(stage: Stage) -> None:
    one = stage.session.estimate
    stage.session.set_variations(4)
    assert stage.session.estimate == one.times(4)


def test_settings_of_a_result_can_be_used_again(stage: Stage) -> None:
    result = build_result(stage.folder, prompt="a cat in a cup")
    stage.session.reuse_settings(result)
    draft = stage.session.draft
    assert (draft.prompt, draft.size, draft.quality) == ("a cat in a cup", Size(1536, 1024), Quality.HIGH)


# Jobs


def test_a_press_makes_one_job_a_variation(stage: Stage) -> None:
    stage.session.set_prompt("a cup")
    stage.session.set_variations(3)
    assert stage.session.submit() is None
    jobs = stage.engine.submitted
    assert [(job.variation, job.variations) for job in jobs] == [(1, 3), (2, 3), (3, 3)]
    assert len({job.id for job in jobs}) == 3
    assert all(isinstance(job.request, GenerationRequest) for job in jobs)


@pytest.mark.parametrize(("later_s", "count"), [(0.1, 1), (5.0, 2)])
def test_a_press_that_bounces_sends_once(
    stage: Stage, monkeypatch: pytest.MonkeyPatch, later_s: float, count: int
) -> None:
    now_s = 100.0
    monkeypatch.setattr("turbo_studio.session.job_list.time.monotonic", lambda: now_s)
    stage.session.set_prompt("a cup")
    stage.session.submit()
    now_s += later_s
    stage.session.submit()
    assert len(stage.engine.submitted) == count


def test_a_request_is_frozen_at_the_press(stage: Stage) -> None:
    stage.open("a.png")
    decode_shown(stage.session, stage.folder)
    stage.paint()
    stage.session.set_prompt("a cup")
    stage.session.submit()
    stage.session.painter.clear_mask()
    stage.session.set_prompt("another")
    stage.session.remove_source(stage.session.document.sources[0].id)
    request = stage.engine.submitted[0].request
    assert isinstance(request, EditRequest)
    assert (request.prompt, len(request.sources)) == ("a cup", 1)
    assert request.mask is not None
    assert request.mask.coverage.any()


@pytest.mark.parametrize(
    ("prompt", "field", "code"),
    [
        ("", Field.PROMPT, ProblemCode.PROMPT_EMPTY),
        ("x" * 32_001, Field.PROMPT, ProblemCode.PROMPT_TOO_LONG),
    ],
)
def test_what_cannot_be_sent_is_said_and_nothing_is_queued(
    stage: Stage, prompt: str, field: Field, code: ProblemCode
) -> None:
    stage.session.set_prompt(prompt)
    refusal = stage.session.submit()
    assert isinstance(refusal, InvalidRequest)
    assert (refusal.field, refusal.problem.code) == (field, code)
    assert stage.session.job_list.jobs == {}


def test_no_request_is_made_while_a_source_is_still_opening(stage: Stage) -> None:
    stage.session.set_prompt("a cup")
    stage.session.open_files([Path("a.png")])
    refusal = stage.session.submit()
    assert isinstance(refusal, InvalidRequest)
    assert refusal.problem.code is ProblemCode.SOURCE_NOT_READY


def test_a_job_shows_where_it_is_and_its_results(stage: Stage) -> None:
    stage.session.set_prompt("a cup")
    stage.session.submit()
    job_id = stage.engine.submitted[0].id
    progress(stage.session, job_id, JobState.SENDING, 5, 10)
    assert stage.session.job_list.running_count == 1
    assert stage.session.job_list.jobs[job_id].done_bytes == 5
    result = build_result(stage.folder)
    succeed(stage.session, job_id, result)
    assert stage.session.job_list.jobs[job_id].state is JobState.DONE
    assert stage.session.job_list.running_count == 0
    assert stage.told[-1] == ("results_arrived", (result,))


def fail(stage: Stage, state: JobState) -> str:
    stage.session.set_prompt("a cup")
    stage.session.submit()
    job_id = stage.engine.submitted[-1].id
    problem = Problem(ProblemCode.CONNECTION_LOST)
    stage.session.receive(JobFailed(job_id, state, problem, Charged.MAYBE, ("req_1",)))
    return job_id


def test_a_failed_job_is_run_again_from_its_frozen_inputs(stage: Stage) -> None:
    job_id = fail(stage, JobState.UNKNOWN)
    stage.session.set_prompt("something else by now")
    stage.session.job_list.run_again(JobId(job_id))
    ((old, new),) = stage.engine.calls_of("retry")
    assert old == job_id != new
    assert len(stage.engine.submitted) == 1
    assert list(stage.session.job_list.jobs) == stage.session.job_list.order == [new]
    view = stage.session.job_list.jobs[new]
    assert (view.state, view.summary.prompt, view.charged) == (JobState.PREPARING, "a cup", None)
    assert stage.engine.calls_of("forget") == [(job_id,)]


def test_an_unsaved_job_is_saved_again_and_not_sent(stage: Stage) -> None:
    job_id = JobId(fail(stage, JobState.UNSAVED))
    stage.session.job_list.run_again(job_id)
    stage.session.job_list.save_again(job_id)
    assert stage.engine.calls_of("save_again") == [(job_id,)]
    assert len(stage.engine.submitted) == 1
    assert not stage.engine.calls_of("retry")


def test_a_kept_answer_is_read_again_only_where_it_was_unusable(stage: Stage) -> None:
    job_id = JobId(fail(stage, JobState.UNKNOWN))
    stage.session.job_list.read_again(job_id)
    assert not stage.engine.calls_of("read_again")
    other = JobId(fail(stage, JobState.UNUSABLE))
    stage.session.job_list.read_again(other)
    assert stage.engine.calls_of("read_again") == [(other,)]


def test_running_jobs_are_cancelled_and_ended_ones_dismissed(stage: Stage) -> None:
    stage.session.set_prompt("a cup")
    stage.session.submit()
    job_id = stage.engine.submitted[0].id
    stage.session.job_list.dismiss(job_id)
    assert job_id in stage.session.job_list.jobs
    stage.session.job_list.cancel(job_id)
    assert stage.engine.calls_of("cancel") == [(job_id,)]
    succeed(stage.session, job_id)
    stage.session.job_list.cancel(job_id)
    assert len(stage.engine.calls_of("cancel")) == 1
    stage.session.job_list.dismiss(job_id)
    assert stage.session.job_list.jobs == {}
    assert ("job_changed", job_id) in stage.told


def test_facts_of_a_dismissed_job_are_ignored(stage: Stage) -> None:
    stage.session.set_prompt("a cup")
    stage.session.submit()
    job_id = stage.engine.submitted[0].id
    succeed(stage.session, job_id)
    stage.session.job_list.dismiss(job_id)
    stage.told.clear()
    progress(stage.session, job_id, JobState.SENDING)
    assert stage.told == []


# The connection and the end


@pytest.mark.parametrize(
    ("url", "key", "code"),
    [
        ("http://gateway.example/v1", "sk-123456789", ProblemCode.URL_INVALID),
        ("https://gateway.example/v1", "sk 123456789", ProblemCode.KEY_INVALID),
        ("https://gateway.example/v1", "", ProblemCode.KEY_INVALID),
    ],
)
def test_a_connection_that_cannot_be_right_is_refused(
    stage: Stage, url: str, key: str, code: ProblemCode
) -> None:
    with pytest.raises(StudioError) as caught:
        stage.session.connector.connect(url, key, remember=True)
    assert caught.value.problem.code is code
    assert stage.engine.calls_of("connect") == []


def test_a_key_is_cleaned_and_its_gateway_remembered(stage: Stage) -> None:
    stage.session.connector.connect(" https://Gateway.Example/v1/ ", "\u200bsk-123456789\n", remember=True)
    assert stage.engine.calls_of("connect") == [("https://gateway.example/v1", "sk-123456789", True)]
    assert stage.session.preferences.base_url == "https://gateway.example/v1"


def test_the_connection_is_shown_once_it_is_known(stage: Stage) -> None:
    connection = stage.session.connection
    assert connection is None
    fact = ConnectionChanged("https://gateway.example/v1", is_sandbox=False, key_tail="6789")
    stage.session.receive(fact)
    assert stage.session.connection == fact
    assert ("connection_changed", fact) in stage.told


def test_a_test_of_a_connection_is_passed_on_and_told(stage: Stage) -> None:
    stage.session.connector.test(" https://Gateway.Example/v1/ ", "sk-123456789\n")
    assert stage.engine.calls_of("test_connection") == [("https://gateway.example/v1", "sk-123456789")]
    fact = ConnectionTested("https://gateway.example/v1", Verdict.ACCEPTED)
    stage.session.receive(fact)
    assert ("connection_tested", fact) in stage.told
    stage.session.connector.cancel_test()
    assert stage.engine.calls_of("cancel_connection_test") == [()]


def test_without_a_key_only_the_gateway_in_use_is_tested(stage: Stage) -> None:
    with pytest.raises(StudioError):
        stage.session.connector.test("https://gateway.example/v1", "")
    stage.session.receive(ConnectionChanged("https://gateway.example/v1", is_sandbox=False, key_tail="6789"))
    with pytest.raises(StudioError):
        stage.session.connector.test("https://other.example/v1", "")
    stage.session.connector.test("https://gateway.example/v1", "")
    assert stage.engine.calls_of("test_connection") == [("https://gateway.example/v1", "")]


def test_the_way_to_gateways_follows_the_preferences(stage: Stage) -> None:
    preferences = stage.session.preferences
    stage.session.set_preferences(preferences._replace(theme=Theme.DARK))
    assert stage.engine.calls_of("set_network") == []
    by_proxy = preferences._replace(proxy=ProxyMode.MANUAL, proxy_url="http://a.example:1", proxy_user="mia")
    stage.session.set_preferences(by_proxy)
    assert stage.engine.calls_of("set_network") == [(by_proxy.network,)]
    stage.session.connector.store_proxy_password("pw")
    assert stage.engine.calls_of("store_proxy_password") == [("http://a.example:1", "mia", "pw")]


def test_closing_ends_the_engine_and_keeps_what_was_used_last(stage: Stage) -> None:
    stage.open("a.png")
    raster = decode_shown(stage.session, stage.folder)
    stage.session.painter.set_brush(Brush(33, 0.5))
    stage.session.set_quality(Quality.LOW)
    stage.session.close()
    assert stage.engine.calls[-1][0] == "stop"
    assert not raster.path.exists()
    assert stage.saved == [Preferences()._replace(brush_size_px=33, brush_hardness=0.5, quality=Quality.LOW)]


def test_what_is_told_after_the_end_is_ignored(stage: Stage) -> None:
    stage.open("a.png")
    stage.session.close()
    stage.told.clear()
    stage.session.receive(SourceRefused("b.png", Problem(ProblemCode.PICTURE_DAMAGED)))
    assert stage.told == []
    with pytest.raises(RuntimeError, match="ended"):
        stage.session.results.fetch_page()


def test_closing_unused_starts_nothing(stage: Stage) -> None:
    stage.session.close()
    assert stage.engine.calls == []
    assert stage.saved == []


def test_a_source_that_opens_joins_the_document_with_its_thumbnail(stage: Stage) -> None:
    source = build_source(stage.folder, "c.png")
    stage.session.open_files([stage.folder / "c.png"])
    thumbnail = write_png(stage.folder / "t.png", Size(8, 8))
    stage.session.receive(SourceOpened(source, thumbnail))
    assert stage.session.thumbnails[source.id] == thumbnail
    assert stage.session.document.find_mask(source.id) is None
    stage.session.document.set_mask(source.id, Mask(source.size))
    assert ("sources_changed",) in stage.told
