"""The connect dialog: which gateway, which key, and what goes there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QLabel,
    QLineEdit,
    QVBoxLayout,
)

from turbo_studio.core.problems import ProblemCode, StudioError
from turbo_studio.ui.words import say_problem

if TYPE_CHECKING:
    from PySide6.QtWidgets import (
        QWidget,
    )

    from turbo_studio.core.facts import ConnectionChanged
    from turbo_studio.core.problems import Problem
    from turbo_studio.session.session import Session
    from turbo_studio.ui.bridge import Bridge

_WIDTH = 520


class ConnectDialog(QDialog):
    """Takes an address and a key; each error stands at its field. The key is not kept here."""

    def __init__(self, session: Session, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.setObjectName("connect_dialog")
        self.setWindowTitle(self.tr("Connect to a gateway"))
        self.setMinimumWidth(_WIDTH)
        self._build_fields()
        self._build_buttons()
        self._lay_out()
        bridge.connection_changed.connect(self._on_bridge_connection_changed)
        self._show_destination(self.url_edit.text())
        self.key_edit.setFocus()

    def _build_fields(self) -> None:
        connection = self._session.connection
        self.url_edit = QLineEdit(
            connection.base_url if connection is not None else self._session.preferences.base_url
        )
        self.url_edit.setObjectName("base_url_edit")
        self.url_edit.setInputMethodHints(Qt.InputMethodHint.ImhUrlCharactersOnly)
        self.url_edit.textChanged.connect(self._show_destination)
        self.key_edit = QLineEdit()
        self.key_edit.setObjectName("key_edit")
        self.key_edit.setEchoMode(QLineEdit.EchoMode.Password)
        self.key_edit.setInputMethodHints(
            Qt.InputMethodHint.ImhHiddenText | Qt.InputMethodHint.ImhNoPredictiveText
        )
        self.url_error = _build_note("url_error", "error")
        self.key_error = _build_note("key_error", "error")
        self.destination = _build_note("destination_label", "secondary")
        self.keep_box = QCheckBox(self.tr("Keep the key in this computer's key store"))
        self.keep_box.setObjectName("keep_key_box")
        self.keep_box.setChecked(True)

    def _build_buttons(self) -> None:
        self._buttons = QDialogButtonBox()
        self.connect_button = self._buttons.addButton(
            self.tr("Connect"), QDialogButtonBox.ButtonRole.AcceptRole
        )
        self.connect_button.setObjectName("connect_dialog_button")
        self.connect_button.setProperty("primary", True)  # noqa: FBT003 - Qt's own signature
        cancel = self._buttons.addButton(self.tr("Cancel"), QDialogButtonBox.ButtonRole.RejectRole)
        cancel.setObjectName("cancel_connect_button")
        if self._session.connection is not None and not self._session.connection.is_sandbox:
            leave = self._buttons.addButton(
                self.tr("Disconnect"), QDialogButtonBox.ButtonRole.DestructiveRole
            )
            leave.setObjectName("disconnect_button")
            leave.setToolTip(self.tr("Forget the key and go on in the sandbox"))
            leave.clicked.connect(self._on_disconnect_button_clicked)
        self._buttons.accepted.connect(self._on_buttons_accepted)
        self._buttons.rejected.connect(self.reject)

    def _lay_out(self) -> None:
        form = QFormLayout()
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        form.setHorizontalSpacing(14)
        form.setVerticalSpacing(8)
        form.addRow(self.tr("&Address"), self.url_edit)
        form.addRow("", self.url_error)
        form.addRow(self.tr("API &key"), self.key_edit)
        form.addRow("", self.key_error)
        form.addRow("", self.keep_box)
        for field, name in ((self.url_edit, self.tr("Address")), (self.key_edit, self.tr("API key"))):
            field.setAccessibleName(name)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 18, 20, 16)
        layout.setSpacing(14)
        layout.addLayout(form)
        layout.addWidget(self.destination)
        layout.addWidget(self._buttons)

    # What is said

    @Slot(str)
    def _show_destination(self, address: str) -> None:
        host = address.strip().partition("://")[2].partition("/")[0]
        self.destination.setText(
            self.tr("Your prompts, your sources and your masks go to {0}, and to nobody else.").format(
                host or "…"
            )
        )
        self._show_error(None)

    def _show_error(self, problem: Problem | None) -> None:
        is_address = problem is not None and problem.code is ProblemCode.URL_INVALID
        said = "" if problem is None else say_problem(problem)
        for label, field, text in (
            (self.url_error, self.url_edit, said if is_address else ""),
            (self.key_error, self.key_edit, "" if is_address else said),
        ):
            label.setText(text)
            label.setVisible(bool(text))
            field.setAccessibleDescription(text)
            if text:
                field.setFocus()
        self._fit_height()

    def _fit_height(self) -> None:
        """As high as the notes need at this width; a layout alone would only squeeze the others."""
        layout = self.layout()
        if layout is not None and self.isVisible():
            layout.activate()
            self.resize(self.width(), layout.totalHeightForWidth(self.width()))

    # Slots

    @Slot()
    def _on_buttons_accepted(self) -> None:
        """The field is emptied whatever comes of it: the key shall not lie about in a widget."""
        key = self.key_edit.text()
        try:
            self._session.connect(self.url_edit.text(), key, remember=self.keep_box.isChecked())
        except StudioError as error:
            if error.problem.code is not ProblemCode.URL_INVALID:
                self.key_edit.clear()
            self._show_error(error.problem)
            return
        self.key_edit.clear()
        self.accept()

    @Slot()
    def _on_disconnect_button_clicked(self) -> None:
        self._session.disconnect()
        self.accept()

    @Slot(object)
    def _on_bridge_connection_changed(self, connection: ConnectionChanged) -> None:
        """The key store may answer while the dialog is open."""
        if not self.url_edit.isModified():
            self.url_edit.setText(connection.base_url)

    def done(self, result: int) -> None:
        self.key_edit.clear()
        super().done(result)


def _build_note(name: str, role: str) -> QLabel:
    note = QLabel()
    note.setObjectName(name)
    note.setProperty("role", role)
    note.setTextFormat(Qt.TextFormat.PlainText)
    note.setWordWrap(True)
    return note
