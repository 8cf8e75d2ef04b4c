"""The compare page: it lays out the panes, joins them to the arrangement, and listens to the keys."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QPushButton, QToolButton, QVBoxLayout, QWidget

from turbo_studio.ui.compare.arrangement import Arrangement, Mode
from turbo_studio.ui.compare.mode_bar import ModeBar
from turbo_studio.ui.compare.mode_settings import ModeSettings
from turbo_studio.ui.compare.pane import ComparePane
from turbo_studio.ui.compare.readout import Readout, say_measured
from turbo_studio.ui.compare.scene import Scene
from turbo_studio.ui.compare.side_box import SideBox
from turbo_studio.ui.compare.sides import LETTERS, SIDES_MAX, build_sides, say_side
from turbo_studio.ui.icons import build_icon
from turbo_studio.ui.words import say_problem

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtCore import QTimerEvent
    from PySide6.QtGui import QHideEvent, QKeyEvent, QShowEvent

    from turbo_studio.core.geometry import Point
    from turbo_studio.core.result import Result
    from turbo_studio.session.session import Session
    from turbo_studio.ui.bridge import Bridge

_MARGIN_PX = 12
_GAP_PX = 6
_PLACES = {
    1: ((0, 0),),
    2: ((0, 0), (0, 1)),
    3: ((0, 0), (0, 1), (0, 2)),
    4: ((0, 0), (0, 1), (1, 0), (1, 1)),
}
"""Row and column of each pane, by how many there are."""


class ComparePage(QWidget):
    """Stands in the place of the canvas. ``zoom_view`` is what the zoom actions work on."""

    left = Signal()  # Escape, or the button: back to where one came from

    def __init__(self, session: Session, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.setObjectName("compare_page")
        self.setAccessibleName(self.tr("Comparison"))
        self.arrangement = Arrangement(self)
        self.scene = Scene(self.arrangement, session)
        self._pointer: Point | None = None
        self._blink_timer_id = 0
        self._blink_ms = 0
        self._is_following = False
        self._build_parts()
        self._lay_out()
        self._connect(bridge)

    # Building

    def _build_parts(self) -> None:
        self.mode_bar = ModeBar(self.arrangement, self)
        self.back_button = QPushButton(self.tr("Back"), self)
        self.back_button.setObjectName("compare_back_button")
        self.back_button.setToolTip(self.tr("Back to where you came from (Esc)"))
        self.swap_button = QToolButton(self)
        self.swap_button.setObjectName("compare_swap_button")
        self.swap_button.setIcon(build_icon("arrow-left-right"))
        self.swap_button.setToolTip(self.tr("Swap A and B (X)"))
        self.swap_button.setAccessibleName(self.swap_button.toolTip())
        self.swap_button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.side_boxes = [SideBox(place, self) for place in range(SIDES_MAX)]
        self.message_room = QWidget(self)
        self.panes = [
            ComparePane(place, self.scene, self.arrangement, self.message_room) for place in range(SIDES_MAX)
        ]
        self.zoom_view = self.panes[0]
        self.setFocusProxy(self.zoom_view)
        self.mode_settings = ModeSettings(self.arrangement, self)
        self.readout = Readout(self.mode_settings, self)

    def _lay_out(self) -> None:
        first, second = QHBoxLayout(), QHBoxLayout()
        first.setSpacing(8)
        first.addWidget(self.back_button)
        first.addSpacing(8)
        first.addWidget(self.mode_bar, 1)
        second.setSpacing(14)
        for box in self.side_boxes:
            second.addWidget(box, 1)
        second.addWidget(self.swap_button)
        self._grid = QGridLayout(self.message_room)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(_GAP_PX)
        column = QVBoxLayout(self)
        column.setContentsMargins(_MARGIN_PX, _MARGIN_PX, _MARGIN_PX, 8)
        column.setSpacing(8)
        column.addLayout(first)
        column.addLayout(second)
        column.addWidget(self.message_room, 1)
        column.addWidget(self.readout)

    def _connect(self, bridge: Bridge) -> None:
        self.arrangement.sides_changed.connect(self._on_arrangement_sides_changed)
        self.arrangement.mode_changed.connect(self._on_arrangement_mode_changed)
        self.arrangement.look_changed.connect(self._on_arrangement_look_changed)
        bridge.picture_decoded.connect(self._on_bridge_picture_decoded)
        bridge.comparison_changed.connect(self._on_bridge_comparison_changed)
        bridge.preferences_changed.connect(self._on_bridge_preferences_changed)
        self.back_button.clicked.connect(self.left)
        self.swap_button.clicked.connect(self.arrangement.swap)
        for box in self.side_boxes:
            box.chosen.connect(self.arrangement.choose)
        for pane in self.panes:
            pane.viewport_changed.connect(self._on_pane_viewport_changed)
            pane.pointer_moved.connect(self._on_pane_pointer_moved)
        self.readout.fit_button.clicked.connect(self.zoom_view.zoom_fit)
        self.readout.actual_button.clicked.connect(self.zoom_view.zoom_actual)

    # What is shown

    def compare(self, results: Sequence[Result]) -> bool:
        """Compare these; what was sent for them can be chosen too. False where there is only one picture."""
        sides = build_sides(results)
        if len(sides) < 2:
            return False
        # Not for those who have told their desktop that nothing shall blink.
        self.arrangement.is_blinking = QGuiApplication.styleHints().cursorFlashTime() > 0
        self.arrangement.set_choices(sides)
        return True

    def _show_sides(self) -> None:
        for place, box in enumerate(self.side_boxes):
            is_used = place < len(self.arrangement.shown)
            box.setVisible(is_used)
            if is_used:
                box.show_choices(self.arrangement.choices, self.arrangement.shown_indexes[place])

    def _show_panes(self) -> None:
        """As many as the mode has pictures beside each other."""
        count = len(self.arrangement.paned) if self.arrangement.is_apart else 1
        for place, pane in enumerate(self.panes):
            self._grid.removeWidget(pane)
            pane.setVisible(place < count)
            if place < count:
                self._grid.addWidget(pane, *_PLACES[count][place])
                sides = (
                    self.arrangement.paned[place : place + 1]
                    if self.arrangement.is_apart
                    else self.arrangement.paned
                )
                pane.setAccessibleDescription(", ".join(say_side(side) for side in sides))
        for row in range(2):
            self._grid.setRowStretch(row, 1 if any(place[0] == row for place in _PLACES[count]) else 0)
        for column in range(3):
            self._grid.setColumnStretch(column, 1 if any(p[1] == column for p in _PLACES[count]) else 0)
        self._refresh()
        self._lead(self.zoom_view)

    def _refresh(self) -> None:
        """Paint everything anew, and say what there is to say."""
        frame = self.scene.frame
        for place, pane in enumerate(self.panes):
            if not pane.isHidden():
                pane.show_frame(frame)
                pane.show_words(self._pick_badges(place), self._say_waiting(place))
        self.readout.show_sizes(frame, self.scene, self.arrangement)
        self.readout.show_pointer(self._pointer, self.scene, self.arrangement)
        self.zoom_view.show_note(say_measured(self._session.comparison))

    def _pick_badges(self, place: int) -> tuple[str, str]:
        match self.arrangement.mode:
            case Mode.TWO_UP | Mode.ALL_UP:
                return LETTERS[place], ""
            case Mode.BLINK:
                return LETTERS[self.arrangement.is_second_up], ""
            case Mode.SWIPE | Mode.ONION:
                return LETTERS[0], LETTERS[1]
            case _:
                return "", ""

    def _say_waiting(self, place: int) -> str:
        """What keeps a pane from showing its pictures."""
        awaited = self.arrangement.awaited
        for picture in awaited[place : place + 1] if self.arrangement.is_apart else awaited:
            problem = self._session.looking.find_problem(picture)
            if problem is not None:
                return say_problem(problem)
            if not self.scene.is_ready(picture):
                return self.tr("Opening…")
        return ""

    def _lead(self, leader: ComparePane) -> None:
        """Have all panes show the same part as one of them."""
        self._is_following = True
        for pane in self.panes:
            if pane is not leader and not pane.isHidden():
                pane.follow(leader)
        self._is_following = False
        self.readout.show_zoom(leader.zoom)

    # Blinking

    def _follow_blinking(self) -> None:
        """A timer only while something is to blink, and somebody looks."""
        arrangement = self.arrangement
        is_wanted = arrangement.mode is Mode.BLINK and arrangement.is_blinking and self.isVisible()
        wanted_ms = round(arrangement.blink_s * 1_000) if is_wanted else 0
        if wanted_ms != self._blink_ms:
            if self._blink_ms:
                self.killTimer(self._blink_timer_id)
            self._blink_ms = wanted_ms
            self._blink_timer_id = self.startTimer(wanted_ms) if wanted_ms else 0

    # Slots

    @Slot()
    def _on_arrangement_sides_changed(self) -> None:
        self.scene.wish()
        self._show_sides()
        self._show_panes()

    @Slot()
    def _on_arrangement_mode_changed(self) -> None:
        self.scene.measure()
        self._show_panes()
        self._follow_blinking()

    @Slot()
    def _on_arrangement_look_changed(self) -> None:
        self.scene.measure()
        self._refresh()
        self._follow_blinking()

    @Slot(object)
    def _on_bridge_picture_decoded(self, path: object) -> None:
        if self.arrangement.shown and self.isVisible():
            self.scene.take_pixels()
            self._refresh()

    @Slot()
    def _on_bridge_comparison_changed(self) -> None:
        self.scene.take_measured()
        for pane in self.panes:
            pane.update()
        self.zoom_view.show_note(say_measured(self._session.comparison))

    @Slot()
    def _on_bridge_preferences_changed(self) -> None:
        """Perhaps the surround, or the colour of masks."""
        for pane in self.panes:
            pane.update()

    @Slot()
    def _on_pane_viewport_changed(self) -> None:
        sender = self.sender()
        if isinstance(sender, ComparePane) and not self._is_following:
            self._lead(sender)

    @Slot(object)
    def _on_pane_pointer_moved(self, point: Point | None) -> None:
        self._pointer = point
        self.readout.show_pointer(point, self.scene, self.arrangement)

    # Qt

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Keys of the page, wherever in it the focus is and nothing else takes them."""
        arrangement, key = self.arrangement, event.key()
        number = key - Qt.Key.Key_1
        if event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            super().keyPressEvent(event)
        elif 0 <= number < len(Mode):
            arrangement.set_mode(list(Mode)[number])
        elif key == Qt.Key.Key_X:
            arrangement.swap()
        elif key == Qt.Key.Key_M:
            arrangement.show_mask(shown=not arrangement.is_mask_shown)
        elif key == Qt.Key.Key_Space and arrangement.mode is Mode.BLINK and not event.isAutoRepeat():
            arrangement.show_second(shown=not arrangement.is_second_up)
        elif key == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def timerEvent(self, event: QTimerEvent) -> None:
        if event.timerId() == self._blink_timer_id:
            self.arrangement.show_second(shown=not self.arrangement.is_second_up)

    def showEvent(self, event: QShowEvent) -> None:
        if self.arrangement.shown:
            self.scene.wish()
            self._refresh()
        self._follow_blinking()
        super().showEvent(event)

    def hideEvent(self, event: QHideEvent) -> None:
        """Nobody looks any more: files and memory are let go."""
        self.scene.release()
        self._follow_blinking()
        super().hideEvent(event)
