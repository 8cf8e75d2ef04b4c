"""P2: from an event of the pointer to painted pixels, on the real canvas of 1920 × 1080.

One stroke is a run: a press, moves along a closed curve as fast as a hand goes at 120 events a second,
and the release. Each event is timed until the queue of the event loop is empty, so that what it made to
be painted is painted. The stroke is then undone, so that the next one meets a mask that is as new.
The figures of a row are those of its strokes: the 95th percentile, or the slowest, of each.

Peers take turns with the program: ``QGraphicsView`` with a pixmap set on each move, and
``Labels.paint`` of napari, whose drawing is not counted.
"""

from __future__ import annotations

import importlib.util
import tempfile
import time
from itertools import islice, product
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Any

import numpy as np
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPixmap
from PySide6.QtWidgets import QApplication, QGraphicsScene, QGraphicsView

from tests.benchmarks.children import run_child
from tests.benchmarks.painting import VIEW, PaintedCanvas, walk
from tests.benchmarks.pictures import SIZES
from tests.benchmarks.rows import build_limit_row, build_row, find_p95

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QGraphicsPixmapItem

    from tests.benchmarks.rows import Row
    from turbo_studio.core.geometry import Size

ZOOMS = (0.1, 1.0, 4.0)
BRUSHES_PX = (40, 200)
"""Diameters on the screen."""
STROKES = 5
PEER_MOVES = 3
NAPARI_MOVES = 40

P95_MAX_MS = 4.0
SLOWEST_MAX_MS = 8.3
GROWTH_RATIO_MAX = 1.3
SETPIXMAP_RATIO_MAX = 1 / 200
NAPARI_RATIO_MAX = 0.5

Figures = dict[str, list[list[float]]]
"""By who paints: for each stroke the milliseconds of each event."""


def measure() -> list[Row]:
    rows = []
    for megapixels, zoom, brush_px in product(SIZES, ZOOMS, BRUSHES_PX):
        figures: Figures = run_child(measure_strokes, megapixels, zoom, brush_px)
        rows += _build_rows(f"{megapixels} MP at {zoom:.0%}, brush {brush_px} px", figures)
    return [*rows, *(_build_growth_row(brush_px) for brush_px in BRUSHES_PX)]


def _build_growth_row(brush_px: int) -> Row:
    large, small = run_child(measure_growth, brush_px)
    what = f"96 MP against 16 MP at 100%, brush {brush_px} px: median"
    return build_row("P2", what, large, small, "ms", GROWTH_RATIO_MAX)


def _build_rows(where: str, figures: Figures) -> list[Row]:
    program = figures["program"]
    rows = [
        build_limit_row("P2", f"{where}: p95", [find_p95(stroke) for stroke in program], "ms", P95_MAX_MS),
        build_limit_row("P2", f"{where}: slowest", [max(stroke) for stroke in program], "ms", SLOWEST_MAX_MS),
    ]
    middles = [median(stroke) for stroke in program]
    for name, goal in (("setPixmap", SETPIXMAP_RATIO_MAX), ("napari", NAPARI_RATIO_MAX)):
        if name in figures:
            peer = [median(stroke) for stroke in figures[name]]
            rows.append(build_row("P2", f"{where}: median against {name}", middles, peer, "ms", goal))
    if "undrawn" in figures:
        undrawn, napari = ([median(stroke) for stroke in figures[name]] for name in ("undrawn", "napari"))
        what = f"{where}: not drawn either, against napari"
        rows.append(build_row("P2", what, undrawn, napari, "ms", NAPARI_RATIO_MAX))
    return rows


