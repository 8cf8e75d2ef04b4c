"""The dialog of the feather preview: how wide it is, seen on the canvas while it is set."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QSize, Qt, QTimer, Slot
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QHBoxLayout, QLabel, QSlider, QSpinBox, QVBoxLayout

from turbo_studio.core.mask_look import FEATHER_MAX_PX
from turbo_studio.ui.theme import indent_spin_boxes

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from turbo_studio.session.session import Session

_PAUSE_MS = 80
"""A dragged slider tells more values than can be painted and kept."""
_SLIDER_WIDTH_PX = 220
_NOTE_WIDTH_PX = 340
_ASIDE_PX = 40


class FeatherDialog(QDialog):
    """It stays open beside the canvas, which can be zoomed and painted meanwhile."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.setObjectName("feather_dialog")
        self.setWindowTitle(self.tr("Feather preview"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.size_slider = QSlider(Qt.Orientation.Horizontal)
        self.size_slider.setObjectName("feather_size_slider")
        self.size_slider.setAccessibleName(self.tr("Feather size"))
        self.size_slider.setMinimumWidth(_SLIDER_WIDTH_PX)
        self.size_box = QSpinBox()
        self.size_box.setObjectName("feather_size_box")
        self.size_box.setAccessibleName(self.tr("Feather size"))
        self.size_box.setSuffix(self.tr(" px"))
        indent_spin_boxes(self.size_box)
        for field in (self.size_slider, self.size_box):
            field.setRange(0, FEATHER_MAX_PX)
            field.setValue(session.preferences.feather_px)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_PAUSE_MS)
        self._lay_out()
        self._connect()
        self.size_box.selectAll()
        self.size_box.setFocus()

    def stand_aside(self, canvas: QWidget) -> None:
        """Open in the lower right corner of the canvas, and not over its middle."""
        size = self.sizeHint() + QSize(_ASIDE_PX, _ASIDE_PX)
        self.move(canvas.mapToGlobal(QPoint(canvas.width() - size.width(), canvas.height() - size.height())))

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(10)
        label = QLabel(self.tr("&Size"))
        label.setBuddy(self.size_box)
        row.addWidget(label)
        row.addWidget(self.size_slider, 1)
        row.addWidget(self.size_box)
        note = QLabel(
            self.tr(
                "How softly the edge would be blended, inwards, in pixels of the picture. Only the canvas "
                "shows this: the mask that is sent stays hard."
            )
        )
        note.setTextFormat(Qt.TextFormat.PlainText)
        note.setProperty("role", "secondary")
        note.setWordWrap(True)
        note.setMinimumWidth(_NOTE_WIDTH_PX)
        buttons = QDialogButtonBox()
        close = buttons.addButton(self.tr("Close"), QDialogButtonBox.ButtonRole.RejectRole)
        close.setObjectName("feather_close_button")
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 16, 20, 16)
        layout.setSpacing(12)
        layout.addLayout(row)
        layout.addWidget(note)
        layout.addWidget(buttons)

    def _connect(self) -> None:
        self.size_slider.valueChanged.connect(self.size_box.setValue)
        self.size_box.valueChanged.connect(self.size_slider.setValue)
        self.size_box.valueChanged.connect(self._on_size_box_value_changed)
        self._timer.timeout.connect(self._show_size)
        self.finished.connect(self._show_size)

    @Slot()
    def _on_size_box_value_changed(self) -> None:
        if not self._timer.isActive():
            self._timer.start()

    @Slot()
    def _show_size(self) -> None:
        size_px = self.size_box.value()
        if size_px != self._session.preferences.feather_px:
            self._session.set_preferences(self._session.preferences._replace(feather_px=size_px))
