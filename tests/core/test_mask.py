"""Edits of a mask, their undo, and what a snapshot holds."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from turbo_studio.core.brush import Brush
from turbo_studio.core.geometry import EMPTY_BOX, Box, Point, Size
from turbo_studio.core.mask import SELECTED_MIN, Mask
from turbo_studio.core.stroke import Stroke

sizes = st.builds(Size, st.integers(1, 700), st.integers(1, 600))
points = st.builds(Point, st.floats(-50, 750), st.floats(-50, 650))
brushes = st.tuples(st.integers(1, 150), st.sampled_from([0.0, 0.3, 0.8, 1.0])).map(
    lambda shape: Brush(*shape)
)
strokes = st.tuples(brushes, st.lists(points, min_size=1, max_size=5), st.booleans())


def paint(mask: Mask, stroke: tuple[Brush, list[Point], bool]) -> tuple[Stroke, Box]:
    brush, path, erase = stroke
    painting = Stroke(mask, brush, erase=erase)
    box = painting.begin(path[0])
    for point in path[1:]:
        box = box.unite(painting.extend(point))
    return painting, box


@given(sizes, st.lists(strokes, min_size=1, max_size=4), st.booleans())
def test_undo_and_redo_are_exact(
    size: Size, all_strokes: list[tuple[Brush, list[Point], bool]], are_packed: bool
) -> None:
    mask = Mask(size)
    states = [mask.coverage.copy()]
    edits = []
    for stroke in all_strokes:
        edit = paint(mask, stroke)[0].commit()
        if edit is not None:
            if are_packed:
                edit.pack()
            edits.append(edit)
            states.append(mask.coverage.copy())
    for edit, before in zip(reversed(edits), reversed(states[:-1]), strict=True):
        mask.undo(edit)
        if are_packed:
            edit.pack()
        assert np.array_equal(mask.coverage, before)
        assert mask.selected_pixels == np.count_nonzero(before >= SELECTED_MIN)
    for edit, after in zip(edits, states[1:], strict=True):
        mask.redo(edit)
        assert np.array_equal(mask.coverage, after)
    for edit in reversed(edits):
        mask.undo(edit)
    assert not mask.coverage.any()


@given(sizes, strokes)
def test_the_dirty_box_holds_every_changed_pixel(size: Size, stroke: tuple[Brush, list[Point], bool]) -> None:
    mask = Mask(size)
    mask.begin_edit()
    mask.fill(100)
    mask.commit_edit()
    _, box = paint(mask, stroke)
    outside = mask.coverage.copy()
    outside[box.upper : box.lower, box.left : box.right] = 100
    assert (outside == 100).all()


@given(sizes, strokes)
def test_an_aborted_stroke_leaves_nothing(size: Size, stroke: tuple[Brush, list[Point], bool]) -> None:
    mask = Mask(size)
    paint(mask, (Brush(60, 0.5), [Point(20, 20), Point(300, 200)], False))[0].commit()
    before = mask.coverage.copy()
    paint(mask, stroke)[0].abort()
    assert np.array_equal(mask.coverage, before)


@given(sizes, st.lists(strokes, max_size=3))
def test_a_snapshot_is_what_is_selected(
    size: Size, all_strokes: list[tuple[Brush, list[Point], bool]]
) -> None:
    mask = Mask(size)
    for stroke in all_strokes:
        paint(mask, stroke)[0].commit()
    snapshot = mask.take_snapshot()
    selected = mask.coverage >= SELECTED_MIN
    mask.begin_edit()
    mask.invert()
    assert np.array_equal(snapshot.coverage, np.where(selected, 255, 0))
    assert snapshot.selected_pixels == np.count_nonzero(selected)
    assert snapshot.says_something == (selected.any() and not selected.all())


def test_inverting_swaps_what_is_selected() -> None:
    mask = Mask(Size(300, 20))
    paint(mask, (Brush(15, 0.2), [Point(5, 5), Point(200, 9)], False))[0].commit()
    before = mask.coverage >= SELECTED_MIN
    mask.begin_edit()
    mask.invert()
    edit = mask.commit_edit()
    assert edit is not None
    assert np.array_equal(mask.coverage >= SELECTED_MIN, ~before)


def test_an_inversion_keeps_nothing_and_can_be_given_up_with_what_was_painted_around_it() -> None:
    mask = Mask(Size(900, 700))
    paint(mask, (Brush(90, 0.2), [Point(50, 50), Point(600, 500)], False))[0].commit()
    before = mask.coverage.copy()
    stamp = np.full((40, 40), 200, np.uint8)

    mask.begin_edit()
    mask.add_stamp(stamp, 300, 30)
    mask.invert()
    mask.add_stamp(stamp, 700, 600)
    mask.abort_edit()

    assert np.array_equal(mask.coverage, before)
    assert mask.selected_pixels == np.count_nonzero(before >= SELECTED_MIN)
    mask.begin_edit()
    mask.invert()
    edit = mask.commit_edit()
    assert edit is not None
    assert (edit.size_bytes, edit.box) == (0, Box(0, 0, 900, 700))
    mask.undo(edit)
    mask.redo(edit)
    assert np.array_equal(mask.coverage, 255 - before)
    mask.undo(edit)
    assert np.array_equal(mask.coverage, before)


def test_an_edit_that_changes_nothing_is_none() -> None:
    mask = Mask(Size(300, 300))
    mask.begin_edit()
    mask.fill(0)
    assert mask.commit_edit() is None


def test_what_an_edit_takes_back_itself_is_no_change() -> None:
    """Also where it goes elsewhere in between, and what it left behind was looked at already."""
    mask = Mask(Size(1024, 300))
    stamp = np.full((40, 40), 255, np.uint8)
    mask.begin_edit()
    mask.add_stamp(stamp, 30, 30)
    mask.add_stamp(stamp, 600, 30)
    mask.remove_stamp(stamp, 30, 30)
    edit = mask.commit_edit()
    assert edit is not None
    assert set(edit.before) == {(0, 2)}
    assert mask.selected_pixels == stamp.size
    mask.undo(edit)
    assert mask.selected_pixels == 0
    assert not mask.coverage.any()


@given(sizes, st.lists(strokes, min_size=2, max_size=4))
def test_the_count_is_right_after_each_edit(
    size: Size, all_strokes: list[tuple[Brush, list[Point], bool]]
) -> None:
    mask = Mask(size)
    for number, stroke in enumerate(all_strokes):
        painting, _ = paint(mask, stroke)
        if number % 2:
            painting.abort()
        else:
            painting.commit()
        assert mask.selected_pixels == np.count_nonzero(mask.coverage >= SELECTED_MIN)


def test_an_edit_keeps_what_the_mask_does_not() -> None:
    mask = Mask(Size(1024, 1024))
    first, second = (paint(mask, (Brush(90, 0.0), [Point(300, y)], False))[0].commit() for y in (300, 340))
    assert first is not None
    assert second is not None
    assert first.size_bytes == len(first.before)  # it was flat
    loose_bytes = second.size_bytes
    second.pack()
    assert second.size_bytes < loose_bytes / 4
    packed_bytes = second.size_bytes
    mask.undo(second)
    second.pack()
    assert packed_bytes < second.size_bytes < loose_bytes
    mask.redo(second)
    second.pack()
    assert second.size_bytes == packed_bytes


def test_a_stroke_stores_the_tiles_that_it_touched() -> None:
    mask = Mask(Size(4096, 4096))
    stroke, _ = paint(mask, (Brush(40, 1.0), [Point(300, 300), Point(700, 300)], False))
    edit = stroke.commit()
    assert edit is not None
    assert set(edit.before) == {(1, 1), (1, 2)}
    edit.pack()
    assert edit.size_bytes < 4096
    assert edit.box == Box(256, 256, 768, 512)


@pytest.mark.parametrize("call", ["commit_edit", "abort_edit", "invert"])
def test_writing_needs_an_open_edit(call: str) -> None:
    with pytest.raises(RuntimeError, match="no edit"):
        getattr(Mask(Size(8, 8)), call)()


def test_edits_do_not_nest() -> None:
    mask = Mask(Size(8, 8))
    mask.begin_edit()
    with pytest.raises(RuntimeError, match="already open"):
        mask.begin_edit()


def test_a_stamp_beside_the_picture_changes_nothing() -> None:
    mask = Mask(Size(8, 8))
    mask.begin_edit()
    assert mask.add_stamp(np.full((4, 4), 255, np.uint8), 8, 0) == EMPTY_BOX
    assert mask.commit_edit() is None


@given(st.lists(st.lists(st.sampled_from(["fill", "clear", "invert", "dab"]), max_size=3), max_size=5))
def test_what_is_known_of_a_whole_mask_without_looking_is_true(edits: list[list[str]]) -> None:
    """Fill and invert count nothing and compare nothing; dabs between them do."""
    mask = Mask(Size(600, 300))
    made = []
    for writes in edits:
        before = mask.coverage.copy()
        mask.begin_edit()
        for write in writes:
            match write:
                case "fill" | "clear":
                    mask.fill(255 if write == "fill" else 0)
                case "invert":
                    mask.invert()
                case "dab":
                    mask.add_stamp(np.full((9, 9), 200, np.uint8), 250, 100)
        edit = mask.commit_edit()
        assert mask.selected_pixels == np.count_nonzero(mask.coverage >= SELECTED_MIN)
        assert (edit is None) == np.array_equal(mask.coverage, before)
        if edit is not None:
            made.append((edit, before, mask.coverage.copy()))
    for edit, before, after in reversed(made):
        mask.undo(edit)
        assert np.array_equal(mask.coverage, before)
        mask.redo(edit)
        assert np.array_equal(mask.coverage, after)
        assert mask.selected_pixels == np.count_nonzero(after >= SELECTED_MIN)
        mask.undo(edit)
        assert mask.selected_pixels == np.count_nonzero(before >= SELECTED_MIN)
