"""The tool strip, and what all bars have in common."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QToolBar, QToolButton

from turbo_studio.ui.actions import TOOL_VERBS

if TYPE_CHECKING:
    from turbo_studio.ui.actions import Actions

_TOOL_ICON_PX = 20


def build_bar(name: str, title: str) -> QToolBar:
    """A bar that stays where it is."""
    bar = QToolBar(title)
    bar.setObjectName(name)
    bar.setMovable(False)
    bar.setFloatable(False)
    bar.setContextMenuPolicy(Qt.ContextMenuPolicy.PreventContextMenu)
    return bar


def build_tool_strip(actions: Actions, title: str, more: str) -> QToolBar:
    """The tools, one below the other; ``more`` names the button to those that find no room."""
    strip = build_bar("tool_strip", title)
    strip.setOrientation(Qt.Orientation.Vertical)
    strip.setIconSize(QSize(_TOOL_ICON_PX, _TOOL_ICON_PX))
    for verb in TOOL_VERBS:
        strip.addAction(actions[verb])
        strip.widgetForAction(actions[verb]).setAccessibleName(actions[verb].toolTip())
    for extension in strip.findChildren(QToolButton, "qt_toolbar_ext_button"):
        extension.setAccessibleName(more)
        extension.setToolTip(more)
    return strip
