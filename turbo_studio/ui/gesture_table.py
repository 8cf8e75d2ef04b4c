"""What the pointer does together with keys, as the key sheet tells it."""

from __future__ import annotations

from typing import NamedTuple

from PySide6.QtCore import QT_TRANSLATE_NOOP

from turbo_studio.ui.actions import Scope


class Gesture(NamedTuple):
    """Both texts are untranslated, of the context of the actions."""

    text: object
    keys: object
    scope: Scope = Scope.CANVAS


GESTURES: tuple[Gesture, ...] = (
    Gesture(QT_TRANSLATE_NOOP("Actions", "Pan"), QT_TRANSLATE_NOOP("Actions", "Space+drag, middle drag")),
    Gesture(QT_TRANSLATE_NOOP("Actions", "Zoom at the pointer"), QT_TRANSLATE_NOOP("Actions", "Ctrl+wheel")),
    Gesture(QT_TRANSLATE_NOOP("Actions", "Zoom in to a frame"), QT_TRANSLATE_NOOP("Actions", "Z, then drag")),
    Gesture(
        QT_TRANSLATE_NOOP("Actions", "Scroll, with any tool"),
        QT_TRANSLATE_NOOP("Actions", "Ctrl+arrows, Page Up, Page Down, Home, End"),
    ),
    Gesture(
        QT_TRANSLATE_NOOP("Actions", "Change the brush size"),
        QT_TRANSLATE_NOOP("Actions", "Ctrl+Alt+wheel"),
    ),
    Gesture(
        QT_TRANSLATE_NOOP("Actions", "Straight line from the last point"),
        QT_TRANSLATE_NOOP("Actions", "Shift+click"),
    ),
    Gesture(
        QT_TRANSLATE_NOOP("Actions", "Keep a stroke level or upright"),
        QT_TRANSLATE_NOOP("Actions", "Shift while dragging"),
    ),
    Gesture(
        QT_TRANSLATE_NOOP("Actions", "Add to the mask, subtract from it, intersect with it"),
        QT_TRANSLATE_NOOP("Actions", "Shift, Alt, Shift+Alt at the start of a selection"),
    ),
    Gesture(
        QT_TRANSLATE_NOOP("Actions", "Square or circle, from the middle"),
        QT_TRANSLATE_NOOP("Actions", "Shift, Alt while dragging"),
    ),
    Gesture(
        QT_TRANSLATE_NOOP("Actions", "Lasso: set corners, close, take one back, give up"),
        QT_TRANSLATE_NOOP("Actions", "Clicks, Enter or double click, Backspace, Esc"),
    ),
    Gesture(
        QT_TRANSLATE_NOOP("Actions", "Rectangle, ellipse: make and move, resize, by 10, select"),
        QT_TRANSLATE_NOOP("Actions", "Arrows, Ctrl+arrows, with Shift, Enter"),
    ),
    Gesture(
        QT_TRANSLATE_NOOP("Actions", "Wand: set the tolerance, by keys as well"),
        QT_TRANSLATE_NOOP("Actions", "Drag left or right; Enter, arrows, Enter"),
    ),
    Gesture(
        QT_TRANSLATE_NOOP("Actions", "Other tools: move by keys, by 10, use"),
        QT_TRANSLATE_NOOP("Actions", "Arrows, with Shift, Space or Enter"),
    ),
    Gesture(
        QT_TRANSLATE_NOOP("Actions", "Modes in their order"),
        QT_TRANSLATE_NOOP("Actions", "1 to 7"),
        Scope.COMPARISON,
    ),
    Gesture(
        QT_TRANSLATE_NOOP("Actions", "Divider, opacity, amplification"),
        QT_TRANSLATE_NOOP("Actions", "Left, Right, with Shift by 10"),
        Scope.COMPARISON,
    ),
    Gesture(QT_TRANSLATE_NOOP("Actions", "Swap A and B"), "X", Scope.COMPARISON),
    Gesture(QT_TRANSLATE_NOOP("Actions", "Show the mask"), "M", Scope.COMPARISON),
    Gesture(
        QT_TRANSLATE_NOOP("Actions", "The other picture, while they blink"),
        QT_TRANSLATE_NOOP("Actions", "Space"),
        Scope.COMPARISON,
    ),
    Gesture(
        QT_TRANSLATE_NOOP("Actions", "Back to where you came from"),
        QT_TRANSLATE_NOOP("Actions", "Esc"),
        Scope.COMPARISON,
    ),
    Gesture(
        QT_TRANSLATE_NOOP("Actions", "Next or previous control"),
        QT_TRANSLATE_NOOP("Actions", "Tab, Shift+Tab"),
        Scope.WINDOW,
    ),
)
