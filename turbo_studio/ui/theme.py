"""The look: Fusion with our own neutral palette, dark or light, and a small style sheet.

Greys are pure (r = g = b); the one accent marks state alone: focus, selection, what is on, progress.
Widgets are marked for the sheet by properties:

==========  ==============================  ====================================================
widget      property                        look
==========  ==============================  ====================================================
button      ``primary`` true                the one filled button of a panel
button      ``segment`` left|middle|right   parts of one control, of which one is checked
button      ``link`` true                   a step aside that is offered in words
label       ``role`` secondary|heading      quiet text; the title of a group
label       ``role`` error                  what stands in the way, at its field
==========  ==============================  ====================================================
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QObject, Qt, Slot
from PySide6.QtGui import QColor, QGuiApplication, QPalette

from turbo_studio.ui.resources import resource_path

if TYPE_CHECKING:
    from PySide6.QtWidgets import QAbstractSpinBox, QApplication

FUSION_ARGUMENTS = ("-style", "fusion")
"""For the QApplication: ``setStyle`` hands back the style, and wrapping that costs 5 ms of the start-up."""
_FONT_MIN_PT = 9.75  # 13 px at 96 dpi: some desktops hand out 9 pt, too small for long days

_FIELD_INDENT_PX = 5


class Tokens(NamedTuple):
    """The colours of one theme, named by what they are for."""

    window: QColor
    base: QColor
    """Fields and lists."""
    raised: QColor
    """Buttons, and what the pointer is over."""
    text: QColor
    secondary_text: QColor
    disabled_text: QColor
    accent: QColor
    """Accent text, focus ring, progress."""
    selection: QColor
    """Behind what is selected or on; ``text`` stands on it, ``accent`` around it."""
    primary: QColor
    primary_text: QColor
    border: QColor
    """Around controls: 3:1 against the window and the base."""
    hairline: QColor
    """Between areas; carries no meaning."""
    error: QColor
    warning: QColor
    """The sandbox bar, with ``warning_text`` on it."""
    warning_text: QColor
    mask: QColor
    """What will change, laid over the picture in part."""
    canvas: QColor
    """The surround of the canvas at first."""
    canvas_greys: tuple[QColor, QColor, QColor, QColor]
    """The surrounds that the canvas offers, darkest first."""


_CANVAS_GREYS = (QColor("#1e1e1e"), QColor("#4d4d4d"), QColor("#808080"), QColor("#d6d6d6"))

DARK = Tokens(
    window=QColor("#2b2b2b"),
    base=QColor("#1f1f1f"),
    raised=QColor("#383838"),
    text=QColor("#e6e6e6"),
    secondary_text=QColor("#a8a8a8"),
    disabled_text=QColor("#7d7d7d"),
    accent=QColor("#7fb2ff"),
    selection=QColor("#37486a"),
    primary=QColor("#2f6fd0"),
    primary_text=QColor("#ffffff"),
    border=QColor("#7d7d7d"),
    hairline=QColor("#3d3d3d"),
    error=QColor("#ff8a80"),
    warning=QColor("#ffc94d"),
    warning_text=QColor("#1f1f1f"),
    mask=QColor("#ff2d55"),
    canvas=_CANVAS_GREYS[0],
    canvas_greys=_CANVAS_GREYS,
)

LIGHT = Tokens(
    window=QColor("#f2f2f2"),
    base=QColor("#ffffff"),
    raised=QColor("#e4e4e4"),
    text=QColor("#1e1e1e"),
    secondary_text=QColor("#5f5f5f"),
    disabled_text=QColor("#8a8a8a"),
    accent=QColor("#1f5fbf"),
    selection=QColor("#cfdff7"),
    primary=QColor("#1f5fbf"),
    primary_text=QColor("#ffffff"),
    border=QColor("#8a8a8a"),
    hairline=QColor("#d6d6d6"),
    error=QColor("#b3261e"),
    warning=QColor("#ffc94d"),
    warning_text=QColor("#1f1f1f"),
    mask=QColor("#ff2d55"),
    canvas=_CANVAS_GREYS[3],
    canvas_greys=_CANVAS_GREYS,
)


_SURROUNDS = ("black", "dark", "middle", "light")  # settings.Surround in the order of the theme's greys
_current: list[Theme] = []
"""The theme of the application, if any: tokens are asked for at every paint."""


def tokens() -> Tokens:
    """The colours in use; the dark ones before a theme was applied."""
    return _current[0].tokens if _current else DARK


def pick_surround(chosen: str) -> QColor:
    """What lies around pictures, by its name in the preferences; the theme's own where it has no other."""
    colors = tokens()
    return colors.canvas_greys[_SURROUNDS.index(chosen)] if chosen in _SURROUNDS else colors.canvas


