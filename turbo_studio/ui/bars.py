"""The bars around the canvas: the sandbox bar, the tool strip and the status bar."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QLocale, QSize, Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSizePolicy, QStatusBar, QToolBar, QWidget

from turbo_studio.ui.actions import TOOL_VERBS

if TYPE_CHECKING:
    from PySide6.QtGui import QAction

    from turbo_studio.core.facts import ConnectionChanged
    from turbo_studio.core.geometry import Point, Size
    from turbo_studio.ui.actions import Actions

_TOOL_ICON_PX = 20


def build_bar(name: str, title: str) -> QToolBar:
    """A bar that stays where it is."""
    bar = QToolBar(title)
    bar.setObjectName(name)
    bar.setMovable(False)
    bar.setFloatable(False)
    bar.setContextMenuPolicy(Qt.ContextMenuPolicy.PreventContextMenu)
    return bar


class SandboxBar(QToolBar):
    """Says that nothing leaves this computer, and offers the way out."""

    def __init__(self, connect: QAction) -> None:
        super().__init__()
        self.setObjectName("sandbox_bar")
        self.setWindowTitle(self.tr("Sandbox"))
        self.setMovable(False)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.PreventContextMenu)
        self._label = QLabel(self.tr("Sandbox: synthetic pictures, nothing leaves this computer."))
        self._label.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.connect_button = QPushButton(self.tr("Connect…"))
        self.connect_button.setObjectName("connect_button")
        self.connect_button.setToolTip(self.tr("Use a gateway with your API key"))
        self.connect_button.clicked.connect(connect.trigger)
        content = QWidget()
        row = QHBoxLayout(content)
        row.setContentsMargins(10, 0, 10, 0)
        row.addWidget(self._label)
        row.addWidget(self.connect_button)
        self.addWidget(content)


def build_tool_strip(actions: Actions, title: str) -> QToolBar:
    """The tools, one below the other."""
    strip = build_bar("tool_strip", title)
    strip.setOrientation(Qt.Orientation.Vertical)
    strip.setIconSize(QSize(_TOOL_ICON_PX, _TOOL_ICON_PX))
    for verb in TOOL_VERBS:
        strip.addAction(actions[verb])
        strip.widgetForAction(actions[verb]).setAccessibleName(actions[verb].toolTip())
    return strip


class StatusBar(QStatusBar):
    """Where requests go, and what the canvas shows."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizeGripEnabled(False)
        self._gateway = _build_field("status_gateway")
        self._pointer = _build_field("status_pointer")
        self._size = _build_field("status_size")
        self._zoom = _build_field("status_zoom")
        self.addWidget(self._gateway)
        for field in (self._pointer, self._size, self._zoom):
            self.addPermanentWidget(field)
        self._pointer.setMinimumWidth(self._pointer.fontMetrics().horizontalAdvance("00000, 00000") + 14)
        self._pointer.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)

    def show_connection(self, connection: ConnectionChanged) -> None:
        """The host, and the key's last characters so that two keys can be told apart."""
        if connection.is_sandbox:
            self._gateway.setText(self.tr("Sandbox"))
            return
        host = connection.base_url.partition("://")[2].partition("/")[0]
        self._gateway.setText(self.tr("{0} · key …{1}").format(host, connection.key_tail))

    def show_picture_size(self, size: Size | None) -> None:
        self._size.setText("" if size is None else f"{size.width} × {size.height}")

    def show_zoom(self, zoom: float | None) -> None:
        percent = "" if zoom is None else QLocale().toString(round(zoom * 100, 1), "g", 4)
        self._zoom.setText(self.tr("{0} %").format(percent) if percent else "")

    def show_pointer(self, point: Point | None) -> None:
        """The pixel under the pointer, counted from 0."""
        self._pointer.setText("" if point is None else f"{int(point.x)}, {int(point.y)}")


def _build_field(name: str) -> QLabel:
    field = QLabel()
    field.setObjectName(name)
    field.setTextFormat(Qt.TextFormat.PlainText)
    return field
