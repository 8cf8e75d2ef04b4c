"""Who wants to see what: the last viewer first, pixels only for what is wanted, and no stale ones."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.helpers.fake_engine import build_result, build_session
from turbo_studio.core.facts import PictureDecoded, PictureNotDecoded
from turbo_studio.core.geometry import Size
from turbo_studio.core.problems import Problem, ProblemCode
from turbo_studio.core.sources import Level, Raster

if TYPE_CHECKING:
    from pathlib import Path

    from tests.helpers.fake_engine import FakeEngine
    from turbo_studio.core.looking import Wish
    from turbo_studio.core.result import Result
    from turbo_studio.session.session import Session
    from turbo_studio.ui.bridge import Bridge

    Parts = tuple[Session, FakeEngine, Bridge]


@pytest.fixture
def parts(qapp: object) -> Parts:
    session, bridge, engine = build_session()
    return session, engine, bridge


@pytest.fixture
def results(tmp_path: Path) -> list[Result]:
    return [build_result(tmp_path, number) for number in range(3)]


def take_wishes(engine: FakeEngine) -> tuple[Wish, ...]:
    (wishes,) = engine.calls_of("look_at")[-1]
    assert isinstance(wishes, tuple)
    return wishes


def build_raster(folder: Path) -> Raster:
    return Raster(folder / "raster", has_alpha=False, levels=(Level(Size(1, 1), 0),))


def test_each_picture_is_asked_for_once_in_the_order_of_the_viewers(
    parts: Parts, results: list[Result]
) -> None:
    session, engine, _ = parts
    one, two, three = results
    session.looking.look_at("loupe", [one, two])
    session.looking.look_at("compare", [three, two])
    wishes = take_wishes(engine)
    assert [wish.path for wish in wishes] == [three.path, two.path, one.path]
    assert len({wish.token for wish in wishes}) == 3
    session.looking.look_at("compare", [])
    assert [wish.path for wish in take_wishes(engine)] == [one.path, two.path]
    assert set(take_wishes(engine)) < set(wishes)


def test_pixels_are_told_and_stay_while_they_are_wanted(
    parts: Parts, results: list[Result], tmp_path: Path
) -> None:
    session, engine, bridge = parts
    told: list[Path] = []
    bridge.picture_decoded.connect(told.append)
    session.looking.look_at("loupe", results[:2])
    first, second = take_wishes(engine)
    assert session.looking.find_raster(results[0]) is None
    session.receive(PictureDecoded(first.token, build_raster(tmp_path)))
    session.receive(PictureNotDecoded(second.token, Problem(ProblemCode.PICTURE_DAMAGED)))
    assert told == [results[0].path, results[1].path]
    assert session.looking.find_raster(results[0]) == build_raster(tmp_path)
    assert session.looking.find_problem(results[0]) is None
    assert session.looking.find_raster(results[1]) is None
    assert session.looking.find_problem(results[1]) == Problem(ProblemCode.PICTURE_DAMAGED)


def test_pixels_that_come_for_a_former_wish_are_not_taken(
    parts: Parts, results: list[Result], tmp_path: Path
) -> None:
    """Their file may be gone already."""
    session, engine, _ = parts
    session.looking.look_at("loupe", results[:1])
    (former,) = take_wishes(engine)
    session.looking.look_at("loupe", [])
    session.looking.look_at("loupe", results[:1])
    session.receive(PictureDecoded(former.token, build_raster(tmp_path)))
    assert session.looking.find_raster(results[0]) is None
