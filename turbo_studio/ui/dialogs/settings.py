"""The settings dialog: the look, the jobs and the network, a page each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QApplication, QDialog, QDialogButtonBox, QTabWidget, QVBoxLayout

from turbo_studio.core.problems import StudioError
from turbo_studio.ui.dialogs.jobs_page import JobsPage
from turbo_studio.ui.dialogs.look_page import LookPage
from turbo_studio.ui.dialogs.network_page import NetworkPage
from turbo_studio.ui.theme import apply_theme

if TYPE_CHECKING:
    from PySide6.QtWidgets import (
        QWidget,
    )

    from turbo_studio.session.session import Session


class SettingsDialog(QDialog):
    """Every change is taken over by OK and dropped by Cancel."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.setObjectName("settings_dialog")
        self.setWindowTitle(self.tr("Settings"))
        self.look_page = LookPage(session)
        self.jobs_page = JobsPage(session)
        self.network_page = NetworkPage(session)
        self.tabs = QTabWidget()
        self.tabs.setObjectName("settings_tabs")
        self.tabs.setDocumentMode(True)
        self.tabs.addTab(self.look_page, self.tr("Look"))
        self.tabs.addTab(self.jobs_page, self.tr("Jobs and costs"))
        self.tabs.addTab(self.network_page, self.tr("Network"))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 12, 16, 16)
        layout.setSpacing(12)
        layout.addWidget(self.tabs)
        layout.addWidget(self._build_buttons())

    def _build_buttons(self) -> QDialogButtonBox:
        buttons = QDialogButtonBox()
        ok = buttons.addButton(self.tr("OK"), QDialogButtonBox.ButtonRole.AcceptRole)
        ok.setObjectName("settings_ok_button")
        ok.setProperty("primary", True)  # noqa: FBT003 - Qt's own signature
        cancel = buttons.addButton(self.tr("Cancel"), QDialogButtonBox.ButtonRole.RejectRole)
        cancel.setObjectName("settings_cancel_button")
        buttons.accepted.connect(self._on_buttons_accepted)
        buttons.rejected.connect(self.reject)
        return buttons

    @Slot()
    def _on_buttons_accepted(self) -> None:
        try:
            network = self.network_page.read()
        except StudioError as error:
            self.tabs.setCurrentWidget(self.network_page)
            self.network_page.show_error(error.problem)
            return
        preferences = self._session.preferences
        chosen = preferences._replace(**self.look_page.read(), **self.jobs_page.read(), **network)
        if chosen != preferences:
            self._session.set_preferences(chosen)
            application = QApplication.instance()
            if isinstance(application, QApplication):
                apply_theme(application, chosen.theme)
        if self.network_page.new_password:
            self._session.connector.store_proxy_password(self.network_page.new_password)
        self.accept()

    def done(self, result: int) -> None:
        self.network_page.password_edit.clear()  # it shall not lie about in a widget
        super().done(result)
