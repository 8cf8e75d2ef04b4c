"""What a session has kept of the open work, and how it takes in what the last time left."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.helpers.fake_engine import (
    PICTURE_SIZE,
    build_session,
    build_source,
    decode_shown,
    open_source,
    write_png,
)
from turbo_studio.core.draft import Draft
from turbo_studio.core.facts import GalleryFound, SourceOpened, WorkspaceRestored
from turbo_studio.core.geometry import Point, Size
from turbo_studio.core.mask import Mask
from turbo_studio.core.profile import Quality

if TYPE_CHECKING:
    from pathlib import Path

    from tests.helpers.fake_engine import (
        FakeEngine,
    )
    from turbo_studio.core.workspace import Workspace
    from turbo_studio.session.session import Session
    from turbo_studio.ui.bridge import Bridge

DRAFT = Draft("a cup", Size(1536, 1024), Quality.LOW, 2)


@pytest.fixture
def parts(qapp: object) -> tuple[Session, Bridge, FakeEngine]:
    return build_session()


def paint(session: Session) -> None:
    session.painter.begin_stroke(Point(20, 20), erase=False)
    session.painter.commit_stroke()


def saved(engine: FakeEngine) -> list[Workspace]:
    return [workspace for (workspace,) in engine.calls_of("save_workspace")]


def restore(folder: Path, name: str = "kept.png", *, was_aside: bool = False) -> WorkspaceRestored:
    """One source with a mask that is selected throughout."""
    source = build_source(folder, name)
    mask = Mask(source.size)
    mask.begin_edit()
    mask.fill(255)
    mask.commit_edit()
    opened = SourceOpened(source, write_png(folder / "small" / f"{source.id}.png", PICTURE_SIZE, 64))
    return WorkspaceRestored(
        DRAFT,
        is_size_chosen=True,
        sources=(opened,),
        masks={source.id: mask},
        was_aside=was_aside,
    )


def test_what_did_not_change_is_not_saved_again(
    parts: tuple[Session, Bridge, FakeEngine], tmp_path: Path
) -> None:
    session, _, engine = parts
    session.save_work(draft_only=False)
    assert saved(engine) == []
    session.set_prompt("a cup")
    session.save_work(draft_only=True)
    session.save_work(draft_only=True)
    session.save_work(draft_only=False)
    assert [workspace.draft.prompt for workspace in saved(engine)] == ["a cup"]
    open_source(session, tmp_path)
    decode_shown(session, tmp_path)
    session.save_work(draft_only=True)
    assert len(saved(engine)) == 1 + (session.draft != saved(engine)[0].draft)
    session.save_work(draft_only=False)
    count = len(saved(engine))
    paint(session)
    session.save_work(draft_only=False)
    session.save_work(draft_only=False)
    assert len(saved(engine)) == count + 1
    mask = saved(engine)[-1].sources[0].mask
    assert mask is not None
    assert mask.selected_pixels > 0


def test_an_open_stroke_waits_for_its_end(parts: tuple[Session, Bridge, FakeEngine], tmp_path: Path) -> None:
    session, _, engine = parts
    open_source(session, tmp_path)
    decode_shown(session, tmp_path)
    session.painter.begin_stroke(Point(20, 20), erase=False)
    session.set_prompt("meanwhile")
    session.save_work(draft_only=False)
    assert saved(engine)[-1].sources == ()
    assert saved(engine)[-1].draft.prompt == "meanwhile"
    session.painter.commit_stroke()
    session.save_work(draft_only=False)
    assert saved(engine)[-1].sources[0].mask is not None


def test_nothing_is_saved_before_the_last_time_has_come(parts: tuple[Session, Bridge, FakeEngine]) -> None:
    session, _, engine = parts
    session.start(restore=True)
    session.set_prompt("too early")
    session.save_work(draft_only=False)
    assert saved(engine) == []
    session.receive(WorkspaceRestored(None))
    session.save_work(draft_only=False)
    assert [workspace.draft.prompt for workspace in saved(engine)] == ["too early"]


def test_restored_work_is_shown_and_can_be_painted_on(
    parts: tuple[Session, Bridge, FakeEngine], tmp_path: Path
) -> None:
    session, _, engine = parts
    session.start(restore=True)
    session.receive(restore(tmp_path))
    assert session.draft == DRAFT
    assert [source.name for source in session.document.sources] == ["kept.png"]
    assert session.sent_mask_share == 1.0
    assert not session.can_undo
    [(source, with_mask)] = engine.calls_of("decode_source")
    assert source == session.painter.shown_source
    assert not with_mask
    session.save_work(draft_only=False)
    assert [kept.name for kept in saved(engine)[-1].sources] == ["kept.png"]


def test_a_draft_is_saved_with_the_sources_that_were_restored(
    parts: tuple[Session, Bridge, FakeEngine], tmp_path: Path
) -> None:
    """A crash in the first seconds took the sources of the last time."""
    session, _, engine = parts
    session.start(restore=True)
    session.receive(restore(tmp_path))
    session.set_prompt("a cup of tea")
    session.save_work(draft_only=True)
    workspace = saved(engine)[-1]
    assert workspace.draft.prompt == "a cup of tea"
    assert [kept.name for kept in workspace.sources] == ["kept.png"]


def test_what_a_gallery_holds_that_is_found_later_is_asked_for_again(
    parts: tuple[Session, Bridge, FakeEngine],
) -> None:
    session, bridge, engine = parts
    session.start(restore=True)
    asked: list[None] = []
    bridge.query_changed.connect(lambda: asked.append(None))
    engine.calls.clear()
    session.receive(GalleryFound())
    assert [name for name, _ in engine.calls] == ["restore_workspace", "fetch_collections"]
    assert asked


def test_what_was_begun_meanwhile_stays_behind_what_comes_back(
    parts: tuple[Session, Bridge, FakeEngine], tmp_path: Path
) -> None:
    session, _, _ = parts
    session.start(restore=True)
    session.set_prompt("mine")
    open_source(session, tmp_path, "new.png")
    decode_shown(session, tmp_path)
    paint(session)
    selected = session.sent_mask_share
    session.receive(restore(tmp_path))
    assert session.draft.prompt == "mine"
    assert [source.name for source in session.document.sources] == ["kept.png", "new.png"]
    session.remove_source(session.document.sources[0].id)
    assert session.sent_mask_share == selected


def test_work_put_aside_changes_places_with_the_open_one(
    parts: tuple[Session, Bridge, FakeEngine], tmp_path: Path
) -> None:
    session, _, engine = parts
    session.set_prompt("mine")
    open_source(session, tmp_path, "new.png")
    session.reopen_work()
    assert [name for name, _ in engine.calls][-2:] == ["save_workspace", "restore_workspace"]
    session.receive(restore(tmp_path, was_aside=True))
    assert session.draft == DRAFT
    assert [source.name for source in session.document.sources] == ["kept.png"]


def test_the_end_saves_what_is_not_saved_yet(
    parts: tuple[Session, Bridge, FakeEngine], tmp_path: Path
) -> None:
    session, _, engine = parts
    open_source(session, tmp_path)
    decode_shown(session, tmp_path)
    session.save_work(draft_only=False)
    session.painter.begin_stroke(Point(20, 20), erase=False)
    session.close()
    [(workspace,)] = engine.calls_of("stop")
    assert workspace.sources[0].mask is not None


def test_the_end_saves_nothing_while_the_last_time_is_on_its_way(
    parts: tuple[Session, Bridge, FakeEngine],
) -> None:
    session, _, engine = parts
    session.start(restore=True)
    session.set_prompt("too early")
    session.close()
    assert engine.calls_of("stop") == [(None,)]
