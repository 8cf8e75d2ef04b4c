"""P9, the window's half: the first paint, scrolling and an arrival among 1,000 and 1,000,000 results.

The grid is that of a large screen, with pictures on all of its tiles; the gallery is in memory, so that what
is measured is the view and the rows behind it. All is as in the program: the theme, the interpreter's lock,
and the collector, which runs on the window's thread between events and is not measured here. The peer is
Qt's list as it is fastest, in list mode and with uniform sizes: over the same rows and, for comparison alone,
over strings in C++, which no rows of a program in Python are.
"""

from __future__ import annotations

import gc
import sys
import tempfile
from contextlib import closing
from dataclasses import replace
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING

import shiboken6
from PySide6.QtCore import QDeadlineTimer, QEvent, QObject, QSize, QStringListModel
from PySide6.QtWidgets import QApplication, QListView, QWidget

from tests.benchmarks.children import run_child
from tests.benchmarks.rows import build_limit_row, build_row, find_p95
from tests.benchmarks.timing import time_ms
from tests.helpers.fake_engine import build_session, describe_result, write_png
from tests.helpers.shelf import Shelf
from turbo_studio.app import SWITCH_INTERVAL_S
from turbo_studio.core.geometry import Size
from turbo_studio.core.marks import Marks
from turbo_studio.ui.gallery.chosen import Chosen
from turbo_studio.ui.gallery.results_model import ResultsModel
from turbo_studio.ui.gallery.tile_view import TileView
from turbo_studio.ui.theme import FUSION_ARGUMENTS, apply_theme

if TYPE_CHECKING:
    from PySide6.QtCore import QAbstractItemModel
    from PySide6.QtWidgets import QAbstractItemView

    from tests.benchmarks.rows import Row
    from turbo_studio.core.result import Result

LARGE, SMALL, PEER = 1_000_000, 1_000, 100_000
VIEW = QSize(1900, 1000)
TILE = QSize(128, 128)
RUNS = 15
SCROLLS = 120
SCROLL_PX = 120
THUMBNAILS = 60

FIRST_RATIO_MAX, PEER_RATIO_MAX = 1.5, 0.2
SCROLL_MS_MAX, ARRIVAL_MS_MAX = 4.0, 5.0
FRAME_MS = 16.7
"""At 60 Hz."""

Figures = dict[str, list[float]]


def measure() -> list[Row]:
    figures: Figures = run_child(measure_views)
    large = figures["large"]
    return [
        build_row(
            "P9", f"first paint of {LARGE:,}, by {SMALL:,}", large, figures["small"], "ms", FIRST_RATIO_MAX
        ),
        build_row(
            "P9",
            f"first paint, by a list of {PEER:,} such rows",
            large,
            figures["list"],
            "ms",
            PEER_RATIO_MAX,
        ),
        build_limit_row(
            "P9", f"first paint; a list of {PEER:,} strings", large, "ms", FRAME_MS, figures["strings"]
        ),
        build_limit_row("P9", "scroll, p95", figures["scroll"], "ms", SCROLL_MS_MAX),
        build_limit_row("P9", "one arrival, shown", figures["arrival"], "ms", ARRIVAL_MS_MAX),
    ]


def measure_views() -> Figures:
    gc.disable()
    sys.setswitchinterval(SWITCH_INTERVAL_S)
    apply_theme(QApplication(["benchmark", *FUSION_ARGUMENTS]), "dark")
    with tempfile.TemporaryDirectory() as folder:
        host = _Host()
        galleries = {
            "small": ShownGallery(host, Path(folder), SMALL),
            "large": ShownGallery(host, Path(folder), LARGE),
        }
        models = {
            "list": ShownGallery(host, Path(folder), PEER).model,
            "strings": QStringListModel([f"a cup of tea, number {number}" for number in range(PEER)]),
        }
        figures: Figures = {name: [] for name in (*galleries, *models)}
        for _ in range(RUNS):
            for name, gallery in galleries.items():
                figures[name].append(gallery.time_first_paint_ms())
            for name, model in models.items():
                figures[name].append(host.time_list_ms(model))
        with closing(galleries["large"]) as gallery:
            gallery.open()
            gallery.scroll()  # the results of this gallery are made when they are first read, on this thread
            figures["scroll"] = [find_p95(gallery.scroll()) for _ in range(5)]
            figures["arrival"] = [gallery.time_arrival_ms() for _ in range(RUNS)]
    return figures


