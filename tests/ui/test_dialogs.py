"""The dialogs do not block, check what they are given at the field, and keep no key."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QCheckBox, QLabel, QLineEdit, QPushButton, QWidget

from tests.helpers.fake_engine import FakeEngine, build_session
from turbo_studio.core.facts import ConnectionChanged
from turbo_studio.ui.dialogs.about import AboutDialog
from turbo_studio.ui.dialogs.connect import ConnectDialog
from turbo_studio.ui.dialogs.keys import KeysDialog
from turbo_studio.ui.dialogs.settings import SettingsDialog
from turbo_studio.ui.theme import LIGHT, apply_theme, tokens
from turbo_studio.ui.translations import load_translator

if TYPE_CHECKING:
    from collections.abc import Iterator

    from PySide6.QtWidgets import QApplication, QDialog
    from pytestqt.qtbot import QtBot

    from turbo_studio.session.session import Session
    from turbo_studio.ui.bridge import Bridge

Parts = tuple["Session", "Bridge", FakeEngine]
Found = TypeVar("Found", bound=QWidget)
KEY = "sk-0123456789abcdef"


@pytest.fixture
def parts(qapp: QApplication) -> Iterator[Parts]:
    load_translator(qapp, "en")
    yield build_session()
    apply_theme(qapp, "dark")


def find(dialog: QDialog, kind: type[Found], name: str) -> Found:
    found = dialog.findChild(kind, name)
    assert isinstance(found, kind), name
    return found


def open_connect(qtbot: QtBot, parts: Parts) -> ConnectDialog:
    session, bridge, _ = parts
    dialog = ConnectDialog(session, bridge)
    qtbot.addWidget(dialog)
    dialog.open()
    return dialog


# Connect


def test_key_and_address_go_to_the_session_and_the_key_leaves_the_field(qtbot: QtBot, parts: Parts) -> None:
    dialog = open_connect(qtbot, parts)
    url, key = find(dialog, QLineEdit, "base_url_edit"), find(dialog, QLineEdit, "key_edit")
    assert key.echoMode() is QLineEdit.EchoMode.Password
    url.setText(" https://Gateway.Example/v1/ ")
    QTest.keyClicks(key, f" {KEY} ")
    QTest.mouseClick(find(dialog, QPushButton, "connect_dialog_button"), Qt.MouseButton.LeftButton)
    assert parts[2].calls_of("connect") == [("https://gateway.example/v1", KEY, True)]
    assert key.text() == ""
    assert not dialog.isVisible()


def test_key_is_kept_only_where_that_is_wanted(qtbot: QtBot, parts: Parts) -> None:
    dialog = open_connect(qtbot, parts)
    find(dialog, QLineEdit, "key_edit").setText(KEY)
    find(dialog, QCheckBox, "keep_key_box").click()
    find(dialog, QPushButton, "connect_dialog_button").click()
    assert parts[2].calls_of("connect")[0][2] is False


@pytest.mark.parametrize(
    ("address", "key", "label", "words"),
    [
        ("", KEY, "url_error", "Enter the address"),
        ("http://gateway.example/v1", KEY, "url_error", "anybody on the way could read the key"),
        ("https://me:pw@gateway.example", KEY, "url_error", "user name or password"),
        ("https://gateway.example/v1", "", "key_error", "too short or too long"),
        ("https://gateway.example/v1", "sk-0123 456789", "key_error", "Character 8"),
        ("https://gateway.example/v1", "sk-０１２３４５６", "key_error", "Character 4"),
    ],
)
def test_what_is_wrong_stands_at_its_field(
    qtbot: QtBot, parts: Parts, address: str, key: str, label: str, words: str
) -> None:
    dialog = open_connect(qtbot, parts)
    find(dialog, QLineEdit, "base_url_edit").setText(address)
    find(dialog, QLineEdit, "key_edit").setText(key)
    find(dialog, QPushButton, "connect_dialog_button").click()
    assert words in find(dialog, QLabel, label).text()
    shown = find(dialog, QLabel, label)
    assert shown.isVisible()
    assert shown.height() >= shown.heightForWidth(shown.width())
    assert dialog.isVisible()
    assert parts[2].calls_of("connect") == []


def test_wrong_address_costs_nobody_the_key(qtbot: QtBot, parts: Parts) -> None:
    dialog = open_connect(qtbot, parts)
    find(dialog, QLineEdit, "base_url_edit").setText("gateway")
    find(dialog, QLineEdit, "key_edit").setText(KEY)
    find(dialog, QPushButton, "connect_dialog_button").click()
    assert find(dialog, QLineEdit, "key_edit").text() == KEY


def test_cancel_empties_the_key_too(qtbot: QtBot, parts: Parts) -> None:
    dialog = open_connect(qtbot, parts)
    find(dialog, QLineEdit, "key_edit").setText(KEY)
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert find(dialog, QLineEdit, "key_edit").text() == ""
    assert parts[2].calls_of("connect") == []


def test_dialog_says_where_everything_goes(qtbot: QtBot, parts: Parts) -> None:
    dialog = open_connect(qtbot, parts)
    find(dialog, QLineEdit, "base_url_edit").setText("https://gateway.example/v1")
    said = find(dialog, QLabel, "destination_label").text()
    assert said == "Your prompts, your sources and your masks go to gateway.example, and to nobody else."


def test_disconnect_is_offered_to_the_connected_alone(qtbot: QtBot, parts: Parts) -> None:
    unconnected = open_connect(qtbot, parts)
    assert unconnected.findChild(QPushButton, "disconnect_button") is None
    parts[0].receive(ConnectionChanged("https://gateway.example/v1", is_sandbox=False, key_tail="cdef"))
    dialog = open_connect(qtbot, parts)
    find(dialog, QPushButton, "disconnect_button").click()
    assert parts[2].calls_of("disconnect") == [("https://gateway.example/v1",)]
    assert not dialog.isVisible()


# Settings


def open_settings(qtbot: QtBot, parts: Parts) -> SettingsDialog:
    dialog = SettingsDialog(parts[0])
    qtbot.addWidget(dialog)
    dialog.open()
    return dialog


def test_settings_are_taken_over_by_ok(qtbot: QtBot, parts: Parts) -> None:
    session, _, engine = parts
    dialog = open_settings(qtbot, parts)
    dialog.theme_box.setCurrentIndex(dialog.theme_box.findData("light"))
    dialog.language_box.setCurrentIndex(dialog.language_box.findData("zh_CN"))
    dialog.overlay_colour_box.setCurrentIndex(dialog.overlay_colour_box.findText("Green"))
    dialog.overlay_opacity_box.setValue(70)
    dialog.concurrency_box.setValue(5)
    dialog.deadline_box.setValue(300)
    dialog.price_boxes["image_out"].setValue(12.5)
    find(dialog, QPushButton, "settings_ok_button").click()
    kept = session.preferences
    assert (kept.theme.value, kept.language, kept.concurrency) == ("light", "zh_CN", 5)
    assert (kept.deadline_s, kept.prices.image_out) == (300.0, 12.5)
    assert (kept.overlay_colour, kept.overlay_opacity) == ("#30d158", 0.7)
    assert tokens() is LIGHT
    assert len(engine.calls_of("run_on_disk")) == 1


def test_cancel_and_an_unchanged_ok_keep_nothing(qtbot: QtBot, parts: Parts) -> None:
    session, _, engine = parts
    before = session.preferences
    dialog = open_settings(qtbot, parts)
    dialog.concurrency_box.setValue(9)
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    again = open_settings(qtbot, parts)
    find(again, QPushButton, "settings_ok_button").click()
    assert session.preferences == before
    assert engine.calls_of("run_on_disk") == []


def test_a_tint_that_is_not_on_offer_stays_chosen(qtbot: QtBot, parts: Parts) -> None:
    session = parts[0]
    session.preferences = session.preferences._replace(overlay_colour="#123456")
    dialog = open_settings(qtbot, parts)
    find(dialog, QPushButton, "settings_ok_button").click()
    assert session.preferences.overlay_colour == "#123456"


# The key sheet


def test_key_sheet_is_searched_by_action_and_by_key(qtbot: QtBot, parts: Parts) -> None:
    dialog = KeysDialog()
    qtbot.addWidget(dialog)
    dialog.open()
    QTest.keyClicks(dialog.search_edit, "mask fill")
    assert find_visible_rows(dialog) == [("Fill Mask", "Alt+Backspace, Shift+Backspace", "On the canvas")]
    dialog.search_edit.setText("ctrl+0")
    assert find_visible_rows(dialog) == [("Fit", "Ctrl+0", "Everywhere")]
    dialog.search_edit.setText("no such thing")
    assert find_visible_rows(dialog) == []


def test_key_sheet_lists_held_keys_and_gestures(qtbot: QtBot, parts: Parts) -> None:
    dialog = KeysDialog()
    qtbot.addWidget(dialog)
    rows = find_visible_rows(dialog)
    assert ("Picture without mask, while held", "\\", "On the canvas") in rows
    assert ("Pan", "Space+drag, middle drag", "On the canvas") in rows


def test_arrow_keys_move_through_the_list_while_the_search_has_the_focus(qtbot: QtBot, parts: Parts) -> None:
    dialog = KeysDialog()
    qtbot.addWidget(dialog)
    dialog.open()
    dialog.search_edit.setFocus()
    QTest.keyClick(dialog.search_edit, Qt.Key.Key_Down)
    first = dialog.keys_list.currentIndex().row()
    QTest.keyClick(dialog.search_edit, Qt.Key.Key_Down)
    assert dialog.keys_list.currentIndex().row() == first + 1


def find_visible_rows(dialog: KeysDialog) -> list[tuple[str, ...]]:
    found = []
    for index in range(dialog.keys_list.topLevelItemCount()):
        row = dialog.keys_list.topLevelItem(index)
        if row is not None and not row.isHidden():
            found.append(tuple(row.text(column) for column in range(3)))
    return found


def test_about_tells_the_version_and_whose_work_is_inside(qtbot: QtBot, parts: Parts) -> None:
    dialog = AboutDialog()
    qtbot.addWidget(dialog)
    said = " ".join(label.text() for label in dialog.findChildren(QLabel))
    assert "Turbo Studio 0." in said
    assert "Lucide" in said
