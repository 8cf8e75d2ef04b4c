"""The table of actions is whole, free of collisions, and what the menus and key sheet show."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence

from turbo_studio.ui.actions import (
    ACTIONS,
    MENUS,
    SUBMENUS,
    SUBMENUS_AFTER,
    TOOL_VERBS,
    Actions,
    Scope,
    format_keys,
    say_plain,
)

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

PUBLIC_NAMES = {
    "open_images",
    "brush",
    "eraser",
    "fill_mask",
    "clear_mask",
    "invert_mask",
    "undo",
    "redo",
    "submit",
    "cancel_job",
    "use_as_source",
    "reuse_settings",
}


def test_names_are_unique_and_the_public_ones_are_there(qapp: QApplication) -> None:
    verbs = [spec.verb for spec in ACTIONS]
    assert len(set(verbs)) == len(verbs)
    assert set(verbs) >= PUBLIC_NAMES
    actions = Actions()
    for verb in verbs:
        assert actions[verb].objectName() == f"action_{verb}"


@pytest.mark.parametrize("scope", [Scope.CANVAS, Scope.GALLERY])
def test_no_key_does_two_things_where_it_works(scope: Scope) -> None:
    """Keys of the window work in every scope, so they count in each."""
    keys = [
        QKeySequence(key).toString()
        for spec in ACTIONS
        if spec.scope in {scope, Scope.WINDOW}
        for key in spec.keys
    ]
    assert [key for key, count in Counter(keys).items() if count > 1] == []


def test_keys_are_keys() -> None:
    for spec in ACTIONS:
        for key in spec.keys:
            assert QKeySequence(key).toString(), key
            assert "Unknown" not in QKeySequence(key).toString()


def test_every_action_has_a_text_and_a_way_to_be_reached() -> None:
    for spec in ACTIONS:
        assert str(spec.text).strip()
        assert spec.menu in MENUS | SUBMENUS or spec.keys, spec.verb
        assert spec.menu in MENUS | SUBMENUS or spec.menu == ""


def test_single_keys_never_work_in_the_whole_window() -> None:
    """They would be stolen from fields, buttons and lists."""
    for spec in ACTIONS:
        if spec.scope is Scope.WINDOW:
            for key in spec.keys:
                assert key.startswith("Ctrl+") or key[1:].isdigit(), (spec.verb, key)


def test_mnemonics_of_a_menu_are_unique() -> None:
    for menu in MENUS | SUBMENUS:
        specs = [spec for spec in ACTIONS if spec.menu == menu]
        texts = [str(spec.text) for spec in specs]
        texts += [str(SUBMENUS[name]) for spec in specs for name in SUBMENUS_AFTER.get(spec.verb, ())]
        letters = [text[text.index("&") + 1].lower() for text in texts]
        assert [letter for letter, count in Counter(letters).items() if count > 1] == [], menu


def test_scoped_actions_answer_only_where_they_are_added(qapp: QApplication) -> None:
    actions = Actions()
    for action in actions.in_scope(Scope.CANVAS):
        assert action.shortcutContext() == Qt.ShortcutContext.WidgetWithChildrenShortcut
    for action in actions.in_scope(Scope.WINDOW):
        assert action.shortcutContext() == Qt.ShortcutContext.WindowShortcut


def test_holding_submit_down_sends_once(qapp: QApplication) -> None:
    actions = Actions()
    assert not actions["submit"].autoRepeat()
    assert actions["undo"].autoRepeat()


def test_tooltip_of_a_tool_names_its_keys(qapp: QApplication) -> None:
    actions = Actions()
    assert actions["brush"].toolTip() == "Brush (B)"
    assert actions["ellipse"].toolTip() == "Ellipse (Shift+M)"
    assert all(actions[verb].toolTip().endswith(")") for verb in TOOL_VERBS)


@pytest.mark.parametrize(
    ("text", "plain"), [("&Open Images…", "Open Images…"), ("F&ull Screen", "Full Screen")]
)
def test_plain_text_has_no_mnemonic(text: str, plain: str) -> None:
    assert say_plain(text) == plain


def test_keys_are_shown_once_each() -> None:
    assert format_keys(("Ctrl+Enter", "Ctrl+Return")) == "Ctrl+Enter"
    assert format_keys(("Shift+[", "{")) == "Shift+["
    assert format_keys(()) == ""
