"""The document and its history, as a machine of states against a simple model."""

from pathlib import Path

import numpy as np
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from turbo_studio.core.brush import Brush
from turbo_studio.core.document import Document
from turbo_studio.core.geometry import Box, Point, Size
from turbo_studio.core.history import History
from turbo_studio.core.mask import Mask
from turbo_studio.core.mask_edit import KeptTile, MaskEdit
from turbo_studio.core.sources import Source, SourceId

SIZE = Size(300, 280)
BLANK = bytes(SIZE.pixels)
State = tuple[tuple[str, ...], dict[str, bytes]]


class DocumentMachine(RuleBasedStateMachine):
    """Whatever is done, undoing it all leads through the same states backwards, and redoing forwards."""

    def __init__(self) -> None:
        super().__init__()
        self.document = Document()
        self.number = 0
        self.past: list[State] = []
        self.future: list[State] = []

    def state(self) -> State:
        sources = self.document.sources
        masks = {source.id: self.document.find_mask(source.id) for source in sources}
        return (
            tuple(source.id for source in sources),
            {key: BLANK if mask is None else mask.coverage.tobytes() for key, mask in masks.items()},
        )

    def pick(self, index: int) -> SourceId:
        """A source that is there, with a plane, as when it is shown."""
        source = self.document.sources[index % len(self.document.sources)]
        self.document.set_mask(source.id, Mask(SIZE))
        return source.id

    def remember(self, before: State) -> None:
        if self.state() != before:
            self.past.append(before)
            self.future.clear()

    @rule()
    def add(self) -> None:
        before = self.state()
        self.number += 1
        source = Source(SourceId(str(self.number)), "x.png", Path("x"), "0" * 64, "image/png", SIZE, 10)
        self.document.set_mask(source.id, Mask(SIZE))
        self.document.add_sources([source])
        self.remember(before)

    @precondition(lambda self: self.document.sources)
    @rule(index=st.integers(0, 9))
    def remove(self, index: int) -> None:
        before = self.state()
        self.document.remove_source(self.document.sources[index % len(self.document.sources)].id)
        self.remember(before)

    @precondition(lambda self: self.document.sources)
    @rule(index=st.integers(0, 9), to=st.integers(0, 9))
    def move(self, index: int, to: int) -> None:
        before = self.state()
        source = self.document.sources[index % len(self.document.sources)]
        self.document.move_source(source.id, to)
        assert self.document.sources[min(to, len(self.document.sources) - 1)] == source
        self.remember(before)

    @precondition(lambda self: self.document.sources)
    @rule(
        index=st.integers(0, 9),
        x=st.floats(0, 300),
        y=st.floats(0, 280),
        erase=st.booleans(),
        is_kept=st.booleans(),
    )
    def stroke(self, index: int, x: float, y: float, erase: bool, is_kept: bool) -> None:
        before = self.state()
        self.document.begin_stroke(self.pick(index), Brush(30, 0.7), Point(x, y), erase=erase)
        self.document.extend_stroke(Point(y, x))
        if is_kept:
            self.document.commit_stroke()
        else:
            self.document.abort_stroke()
            assert self.state() == before
        self.remember(before)

    @precondition(lambda self: self.document.sources)
    @rule(index=st.integers(0, 9), change=st.sampled_from([Mask.invert, lambda mask: mask.fill(255)]))
    def edit_whole(self, index: int, change: object) -> None:
        before = self.state()
        assert callable(change)
        self.document.edit_mask(self.pick(index), change)
        self.remember(before)

    @rule()
    def pack(self) -> None:
        """At whatever moment a worker comes to it, nothing else changes."""
        before = self.state()
        self.document.pack_history()
        assert self.state() == before

    @rule()
    def undo(self) -> None:
        assert self.document.history.can_undo == bool(self.past)
        if self.past:
            self.future.append(self.state())
            self.document.undo()
            assert self.state() == self.past.pop()

    @rule()
    def redo(self) -> None:
        assert self.document.history.can_redo == bool(self.future)
        if self.future:
            self.past.append(self.state())
            self.document.redo()
            assert self.state() == self.future.pop()

    @invariant()
    def the_sent_mask_is_that_of_the_first_source(self) -> None:
        snapshot = self.document.take_sent_mask()
        sources = self.document.sources
        first = self.document.find_mask(sources[0].id) if sources else None
        if snapshot is None:
            assert first is None or first.selected_pixels == 0
        else:
            assert first is not None
            assert np.array_equal(snapshot.coverage == 255, first.coverage >= 128)


TestDocument = DocumentMachine.TestCase
TestDocument.settings = settings(max_examples=40, stateful_step_count=25, deadline=None)


def test_the_oldest_edits_go_when_the_history_grows_too_large() -> None:
    history: History[MaskEdit] = History(bytes_max=1000)
    box = Box(0, 0, 10, 10)
    edits = [MaskEdit({(0, 0): KeptTile(b"x" * 300, 0)}, box) for _ in range(10)]
    for edit in edits:
        history.record(edit)
    kept = []
    while history.can_undo:
        kept.append(history.step_back())
    assert kept == [edits[9], edits[8], edits[7]]


def test_what_was_undone_does_not_count_against_the_limit() -> None:
    history: History[MaskEdit] = History(bytes_max=1000)
    box = Box(0, 0, 10, 10)
    edits = [MaskEdit({(0, 0): KeptTile(b"x" * 300, 0)}, box) for _ in range(6)]
    for edit in edits[:3]:
        history.record(edit)
    for _ in range(3):
        history.step_back()
    history.step_forward()
    for edit in edits[3:5]:
        history.record(edit)
    assert [history.step_back() for _ in range(3)] == [edits[4], edits[3], edits[0]]
    assert not history.can_undo


def test_the_newest_edit_stays_however_large() -> None:
    history: History[MaskEdit] = History(bytes_max=10)
    edit = MaskEdit({(0, 0): KeptTile(b"x" * 300, 0)}, Box(0, 0, 10, 10))
    history.record(edit)
    assert history.step_back() is edit


def test_a_plane_goes_with_its_source_unless_it_was_painted_on() -> None:
    document = Document()
    for name in ("blank", "painted"):
        source = Source(SourceId(name), name, Path(name), "0" * 64, "image/png", SIZE, 10)
        document.add_sources([source])
        document.set_mask(source.id, Mask(SIZE))
    document.edit_mask(SourceId("painted"), Mask.invert)
    for source in document.sources:
        document.remove_source(source.id)
    assert document.find_mask(SourceId("blank")) is None
    assert document.find_mask(SourceId("painted")) is not None
    document.undo()
    assert document.take_sent_mask() is not None


def test_planes_that_hold_nothing_are_there_for_the_shown_source_alone() -> None:
    document = Document()
    names = [SourceId(name) for name in ("shown", "blank", "painted", "undone")]
    for name in names:
        document.add_sources([Source(name, name, Path(name), "0" * 64, "image/png", SIZE, 10)])
        document.set_mask(name, Mask(SIZE))
    document.edit_mask(SourceId("painted"), Mask.invert)
    document.edit_mask(SourceId("undone"), Mask.invert)
    document.undo()

    document.drop_blank_masks(but=SourceId("shown"))

    assert [name for name in names if document.find_mask(name) is None] == ["blank"]
    document.redo()
    assert document.take_mask(SourceId("undone")) is not None
