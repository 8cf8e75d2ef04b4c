"""The right column of the gallery: all that is known of the chosen result, or the sum of several."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QLocale, Qt, QTimer, Slot
from PySide6.QtWidgets import QFrame, QLabel, QPlainTextEdit, QPushButton, QScrollArea, QVBoxLayout, QWidget

from turbo_studio.core.marks import NO_MARKS
from turbo_studio.ui.focus_order import order_focus
from turbo_studio.ui.gallery.chosen import CHOSEN_MAX
from turbo_studio.ui.gallery.detail_rows import DetailRows, copy_text
from turbo_studio.ui.gallery.detail_words import list_details, say_cost_of_all
from turbo_studio.ui.gallery.kin_section import KinSection
from turbo_studio.ui.gallery.marks_bar import MarksBar
from turbo_studio.ui.thumbnails import ThumbnailLoader

if TYPE_CHECKING:
    from PySide6.QtGui import QHideEvent, QShowEvent

    from turbo_studio.core.result import Result
    from turbo_studio.ui.window import MainWindow

_MARGIN = 14
_WIDTH_MIN_PX = 306
_DELAY_MS = 80
"""Who holds an arrow down passes by most results."""
_PROMPT_LINES = 6


class DetailPanel(QScrollArea):
    """Follows what is chosen while it is seen."""

    def __init__(self, window: MainWindow, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._window = window
        self._shown: Result | None = None
        self.setObjectName("detail_panel")
        self.setAccessibleName(self.tr("Details"))
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMinimumWidth(_WIDTH_MIN_PX)
        self._thumbnails = ThumbnailLoader(self)
        self._delay = QTimer(self)
        self._delay.setSingleShot(True)
        self._delay.setInterval(_DELAY_MS)
        self._delay.timeout.connect(self.refresh)
        self._build()
        window.chosen.changed.connect(self._on_chosen_changed)
        window.bridge.results_changed.connect(self._on_chosen_changed)

    @Slot()
    def refresh(self) -> None:
        """Show what is chosen now."""
        chosen = self._window.chosen
        result = chosen.current_result()
        is_single = result is not None and chosen.count == 1
        self._summary.setVisible(not is_single)
        self._details.setVisible(is_single)
        self._marks.setVisible(chosen.count > 0)
        self._marks.show_marks(result.marks if result is not None else NO_MARKS)
        if result is not None and is_single:
            self._show_result(result)
            return
        self._shown = None
        if not chosen.count:
            self._summary.setText(self.tr("Choose a result to see how it was made."))
        elif chosen.count > CHOSEN_MAX:
            self._summary.setText(self._say_count(chosen.count))
        else:
            chosen.with_selected(self._show_sum)

    # Building

    def _build(self) -> None:
        column = QWidget()
        self._summary = QLabel(column)
        self._summary.setObjectName("detail_summary")
        self._summary.setTextFormat(Qt.TextFormat.PlainText)
        self._summary.setWordWrap(True)
        self._marks = MarksBar(self._window, column)
        self._details = QWidget(column)
        self._build_details()
        layout = QVBoxLayout(column)
        layout.setContentsMargins(_MARGIN, 12, _MARGIN, 12)
        layout.setSpacing(12)
        for widget in (self._summary, self._marks, self._details):
            layout.addWidget(widget)
        layout.addStretch()
        self.setWidget(column)

    def _build_details(self) -> None:
        self._prompt = QPlainTextEdit(self._details)
        self._prompt.setObjectName("detail_prompt")
        self._prompt.setAccessibleName(self.tr("Prompt of the result"))
        self._prompt.setReadOnly(True)
        self._prompt.setTabChangesFocus(True)
        self._prompt.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self._prompt.setFixedHeight(self._prompt.fontMetrics().lineSpacing() * _PROMPT_LINES + 16)
        self._copy_prompt = QPushButton(self.tr("Copy Prompt"), self._details)
        self._copy_prompt.setObjectName("detail_copy_prompt_button")
        self._copy_prompt.setProperty("link", "true")
        self._copy_prompt.clicked.connect(self._on_copy_prompt_clicked)
        self._rows = DetailRows(self._details)
        self._kin = KinSection(self._window, self._thumbnails, self._details)
        self._kin.tiles_changed.connect(self._on_kin_tiles_changed)
        layout = QVBoxLayout(self._details)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        layout.addWidget(_build_heading(self.tr("Prompt"), self._details))
        layout.addWidget(self._prompt)
        layout.addWidget(self._copy_prompt, alignment=Qt.AlignmentFlag.AlignLeft)
        layout.addWidget(self._kin)
        layout.addSpacing(8)
        layout.addWidget(self._rows)

    # What is shown

    def _show_result(self, result: Result) -> None:
        is_other = self._shown is None or self._shown.id != result.id
        if is_other or self._shown != result:
            self._rows.show_rows(list_details(result), result.request_ids)
        if is_other:
            self._prompt.setPlainText(result.provenance.prompt)
            self._kin.show_result(result)
        self._shown = result

    def _show_sum(self, results: tuple[Result, ...]) -> None:
        """Unless others have been chosen while these were read."""
        if len(results) != self._window.chosen.count:
            return
        said = self.tr("Cost: {0}").format(say_cost_of_all(results))
        self._summary.setText(f"{self._say_count(len(results))}\n{said}")

    def _say_count(self, count: int) -> str:
        return self.tr("%n result(s) chosen", "", count).replace(str(count), QLocale().toString(count), 1)

    # Slots

    @Slot()
    def _on_chosen_changed(self) -> None:
        if self.isVisible():
            self._delay.start()

    @Slot()
    def _on_kin_tiles_changed(self) -> None:
        """Tab passes by those that are new where they are seen."""
        order_focus(self)

    @Slot()
    def _on_copy_prompt_clicked(self) -> None:
        copy_text(self._prompt.toPlainText())

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.refresh()

    def hideEvent(self, event: QHideEvent) -> None:
        self._delay.stop()
        self._thumbnails.stop()
        super().hideEvent(event)


def _build_heading(text: str, parent: QWidget) -> QLabel:
    heading = QLabel(text, parent)
    heading.setProperty("role", "heading")
    return heading
