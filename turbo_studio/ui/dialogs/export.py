"""The dialog of exports and contact sheets: what is wanted, how far it is, and what stood in the way."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QLabel,
    QMessageBox,
    QPlainTextEdit,
    QProgressBar,
    QVBoxLayout,
)

from turbo_studio.core.exporting import Collision
from turbo_studio.ui.words import join_sentences, say_note, say_problem

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from turbo_studio.core.exporting import ExportReport
    from turbo_studio.session.session import Session
    from turbo_studio.ui.bridge import Bridge
    from turbo_studio.ui.dialogs.export_form import ExportForm
    from turbo_studio.ui.dialogs.sheet_form import SheetForm

_WIDTH = 600
_LINES_MAX = 500
_NAMES_MAX = 5
_LIST_HEIGHT = 96


class ExportDialog(QDialog):
    """Lets the window go on; closing it while files are written stops after the one that is."""

    def __init__(
        self,
        session: Session,
        bridge: Bridge,
        form: ExportForm | SheetForm,
        title: str,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._session = session
        self.form = form
        self.is_running = False
        self.setObjectName("export_dialog")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(title)
        self.setMinimumWidth(_WIDTH)
        form.changed.connect(self._refresh)
        self._build_outcome()
        self._build_buttons()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 4, 0, 16)
        layout.addWidget(self.form)
        below = QVBoxLayout()  # with the margins that the form has
        below.setContentsMargins(16, 0, 16, 0)
        below.setSpacing(12)
        for widget in (self._said, self._list):
            below.addWidget(widget)
        row = QHBoxLayout()  # the bar beside the buttons: nothing moves when it comes and goes
        row.setSpacing(16)
        row.addWidget(self._bar, stretch=1)
        row.addWidget(self._buttons)
        below.addLayout(row)
        layout.addLayout(below)
        bridge.export_progressed.connect(self._on_bridge_export_progressed)
        bridge.export_collided.connect(self._on_bridge_export_collided)
        self._refresh()

    def _build_outcome(self) -> None:
        self._bar = QProgressBar()
        self._bar.setObjectName("export_progress")
        self._bar.setAccessibleName(self.tr("Files exported"))
        self._bar.hide()
        self._said = QLabel()
        self._said.setObjectName("export_text")
        self._said.setTextFormat(Qt.TextFormat.PlainText)
        self._said.setWordWrap(True)
        self._said.hide()
        self._list = QPlainTextEdit()
        self._list.setObjectName("export_findings")
        self._list.setAccessibleName(self.tr("Files that were not exported"))
        self._list.setReadOnly(True)
        self._list.setTabChangesFocus(True)
        self._list.setFixedHeight(_LIST_HEIGHT)
        self._list.hide()

    def _build_buttons(self) -> None:
        self._buttons = QDialogButtonBox()
        self._export_button = self._buttons.addButton(
            self.tr("Export"), QDialogButtonBox.ButtonRole.AcceptRole
        )
        self._export_button.setObjectName("export_button")
        self._export_button.setProperty("primary", True)  # noqa: FBT003 - Qt's own signature
        self._close_button = self._buttons.addButton(
            self.tr("Cancel"), QDialogButtonBox.ButtonRole.RejectRole
        )
        self._close_button.setObjectName("export_cancel_button")
        self._buttons.accepted.connect(self._on_buttons_accepted)
        self._buttons.rejected.connect(self.reject)

    def show_report(self, report: ExportReport) -> None:
        """Say what did not go as it should, and offer to try again."""
        self._end()
        parts = []
        if report.paths or report.problem is None:
            parts.append(self.tr("%n file(s) exported.", "", len(report.paths)))
        if report.skipped:
            parts.append(self.tr("%n file(s) skipped: the name is taken.", "", len(report.skipped)))
        if report.failures:
            parts.append(self.tr("%n file(s) could not be exported.", "", len(report.failures)))
        if report.problem is not None:
            parts.append(say_problem(report.problem))
        parts += map(say_note, report.notes)
        self._say(join_sentences(parts), "error" if report.failures or report.problem else "")
        failures = report.failures[:_LINES_MAX]
        self._list.setPlainText("\n".join(f"{name}: {say_problem(problem)}" for name, problem in failures))
        self._list.setVisible(bool(failures))
        self._close_button.setText(self.tr("Close"))

    def _begin(self, collision: Collision | None) -> None:
        """Give the order; what was chosen is kept for the next time."""
        order = self.form.build_order(collision)
        preferences = self._session.preferences._replace(**self.form.read_preferences())
        if preferences != self._session.preferences:
            self._session.set_preferences(preferences)
        self.is_running = True
        self._bar.setRange(0, len(order.results))
        self._bar.setValue(0)
        self._bar.show()
        self._said.hide()
        self._list.hide()
        self._refresh()
        self._session.exporter.export(order)

    def _end(self) -> None:
        self.is_running = False
        self._bar.hide()
        self._refresh()
        self._export_button.setFocus()
        self.adjustSize()

    def _say(self, text: str, role: str) -> None:
        self._said.setProperty("role", role)
        self._said.style().polish(self._said)
        self._said.setText(text)
        self._said.setAccessibleName(text)
        self._said.show()

    @Slot()
    def _refresh(self) -> None:
        self.form.setEnabled(not self.is_running)
        self._export_button.setEnabled(not self.is_running and self.form.is_complete)
        self._close_button.setText(self.tr("Stop") if self.is_running else self.tr("Cancel"))

    @Slot()
    def _on_buttons_accepted(self) -> None:
        self._begin(None)

    @Slot(int, int)
    def _on_bridge_export_progressed(self, done: int, total: int) -> None:
        self._bar.setRange(0, total)
        self._bar.setValue(done)

    @Slot(object)
    def _on_bridge_export_collided(self, names: tuple[str, ...]) -> None:
        """One question for all of them, unless the dialog was closed meanwhile."""
        if not self.is_running:
            return
        self._end()
        box = QMessageBox(self)
        box.setObjectName("export_collision_box")
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        box.setWindowTitle(self.tr("Export"))
        box.setTextFormat(Qt.TextFormat.PlainText)
        box.setText(self.tr("%n name(s) are taken in this folder.", "", len(names)))
        more = len(names) - _NAMES_MAX
        shown = list(names[:_NAMES_MAX]) + ([self.tr("and %n more", "", more)] if more > 0 else [])
        box.setInformativeText("\n".join(shown))
        for collision, text, role in (
            (Collision.KEEP_BOTH, self.tr("Keep Both"), QMessageBox.ButtonRole.AcceptRole),
            (Collision.SKIP, self.tr("Skip"), QMessageBox.ButtonRole.AcceptRole),
            (Collision.REPLACE, self.tr("Replace"), QMessageBox.ButtonRole.DestructiveRole),
        ):
            button = box.addButton(text, role)
            button.setObjectName(f"export_{collision}_button")
            button.setProperty("collision", collision.value)
            if collision is Collision.KEEP_BOTH:
                box.setDefaultButton(button)
        cancel = box.addButton(self.tr("Cancel"), QMessageBox.ButtonRole.RejectRole)
        box.setEscapeButton(cancel)
        box.buttonClicked.connect(self._on_collision_box_button_clicked)
        box.open()

    @Slot(object)
    def _on_collision_box_button_clicked(self, button: QWidget) -> None:
        chosen = button.property("collision")
        if chosen:
            self._begin(Collision(chosen))

    def done(self, result: int) -> None:
        if self.is_running:
            self.is_running = False
            self._session.exporter.cancel()
        super().done(result)
