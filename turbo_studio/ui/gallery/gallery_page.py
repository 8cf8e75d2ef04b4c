"""The gallery: all results as a grid in the canvas's place, what narrows them down left, details right."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QLocale, QPoint, QSize, Qt, Slot
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSlider, QSplitter, QToolButton, QVBoxLayout, QWidget

from turbo_studio.ui.actions import Scope
from turbo_studio.ui.focus_order import order_focus
from turbo_studio.ui.gallery.result_menu import show_result_menu
from turbo_studio.ui.gallery.search_field import SearchField
from turbo_studio.ui.gallery.tile_view import TileView
from turbo_studio.ui.icons import build_icon

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent, QResizeEvent

    from turbo_studio.ui.window import MainWindow

_TILE_MIN, _TILE_MAX, _TILE_START, _TILE_STEP = 88, 320, 128, 24
_SEARCH_WIDTH_PX = 240
_SLIDER_WIDTH_PX = 120
_COLUMN_PX = 280
_ROOMS_PX = (760, 980)
"""From these widths on there is room for one column, and for both, beside the tiles."""
_WORDS_ROOM_PX = 560
_GRID_WIDTH_MIN_PX = 220


class GalleryPage(QWidget):
    """``set_left`` and ``set_right`` take the columns; each has a button that shows and hides it.

    In a narrow page they are hidden until there is room; one that is asked for there is shown alone.
    """

    def __init__(self, window: MainWindow) -> None:
        super().__init__()
        self.setObjectName("gallery_page")
        self._window = window
        self._results = window.results
        self._columns: dict[QToolButton, QWidget] = {}
        self._wished: list[QToolButton] = []
        self._is_asked = False
        self._build_grid()
        self._build_heading()
        self._lay_out()
        self._connect()
        self._on_results_total_changed()

    def set_left(self, column: QWidget) -> None:
        self._splitter.insertWidget(0, column)
        self._adopt(self.left_button, column)

    def set_right(self, column: QWidget) -> None:
        self._splitter.addWidget(column)
        self._adopt(self.right_button, column)

    @Slot()
    def take_focus(self) -> None:
        """To the tiles, or to the page itself where there are none."""
        (self.gallery_grid.take_focus if self._results.rowCount() else self.setFocus)()

    def save_state(self) -> dict[str, bytes]:
        """How the page looks, for ``restore_state`` of the next time."""
        shown = " ".join(str(int(each in self._wished)) for each in (self.left_button, self.right_button))
        return {
            "gallery_columns": bytes(self._splitter.saveState().data()),
            "gallery_look": f"{self.size_slider.value()} {shown}".encode(),
        }

    def restore_state(self, kept: dict[str, bytes]) -> None:
        """What is wrong or missing is left alone."""
        self._splitter.restoreState(kept.get("gallery_columns", b""))
        look = kept.get("gallery_look", b"").split()
        if len(look) == 3 and all(each.isdigit() for each in look):
            self.size_slider.setValue(int(look[0]))
            buttons = zip((self.right_button, self.left_button), look[:0:-1], strict=True)
            self._wished = [button for button, is_wished in buttons if is_wished == b"1"]
            self._show_columns()

    # Building

    def _build_grid(self) -> None:
        self.gallery_grid = TileView(self._results, self._window.chosen, is_strip=False, inset_px=4)
        self.gallery_grid.setObjectName("gallery_grid")
        self.gallery_grid.setAccessibleName(self.tr("Gallery"))
        self.gallery_grid.setAccessibleDescription(self.tr("All results, newest first"))
        self.gallery_grid.setMinimumWidth(_GRID_WIDTH_MIN_PX)

    def _build_heading(self) -> None:
        self._title = QLabel(self.tr("Gallery"), self)
        self._title.setProperty("role", "heading")
        self.count_label = QLabel(self)
        self.count_label.setProperty("role", "secondary")
        self.search_field = SearchField(self._window.session, self._window.bridge, self)
        self.search_field.setObjectName("gallery_page_search")
        self.search_field.setMinimumWidth(_SEARCH_WIDTH_PX // 2)
        self.search_field.setMaximumWidth(_SEARCH_WIDTH_PX)
        self.size_slider = QSlider(Qt.Orientation.Horizontal, self)
        self.size_slider.setObjectName("tile_size_slider")
        self.size_slider.setAccessibleName(self.tr("Size of the tiles"))
        self.size_slider.setToolTip(self.tr("Size of the tiles (+, -, Ctrl+wheel)"))
        self.size_slider.setRange(_TILE_MIN, _TILE_MAX)
        self.size_slider.setSingleStep(_TILE_STEP)
        self.size_slider.setPageStep(2 * _TILE_STEP)
        self.size_slider.setMinimumWidth(_SLIDER_WIDTH_PX // 2)
        self.size_slider.setMaximumWidth(_SLIDER_WIDTH_PX)
        self.left_button = self._build_button(
            "panel-left", "gallery_left_button", self.tr("Show the filters")
        )
        self.right_button = self._build_button(
            "panel-right", "gallery_right_button", self.tr("Show the details")
        )
        self.close_button = self._build_button(
            "x", "gallery_close_button", self.tr("Back to the canvas (Esc)")
        )

    def _build_button(self, icon: str, name: str, text: str) -> QToolButton:
        button = QToolButton(self)
        button.setObjectName(name)
        button.setIcon(build_icon(icon))
        button.setAccessibleName(text)
        button.setToolTip(text)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        return button

    def _lay_out(self) -> None:
        heading = QHBoxLayout()
        heading.setContentsMargins(14, 0, 10, 0)
        heading.setSpacing(8)
        heading.addWidget(self.left_button)
        heading.addWidget(self._title)
        heading.addWidget(self.count_label)
        heading.addStretch()
        heading.addWidget(self.search_field, 1)
        heading.addWidget(self.size_slider)
        heading.addWidget(self.right_button)
        heading.addWidget(self.close_button)
        self._splitter = QSplitter(Qt.Orientation.Horizontal, self)
        self._splitter.setChildrenCollapsible(False)
        self._splitter.addWidget(self.gallery_grid)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 8, 0, 0)
        layout.setSpacing(6)
        layout.addLayout(heading)
        layout.addWidget(self._splitter, 1)

    def _connect(self) -> None:
        window, grid = self._window, self.gallery_grid
        grid.addActions([*window.actions_table.in_scope(Scope.GALLERY), window.actions_table["show_gallery"]])
        self.addAction(window.actions_table["lights_out"])  # tiles want the room
        grid.typed.connect(self.search_field.begin)
        grid.zoom_requested.connect(self._on_grid_zoom_requested)
        grid.doubleClicked.connect(window.actions_table["loupe"].trigger)
        grid.customContextMenuRequested.connect(self._on_grid_menu_requested)
        self.search_field.left.connect(self.take_focus)
        self.size_slider.valueChanged.connect(self._on_size_slider_moved)
        self.size_slider.setValue(_TILE_START)
        self.close_button.clicked.connect(window.toggle_gallery)
        self._results.total_changed.connect(self._on_results_total_changed)

    def _adopt(self, button: QToolButton, column: QWidget) -> None:
        """Tiles take what room there is; a column keeps its width."""
        self._columns[button] = column
        button.setCheckable(True)
        self._wished.insert(0, button)  # the filters, which come first, are the last to go
        button.clicked.connect(self._on_column_button_clicked)
        index = self._splitter.indexOf(self.gallery_grid)
        for each in range(self._splitter.count()):
            self._splitter.setStretchFactor(each, int(each == index))
        widths = [_COLUMN_PX] * self._splitter.count()
        widths[index] = max(_TILE_MAX, self.width() - _COLUMN_PX * (len(widths) - 1))
        self._splitter.setSizes(widths)
        self._show_columns()
        self._order_focus()

    def _order_focus(self) -> None:
        """As it is seen: the heading, then the filters, the tiles and the details."""
        heading = (
            self.left_button,
            self.search_field,
            self.size_slider,
            self.right_button,
            self.close_button,
        )
        order_focus(*heading, *map(self._splitter.widget, range(self._splitter.count())))

    def _say_count(self) -> None:
        """The number alone where there is hardly room for the search."""
        total, words = self._results.rowCount(), self.tr("{count} · newest first")
        words = words if self.width() >= _WORDS_ROOM_PX else "{count}"
        self.count_label.setText(words.format(count=QLocale().toString(total)) if total else "")

    def _show_columns(self) -> None:
        """Where there is no room for both, the one that was asked for last."""
        fitting = max(sum(self.width() >= room for room in _ROOMS_PX), int(self._is_asked))
        shown = self._wished[-fitting:] if fitting else []
        for button, column in self._columns.items():
            button.setChecked(button in shown)
            column.setVisible(button in shown)

    # Slots

    @Slot(bool)
    def _on_column_button_clicked(self, is_down: bool) -> None:
        self._wished = [each for each in self._wished if each is not self.sender()]
        self._wished += [each for each in self._columns if is_down and each is self.sender()]
        self._is_asked = is_down
        self._show_columns()

    @Slot()
    def _on_results_total_changed(self) -> None:
        total = self._results.rowCount()
        self._say_count()
        if total and self.hasFocus():  # which is there only for want of tiles
            self.gallery_grid.take_focus()
        self.gallery_grid.empty_label.setText(
            self.tr("No result is like that")
            if self._results.is_narrowed
            else self.tr("Pictures that come back appear here")
        )

    @Slot(int)
    def _on_size_slider_moved(self, side: int) -> None:
        self.gallery_grid.set_tile_size(QSize(side, side))

    @Slot(int)
    def _on_grid_zoom_requested(self, steps: int) -> None:
        self.size_slider.setValue(self.size_slider.value() + steps * _TILE_STEP)

    @Slot(QPoint)
    def _on_grid_menu_requested(self, position: QPoint) -> None:
        show_result_menu(self._window, self.gallery_grid, position)

    # Qt virtuals

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._show_columns()
        self._say_count()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """What no part of the page has taken."""
        is_beside = self.focusWidget() not in (None, self, self.gallery_grid)
        if event.modifiers() != Qt.KeyboardModifier.NoModifier:
            super().keyPressEvent(event)
        elif event.key() == Qt.Key.Key_Escape and is_beside:
            self.take_focus()  # from a filter to what it found; once more leads away
        elif event.key() in (Qt.Key.Key_Escape, Qt.Key.Key_G):
            self._window.toggle_gallery()
        else:
            super().keyPressEvent(event)
