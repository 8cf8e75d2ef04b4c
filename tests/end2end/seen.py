"""Reads from the canvas what a person sees selected on it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from PySide6.QtCore import QEvent
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from tests.helpers.driver import Driver


def grab_canvas(driver: Driver) -> NDArray[Any]:
    """The canvas without the pointer on it, as an array of shape (height, width, 3)."""
    driver.close_message()
    QApplication.sendEvent(driver.canvas, QEvent(QEvent.Type.Leave))
    image = driver.canvas.grab().toImage().convertToFormat(QImage.Format.Format_RGB888)
    rows = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.bytesPerLine())
    return rows[:, : image.width() * 3].reshape(image.height(), image.width(), 3).copy()


def read_selected(driver: Driver, size: tuple[int, int]) -> NDArray[Any]:
    """Which pixels of the shown picture its overlay changes, at 100 %: bools of shape (height, width)."""
    driver.trigger("zoom_actual")
    with_overlay = grab_canvas(driver)
    driver.trigger("toggle_overlay")
    without = grab_canvas(driver)
    driver.trigger("toggle_overlay")
    corner, (width, height) = driver.place(0, 0), size
    differs = (with_overlay != without).any(axis=2)
    inside: NDArray[Any] = differs[corner.y() : corner.y() + height, corner.x() : corner.x() + width]
    assert inside.shape == (height, width), "the picture must lie on the canvas whole"
    assert differs.sum() == inside.sum(), "the overlay must not reach beyond the picture"
    return inside
