"""The readout of a comparison: the colours under the pointer, what was measured, and how sizes were met."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication, QLocale, Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from turbo_studio.core.comparing import HeatMap
from turbo_studio.ui.compare.mode_settings import say_region
from turbo_studio.ui.compare.sides import LETTERS
from turbo_studio.ui.words import say_problem

if TYPE_CHECKING:
    from PySide6.QtGui import QColor

    from turbo_studio.core.geometry import Point, Size
    from turbo_studio.session.comparison import Comparison
    from turbo_studio.ui.compare.arrangement import Arrangement
    from turbo_studio.ui.compare.scene import Scene

_SHARE_MIN = 0.0001


class Readout(QWidget):
    """One line of words below the pictures, and above it the zoom, beside what its user puts there."""

    def __init__(self, settings: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.pointer_label = self._build_label("compare_pointer_label", self.tr("Colours under the pointer"))
        self.size_label = self._build_label("compare_size_label", self.tr("How the sizes were met"))
        self.zoom_label = self._build_label("compare_zoom_label", self.tr("Zoom"))
        self.fit_button = self._build_button("compare_fit_button", self.tr("Fit"), "Ctrl+0")
        self.actual_button = self._build_button("compare_actual_button", self.tr("100 %"), "Ctrl+1")
        self.pointer_label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        above, below = QHBoxLayout(), QHBoxLayout()
        above.setSpacing(8)
        above.addWidget(settings)
        above.addStretch(1)
        for widget in (self.zoom_label, self.fit_button, self.actual_button):
            above.addWidget(widget)
        below.addWidget(self.pointer_label, 1)
        below.addWidget(self.size_label)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addLayout(above)
        column.addLayout(below)

    def _build_label(self, name: str, spoken: str) -> QLabel:
        label = QLabel(self)
        label.setObjectName(name)
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setAccessibleName(spoken)
        label.setProperty("role", "secondary")
        return label

    def _build_button(self, name: str, text: str, keys: str) -> QPushButton:
        button = QPushButton(text, self)
        button.setObjectName(name)
        button.setToolTip(QKeySequence(keys).toString(QKeySequence.SequenceFormat.NativeText))
        return button

    def show_zoom(self, zoom: float) -> None:
        self.zoom_label.setText(self.tr("{0} %").format(QLocale().toString(round(zoom * 100, 1), "g", 4)))

    def show_sizes(self, frame: Size | None, scene: Scene, arrangement: Arrangement) -> None:
        """Say it where a picture had to be enlarged to be laid over the others."""
        sizes = [scene.find_size(side) for side in arrangement.paned]
        enlarged = [
            LETTERS[place]
            for place, size in enumerate(sizes)
            if frame is not None and size is not None and size.width != frame.width
        ]
        said = self.tr("{0} enlarged to {1} px width").format(
            ", ".join(enlarged), frame.width if frame else 0
        )
        self.size_label.setText(said if enlarged else "")

    def show_pointer(self, point: Point | None, scene: Scene, arrangement: Arrangement) -> None:
        """The pixel of the frame, the colours of the sides there, and how different A and B look."""
        if point is None or scene.frame is None:
            self.pointer_label.setText("")
            return
        colours = [scene.find_colour(side, point) for side in arrangement.paned]
        if not any(colours):
            self.pointer_label.setText("")
            return
        parts = [f"{int(point.x)}, {int(point.y)}"]
        parts += [
            f"{letter} {colour.name()}" for letter, colour in zip(LETTERS, colours, strict=False) if colour
        ]
        if len(colours) > 1 and colours[0] is not None and colours[1] is not None:
            distance = _find_distance(colours[0], colours[1])
            parts.append(self.tr("ΔE {0}").format(QLocale().toString(distance, "f", 1)))
        self.pointer_label.setText("    ".join(parts))


def say_measured(comparison: Comparison) -> str:
    """How far it is, or what was found; nothing where nothing is measured."""
    asked, measure = comparison.asked, comparison.measure
    if asked is None:
        return ""
    if comparison.problem is not None:
        return say_problem(comparison.problem)
    if measure is None:
        share = comparison.done_rows / asked.size.height
        return _translate(QT_TRANSLATE_NOOP("Readout", "Measuring… {0} %")).format(round(100 * share))
    mean, greatest = (QLocale().toString(value, "f", 1) for value in (measure.mean, measure.maximum))
    template = _HEAT if isinstance(asked.look, HeatMap) else _DIFFERENCE
    share_said = _say_share(measure.changed_share)
    return _translate(template).format(say_region(asked.region), share_said, mean, greatest)


_HEAT = QT_TRANSLATE_NOOP("Readout", "{0}: {1} visibly changed (ΔE > 1) · mean ΔE {2} · max {3}")
_DIFFERENCE = QT_TRANSLATE_NOOP("Readout", "{0}: {1} differ · mean {2} of 255 · max {3}")


def _translate(text: object) -> str:
    return QCoreApplication.translate("Readout", str(text))


def _say_share(share: float) -> str:
    """Some is not none, and nearly all is not all."""
    if 0 < share < _SHARE_MIN:
        return f"< {QLocale().toString(100 * _SHARE_MIN, 'f', 2)} %"
    shown = min(share, 1 - _SHARE_MIN) if share < 1 else share
    return f"{QLocale().toString(100 * shown, 'f', 2)} %"


def _find_distance(one: QColor, other: QColor) -> float:
    import numpy as np  # late, as it has always been loaded before there is a picture

    from turbo_studio.core.colour_distance import convert_to_lab, find_differences

    colours = np.array([[colour.red(), colour.green(), colour.blue()] for colour in (one, other)], np.uint8)
    lab = convert_to_lab(colours)
    return float(find_differences(lab[:, :1], lab[:, 1])[0])
