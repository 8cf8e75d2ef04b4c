"""What is computed for a mask: asked in order, joined as one step, and only on the mask it was made for."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest

from tests.helpers.fake_engine import build_session, decode_shown, open_source
from turbo_studio.core.facts import MaskSaved, PixelsFound, PixelsNotFound
from turbo_studio.core.geometry import Box, Point, Size
from turbo_studio.core.operators import (
    FoundPixels,
    Grow,
    MaskFile,
    Outline,
    Rework,
    Shrink,
    Transparency,
    Wand,
)
from turbo_studio.core.problems import Problem, ProblemCode
from turbo_studio.core.shapes import Combine, Rectangle

if TYPE_CHECKING:
    from tests.helpers.fake_engine import FakeEngine
    from turbo_studio.core.mask import Mask
    from turbo_studio.core.operators import Selecting
    from turbo_studio.session.finder import MaskOffer
    from turbo_studio.session.session import Session
    from turbo_studio.ui.bridge import Bridge

    Parts = tuple[Session, FakeEngine, Bridge]

SIZE = Size(320, 240)
BOX = Box(10, 20, 60, 50)


@pytest.fixture
def parts(qapp: object, tmp_path: Path) -> Parts:
    session, bridge, engine = build_session()
    open_source(session, tmp_path, size=SIZE)
    decode_shown(session, tmp_path)
    return session, engine, bridge


def find_mask(session: Session) -> Mask:
    mask = session.painter.shown_mask
    assert mask is not None
    return mask


def take_asked(engine: FakeEngine) -> tuple[int, Selecting]:
    token, asked = engine.calls_of("find_pixels")[-1]
    return token, asked


def build_found(box: Box = BOX) -> FoundPixels:
    return FoundPixels(box, np.full((box.height, box.width), 255, np.uint8))


def answer(session: Session, engine: FakeEngine, box: Box = BOX) -> None:
    session.receive(PixelsFound(take_asked(engine)[0], build_found(box)))


def select_colour(
    session: Session, point: Point, combine: Combine, *, tolerance: float, is_contiguous: bool
) -> None:
    """As a click of the wand does."""
    session.proposer.propose_colour(point, tolerance=tolerance, is_contiguous=is_contiguous)
    session.proposer.take_colour(point, combine)


def select_object(session: Session, points: tuple[Point, ...], combine: Combine) -> None:
    session.proposer.propose_object(points)
    session.proposer.take_object(combine)


def count_selected(session: Session) -> int:
    return find_mask(session).selected_pixels


def is_busy(session: Session) -> bool:
    return session.finder.is_busy


def find_offer(session: Session) -> MaskOffer | None:
    return session.finder.offer


def test_the_wand_asks_at_a_pixel_and_joins_what_comes(parts: Parts) -> None:
    session, engine, _ = parts
    session.painter.fill_mask()
    select_colour(session, Point(12.7, 30.2), Combine.SUBTRACT, tolerance=4.5, is_contiguous=False)

    assert is_busy(session)
    raster = session.painter.raster
    assert raster is not None
    assert take_asked(engine)[1] == Wand(raster, 12, 30, 4.5, is_contiguous=False)
    assert count_selected(session) == SIZE.pixels, "nothing before it is computed"

    answer(session, engine)
    assert not is_busy(session)
    assert count_selected(session) == SIZE.pixels - BOX.width * BOX.height
    session.undo()
    assert count_selected(session) == SIZE.pixels


def test_a_wand_beside_the_picture_asks_for_nothing(parts: Parts) -> None:
    session, engine, _ = parts
    select_colour(session, Point(-1, 30), Combine.ADD, tolerance=4.5, is_contiguous=False)
    select_colour(session, Point(3, SIZE.height), Combine.ADD, tolerance=4.5, is_contiguous=False)
    assert not engine.calls_of("find_pixels")


def test_another_tolerance_makes_the_last_selection_anew(parts: Parts) -> None:
    session, engine, _ = parts
    session.painter.select_shape(Rectangle(Box(0, 0, 5, 5)), Combine.REPLACE)
    select_colour(session, Point(12, 30), Combine.ADD, tolerance=1, is_contiguous=True)
    answer(session, engine)

    for tolerance in (2.0, 3.0):
        session.finder.adjust_colour(tolerance=tolerance, is_contiguous=False)
    asked = take_asked(engine)[1]
    assert isinstance(asked, Wand)
    assert (asked.x, asked.y, asked.tolerance, asked.is_contiguous) == (12, 30, 3.0, False)
    assert len(engine.calls_of("cancel_finding")) == 1
    answer(session, engine, Box(10, 20, 12, 22))

    assert count_selected(session) == 25 + 4
    session.undo()
    assert count_selected(session) == 25, "both are one step"


def test_after_anything_else_another_tolerance_is_for_the_next_click(parts: Parts) -> None:
    session, engine, _ = parts
    select_colour(session, Point(12, 30), Combine.ADD, tolerance=1, is_contiguous=True)
    answer(session, engine)
    session.painter.invert_mask()

    session.finder.adjust_colour(tolerance=2, is_contiguous=False)

    assert len(engine.calls_of("find_pixels")) == 1


def test_the_wand_waits_for_fine_pixels(parts: Parts, tmp_path: Path) -> None:
    session, engine, _ = parts
    painter = session.painter
    assert painter.raster is not None
    painter.raster = painter.raster._replace(is_preview=True)
    select_colour(session, Point(12, 30), Combine.ADD, tolerance=1, is_contiguous=True)
    assert not engine.calls_of("find_pixels")

    raster = decode_shown(session, tmp_path)

    asked = take_asked(engine)[1]
    assert isinstance(asked, Wand)
    assert asked.raster == raster


def test_an_outline_and_the_transparency_are_of_the_shown_picture(parts: Parts) -> None:
    session, engine, _ = parts
    corners = (Point(1, 1), Point(9, 1), Point(9, 9))
    select_object(session, corners, Combine.ADD)
    asked = take_asked(engine)[1]
    assert isinstance(asked, Outline)
    assert asked.points == corners
    answer(session, engine)

    session.finder.select_transparency(Combine.REPLACE)
    assert isinstance(take_asked(engine)[1], Transparency)


def test_one_after_the_other_each_sees_the_mask_of_the_last(parts: Parts) -> None:
    session, engine, _ = parts
    session.painter.select_shape(Rectangle(BOX), Combine.REPLACE)
    session.finder.rework_mask(Grow(2))
    session.finder.rework_mask(Shrink(1))
    assert len(engine.calls_of("find_pixels")) == 1

    answer(session, engine, Box(8, 18, 62, 52))
    asked = take_asked(engine)[1]
    assert isinstance(asked, Rework)
    assert asked.operator == Shrink(1)
    assert asked.mask.selected_pixels == 54 * 34


def test_what_was_made_for_another_mask_is_computed_anew(parts: Parts) -> None:
    session, engine, _ = parts
    session.painter.select_shape(Rectangle(BOX), Combine.REPLACE)
    session.finder.rework_mask(Grow(2))
    session.painter.select_shape(Rectangle(Box(100, 100, 110, 110)), Combine.ADD)

    answer(session, engine)
    asked = take_asked(engine)[1]
    assert len(engine.calls_of("find_pixels")) == 2
    assert isinstance(asked, Rework)
    assert asked.mask.selected_pixels == BOX.width * BOX.height + 100
    assert is_busy(session)


def test_a_result_waits_for_the_end_of_a_stroke(parts: Parts) -> None:
    session, engine, _ = parts
    select_colour(session, Point(12, 30), Combine.ADD, tolerance=1, is_contiguous=True)
    session.painter.begin_stroke(Point(200, 200), erase=False)
    answer(session, engine)
    session.painter.extend_stroke(Point(250, 200))
    assert session.document.is_stroking
    assert not find_mask(session).coverage[30, 30]

    session.painter.commit_stroke()

    assert find_mask(session).coverage[30, 30]
    session.undo()
    assert not find_mask(session).coverage[30, 30]
    assert find_mask(session).coverage[200, 230]


def test_what_is_given_up_changes_nothing(parts: Parts) -> None:
    session, engine, _ = parts
    select_colour(session, Point(12, 30), Combine.ADD, tolerance=1, is_contiguous=True)
    session.finder.cancel()
    answer(session, engine)

    assert engine.calls_of("cancel_finding") == [(take_asked(engine)[0],)]
    assert not count_selected(session)
    assert not is_busy(session)


def test_another_source_gets_nothing_of_it(parts: Parts, tmp_path: Path) -> None:
    session, engine, _ = parts
    first = find_mask(session)
    select_colour(session, Point(12, 30), Combine.ADD, tolerance=1, is_contiguous=True)
    other = open_source(session, tmp_path, "other.png", size=SIZE)
    session.painter.show_source(other.id)
    decode_shown(session, tmp_path)

    answer(session, engine)

    assert not first.selected_pixels
    assert not count_selected(session)
    assert not is_busy(session)


def test_a_problem_is_said_and_the_next_goes_on(parts: Parts) -> None:
    session, engine, bridge = parts
    said: list[Problem] = []
    bridge.message_shown.connect(lambda problem, name: said.append(problem))
    select_colour(session, Point(12, 30), Combine.ADD, tolerance=1, is_contiguous=True)
    select_colour(session, Point(13, 30), Combine.ADD, tolerance=1, is_contiguous=True)

    problem = Problem(ProblemCode.DECODER_DIED)
    session.receive(PixelsNotFound(take_asked(engine)[0], problem))

    assert said == [problem]
    assert is_busy(session)
    answer(session, engine)
    assert count_selected(session) == BOX.width * BOX.height


def test_a_mask_from_outside_is_offered_turned_round_and_taken(parts: Parts) -> None:
    session, engine, _ = parts
    session.finder.offer_file(Path("mask.png"))
    answer(session, engine)
    assert find_offer(session) is not None
    assert not count_selected(session), "it is only offered"

    session.finder.invert_offer()
    assert take_asked(engine)[1] == MaskFile(Path("mask.png"), SIZE, is_inverted=True)
    answer(session, engine, Box(0, 0, 320, 20))
    turned = find_offer(session)
    assert turned is not None
    assert turned.is_inverted

    session.finder.take_offer(Combine.REPLACE)
    assert count_selected(session) == 320 * 20
    assert find_offer(session) is None
    session.undo()
    assert not count_selected(session)


def test_an_offer_that_is_dropped_changes_nothing(parts: Parts) -> None:
    session, engine, _ = parts
    session.finder.offer_pixels(Size(1, 1), b"\0\0\0\xff")
    answer(session, engine)
    session.finder.drop_offer()
    session.finder.take_offer(Combine.REPLACE)
    assert not count_selected(session)
    assert not session.can_undo or session.document.history.newest is not None


def test_a_mask_is_saved_as_it_is_now(parts: Parts) -> None:
    session, engine, bridge = parts
    saved: list[Path] = []
    bridge.mask_saved.connect(saved.append)
    session.painter.select_shape(Rectangle(BOX), Combine.REPLACE)
    session.finder.save_mask(Path("out.png"))

    ((mask, path),) = engine.calls_of("save_mask")
    assert mask.selected_pixels == BOX.width * BOX.height
    session.receive(MaskSaved(path))
    assert saved == [Path("out.png")]