class ShownGallery:
    """A grid over a gallery in memory, whose results share some thumbnails."""

    def __init__(self, host: _Host, folder: Path, total: int) -> None:
        self._host = host
        self._folder = folder
        self._thumbnails = [
            write_png(folder / f"{number}.png", Size(256, 256 - number)) for number in range(THUMBNAILS)
        ]
        session, self._bridge, engine = build_session()
        self.model = ResultsModel(session, self._bridge, self._bridge)
        self._chosen = Chosen(self.model, self._bridge)
        self._view: TileView | None = None
        self._total = total
        engine.shelf = Shelf(self._bridge.post, folder, total, self._build)
        session.results.refresh()
        while self.model.rowCount() < total:
            QApplication.processEvents()

    @cache  # noqa: B019  as long as the benchmark lasts
    def _build(self, number: int) -> Result:
        """As most are: paid for, and every tenth with stars."""
        result = describe_result(self._folder, number, gateway="https://gateway.example:443")
        return replace(
            result,
            thumbnail=self._thumbnails[number % THUMBNAILS],
            marks=Marks(stars=3 if number % 10 == 0 else 0),
        )

    def open(self) -> None:
        self._view = TileView(self.model, self._chosen, is_strip=False)
        self._view.set_tile_size(TILE)
        self._host.paint_first(self._view)

    def close(self) -> None:
        if self._view is not None:
            _destroy(self._view)
            self._view = None

    def time_first_paint_ms(self) -> float:
        with closing(self):
            return time_ms(self.open)

    def scroll(self) -> list[float]:
        """Milliseconds for each turn of the wheel by a notch, until it is painted."""
        assert self._view is not None
        bar = self._view.verticalScrollBar()
        start = bar.maximum() // 2
        self._scroll_to(start)
        self._wait_for_pictures()
        places = [start + SCROLL_PX * step for step in range(SCROLLS)]
        return [time_ms(partial(self._scroll_to, place)) for place in places]

    def _wait_for_pictures(self) -> None:
        """Those of the first screen; all that come later have been read for another tile."""
        until = QDeadlineTimer(1_000)
        while not until.hasExpired():
            QApplication.processEvents()

    def _scroll_to(self, place: int) -> None:
        assert self._view is not None
        self._view.verticalScrollBar().setValue(place)
        QApplication.processEvents()

    def time_arrival_ms(self) -> float:
        assert self._view is not None
        self._view.verticalScrollBar().setValue(0)
        QApplication.processEvents()
        self._total += 1
        arrived = (self._build(self._total),)
        return time_ms(partial(self._let_arrive, arrived))

    def _let_arrive(self, results: tuple[Result, ...]) -> None:
        self._bridge.results_arrived.emit(results)
        QApplication.processEvents()


class _PaintWatch(QObject):
    is_painted = False

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802  a virtual of Qt
        self.is_painted |= event.type() == QEvent.Type.Paint
        return False


class _Host:
    """A window that is on the screen already: views come into it, and only what they do is measured."""

    def __init__(self) -> None:
        self._window = QWidget()
        self._window.resize(VIEW)
        self._window.show()
        QApplication.processEvents()

    def paint_first(self, view: QAbstractItemView) -> None:
        """Show a view for the first time, up to its first tiles or lines; what is due after them can wait."""
        watch = _PaintWatch()
        view.setParent(self._window)
        view.viewport().installEventFilter(watch)
        view.resize(VIEW)
        view.show()
        while not watch.is_painted:
            QApplication.sendPostedEvents()

    def time_list_ms(self, rows: QAbstractItemModel) -> float:
        views: list[QListView] = []
        taken_ms = time_ms(lambda: views.append(self._show_list(rows)))
        _destroy(views[0])
        return taken_ms

    def _show_list(self, rows: QAbstractItemModel) -> QListView:
        view = QListView()
        view.setUniformItemSizes(True)
        view.setModel(rows)
        self.paint_first(view)
        return view


def _destroy(view: QAbstractItemView) -> None:
    """At once, for without a running event loop Qt deletes nothing later."""
    view.hide()
    QApplication.processEvents()
    shiboken6.delete(view)
