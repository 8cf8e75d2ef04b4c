"""Has Tab go through widgets in the order in which they are laid out, whatever they were made in."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QScrollArea, QWidget

if TYPE_CHECKING:
    from collections.abc import Iterator

    from PySide6.QtWidgets import QLayout


def order_focus(*widgets: QWidget | None) -> None:
    """One after the other, each with what lies in its layouts. All of them must be in one window."""
    found = [each for widget in widgets for each in _iterate(widget)]
    for former, next_ in pairwise(found):
        QWidget.setTabOrder(former, next_)


def _iterate(widget: QWidget | None) -> Iterator[QWidget]:
    if widget is None:
        return
    if widget.focusPolicy() & Qt.FocusPolicy.TabFocus:
        yield widget
    if isinstance(widget, QScrollArea):
        yield from _iterate(widget.widget())
    elif (layout := widget.layout()) is not None:
        yield from _iterate_layout(layout)


def _iterate_layout(layout: QLayout) -> Iterator[QWidget]:
    for index in range(layout.count()):
        part = layout.itemAt(index)
        if part is not None and (inner := part.layout()) is not None:
            yield from _iterate_layout(inner)
        elif part is not None:
            yield from _iterate(part.widget())
