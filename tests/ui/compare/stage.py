"""A compare page with results whose pixels a test paints, and what can be seen on it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from math import floor
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from tests.helpers.fake_engine import build_result, build_session, write_raster
from turbo_studio.core.facts import (
    ComparisonEnded,
    ComparisonProgressed,
    PictureDecoded,
)
from turbo_studio.core.geometry import Size
from turbo_studio.core.result import Upload
from turbo_studio.ui.compare.page import ComparePage

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

    from tests.helpers.fake_engine import FakeEngine
    from turbo_studio.core.comparing import Comparing, Measure
    from turbo_studio.core.result import Result
    from turbo_studio.core.sources import Raster
    from turbo_studio.session.session import Session
    from turbo_studio.ui.bridge import Bridge
    from turbo_studio.ui.compare.pane import ComparePane

    Bytes = NDArray[np.uint8]

VIEW = Size(900, 700)
SIZE = Size(64, 48)
RED, GREEN, BLUE, GREY = (220, 30, 40), (20, 200, 60), (30, 60, 230), (120, 120, 120)


def paint(colour: tuple[int, int, int], size: Size = SIZE) -> Bytes:
    """Rows of one colour, opaque."""
    rgba = np.full((size.height, size.width, 4), 255, np.uint8)
    rgba[..., :3] = colour
    return rgba


def paint_mask(size: Size = SIZE) -> Bytes:
    """As it is sent: transparent in the left half, which is to be changed."""
    rgba = paint((0, 0, 0), size)
    rgba[:, : size.width // 2] = 0
    return rgba


@dataclass
class Stage:
    page: ComparePage
    session: Session
    bridge: Bridge
    engine: FakeEngine
    folder: Path
    pixels: dict[Path, Bytes] = field(default_factory=dict)
    answered: set[int] = field(default_factory=set)

    # Results

    def make_result(
        self,
        number: int,
        pixels: Bytes,
        *,
        source: Bytes | None = None,
        mask: Bytes | None = None,
        prompt: str = "a cup of tea",
    ) -> Result:
        result = build_result(self.folder, number, prompt)
        self.pixels[result.path] = pixels
        uploads = () if source is None else (self._make_upload(f"source{number}", source),)
        made_by = replace(
            result.provenance,
            uploads=uploads,
            source_names=tuple("cup.png" for _ in uploads),
            mask=None if mask is None else self._make_upload(f"mask{number}", mask),
        )
        return replace(result, provenance=made_by, size=_measure(pixels), sequence=number)

    def _make_upload(self, name: str, pixels: Bytes) -> Upload:
        path = self.folder / name
        self.pixels[path] = pixels
        return Upload(path, name, "image/png", _measure(pixels), 100)

    # What the engine does

    def compare(self, *results: Result) -> None:
        assert self.page.compare(results)
        self.page.resize(*VIEW)
        self.page.show()
        self.page.setFocus()
        QApplication.processEvents()
        self.decode()

    def decode(self) -> None:
        """Have the engine tell the pixels of all that is wanted now."""
        for wish in self.engine.calls_of("look_at")[-1][0]:
            if wish.token not in self.answered:
                self.answered.add(wish.token)
                self.session.receive(PictureDecoded(wish.token, self._write(wish.path)))
        QApplication.processEvents()

    def _write(self, path: Path) -> Raster:
        rgba = self.pixels[path].copy()
        has_alpha = bool((rgba[..., 3] < 255).any())
        raster = write_raster(self.folder / f"{len(self.answered)}.raster", rgba)
        return raster._replace(has_alpha=has_alpha)

    @property
    def asked(self) -> Comparing | None:
        """What is to be measured now."""
        calls = [call for call in self.engine.calls if call[0] in ("compare", "drop_comparison")]
        if not calls or calls[-1][0] == "drop_comparison":
            return None
        asked: Comparing = calls[-1][1][1]
        return asked

    def measure(self, pixels: Bytes, done_rows: int, measure: Measure | None = None) -> None:
        """Have the engine tell how far the comparison is."""
        token, _ = self.engine.calls_of("compare")[-1]
        raster = write_raster(self.folder / f"measured{token}.raster", pixels)
        self.session.receive(ComparisonProgressed(token, raster, done_rows))
        if measure is not None:
            self.session.receive(ComparisonEnded(token, measure))
        QApplication.processEvents()

    # What a hand does

    def press(self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        QTest.keyClick(QApplication.focusWidget() or self.page, key, modifier)
        QApplication.processEvents()

    def place(self, x: float, y: float, pane: int = 0) -> QPoint:
        """Where a place of the frame lies in a pane."""
        position = self.page.panes[pane].map_from_image(QPointF(x, y))
        return QPoint(floor(position.x()), floor(position.y()))

    # What is seen

    @property
    def panes(self) -> list[ComparePane]:
        """Those that are shown."""
        return [pane for pane in self.page.panes if pane.isVisible()]

    def colour_at(self, x: float, y: float, pane: int = 0) -> tuple[int, int, int]:
        """What a pane shows at a place of the frame."""
        shown = self.page.panes[pane]
        image = shown.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
        place = self.place(x, y, pane) * image.devicePixelRatio()
        colour = image.pixelColor(place)
        return colour.red(), colour.green(), colour.blue()


def build_stage(folder: Path) -> Stage:
    session, bridge, engine = build_session()
    return Stage(ComparePage(session, bridge), session, bridge, engine, folder)


def _measure(pixels: Bytes) -> Size:
    return Size(pixels.shape[1], pixels.shape[0])
