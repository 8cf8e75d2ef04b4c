"""The connect dialog: which gateway, which key, and what goes there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QGuiApplication
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
from turbo_studio.session.connecting import find_host
from turbo_studio.ui.dialogs.connection_test import ConnectionTest
from turbo_studio.ui.words import say_problem

if TYPE_CHECKING:
    from PySide6.QtWidgets import (
        QWidget,
    )

    from turbo_studio.core.facts import ConnectionChanged, ConnectionTested
    from turbo_studio.core.problems import Problem
    from turbo_studio.session.session import Session
    from turbo_studio.ui.bridge import Bridge

_WIDTH = 560
_KEY_CHARACTERS_MIN = 8


class ConnectDialog(QDialog):
    """Takes an address and a key; each error stands at its field. The key is not kept here."""

    def __init__(self, session: Session, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.setObjectName("connect_dialog")
        self.setWindowTitle(self.tr("Connect to a gateway"))
        self.setMinimumWidth(_WIDTH)
        self._build_fields()
        self._build_test()
        self._build_buttons()
        self._lay_out()
        bridge.connection_changed.connect(self._on_bridge_connection_changed)
        bridge.connection_tested.connect(self._on_bridge_connection_tested)
        self._show_destination(self.url_edit.text())
        self._show_error(None)
        self.key_edit.setFocus()

    def _build_fields(self) -> None:
        connection = self._session.connection
        self.url_edit = QLineEdit(
            connection.base_url if connection is not None else self._session.preferences.base_url
        )
        self.url_edit.setObjectName("base_url_edit")
        self.url_edit.setInputMethodHints(Qt.InputMethodHint.ImhUrlCharactersOnly)
        self.url_edit.textChanged.connect(self._on_url_edit_text_changed)
        self.key_edit = QLineEdit()
        self.key_edit.textChanged.connect(self._on_key_edit_text_changed)
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
        self.clear_box = QCheckBox(self.tr("Take the key off the clipboard"))
        self.clear_box.setObjectName("clear_clipboard_box")
        self.clear_box.setToolTip(self.tr("Other programs can read what lies on the clipboard"))
        self.clear_box.setChecked(True)
        self.clear_box.hide()

    def _build_test(self) -> None:
        self.test = ConnectionTest()
        self.test.test_requested.connect(self._on_test_requested)
        self.test.cancel_requested.connect(self._session.connector.cancel_test)
        self.test.finding_changed.connect(self._fit_height)

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
        form.addRow("", self.clear_box)
        form.addRow(self.tr("Connection"), self.test)
        for field, name in ((self.url_edit, self.tr("Address")), (self.key_edit, self.tr("API key"))):
            field.setAccessibleName(name)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 18, 20, 16)
        layout.setSpacing(14)
        layout.addLayout(form)
        layout.addWidget(self.destination)
        layout.addWidget(self._buttons)

    # What is said

    def _show_destination(self, address: str) -> None:
        """The host as it is really called: letters of other alphabets show themselves as ``xn--``."""
        self.destination.setText(
            self.tr("Your prompts, your sources and your masks go to {0}, and to nobody else.").format(
                find_host(address) or "…"
            )
        )
        used = self._session.connection
        tail = used.key_tail if used is not None and self._is_in_use(address) else ""
        self.key_edit.setPlaceholderText(
            self.tr("The key that ends in …{0} is in use").format(tail)
            if tail
            else self.tr("The key of this gateway")
        )

    def _is_in_use(self, address: str) -> bool:
        """Whether the key in use is for this very address; another one needs its own."""
        used = self._session.connection
        return used is not None and not used.is_sandbox and used.base_url == address.strip().rstrip("/")

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

    @Slot()
    def _fit_height(self) -> None:
        """As high as the notes need at this width; a layout alone would only squeeze the others."""
        layout = self.layout()
        if layout is not None and self.isVisible():
            layout.activate()
            self.resize(self.width(), layout.totalHeightForWidth(self.width()))

    # Slots

    @Slot(str)
    def _on_url_edit_text_changed(self, address: str) -> None:
        self._show_destination(address)
        self.test.reset()
        self._show_error(None)

    @Slot(str)
    def _on_key_edit_text_changed(self, key: str) -> None:
        self.test.reset()
        if not key or len(key) >= _KEY_CHARACTERS_MIN:
            self.clear_box.setVisible(bool(key) and _is_on_clipboard(key))
            self._fit_height()

    @Slot()
    def _on_test_requested(self) -> None:
        address = self.url_edit.text()
        try:
            self._session.connector.test(address, self.key_edit.text())
        except StudioError as error:
            self._show_error(error.problem)
            return
        self._show_error(None)
        self.test.show_running(find_host(address))

    @Slot()
    def _on_buttons_accepted(self) -> None:
        """The field is emptied whatever comes of it: the key shall not lie about in a widget."""
        key = self.key_edit.text()
        if not key and self._is_in_use(self.url_edit.text()):
            self.accept()  # nothing was changed
            return
        try:
            self._session.connector.connect(self.url_edit.text(), key, remember=self.keep_box.isChecked())
        except StudioError as error:
            if error.problem.code is not ProblemCode.URL_INVALID:
                self.key_edit.clear()
            self._show_error(error.problem)
            return
        if self.clear_box.isVisible() and self.clear_box.isChecked() and _is_on_clipboard(key):
            QGuiApplication.clipboard().clear()
        self.key_edit.clear()
        self.accept()

    @Slot()
    def _on_disconnect_button_clicked(self) -> None:
        self._session.connector.disconnect()
        self.accept()

    @Slot(object)
    def _on_bridge_connection_changed(self, connection: ConnectionChanged) -> None:
        """The key store may answer while the dialog is open."""
        if not self.url_edit.isModified():
            self.url_edit.setText(connection.base_url)

    @Slot(object)
    def _on_bridge_connection_tested(self, tested: ConnectionTested) -> None:
        self.test.show_found(tested)

    def done(self, result: int) -> None:
        self.test.reset()
        self.key_edit.clear()
        super().done(result)


def _is_on_clipboard(key: str) -> bool:
    return QGuiApplication.clipboard().text().strip() == key.strip()


def _build_note(name: str, role: str) -> QLabel:
    note = QLabel()
    note.setObjectName(name)
    note.setProperty("role", role)
    note.setTextFormat(Qt.TextFormat.PlainText)
    note.setWordWrap(True)
    return note