def measure_growth(brush_px: int) -> tuple[list[float], list[float]]:
    """Medians of strokes at 100 % on 96 MP and, in turn, on 16 MP."""
    application = QApplication.instance() or QApplication([])
    with tempfile.TemporaryDirectory() as folder:
        programs = [PaintedCanvas(SIZES[megapixels], 1.0, brush_px, Path(folder)) for megapixels in (96, 16)]
        for program in programs:
            program.check_painting()
        strokes = [[median(program.paint_stroke()) for program in programs] for _ in range(STROKES)]
        for program in programs:
            program.close()
    del application
    return [large for large, _ in strokes], [small for _, small in strokes]


def measure_strokes(megapixels: int, zoom: float, brush_px: int) -> Figures:
    """Strokes of the program and, on the largest picture at 100 %, of its peers in turn."""
    application = QApplication.instance() or QApplication([])
    size, with_peers = SIZES[megapixels], megapixels == 96 and zoom == 1
    with tempfile.TemporaryDirectory() as folder:
        program = PaintedCanvas(size, zoom, brush_px, Path(folder))
        program.check_painting()
        figures: Figures = {"program": []}
        peers: dict[str, Callable[[], list[float]]] = _build_peers(size, brush_px) if with_peers else {}
        if with_peers:
            figures |= {"setPixmap": [], "napari": [], "undrawn": []}
        for _ in range(STROKES):
            figures["program"].append(program.paint_stroke())
            for name, paint in peers.items():
                figures[name].append(paint())
            if with_peers:
                figures["undrawn"].append(program.paint_undrawn())
        program.close()
    del application
    return figures


def _build_peers(size: Size, brush_px: int) -> dict[str, Callable[[], list[float]]]:
    peers = {"setPixmap": _SetPixmap(size, brush_px).paint_stroke}
    if importlib.util.find_spec("napari") is not None:
        peers["napari"] = _Napari(size, brush_px).paint_stroke
    return peers


class _SetPixmap:
    """The usual way with Qt: paint into an image, hand it to the item of a scene on each move."""

    def __init__(self, size: Size, brush_px: int) -> None:
        self._brush_px = brush_px
        self._middle = QPointF(size.width / 2, size.height / 2)
        self._mask = QImage(*size, QImage.Format.Format_ARGB32_Premultiplied)
        self._mask.fill(Qt.GlobalColor.transparent)
        picture = QPixmap(*size)
        picture.fill(QColor("#406080"))
        self._scene = QGraphicsScene()
        self._scene.addPixmap(picture)
        self._overlay: QGraphicsPixmapItem = self._scene.addPixmap(QPixmap.fromImage(self._mask))
        self._view = QGraphicsView(self._scene)
        self._view.resize(*VIEW)
        self._view.centerOn(self._middle)
        self._view.show()
        QApplication.processEvents()

    def paint_stroke(self) -> list[float]:
        return [self._move(self._middle + point) for point in islice(walk(1000, 700), PEER_MOVES)]

    def _move(self, point: QPointF) -> float:
        begun_s = time.perf_counter()
        painter = QPainter(self._mask)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(255, 0, 0, 128))
        painter.drawEllipse(point, self._brush_px / 2, self._brush_px / 2)
        painter.end()
        self._overlay.setPixmap(QPixmap.fromImage(self._mask))
        QApplication.processEvents()
        return (time.perf_counter() - begun_s) * 1000


class _Napari:
    """Paints another label with each stroke, for one that is there already costs it nothing."""

    _label = 0

    def __init__(self, size: Size, brush_px: int) -> None:
        layers: Any = importlib.import_module("napari.layers")
        self._labels = layers.Labels(np.zeros((size.height, size.width), np.uint8))
        self._labels.brush_size = brush_px
        self._middle = QPointF(size.width / 2, size.height / 2)

    def paint_stroke(self) -> list[float]:
        self._label += 1
        return [self._move(self._middle + point) for point in islice(walk(1000, 700), NAPARI_MOVES)]

    def _move(self, point: QPointF) -> float:
        begun_s = time.perf_counter()
        self._labels.paint((point.y(), point.x()), self._label)
        return (time.perf_counter() - begun_s) * 1000