def apply_theme(application: QApplication, choice: str) -> None:
    """Show the whole program ``dark``, ``light``, or as the desktop is, now and later: ``system``."""
    _use_theme(application).set_choice(choice)


def prepare_theme(application: QApplication, choice: str) -> None:
    """All of a theme but its style sheet, for a window that is built next and shown after ``apply_theme``.

    Under a style sheet Qt styles a widget anew whenever it gets a parent: 5 ms of the start-up.
    """
    _use_theme(application).prepare(choice)


def _use_theme(application: QApplication) -> Theme:
    if not (_current and _current[0].application is application):
        _current[:] = [Theme(application)]
    return _current[0]


class Theme(QObject):
    """The theme of an application."""

    def __init__(self, application: QApplication) -> None:
        super().__init__()
        self.tokens = DARK
        self.application = application
        self._choice: str = "system"
        self._prepared: Tokens | None = None
        """Whose palette is set already, without the sheet."""
        _enlarge_font(application)
        application.styleHints().colorSchemeChanged.connect(self._on_hints_color_scheme_changed)

    def set_choice(self, choice: str) -> None:
        self._choice = choice
        self._show(pick_tokens(choice, self.application.styleHints().colorScheme()))

    def prepare(self, choice: str) -> None:
        self.tokens = self._prepared = pick_tokens(choice, self.application.styleHints().colorScheme())
        self.application.setPalette(build_palette(self.tokens))

    def _show(self, chosen: Tokens) -> None:
        """The tokens first, for widgets read them when told; the sheet last, or text keeps its old colour."""
        if chosen is self.tokens and self.application.styleSheet():
            return
        self.tokens = chosen
        if chosen is not self._prepared:
            self.application.setPalette(build_palette(chosen))
        self._prepared = None
        self.application.setStyleSheet(build_style_sheet(chosen))

    @Slot()
    def _on_hints_color_scheme_changed(self) -> None:
        self.set_choice(self._choice)


def indent_spin_boxes(*boxes: QAbstractSpinBox) -> None:
    """Set the numbers off from their frames: the sheet's left padding makes room but moves no text."""
    for box in boxes:
        box.lineEdit().setTextMargins(_FIELD_INDENT_PX, 0, 0, 0)


def pick_tokens(choice: str, scheme: Qt.ColorScheme) -> Tokens:
    """A desktop that does not say gets the dark theme: it flatters pictures and is the trade's habit."""
    if choice == "system":
        return LIGHT if scheme == Qt.ColorScheme.Light else DARK
    return LIGHT if choice == "light" else DARK


