"""P1: from the start of a process to the first painted full window.

Each run is a new process. It writes a line once its window and all that is in it have been painted; the
clock runs from before the process is made to that line. Runs of program and peers take turns, so that a
busy moment of the machine meets all of them.
"""

from __future__ import annotations

import importlib.util
import subprocess
import sys
import tempfile
import time

from tests.benchmarks.children import build_environment
from tests.benchmarks.rows import Row, build_row

RUNS = 15
NAPARI_RUNS = 3
BARE_RATIO_MAX = 1.6
NAPARI_RATIO_MAX = 0.12
HEAVY = ("numpy", "PIL", "httpx", "pyvips", "keyring", "sqlite3", "asyncio")

_QUIET = "import gc; gc.disable()  # as turbo_studio.__main__ does before it imports anything else"
_PROGRAM = """
import sys
from turbo_studio.app import start
window = start(["--home", sys.argv[1], "--lang", "en"])
"""
_BARE = """
from PySide6.QtWidgets import QApplication, QMainWindow
application = QApplication([])
window = QMainWindow()
window.show()
"""
_NAPARI = """
from tests.benchmarks.children import add_peers
add_peers()
import napari
viewer = napari.Viewer()
window = viewer.window._qt_window
window.repaint()
"""

# What all have in common, once they have shown their window, so that each is imported in its own order.
# A filter on the window sees its first paint event; a timer of 0 ms then comes after the paint events of
# everything in it, which are sent in the same pass.
_WATCH = """
import sys
from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QApplication
class Watch(QObject):
    seen = False
    def eventFilter(self, watched, event):
        if event.type() == QEvent.Type.Paint and not self.seen:
            self.seen = True
            QTimer.singleShot(0, self.tell)
        return False
    def tell(self):
        loaded = [name for name in HEAVY if name in sys.modules]
        print("painted", *loaded, flush=True)
watch = Watch()
window.installEventFilter(watch)
while not watch.seen:
    QApplication.processEvents()
QApplication.processEvents()
window.close()
"""


def measure() -> list[Row]:
    program: list[float] = []
    bare: list[float] = []
    napari: list[float] = []
    loaded: set[str] = set()
    has_napari = importlib.util.find_spec("napari") is not None
    with tempfile.TemporaryDirectory() as home:
        for run in range(RUNS + 1):
            seconds, heavy = _time_start(_PROGRAM, home, _QUIET)
            loaded.update(heavy)
            bare_seconds, _ = _time_start(_BARE, home)
            if run:  # the first of each warms the file cache
                program.append(seconds * 1000)
                bare.append(bare_seconds * 1000)
        if has_napari:
            napari = [_time_start(_NAPARI, home)[0] * 1000 for _ in range(NAPARI_RUNS + 1)][1:]
    heavy_row = Row(
        "P1", "heavy modules at first paint", len(loaded), 0.0, "modules", None, "0", not loaded, len(program)
    )
    return [
        build_row("P1", "start to first paint, against a bare window", program, bare, "ms", BARE_RATIO_MAX),
        build_row("P1", "start to first paint, against napari", program, napari, "ms", NAPARI_RATIO_MAX),
        heavy_row,
    ]


def _time_start(code: str, home: str, first: str = "") -> tuple[float, list[str]]:
    """Seconds until the window was painted, and the heavy modules that were loaded by then."""
    source = f"{first}\nHEAVY = {HEAVY!r}\n{code}\n{_WATCH}"
    begun_s = time.perf_counter()
    with subprocess.Popen(
        [sys.executable, "-c", source, home], stdout=subprocess.PIPE, env=build_environment(), text=True
    ) as process:
        assert process.stdout is not None
        words = process.stdout.readline().split()
        seconds = time.perf_counter() - begun_s
        process.stdout.read()
    if words[:1] != ["painted"]:
        raise RuntimeError(f"no window was painted (exit code {process.returncode})")
    return seconds, words[1:]
