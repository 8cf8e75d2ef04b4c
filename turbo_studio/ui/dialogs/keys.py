"""The key sheet: every action with its keys, searchable."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QHeaderView,
    QLineEdit,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
)

from turbo_studio.ui.actions import ACTIONS, Scope, format_keys, say_plain, say_scope, say_text
from turbo_studio.ui.gesture_table import GESTURES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from PySide6.QtCore import QObject
    from PySide6.QtWidgets import (
        QWidget,
    )

_LIST_KEYS = {Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown}


class KeysDialog(QDialog):
    """The focus stays in the search field; the arrow keys move through the list all the same."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("keys_dialog")
        self.setWindowTitle(self.tr("Keys"))
        self.resize(660, 620)
        self.search_edit = QLineEdit()
        self.search_edit.setObjectName("keys_search")
        self.search_edit.setPlaceholderText(self.tr("Search for an action or a key"))
        self.search_edit.setAccessibleName(self.tr("Search keys"))
        self.search_edit.setClearButtonEnabled(True)
        self.search_edit.textChanged.connect(self._on_search_edit_text_changed)
        self.search_edit.installEventFilter(self)
        self._build_list()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 16, 16, 16)
        layout.setSpacing(10)
        layout.addWidget(self.search_edit)
        layout.addWidget(self.keys_list)

    def _build_list(self) -> None:
        self.keys_list = QTreeWidget()
        self.keys_list.setObjectName("keys_list")
        self.keys_list.setAccessibleName(self.tr("Keys"))
        self.keys_list.setHeaderLabels([self.tr("Action"), self.tr("Keys"), self.tr("Where")])
        self.keys_list.setRootIsDecorated(False)
        self.keys_list.setUniformRowHeights(True)
        self.keys_list.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self._rows = [QTreeWidgetItem(list(row)) for row in _build_rows()]
        self.keys_list.addTopLevelItems(self._rows)
        header = self.keys_list.header()
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        for column in (1, 2):
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.ResizeToContents)
        header.setStretchLastSection(False)

    @Slot(str)
    def _on_search_edit_text_changed(self, search: str) -> None:
        """Every word must occur, in the action or in its keys."""
        words = search.casefold().split()
        for row in self._rows:
            text = " ".join(row.text(column) for column in range(3)).casefold()
            row.setHidden(not all(word in text for word in words))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if (
            isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.KeyPress
            and event.key() in _LIST_KEYS
        ):
            self.keys_list.event(event)
            return True
        return super().eventFilter(watched, event)


def _build_rows() -> Iterator[tuple[str, str, str]]:
    """Action, keys, where; by scope, and within it in the order of the table."""
    for scope in Scope:
        for spec in ACTIONS:
            if spec.scope is scope and spec.keys:
                yield say_plain(spec.text).rstrip("…"), format_keys(spec.keys), say_scope(scope)
        for gesture in GESTURES:
            if gesture.scope is scope:
                yield say_text(gesture.text), say_text(gesture.keys), say_scope(scope)
