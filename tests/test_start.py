"""The start: the whole window is painted before anything heavy is loaded."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

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


def test_first_picture_of_the_window_is_whole_and_needs_nothing_heavy(tmp_path: Path) -> None:
    environment = {**os.environ, "PYTHONPATH": str(_ROOT), "QT_QPA_PLATFORM": "offscreen"}
    ended = subprocess.run(
        [sys.executable, "-c", _CODE, tmp_path], capture_output=True, env=environment, text=True, check=False
    )
    assert ended.returncode == 0, ended.stderr
    told = {line.split()[0]: set(line.split()[1:]) for line in ended.stdout.splitlines()}
    assert told["painted"] >= _PARTS
    assert told["loaded"].isdisjoint(HEAVY)
    assert "turbo_studio.jobs.engine" not in told["loaded"]
