"""The bars around the canvas: the sandbox bar and the tool strip."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSizePolicy, QToolBar, QWidget

from turbo_studio.ui.actions import TOOL_VERBS

if TYPE_CHECKING:
    from PySide6.QtGui import QAction

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
