"""The start: the whole window is painted before anything heavy is loaded."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.benchmarks.p1_start import HEAVY

_ROOT = Path(__file__).resolve().parents[1]
_PARTS = {
    "menu_bar",
    "options_bar",
    "tool_strip",
    "brush_size_box",
    "canvas",
    "prompt_edit",
    "size_box",
    "quality_box",
    "variations_box",
    "submit_button",
    "jobs_list",
    "add_source_button",
    "gallery_search",
    "gallery_list",
    "status_gateway",
}
_MODULES = """
app
core
core.brush
core.document
core.draft
core.geometry
core.history
core.mask_look
core.network
core.price
core.profile
session
session.job_list
session.painter
session.session
settings
settings.places
settings.preferences
ui
ui.actions
ui.bars
ui.bridge
ui.canvas
ui.canvas.brush_options
ui.canvas.canvas
ui.canvas.gestures
ui.canvas.picture_view
ui.canvas.placeholder
ui.canvas.pointer_sample
ui.canvas.shown_picture
ui.canvas.tool_options
ui.canvas.tool_view
ui.canvas.toolbox
ui.canvas.tools
ui.canvas.zoom_view
ui.commands
ui.gallery
ui.gallery.chosen
ui.gallery.results_model
ui.gallery.results_strip
ui.gallery.search_field
ui.gallery.tile_layout
ui.gallery.tile_view
ui.figures
ui.icons
ui.message_bar
ui.panels
ui.panels.field_note
ui.panels.jobs_model
ui.panels.jobs_panel
ui.panels.jobs_view
ui.panels.prompt_edit
ui.panels.request_panel
ui.panels.size_field
ui.panels.sources_model
ui.panels.sources_strip
ui.panels.sources_view
ui.panels.tiles
ui.program
ui.resources
ui.stage
ui.status_line
ui.theme
ui.translations
ui.view_commands
ui.window
"""
"""Every module of ours that is loaded at the first paint."""
_CODE = """
import sys
from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QAbstractScrollArea, QApplication, QMenuBar
from turbo_studio.app import start

class Watch(QObject):
    painted = set()
    is_told = False
    def eventFilter(self, watched, event):
        if event.type() == QEvent.Type.Paint:
            if not self.painted:
                QTimer.singleShot(0, self.tell)
            self.painted.add(name_of(watched))
        return False
    def tell(self):
        Watch.is_told = True
        print("painted", *filter(None, self.painted))
        print("loaded", *sys.modules)

def name_of(widget):
    if isinstance(widget, QMenuBar):
        return "menu_bar"
    parent = widget.parent()
    return parent.objectName() if isinstance(parent, QAbstractScrollArea) else widget.objectName()

window = start(["--home", sys.argv[1], "--lang", "en"])
watch = Watch()
QApplication.instance().installEventFilter(watch)
while not watch.is_told:
    QApplication.processEvents()
window.close()
"""


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> dict[str, set[str]]:
    """What a process of its own painted first, and what it had loaded by then."""
    environment = {**os.environ, "PYTHONPATH": str(_ROOT), "QT_QPA_PLATFORM": "offscreen"}
    command = [sys.executable, "-c", _CODE, str(tmp_path_factory.mktemp("home"))]
    ended = subprocess.run(command, capture_output=True, env=environment, text=True, check=False)
    assert ended.returncode == 0, ended.stderr
    return {line.split()[0]: set(line.split()[1:]) for line in ended.stdout.splitlines()}


def test_first_picture_of_the_window_is_whole(told: dict[str, set[str]]) -> None:
    assert told["painted"] >= _PARTS


def test_start_loads_nothing_heavy(told: dict[str, set[str]]) -> None:
    assert told["loaded"].isdisjoint(HEAVY)


def test_start_loads_no_module_unnoticed(told: dict[str, set[str]]) -> None:
    """Each costs the start about 0.5 ms. What only a picture, a job, a dialog or a press needs is
    imported there; what the first paint does need is added to the list, in full knowledge.
    """
    loaded = {
        name.removeprefix("turbo_studio.") for name in told["loaded"] if name.startswith("turbo_studio.")
    }
    known = set(_MODULES.split())
    assert loaded - known == set(), "import these late, or add them to the list in full knowledge"
    assert known - loaded == set(), "the start does without these now: take them off the list"
