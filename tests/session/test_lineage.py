"""Work that results bring back, the open work put aside for it, and originals in place of worn copies."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from tests.helpers.fake_engine import (
    PICTURE_SIZE,
    build_result,
    build_session,
    build_source,
    decode_shown,
    open_source,
    write_png,
)
from turbo_studio.core.draft import Draft
from turbo_studio.core.facts import (
    LostInput,
    OriginalFound,
    OriginalOpened,
    ResultReopened,
    SourceOpened,
    SourceRefused,
    WorkspaceRestored,
)
from turbo_studio.core.geometry import Point, Size
from turbo_studio.core.lineage import Original
from turbo_studio.core.mask import Mask
from turbo_studio.core.problems import Problem, ProblemCode
from turbo_studio.core.profile import Quality

if TYPE_CHECKING:
    from pathlib import Path

    from tests.helpers.fake_engine import FakeEngine
    from turbo_studio.core.workspace import Workspace
    from turbo_studio.session.session import Session
    from turbo_studio.ui.bridge import Bridge

    Parts = tuple[Session, Bridge, FakeEngine]

DRAFT = Draft("a hat", Size(1536, 1024), Quality.LOW)
LOST = LostInput("hat.png", Problem(ProblemCode.SOURCE_NOT_REOPENED, {"number": 2}))


@pytest.fixture
def parts(qapp: object) -> Parts:
    return build_session()


def open_small(folder: Path, name: str) -> SourceOpened:
    source = build_source(folder, name)
    return SourceOpened(source, write_png(folder / "small" / f"{source.id}.png", PICTURE_SIZE, 64))


def build_work(folder: Path) -> WorkspaceRestored:
    """One source, all of which is selected."""
    opened = open_small(folder, "cup.png")
    mask = Mask(opened.source.size)
    mask.begin_edit()
    mask.fill(255)
    mask.commit_edit()
    masks = {opened.source.id: mask}
    return WorkspaceRestored(DRAFT, is_size_chosen=True, sources=(opened,), masks=masks, was_aside=True)


def reopen(parts: Parts, folder: Path, *lost: LostInput) -> Workspace | None:
    """Ask for a result, and have the engine tell its work; what was to be put aside first."""
    session, _, engine = parts
    session.lineage.reopen(build_result(folder))
    put_aside: Workspace | None = engine.calls_of("reopen")[-1][1]
    session.receive(ResultReopened(build_work(folder), lost, put_aside))
    return put_aside


def test_a_reopened_result_takes_the_place_of_all_that_is_open(parts: Parts, tmp_path: Path) -> None:
    session, bridge, _ = parts
    told: list[bool] = []
    bridge.result_reopened.connect(told.append)
    session.set_prompt("mine")
    open_source(session, tmp_path, "mine.png")
    put_aside = reopen(parts, tmp_path)
    assert put_aside is not None
    assert (put_aside.draft.prompt, [source.name for source in put_aside.sources]) == ("mine", ["mine.png"])
    assert session.draft == DRAFT
    assert [source.name for source in session.document.sources] == ["cup.png"]
    assert session.sent_mask_share == 1
    assert session.painter.shown_source == session.document.sources[0]
    assert told == [True]


def test_a_stroke_under_the_hand_is_put_aside_with_the_rest(parts: Parts, tmp_path: Path) -> None:
    session, _, _ = parts
    open_source(session, tmp_path)
    decode_shown(session, tmp_path)
    session.painter.begin_stroke(Point(20, 20), erase=False)
    put_aside = reopen(parts, tmp_path)
    assert put_aside is not None
    assert put_aside.sources[0].mask is not None


def test_nothing_is_put_aside_where_nothing_was_begun(parts: Parts, tmp_path: Path) -> None:
    _, bridge, engine = parts
    told: list[bool] = []
    bridge.result_reopened.connect(told.append)
    assert reopen(parts, tmp_path) is None
    assert engine.calls_of("put_aside") == []
    assert told == [False]


def test_looking_at_one_result_after_the_other_puts_aside_only_what_was_changed(
    parts: Parts, tmp_path: Path
) -> None:
    session, _, _ = parts
    session.set_prompt("mine")
    assert reopen(parts, tmp_path) is not None
    assert reopen(parts, tmp_path) is None
    session.set_prompt("changed")
    put_aside = reopen(parts, tmp_path)
    assert put_aside is not None
    assert put_aside.draft.prompt == "changed"


def test_what_was_done_while_the_result_was_on_its_way_is_put_aside_too(parts: Parts, tmp_path: Path) -> None:
    session, _, engine = parts
    session.set_prompt("mine")
    session.lineage.reopen(build_result(tmp_path))
    session.set_prompt("mine, and more")
    session.receive(ResultReopened(build_work(tmp_path), (), engine.calls_of("reopen")[-1][1]))
    assert [workspace.draft.prompt for (workspace,) in engine.calls_of("put_aside")] == ["mine, and more"]
    assert session.draft == DRAFT


def test_what_could_not_be_reopened_is_said_by_its_name(parts: Parts, tmp_path: Path) -> None:
    _, bridge, _ = parts
    told: list[tuple[Problem, str]] = []
    bridge.message_shown.connect(lambda problem, name: told.append((problem, name)))
    reopen(parts, tmp_path, LOST)
    assert told == [(LOST.problem, "hat.png")]


def test_each_source_that_is_opened_is_weighed_and_an_offer_names_one_that_is_still_there(
    parts: Parts, tmp_path: Path
) -> None:
    session, bridge, engine = parts
    offers: list[OriginalFound] = []
    bridge.original_offered.connect(offers.append)
    source = open_source(session, tmp_path)
    assert engine.calls_of("find_original") == [(source.digest,)]
    found = OriginalFound(source.digest, Original(tmp_path, "photo.jpg", 2))
    session.receive(found)
    assert offers == [found]
    session.remove_source(source.id)
    session.receive(found)
    assert offers == [found]


def test_an_original_takes_the_place_of_the_worn_copy_in_one_step(parts: Parts, tmp_path: Path) -> None:
    session, _, _ = parts
    session.set_prompt("mine")
    worn = open_source(session, tmp_path, "worn.png")
    open_source(session, tmp_path, "hat.png")
    original = open_small(tmp_path, "photo.png")
    session.receive(OriginalOpened(worn.digest, original))
    assert [source.name for source in session.document.sources] == ["photo.png", "hat.png"]
    assert session.painter.shown_id == original.source.id
    assert session.draft.prompt == "mine"
    session.undo()
    assert [source.name for source in session.document.sources] == ["worn.png", "hat.png"]
    session.remove_source(worn.id)
    session.receive(OriginalOpened(worn.digest, original))
    assert [source.name for source in session.document.sources] == ["hat.png", "photo.png"]
    assert session.opening_count == 0


def test_an_original_that_cannot_be_opened_is_said(parts: Parts, tmp_path: Path) -> None:
    session, bridge, _ = parts
    told: list[str] = []
    bridge.message_shown.connect(lambda _, name: told.append(name))
    problem = Problem(ProblemCode.PICTURE_DAMAGED)
    session.receive(OriginalOpened("0" * 64, SourceRefused("photo.png", problem)))
    assert told == ["photo.png"]


def test_editing_from_the_original_keeps_the_draft_unless_it_is_empty(parts: Parts, tmp_path: Path) -> None:
    session, _, engine = parts
    result = build_result(tmp_path, prompt="a cup of tea")
    session.lineage.edit_from_original(result)
    assert session.draft.prompt == "a cup of tea"
    session.set_prompt("mine")
    session.lineage.edit_from_original(replace(result, digest="1" * 64))
    assert session.draft.prompt == "mine"
    assert engine.calls_of("open_original") == [(result.digest,), ("1" * 64,)]
