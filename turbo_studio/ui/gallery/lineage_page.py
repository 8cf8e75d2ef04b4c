"""The page that shows where a result comes from and what came of it, one generation a column."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from turbo_studio.ui.gallery.lineage_columns import LineageColumns
from turbo_studio.ui.gallery.showing import show_in_gallery

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from PySide6.QtGui import QHideEvent, QShowEvent

    from turbo_studio.core.lineage import Kin
    from turbo_studio.core.result import Result
    from turbo_studio.ui.window import MainWindow

_DELAY_MS = 120
"""Who holds an arrow down passes by most results."""


class LineagePage(QWidget):
    """The kin of one result at a time: the one that has the focus in the columns."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__()
        self.setObjectName("lineage_page")
        self._window = window
        self._lineage = window.session.lineage
        self._kin: Kin | None = None
        self._wanted: Result | None = None
        self._came_from: QWidget | None = None
        self._focused: QWidget | None = None
        self._delay = QTimer(self)
        self._delay.setSingleShot(True)
        self._delay.setInterval(_DELAY_MS)
        self._delay.timeout.connect(self._on_delay_timeout)
        self._build()
        window.bridge.kin_fetched.connect(self._on_bridge_kin_fetched)
        window.bridge.input_thumbnail_made.connect(self._on_bridge_input_thumbnail_made)
        for signal in (
            window.bridge.results_arrived,
            window.bridge.results_removed,
            window.bridge.results_restored,
        ):
            signal.connect(self._on_bridge_results_moved)
        self.columns.result_focused.connect(self._on_columns_result_focused)
        self.columns.result_activated.connect(self._on_columns_result_activated)

    def show_result(self, result: Result) -> None:
        """Show its kin, in the place of what the window shows now."""
        if self._window.page is not self:
            self._came_from, self._focused = self._window.page, self._window.focusWidget()
        self._window.show_page(self)
        self._wanted = result
        self._lineage.fetch_kin(result)

    @property
    def is_waiting(self) -> bool:
        """Whether the kin of what has the focus is on its way."""
        return self._wanted is not None and (self._kin is None or self._kin.result.id != self._wanted.id)

    # Building

    def _build(self) -> None:
        title = QLabel(self.tr("Lineage"), self)
        title.setProperty("role", "heading")
        self._summary = QLabel(self)
        self._summary.setObjectName("lineage_summary")
        self._summary.setTextFormat(Qt.TextFormat.PlainText)
        self._summary.setProperty("role", "secondary")
        self.columns = self.message_room = LineageColumns(self)
        heading = QHBoxLayout()
        heading.setSpacing(8)
        heading.addWidget(title)
        heading.addWidget(self._summary, 1)
        self._reopen_button = self._build_button(
            "lineage_reopen_button", self.tr("Reopen with Its Sources"), self._on_reopen_button_clicked
        )
        self._original_button = self._build_button(
            "lineage_original_button", self.tr("Edit from the Original"), self._on_original_button_clicked
        )
        self._compare_button = self._build_button(
            "lineage_compare_button", self.tr("Compare"), self._on_compare_button_clicked
        )
        self._compare_button.setToolTip(self.tr("Compare it with what it was made from, step by step (C)"))
        self._select_button = self._build_button(
            "lineage_select_button", self.tr("Show in Gallery"), self._on_select_button_clicked
        )
        self._back_button = self._build_button("lineage_back_button", self.tr("Back"), self._go_back)
        heading.addWidget(self._back_button)
        verbs = QHBoxLayout()
        verbs.setSpacing(8)
        for button in (self._reopen_button, self._original_button, self._compare_button, self._select_button):
            verbs.addWidget(button)
        verbs.addStretch(1)
        hint = QLabel(
            self.tr(
                "Arrows left and right: back in time and on. Up and down: other versions. Enter: gallery."
            ),
            self,
        )
        hint.setProperty("role", "secondary")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(14, 10, 14, 10)
        layout.setSpacing(8)
        layout.addLayout(heading)
        layout.addLayout(verbs)
        layout.addWidget(self.columns, 1)
        layout.addWidget(hint)
        for key, slot in (
            (Qt.Key.Key_Escape, self._go_back),
            (Qt.Key.Key_C, self._on_compare_button_clicked),
        ):
            shortcut = QShortcut(QKeySequence(key), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(slot)

    def _build_button(self, name: str, text: str, slot: Callable[[], None]) -> QPushButton:
        button = QPushButton(text, self)
        button.setObjectName(name)
        button.clicked.connect(slot)
        return button

    # What is said

    def _say_summary(self, kin: Kin) -> str:
        count = kin.edit_count
        if not count:
            return self.tr("Made by words alone")
        if kin.origin is None:
            said = self.tr("%n edit(s) after the picture that was made by words", "", count)
        else:
            said = self.tr("%n edit(s) after {0}", "", count).format(
                kin.origin.name or self.tr("a picture from outside")
            )
        return self.tr("{0}; older ones are not shown").format(said) if kin.is_cut else said

    def _say_titles(self, kin: Kin) -> list[str]:
        titles = [] if kin.origin is None else [self.tr("Original")]
        first = 1 if kin.origin is not None else 0
        for index, generation in enumerate(kin.generations):
            number = index + first
            if generation.on_line is None:
                titles.append(self.tr("Made from it: {0}").format(len(generation.results)))
            else:
                titles.append(self.tr("Edit {0}").format(number) if number else self.tr("Made by words"))
        return titles

    # Slots

    @Slot(object)
    def _on_bridge_kin_fetched(self, kin: Kin) -> None:
        """Unless something else has been asked for since."""
        if self._wanted is None or kin.result.id != self._wanted.id:
            return
        is_first = self._kin is None or not self.columns.isAncestorOf(self.focusWidget())
        self._kin = kin
        self._summary.setText(self._say_summary(kin))
        self.columns.show_kin(kin, self._say_titles(kin))
        if is_first:
            self.columns.focus_chosen()
        self._original_button.setEnabled(kin.edit_count > 0)
        if kin.origin is not None:
            self._lineage.fetch_thumbnails([kin.origin.sent])

    @Slot()
    def _on_bridge_results_moved(self) -> None:
        """One of them may be a relative."""
        if self.isVisible():
            self._delay.start()

    @Slot(str, object)
    def _on_bridge_input_thumbnail_made(self, digest: str, path: Path) -> None:
        self.columns.set_input_thumbnail(digest, str(path))

    @Slot(object)
    def _on_columns_result_focused(self, result: Result) -> None:
        if self._wanted is None or result.id != self._wanted.id:
            self._wanted = result
            self._delay.start()

    @Slot()
    def _on_delay_timeout(self) -> None:
        if self._wanted is not None:
            self._lineage.fetch_kin(self._wanted)

    @Slot(object)
    def _on_columns_result_activated(self, result: Result) -> None:
        self._show_in_gallery(result)

    @Slot()
    def _on_select_button_clicked(self) -> None:
        if self._wanted is not None:
            self._show_in_gallery(self._wanted)

    @Slot()
    def _on_reopen_button_clicked(self) -> None:
        if self._wanted is not None:
            self._lineage.reopen(self._wanted)

    @Slot()
    def _on_original_button_clicked(self) -> None:
        if self._wanted is not None:
            self._window.show_page(None)
            self._lineage.edit_from_original(self._wanted)

    def _show_in_gallery(self, result: Result) -> None:
        """On the page that one came from; the strip is there besides."""
        if self._came_from is not None:
            self._go_back()
        show_in_gallery(self._window, result)

    @Slot()
    def _on_compare_button_clicked(self) -> None:
        """The line that leads to it, or its beginning and end; what was made in one step, with its source."""
        if self._kin is not None and not self.is_waiting:
            from turbo_studio.ui.compare.sides import SIDES_MAX  # both needed by few
            from turbo_studio.ui.gallery.compare_commands import compare_results

            first, *others = self._kin.line
            compare_results(self._window, (first, *others[1 - SIDES_MAX :]))

    @Slot()
    def _go_back(self) -> None:
        """With the focus where it was."""
        self._window.show_page(self._came_from)
        if self._focused is not None:
            self._focused.setFocus()

    # Qt virtuals

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self.is_waiting:
            self._delay.start()

    def hideEvent(self, event: QHideEvent) -> None:
        """Nothing is asked for behind another page, or after the end."""
        self._delay.stop()
        super().hideEvent(event)
