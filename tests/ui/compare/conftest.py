"""A page for each test, gone with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.ui.compare.stage import build_stage

if TYPE_CHECKING:
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from tests.ui.compare.stage import Stage


@pytest.fixture
def stage(qtbot: QtBot, tmp_path: Path) -> Stage:
    stage = build_stage(tmp_path)
    qtbot.addWidget(stage.page)
    return stage
