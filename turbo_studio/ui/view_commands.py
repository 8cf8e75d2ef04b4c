"""Joins the looks of the canvas in the menus to the preferences, and offers them in its context menu."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint, Qt, Slot
from PySide6.QtWidgets import QMenu

from turbo_studio.ui.actions import SUBMENUS, SUBMENUS_AFTER, say_text

if TYPE_CHECKING:
    from PySide6.QtGui import QAction

    from turbo_studio.ui.window import MainWindow

_LOOKS = ("tint", "outline", "black_and_white", "hatch")  # settings.MaskLook
_SURROUNDS = ("theme", "black", "dark", "middle", "light")  # settings.Surround


class ViewCommands(QObject):
    """The preferences are the truth: the checks in the menus follow them."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._session = window.session
        self._actions = window.actions_table
        for look in _LOOKS:
            self._actions[f"look_{look}"].triggered.connect(self._on_look_triggered)
        for surround in _SURROUNDS:
            self._actions[f"surround_{surround}"].triggered.connect(self._on_surround_triggered)
        self._actions["marks_outside"].triggered.connect(self._on_marks_outside_triggered)
        self._actions["pixel_grid"].triggered.connect(self._on_pixel_grid_triggered)
        self._actions["feather_preview"].triggered.connect(self._on_feather_preview_triggered)
        self._actions["feather_size"].triggered.connect(self._on_feather_size_triggered)
        window.bridge.preferences_changed.connect(self._show_preferences)
        window.canvas.menu_requested.connect(self._on_canvas_menu_requested)
        self._show_preferences()

    def _find_verb(self) -> str:
        """Of the action that was triggered."""
        return self.sender().objectName().removeprefix("action_")

    @Slot()
    def _show_preferences(self) -> None:
        preferences = self._session.preferences
        self._actions[f"look_{preferences.mask_look}"].setChecked(True)
        self._actions[f"surround_{preferences.surround}"].setChecked(True)
        self._actions["marks_outside"].setChecked(preferences.marks_outside)
        self._actions["pixel_grid"].setChecked(preferences.pixel_grid)
        self._actions["feather_preview"].setChecked(preferences.feather_preview)

    @Slot()
    def _on_look_triggered(self) -> None:
        """Whoever picks a look wants to see it."""
        preferences = self._session.preferences
        look = type(preferences.mask_look)(self._find_verb().removeprefix("look_"))
        self._session.set_preferences(preferences._replace(mask_look=look))
        self._window.canvas.set_overlay_visible(True)

    @Slot()
    def _on_surround_triggered(self) -> None:
        preferences = self._session.preferences
        surround = type(preferences.surround)(self._find_verb().removeprefix("surround_"))
        self._session.set_preferences(preferences._replace(surround=surround))

    @Slot(bool)
    def _on_marks_outside_triggered(self, checked: bool) -> None:
        self._session.set_preferences(self._session.preferences._replace(marks_outside=checked))

    @Slot(bool)
    def _on_pixel_grid_triggered(self, checked: bool) -> None:
        self._session.set_preferences(self._session.preferences._replace(pixel_grid=checked))

    @Slot(bool)
    def _on_feather_preview_triggered(self, checked: bool) -> None:
        self._session.set_preferences(self._session.preferences._replace(feather_preview=checked))
        if checked:
            self._window.canvas.set_overlay_visible(True)

    @Slot()
    def _on_feather_size_triggered(self) -> None:
        """Whoever sets a feather wants to see it."""
        from turbo_studio.ui.dialogs.feather import FeatherDialog  # late, for the start-up

        self._on_feather_preview_triggered(checked=True)
        dialog = self._window.findChild(FeatherDialog)
        if dialog is None:
            dialog = FeatherDialog(self._session, self._window)
            dialog.stand_aside(self._window.canvas)
        dialog.show()
        dialog.raise_()

    @Slot(QPoint)
    def _on_canvas_menu_requested(self, place: QPoint) -> None:
        """What the canvas shows, and how."""
        from turbo_studio.ui.menu_keys import MenuKeys  # late, for the start-up

        menu = QMenu(self._window.canvas)
        menu.setObjectName("canvas_menu")
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addActions([self._actions[verb] for verb in ("zoom_fit", "zoom_actual")])
        menu.addSeparator()
        menu.addAction(self._actions["toggle_overlay"])
        for name in SUBMENUS_AFTER["toggle_overlay"]:
            fill_submenu(menu, name, self._actions.in_menu(name))
        menu.addAction(self._actions["pixel_grid"])
        MenuKeys(menu)
        menu.popup(place)


def fill_submenu(menu: QMenu, name: str, rows: list[tuple[QAction, bool]]) -> None:
    submenu = menu.addMenu(say_text(SUBMENUS[name]))
    submenu.setObjectName(f"menu_{name}")
    for action, starts_group in rows:
        if starts_group:
            submenu.addSeparator()
        submenu.addAction(action)
