"""Small pictures in rows that can be pressed: sources, parents and children of a result."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QRect, QSize, Qt, Signal, Slot
from PySide6.QtGui import QPainter, QPixmap
from PySide6.QtWidgets import QAbstractButton, QGridLayout, QSizePolicy, QWidget

from turbo_studio.ui.panels.tiles import as_tooltip, draw_badge, draw_frame, draw_tile
from turbo_studio.ui.theme import tokens

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QPaintEvent

    from turbo_studio.core.result import Result
    from turbo_studio.ui.thumbnails import ThumbnailLoader

COLUMNS = 4
_TILE = QSize(62, 62)
_FRAME_PX = 3
_BADGE_HEIGHT = 16
_MASK_OPACITY = 0.65


class Tile(NamedTuple):
    """What one button shows."""

    said: str
    """For the tooltip and for screen readers."""
    thumbnail: str = ""
    """The path of a PNG that the program made; empty where there is none."""
    result: Result | None = None
    """Where a press leads to; None for a picture that only shows itself."""
    badge: str = ""
    mask: str = ""
    """The path of a small mask as it was sent, to be laid over the picture."""


class PictureButtons(QWidget):
    """As many rows as it takes."""

    result_pressed = Signal(object)  # Result

    def __init__(self, name: str, thumbnails: ThumbnailLoader, parent: QWidget | None = None) -> None:
        """``name`` begins the object name of each button."""
        super().__init__(parent)
        self._name = name
        self._thumbnails = thumbnails
        self._buttons: list[_PictureButton] = []
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(2)
        self._grid.setColumnStretch(COLUMNS, 1)
        thumbnails.loaded.connect(self._on_thumbnails_loaded)

    def show_tiles(self, tiles: Sequence[Tile]) -> None:
        while len(self._buttons) < len(tiles):
            self._add_button()
        for index, button in enumerate(self._buttons):
            button.setVisible(index < len(tiles))
            if index < len(tiles):
                button.show_tile(tiles[index])

    def _add_button(self) -> None:
        number = len(self._buttons)
        button = _PictureButton(self._thumbnails, self)
        button.setObjectName(f"{self._name}_{number + 1}")
        button.clicked.connect(self._on_button_clicked)
        self._grid.addWidget(button, number // COLUMNS, number % COLUMNS)
        self._buttons.append(button)

    @Slot()
    def _on_button_clicked(self) -> None:
        button = self.sender()
        if isinstance(button, _PictureButton) and button.tile.result is not None:
            self.result_pressed.emit(button.tile.result)

    @Slot()
    def _on_thumbnails_loaded(self) -> None:
        for button in self._buttons:
            button.update()


class _PictureButton(QAbstractButton):
    """No push button: the style sheet would give it the height of a line."""

    def __init__(self, thumbnails: ThumbnailLoader, parent: QWidget) -> None:
        super().__init__(parent)
        self._thumbnails = thumbnails
        self.tile = Tile("")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setFixedSize(_TILE + QSize(2 * _FRAME_PX, 2 * _FRAME_PX))
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_tile(self, tile: Tile) -> None:
        self.tile = tile
        self.setAccessibleName(tile.said)
        self.setToolTip(as_tooltip(tile.said))
        self.setEnabled(tile.result is not None)
        self.setCursor(Qt.CursorShape.PointingHandCursor if tile.result else Qt.CursorShape.ArrowCursor)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        place = QRect(_FRAME_PX, _FRAME_PX, _TILE.width(), _TILE.height())
        draw_tile(painter, place, self._find(self.tile.thumbnail))
        mask = self._find(self.tile.mask)
        if mask is not None:
            painter.setOpacity(_MASK_OPACITY)
            draw_tile(painter, place, _tint_selected(mask), is_opaque=False)
            painter.setOpacity(1.0)
        if self.tile.badge:
            width = max(_BADGE_HEIGHT, painter.fontMetrics().horizontalAdvance(self.tile.badge) + 8)
            corner = place.topLeft()
            draw_badge(painter, QRect(corner.x() + 3, corner.y() + 3, width, _BADGE_HEIGHT), self.tile.badge)
        if self.hasFocus():
            draw_frame(painter, place, tokens().accent, 3.0)
        elif self.underMouse() and self.isEnabled():
            draw_frame(painter, place, tokens().border)

    def _find(self, path: str) -> QPixmap | None:
        return self._thumbnails.find(path) if path else None


def _tint_selected(mask: QPixmap) -> QPixmap:
    """What a mask as sent selects is what is transparent in it."""
    tinted = QPixmap(mask.size())
    tinted.fill(tokens().mask)
    painter = QPainter(tinted)
    painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_DestinationOut)
    painter.drawPixmap(0, 0, mask)
    painter.end()
    return tinted
