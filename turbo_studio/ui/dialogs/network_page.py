"""The settings of the network: the proxy, and whom to trust besides the system's certificates."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLineEdit, QPushButton, QWidget

from turbo_studio.core.network import ProxyMode
from turbo_studio.session.connecting import clean_proxy_url
from turbo_studio.ui.dialogs.settings_page import SettingsPage, build_choice, build_line
from turbo_studio.ui.words import say_problem

if TYPE_CHECKING:
    from turbo_studio.core.network import Network
    from turbo_studio.core.problems import Problem
    from turbo_studio.session.session import Session


class NetworkPage(SettingsPage):
    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__("network_page", parent)
        network = session.preferences.network
        self._build_proxy(network)
        self._build_trust(network)
        self._show_mode()

    def _build_proxy(self, network: Network) -> None:
        self.mode_box = build_choice(
            {
                ProxyMode.NONE.value: self.tr("None"),
                ProxyMode.SYSTEM.value: self.tr("As the system"),
                ProxyMode.MANUAL.value: self.tr("This one:"),
            },
            network.proxy_mode.value,
        )
        self.mode_box.currentIndexChanged.connect(self._on_mode_box_current_index_changed)
        self.add_row("proxy_box", self.tr("Proxy"), self.mode_box)
        self.url_edit = build_line(network.proxy_url, "http://proxy.example:3128")
        self.url_edit.setInputMethodHints(Qt.InputMethodHint.ImhUrlCharactersOnly)
        self.add_row("proxy_url_edit", self.tr("Its address"), self.url_edit)
        self.error = self.add_note("", "proxy_error", "error")
        self.error.setWordWrap(True)
        self.error.hide()
        self.user_edit = build_line(network.proxy_user)
        self.add_row("proxy_user_edit", self.tr("User name"), self.user_edit)
        stored = self.tr("Kept in the key store") if network.proxy_user else ""
        self.password_edit = build_line("", stored)
        self.password_edit.setEchoMode(QLineEdit.EchoMode.Password)
        self.add_row("proxy_password_edit", self.tr("Password"), self.password_edit)
        self.add_note(self.tr("It learns the gateway's name, but not your key or pictures."))

    def _build_trust(self, network: Network) -> None:
        self.ca_edit = build_line(network.ca_file, self.tr("The system's own, no others"))
        self.choose_button = QPushButton(self.tr("Choose…"))
        self.choose_button.setObjectName("choose_ca_file_button")
        self.choose_button.setAutoDefault(False)
        self.choose_button.setAccessibleName(self.tr("Choose a file of certificates"))
        self.choose_button.clicked.connect(self._on_choose_button_clicked)
        row = QWidget()
        layout = QHBoxLayout(row)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.ca_edit, 1)
        layout.addWidget(self.choose_button)
        self.add_row("ca_file_edit", self.tr("More certificates"), self.ca_edit, row)
        self.add_note(
            self.tr(
                "A PEM file from whoever runs your network.\n"
                "They can then read all that you send, the key included."
            )
        )

    @property
    def mode(self) -> ProxyMode:
        return ProxyMode(self.mode_box.currentData())

    @property
    def new_password(self) -> str:
        """Empty where the one that is kept shall stay."""
        return self.password_edit.text() if self.mode is ProxyMode.MANUAL else ""

    def read(self) -> dict[str, Any]:
        """The fields of the preferences chosen here. StudioError for a proxy's address that is none."""
        chosen: dict[str, Any] = {
            "proxy": self.mode,
            "proxy_user": self.user_edit.text().strip(),
            "ca_file": self.ca_edit.text().strip(),
        }
        if self.mode is ProxyMode.MANUAL:
            chosen["proxy_url"] = clean_proxy_url(self.url_edit.text())
        return chosen

    def show_error(self, problem: Problem | None) -> None:
        said = "" if problem is None else say_problem(problem)
        self.error.setText(said)
        self.error.setVisible(bool(said))
        self.url_edit.setAccessibleDescription(said)
        if said:
            self.url_edit.setFocus()

    def _show_mode(self) -> None:
        for field in (self.url_edit, self.user_edit, self.password_edit):
            field.setEnabled(self.mode is ProxyMode.MANUAL)

    @Slot(int)
    def _on_mode_box_current_index_changed(self, _index: int) -> None:
        self._show_mode()
        self.show_error(None)

    @Slot()
    def _on_choose_button_clicked(self) -> None:
        chooser = QFileDialog(
            self,
            self.tr("Choose a file of certificates"),
            "",
            self.tr("Certificates (*.pem *.crt *.cer);;All files (*)"),
        )
        chooser.setFileMode(QFileDialog.FileMode.ExistingFile)
        chooser.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        chooser.fileSelected.connect(self.ca_edit.setText)
        chooser.open()
