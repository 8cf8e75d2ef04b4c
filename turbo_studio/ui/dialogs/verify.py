"""The look at every file of the gallery: how far it is, and what it found."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication, Qt, Slot
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLabel, QPlainTextEdit, QProgressBar, QVBoxLayout

from turbo_studio.core.verification import Flaw
from turbo_studio.ui.words import join_sentences

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from turbo_studio.core.verification import Verification
    from turbo_studio.session.session import Session
    from turbo_studio.ui.bridge import Bridge

_WIDTH = 560
_LINES_MAX = 1_000
_FLAWS: dict[Flaw, object] = {
    Flaw.MISSING: QT_TRANSLATE_NOOP("VerifyDialog", "Missing"),
    Flaw.CHANGED: QT_TRANSLATE_NOOP("VerifyDialog", "Changed"),
    Flaw.UNREADABLE: QT_TRANSLATE_NOOP("VerifyDialog", "Unreadable"),
    Flaw.UNKNOWN: QT_TRANSLATE_NOOP("VerifyDialog", "Without a record"),
}


class VerifyDialog(QDialog):
    """Begins when it is made, beside all other work; closing it gives it up."""

    def __init__(self, session: Session, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.setObjectName("verify_dialog")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Verify Files"))
        self.setMinimumWidth(_WIDTH)
        self._said = QLabel(self.tr("Each picture and each input is compared with its record."))
        self._said.setObjectName("verify_text")
        self._said.setTextFormat(Qt.TextFormat.PlainText)
        self._said.setWordWrap(True)
        self._bar = QProgressBar()
        self._bar.setObjectName("verify_progress")
        self._bar.setAccessibleName(self.tr("Files compared"))
        self._bar.setRange(0, 0)
        self._list = QPlainTextEdit()
        self._list.setObjectName("verify_findings")
        self._list.setAccessibleName(self.tr("What was found"))
        self._list.setReadOnly(True)
        self._list.setTabChangesFocus(True)
        self._list.hide()
        self._buttons = QDialogButtonBox()
        self._buttons.setStandardButtons(QDialogButtonBox.StandardButton.Cancel)
        self._buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        for widget in (self._said, self._bar, self._list, self._buttons):
            layout.addWidget(widget)
        bridge.verifying_progressed.connect(self._on_bridge_verifying_progressed)
        bridge.gallery_verified.connect(self._on_bridge_gallery_verified)
        session.upkeep.verify()

    def _summarise(self, found: Verification) -> str:
        parts = [self.tr("%n file(s) compared.", "", found.checked_files)]
        if not found.findings:
            parts.append(self.tr("All are as they were recorded."))
        for flaw in Flaw:
            count = sum(each.flaw is flaw for each in found.findings)
            if count:
                parts.append(self.tr("{0}: {1}.").format(_say_flaw(flaw), count))
        if found.findings:
            parts.append(self.tr("The files were left as they are; restore them from a copy."))
        if found.mended_rows:
            parts.append(self.tr("%n row(s) of the index were set right.", "", found.mended_rows))
        return join_sentences(parts)

    @Slot(int, int)
    def _on_bridge_verifying_progressed(self, done: int, total: int) -> None:
        self._bar.setRange(0, total)
        self._bar.setValue(done)

    @Slot(object)
    def _on_bridge_gallery_verified(self, found: Verification | None) -> None:
        self._bar.hide()
        self._buttons.setStandardButtons(QDialogButtonBox.StandardButton.Close)
        if found is None:
            self._said.setText(self.tr("The gallery could not be read."))
            return
        self._said.setText(self._summarise(found))
        if found.findings:
            shown = found.findings[:_LINES_MAX]
            self._list.setPlainText("\n".join(f"{_say_flaw(each.flaw)}: {each.path}" for each in shown))
            self._list.show()
        self.adjustSize()

    def done(self, result: int) -> None:
        self._session.upkeep.cancel_verifying()
        super().done(result)


def _say_flaw(flaw: Flaw) -> str:
    return QCoreApplication.translate("VerifyDialog", str(_FLAWS[flaw]))
