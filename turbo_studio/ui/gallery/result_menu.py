"""The context menu of a result: what can be done with all that is chosen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMenu

from turbo_studio.ui.commands import MISSING_VERBS, RESULT_VERBS
from turbo_studio.ui.menu_keys import MenuKeys
from turbo_studio.ui.view_commands import fill_submenu

if TYPE_CHECKING:
    from PySide6.QtCore import QPoint

    from turbo_studio.ui.gallery.tile_view import TileView
    from turbo_studio.ui.window import MainWindow


def show_result_menu(window: MainWindow, view: TileView, position: QPoint) -> None:
    """At a place in the view; beside the tiles there is nothing to be offered."""
    if not view.indexAt(position).isValid():
        return
    menu = QMenu(view)
    menu.setObjectName("result_menu")
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    actions = window.actions_table
    offered = [actions[verb] for verb in RESULT_VERBS]
    offered += [actions[verb] for verb in MISSING_VERBS if actions[verb].isEnabled()]
    for action, starts_group in actions.in_menu("gallery"):
        if starts_group and not menu.isEmpty():
            menu.addSeparator()
        if action in offered:
            menu.addAction(action)
        if action is actions["reveal_result"]:
            fill_submenu(menu, "marks", actions.in_menu("marks"))
    MenuKeys(menu)
    menu.popup(view.viewport().mapToGlobal(position))
