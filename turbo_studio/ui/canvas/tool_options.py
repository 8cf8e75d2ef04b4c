"""The tool options: what the tool in hand can be set to, and how much of image 1 will change."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QLocale, QSize, Qt, Slot
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QWidget

from turbo_studio.ui.canvas.brush_options import BrushOptions
from turbo_studio.ui.canvas.tools import ToolName
from turbo_studio.ui.icons import build_icon

if TYPE_CHECKING:
    from PySide6.QtGui import QPaintEvent

    from turbo_studio.session.session import Session
    from turbo_studio.ui.bridge import Bridge
    from turbo_studio.ui.canvas.offer_options import OfferOptions
    from turbo_studio.ui.canvas.selection_options import SelectionOptions
    from turbo_studio.ui.canvas.tool_view import ToolView

_BAR_HEIGHT_PX = 46
_ICON_SIDE_PX = 18
_ICONS = {
    ToolName.BRUSH: "brush",
    ToolName.ERASER: "eraser",
    ToolName.LASSO: "lasso",
    ToolName.RECTANGLE: "square-dashed",
    ToolName.ELLIPSE: "circle-dashed",
    ToolName.WAND: "wand-sparkles",
    ToolName.OUTLINE: "scan-search",
    ToolName.HAND: "hand",
    ToolName.ZOOM: "zoom-in",
}


class ToolOptions(QWidget):
    """The bar above the canvas. The options of a kind of tool are built when it is first taken up."""

    def __init__(
        self, session: Session, bridge: Bridge, canvas: ToolView, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._canvas = canvas
        self._bridge = bridge
        self.setObjectName("tool_options")
        self.setAccessibleName(self.tr("Tool options"))
        self.setMinimumHeight(_BAR_HEIGHT_PX)
        self._tool_sign = ToolSign(self)
        self._tool_label = self._build_label("heading")
        self._hint_label = ElidedLabel(self)
        self._share_label = ElidedLabel(self, Qt.AlignmentFlag.AlignRight)
        self.brush_options = BrushOptions(canvas, bridge, self)
        self._selection_options: SelectionOptions | None = None
        self._offer_options: OfferOptions | None = None
        self._described = ""
        self._is_busy = False
        self._lay_out()
        self._connect()
        self._show_tool()
        self._show_share()

    # Building

    def _build_label(self, role: str) -> QLabel:
        label = QLabel(self)
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setProperty("role", role)
        return label

    def _lay_out(self) -> None:
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(14, 6, 14, 6)
        self._row.setSpacing(8)
        self._row.addWidget(self._tool_sign)
        self._row.addWidget(self._tool_label)
        self._row.addSpacing(8)
        self._row.addWidget(self.brush_options)
        self._row.addWidget(self._hint_label, 1)
        self._row.addWidget(self._share_label, 1)

    def _connect(self) -> None:
        self._canvas.tool_changed.connect(self._on_canvas_tool_changed)
        self._canvas.sketch_changed.connect(self._on_canvas_sketch_changed)
        self._bridge.finding_changed.connect(self._on_bridge_finding_changed)
        self._bridge.offer_changed.connect(self._on_bridge_offer_changed)
        self._bridge.mask_changed.connect(self._on_bridge_mask_changed)
        self._bridge.shown_changed.connect(self._on_bridge_shown_changed)
        self._bridge.sources_changed.connect(self._on_bridge_sources_changed)

    def _use_selection_options(self) -> SelectionOptions:
        if self._selection_options is None:
            from turbo_studio.ui.canvas.selection_options import SelectionOptions  # late, for the start-up

            self._selection_options = SelectionOptions(self._canvas, self)
            self._row.insertWidget(self._row.indexOf(self._hint_label), self._selection_options)
        return self._selection_options

    def _use_offer_options(self) -> OfferOptions:
        if self._offer_options is None:
            from turbo_studio.ui.canvas.offer_options import OfferOptions  # late, for the start-up

            self._offer_options = OfferOptions(self._canvas, self)
            self._row.insertWidget(self._row.indexOf(self._hint_label), self._offer_options)
        return self._offer_options

    # Showing

    def _show_tool(self) -> None:
        tool = self._canvas.tool
        self._tool_sign.set_icon_name(_ICONS[tool])
        self._tool_label.setText(self._say_tool(tool))
        self.brush_options.setVisible(tool.is_painting)
        if tool.is_selecting:
            self._use_selection_options().show_tool()
        elif self._selection_options is not None:
            self._selection_options.hide()
        if self._offer_options is not None:
            self._offer_options.hide()
        self._show_hint()

    def _show_offer(self) -> None:
        """While a mask from outside is offered, that comes before the tool."""
        if self._canvas.finder.offer is None:
            self._show_tool()
            return
        self._tool_label.setText(self.tr("Mask from a picture"))
        self.brush_options.hide()
        if self._selection_options is not None:
            self._selection_options.hide()
        self._use_offer_options().show_offer()
        self._show_hint()

    def _show_hint(self) -> None:
        """What is going on, else what the tool can do; the numbers of a box say the first themselves."""
        is_boxing = self._canvas.tool.is_boxing and bool(self._described)
        text = self.tr("Computing… Esc gives up") if self._is_busy else self._described
        self._hint_label.set_text(text or self._say_hint(self._canvas.tool))
        self._hint_label.setVisible(bool(self._hint_label.text()) and not (is_boxing and not self._is_busy))

    def _say_tool(self, tool: ToolName) -> str:
        names = {
            ToolName.BRUSH: self.tr("Brush"),
            ToolName.ERASER: self.tr("Eraser"),
            ToolName.LASSO: self.tr("Lasso"),
            ToolName.RECTANGLE: self.tr("Rectangle"),
            ToolName.ELLIPSE: self.tr("Ellipse"),
            ToolName.WAND: self.tr("Wand"),
            ToolName.OUTLINE: self.tr("Outline"),
            ToolName.HAND: self.tr("Hand"),
            ToolName.ZOOM: self.tr("Zoom"),
        }
        return names[tool]

    def _say_hint(self, tool: ToolName) -> str:
        hints = {
            ToolName.LASSO: self.tr("Drag, or click from corner to corner"),
            ToolName.RECTANGLE: self.tr("Drag, or press the arrow keys"),
            ToolName.ELLIPSE: self.tr("Drag, or press the arrow keys"),
            ToolName.WAND: self.tr("Click a colour, or drag from it to set the tolerance"),
            ToolName.OUTLINE: self.tr("Draw roughly around an object"),
            ToolName.HAND: self.tr("Drag to move the picture"),
            ToolName.ZOOM: self.tr("Click or drag to zoom in, Alt+click to zoom out"),
        }
        return hints.get(tool, "")

    def _show_share(self) -> None:
        self._share_label.set_text(self._say_share())

    def _say_share(self) -> str:
        sources = self._session.document.sources
        share = self._session.sent_mask_share
        if not sources:
            return ""
        if self._session.painter.shown_id != sources[0].id:
            return self.tr("Only the mask of image 1 is sent")
        if share == 0:
            return self.tr("No mask: the whole picture may change")
        if share == 1:
            return self.tr("The mask covers all of image 1: it is sent without a mask")
        per_cent = min(max(share * 100, 0.1), 99.9)  # some is not none, and nearly all is not all
        return self.tr("{0} % of image 1 will change").format(QLocale().toString(per_cent, "f", 1))

    # Slots

    @Slot()
    def _on_canvas_tool_changed(self) -> None:
        self._show_tool()

    @Slot(str)
    def _on_canvas_sketch_changed(self, described: str) -> None:
        self._described = described
        self._show_hint()

    @Slot()
    def _on_bridge_finding_changed(self) -> None:
        self._is_busy = self._canvas.finder.is_busy
        self._show_hint()

    @Slot()
    def _on_bridge_offer_changed(self) -> None:
        self._show_offer()

    @Slot(object, bool)
    def _on_bridge_mask_changed(self, box: object, is_final: bool) -> None:
        if is_final:
            self._show_share()

    @Slot()
    def _on_bridge_shown_changed(self) -> None:
        self._show_share()
        if self._offer_options is not None:
            self._show_offer()

    @Slot()
    def _on_bridge_sources_changed(self) -> None:
        self._show_share()


class ToolSign(QWidget):
    """The icon of a tool, drawn when it is painted."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icon = build_icon(_ICONS[ToolName.BRUSH])
        self.setFixedSize(_ICON_SIDE_PX, _ICON_SIDE_PX)

    def set_icon_name(self, name: str) -> None:
        self._icon = build_icon(name)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        self._icon.paint(painter, self.rect())
        painter.end()


class ElidedLabel(QLabel):
    """A quiet line that gives way: it is cut short where there is no room."""

    def __init__(
        self, parent: QWidget | None = None, side: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft
    ) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("role", "secondary")
        self.setAlignment(side | Qt.AlignmentFlag.AlignVCenter)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)

    def set_text(self, text: str) -> None:
        self.setText(text)
        self.setToolTip(text)

    def minimumSizeHint(self) -> QSize:
        return QSize(0, super().minimumSizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        shown = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, self.width())
        painter = QPainter(self)
        painter.setPen(self.palette().color(self.foregroundRole()))
        painter.drawText(self.rect(), int(self.alignment()), shown)  # by the style: 5 ms at the start-up
        painter.end()
