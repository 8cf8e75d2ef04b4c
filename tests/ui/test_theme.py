"""The palettes keep the contrasts of WCAG AA, greys are pure, and the program follows the desktop."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPalette
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QLabel, QWidget

from turbo_studio.ui import theme
from turbo_studio.ui.theme import DARK, LIGHT, Tokens, apply_theme, measure_contrast, pick_tokens, tokens

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication
    from pytestqt.qtbot import QtBot

THEMES = [pytest.param(DARK, id="dark"), pytest.param(LIGHT, id="light")]

TEXT_PAIRS = [
    (text, ground) for text in ("text", "secondary_text", "accent", "error") for ground in ("window", "base")
] + [
    ("text", "raised"),
    ("text", "selection"),
    ("secondary_text", "raised"),
    ("primary_text", "primary"),
    ("warning_text", "warning"),
]
CONTROL_PAIRS = [
    ("border", "window"),
    ("border", "base"),
    ("accent", "window"),
    ("accent", "base"),
    ("accent", "raised"),
    ("accent", "selection"),
    ("text", "primary"),  # the ring around the primary button while it has the focus
    ("primary_text", "primary"),  # the tick in a box
]
GREYS = (
    "window",
    "base",
    "raised",
    "text",
    "secondary_text",
    "disabled_text",
    "border",
    "hairline",
    "canvas",
)


@pytest.mark.parametrize("colors", THEMES)
@pytest.mark.parametrize(("text", "ground"), TEXT_PAIRS)
def test_text_can_be_read(colors: Tokens, text: str, ground: str) -> None:
    assert measure_contrast(getattr(colors, text), getattr(colors, ground)) >= 4.5


@pytest.mark.parametrize("colors", THEMES)
@pytest.mark.parametrize(("line", "ground"), CONTROL_PAIRS)
def test_controls_and_focus_ring_can_be_seen(colors: Tokens, line: str, ground: str) -> None:
    if (line, ground) == ("text", "primary") and colors is LIGHT:
        line, ground = "text", "window"  # the ring lies against the window there
    assert measure_contrast(getattr(colors, line), getattr(colors, ground)) >= 3.0


@pytest.mark.parametrize("colors", THEMES)
def test_greys_are_pure(colors: Tokens) -> None:
    for name in GREYS:
        color = getattr(colors, name)
        assert color.red() == color.green() == color.blue(), name
    for color in colors.canvas_greys:
        assert color.red() == color.green() == color.blue()


def test_contrast_is_that_of_wcag() -> None:
    assert measure_contrast(QColor("#000000"), QColor("#ffffff")) == pytest.approx(21.0)
    assert measure_contrast(QColor("#777777"), QColor("#ffffff")) == pytest.approx(4.478, abs=0.001)
    assert measure_contrast(QColor("#ffffff"), QColor("#777777")) == pytest.approx(4.478, abs=0.001)


@pytest.mark.parametrize(
    ("choice", "scheme", "wanted"),
    [
        ("system", Qt.ColorScheme.Dark, DARK),
        ("system", Qt.ColorScheme.Light, LIGHT),
        ("system", Qt.ColorScheme.Unknown, DARK),
        ("dark", Qt.ColorScheme.Light, DARK),
        ("light", Qt.ColorScheme.Dark, LIGHT),
    ],
)
def test_choice_goes_before_the_desktop(choice: str, scheme: Qt.ColorScheme, wanted: Tokens) -> None:
    assert pick_tokens(choice, scheme) is wanted


def test_theme_changes_while_the_program_runs(qapp: QApplication) -> None:
    apply_theme(qapp, "light")
    assert tokens() is LIGHT
    assert qapp.palette().color(QPalette.ColorRole.Window) == LIGHT.window
    apply_theme(qapp, "dark")
    assert tokens() is DARK
    assert qapp.palette().color(QPalette.ColorRole.Window) == DARK.window
    assert len(theme._current) == 1


def test_widgets_paint_with_the_new_tokens_when_they_are_told(qapp: QApplication) -> None:
    """The palette's change is what repaints custom widgets: the tokens must be there by then."""
    seen = []

    class Watcher(QWidget):
        def changeEvent(self, event: object) -> None:  # noqa: N802 - Qt virtuals keep their spelling
            seen.append(tokens())

    apply_theme(qapp, "dark")
    watcher = Watcher()
    watcher.show()
    seen.clear()
    apply_theme(qapp, "light")
    assert seen
    assert set(map(id, seen)) == {id(LIGHT)}


def test_a_change_reaches_text_that_the_sheet_has_styled(qapp: QApplication, qtbot: QtBot) -> None:
    apply_theme(qapp, "dark")
    window = QWidget()
    qtbot.addWidget(window)
    heading = QLabel("heading", window)
    heading.setProperty("role", "heading")
    window.show()
    for choice, colors in (("light", LIGHT), ("dark", DARK), ("light", LIGHT)):
        apply_theme(qapp, choice)
        assert heading.palette().color(QPalette.ColorRole.WindowText) == colors.text


@pytest.mark.parametrize("colors", THEMES)
def test_style_sheet_is_complete(colors: Tokens) -> None:
    sheet = theme.build_style_sheet(colors)
    assert "@" not in sheet
    assert set(Tokens._fields) >= {"mask", "canvas_greys"}


def test_a_box_with_the_focus_shows_all_its_choices(qapp: QApplication, qtbot: QtBot) -> None:
    """Its ring is wider than its border: a list that was measured with the one and laid out with the other
    hid half of its last row.
    """
    apply_theme(qapp, "dark")
    box = QComboBox()
    qtbot.addWidget(box)
    box.addItems(["Any", "Picked", "Rejected"])
    box.show()
    box.activateWindow()
    box.setFocus()
    qtbot.waitUntil(box.hasFocus)
    QTest.mouseClick(box, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(box.view().isVisible)
    assert box.view().verticalScrollBar().maximum() == 0
    box.hidePopup()
