"""The strip of sources below the canvas: the list, a tile to add more, and how many there may be."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QLocale, QPoint, QRect, QRectF, QSignalBlocker, Qt, Signal, Slot
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QHBoxLayout, QLabel, QListView, QMenu, QSizePolicy, QToolButton, QWidget

from turbo_studio.ui.icons import build_icon
from turbo_studio.ui.panels.sources_model import SourcesModel
from turbo_studio.ui.panels.sources_view import TILE, SourcesView
from turbo_studio.ui.theme import tokens

if TYPE_CHECKING:
    from PySide6.QtCore import QModelIndex
    from PySide6.QtGui import QPaintEvent

    from turbo_studio.session.session import Session
    from turbo_studio.ui.bridge import Bridge

_PLUS_PX = 20


class SourcesStrip(QWidget):
    open_requested = Signal()

    def __init__(self, session: Session, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._model = SourcesModel(session, self)
        self._build_list()
        self._build_add_button()
        self.count_label = QLabel(self)
        self.count_label.setProperty("role", "secondary")
        self._lay_out()
        self._connect(bridge)
        self._show()

    @Slot()
    def move_current_earlier(self) -> None:
        self._move_current(-1)

    @Slot()
    def move_current_later(self) -> None:
        self._move_current(1)

    @Slot()
    def remove_current(self) -> None:
        row = self.sources_list.currentIndex().row()
        if row >= 0:
            self._on_list_remove_requested(row)

    def _move_current(self, step: int) -> None:
        row = self.sources_list.currentIndex().row()
        if row >= 0 and 0 <= row + step < self._model.rowCount():
            self._on_list_move_requested(row, row + step)

    # Building

    def _build_list(self) -> None:
        self.sources_list = SourcesView()
        self.sources_list.setObjectName("sources_list")
        self.sources_list.setAccessibleName(self.tr("Sources"))
        self.sources_list.setAccessibleDescription(
            self.tr("Delete takes the source away, Alt with Left or Right moves it")
        )
        self.sources_list.setModel(self._model)
        self.sources_list.setSelectionMode(QListView.SelectionMode.SingleSelection)
        self.sources_list.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.sources_list.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)

    def _build_add_button(self) -> None:
        self.add_button = AddTile(self)
        self.add_button.setObjectName("add_source_button")
        self.add_button.setToolTip(self.tr("Add pictures to edit"))
        self.add_button.setAccessibleName(self.tr("Add pictures to edit"))
        self.add_button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def _lay_out(self) -> None:
        title = QLabel(self.tr("Sources"), self)
        title.setProperty("role", "heading")
        layout = QHBoxLayout(self)
        layout.setContentsMargins(14, 6, 14, 6)
        layout.setSpacing(6)
        layout.addWidget(title)
        layout.addSpacing(6)
        layout.addWidget(self.sources_list, 1)
        layout.addWidget(self.add_button)
        layout.addStretch()
        layout.addWidget(self.count_label)

    def _connect(self, bridge: Bridge) -> None:
        view = self.sources_list
        view.selectionModel().currentChanged.connect(self._on_selection_current_changed)
        view.remove_requested.connect(self._on_list_remove_requested)
        view.move_requested.connect(self._on_list_move_requested)
        view.customContextMenuRequested.connect(self._on_list_context_menu_requested)
        self.add_button.clicked.connect(self.open_requested)
        bridge.sources_changed.connect(self._on_bridge_sources_changed)
        bridge.shown_changed.connect(self._on_bridge_shown_changed)
        bridge.mask_changed.connect(self._on_bridge_mask_changed)

    # Showing

    def _show(self) -> None:
        with QSignalBlocker(self.sources_list.selectionModel()):
            if self._model.refresh():
                self.sources_list.updateGeometry()
        self.sources_list.setVisible(self._model.rowCount() > 0)
        self._show_current()
        self.count_label.setText(self._say_count())

    def _show_current(self) -> None:
        """The source on the canvas is the current one."""
        row = self._model.find_row(self._session.painter.shown_source)
        if row != self.sources_list.currentIndex().row():
            with QSignalBlocker(self.sources_list.selectionModel()):
                self.sources_list.setCurrentIndex(self._model.index(row))
            self.sources_list.repaint_rows()

    def _say_count(self) -> str:
        locale, opening = QLocale(), self._session.opening_count
        words = self.tr("{count} of {limit}").format(
            count=locale.toString(self._model.rowCount()),
            limit=locale.toString(self._session.profile.sources_max),
        )
        return self.tr("opening %n more · {count}", "", opening).format(count=words) if opening else words

    # Slots

    @Slot()
    def _on_bridge_sources_changed(self) -> None:
        self._show()

    @Slot()
    def _on_bridge_shown_changed(self) -> None:
        self._show_current()

    @Slot(object, bool)
    def _on_bridge_mask_changed(self, box: object, is_final: bool) -> None:
        if is_final:
            self._model.refresh_masks()

    @Slot()
    def _on_selection_current_changed(self, current: QModelIndex) -> None:
        if current.isValid():
            self._session.painter.show_source(self._model.source_at(current.row()).id)

    @Slot(int)
    def _on_list_remove_requested(self, row: int) -> None:
        self._session.remove_source(self._model.source_at(row).id)

    @Slot(int, int)
    def _on_list_move_requested(self, row: int, index: int) -> None:
        self._session.move_source(self._model.source_at(row).id, index)

    @Slot(QPoint)
    def _on_list_context_menu_requested(self, position: QPoint) -> None:
        """The press has made the source under the pointer the current one."""
        if self.sources_list.indexAt(position).isValid():
            self._build_menu().popup(self.sources_list.viewport().mapToGlobal(position))

    def _build_menu(self) -> QMenu:
        row, last = self.sources_list.currentIndex().row(), self._model.rowCount() - 1
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction(self.tr("Move left"), self.move_current_earlier).setEnabled(row > 0)
        menu.addAction(self.tr("Move right"), self.move_current_later).setEnabled(row < last)
        menu.addSeparator()
        menu.addAction(build_icon("x"), self.tr("Remove"), self.remove_current)
        return menu


class AddTile(QToolButton):
    """An empty place after the last tile."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setIcon(build_icon("plus"))
        self.setFixedSize(TILE.height(), TILE.height())

    def paintEvent(self, event: QPaintEvent) -> None:
        colors = tokens()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.underMouse() or self.isDown():
            painter.setBrush(colors.raised)
        if self.hasFocus():
            painter.setPen(QPen(colors.accent, 2))
        else:
            painter.setPen(QPen(colors.border, 1, Qt.PenStyle.DashLine))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 4, 4)
        icon = QRect(0, 0, _PLUS_PX, _PLUS_PX)
        icon.moveCenter(self.rect().center())
        self.icon().paint(painter, icon)
        painter.end()
