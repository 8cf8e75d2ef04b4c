"""The sandbox bar: says above everything that no gateway is used, as long as there is no key."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSizePolicy, QToolBar, QWidget

if TYPE_CHECKING:
    from PySide6.QtGui import QAction


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
