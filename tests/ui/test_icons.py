"""Icons take their colour from the palette, are sharp at any size, and all of them exist."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QColor, QIcon

import turbo_studio.ui
from turbo_studio.ui.actions import ACTIONS
from turbo_studio.ui.icons import build_icon
from turbo_studio.ui.resources import resource_path
from turbo_studio.ui.theme import DARK, LIGHT, apply_theme

if TYPE_CHECKING:
    from PySide6.QtGui import QImage
    from PySide6.QtWidgets import QApplication

_SOURCES = Path(turbo_studio.ui.__file__).parent


def find_used_names() -> set[str]:
    """Every name that a source file gives to an icon."""
    text = "\n".join(path.read_text("utf-8") for path in _SOURCES.rglob("*.py"))
    shipped = {path.stem for path in resource_path("icons").glob("*.svg")}
    quoted = set(re.findall(r'"([a-z0-9-]+)"', text)) | set(re.findall(r"icons/([a-z0-9-]+)\.svg", text))
    direct = set(re.findall(r'build_icon\("([a-z0-9-]+)"', text))
    return direct | (quoted & shipped) | {spec.icon for spec in ACTIONS if spec.icon}


def render(icon: QIcon, side_px: int, mode: QIcon.Mode = QIcon.Mode.Normal) -> QImage:
    return icon.pixmap(QSize(side_px, side_px), 1.0, mode).toImage()


def find_strongest(image: QImage) -> QColor:
    """The colour of the most opaque pixel."""
    pixels = [image.pixelColor(x, y) for x in range(image.width()) for y in range(image.height())]
    return max(pixels, key=QColor.alpha)


def test_icons_shipped_are_those_used(qapp: QApplication) -> None:
    shipped = {path.stem for path in resource_path("icons").glob("*.svg")}
    assert find_used_names() == shipped


@pytest.mark.parametrize("path", sorted(resource_path("icons").glob("*.svg")), ids=lambda path: path.stem)
def test_icon_draws_something(qapp: QApplication, path: Path) -> None:
    image = render(build_icon(path.stem), 24)
    assert find_strongest(image).alpha() > 200
    assert "@license lucide" in path.read_text("utf-8")


def test_icon_follows_the_theme(qapp: QApplication) -> None:
    icon = build_icon("brush")
    apply_theme(qapp, "dark")
    assert find_strongest(render(icon, 64)) == DARK.text
    apply_theme(qapp, "light")
    assert find_strongest(render(icon, 64)) == LIGHT.text
    assert find_strongest(render(icon, 64, QIcon.Mode.Disabled)) == LIGHT.disabled_text
    apply_theme(qapp, "dark")


def test_icon_keeps_a_colour_of_its_own(qapp: QApplication) -> None:
    assert find_strongest(render(build_icon("x", QColor("#ff0000")), 64)) == QColor("#ff0000")


def test_icon_is_drawn_anew_for_a_finer_screen(qapp: QApplication) -> None:
    """Twice the pixels, not the same ones enlarged: enlarged, every second one would be a copy."""
    pixmap = build_icon("brush").pixmap(QSize(24, 24), 2.0)
    assert pixmap.size() == QSize(48, 48)
    image = pixmap.toImage()
    coarse = image.scaled(24, 24).scaled(48, 48)
    assert image != coarse


def test_unknown_icon_raises_when_painted(qapp: QApplication) -> None:
    from turbo_studio.ui.icons import SvgIconEngine

    with pytest.raises(FileNotFoundError):
        SvgIconEngine("no-such-icon").pixmap(QSize(8, 8), QIcon.Mode.Normal, QIcon.State.Off)
