"""The test of a connection in its dialog: one button, and what it found."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSizePolicy, QWidget

from turbo_studio.core.network import Verdict
from turbo_studio.ui.words import say_problem

if TYPE_CHECKING:
    from turbo_studio.core.facts import ConnectionTested


class ConnectionTest(QWidget):
    """Asks for a test or its end, and shows its finding. What is tested, and how, it does not know."""

    test_requested = Signal()
    cancel_requested = Signal()
    finding_changed = Signal()
    """The words have changed, and with them the height that they need."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._is_running = False
        self.button = QPushButton()
        self.button.setObjectName("test_connection_button")
        self.button.setAutoDefault(False)
        self.button.clicked.connect(self._on_button_clicked)
        self.finding = QLabel()
        self.finding.setObjectName("connection_finding")
        self.finding.setTextFormat(Qt.TextFormat.PlainText)
        self.finding.setWordWrap(True)
        self.finding.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(12)
        layout.addWidget(self.button, 0, Qt.AlignmentFlag.AlignTop)
        layout.addWidget(self.finding, 1, Qt.AlignmentFlag.AlignVCenter)
        self.reset()

    @property
    def is_running(self) -> bool:
        return self._is_running

    @Slot()
    def reset(self) -> None:
        """Forget what was found; a test that runs is given up."""
        if self._is_running:
            self.cancel_requested.emit()
        self._show(self.tr("Makes no picture and costs nothing."), "secondary", is_running=False)

    def show_running(self, host: str) -> None:
        self._show(self.tr("Asking {0}…").format(host), "secondary", is_running=True)

    def show_found(self, tested: ConnectionTested) -> None:
        """Nothing, where the test was given up meanwhile."""
        if not self._is_running:
            return
        match tested.verdict:
            case Verdict.ACCEPTED:
                said, role = self.tr("Reached, and the key is accepted."), ""
            case Verdict.REFUSED:
                said, role = self.tr("Reached, but the key is refused. Copy it again, whole."), "error"
            case Verdict.UNCHECKED:
                said, role = self.tr("Reached, but this gateway gives no free way to check the key."), ""
            case Verdict.FAILED:
                said, role = "" if tested.problem is None else say_problem(tested.problem), "error"
        self._show(said, role, is_running=False)

    def _show(self, said: str, role: str, *, is_running: bool) -> None:
        self._is_running = is_running
        self.button.setText(self.tr("&Stop the test") if is_running else self.tr("&Test"))
        self.button.setAccessibleDescription(said)
        self.finding.setProperty("role", role)
        self.finding.style().unpolish(self.finding)
        self.finding.style().polish(self.finding)
        self.finding.setText(said)
        self.updateGeometry()  # now, and not with the next events: the dialog measures itself at once
        self.finding_changed.emit()

    @Slot()
    def _on_button_clicked(self) -> None:
        if self._is_running:
            self.reset()
        else:
            self.test_requested.emit()