def measure_contrast(one: QColor, other: QColor) -> float:
    """The contrast ratio of WCAG 2.2, 1 to 21."""
    lighter, darker = sorted((_measure_luminance(one), _measure_luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _measure_luminance(color: QColor) -> float:
    """Relative luminance as WCAG 2.2 defines it for sRGB."""
    red, green, blue = (
        channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4
        for channel in (color.redF(), color.greenF(), color.blueF())
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _enlarge_font(application: QApplication) -> None:
    """Keep the desktop's font, and Chinese by fallback; only a size that is too small is raised."""
    font = QGuiApplication.font()
    if 0 < font.pointSizeF() < _FONT_MIN_PT:
        font.setPointSizeF(_FONT_MIN_PT)
        application.setFont(font)


def build_palette(colors: Tokens) -> QPalette:
    """The palette that Fusion and our own painting draw from."""
    role = QPalette.ColorRole
    palette = QPalette()
    for roles, color in (
        ((role.Window, role.ToolTipBase), colors.window),
        ((role.Base,), colors.base),
        ((role.AlternateBase, role.Button), colors.raised),
        ((role.WindowText, role.Text, role.ButtonText, role.ToolTipText), colors.text),
        ((role.PlaceholderText,), colors.secondary_text),
        ((role.Highlight,), colors.primary),
        ((role.HighlightedText, role.BrightText), colors.primary_text),
        ((role.Link, role.LinkVisited, role.Accent), colors.accent),
        ((role.Mid, role.Light, role.Midlight), colors.hairline),
        ((role.Dark, role.Shadow), colors.border),
    ):
        for each in roles:
            palette.setColor(each, color)
    for each in (role.WindowText, role.Text, role.ButtonText, role.HighlightedText):
        palette.setColor(QPalette.ColorGroup.Disabled, each, colors.disabled_text)
    palette.setColor(QPalette.ColorGroup.Disabled, role.Highlight, colors.raised)
    return palette


def build_style_sheet(colors: Tokens) -> str:
    """What a palette cannot say: rounded fields, segments, thin scroll bars, the focus ring."""
    values = {
        "window": colors.window.name(),
        "base": colors.base.name(),
        "raised": colors.raised.name(),
        "text": colors.text.name(),
        "secondary": colors.secondary_text.name(),
        "disabled": colors.disabled_text.name(),
        "accent": colors.accent.name(),
        "selection": colors.selection.name(),
        "primary": colors.primary.name(),
        "primary_hover": colors.primary.lighter(108).name(),
        "primary_text": colors.primary_text.name(),
        "border": colors.border.name(),
        "hairline": colors.hairline.name(),
        "error": colors.error.name(),
        "warning": colors.warning.name(),
        "warning_text": colors.warning_text.name(),
        "warning_hover": colors.warning.darker(112).name(),
        "down": resource_path("icons/field-down.svg").as_posix(),
        "up": resource_path("icons/field-up.svg").as_posix(),
        "check": resource_path("icons/field-check.svg").as_posix(),
    }
    sheet = _SHEET
    for name, value in values.items():
        sheet = sheet.replace(f"@{name}@", value)
    return sheet


_SHEET = """
QToolTip { background: @window@; color: @text@; border: 1px solid @border@; padding: 4px 6px; }
QMenuBar { background: @window@; border: none; padding: 1px 4px; }
QMenuBar::item { background: transparent; padding: 5px 9px; border-radius: 4px; }
QMenuBar::item:selected, QMenuBar::item:pressed { background: @raised@; }
QMenu { background: @window@; border: 1px solid @border@; padding: 4px; }
QMenu::item { padding: 5px 26px 5px 10px; border-radius: 4px; }
QMenu::icon { padding-left: 8px; }
QMenu::item:selected { background: @selection@; color: @text@; }
QMenu::item:disabled { color: @disabled@; background: transparent; }
QMenu::separator { height: 1px; background: @hairline@; margin: 4px 8px; }

QToolBar { background: @window@; border: none; spacing: 2px; padding: 4px; }
QToolButton { background: transparent; border: 1px solid transparent; border-radius: 5px; padding: 5px; }
QToolButton:hover { background: @raised@; }
QToolButton:pressed { background: @base@; }
QToolButton:checked { background: @selection@; border-color: @selection@; }
QToolButton:focus { border-color: @accent@; }
QToolBarExtension { background: url("@down@") no-repeat center; padding: 0; icon-size: 0px; }

QMainWindow::separator { background: @hairline@; width: 1px; height: 1px; }
QMainWindow::separator:hover { background: @accent@; }
QDockWidget { border: none; }
QStatusBar { background: @window@; color: @secondary@; }
QStatusBar::item { border: none; }
QStatusBar QLabel { color: @secondary@; padding: 0 6px; }

QLineEdit, QPlainTextEdit, QTextEdit, QSpinBox, QDoubleSpinBox, QDateEdit, QComboBox {
  background: @base@; color: @text@; border: 1px solid @border@; border-radius: 5px;
  selection-background-color: @primary@; selection-color: @primary_text@; }
QLineEdit { padding: 4px 7px; min-height: 18px; }
QPlainTextEdit, QTextEdit { padding: 4px; }
QSpinBox, QDoubleSpinBox, QDateEdit { padding: 4px 3px 4px 6px; min-height: 15px; }
QComboBox { padding: 4px 4px 4px 8px; min-height: 18px; }
QLineEdit:focus, QPlainTextEdit:focus, QTextEdit:focus, QSpinBox:focus, QDoubleSpinBox:focus,
QDateEdit:focus, QComboBox:focus
  { border: 2px solid @accent@; }
QLineEdit:focus { padding: 3px 6px; }
QPlainTextEdit:focus, QTextEdit:focus { padding: 3px; }
QSpinBox:focus, QDoubleSpinBox:focus, QDateEdit:focus { padding: 3px 2px 3px 5px; }
QComboBox:focus { padding: 4px 3px 4px 7px; min-height: 16px; }
QLineEdit:disabled, QPlainTextEdit:disabled, QSpinBox:disabled, QDoubleSpinBox:disabled, QComboBox:disabled
  { color: @disabled@; border-color: @hairline@; }
QAbstractSpinBox::up-button { subcontrol-origin: border; subcontrol-position: top right; width: 18px;
  border: none; background: transparent; margin: 2px 2px 0 0; }
QAbstractSpinBox::down-button { subcontrol-origin: border; subcontrol-position: bottom right; width: 18px;
  border: none; background: transparent; margin: 0 2px 2px 0; }
QAbstractSpinBox::up-button:hover, QAbstractSpinBox::down-button:hover { background: @raised@; }
QAbstractSpinBox::up-arrow { image: url("@up@"); width: 9px; height: 9px; }
QAbstractSpinBox::down-arrow { image: url("@down@"); width: 9px; height: 9px; }
QComboBox::drop-down, QDateEdit::drop-down { subcontrol-origin: border; subcontrol-position: center right;
  width: 22px; border: none; }
QComboBox::down-arrow, QDateEdit::down-arrow { image: url("@down@"); width: 11px; height: 11px; }
QComboBox QAbstractItemView { background: @base@; border: 1px solid @border@; outline: none; padding: 3px;
  selection-background-color: @selection@; selection-color: @text@; }

QTreeView { background: @base@; border: 1px solid @border@; border-radius: 5px; outline: none; }
QTreeView:focus { border-color: @accent@; }
QTreeView::item { padding: 4px 6px; border: none; }
QTreeView::item:selected { background: @selection@; color: @text@; }
QHeaderView { background: transparent; border: none; }
QHeaderView::section { background: @window@; color: @secondary@; border: none; padding: 5px 8px;
  border-bottom: 1px solid @hairline@; }

QPushButton { background: @base@; color: @text@; border: 1px solid @border@; border-radius: 5px;
  padding: 4px 12px; min-height: 18px; }
QPushButton:hover { background: @raised@; }
QPushButton:pressed { background: @window@; }
QPushButton:focus { border: 2px solid @accent@; padding: 3px 11px; outline: none; }
QPushButton:disabled { color: @disabled@; border-color: @hairline@; }
QPushButton[primary="true"] { background: @primary@; color: @primary_text@; border: 1px solid @primary@;
  border-radius: 6px; padding: 7px 12px; min-height: 20px; font-weight: 600; }
QPushButton[primary="true"]:hover { background: @primary_hover@; }
QPushButton[primary="true"]:focus { border: 2px solid @text@; padding: 6px 11px; }
QPushButton[primary="true"]:disabled { background: @raised@; color: @disabled@; border-color: @raised@; }
QDialogButtonBox { dialogbuttonbox-buttons-have-icons: 0; }
QDialogButtonBox QPushButton[primary="true"] { border-radius: 5px; padding: 4px 12px; min-height: 18px; }
QDialogButtonBox QPushButton[primary="true"]:focus { padding: 3px 11px; }
QPushButton[segment]:checked { background: @selection@; border-color: @accent@; }
QPushButton[segment]:checked:focus, QPushButton[segment]:focus { border: 2px solid @accent@; outline: none; }
QPushButton[segment="left"] { border-top-right-radius: 0; border-bottom-right-radius: 0; }
QPushButton[segment="middle"] { border-radius: 0; margin-left: -1px; }
QPushButton[segment="right"] { border-top-left-radius: 0; border-bottom-left-radius: 0; margin-left: -1px; }

QPushButton[link="true"] { background: transparent; color: @accent@; border: 1px solid transparent;
  padding: 1px 3px; margin-left: -4px; min-height: 18px; text-align: left; }
QPushButton[link="true"]:hover { text-decoration: underline; }
QPushButton[link="true"]:focus { border-color: @accent@; }

QCheckBox { spacing: 7px; }
QCheckBox::indicator { width: 14px; height: 14px; border: 1px solid @border@; border-radius: 4px;
  background: @base@; }
QCheckBox::indicator:checked { image: url("@check@"); background: @primary@; border-color: @primary@; }
QCheckBox::indicator:focus { border-color: @accent@; }
QCheckBox:focus { color: @accent@; }

QSlider { min-height: 22px; }
QSlider::groove:horizontal { height: 3px; border-radius: 1px; background: @border@; }
QSlider::handle:horizontal { width: 12px; height: 12px; margin: -5px 0; border-radius: 6px;
  background: @text@; border: 1px solid @text@; }
QSlider::handle:horizontal:focus { background: @accent@; border-color: @accent@; }

QScrollBar { background: transparent; border: none; margin: 0; }
QScrollBar:vertical { width: 10px; }
QScrollBar:horizontal { height: 10px; }
QScrollBar::handle { background: @border@; border-radius: 3px; margin: 2px; }
QScrollBar::handle:vertical { min-height: 24px; }
QScrollBar::handle:horizontal { min-width: 24px; }
QScrollBar::handle:hover { background: @secondary@; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }

QLabel { background: transparent; }
QLabel[role="secondary"] { color: @secondary@; }
QLabel[role="heading"] { font-weight: 600; }
QLabel[role="error"] { color: @error@; }

#sandbox_bar { background: @warning@; }
#sandbox_bar QLabel { color: @warning_text@; }
#sandbox_bar QPushButton { background: transparent; color: @warning_text@; border-color: @warning_text@;
  font-weight: 600; padding: 1px 10px; min-height: 18px; }
#sandbox_bar QPushButton:hover { background: @warning_hover@; }
#sandbox_bar QPushButton:focus { border: 2px solid @warning_text@; padding: 0 9px; }
#message_bar { background: @window@; border: 1px solid @border@; border-radius: 7px; }
"""
