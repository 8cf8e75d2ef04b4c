"""What the lists have in common: pictures as tiles, marks on them, plain tooltips, an empty list's words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, Qt, Slot
from PySide6.QtGui import QColor, QPainterPath, QPen
from PySide6.QtGui import Qt as GuiText
from PySide6.QtWidgets import QLabel, QListView

from turbo_studio.ui.theme import tokens

if TYPE_CHECKING:
    from PySide6.QtCore import QAbstractItemModel, QRect
    from PySide6.QtGui import QHideEvent, QPainter, QPixmap, QResizeEvent
    from PySide6.QtWidgets import QStyledItemDelegate, QWidget

    from turbo_studio.ui.thumbnails import ThumbnailLoader

_RADIUS = 4.0
_BADGE_BACKGROUND = QColor(0, 0, 0, 170)
_BADGE_TEXT = QColor("#ffffff")


def as_tooltip(text: str) -> str:
    """Foreign text as it is: a tooltip would take what looks like HTML for HTML."""
    return str(GuiText.convertFromPlainText(text))


def draw_tile(painter: QPainter, tile: QRect, pixmap: QPixmap | None, *, is_opaque: bool = True) -> None:
    """A picture that fills its tile, cut evenly where the shapes differ; a quiet field without one.

    One that is not opaque lies over what is there.
    """
    shape = QPainterPath()
    shape.addRoundedRect(QRectF(tile), _RADIUS, _RADIUS)
    painter.setRenderHints(painter.RenderHint.Antialiasing | painter.RenderHint.SmoothPixmapTransform)
    if is_opaque:
        painter.fillPath(shape, tokens().raised)
    if pixmap is None:
        return
    part = QRectF(tile)
    scale = min(pixmap.width() / part.width(), pixmap.height() / part.height())
    part.setSize(part.size() * scale)
    part.moveCenter(QRectF(pixmap.rect()).center())
    painter.save()
    painter.setClipPath(shape)
    painter.drawPixmap(QRectF(tile), pixmap, part)
    painter.restore()


def draw_frame(painter: QPainter, tile: QRect, color: QColor, width: float = 2.0) -> None:
    """A line around a tile, just outside it."""
    painter.setPen(QPen(color, width))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    outside = width / 2
    frame = QRectF(tile).adjusted(-outside, -outside, outside, outside)
    painter.drawRoundedRect(frame, _RADIUS + outside, _RADIUS + outside)


def draw_badge(painter: QPainter, badge: QRect, text: str) -> None:
    """Short words on a picture, readable on any."""
    radius = badge.height() / 2
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(_BADGE_BACKGROUND)
    painter.drawRoundedRect(badge, radius, radius)
    painter.setPen(_BADGE_TEXT)
    painter.drawText(badge, Qt.AlignmentFlag.AlignCenter, text)


def draw_dot(painter: QPainter, dot: QRect, color: QColor) -> None:
    painter.setPen(QPen(_BADGE_TEXT, 1.0))
    painter.setBrush(color)
    painter.drawEllipse(dot)


def draw_cross(painter: QPainter, cross: QRect, color: QColor) -> None:
    """The sign for taking away, in the middle third of its rectangle."""
    painter.setRenderHint(painter.RenderHint.Antialiasing)
    painter.setPen(QPen(color, 1.5, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
    center, arm = QRectF(cross).center(), cross.width() / 5
    for down in (-arm, arm):
        painter.drawLine(center + QPointF(-arm, -down), center + QPointF(arm, down))


def build_empty_label(view: QWidget) -> QLabel:
    """What a view says while it has no rows."""
    label = QLabel(view)
    label.setProperty("role", "secondary")
    label.setWordWrap(True)
    label.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
    label.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
    label.hide()
    return label


class StudioListView(QListView):
    """A list that says something while it has no rows, and learns to draw them when the first come.

    Neither this class nor its users may call ``viewport()`` before the first paint: the first call has
    the bindings build every type of widget that a viewport might be, 11 ms of the start-up.
    """

    def __init__(self, inset_px: int) -> None:
        """``inset_px``: how far the words stand from the left, to be in line with what stands above."""
        super().__init__()
        self._inset_px = inset_px
        self._has_delegate = False
        self.thumbnails: ThumbnailLoader | None = None
        self.setMouseTracking(True)
        self.setFrameShape(QListView.Shape.NoFrame)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        palette = self.palette()
        palette.setColor(palette.ColorRole.Base, Qt.GlobalColor.transparent)
        self.setPalette(palette)
        self.empty_label = build_empty_label(self)

    def _build_delegate(self) -> QStyledItemDelegate | None:
        """What draws the rows, asked for once, when the first come; None keeps the one that there is."""
        return None

    def _use_thumbnails(self) -> ThumbnailLoader:
        """The pictures of the rows, for the delegate."""
        from turbo_studio.ui.thumbnails import ThumbnailLoader  # late, for the start-up

        self.thumbnails = ThumbnailLoader(self)
        self.thumbnails.loaded.connect(self.repaint_rows)
        return self.thumbnails

    @Slot()
    def repaint_rows(self) -> None:
        self.viewport().update()

    @Slot()
    def _on_model_rows_changed(self) -> None:
        """An empty list is no stop for Tab: it has nothing to show the focus on."""
        is_empty = not self.model().rowCount()
        if not (is_empty or self._has_delegate):
            self._has_delegate = True
            delegate = self._build_delegate()
            if delegate is not None:
                self.setItemDelegate(delegate)
        self.empty_label.setVisible(is_empty)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus if is_empty else Qt.FocusPolicy.StrongFocus)

    def setModel(self, model: QAbstractItemModel | None) -> None:
        super().setModel(model)
        if model is not None:
            for signal in (model.rowsInserted, model.rowsRemoved, model.modelReset):
                signal.connect(self._on_model_rows_changed)
            self._on_model_rows_changed()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.empty_label.setGeometry(self.rect().adjusted(self._inset_px, 4, 0, 0))

    def hideEvent(self, event: QHideEvent) -> None:
        if self.thumbnails is not None:
            self.thumbnails.stop()
        super().hideEvent(event)
