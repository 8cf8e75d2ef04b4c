"""Views of results over a gallery in memory."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

import pytest

from tests.helpers import fake_engine
from tests.helpers.shelf import Shelf
from turbo_studio.ui.gallery.chosen import Chosen
from turbo_studio.ui.gallery.results_model import ResultsModel

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from PySide6.QtCore import QModelIndex
    from pytestqt.qtbot import QtBot

    from tests.helpers.fake_engine import FakeEngine
    from turbo_studio.core.result import Result
    from turbo_studio.session.session import Session
    from turbo_studio.ui.bridge import Bridge


@dataclass
class Desk:
    """The model, the selection, and what stands behind them."""

    session: Session
    bridge: Bridge
    engine: FakeEngine
    model: ResultsModel
    chosen: Chosen
    folder: Path
    qtbot: QtBot

    def fill(
        self, total: int, *, with_files: bool = False, build: Callable[[int], Result] | None = None
    ) -> Shelf:
        """Put so many results into the gallery, and wait until the model knows how many there are."""
        if with_files:
            build = partial(fake_engine.build_result, self.folder)
        shelf = Shelf(self.bridge.post, self.folder, total, build)
        self.engine.shelf = shelf
        self.session.results.refresh()
        self.qtbot.waitUntil(lambda: self.model.rowCount() == total)
        return shelf

    def at(self, row: int) -> QModelIndex:
        return self.model.index(row, 0)

    def sequences(self, rows: range) -> list[int | None]:
        results = map(self.model.result_at, rows)
        return [result.sequence if result is not None else None for result in results]


@pytest.fixture
def desk(qtbot: QtBot, tmp_path: Path) -> Desk:
    session, bridge, engine = fake_engine.build_session()
    model = ResultsModel(session, bridge, bridge)
    return Desk(session, bridge, engine, model, Chosen(model, bridge), tmp_path, qtbot)
